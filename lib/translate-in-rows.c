/* SPDX-License-Identifier: Apache-2.0 */
/*
 * translate in: the row kinds that are more than one leaf to one leaf:
 * compounds, markers, constants, ids, references, what is carried.
 */
#include "text.h"
#include "translate-in.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 8 /* checked at load */

bool
comity_in_any(const struct comity_run *run, const struct in_context *context,
    const struct comity_row *row)
{
	const struct comity_row *inner;
	size_t i;

	for (i = 0; i < row->row_count; i++) {
		inner = row->rows[i];
		if (inner->kind == COMITY_ROW_FIXED ||
		    inner->kind == COMITY_ROW_EXCEPT ||
		    inner->kind == COMITY_ROW_CONTAINER)
			continue;
		if (comity_row_is_wrapper(inner) || comity_row_is_flat(inner) ||
		    !inner->local.given) {
			if (comity_in_any(run, context, inner))
				return true;
		} else if (inner->local.count == 0 &&
			   !inner->local.has_attribute &&
			   context->local->type == XML_ELEMENT_NODE &&
			   context->local->properties != NULL &&
			   context->local->children == NULL) {
			continue; /* the text of an element without any */
		} else if (comity_in_first(run, context, inner) != NULL) {
			return true;
		}
	}
	return false;
}

bool
comity_in_follows(const struct comity_run *run, const struct comity_row *row,
    const xmlNode *node)
{
	size_t i;

	for (i = 0; i < row->with_count; i++)
		if (comity_run_is(run, node, &row->with[i]))
			return true;
	return false;
}

static bool
is_undefined(
    struct comity_run *run, const struct comity_row *row, const xmlNode *local)
{
	struct comity_value value, result;
	enum comity_relation relation;
	bool undefined = false;

	if (!comity_value_of(run, local, &value))
		return true;
	if (*value.text != '\0' || comity_node_withheld(local) == NULL) {
		comity_value_in(
		    run, row, value.text, local, &result, &relation);
		undefined = result.text == NULL;
		comity_value_clear(&result);
	}
	comity_value_clear(&value);
	return undefined;
}

bool
comity_in_atomic_fails(struct comity_run *run, const struct in_context *inner,
    const struct comity_row *row, xmlNodePtr leaf)
{
	xmlNodePtr local;
	size_t i;

	if (leaf != NULL && is_undefined(run, row, leaf))
		return true;
	for (i = 0; i < row->row_count; i++) {
		if (row->rows[i]->kind != COMITY_ROW_LEAF)
			continue;
		local = comity_in_first(run, inner, row->rows[i]);
		if (local != NULL && is_undefined(run, row->rows[i], local))
			return true;
	}
	return false;
}

bool
comity_in_carry_withheld(struct comity_run *run,
    const struct in_context *context, const struct comity_row *row,
    const xmlNode *local)
{
	static const struct comity_step step = { "withheld", -1 };
	struct comity_path path = row->from;
	xmlAttrPtr attr;

	if (!run->crosswalk->withheld || local->type != XML_ELEMENT_NODE ||
	    (attr = comity_run_find_attribute(run, local, &step)) == NULL)
		return false;
	path.has_attribute = true;
	path.is_text = false;
	path.attribute = step;
	comity_in_carry(
	    run, context, row, &path, (xmlNodePtr)attr, COMITY_CARRIED);
	return true;
}

/* The element whose text stands for a split compound. */
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

/* Split at the separator, exactly as many pieces as parts; f on each. */
static bool
split(struct comity_run *run, const struct comity_row *row, const char *text,
    struct comity_value values[PARTS_MAX])
{
	enum comity_relation relation;
	struct comity_value piece;
	const char *at = text, *end;
	size_t i, n = 0, len = strlen(row->separator);
	bool ok = true;

	memset(values, 0, PARTS_MAX * sizeof(values[0]));
	for (i = 0; i < row->row_count && n < PARTS_MAX; i++) {
		if (row->rows[i]->kind != COMITY_ROW_PART)
			continue;
		if (at == NULL) {
			ok = false;
			break;
		}
		end = strstr(at, row->separator);
		piece.owned =
		    end == NULL ? strdup(at) : strndup(at, (size_t)(end - at));
		if (piece.owned == NULL) {
			comity_run_fail(run, COMITY_ENOMEM);
			return false;
		}
		comity_value_in(run, row->rows[i], piece.owned, NULL,
		    &values[n], &relation);
		if (values[n].text == NULL)
			ok = false;
		else if (values[n].owned == NULL)
			values[n].text = values[n].owned =
			    comity_text_copy(values[n].text);
		n++;
		free(piece.owned);
		at = end == NULL ? NULL : end + len;
	}
	return ok && at == NULL;
}

