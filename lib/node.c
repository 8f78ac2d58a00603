/* SPDX-License-Identifier: Apache-2.0 */
/* node: small steps over trees, places and values; the rest of xml.h. */
#include "limit.h"
#include "text.h"
#include "xml.h"

#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

xmlNodePtr
comity_doc_root(const struct comity_doc *doc)
{
	return xmlDocGetRootElement(doc->xml);
}

size_t
comity_node_ordinal(const xmlNode *node)
{
	if (node == NULL || (node->type != XML_ELEMENT_NODE &&
				node->type != XML_ATTRIBUTE_NODE))
		return 0;
	return (size_t)(uintptr_t)node->_private;
}

unsigned long
comity_doc_line(const struct comity_doc *doc, const xmlNode *node)
{
	size_t ordinal;

	while (node != NULL && node->type != XML_ELEMENT_NODE &&
	       node->type != XML_ATTRIBUTE_NODE)
		node = node->parent;
	ordinal = comity_node_ordinal(node);
	return ordinal <= doc->ordinal_count ? doc->lines[ordinal] : 0;
}

/* The next element in document order; skips ds:Signature children of the
 * root where asked. */
static xmlNodePtr
next_element(xmlNodePtr node, xmlNodePtr root, bool skip)
{
	xmlNodePtr next = NULL;

	if (!(skip && node->parent == root &&
		comity_node_is(node, COMITY_NS_DS, "Signature")))
		next = comity_node_first(node);
	while (next == NULL && node != root) {
		next = comity_node_after(node);
		node = node->parent;
	}
	return next;
}

static xmlNodePtr
skip_signatures(xmlNodePtr node, xmlNodePtr root)
{
	while (node != NULL && node->parent == root &&
	       comity_node_is(node, COMITY_NS_DS, "Signature"))
		node = next_element(node, root, true);
	return node;
}

int
comity_doc_take_lines(struct comity_doc *doc, const struct comity_doc *original)
{
	xmlNodePtr root = comity_doc_root(doc);
	xmlNodePtr from_root = comity_doc_root(original);
	xmlNodePtr to = root, from = from_root;
	xmlAttrPtr attribute;
	unsigned long line;

	while (to != NULL && from != NULL) {
		if (!xmlStrEqual(to->name, from->name))
			return COMITY_EINTERNAL;
		line = comity_doc_line(original, from);
		doc->lines[comity_node_ordinal(to)] = line;
		for (attribute = to->properties; attribute != NULL;
		     attribute = attribute->next)
			doc->lines[comity_node_ordinal((xmlNodePtr)attribute)] =
			    line;
		to = skip_signatures(next_element(to, root, true), root);
		from = skip_signatures(
		    next_element(from, from_root, true), from_root);
	}
	return to == NULL && from == NULL ? COMITY_OK : COMITY_EINTERNAL;
}

/* Which of its siblings of the same name a node is, from 1. */
static unsigned long
ordinal_of(const xmlNode *node, const char *ns, struct comity_path_hint *hint)
{
	const xmlNode *at;
	unsigned long ordinal = 1;

	if (hint != NULL && hint->node == node)
		return hint->ordinal;
	for (at = node->prev; at != NULL; at = at->prev) {
		if (!comity_node_is(at, ns, (const char *)node->name))
			continue;
		if (hint != NULL && at == hint->node) {
			ordinal += hint->ordinal;
			break;
		}
		ordinal++;
	}
	if (hint != NULL) {
		hint->node = node;
		hint->ordinal = ordinal;
	}
	return ordinal;
}

/* "us:Item", with "[2]" where siblings share the name. */
static void
add_step(struct comity_text *text, const xmlNode *node,
    struct comity_path_hint *hint)
{
	const xmlNode *at;
	const char *prefix = NULL, *ns = NULL;
	unsigned long ordinal;
	bool shared;

	if (node->ns != NULL) {
		prefix = (const char *)node->ns->prefix;
		ns = (const char *)node->ns->href;
	}
	if (prefix != NULL) {
		comity_text_add(text, prefix);
		comity_text_add(text, ":");
	}
	comity_text_add(text, (const char *)node->name);
	ordinal = ordinal_of(node, ns, hint);
	shared = ordinal > 1;
	for (at = node->next; !shared && at != NULL; at = at->next)
		shared = comity_node_is(at, ns, (const char *)node->name);
	if (shared)
		comity_text_addf(text, "[%lu]", ordinal);
}

static size_t
add_path(struct comity_text *text, const xmlNode *node,
    struct comity_path_hint *hints)
{
	size_t depth;

