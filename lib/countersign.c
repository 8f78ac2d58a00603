/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign: a signature over the value of another one, among its unsigned
 * properties (EN 319 132-1 clause 5.2.7): "seen and confirmed", after it.
 */
#include "crypto.h"
#include "look.h"
#include "memory.h"
#include "sign-private.h"
#include "splice.h"

#include <stdlib.h>
#include <string.h>

/* The document as it grows. */
struct growing {
	const struct comity_signing *signing;
	struct comity_report *report;
	struct comity_source *source; /* as it stands; owned */
	struct comity_doc *doc; /* of these octets; owned */
};

static int
refuse(const struct growing *growing, const xmlNode *node,
    enum comity_finding_id id, const char *found)
{
	return comity_doc_find(
	    growing->doc, node, growing->report, id, found, NULL);
}

/* Go on with other octets. */
static int
take(struct growing *growing, const char *name, const void *octets, size_t len)
{
	struct comity_report *ignored = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	int rc = COMITY_ENOMEM;

	if (ignored != NULL)
		rc = comity_source_new(name, octets, len, ignored, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, ignored, &doc);
	comity_report_free(ignored);
	if (rc != COMITY_OK) {
		comity_source_free(source);
		return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
	}
	comity_source_free(growing->source);
	comity_doc_free(growing->doc);
	growing->source = source;
	growing->doc = doc;
	return COMITY_OK;
}

/* The tree written anew, in UTF-8. */
static int
rewrite(struct growing *growing, const struct comity_doc *doc)
{
	unsigned char *written = NULL;
	size_t len = 0;
	int rc = comity_xml_write(doc->xml, &written, &len);

	if (rc == COMITY_OK)
		rc = take(growing, doc->name, written, len);
	xmlFree(written);
	return rc;
}

/* Where a counter-signature goes, and what has to stand around it. */
struct room {
	const xmlNode *holder;
	const char *before, *behind;
};

static int
find_room(const struct growing *growing, const xmlNode *master,
    const xmlNode *qualifying, struct room *room)
{
	const xmlNode *all = comity_node_child(
	    qualifying, COMITY_NS_XADES, "UnsignedProperties");
	const xmlNode *of_signature = comity_node_child(
	    all, COMITY_NS_XADES, "UnsignedSignatureProperties");

	room->holder = qualifying;
	room->before =
	    "<xades:UnsignedProperties xmlns:xades=\"" COMITY_NS_XADES
	    "\"><xades:UnsignedSignatureProperties>"
	    "<xades:CounterSignature>";
	room->behind = "</xades:CounterSignature>"
		       "</xades:UnsignedSignatureProperties>"
		       "</xades:UnsignedProperties>";
	if (all == NULL)
		return COMITY_OK;
	if (of_signature == NULL) /* it would have to come first */
		return refuse(growing, master, COMITY_F_COUNTERSIGN_BROKEN,
		    "UnsignedProperties");
	room->holder = of_signature;
	room->before =
	    "<xades:CounterSignature xmlns:xades=\"" COMITY_NS_XADES "\">";
	room->behind = "</xades:CounterSignature>";
	return COMITY_OK;
}

/* The text of a counter-signature over a value; its Id comes back in act. */
static int
make(struct comity_sign_act *act, const xmlNode *value, char **xml)
{
	struct comity_octets octets = { 0 };
	char *id = comity_node_attribute(value, "Id"), *uri = NULL;
	unsigned char sha256[32];
	char hex[65] = "";
	int rc;

	*xml = NULL;
	if (id == NULL)
		return comity_memory_failed()
			   ? COMITY_ENOMEM
			   : comity_sign_refuse(
				 act, COMITY_F_COUNTERSIGN_NO_ID, NULL, NULL);
	if ((rc = comity_c14n_subtree(act->doc, value, &octets)) == COMITY_OK &&
	    !comity_sha256(octets.bytes, octets.len, sha256))
		rc = COMITY_EINTERNAL;
	if (rc == COMITY_OK && (uri = comity_text_format("#%s", id)) == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		comity_hex(sha256, sizeof(sha256), hex);
		rc = comity_sign_text_init(
		    &act->text, act->signing, &act->chain, act->method, hex);
	}
	if (rc == COMITY_OK)
		rc = comity_sign_text_add(&act->text, COMITY_SIGN_VALUE, uri,
		    NULL, octets.bytes, octets.len);
	if (rc == COMITY_OK)
		rc = comity_sign_make(act);
	if (rc == COMITY_OK &&
	    (*xml = comity_sign_text_write(&act->text)) == NULL)
		rc = COMITY_ENOMEM;
	comity_octets_clear(&octets);
	free(uri);
	free(id);
	return rc == COMITY_REFUSED && *xml == NULL &&
		       comity_report_status(act->report) == COMITY_OK
		   ? COMITY_EINTERNAL
		   : rc;
}

