/* SPDX-License-Identifier: Apache-2.0 */
/* comparison-view: the core view of a document as parts, without what is no
 * term: ids, versions, names of codes, originals, signatures. */
#include "comparison-private.h"

#include <stdlib.h>
#include <string.h>

/* Attributes of a value; those of a block are parts of it. */
static bool
qualifies(const char *name)
{
	static const char *const names[] = { "id", "list", "name", "edition",
		"unit", "unitList", "currency", "uri", "zone", "allowed",
		"withheld", "below", "column", "ref", "scheme", "lang",
		"version", "profile" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool
is_attribute_part(const xmlNode *element, const xmlAttr *attribute)
{
	if (attribute->ns != NULL)
		return false;
	/* the language of a Language is what it is about */
	if (strcmp((const char *)attribute->name, "lang") == 0)
		return comity_node_is(element, COMITY_NS_CORE, "Language");
	return !qualifies((const char *)attribute->name);
}

static bool
is_leaf(const xmlNode *node)
{
	const xmlAttr *attribute;

	if (comity_node_first(node) != NULL)
		return false;
	for (attribute = node->properties; attribute != NULL;
	     attribute = attribute->next)
		if (is_attribute_part(node, attribute))
			return false;
	return true;
}

static struct part *
part_new(struct view *view, struct part *parent, const char *name,
    const xmlNode *node)
{
	struct part *part = NULL;
	size_t room;
	void *more;

	if (view->part_count == view->part_room) {
		room = view->part_room ? view->part_room * 2 : 256;
		more = reallocarray(view->parts, room, sizeof(*view->parts));
		if (more == NULL)
			goto fail;
		view->parts = more;
		view->part_room = room;
	}
	if ((part = calloc(1, sizeof(*part))) == NULL)
		goto fail;
	part->name = name;
	part->node = node;
	part->parent = parent;
	part->at = view->part_count;
	part->is_after = view->is_after;
	view->parts[view->part_count++] = part;
	return part;
fail:
	view->failed = true;
	return NULL;
}

void
comparison_adopt(struct view *view, struct part *parent, struct part *child)
{
	size_t room;
	void *more;

	if (child == NULL)
		return;
	if (parent->count == parent->room) {
		room = parent->room ? parent->room * 2 : 4;
		more =
		    reallocarray(parent->children, room, sizeof(struct part *));
		if (more == NULL) {
			view->failed = true;
			return;
		}
		parent->children = more;
		parent->room = room;
	}
	child->parent = parent;
	parent->children[parent->count++] = child;
}

static void
add_attributes(struct view *view, struct part *part)
{
	static const char *const known[] = { "@binding", "@number", "@required",
		"@lang", "@prevails", "@party", "@digest", "@kind", "@by",
		"@side", "@allowed" };
	const xmlAttr *a;
	struct part *child;
	size_t i;
	char *text;

	for (a = part->node->properties; a != NULL; a = a->next) {
		const char *name = "@other";

		if (!is_attribute_part(part->node, a))
			continue;
		for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (strcmp(known[i] + 1, (const char *)a->name) == 0)
				name = known[i];
		child = part_new(view, part, name, (const xmlNode *)a);
		text = comity_node_value((const xmlNode *)a);
		if (child != NULL) {
			child->is_leaf = true;
			child->value = text ? strdup(text) : NULL;
			child->shown = text ? strdup(text) : NULL;
			view->failed |= !child->value || !child->shown;
			comparison_adopt(view, part, child);
		}
		view->failed |= text == NULL;
		free(text);
	}
}

static void build_children(
    struct view *view, struct part *part, const xmlNode *node);

/* An agreement's Validity is its Term in a policy's words. */
static const char *
name_of(const struct part *parent, const xmlNode *node)
{
	const char *name = (const char *)node->name;

	if (strcmp(parent->name, "Agreement") == 0) {
		if (strcmp(name, "DataSet") == 0)
			return "Item";
		if (strcmp(name, "Validity") == 0)
			return "Term";
	}
	if (strcmp(parent->name, "Term") == 0) {
		if (strcmp(name, "ValidFrom") == 0)
			return "Start";
		if (strcmp(name, "ValidThrough") == 0)
			return "End";
		if (strcmp(name, "IssuedOn") == 0)
			return "ConcludedOn";
	}
	return name;
}

/* A use policy lists limits among its uses: the code says what it is. */
static void
name_modifier(const struct view *view, struct part *part)
{
	const struct part *code = comparison_child(part, "Code");
	const struct comity_codelist *list;
	const char *kind;

	if (strcmp(part->name, "Purpose") != 0 || code == NULL ||
	    code->value == NULL || code->slot == NULL ||
	    strcmp(code->slot, "duo") != 0)
		return;
	list = comity_packs_codelist(view->checked->edition->packs, "duo");
	kind = list ? comity_codelist_column(list, code->value, "kind") : NULL;
	if (kind != NULL && strcmp(kind, "modifier") == 0)
		part->name = "Modifier";
}

/* What the source form has no field for is as if it were not there. */
static bool
is_not_stated(const xmlNode *node)
{
	xmlChar *withheld = xmlGetNoNsProp(node, BAD_CAST "withheld");
	bool is = withheld != NULL &&
		  strcmp((const char *)withheld, "not-stated") == 0;

	xmlFree(withheld);
	return is && comity_node_first(node) == NULL;
}

static void
build(struct view *view, struct part *parent, const xmlNode *node)
{
	struct part *part;
	size_t attributes;

	if (is_not_stated(node))
		return;

	/* what a license says of its end use stands beside the rest of it,
	 * where an agreement says it */
	if (comity_node_is(node, COMITY_NS_CORE, "EndUse")) {
		build_children(view, parent, node);
		return;
	}
	part = part_new(view, parent, name_of(parent, node), node);
	if (part == NULL)
		return;
	if (strcmp(part->name, "Extension") == 0) {
		comparison_fill_extension(view, part);
	} else if (is_leaf(node)) {
		comparison_fill_leaf(view, part);
	} else {
		add_attributes(view, part);
		attributes = part->count;
		build_children(view, part, node);
		if (part->count == attributes &&
		    comity_node_first(node) != NULL)
			return;
		name_modifier(view, part);
	}
	comparison_adopt(view, parent, part);
}

static void
build_children(struct view *view, struct part *part, const xmlNode *node)
{
	const xmlNode *child;

	for (child = comity_node_first(node); child != NULL && !view->failed;
	     child = comity_node_after(child))
		if (child->ns != NULL &&
		    strcmp((const char *)child->ns->href, COMITY_NS_CORE) ==
			0 &&
		    !comity_node_is(child, COMITY_NS_CORE, "Translation"))
			build(view, part, child);
}

/* Elements and attributes of the source, by ordinal. */
static void
index_nodes(struct view *view, const xmlNode *node)
{
	const struct comity_doc *doc = view->checked->doc;
	const xmlNode *child;
	const xmlAttr *a;
	size_t at = comity_node_ordinal(node);

	if (at <= doc->ordinal_count)
		view->nodes[at] = node;
	for (a = node->properties; a != NULL; a = a->next) {
		at = comity_node_ordinal((const xmlNode *)a);
		if (at <= doc->ordinal_count)
			view->nodes[at] = (const xmlNode *)a;
	}
	for (child = comity_node_first(node); child != NULL;
	     child = comity_node_after(child))
		index_nodes(view, child);
}

int
comparison_view_init(struct view *view, const struct comity_checked *checked,
    bool is_after, struct comity_report *report)
{
	char *text;
	int rc;

	memset(view, 0, sizeof(*view));
	view->checked = checked;
	view->is_after = is_after;
	rc = comity_translate_in(checked, report, &view->translation);
	if (rc != COMITY_OK)
		return rc;
	view->nodes =
	    calloc(checked->doc->ordinal_count + 1, sizeof(*view->nodes));
	if (view->nodes == NULL)
		return COMITY_ENOMEM;
	index_nodes(view, comity_doc_root(checked->doc));
	text = comity_node_text(xmlDocGetRootElement(view->translation->xml));
	if (text == NULL)
		return COMITY_ENOMEM;
	view->words = comparison_words(text, 1, &view->word_count);
	free(text);
	return view->words == NULL ? COMITY_ENOMEM : COMITY_OK;
}

void
comparison_view_clear(struct view *view)
{
	size_t i;

	for (i = 0; i < view->part_count; i++) {
		struct part *part = view->parts[i];

		free(part->children);
		free(part->value);
		free(part->shown);
		free(part->slot);
		free(part->edge);
		free(part->canon);
		free(part->tokens);
		free(part);
	}
	free(view->parts);
	free(view->nodes);
	free(view->words);
	comity_translation_free(view->translation);
	memset(view, 0, sizeof(*view));
}

static bool
is_document(const xmlNode *node)
{
	return comity_node_is(node, COMITY_NS_CORE, "Agreement") ||
	       comity_node_is(node, COMITY_NS_CORE, "License");
}

/* References by id, among the parts of one document. */
static void
resolve(struct view *view, size_t first)
{
	xmlHashTablePtr ids = xmlHashCreate(64);
	size_t i;

	if (ids == NULL) {
		view->failed = true;
		return;
	}
	for (i = first; i < view->part_count; i++) {
		struct part *part = view->parts[i];
		char *id = part->node->type == XML_ELEMENT_NODE
			       ? comparison_attribute(view, part->node, "id")
			       : NULL;

		/* a second id of the same name is a finding of validate */
		if (id != NULL)
			(void)xmlHashAddEntry(ids, BAD_CAST id, part);
		free(id);
	}
	for (i = first; i < view->part_count; i++) {
		struct part *part = view->parts[i];
		char *ref = NULL;

		if (strcmp(part->name, "@party") == 0)
			ref = part->value ? strdup(part->value) : NULL;
		else if (part->is_leaf && part->node->type == XML_ELEMENT_NODE)
			ref = comparison_attribute(view, part->node, "ref");
		if (ref != NULL) {
			part->target = xmlHashLookup(ids, BAD_CAST ref);
			if (part->target == NULL && part->value != NULL &&
			    *part->value == '\0') {
				free(part->value);
				free(part->shown);
				part->value = strdup(ref);
				part->shown = strdup(ref);
				view->failed |= !part->value || !part->shown;
			}
		}
		free(ref);
	}
	xmlHashFree(ids, NULL);
}

int
comparison_view_documents(
    struct view *view, struct part ***documents, size_t *count)
{
	const xmlNode *root = xmlDocGetRootElement(view->translation->xml);
	const xmlNode *node = is_document(root) ? root : NULL;
	struct part *part, **list = NULL;
	size_t n = 0, first;
	void *more;

	if (node == NULL && comity_node_is(root, COMITY_NS_CORE, "Collection"))
		node = comity_node_first(root);
	for (; node != NULL;
	     node = node == root ? NULL : comity_node_after(node)) {
		if (!is_document(node))
			continue;
		first = view->part_count;
		part = part_new(view, NULL, (const char *)node->name, node);
		more = reallocarray(list, n + 1, sizeof(*list));
		if (part == NULL || more == NULL) {
			free(more ? more : list);
			return COMITY_ENOMEM;
		}
		list = more;
		list[n++] = part;
		build_children(view, part, node);
		resolve(view, first);
	}
	*documents = list;
	*count = n;
	if (view->failed)
		return COMITY_ENOMEM;
	return n == 0 ? COMITY_UNKNOWN : COMITY_OK;
}

struct part *
comparison_child(const struct part *part, const char *name)
{
	size_t i;

	for (i = 0; i < part->count; i++)
		if (strcmp(part->children[i]->name, name) == 0)
			return part->children[i];
	return NULL;
}
