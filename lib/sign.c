/* SPDX-License-Identifier: Apache-2.0 */
#include "sign.h"

#include "base64.h"
#include "c14n.h"
#include "crypto.h"
#include "key.h"
#include "memory.h"
#include "sign-text.h"
#include "splice.h"
#include "text.h"
#include "trust-list.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

/* One act of signing; everything in it is owned but the arguments. */
struct act {
	const struct comity_doc *doc;
	const struct comity_signing *signing;
	struct comity_report *report;
	EVP_PKEY *key; /* borrowed: the caller's, or own_key */
	EVP_PKEY *own_key;
	struct comity_certificates chain;
	const struct comity_signature_method *method;
	struct comity_octets covered; /* the document less root signatures */
	struct comity_sign_text text;
};

static int
refuse(struct act *act, enum comity_finding_id id, const char *found,
    const char *expected)
{
	return comity_doc_find(act->doc, comity_doc_root(act->doc), act->report,
	    id, found, expected);
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
choose_method(struct act *act)
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
		return refuse(act, COMITY_F_SIGN_UNSUITABLE, why, NULL);
	if (!comity_dating_counts(
		&dating, comity_algorithm_find(COMITY_URI_SHA256), &digest))
		return refuse(
		    act, COMITY_F_SIGN_UNSUITABLE, digest.basis, NULL);
	if (standing.ends != COMITY_DAY_NEVER &&
	    refuse(act, COMITY_F_ALGORITHM_ENDS, act->method->label,
		standing.basis) == COMITY_ENOMEM)
		return COMITY_ENOMEM;
	return COMITY_OK;
}

/* Read the key and the certificates and see that they do, now. */
static int
read_signer(struct act *act)
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
		return refuse(act, COMITY_F_SIGN_MISMATCH,
		    comity_certificate_subject(signer), NULL);
	comity_moment_write(signing->now, at);
	if (signing->now < comity_certificate_not_before(signer) ||
	    signing->now >= comity_certificate_not_after(signer))
		return refuse(act, COMITY_F_SIGN_OUTSIDE, at,
		    comity_certificate_subject(signer));
	return choose_method(act);
}

/* The next element in document order below top; NULL past the last. */
static const xmlNode *
step(const xmlNode *top, const xmlNode *node, bool inside)
{
	const xmlNode *next = inside ? comity_node_first(node) : NULL;

	while (next == NULL && node != top) {
		next = comity_node_after(node);
		node = node->parent;
	}
	return next;
}

/*
 * Rule 6: a signature stands at the end of the root and nowhere else; what is
 * inside one is its own. A trust list has room for one only.
 */
static int
check_room(struct act *act)
{
	const xmlNode *root = comity_doc_root(act->doc), *node;
	bool is_signature = false;

	if (root == NULL || act->doc->beside != NULL ||
	    comity_node_is(root, COMITY_NS_DS, "Signature"))
		return refuse(act, COMITY_F_SIGN_NO_ROOM, "ds:Signature",
		    "a document around it");
	for (node = root; node != NULL;
	     node = step(root, node, !is_signature)) {
		is_signature = comity_node_is(node, COMITY_NS_DS, "Signature");
		if (is_signature &&
		    (node->parent != root || act->signing->trust_list))
			return comity_doc_find(act->doc, node, act->report,
			    COMITY_F_SIGN_NO_ROOM, "ds:Signature", "none here");
	}
	node = comity_node_first(root);
	if (node != NULL &&
	    comity_node_is(node, COMITY_NS_CORE, "Translation") &&
	    comity_doc_find(act->doc, node, act->report,
		COMITY_F_SIGN_TRANSLATION, NULL, NULL) != COMITY_OK)
		return COMITY_ENOMEM;
	return COMITY_OK;
}

/* Read octets that we made; a no from the reader is ours. */
static int
read_own(
    struct act *act, const char *bytes, size_t len, struct comity_doc **out)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (report != NULL)
		rc = comity_source_new(
		    act->doc->name, bytes, len, report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, out);
	comity_source_free(source);
	comity_report_free(report);
	return rc;
}

static int
refuse_text(struct act *act)
{
	const struct comity_claims *claims = act->signing->claims;
	bool failed = false;
	char *place =
	    claims != NULL ? comity_claims_place(claims, &failed) : NULL;
	int rc = COMITY_ENOMEM;

	if (!failed)
		rc = refuse(act, COMITY_F_SIGN_TEXT, act->signing->role, place);
	free(place);
	return rc;
}

