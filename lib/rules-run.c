/* SPDX-License-Identifier: Apache-2.0 */
/* rules-run: loaded rules over one document. */
#include "rules-evaluation.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
comity_evaluation_failed(struct evaluation *evaluation,
    const struct expression *expression, const char *id, xmlNodePtr node)
{
	struct comity_xpath_state *state = &evaluation->state;
	struct comity_text text = { 0 };
	char *found;
	int rc;

	if (state->nomem)
		return COMITY_ENOMEM;
	comity_text_addf(&text, "%s%s%s, %s line %lu: %s",
	    evaluation->run->edition->profile, id != NULL ? "/" : "",
	    id != NULL ? id : "",
	    expression->file != NULL ? expression->file : "rules.sch",
	    expression->line, state->reason);
	if ((found = comity_text_take(&text)) == NULL)
		return COMITY_ENOMEM;
	if (node != NULL && node->type == XML_DOCUMENT_NODE)
		node = NULL;
	rc =
	    comity_doc_find(evaluation->run->doc, node, evaluation->run->report,
		COMITY_F_RULE_FAILED, found, expression->text);
	free(found);
	if (rc == COMITY_ENOMEM)
		return rc;
	return state->limit ? COMITY_ELIMIT : COMITY_UNKNOWN;
}

void
comity_failure_take(struct evaluation *evaluation,
    const struct expression *expression, xmlNodePtr node,
    struct failure *failure)
{
	struct comity_xpath_state *state = &evaluation->state;

	failure->is = true;
	failure->expression = expression;
	failure->node = node;
	failure->limit = state->limit;
	snprintf(failure->reason, sizeof(failure->reason), "%s", state->reason);
	state->limit = false;
	state->reason[0] = '\0';
}

/* Tell a failure that was put aside. */
static int
failure_tell(struct evaluation *evaluation, const struct failure *failure)
{
	struct comity_xpath_state *state = &evaluation->state;

	snprintf(state->reason, sizeof(state->reason), "%s", failure->reason);
	state->limit = failure->limit;
	return comity_evaluation_failed(
	    evaluation, failure->expression, NULL, failure->node);
}

static xmlXPathObjectPtr
scope_find(const struct scope *scope, const char *name)
{
	size_t i;

	for (i = 0; i < scope->count; i++) {
		if (strcmp(scope->rows[i].name, name) == 0)
			return scope->rows[i].value;
	}
	return NULL;
}

/* Variables are looked up from the innermost scope outward; NULL and an error
 * of libxml2 if there is none. */
static xmlXPathObjectPtr
variable_find(void *data, const xmlChar *name, const xmlChar *uri)
{
	struct evaluation *evaluation = data;
	const char *wanted = (const char *)name;
	xmlXPathObjectPtr value = NULL, copy;

	if (uri != NULL)
		return NULL;
	value = scope_find(&evaluation->rule_scope, wanted);
	if (value == NULL && evaluation->pattern != NULL)
		value = scope_find(&evaluation->pattern->scope, wanted);
	if (value == NULL)
		value = scope_find(&evaluation->phase_scope, wanted);
	if (value == NULL)
		value = scope_find(&evaluation->schema, wanted);
	if (value == NULL)
		return NULL;
	copy = xmlXPathObjectCopy(value);
	if (copy == NULL)
		evaluation->state.nomem = true;
	return copy;
}

xmlXPathObjectPtr
comity_evaluate(struct evaluation *evaluation,
    const struct expression *expression, xmlNodePtr node)
{
	evaluation->context->node = node;
	evaluation->context->doc = evaluation->run->tree;
	evaluation->context->opCount = 0;
	return comity_expression_evaluate(expression, evaluation->context);
}

void
comity_scope_clear(struct scope *scope)
{
	size_t i;

	for (i = 0; i < scope->count; i++)
		xmlXPathFreeObject(scope->rows[i].value);
	free(scope->rows);
	scope->rows = NULL;
	scope->count = 0;
}

