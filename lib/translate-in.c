/* SPDX-License-Identifier: Apache-2.0 */
/*
 * translate in: out of the format into the core. Walks the core's target
 * paths in the order of the core's XSD and pulls the local leaves there.
 */
#include "translate-in.h"

#include "text.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

xmlNodePtr
comity_in_ensure(struct comity_run *run, struct in_place *place)
{
	if (place->node == NULL && place->up != NULL)
		place->node = comity_run_element(run,
		    comity_in_ensure(run, place->up), &place->target->step);
	return place->node;
}

/* The first node of a path whose last step is `node` or a later sibling. */
static xmlNodePtr
finish_path(const struct comity_run *run, const struct comity_row *row,
    const struct comity_path *path, xmlNodePtr node, xmlNodePtr end)
{
	const struct comity_step *step = &path->steps[path->count - 1];
	xmlNodePtr leaf;

	for (; node != NULL && node != end; node = node->next) {
		if (!comity_run_is(run, node, step) ||
		    !comity_in_accepts(run, row, node))
			continue;
		if (!path->has_attribute)
			return node;
		leaf = (xmlNodePtr)comity_run_find_attribute(
		    run, node, &path->attribute);
		if (leaf != NULL)
			return leaf;
	}
	return NULL;
}

static xmlNodePtr
first_in(const struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, const struct comity_path *path)
{
	xmlNodePtr at = context->first, end = context->end;
	size_t i;

	if (path->count == 0) {
		if (!path->has_attribute)
			return context->local;
		return (xmlNodePtr)comity_run_find_attribute(
		    run, context->local, &path->attribute);
	}
	for (i = 0; i + 1 < path->count; i++) {
		while (at != NULL && at != end &&
		       !comity_run_is(run, at, &path->steps[i]))
			at = at->next;
		if (at == NULL || at == end)
			return NULL;
		at = at->children;
		end = NULL;
	}
	return finish_path(run, row, path, at, end);
}

/* The first local node of a row that its local constants accept. */
xmlNodePtr
comity_in_first(const struct comity_run *run, const struct in_context *context,
    const struct comity_row *row)
{
	return first_in(run, context, row, &row->from);
}

static xmlNodePtr
next_in(const struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, xmlNodePtr node)
{
	xmlNodePtr element = node;

	if (row->from.count == 0)
		return NULL;
	if (node->type == XML_ATTRIBUTE_NODE)
		element = node->parent;
	return finish_path(run, row, &row->from, element->next,
	    row->from.count == 1 ? context->end : NULL);
}

/* The local constants of a row, at one of its instances. */
bool
comity_in_accepts(const struct comity_run *run, const struct comity_row *row,
    const xmlNode *local)
{
	struct in_context context = { .local = (xmlNodePtr)(uintptr_t)local };
	const struct comity_row *test;
	struct comity_value value = { 0 };
	xmlNodePtr node;
	bool met, ok = true;
	size_t i;

	context.first =
	    local->type == XML_ELEMENT_NODE ? local->children : NULL;
	for (i = 0; i < row->test_count && ok; i++) {
		test = row->tests[i];
		if (!test->on_local)
			continue;
		node = first_in(run, &context, test, &test->local);
		met = false;
		if (node != NULL &&
		    comity_value_of(
			(struct comity_run *)(uintptr_t)run, node, &value))
			met = strcmp(value.text, test->is) == 0 ||
			      comity_words_have(test->others, value.text);
		ok = test->kind == COMITY_ROW_EXCEPT
			 ? !met
			 : met || test->must == COMITY_MUST_NO;
		comity_value_clear(&value);
	}
	return ok;
}

/* Local constants have no core place; an accepted other spelling is kept. */
void
comity_in_mark_constants(struct comity_run *run, const struct comity_row *row,
    const xmlNode *local, xmlNodePtr element)
{
	struct in_context context = { .local = (xmlNodePtr)(uintptr_t)local };
	struct comity_text name = { 0 };
	struct comity_value value;
	const struct comity_row *test;
	xmlNodePtr node;
	size_t i;

	if (local->type != XML_ELEMENT_NODE)
		return;
	context.first = local->children;
	for (i = 0; i < row->test_count; i++) {
		test = row->tests[i];
		if (!test->on_local || test->kind != COMITY_ROW_FIXED)
			continue;
		node = first_in(run, &context, test, &test->local);
		if (node == NULL || !comity_value_of(run, node, &value))
			continue;
		comity_text_addf(
		    &name, "at-%s", comity_original_name(&test->local));
		if (name.failed)
			comity_run_fail(run, COMITY_ENOMEM);
		else if (strcmp(value.text, test->is) != 0)
			comity_original_write(
			    run, element, name.data, value.text);
		comity_run_mark(run, node, element, test, COMITY_KEPT, false);
		comity_text_clear(&name);
		comity_value_clear(&value);
	}
}

