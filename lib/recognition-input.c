/* SPDX-License-Identifier: Apache-2.0 */
#include "recognition-input.h"

#include "check.h"
#include "memory.h"
#include "policy.h"
#include "recognition-evidence.h"
#include "text.h"
#include "translate.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

#define SERVICE_LICENSE "urn:comity:service:license:"

/* What a document said on the way from parsed to read. */
struct reading {
	const struct comity_edition *edition;
	struct comity_checked checked;
	int check; /* of comity_check */
	struct comity_translation *view;
};

static bool
is_fatal(int rc)
{
	return rc == COMITY_ENOMEM || rc == COMITY_ELIMIT ||
	       rc == COMITY_EINTERNAL;
}

/* Match, check and bring into the core. COMITY_OK (view may be NULL: the
 * document is not schema-valid or has no edition), or a fatal status. */
static int
reading_take(const struct comity_recognition_input *input,
    const struct comity_doc *doc, struct comity_report *report,
    struct reading *reading)
{
	int rc;

	memset(reading, 0, sizeof(*reading));
	reading->check = COMITY_UNKNOWN;
	rc = comity_packs_match(input->packs, doc, input->edition,
	    input->moment, report, &reading->edition);
	if (rc != COMITY_OK)
		return is_fatal(rc) ? rc : COMITY_OK;
	reading->check = comity_check(
	    reading->edition, doc, input->moment, report, &reading->checked);
	if (is_fatal(reading->check))
		return reading->check;
	if (reading->check == COMITY_UNKNOWN || !reading->checked.schema_valid)
		return COMITY_OK;
	rc = comity_translate_in(&reading->checked, report, &reading->view);
	return is_fatal(rc) ? rc : COMITY_OK;
}

enum comity_result
comity_proceedings_member(
    const void *context, const char *country, const char *group)
{
	const struct comity_proceedings *all = context;
	const struct comity_codelist *list;
	int64_t first, last;
	bool before, after;

	if (strcmp(group, "EU") != 0)
		return COMITY_NOT_MET;
	list = comity_packs_codelist(all->input->packs, "eu-members");
	if (list == NULL)
		return COMITY_RESULT_UNKNOWN;
	/* It may be one day here and the next one there. */
	first = (all->input->moment - 12 * 3600) / 86400;
	last = (all->input->moment + 14 * 3600) / 86400;
	before =
	    comity_codelist_find(list, country, first) == COMITY_CODE_PRESENT;
	after =
	    comity_codelist_find(list, country, last) == COMITY_CODE_PRESENT;
	if (before != after)
		return COMITY_RESULT_UNKNOWN;
	return before ? COMITY_MET : COMITY_NOT_MET;
}

/* Who a jurisdiction acts as; the count. */
static size_t
acting_as(
    struct comity_proceedings *all, const char *jurisdiction, const char *as[2])
{
	const struct comity_codelist *list;

	as[0] = jurisdiction;
	if (comity_proceedings_member(all, jurisdiction, "EU") != COMITY_MET)
		return 1;
	list = comity_packs_codelist(all->input->packs, "eu-members");
	all->members_edition = comity_codelist_edition(list);
	as[1] = "EU";
	return 2;
}

static void
policy_of(const struct comity_recognition_input *input,
    const char *service_type, const char *territory,
    struct comity_verify_policy *policy)
{
	memset(policy, 0, sizeof(*policy));
	policy->moment = input->moment;
	policy->now = input->now;
	policy->algorithms =
	    input->policy != NULL ? &input->policy->algorithms : NULL;
	policy->moment_is_past = input->moment_is_past;
	policy->has_held_since = input->has_held_since;
	policy->held_since = input->held_since;
	policy->service_type = service_type;
	policy->territory = territory;
}

int
comity_input_verify(const struct comity_recognition_input *input,
    const struct comity_doc *doc, const char *service_type,
    const char *territory, struct comity_report *report,
    struct comity_verification **out)
{
	struct comity_verify_policy policy;

	policy_of(input, service_type, territory, &policy);
	return comity_verify(doc, input->trust, &policy, report, out);
}