static bool
join_back(struct comity_run *run, const struct comity_row *row,
    const struct comity_value values[PARTS_MAX], const char *text)
{
	struct comity_text joined = { 0 };
	struct comity_value back;
	enum comity_relation relation;
	size_t i, n = 0;
	bool same = true;

	for (i = 0; i < row->row_count && same; i++) {
		if (row->rows[i]->kind != COMITY_ROW_PART)
			continue;
		comity_value_out(
		    run, row->rows[i], values[n].text, &back, &relation);
		same = back.text != NULL;
		comity_text_add(&joined, n++ == 0 ? "" : row->separator);
		comity_text_add(&joined, same ? back.text : "");
		comity_value_clear(&back);
	}
	same = same && comity_text_same(joined.data, text);
	comity_text_clear(&joined);
	return same;
}

static size_t
part_number(const struct comity_row *part)
{
	const struct comity_row *row = part->parent;
	size_t i, n = 0;

	for (i = 0; i < row->row_count && row->rows[i] != part; i++)
		n += row->rows[i]->kind == COMITY_ROW_PART;
	return n;
}

void
comity_in_part(struct comity_run *run, const struct in_context *context,
    const struct comity_row *part, struct in_place *place)
{
	const struct comity_row *row = part->parent;
	struct comity_value value, values[PARTS_MAX];
	xmlNodePtr local = comity_in_first(run, context, row), element, to;
	size_t i, n = part_number(part);
	bool is_main = part == main_part(row), ok, withheld = false;

	if (local == NULL || !comity_value_of(run, local, &value))
		return;
	ok = split(run, row, value.text, values);
	if (ok || is_main) {
		to = element = comity_in_ensure(run, place);
		if (is_main && element != NULL && !part->core.has_attribute)
			withheld =
			    comity_in_copy_withheld(run, row, local, element);
		if (ok && part->core.has_attribute)
			to = (xmlNodePtr)comity_run_attribute(run, element,
			    &part->core.attribute, values[n].text);
		else if (ok && element != NULL)
			comity_run_text(run, element, values[n].text);
		else if (!withheld || *value.text != '\0')
			comity_in_withhold(run, element, "unknown");
		if ((!ok && (!withheld || *value.text != '\0')) ||
		    (ok && is_main && !join_back(run, row, values, value.text)))
			comity_original_write(run, element, "text", value.text);
		comity_in_constants(run, row, element);
		comity_run_mark(run, local, to, row,
		    ok ? COMITY_RECODED : COMITY_CARRIED, false);
	}
	for (i = 0; i < PARTS_MAX; i++)
		comity_value_clear(&values[i]);
	comity_value_clear(&value);
}

/* Several local leaves, one core leaf; every part stays as an original. */
void
comity_in_join(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step)
{
	struct comity_text joined = { 0 };
	struct comity_value value;
	xmlNodePtr locals[PARTS_MAX] = { NULL }, element;
	char name[32];
	size_t i, n = 0, present = 0;

	for (i = 0; i < row->row_count && n < PARTS_MAX; i++)
		if (row->rows[i]->kind == COMITY_ROW_PART &&
		    (locals[n++] = comity_in_first(
			 run, context, row->rows[i])) != NULL)
			present++;
	if (present == 0)
		return;
	element = comity_in_ensure(run, place);
	if (step != NULL)
		element = comity_run_element(run, element, step);
	for (i = 0; i < n && element != NULL; i++) {
		if (locals[i] == NULL ||
		    !comity_value_of(run, locals[i], &value))
			continue;
		if (joined.len > 0 && *value.text != '\0')
			comity_text_add(&joined, row->separator);
		comity_text_add(&joined, value.text);
		snprintf(name, sizeof(name), "part-%zu", i + 1);
		comity_original_write(run, element, name, value.text);
		comity_in_carry_withheld(
		    run, context, row->rows[i + row->row_count - n], locals[i]);
		comity_run_mark(
		    run, locals[i], element, row, COMITY_RECODED, false);
		comity_value_clear(&value);
	}
	if (joined.failed)
		comity_run_fail(run, COMITY_ENOMEM);
	if (element != NULL && joined.len == 0)
		comity_in_withhold(run, element, "unknown");
	else if (element != NULL && joined.data != NULL)
		comity_run_text(run, element, joined.data);
	comity_in_constants(run, row, element);
	comity_text_clear(&joined);
}

static bool
marks(const struct comity_row *row, const char *text)
{
	if (strcmp(text, row->is) == 0)
		return true;
	return (strcmp(row->is, "true") == 0 && strcmp(text, "1") == 0) ||
	       (strcmp(row->is, "false") == 0 && strcmp(text, "0") == 0);
}