/* An attribute `withheld` of the format itself. */
bool
comity_in_copy_withheld(struct comity_run *run, const struct comity_row *row,
    const xmlNode *local, xmlNodePtr element)
{
	static const struct comity_step step = { "withheld", -1 };
	xmlAttrPtr from, to;
	struct comity_value value;

	if (!run->crosswalk->withheld || local->type != XML_ELEMENT_NODE ||
	    (from = comity_run_find_attribute(run, local, &step)) == NULL)
		return false;
	if (!comity_value_of(run, (xmlNodePtr)from, &value))
		return false;
	to = comity_run_find_attribute(run, element, &step) == NULL
		 ? comity_run_attribute(run, element, &step, value.text)
		 : NULL;
	comity_run_mark(run, (xmlNodePtr)from, to, row, COMITY_KEPT, false);
	comity_value_clear(&value);
	return true;
}

void
comity_in_withhold(struct comity_run *run, xmlNodePtr element, const char *as)
{
	static const struct comity_step step = { "withheld", -1 };

	if (element != NULL &&
	    comity_run_find_attribute(run, element, &step) == NULL)
		comity_run_mark(run, NULL,
		    comity_run_attribute(run, element, &step, as), NULL,
		    COMITY_SYNTHESIZED, false);
}

static const char *
relation_name(enum comity_relation relation)
{
	static const char *const names[] = { "exactMatch", "closeMatch",
		"relatedMatch", "broadMatch", "narrowMatch" };

	return names[relation];
}

/* Undefined: the core element says so, and the original waits beside it. */
static void
write_undefined(struct comity_run *run, const struct comity_row *row,
    const xmlNode *local, const char *text, xmlNodePtr element,
    const struct comity_path *core)
{
	if (!core->has_attribute)
		comity_in_withhold(run, element, "unknown");
	comity_original_write(run, element, comity_original_name(core), text);
	if (core->has_attribute)
		comity_run_mark(run, local, NULL, row, COMITY_CARRIED, false);
	else
		comity_run_mark(
		    run, local, element, row, COMITY_CARRIED, false);
}

/* Write one value to the text or an attribute of a core element. */
void
comity_in_value(struct comity_run *run, const struct comity_row *row,
    const xmlNode *local, const char *text, xmlNodePtr element, bool withhold)
{
	const struct comity_path *core = &row->core;
	enum comity_fate fate;
	enum comity_relation relation;
	struct comity_value value;
	xmlNodePtr target = element;
	bool doubt;
	size_t mark;

	if (element == NULL)
		return;
	comity_value_in(run, row, text, local, &value, &relation);
	if (value.text == NULL || (withhold && !core->has_attribute)) {
		write_undefined(run, row, local, text, element, core);
		comity_value_clear(&value);
		return;
	}
	if (core->has_attribute)
		target = (xmlNodePtr)comity_run_attribute(
		    run, element, &core->attribute, value.text);
	else
		comity_run_text(run, element, value.text);
	if (core->count == 0 && !core->has_attribute && *value.text == '\0')
		comity_original_write(run, element, "text", text);
	/* An assumed value that is stated must come back stated. */
	if (!comity_value_returns(run, row, text, value.text) ||
	    comity_text_same(comity_row_assumed(row), value.text))
		comity_original_write(
		    run, element, comity_original_name(core), text);
	if (relation != COMITY_EXACT_MATCH)
		comity_original_write(
		    run, element, "relation", relation_name(relation));
	fate = comity_fate_of(text, value.text, relation, true, &doubt);
	if (row->kind == COMITY_ROW_ALSO)
		fate = COMITY_SYNTHESIZED;
	mark = comity_run_mark(run, local, target, row, fate, doubt);
	if (row->type == COMITY_TYPE_REF)
		comity_run_fixup(run, element, row, core, mark);
	comity_value_clear(&value);
}

