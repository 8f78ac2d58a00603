/* SPDX-License-Identifier: Apache-2.0 */
#include "draft.h"

#include "draft-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE
#define X(string) ((const xmlChar *)(string))

void
comity_draft_free(struct comity_draft *draft)
{
	size_t i;

	if (draft == NULL)
		return;
	for (i = 0; i < draft->count; i++) {
		free(draft->reasons[i].clause);
		free(draft->reasons[i].heading);
		free(draft->reasons[i].number);
		free(draft->reasons[i].because);
		free(draft->reasons[i].basis);
	}
	free(draft->reasons);
	xmlFreeDoc(draft->xml);
	free(draft);
}

static const struct comity_source *
core_file(void *data, const char *name)
{
	return comity_edition_file(data, name);
}

void
comity_drafting_clear(struct comity_drafting *drafting)
{
	comity_child_order_free(drafting->order);
	comity_draft_free(drafting->draft);
	xmlFreeDoc(drafting->xml);
}

/* The provisions of a clause whose condition holds: "A, B; C, D". */
static int
read_basis(struct comity_drafting *drafting, const xmlNode *clause, char **out)
{
	struct comity_facts *facts = drafting->facts;
	xmlNodePtr here = xmlDocGetRootElement(facts->tree);
	const xmlNode *at = comity_node_child(clause, T, "Fulfills");
	struct comity_text text = { 0 };
	bool holds;
	int rc = COMITY_OK;

	for (; at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, T, "Fulfills")) {
		const char *mark = comity_template_attribute(at, "mark");

		rc = comity_facts_holds(
		    facts, here, comity_template_attribute(at, "when"), &holds);
		if (rc != COMITY_OK || !holds)
			continue;
		comity_text_addf(&text, "%s%s, %s%s", text.len ? "; " : "",
		    comity_template_text(at, "Instrument", NULL),
		    comity_template_text(at, "Provision", NULL),
		    comity_text_same(mark, "GK") ? " (unconfirmed)" : "");
	}
	if (rc == COMITY_OK && text.failed)
		rc = COMITY_ENOMEM;
	*out = text.data;
	return rc;
}

/* Whether an answer says to do without a clause. */
static bool
is_left_out(const xmlNode *facts, const char *clause)
{
	const xmlNode *at = comity_node_child(facts, NULL, "without");

	while (
	    at != NULL &&
	    !(at->children != NULL &&
		comity_text_same((const char *)at->children->content, clause)))
		at = comity_node_next(at, NULL, "without");
	return at != NULL;
}

/* Whether each clause is in; their numbers, in the order of the index. */
int
comity_draft_choose(struct comity_drafting *drafting)
{
	struct comity_facts *facts = drafting->facts;
	xmlNodePtr here = xmlDocGetRootElement(facts->tree), in;
	struct comity_draft *draft = drafting->draft;
	size_t i, number = 0;
	int rc = COMITY_OK;

	draft->reasons =
	    calloc(facts->template->clause_count + 1, sizeof(*draft->reasons));
	if (draft->reasons == NULL ||
	    (in = comity_facts_add(here, "in", NULL)) == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < facts->template->clause_count; i++) {
		struct comity_draft_reason *reason = &draft->reasons[i];
		const xmlNode *clause =
		    comity_doc_root(facts->template->clauses[i]);
		bool holds = true;

		draft->count = i + 1;
		reason->clause =
		    comity_text_copy(comity_template_attribute(clause, "id"));
		reason->heading = comity_text_copy(
		    comity_template_text(clause, "Title", facts->speaks));
		reason->because = comity_text_copy(
		    comity_template_text(clause, "Because", facts->speaks));
		if (reason->clause == NULL || reason->heading == NULL ||
		    reason->because == NULL)
			return COMITY_ENOMEM;
		rc = read_basis(drafting, clause, &reason->basis);
		if (rc == COMITY_OK && drafting->is_new)
			rc = comity_facts_holds(facts, here,
			    comity_template_attribute(clause, "when"), &holds);
		if (rc != COMITY_OK)
			return rc;
		if (!drafting->is_new || !holds ||
		    is_left_out(here, reason->clause))
			continue;
		reason->number = comity_text_format("%zu", ++number);
		if (reason->number == NULL)
			return COMITY_ENOMEM;
		if (comity_facts_add(in, reason->clause, "yes") == NULL)
			return COMITY_ENOMEM;
	}
	return COMITY_OK;
}

/* A LegalBasis by the name of Fulfills. */
static int
put_basis(
    struct comity_drafting *drafting, const xmlNode *given, xmlNodePtr element)
{
	xmlNodePtr basis =
	    comity_draft_element(drafting, "Fulfills", NULL, NULL);

	if (basis == NULL)
		return COMITY_ENOMEM;
	if (!comity_draft_put(basis,
		comity_draft_element(drafting, "Instrument",
		    comity_template_text(given, "Instrument", NULL), NULL)) ||
	    !comity_draft_put(basis,
		comity_draft_element(drafting, "Provision",
		    comity_template_text(given, "Provision", NULL), NULL))) {
		xmlFreeNode(basis);
		return COMITY_ENOMEM;
	}
	return comity_draft_put(element, basis) ? COMITY_OK : COMITY_ENOMEM;
}

