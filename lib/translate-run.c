/* SPDX-License-Identifier: Apache-2.0 */
/* run: marks, namespaces, nodes and ids of one walk of a crosswalk. */
#include "translate-run.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

int
comity_run_init(struct comity_run *run,
    const struct comity_crosswalk *crosswalk, const struct comity_doc *doc,
    struct comity_report *report)
{
	memset(run, 0, sizeof(*run));
	run->crosswalk = crosswalk;
	run->doc = doc;
	run->report = report;
	run->xml = xmlNewDoc((const xmlChar *)"1.0");
	run->ids = xmlHashCreate(16);
	run->used = xmlHashCreate(16);
	if (run->xml == NULL || run->ids == NULL || run->used == NULL)
		run->rc = COMITY_ENOMEM;
	return run->rc;
}

static void
free_entry(void *payload, const xmlChar *name)
{
	(void)name;
	free(payload);
}

void
comity_run_clear(struct comity_run *run)
{
	xmlFreeDoc(run->xml);
	run->xml = NULL;
	free(run->namespaces);
	free(run->marks);
	free(run->fixups);
	free(run->seen);
	xmlHashFree(run->ids, free_entry);
	xmlHashFree(run->used, NULL);
	memset(run, 0, sizeof(*run));
}

void
comity_run_fail(struct comity_run *run, int rc)
{
	run->rc = run->rc == COMITY_OK ? rc : comity_status_worse(run->rc, rc);
}

void
comity_run_find(struct comity_run *run, const xmlNode *node,
    enum comity_finding_id id, const char *found, const char *expected)
{
	struct comity_place place = { NULL, 0, NULL };
	char *path;
	int rc;

	if (run->report == NULL)
		return;
	path = node == NULL ? NULL : comity_node_path(node);
	place.path = path;
	if (run->doc != NULL) {
		place.file = run->doc->name;
		if (node != NULL)
			place.line = comity_doc_line(run->doc, node);
	}
	rc = comity_report_add(run->report, id, &place, found, expected);
	if (rc == COMITY_REFUSED)
		run->refused = true;
	else if (rc != COMITY_OK)
		comity_run_fail(run, rc);
	free(path);
}

size_t
comity_run_mark(struct comity_run *run, const xmlNode *source,
    const void *target, const struct comity_row *row, enum comity_fate fate,
    bool doubt)
{
	struct comity_mark *mark, *bigger;
	size_t room;

	if (run->mark_count == run->mark_room) {
		room = run->mark_room * 2 + 64;
		bigger = reallocarray(run->marks, room, sizeof(*bigger));
		if (bigger == NULL) {
			comity_run_fail(run, COMITY_ENOMEM);
			return 0;
		}
		run->marks = bigger;
		run->mark_room = room;
	}
	mark = &run->marks[run->mark_count];
	memset(mark, 0, sizeof(*mark));
	mark->source = (xmlNodePtr)(uintptr_t)source;
	mark->source_ordinal = source == NULL ? 0 : comity_node_ordinal(source);
	mark->target = (xmlNodePtr)(uintptr_t)target;
	mark->row = row;
	mark->fate = fate;
	mark->doubt = doubt;
	if (mark->target != NULL)
		mark->target->_private = (void *)(run->mark_count + 1);
	return run->mark_count++;
}

xmlNsPtr
comity_run_namespace(
    struct comity_run *run, const char *uri, const char *prefix)
{
	struct comity_used_namespace *bigger;
	struct comity_text text = { 0 };
	xmlNodePtr root = run->target_root;
	xmlNsPtr ns;
	size_t i;

	if (uri == NULL)
		return NULL;
	for (i = 0; i < run->namespace_count; i++)
		if (run->namespaces[i].uri == uri ||
		    strcmp(run->namespaces[i].uri, uri) == 0)
			return run->namespaces[i].ns;
	if (strcmp(uri, (const char *)XML_XML_NAMESPACE) == 0) {
		ns = xmlSearchNsByHref(run->xml, root, XML_XML_NAMESPACE);
	} else {
		ns = xmlNewNs(
		    root, (const xmlChar *)uri, (const xmlChar *)prefix);
		if (ns == NULL) { /* the prefix is taken */
			comity_text_addf(&text, "n%zu", run->namespace_count);
			ns = xmlNewNs(root, (const xmlChar *)uri,
			    (const xmlChar *)text.data);
			comity_text_clear(&text);
		}
	}
	bigger = reallocarray(
	    run->namespaces, run->namespace_count + 1, sizeof(*bigger));
	if (ns == NULL || bigger == NULL) {
		if (bigger != NULL)
			run->namespaces = bigger;
		comity_run_fail(run, COMITY_ENOMEM);
		return NULL;
	}
	run->namespaces = bigger;
	bigger[run->namespace_count].uri = (const char *)ns->href;
	bigger[run->namespace_count++].ns = ns;
	return ns;
}

const char *
comity_run_uri(const struct comity_run *run, const struct comity_step *step)
{
	return step->ns < 0 ? NULL : run->crosswalk->namespaces[step->ns];
}

bool
comity_node_is_element(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE;
}

