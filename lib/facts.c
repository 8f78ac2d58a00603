/* SPDX-License-Identifier: Apache-2.0 */
#include "facts.h"

#include "limit.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE
#define X(string) ((const xmlChar *)(string))

int
comity_facts_new(const struct comity_template *template, int64_t moment,
    const char *speaks, struct comity_report *report, struct comity_facts **out)
{
	struct comity_facts *facts = calloc(1, sizeof(*facts));
	xmlNodePtr root;

	*out = NULL;
	if (facts == NULL)
		return COMITY_ENOMEM;
	facts->template = template;
	facts->report = report;
	facts->speaks = speaks;
	facts->state.edition = template->core;
	facts->state.patterns = &facts->patterns;
	facts->state.moment = moment;
	facts->tree = xmlNewDoc(X("1.0"));
	root =
	    facts->tree ? xmlNewDocNode(facts->tree, NULL, X("a"), NULL) : NULL;
	if (root != NULL)
		xmlDocSetRootElement(facts->tree, root);
	facts->context = root != NULL ? xmlXPathNewContext(facts->tree) : NULL;
	if (facts->context == NULL)
		goto nomem;
	facts->context->opLimit = COMITY_XPATH_OPS_MAX;
	facts->context->userData = &facts->state;
	facts->context->error = comity_xpath_error;
	if (comity_xpath_functions_register(facts->context) != COMITY_OK ||
	    xmlXPathRegisterNs(
		facts->context, X("f"), X(COMITY_NS_FUNCTIONS)) != 0 ||
	    xmlXPathRegisterNs(facts->context, X("c"), X(COMITY_NS_CORE)) !=
		0 ||
	    xmlXPathRegisterNs(facts->context, X("ds"), X(COMITY_NS_DS)) != 0)
		goto nomem;
	*out = facts;
	return COMITY_OK;
nomem:
	comity_facts_free(facts);
	return COMITY_ENOMEM;
}

void
comity_facts_free(struct comity_facts *facts)
{
	size_t i;

	if (facts == NULL)
		return;
	for (i = 0; i < sizeof(facts->languages) / sizeof(char *); i++)
		free(facts->languages[i]);
	xmlXPathFreeContext(facts->context);
	xmlFreeDoc(facts->tree);
	free(facts);
}

xmlNodePtr
comity_facts_add(xmlNodePtr parent, const char *name, const char *value)
{
	xmlNodePtr node = xmlNewDocNode(parent->doc, NULL, X(name), NULL);
	xmlNodePtr text;

	if (node == NULL)
		return NULL;
	if (value != NULL) {
		text = xmlNewDocText(parent->doc, X(value));
		if (text == NULL || xmlAddChild(node, text) == NULL) {
			xmlFreeNode(text);
			xmlFreeNode(node);
			return NULL;
		}
	}
	if (xmlAddChild(parent, node) == NULL) {
		xmlFreeNode(node);
		return NULL;
	}
	return node;
}

const xmlNode *
comity_facts_question(const struct comity_facts *facts, const xmlNode *fact)
{
	const xmlNode *above, *at;

	if (fact->parent == NULL || fact->parent->type != XML_ELEMENT_NODE)
		return comity_doc_root(facts->template->questions);
	above = comity_facts_question(facts, fact->parent);
	if (above == NULL)
		return NULL;
	for (at = comity_node_child(above, T, "Question"); at != NULL;
	     at = comity_node_next(at, T, "Question"))
		if (comity_text_same(comity_template_attribute(at, "id"),
			(const char *)fact->name))
			return at;
	return NULL;
}

/* Bind a variable to one node. */
static bool
bind(xmlXPathContextPtr context, const char *name, xmlNodePtr node)
{
	xmlXPathObjectPtr value = xmlXPathNewNodeSet(node);

	if (value == NULL)
		return false;
	return xmlXPathRegisterVariable(context, X(name), value) == 0;
}

