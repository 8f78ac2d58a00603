/* SPDX-License-Identifier: Apache-2.0 */
#include "base64.h"
#include "c14n.h"
#include "crypto.h"
#include "key.h"
#include "memory.h"
#include "sign-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

int
comity_sign_refuse(struct comity_sign_act *act, enum comity_finding_id id,
    const char *found, const char *expected)
{
	struct comity_place place = { .file = act->name };

	if (act->doc != NULL)
		return comity_doc_find(act->doc, comity_doc_root(act->doc),
		    act->report, id, found, expected);
	return comity_report_add(act->report, id, &place, found, expected);
}

static int
copy_chain(
    const struct comity_certificates *from, struct comity_certificates *to)
{
	struct comity_certificate *certificate;
	const unsigned char *der;
	size_t i, len;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < from->count; i++) {
		der = comity_certificate_der(from->at[i], &len);
		rc = comity_certificate_read_der(der, len, &certificate);
		if (rc == COMITY_OK)
			rc = comity_certificates_add(to, certificate);
	}
	/* they were read before */
	return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
}

/* A method that counts for new signatures, and what is to be said of it. */
static int
choose_method(struct comity_sign_act *act)
{
	const struct comity_dating dating = { .algorithms =
						  act->signing->algorithms,
		.use = COMITY_USE_SIGN,
		.today = comity_dating_today(act->signing->now, INT64_MIN) };
	struct comity_algorithm_state standing, digest;
	const char *why;

	act->method = comity_key_method(
	    act->key, act->signing->algorithm, &dating, &why, &standing);
	if (act->method == NULL)
		return comity_sign_refuse(
		    act, COMITY_F_SIGN_UNSUITABLE, why, NULL);
	if (!comity_dating_counts(&dating,
		act->method->digest != NULL
		    ? &act->method->row
		    : comity_algorithm_find(COMITY_URI_SHA256),
		&digest))
		return comity_sign_refuse(
		    act, COMITY_F_SIGN_UNSUITABLE, digest.basis, NULL);
	if (standing.ends != COMITY_DAY_NEVER &&
	    comity_sign_refuse(act, COMITY_F_ALGORITHM_ENDS, act->method->label,
		standing.basis) == COMITY_ENOMEM)
		return COMITY_ENOMEM;
	return COMITY_OK;
}

int
comity_sign_signer(struct comity_sign_act *act)
{
	const struct comity_signing *signing = act->signing;
	const struct comity_certificate *signer;
	char at[32];
	int rc;

	if (signing->chain != NULL)
		rc = copy_chain(signing->chain, &act->chain);
	else
		rc = comity_certificates_read_pem(
		    signing->certificate, act->report, &act->chain);
	act->key = signing->opened;
	if (rc == COMITY_OK && act->key == NULL) {
		rc = comity_key_read(
		    signing->key, signing->pass, act->report, &act->own_key);
		act->key = act->own_key;
	}
	if (rc != COMITY_OK)
		return rc;
	signer = act->chain.at[0];
	if (!comity_key_fits(act->key, signer))
		return comity_sign_refuse(act, COMITY_F_SIGN_MISMATCH,
		    comity_certificate_subject(signer), NULL);
	comity_moment_write(signing->now, at);
	if (signing->now < comity_certificate_not_before(signer) ||
	    signing->now >= comity_certificate_not_after(signer))
		return comity_sign_refuse(act, COMITY_F_SIGN_OUTSIDE, at,
		    comity_certificate_subject(signer));
	return choose_method(act);
}

const xmlNode *
comity_sign_step(const xmlNode *top, const xmlNode *node, bool inside)
{
	const xmlNode *next = inside ? comity_node_first(node) : NULL;

	while (next == NULL && node != top) {
		next = comity_node_after(node);
		node = node->parent;
	}
	return next;
}

