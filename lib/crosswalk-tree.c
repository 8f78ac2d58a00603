/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crosswalk: the target paths of the rows become two trees per block, so that
 * a run walks each once and sorts nothing.
 */
#include "crosswalk-table.h"

#include <stdlib.h>
#include <string.h>

/* Where the rows at hand stand. */
struct standing {
	struct comity_table_reader *reader;
	struct comity_row *in, *out; /* blocks of the two directions */
	struct comity_path from, back; /* local path since those */
	const struct comity_row *base; /* flat group since `out` */
};

bool
comity_row_is_wrapper(const struct comity_row *row)
{
	return row->kind == COMITY_ROW_GROUP && row->core.count == 0 &&
	       !row->core.has_attribute;
}

bool
comity_row_is_flat(const struct comity_row *row)
{
	return row->kind == COMITY_ROW_GROUP && !comity_row_is_wrapper(row) &&
	       (row->local.count == 0 || row->local.has_attribute);
}

static bool
has_test(const struct comity_row *row, bool on_local)
{
	size_t i;

	for (i = 0; i < row->test_count; i++)
		if (row->tests[i]->on_local == on_local &&
		    row->tests[i]->must != COMITY_MUST_NO)
			return true;
	return false;
}

const char *
comity_row_assumed(const struct comity_row *row)
{
	const struct comity_row *test;
	size_t i;

	for (i = 0; row->parent != NULL && i < row->parent->test_count; i++) {
		test = row->parent->tests[i];
		if (test->kind == COMITY_ROW_FIXED &&
		    test->must == COMITY_MUST_NO && !test->on_local &&
		    comity_path_same(&test->core, &row->core))
			return test->is;
	}
	return NULL;
}

bool
comity_row_owns_core(const struct comity_row *row)
{
	switch (row->kind) {
	case COMITY_ROW_GROUP:
	case COMITY_ROW_CHOICE:
	case COMITY_ROW_RUN:
	case COMITY_ROW_WITHHELD:
		return true;
	case COMITY_ROW_LEAF:
	case COMITY_ROW_ALSO:
	case COMITY_ROW_COMPOUND:
		return row->core.count > 0 &&
		       (row->many || row->list != NULL || has_test(row, false));
	case COMITY_ROW_FIXED:
		return row->core.count > 0 && !row->core.has_attribute;
	default:
		return false;
	}
}

bool
comity_row_owns_local(const struct comity_row *row)
{
	switch (row->kind) {
	case COMITY_ROW_GROUP:
	case COMITY_ROW_CHOICE:
	case COMITY_ROW_RUN:
		return true;
	case COMITY_ROW_LEAF:
		return row->local.count > 0 &&
		       (row->many || has_test(row, true));
	case COMITY_ROW_CARRY:
		return !row->local.has_attribute && !row->local.is_text;
	default:
		return false;
	}
}

static bool
append(struct comity_table_reader *reader, const struct comity_row ***list,
    size_t *count, const struct comity_row *row)
{
	const struct comity_row **bigger;

	bigger = comity_table_alloc(
	    reader->crosswalk, (*count + 1) * sizeof(*bigger));
	if (bigger == NULL) {
		reader->rc = COMITY_ENOMEM;
		return false;
	}
	if (*count > 0)
		memcpy(bigger, *list, *count * sizeof(*bigger));
	bigger[(*count)++] = row;
	*list = bigger;
	return true;
}

/* A new kid, behind those whose position is not greater. */
static struct comity_target *
add_kid(struct comity_table_reader *reader, struct comity_target *up,
    const struct comity_step *step, int position)
{
	struct comity_target *kid, **bigger;
	size_t i;

	kid = comity_table_alloc(reader->crosswalk, sizeof(*kid));
	bigger = comity_table_alloc(
	    reader->crosswalk, (up->kid_count + 1) * sizeof(*bigger));
	if (kid == NULL || bigger == NULL) {
		reader->rc = COMITY_ENOMEM;
		return NULL;
	}
	kid->up = up;
	kid->position = position;
	if (step != NULL)
		kid->step = *step;
	if (up->kid_count > 0)
		memcpy(bigger, up->kids, up->kid_count * sizeof(*bigger));
	for (i = up->kid_count++; i > 0 && bigger[i - 1]->position > position;
	     i--)
		bigger[i] = bigger[i - 1];
	bigger[i] = kid;
	up->kids = bigger;
	return kid;
}

