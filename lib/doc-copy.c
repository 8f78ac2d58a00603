/* SPDX-License-Identifier: Apache-2.0 */
/* doc-copy: a private copy of a document or of a part of it, with the places
 * of the original. */
#include "memory.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

/* The next node in document order below root; NULL at the end. */
static const xmlNode *
node_after(const xmlNode *node, const xmlNode *root)
{
	if (node->type == XML_ELEMENT_NODE && node->children != NULL)
		return node->children;
	while (node != root && node->next == NULL)
		node = node->parent;
	return node == root ? NULL : node->next;
}

int
comity_node_take_ordinals(xmlNodePtr to, const xmlNode *from)
{
	const xmlNode *to_root = to, *from_root = from, *at = to;
	xmlAttrPtr a, b;

	while (at != NULL && from != NULL) {
		if (at->type != from->type)
			return COMITY_EINTERNAL;
		if (at->type == XML_ELEMENT_NODE) {
			((xmlNodePtr)at)->_private = from->_private;
			for (a = at->properties, b = from->properties;
			     a != NULL && b != NULL; a = a->next, b = b->next)
				a->_private = b->_private;
			if (a != NULL || b != NULL)
				return COMITY_EINTERNAL;
		}
		at = node_after(at, to_root);
		from = node_after(from, from_root);
	}
	return at == NULL && from == NULL ? COMITY_OK : COMITY_EINTERNAL;
}

/* Prefixes that only a value uses must be in scope of the part too. */
static int
namespaces_take(xmlNodePtr root, const xmlNode *from)
{
	xmlNsPtr *list = xmlGetNsList(from->doc, (xmlNodePtr)from);
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && list != NULL && list[i] != NULL; i++) {
		if (list[i]->prefix == NULL ||
		    xmlSearchNs(root->doc, root, list[i]->prefix) != NULL)
			continue;
		if (xmlNewNs(root, list[i]->href, list[i]->prefix) == NULL)
			rc = COMITY_ENOMEM;
	}
	xmlFree(list);
	return rc;
}

static int
part_copy(const struct comity_doc *doc, const xmlNode *from, xmlDocPtr *out)
{
	xmlNodePtr root;
	int rc;

	if ((*out = xmlNewDoc(BAD_CAST "1.0")) == NULL)
		return COMITY_ENOMEM;
	root = xmlDocCopyNode((xmlNodePtr)from, *out, 1);
	if (root == NULL)
		return COMITY_ENOMEM;
	(void)xmlDocSetRootElement(*out, root);
	rc = from == comity_doc_root(doc) ? COMITY_OK
					  : namespaces_take(root, from);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = comity_node_take_ordinals(root, from);
	return rc;
}

int
comity_doc_copy(
    const struct comity_doc *doc, const xmlNode *root, struct comity_doc **out)
{
	struct comity_doc *copy = calloc(1, sizeof(*copy));
	size_t size = (doc->ordinal_count + 1) * sizeof(*copy->lines);
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (copy == NULL)
		return COMITY_ENOMEM;
	memcpy(copy->sha256, doc->sha256, sizeof(copy->sha256));
	memcpy(copy->sha256_hex, doc->sha256_hex, sizeof(copy->sha256_hex));
	copy->ordinal_count = doc->ordinal_count;
	copy->name = strdup(doc->name);
	copy->lines = malloc(size);
	if (copy->name != NULL && copy->lines != NULL) {
		memcpy(copy->lines, doc->lines, size);
		rc = part_copy(doc, root, &copy->xml);
	}
	if (rc == COMITY_OK)
		*out = copy;
	else
		comity_doc_free(copy);
	return rc;
}
