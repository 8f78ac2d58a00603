/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules-sift: all tests at all their nodes, one stretch of the document after
 * the other, so that a large tree is fetched from memory once and not once
 * for each rule. What speaks is then told rule by rule, in rules-run.c, which
 * evaluates it again there: of a document that is in order, nothing.
 */
#include "rules-evaluation.h"

/* Elements and attributes of one stretch: some 200 KB of tree. */
#define STRETCH 1024u

/* Whether one of the tests of a rule has something to say at a node. A failure
 * is something: its reason is told when its turn comes. */
static int
rule_speaks(struct evaluation *evaluation, const struct rule *rule,
    xmlNodePtr node, bool *speaks)
{
	struct failure failure = { 0 };
	const struct test *test = rule->tests;
	xmlXPathObjectPtr value;
	int rc = comity_scope_set(
	    evaluation, &rule->lets, node, &evaluation->rule_scope, &failure);

	*speaks = false;
	for (; rc == COMITY_OK && test < rule->tests + rule->test_count;
	     test++) {
		evaluation->run->evaluated++;
		if (evaluation->run->fired != NULL)
			evaluation->run->fired[test->number]++;
		value = comity_evaluate(evaluation, &test->test, node);
		if (value != NULL) {
			*speaks |= comity_test_speaks(test, value);
			continue;
		}
		comity_failure_take(evaluation, &test->test, node, &failure);
		rc = evaluation->state.nomem ? COMITY_ENOMEM : COMITY_EINTERNAL;
	}
	comity_scope_clear(&evaluation->rule_scope);
	if (!failure.is || rc != COMITY_EINTERNAL)
		return rc;
	*speaks = true;
	evaluation->failed = rule->number;
	return COMITY_OK;
}

/* The nodes of one rule up to an ordinal. */
static int
rule_sift(
    struct evaluation *evaluation, const struct rule *rule, size_t ordinal)
{
	struct matches *matches = &evaluation->matches[rule->number];
	struct nodes *nodes = &matches->nodes;
	xmlNodePtr node;
	bool speaks;
	int rc = COMITY_OK;

	/* the telling ends at the first rule that fails */
	while (rc == COMITY_OK && matches->seen < nodes->count &&
	       rule->number < evaluation->failed) {
		node = nodes->rows[matches->seen];
		if (comity_node_ordinal(node) > ordinal)
			break;
		matches->seen++;
		evaluation->run->contexts++;
		rc = rule_speaks(evaluation, rule, node, &speaks);
		if (speaks)
			nodes->rows[matches->kept++] = node;
	}
	return rc;
}

/* Call for each rule that is to be sifted. */
static int
rules_each(struct evaluation *evaluation, size_t ordinal,
    int (*call)(struct evaluation *, const struct rule *, size_t))
{
	const struct pattern *pattern;
	size_t i, j;
	int rc = COMITY_OK;

	for (i = evaluation->from; rc == COMITY_OK && i < evaluation->to; i++) {
		pattern = &evaluation->rules->patterns[i];
		evaluation->pattern = &evaluation->patterns[i];
		if (evaluation->pattern->failure.is)
			break; /* and so does it here */
		if (!evaluation->pattern->active)
			continue;
		for (j = 0; rc == COMITY_OK && j < pattern->rule_count; j++)
			rc = call(evaluation, &pattern->rules[j], ordinal);
	}
	evaluation->pattern = NULL;
	return rc;
}

/* The kept ones are what is left. */
static int
rule_close(
    struct evaluation *evaluation, const struct rule *rule, size_t ordinal)
{
	struct matches *matches = &evaluation->matches[rule->number];

	(void)ordinal;
	matches->taken = matches->nodes.count;
	matches->nodes.count = matches->kept;
	return COMITY_OK;
}

int
comity_rules_sift(struct evaluation *evaluation)
{
	size_t ordinal = 0, last = evaluation->run->doc->ordinal_count;
	int rc = COMITY_OK;

	evaluation->failed = SIZE_MAX;
	while (rc == COMITY_OK && ordinal < SIZE_MAX) {
		ordinal = ordinal > last ? SIZE_MAX : ordinal + STRETCH;
		rc = rules_each(evaluation, ordinal, rule_sift);
	}
	return rc == COMITY_OK ? rules_each(evaluation, 0, rule_close) : rc;
}
