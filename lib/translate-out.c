/* SPDX-License-Identifier: Apache-2.0 */
/*
 * translate out: out of the core into a format. Walks the local target paths
 * in the order of the rows and pulls the core's leaves there.
 */
#include "translate-out.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

xmlNodePtr
comity_out_ensure(struct comity_run *run, struct out_place *place)
{
	if (place->node == NULL && place->up != NULL)
		place->node = place->flat
				  ? comity_out_ensure(run, place->up)
				  : comity_run_element(run,
					comity_out_ensure(run, place->up),
					&place->target->step);
	return place->node;
}

static bool
test_value(const struct comity_row *test, const char *value)
{
	return strcmp(value, test->is) == 0 ||
	       comity_words_have(test->others, value);
}

/* Every node at the end of a test's path; one that fits is enough. */
static xmlNodePtr
find_match(
    struct comity_run *run, const struct comity_row *test, const xmlNode *core)
{
	const struct comity_path *path = &test->core;
	xmlNodePtr element = NULL, node;
	struct comity_value value;
	bool fits;

	do {
		element = comity_out_next(
		    run, NULL, path, (xmlNodePtr)(uintptr_t)core, element);
		node = element;
		if (element != NULL && path->has_attribute)
			node = (xmlNodePtr)comity_run_find_attribute(
			    run, element, &path->attribute);
		if (node == NULL || !comity_value_of(run, node, &value))
			continue;
		fits = test_value(test, value.text);
		comity_value_clear(&value);
		if (fits)
			return node;
	} while (element != NULL && path->count > 0);
	return NULL;
}

bool
comity_out_accepts(
    struct comity_run *run, const struct comity_row *row, const xmlNode *core)
{
	const struct comity_row *test;
	bool found;
	size_t i;

	for (i = 0; row != NULL && i < row->test_count; i++) {
		test = row->tests[i];
		if (test->on_local || test->must == COMITY_MUST_NO)
			continue;
		found = find_match(run, test, core) != NULL;
		if (found != (test->kind == COMITY_ROW_FIXED))
			return false;
	}
	return true;
}

void
comity_out_mark_tests(struct comity_run *run, const struct comity_row *row,
    const xmlNode *core, const void *target)
{
	const struct comity_row *test;
	xmlNodePtr node, element;
	struct comity_value value;
	size_t i, mark;

	for (i = 0; core != NULL && i < row->test_count; i++) {
		test = row->tests[i];
		if (test->on_local || test->kind != COMITY_ROW_FIXED)
			continue;
		node = find_match(run, test, core);
		if (node == NULL && test->must == COMITY_MUST_NO) {
			element = comity_out_next(run, NULL, &test->core,
			    (xmlNodePtr)(uintptr_t)core, NULL);
			node = element;
			if (element != NULL && test->core.has_attribute)
				node = (xmlNodePtr)comity_run_find_attribute(
				    run, element, &test->core.attribute);
			if (node != NULL &&
			    comity_value_of(run, node, &value)) {
				comity_run_find(run, node,
				    COMITY_F_TRANSLATION_ASSUMED, value.text,
				    test->is);
				comity_value_clear(&value);
			}
		} else if (node != NULL && comity_value_of(run, node, &value)) {
			mark = comity_run_mark(run, node, NULL, test,
			    strcmp(value.text, test->is) == 0 ? COMITY_KEPT
							      : COMITY_RECODED,
			    false);
			if (run->rc == COMITY_OK)
				run->marks[mark].target =
				    (xmlNodePtr)(uintptr_t)target;
			comity_value_clear(&value);
		}
	}
}

xmlNodePtr
comity_out_next(struct comity_run *run, const struct comity_row *row,
    const struct comity_path *path, xmlNodePtr core, xmlNodePtr previous)
{
	xmlNodePtr at;
	size_t i;

	if (core == NULL)
		return NULL;
	if (path->count == 0)
		return previous == NULL ? core : NULL;
	if (previous != NULL) {
		at = previous->next;
	} else {
		at = core->children;
		for (i = 0; i + 1 < path->count; i++) {
			while (at != NULL &&
			       !comity_run_is(run, at, &path->steps[i]))
				at = at->next;
			if (at == NULL)
				return NULL;
			at = at->children;
		}
	}
	for (; at != NULL; at = at->next)
		if (comity_run_is(run, at, &path->steps[path->count - 1]) &&
		    comity_out_accepts(run, row, at))
			return at;
	return NULL;
}

