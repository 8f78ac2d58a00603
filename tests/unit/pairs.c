/* SPDX-License-Identifier: Apache-2.0 */
/* pairs: the account of a translation held against its two documents. */
#include "pairs.h"

#include "suite.h"
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One translation, with all that it is judged by. */
struct crossing {
	const struct pair *pair;
	struct comity_doc *source, *target;
	struct comity_checked checked;
	struct comity_report *report;
	struct comity_translation *translation;
	struct leaf_list from, to;
	char **to_paths; /* as the account writes them */
	int rc;
};

static char *say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static char *
say(const char *format, ...)
{
	va_list arguments;
	char *out = NULL;

	va_start(arguments, format);
	ck_assert_int_ge(vasprintf(&out, format, arguments), 0);
	va_end(arguments);
	return out;
}

static void
cross(struct crossing *c, const struct pair *pair, const char *name,
    const void *octets, size_t len, bool everything)
{
	static const char *const all[] = { "all", NULL };
	struct comity_report *own = comity_report_new();
	size_t i;
	int rc;

	memset(c, 0, sizeof(*c));
	c->pair = pair;
	c->report = comity_report_new();
	c->source = laws_doc(name, octets, len);
	rc =
	    comity_check(pair->from, c->source, pair->moment, own, &c->checked);
	ck_assert(rc == COMITY_OK || rc == COMITY_REFUSED);
	ck_assert(c->checked.schema_valid);
	comity_report_free(own);
	c->rc = comity_translate(&c->checked, pair->to, everything ? all : NULL,
	    pair->moment, c->report, &c->translation);
	leaf_list_read(&c->from, comity_doc_root(c->source), pair->from_model);
	if (c->rc != COMITY_OK)
		return;
	c->target = laws_reread(c->translation->xml);
	leaf_list_read(&c->to, comity_doc_root(c->target), pair->to_model);
	c->to_paths = calloc(c->to.count + 1, sizeof(*c->to_paths));
	ck_assert_ptr_nonnull(c->to_paths);
	for (i = 0; i < c->to.count; i++)
		c->to_paths[i] = comity_node_path(c->to.items[i].node);
}

static void
uncross(struct crossing *c)
{
	size_t i;

	for (i = 0; c->to_paths != NULL && i < c->to.count; i++)
		free(c->to_paths[i]);
	free(c->to_paths);
	leaf_list_clear(&c->from);
	leaf_list_clear(&c->to);
	comity_translation_free(c->translation);
	comity_report_free(c->report);
	comity_doc_free(c->target);
	comity_doc_free(c->source);
}

static bool
is_error(const struct comity_finding *finding)
{
	return finding->severity >= COMITY_ERROR;
}

/* A refusal says which box or row, each time. */
static char *
refusal(const struct crossing *c)
{
	const struct comity_finding *finding;
	size_t i, errors = 0;

	if (c->rc != COMITY_REFUSED)
		return laws_finding(c->report, "no answer");
	for (i = 0; i < comity_report_count(c->report); i++) {
		finding = comity_report_at(c->report, i);
		if (!is_error(finding) ||
		    strcmp(finding->id, "comity-translation-invalid") == 0)
			continue;
		errors++;
		if (finding->path == NULL && finding->expected == NULL)
			return say("%s names no box and no row", finding->id);
		if (finding->message == NULL)
			return say("%s says nothing", finding->id);
	}
	return errors > 0 ? NULL : say("refused without a reason");
}

/* The result is valid, and its errors are the source's, each reported. */
static char *
validity(const struct crossing *c)
{
	struct comity_report *own = comity_report_new();
	struct comity_checked checked;
	const struct comity_finding *finding, *told;
	char *why = NULL;
	size_t i, k;
	int rc;

	rc = comity_check(
	    c->pair->to, c->target, c->pair->moment, own, &checked);
	if ((rc != COMITY_OK && rc != COMITY_REFUSED) || !checked.schema_valid)
		why = laws_finding(own, "the result");
	if (why == NULL && !checked.is_translation && c->translation->has_block)
		why = say("the result does not say that it is a translation");
	for (i = 0; i < comity_report_count(own) && why == NULL; i++) {
		finding = comity_report_at(own, i);
		if (!is_error(finding))
			continue;
		for (k = 0; k < comity_report_count(c->report); k++) {
			told = comity_report_at(c->report, k);
			if (strcmp(told->id, "comity-translation-inherited") ==
				0 &&
			    comity_text_same(told->path, finding->path))
				break;
		}
		if (k == comity_report_count(c->report))
			why = say("error %s at %s was not told", finding->id,
			    finding->path);
	}
	comity_report_free(own);
	return why;
}

