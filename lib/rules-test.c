/* SPDX-License-Identifier: Apache-2.0 */
/* rules-test: one assert or report of rules.sch, and its texts. */
#include "rules-load.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static size_t
nodes_count(const xmlNode *node)
{
	const xmlNode *child;
	size_t count = 1;

	for (child = node->children; child != NULL; child = child->next)
		count += nodes_count(child);
	return count;
}

/* One piece of a text; emph, dir and span are what is in them. */
static int
piece_read(struct loading *loading, const xmlNode *node, struct pieces *pieces)
{
	struct piece *piece;
	const xmlNode *child;
	int rc = COMITY_OK;

	if (node->type == XML_COMMENT_NODE)
		return COMITY_OK;
	piece = &pieces->rows[pieces->count];
	if (node->type == XML_TEXT_NODE ||
	    node->type == XML_CDATA_SECTION_NODE) {
		pieces->count++;
		piece->text = comity_arena_copy(&loading->rules->arena,
		    (const char *)node->content,
		    strlen((const char *)node->content));
		return piece->text == NULL ? COMITY_ENOMEM : COMITY_OK;
	}
	if ((rc = comity_known_check(loading, node)) != COMITY_OK)
		return rc;
	if (comity_schematron_is(node, "emph") ||
	    comity_schematron_is(node, "dir") ||
	    comity_schematron_is(node, "span")) {
		for (child = node->children; rc == COMITY_OK && child != NULL;
		     child = child->next)
			rc = piece_read(loading, child, pieces);
		return rc;
	}
	pieces->count++;
	piece->is_name = comity_schematron_is(node, "name");
	if (comity_schematron_is(node, "value-of"))
		return comity_attribute_expression(
		    loading, node, AT_SELECT, false, &piece->select);
	if (!piece->is_name)
		return comity_loading_refuse(loading, node,
		    (const char *)node->name,
		    "text, value-of, name, emph, dir or span");
	if (comity_known_attribute(loading, node, AT_PATH) == NULL)
		return COMITY_OK;
	return comity_attribute_expression(
	    loading, node, AT_PATH, false, &piece->select);
}

static int
pieces_read(struct loading *loading, const xmlNode *node, struct pieces *pieces)
{
	const xmlNode *child;
	int rc = COMITY_OK;

	pieces->rows = comity_arena_take(
	    &loading->rules->arena, nodes_count(node) * sizeof(*pieces->rows));
	if (pieces->rows == NULL)
		return COMITY_ENOMEM;
	for (child = node->children; rc == COMITY_OK && child != NULL;
	     child = child->next)
		rc = piece_read(loading, child, pieces);
	return rc;
}

/* The sentence without its values. */
static char *
message_make(struct comity_arena *arena, const struct pieces *pieces)
{
	struct comity_text text = { 0 };
	char *whole, *message;
	size_t i;

	if (pieces->count == 1 && pieces->rows[0].text != NULL)
		return comity_arena_collapse(
		    arena, pieces->rows[0].text, strlen(pieces->rows[0].text));
	comity_text_add(&text, "");
	for (i = 0; i < pieces->count; i++) {
		if (pieces->rows[i].text != NULL)
			comity_text_add(&text, pieces->rows[i].text);
	}
	if ((whole = comity_text_take(&text)) == NULL)
		return NULL;
	message = comity_arena_collapse(arena, whole, strlen(whole));
	free(whole);
	return message;
}

static int
message_read(struct loading *loading, const xmlNode *node, struct test *test)
{
	int rc = pieces_read(loading, node, &test->pieces);

	if (rc != COMITY_OK)
		return rc;
	test->message = message_make(&loading->rules->arena, &test->pieces);
	if (test->message == NULL)
		return COMITY_ENOMEM;
	if (comity_node_first(node) == NULL && test->message[0] == '\0')
		return comity_loading_refuse(loading, node, test->id, "a text");
	return COMITY_OK;
}