bool
comity_run_is(const struct comity_run *run, const xmlNode *node,
    const struct comity_step *step)
{
	const char *uri;

	if (node->type != XML_ELEMENT_NODE ||
	    node->name[0] != (xmlChar)step->name[0] ||
	    strcmp((const char *)node->name, step->name) != 0)
		return false;
	uri = comity_run_uri(run, step);
	if (uri == NULL || node->ns == NULL)
		return uri == NULL && node->ns == NULL;
	return strcmp((const char *)node->ns->href, uri) == 0;
}

/* The namespace of a new element: of none below a default one needs xmlns="".
 */
static void
set_namespace(struct comity_run *run, xmlNodePtr node, const char *uri,
    const char *prefix)
{
	xmlNodePtr parent = node->parent;

	if (uri != NULL) {
		node->ns = comity_run_namespace(run, uri, prefix);
	} else if (parent != NULL && parent->type == XML_ELEMENT_NODE &&
		   parent->ns != NULL) {
		if (xmlNewNs(node, (const xmlChar *)"", NULL) == NULL)
			comity_run_fail(run, COMITY_ENOMEM);
	}
}

static xmlNodePtr
append_element(struct comity_run *run, xmlNodePtr parent, const char *name,
    const char *uri, const char *prefix)
{
	xmlNodePtr node;

	node = xmlNewDocNode(run->xml, NULL, (const xmlChar *)name, NULL);
	if (node == NULL) {
		comity_run_fail(run, COMITY_ENOMEM);
		return NULL;
	}
	if (xmlAddChild(parent, node) == NULL) {
		xmlFreeNode(node);
		comity_run_fail(run, COMITY_ENOMEM);
		return NULL;
	}
	set_namespace(run, node, uri, prefix);
	return node;
}

xmlNodePtr
comity_run_element(
    struct comity_run *run, xmlNodePtr parent, const struct comity_step *step)
{
	if (parent == NULL)
		return NULL;
	return append_element(run, parent, step->name,
	    comity_run_uri(run, step),
	    step->ns < 0 ? NULL : run->crosswalk->prefixes[step->ns]);
}

/* The table's prefix for a namespace, so that a core reads the same
 * whatever prefixes its source used. */
static const char *
prefix_of(const struct comity_run *run, const xmlNode *like)
{
	const struct comity_crosswalk *crosswalk = run->crosswalk;
	size_t i;

	for (i = 0; i < crosswalk->namespace_count; i++)
		if (strcmp(crosswalk->namespaces[i],
			(const char *)like->ns->href) == 0)
			return crosswalk->prefixes[i];
	return like->ns->prefix == NULL ? "p" : (const char *)like->ns->prefix;
}

xmlNodePtr
comity_run_element_like(
    struct comity_run *run, xmlNodePtr parent, const xmlNode *like)
{
	if (like->ns == NULL)
		return append_element(
		    run, parent, (const char *)like->name, NULL, NULL);
	return append_element(run, parent, (const char *)like->name,
	    (const char *)like->ns->href, prefix_of(run, like));
}

void
comity_run_replace_text(
    struct comity_run *run, xmlNodePtr element, const char *value)
{
	xmlNodePtr child, next;

	for (child = element->children; child != NULL; child = next) {
		next = child->next;
		xmlUnlinkNode(child);
		xmlFreeNode(child);
	}
	comity_run_text(run, element, value);
}

