/* SPDX-License-Identifier: Apache-2.0 */
#include "trust.h"

#include "memory.h"
#include "text.h"
#include "trust-list.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

int
comity_trust_new(struct comity_trust **out)
{
	*out = calloc(1, sizeof(**out));
	return *out != NULL ? COMITY_OK : COMITY_ENOMEM;
}

void
comity_trust_free(struct comity_trust *trust)
{
	size_t i;

	if (trust == NULL)
		return;
	for (i = 0; i < trust->signer_count; i++) {
		free(trust->signers[i].territory);
		comity_certificate_free(trust->signers[i].certificate);
	}
	for (i = 0; i < trust->list_count; i++)
		comity_trust_list_free(trust->lists[i]);
	for (i = 0; i < trust->pin_count; i++) {
		free((char *)trust->pins[i].name);
		free((char *)trust->pins[i].sha256);
	}
	comity_crls_clear(&trust->crls);
	comity_ocsps_clear(&trust->ocsps);
	comity_trust_stamps_free(trust);
	free(trust->signers);
	free(trust->lists);
	free(trust->listings);
	free(trust->pins);
	free(trust);
}

int
comity_trust_note(struct comity_trust *trust, const char *kind,
    const char *name, const char *sha256)
{
	struct comity_pin *pins =
	    reallocarray(trust->pins, trust->pin_count + 1, sizeof(*pins));
	struct comity_pin *pin;

	if (pins == NULL)
		return COMITY_ENOMEM;
	trust->pins = pins;
	pin = &pins[trust->pin_count];
	pin->kind = kind;
	pin->name = comity_text_copy(name != NULL ? name : "");
	pin->sha256 = comity_text_copy(sha256);
	if (pin->name == NULL || pin->sha256 == NULL) {
		free((char *)pin->name);
		free((char *)pin->sha256);
		return COMITY_ENOMEM;
	}
	trust->pin_count++;
	return COMITY_OK;
}

/* Take the certificate over into the pinned signers, also when it fails. */
static int
signer_add(struct comity_trust *trust, const char *territory,
    struct comity_certificate *certificate)
{
	struct comity_trust_signer *signers = reallocarray(
	    trust->signers, trust->signer_count + 1, sizeof(*signers));
	struct comity_trust_signer *signer;

	if (signers != NULL)
		trust->signers = signers;
	if (signers == NULL) {
		comity_certificate_free(certificate);
		return COMITY_ENOMEM;
	}
	signer = &signers[trust->signer_count];
	signer->certificate = certificate;
	signer->territory = comity_text_copy(territory);
	if (signer->territory == NULL && territory != NULL) {
		comity_certificate_free(certificate);
		return COMITY_ENOMEM;
	}
	trust->signer_count++;
	return COMITY_OK;
}

int
comity_trust_pin(struct comity_trust *trust, const char *territory,
    const struct comity_source *pem, struct comity_report *report)
{
	struct comity_certificates found = { 0 };
	struct comity_place place = { .file = pem->name };
	int rc;

	rc = comity_trust_note(
	    trust, "trust-signer", pem->name, pem->sha256_hex);
	if (rc == COMITY_OK)
		rc = comity_certificates_read_pem(pem, report, &found);
	if (rc == COMITY_OK && found.count != 1)
		rc = comity_report_add(
		    report, COMITY_F_TRUST_SIGNER_ONE, &place, NULL, NULL);
	if (rc == COMITY_OK) {
		rc = signer_add(trust, territory, found.at[0]);
		found.count = 0; /* transferred */
	}
	comity_certificates_clear(&found);
	return rc;
}

/* List a certificate as a trust list signer, granted at any time. */
static int
list_signer(
    struct comity_listing *listing, const struct comity_certificate *signer)
{
	struct comity_service *service = &listing->service;
	const unsigned char *der;
	size_t len;

	service->type = comity_text_copy(COMITY_SERVICE_TRUST_LIST);
	service->name = comity_text_copy(comity_certificate_subject(signer));
	service->periods = calloc(1, sizeof(*service->periods));
	if (service->type == NULL || service->name == NULL ||
	    service->periods == NULL)
		return COMITY_ENOMEM;
	service->period_count = 1;
	service->periods[0].begins = INT64_MIN;
	service->periods[0].ends = INT64_MAX;
	service->periods[0].granted = true;
	memcpy(service->certificate_sha256, comity_certificate_sha256(signer),
	    sizeof(service->certificate_sha256));
	der = comity_certificate_der(signer, &len);
	return comity_certificate_read_der(der, len, &listing->certificate);
}