int
comity_facts_evaluate(struct comity_facts *facts, xmlNodePtr here,
    const char *expression, xmlXPathObjectPtr *out)
{
	xmlXPathContextPtr context = facts->context;

	*out = NULL;
	context->doc = here->doc;
	context->node = here;
	context->opCount = 0;
	facts->state.reason[0] = '\0';
	if (!bind(context, "here", here))
		return COMITY_ENOMEM;
	*out = xmlXPathEvalExpression(X(expression), context);
	if (*out != NULL && !facts->state.nomem)
		return COMITY_OK;
	xmlXPathFreeObject(*out);
	*out = NULL;
	if (facts->state.nomem)
		return COMITY_ENOMEM;
	return comity_template_bad(
	    facts->report, facts->template->index, NULL, expression);
}

int
comity_facts_holds(struct comity_facts *facts, xmlNodePtr here,
    const char *expression, bool *out)
{
	xmlXPathObjectPtr value;
	int rc;

	*out = true;
	if (expression == NULL)
		return COMITY_OK;
	rc = comity_facts_evaluate(facts, here, expression, &value);
	*out = rc == COMITY_OK && xmlXPathCastToBoolean(value);
	xmlXPathFreeObject(value);
	return rc;
}

/* "1 January 2027", "1. Januar 2027", "1er janvier 2027". */
static void
say_day(const struct comity_facts *facts, const char *day, const char *lang,
    struct comity_text *out)
{
	char code[3] = { day[5], day[6], '\0' };
	const char *month =
	    comity_template_word(facts->template, "month", code, lang);
	const char *number = day[8] == '0' ? day + 9 : day + 8;

	if (month == NULL) {
		comity_text_add(out, day);
		return;
	}
	comity_text_addf(out, "%.2s%s %s %.4s", number,
	    strcmp(lang, "de") == 0                               ? "."
	    : strcmp(lang, "fr") == 0 && strcmp(number, "1") == 0 ? "er"
								  : "",
	    month, day);
}

/* The value of a fact as words of a language. */
static void
say_value(const struct comity_facts *facts, const xmlNode *question,
    const char *value, const char *lang, struct comity_text *out)
{
	const char *type =
	    question ? comity_template_attribute(question, "type") : NULL;
	const char *list, *word = NULL;
	const xmlNode *option;

	if (type != NULL && strcmp(type, "date") == 0 && strlen(value) == 10) {
		say_day(facts, value, lang, out);
		return;
	}
	if (type != NULL && strcmp(type, "choice") == 0)
		for (option = comity_node_child(question, T, "Option");
		     option != NULL && word == NULL;
		     option = comity_node_next(option, T, "Option"))
			if (comity_text_same(
				comity_template_attribute(option, "code"),
				value))
				word =
				    comity_template_text(option, "Label", lang);
	if (type != NULL && strcmp(type, "code") == 0 &&
	    (list = comity_template_attribute(question, "list")) != NULL) {
		word = comity_template_word(facts->template, list, value, lang);
		if (word == NULL && comity_edition_codelist(
					facts->template->core, list) != NULL)
			word = comity_codelist_column(
			    comity_edition_codelist(
				facts->template->core, list),
			    value, "label");
	}
	comity_text_add(out, word != NULL ? word : value);
}

/* All nodes of a result: "a, b and c" in words, "a b c" as codes. */
static int
say_nodes(struct comity_facts *facts, const xmlXPathObject *value,
    const char *lang, struct comity_text *out)
{
	int i, count = value->nodesetval ? value->nodesetval->nodeNr : 0;
	const char *joint =
	    lang ? comity_template_word(facts->template, "join", "and", lang)
		 : NULL;

	for (i = 0; i < count; i++) {
		xmlNodePtr node = value->nodesetval->nodeTab[i];
		char *text = comity_node_value(node);

		if (text == NULL)
			return COMITY_ENOMEM;
		if (i > 0 && joint != NULL && i == count - 1)
			comity_text_addf(out, " %s ", joint);
		else if (i > 0)
			comity_text_add(out, lang ? ", " : " ");
		if (lang != NULL && node->type == XML_ELEMENT_NODE)
			say_value(facts, comity_facts_question(facts, node),
			    text, lang, out);
		else
			comity_text_add(out, text);
		free(text);
	}
	return out->failed ? COMITY_ENOMEM : COMITY_OK;
}

