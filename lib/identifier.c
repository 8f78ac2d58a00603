/* SPDX-License-Identifier: Apache-2.0 */
/* identifier: our own index of Id attributes (rule 14). */
#include "reference.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct row {
	char *value;
	const xmlNode *node;
	bool recognized;
};

struct comity_identifiers {
	struct row *rows;
	size_t count, room;
};

static bool
is_recognized(const xmlAttr *attribute, const xmlNode *root)
{
	const char *name = (const char *)attribute->name;

	if (attribute->ns != NULL)
		return strcmp((const char *)attribute->ns->href,
			   (const char *)XML_XML_NAMESPACE) == 0 &&
		       strcmp(name, "id") == 0;
	if (strcmp(name, "Id") == 0)
		return true;
	return attribute->parent == root &&
	       (strcmp(name, "ID") == 0 || strcmp(name, "id") == 0);
}

static int
add(struct comity_identifiers *identifiers, const xmlAttr *attribute,
    const xmlNode *root)
{
	struct row *rows;
	size_t room;
	char *value = comity_node_text((const xmlNode *)attribute);

	if (value == NULL)
		return COMITY_ENOMEM;
	if (identifiers->count == identifiers->room) {
		room = identifiers->room ? 2 * identifiers->room : 64;
		rows = realloc(identifiers->rows, room * sizeof(*rows));
		if (rows == NULL) {
			free(value);
			return COMITY_ENOMEM;
		}
		identifiers->rows = rows;
		identifiers->room = room;
	}
	identifiers->rows[identifiers->count++] = (struct row){
		.value = value,
		.node = attribute->parent,
		.recognized = is_recognized(attribute, root),
	};
	return COMITY_OK;
}

static int
by_value(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	int order = strcmp(left->value, right->value);

	if (order != 0)
		return order;
	return (int)right->recognized - (int)left->recognized;
}

int
comity_identifiers_read(
    const struct comity_doc *doc, struct comity_identifiers **out)
{
	struct comity_identifiers *identifiers;
	const xmlNode *root = comity_doc_root(doc), *node = root, *next;
	const xmlAttr *attribute;

	*out = NULL;
	if ((identifiers = calloc(1, sizeof(*identifiers))) == NULL)
		return COMITY_ENOMEM;
	while (node != NULL) {
		for (attribute = node->properties; attribute != NULL;
		     attribute = attribute->next)
			if (strcasecmp((const char *)attribute->name, "id") ==
				0 &&
			    add(identifiers, attribute, root) != COMITY_OK) {
				comity_identifiers_free(identifiers);
				return COMITY_ENOMEM;
			}
		next = comity_node_first(node);
		while (next == NULL && node != root) {
			next = comity_node_after(node);
			node = node->parent;
		}
		node = next;
	}
	if (identifiers->count > 0)
		qsort(identifiers->rows, identifiers->count,
		    sizeof(*identifiers->rows), by_value);
	*out = identifiers;
	return COMITY_OK;
}

void
comity_identifiers_free(struct comity_identifiers *identifiers)
{
	size_t i;

	if (identifiers == NULL)
		return;
	for (i = 0; i < identifiers->count; i++)
		free(identifiers->rows[i].value);
	free(identifiers->rows);
	free(identifiers);
}

const char *
comity_identifiers_double(
    const struct comity_identifiers *identifiers, const xmlNode **second)
{
	const struct row *row;
	size_t i;

	for (i = 1; i < identifiers->count; i++) {
		row = &identifiers->rows[i];
		if (!row->recognized || !row[-1].recognized ||
		    strcmp(row->value, row[-1].value) != 0)
			continue;
		*second = row->node;
		return row->value;
	}
	return NULL;
}

const xmlNode *
comity_identifiers_find(const struct comity_identifiers *identifiers,
    const char *value, bool *ambiguous)
{
	size_t low = 0, high = identifiers->count, middle;
	const struct row *row;

	*ambiguous = false;
	while (low < high) { /* the first row that is not below value */
		middle = low + (high - low) / 2;
		if (strcmp(identifiers->rows[middle].value, value) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	row = identifiers->rows + low;
	if (low == identifiers->count || strcmp(row->value, value) != 0 ||
	    !row->recognized)
		return NULL;
	*ambiguous =
	    low + 1 < identifiers->count && strcmp(row[1].value, value) == 0;
	return row->node;
}
