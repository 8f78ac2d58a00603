/* SPDX-License-Identifier: Apache-2.0 */
#include "stated.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Names seen among the children of one parent, and how often. */
struct names {
	struct name {
		const xmlNode *first;
		unsigned count;
	} * at;
	size_t count;
};

static bool
is_named_alike(const xmlNode *a, const xmlNode *b)
{
	const xmlChar *x = a->ns ? a->ns->href : NULL;
	const xmlChar *y = b->ns ? b->ns->href : NULL;

	return xmlStrEqual(a->name, b->name) && xmlStrEqual(x, y);
}

static bool
count_child(
    struct comity_places *places, struct names *names, const xmlNode *child)
{
	size_t ordinal = comity_node_ordinal(child), i;
	struct name *more;

	if (ordinal > places->doc->ordinal_count)
		return true;
	for (i = names->count; i > 0; i--)
		if (is_named_alike(names->at[i - 1].first, child))
			break;
	if (i == 0) {
		more = reallocarray(
		    names->at, names->count + 1, sizeof(*names->at));
		if (more == NULL)
			return false;
		names->at = more;
		names->at[names->count].first = child;
		names->at[names->count++].count = 1;
		return true;
	}
	more = &names->at[i - 1];
	if (more->count++ == 1)
		places->index[comity_node_ordinal(more->first)] = 1;
	places->index[ordinal] = more->count;
	return true;
}

static bool
index_children(struct comity_places *places, const xmlNode *parent)
{
	struct names names = { 0 };
	const xmlNode *child;
	bool done = true;

	for (child = comity_node_first(parent); child != NULL && done;
	     child = comity_node_after(child)) {
		size_t ordinal = comity_node_ordinal(child);

		if (ordinal <= places->doc->ordinal_count)
			places->nodes[ordinal] = child;
		done = count_child(places, &names, child);
	}
	free(names.at);
	return done;
}

/* The next element in document order below root. */
static const xmlNode *
next_in_order(const xmlNode *node, const xmlNode *root)
{
	const xmlNode *next = comity_node_first(node);

	while (next == NULL && node != NULL && node != root) {
		next = comity_node_after(node);
		node = node->parent;
	}
	return next;
}

int
comity_places_init(struct comity_places *places, const struct comity_doc *doc)
{
	const xmlNode *root = comity_doc_root(doc), *node;

	memset(places, 0, sizeof(*places));
	places->doc = doc;
	places->nodes = calloc(doc->ordinal_count + 1, sizeof(*places->nodes));
	places->index = calloc(doc->ordinal_count + 1, sizeof(*places->index));
	if (places->nodes == NULL || places->index == NULL || root == NULL)
		return COMITY_ENOMEM;
	places->nodes[comity_node_ordinal(root)] = root;
	for (node = root; node != NULL; node = next_in_order(node, root)) {
		const xmlAttr *attribute;

		if (!index_children(places, node))
			return COMITY_ENOMEM;
		for (attribute = node->properties; attribute != NULL;
		     attribute = attribute->next) {
			size_t ordinal =
			    comity_node_ordinal((const xmlNode *)attribute);

			if (ordinal <= doc->ordinal_count)
				places->nodes[ordinal] =
				    (const xmlNode *)attribute;
		}
	}
	return COMITY_OK;
}

void
comity_places_clear(struct comity_places *places)
{
	free(places->nodes);
	free(places->index);
	memset(places, 0, sizeof(*places));
}

static void
write_step(const struct comity_places *places, const xmlNode *node,
    struct comity_text *text)
{
	unsigned index = places->index[comity_node_ordinal(node)];

	comity_text_add(text, node->type == XML_ATTRIBUTE_NODE ? "/@" : "/");
	if (node->ns != NULL && node->ns->prefix != NULL) {
		comity_text_add(text, (const char *)node->ns->prefix);
		comity_text_add(text, ":");
	}
	comity_text_add(text, (const char *)node->name);
	if (index > 0)
		comity_text_addf(text, "[%u]", index);
}

static char *
path_of(struct comity_places *places, const xmlNode *node)
{
	const xmlNode *steps[256];
	struct comity_text text = { 0 };
	size_t count = 0;
	char *path;

	for (; node != NULL && count < 256 &&
	       (node->type == XML_ELEMENT_NODE ||
		   node->type == XML_ATTRIBUTE_NODE);
	     node = node->parent)
		steps[count++] = node;
	while (count > 0)
		write_step(places, steps[--count], &text);
	if ((path = comity_text_take(&text)) == NULL)
		places->failed = true;
	return path;
}

/* The node of the document that was given from which this one came. */
static const xmlNode *
given(const struct comity_places *places, const xmlNode *node)
{
	size_t ordinal;

	for (; node != NULL; node = node->parent) {
		ordinal = node->type == XML_ELEMENT_NODE ||
				  node->type == XML_ATTRIBUTE_NODE
			      ? comity_node_ordinal(node)
			      : 0;
		if (places->origin != NULL && ordinal > 0)
			ordinal = ordinal < places->origin_count
				      ? places->origin[ordinal]
				      : 0;
		if (ordinal > 0 && ordinal <= places->doc->ordinal_count &&
		    places->nodes[ordinal] != NULL)
			return places->nodes[ordinal];
	}
	return NULL;
}

