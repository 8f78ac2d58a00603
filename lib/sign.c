/* SPDX-License-Identifier: Apache-2.0 */
#include "sign.h"

#include "c14n.h"
#include "memory.h"
#include "sign-private.h"
#include "splice.h"
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

/*
 * Rule 6: a signature stands at the end of the root and nowhere else; what is
 * inside one is its own. A trust list has room for one only.
 */
static int
check_room(struct comity_sign_act *act)
{
	const xmlNode *root = comity_doc_root(act->doc), *node;
	bool is_signature = false;

	if (root == NULL || act->doc->beside != NULL ||
	    comity_node_is(root, COMITY_NS_DS, "Signature"))
		return comity_sign_refuse(act, COMITY_F_SIGN_NO_ROOM,
		    "ds:Signature", "a document around it");
	for (node = root; node != NULL;
	     node = comity_sign_step(root, node, !is_signature)) {
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

/* The tree with the signature as the last child of its root, written. */
static int
graft(struct comity_sign_act *act, const char *xml, unsigned char **octets,
    size_t *len)
{
	struct comity_doc *signature = NULL;
	xmlDocPtr copy = NULL;
	xmlNodePtr node = NULL;
	unsigned char *written = NULL;
	int rc;

	rc = comity_doc_read_own(act->name, xml, strlen(xml), &signature);
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
insert(struct comity_sign_act *act, unsigned char **octets, size_t *len)
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
			rc = comity_sign_refuse(
			    act, COMITY_F_SIGN_REWRITTEN, NULL, NULL);
	}
	free(xml);
	return rc;
}

/* How many signatures of a document are intact, and whether ours is one. */
static int
count_intact(struct comity_sign_act *act, const struct comity_doc *doc,
    size_t *count, bool *ours)
{
	struct comity_verification *verification = NULL;
	size_t i;
	int rc = comity_sign_verify(doc, act->signing, &verification);

	*count = 0;
	*ours = false;
	for (i = 0; rc == COMITY_OK && i < verification->count; i++) {
		const struct comity_signature *signature =
		    &verification->signatures[i];

		*count += signature->intact;
		*ours |=
		    signature->full_scope && comity_sign_is_own(act, signature);
	}
	comity_verification_free(verification);
	return rc;
}

/* Verify what is about to be given out: it covers what was there, it holds,
 * and those that held before still do. */
static int
check_own(struct comity_sign_act *act, const struct comity_octets *was,
    const unsigned char *octets, size_t len)
{
	struct comity_octets covered = { 0 };
	struct comity_doc *doc = NULL;
	size_t before = 0, after = 0;
	bool ours = false;
	int rc;

	rc = comity_doc_read_own(act->name, octets, len, &doc);
	if (rc == COMITY_OK)
		rc = comity_c14n_document(doc, &covered);
	if (rc == COMITY_REFUSED ||
	    (rc == COMITY_OK &&
		(covered.len != was->len ||
		    memcmp(covered.bytes, was->bytes, was->len) != 0)))
		rc = COMITY_EINTERNAL;
	if (rc == COMITY_OK)
		rc = count_intact(act, act->doc, &before, &ours);
	if (rc == COMITY_OK)
		rc = count_intact(act, doc, &after, &ours);
	if (rc == COMITY_OK && !ours)
		rc = COMITY_EINTERNAL;
	if (rc == COMITY_OK && after != before + 1)
		rc = comity_sign_refuse(act, COMITY_F_SIGN_BREAKS, NULL, NULL);
	comity_octets_clear(&covered);
	comity_doc_free(doc);
	return rc;
}

/* The octets that are signed: the document less the signatures of its root. */
static int
cover(struct comity_sign_act *act, struct comity_octets *covered)
{
	const xmlNode *where = NULL;
	int rc = comity_c14n_check(act->doc, &where, NULL);

	if (rc == COMITY_REFUSED)
		return comity_doc_find(act->doc, where, act->report,
		    COMITY_F_RELATIVE_NAMESPACE, NULL, NULL);
	if (rc == COMITY_OK)
		rc = comity_c14n_document(act->doc, covered);
	return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
}

int
comity_sign(const struct comity_doc *doc, const struct comity_signing *signing,
    struct comity_report *report, unsigned char **octets, size_t *len)
{
	struct comity_signing own = *signing;
	struct comity_sign_act act = {
		.signing = &own, .report = report, .doc = doc, .name = doc->name
	};
	struct comity_octets covered = { 0 };
	int rc;

	*octets = NULL;
	*len = 0;
	/* TS 119 612 clause 5.7.1 fixes the transforms of its lists */
	if (comity_node_is(
		comity_doc_root(doc), COMITY_NS_TSL, "TrustServiceStatusList"))
		own.trust_list = true;
	rc = check_room(&act);
	if (rc == COMITY_OK)
		rc = comity_sign_signer(&act);
	if (rc == COMITY_OK)
		rc = cover(&act, &covered);
	if (rc == COMITY_OK)
		rc = comity_sign_text_init(
		    &act.text, &own, &act.chain, act.method, doc->sha256_hex);
	if (rc == COMITY_OK)
		rc = comity_sign_text_add(&act.text,
		    own.trust_list ? COMITY_SIGN_LIST : COMITY_SIGN_ENVELOPED,
		    "", "text/xml", covered.bytes, covered.len);
	if (rc == COMITY_OK)
		rc = comity_sign_make(&act);
	if (rc == COMITY_OK)
		rc = insert(&act, octets, len);
	/* verifying forgets what failed before it */
	if (comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = check_own(&act, &covered, *octets, *len);
	if (comity_memory_failed() || comity_report_failed(report))
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK) {
		free(*octets);
		*octets = NULL;
		*len = 0;
	}
	comity_octets_clear(&covered);
	comity_sign_end(&act);
	return rc;
}
