/* SPDX-License-Identifier: Apache-2.0 */
/* translate out: compounds, markers in place of values, ids. */
#include "text.h"
#include "translate-out.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 8 /* checked at load */

static const struct comity_row *
main_part(const struct comity_row *row)
{
	const struct comity_row *first = NULL;
	size_t i;

	for (i = 0; i < row->row_count; i++) {
		if (row->rows[i]->kind != COMITY_ROW_PART)
			continue;
		if (first == NULL)
			first = row->rows[i];
		if (!row->rows[i]->core.has_attribute)
			return row->rows[i];
	}
	return first;
}

/* The core node of a part; NULL absent or without text. */
static xmlNodePtr
part_node(struct comity_run *run, const struct comity_row *part,
    xmlNodePtr core, struct comity_value *value)
{
	xmlNodePtr element = comity_out_next(
		       run, part->parent, &part->core, core, NULL),
		   node = element;

	memset(value, 0, sizeof(*value));
	if (element != NULL && part->core.has_attribute)
		node = (xmlNodePtr)comity_run_find_attribute(
		    run, element, &part->core.attribute);
	if (node == NULL || !comity_value_of(run, node, value))
		return NULL;
	if (*value->text != '\0')
		return node;
	comity_value_clear(value);
	return NULL;
}

/* Whether the original splits into exactly what the core says now. */
static bool
still_splits(struct comity_run *run, const struct comity_row *row,
    const char *original, xmlNodePtr core)
{
	const char *at = original, *end;
	struct comity_value piece, now;
	enum comity_relation relation;
	bool same = true, defined = true, any = false;
	char *copy;
	size_t i, len = strlen(row->separator);

	for (i = 0; i < row->row_count; i++) {
		if (row->rows[i]->kind != COMITY_ROW_PART)
			continue;
		end = at == NULL ? NULL : strstr(at, row->separator);
		copy = at == NULL    ? strdup("")
		       : end == NULL ? strdup(at)
				     : strndup(at, (size_t)(end - at));
		if (copy == NULL) {
			comity_run_fail(run, COMITY_ENOMEM);
			return false;
		}
		comity_value_in(
		    run, row->rows[i], copy, NULL, &piece, &relation);
		part_node(run, row->rows[i], core, &now);
		defined = defined && piece.text != NULL;
		any = any || now.text != NULL;
		same = same && piece.text != NULL && now.text != NULL &&
		       strcmp(piece.text, now.text) == 0;
		comity_value_clear(&now);
		comity_value_clear(&piece);
		free(copy);
		at = end == NULL ? NULL : end + len;
	}
	return defined && at == NULL ? same : !any;
}

static size_t
count_pieces(const char *text, const char *separator)
{
	size_t n = 1;

	while ((text = strstr(text, separator)) != NULL) {
		text += strlen(separator);
		n++;
	}
	return n;
}

/* All parts in this form's spelling, or nothing. */
static bool
join_parts(struct comity_run *run, const struct comity_row *row,
    xmlNodePtr core, struct comity_text *joined)
{
	struct comity_value now, value;
	enum comity_relation relation;
	bool ok = true;
	size_t i, n = 0;

	for (i = 0; i < row->row_count && ok; i++) {
		if (row->rows[i]->kind != COMITY_ROW_PART)
			continue;
		part_node(run, row->rows[i], core, &now);
		ok = now.text != NULL;
		if (ok) {
			comity_value_out(
			    run, row->rows[i], now.text, &value, &relation);
			ok = value.text != NULL;
			comity_text_add(joined, n++ == 0 ? "" : row->separator);
			comity_text_add(joined, ok ? value.text : "");
			comity_value_clear(&value);
		}
		comity_value_clear(&now);
	}
	return ok && !joined->failed && joined->data != NULL &&
	       count_pieces(joined->data, row->separator) == n;
}

