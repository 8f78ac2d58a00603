/* SPDX-License-Identifier: Apache-2.0 */
/* translate out: what the Extension of this edition carries, and what the
 * form requires though the source says nothing. */
#include "text.h"
#include "translate-out.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

/* The pruned copy that this edition put into a core element; NULL none. */
static xmlNodePtr
wrapper_of(const struct comity_run *run, const xmlNode *core)
{
	char *profile, *edition;
	xmlNodePtr at;
	bool ours;

	for (at = core == NULL
		      ? NULL
		      : comity_node_child(core, COMITY_NS_CORE, "Extension");
	     at != NULL;
	     at = comity_node_next(at, COMITY_NS_CORE, "Extension")) {
		profile = comity_node_attribute(at, "profile");
		edition = comity_node_attribute(at, "edition");
		ours = comity_text_same(profile, run->crosswalk->profile) &&
		       comity_text_same(edition, run->crosswalk->edition);
		free(profile);
		free(edition);
		if (ours)
			return comity_node_first(at);
	}
	return NULL;
}

static xmlNodePtr
room_core(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row)
{
	const struct out_context *at;
	const struct comity_row *base;

	for (base = row->base; base != NULL; base = base->base)
		if (base == row->room) {
			struct comity_row inner = { .base = base };

			return comity_out_base(run, context, &inner);
		}
	for (at = context; at != NULL; at = at->up)
		if (at->block == row->room)
			return at->core;
	return NULL;
}

/* The carried nodes of a path, one after the other. */
static xmlNodePtr
carried_next(const struct comity_run *run, xmlNodePtr wrapper,
    const struct comity_path *path, xmlNodePtr previous)
{
	xmlNodePtr at = wrapper;
	size_t i, last = path->count;

	if (wrapper == NULL || path->count == 0)
		return previous == NULL ? wrapper : NULL;
	at = previous == NULL ? wrapper->children : previous->next;
	for (i = previous == NULL ? 0 : last - 1; i < last; i++) {
		while (at != NULL && !comity_run_is(run, at, &path->steps[i]))
			at = at->next;
		if (at == NULL)
			return NULL;
		if (i + 1 < last)
			at = at->children;
	}
	return at;
}

const char *
comity_out_carried(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, const char *attribute)
{
	struct comity_step step = { attribute, -1 };
	xmlNodePtr at, wrapper;
	xmlAttrPtr attr = NULL;
	const struct comity_path *path = &row->carried;

	if (row->room == NULL)
		return NULL;
	wrapper = wrapper_of(run, room_core(run, context, row));
	at = carried_next(run, wrapper, path, NULL);
	if (at == NULL)
		return NULL;
	if (attribute != NULL)
		attr = comity_run_find_attribute(run, at, &step);
	else if (path->has_attribute)
		attr = comity_run_find_attribute(run, at, &path->attribute);
	if (attr == NULL && (attribute != NULL || path->has_attribute))
		return NULL;
	if (attr != NULL)
		at = (xmlNodePtr)attr;
	comity_run_mark(run, at, NULL, row, COMITY_KEPT, false);
	return at->children == NULL ? "" : (const char *)at->children->content;
}

/* A restatement is returned only while its leaf says what it said. */
static bool
guard_holds(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, xmlNodePtr wrapper)
{
	const struct comity_row *guard = row->guard;
	struct comity_value then = { 0 }, value = { 0 }, now = { 0 };
	enum comity_relation relation;
	xmlNodePtr core, at, element, node;
	bool same;

	if (guard == NULL)
		return true;
	at = carried_next(run, wrapper, &guard->carried, NULL);
	if (at != NULL && guard->carried.has_attribute)
		at = (xmlNodePtr)comity_run_find_attribute(
		    run, at, &guard->carried.attribute);
	if (at != NULL && !comity_value_of(run, at, &then))
		return false;
	if (then.text != NULL)
		comity_value_in(
		    run, guard, then.text, run->target_root, &value, &relation);
	core = comity_out_base(run, context, guard);
	element = comity_out_next(run, guard, &guard->core, core, NULL);
	node = element;
	if (element != NULL && guard->core.has_attribute)
		node = (xmlNodePtr)comity_run_find_attribute(
		    run, element, &guard->core.attribute);
	if (node != NULL && !comity_value_of(run, node, &now))
		return false;
	if (now.text != NULL && *now.text == '\0')
		now.text = NULL;
	same = comity_text_same(value.text, now.text);
	if (at != NULL)
		comity_run_mark(run, at, NULL, row, COMITY_KEPT, false);
	comity_value_clear(&then);
	comity_value_clear(&value);
	comity_value_clear(&now);
	return same;
}