void
comity_in_marker(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step)
{
	struct comity_row value_row = { .from = row->value };
	xmlNodePtr local = comity_in_first(run, context, row), element;
	struct comity_value value;
	bool yes, stated;

	if (local == NULL || !comity_value_of(run, local, &value))
		return;
	yes = marks(row, value.text);
	stated = row->value.given &&
		 comity_in_first(run, context, &value_row) != NULL;
	if (yes && !stated) {
		element =
		    comity_run_element(run, comity_in_ensure(run, place), step);
		comity_in_withhold(run, element, row->as);
		if (strcmp(value.text, row->is) != 0)
			comity_original_write(run, element, "text", value.text);
		comity_in_constants(run, row, element);
		comity_run_mark(run, local, element, row, COMITY_KEPT, false);
	} else {
		if (yes)
			comity_run_find(run, local, COMITY_F_TRANSLATION_MARKER,
			    value.text, NULL);
		comity_in_carry(
		    run, context, row, &row->from, local, COMITY_CARRIED);
	}
	comity_value_clear(&value);
}

/* Key, and the positions of the blocks around: "b9-2", "center-2-1". */
static char *
made_id(struct comity_run *run, const struct comity_row *row, bool number)
{
	struct comity_text text = { 0 };
	size_t i;

	if (number) {
		comity_text_addf(&text, "%zu", run->positions[run->depth - 1]);
	} else {
		comity_text_add(&text, row->key);
		for (i = 1; i < run->depth; i++)
			comity_text_addf(&text, "-%zu", run->positions[i]);
	}
	if (text.failed)
		comity_run_fail(run, COMITY_ENOMEM);
	return comity_text_take(&text);
}

/* A core id for a local one: itself, with the key before it, or made. */
static char *
core_id(struct comity_run *run, const struct comity_row *row, const char *local)
{
	struct comity_text text = { 0 };
	char *id = NULL;
	size_t n;

	if (local != NULL &&
	    xmlValidateNCName((const xmlChar *)local, 0) == 0 &&
	    row->type != COMITY_TYPE_ORDINAL && comity_run_take(run, local))
		return comity_text_copy(local);
	if (local != NULL) {
		comity_text_addf(&text, "%s-%s", row->key, local);
		id = comity_text_take(&text);
		if (id != NULL && xmlValidateNCName((xmlChar *)id, 0) == 0 &&
		    comity_run_take(run, id))
			return id;
		free(id);
	}
	id = made_id(run, row, false);
	for (n = 2; id != NULL && !comity_run_take(run, id); n++) {
		free(id);
		id = made_id(run, row, false);
		comity_text_addf(&text, "%s.%zu", id == NULL ? "" : id, n);
		free(id);
		id = comity_text_take(&text);
	}
	return id;
}

void
comity_in_id(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, struct in_place *place)
{
	struct comity_value value = { 0 };
	xmlNodePtr local = NULL, element;
	const struct comity_row *block = row->block;
	bool is_id = strcmp(row->core.attribute.name, "id") == 0;
	char *id = NULL;

	if (row->local.given) {
		local = comity_in_first(run, context, row);
		if ((local == NULL && !row->required) ||
		    (local != NULL && !comity_value_of(run, local, &value)))
			return;
	}
	element = comity_in_ensure(run, place);
	if (is_id)
		id = core_id(run, row, value.text);
	else if (value.text != NULL)
		id = comity_text_copy(value.text);
	else
		id = made_id(run, row, true);
	if (id == NULL)
		comity_run_fail(run, COMITY_ENOMEM);
	if (id != NULL && element != NULL) {
		comity_run_mark(run, local,
		    comity_run_attribute(
			run, element, &row->core.attribute, id),
		    row,
		    local == NULL                 ? COMITY_SYNTHESIZED
		    : strcmp(id, value.text) == 0 ? COMITY_KEPT
						  : COMITY_RECODED,
		    false);
		if (local != NULL && strcmp(id, value.text) != 0)
			comity_original_write(
			    run, element, row->core.attribute.name, value.text);
		if (local != NULL)
			comity_run_remember(run,
			    block->core.steps[block->core.count - 1].name,
			    value.text, id);
	}
	free(id);
	comity_value_clear(&value);
}

void
comity_in_references(struct comity_run *run)
{
	struct comity_fixup *fixup;
	struct comity_value value;
	const char *id;
	xmlAttrPtr attr;
	xmlNodePtr node;
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
		id = comity_run_recall(run, fixup->row->to, value.text);
		if (id == NULL) {
			comity_original_write(run, fixup->element,
			    comity_original_name(&fixup->row->core),
			    value.text);
			run->marks[fixup->mark].fate = COMITY_CARRIED;
			if (attr != NULL) {
				run->marks[fixup->mark].target = NULL;
				xmlRemoveProp(attr);
			} else {
				comity_run_replace_text(run, node, "");
				comity_in_withhold(run, node, "unknown");
			}
		} else if (strcmp(id, value.text) != 0) {
			run->marks[fixup->mark].fate = COMITY_RECODED;
			if (attr == NULL)
				comity_run_replace_text(run, node, id);
			else if (xmlSetNsProp(fixup->element, attr->ns,
				     attr->name, (const xmlChar *)id) == NULL)
				comity_run_fail(run, COMITY_ENOMEM);
		}
		comity_value_clear(&value);
	}
}