const struct comity_signature *
comity_input_signature(const struct comity_verification *verification)
{
	size_t i;

	for (i = 0; i < verification->count; i++)
		if (verification->signatures[i].indication ==
			COMITY_TOTAL_PASSED &&
		    verification->signatures[i].full_scope &&
		    verification->signatures[i].service != NULL)
			return &verification->signatures[i];
	return NULL;
}

/* The signature facts of the license, as far as they go. */
static void
take_authenticity(struct comity_proceedings *all, bool counts)
{
	const struct comity_verification *found = all->verification;
	const struct comity_signature *signature;
	struct comity_authenticity *a = &all->authenticity;

	a->signature = found->indication == COMITY_TOTAL_PASSED ? COMITY_MET
		       : found->indication == COMITY_TOTAL_FAILED
			   ? COMITY_NOT_MET
			   : COMITY_RESULT_UNKNOWN;
	a->service = COMITY_RESULT_UNKNOWN;
	a->indication = comity_indication_name(found->indication);
	a->sub = found->sub;
	a->service_type = all->service_type;
	a->territory = all->territory;
	signature = comity_input_signature(found);
	if (signature == NULL && found->count > 0)
		signature = &found->signatures[0];
	if (signature == NULL)
		return;
	a->reason = a->signature == COMITY_MET ? NULL : signature->reason;
	a->level = signature->level;
	a->subject = signature->subject;
	if (signature->certificate_sha256[0] != '\0')
		a->certificate_sha256 = signature->certificate_sha256;
	a->line = signature->line;
	if (!counts || signature->service == NULL) {
		if (a->signature == COMITY_MET) /* passed, counts for no one */
			a->signature = COMITY_RESULT_UNKNOWN;
		return;
	}
	a->service = COMITY_MET;
	a->service_name = signature->service->name;
	a->list_name = signature->service->list_name;
}

static void
take_form(struct comity_proceedings *all, const struct reading *reading)
{
	struct comity_authenticity *a = &all->authenticity;

	a->form = reading->check == COMITY_OK        ? COMITY_MET
		  : reading->check == COMITY_REFUSED ? COMITY_NOT_MET
						     : COMITY_RESULT_UNKNOWN;
	if (reading->edition == NULL)
		return;
	a->profile = reading->edition->profile;
	a->edition = reading->edition->id;
	a->error_count =
	    reading->checked.schema_valid ? reading->checked.error_count : 0;
}

/* Number and authority as the document states them, proven or not. */
static int
take_names(struct comity_proceedings *all, const struct reading *reading)
{
	if (reading->view == NULL)
		return COMITY_OK;
	free(all->number);
	free(all->authority);
	all->number = comity_text_copy(reading->view->number);
	all->authority = comity_text_copy(reading->view->authority);
	if ((reading->view->number != NULL && all->number == NULL) ||
	    (reading->view->authority != NULL && all->authority == NULL))
		return COMITY_ENOMEM;
	return COMITY_OK;
}

/* What the first verification asked and said. */
struct first {
	const char *territory; /* of the profile, where it sufficed; NULL any */
	struct comity_report *report;
};

/*
 * Verify again for the authority's own jurisdiction, or for the union that it
 * is a member of, unless that is what was asked first. The octets have to be
 * the ones that were read.
 */
static int
verify_for_authority(struct comity_proceedings *all, const struct first *first,
    struct comity_report *report, const char *read_sha256, bool *counts)
{
	struct comity_verification *found = NULL;
	struct comity_report *scratch = NULL;
	size_t i;
	int rc = COMITY_OK;

	*counts = first->territory != NULL &&
		  comity_text_same(first->territory, all->issuing);
	if (*counts) {
		all->territory = comity_text_copy(first->territory);
		return all->territory == NULL
			   ? COMITY_ENOMEM
			   : comity_report_join(report, first->report);
	}
	for (i = 0; i < all->issuing_count && !*counts; i++) {
		comity_report_free(scratch);
		if ((scratch = comity_report_new_like(report)) == NULL)
			return COMITY_ENOMEM;
		rc = comity_input_verify(all->input, all->input->license,
		    all->service_type, all->issuing_as[i], scratch, &found);
		if (is_fatal(rc))
			break;
		*counts = rc == COMITY_OK && found->proven != NULL &&
			  comity_input_signature(found) != NULL &&
			  strcmp(found->proven->sha256_hex, read_sha256) == 0;
		comity_verification_free(all->verification);
		all->verification = found;
		found = NULL;
		free(all->territory);
		all->territory = comity_text_copy(all->issuing_as[i]);
		if (all->territory == NULL)
			rc = COMITY_ENOMEM;
		if (is_fatal(rc))
			break;
		rc = COMITY_OK;
	}
	if (scratch != NULL && rc == COMITY_OK)
		rc = comity_report_join(report, scratch);
	comity_report_free(scratch);
	comity_verification_free(found);
	return rc;
}