/* On a leaf: a guarded attribute. */
static void
carry_guarded(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	struct comity_text name = { 0 };
	const char *original;
	xmlNodePtr target;

	comity_text_addf(&name, "at-%s", comity_original_name(&row->carried));
	original = name.failed
		       ? NULL
		       : comity_original_find(run, context->core, name.data);
	if (original != NULL) {
		target = comity_out_put(run, row, &row->back, place, original);
		comity_run_mark(run, NULL, target, row, COMITY_KEPT, false);
	}
	comity_text_clear(&name);
}

/* One carried leaf: an attribute or the text of an element. */
void
comity_out_carry(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	struct comity_value value;
	xmlNodePtr wrapper, at, target;

	if (comity_out_is_put(run, &row->back, place))
		return;
	if (row->room != NULL && row->room->kind == COMITY_ROW_LEAF) {
		carry_guarded(run, context, row, place);
		return;
	}
	wrapper = wrapper_of(run, room_core(run, context, row));
	at = carried_next(run, wrapper, &row->carried, NULL);
	if (at != NULL && row->carried.has_attribute)
		at = (xmlNodePtr)comity_run_find_attribute(
		    run, at, &row->carried.attribute);
	if (at == NULL || !guard_holds(run, context, row, wrapper))
		return;
	if (at->type == XML_ATTRIBUTE_NODE) {
		comity_run_copy(
		    run, comity_out_ensure(run, place), at, row, COMITY_KEPT);
		return;
	}
	if (comity_node_withheld(at) != NULL || comity_node_first(at) != NULL ||
	    !comity_value_of(run, at, &value))
		return;
	/* Beside a copied attribute, no text is no text. */
	if (*value.text != '\0' || at->properties == NULL) {
		target =
		    comity_out_put(run, row, &row->back, place, value.text);
		comity_run_mark(run, at, target, row, COMITY_KEPT, false);
	}
	comity_value_clear(&value);
}

void
comity_out_carry_tree(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *parent)
{
	xmlNodePtr wrapper = wrapper_of(run, room_core(run, context, row)),
		   at = NULL;

	while ((at = carried_next(run, wrapper, &row->carried, at)) != NULL) {
		if (!guard_holds(run, context, row, wrapper))
			return;
		comity_run_copy(
		    run, comity_out_ensure(run, parent), at, row, COMITY_KEPT);
	}
}

void
comity_out_container(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	xmlNodePtr at = NULL, node;
	const char *as;
	static const struct comity_step step = { "withheld", -1 };
	size_t mark;

	as = comity_out_carried(run, context, row, "withheld");
	if (!row->always) {
		at = carried_next(run,
		    wrapper_of(run, room_core(run, context, row)),
		    &row->carried, NULL);
		if (at == NULL)
			return;
	}
	node = comity_out_ensure(run, place);
	if (node == NULL)
		return;
	if (as != NULL)
		comity_run_mark(run, NULL,
		    comity_run_attribute(run, node, &step, as), row,
		    COMITY_KEPT, false);
	mark = comity_run_mark(run, at, node, row, COMITY_KEPT, false);
	if (run->rc == COMITY_OK)
		run->marks[mark].structure = row->always;
}

/* Is this element named by the target, or by a row that stands there? */
static bool
belongs(const struct comity_run *run, const struct comity_target *target,
    const xmlNode *node)
{
	const struct comity_row *row;
	size_t i, k;

	if (target->step.name != NULL)
		return comity_run_is(run, node, &target->step);
	for (i = 0; i < target->instance_count; i++) {
		row = target->instances[i];
		if (row->kind == COMITY_ROW_RUN) {
			if (comity_run_is(run, node,
				&row->back.steps[row->back.count - 1]))
				return true;
			for (k = 0; k < row->with_count; k++)
				if (comity_run_is(run, node, &row->with[k]))
					return true;
		}
		for (k = 0;
		     row->kind == COMITY_ROW_CHOICE && k < row->row_count; k++)
			if (comity_run_is(
				run, node, &row->rows[k]->local.steps[0]))
				return true;
	}
	return false;
}