static int
put_bases(
    struct comity_drafting *drafting, const xmlNode *clause, xmlNodePtr element)
{
	xmlNodePtr here = xmlDocGetRootElement(drafting->facts->tree);
	const xmlNode *at = comity_node_child(clause, T, "Fulfills");
	bool holds;
	int rc = COMITY_OK;

	for (; at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, T, "Fulfills")) {
		rc = comity_facts_holds(drafting->facts, here,
		    comity_template_attribute(at, "when"), &holds);
		if (rc == COMITY_OK && holds)
			rc = put_basis(drafting, at, element);
	}
	return rc;
}

/* Heading and words in every language of the agreement. */
static int
put_wording(
    struct comity_drafting *drafting, const xmlNode *clause, xmlNodePtr element)
{
	struct comity_facts *facts = drafting->facts;
	xmlNodePtr here = xmlDocGetRootElement(facts->tree);
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; facts->languages[i] != NULL; i++)
		if (!comity_draft_put(
			element, comity_draft_element(drafting, "Heading",
				     comity_template_text(
					 clause, "Title", facts->languages[i]),
				     facts->languages[i])))
			return COMITY_ENOMEM;
	for (i = 0; facts->languages[i] != NULL && rc == COMITY_OK; i++) {
		char *words = NULL;

		rc = comity_draft_words(drafting, clause, "Part", NULL, here,
		    facts->languages[i], &words);
		if (rc == COMITY_OK &&
		    !comity_draft_put(
			element, comity_draft_element(drafting, "Text", words,
				     facts->languages[i])))
			rc = COMITY_ENOMEM;
		free(words);
	}
	return rc;
}

static int
put_clause(struct comity_drafting *drafting, const xmlNode *clause,
    const struct comity_draft_reason *reason)
{
	xmlNodePtr element =
	    comity_draft_element(drafting, "Clause", NULL, NULL);
	int rc = COMITY_ENOMEM;

	if (element != NULL &&
	    comity_draft_set(element, "id", reason->clause) &&
	    comity_draft_set(element, "number", reason->number) &&
	    comity_draft_set(element, "version",
		comity_template_attribute(clause, "version")) &&
	    comity_draft_set(element, "binding", "yes"))
		rc = put_wording(drafting, clause, element);
	if (rc == COMITY_OK)
		rc = put_bases(drafting, clause, element);
	if (rc != COMITY_OK) {
		xmlFreeNode(element);
		return rc;
	}
	return comity_draft_merge(drafting, drafting->root,
	    comity_child_order_root(drafting->order, "Agreement"), element);
}

static const xmlNode *
term_named(const struct comity_facts *facts, const char *id)
{
	const xmlNode *at = comity_node_child(
	    comity_doc_root(facts->template->index), T, "Term");

	while (at != NULL &&
	       !comity_text_same(comity_template_attribute(at, "id"), id))
		at = comity_node_next(at, T, "Term");
	return at;
}

static bool
is_defined(const struct comity_drafting *drafting, const char *name)
{
	const xmlNode *at, *term;
	bool found = false;

	for (at = comity_node_child(
		 drafting->root, COMITY_NS_CORE, "Definition");
	     at != NULL && !found;
	     at = comity_node_next(at, COMITY_NS_CORE, "Definition"))
		for (term = comity_node_child(at, COMITY_NS_CORE, "Term");
		     term != NULL && !found;
		     term = comity_node_next(term, COMITY_NS_CORE, "Term")) {
			char *value = comity_node_value(term);

			found = comity_text_same(value, name);
			free(value);
		}
	return found;
}

/* A term's definition, after those that its meaning uses. */
static int
define(struct comity_drafting *drafting, const char *id, unsigned depth)
{
	struct comity_facts *facts = drafting->facts;
	const xmlNode *term = term_named(facts, id), *uses;
	xmlNodePtr here = xmlDocGetRootElement(facts->tree), element;
	size_t i;
	int rc = COMITY_OK;

	if (term == NULL || depth > 8)
		return comity_template_bad(
		    facts->report, facts->template->index, NULL, id);
	if (is_defined(drafting,
		comity_template_text(term, "Name", facts->languages[0])))
		return COMITY_OK;
	for (uses = comity_node_child(term, T, "Uses");
	     uses != NULL && rc == COMITY_OK;
	     uses = comity_node_next(uses, T, "Uses"))
		rc = define(drafting, comity_template_attribute(uses, "term"),
		    depth + 1);
	if (rc != COMITY_OK)
		return rc;
	element = comity_draft_element(drafting, "Definition", NULL, NULL);
	if (element == NULL)
		return COMITY_ENOMEM;
	for (i = 0; facts->languages[i] != NULL && rc == COMITY_OK; i++)
		if (!comity_draft_put(
			element, comity_draft_element(drafting, "Term",
				     comity_template_text(
					 term, "Name", facts->languages[i]),
				     facts->languages[i])))
			rc = COMITY_ENOMEM;
	for (i = 0; facts->languages[i] != NULL && rc == COMITY_OK; i++) {
		struct comity_text text = { 0 };
		char *meaning = NULL;

		rc = comity_facts_expand(facts, here,
		    comity_template_text(term, "Meaning", facts->languages[i]),
		    facts->languages[i], "definitions", NULL, NULL, &text);
		if (rc == COMITY_OK &&
		    ((meaning = comity_text_collapse(
			  text.data ? text.data : "")) == NULL ||
			!comity_draft_put(
			    element, comity_draft_element(drafting, "Meaning",
					 meaning, facts->languages[i]))))
			rc = COMITY_ENOMEM;
		free(meaning);
		comity_text_clear(&text);
	}
	if (rc != COMITY_OK) {
		xmlFreeNode(element);
		return rc;
	}
	return comity_draft_merge(drafting, drafting->root,
	    comity_child_order_root(drafting->order, "Agreement"), element);
}

