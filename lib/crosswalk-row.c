/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk: the rows of a table, element by element, attribute by attribute.
 */
#include "crosswalk-table.h"

#include <stdlib.h>
#include <string.h>

#define USE_DEPTH_MAX 16 /* lists of rows that use lists of rows */

static const char *const kind_names[] = { "root", "leaf", "group", "choice",
	"run", "fixed", "except", "also", "compound", "part", "carry",
	"container", "withheld", "id", "use" };
static const char *const type_names[] = { "text", "token", "code", "date",
	"datetime", "decimal", "decimal-comma", "integer", "boolean", "ref",
	"qname", "ordinal" };

#define KIND(kind) (1u << COMITY_ROW_##kind)
#define VALUED (KIND(LEAF) | KIND(ALSO) | KIND(PART))
#define TESTS (KIND(FIXED) | KIND(EXCEPT))
#define ROWS                                                                   \
	(KIND(LEAF) | KIND(GROUP) | KIND(CHOICE) | KIND(RUN) | KIND(ALSO) |    \
	    KIND(COMPOUND) | KIND(CARRY) | KIND(CONTAINER) | KIND(WITHHELD) |  \
	    KIND(ID))

/* Which attribute may stand on which kinds. */
static const struct {
	const char *name;
	unsigned kinds;
} attributes[] = {
	{ "key", ROWS },
	{ "label", ROWS },
	{ "basis", ROWS },
	{ "binding", ROWS },
	{ "max", ROWS },
	{ "required", ROWS },
	{ "local", ROWS | TESTS | KIND(PART) },
	{ "core", ROWS | TESTS | KIND(PART) },
	{ "type", VALUED | KIND(ID) },
	{ "map", VALUED },
	{ "prefix", VALUED },
	{ "format", VALUED },
	{ "to", VALUED },
	{ "many", KIND(LEAF) },
	{ "list", KIND(LEAF) },
	{ "nil", KIND(LEAF) },
	{ "atomic", KIND(LEAF) | KIND(GROUP) },
	{ "with", KIND(RUN) },
	{ "is", TESTS | KIND(WITHHELD) },
	{ "or", TESTS },
	{ "must", KIND(FIXED) },
	{ "direction", KIND(ALSO) },
	{ "after", KIND(ALSO) },
	{ "separator", KIND(COMPOUND) },
	{ "whole", KIND(PART) },
	{ "while", KIND(CARRY) },
	{ "empty", KIND(CONTAINER) },
	{ "value", KIND(WITHHELD) },
	{ "as", KIND(WITHHELD) },
	{ "rows", KIND(USE) },
};

const char *
comity_row_kind_name(enum comity_row_kind kind)
{
	return kind_names[kind];
}

const char *
comity_value_type_name(enum comity_value_type type)
{
	return type_names[type];
}

struct comity_row *
comity_row_new(struct comity_table_reader *reader, enum comity_row_kind kind,
    struct comity_row *parent)
{
	struct comity_crosswalk *crosswalk = reader->crosswalk;
	struct comity_row *row, **bigger;

	row = comity_table_alloc(crosswalk, sizeof(*row));
	if (row == NULL) {
		reader->rc = COMITY_ENOMEM;
		return NULL;
	}
	row->kind = kind;
	row->parent = parent;
	if (parent == NULL)
		return row;
	bigger = comity_table_alloc(
	    crosswalk, (parent->row_count + 1) * sizeof(*bigger));
	if (bigger == NULL) {
		reader->rc = COMITY_ENOMEM;
		return NULL;
	}
	if (parent->row_count > 0)
		memcpy(
		    bigger, parent->rows, parent->row_count * sizeof(*bigger));
	bigger[parent->row_count++] = row;
	parent->rows = bigger;
	return row;
}

static bool
allowed(const char *name, enum comity_row_kind kind)
{
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		if (strcmp(attributes[i].name, name) == 0)
			return (attributes[i].kinds & 1u << kind) != 0;
	return false;
}

struct reading {
	struct comity_table_reader *reader;
	struct comity_row *row;
	xmlNodePtr node;
	char *value; /* of the attribute at hand */
};

static void
bad(struct reading *r, const char *expected)
{
	comity_table_bad(r->reader, r->row->line, r->value, expected);
}

static bool
flag(struct reading *r)
{
	if (strcmp(r->value, "yes") == 0)
		return true;
	if (strcmp(r->value, "no") != 0)
		bad(r, "yes or no");
	return false;
}

static void
read_type(struct reading *r)
{
	size_t i;

	for (i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++)
		if (strcmp(type_names[i], r->value) == 0) {
			r->row->type = (enum comity_value_type)i;
			return;
		}
	bad(r, "a type of doc/crosswalk.md");
}

static void
read_with(struct reading *r)
{
	struct comity_path path;
	char *at = r->value;

	/* Blanks to slashes: the same reader, then taken as a set. */
	for (; *at != '\0'; at++)
		if (*at == ' ')
			*at = '/';
	comity_path_read(r->reader, r->node, r->value, true, &path);
	r->row->with = path.steps;
	r->row->with_count = path.count;
}