/* Whether the counter-signature just made is there and holds. */
static int
check_own(const struct growing *growing, const struct comity_sign_act *act)
{
	struct comity_verification *verification = NULL;
	bool ours = false;
	size_t i;
	int rc =
	    comity_sign_verify(growing->doc, growing->signing, &verification);

	for (i = 0; rc == COMITY_OK && i < verification->countersignature_count;
	     i++)
		ours |= comity_sign_is_own(
		    act, &verification->countersignatures[i]);
	comity_verification_free(verification);
	return rc == COMITY_OK && !ours ? COMITY_EINTERNAL : rc;
}

/* Put it into the octets. */
static int
insert(struct growing *growing, const struct room *room, const char *xml)
{
	char *text =
	    comity_text_format("%s%s%s", room->before, xml, room->behind);
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = COMITY_ENOMEM;

	if (text != NULL)
		rc = comity_splice(growing->source, growing->doc, room->holder,
		    text, &octets, &len);
	if (rc == COMITY_OK)
		rc = take(growing, growing->doc->name, octets, len);
	free(octets);
	free(text);
	return rc == COMITY_UNKNOWN ? COMITY_EINTERNAL : rc;
}

/* Counter-sign one, proven by look. */
static int
countersign_one(struct growing *growing, const struct comity_look *look)
{
	struct comity_sign_act act = { .signing = growing->signing,
		.report = growing->report,
		.doc = growing->doc,
		.name = growing->doc->name };
	struct room room;
	char *xml = NULL;
	int rc;

	if (!look->proof.xades.version->baseline)
		return refuse(growing, look->node, COMITY_F_COUNTERSIGN_BROKEN,
		    look->proof.xades.version->ns);
	rc =
	    find_room(growing, look->node, look->proof.xades.qualifying, &room);
	if (rc == COMITY_OK)
		rc = comity_sign_signer(&act);
	if (rc == COMITY_OK)
		rc = make(&act, look->proof.parts.value, &xml);
	if (rc == COMITY_OK)
		rc = insert(growing, &room, xml);
	if (comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = check_own(growing, &act);
	free(xml);
	comity_sign_end(&act);
	return rc;
}

static int
countersign_all(struct growing *growing, const char *which,
    const struct comity_trust *trust)
{
	struct comity_look look;
	bool any = false;
	xmlNodePtr node;
	char *id;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < COMITY_SIGNATURES_MAX; i++) {
		if ((node = comity_look_signature(growing->doc, i)) == NULL)
			break;
		id = comity_node_attribute(node, "Id");
		if (strcmp(which, "all") != 0 && !comity_text_same(id, which)) {
			free(id);
			continue;
		}
		free(id);
		any = true;
		rc = comity_look_read(growing->doc, NULL, trust,
		    growing->signing->now, node, &look);
		if (rc == COMITY_OK)
			rc = countersign_one(growing, &look);
		else if (rc == COMITY_REFUSED)
			rc = refuse(growing, node, COMITY_F_COUNTERSIGN_BROKEN,
			    look.proof.ruling.reason);
		comity_look_clear(&look);
	}
	if (rc == COMITY_OK && !any)
		rc = refuse(growing, comity_doc_root(growing->doc),
		    COMITY_F_COUNTERSIGN_NONE, which);
	return rc;
}

/* Begin with the octets given, or, where nothing can be put into these, with
 * the document written anew. */
static int
begin(struct growing *growing, const struct comity_doc *doc)
{
	const struct comity_source *source = growing->signing->source;
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = COMITY_UNKNOWN;

	if (source != NULL)
		rc = comity_splice(
		    source, doc, comity_doc_root(doc), "", &octets, &len);
	free(octets);
	if (rc == COMITY_OK)
		return take(growing, doc->name, source->bytes, source->len);
	if (rc == COMITY_UNKNOWN)
		rc = rewrite(growing, doc);
	if (rc == COMITY_OK && source != NULL)
		rc = refuse(growing, comity_doc_root(growing->doc),
		    COMITY_F_SIGN_REWRITTEN, NULL);
	return rc;
}

int
comity_countersign(const struct comity_doc *doc, const char *which,
    const struct comity_signing *signing, struct comity_report *report,
    unsigned char **octets, size_t *len)
{
	struct growing growing = { .signing = signing, .report = report };
	struct comity_trust *none = NULL;
	int rc;

	*octets = NULL;
	*len = 0;
	/* the signature around an enveloped document is what grows */
	if (doc->beside != NULL && doc->beside->payload_count == 0 &&
	    doc->beside->count == 1)
		doc = doc->beside->signatures[0];
	rc = comity_trust_new(&none);
	if (rc == COMITY_OK)
		rc = begin(&growing, doc);
	if (rc == COMITY_OK)
		rc = countersign_all(&growing, which, none);
	if (comity_memory_failed() || comity_report_failed(report))
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		*octets = growing.source->bytes;
		*len = growing.source->len;
		growing.source->bytes = NULL; /* transferred */
	}
	comity_trust_free(none);
	comity_doc_free(growing.doc);
	comity_source_free(growing.source);
	return rc;
}
