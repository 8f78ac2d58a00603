/* SPDX-License-Identifier: Apache-2.0 */
/* rules-load: rules.sch to compiled rules: schema, patterns, rules. */
#include "rules-load.h"

#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

static bool
is(const xmlNode *node, const char *name)
{
	return comity_schematron_is(node, name);
}

static bool
is_abstract(const xmlNode *node)
{
	char *value = comity_node_attribute(node, "abstract");
	bool abstract = comity_text_same(value, "true");

	free(value);
	return abstract;
}

static int
rule_child(struct loading *loading, const xmlNode *child, struct rule *rule)
{
	int rc = comity_known_check(loading, child);

	if (rc != COMITY_OK || is(child, "p"))
		return rc;
	if (is(child, "let"))
		return comity_let_read(loading, child, &rule->lets);
	if (is(child, "assert") || is(child, "report"))
		return comity_test_read(
		    loading, child, rule, &rule->tests[rule->test_count++]);
	return comity_loading_refuse(loading, child, (const char *)child->name,
	    "let, assert, report and extends");
}

/* All lets of a rule, then all it asserts: what it extends may mix them. */
static int
rule_children(
    struct loading *loading, const struct items *items, struct rule *rule)
{
	struct item before;
	size_t i, round;
	int rc = COMITY_OK;

	for (round = 0; round < 2; round++)
		for (i = 0; rc != COMITY_ENOMEM && i < items->count; i++) {
			if (is(items->rows[i].node, "let") != (round == 0))
				continue;
			before = comity_loading_enter(loading, &items->rows[i]);
			rc = comity_status_worse(
			    rc, rule_child(loading, items->rows[i].node, rule));
			comity_loading_enter(loading, &before);
		}
	return rc;
}

static int
rule_read(struct loading *loading, const struct item *item, struct rule *rule)
{
	struct comity_arena *arena = &loading->rules->arena;
	const xmlNode *node = item->node;
	struct items items = { 0 };
	size_t names = loading->name_count;
	int rc = comity_items_read(loading, item, &items);

	rule->lets.rows =
	    comity_arena_take(arena, (items.count + 1) * sizeof(struct let));
	rule->tests =
	    comity_arena_take(arena, (items.count + 1) * sizeof(struct test));
	if (rule->lets.rows == NULL || rule->tests == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = comity_attribute_peek(loading, node, AT_ID, &rule->id);
	if (rc == COMITY_OK)
		rc = comity_labels_read(loading, node, &rule->labels);
	if (rc == COMITY_OK)
		rc = comity_attribute_expression(
		    loading, node, AT_CONTEXT, true, &rule->context);
	if (rc == COMITY_OK)
		rc = comity_context_read(loading, node, rule);
	if (rc == COMITY_OK || rc == COMITY_EPACK)
		rc = comity_status_worse(
		    rc, rule_children(loading, &items, rule));
	/* With the variables of the rule, as its tests see them. */
	if (rc == COMITY_OK &&
	    comity_known_attribute(loading, node, AT_SUBJECT) != NULL)
		rc = comity_attribute_expression(
		    loading, node, AT_SUBJECT, false, &rule->at);
	loading->name_count = names;
	if (rc == COMITY_OK && rule->test_count == 0)
		rc = comity_loading_refuse(
		    loading, node, NULL, "an assert or report");
	free(items.rows);
	return rc;
}

int
comity_title_read(struct loading *loading, const xmlNode *node, char **out)
{
	char *text = comity_node_text(node);

	*out = text == NULL ? NULL
			    : comity_arena_collapse(
				  &loading->rules->arena, text, strlen(text));
	free(text);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}

static int
pattern_child(
    struct loading *loading, const struct item *item, struct pattern *pattern)
{
	struct comity_rules *rules = loading->rules;
	const xmlNode *node = item->node;
	struct rule *rule;
	int rc = comity_known_check(loading, node);

	if (rc != COMITY_OK || is(node, "p") || is(node, "param"))
		return rc;
	if (is(node, "title"))
		return comity_title_read(loading, node, &pattern->title);
	if (is(node, "let") && pattern->rule_count == 0)
		return comity_let_read(loading, node, &pattern->lets);
	if (!is(node, "rule"))
		return comity_loading_refuse(
		    loading, node, (const char *)node->name, "let, then rule");
	if (is_abstract(node))
		return COMITY_OK; /* read where it is extended */
	rule = &pattern->rules[pattern->rule_count++];
	rule->number = rules->rule_count++;
	rule->pattern = rules->pattern_count - 1;
	return rule_read(loading, item, rule);
}

static int
pattern_children(
    struct loading *loading, const struct items *items, struct pattern *pattern)
{
	struct comity_arena *arena = &loading->rules->arena;
	struct item before;
	size_t i, names = loading->name_count;
	int rc = COMITY_OK;

	pattern->lets.rows =
	    comity_arena_take(arena, (items->count + 1) * sizeof(struct let));
	pattern->rules =
	    comity_arena_take(arena, (items->count + 1) * sizeof(struct rule));
	if (pattern->lets.rows == NULL || pattern->rules == NULL)
		return COMITY_ENOMEM;
	for (i = 0; rc != COMITY_ENOMEM && i < items->count; i++) {
		before = comity_loading_enter(loading, &items->rows[i]);
		rc = comity_status_worse(
		    rc, pattern_child(loading, &items->rows[i], pattern));
		comity_loading_enter(loading, &before);
	}
	loading->name_count = names;
	return rc;
}

/* The parameters among the children of a pattern; the first of a name
 * holds, so that an abstract pattern states what is used else. */
static int
params_read(
    struct loading *loading, const struct items *items, struct params *params)
{
	const xmlNode *node;
	struct param *more;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < items->count; i++) {
		node = items->rows[i].node;
		if (!is(node, "param"))
			continue;
		more = comity_arena_grow(&loading->rules->arena, params->rows,
		    params->count, sizeof(*more));
		if (more == NULL)
			return COMITY_ENOMEM;
		params->rows = more;
		rc = comity_attribute_read(
		    loading, node, AT_NAME, &more[params->count].name);
		if (rc == COMITY_OK)
			rc = comity_attribute_read(loading, node, AT_VALUE,
			    &more[params->count].value);
		params->count++;
	}
	return rc;
}