void
comity_out_split(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	static const struct comity_step step = { "withheld", -1 };
	xmlNodePtr core = comity_out_base(run, context, row), element, target,
		   node;
	const struct comity_row *first = main_part(row);
	struct comity_text joined = { 0 };
	struct comity_value now;
	const char *original, *as;
	size_t i;

	if (row->core.given || first == NULL ||
	    comity_out_is_put(run, &row->back, place))
		return;
	element = comity_out_next(run, row, &first->core, core, NULL);
	if (element == NULL)
		return;
	original = comity_original_find(run, element, "text");
	if (original != NULL && still_splits(run, row, original, core))
		comity_text_add(&joined, original);
	else if (!join_parts(run, row, core, &joined)) {
		comity_text_clear(&joined);
		as = comity_node_withheld(element);
		if (as == NULL || !run->crosswalk->withheld ||
		    row->back.has_attribute)
			return;
		node = comity_out_ensure(run, place);
		place->filled = true;
		comity_run_mark(run, element,
		    comity_run_attribute(run, node, &step, as), row,
		    COMITY_KEPT, false);
		return;
	}
	target = comity_out_put(run, row, &row->back, place,
	    joined.data == NULL ? "" : joined.data);
	for (i = 0; i < row->row_count; i++) {
		if (row->rows[i]->kind != COMITY_ROW_PART)
			continue;
		node = part_node(run, row->rows[i], core, &now);
		if (node != NULL)
			comity_run_mark(
			    run, node, target, row, COMITY_RECODED, false);
		comity_value_clear(&now);
	}
	comity_run_mark(run, element, target, row, COMITY_RECODED, false);
	comity_out_mark_tests(run, row, element, target);
	comity_text_clear(&joined);
}

/* Whether the originals, joined, are what the core says now. */
static bool
still_joins(struct comity_run *run, const struct comity_row *row,
    const xmlNode *element, const char *now)
{
	struct comity_text joined = { 0 };
	const char *original;
	char name[32];
	bool same, any = false;
	size_t i, n = 0;

	for (i = 0; i < row->row_count; i++) {
		if (row->rows[i]->kind != COMITY_ROW_PART)
			continue;
		snprintf(name, sizeof(name), "part-%zu", ++n);
		original = comity_original_find(run, element, name);
		if (original == NULL)
			continue;
		any = true;
		if (joined.len > 0 && *original != '\0')
			comity_text_add(&joined, row->separator);
		comity_text_add(&joined, original);
	}
	same = any && strcmp(joined.data == NULL ? "" : joined.data, now) == 0;
	comity_text_clear(&joined);
	return same;
}

void
comity_out_part(struct comity_run *run, const struct out_context *context,
    const struct comity_row *part, struct out_place *place)
{
	const struct comity_row *row = part->parent;
	xmlNodePtr core = comity_out_base(run, context, row), element, target;
	struct comity_value now;
	const char *text = NULL;
	char name[32];
	size_t i, n = 0;

	if (!row->core.given || comity_out_is_put(run, &part->back, place))
		return;
	element = comity_out_next(run, row, &row->core, core, NULL);
	if (element == NULL || !comity_value_of(run, element, &now))
		return;
	for (i = 0; i < row->row_count && row->rows[i] != part; i++)
		n += row->rows[i]->kind == COMITY_ROW_PART;
	snprintf(name, sizeof(name), "part-%zu", n + 1);
	if (still_joins(run, row, element, now.text))
		text = comity_original_find(run, element, name);
	else if (part->whole && *now.text != '\0')
		text = now.text;
	if (text != NULL) {
		target = comity_out_put(run, part, &part->back, place, text);
		comity_run_mark(
		    run, element, target, row, COMITY_RECODED, false);
		comity_out_mark_tests(run, row, element, target);
	}
	comity_value_clear(&now);
}

void
comity_out_marker(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	xmlNodePtr core = comity_out_base(run, context, row), element = NULL,
		   target;
	const char *as, *text;

	if (comity_out_is_put(run, &row->back, place))
		return;
	while ((element = comity_out_next(
		    run, row, &row->core, core, element)) != NULL) {
		as = comity_node_withheld(element);
		if (as == NULL || element->children != NULL ||
		    strcmp(as, row->as) != 0)
			continue;
		text = comity_original_find(run, element, "text");
		if (text == NULL || (strcmp(row->is, "true") == 0 &&
					!comity_words_have("1 true", text)))
			text = row->is;
		target = comity_out_put(run, row, &row->back, place, text);
		comity_run_mark(run, element, target, row, COMITY_KEPT, false);
		comity_out_mark_tests(run, row, element, target);
		return;
	}
	text = comity_out_carried(run, context, row, NULL);
	if (text != NULL) {
		target = comity_out_put(run, row, &row->back, place, text);
		comity_run_mark(run, NULL, target, row, COMITY_KEPT, false);
	}
}

