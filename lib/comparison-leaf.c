/* SPDX-License-Identifier: Apache-2.0 */
/* comparison-leaf: what a leaf says, in one form for one meaning. */
#include "comparison-private.h"
#include "decimal.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Units of one quantity, in a common one; others are compared as they are. */
static const struct unit {
	const char *code, *base, *factor;
} units[] = {
	{ "MC", "GRM", "0.000001" },
	{ "MGM", "GRM", "0.001" },
	{ "GRM", "GRM", "1" },
	{ "KGM", "GRM", "1000" },
	{ "TNE", "GRM", "1000000" },
	{ "4G", "LTR", "0.000001" },
	{ "MLT", "LTR", "0.001" },
	{ "LTR", "LTR", "1" },
};

/* The exact value in the common unit, its slot; text that is none stays. */
static void
amount(struct view *view, struct part *part, const char *unit)
{
	struct comity_decimal value, factor, product;
	const char *base = unit;
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].code, unit) == 0 &&
		    comity_decimal_read(part->value, &value) == COMITY_OK &&
		    comity_decimal_read(units[i].factor, &factor) ==
			COMITY_OK &&
		    comity_decimal_multiply(&value, &factor, &product) ==
			COMITY_OK) {
			free(part->value);
			part->value = comity_decimal_write(&product);
			base = units[i].base;
			break;
		}
	part->slot = strdup(base);
	view->failed |= part->value == NULL || part->slot == NULL;
}

char *
comparison_attribute(struct view *view, const xmlNode *node, const char *name)
{
	char *value;

	if (xmlHasNsProp(node, BAD_CAST name, NULL) == NULL)
		return NULL;
	if ((value = comity_node_attribute(node, name)) == NULL)
		view->failed = true;
	return value;
}

/* What a value is about: at most one of these stands on a leaf. */
static void
set_slot(struct view *view, struct part *part)
{
	static const char *const names[] = { "allowed", "scheme", "list",
		"profile" };
	const xmlNode *node = part->node;
	char *unit = comparison_attribute(view, node, "unit");
	size_t i;

	if (unit == NULL)
		unit = comparison_attribute(view, node, "currency");
	if (unit != NULL && part->value != NULL &&
	    strcmp(part->name, "Parameter") != 0)
		amount(view, part, unit);
	else if (strcmp(part->name, "Parameter") == 0)
		part->slot = comparison_attribute(view, node, "name");
	free(unit);
	for (i = 0; part->slot == NULL && i < sizeof(names) / sizeof(names[0]);
	     i++)
		part->slot = comparison_attribute(view, node, names[i]);
	/* a code is written with or without its list's default: iso3166 */
	if (part->slot != NULL && strcmp(part->slot, "iso3166") == 0) {
		free(part->slot);
		part->slot = NULL;
	}
	/* a place is allowed unless it says no */
	if (part->slot != NULL && strcmp(part->slot, "yes") == 0) {
		free(part->slot);
		part->slot = NULL;
	}
	if (part->slot == NULL &&
	    comity_node_is(node, COMITY_NS_CORE, part->name)) {
		char *lang = comity_node_attribute_ns(
		    node, (const char *)XML_XML_NAMESPACE, "lang");

		if (lang != NULL) {
			part->slot = comity_text_format("lang %s", lang);
			view->failed |= part->slot == NULL;
		}
		free(lang);
	}
}

/* A code with its synonym replaced: DUO:00000044 is DUO:0000044. */
static void
same_code(struct view *view, struct part *part)
{
	const struct comity_codelist *list = NULL;
	const char *same = NULL;

	if (part->slot == NULL || part->value == NULL ||
	    strcmp(part->slot, "duo") != 0)
		return;
	list = comity_packs_codelist(view->checked->edition->packs, "duo");
	if (list != NULL) {
		same = comity_codelist_column(list, part->value, "sameAs");
		part->gloss =
		    comity_codelist_column(list, part->value, "label");
	}
	if (same == NULL)
		return;
	free(part->value);
	part->value = strdup(same);
	view->failed |= part->value == NULL;
}

static void
set_shown(struct view *view, struct part *part, const char *text)
{
	static const char *const after[] = { "unit", "currency" };
	struct comity_text shown = { 0 };
	char *withheld = comparison_attribute(view, part->node, "withheld");
	char *more;
	size_t i;

	comity_text_add(&shown, text);
	for (i = 0; i < 2; i++)
		if ((more = comparison_attribute(view, part->node, after[i])) !=
		    NULL) {
			comity_text_addf(&shown, " %s", more);
			free(more);
		}
	if (part->slot != NULL && strcmp(part->slot, "no") == 0 &&
	    strcmp(
		comparison_rule(part)->kind ? comparison_rule(part)->kind : "",
		"destination") == 0)
		comity_text_add(&shown, " (not allowed)");
	if (withheld != NULL) {
		comity_text_addf(&shown, "(withheld: %s)", withheld);
		/* unknown is no value: it equals only the same silence */
		free(part->value);
		part->value = NULL;
		part->value = comity_text_format("\x01%s", withheld);
		view->failed |= part->value == NULL;
	}
	comity_text_add(&shown, "");
	if (!shown.failed && shown.data == NULL)
		part->shown = strdup("");
	else
		part->shown = comity_text_take(&shown);
	view->failed |= part->shown == NULL;
	free(withheld);
}