int
comity_trust_new_for_list(const struct comity_certificate *const *signers,
    size_t count, struct comity_trust **out)
{
	struct comity_trust *trust = NULL;
	struct comity_trust_list *list;
	size_t i;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if ((trust = calloc(1, sizeof(*trust))) == NULL ||
	    (trust->lists = calloc(1, sizeof(*trust->lists))) == NULL ||
	    (list = trust->lists[0] = calloc(1, sizeof(*list))) == NULL)
		goto out;
	trust->list_count = 1;
	list->used = true;
	list->listings = calloc(count + 1, sizeof(*list->listings));
	trust->listings = calloc(count + 1, sizeof(*trust->listings));
	if (list->listings == NULL || trust->listings == NULL)
		goto out;
	for (i = 0; i < count; i++) {
		struct comity_listing *listing = calloc(1, sizeof(*listing));

		if (listing == NULL)
			goto out;
		list->listings[list->count++] = listing;
		if ((rc = list_signer(listing, signers[i])) != COMITY_OK)
			goto out;
		rc = COMITY_ENOMEM;
		trust->listings[trust->listing_count++] = listing;
	}
	*out = trust;
	trust = NULL;
	rc = COMITY_OK;
out:
	comity_trust_free(trust);
	return rc;
}

/*
 * Prove a list: a signature over all of it must be by a signer that is pinned
 * for its territory; the result is what those octets say.
 */
static int
prove(const struct comity_trust *trust, const struct comity_doc *doc,
    const char *territory, int64_t moment, struct comity_report *report,
    struct comity_verification **out)
{
	const struct comity_verify_policy policy = { .moment = moment,
		.service_type = COMITY_SERVICE_TRUST_LIST };
	const struct comity_certificate **signers = NULL;
	struct comity_trust *small = NULL;
	size_t i, count = 0;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	signers = calloc(trust->signer_count + 1, sizeof(*signers));
	if (signers == NULL)
		goto out;
	for (i = 0; i < trust->signer_count; i++)
		if (trust->signers[i].territory == NULL ||
		    strcmp(trust->signers[i].territory, territory) == 0)
			signers[count++] = trust->signers[i].certificate;
	if (count == 0) {
		rc = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_TRUST_LIST_UNPINNED, territory, NULL);
		goto out;
	}
	rc = comity_trust_new_for_list(signers, count, &small);
	if (rc == COMITY_OK)
		rc = comity_verify(doc, small, &policy, report, out);
	if (rc == COMITY_OK && (*out)->proven == NULL)
		rc = COMITY_UNKNOWN;
	if (rc == COMITY_REFUSED || rc == COMITY_UNKNOWN) {
		int added = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_TRUST_LIST_UNPROVEN, territory, NULL);
		rc = comity_status_worse(rc, added);
	}
out:
	if (rc != COMITY_OK && *out != NULL) {
		comity_verification_free(*out);
		*out = NULL;
	}
	/* what the verification borrows from it is not used any more */
	comity_trust_free(small);
	free(signers);
	return rc;
}

/* What is worth saying of a list that was proven: no news is good news. */
static int
keep_warnings(struct comity_report *report, const struct comity_report *own)
{
	const struct comity_finding *finding;
	size_t i;
	int rc = COMITY_OK;

	if (comity_report_failed(own))
		return COMITY_ENOMEM;
	for (i = 0; i < comity_report_count(own); i++) {
		finding = comity_report_at(own, i);
		if (finding->severity != COMITY_INFO &&
		    comity_report_add_finding(report, finding) == COMITY_ENOMEM)
			rc = COMITY_ENOMEM;
	}
	return rc;
}

/* Read a list as somebody whom we pinned has signed it. */
static int
read_proven(const struct comity_trust *trust, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report,
    struct comity_trust_list **out)
{
	struct comity_verification *verification = NULL;
	struct comity_report *own = comity_report_new_like(report);
	struct comity_report *look = comity_report_new_like(report);
	struct comity_trust_list *claimed = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (own == NULL || look == NULL)
		goto out;
	/* only to know whose signature to look for */
	rc = comity_trust_list_read(doc, look, &claimed);
	if (rc != COMITY_OK) {
		if (comity_report_join(report, look) != COMITY_OK)
			rc = COMITY_ENOMEM;
		goto out;
	}
	rc = prove(trust, doc, claimed->territory, moment, own, &verification);
	if (rc != COMITY_OK) {
		if (comity_report_join(report, own) != COMITY_OK)
			rc = COMITY_ENOMEM;
		goto out;
	}
	rc = keep_warnings(report, own);
	if (rc == COMITY_OK)
		rc = comity_trust_list_read(verification->proven, report, out);
	if (rc != COMITY_OK)
		goto out;
	memcpy((*out)->sha256, doc->sha256_hex, sizeof((*out)->sha256));
	if (strcmp((*out)->territory, claimed->territory) != 0) {
		rc = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_TRUST_LIST_TERRITORY, (*out)->territory,
		    claimed->territory);
		comity_trust_list_free(*out);
		*out = NULL;
	}
out:
	comity_trust_list_free(claimed);
	comity_verification_free(verification);
	comity_report_free(own);
	comity_report_free(look);
	return rc;
}

/* Whether the list speaks at the moment. */
static int
current(const struct comity_trust_list *list, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report)
{
	enum comity_finding_id finding;
	char at[32];

	if (list->issued > moment) {
		finding = COMITY_F_TRUST_LIST_EARLY;
		comity_moment_write(list->issued, at);
	} else if (list->next_update == INT64_MIN) {
		finding = COMITY_F_TRUST_LIST_CLOSED;
		comity_moment_write(list->issued, at);
	} else if (list->next_update < moment) {
		finding = COMITY_F_TRUST_LIST_LATE;
		comity_moment_write(list->next_update, at);
	} else {
		return COMITY_OK;
	}
	return comity_doc_find(
	    doc, comity_doc_root(doc), report, finding, at, NULL);
}