static xmlAttrPtr
set_attribute(struct comity_run *run, xmlNodePtr element, xmlNsPtr ns,
    const char *name, const char *value)
{
	xmlAttrPtr attr;

	attr = xmlNewNsProp(
	    element, ns, (const xmlChar *)name, (const xmlChar *)value);
	if (attr == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
	return attr;
}

xmlAttrPtr
comity_run_attribute(struct comity_run *run, xmlNodePtr element,
    const struct comity_step *step, const char *value)
{
	xmlNsPtr ns = NULL;

	if (element == NULL)
		return NULL;
	if (step->ns >= 0)
		ns = comity_run_namespace(run, comity_run_uri(run, step),
		    run->crosswalk->prefixes[step->ns]);
	return set_attribute(run, element, ns, step->name, value);
}

void
comity_run_text(struct comity_run *run, xmlNodePtr element, const char *value)
{
	xmlNodePtr text;

	if (element == NULL || *value == '\0')
		return;
	text = xmlNewDocText(run->xml, (const xmlChar *)value);
	if (text == NULL || xmlAddChild(element, text) == NULL) {
		xmlFreeNode(text);
		comity_run_fail(run, COMITY_ENOMEM);
	}
}

xmlAttrPtr
comity_run_find_attribute(const struct comity_run *run, const xmlNode *element,
    const struct comity_step *step)
{
	const char *uri = comity_run_uri(run, step);
	xmlAttrPtr attr;

	if (element->type != XML_ELEMENT_NODE)
		return NULL;
	for (attr = element->properties; attr != NULL; attr = attr->next) {
		/* libxml2 leaves it without a name where memory ran out */
		if (attr->name == NULL ||
		    strcmp((const char *)attr->name, step->name) != 0)
			continue;
		if (attr->ns == NULL
			? uri == NULL
			: uri != NULL &&
			      strcmp((const char *)attr->ns->href, uri) == 0)
			return attr;
	}
	return NULL;
}

static bool
is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

/* xsi:type names a type by a prefix, which must be declared in the copy. */
static void
copy_attribute(struct comity_run *run, xmlNodePtr target, xmlAttrPtr attr,
    const struct comity_row *row, enum comity_fate fate)
{
	struct comity_value value = { 0 }, inner = { 0 };
	struct comity_row qname = { .type = COMITY_TYPE_QNAME };
	enum comity_relation relation;
	const char *uri =
	    attr->ns == NULL ? NULL : (const char *)attr->ns->href;
	xmlNsPtr ns = NULL;
	xmlAttrPtr copy;

	if (uri != NULL)
		ns = comity_run_namespace(
		    run, uri, (const char *)attr->ns->prefix);
	if (comity_value_of(run, (xmlNodePtr)attr, &value)) {
		run->carried_bytes += strlen(value.text);
		if (uri != NULL && strcmp(uri, COMITY_NS_XSI) == 0 &&
		    strcmp((const char *)attr->name, "type") == 0) {
			comity_value_in(run, &qname, value.text,
			    (xmlNodePtr)attr, &inner, &relation);
			comity_value_clear(&value);
			comity_value_out(run, &qname,
			    inner.text == NULL ? "" : inner.text, &value,
			    &relation);
		}
		copy = set_attribute(run, target, ns, (const char *)attr->name,
		    value.text == NULL ? "" : value.text);
		if (copy != NULL)
			comity_run_mark(
			    run, (xmlNodePtr)attr, copy, row, fate, false);
	}
	comity_value_clear(&inner);
	comity_value_clear(&value);
}

/* Depth is that of the source, which the parser bounds. */
static void
copy_element(struct comity_run *run, xmlNodePtr parent, const xmlNode *source,
    const struct comity_row *row, enum comity_fate fate)
{
	struct comity_value value = { 0 };
	xmlNodePtr node = comity_run_element_like(run, parent, source), child;
	xmlAttrPtr attr;
	bool leaf = true;

	if (node == NULL)
		return;
	run->carried_bytes += strlen((const char *)source->name) * 2 + 5;
	for (attr = source->properties; attr != NULL; attr = attr->next)
		copy_attribute(run, node, attr, row, fate);
	for (child = source->children; child != NULL && run->rc == COMITY_OK;
	     child = child->next)
		if (comity_node_is_element(child)) {
			leaf = false;
			copy_element(run, node, child, row, fate);
		}
	if (!leaf || !comity_value_of(run, source, &value))
		return;
	run->carried_bytes += strlen(value.text);
	comity_run_text(run, node, value.text);
	if (source->properties == NULL || !is_blank(value.text))
		comity_run_mark(run, source, node, row, fate, false);
	comity_value_clear(&value);
}

void
comity_run_copy(struct comity_run *run, xmlNodePtr parent,
    const xmlNode *source, const struct comity_row *row, enum comity_fate fate)
{
	if (parent == NULL || run->rc != COMITY_OK)
		return;
	if (source->type == XML_ATTRIBUTE_NODE)
		copy_attribute(
		    run, parent, (xmlAttrPtr)(uintptr_t)source, row, fate);
	else
		copy_element(run, parent, source, row, fate);
}

int
comity_run_start(struct comity_run *run, const char *uri, const char *name)
{
	xmlNodePtr root;

	root = xmlNewDocNode(run->xml, NULL, (const xmlChar *)name, NULL);
	if (root == NULL) {
		comity_run_fail(run, COMITY_ENOMEM);
		return run->rc;
	}
	xmlDocSetRootElement(run->xml, root);
	run->target_root = root;
	if (uri != NULL)
		root->ns = comity_run_namespace(run, uri, NULL);
	return run->rc;
}

/* In document order, an element before its attributes. */
static xmlNodePtr
next_node(xmlNodePtr node, const xmlNode *root)
{
	if (node->type == XML_ELEMENT_NODE && node->children != NULL)
		return node->children;
	while (node != NULL && node != root && node->next == NULL)
		node = node->parent;
	return node == NULL || node == root ? NULL : node->next;
}

size_t
comity_tree_number(xmlDocPtr xml)
{
	xmlNodePtr root = xmlDocGetRootElement(xml), node;
	xmlAttrPtr attr;
	size_t n = 0;

	for (node = root; node != NULL; node = next_node(node, root)) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		node->_private = (void *)(uintptr_t)++n;
		for (attr = node->properties; attr != NULL; attr = attr->next)
			attr->_private = (void *)(uintptr_t)++n;
	}
	return n;
}

void
comity_run_finish(struct comity_run *run)
{
	size_t i;

	run->target_count = comity_tree_number(run->xml);
	for (i = 0; i < run->mark_count; i++) {
		struct comity_mark *mark = &run->marks[i];

		if (mark->target != NULL)
			mark->target_ordinal =
			    comity_node_ordinal(mark->target);
	}
}
