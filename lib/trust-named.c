/* SPDX-License-Identifier: Apache-2.0 */
#include "key.h"
#include "text.h"
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

void
comity_trust_named_free(struct comity_trust *trust)
{
	size_t i;

	for (i = 0; i < trust->named_count; i++) {
		free(trust->named[i].name);
		if (trust->named[i].certificate == NULL)
			comity_key_free(trust->named[i].key);
		comity_certificate_free(trust->named[i].certificate);
	}
	free(trust->named);
	trust->named = NULL;
	trust->named_count = 0;
}

bool
comity_trust_names_signer(const struct comity_trust *trust,
    const struct comity_certificate *certificate)
{
	size_t i;

	for (i = 0; i < trust->named_count; i++)
		if (trust->named[i].certificate != NULL &&
		    comity_certificate_same(
			trust->named[i].certificate, certificate))
			return true;
	return false;
}

bool
comity_trust_names(const struct comity_trust *trust,
    const struct comity_certificate *certificate)
{
	size_t i;

	if (comity_trust_names_signer(trust, certificate))
		return true;
	for (i = 0; i < trust->listing_count; i++)
		if (trust->listings[i]->service.territory == NULL &&
		    strcmp(trust->listings[i]->service.type,
			COMITY_SERVICE_TRUST_LIST) == 0 &&
		    comity_certificate_same(
			trust->listings[i]->certificate, certificate))
			return true;
	return false;
}

/* Whether the octets announce a certificate. */
static bool
has_certificate(const struct comity_source *pem)
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----";

	return memmem(pem->bytes, pem->len, begin, strlen(begin)) != NULL;
}

static int
read_certificate(const struct comity_source *pem, struct comity_report *report,
    struct comity_named_signer *out)
{
	struct comity_certificates found = { 0 };
	struct comity_place place = { .file = pem->name };
	int rc = comity_certificates_read_pem(pem, report, &found);

	if (rc == COMITY_OK &&
	    (found.count != 1 ||
		comity_certificate_public_key(found.at[0]) == NULL))
		rc = comity_report_add(
		    report, COMITY_F_SIGNER_ONE, &place, NULL, NULL);
	if (rc == COMITY_OK) {
		out->certificate = found.at[0];
		out->key = comity_certificate_public_key(found.at[0]);
		found.count = 0; /* transferred */
		free(found.at);
		found.at = NULL;
	}
	comity_certificates_clear(&found);
	return rc;
}

int
comity_trust_name_signer(struct comity_trust *trust,
    const struct comity_source *pem, struct comity_report *report)
{
	struct comity_named_signer *named, one = { 0 };
	int rc;

	rc = comity_trust_note(trust, "signer", pem->name, pem->sha256_hex);
	if (rc != COMITY_OK)
		return rc;
	named =
	    reallocarray(trust->named, trust->named_count + 1, sizeof(*named));
	if (named == NULL)
		return COMITY_ENOMEM;
	trust->named = named;
	rc = has_certificate(pem)
		 ? read_certificate(pem, report, &one)
		 : comity_key_read_public(pem, report, &one.key);
	if (rc != COMITY_OK)
		return rc;
	one.name = comity_text_copy(pem->name);
	named[trust->named_count++] = one;
	return one.name != NULL ? COMITY_OK : COMITY_ENOMEM;
}
