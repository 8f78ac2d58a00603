/* SPDX-License-Identifier: Apache-2.0 */
/* draft: a clause into an agreement that exists. */
#include "draft-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE

static int
refuse(struct comity_facts *facts, const struct comity_doc *agreement,
    enum comity_finding_id id, const char *found)
{
	return comity_doc_find(agreement, comity_doc_root(agreement),
	    facts->report, id, found, NULL);
}

/* The copy of a child of the root, by its place among the elements. */
static xmlNodePtr
copy_of(xmlNodePtr root, const xmlNode *original)
{
	xmlNodePtr copy = comity_node_first(root);
	const xmlNode *at = comity_node_first(original->parent);

	while (at != NULL && at != original && copy != NULL) {
		at = comity_node_after(at);
		copy = comity_node_after(copy);
	}
	return copy;
}

/* A private copy; blocks among the facts point into it from here on. */
static int
begin_copy(struct comity_drafting *drafting, const struct comity_doc *agreement)
{
	xmlNodePtr at;

	if ((drafting->xml = xmlCopyDoc(agreement->xml, 1)) == NULL)
		return COMITY_ENOMEM;
	drafting->root = xmlDocGetRootElement(drafting->xml);
	drafting->core = drafting->root->ns;
	for (at =
		 comity_node_first(xmlDocGetRootElement(drafting->facts->tree));
	     at != NULL; at = comity_node_after(at)) {
		const xmlNode *origin = at->_private;

		if (origin != NULL && origin->doc == agreement->xml &&
		    origin->parent == comity_doc_root(agreement))
			at->_private = copy_of(drafting->root, origin);
		else
			at->_private = NULL;
	}
	return COMITY_OK;
}

/* Which clauses of the template the agreement has, with their numbers. */
static int
find_numbers(struct comity_drafting *drafting, size_t *last)
{
	struct comity_draft *draft = drafting->draft;
	xmlNodePtr in = comity_node_child(
	    xmlDocGetRootElement(drafting->facts->tree), NULL, "in");
	const xmlNode *at =
	    comity_node_child(drafting->root, COMITY_NS_CORE, "Clause");
	size_t i, count = 0;

	for (*last = 0; at != NULL;
	     at = comity_node_next(at, COMITY_NS_CORE, "Clause")) {
		const char *id = comity_template_attribute(at, "id");
		const char *number = comity_template_attribute(at, "number");
		size_t value = number ? strtoul(number, NULL, 10) : 0;

		count++;
		if (value > *last && value < 100000)
			*last = value;
		for (i = 0; i < draft->count; i++) {
			if (!comity_text_same(draft->reasons[i].clause, id) ||
			    draft->reasons[i].number != NULL)
				continue;
			draft->reasons[i].number = strdup(number ? number : "");
			if (draft->reasons[i].number == NULL ||
			    comity_facts_add(in, id, "yes") == NULL)
				return COMITY_ENOMEM;
		}
	}
	if (*last < count)
		*last = count;
	return COMITY_OK;
}

/* Nothing leaves an agreement without a word. */
static int
say_dropped(struct comity_drafting *drafting, const xmlNode *node)
{
	char *path = comity_node_path(node), *text = comity_node_text(node);
	struct comity_place place = { .file = drafting->clause, .path = path };
	int rc = COMITY_ENOMEM;

	if (path != NULL && text != NULL)
		rc = comity_report_add(drafting->facts->report,
		    COMITY_F_DRAFT_DROPPED, &place, text, NULL);
	free(path);
	free(text);
	return rc;
}

/* No fact may point to what goes. */
static void
forget(struct comity_drafting *drafting, const xmlNode *node)
{
	xmlNodePtr at =
	    comity_node_first(xmlDocGetRootElement(drafting->facts->tree));

	for (; at != NULL; at = comity_node_after(at))
		if (at->_private == node)
			at->_private = NULL;
}