xmlNodePtr
comity_out_base(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row)
{
	xmlNodePtr core;

	if (row->base == NULL || context->core == NULL)
		return context->core;
	core = comity_out_base(run, context, row->base);
	core = comity_out_next(run, row->base, &row->base->core, core, NULL);
	if (core != NULL && comity_run_see(run, core))
		comity_out_mark_tests(run, row->base, core, NULL);
	return core;
}

/* A leaf that has an element of its own, and the rows inside it. */
static bool
leaf_instance(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, xmlNodePtr element, struct out_place *place)
{
	struct out_context inner = { .up = context, .block = row };

	inner.core = element;
	inner.no_originals = context->no_originals;
	inner.forced = context->forced;
	if (row->atomic && comity_out_atomic_fails(run, &inner, row))
		return false;
	if (!comity_out_leaf(run, &inner, row, element, place))
		return false;
	comity_out_mark_tests(run, row, element, place->node);
	if (row->local_tree != NULL && place->node != NULL)
		comity_out_walk(run, &inner, row->local_tree, place);
	return true;
}

static void
too_many(
    struct comity_run *run, const struct comity_row *row, const xmlNode *core)
{
	comity_run_find(run, core, COMITY_F_TRANSLATION_MAXIMUM,
	    row->label != NULL ? row->label : row->key, NULL);
}

static void
leaf_instances(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *parent,
    const struct comity_target *target)
{
	xmlNodePtr core = comity_out_base(run, context, row), element = NULL;
	size_t n = 0;

	while ((element = comity_out_next(
		    run, row, &row->core, core, element)) != NULL) {
		struct out_place place = { parent, NULL, target, false, false,
			NULL };

		if ((row->max != 0 && n == row->max) ||
		    (!row->many && n == 1)) {
			too_many(run, row, element);
			return;
		}
		if (leaf_instance(run, context, row, element, &place))
			n++;
	}
}

/* The core's `withheld` on a whole block, where the format can say so. */
static void
copy_withheld(struct comity_run *run, const struct comity_row *row,
    const xmlNode *core, xmlNodePtr local)
{
	static const struct comity_step step = { "withheld", -1 };
	xmlAttrPtr from;
	struct comity_value value;

	if (!run->crosswalk->withheld ||
	    (from = comity_run_find_attribute(run, core, &step)) == NULL ||
	    !comity_value_of(run, (xmlNodePtr)from, &value))
		return;
	comity_run_mark(run, (xmlNodePtr)from,
	    comity_run_attribute(run, local, &step, value.text), row,
	    COMITY_KEPT, false);
	comity_value_clear(&value);
}

/* A foreign block of which this form can say nothing is not written empty. */
static bool
take_back(struct comity_run *run, const xmlNode *core, xmlNodePtr node,
    size_t first_mark)
{
	size_t i;

	if (run->own || run->rc != COMITY_OK || node->children != NULL ||
	    node->properties != NULL ||
	    (core->children == NULL && core->properties == NULL))
		return false;
	for (i = first_mark; i < run->mark_count; i++)
		if (run->marks[i].target == node) {
			run->marks[i].target = NULL;
			run->marks[i].fate = COMITY_DROPPED;
		}
	xmlUnlinkNode(node);
	xmlFreeNode(node);
	return true;
}

static bool
group_instance(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, xmlNodePtr element, struct out_place *parent,
    const struct comity_step *step, size_t repeat, bool ordinals)
{
	struct out_context inner = { .up = context, .block = row };
	struct out_place place = { NULL, NULL, row->local_tree, false, false,
		NULL };

	size_t first_mark = run->mark_count;

	inner.core = element;
	inner.repeat = repeat;
	inner.ordinals_hold = ordinals;
	if (row->atomic && comity_out_atomic_fails(run, &inner, row))
		return false;
	if (run->depth + 1 >= COMITY_RUN_DEPTH) {
		comity_run_fail(run, COMITY_ELIMIT);
		return false;
	}
	place.node =
	    comity_run_element(run, comity_out_ensure(run, parent), step);
	if (place.node == NULL)
		return false;
	run->positions[run->depth]++;
	comity_out_mark_tests(run, row, element, place.node);
	if (element->children == NULL && element->properties == NULL)
		comity_run_mark(
		    run, element, place.node, row, COMITY_KEPT, false);
	else
		comity_run_mark(run, NULL, place.node, row, COMITY_KEPT, false);
	if (run->rc == COMITY_OK &&
	    run->marks[run->mark_count - 1].source == NULL)
		run->marks[run->mark_count - 1].structure = true;
	copy_withheld(run, row, element, place.node);
	run->depth++;
	run->positions[run->depth] = 0;
	comity_out_walk(run, &inner, row->local_tree, &place);
	run->depth--;
	return !take_back(run, element, place.node, first_mark);
}

