/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

/* Time-stamping services of TS 119 612 clause 5.5.1, and our own. */
static const char *const stamp_types[] = {
	"http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST",
	"http://uri.etsi.org/TrstSvc/Svctype/TSA",
	"http://uri.etsi.org/TrstSvc/Svctype/TSA/TSS-QC",
	"http://uri.etsi.org/TrstSvc/Svctype/TSA/TSS-AdESQCandQES",
	COMITY_SERVICE_TIMESTAMP,
};

bool
comity_service_is_stamp(const struct comity_service *service)
{
	size_t i;

	for (i = 0; i < sizeof(stamp_types) / sizeof(stamp_types[0]); i++)
		if (strcmp(service->type, stamp_types[i]) == 0)
			return true;
	return false;
}

int
comity_trust_add_crl(struct comity_trust *trust,
    const struct comity_source *crl, struct comity_report *report)
{
	size_t i;
	int rc;

	rc = comity_trust_note(trust, "crl", crl->name, crl->sha256_hex);
	if (rc == COMITY_OK)
		rc = comity_crls_read(crl, report, &trust->crls);
	for (i = 0; rc == COMITY_OK && i < trust->listing_count; i++)
		if (comity_service_is_ca(&trust->listings[i]->service))
			comity_crls_prove(
			    &trust->crls, trust->listings[i]->certificate);
	return rc;
}

int
comity_trust_add_ocsp(struct comity_trust *trust,
    const struct comity_source *ocsp, struct comity_report *report)
{
	int rc = comity_trust_note(trust, "ocsp", ocsp->name, ocsp->sha256_hex);

	return rc == COMITY_OK ? comity_ocsps_read(ocsp, report, &trust->ocsps)
			       : rc;
}

static void
listing_free(struct comity_listing *listing)
{
	if (listing == NULL)
		return;
	free(listing->service.type);
	free(listing->service.name);
	free(listing->service.list_name);
	if (listing->service.periods != NULL)
		free(listing->service.periods[0].status);
	free(listing->service.periods);
	comity_certificate_free(listing->certificate);
	free(listing);
}

void
comity_trust_stamps_free(struct comity_trust *trust)
{
	size_t i;

	for (i = 0; i < trust->stamp_count; i++)
		listing_free(trust->stamps[i]);
	free(trust->stamps);
	trust->stamps = NULL;
	trust->stamp_count = 0;
}

/* A listing of an authority that was pinned: granted at any time, as a pin
 * of a list signer is. Takes the certificate over, also when it fails. */
static struct comity_listing *
stamp_new(const char *name, struct comity_certificate *certificate)
{
	struct comity_listing *listing = calloc(1, sizeof(*listing));
	struct comity_service *service;

	if (listing == NULL) {
		comity_certificate_free(certificate);
		return NULL;
	}
	listing->certificate = certificate;
	service = &listing->service;
	service->type = comity_text_copy(COMITY_SERVICE_TIMESTAMP);
	service->name =
	    comity_text_copy(comity_certificate_subject(certificate));
	service->list_name = comity_text_copy(name);
	service->periods = calloc(1, sizeof(*service->periods));
	if (service->type == NULL || service->name == NULL ||
	    service->list_name == NULL || service->periods == NULL) {
		listing_free(listing);
		return NULL;
	}
	service->period_count = 1;
	service->periods[0].begins = INT64_MIN;
	service->periods[0].ends = INT64_MAX;
	service->periods[0].granted = true;
	memcpy(service->certificate_sha256,
	    comity_certificate_sha256(certificate),
	    sizeof(service->certificate_sha256));
	return listing;
}

int
comity_trust_pin_stamp(struct comity_trust *trust,
    const struct comity_source *pem, struct comity_report *report)
{
	struct comity_certificates found = { 0 };
	struct comity_place place = { .file = pem->name };
	struct comity_listing **stamps;
	int rc;

	rc = comity_trust_note(trust, "tsa-cert", pem->name, pem->sha256_hex);
	if (rc == COMITY_OK)
		rc = comity_certificates_read_pem(pem, report, &found);
	if (rc == COMITY_OK && found.count != 1)
		rc = comity_report_add(
		    report, COMITY_F_TSA_ONE, &place, NULL, NULL);
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	stamps = reallocarray(
	    trust->stamps, trust->stamp_count + 1, sizeof(*stamps));
	if (stamps == NULL)
		goto out;
	trust->stamps = stamps;
	found.count = 0; /* transferred */
	stamps[trust->stamp_count] = stamp_new(pem->name, found.at[0]);
	if (stamps[trust->stamp_count] == NULL)
		goto out;
	trust->stamp_count++;
	rc = comity_trust_collect(trust);
out:
	comity_certificates_clear(&found);
	return rc;
}