/* The label of the question that an expression ends in, for findings. */
static const char *
label_of(const struct comity_facts *facts, const char *expression)
{
	const char *name = strrchr(expression, '/');
	xmlNodePtr at, in;

	name = name ? name + 1 : expression;
	for (at = comity_node_child(
		 comity_doc_root(facts->template->questions), T, "Question");
	     at != NULL; at = comity_node_next(at, T, "Question")) {
		if (comity_text_same(comity_template_attribute(at, "id"), name))
			return comity_template_text(at, "Label", facts->speaks);
		for (in = comity_node_child(at, T, "Question"); in != NULL;
		     in = comity_node_next(in, T, "Question"))
			if (comity_text_same(
				comity_template_attribute(in, "id"), name))
				return comity_template_text(
				    in, "Label", facts->speaks);
	}
	return expression;
}

static int
expand_one(struct comity_facts *facts, xmlNodePtr here, const char *expression,
    const char *lang, const char *clause, struct comity_text *out)
{
	bool optional = *expression == '?';
	xmlXPathObjectPtr value = NULL;
	size_t before = out->len;
	xmlChar *string;
	int rc =
	    comity_facts_evaluate(facts, here, expression + optional, &value);

	if (rc == COMITY_OK && value->type == XPATH_NODESET) {
		rc = say_nodes(facts, value, lang, out);
	} else if (rc == COMITY_OK) {
		if ((string = xmlXPathCastToString(value)) == NULL)
			rc = COMITY_ENOMEM;
		comity_text_add(out, (const char *)string);
		xmlFree(string);
	}
	xmlXPathFreeObject(value);
	if (rc == COMITY_OK && out->len == before && !optional) {
		struct comity_place place = { .file = clause };

		rc = comity_report_add(facts->report,
		    COMITY_F_DRAFT_CLAUSE_NEEDS, &place,
		    label_of(facts, expression), NULL);
	}
	return rc;
}

static int
expand_number(struct comity_facts *facts, const char *id, const char *clause,
    comity_clause_number *number, void *data, struct comity_text *out)
{
	const char *text = number != NULL ? number(data, id) : NULL;
	struct comity_place place = { .file = clause };

	if (text == NULL)
		return comity_report_add(
		    facts->report, COMITY_F_DRAFT_REFERENCE, &place, id, NULL);
	comity_text_add(out, text);
	return COMITY_OK;
}

int
comity_facts_expand(struct comity_facts *facts, xmlNodePtr here,
    const char *text, const char *lang, const char *clause,
    comity_clause_number *number, void *data, struct comity_text *out)
{
	const char *open, *close;
	char *expression;
	int rc = COMITY_OK;

	while (rc == COMITY_OK && (open = strchr(text, '{')) != NULL) {
		if ((close = strchr(open, '}')) == NULL)
			return comity_template_bad(
			    facts->report, facts->template->index, NULL, open);
		comity_text_add_bytes(out, text, (size_t)(open - text));
		expression = strndup(open + 1, (size_t)(close - open - 1));
		if (expression == NULL)
			return COMITY_ENOMEM;
		if (strncmp(expression, "clause:", 7) == 0)
			rc = expand_number(
			    facts, expression + 7, clause, number, data, out);
		else
			rc = expand_one(
			    facts, here, expression, lang, clause, out);
		free(expression);
		text = close + 1;
	}
	if (rc == COMITY_OK)
		comity_text_add(out, text);
	return rc == COMITY_OK && out->failed ? COMITY_ENOMEM : rc;
}

/* Take what the fact is to replace away. */
static void
remove_all(xmlNodePtr parent, const char *name)
{
	xmlNodePtr at;

	while ((at = comity_node_child(parent, NULL, name)) != NULL) {
		xmlUnlinkNode(at);
		xmlFreeNode(at);
	}
}

