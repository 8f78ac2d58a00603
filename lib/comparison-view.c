/* SPDX-License-Identifier: Apache-2.0 */
/* comparison-view: the core view of a document as parts, without what is no
 * term: ids, versions, names of codes, originals, signatures. */
#include "comparison-private.h"
#include "decimal.h"
#include "text.h"

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

	if (comity_node_is(node, COMITY_NS_CORE, "Extension"))
		return true;
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
	view->parts[view->part_count++] = part;
	return part;
fail:
	view->failed = true;
	return NULL;
}

static void
adopt(struct view *view, struct part *parent, struct part *child)
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

/* Units of one quantity, in a common one; others are compared as they are. */
static const struct unit {
	const char *code, *base, *factor;
} units[] = {
	{ "MC", "GRM", "0.000001" },
	{ "MGM", "GRM", "0.001" },
	{ "GRM", "GRM", "1" },
	{ "KGM", "GRM", "1000" },
	{ "TNE", "GRM", "1000000" },
	{ "4G", "LTR", "0.000001" },
	{ "MLT", "LTR", "0.001" },
	{ "LTR", "LTR", "1" },
};

/* The exact value in the common unit, its slot; text that is none stays. */
static void
amount(struct view *view, struct part *part, const char *unit)
{
	struct comity_decimal value, factor, product;
	const char *base = unit;
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].code, unit) == 0 &&
		    comity_decimal_read(part->value, &value) == COMITY_OK &&
		    comity_decimal_read(units[i].factor, &factor) ==
			COMITY_OK &&
		    comity_decimal_multiply(&value, &factor, &product) ==
			COMITY_OK) {
			free(part->value);
			part->value = comity_decimal_write(&product);
			base = units[i].base;
			break;
		}
	part->slot = strdup(base);
	view->failed |= part->value == NULL || part->slot == NULL;
}

static char *
attribute(struct view *view, const xmlNode *node, const char *name)
{
	char *value;

	if (xmlHasNsProp(node, BAD_CAST name, NULL) == NULL)
		return NULL;
	if ((value = comity_node_attribute(node, name)) == NULL)
		view->failed = true;
	return value;
}

/* What a value is about: at most one of these stands on a leaf. */
static void
set_slot(struct view *view, struct part *part)
{
	static const char *const names[] = { "allowed", "scheme", "list",
		"profile" };
	const xmlNode *node = part->node;
	char *unit = attribute(view, node, "unit");
	size_t i;

	if (unit == NULL)
		unit = attribute(view, node, "currency");
	if (unit != NULL && part->value != NULL &&
	    strcmp(part->name, "Parameter") != 0)
		amount(view, part, unit);
	else if (strcmp(part->name, "Parameter") == 0)
		part->slot = attribute(view, node, "name");
	free(unit);
	for (i = 0; part->slot == NULL && i < sizeof(names) / sizeof(names[0]);
	     i++)
		part->slot = attribute(view, node, names[i]);
	/* a code is written with or without its list's default: iso3166 */
	if (part->slot != NULL && strcmp(part->slot, "iso3166") == 0) {
		free(part->slot);
		part->slot = NULL;
	}
	/* a place is allowed unless it says no */
	if (part->slot != NULL && strcmp(part->slot, "yes") == 0) {
		free(part->slot);
		part->slot = NULL;
	}
	if (part->slot == NULL && comity_node_is(node, COMITY_NS_CORE,
				      part->name)) {
		char *lang = comity_node_attribute_ns(
		    node, (const char *)XML_XML_NAMESPACE, "lang");
		part->slot = lang;
	}
}

/* A code with its synonym replaced: DUO:00000044 is DUO:0000044. */
static void
same_code(struct view *view, struct part *part)
{
	const struct comity_codelist *list = NULL;
	const char *same = NULL;

	if (part->slot == NULL || part->value == NULL ||
	    strcmp(part->slot, "duo") != 0)
		return;
	list = comity_packs_codelist(view->checked->edition->packs, "duo");
	if (list != NULL)
		same = comity_codelist_column(list, part->value, "sameAs");
	if (same == NULL)
		return;
	free(part->value);
	part->value = strdup(same);
	view->failed |= part->value == NULL;
}