static int
refuse_text(struct comity_sign_act *act)
{
	const struct comity_claims *claims = act->signing->claims;
	bool failed = false;
	char *place =
	    claims != NULL ? comity_claims_place(claims, &failed) : NULL;
	int rc = COMITY_ENOMEM;

	if (!failed)
		rc = comity_sign_refuse(
		    act, COMITY_F_SIGN_TEXT, act->signing->role, place);
	free(place);
	return rc;
}

/* Canonical octets of an element of the signature as it stands, which is a
 * document of its own: exclusive c14n does not look above the apex. */
static int
canonical(
    struct comity_sign_act *act, const char *child, struct comity_octets *out)
{
	struct comity_doc *doc = NULL;
	const xmlNode *node;
	char *xml = comity_sign_text_write(&act->text);
	int rc = COMITY_ENOMEM;

	if (xml == NULL)
		goto out;
	rc = comity_doc_read_own(act->name, xml, strlen(xml), &doc);
	if (rc == COMITY_REFUSED) {
		/* only the caller's own words can break it */
		rc = refuse_text(act);
		goto out;
	}
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_EINTERNAL;
	for (node = comity_doc_root(doc); node != NULL;
	     node = comity_sign_step(comity_doc_root(doc), node, true))
		if (strcmp((const char *)node->name, child) == 0)
			break;
	if (node != NULL)
		rc = comity_c14n_subtree(doc, node, out);
	if (rc == COMITY_REFUSED)
		rc = COMITY_EINTERNAL;
out:
	free(xml);
	comity_doc_free(doc);
	return rc;
}

int
comity_sign_make(struct comity_sign_act *act)
{
	struct comity_octets octets = { 0 };
	unsigned char *value = NULL;
	size_t len;
	int rc;

	rc = canonical(act, "SignedProperties", &octets);
	if (rc == COMITY_OK)
		rc = comity_sign_text_digest(act->text.digest, octets.bytes,
		    octets.len, &act->text.properties_digest);
	comity_octets_clear(&octets);
	if (rc == COMITY_OK)
		rc = canonical(act, "SignedInfo", &octets);
	if (rc == COMITY_OK)
		rc = comity_crypto_sign(act->key, act->method, octets.bytes,
		    octets.len, &value, &len);
	if (rc == COMITY_REFUSED)
		rc = comity_sign_refuse(
		    act, COMITY_F_SIGN_UNSUITABLE, act->method->label, NULL);
	/* a key in memory does not fail; one on a token may be gone */
	else if (rc == COMITY_EINTERNAL && act->signing->opened != NULL &&
		 !comity_memory_failed())
		rc = comity_sign_refuse(
		    act, COMITY_F_TOKEN_LOST, act->method->label, NULL);
	if (rc == COMITY_OK) {
		free(act->text.value);
		act->text.value = comity_base64_write(value, len);
		if (act->text.value == NULL)
			rc = COMITY_ENOMEM;
	}
	comity_octets_clear(&octets);
	free(value);
	return rc;
}

int
comity_sign_verify(const struct comity_doc *doc,
    const struct comity_signing *signing, struct comity_verification **out)
{
	const struct comity_verify_policy policy = { .moment = signing->now,
		.now = signing->now,
		.algorithms = signing->algorithms };
	struct comity_report *report = comity_report_new();
	struct comity_trust *none = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (report != NULL)
		rc = comity_trust_new(&none);
	if (rc == COMITY_OK)
		rc = comity_verify(doc, none, &policy, report, out);
	comity_trust_free(none);
	comity_report_free(report);
	if (*out != NULL)
		return COMITY_OK;
	return rc < 0 ? rc : COMITY_EINTERNAL;
}

bool
comity_sign_is_own(
    const struct comity_sign_act *act, const struct comity_signature *signature)
{
	return signature->intact && signature->id != NULL &&
	       strcmp(signature->id, act->text.id) == 0 &&
	       strcmp(signature->certificate_sha256,
		   comity_certificate_sha256(act->chain.at[0])) == 0;
}

void
comity_sign_end(struct comity_sign_act *act)
{
	comity_sign_text_clear(&act->text);
	comity_certificates_clear(&act->chain);
	comity_key_free(act->own_key);
}
