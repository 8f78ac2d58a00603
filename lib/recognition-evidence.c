/* SPDX-License-Identifier: Apache-2.0 */
#include "recognition-evidence.h"

#include "check.h"
#include "recognition-memo.h"
#include "text.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

#define SERVICE_ARRANGEMENT "urn:comity:service:arrangement"
#define SERVICE_STATUS "urn:comity:service:status"

static bool
is_fatal(int rc)
{
	return rc == COMITY_ENOMEM || rc == COMITY_ELIMIT ||
	       rc == COMITY_EINTERNAL;
}

/* Tell about a document as a whole; OK unless memory ran out. */
static int
tell(const struct comity_doc *doc, struct comity_report *report,
    enum comity_finding_id id, const char *found, const char *expected)
{
	int rc = comity_doc_find(doc, NULL, report, id, found, expected);

	return is_fatal(rc) ? rc : COMITY_OK;
}

/*
 * Prove a document for the first of some territories. as gets that territory,
 * NULL where none. Everything that signed it is pinned.
 */
static int
prove(struct comity_proceedings *all, const struct comity_doc *doc,
    const char *service, const char *const *territories, size_t count,
    const struct comity_verification **out, const char **as)
{
	size_t i;
	int rc = COMITY_OK;

	*out = NULL;
	*as = NULL;
	for (i = 0; i < count && *as == NULL; i++) {
		rc = comity_evidence_verify(
		    all->memo, all->input, doc, service, territories[i], out);
		if (is_fatal(rc))
			return rc;
		if (rc == COMITY_OK && (*out)->proven != NULL &&
		    comity_input_signature(*out) != NULL)
			*as = territories[i];
	}
	if (*out != NULL && !comity_pins_signers(all, *out))
		return COMITY_ENOMEM;
	return COMITY_OK;
}

/* Whether proven octets are valid core; COMITY_OK, or why not told. */
static int
check_core(struct comity_proceedings *all, const struct comity_doc *given,
    const struct comity_doc *proven, struct comity_report *report,
    enum comity_finding_id id, bool *valid)
{
	const struct comity_edition *edition = NULL;
	struct comity_report *scratch = comity_report_new_like(report);
	struct comity_checked checked;
	const struct comity_finding *first;
	int rc = COMITY_ENOMEM;

	*valid = comity_evidence_is_core(all->memo, proven);
	if (scratch == NULL || *valid) {
		comity_report_free(scratch);
		return scratch == NULL ? COMITY_ENOMEM : COMITY_OK;
	}
	rc = comity_packs_match(all->input->packs, proven, NULL,
	    all->input->moment, scratch, &edition);
	if (rc == COMITY_OK)
		rc = comity_check(
		    edition, proven, all->input->moment, scratch, &checked);
	if (rc == COMITY_OK && strcmp(edition->profile, "core") != 0)
		rc = COMITY_REFUSED;
	*valid = rc == COMITY_OK;
	if (*valid)
		comity_evidence_note_core(all->memo, proven);
	if (!*valid && !is_fatal(rc)) {
		first = comity_report_at(scratch, 0);
		rc = tell(given, report, id,
		    first != NULL ? first->message : NULL, NULL);
	}
	comity_report_free(scratch);
	return rc;
}

static bool
keep_arrangement(struct comity_proceedings *all,
    const struct comity_arrangement *arrangement, const char *as)
{
	size_t count = all->arrangement_count + 1;
	void *more;

	more =
	    reallocarray(all->arrangements, count, sizeof(*all->arrangements));
	if (more == NULL)
		return false;
	all->arrangements = more;
	more = reallocarray(
	    all->arrangement_as, count, sizeof(*all->arrangement_as));
	if (more == NULL)
		return false;
	all->arrangement_as = more;
	all->arrangements[all->arrangement_count] = arrangement;
	all->arrangement_as[all->arrangement_count++] = as;
	return true;
}

/* Whether it may be used at all; tells why not. */
static int
admit(struct comity_proceedings *all, const struct comity_doc *doc,
    const struct comity_arrangement *arrangement, const char *as,
    struct comity_report *report, bool *admitted)
{
	size_t i;

	*admitted = false;
	for (i = 0; i < 2; i++)
		if (comity_text_same(
			arrangement->sides[i].jurisdiction.text, as))
			break;
	if (i == 2)
		return tell(doc, report, COMITY_F_RECOGNITION_ARRANGEMENT_SIDE,
		    as, NULL);
	if (arrangement->standing == COMITY_STANDING_NONE)
		return tell(
		    doc, report, COMITY_F_RECOGNITION_DRAFT, NULL, NULL);
	if (arrangement->standing == COMITY_STANDING_DEMONSTRATION &&
	    !all->input->demonstration)
		return tell(doc, report, COMITY_F_RECOGNITION_DEMONSTRATION,
		    arrangement->id, NULL);
	*admitted = true;
	return COMITY_OK;
}

static int
open_arrangement(struct comity_proceedings *all, const struct comity_doc *doc,
    struct comity_report *report)
{
	const struct comity_verification *verification = NULL;
	const struct comity_arrangement *arrangement = NULL;
	const char *as = NULL, *reason = NULL;
	bool valid = false, admitted = false;
	int rc;