/* What the template says must go before its clause comes. */
static int
drop(struct comity_drafting *drafting, const xmlNode *clause)
{
	const xmlNode *at = comity_node_child(clause, T, "Drop");
	xmlXPathObjectPtr found = NULL;
	int i, rc = COMITY_OK;

	for (; at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, T, "Drop")) {
		rc = comity_facts_evaluate(drafting->facts, drafting->root,
		    comity_template_attribute(at, "select"), &found);
		/* from the end: a descendant goes before what holds it */
		for (i = rc == COMITY_OK && found->nodesetval
			     ? found->nodesetval->nodeNr - 1
			     : -1;
		     i >= 0 && rc == COMITY_OK; i--) {
			rc = say_dropped(
			    drafting, found->nodesetval->nodeTab[i]);
			forget(drafting, found->nodesetval->nodeTab[i]);
			xmlUnlinkNode(found->nodesetval->nodeTab[i]);
			xmlFreeNode(found->nodesetval->nodeTab[i]);
			found->nodesetval->nodeTab[i] = NULL;
		}
		xmlXPathFreeObject(found);
		found = NULL;
	}
	return rc;
}

static int
add_one(struct comity_drafting *drafting, const char *id, size_t *last)
{
	struct comity_facts *facts = drafting->facts;
	xmlNodePtr here = xmlDocGetRootElement(facts->tree);
	struct comity_place place = { .file = id };
	struct comity_draft_reason *reason = NULL;
	const xmlNode *clause = comity_template_clause(facts->template, id);
	size_t i;
	bool holds;
	int rc;

	if (clause == NULL)
		return comity_report_add(facts->report,
		    COMITY_F_DRAFT_CLAUSE_UNKNOWN, NULL, id, NULL);
	rc = comity_facts_holds(
	    facts, here, comity_template_attribute(clause, "when"), &holds);
	if (rc == COMITY_OK && !holds)
		rc = comity_report_add(facts->report, COMITY_F_DRAFT_CONDITION,
		    &place, comity_template_text(clause, "Because", "en"),
		    NULL);
	for (i = 0; i < drafting->draft->count; i++)
		if (comity_text_same(drafting->draft->reasons[i].clause, id))
			break;
	reason = &drafting->draft->reasons[i];
	if (rc == COMITY_OK &&
	    (reason->number == NULL || *reason->number == '\0')) {
		free(reason->number);
		reason->number = comity_text_format("%zu", ++*last);
		if (reason->number == NULL)
			return COMITY_ENOMEM;
	}
	drafting->clause = reason->clause;
	if (rc == COMITY_OK)
		rc = drop(drafting, clause);
	return rc == COMITY_OK ? comity_draft_put_clause(drafting, i) : rc;
}

/* Only what was added is accounted for. */
static void
keep_added(struct comity_draft *draft, const char *const *clauses)
{
	size_t i, j;

	for (i = 0; i < draft->count; i++) {
		for (j = 0; clauses[j] != NULL; j++)
			if (strcmp(clauses[j], draft->reasons[i].clause) == 0)
				break;
		if (clauses[j] != NULL)
			continue;
		free(draft->reasons[i].number);
		draft->reasons[i].number = NULL;
	}
}

int
comity_draft_add(struct comity_facts *facts, const struct comity_doc *agreement,
    const char *const *clauses, struct comity_draft **out)
{
	struct comity_drafting drafting = { .is_new = false };
	xmlNodePtr root = comity_doc_root(agreement);
	size_t i, last = 0;
	int rc;

	*out = NULL;
	if (!comity_node_is(root, COMITY_NS_CORE, "Agreement"))
		return refuse(
		    facts, agreement, COMITY_F_NOT_AN_AGREEMENT, NULL);
	if (comity_node_child(root, COMITY_NS_DS, "Signature") != NULL)
		return refuse(facts, agreement, COMITY_F_DRAFT_SIGNED, NULL);
	rc = comity_draft_begin(&drafting, facts);
	if (rc == COMITY_OK)
		rc = comity_draft_choose(&drafting);
	if (rc == COMITY_OK)
		rc = begin_copy(&drafting, agreement);
	if (rc == COMITY_OK)
		rc = find_numbers(&drafting, &last);
	for (i = 0; rc == COMITY_OK && clauses[i] != NULL; i++)
		rc = add_one(&drafting, clauses[i], &last);
	if (rc == COMITY_OK)
		keep_added(drafting.draft, clauses);
	return comity_draft_finish(&drafting, rc, out);
}
