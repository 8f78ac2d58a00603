/* SPDX-License-Identifier: Apache-2.0 */
/* rules-free: the end of loaded rules. */
#include "rules-private.h"

#include <stdlib.h>

void
comity_expression_clear(struct expression *expression)
{
	free(expression->text);
}

void
comity_lets_clear(struct lets *lets)
{
	size_t i;

	for (i = 0; i < lets->count; i++) {
		free(lets->rows[i].name);
		comity_expression_clear(&lets->rows[i].value);
	}
	free(lets->rows);
}

void
comity_pieces_clear(struct pieces *pieces)
{
	size_t i;

	for (i = 0; i < pieces->count; i++) {
		free(pieces->rows[i].text);
		comity_expression_clear(&pieces->rows[i].select);
	}
	free(pieces->rows);
}

static void
notes_clear(struct notes *notes)
{
	size_t i;

	for (i = 0; i < notes->count; i++) {
		free(notes->rows[i].id);
		free(notes->rows[i].role);
		free(notes->rows[i].scheme);
		free(notes->rows[i].language);
		comity_pieces_clear(&notes->rows[i].pieces);
	}
	free(notes->rows);
}

static void
labels_clear(struct labels *labels)
{
	free(labels->role);
	free(labels->flag);
	free(labels->see);
	free(labels->icon);
	free(labels->fpi);
}

static void
test_clear(struct test *test)
{
	free(test->id);
	free(test->basis);
	free(test->remedy);
	free(test->message);
	labels_clear(&test->labels);
	comity_pieces_clear(&test->pieces);
	notes_clear(&test->diagnostics);
	notes_clear(&test->properties);
	comity_expression_clear(&test->test);
	comity_expression_clear(&test->at);
}

static void
alternative_clear(struct alternative *alternative)
{
	struct step *step;
	size_t i, j;

	for (i = 0; i < alternative->step_count; i++) {
		step = &alternative->steps[i];
		for (j = 0; j < step->predicate_count; j++)
			comity_expression_clear(&step->predicates[j]);
		free(step->predicates);
		free(step->name);
	}
	free(alternative->steps);
}

void
comity_rule_clear(struct rule *rule)
{
	size_t i;

	for (i = 0; i < rule->test_count; i++)
		test_clear(&rule->tests[i]);
	for (i = 0; i < rule->alternative_count; i++)
		alternative_clear(&rule->alternatives[i]);
	free(rule->tests);
	free(rule->alternatives);
	free(rule->id);
	labels_clear(&rule->labels);
	comity_lets_clear(&rule->lets);
	comity_expression_clear(&rule->context);
	comity_expression_clear(&rule->at);
}

static void
pattern_clear(struct pattern *pattern)
{
	size_t i;

	for (i = 0; i < pattern->rule_count; i++)
		comity_rule_clear(&pattern->rules[i]);
	free(pattern->rules);
	free(pattern->id);
	free(pattern->title);
	labels_clear(&pattern->labels);
	comity_lets_clear(&pattern->lets);
}

static void
candidates_free(void *data, const xmlChar *name)
{
	struct candidates *candidates = data;

	(void)name;
	free(candidates->rows);
	free(candidates);
}

static void
compiled_free(void *data, const xmlChar *name)
{
	struct compiled *compiled = data;

	(void)name;
	xmlXPathFreeCompExpr(compiled->expression);
	free(compiled);
}

void
comity_rules_free(struct comity_rules *rules)
{
	size_t i;

	if (rules == NULL)
		return;
	for (i = 0; i < rules->pattern_count; i++)
		pattern_clear(&rules->patterns[i]);
	for (i = 0; i < rules->phase_count; i++) {
		free(rules->phases[i].id);
		free(rules->phases[i].active);
		comity_expression_clear(&rules->phases[i].when);
		comity_lets_clear(&rules->phases[i].lets);
	}
	for (i = 0; i < rules->binding_count; i++) {
		free(rules->bindings[i].prefix);
		free(rules->bindings[i].uri);
	}
	for (i = 0; i < rules->file_count; i++)
		free(rules->files[i]);
	xmlHashFree(rules->compiled, compiled_free);
	xmlHashFree(rules->elements, candidates_free);
	xmlHashFree(rules->attributes, candidates_free);
	free(rules->documents.rows);
	comity_lets_clear(&rules->lets);
	comity_patterns_clear(&rules->regexps);
	free(rules->title);
	free(rules->version);
	free(rules->files);
	free(rules->patterns);
	free(rules->phases);
	free(rules->bindings);
	free(rules->tests);
	free(rules);
}