/* An instance of an abstract pattern: its own lets, then what it is. */
static int
instance_read(struct loading *loading, const struct item *item,
    const char *name, struct items *items, struct params *params)
{
	const struct item *abstract =
	    comity_items_find(&loading->abstracts, "pattern", name);
	struct item before;
	size_t i;
	int rc = COMITY_OK;

	if (abstract == NULL)
		return comity_loading_refuse(loading, item->node, name,
		    "is-a of a pattern with abstract=\"true\"");
	for (i = 0; i < items->count; i++) {
		if (is(items->rows[i].node, "rule"))
			rc = comity_loading_refuse(loading, items->rows[i].node,
			    name,
			    "param and let in an instance; its rules are "
			    "those of the abstract pattern");
	}
	if (rc == COMITY_OK)
		rc = params_read(loading, items, params);
	before = comity_loading_enter(loading, abstract);
	i = items->count;
	if (rc == COMITY_OK)
		rc = comity_items_read(loading, abstract, items);
	if (rc == COMITY_OK) {
		const struct items defaults = { items->rows + i,
			items->count - i };

		rc = params_read(loading, &defaults, params);
	}
	comity_loading_enter(loading, &before);
	return rc;
}

static int
pattern_read(struct loading *loading, const struct item *item)
{
	struct comity_rules *rules = loading->rules;
	struct pattern *pattern = &rules->patterns[rules->pattern_count++];
	struct items items = { 0 };
	struct params params = { 0 };
	char *name = NULL;
	size_t i, j;
	int rc =
	    comity_attribute_peek(loading, item->node, AT_ID, &pattern->id);

	if (rc == COMITY_OK)
		rc = comity_labels_read(loading, item->node, &pattern->labels);
	if (rc == COMITY_OK)
		rc = comity_attribute_peek(loading, item->node, AT_IS_A, &name);
	if (rc == COMITY_OK)
		rc = comity_attribute_peek(
		    loading, item->node, AT_NAME, &pattern->title);
	if (rc == COMITY_OK)
		rc = comity_items_read(loading, item, &items);
	if (rc == COMITY_OK && name != NULL)
		rc = instance_read(loading, item, name, &items, &params);
	loading->params = params;
	if (rc == COMITY_OK)
		rc = pattern_children(loading, &items, pattern);
	memset(&loading->params, 0, sizeof(loading->params));
	if (rc == COMITY_OK && pattern->rule_count == 0) {
		/* One that holds abstract rules only. */
		for (i = 0; i < items.count; i++) {
			if (is(items.rows[i].node, "rule"))
				break;
		}
		if (i == items.count)
			rc = comity_loading_refuse(
			    loading, item->node, pattern->id, "a rule");
	}
	for (i = 0; i < pattern->rule_count; i++)
		for (j = 0; j < pattern->rules[i].test_count; j++)
			pattern->is_fatal |=
			    pattern->rules[i].tests[j].severity == COMITY_FATAL;
	free(items.rows);
	return rc;
}

int
comity_pattern_read(struct loading *loading, const struct item *item)
{
	struct item before;
	int rc;

	if (is_abstract(item->node))
		return COMITY_OK; /* read where it is used */
	before = comity_loading_enter(loading, item);
	rc = pattern_read(loading, item);
	comity_loading_enter(loading, &before);
	return rc;
}
