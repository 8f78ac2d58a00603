/* SPDX-License-Identifier: Apache-2.0 */
#include "c14n.h"

#include "limit.h"
#include "memory.h"
#include "region.h"

#include <libxml/c14n.h>
#include <libxml/xmlerror.h>
#include <libxml/uri.h>
#include <libxml/xmlIO.h>
#include <stdlib.h>
#include <string.h>

/* Of a document that is canonicalized out of a region: some tens of MB of it. */
#define REGION_NODES_MAX 65536u

/* Which elements are in, one bit per ordinal; what is not an element goes
 * with the element that holds it. */
struct marks {
	unsigned char *bits;
	bool outside; /* what stands beside the root is in too */
};

void
comity_octets_clear(struct comity_octets *octets)
{
	free(octets->bytes);
	octets->bytes = NULL;
	octets->len = 0;
}

/* The next element in document order within top; down: descend first. */
static const xmlNode *
next_within(const xmlNode *node, const xmlNode *top, bool down)
{
	const xmlNode *next = down ? comity_node_first(node) : NULL;

	while (next == NULL && node != top) {
		next = comity_node_after(node);
		node = node->parent;
	}
	return next;
}

static bool
left_out(
    const struct comity_node_set *set, const xmlNode *root, const xmlNode *node)
{
	if (node == set->without)
		return true;
	return set->without_root_signatures && node->parent == root &&
	       comity_node_is(node, COMITY_NS_DS, "Signature");
}

static int
mark(const struct comity_doc *doc, const struct comity_node_set *set,
    struct marks *marks)
{
	const xmlNode *root = comity_doc_root(doc);
	const xmlNode *top = set->apex ? set->apex : root;
	const xmlNode *node = top;
	size_t ordinal;
	bool in;

	marks->outside = set->apex == NULL;
	marks->bits = calloc(doc->ordinal_count / 8 + 1, 1);
	if (marks->bits == NULL)
		return COMITY_ENOMEM;
	while (node != NULL) {
		in = !left_out(set, root, node);
		ordinal = comity_node_ordinal(node);
		if (ordinal == 0 || ordinal > doc->ordinal_count)
			return COMITY_EINTERNAL;
		if (in)
			marks->bits[ordinal / 8] |=
			    (unsigned char)(1u << ordinal % 8);
		node = next_within(node, top, in);
	}
	return COMITY_OK;
}

/* libxml2 asks for each node; a namespace comes as xmlNs cast, whose type
 * stands where a node's does, and with the element as its parent. */
static int
is_visible(void *user, xmlNodePtr node, xmlNodePtr parent)
{
	const struct marks *marks = user;
	const xmlNode *holder = parent;
	size_t ordinal;

	if (node == NULL)
		return 0;
	if (node->type == XML_ELEMENT_NODE)
		holder = node;
	else if (parent != NULL && parent->type == XML_DOCUMENT_NODE)
		return marks->outside;
	if ((ordinal = comity_node_ordinal(holder)) == 0)
		return 0;
	return marks->bits[ordinal / 8] >> ordinal % 8 & 1;
}

static bool
namespaces_absolute(const xmlNode *node, size_t *count)
{
	const xmlNs *ns;
	xmlURIPtr uri;
	bool absolute;

	for (ns = node->nsDef; ns != NULL; ns = ns->next) {
		(*count)++;
		if (ns->href == NULL || ns->href[0] == '\0')
			continue;
		if ((uri = xmlParseURI((const char *)ns->href)) == NULL)
			return false;
		absolute = uri->scheme != NULL;
		xmlFreeURI(uri);
		if (!absolute)
			return false;
	}
	return true;
}

