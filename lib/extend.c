/* SPDX-License-Identifier: Apache-2.0 */
#include "base64.h"
#include "beside.h"
#include "extend-values.h"
#include "limit.h"
#include "look.h"
#include "memory.h"
#include "path.h"

#include <stdlib.h>
#include <string.h>

/* The document as it grows. */
struct act {
	const struct comity_extension *extension;
	struct comity_report *report;
	const struct comity_beside *beside; /* of what is signed; NULL: in it */
	struct comity_doc *doc; /* as it stands; owned */
	unsigned char *octets; /* the same, written; NULL: nothing added yet */
	size_t len;
};

/* Octets that we made, as a document: that they can not be read is ours. */
static int
read_own(
    const char *name, const void *bytes, size_t len, struct comity_doc **out)
{
	int rc = comity_doc_read_own(name, bytes, len, out);

	return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
}

/* The node of a copy that stands where this one stands. */
static xmlNodePtr
twin(const xmlNode *node, const xmlNode *root, xmlNodePtr copy)
{
	const xmlNode *at;
	xmlNodePtr parent, child;

	if (node == root)
		return copy;
	if ((parent = twin(node->parent, root, copy)) == NULL)
		return NULL;
	child = comity_node_first(parent);
	for (at = comity_node_first(node->parent);
	     at != NULL && at != node && child != NULL;
	     at = comity_node_after(at))
		child = comity_node_after(child);
	return child;
}

/* The element to which properties are added, in the copy; made if need be. */
static xmlNodePtr
holder_of(xmlNodePtr qualifying)
{
	static const char *const names[] = { "UnsignedProperties",
		"UnsignedSignatureProperties" };
	xmlNodePtr at = qualifying, child, first;
	size_t i;

	for (i = 0; i < 2; i++, at = child) {
		child = comity_node_child(at, COMITY_NS_XADES, names[i]);
		if (child != NULL)
			continue;
		child = xmlNewDocNode(
		    at->doc, qualifying->ns, BAD_CAST names[i], NULL);
		if (child == NULL)
			return NULL;
		/* UnsignedSignatureProperties comes before what is unsigned
		 * of data objects; UnsignedProperties comes last */
		first = comity_node_first(at);
		if (i == 1 && first != NULL
			? xmlAddPrevSibling(first, child) == NULL
			: xmlAddChild(at, child) == NULL) {
			xmlFreeNode(child);
			return NULL;
		}
	}
	return at;
}

/* Put every element of the text behind the others. */
static int
graft(const struct comity_doc *text, xmlNodePtr holder)
{
	xmlNodePtr at, node;

	for (at = comity_node_first(comity_doc_root(text)); at != NULL;
	     at = comity_node_after(at)) {
		node = xmlDocCopyNode(at, holder->doc, 1);
		if (node == NULL || xmlAddChild(holder, node) == NULL) {
			xmlFreeNode(node);
			return COMITY_ENOMEM;
		}
		if (xmlReconciliateNs(holder->doc, node) < 0)
			return COMITY_ENOMEM;
	}
	return COMITY_OK;
}

/* Add properties, given as text, to a signature; the document is written and
 * read again, since canonicalization asks for it. */
static int
append(struct act *act, const struct comity_look *look, const char *properties)
{
	const xmlNode *root = comity_doc_root(act->doc);
	struct comity_text wrapped = { 0 };
	struct comity_doc *text = NULL, *next = NULL;
	xmlNodePtr qualifying, holder = NULL;
	unsigned char *written = NULL;
	xmlDocPtr copy = NULL;
	size_t len = 0;
	int rc = COMITY_ENOMEM;

	comity_text_addf(&wrapped,
	    "<properties xmlns:ds=\"" COMITY_NS_DS
	    "\" xmlns:xades=\"" COMITY_NS_XADES
	    "\" xmlns:xades141=\"" COMITY_NS_XADES141 "\">%s</properties>",
	    properties);
	if (wrapped.failed)
		goto out;
	rc = read_own(act->doc->name, wrapped.data, wrapped.len, &text);
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	if ((copy = xmlCopyDoc(act->doc->xml, 1)) == NULL)
		goto out;
	qualifying = twin(
	    look->proof.xades.qualifying, root, xmlDocGetRootElement(copy));
	if (qualifying == NULL || (holder = holder_of(qualifying)) == NULL)
		goto out;
	if ((rc = graft(text, holder)) == COMITY_OK)
		rc = comity_xml_write(copy, &written, &len);
	if (rc == COMITY_OK)
		rc = read_own(act->doc->name, written, len, &next);
	if (rc != COMITY_OK)
		goto out;
	comity_doc_free(act->doc);
	act->doc = next;
	free(act->octets);
	act->len = len;
	if ((act->octets = malloc(len + 1)) == NULL) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	memcpy(act->octets, written, len);
	act->octets[len] = '\0';
out:
	comity_text_clear(&wrapped);
	comity_doc_free(text);
	xmlFreeDoc(copy);
	xmlFree(written);
	return rc;
}