static void
set_shown(struct view *view, struct part *part, const char *text)
{
	static const char *const after[] = { "unit", "currency" };
	struct comity_text shown = { 0 };
	char *withheld = attribute(view, part->node, "withheld");
	char *more;
	size_t i;

	comity_text_add(&shown, text);
	for (i = 0; i < 2; i++)
		if ((more = attribute(view, part->node, after[i])) != NULL) {
			comity_text_addf(&shown, " %s", more);
			free(more);
		}
	if (part->slot != NULL && strcmp(part->slot, "no") == 0 &&
	    strcmp(comparison_rule(part)->kind ? comparison_rule(part)->kind
					       : "",
		"destination") == 0)
		comity_text_add(&shown, " (not allowed)");
	if (withheld != NULL) {
		comity_text_addf(&shown, "(withheld: %s)", withheld);
		/* unknown is no value: it equals only the same silence */
		free(part->value);
		part->value = NULL;
		if (asprintf(&part->value, "\x01%s", withheld) < 0) {
			part->value = NULL;
			view->failed = true;
		}
	}
	comity_text_add(&shown, "");
	if (!shown.failed && shown.data == NULL)
		part->shown = strdup("");
	else
		part->shown = comity_text_take(&shown);
	view->failed |= part->shown == NULL;
	free(withheld);
}

/* "edition=2021-02-23;zone=Europe/Berlin;" */
static void
set_edge(struct view *view, struct part *part)
{
	char *edition = attribute(view, part->node, "edition");
	char *zone = attribute(view, part->node, "zone");
	struct comity_text edge = { 0 };

	if (edition != NULL)
		comity_text_addf(&edge, "edition %s", edition);
	if (zone != NULL)
		comity_text_addf(&edge, "zone %s", zone);
	if (edition != NULL || zone != NULL) {
		part->edge = comity_text_take(&edge);
		view->failed |= part->edge == NULL;
	}
	comity_text_clear(&edge);
	free(edition);
	free(zone);
}

/* An Extension holds what we have no words for: compared as it stands. */
static void
extension_text(struct comity_text *out, const xmlNode *node)
{
	const xmlAttr *a;
	const xmlNode *child;
	char *text;

	comity_text_addf(out, "{%s}%s(",
	    node->ns && node->ns->href ? (const char *)node->ns->href : "",
	    (const char *)node->name);
	for (a = node->properties; a != NULL; a = a->next) {
		if (strcmp((const char *)a->name, "id") == 0 && a->ns == NULL)
			continue;
		text = comity_node_text((const xmlNode *)a);
		comity_text_addf(
		    out, "@%s=\"%s\" ", (const char *)a->name, text ? text : "");
		out->failed |= text == NULL;
		free(text);
	}
	if (comity_node_first(node) == NULL) {
		text = comity_node_value(node);
		comity_text_add(out, text);
		out->failed |= text == NULL;
		free(text);
	}
	for (child = comity_node_first(node); child != NULL;
	     child = comity_node_after(child))
		extension_text(out, child);
	comity_text_add(out, ")");
}

static void
fill_leaf(struct view *view, struct part *part)
{
	struct comity_text inside = { 0 };
	char *text;

	part->is_leaf = true;
	if (strcmp(part->name, "Extension") == 0) {
		extension_text(&inside, part->node);
		text = comity_text_take(&inside);
	} else {
		text = comity_node_value(part->node);
	}
	if (text == NULL) {
		view->failed = true;
		return;
	}
	/* the rule of a Parameter hangs on its slot */
	part->value = strdup(text);
	view->failed |= part->value == NULL;
	set_slot(view, part);
	if (part->value != NULL && comparison_rule(part)->measure !=
				       MEASURE_DECIMAL) {
		free(part->value);
		part->value = comparison_canonical(
		    comparison_rule(part)->measure, text);
	} else if (part->value != NULL) {
		char *exact =
		    comparison_canonical(MEASURE_DECIMAL, part->value);

		free(part->value);
		part->value = exact;
	}
	view->failed |= part->value == NULL;
	same_code(view, part);
	set_edge(view, part);
	set_shown(view, part, text);
	free(text);
}

static void
add_attributes(struct view *view, struct part *part)
{
	static const char *const known[] = { "@binding", "@number",
		"@required", "@lang", "@prevails", "@party", "@digest",
		"@kind", "@by", "@side", "@allowed" };
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
			adopt(view, part, child);
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

static void
build(struct view *view, struct part *parent, const xmlNode *node)
{
	struct part *part;

	/* what a license says of its end use stands beside the rest of it,
	 * where an agreement says it */
	if (comity_node_is(node, COMITY_NS_CORE, "EndUse")) {
		build_children(view, parent, node);
		return;
	}
	part = part_new(view, parent, name_of(parent, node), node);
	if (part == NULL)
		return;
	if (is_leaf(node)) {
		fill_leaf(view, part);
	} else {
		add_attributes(view, part);
		build_children(view, part, node);
	}
	adopt(view, parent, part);
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
    struct comity_report *report)
{
	char *text;
	int rc;

	memset(view, 0, sizeof(*view));
	view->checked = checked;
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
			       ? attribute(view, part->node, "id")
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
		else if (part->is_leaf &&
			 part->node->type == XML_ELEMENT_NODE)
			ref = attribute(view, part->node, "ref");
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
		part =
		    part_new(view, NULL, (const char *)node->name, node);
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