static bool
severity_find(const char *word, enum comity_severity *out)
{
	static const struct row {
		const char *word;
		enum comity_severity severity;
	} rows[] = {
		{ "fatal", COMITY_FATAL },
		{ "error", COMITY_ERROR },
		{ "warning", COMITY_WARNING },
		{ "warn", COMITY_WARNING },
		{ "info", COMITY_INFO },
		{ "information", COMITY_INFO },
		{ "hint", COMITY_INFO },
	};
	size_t i;

	for (i = 0; word != NULL && i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcasecmp(word, rows[i].word) == 0) {
			*out = rows[i].severity;
			return true;
		}
	}
	return false;
}

/* The severity it states; else the one that its role or flag, or those of
 * its rule, name; else error. */
static int
severity_read(struct loading *loading, const xmlNode *node,
    const struct rule *rule, struct test *test)
{
	const char *words[] = { test->labels.role, test->labels.flag,
		rule->labels.role, rule->labels.flag };
	char *name = NULL;
	size_t i;
	int rc = comity_attribute_peek(loading, node, AT_SEVERITY, &name);

	test->severity = COMITY_ERROR;
	if (rc == COMITY_OK && name != NULL) {
		if (!severity_find(name, &test->severity))
			rc = comity_loading_refuse(loading, node, name,
			    "severity: fatal, error, warning or info");
		return rc;
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (severity_find(words[i], &test->severity))
			break;
	}
	return rc;
}

/* Whether what in-codes() misses is what the test is about: an assert that
 * wants the code in the list, or a report that tells of one that is not. */
static bool
hints_are_meant(const struct test *test)
{
	const char *text = test->test.text, *at = text;
	bool negated = false, found = false;
	const char *back;

	while ((at = strstr(at, "in-codes")) != NULL) {
		found = true;
		back = at;
		while (back > text && strchr(" \t\r\n(:", back[-1]) == NULL)
			back--;
		if (back > text && back[-1] == ':') {
			back--;
			while (
			    back > text && strchr(" \t\r\n(", back[-1]) == NULL)
				back--;
		}
		while (back > text && strchr(" \t\r\n(", back[-1]) != NULL)
			back--;
		negated |= back - text >= 3 && memcmp(back - 3, "not", 3) == 0;
		at += strlen("in-codes");
	}
	return found && negated == test->is_report;
}

static int
id_check(struct loading *loading, const xmlNode *node, struct test *test)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
	const struct test *other;

	if (strspn(test->id, letters) != strlen(test->id))
		return comity_loading_refuse(loading, node, test->id,
		    "an id of letters, digits, - . and _");
	other = comity_texts_find(&loading->ids, test->id);
	/* What an abstract pattern or rule states is one rule, wherever it
	 * is applied. */
	if (other != NULL)
		return other->source == test->source
			   ? COMITY_OK
			   : comity_loading_refuse(
				 loading, node, test->id, "each id once");
	return comity_texts_add(
	    &loading->ids, &loading->scratch, test->id, test);
}

/* Its id; one is made from its number where it has none. */
static int
id_read(struct loading *loading, const xmlNode *node, struct test *test)
{
	char made[sizeof("rule-") + 3 * sizeof(size_t)];
	int rc = comity_attribute_peek(loading, node, AT_ID, &test->id);

	if (rc != COMITY_OK)
		return rc;
	test->named = test->id != NULL;
	if (!test->named) {
		snprintf(made, sizeof(made), "rule-%zu", test->number + 1);
		test->id = comity_arena_copy(
		    &loading->rules->arena, made, strlen(made));
		if (test->id == NULL)
			return COMITY_ENOMEM;
	}
	return id_check(loading, node, test);
}

/* Room for one more borrowed pointer in the list of all tests. */
static int
number_give(struct comity_rules *rules, struct test *test)
{
	size_t count = rules->test_count;
	struct test **more;

	if ((count & (count - 1)) == 0) {
		more = realloc(rules->tests,
		    (count == 0 ? 1 : count * 2) * sizeof(*rules->tests));
		if (more == NULL)
			return COMITY_ENOMEM;
		rules->tests = more;
	}
	test->number = count;
	rules->tests[rules->test_count++] = test;
	return COMITY_OK;
}