int
comity_scope_set(struct evaluation *evaluation, const struct lets *lets,
    xmlNodePtr node, struct scope *scope, struct failure *failure)
{
	xmlXPathObjectPtr value;
	size_t i;

	if (lets->count == 0)
		return COMITY_OK;
	scope->rows = calloc(lets->count, sizeof(*scope->rows));
	if (scope->rows == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < lets->count; i++) {
		value = comity_evaluate(evaluation, &lets->rows[i].value, node);
		if (value == NULL) {
			comity_failure_take(
			    evaluation, &lets->rows[i].value, node, failure);
			return evaluation->state.nomem ? COMITY_ENOMEM
						       : COMITY_EINTERNAL;
		}
		scope->rows[scope->count].name = lets->rows[i].name;
		scope->rows[scope->count++].value = value;
	}
	return COMITY_OK;
}

bool
comity_test_speaks(const struct test *test, xmlXPathObjectPtr value)
{
	int holds = xmlXPathCastToBoolean(value);

	xmlXPathFreeObject(value);
	return (holds != 0) == test->is_report;
}

static int
test_tell(
    struct evaluation *evaluation, const struct test *test, xmlNodePtr node)
{
	xmlXPathObjectPtr value;

	evaluation->state.missed.list = NULL;
	value = comity_evaluate(evaluation, &test->test, node);
	if (value == NULL)
		return comity_evaluation_failed(
		    evaluation, &test->test, test->id, node);
	return comity_test_speaks(test, value)
		   ? comity_rules_speak(evaluation, test, node)
		   : COMITY_OK;
}

/* What a rule says at a node. Anything below zero ends the whole. */
static int
rule_tell(
    struct evaluation *evaluation, const struct rule *rule, xmlNodePtr node)
{
	struct failure failure = { 0 };
	size_t i;
	int rc = comity_scope_set(
	    evaluation, &rule->lets, node, &evaluation->rule_scope, &failure);

	if (failure.is && rc == COMITY_EINTERNAL)
		rc = failure_tell(evaluation, &failure);
	for (i = 0; rc >= COMITY_OK && i < rule->test_count; i++)
		rc = comity_status_worse(
		    rc, test_tell(evaluation, &rule->tests[i], node));
	comity_scope_clear(&evaluation->rule_scope);
	return rc;
}

static int
rule_run(struct evaluation *evaluation, const struct rule *rule)
{
	const struct matches *matches = &evaluation->matches[rule->number];
	const struct nodes *nodes = &matches->nodes;
	struct comity_trace_entry *entry;
	size_t i;
	int rc = COMITY_OK;

	if (matches->taken == 0)
		return COMITY_OK;
	rc = comity_trace_add(evaluation, COMITY_TRACE_RULE, &entry);
	if (entry != NULL) {
		entry->id = rule->id;
		entry->role = rule->labels.role;
		entry->flag = rule->labels.flag;
		entry->see = rule->labels.see;
		entry->icon = rule->labels.icon;
		entry->fpi = rule->labels.fpi;
		entry->subject = rule->at.text;
		entry->expression = rule->context.text;
		entry->count = matches->taken;
	}
	for (i = 0; rc >= COMITY_OK && i < nodes->count; i++)
		rc = comity_status_worse(
		    rc, rule_tell(evaluation, rule, nodes->rows[i]));
	return rc;
}

static int
pattern_run(struct evaluation *evaluation, size_t number)
{
	const struct pattern *pattern = &evaluation->rules->patterns[number];
	struct pattern_state *state = &evaluation->patterns[number];
	struct comity_trace_entry *entry;
	size_t i;
	int rc;

	rc = comity_trace_add(evaluation, COMITY_TRACE_PATTERN, &entry);
	if (entry != NULL) {
		entry->id = pattern->id;
		entry->name = pattern->title;
		entry->role = pattern->labels.role;
		entry->flag = pattern->labels.flag;
		entry->see = pattern->labels.see;
		entry->icon = pattern->labels.icon;
		entry->fpi = pattern->labels.fpi;
	}
	if (rc == COMITY_OK && state->failure.is)
		rc = failure_tell(evaluation, &state->failure);
	evaluation->pattern = state;
	for (i = 0; rc >= COMITY_OK && i < pattern->rule_count; i++)
		rc = comity_status_worse(
		    rc, rule_run(evaluation, &pattern->rules[i]));
	evaluation->pattern = NULL;
	return rc;
}