void
comity_stated_place(struct comity_places *places, const xmlNode *node,
    struct comity_stated *out)
{
	const xmlNode *from = given(places, node);

	free(out->path);
	out->path = from != NULL ? path_of(places, from) : strdup("/");
	if (out->path == NULL)
		places->failed = true;
	out->line = from != NULL ? comity_doc_line(places->doc, from) : 0;
}

char *
comity_stated_attribute(
    struct comity_places *places, const xmlNode *node, const char *name)
{
	char *text, *value = NULL;

	if (xmlHasNsProp((xmlNodePtr)node, BAD_CAST name, NULL) == NULL)
		return NULL;
	text = comity_node_attribute(node, name);
	if (text == NULL || (value = comity_text_collapse(text)) == NULL)
		places->failed = true;
	free(text);
	return value;
}

void
comity_stated_read(struct comity_places *places, const xmlNode *node,
    struct comity_stated *out)
{
	char *allowed;

	comity_stated_place(places, node, out);
	if ((out->text = comity_node_value(node)) == NULL)
		places->failed = true;
	else if (out->text[0] == '\0') {
		free(out->text);
		out->text = NULL;
	}
	out->withheld = comity_stated_attribute(places, node, "withheld");
	if (out->withheld != NULL) { /* a value beside it does not count */
		free(out->text);
		out->text = NULL;
	}
	out->list = comity_stated_attribute(places, node, "list");
	if (out->list == NULL)
		out->list = comity_stated_attribute(places, node, "scheme");
	out->edition = comity_stated_attribute(places, node, "edition");
	out->name = comity_stated_attribute(places, node, "name");
	out->level = comity_stated_attribute(places, node, "below");
	allowed = comity_stated_attribute(places, node, "allowed");
	out->negated = comity_text_same(allowed, "no");
	free(allowed);
}

void
comity_stated_at(struct comity_places *places, const xmlNode *parent,
    const char *steps, struct comity_stated *out)
{
	char name[128];
	size_t len;

	while (parent != NULL && *steps != '\0') {
		len = strcspn(steps, "/");
		if (len >= sizeof(name))
			return;
		memcpy(name, steps, len);
		name[len] = '\0';
		parent = comity_node_child(parent, COMITY_NS_CORE, name);
		steps += len + (steps[len] == '/');
	}
	if (parent != NULL)
		comity_stated_read(places, parent, out);
}

void *
comity_grow(
    struct comity_places *places, void *array, size_t *count, size_t size)
{
	char *more;

	/* Room doubles at each power of two. */
	if ((*count & (*count - 1)) == 0) {
		more = reallocarray(array, *count == 0 ? 1 : *count * 2, size);
		if (more == NULL) {
			places->failed = true;
			return NULL;
		}
		array = more;
	}
	memset((char *)array + *count * size, 0, size);
	(*count)++;
	return array;
}

void
comity_stated_all(struct comity_places *places, const xmlNode *parent,
    const char *name, struct comity_stated_list *out)
{
	const xmlNode *node;
	void *more;

	for (node = comity_node_child(parent, COMITY_NS_CORE, name);
	     node != NULL;
	     node = comity_node_next(node, COMITY_NS_CORE, name)) {
		more =
		    comity_grow(places, out->at, &out->count, sizeof(*out->at));
		if (more == NULL)
			return;
		out->at = more;
		comity_stated_read(places, node, &out->at[out->count - 1]);
	}
}

char *
comity_basis_read(
    struct comity_places *places, const xmlNode *parent, const char *side)
{
	struct comity_text text = { 0 };
	const xmlNode *node;
	char *basis = NULL;

	for (node = comity_node_child(parent, COMITY_NS_CORE, "LegalBasis");
	     node != NULL;
	     node = comity_node_next(node, COMITY_NS_CORE, "LegalBasis")) {
		struct comity_stated instrument = { 0 }, provision = { 0 };
		char *of = comity_stated_attribute(places, node, "side");

		if (side == NULL || of == NULL || strcmp(of, side) == 0) {
			comity_stated_at(
			    places, node, "Instrument", &instrument);
			comity_stated_at(places, node, "Provision", &provision);
			comity_text_addf(&text, "%s%s%s%s",
			    text.len > 0 ? "; " : "",
			    instrument.text ? instrument.text : "",
			    instrument.text && provision.text ? ", " : "",
			    provision.text ? provision.text : "");
		}
		comity_stated_clear(&instrument);
		comity_stated_clear(&provision);
		free(of);
	}
	if (text.failed)
		places->failed = true;
	if (text.len > 0 && (basis = comity_text_take(&text)) == NULL)
		places->failed = true;
	comity_text_clear(&text);
	return basis;
}

void
comity_stated_clear(struct comity_stated *stated)
{
	free(stated->text);
	free(stated->list);
	free(stated->edition);
	free(stated->name);
	free(stated->level);
	free(stated->withheld);
	free(stated->path);
	memset(stated, 0, sizeof(*stated));
}

void
comity_stated_list_clear(struct comity_stated_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		comity_stated_clear(&list->at[i]);
	free(list->at);
	memset(list, 0, sizeof(*list));
}