/* One diagnostic or property, as an item. */
static int
note_read(struct loading *loading, const struct item *item, struct note *note)
{
	struct comity_arena *arena = &loading->rules->arena;
	xmlChar *language = xmlNodeGetLang(item->node);
	struct item before;
	int rc = COMITY_OK;

	if (language != NULL) {
		note->language = comity_arena_copy(
		    arena, (const char *)language, (size_t)xmlStrlen(language));
		rc = note->language == NULL ? COMITY_ENOMEM : COMITY_OK;
	}
	xmlFree(language);
	before = comity_loading_enter(loading, item);
	if (rc == COMITY_OK)
		rc = comity_attribute_peek(
		    loading, item->node, AT_ROLE, &note->role);
	if (rc == COMITY_OK)
		rc = comity_attribute_peek(
		    loading, item->node, AT_SCHEME, &note->scheme);
	if (rc == COMITY_OK)
		rc = pieces_read(loading, item->node, &note->pieces);
	comity_loading_enter(loading, &before);
	return rc;
}

/* What diagnostics= or properties= names, into notes. */
static int
notes_read(struct loading *loading, const xmlNode *node,
    enum attribute attribute, const char *element, struct notes *notes)
{
	struct comity_arena *arena = &loading->rules->arena;
	const struct item *item;
	struct note *note;
	char *list = NULL, *rest = NULL, *id;
	int rc = comity_attribute_peek(loading, node, attribute, &list);

	if (rc != COMITY_OK || list == NULL)
		return rc;
	notes->rows = comity_arena_take(
	    arena, (strlen(list) / 2 + 1) * sizeof(*notes->rows));
	if (notes->rows == NULL)
		return COMITY_ENOMEM;
	for (id = strtok_r(list, " ", &rest); rc == COMITY_OK && id != NULL;
	     id = strtok_r(NULL, " ", &rest)) {
		item = comity_items_find(&loading->notes, element, id);
		if (item == NULL)
			return comity_loading_refuse(loading, node, id,
			    "the id of a text that is there");
		note = &notes->rows[notes->count++];
		note->id = id;
		rc = note_read(loading, item, note);
	}
	return rc;
}

/* Where the finding stands: c:at, or subject of the standard. */
static int
place_read(struct loading *loading, const xmlNode *node, struct test *test)
{
	if (comity_known_attribute(loading, node, AT_C_AT) != NULL)
		return comity_attribute_expression(
		    loading, node, AT_C_AT, false, &test->at);
	if (comity_known_attribute(loading, node, AT_SUBJECT) != NULL)
		return comity_attribute_expression(
		    loading, node, AT_SUBJECT, false, &test->at);
	return COMITY_OK;
}

int
comity_test_read(struct loading *loading, const xmlNode *node,
    const struct rule *rule, struct test *test)
{
	int rc;

	test->is_report = comity_schematron_is(node, "report");
	test->rule = rule;
	test->source = node;
	rc = number_give(loading->rules, test);
	if (rc == COMITY_OK)
		rc = id_read(loading, node, test);
	if (rc == COMITY_OK)
		rc = comity_labels_read(loading, node, &test->labels);
	if (rc == COMITY_OK)
		rc = severity_read(loading, node, rule, test);
	if (rc == COMITY_OK)
		rc = comity_attribute_peek(
		    loading, node, AT_C_BASIS, &test->basis);
	if (rc == COMITY_OK && test->basis == NULL)
		test->basis = test->labels.see;
	if (rc == COMITY_OK)
		rc = comity_attribute_peek(
		    loading, node, AT_C_REMEDY, &test->remedy);
	if (rc == COMITY_OK)
		rc = comity_attribute_expression(
		    loading, node, AT_TEST, false, &test->test);
	if (rc == COMITY_OK)
		rc = place_read(loading, node, test);
	if (rc == COMITY_OK)
		rc = notes_read(loading, node, AT_DIAGNOSTICS, "diagnostic",
		    &test->diagnostics);
	if (rc == COMITY_OK)
		rc = notes_read(loading, node, AT_PROPERTIES, "property",
		    &test->properties);
	if (rc == COMITY_OK)
		rc = message_read(loading, node, test);
	if (rc == COMITY_OK)
		test->hints = hints_are_meant(test);
	return rc;
}