/* "edition=2021-02-23;zone=Europe/Berlin;" */
static void
set_edge(struct view *view, struct part *part)
{
	char *edition = comparison_attribute(view, part->node, "edition");
	char *zone = comparison_attribute(view, part->node, "zone");
	struct comity_text edge = { 0 };

	if (edition != NULL)
		comity_text_addf(&edge, "edition %s", edition);
	if (zone != NULL)
		comity_text_addf(&edge, "zone %s", zone);
	if (edition != NULL || zone != NULL) {
		part->edge = comity_text_take(&edge);
		view->failed |= part->edge == NULL;
	}
	comity_text_clear(&edge);
	free(edition);
	free(zone);
}

static int
compare_attributes(const void *a, const void *b)
{
	return strcmp((const char *)(*(const xmlAttr *const *)a)->name,
	    (const char *)(*(const xmlAttr *const *)b)->name);
}

/* Attributes in the order of their names; ids are no content. */
static void
extension_attributes(struct comity_text *out, const xmlNode *node)
{
	const xmlAttr *a, *list[COMITY_ATTRIBUTES_MAX] = { NULL };
	size_t count = 0, i;
	char *text;

	for (a = node->properties; a != NULL; a = a->next)
		if (count < COMITY_ATTRIBUTES_MAX &&
		    (a->ns != NULL || strcmp((const char *)a->name, "id") != 0))
			list[count++] = a;
	qsort(list, count, sizeof(list[0]), compare_attributes);
	for (i = 0; i < count; i++) {
		text = comity_node_text((const xmlNode *)list[i]);
		out->failed |= text == NULL;
		if (text != NULL)
			comity_text_addf(out, "@%s=%zu:%s ",
			    (const char *)list[i]->name, strlen(text), text);
		free(text);
	}
}

/* An Extension holds what we have no words for: compared as it stands, every
 * text with its length in front, so that none reads as two. */
static void
extension_text(struct comity_text *out, const xmlNode *node)
{
	const xmlNode *child;
	char *text;

	comity_text_addf(out, "{%s}%s(",
	    node->ns && node->ns->href ? (const char *)node->ns->href : "",
	    (const char *)node->name);
	extension_attributes(out, node);
	if (comity_node_first(node) == NULL) {
		text = comity_node_value(node);
		out->failed |= text == NULL;
		if (text != NULL)
			comity_text_addf(out, "%zu:%s", strlen(text), text);
		free(text);
	}
	for (child = comity_node_first(node); child != NULL;
	     child = comity_node_after(child))
		extension_text(out, child);
	comity_text_add(out, ")");
}

/* The same for people: names and values without their markup. */
static void
extension_words(struct comity_text *out, const xmlNode *node)
{
	const xmlNode *child = comity_node_first(node);
	char *text;

	if (child == NULL) {
		text = comity_node_value(node);
		comity_text_addf(out, "%s%s \"%s\"", out->len > 0 ? ", " : "",
		    (const char *)node->name, text ? text : "");
		out->failed |= text == NULL;
		free(text);
	}
	for (; child != NULL; child = comity_node_after(child))
		extension_words(out, child);
}

void
comparison_fill_extension(struct view *view, struct part *part)
{
	struct comity_text inside = { 0 }, words = { 0 };

	part->is_leaf = true;
	extension_text(&inside, part->node);
	extension_words(&words, part->node);
	part->value = comity_text_take(&inside);
	part->shown = comity_text_take(&words);
	part->slot = comparison_attribute(view, part->node, "profile");
	view->failed |= part->value == NULL || part->shown == NULL;
}

void
comparison_fill_leaf(struct view *view, struct part *part)
{
	char *text = comity_node_value(part->node);

	part->is_leaf = true;
	if (text == NULL) {
		view->failed = true;
		return;
	}
	/* the rule of a Parameter hangs on its slot */
	part->value = strdup(text);
	view->failed |= part->value == NULL;
	set_slot(view, part);
	if (part->value != NULL &&
	    comparison_rule(part)->measure != MEASURE_DECIMAL) {
		free(part->value);
		part->value =
		    comparison_canonical(comparison_rule(part)->measure, text);
	} else if (part->value != NULL) {
		char *exact =
		    comparison_canonical(MEASURE_DECIMAL, part->value);

		free(part->value);
		part->value = exact;
	}
	view->failed |= part->value == NULL;
	same_code(view, part);
	set_edge(view, part);
	set_shown(view, part, text);
	free(text);
}
