/* SPDX-License-Identifier: Apache-2.0 */
/* rules-run: loaded rules over one document. */
#include "rules-private.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

/* One evaluation of all rules over one document. */
struct evaluation {
	struct comity_rules_run *run;
	xmlXPathContextPtr context;
	struct comity_xpath_state state;
	size_t *seen; /* by ordinal (0: the document): the pattern, from 1, in
		       * which the node has fired */
	bool stop; /* a fatal finding was made */
	int rc;
};

/* Say which expression failed; the answer is no answer. */
static int
failed(struct evaluation *evaluation, const struct expression *expression,
    const char *id, xmlNodePtr node)
{
	struct comity_xpath_state *state = &evaluation->state;
	struct comity_text text = { 0 };
	char *found;
	int rc;

	if (state->nomem)
		return COMITY_ENOMEM;
	comity_text_addf(&text, "%s%s%s, rules.sch line %lu: %s",
	    evaluation->run->edition->profile, id != NULL ? "/" : "",
	    id != NULL ? id : "", expression->line, state->reason);
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
	return state->limit ? COMITY_ELIMIT : COMITY_EINTERNAL;
}

static xmlXPathObjectPtr
evaluate(struct evaluation *evaluation, const struct expression *expression,
    xmlNodePtr node)
{
	evaluation->context->node = node;
	evaluation->context->doc = evaluation->run->tree;
	evaluation->context->opCount = 0;
	return xmlXPathCompiledEval(expression->compiled, evaluation->context);
}

static int
lets_set(
    struct evaluation *evaluation, const struct lets *lets, xmlNodePtr node)
{
	xmlXPathObjectPtr value;
	size_t i;

	for (i = 0; i < lets->count; i++) {
		value = evaluate(evaluation, &lets->rows[i].value, node);
		if (value == NULL)
			return failed(
			    evaluation, &lets->rows[i].value, NULL, node);
		if (xmlXPathRegisterVariable(evaluation->context,
			BAD_CAST lets->rows[i].name, value) != 0) {
			xmlXPathFreeObject(value);
			return COMITY_ENOMEM;
		}
	}
	return COMITY_OK;
}

static void
lets_unset(struct evaluation *evaluation, const struct lets *lets)
{
	size_t i;

	for (i = 0; i < lets->count; i++)
		xmlXPathRegisterVariable(
		    evaluation->context, BAD_CAST lets->rows[i].name, NULL);
}

/* The first node that an expression selects; *out stays if none. */
static int
select_node(struct evaluation *evaluation, const struct test *test,
    const struct expression *expression, xmlNodePtr node, xmlNodePtr *out)
{
	xmlXPathObjectPtr value;

	if (expression->compiled == NULL)
		return COMITY_OK;
	value = evaluate(evaluation, expression, node);
	if (value == NULL)
		return failed(evaluation, expression, test->id, node);
	if (value->type == XPATH_NODESET &&
	    xmlXPathNodeSetGetLength(value->nodesetval) > 0) {
		xmlXPathNodeSetSort(value->nodesetval);
		if (value->nodesetval->nodeTab[0]->type != XML_NAMESPACE_DECL)
			*out = value->nodesetval->nodeTab[0];
	}
	xmlXPathFreeObject(value);
	return COMITY_OK;
}

static void
name_add(struct comity_text *text, const xmlNode *node)
{
	if (node->type != XML_ELEMENT_NODE && node->type != XML_ATTRIBUTE_NODE)
		return;
	if (node->ns != NULL && node->ns->prefix != NULL)
		comity_text_addf(text, "%s:", (const char *)node->ns->prefix);
	comity_text_add(text, (const char *)node->name);
}

static int
piece_add(struct evaluation *evaluation, const struct test *test,
    const struct piece *piece, xmlNodePtr node, struct comity_text *text)
{
	xmlXPathObjectPtr value;
	xmlChar *string;
	xmlNodePtr named = node;
	int rc = COMITY_OK;

	if (piece->text != NULL)
		comity_text_add(text, piece->text);
	else if (piece->is_name) {
		rc =
		    select_node(evaluation, test, &piece->select, node, &named);
		name_add(text, named);
	} else {
		value = evaluate(evaluation, &piece->select, node);
		if (value == NULL)
			return failed(
			    evaluation, &piece->select, test->id, node);
		string = xmlXPathCastToString(value);
		xmlXPathFreeObject(value);
		if (string == NULL)
			return COMITY_ENOMEM;
		comity_text_add(text, (char *)string);
		xmlFree(string);
	}
	return rc;
}

static int
message_make(struct evaluation *evaluation, const struct test *test,
    xmlNodePtr node, char **out)
{
	struct comity_text text = { 0 };
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < test->piece_count; i++)
		rc = piece_add(evaluation, test, &test->pieces[i], node, &text);
	if (rc != COMITY_OK)
		comity_text_clear(&text);
	else if ((*out = comity_text_take(&text)) == NULL)
		rc = COMITY_ENOMEM;
	return rc;
}

