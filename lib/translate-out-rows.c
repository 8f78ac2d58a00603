/* SPDX-License-Identifier: Apache-2.0 */
/*
 * translate out: values with their originals, lists, compounds, markers.
 */
#include "text.h"
#include "translate-out.h"

#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 8 /* checked at load */

bool
comity_out_is_put(const struct comity_run *run, const struct comity_path *path,
    const struct out_place *place)
{
	if (path->has_attribute)
		return place->node != NULL &&
		       comity_run_find_attribute(
			   run, place->node, &path->attribute) != NULL;
	return place->filled;
}

xmlNodePtr
comity_out_put(struct comity_run *run, const struct comity_row *row,
    const struct comity_path *path, struct out_place *place, const char *value)
{
	xmlNodePtr element = comity_out_ensure(run, place);

	(void)row;
	if (element == NULL)
		return NULL;
	if (path->has_attribute)
		return (xmlNodePtr)comity_run_attribute(
		    run, element, &path->attribute, value);
	comity_run_text(run, element, value);
	place->filled = true;
	return element;
}

/* The present core value of a row at an element; text NULL undefined. */
static enum out_state
present(struct comity_run *run, const struct comity_row *row,
    xmlNodePtr element, struct comity_value *value)
{
	xmlNodePtr node = element;

	memset(value, 0, sizeof(*value));
	if (row->core.has_attribute)
		node = (xmlNodePtr)comity_run_find_attribute(
		    run, element, &row->core.attribute);
	if (node == NULL || !comity_value_of(run, node, value))
		return OUT_ABSENT;
	if (*value->text != '\0')
		return OUT_VALUE;
	comity_value_clear(value);
	if (row->core.has_attribute)
		return OUT_UNDEFINED;
	if ((value->text = comity_node_withheld(element)) != NULL)
		return OUT_WITHHELD;
	return row->core.count == 0 ? OUT_ABSENT : OUT_UNDEFINED;
}

/* The marker that an undefined value left in its place, or found there. */
static bool
is_our_marker(
    const struct comity_run *run, const xmlNode *element, const char *now)
{
	const char *marker = comity_original_find(run, element, "withheld");

	return strcmp(now, marker == NULL ? "unknown" : marker) == 0;
}

/* Whether f of the original is the present value, undefined with undefined. */
static bool
still_maps(struct comity_run *run, const struct comity_row *row,
    const xmlNode *element, const char *original, enum out_state state,
    const char *now, bool any_undefined)
{
	struct comity_value value;
	enum comity_relation relation;
	bool same;

	if (row->type == COMITY_TYPE_REF)
		return state != OUT_VALUE;
	comity_value_in(
	    run, row, original, run->target_root, &value, &relation);
	if (value.text == NULL || any_undefined)
		same = state == OUT_WITHHELD ?
		    is_our_marker(run, element, now) :
		    state != OUT_VALUE;
	else
		same = state == OUT_VALUE && strcmp(value.text, now) == 0;
	comity_value_clear(&value);
	return same;
}

enum out_state
comity_out_value(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, xmlNodePtr element,
    struct comity_value *value, enum comity_relation *relation)
{
	struct comity_value now;
	enum out_state state = present(run, row, element, &now);
	const char *original = comity_original_find(
	    run, element, comity_original_name(&row->core));
	bool undefined_text;

	memset(value, 0, sizeof(*value));
	*relation = COMITY_EXACT_MATCH;
	undefined_text = !row->core.has_attribute && context->forced &&
			 state == OUT_WITHHELD &&
			 is_our_marker(run, element, now.text);
	if (original != NULL && !context->no_originals &&
	    still_maps(run, row, element, original, state, now.text,
		undefined_text)) {
		value->text = original;
		state = OUT_VALUE;
	} else if (state == OUT_VALUE && row->type == COMITY_TYPE_REF) {
		*value = now;
		return state;
	} else if (state == OUT_VALUE) {
		comity_value_out(run, row, now.text, value, relation);
		if (value->text == NULL)
			state = OUT_UNDEFINED;
		else if (value->owned == NULL && now.owned != NULL &&
			 value->text == now.text) {
			*value = now;
			return state;
		}
	} else if (state == OUT_WITHHELD) {
		value->text = now.text;
	}
	comity_value_clear(&now);
	return state;
}