/* Whether a token that came in is one, for these octets, by an authority
 * that may give it; who trusts it is for the verifier to say, unless lists
 * or pins name authorities. */
static int
check_token(struct act *act, const struct comity_look *look,
    const unsigned char *der, size_t len, const struct comity_octets *octets)
{
	const struct comity_certificate *authority;
	struct comity_token *token = NULL;
	const char *why = NULL;
	int64_t at;
	int rc = comity_token_read(der, len, &token);

	if (rc == COMITY_REFUSED)
		why = "it is no token that can be read";
	if (rc != COMITY_OK)
		goto out;
	at = comity_token_time(token);
	if (!comity_token_matches(token, octets->bytes, octets->len)) {
		why = "it is for other octets";
	} else if ((authority = comity_token_prove(
			token, &look->evidence.certificates, &why)) == NULL) {
		if (comity_memory_failed())
			rc = COMITY_ENOMEM;
	} else if (!comity_path_is_authority(authority)) {
		why = "its signer's extendedKeyUsage is not timeStamping "
		      "alone and critical";
	} else if (at < comity_certificate_not_before(authority) ||
		   at > comity_certificate_not_after(authority)) {
		why = "its authority's certificate was not valid when it was "
		      "given";
	} else if (at > act->extension->now + COMITY_CLOCK_SKEW) {
		why = "it was given in the future";
	} else if (comity_token_imprint_digest(token)->len < 32 ||
		   comity_token_signature_digest(token)->len < 32) {
		why = "it rests on a digest that does not count any more";
	}
out:
	comity_token_free(token);
	if (rc == COMITY_ENOMEM || why == NULL)
		return rc;
	return comity_doc_find(act->doc, look->node, act->report,
	    COMITY_F_EXTEND_STAMP, why, NULL);
}

/* Ask for a timestamp and add it. */
static int
add_stamp(
    struct act *act, struct comity_look *look, enum comity_stamp_kind kind)
{
	const struct comity_extension *extension = act->extension;
	struct comity_octets octets = { 0 };
	struct comity_text text = { 0 };
	unsigned char *token = NULL;
	char *base64 = NULL;
	size_t len = 0;
	int rc;

	rc = comity_evidence_octets(&look->context, &look->proof, kind, NULL,
	    comity_c14n_find(COMITY_URI_EXC_C14N), &octets);
	if (rc == COMITY_REFUSED)
		rc = COMITY_EINTERNAL;
	if (rc == COMITY_OK)
		rc = extension->stamp(extension->user, extension->digest,
		    octets.bytes, octets.len, act->report, &token, &len);
	if (rc == COMITY_OK)
		rc = check_token(act, look, token, len, &octets);
	if (rc == COMITY_OK &&
	    (base64 = comity_base64_write(token, len)) == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		if (kind == COMITY_STAMP_SIGNATURE)
			comity_extend_stamp_text(
			    &text, "xades", "SignatureTimeStamp", base64);
		else
			comity_extend_stamp_text(
			    &text, "xades141", "ArchiveTimeStamp", base64);
		rc = text.failed ? COMITY_ENOMEM : append(act, look, text.data);
	}
	comity_octets_clear(&octets);
	comity_text_clear(&text);
	free(base64);
	free(token);
	return rc;
}

