/* SPDX-License-Identifier: Apache-2.0 */
#include "trust.h"

#include "seen.h"
#include "text.h"
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

int
comity_trust_new(struct comity_trust **out)
{
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return COMITY_ENOMEM;
	if (((*out)->seen = comity_seen_new()) != NULL)
		return COMITY_OK;
	free(*out);
	*out = NULL;
	return COMITY_ENOMEM;
}

void
comity_trust_judge_by(struct comity_trust *trust, int64_t now,
    const struct comity_algorithms *algorithms)
{
	trust->now = now;
	trust->algorithms = algorithms;
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
	comity_trust_named_free(trust);
	comity_seen_free(trust->seen);
	free(trust->signers);
	free(trust->lists);
	comity_trust_index_clear(trust);
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

	comity_seen_forget(trust->seen); /* answers rest on what it knew */
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
	if ((rc = comity_trust_index(trust)) != COMITY_OK)
		goto out;
	*out = trust;
	trust = NULL;
	rc = COMITY_OK;
out:
	comity_trust_free(trust);
	return rc;
}

void
comity_trust_follow(struct comity_trust *trust)
{
	trust->follows = true;
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