static const char *
attribute_text(const struct comity_run *run, const xmlNode *element,
    const struct comity_path *path)
{
	xmlAttrPtr attr =
	    comity_run_find_attribute(run, element, &path->attribute);

	if (attr == NULL)
		return NULL;
	return attr->children == NULL ? ""
				      : (const char *)attr->children->content;
}

/* The local id that the core one stands for; NULL none. */
static const char *
local_id(
    struct comity_run *run, const struct comity_row *row, const xmlNode *core)
{
	const char *now = attribute_text(run, core, &row->core), *original;
	size_t len = strlen(row->key);
	bool keyed;

	if (now == NULL)
		return NULL;
	keyed = strncmp(now, row->key, len) == 0 && now[len] == '-';
	original = comity_original_find(run, core, row->core.attribute.name);
	if (original != NULL && (keyed || strcmp(original, now) == 0))
		return original;
	return row->type == COMITY_TYPE_ORDINAL && keyed ? now + len + 1 : now;
}

bool
comity_out_ordinals_hold(
    struct comity_run *run, const struct comity_row *block, xmlNodePtr core)
{
	const struct comity_row *row = NULL;
	xmlHashTablePtr met;
	xmlNodePtr element = NULL;
	const char *id;
	bool hold = true;
	size_t i;

	for (i = 0; i < block->row_count && row == NULL; i++)
		if (block->rows[i]->kind == COMITY_ROW_ID &&
		    block->rows[i]->type == COMITY_TYPE_ORDINAL)
			row = block->rows[i];
	if (row == NULL || !row->core.given || !row->local.given)
		return false;
	if ((met = xmlHashCreate(16)) == NULL) {
		comity_run_fail(run, COMITY_ENOMEM);
		return false;
	}
	while (hold && (element = comity_out_next(
			    run, block, &block->core, core, element)) != NULL) {
		id = local_id(run, row, element);
		if (id == NULL)
			hold = !row->required;
		else if (!run->own &&
			 (*id == '\0' || id[strspn(id, "0123456789")] != '\0'))
			hold = false;
		else
			hold =
			    xmlHashAddEntry(met, (const xmlChar *)id, run) == 0;
	}
	xmlHashFree(met, NULL);
	return hold;
}

static char *
written_id(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, const xmlNode *core)
{
	struct comity_text text = { 0 };
	const char *id =
	    core == NULL || !row->core.given ? NULL : local_id(run, row, core);

	if (row->type == COMITY_TYPE_ORDINAL && !context->ordinals_hold) {
		comity_text_addf(&text, "%zu", run->positions[run->depth - 1]);
	} else if (id == NULL && row->required) {
		comity_text_addf(
		    &text, "%s-%zu", row->key, run->positions[run->depth - 1]);
	} else if (id == NULL) {
		return NULL;
	} else {
		comity_text_add(&text, id);
		if (context->repeat > 0)
			comity_text_addf(&text, ".%s", context->block->key);
	}
	if (text.failed)
		comity_run_fail(run, COMITY_ENOMEM);
	return comity_text_take(&text);
}

void
comity_out_id(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place)
{
	xmlNodePtr core = comity_out_base(run, context, row), source = NULL,
		   target;
	const char *now = NULL, *original;
	struct comity_text name = { 0 };
	char *id;

	if (core == NULL || !row->local.given)
		return;
	if (!row->core.given) {
		comity_text_addf(
		    &name, "at-%s", comity_original_name(&row->local));
		original = comity_original_find(
		    run, core, name.data == NULL ? "" : name.data);
		id = original != NULL ? comity_text_copy(original)
				      : written_id(run, context, row, core);
		comity_text_clear(&name);
	} else {
		now = attribute_text(run, core, &row->core);
		source = (xmlNodePtr)comity_run_find_attribute(
		    run, core, &row->core.attribute);
		id = written_id(run, context, row, core);
	}
	if (id == NULL)
		return;
	target = comity_out_put(run, row, &row->back, place, id);
	comity_run_mark(run, source, target, row,
	    source == NULL                        ? COMITY_SYNTHESIZED
	    : now != NULL && strcmp(now, id) == 0 ? COMITY_KEPT
						  : COMITY_RECODED,
	    false);
	if (now != NULL)
		comity_run_remember(run, (const char *)core->name, now, id);
	free(id);
}