/* Canonical octets of an element of the signature as it stands, which is a
 * document of its own: exclusive c14n does not look above the apex. */
static int
canonical(struct act *act, const char *child, struct comity_octets *out)
{
	struct comity_doc *doc = NULL;
	const xmlNode *node;
	char *xml = comity_sign_text_write(&act->text);
	int rc = COMITY_ENOMEM;

	if (xml == NULL)
		goto out;
	rc = read_own(act, xml, strlen(xml), &doc);
	if (rc == COMITY_REFUSED) {
		/* only the caller's own words can break it */
		rc = refuse_text(act);
		goto out;
	}
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_EINTERNAL;
	for (node = comity_doc_root(doc); node != NULL;
	     node = step(comity_doc_root(doc), node, true))
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

/* Fill in the digests, then the value. */
static int
make(struct act *act)
{
	struct comity_octets octets = { 0 };
	unsigned char *value = NULL;
	size_t len;
	int rc;

	rc = comity_sign_text_init(&act->text, act->signing, act->doc,
	    &act->chain, act->method, &act->covered);
	if (rc == COMITY_OK)
		rc = canonical(act, "SignedProperties", &octets);
	if (rc == COMITY_OK)
		rc = comity_sign_text_digest(
		    octets.bytes, octets.len, &act->text.properties_digest);
	comity_octets_clear(&octets);
	if (rc == COMITY_OK)
		rc = canonical(act, "SignedInfo", &octets);
	if (rc == COMITY_OK)
		rc = comity_crypto_sign(act->key, act->method, octets.bytes,
		    octets.len, &value, &len);
	if (rc == COMITY_REFUSED)
		rc = refuse(
		    act, COMITY_F_SIGN_UNSUITABLE, act->method->label, NULL);
	/* a key in memory does not fail; one on a token may be gone */
	else if (rc == COMITY_EINTERNAL && act->signing->opened != NULL &&
		 !comity_memory_failed())
		rc = refuse(act, COMITY_F_TOKEN_LOST, act->method->label, NULL);
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

/* The tree with the signature as the last child of its root, written. */
static int
graft(struct act *act, const char *xml, unsigned char **octets, size_t *len)
{
	struct comity_doc *signature = NULL;
	xmlDocPtr copy = NULL;
	xmlNodePtr node = NULL;
	unsigned char *written = NULL;
	int rc;

	rc = read_own(act, xml, strlen(xml), &signature);
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	if ((copy = xmlCopyDoc(act->doc->xml, 1)) == NULL ||
	    xmlDocGetRootElement(copy) == NULL)
		goto out;
	node = xmlDocCopyNode(comity_doc_root(signature), copy, 1);
	if (node == NULL ||
	    xmlAddChild(xmlDocGetRootElement(copy), node) == NULL)
		goto out;
	node = NULL;
	rc = comity_xml_write(copy, &written, len);
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	if ((*octets = malloc(*len + 1)) == NULL)
		goto out;
	memcpy(*octets, written, *len);
	(*octets)[*len] = '\0';
	rc = COMITY_OK;
out:
	xmlFreeNode(node);
	xmlFreeDoc(copy);
	xmlFree(written);
	comity_doc_free(signature);
	return rc;
}

/* The document's own octets with the signature in them. */
static int
insert(struct act *act, unsigned char **octets, size_t *len)
{
	const struct comity_source *source = act->signing->source;
	char *xml = comity_sign_text_write(&act->text);
	int rc = COMITY_UNKNOWN;

	*octets = NULL;
	if (xml == NULL)
		return COMITY_ENOMEM;
	if (source != NULL)
		rc = comity_splice(source, act->doc, comity_doc_root(act->doc),
		    xml, octets, len);
	if (rc == COMITY_UNKNOWN) {
		rc = graft(act, xml, octets, len);
		if (rc == COMITY_OK && source != NULL)
			rc = refuse(act, COMITY_F_SIGN_REWRITTEN, NULL, NULL);
	}
	free(xml);
	return rc;
}

/* How many signatures of a document are intact, and whether ours is one. */
static int
count_intact(
    struct act *act, const struct comity_doc *doc, size_t *count, bool *ours)
{
	const struct comity_verify_policy policy = { .moment =
							 act->signing->now,
		.algorithms = act->signing->algorithms };
	const char *sha256 = comity_certificate_sha256(act->chain.at[0]);
	struct comity_verification *verification = NULL;
	struct comity_report *report = comity_report_new();
	struct comity_trust *none = NULL;
	size_t i;
	int rc = COMITY_ENOMEM;

	*count = 0;
	*ours = false;
	if (report != NULL)
		rc = comity_trust_new(&none);
	if (rc == COMITY_OK)
		rc = comity_verify(doc, none, &policy, report, &verification);
	if (rc < 0 && rc != COMITY_UNKNOWN)
		goto out;
	rc = COMITY_OK;
	for (i = 0; verification != NULL && i < verification->count; i++) {
		const struct comity_signature *signature =
		    &verification->signatures[i];

		if (!signature->intact)
			continue;
		++*count;
		if (signature->full_scope && signature->id != NULL &&
		    strcmp(signature->id, act->text.id) == 0 &&
		    strcmp(signature->certificate_sha256, sha256) == 0)
			*ours = true;
	}
out:
	comity_verification_free(verification);
	comity_trust_free(none);
	comity_report_free(report);
	return rc;
}

/* Verify what is about to be given out: it covers what was there, it holds,
 * and those that held before still do. */
static int
check_own(struct act *act, const unsigned char *octets, size_t len)
{
	struct comity_octets covered = { 0 };
	struct comity_doc *doc = NULL;
	size_t before, after;
	bool ours;
	int rc;

	rc = read_own(act, (const char *)octets, len, &doc);
	if (rc == COMITY_OK)
		rc = comity_c14n_document(doc, &covered);
	if (rc == COMITY_REFUSED ||
	    (rc == COMITY_OK && (covered.len != act->covered.len ||
				    memcmp(covered.bytes, act->covered.bytes,
					covered.len) != 0)))
		rc = COMITY_EINTERNAL;
	if (rc == COMITY_OK)
		rc = count_intact(act, act->doc, &before, &ours);
	if (rc == COMITY_OK)
		rc = count_intact(act, doc, &after, &ours);
	if (rc == COMITY_OK && !ours)
		rc = COMITY_EINTERNAL;
	if (rc == COMITY_OK && after != before + 1)
		rc = refuse(act, COMITY_F_SIGN_BREAKS, NULL, NULL);
	comity_octets_clear(&covered);
	comity_doc_free(doc);
	return rc;
}

static int
cover(struct act *act)
{
	const xmlNode *where = NULL;
	int rc = comity_c14n_check(act->doc, &where, NULL);

	if (rc == COMITY_REFUSED)
		return comity_doc_find(act->doc, where, act->report,
		    COMITY_F_RELATIVE_NAMESPACE, NULL, NULL);
	if (rc == COMITY_OK)
		rc = comity_c14n_document(act->doc, &act->covered);
	return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
}

int
comity_sign(const struct comity_doc *doc, const struct comity_signing *signing,
    struct comity_report *report, unsigned char **octets, size_t *len)
{
	struct comity_signing own = *signing;
	struct act act = { .doc = doc, .signing = &own, .report = report };
	int rc;

	*octets = NULL;
	*len = 0;
	/* TS 119 612 clause 5.7.1 fixes the transforms of its lists */
	if (comity_node_is(
		comity_doc_root(doc), COMITY_NS_TSL, "TrustServiceStatusList"))
		own.trust_list = true;
	rc = check_room(&act);
	if (rc == COMITY_OK)
		rc = read_signer(&act);
	if (rc == COMITY_OK)
		rc = cover(&act);
	if (rc == COMITY_OK)
		rc = make(&act);
	if (rc == COMITY_OK)
		rc = insert(&act, octets, len);
	/* verifying forgets what failed before it */
	if (comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = check_own(&act, *octets, *len);
	if (comity_memory_failed() || comity_report_failed(report))
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK) {
		free(*octets);
		*octets = NULL;
		*len = 0;
	}
	comity_sign_text_clear(&act.text);
	comity_octets_clear(&act.covered);
	comity_certificates_clear(&act.chain);
	comity_key_free(act.own_key);
	return rc;
}