static void
read_max(struct reading *r)
{
	char *end;
	unsigned long max = strtoul(r->value, &end, 10);

	if (*end != '\0' || end == r->value || max == 0 || max > 1000000)
		bad(r, "a number from 1");
	r->row->max = max;
}

static void
read_map(struct reading *r)
{
	r->row->map = comity_map_find(r->reader->crosswalk, r->value);
	if (r->row->map == NULL)
		bad(r, "the id of a map");
}

static bool
is_one_of(struct reading *r, const char *a, const char *b, const char *c)
{
	if (strcmp(r->value, a) == 0 || strcmp(r->value, b) == 0 ||
	    (c != NULL && strcmp(r->value, c) == 0))
		return true;
	bad(r, "a value of doc/crosswalk.md");
	return false;
}

/* The attributes that are paths, flags and choices. */
static bool
read_special(struct reading *r, const char *name)
{
	struct comity_row *row = r->row;
	const char *value = r->value;

	if (strcmp(name, "local") == 0)
		comity_path_read(r->reader, r->node, value, true, &row->local);
	else if (strcmp(name, "core") == 0)
		comity_path_read(r->reader, r->node, value, false, &row->core);
	else if (strcmp(name, "value") == 0)
		comity_path_read(r->reader, r->node, value, true, &row->value);
	else if (strcmp(name, "with") == 0)
		read_with(r);
	else if (strcmp(name, "binding") == 0)
		row->binding = flag(r), row->binding_said = true;
	else if (strcmp(name, "required") == 0)
		row->required = flag(r);
	else if (strcmp(name, "many") == 0)
		row->many = flag(r);
	else if (strcmp(name, "atomic") == 0)
		row->atomic = flag(r);
	else if (strcmp(name, "whole") == 0)
		row->whole = flag(r);
	else if (strcmp(name, "max") == 0)
		read_max(r);
	else if (strcmp(name, "type") == 0)
		read_type(r);
	else if (strcmp(name, "map") == 0)
		read_map(r);
	else if (strcmp(name, "must") == 0 && is_one_of(r, "yes", "no", "own"))
		row->must = strcmp(value, "yes") == 0  ? COMITY_MUST_YES
			    : strcmp(value, "no") == 0 ? COMITY_MUST_NO
						       : COMITY_MUST_OWN;
	else if (strcmp(name, "direction") == 0 &&
		 is_one_of(r, "in", "out", NULL))
		row->way = *value == 'i' ? COMITY_WAY_IN : COMITY_WAY_OUT;
	else if (strcmp(name, "empty") == 0 &&
		 is_one_of(r, "carry", "always", NULL))
		row->always = *value == 'a';
	else
		return false;
	return true;
}

static void
read_plain(struct reading *r, const char *name)
{
	struct comity_row *row = r->row;
	const char *value = comity_table_string(r->reader->crosswalk, r->value);

	if (value == NULL)
		r->reader->rc = COMITY_ENOMEM;
	else if (strcmp(name, "key") == 0)
		row->key = value;
	else if (strcmp(name, "label") == 0)
		row->label = value;
	else if (strcmp(name, "basis") == 0)
		row->basis = value;
	else if (strcmp(name, "prefix") == 0)
		row->prefix = value;
	else if (strcmp(name, "format") == 0)
		row->format = value;
	else if (strcmp(name, "to") == 0)
		row->to = value;
	else if (strcmp(name, "list") == 0)
		row->list = value;
	else if (strcmp(name, "separator") == 0)
		row->separator = value;
	else if (strcmp(name, "nil") == 0)
		row->nil = value;
	else if (strcmp(name, "is") == 0)
		row->is = value;
	else if (strcmp(name, "or") == 0)
		row->others = value;
	else if (strcmp(name, "as") == 0)
		row->as = value;
	else if (strcmp(name, "after") == 0)
		row->after_key = value;
	else if (strcmp(name, "while") == 0)
		row->guard_key = value;
}

static const struct comity_row *
sibling(const struct comity_row *row, const char *key)
{
	size_t i;

	for (i = 0; i < row->parent->row_count; i++)
		if (row->parent->rows[i]->key != NULL &&
		    row->parent->rows[i] != row &&
		    strcmp(row->parent->rows[i]->key, key) == 0)
			return row->parent->rows[i];
	return NULL;
}

/* `after` and `while` name siblings, known once all of them are read. */
void
comity_rows_find(struct comity_table_reader *reader, struct comity_row *parent)
{
	struct comity_row *row;
	size_t i;

	for (i = 0; i < parent->row_count; i++) {
		row = parent->rows[i];
		if (row->after_key != NULL &&
		    (row->after = sibling(row, row->after_key)) == NULL)
			comity_table_bad(reader, row->line, row->after_key,
			    "the key of a row beside this one");
		if (row->guard_key != NULL &&
		    (row->guard = sibling(row, row->guard_key)) == NULL)
			comity_table_bad(reader, row->line, row->guard_key,
			    "the key of a row beside this one");
	}
}