/* Add one derived fact, with its fields, to a node. */
static int
derive_at(struct comity_facts *facts, const xmlNode *fact, xmlNodePtr at)
{
	const char *name = comity_template_attribute(fact, "name");
	const char *value = comity_template_attribute(fact, "value");
	xmlXPathObjectPtr result = NULL;
	xmlChar *string = NULL;
	xmlNodePtr field, block;
	bool holds;
	int rc = comity_facts_holds(
	    facts, at, comity_template_attribute(fact, "when"), &holds);

	if (rc != COMITY_OK || !holds)
		return rc;
	if (value != NULL) {
		rc = comity_facts_evaluate(facts, at, value, &result);
		if (rc == COMITY_OK &&
		    (string = xmlXPathCastToString(result)) == NULL)
			rc = COMITY_ENOMEM;
		xmlXPathFreeObject(result);
		if (rc == COMITY_OK &&
		    comity_template_attribute(fact, "replace") != NULL)
			remove_all(at, name);
		if (rc == COMITY_OK && *string != '\0' &&
		    comity_facts_add(at, name, (char *)string) == NULL)
			rc = COMITY_ENOMEM;
		xmlFree(string);
		return rc;
	}
	if ((block = comity_facts_add(at, name, NULL)) == NULL)
		return COMITY_ENOMEM;
	for (field = comity_node_child(fact, T, "Field");
	     field != NULL && rc == COMITY_OK;
	     field = comity_node_next(field, T, "Field"))
		rc = derive_at(facts, field, block);
	return rc;
}

/* One Fact for each pair of nodes that `each` and `with` select. */
static int
derive_pairs(struct comity_facts *facts, const xmlNode *fact,
    const xmlXPathObject *each, const xmlXPathObject *with)
{
	xmlNodePtr root = xmlDocGetRootElement(facts->tree);
	int i, j, rc = COMITY_OK;

	if (each->nodesetval == NULL || with->nodesetval == NULL)
		return COMITY_OK;
	for (i = 0; i < each->nodesetval->nodeNr; i++)
		for (j = 0; j < with->nodesetval->nodeNr; j++) {
			if (!bind(facts->context, "one",
				each->nodesetval->nodeTab[i]) ||
			    !bind(facts->context, "other",
				with->nodesetval->nodeTab[j]))
				return COMITY_ENOMEM;
			rc = derive_at(facts, fact, root);
			if (rc != COMITY_OK)
				return rc;
		}
	return rc;
}

static int
derive(struct comity_facts *facts, const xmlNode *fact)
{
	xmlNodePtr root = xmlDocGetRootElement(facts->tree);
	const char *each = comity_template_attribute(fact, "each");
	const char *with = comity_template_attribute(fact, "with");
	const char *unless = comity_template_attribute(fact, "unless");
	const char *at = comity_template_attribute(fact, "for");
	xmlXPathObjectPtr one = NULL, other = NULL;
	bool is_there = false;
	int i, rc = COMITY_OK;

	if (!facts->replaces &&
	    comity_template_attribute(fact, "replace") != NULL)
		return COMITY_OK;
	if (unless != NULL)
		rc = comity_facts_holds(facts, root, unless, &is_there);
	if (rc != COMITY_OK || is_there)
		return rc;
	rc = comity_facts_evaluate(facts, root,
	    each != NULL ? each
	    : at != NULL ? at
			 : "/a",
	    &one);
	if (rc == COMITY_OK && with != NULL) {
		rc = comity_facts_evaluate(facts, root, with, &other);
		if (rc == COMITY_OK)
			rc = derive_pairs(facts, fact, one, other);
	} else if (rc == COMITY_OK && one->nodesetval != NULL) {
		for (i = 0; i < one->nodesetval->nodeNr && rc == COMITY_OK; i++)
			rc =
			    derive_at(facts, fact, one->nodesetval->nodeTab[i]);
	}
	xmlXPathFreeObject(one);
	xmlXPathFreeObject(other);
	return rc;
}

int
comity_facts_derive(struct comity_facts *facts)
{
	const xmlNode *fact = comity_node_child(
	    comity_doc_root(facts->template->index), T, "Fact");
	int rc = COMITY_OK;

	for (; fact != NULL && rc == COMITY_OK;
	     fact = comity_node_next(fact, T, "Fact"))
		rc = derive(facts, fact);
	return rc;
}
