/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include "limit.h"
#include "rules-private.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

size_t
comity_rules_count(const struct comity_rules *rules)
{
	return rules == NULL ? 0 : rules->test_count;
}

static size_t
values_count(const struct test *test)
{
	size_t i, count = 0;

	for (i = 0; i < test->pieces.count; i++)
		count += test->pieces.rows[i].text == NULL;
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
		.value_count = values_count(test),
		.named = test->named,
		.file = test->test.file,
		.context = test->rule->context.text,
		.test = test->test.text,
		.pattern = rules->patterns[test->rule->pattern].id,
		.is_report = test->is_report };
}

bool
comity_rules_prefix(const struct comity_rules *rules, size_t i,
    const char **prefix, const char **uri)
{
	if (rules == NULL || i >= rules->binding_count)
		return false;
	*prefix = rules->bindings[i].prefix;
	*uri = rules->bindings[i].uri;
	return true;
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
	/* else each value of each step is allocated anew; without memory
	 * for it, they are */
	(void)xmlXPathContextSetCache(context, 1, -1, 0);
	return context;
}