static void
group_instances(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *parent,
    const struct comity_step *step)
{
	xmlNodePtr core = comity_out_base(run, context, row), element = NULL;
	bool ordinals = comity_out_ordinals_hold(run, row, core);
	size_t n = 0;

	run->positions[run->depth] = 0;
	while ((element = comity_out_next(
		    run, row, &row->core, core, element)) != NULL) {
		if (row->max != 0 && n == row->max) {
			too_many(run, row, element);
			return;
		}
		if (group_instance(
			run, context, row, element, parent, step, 0, ordinals))
			n++;
	}
}

static void
choice_instances(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *parent)
{
	xmlNodePtr core = comity_out_base(run, context, row), element = NULL;
	const struct comity_row *branch;
	size_t i, repeat, positions[64] = { 0 };
	bool done;

	while ((element = comity_out_next(
		    run, NULL, &row->core, core, element)) != NULL) {
		repeat = 0;
		for (i = 0; i < row->row_count && i < 64; i++) {
			struct out_place place = { parent, NULL, NULL, false,
				false, NULL };
			struct comity_target target = { 0 };

			branch = row->rows[i];
			if (!comity_out_accepts(run, branch, element))
				continue;
			if (branch->max != 0 && positions[i] == branch->max) {
				too_many(run, branch, element);
				continue;
			}
			run->positions[run->depth] = positions[i];
			target.step = branch->local.steps[0];
			place.target = &target;
			done = branch->kind == COMITY_ROW_GROUP
				   ? group_instance(run, context, branch,
					 element, parent,
					 &branch->local.steps[0], repeat, false)
				   : leaf_instance(
					 run, context, branch, element, &place);
			positions[i] += done;
			repeat += done;
		}
	}
}

static bool
has_head(const struct comity_run *run, const struct comity_row *row,
    const struct out_place *place)
{
	xmlNodePtr at;

	if (place->node == NULL)
		return false;
	at = place->begin == NULL ? place->node->children : place->begin->next;
	for (; at != NULL; at = at->next)
		if (comity_run_is(
			run, at, &row->back.steps[row->back.count - 1]))
			return true;
	return false;
}

static void
run_instances(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *parent)
{
	xmlNodePtr core = comity_out_base(run, context, row), element = NULL;
	size_t n = 0;

	run->positions[run->depth] = 0;
	while ((element = comity_out_next(
		    run, row, &row->core, core, element)) != NULL) {
		struct out_context inner = { .up = context, .block = row };
		struct out_place place = { parent, NULL, row->local_tree, true,
			false, NULL };

		if (row->max != 0 && n++ == row->max) {
			too_many(run, row, element);
			return;
		}
		inner.core = element;
		if (comity_out_ensure(run, &place) == NULL)
			return;
		place.begin = place.node->last;
		run->positions[run->depth]++;
		run->depth++;
		run->positions[run->depth] = 0;
		comity_out_mark_tests(run, row, element, place.node);
		comity_out_walk(run, &inner, row->local_tree, &place);
		run->depth--;
		if (!has_head(run, row, &place)) {
			run->refused = true;
			comity_run_find(run, element, COMITY_F_TRANSLATION_HEAD,
			    row->label != NULL ? row->label : row->key, NULL);
		}
	}
}

static void
instances(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *parent,
    const struct comity_target *target)
{
	if (row->kind == COMITY_ROW_GROUP)
		group_instances(run, context, row, parent, &target->step);
	else if (row->kind == COMITY_ROW_CHOICE)
		choice_instances(run, context, row, parent);
	else if (row->kind == COMITY_ROW_RUN)
		run_instances(run, context, row, parent);
	else if (row->kind == COMITY_ROW_LEAF)
		leaf_instances(run, context, row, parent, target);
	else if (row->kind == COMITY_ROW_CARRY)
		comity_out_carry_tree(run, context, row, parent);
}

static void
shared_leaf(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	xmlNodePtr core = comity_out_base(run, context, row), element, next;

	if (comity_out_is_put(run, &row->back, place))
		return;
	if (row->list != NULL) {
		comity_out_list(run, context, row, place);
		return;
	}
	element = comity_out_next(run, row, &row->core, core, NULL);
	if (element == NULL)
		return;
	leaf_instance(run, context, row, element, place);
	if (row->core.count > 0 && comity_row_owns_core(row) &&
	    (next = comity_out_next(run, row, &row->core, core, element)) !=
		NULL)
		too_many(run, row, next);
}