/* One clause with all that belongs to it. */
int
comity_draft_put_clause(struct comity_drafting *drafting, size_t i)
{
	struct comity_facts *facts = drafting->facts;
	const xmlNode *clause = comity_doc_root(facts->template->clauses[i]);
	const xmlNode *at;
	int rc = COMITY_OK;

	drafting->clause = drafting->draft->reasons[i].clause;
	for (at = comity_node_child(clause, T, "Uses");
	     at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, T, "Uses"))
		rc = define(drafting, comity_template_attribute(at, "term"), 0);
	if (rc == COMITY_OK)
		rc = put_clause(drafting, clause, &drafting->draft->reasons[i]);
	for (at = comity_node_child(clause, T, "Adds");
	     at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, T, "Adds"))
		rc = comity_draft_build(
		    drafting, at, xmlDocGetRootElement(facts->tree));
	return rc;
}

int
comity_draft_begin(struct comity_drafting *drafting, struct comity_facts *facts)
{
	const struct comity_edition *core = facts->template->core;
	const struct comity_source *schema =
	    comity_edition_file(core, "document.xsd");

	drafting->facts = facts;
	drafting->draft = calloc(1, sizeof(*drafting->draft));
	if (drafting->draft == NULL)
		return COMITY_ENOMEM;
	if (schema == NULL)
		return comity_template_bad(facts->report,
		    facts->template->index, NULL, "document.xsd");
	return comity_child_order_read(schema, core_file,
	    (void *)(uintptr_t)core, facts->report, &drafting->order);
}

static int
begin_new(struct comity_drafting *drafting)
{
	struct comity_facts *facts = drafting->facts;
	xmlNodePtr root = NULL;

	if ((drafting->xml = xmlNewDoc(X("1.0"))) != NULL)
		root = xmlNewDocNode(drafting->xml, NULL, X("Agreement"), NULL);
	if (root == NULL)
		return COMITY_ENOMEM;
	xmlDocSetRootElement(drafting->xml, root);
	drafting->root = root;
	drafting->core = xmlNewNs(root, X(COMITY_NS_CORE), NULL);
	if (drafting->core == NULL)
		return COMITY_ENOMEM;
	xmlSetNs(root, drafting->core);
	if (!comity_draft_set(root, "id", "agreement") ||
	    !comity_draft_set(root, "version", "1.0") ||
	    xmlNewNsProp(root, xmlSearchNs(drafting->xml, root, X("xml")),
		X("lang"), X(facts->prevailing)) == NULL)
		return COMITY_ENOMEM;
	drafting->clause = "frame";
	return comity_draft_build(drafting,
	    comity_doc_root(facts->template->frame),
	    xmlDocGetRootElement(facts->tree));
}

int
comity_draft_finish(
    struct comity_drafting *drafting, int rc, struct comity_draft **out)
{
	if (rc == COMITY_OK && !comity_draft_tidy(drafting->root))
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		drafting->draft->xml = drafting->xml;
		*out = drafting->draft;
		drafting->xml = NULL;
		drafting->draft = NULL;
	}
	comity_drafting_clear(drafting);
	return rc;
}

int
comity_draft_new(struct comity_facts *facts, struct comity_draft **out)
{
	struct comity_drafting drafting = { .is_new = true };
	size_t i;
	int rc, worst = COMITY_OK;

	*out = NULL;
	rc = comity_draft_begin(&drafting, facts);
	if (rc == COMITY_OK)
		rc = comity_draft_choose(&drafting);
	if (rc == COMITY_OK)
		rc = begin_new(&drafting);
	/* one refused clause does not hide what the others lack */
	for (i = 0; (rc == COMITY_OK || rc == COMITY_REFUSED) &&
		    i < facts->template->clause_count;
	     i++) {
		worst = comity_status_worse(worst, rc);
		rc = COMITY_OK;
		if (drafting.draft->reasons[i].number != NULL)
			rc = comity_draft_put_clause(&drafting, i);
	}
	return comity_draft_finish(
	    &drafting, comity_status_worse(worst, rc), out);
}
