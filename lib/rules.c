/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include "limit.h"
#include "rules-private.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

static void
expression_clear(struct expression *expression)
{
	free(expression->text);
	xmlXPathFreeCompExpr(expression->compiled);
}

static void
lets_clear(struct lets *lets)
{
	size_t i;

	for (i = 0; i < lets->count; i++) {
		free(lets->rows[i].name);
		expression_clear(&lets->rows[i].value);
	}
	free(lets->rows);
}

static void
test_clear(struct test *test)
{
	size_t i;

	for (i = 0; i < test->piece_count; i++) {
		free(test->pieces[i].text);
		expression_clear(&test->pieces[i].select);
	}
	free(test->pieces);
	free(test->id);
	free(test->basis);
	free(test->remedy);
	free(test->message);
	expression_clear(&test->test);
	expression_clear(&test->at);
}

static void
rule_clear(struct rule *rule)
{
	size_t i;

	for (i = 0; i < rule->test_count; i++)
		test_clear(&rule->tests[i]);
	free(rule->tests);
	lets_clear(&rule->lets);
	expression_clear(&rule->context);
}

void
comity_rules_free(struct comity_rules *rules)
{
	size_t i, j;

	if (rules == NULL)
		return;
	for (i = 0; i < rules->pattern_count; i++) {
		for (j = 0; j < rules->patterns[i].rule_count; j++)
			rule_clear(&rules->patterns[i].rules[j]);
		free(rules->patterns[i].rules);
		lets_clear(&rules->patterns[i].lets);
	}
	for (i = 0; i < rules->binding_count; i++) {
		free(rules->bindings[i].prefix);
		free(rules->bindings[i].uri);
	}
	lets_clear(&rules->lets);
	comity_patterns_clear(&rules->regexps);
	free(rules->patterns);
	free(rules->bindings);
	free(rules->tests);
	free(rules);
}

size_t
comity_rules_count(const struct comity_rules *rules)
{
	return rules == NULL ? 0 : rules->test_count;
}

static size_t
values_count(const struct test *test)
{
	size_t i, count = 0;

	for (i = 0; i < test->piece_count; i++)
		count += test->pieces[i].text == NULL;
	return count;
}

struct comity_rule
comity_rules_at(const struct comity_rules *rules, size_t i)
{
	const struct test *test = rules->tests[i];

	return (struct comity_rule){ .id = test->id,
		.severity = test->severity,
		.basis = test->basis,
		.remedy = test->remedy,
		.message = test->message,
		.line = test->test.line,
		.value_count = values_count(test) };
}

xmlXPathContextPtr
comity_rules_context(
    const struct comity_rules *rules, struct comity_xpath_state *state)
{
	xmlXPathContextPtr context = xmlXPathNewContext(NULL);
	size_t i;
	bool ok = context != NULL &&
		  comity_xpath_functions_register(context) == COMITY_OK;

	for (i = 0; ok && i < rules->binding_count; i++)
		ok = xmlXPathRegisterNs(context,
			 BAD_CAST rules->bindings[i].prefix,
			 BAD_CAST rules->bindings[i].uri) == 0;
	if (!ok) {
		xmlXPathFreeContext(context);
		return NULL;
	}
	context->error = comity_xpath_error;
	context->userData = state;
	context->opLimit = COMITY_XPATH_OPS_MAX;
	return context;
}