static void
read_attributes(
    struct comity_table_reader *reader, xmlNodePtr node, struct comity_row *row)
{
	struct reading r = { reader, row, node, NULL };
	const char *name;
	xmlAttrPtr attr;

	for (attr = node->properties; attr != NULL; attr = attr->next) {
		name = (const char *)attr->name;
		r.value = comity_node_text((const xmlNode *)attr);
		if (r.value == NULL)
			reader->rc = COMITY_ENOMEM;
		else if (attr->ns != NULL || !allowed(name, row->kind))
			comity_table_bad(reader, row->line, name,
			    "an attribute of this row");
		else if (!read_special(&r, name) && reader->rc == COMITY_OK)
			read_plain(&r, name);
		free(r.value);
	}
}

static bool
kind_read(xmlNodePtr node, enum comity_row_kind *out)
{
	int i;

	for (i = COMITY_ROW_LEAF; i <= COMITY_ROW_USE; i++)
		if (comity_node_is(node, COMITY_NS_CROSSWALK, kind_names[i])) {
			*out = (enum comity_row_kind)i;
			return true;
		}
	return false;
}

/* Which kinds may stand inside which. */
static bool
fits(enum comity_row_kind kind, enum comity_row_kind parent)
{
	unsigned in_block = ROWS | TESTS | KIND(USE), inside = 0;

	switch (parent) {
	case COMITY_ROW_ROOT:
	case COMITY_ROW_GROUP:
	case COMITY_ROW_RUN:
		inside = in_block;
		break;
	case COMITY_ROW_LEAF:
		inside = TESTS | KIND(LEAF) | KIND(CARRY);
		break;
	case COMITY_ROW_CHOICE:
		inside = KIND(GROUP) | KIND(LEAF);
		break;
	case COMITY_ROW_COMPOUND:
		inside = TESTS | KIND(PART);
		break;
	case COMITY_ROW_ALSO:
	case COMITY_ROW_WITHHELD:
	case COMITY_ROW_ID:
		inside = TESTS;
		break;
	default:
		break;
	}
	return (inside & 1u << kind) != 0;
}

static void
read_use(struct comity_table_reader *reader, xmlNodePtr node,
    struct comity_row *parent, int left)
{
	char *name = comity_node_attribute(node, "rows"), *id;
	xmlNodePtr list, root = comity_doc_root(reader->doc);
	bool found = false;

	for (list = comity_node_child(root, COMITY_NS_CROSSWALK, "rows");
	     list != NULL && name != NULL && !found;
	     list = comity_node_next(list, COMITY_NS_CROSSWALK, "rows")) {
		id = comity_node_attribute(list, "id");
		found = id != NULL && strcmp(id, name) == 0;
		if (found)
			comity_rows_read(reader, list, parent, left - 1);
		free(id);
	}
	if (!found)
		comity_table_bad(reader, comity_doc_line(reader->doc, node),
		    name, "the id of a rows element");
	free(name);
}

static void
finish_key(struct comity_table_reader *reader, struct comity_row *row)
{
	char *text;

	if (row->key == NULL && row->kind == COMITY_ROW_ID)
		row->key = row->parent->key;
	if (row->key != NULL)
		return;
	text = comity_path_write(
	    reader->crosswalk, row->local.given ? &row->local : &row->core);
	row->key = comity_table_string(reader->crosswalk, text);
	if (row->key == NULL)
		reader->rc = COMITY_ENOMEM;
	free(text);
}

void
comity_rows_read(struct comity_table_reader *reader, xmlNodePtr node,
    struct comity_row *parent, int left)
{
	enum comity_row_kind kind;
	struct comity_row *row;
	xmlNodePtr child;

	for (child = comity_node_first(node);
	     child != NULL && reader->rc != COMITY_ENOMEM;
	     child = comity_node_after(child)) {
		if (parent->kind == COMITY_ROW_ROOT &&
		    (comity_node_is(child, COMITY_NS_CROSSWALK, "map") ||
			comity_node_is(child, COMITY_NS_CROSSWALK, "rows") ||
			comity_node_is(child, COMITY_NS_CROSSWALK, "root")))
			continue;
		if (!kind_read(child, &kind) || !fits(kind, parent->kind) ||
		    left == 0) {
			comity_table_bad(reader,
			    comity_doc_line(reader->doc, child),
			    (const char *)child->name, "a row that fits here");
			continue;
		}
		if (kind == COMITY_ROW_USE) {
			read_use(reader, child, parent,
			    left > USE_DEPTH_MAX ? USE_DEPTH_MAX : left);
			continue;
		}
		if ((row = comity_row_new(reader, kind, parent)) == NULL)
			return;
		row->line = comity_doc_line(reader->doc, child);
		read_attributes(reader, child, row);
		finish_key(reader, row);
		if (row->label == NULL)
			row->label = parent->label;
		if (row->basis == NULL)
			row->basis = parent->basis;
		/* A restatement binds no more than what it restates. */
		if (!row->binding_said && row->guard_key == NULL)
			row->binding = parent->binding;
		comity_rows_read(reader, child, row, left - 1);
		comity_rows_find(reader, row);
	}
}