/* The license's own facts, once something is proven for some territory. */
static int
read_proven(struct comity_proceedings *all, const struct first *first,
    struct comity_report *report, struct reading *reading, bool *counts)
{
	const struct comity_doc *proven = all->verification->proven;
	struct comity_license *license = NULL;
	const char *jurisdiction;
	char sha256[65];
	int rc;

	memcpy(sha256, proven->sha256_hex, sizeof(sha256));
	rc = reading_take(all->input, proven, report, reading);
	if (rc != COMITY_OK)
		return rc;
	all->edition = reading->edition;
	if (reading->view == NULL)
		return COMITY_OK; /* form says so; nothing to read */
	rc = comity_license_read(reading->view, proven, all->input->packs,
	    reading->edition->zone, &license);
	if (rc == COMITY_REFUSED) {
		rc = comity_doc_find(all->input->license, NULL, report,
		    COMITY_F_RECOGNITION_NOT_A_LICENSE, NULL, NULL);
		return is_fatal(rc) ? rc : COMITY_OK;
	}
	if (rc != COMITY_OK)
		return rc;
	if (reading->checked.is_translation)
		license->is_translation = true;
	jurisdiction = license->jurisdiction.text;
	if (jurisdiction == NULL && reading->edition->jurisdiction != NULL &&
	    strcmp(reading->edition->jurisdiction, "-") != 0)
		jurisdiction = reading->edition->jurisdiction;
	all->issuing = comity_text_copy(jurisdiction);
	if (all->issuing != NULL)
		all->issuing_count =
		    acting_as(all, all->issuing, all->issuing_as);
	else if (jurisdiction != NULL) {
		comity_license_free(license);
		return COMITY_ENOMEM;
	}
	rc = verify_for_authority(all, first, report, sha256, counts);
	if (rc == COMITY_OK && *counts) {
		all->license = license;
		return COMITY_OK;
	}
	comity_license_free(license);
	if (rc == COMITY_OK)
		rc = comity_doc_find(all->input->license, NULL, report,
		    COMITY_F_RECOGNITION_TERRITORY, NULL, all->issuing);
	return is_fatal(rc) ? rc : COMITY_OK;
}

/* The root says which profile, hence which service a signer needs; nothing of
 * the content is used before it is proven. */
static int
service_find(struct comity_proceedings *all, const struct comity_report *report)
{
	const struct comity_recognition_input *input = all->input;
	struct comity_report *scratch = comity_report_new_like(report);
	struct comity_text type = { 0 };
	int rc = COMITY_ENOMEM;

	if (scratch == NULL)
		return COMITY_ENOMEM;
	rc = comity_packs_match(input->packs, input->license, input->edition,
	    input->moment, scratch, &all->edition);
	comity_report_free(scratch);
	if (is_fatal(rc))
		return rc;
	if (rc != COMITY_OK)
		all->edition = NULL;
	comity_text_addf(&type, SERVICE_LICENSE "%s",
	    all->edition ? all->edition->profile : "unknown");
	all->service_type = comity_text_take(&type);
	comity_text_clear(&type);
	return all->service_type == NULL ? COMITY_ENOMEM : COMITY_OK;
}

/*
 * Verify for the jurisdiction of the profile, as a rule the authority's; if
 * the signer does not count there, for any. Returns as comity_verify().
 */
static int
verify_first(struct comity_proceedings *all, const struct comity_report *report,
    struct first *first)
{
	const char *own = all->edition ? all->edition->jurisdiction : NULL;
	int rc;