static bool
is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

static bool
is_silent(const struct leaf_item *leaf)
{
	return leaf->structure ||
	       (leaf->node->type == XML_ELEMENT_NODE && is_blank(leaf->value));
}

static const struct leaf_item *
target_at(const struct crossing *c, const char *path)
{
	size_t i;

	for (i = 0; i < c->to.count; i++)
		if (strcmp(c->to_paths[i], path) == 0)
			return &c->to.items[i];
	return NULL;
}

/* Rows whose value the other form says by being that form (a license for
 * export; a condition, which binds there; the box of a role): reviewed one by
 * one. */
static bool
is_implied(const struct comity_record *record)
{
	static const char *const rows[] = { "kind", "act", "Nature/Kind",
		"Nature/Act", "Role", "@binding", "condition-binding",
		"document-binding", "other-role" };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (comity_text_same(record->row, rows[i]))
			return record->fate == COMITY_RECODED;
	return false;
}

/* Each record says the truth about its target. */
static char *
record_truth(const struct crossing *c, const struct comity_record *record)
{
	const struct leaf_item *target =
	    record->target_path == NULL ? NULL
					: target_at(c, record->target_path);

	if (record->fate == COMITY_CARRIED)
		return say(
		    "%s is carried where nothing can be", record->source_path);
	if (record->fate == COMITY_DROPPED)
		return NULL; /* the rest of it is told below */
	if (record->value != NULL && is_blank(record->value))
		return NULL;
	if (target == NULL && is_implied(record))
		return NULL;
	if (target == NULL)
		return say("%s (%s) came to %s, which is not there",
		    record->source_path ? record->source_path : "nothing",
		    comity_fate_name(record->fate),
		    record->target_path ? record->target_path : "no place");
	if (record->target_value != NULL &&
	    strcmp(record->target_value, target->value) != 0)
		return say("%s is \"%s\", told as \"%s\"", record->target_path,
		    target->value, record->target_value);
	if (record->fate == COMITY_KEPT &&
	    strcmp(record->value, target->value) != 0)
		return say("%s \"%s\" is told as kept, and is \"%s\"",
		    record->source_path, record->value, target->value);
	return NULL;
}

/* Every leaf of the source is named once. */
static char *
source_told(const struct crossing *c)
{
	const struct comity_record *record;
	unsigned char *times;
	char *why = NULL;
	size_t i, at;

	times = calloc(c->source->ordinal_count + 1, 1);
	ck_assert_ptr_nonnull(times);
	for (i = 0; i < c->translation->record_count && why == NULL; i++) {
		record = &c->translation->records[i];
		if (record->source != 0 && times[record->source]++ > 0)
			why = say("%s is told twice", record->source_path);
	}
	for (i = 0; i < c->from.count && why == NULL; i++) {
		at = comity_node_ordinal(c->from.items[i].node);
		if (times[at] == 0 && !is_silent(&c->from.items[i]))
			why = say("%s is not told", c->from.items[i].path);
	}
	free(times);
	return why;
}

static bool
is_claimed(const struct crossing *c, const char *path)
{
	size_t i;

	for (i = 0; i < c->translation->record_count; i++)
		if (comity_text_same(
			c->translation->records[i].target_path, path))
			return true;
	return false;
}

/* Every leaf of the result has a source, or the row that made it. */
static char *
target_told(const struct crossing *c)
{
	const struct leaf_item *leaf;
	char *parent;
	bool told;
	size_t i;

	for (i = 0; i < c->to.count; i++) {
		leaf = &c->to.items[i];
		if (is_silent(leaf) || is_claimed(c, c->to_paths[i]))
			continue;
		parent = comity_node_path(leaf->node->parent);
		told =
		    strcmp((const char *)leaf->node->name, "withheld") == 0 &&
		    is_claimed(c, parent);
		free(parent);
		if (!told)
			return say("%s \"%s\" is in the result and not in "
				   "the account",
			    c->to_paths[i], leaf->value);
	}
	return NULL;
}