/*
 * Patterns up to the next that may end it all: what stands behind a fatal
 * finding is not even looked at, for it may rely on what that one asks.
 */
static int
group_run(struct evaluation *evaluation)
{
	const struct comity_rules *rules = evaluation->rules;
	xmlNodePtr root = (xmlNodePtr)evaluation->run->tree;
	struct pattern_state *state;
	size_t i = evaluation->from;
	int rc = COMITY_OK;

	while (i < rules->pattern_count && !rules->patterns[i++].is_fatal)
		;
	evaluation->to = i;
	for (i = evaluation->from; rc == COMITY_OK && i < evaluation->to; i++) {
		state = &evaluation->patterns[i];
		evaluation->pattern = state;
		if (state->active)
			rc = comity_scope_set(evaluation,
			    &rules->patterns[i].lets, root, &state->scope,
			    &state->failure);
		if (state->failure.is && rc == COMITY_EINTERNAL)
			rc = COMITY_OK;
	}
	if (rc == COMITY_OK)
		rc = comity_rules_match(evaluation);
	if (rc == COMITY_OK)
		rc = comity_rules_sift(evaluation);
	for (i = evaluation->from;
	     rc >= COMITY_OK && !evaluation->stop && i < evaluation->to; i++) {
		if (evaluation->patterns[i].active)
			rc =
			    comity_status_worse(rc, pattern_run(evaluation, i));
	}
	evaluation->from = evaluation->to;
	return rc;
}

/* The first phase whose when= holds. */
static int
phase_when(struct evaluation *evaluation)
{
	const struct comity_rules *rules = evaluation->rules;
	xmlNodePtr root = (xmlNodePtr)evaluation->run->tree;
	const struct phase *phase;
	xmlXPathObjectPtr value;
	size_t i;
	bool holds;

	for (i = 0; i < rules->phase_count; i++) {
		phase = &rules->phases[i];
		if (phase->when.text == NULL)
			continue;
		value = comity_evaluate(evaluation, &phase->when, root);
		if (value == NULL)
			return comity_evaluation_failed(
			    evaluation, &phase->when, phase->id, root);
		holds = xmlXPathCastToBoolean(value) == 1;
		xmlXPathFreeObject(value);
		if (holds) {
			evaluation->phase = phase;
			return COMITY_OK;
		}
	}
	evaluation->phase = rules->default_phase;
	return COMITY_OK;
}

/* The phase: the one asked for; else one whose when= holds, else the default
 * one, else all patterns. */
static int
phase_choose(struct evaluation *evaluation)
{
	const struct comity_rules *rules = evaluation->rules;
	const char *wanted = evaluation->run->phase;
	struct failure failure = { 0 };
	size_t i;
	int rc = COMITY_OK;

	if (wanted == NULL || strcmp(wanted, "#DEFAULT") == 0)
		rc = phase_when(evaluation);
	else if (strcmp(wanted, "#ALL") != 0) {
		for (i = 0; i < rules->phase_count; i++) {
			if (strcmp(rules->phases[i].id, wanted) == 0)
				evaluation->phase = &rules->phases[i];
		}
		if (evaluation->phase == NULL)
			return comity_doc_find(evaluation->run->doc, NULL,
			    evaluation->run->report, COMITY_F_PHASE_UNKNOWN,
			    wanted, NULL);
	}
	for (i = 0; i < rules->pattern_count; i++)
		evaluation->patterns[i].active =
		    evaluation->phase == NULL || evaluation->phase->active[i];
	if (rc != COMITY_OK || evaluation->phase == NULL)
		return rc;
	if (evaluation->run->trace != NULL)
		evaluation->run->trace->phase = evaluation->phase->id;
	rc = comity_scope_set(evaluation, &evaluation->phase->lets,
	    (xmlNodePtr)evaluation->run->tree, &evaluation->phase_scope,
	    &failure);
	return failure.is && rc == COMITY_EINTERNAL
		   ? failure_tell(evaluation, &failure)
		   : rc;
}

