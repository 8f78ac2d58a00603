/* SPDX-License-Identifier: Apache-2.0 */
/* sign-beside: one signature over files as they are. */
#include "container-name.h"
#include "memory.h"
#include "reference-uri.h"
#include "sign-private.h"

#include <stdlib.h>
#include <string.h>

/* Names that mean one file everywhere, each once, and not too many. */
static int
check_payloads(struct comity_sign_act *act,
    const struct comity_payload *payloads, size_t count)
{
	char most[32];
	size_t i, j;

	if (count == 0 || count >= COMITY_REFERENCES_MAX) {
		snprintf(most, sizeof(most), "%d", COMITY_REFERENCES_MAX - 1);
		return comity_sign_refuse(act, COMITY_F_SIGN_MANY, NULL, most);
	}
	for (i = 0; i < count; i++) {
		if (!comity_container_name_is_safe(payloads[i].name))
			return comity_sign_refuse(
			    act, COMITY_F_SIGN_NAME, payloads[i].name, NULL);
		for (j = 0; j < i; j++)
			if (comity_container_name_same(
				payloads[i].name, payloads[j].name))
				return comity_sign_refuse(act,
				    COMITY_F_PAYLOAD_TWICE, payloads[i].name,
				    NULL);
	}
	return COMITY_OK;
}

static int
add_payload(struct comity_sign_act *act, const struct comity_payload *payload)
{
	char *uri = comity_reference_uri_write(payload->name);
	int rc = COMITY_ENOMEM;

	if (uri != NULL)
		rc = comity_sign_text_add(&act->text, COMITY_SIGN_OCTETS, uri,
		    comity_container_media_type(payload->name), payload->bytes,
		    payload->len);
	free(uri);
	return rc;
}

/* What the Ids are made from: names and octets of all. */
static int
begin(struct comity_sign_act *act, const struct comity_payload *payloads,
    size_t count)
{
	struct comity_text names = { 0 };
	char *digest = NULL;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < count; i++) {
		rc = comity_sign_text_digest(comity_digest_at(0),
		    payloads[i].bytes, payloads[i].len, &digest);
		if (rc == COMITY_OK)
			comity_text_addf(
			    &names, "%s %s\n", digest, payloads[i].name);
	}
	if (names.failed)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = comity_sign_text_init(&act->text, act->signing,
		    &act->chain, act->method, names.data);
	for (i = 0; rc == COMITY_OK && i < count; i++)
		rc = add_payload(act, &payloads[i]);
	comity_text_clear(&names);
	free(digest);
	return rc;
}

/* The signature and what it signs, as a verifier gets them. */
static int
set_beside(const struct comity_sign_act *act,
    const struct comity_payload *payloads, size_t count, const char *xml,
    struct comity_doc **out)
{
	struct comity_beside *beside = comity_beside_new();
	struct comity_doc *doc = NULL;
	size_t i;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (beside != NULL)
		rc = comity_doc_read_own(act->name, xml, strlen(xml), &doc);
	if (rc == COMITY_OK)
		rc = comity_beside_add(beside, doc);
	for (i = 0; rc == COMITY_OK && i < count; i++)
		rc = comity_beside_add_payload(beside, payloads[i].name,
		    payloads[i].bytes, payloads[i].len);
	if (rc == COMITY_OK)
		return comity_beside_self(beside, out);
	comity_beside_free(beside);
	return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
}

static int
check_own(struct comity_sign_act *act, const struct comity_payload *payloads,
    size_t count, const char *xml)
{
	struct comity_verification *verification = NULL;
	struct comity_doc *doc = NULL;
	int rc = set_beside(act, payloads, count, xml, &doc);

	if (rc == COMITY_OK)
		rc = comity_sign_verify(doc, act->signing, &verification);
	if (rc == COMITY_OK &&
	    (verification->count != 1 ||
		!verification->signatures[0].full_scope ||
		!comity_sign_is_own(act, &verification->signatures[0])))
		rc = COMITY_EINTERNAL;
	comity_verification_free(verification);
	comity_doc_free(doc);
	return rc;
}

int
comity_sign_payloads(const struct comity_payload *payloads, size_t count,
    const char *name, const struct comity_signing *signing,
    struct comity_report *report, unsigned char **octets, size_t *len)
{
	struct comity_sign_act act = {
		.signing = signing, .report = report, .name = name
	};
	char *xml = NULL;
	int rc = check_payloads(&act, payloads, count);

	*octets = NULL;
	*len = 0;
	if (rc == COMITY_OK)
		rc = comity_sign_signer(&act);
	if (rc == COMITY_OK)
		rc = begin(&act, payloads, count);
	if (rc == COMITY_OK)
		rc = comity_sign_make(&act);
	if (rc == COMITY_OK &&
	    (xml = comity_sign_text_write(&act.text)) == NULL)
		rc = COMITY_ENOMEM;
	if (comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = check_own(&act, payloads, count, xml);
	if (comity_memory_failed() || comity_report_failed(report))
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		*len = strlen(xml);
		*octets = (unsigned char *)xml;
		xml = NULL; /* transferred */
	}
	free(xml);
	comity_sign_end(&act);
	return rc;
}