	if (own != NULL && strcmp(own, "-") != 0) {
		first->report = comity_report_new_like(report);
		if (first->report == NULL)
			return COMITY_ENOMEM;
		rc = comity_input_verify(all->input, all->input->license,
		    all->service_type, own, first->report, &all->verification);
		if (is_fatal(rc))
			return rc;
		if (rc == COMITY_OK && all->verification->proven != NULL &&
		    comity_input_signature(all->verification) != NULL) {
			first->territory = own;
			return COMITY_OK;
		}
		comity_report_free(first->report);
		comity_verification_free(all->verification);
		all->verification = NULL;
	}
	if ((first->report = comity_report_new_like(report)) == NULL)
		return COMITY_ENOMEM;
	return comity_input_verify(all->input, all->input->license,
	    all->service_type, NULL, first->report, &all->verification);
}

/* What a license that is not proven says of itself, to be quoted. */
static int
quote(struct comity_proceedings *all, const struct comity_report *report)
{
	struct comity_report *scratch = comity_report_new_like(report);
	struct reading reading = { 0 };
	int rc = COMITY_ENOMEM;

	if (scratch == NULL)
		return COMITY_ENOMEM;
	rc = reading_take(all->input, all->input->license, scratch, &reading);
	if (rc == COMITY_EINTERNAL) /* then it has no number that we know */
		rc = COMITY_OK;
	if (rc == COMITY_OK)
		rc = take_names(all, &reading);
	comity_translation_free(reading.view);
	comity_report_free(scratch);
	return rc;
}

static int
open_license(struct comity_proceedings *all, struct comity_report *report)
{
	struct reading proven = { 0 };
	struct first first = { 0 };
	bool counts = false;
	int rc;

	if ((rc = service_find(all, report)) != COMITY_OK)
		goto out;
	rc = verify_first(all, report, &first);
	if (is_fatal(rc))
		goto out;
	proven.check = COMITY_UNKNOWN;
	if (rc == COMITY_OK && all->verification->proven != NULL)
		rc = read_proven(all, &first, report, &proven, &counts);
	else
		rc = comity_report_join(report, first.report);
	if (rc != COMITY_OK)
		goto out;
	take_authenticity(all, counts);
	take_form(all, &proven);
	rc = all->license == NULL ? quote(all, report)
				  : take_names(all, &proven);
	if (rc == COMITY_OK && all->license == NULL)
		rc = comity_doc_find(all->input->license, NULL, report,
		    COMITY_F_RECOGNITION_UNPROVEN, all->number, NULL);
	rc = is_fatal(rc) ? rc : COMITY_OK;
out:
	comity_translation_free(proven.view);
	comity_report_free(first.report);
	return rc;
}

int
comity_proceedings_open(const struct comity_recognition_input *input,
    struct comity_report *report, struct comity_proceedings **out)
{
	struct comity_proceedings *all = calloc(1, sizeof(*all));
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (all == NULL)
		return COMITY_ENOMEM;
	all->input = input;
	all->language = comity_report_language(report);
	all->file = input->license->name;
	all->sha256 = input->license->sha256_hex;
	all->receiving_count = acting_as(all, input->in, all->receiving_as);
	rc = open_license(all, report);
	if (rc == COMITY_OK)
		rc = comity_evidence_open(all, report);
	if (rc == COMITY_OK &&
	    ((all->verification != NULL &&
		 !comity_pins_signers(all, all->verification)) ||
		!comity_pins_collect(all)))
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK &&
	    (comity_report_failed(report) || comity_memory_failed()))
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		*out = all;
		all = NULL;
	}
	comity_proceedings_free(all);
	return rc;
}

void
comity_proceedings_free(struct comity_proceedings *all)
{
	size_t i;

	if (all == NULL)
		return;
	comity_license_free(all->license);
	comity_verification_free(all->verification);
	comity_evidence_memo_free(all->own_memo);
	free(all->service_type);
	free(all->territory);
	free(all->number);
	free(all->authority);
	free(all->issuing);
	free(all->arrangements);
	free(all->arrangement_as);
	free(all->lists);
	free(all->receiving_lists);
	for (i = 0; i < all->pin_count; i++) {
		free(all->pins[i].name);
		free(all->pins[i].sha256);
		free(all->pins[i].version);
	}
	free(all->pins);
	free(all);
}