/* The finding of a test that speaks. */
static int
speak(struct evaluation *evaluation, const struct test *test, xmlNodePtr node)
{
	struct comity_rules_run *run = evaluation->run;
	struct comity_finding finding = { .severity = test->severity,
		.file = run->doc->name,
		.basis = test->basis,
		.remedy = test->remedy };
	struct comity_text id = { 0 };
	xmlNodePtr place = node;
	char *own_id = NULL;
	int rc;

	rc = select_node(evaluation, test, &test->at, node, &place);
	if (rc == COMITY_OK)
		rc = message_make(evaluation, test, node, &finding.message);
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	comity_text_addf(&id, "%s/%s", run->edition->profile, test->id);
	if ((own_id = comity_text_take(&id)) == NULL)
		goto out;
	finding.id = own_id;
	finding.line = comity_doc_line(run->doc, place);
	if (place->type != XML_DOCUMENT_NODE &&
	    (finding.path = comity_node_path(place)) == NULL)
		goto out;
	if ((place->type == XML_ATTRIBUTE_NODE ||
		(place->type == XML_ELEMENT_NODE &&
		    comity_node_first(place) == NULL)) &&
	    (finding.found = comity_node_text(place)) == NULL)
		goto out;
	rc = comity_report_add_finding(run->report, &finding);
	if (rc == COMITY_REFUSED)
		run->errors++;
	evaluation->stop |= test->severity == COMITY_FATAL;
out:
	free(own_id);
	free(finding.message);
	free(finding.path);
	free(finding.found);
	return rc;
}

static int
test_run(
    struct evaluation *evaluation, const struct test *test, xmlNodePtr node)
{
	xmlXPathObjectPtr value = evaluate(evaluation, &test->test, node);
	int holds;

	if (value == NULL)
		return failed(evaluation, &test->test, test->id, node);
	holds = xmlXPathCastToBoolean(value);
	xmlXPathFreeObject(value);
	if (evaluation->run->fired != NULL)
		evaluation->run->fired[test->number]++;
	if ((holds != 0) != test->is_report)
		return COMITY_OK;
	return speak(evaluation, test, node);
}

/* One node fires one rule. Anything below zero ends the whole. */
static int
rule_fire(
    struct evaluation *evaluation, const struct rule *rule, xmlNodePtr node)
{
	size_t i;
	int rc = lets_set(evaluation, &rule->lets, node);

	evaluation->run->contexts++;
	for (i = 0; rc >= COMITY_OK && i < rule->test_count; i++)
		rc = comity_status_worse(
		    rc, test_run(evaluation, &rule->tests[i], node));
	lets_unset(evaluation, &rule->lets);
	return rc;
}

/* Whether a node fires now: it is its first rule in this pattern. */
static int
claim(struct evaluation *evaluation, const xmlNode *node, size_t pattern,
    bool *fires)
{
	size_t ordinal = comity_node_ordinal(node);

	if (ordinal > evaluation->run->doc->ordinal_count ||
	    (ordinal == 0 && node->type != XML_DOCUMENT_NODE))
		return COMITY_EINTERNAL;
	*fires = evaluation->seen[ordinal] != pattern;
	evaluation->seen[ordinal] = pattern;
	return COMITY_OK;
}

static int
rule_run(struct evaluation *evaluation, const struct rule *rule, size_t pattern)
{
	xmlNodePtr root = (xmlNodePtr)evaluation->run->tree;
	xmlXPathObjectPtr value = evaluate(evaluation, &rule->context, root);
	xmlNodePtr node;
	bool fires = false;
	int i, rc = COMITY_OK;

	if (value == NULL)
		return failed(evaluation, &rule->context, NULL, NULL);
	if (value->type != XPATH_NODESET) {
		rc = COMITY_EINTERNAL;
		goto out;
	}
	xmlXPathNodeSetSort(value->nodesetval);
	for (i = 0;
	     rc >= COMITY_OK && i < xmlXPathNodeSetGetLength(value->nodesetval);
	     i++) {
		node = value->nodesetval->nodeTab[i];
		rc = comity_status_worse(
		    rc, claim(evaluation, node, pattern, &fires));
		if (rc >= COMITY_OK && fires)
			rc = comity_status_worse(
			    rc, rule_fire(evaluation, rule, node));
	}
out:
	xmlXPathFreeObject(value);
	return rc;
}

static int
pattern_run(
    struct evaluation *evaluation, const struct pattern *pattern, size_t number)
{
	size_t i;
	int rc = lets_set(
	    evaluation, &pattern->lets, (xmlNodePtr)evaluation->run->tree);

	for (i = 0; rc >= COMITY_OK && i < pattern->rule_count; i++)
		rc = comity_status_worse(
		    rc, rule_run(evaluation, &pattern->rules[i], number));
	lets_unset(evaluation, &pattern->lets);
	return rc;
}

int
comity_rules_run(const struct comity_rules *rules, struct comity_rules_run *run)
{
	struct evaluation evaluation = { .run = run };
	size_t i;
	int rc = COMITY_ENOMEM;

	run->contexts = run->errors = 0;
	evaluation.state.edition = run->edition;
	evaluation.state.patterns = &rules->regexps;
	evaluation.state.moment = run->moment;
	evaluation.context = comity_rules_context(rules, &evaluation.state);
	evaluation.seen =
	    calloc(run->doc->ordinal_count + 1, sizeof(*evaluation.seen));
	if (evaluation.context == NULL || evaluation.seen == NULL)
		goto out;
	/* Document order by number: else sorting compares sibling by
	 * sibling, which is quadratic. */
	if (xmlXPathOrderDocElems(run->tree) < 0)
		goto out;
	rc = lets_set(&evaluation, &rules->lets, (xmlNodePtr)run->tree);
	for (i = 0;
	     rc >= COMITY_OK && !evaluation.stop && i < rules->pattern_count;
	     i++)
		rc = comity_status_worse(
		    rc, pattern_run(&evaluation, &rules->patterns[i], i + 1));
	if (evaluation.state.nomem || comity_report_failed(run->report))
		rc = COMITY_ENOMEM;
	else if (rc == COMITY_OK && evaluation.state.reason[0] != '\0')
		rc = COMITY_EINTERNAL; /* an error that nobody looked at */
out:
	xmlXPathFreeContext(evaluation.context);
	free(evaluation.seen);
	return rc;
}