static xmlNodePtr
first_child(const struct out_place *place)
{
	if (place->flat && place->begin != NULL)
		return place->begin->next;
	return place->node->children;
}

/* Before the first child that belongs to a later target; else at the end. */
static xmlNodePtr
insert(struct comity_run *run, const struct comity_target *target, size_t k,
    struct out_place *place)
{
	xmlNodePtr made, at;
	size_t i;

	made = comity_run_element(run, place->node, &target->kids[k]->step);
	if (made == NULL)
		return NULL;
	for (at = first_child(place); at != NULL && at != made; at = at->next)
		for (i = k + 1; i < target->kid_count; i++)
			if (comity_node_is_element(at) &&
			    belongs(run, target->kids[i], at)) {
				xmlUnlinkNode(made);
				xmlAddPrevSibling(at, made);
				return made;
			}
	return made;
}

static bool
is_there(const struct comity_run *run, const struct comity_target *kid,
    const struct out_place *place)
{
	xmlNodePtr at;

	for (at = first_child(place); at != NULL; at = at->next)
		if (comity_node_is_element(at) &&
		    comity_run_is(run, at, &kid->step))
			return true;
	return false;
}

/* Does the core say something for the row that this form could not take? */
static bool
says_something(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row)
{
	const struct comity_path *path = &row->core;
	size_t i;

	for (i = 0; row->kind == COMITY_ROW_COMPOUND && !path->given &&
		    i < row->row_count;
	     i++)
		path = &row->rows[i]->core;
	if (!path->given)
		return false;
	return comity_out_next(run, NULL, path,
		   comity_out_base(run, context, row), NULL) != NULL &&
	       path->count > 0;
}

static void
withhold(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, xmlNodePtr made)
{
	static const struct comity_step step = { "withheld", -1 };
	const char *as = comity_out_carried(run, context, row, "withheld");
	xmlAttrPtr attr;

	if (as == NULL)
		as = says_something(run, context, row) ? "unknown"
						       : "not-stated";
	attr = comity_run_attribute(run, made, &step, as);
	comity_run_mark(run, NULL, attr, row, COMITY_ABSENT, false);
}

/* A box of which this edition noted that it stood withheld. */
static const struct comity_row *
was_withheld(struct comity_run *run, const struct out_context *context,
    const struct comity_target *kid)
{
	size_t i;

	for (i = 0; run->own && run->crosswalk->withheld &&
		    kid->step.name != NULL && i < kid->shared_count;
	     i++)
		if (comity_out_carried(
			run, context, kid->shared[i], "withheld") != NULL)
			return kid->shared[i];
	return NULL;
}

void
comity_out_required(struct comity_run *run, const struct out_context *context,
    const struct comity_target *target, struct out_place *place)
{
	const struct comity_row *row;
	struct comity_target *kid;
	xmlNodePtr made;
	size_t k;

	if (target->up == NULL && target->required != NULL && !place->filled &&
	    place->node->children == NULL &&
	    comity_node_withheld(place->node) == NULL &&
	    run->crosswalk->withheld && !run->own)
		withhold(run, context, target->required, place->node);
	for (k = 0; k < target->kid_count && run->rc == COMITY_OK; k++) {
		kid = target->kids[k];
		row = kid->required;
		if (kid->step.name == NULL || is_there(run, kid, place))
			continue;
		if (row == NULL)
			row = was_withheld(run, context, kid);
		if (row == NULL && !kid->always)
			continue;
		if (!run->crosswalk->withheld && !kid->always) {
			comity_run_find(run, NULL, COMITY_F_TRANSLATION_MISSING,
			    row->label != NULL ? row->label : row->key, NULL);
			continue;
		}
		if ((made = insert(run, target, k, place)) == NULL)
			return;
		if (row != NULL && row->kind == COMITY_ROW_GROUP) {
			struct out_context inner = { .up = context,
				.block = row };
			struct out_place below = { NULL, made, row->local_tree,
				false, false, NULL };

			comity_run_mark(
			    run, NULL, made, row, COMITY_SYNTHESIZED, false);
			run->marks[run->mark_count - 1].structure = true;
			run->depth++;
			comity_out_walk(run, &inner, row->local_tree, &below);
			run->depth--;
		} else if (row != NULL && kid->kid_count == 0) {
			withhold(run, context, row, made);
		} else {
			struct out_place below = { place, made, kid, false,
				false, NULL };

			comity_out_required(run, context, kid, &below);
		}
	}
}
