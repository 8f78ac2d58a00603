/* SPDX-License-Identifier: Apache-2.0 */
/* translate in: what has no home in the core goes into an Extension. */
#include "text.h"
#include "translate-in.h"

#include <libxml/parser.h>
#include <string.h>

static const struct comity_target *
kid_of(const struct comity_target *target, const struct comity_step *step,
    size_t *index)
{
	size_t i;

	for (i = 0; target != NULL && i < target->kid_count; i++)
		if (target->kids[i]->step.name == step->name &&
		    target->kids[i]->step.ns == step->ns) {
			*index = i;
			return target->kids[i];
		}
	return NULL;
}

static xmlNodePtr
child_of(const struct comity_run *run, const xmlNode *parent,
    const struct comity_step *step)
{
	xmlNodePtr child;

	for (child = parent->children; child != NULL; child = child->next)
		if (comity_run_is(run, child, step))
			return child;
	return NULL;
}

/* A new element before the first sibling that the core has behind it. */
static xmlNodePtr
make_in_order(struct comity_run *run, const struct comity_target *target,
    size_t index, xmlNodePtr parent, const struct comity_step *step)
{
	xmlNodePtr made = comity_run_element(run, parent, step), at;
	size_t i;

	for (at = parent->children;
	     made != NULL && target != NULL && at != made; at = at->next)
		for (i = index + 1; i < target->kid_count; i++)
			if (comity_run_is(run, at, &target->kids[i]->step)) {
				xmlUnlinkNode(made);
				xmlAddPrevSibling(at, made);
				return made;
			}
	return made;
}

/* Whether a row of the block other than a constant has written the path. */
static bool
is_written(const struct comity_run *run, const struct comity_row *constant,
    const xmlNode *element)
{
	const struct comity_path *path = &constant->core;
	const xmlNode *at = element, *last;
	const struct comity_row *row;
	size_t i, mark;

	for (i = 0; i + 1 < path->count && at != NULL; i++)
		at = child_of(run, at, &path->steps[i]);
	if (at == NULL)
		return false;
	if (path->has_attribute) {
		if (path->count > 0)
			at = child_of(run, at, &path->steps[path->count - 1]);
		return at != NULL && comity_run_find_attribute(
					 run, at, &path->attribute) != NULL;
	}
	last = child_of(run, at, &path->steps[path->count - 1]);
	for (; last != NULL; last = last->next) {
		if (!comity_run_is(run, last, &path->steps[path->count - 1]))
			continue;
		mark = (size_t)(uintptr_t)last->_private;
		row = mark == 0 ? NULL : run->marks[mark - 1].row;
		if (row == NULL || row->kind != COMITY_ROW_FIXED)
			return true;
	}
	return false;
}

static void
write_constant(struct comity_run *run, const struct comity_row *block,
    const struct comity_row *constant, xmlNodePtr element)
{
	const struct comity_path *path = &constant->core;
	const struct comity_target *target = block->core_tree;
	xmlNodePtr at = element, child;
	size_t i, index = 0;

	for (i = 0; i < path->count && at != NULL; i++) {
		const struct comity_target *up = target;

		target = kid_of(up, &path->steps[i], &index);
		child = i + 1 == path->count && !path->has_attribute
			    ? NULL
			    : child_of(run, at, &path->steps[i]);
		at = child != NULL
			 ? child
			 : make_in_order(run, up, index, at, &path->steps[i]);
	}
	if (at == NULL)
		return;
	if (path->has_attribute)
		at = (xmlNodePtr)comity_run_attribute(
		    run, at, &path->attribute, constant->is);
	else
		comity_run_text(run, at, constant->is);
	comity_run_mark(run, NULL, at, constant, COMITY_SYNTHESIZED, false);
}

void
comity_in_constants(
    struct comity_run *run, const struct comity_row *row, xmlNodePtr element)
{
	const struct comity_row *test;
	size_t i;

	for (i = 0; element != NULL && i < row->test_count; i++) {
		test = row->tests[i];
		if (test->kind == COMITY_ROW_FIXED && !test->on_local &&
		    (test->core.count > 0 || test->core.has_attribute) &&
		    !is_written(run, test, element))
			write_constant(run, row, test, element);
	}
}