static struct comity_target *
kid_of(struct comity_table_reader *reader, struct comity_target *up,
    const struct comity_step *step, int position)
{
	size_t i;

	for (i = 0; i < up->kid_count; i++)
		if (up->kids[i]->step.name == step->name &&
		    up->kids[i]->step.ns == step->ns)
			return up->kids[i];
	return add_kid(reader, up, step, position);
}

/* Does the core have this attribute? xml: ones are kept by their prefix. */
static void
check_attribute(struct comity_table_reader *reader,
    const struct comity_row *row, const struct comity_path *path,
    const struct comity_order_type *type)
{
	const char *name = path->attribute.name;

	if (reader->order == NULL || !path->has_attribute)
		return;
	if (path->attribute.ns >= 0 && strcmp(name, "lang") == 0)
		name = "xml:lang";
	if (!comity_child_order_attribute(reader->order, type, name))
		comity_table_bad(reader, row->line, name,
		    "an attribute that the core has there");
}

/* Walk (and make) the core targets of a path; *type becomes its last's. */
static struct comity_target *
core_target(struct comity_table_reader *reader, struct comity_row *block,
    const struct comity_row *row, const struct comity_path *path,
    const struct comity_order_type **type)
{
	struct comity_target *at = block->core_tree;
	const struct comity_order_type *of = block->order;
	int position = 0;
	size_t i;

	for (i = 0; i < path->count && at != NULL; i++) {
		if (reader->order != NULL) {
			position = comity_child_order_index(
			    reader->order, of, path->steps[i].name);
			if (position < 0)
				comity_table_bad(reader, row->line,
				    path->steps[i].name,
				    "an element that the core has there");
			of = comity_child_order_type(
			    reader->order, of, path->steps[i].name);
		}
		at = kid_of(reader, at, &path->steps[i], position);
	}
	check_attribute(reader, row, path, of);
	*type = of;
	return at;
}

static void
place_core(struct standing *s, struct comity_row *row)
{
	const struct comity_order_type *type;
	struct comity_target *at;

	at = core_target(s->reader, s->in, row, &row->core, &type);
	row->order = type;
	if (at == NULL)
		return;
	if (comity_row_owns_core(row))
		append(s->reader, &at->instances, &at->instance_count, row);
	else
		append(s->reader, &at->shared, &at->shared_count, row);
}

/* Paths of tests inside a row that is no block: only checked. */
static struct comity_target *
local_target(struct standing *s, const struct comity_path *path, size_t steps)
{
	struct comity_target *at = s->out->local_tree;
	size_t i;

	for (i = 0; i < steps && at != NULL; i++)
		at = kid_of(s->reader, at, &path->steps[i], 0);
	return at;
}

static void
place_local(struct standing *s, const struct comity_row *row)
{
	const struct comity_path *path = &row->back;
	struct comity_target *at;
	bool unnamed =
	    row->kind == COMITY_ROW_CHOICE || row->kind == COMITY_ROW_RUN;
	size_t steps = path->count;

	if (row->kind == COMITY_ROW_RUN && steps > 0)
		steps--;
	at = local_target(s, path, steps);
	if (at != NULL && unnamed)
		at = add_kid(s->reader, at, NULL, 0);
	if (at == NULL)
		return;
	if (row->required && !path->has_attribute && at->required == NULL)
		at->required = row;
	if (row->kind == COMITY_ROW_CONTAINER && row->always)
		at->always = true;
	if (comity_row_owns_local(row))
		append(s->reader, &at->instances, &at->instance_count, row);
	else
		append(s->reader, &at->shared, &at->shared_count, row);
}

/* The block whose Extension takes what the row carries; strict: there must be
 * one. */