	rc = prove(all, doc, SERVICE_ARRANGEMENT, all->receiving_as,
	    all->receiving_count, &verification, &as);
	if (rc != COMITY_OK)
		return rc;
	if (as == NULL) {
		if (verification->count > 0)
			reason = verification->signatures[0].reason;
		return tell(doc, report, COMITY_F_RECOGNITION_ARRANGEMENT,
		    reason ? reason : "no signature", all->input->in);
	}
	rc = check_core(all, doc, verification->proven, report,
	    COMITY_F_RECOGNITION_ARRANGEMENT_FORM, &valid);
	if (rc != COMITY_OK || !valid)
		return rc;
	rc = comity_evidence_arrangement(
	    all->memo, verification->proven, &arrangement);
	if (rc == COMITY_REFUSED)
		return tell(doc, report, COMITY_F_RECOGNITION_ARRANGEMENT_FORM,
		    NULL, NULL);
	if (rc == COMITY_OK)
		rc = admit(all, doc, arrangement, as, report, &admitted);
	if (rc != COMITY_OK || !admitted)
		return rc;
	return keep_arrangement(all, arrangement, as) ? COMITY_OK
						      : COMITY_ENOMEM;
}

/* A service that states who it is speaks for nobody else. */
static bool
is_own(const struct comity_status_list *list,
    const struct comity_signature *signature)
{
	const char *own = signature->service->identifier;
	bool stated = false;
	size_t i;

	for (i = 0; own != NULL && i < list->identifiers.count; i++) {
		const struct comity_stated *one = &list->identifiers.at[i];

		if (!comity_text_same(one->list, "organizationIdentifier") ||
		    one->text == NULL)
			continue;
		if (strcmp(one->text, own) == 0)
			return true;
		stated = true;
	}
	return !stated;
}

static int
keep_list(const struct comity_status_list ***lists, size_t *count,
    const struct comity_status_list *list)
{
	void *more = reallocarray(*lists, *count + 1, sizeof(**lists));

	if (more == NULL)
		return COMITY_ENOMEM;
	*lists = more;
	(*lists)[(*count)++] = list;
	return COMITY_OK;
}

static int
read_list(struct comity_proceedings *all, const struct comity_doc *doc,
    const struct comity_verification *verification, const char *as,
    bool receiving, struct comity_report *report, bool *used)
{
	const struct comity_status_list *list = NULL;
	bool valid = false;
	int rc;

	rc = check_core(all, doc, verification->proven, report,
	    COMITY_F_RECOGNITION_STATUS_FORM, &valid);
	*used = !valid; /* told already */
	if (rc != COMITY_OK || !valid)
		return rc;
	rc = comity_evidence_list(all->memo, verification->proven, &list);
	if (rc == COMITY_REFUSED) {
		*used = true;
		return tell(
		    doc, report, COMITY_F_RECOGNITION_STATUS_FORM, NULL, NULL);
	}
	if (rc != COMITY_OK)
		return rc;
	if (comity_text_same(list->jurisdiction.text, as) &&
	    is_own(list, comity_input_signature(verification))) {
		*used = true;
		rc = receiving ? keep_list(&all->receiving_lists,
				     &all->receiving_list_count, list)
			       : keep_list(&all->lists, &all->list_count, list);
	}
	return rc;
}

static int
open_list(struct comity_proceedings *all, const struct comity_doc *doc,
    struct comity_report *report)
{
	const struct comity_verification *verification = NULL;
	const char *as = NULL, *reason = NULL;
	bool used = false;
	int rc;

	rc = prove(all, doc, SERVICE_STATUS, all->issuing_as,
	    all->issuing_count, &verification, &as);
	if (rc == COMITY_OK && as != NULL)
		rc =
		    read_list(all, doc, verification, as, false, report, &used);
	if (rc == COMITY_OK && !used && as == NULL) {
		rc = prove(all, doc, SERVICE_STATUS, all->receiving_as,
		    all->receiving_count, &verification, &as);
		if (rc == COMITY_OK && as != NULL)
			rc = read_list(
			    all, doc, verification, as, true, report, &used);
	}
	if (rc == COMITY_OK && !used) {
		if (as == NULL && verification != NULL &&
		    verification->count > 0)
			reason = verification->signatures[0].reason;
		rc = tell(doc, report, COMITY_F_RECOGNITION_STATUS, reason,
		    all->issuing);
	}
	return rc;
}

int
comity_evidence_open(
    struct comity_proceedings *all, struct comity_report *report)
{
	const struct comity_recognition_input *input = all->input;
	size_t i;
	int rc = COMITY_OK;

	all->memo = input->memo;
	if (all->memo == NULL)
		all->memo = all->own_memo = comity_evidence_memo_new();
	if (all->memo == NULL)
		return COMITY_ENOMEM;
	comity_evidence_begin(all->memo, input);
	for (i = 0; i < input->arrangement_count && rc == COMITY_OK; i++)
		rc = open_arrangement(all, input->arrangements[i], report);
	if (all->license == NULL)
		return rc; /* nobody's authority to ask a list about */
	for (i = 0; i < input->status_list_count && rc == COMITY_OK; i++)
		rc = open_list(all, input->status_lists[i], report);
	return rc;
}
