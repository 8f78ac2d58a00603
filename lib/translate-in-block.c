/* SPDX-License-Identifier: Apache-2.0 */
/* translate in: blocks and their instances: groups, runs, choices. */
#include "leaf.h"
#include "translate-in.h"

#include <string.h>

void
comity_in_block(struct comity_run *run, struct in_context *inner,
    const struct comity_row *row, xmlNodePtr element)
{
	struct in_place place = { NULL, element, row->core_tree };

	inner->block = row;
	inner->core = element;
	if (row->atomic)
		inner->withhold = comity_in_atomic_fails(run, inner, row, NULL);
	if (run->depth + 1 >= COMITY_RUN_DEPTH) {
		comity_run_fail(run, COMITY_ELIMIT);
		return;
	}
	run->depth++;
	run->positions[run->depth] = 0;
	comity_in_walk(run, inner, row->core_tree, &place);
	comity_in_constants(run, row, element);
	comity_in_carry_all(run, inner, row);
	comity_in_settle(run, inner);
	run->depth--;
}

/* Whether a row of the block takes the text of its own element, and its
 * marker with it. */
static bool
reads_text(const struct comity_row *row)
{
	size_t i;

	for (i = 0; i < row->row_count; i++)
		if (row->rows[i]->kind == COMITY_ROW_LEAF &&
		    row->rows[i]->from.count == 0 &&
		    !row->rows[i]->from.has_attribute)
			return true;
	return false;
}

/* Empty but for white space and comments. */
static bool
is_bare(const xmlNode *local)
{
	return local->type == XML_ELEMENT_NODE && local->properties == NULL &&
	       comity_leaf_is(local);
}

void
comity_in_group(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, xmlNodePtr local, struct in_place *place,
    const struct comity_step *step)
{
	struct in_context inner = { .up = context, .local = local };
	xmlNodePtr element;

	if (comity_row_is_flat(row) && row->local.count == 0 &&
	    !row->local.has_attribute) {
		inner.first = context->first;
		inner.end = context->end;
		if (!comity_in_any(run, &inner, row))
			return;
	} else if (local->type == XML_ELEMENT_NODE) {
		inner.first = local->children;
	}
	element = comity_run_element(run, comity_in_ensure(run, place), step);
	if (element == NULL)
		return;
	run->positions[run->depth]++;
	if (!comity_row_is_flat(row) && !reads_text(row)) {
		comity_in_copy_withheld(run, row, local, element);
		if (is_bare(local))
			comity_run_mark(
			    run, local, element, row, COMITY_KEPT, false);
	}
	if (!comity_row_is_flat(row))
		comity_in_mark_constants(run, row, local, element);
	comity_in_block(run, &inner, row, element);
}

/* A flat run: each head up to the next, or up to what is no follower. */
void
comity_in_run(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step)
{
	struct in_context inner;
	xmlNodePtr head = comity_in_first(run, context, row), at, element;

	run->positions[run->depth] = 0;
	while (head != NULL) {
		memset(&inner, 0, sizeof(inner));
		inner.up = context;
		inner.local = head->parent;
		inner.first = head;
		for (at = head->next; at != NULL; at = at->next)
			if (comity_node_is_element(at) &&
			    !comity_in_follows(run, row, at))
				break;
		inner.end = at;
		element =
		    comity_run_element(run, comity_in_ensure(run, place), step);
		run->positions[run->depth]++;
		if (element != NULL)
			comity_in_block(run, &inner, row, element);
		head = at != NULL && comity_run_is(run, at,
					 &row->from.steps[row->from.count - 1])
			   ? at
			   : NULL;
	}
}

void
comity_in_choice(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step)
{
	const struct comity_row *branch = NULL;
	xmlNodePtr at = context->first, end = context->end, wrapper, element;
	size_t i, positions[64] = { 0 };

	if (row->from.count > 0) {
		wrapper = comity_in_first(run, context, row);
		at = wrapper == NULL ? NULL : wrapper->children;
		end = NULL;
	}
	for (; at != NULL && at != end; at = at->next) {
		for (i = 0; i < row->row_count && i < 64; i++) {
			branch = row->rows[i];
			if (comity_run_is(run, at, &branch->local.steps[0]) &&
			    comity_in_accepts(run, branch, at))
				break;
		}
		if (i == row->row_count || i == 64)
			continue;
		run->positions[run->depth] = positions[i]++;
		if (branch->kind == COMITY_ROW_GROUP) {
			comity_in_group(run, context, branch, at, place, step);
			continue;
		}
		element =
		    comity_run_element(run, comity_in_ensure(run, place), step);
		comity_in_leaf(run, context, branch, at, element);
	}
}