static void
find_room(struct standing *s, struct comity_row *row, bool strict)
{
	const struct comity_child_order *order = s->reader->order;
	const struct comity_row *block = s->in;
	struct comity_path path = row->from;

	while (order != NULL && block->kind != COMITY_ROW_LEAF &&
	       comity_child_order_index(order, block->order, "Extension") < 0) {
		if (block->kind != COMITY_ROW_GROUP ||
		    comity_row_is_flat(block) || block->block == NULL) {
			if (strict)
				comity_table_bad(s->reader, row->line, row->key,
				    "an Extension in the core element around "
				    "it");
			return;
		}
		comity_path_join(s->reader, &block->from, &path, &path);
		block = block->block;
	}
	if (strict && block->kind == COMITY_ROW_LEAF &&
	    (row->kind != COMITY_ROW_CARRY || row->from.count > 0 ||
		!row->from.has_attribute))
		comity_table_bad(s->reader, row->line, row->key,
		    "an attribute: a leaf has no Extension");
	row->room = block;
	row->carried = path;
}

static void compile_rows(struct standing *s, struct comity_row *parent);

static void
compile_block(struct standing *s, struct comity_row *row)
{
	struct standing inner = *s;

	row->core_tree =
	    comity_table_alloc(s->reader->crosswalk, sizeof(*row->core_tree));
	row->local_tree =
	    comity_table_alloc(s->reader->crosswalk, sizeof(*row->local_tree));
	if (row->core_tree == NULL || row->local_tree == NULL) {
		s->reader->rc = COMITY_ENOMEM;
		return;
	}
	memset(&inner.from, 0, sizeof(inner.from));
	inner.in = row;
	if (comity_row_is_flat(row)) {
		inner.back = row->back;
		inner.base = row;
	} else {
		memset(&inner.back, 0, sizeof(inner.back));
		inner.out = row;
		inner.base = NULL;
	}
	compile_rows(&inner, row);
}

static void
compile_wrapper(struct standing *s, struct comity_row *row)
{
	struct standing inner = *s;

	inner.from = row->from;
	inner.back = row->back;
	compile_rows(&inner, row);
}

static void
compile_choice(struct standing *s, struct comity_row *row)
{
	struct comity_row *branch;
	size_t i;

	place_core(s, row);
	place_local(s, row);
	for (i = 0; i < row->row_count; i++) {
		branch = row->rows[i];
		if (branch->core.given || branch->local.count != 1 ||
		    branch->local.has_attribute)
			comity_table_bad(s->reader, branch->line, branch->key,
			    "a branch with a local element and no core path");
		branch->core = row->core;
		branch->order = row->order;
		branch->block = s->in;
		branch->base = s->base;
		comity_path_join(
		    s->reader, &row->from, &branch->local, &branch->from);
		comity_path_join(
		    s->reader, &row->back, &branch->local, &branch->back);
		branch->many = branch->kind == COMITY_ROW_LEAF;
		compile_block(s, branch);
	}
}

static void
compile_parts(struct standing *s, struct comity_row *row)
{
	struct comity_row *part;
	size_t i;

	find_room(s, row, false);
	for (i = 0; i < row->row_count; i++) {
		part = row->rows[i];
		part->block = s->in;
		part->base = s->base;
		if (part->kind != COMITY_ROW_PART)
			continue;
		if (row->local.given == part->local.given ||
		    row->core.given == part->core.given)
			comity_table_bad(s->reader, part->line, part->key,
			    "parts on the side where the compound is not");
		if (part->core.given)
			place_core(s, part);
		comity_path_join(
		    s->reader, &s->from, &part->local, &part->from);
		comity_path_join(
		    s->reader, &s->back, &part->local, &part->back);
		if (part->local.given)
			place_local(s, part);
	}
	if (row->core.given)
		place_core(s, row);
	if (row->local.given)
		place_local(s, row);
}

static void
compile_test(struct standing *s, struct comity_row *row)
{
	row->on_local = row->local.given;
	if (row->is == NULL || row->local.given == row->core.given)
		comity_table_bad(s->reader, row->line, row->key,
		    "`is`, and one of core and local");
	if (comity_row_is_wrapper(row->parent) &&
	    row->parent->kind == COMITY_ROW_GROUP)
		comity_table_bad(s->reader, row->line, row->key,
		    "no constant in a group without core element");
	if (row->must == COMITY_MUST_OWN &&
	    row->parent->kind != COMITY_ROW_ROOT)
		comity_table_bad(
		    s->reader, row->line, row->key, "`own` at the root only");
	if (row->kind != COMITY_ROW_FIXED || row->parent->core_tree == NULL)
		return;
	if (row->core.given)
		place_core(s, row);
	else
		place_local(s, row);
}