static bool
has_stamp(const struct comity_evidence *evidence)
{
	size_t i;

	for (i = 0; i < evidence->stamp_count; i++)
		if (evidence->stamps[i].kind == COMITY_STAMP_SIGNATURE &&
		    evidence->stamps[i].matches &&
		    evidence->stamps[i].authority != NULL)
			return true;
	return false;
}

static int
add_values(struct act *act, struct comity_look *look, bool all, bool *added)
{
	struct comity_extend_step step = { .extension = act->extension,
		.doc = act->doc,
		.report = act->report,
		.proof = &look->proof,
		.evidence = &look->evidence,
		.proven = &look->proven };
	struct comity_text text = { 0 };
	int rc = comity_extend_values_text(&step, all, &text);

	if (rc == COMITY_OK && text.failed)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK && text.len > 0) {
		rc = append(act, look, text.data);
		*added = true;
	}
	comity_text_clear(&text);
	return rc;
}

/* Take one step of one signature, then look again: what was added moved all
 * nodes. */
static int
extend_step(struct act *act, size_t i, enum comity_level step, bool *added)
{
	struct comity_look look;
	int rc = comity_look_read(act->doc, act->beside, act->extension->trust,
	    act->extension->now, comity_look_signature(act->doc, i), &look);

	if (rc == COMITY_REFUSED)
		rc = comity_doc_find(act->doc, look.node, act->report,
		    COMITY_F_EXTEND_BROKEN, look.proof.ruling.reason, NULL);

	if (rc == COMITY_OK && !look.proof.xades.version->baseline)
		rc = comity_doc_find(act->doc, look.node, act->report,
		    COMITY_F_EXTEND_BROKEN, look.proof.xades.version->ns, NULL);
	if (rc == COMITY_OK && step == COMITY_LEVEL_T &&
	    !has_stamp(&look.evidence)) {
		rc = add_stamp(act, &look, COMITY_STAMP_SIGNATURE);
		*added = true;
	} else if (rc == COMITY_OK && step == COMITY_LEVEL_LT) {
		rc = add_values(act, &look,
		    act->extension->level == COMITY_LEVEL_LTA, added);
	} else if (rc == COMITY_OK && step == COMITY_LEVEL_LTA) {
		rc = add_stamp(act, &look, COMITY_STAMP_ARCHIVE);
		*added = true;
	}
	comity_look_clear(&look);
	return rc;
}

/* Whether the caller means this one. */
static int
is_meant(const struct act *act, const xmlNode *node, bool *meant)
{
	char *id = NULL;

	if (comity_signature_attribute(node, "Id", &id) != COMITY_OK)
		return COMITY_ENOMEM;
	*meant = act->extension->signature == NULL ||
		 (id != NULL && strcmp(id, act->extension->signature) == 0);
	free(id);
	return COMITY_OK;
}

static int
extend_all(struct act *act)
{
	enum comity_level step;
	bool meant = false, any = false, added = false;
	xmlNodePtr node;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < COMITY_SIGNATURES_MAX; i++) {
		if ((node = comity_look_signature(act->doc, i)) == NULL)
			break;
		rc = is_meant(act, node, &meant);
		if (rc != COMITY_OK || !meant)
			continue;
		any = true;
		for (step = COMITY_LEVEL_T;
		     rc == COMITY_OK && step <= act->extension->level; step++)
			rc = extend_step(act, i, step, &added);
	}
	if (rc == COMITY_OK && (!any || !added))
		rc = comity_doc_find(act->doc, comity_doc_root(act->doc),
		    act->report,
		    any ? COMITY_F_EXTEND_NOTHING : COMITY_F_EXTEND_NONE,
		    act->extension->signature, NULL);
	return rc;
}

/* How every signature of a document stands, by mathematics alone, with what
 * it signs beside it. */