/* The pruned copy of the block's local context, in the core's Extension. */
static xmlNodePtr
extension(struct comity_run *run, struct in_context *context)
{
	static const struct comity_step step = { "Extension", 0 };
	const xmlNode *local = context->local;
	xmlNodePtr element;

	if (context->extension != NULL)
		return context->extension;
	element = comity_run_element(run, context->core, &step);
	if (element == NULL)
		return NULL;
	if (xmlNewNsProp(element, NULL, (const xmlChar *)"profile",
		(const xmlChar *)run->crosswalk->profile) == NULL ||
	    xmlNewNsProp(element, NULL, (const xmlChar *)"edition",
		(const xmlChar *)run->crosswalk->edition) == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
	if (local->type == XML_ATTRIBUTE_NODE)
		local = local->parent;
	context->extension = comity_run_element_like(run, element, local);
	return context->extension;
}

void
comity_in_settle(struct comity_run *run, const struct in_context *context)
{
	const struct comity_child_order *order = run->crosswalk->order;
	const struct comity_order_type *type = context->block->order;
	xmlNodePtr element, child;
	int position;

	if (context->extension == NULL)
		return;
	element = context->extension->parent;
	xmlUnlinkNode(element);
	position = order == NULL
		       ? -1
		       : comity_child_order_index(order, type, "Extension");
	for (child = context->core->children; child != NULL && position >= 0;
	     child = child->next)
		if (comity_node_is_element(child) &&
		    comity_child_order_index(
			order, type, (const char *)child->name) > position) {
			xmlAddPrevSibling(child, element);
			return;
		}
	xmlAddChild(context->core, element);
}

static void
bind(struct comity_run *run, const struct comity_row *row, xmlNodePtr copy)
{
	xmlNodePtr element = copy == NULL ? NULL : copy->parent;

	if (!row->binding || element == NULL ||
	    xmlHasNsProp(element, (const xmlChar *)"binding", NULL) != NULL)
		return;
	if (xmlNewNsProp(element, NULL, (const xmlChar *)"binding",
		(const xmlChar *)"yes") == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
}

/* The last element of that name, or a new one. */
static xmlNodePtr
descend(struct comity_run *run, xmlNodePtr at, const struct comity_step *step)
{
	xmlNodePtr child;

	if (at == NULL)
		return NULL;
	for (child = at->last; child != NULL; child = child->prev)
		if (comity_run_is(run, child, step))
			return child;
	return comity_run_element(run, at, step);
}

static void
guard_attribute(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, const struct comity_path *path,
    const xmlNode *node)
{
	struct comity_text name = { 0 };
	struct comity_value value;

	if (!comity_value_of(run, node, &value))
		return;
	comity_text_addf(&name, "at-%s", comity_original_name(path));
	if (name.failed)
		comity_run_fail(run, COMITY_ENOMEM);
	else
		comity_original_write(
		    run, context->core, name.data, value.text);
	comity_run_mark(run, node, NULL, row, COMITY_CARRIED, false);
	comity_text_clear(&name);
	comity_value_clear(&value);
}

static struct in_context *
room_of(const struct in_context *context, const struct comity_row *row)
{
	const struct in_context *at;

	for (at = context; at != NULL; at = at->up)
		if (at->block == row->room)
			return (struct in_context *)(uintptr_t)at;
	return NULL;
}

/* Where the path ends in the pruned copy; for an element, its parent. */
static xmlNodePtr
carried_parent(struct comity_run *run, struct in_context *room,
    const struct comity_path *path, bool whole)
{
	xmlNodePtr at = extension(run, room);
	size_t i, n = path->count - (whole && path->count > 0 ? 1 : 0);

	for (i = 0; i < n; i++)
		at = descend(run, at, &path->steps[i]);
	return at;
}

static void
carry_text(struct comity_run *run, const struct comity_row *row,
    xmlNodePtr parent, const xmlNode *node)
{
	struct comity_value value;

	if (!comity_value_of(run, node, &value))
		return;
	comity_run_text(run, parent, value.text);
	run->carried_bytes += strlen(value.text);
	comity_run_mark(run, node, parent, row, COMITY_CARRIED, false);
	comity_value_clear(&value);
}

void
comity_in_carry(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, const struct comity_path *path,
    const xmlNode *node, enum comity_fate fate)
{
	struct in_context *room = room_of(context, row);
	struct comity_path at = row->carried;
	xmlNodePtr parent;

	if (room == NULL)
		return; /* the leaf stays unmarked: law 3 says so */
	if (path->has_attribute) {
		at.has_attribute = true;
		at.attribute = path->attribute;
	}
	at.is_text = path->is_text;
	if (room->block->kind == COMITY_ROW_LEAF) {
		guard_attribute(run, room, row, &at, node);
		return;
	}
	parent = carried_parent(run, room, &at,
	    node->type == XML_ELEMENT_NODE && !at.has_attribute && !at.is_text);
	if (parent == NULL)
		return;
	bind(run, row, room->extension);
	if (at.is_text)
		carry_text(run, row, parent, node);
	else
		comity_run_copy(run, parent, node, row, fate);
}

/* The leaf whose change makes a carried restatement stale, copied beside. */
static void
carry_guard(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row)
{
	const struct comity_row *guard = row->guard;
	struct in_context *room = room_of(context, row);
	xmlNodePtr node, parent;
	struct comity_value value;

	if (guard == NULL || room == NULL)
		return;
	node = comity_in_first(run, context, guard);
	if (node == NULL || !comity_value_of(run, node, &value))
		return;
	parent = carried_parent(run, room, &guard->carried, false);
	if (parent != NULL && guard->carried.has_attribute)
		comity_run_attribute(
		    run, parent, &guard->carried.attribute, value.text);
	else if (parent != NULL)
		comity_run_text(run, parent, value.text);
	comity_value_clear(&value);
}

static bool
is_empty(struct comity_run *run, const xmlNode *node)
{
	struct comity_value value;
	bool empty;

	if (node->properties != NULL || !comity_value_of(run, node, &value))
		return false;
	empty = comity_node_first(node) == NULL &&
		value.text[strspn(value.text, " \t\r\n")] == '\0';
	comity_value_clear(&value);
	return empty;
}

static void
contain(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row)
{
	xmlNodePtr node = comity_in_first(run, context, row), parent;
	size_t mark;

	if (node == NULL)
		return;
	comity_in_carry_withheld(run, context, row, node);
	if (!is_empty(run, node))
		return;
	if (row->always) {
		mark =
		    comity_run_mark(run, node, NULL, row, COMITY_KEPT, false);
		if (run->rc == COMITY_OK)
			run->marks[mark].structure = true;
		return;
	}
	if (room_of(context, row) == NULL)
		return;
	parent =
	    carried_parent(run, room_of(context, row), &row->carried, false);
	comity_run_mark(run, node, parent, row, COMITY_CARRIED, false);
}

static bool
has_text(struct comity_run *run, const xmlNode *node)
{
	struct comity_value value;
	bool yes;

	if (node->type != XML_ELEMENT_NODE ||
	    !comity_value_of(run, node, &value))
		return false;
	yes = comity_node_first(node) == NULL &&
	      (*value.text != '\0' || node->properties == NULL);
	comity_value_clear(&value);
	return yes;
}

static xmlNodePtr
next_carried(const struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, xmlNodePtr node)
{
	if (row->from.has_attribute || row->from.is_text ||
	    row->from.count == 0)
		return NULL;
	for (node = node->next; node != NULL; node = node->next) {
		if (row->from.count == 1 && node == context->end)
			return NULL;
		if (comity_run_is(
			run, node, &row->from.steps[row->from.count - 1]))
			return node;
	}
	return NULL;
}

void
comity_in_carry_all(struct comity_run *run, struct in_context *context,
    const struct comity_row *block)
{
	const struct comity_row *row;
	xmlNodePtr node;
	size_t i;

	for (i = 0; i < block->carry_count && run->rc == COMITY_OK; i++) {
		row = block->carries[i];
		if (row->kind == COMITY_ROW_CONTAINER) {
			contain(run, context, row);
			continue;
		}
		for (node = comity_in_first(run, context, row); node != NULL;
		     node = next_carried(run, context, row, node)) {
			if (row->from.is_text)
				comity_in_carry_withheld(
				    run, context, row, node);
			if (row->from.is_text && !has_text(run, node))
				continue;
			comity_in_carry(run, context, row, &row->from, node,
			    COMITY_CARRIED);
			carry_guard(run, context, row);
		}
	}
}