/* A value of the source that stands nowhere in the result was named as
 * something else than kept. */
static char *
nothing_vanished(const struct crossing *c)
{
	const struct comity_record *record;
	size_t i, k;

	for (i = 0; i < c->translation->record_count; i++) {
		record = &c->translation->records[i];
		if (record->source == 0 || is_blank(record->value) ||
		    record->fate == COMITY_DROPPED)
			continue;
		for (k = 0; k < c->to.count; k++)
			if (strcmp(c->to.items[k].value, record->value) == 0)
				break;
		if (k == c->to.count && record->fate == COMITY_KEPT)
			return say("%s \"%s\" is nowhere, told as kept",
			    record->source_path, record->value);
		if (k == c->to.count &&
		    comity_text_same(record->value, record->target_value))
			return say("%s \"%s\" is nowhere, told as %s",
			    record->source_path, record->value,
			    comity_fate_name(record->fate));
	}
	return NULL;
}

char *
pair_broken(const struct pair *pair, const char *name, const void *octets,
    size_t len, bool everything)
{
	struct crossing c;
	char *why;
	size_t i;

	cross(&c, pair, name, octets, len, everything);
	if (c.rc != COMITY_OK) {
		why = refusal(&c);
		uncross(&c);
		return why;
	}
	why = validity(&c);
	for (i = 0; i < c.translation->record_count && why == NULL; i++)
		why = record_truth(&c, &c.translation->records[i]);
	if (why == NULL)
		why = source_told(&c);
	if (why == NULL)
		why = target_told(&c);
	if (why == NULL)
		why = nothing_vanished(&c);
	uncross(&c);
	return why;
}

static void
add_line(struct comity_text *text, const char *what, const char *where,
    const char *value)
{
	char *shown = comity_text_escape(value == NULL ? "" : value, 2000);

	comity_text_addf(
	    text, "%s %s: %s\n", what, where == NULL ? "" : where, shown);
	free(shown);
}

static void
add_findings(struct comity_text *text, const struct crossing *c)
{
	const struct comity_finding *finding;
	size_t i;

	for (i = 0; i < comity_report_count(c->report); i++) {
		finding = comity_report_at(c->report, i);
		if (finding->severity > COMITY_INFO)
			add_line(text, finding->id, finding->path,
			    finding->expected != NULL ? finding->expected
						      : finding->found);
	}
}

static void
add_account(struct comity_text *text, const struct crossing *c)
{
	const struct comity_record *record;
	size_t i;

	for (i = 0; i < c->translation->record_count; i++) {
		record = &c->translation->records[i];
		if (record->fate == COMITY_KEPT ||
		    record->fate == COMITY_RECODED ||
		    record->fate == COMITY_SYNTHESIZED)
			continue;
		comity_text_addf(text, "%s%s ", record->binding ? "! " : "",
		    comity_fate_name(record->fate));
		add_line(text, record->row == NULL ? "-" : record->row,
		    record->source_path == NULL ? record->target_path
						: record->source_path,
		    record->value);
	}
}

char *
pair_text(
    const struct pair *pair, const char *name, const void *octets, size_t len)
{
	struct comity_text text = { 0 };
	struct crossing c;
	size_t i;

	cross(&c, pair, name, octets, len, false);
	comity_text_addf(
	    &text, "%s\n", c.rc == COMITY_OK ? "translated" : "refused");
	add_findings(&text, &c);
	uncross(&c);
	cross(&c, pair, name, octets, len, true);
	comity_text_addf(&text, "\nwhatever may be lost: %s\n",
	    c.rc == COMITY_OK ? "translated" : "refused");
	if (c.rc != COMITY_OK) {
		add_findings(&text, &c);
	} else {
		add_account(&text, &c);
		comity_text_add(&text, "\n");
		for (i = 0; i < c.to.count; i++)
			add_line(&text, "=", c.to.items[i].path,
			    c.to.items[i].value);
	}
	uncross(&c);
	ck_assert(!text.failed);
	return text.data;
}