static void
mark_withheld(struct comity_run *run, const struct comity_row *row,
    const xmlNode *element, const void *target)
{
	static const struct comity_step step = { "withheld", -1 };
	xmlAttrPtr attr = element->type == XML_ELEMENT_NODE
			      ? comity_run_find_attribute(run, element, &step)
			      : NULL;
	size_t mark;

	if (attr == NULL)
		return;
	mark = comity_run_mark(
	    run, (xmlNodePtr)attr, NULL, row, COMITY_KEPT, false);
	if (run->rc == COMITY_OK)
		run->marks[mark].target = (xmlNodePtr)(uintptr_t)target;
}

/* The attribute of this side; once. */
static xmlAttrPtr
put_marker(struct comity_run *run, xmlNodePtr node, const char *value)
{
	static const struct comity_step step = { "withheld", -1 };
	xmlAttrPtr attr = comity_run_find_attribute(run, node, &step);

	return attr != NULL ? attr :
			      comity_run_attribute(run, node, &step, value);
}

/* The marker beside a value that was written; false: there is none. */
static bool
write_marker(struct comity_run *run, const struct comity_row *row,
    const xmlNode *element, bool stated, const struct out_place *place)
{
	static const struct comity_step step = { "withheld", -1 };
	xmlAttrPtr attr = comity_run_find_attribute(run, element, &step);
	struct comity_value value;

	if (attr == NULL || !run->crosswalk->withheld ||
	    row->back.has_attribute ||
	    (!stated &&
		comity_original_find(run, element, "withheld") == NULL) ||
	    !comity_value_of(run, (xmlNodePtr)attr, &value))
		return false;
	mark_withheld(
	    run, row, element, put_marker(run, place->node, value.text));
	comity_value_clear(&value);
	return true;
}

static bool
write_nil(struct comity_run *run, const struct comity_row *row,
    const xmlNode *element, const char *withheld, struct out_place *place)
{
	const char *nil = comity_original_find(run, element, "nil");
	xmlNsPtr ns;
	xmlNodePtr node;
	xmlAttrPtr attr;

	if (row->nil == NULL || row->back.has_attribute ||
	    (withheld != NULL && strcmp(withheld, row->nil) != 0))
		return false;
	if (withheld != NULL &&
	    (nil == NULL || !comity_words_have("true 1", nil)))
		nil = "true";
	if (withheld == NULL &&
	    (nil == NULL || !comity_words_have("false 0", nil)))
		return false;
	node = comity_out_ensure(run, place);
	ns = comity_run_namespace(run, COMITY_NS_XSI, "xsi");
	if (node == NULL || ns == NULL)
		return false;
	attr = xmlNewNsProp(
	    node, ns, (const xmlChar *)"nil", (const xmlChar *)nil);
	if (attr == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
	comity_run_mark(run, withheld != NULL ? element : NULL, attr, row,
	    COMITY_KEPT, false);
	if (withheld != NULL) {
		place->filled = true;
		mark_withheld(run, row, element, attr);
		comity_run_mark(run, element, node, row, COMITY_KEPT, false);
	}
	return true;
}

/* The value that goes without saying in this form, and was not said. */
static bool
is_assumed(struct comity_run *run, const struct comity_row *row,
    const xmlNode *element, const xmlNode *source)
{
	const char *assumed = comity_row_assumed(row);
	struct comity_value value;
	bool same;

	if (assumed == NULL || source == NULL ||
	    comity_original_find(
		run, element, comity_original_name(&row->core)) != NULL ||
	    !comity_value_of(run, source, &value))
		return false;
	same = strcmp(value.text, assumed) == 0;
	comity_value_clear(&value);
	return same;
}

bool
comity_out_leaf(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, xmlNodePtr element, struct out_place *place)
{
	struct comity_value value;
	enum comity_relation relation;
	enum out_state state;
	xmlNodePtr source = element, target, node;
	struct comity_value before = { 0 };
	enum comity_fate fate;
	bool doubt;
	size_t mark;

	state = comity_out_value(run, context, row, element, &value, &relation);
	if (row->core.has_attribute)
		source = (xmlNodePtr)comity_run_find_attribute(
		    run, element, &row->core.attribute);
	if (is_assumed(run, row, element, source)) {
		comity_run_mark(run, source, NULL, row, COMITY_KEPT, false);
		comity_value_clear(&value);
		return false;
	}
	if (state == OUT_WITHHELD && !row->core.has_attribute) {
		if (write_nil(run, row, element, value.text, place))
			return true;
		if (!run->crosswalk->withheld || row->back.has_attribute ||
		    (node = comity_out_ensure(run, place)) == NULL)
			return false;
		place->filled = true;
		mark_withheld(run, row, element,
		    put_marker(run, node, value.text));
		comity_run_mark(run, element, node, row, COMITY_KEPT, false);
		return true;
	}
	if (state != OUT_VALUE || value.text == NULL)
		return false;
	target = comity_out_put(run, row, &row->back, place, value.text);
	if (source != NULL && !comity_value_of(run, source, &before))
		return false;
	fate = comity_fate_of(before.text == NULL ? "" : before.text,
	    value.text, relation, false, &doubt);
	mark = comity_run_mark(run, source, target, row, fate, doubt);
	if (!row->core.has_attribute) {
		bool stated = before.text != NULL && *before.text != '\0';

		if (!write_marker(run, row, element, stated, place) &&
		    (*value.text == '\0' || !stated))
			mark_withheld(run, row, element, target);
		write_nil(run, row, element, NULL, place);
	}
	if (row->type == COMITY_TYPE_REF && source != NULL)
		comity_run_fixup(run, place->node, row, &row->back, mark);
	comity_value_clear(&before);
	comity_value_clear(&value);
	return true;
}

/* Atomic: one part that this form can not say withholds the whole; one part
 * that was edited makes every original of it stale. */
bool
comity_out_atomic_fails(struct comity_run *run, struct out_context *context,
    const struct comity_row *row)
{
	const struct comity_row *part;
	struct comity_value value, now;
	enum comity_relation relation;
	enum out_state state, was;
	const char *original;
	bool undefined = false, stale = false, any = false;
	xmlNodePtr element;
	size_t i, pass;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i <= row->row_count; i++) {
			part = i == row->row_count ? row : row->rows[i];
			if (part->kind != COMITY_ROW_LEAF)
				continue;
			element = part == row
				      ? context->core
				      : comity_out_next(run, part, &part->core,
					    context->core, NULL);
			if (element == NULL)
				continue;
			was = present(run, part, element, &now);
			original = comity_original_find(
			    run, element, comity_original_name(&part->core));
			if (pass == 0 && original != NULL) {
				comity_value_in(run, part, original,
				    run->target_root, &value, &relation);
				any = any || value.text == NULL;
				comity_value_clear(&value);
			} else if (pass == 1 && original != NULL &&
				   !still_maps(run, part, element, original,
				       was, now.text,
				       any && !part->core.has_attribute)) {
				stale = true;
			}
			if (pass == 1 && was == OUT_VALUE && original == NULL) {
				state = comity_out_value(run, context, part,
				    element, &value, &relation);
				undefined = undefined || state != OUT_VALUE;
				comity_value_clear(&value);
			}
			comity_value_clear(&now);
		}
	context->no_originals = context->no_originals || stale;
	context->forced = any;
	return undefined;
}