static void
compile_row(struct standing *s, struct comity_row *row)
{
	bool needs_core =
	    row->kind == COMITY_ROW_LEAF || row->kind == COMITY_ROW_ALSO ||
	    row->kind == COMITY_ROW_WITHHELD ||
	    row->kind == COMITY_ROW_CHOICE || row->kind == COMITY_ROW_RUN;
	bool needs_local =
	    row->kind != COMITY_ROW_COMPOUND && row->kind != COMITY_ROW_ID;

	if ((needs_core && !row->core.given) ||
	    (needs_local && !row->local.given))
		comity_table_bad(s->reader, row->line, row->key,
		    "the paths that this row needs");
	if (comity_row_is_wrapper(row)) {
		compile_wrapper(s, row);
	} else if (row->kind == COMITY_ROW_CHOICE) {
		compile_choice(s, row);
	} else if (row->kind == COMITY_ROW_COMPOUND) {
		compile_parts(s, row);
	} else if (row->kind == COMITY_ROW_CARRY ||
		   row->kind == COMITY_ROW_CONTAINER) {
		find_room(s, row, true);
		place_local(s, row);
		append(s->reader, &s->in->carries, &s->in->carry_count, row);
	} else {
		if (row->core.given && row->way != COMITY_WAY_OUT)
			place_core(s, row);
		if (row->local.given && row->way != COMITY_WAY_IN &&
		    !comity_row_is_flat(row))
			place_local(s, row);
		find_room(s, row, row->kind == COMITY_ROW_WITHHELD);
		if (row->value.given)
			comity_path_join(
			    s->reader, &s->from, &row->value, &row->value);
		if (row->kind == COMITY_ROW_GROUP ||
		    row->kind == COMITY_ROW_RUN || row->kind == COMITY_ROW_LEAF)
			compile_block(s, row);
	}
}

/* Tests first: whether a row owns its element depends on them. */
static void
gather_tests(struct comity_table_reader *reader, struct comity_row *parent)
{
	struct comity_row *row;
	size_t i;

	for (i = 0; i < parent->row_count; i++) {
		row = parent->rows[i];
		if (row->kind == COMITY_ROW_FIXED ||
		    row->kind == COMITY_ROW_EXCEPT) {
			row->on_local = row->local.given;
			append(
			    reader, &parent->tests, &parent->test_count, row);
		} else {
			gather_tests(reader, row);
		}
	}
}

static void
compile_rows(struct standing *s, struct comity_row *parent)
{
	struct comity_row *row;
	size_t i;

	for (i = 0; i < parent->row_count && s->reader->rc != COMITY_ENOMEM;
	     i++) {
		row = parent->rows[i];
		row->block = s->in;
		row->base = s->base;
		if (!row->local.given && row->kind == COMITY_ROW_CHOICE)
			row->local.given = true;
		comity_path_join(s->reader, &s->from, &row->local, &row->from);
		comity_path_join(s->reader, &s->back, &row->local, &row->back);
		if (row->kind == COMITY_ROW_FIXED ||
		    row->kind == COMITY_ROW_EXCEPT)
			compile_test(s, row);
		else
			compile_row(s, row);
	}
}

void
comity_table_compile(struct comity_table_reader *reader)
{
	struct comity_crosswalk *crosswalk = reader->crosswalk;
	struct comity_row *root;
	struct standing s;
	size_t i;

	for (i = 0; i < crosswalk->root_count; i++) {
		root = crosswalk->roots[i];
		memset(&s, 0, sizeof(s));
		s.reader = reader;
		s.in = s.out = root;
		if (reader->order != NULL) {
			root->order = comity_child_order_root(
			    reader->order, root->core.steps[0].name);
			if (root->order == NULL)
				comity_table_bad(reader, root->line,
				    root->core.steps[0].name,
				    "a root element of the core");
		}
		gather_tests(reader, root);
		compile_block(&s, root);
	}
}