static bool
is_nil(struct comity_run *run, const struct comity_row *row,
    const xmlNode *local, xmlNodePtr element)
{
	struct comity_value value;
	xmlAttrPtr nil = NULL;
	bool yes;

	if (row->nil != NULL && local->type == XML_ELEMENT_NODE)
		nil = xmlHasNsProp(local, (const xmlChar *)"nil",
		    (const xmlChar *)COMITY_NS_XSI);
	if (nil == NULL || !comity_value_of(run, (xmlNodePtr)nil, &value))
		return false;
	yes = comity_words_have("true 1", value.text);
	if (yes)
		comity_in_withhold(run, element, row->nil);
	comity_original_write(run, element, "nil", value.text);
	comity_run_mark(run, (xmlNodePtr)nil, yes ? element : NULL, row,
	    yes ? COMITY_KEPT : COMITY_CARRIED, false);
	if (yes)
		comity_run_mark(run, local, element, row, COMITY_KEPT, false);
	comity_value_clear(&value);
	return yes;
}

/* A value and its marker together: the marker is the document's own, not
 * what an undefined value leaves behind. */
static void
keep_marker(struct comity_run *run, xmlNodePtr element)
{
	static const struct comity_step step = { "withheld", -1 };
	xmlAttrPtr attr = comity_run_find_attribute(run, element, &step);
	struct comity_value value;

	if (attr == NULL || !comity_value_of(run, (xmlNodePtr)attr, &value))
		return;
	comity_original_write(run, element, "withheld", value.text);
	comity_value_clear(&value);
}

/* A leaf and what stands inside its row, in the core element of its own. */
void
comity_in_leaf(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, xmlNodePtr local, xmlNodePtr element)
{
	struct in_context inner = { .up = context, .block = row };
	struct in_place place = { NULL, element, row->core_tree };
	struct comity_value value;
	bool withheld;

	if (element == NULL || !comity_value_of(run, local, &value))
		return;
	inner.local = local->type == XML_ATTRIBUTE_NODE ? local->parent : local;
	inner.first = inner.local->children;
	inner.core = element;
	inner.withhold =
	    context->withhold ||
	    (row->atomic && comity_in_atomic_fails(run, &inner, row, local));
	withheld = row->core.has_attribute
		       ? comity_in_carry_withheld(run, context, row, local)
		       : comity_in_copy_withheld(run, row, local, element);
	if (withheld && *value.text == '\0')
		comity_run_mark(run, local,
		    row->core.has_attribute ? NULL : element, row, COMITY_KEPT,
		    false);
	else if (row->core.has_attribute || !is_nil(run, row, local, element))
		comity_in_value(
		    run, row, local, value.text, element, inner.withhold);
	if (withheld && !row->core.has_attribute && *value.text != '\0')
		keep_marker(run, element);
	comity_value_clear(&value);
	if (row->core_tree != NULL)
		comity_in_walk(run, &inner, row->core_tree, &place);
	comity_in_carry_all(run, &inner, row);
	comity_in_mark_constants(run, row, inner.local, element);
	comity_in_constants(run, row, element);
}

