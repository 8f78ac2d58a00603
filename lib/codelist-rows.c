/* SPDX-License-Identifier: Apache-2.0 */
/*
 * codelist-rows: the rows of a code list as they are read. A list is mostly
 * rows, all alike; a tree of them costs several times what is in them. Whatever
 * is not as it is in nearly every list is left to codelist.c.
 */
#include "codelist-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum level { OUTSIDE, ROOT, TABLE, ROW, VALUE, SIMPLE };

struct walk {
	struct reading reading;
	size_t room; /* of rows */
	enum level level;
	unsigned other; /* elements within each other that are no rows */
	unsigned parts[3]; /* how many there are of each */
	size_t column; /* of the present value */
	struct comity_text text; /* of the present value */
	int rc;
};

static const char *const names[] = { NULL, "CodeList", "SimpleCodeList", "Row",
	"Value", "SimpleValue" };
static const char *const parts[] = { "Identification", "ColumnSet",
	"SimpleCodeList" };

static bool
give_up(struct walk *walk, int rc)
{
	walk->rc = rc;
	return false;
}

/* Room for one row more; rows are indexed when all are there, for they move. */
static bool
row_start(struct walk *walk)
{
	struct comity_codelist *list = walk->reading.list;
	struct row *more;

	if (list->row_count == walk->room) {
		walk->room = walk->room == 0 ? 64 : walk->room * 2;
		more = realloc(list->rows, walk->room * sizeof(*more));
		if (more == NULL)
			return give_up(walk, COMITY_ENOMEM);
		list->rows = more;
	}
	if (comity_codelist_row_begin(list, &list->rows[list->row_count]) !=
	    COMITY_OK)
		return give_up(walk, COMITY_ENOMEM);
	list->row_count++;
	return true;
}

static bool
value_start(struct walk *walk, const struct comity_walk_element *element)
{
	struct comity_codelist *list = walk->reading.list;
	char **values = list->rows[list->row_count - 1].values;
	char ref[64];

	if (!comity_walk_attribute(element, "ColumnRef", ref, sizeof(ref)))
		return give_up(walk, COMITY_EPACK);
	walk->column = comity_codelist_column_find(list, ref);
	if (walk->column == list->column_count || values[walk->column] != NULL)
		return give_up(walk, COMITY_EPACK);
	return true;
}

/* Below the root, beside the rows: what makes the head, and anything else. */
static bool
part_start(struct walk *walk, const struct comity_walk_element *element)
{
	size_t i;

	for (i = 0; i < 3; i++)
		if (element->ns == NULL && strcmp(element->name, parts[i]) == 0)
			walk->parts[i]++;
	return true;
}

static bool
on_start(void *context, const struct comity_walk_element *element)
{
	struct walk *walk = context;
	const char *ns = walk->level == OUTSIDE ? NS_GENERICODE : NULL;
	bool is_next = walk->other == 0 && walk->level < SIMPLE &&
		       comity_text_same(element->ns, ns) &&
		       strcmp(element->name, names[walk->level + 1]) == 0;

	if (walk->level == ROOT && walk->other == 0 &&
	    !part_start(walk, element))
		return false;
	if (!is_next) {
		/* only what stands beside the table may be something else */
		if (walk->level != ROOT)
			return give_up(walk, COMITY_EPACK);
		walk->other++;
		return true;
	}
	walk->level++;
	if (walk->level == ROW)
		return row_start(walk);
	if (walk->level == VALUE)
		return value_start(walk, element);
	if (walk->level == SIMPLE)
		walk->text.len = 0;
	return true;
}

static bool
on_text(void *context, const char *text, size_t len)
{
	struct walk *walk = context;

	if (walk->level == SIMPLE)
		comity_text_add_bytes(&walk->text, text, len);
	return !walk->text.failed || give_up(walk, COMITY_ENOMEM);
}

static bool
simple_end(struct walk *walk)
{
	struct comity_codelist *list = walk->reading.list;
	char **value = &list->rows[list->row_count - 1].values[walk->column];

	if (*value != NULL) /* a second one */
		return give_up(walk, COMITY_EPACK);
	*value =
	    comity_text_collapse(walk->text.len == 0 ? "" : walk->text.data);
	return *value != NULL || give_up(walk, COMITY_ENOMEM);
}

static bool
on_end(void *context)
{
	struct walk *walk = context;
	struct comity_codelist *list = walk->reading.list;
	bool go_on = true;

	if (walk->other > 0) {
		walk->other--;
		return true;
	}
	if (walk->level == SIMPLE)
		go_on = simple_end(walk);
	else if (walk->level == VALUE &&
		 list->rows[list->row_count - 1].values[walk->column] == NULL)
		go_on = give_up(walk, COMITY_EPACK);
	walk->level--;
	return go_on;
}

static int
rows_index(struct walk *walk)
{
	struct comity_codelist *list = walk->reading.list;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; i < 3; i++)
		if (walk->parts[i] != 1)
			return COMITY_EPACK;
	if (list->row_count == 0)
		return COMITY_EPACK;
	list->index = xmlHashCreate((int)list->row_count + 1);
	if (list->index == NULL)
		return COMITY_ENOMEM;
	for (i = 0; rc == COMITY_OK && i < list->row_count; i++)
		rc = comity_codelist_row_end(
		    &walk->reading, NULL, &list->rows[i]);
	return rc;
}

int
comity_codelist_rows_walk(
    struct comity_codelist *list, const struct comity_folder_file *file)
{
	static const struct comity_walker walker = { on_start, on_text,
		on_end };
	struct walk walk = { .reading.list = list, .rc = COMITY_OK };
	int rc = comity_source_walk(file->source, &walker, &walk);

	if (walk.rc != COMITY_OK)
		rc = walk.rc;
	if (rc == COMITY_OK)
		rc = rows_index(&walk);
	if (rc != COMITY_OK)
		comity_codelist_rows_clear(list);
	comity_text_clear(&walk.text);
	return rc == COMITY_OK || rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
}