	if (node == NULL || node->type == XML_DOCUMENT_NODE)
		return 0;
	depth = add_path(text, node->parent, hints);
	if (node->type == XML_ATTRIBUTE_NODE) {
		comity_text_add(text, "/@");
		if (node->ns != NULL && node->ns->prefix != NULL)
			comity_text_addf(
			    text, "%s:", (const char *)node->ns->prefix);
		comity_text_add(text, (const char *)node->name);
	} else if (node->type == XML_ELEMENT_NODE) {
		comity_text_add(text, "/");
		add_step(text, node,
		    hints != NULL && depth < COMITY_DEPTH_MAX + 2
			? &hints[depth]
			: NULL);
	}
	return depth + 1;
}

char *
comity_node_path_hinted(const xmlNode *node, struct comity_path_hint *hints)
{
	struct comity_text text = { 0 };

	add_path(&text, node, hints);
	return comity_text_take(&text);
}

char *
comity_node_path(const xmlNode *node)
{
	return comity_node_path_hinted(node, NULL);
}

int
comity_doc_find(const struct comity_doc *doc, const xmlNode *node,
    struct comity_report *report, enum comity_finding_id id, const char *found,
    const char *expected)
{
	struct comity_place place = { .file = doc->name };
	char *path = NULL;
	int rc;

	if (node != NULL) {
		if ((path = comity_node_path(node)) == NULL)
			return COMITY_ENOMEM;
		place.path = path;
		place.line = comity_doc_line(doc, node);
	}
	rc = comity_report_add(report, id, &place, found, expected);
	free(path);
	return rc;
}

bool
comity_node_is(const xmlNode *node, const char *ns, const char *name)
{
	if (node == NULL || node->type != XML_ELEMENT_NODE ||
	    strcmp((const char *)node->name, name) != 0)
		return false;
	if (ns == NULL || node->ns == NULL)
		return ns == NULL && node->ns == NULL;
	return strcmp((const char *)node->ns->href, ns) == 0;
}

xmlNodePtr
comity_node_step(const xmlNode *node)
{
	if (node->children != NULL)
		return node->children;
	while (node != NULL && node->next == NULL)
		node = node->parent;
	return node == NULL ? NULL : node->next;
}

xmlNodePtr
comity_node_child(const xmlNode *node, const char *ns, const char *name)
{
	xmlNodePtr child;

	for (child = node ? node->children : NULL; child != NULL;
	     child = child->next)
		if (comity_node_is(child, ns, name))
			return child;
	return NULL;
}

xmlNodePtr
comity_node_next(const xmlNode *node, const char *ns, const char *name)
{
	xmlNodePtr next;

	for (next = node->next; next != NULL; next = next->next)
		if (comity_node_is(next, ns, name))
			return next;
	return NULL;
}

xmlNodePtr
comity_node_first(const xmlNode *node)
{
	xmlNodePtr child =
	    node->type == XML_ELEMENT_NODE || node->type == XML_DOCUMENT_NODE
		? node->children
		: NULL;

	while (child != NULL && child->type != XML_ELEMENT_NODE)
		child = child->next;
	return child;
}

xmlNodePtr
comity_node_after(const xmlNode *node)
{
	xmlNodePtr next = node->next;

	while (next != NULL && next->type != XML_ELEMENT_NODE)
		next = next->next;
	return next;
}

static char *
take_xml(xmlChar *content)
{
	/* libxml2's own, which remembers a failure: NULL is "not there" to
	 * most callers */
	char *copy =
	    content == NULL ? NULL : xmlMemStrdup((const char *)content);

	xmlFree(content);
	return copy;
}

char *
comity_node_text(const xmlNode *node)
{
	return take_xml(xmlNodeGetContent(node));
}

/* The text, where it is all that there is below; NULL: look further. */
static const char *
only_text(const xmlNode *first)
{
	return first != NULL && first->next == NULL &&
		       first->type == XML_TEXT_NODE
		   ? (const char *)first->content
		   : NULL;
}

char *
comity_node_value(const xmlNode *node)
{
	const char *only = node != NULL && node->type == XML_ELEMENT_NODE
			       ? only_text(node->children)
			       : NULL;
	char *text, *value;

	if (only != NULL)
		return comity_text_collapse(only);
	text = comity_node_text(node);
	value = comity_text_collapse(text);
	free(text);
	return value;
}

char *
comity_node_attribute(const xmlNode *node, const char *name)
{
	const xmlAttr *at = node != NULL && node->type == XML_ELEMENT_NODE
				? node->properties
				: NULL;
	const char *only;

	for (; at != NULL; at = at->next) {
		if (at->ns != NULL || strcmp((const char *)at->name, name) != 0)
			continue;
		only = only_text(at->children);
		return only != NULL
			   ? comity_text_copy(only)
			   : take_xml(xmlGetNoNsProp(node, BAD_CAST name));
	}
	return NULL;
}

char *
comity_node_attribute_ns(const xmlNode *node, const char *ns, const char *name)
{
	return take_xml(xmlGetNsProp(node, BAD_CAST name, BAD_CAST ns));
}