/*
 * Let the newest list of a territory speak alone. The older ones, and two
 * that contradict each other under one number, are set aside.
 */
static int
supersede(struct comity_trust *trust, struct comity_trust_list *list,
    const struct comity_doc *doc, struct comity_report *report)
{
	struct comity_place place = { 0 };
	size_t i;
	int rc = COMITY_OK;

	list->used = true;
	for (i = 0; i < trust->list_count; i++) {
		struct comity_trust_list *other = trust->lists[i];

		if (strcmp(other->territory, list->territory) != 0)
			continue;
		if (strcmp(other->sha256, list->sha256) == 0) {
			list->used = false; /* the same file twice */
			return COMITY_OK;
		}
		if (other->sequence > list->sequence) {
			list->used = false;
			rc = comity_doc_find(doc, comity_doc_root(doc), report,
			    COMITY_F_TRUST_LIST_OLDER, list->territory,
			    other->name);
			return rc == COMITY_ENOMEM ? rc : COMITY_REFUSED;
		}
		if (other->sequence == list->sequence) {
			list->used = other->used = false;
			rc = comity_doc_find(doc, comity_doc_root(doc), report,
			    COMITY_F_TRUST_LIST_TWICE, list->territory,
			    other->name);
		} else if (other->used) {
			other->used = false;
			place.file = other->name;
			rc = comity_status_worse(rc,
			    comity_report_add(report, COMITY_F_TRUST_LIST_OLDER,
				&place, other->territory, list->name));
		}
	}
	return rc;
}

int
comity_trust_collect(struct comity_trust *trust)
{
	const struct comity_listing **listings;
	size_t i, j, count = 0;

	for (i = 0; i < trust->list_count; i++)
		if (trust->lists[i]->used)
			count += trust->lists[i]->count;
	listings = calloc(count + trust->stamp_count + 1, sizeof(*listings));
	if (listings == NULL) {
		trust->listing_count = 0; /* never more than is in use */
		return COMITY_ENOMEM;
	}
	free(trust->listings);
	trust->listings = listings;
	trust->listing_count = 0;
	for (i = 0; i < trust->list_count; i++)
		for (j = 0; trust->lists[i]->used && j < trust->lists[i]->count;
		     j++)
			listings[trust->listing_count++] =
			    trust->lists[i]->listings[j];
	for (i = 0; i < trust->listing_count; i++)
		if (comity_service_is_ca(&listings[i]->service))
			comity_crls_prove(
			    &trust->crls, listings[i]->certificate);
	for (i = 0; i < trust->stamp_count; i++)
		listings[trust->listing_count++] = trust->stamps[i];
	return COMITY_OK;
}

int
comity_trust_add_list(struct comity_trust *trust, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report)
{
	struct comity_trust_list *list = NULL, **lists;
	int rc, collected;

	rc = comity_trust_note(trust, "trust-list", doc->name, doc->sha256_hex);
	if (rc == COMITY_OK)
		rc = read_proven(trust, doc, moment, report, &list);
	if (rc == COMITY_OK)
		rc = current(list, doc, moment, report);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	lists =
	    reallocarray(trust->lists, trust->list_count + 1, sizeof(*lists));
	if (lists == NULL)
		goto out;
	trust->lists = lists;
	rc = supersede(trust, list, doc, report);
	lists[trust->list_count++] = list;
	list = NULL;
	if ((collected = comity_trust_collect(trust)) != COMITY_OK)
		rc = collected;
out:
	comity_trust_list_free(list);
	return rc;
}

bool
comity_trust_is_empty(const struct comity_trust *trust)
{
	return trust->listing_count == trust->stamp_count;
}

size_t
comity_trust_service_count(const struct comity_trust *trust)
{
	return trust->listing_count;
}

const struct comity_service *
comity_trust_service_at(const struct comity_trust *trust, size_t i)
{
	return i < trust->listing_count ? &trust->listings[i]->service : NULL;
}

bool
comity_service_granted(const struct comity_service *service, int64_t at)
{
	size_t i;

	for (i = 0; i < service->period_count; i++)
		if (service->periods[i].begins <= at &&
		    at < service->periods[i].ends)
			return service->periods[i].granted;
	return false;
}

bool
comity_service_is_ca(const struct comity_service *service)
{
	return strcmp(service->type,
		   "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC") == 0 ||
	       strcmp(service->type,
		   "http://uri.etsi.org/TrstSvc/Svctype/CA/QC") == 0;
}

size_t
comity_trust_pin_count(const struct comity_trust *trust)
{
	return trust->pin_count;
}

struct comity_pin
comity_trust_pin_at(const struct comity_trust *trust, size_t i)
{
	const struct comity_pin none = { 0 };

	return i < trust->pin_count ? trust->pins[i] : none;
}