/* One piece of a list; a reference is resolved later. */
static void
add_piece(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, xmlNodePtr element, struct comity_text *text)
{
	struct comity_value value;
	enum comity_relation relation;
	enum out_state state;
	xmlNodePtr source = element;

	state = comity_out_value(run, context, row, element, &value, &relation);
	if (row->core.has_attribute)
		source = (xmlNodePtr)comity_run_find_attribute(
		    run, element, &row->core.attribute);
	if (state == OUT_VALUE && value.text != NULL) {
		comity_text_add(text, text->len == 0 ? "" : row->list);
		/* U+0001, in no XML: already of this side. */
		if (row->type == COMITY_TYPE_REF && source == NULL)
			comity_text_add(text, "\001");
		comity_text_add(text, value.text);
	}
	comity_value_clear(&value);
}

static bool
same_pieces(const char *a, const char *b, const char *separator)
{
	size_t len = strlen(separator), n;

	for (;;) {
		while (strncmp(a, separator, len) == 0)
			a += len;
		while (strncmp(b, separator, len) == 0)
			b += len;
		if (*a == '\0' || *b == '\0')
			return *a == *b;
		n = strstr(a, separator) == NULL
			? strlen(a)
			: (size_t)(strstr(a, separator) - a);
		if (strncmp(a, b, n) != 0 ||
		    (b[n] != '\0' && strncmp(b + n, separator, len) != 0))
			return false;
		a += n;
		b += n;
	}
}