int
comity_c14n_check(
    const struct comity_doc *doc, const xmlNode **where, uint64_t *cost)
{
	size_t declared[COMITY_DEPTH_MAX + 2] = { 0 };
	const xmlNode *root = comity_doc_root(doc);
	const xmlNode *node = root, *up;
	uint64_t total = 0;
	size_t depth;

	while (node != NULL) {
		depth = 1;
		for (up = node; up != root && up != NULL; up = up->parent)
			depth++;
		if (depth > COMITY_DEPTH_MAX)
			return COMITY_ELIMIT;
		declared[depth] = declared[depth - 1];
		if (!namespaces_absolute(node, &declared[depth])) {
			if (where != NULL)
				*where = node;
			return COMITY_REFUSED;
		}
		total += 1 + (uint64_t)declared[depth] * declared[depth];
		if (total > COMITY_C14N_COST_MAX)
			return COMITY_ELIMIT;
		node = next_within(node, root, true);
	}
	if (cost != NULL)
		*cost = total;
	return COMITY_OK;
}

static int
mode_of(enum comity_c14n_method method)
{
	switch (method) {
	case COMITY_C14N_1_0:
		return XML_C14N_1_0;
	case COMITY_C14N_EXCLUSIVE:
		return XML_C14N_EXCLUSIVE_1_0;
	case COMITY_C14N_1_1:
		return XML_C14N_1_1;
	}
	return -1;
}

/* Take the octets out of libxml2's buffer; rule 12: empty is a failure. */
static int
take(xmlOutputBufferPtr buffer, struct comity_octets *out)
{
	size_t len = xmlOutputBufferGetSize(buffer);
	const xmlChar *content = xmlOutputBufferGetContent(buffer);
	unsigned char *bytes;

	if (buffer->error != 0 || content == NULL || len == 0)
		return COMITY_REFUSED;
	if ((bytes = malloc(len + 1)) == NULL)
		return COMITY_ENOMEM;
	memcpy(bytes, content, len);
	bytes[len] = '\0';
	out->bytes = bytes;
	out->len = len;
	return COMITY_OK;
}

/* Canonicalize into the buffer; false: it failed, maybe after a part of it. Of
 * the many small objects that libxml2 makes for it none outlives it, so they
 * come out of a region, unless there would be too many to be kept till the
 * end. */
static bool
execute(const struct comity_doc *doc, struct marks *marks,
    enum comity_c14n_method method, const char *const *prefixes,
    xmlOutputBufferPtr buffer)
{
	struct comity_region *region =
	    doc->ordinal_count > REGION_NODES_MAX ? NULL : comity_region_new();
	int written;

	comity_region_use(region);
	written = xmlC14NExecute(doc->xml, is_visible, marks, mode_of(method),
	    method == COMITY_C14N_EXCLUSIVE ? (xmlChar **)prefixes : NULL, 0,
	    buffer);
	xmlResetLastError(); /* it may be such an object, too */
	comity_region_use(NULL);
	comity_region_free(region);
	return written >= 0;
}

int
comity_c14n_write(const struct comity_doc *doc,
    const struct comity_node_set *set, enum comity_c14n_method method,
    const char *const *prefixes, struct comity_octets *out)
{
	struct marks marks = { 0 };
	xmlOutputBufferPtr buffer = NULL;
	int rc;

	if ((rc = mark(doc, set, &marks)) != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	if ((buffer = xmlAllocOutputBuffer(NULL)) == NULL)
		goto out;
	rc = COMITY_REFUSED;
	if (!execute(doc, &marks, method, prefixes, buffer))
		goto out;
	if (comity_memory_failed()) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	rc = take(buffer, out);
out:
	if (rc != COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (buffer != NULL)
		xmlOutputBufferClose(buffer);
	free(marks.bits);
	return rc;
}

int
comity_c14n_document(const struct comity_doc *doc, struct comity_octets *out)
{
	struct comity_node_set set = { .without_root_signatures = true };

	return comity_c14n_write(doc, &set, COMITY_C14N_EXCLUSIVE, NULL, out);
}

int
comity_c14n_subtree(const struct comity_doc *doc, const xmlNode *apex,
    struct comity_octets *out)
{
	struct comity_node_set set = { .apex = apex };

	if (apex == NULL)
		return COMITY_EINTERNAL;
	return comity_c14n_write(doc, &set, COMITY_C14N_EXCLUSIVE, NULL, out);
}
