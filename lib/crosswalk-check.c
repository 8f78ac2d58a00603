/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk: the static checks of a table; doc/crosswalk.md, section 7. */
#include "crosswalk-table.h"

#include <libxml/parser.h>
#include <string.h>

#define PARTS_MAX 8
#define BRANCHES_MAX 64
#define BLOCKS_MAX 24 /* blocks in blocks; a run counts to 32 */

static void
bad(struct comity_table_reader *reader, const struct comity_row *row,
    const char *expected)
{
	comity_table_bad(reader, row->line, row->key, expected);
}

/* Whether two constants of one path can never hold of one element. */
static bool
excludes(const struct comity_row *a, const struct comity_row *b)
{
	const char *word;

	if (a->on_local != b->on_local ||
	    !comity_path_same(a->on_local ? &a->local : &a->core,
		b->on_local ? &b->local : &b->core))
		return false;
	if (a->kind == COMITY_ROW_EXCEPT || b->kind == COMITY_ROW_EXCEPT)
		return a->kind != b->kind;
	if (a->must == COMITY_MUST_NO || b->must == COMITY_MUST_NO ||
	    strcmp(a->is, b->is) == 0)
		return false;
	word = b->is;
	return !comity_words_have(a->others, word) &&
	       !comity_words_have(b->others, a->is);
}

static bool
disjoint(const struct comity_row *a, const struct comity_row *b)
{
	size_t i, k;

	for (i = 0; i < a->test_count; i++)
		for (k = 0; k < b->test_count; k++)
			if (excludes(a->tests[i], b->tests[k]))
				return true;
	return false;
}

/* Rows that read one core place each on the way out. */
static bool
claims(const struct comity_row *row)
{
	return row->kind == COMITY_ROW_LEAF ||
	       (row->kind == COMITY_ROW_GROUP && !comity_row_is_wrapper(row)) ||
	       row->kind == COMITY_ROW_COMPOUND || row->kind == COMITY_ROW_RUN;
}

static void
check_pair(struct comity_table_reader *reader, const struct comity_row *a,
    const struct comity_row *b)
{
	if (strcmp(a->key, b->key) == 0 && a->kind != COMITY_ROW_ID &&
	    b->kind != COMITY_ROW_ID && a->kind != COMITY_ROW_FIXED &&
	    b->kind != COMITY_ROW_FIXED && a->kind != COMITY_ROW_EXCEPT &&
	    b->kind != COMITY_ROW_EXCEPT && a->kind != COMITY_ROW_CONTAINER &&
	    b->kind != COMITY_ROW_CONTAINER)
		bad(reader, b, "a key that no row beside it has");
	if (!claims(a) || !claims(b) || disjoint(a, b))
		return;
	if (a->core.given && b->core.given &&
	    comity_path_same(&a->core, &b->core) &&
	    a->kind != COMITY_ROW_GROUP && b->kind != COMITY_ROW_GROUP &&
	    a->core.is_text == b->core.is_text)
		bad(reader, b,
		    "constants that keep it apart from the row with the same "
		    "core path");
	if (a->local.given && b->local.given && a->local.count > 0 &&
	    comity_path_same(&a->local, &b->local))
		bad(reader, b, "a local path that no row beside it has");
}

static bool
reads(const struct comity_row *block, const struct comity_step *head)
{
	const struct comity_row *row;
	size_t i, k;

	for (i = 0; i < block->row_count; i++) {
		row = block->rows[i];
		if (row->local.given && row->local.count > 0 &&
		    row->local.steps[0].name == head->name)
			return true;
		for (k = 0; k < row->row_count; k++)
			if ((row->kind == COMITY_ROW_COMPOUND ||
				comity_row_is_flat(row)) &&
			    reads(row, head))
				return true;
	}
	return false;
}

static void
check_kind(struct comity_table_reader *reader, const struct comity_row *row)
{
	size_t i, parts = 0;

	for (i = 0; i < row->row_count; i++)
		parts += row->rows[i]->kind == COMITY_ROW_PART;
	switch (row->kind) {
	case COMITY_ROW_LEAF:
		if (row->list != NULL && *row->list == '\0')
			bad(reader, row, "a separator that is not empty");
		if (row->list != NULL && row->core.count == 0)
			bad(reader, row, "a core element for each of a list");
		break;
	case COMITY_ROW_COMPOUND:
		if (row->separator == NULL || *row->separator == '\0' ||
		    parts < 2 || parts > PARTS_MAX ||
		    row->core.given == row->local.given)
			bad(reader, row,
			    "a separator, two to eight parts, and a path on "
			    "one side");
		break;
	case COMITY_ROW_RUN:
		if (row->local.count == 0 || row->local.has_attribute ||
		    !reads(row, &row->local.steps[row->local.count - 1]))
			bad(reader, row, "a head that a row inside reads");
		break;
	case COMITY_ROW_WITHHELD:
		if (row->is == NULL || row->as == NULL ||
		    row->core.has_attribute || row->core.count == 0)
			bad(reader, row, "is, as and a core element");
		break;
	case COMITY_ROW_ID:
		if ((row->core.given &&
			(!row->core.has_attribute || row->core.count > 0)) ||
		    (!row->core.given && !row->local.given) ||
		    xmlValidateNCName((const xmlChar *)row->key, 0) != 0)
			bad(reader, row,
			    "an attribute of the block, and a key that is a "
			    "name");
		break;
	case COMITY_ROW_ALSO:
		if (row->way == COMITY_WAY_BOTH)
			bad(reader, row, "a direction");
		break;
	case COMITY_ROW_CHOICE:
		if (row->row_count == 0 || row->row_count > BRANCHES_MAX)
			bad(reader, row, "one to 64 branches");
		break;
	default:
		break;
	}
}

/* Constants of a row that is no block are attributes of its element. */
static void
check_tests(struct comity_table_reader *reader, const struct comity_row *row)
{
	const struct comity_row *test;
	size_t i;

	for (i = 0; i < row->test_count; i++) {
		test = row->tests[i];
		if (test->is == NULL || test->local.given == test->core.given)
			bad(reader, test, "`is`, and one of core and local");
		if (row->core_tree == NULL &&
		    (test->core.count > 0 || !test->core.has_attribute))
			bad(reader, test, "an attribute of the core element");
		if (test->on_local && comity_row_is_flat(row))
			bad(reader, test,
			    "no local constant in a group without a local "
			    "element");
	}
}

static void
check_rows(struct comity_table_reader *reader, const struct comity_row *parent,
    size_t depth)
{
	size_t i, k;

	if (depth > BLOCKS_MAX)
		bad(reader, parent, "fewer rows in rows");
	for (i = 0; i < parent->row_count && reader->rc != COMITY_ENOMEM; i++) {
		check_kind(reader, parent->rows[i]);
		check_tests(reader, parent->rows[i]);
		for (k = 0; k < i; k++)
			check_pair(reader, parent->rows[k], parent->rows[i]);
		check_rows(reader, parent->rows[i], depth + 1);
	}
}

void
comity_table_check(struct comity_table_reader *reader)
{
	size_t i;

	for (i = 0; i < reader->crosswalk->root_count; i++)
		check_rows(reader, reader->crosswalk->roots[i], 1);
}