/* A local constant, or how this document spelled it. */
static void
constant(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	struct comity_text name = { 0 };
	const char *original;
	xmlNodePtr target;

	if (context->core == NULL || comity_out_is_put(run, &row->back, place))
		return;
	comity_text_addf(&name, "at-%s", comity_original_name(&row->local));
	original = name.failed
		       ? NULL
		       : comity_original_find(run, context->core, name.data);
	if (original == NULL || !test_value(row, original))
		original = row->is;
	target = comity_out_put(run, row, &row->back, place, original);
	comity_run_mark(run, NULL, target, row, COMITY_SYNTHESIZED, false);
	comity_text_clear(&name);
}

static void
shared(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	switch (row->kind) {
	case COMITY_ROW_LEAF:
	case COMITY_ROW_ALSO:
		shared_leaf(run, context, row, place);
		break;
	case COMITY_ROW_COMPOUND:
		comity_out_split(run, context, row, place);
		break;
	case COMITY_ROW_PART:
		comity_out_part(run, context, row, place);
		break;
	case COMITY_ROW_CARRY:
		comity_out_carry(run, context, row, place);
		break;
	case COMITY_ROW_CONTAINER:
		comity_out_container(run, context, row, place);
		break;
	case COMITY_ROW_WITHHELD:
		comity_out_marker(run, context, row, place);
		break;
	case COMITY_ROW_ID:
		comity_out_id(run, context, row, place);
		break;
	case COMITY_ROW_FIXED:
		constant(run, context, row, place);
		break;
	default:
		break;
	}
}

void
comity_out_walk(struct comity_run *run, struct out_context *context,
    const struct comity_target *target, struct out_place *place)
{
	size_t i, k;

	for (i = 0; i < target->shared_count && run->rc == COMITY_OK; i++)
		shared(run, context, target->shared[i], place);
	for (k = 0; k < target->kid_count && run->rc == COMITY_OK; k++) {
		const struct comity_target *kid = target->kids[k];
		struct out_place inner = { place, NULL, kid, false, false,
			NULL };

		if (kid->step.name != NULL)
			comity_out_walk(run, context, kid, &inner);
		for (i = 0; i < kid->instance_count; i++)
			instances(run, context, kid->instances[i], place, kid);
	}
	if (place->node != NULL && run->rc == COMITY_OK)
		comity_out_required(run, context, target, place);
}

/* What no translation may change, and what only one that says so may. */
static void
root_constants(struct comity_run *run, const xmlNode *source)
{
	const struct comity_row *test;
	size_t i;

	for (i = 0; i < run->root->test_count; i++) {
		test = run->root->tests[i];
		if (test->kind != COMITY_ROW_FIXED || test->on_local ||
		    test->must == COMITY_MUST_NO ||
		    (test->must == COMITY_MUST_OWN && run->translation) ||
		    find_match(run, test, source) != NULL)
			continue;
		run->refused = true;
		comity_run_find(run, source, COMITY_F_TRANSLATION_ROOT,
		    test->key, test->is);
	}
	comity_out_mark_tests(run, run->root, source, NULL);
}

int
comity_run_out(struct comity_run *run, xmlNodePtr source)
{
	const struct comity_crosswalk *crosswalk = run->crosswalk;
	struct out_context context = { .core = source };
	struct out_place place = { 0 };
	xmlNodePtr first = comity_node_first(source);
	const char *by;
	size_t i;

	for (i = 0; i < crosswalk->root_count && run->root == NULL; i++)
		if (comity_run_is(
			run, source, &crosswalk->roots[i]->core.steps[0]))
			run->root = crosswalk->roots[i];
	if (run->root == NULL) {
		run->refused = true;
		comity_run_find(run, source, COMITY_F_TRANSLATION_NO_ROOT,
		    (const char *)source->name, NULL);
		return COMITY_REFUSED;
	}
	run->own = true;
	by = comity_original_find(run, source, "by");
	run->own = by != NULL && strcmp(by, crosswalk->by) == 0;
	if (comity_run_start(run,
		comity_run_uri(run, &run->root->local.steps[0]),
		run->root->local.steps[0].name) != COMITY_OK)
		return run->rc;
	root_constants(run, source);
	if (crosswalk->translation && first != NULL &&
	    comity_node_is(first, COMITY_NS_CORE, "Translation"))
		comity_run_copy(
		    run, run->target_root, first, NULL, COMITY_KEPT);
	context.block = run->root;
	place.node = run->target_root;
	place.target = run->root->local_tree;
	run->depth = 1;
	comity_out_walk(run, &context, run->root->local_tree, &place);
	comity_out_references(run);
	if (run->rc == COMITY_OK)
		comity_run_finish(run);
	if (run->rc != COMITY_OK)
		return run->rc;
	return run->refused ? COMITY_REFUSED : COMITY_OK;
}