void
comity_out_list(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	xmlNodePtr core = comity_out_base(run, context, row), element = NULL,
		   first, target, source;
	struct comity_text text = { 0 };
	const char *original, *carried;
	size_t mark = 0;

	first = comity_out_next(run, row, &row->core, core, NULL);
	while ((element = comity_out_next(
		    run, row, &row->core, core, element)) != NULL)
		add_piece(run, context, row, element, &text);
	if (text.failed)
		comity_run_fail(run, COMITY_ENOMEM);
	if (first == NULL &&
	    (carried = comity_out_carried(run, context, row, NULL)) != NULL) {
		target = comity_out_put(run, row, &row->back, place, carried);
		comity_run_mark(run, NULL, target, row, COMITY_KEPT, false);
		return;
	}
	if (first == NULL || text.data == NULL) {
		comity_text_clear(&text);
		return;
	}
	original = comity_original_find(run, first, "list");
	if (row->type != COMITY_TYPE_REF && original != NULL &&
	    same_pieces(original, text.data, row->list))
		target = comity_out_put(run, row, &row->back, place, original);
	else
		target = comity_out_put(run, row, &row->back, place, text.data);
	while ((element = comity_out_next(
		    run, row, &row->core, core, element)) != NULL) {
		source = element;
		if (row->core.has_attribute)
			source = (xmlNodePtr)comity_run_find_attribute(
			    run, element, &row->core.attribute);
		if (source != NULL)
			mark = comity_run_mark(
			    run, source, target, row, COMITY_KEPT, false);
		comity_out_mark_tests(run, row, element, target);
	}
	if (target != NULL && target->_private == NULL)
		mark =
		    comity_run_mark(run, NULL, target, row, COMITY_KEPT, false);
	if (row->type == COMITY_TYPE_REF && place->node != NULL)
		comity_run_fixup(run, place->node, row, &row->back, mark);
	if (row->type == COMITY_TYPE_REF && run->rc == COMITY_OK &&
	    run->fixup_count > 0)
		run->fixups[run->fixup_count - 1].original = original;
	comity_text_clear(&text);
}

/* A list of references: what it names, in this side's ids. */
static char *
resolve_list(
    struct comity_run *run, const struct comity_row *row, const char *value)
{
	struct comity_text text = { 0 };
	char *copy = strdup(value), *piece, *next;
	const char *id, *separator = row->list;

	if (copy == NULL) {
		comity_run_fail(run, COMITY_ENOMEM);
		return NULL;
	}
	for (piece = copy; piece != NULL; piece = next) {
		next = separator == NULL ? NULL : strstr(piece, separator);
		if (next != NULL) {
			*next = '\0';
			next += strlen(separator);
		}
		id = *piece == '\001' ? piece + 1
				      : comity_run_recall(run, row->to, piece);
		if (id == NULL) {
			comity_run_find(run, NULL,
			    COMITY_F_TRANSLATION_REFERENCE, piece, NULL);
			continue;
		}
		comity_text_add(
		    &text, text.len == 0 || separator == NULL ? "" : separator);
		comity_text_add(&text, id);
	}
	if (text.failed)
		comity_run_fail(run, COMITY_ENOMEM);
	free(copy);
	return comity_text_take(&text);
}

/* The marks of one target stand together, the last of them known. */
static void
drop_target(struct comity_run *run, size_t last, const void *target)
{
	size_t i = last + 1;

	while (i-- > 0 && run->marks[i].target == target) {
		run->marks[i].target = NULL;
		run->marks[i].fate = COMITY_DROPPED;
	}
}

void
comity_out_references(struct comity_run *run)
{
	struct comity_fixup *fixup;
	struct comity_value value;
	const char *original;
	xmlAttrPtr attr;
	xmlNodePtr node;
	char *ids;
	size_t i;

	for (i = 0; i < run->fixup_count && run->rc == COMITY_OK; i++) {
		fixup = &run->fixups[i];
		attr = fixup->in_attribute
			   ? comity_run_find_attribute(
				 run, fixup->element, &fixup->attribute)
			   : NULL;
		node = attr == NULL ? fixup->element : (xmlNodePtr)attr;
		if (!comity_value_of(run, node, &value))
			return;
		ids = resolve_list(run, fixup->row, value.text);
		original = fixup->original;
		if (ids != NULL && original != NULL &&
		    same_pieces(original, ids, fixup->row->list)) {
			free(ids);
			ids = comity_text_copy(original);
		}
		if (run->rc == COMITY_OK && (ids == NULL || *ids == '\0')) {
			drop_target(run, fixup->mark, node);
			if (attr != NULL)
				xmlRemoveProp(attr);
			else
				comity_run_replace_text(run, node, "");
		} else if (run->rc == COMITY_OK &&
			   strcmp(ids, value.text) != 0) {
			if (attr == NULL)
				comity_run_replace_text(run, node, ids);
			else if (xmlSetNsProp(fixup->element, attr->ns,
				     attr->name, (xmlChar *)ids) == NULL)
				comity_run_fail(run, COMITY_ENOMEM);
		}
		free(ids);
		comity_value_clear(&value);
	}
}