static int
evaluation_start(struct evaluation *evaluation)
{
	const struct comity_rules *rules = evaluation->rules;
	struct comity_rules_run *run = evaluation->run;

	run->contexts = run->errors = run->evaluated = 0;
	evaluation->state.edition = run->edition;
	evaluation->state.patterns = &rules->regexps;
	evaluation->state.moment = run->moment;
	evaluation->state.report = run->report;
	evaluation->context = comity_rules_context(rules, &evaluation->state);
	evaluation->patterns =
	    calloc(rules->pattern_count + 1, sizeof(*evaluation->patterns));
	evaluation->matches =
	    calloc(rules->rule_count + 1, sizeof(*evaluation->matches));
	evaluation->positional =
	    calloc(rules->step_count + 1, sizeof(*evaluation->positional));
	if (evaluation->context == NULL || evaluation->patterns == NULL ||
	    evaluation->matches == NULL || evaluation->positional == NULL)
		return COMITY_ENOMEM;
	xmlXPathRegisterVariableLookup(
	    evaluation->context, variable_find, evaluation);
	if (run->trace != NULL) {
		run->trace->title = rules->title;
		run->trace->schema_version = rules->version;
	}
	/* Document order by number: else sorting compares sibling by
	 * sibling, which is quadratic. */
	return xmlXPathOrderDocElems(run->tree) < 0 ? COMITY_ENOMEM : COMITY_OK;
}

static void
evaluation_clear(struct evaluation *evaluation)
{
	size_t i;

	for (i = 0; evaluation->patterns != NULL &&
		    i < evaluation->rules->pattern_count;
	     i++)
		comity_scope_clear(&evaluation->patterns[i].scope);
	for (i = 0;
	     evaluation->matches != NULL && i < evaluation->rules->rule_count;
	     i++)
		free(evaluation->matches[i].nodes.rows);
	comity_scope_clear(&evaluation->rule_scope);
	comity_scope_clear(&evaluation->phase_scope);
	comity_scope_clear(&evaluation->schema);
	comity_memos_free(evaluation);
	xmlXPathFreeContext(evaluation->context);
	free(evaluation->patterns);
	free(evaluation->matches);
	free(evaluation->positional);
}

int
comity_rules_run(const struct comity_rules *rules, struct comity_rules_run *run)
{
	struct evaluation evaluation = { .run = run, .rules = rules };
	struct failure failure = { 0 };
	int rc = evaluation_start(&evaluation);

	if (rc == COMITY_OK)
		rc = comity_scope_set(&evaluation, &rules->lets,
		    (xmlNodePtr)run->tree, &evaluation.schema, &failure);
	if (failure.is && rc == COMITY_EINTERNAL)
		rc = failure_tell(&evaluation, &failure);
	if (rc == COMITY_OK)
		rc = phase_choose(&evaluation);
	while (rc >= COMITY_OK && !evaluation.stop &&
	       evaluation.from < rules->pattern_count)
		rc = comity_status_worse(rc, group_run(&evaluation));
	if (evaluation.state.nomem || comity_report_failed(run->report))
		rc = COMITY_ENOMEM;
	else if (rc == COMITY_OK && evaluation.state.reason[0] != '\0')
		rc = COMITY_EINTERNAL; /* an error that nobody looked at */
	evaluation_clear(&evaluation);
	return rc;
}
