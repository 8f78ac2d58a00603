/* SPDX-License-Identifier: Apache-2.0 */
/* What timestamps are given for: EN 319 132-1 clauses 5.2.8, 5.3 and 5.5.2. */
#include "evidence.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Octets put together. */
struct imprint {
	struct comity_proof_context *context;
	const struct comity_proof *proof;
	const struct comity_c14n_row *c14n;
	struct comity_octets *out;
	size_t size; /* of the memory */
};

static int
add(struct imprint *imprint, const struct comity_octets *octets)
{
	struct comity_octets *out = imprint->out;
	unsigned char *bytes;
	size_t size;

	/* each part is at most a document of ours */
	if (octets->len > SIZE_MAX / 4 - out->len)
		return COMITY_ELIMIT;
	if (out->len + octets->len + 1 > imprint->size) {
		size = (out->len + octets->len + 1) * 2;
		if ((bytes = realloc(out->bytes, size)) == NULL)
			return COMITY_ENOMEM;
		out->bytes = bytes;
		imprint->size = size;
	}
	memcpy(out->bytes + out->len, octets->bytes, octets->len);
	out->len += octets->len;
	out->bytes[out->len] = '\0';
	return COMITY_OK;
}

static int
add_node(struct imprint *imprint, const xmlNode *node)
{
	struct comity_octets_cache *cache = &imprint->context->cache;
	struct comity_node_set set = { .apex = node };
	struct comity_octets octets = { 0 };
	int rc;

	cache->spent += cache->cost;
	if (cache->spent > COMITY_C14N_COST_MAX)
		return COMITY_ELIMIT;
	rc = comity_c14n_write(
	    imprint->context->doc, &set, imprint->c14n->method, NULL, &octets);
	if (rc == COMITY_OK)
		rc = add(imprint, &octets);
	comity_octets_clear(&octets);
	return rc;
}

/* What the References led to, as it was digested. */
static int
add_references(struct imprint *imprint, bool properties_too)
{
	const struct comity_proof *proof = imprint->proof;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < proof->info.count; i++)
		if (properties_too ||
		    proof->targets[i].node != proof->xades.signed_properties)
			rc = add(imprint, proof->targets[i].octets);
	return rc;
}

/* The References that Include elements name, in their order. */
static int
add_included(struct imprint *imprint, const xmlNode *stamp)
{
	const struct comity_proof *proof = imprint->proof;
	xmlNodePtr include =
	    comity_node_child(stamp, COMITY_NS_XADES, "Include");
	char *uri = NULL;
	size_t i;
	int rc = include != NULL ? COMITY_OK : COMITY_REFUSED;

	for (; rc == COMITY_OK && include != NULL;
	     include = comity_node_next(include, COMITY_NS_XADES, "Include")) {
		rc = comity_signature_attribute(include, "URI", &uri);
		if (rc != COMITY_OK)
			break;
		for (i = 0;
		     uri != NULL && uri[0] == '#' && i < proof->info.count; i++)
			if (comity_text_same(
				proof->info.references[i].id, uri + 1))
				break;
		rc = uri != NULL && uri[0] == '#' && i < proof->info.count
			 ? add(imprint, proof->targets[i].octets)
			 : COMITY_REFUSED;
		free(uri);
	}
	return rc;
}

/* Whether a Reference of this signature leads to the element. */
static bool
is_referenced(const struct comity_proof *proof, const xmlNode *node)
{
	size_t i;

	for (i = 0; i < proof->info.count; i++)
		if (proof->targets[i].node == node)
			return true;
	return false;
}

/* Everything there is: the data, the signature, what was added before, and
 * the other objects. */
static int
add_archive(struct imprint *imprint, const xmlNode *before)
{
	const struct comity_proof *proof = imprint->proof;
	const struct comity_signature_parts *parts = &proof->parts;
	const xmlNode *at = comity_evidence_properties(&proof->xades);
	/* the older form leaves out objects that a Reference has brought */
	bool older = before != NULL &&
		     comity_node_is(before, COMITY_NS_XADES, "ArchiveTimeStamp");
	int rc = add_references(imprint, true);

	if (rc == COMITY_OK)
		rc = add_node(imprint, parts->signed_info);
	if (rc == COMITY_OK)
		rc = add_node(imprint, parts->value);
	if (rc == COMITY_OK && parts->key_info != NULL)
		rc = add_node(imprint, parts->key_info);
	for (at = at != NULL ? comity_node_first(at) : NULL;
	     rc == COMITY_OK && at != NULL && at != before;
	     at = comity_node_after(at))
		rc = add_node(imprint, at);
	for (at = comity_node_child(parts->node, COMITY_NS_DS, "Object");
	     rc == COMITY_OK && at != NULL;
	     at = comity_node_next(at, COMITY_NS_DS, "Object"))
		if (at != proof->xades.qualifying->parent &&
		    !(older && is_referenced(proof, at)))
			rc = add_node(imprint, at);
	return rc;
}

int
comity_evidence_octets(struct comity_proof_context *context,
    const struct comity_proof *proof, enum comity_stamp_kind kind,
    const xmlNode *before, const struct comity_c14n_row *c14n,
    struct comity_octets *out)
{
	struct imprint imprint = {
		.context = context, .proof = proof, .c14n = c14n, .out = out
	};
	int rc = COMITY_REFUSED;

	memset(out, 0, sizeof(*out));
	switch (kind) {
	case COMITY_STAMP_SIGNATURE:
		rc = add_node(&imprint, proof->parts.value);
		break;
	case COMITY_STAMP_ARCHIVE:
		rc = add_archive(&imprint, before);
		break;
	case COMITY_STAMP_CONTENT:
		rc = comity_node_is(
			 before, COMITY_NS_XADES, "AllDataObjectsTimeStamp")
			 ? add_references(&imprint, false)
			 : add_included(&imprint, before);
		break;
	case COMITY_STAMP_REFERENCES:
		break;
	}
	if (rc != COMITY_OK)
		comity_octets_clear(out);
	return rc;
}