static int
verify(const struct act *act, const struct comity_doc *doc,
    struct comity_verification **out)
{
	const struct comity_extension *extension = act->extension;
	const struct comity_verify_policy policy = { .moment = extension->now,
		.now = extension->now };
	struct comity_report *report = comity_report_new();
	struct comity_doc as_sent = *doc; /* borrows all of it */
	struct comity_beside alone;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	as_sent.beside = NULL;
	if (act->beside != NULL) {
		alone = *act->beside; /* the payloads, and no other signature */
		alone.signatures = NULL;
		alone.count = 0;
		alone.main = NULL;
		alone.self = true;
		as_sent.beside = &alone;
	}
	if (report != NULL)
		rc = comity_verify(
		    &as_sent, extension->trust, &policy, report, out);
	comity_report_free(report);
	return *out != NULL ? COMITY_OK : rc;
}

/* Whether a timestamp of a signature does not fit it. */
static bool
is_misfit(const struct comity_signature *signature)
{
	size_t i;

	for (i = 0; i < signature->timestamp_count; i++)
		if (signature->timestamps[i].indication == COMITY_TOTAL_FAILED)
			return true;
	return false;
}

/* Verify what is about to be given out: each signature stands as it stood,
 * and every timestamp fits. */
static int
check_own(const struct comity_doc *before, struct act *act)
{
	struct comity_verification *old = NULL, *new = NULL;
	size_t i;
	int rc = verify(act, before, &old);

	if (rc == COMITY_OK)
		rc = verify(act, act->doc, &new);
	if (rc == COMITY_OK &&
	    (old->count != new->count ||
		old->countersignature_count != new->countersignature_count))
		rc = COMITY_EINTERNAL;
	for (i = 0; rc == COMITY_OK && i < old->count; i++)
		if (old->signatures[i].intact != new->signatures[i].intact ||
		    old->signatures[i].full_scope !=
			new->signatures[i].full_scope ||
		    (is_misfit(&new->signatures[i]) &&
			!is_misfit(&old->signatures[i])))
			rc = comity_doc_find(act->doc, new->signatures[i].node,
			    act->report, COMITY_F_SIGN_BREAKS,
			    new->signatures[i].reason, NULL);
	for (i = 0; rc == COMITY_OK && i < old->countersignature_count; i++)
		if (old->countersignatures[i].intact !=
		    new->countersignatures[i].intact)
			rc = COMITY_EINTERNAL;
	for (i = 0; rc == COMITY_OK && i < new->count; i++)
		if (new->signatures[i].intact)
			break;
	if (rc == COMITY_OK && i == new->count)
		rc = comity_doc_find(act->doc, comity_doc_root(act->doc),
		    act->report, COMITY_F_EXTEND_BROKEN,
		    new->count > 0 ? new->signatures[0].reason : NULL, NULL);
	comity_verification_free(old);
	comity_verification_free(new);
	return rc;
}

int
comity_extend_beside(const struct comity_doc *doc,
    const struct comity_beside *beside,
    const struct comity_extension *extension, struct comity_report *report,
    unsigned char **octets, size_t *len)
{
	struct act act = {
		.extension = extension, .report = report, .beside = beside
	};
	unsigned char *written = NULL;
	size_t written_len = 0;
	int rc;

	*octets = NULL;
	*len = 0;
	rc = comity_xml_write(doc->xml, &written, &written_len);
	if (rc == COMITY_OK)
		rc = read_own(doc->name, written, written_len, &act.doc);
	if (rc == COMITY_OK)
		rc = extend_all(&act);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = check_own(doc, &act);
	if (comity_memory_failed() || comity_report_failed(report))
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		*octets = act.octets;
		*len = act.len;
		act.octets = NULL; /* transferred */
	}
	xmlFree(written);
	free(act.octets);
	comity_doc_free(act.doc);
	return rc;
}

int
comity_extend(const struct comity_doc *doc,
    const struct comity_extension *extension, struct comity_report *report,
    unsigned char **octets, size_t *len)
{
	const struct comity_beside *beside = doc->beside;

	*octets = NULL;
	*len = 0;
	if (beside == NULL)
		return comity_extend_beside(
		    doc, NULL, extension, report, octets, len);
	if (!beside->self && beside->count == 0)
		return COMITY_EINTERNAL;
	/* what grows is the signature around it, or that beside it */
	return comity_extend_beside(beside->self ? doc : beside->signatures[0],
	    beside->payload_count > 0 ? beside : NULL, extension, report,
	    octets, len);
}