/* One local leaf with separators, many core leaves. */
static void
write_list(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, xmlNodePtr local, struct in_place *place,
    const struct comity_step *step)
{
	struct comity_value value;
	xmlNodePtr element, first = NULL;
	struct comity_text joined = { 0 };
	char *copy, *piece, *next;
	size_t len = strlen(row->list);

	if (!comity_value_of(run, local, &value))
		return;
	if ((copy = strdup(value.text)) == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
	for (piece = copy; piece != NULL; piece = next) {
		if ((next = strstr(piece, row->list)) != NULL) {
			*next = '\0';
			next += len;
		}
		if (*piece == '\0')
			continue;
		comity_text_add(&joined, first == NULL ? "" : row->list);
		comity_text_add(&joined, piece);
		element =
		    comity_run_element(run, comity_in_ensure(run, place), step);
		if (first == NULL)
			first = element;
		comity_in_value(run, row, local, piece, element, false);
		comity_in_constants(run, row, element);
	}
	if (first == NULL)
		comity_in_carry(
		    run, context, row, &row->from, local, COMITY_CARRIED);
	else if (!comity_text_same(joined.data, value.text))
		comity_original_write(run, first, "list", value.text);
	comity_text_clear(&joined);
	free(copy);
	comity_value_clear(&value);
}

static void
leaf_instances(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step)
{
	xmlNodePtr local, element;

	for (local = comity_in_first(run, context, row); local != NULL;
	     local = row->many ? next_in(run, context, row, local) : NULL) {
		if (row->list != NULL) {
			write_list(run, context, row, local, place, step);
			continue;
		}
		element =
		    comity_run_element(run, comity_in_ensure(run, place), step);
		comity_in_leaf(run, context, row, local, element);
	}
}

static void
instances(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step)
{
	xmlNodePtr local;

	switch (row->kind) {
	case COMITY_ROW_GROUP:
		run->positions[run->depth] = 0;
		for (local = comity_in_first(run, context, row); local != NULL;
		     local = comity_row_is_flat(row)
				 ? NULL
				 : next_in(run, context, row, local))
			comity_in_group(run, context, row, local, place, step);
		break;
	case COMITY_ROW_CHOICE:
		comity_in_choice(run, context, row, place, step);
		break;
	case COMITY_ROW_RUN:
		comity_in_run(run, context, row, place, step);
		break;
	case COMITY_ROW_LEAF:
	case COMITY_ROW_ALSO:
		leaf_instances(run, context, row, place, step);
		break;
	case COMITY_ROW_COMPOUND:
		comity_in_join(run, context, row, place, step);
		break;
	case COMITY_ROW_WITHHELD:
		comity_in_marker(run, context, row, place, step);
		break;
	default:
		break;
	}
}

static void
shared(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, struct in_place *place)
{
	xmlNodePtr local;

	switch (row->kind) {
	case COMITY_ROW_LEAF:
	case COMITY_ROW_ALSO:
		if ((local = comity_in_first(run, context, row)) != NULL)
			comity_in_leaf(run, context, row, local,
			    comity_in_ensure(run, place));
		break;
	case COMITY_ROW_PART:
		comity_in_part(run, context, row, place);
		break;
	case COMITY_ROW_COMPOUND:
		comity_in_join(run, context, row, place, NULL);
		break;
	case COMITY_ROW_ID:
		comity_in_id(run, context, row, place);
		break;
	default:
		break;
	}
}

void
comity_in_walk(struct comity_run *run, struct in_context *context,
    const struct comity_target *target, struct in_place *place)
{
	size_t i, k;

	for (i = 0; i < target->shared_count && run->rc == COMITY_OK; i++)
		shared(run, context, target->shared[i], place);
	for (k = 0; k < target->kid_count && run->rc == COMITY_OK; k++) {
		const struct comity_target *kid = target->kids[k];
		struct in_place inner = { place, NULL, kid };

		comity_in_walk(run, context, kid, &inner);
		for (i = 0; i < kid->instance_count; i++)
			instances(
			    run, context, kid->instances[i], place, &kid->step);
	}
}

/* The root's children beside the table: Translation comes along as it is. */
static void
copy_translation(struct comity_run *run, xmlNodePtr source)
{
	xmlNodePtr first = comity_node_first(source);

	if (run->crosswalk->translation && first != NULL &&
	    comity_node_is(first, COMITY_NS_CORE, "Translation"))
		comity_run_copy(
		    run, run->target_root, first, NULL, COMITY_KEPT);
}

int
comity_run_in(struct comity_run *run, xmlNodePtr source)
{
	const struct comity_crosswalk *crosswalk = run->crosswalk;
	struct in_context context = { .local = source };
	size_t i;

	for (i = 0; i < crosswalk->root_count && run->root == NULL; i++)
		if (comity_run_is(
			run, source, &crosswalk->roots[i]->local.steps[0]))
			run->root = crosswalk->roots[i];
	if (run->root == NULL) {
		comity_run_find(run, source, COMITY_F_TRANSLATION_NO_ROOT,
		    (const char *)source->name, NULL);
		return COMITY_REFUSED;
	}
	if (comity_run_start(run, COMITY_NS_CORE,
		run->root->core.steps[0].name) != COMITY_OK)
		return run->rc;
	comity_original_write(run, run->target_root, "by", crosswalk->by);
	copy_translation(run, source);
	context.first = source->children;
	comity_in_block(run, &context, run->root, run->target_root);
	if (source->children == NULL && source->properties == NULL)
		comity_run_mark(
		    run, source, run->target_root, NULL, COMITY_KEPT, false);
	comity_in_references(run);
	if (run->carried_bytes > COMITY_EXTENSION_MAX) {
		comity_run_find(
		    run, source, COMITY_F_TRANSLATION_LIMIT, NULL, NULL);
		comity_run_fail(run, COMITY_ELIMIT);
	}
	if (run->rc == COMITY_OK)
		comity_run_finish(run);
	return run->rc;
}
