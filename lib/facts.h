/* SPDX-License-Identifier: Apache-2.0 */
/*
 * facts: what the answers come to, as a tree <a> with an element for each
 * answer, and the XPath questions that clauses ask of it.
 */
#ifndef COMITY_FACTS_H
#define COMITY_FACTS_H

#include "template.h"
#include "xpath-functions.h"

struct comity_text;

struct comity_facts {
	const struct comity_template *template; /* borrowed */
	struct comity_report *report; /* borrowed */
	xmlDocPtr tree; /* owned; root <a>, no namespace */
	xmlXPathContextPtr context;
	struct comity_xpath_state state;
	struct comity_patterns patterns; /* none: no matches() here */
	char *languages[8]; /* of the agreement; NULL-terminated */
	const char *prevailing; /* one of them */
	const char *speaks; /* for findings */
	bool replaces; /* a clause goes into an agreement: its words yield */
};

/* An empty tree with everything registered. COMITY_OK or COMITY_ENOMEM. */
int comity_facts_new(const struct comity_template *template, int64_t moment,
    const char *speaks, struct comity_report *report,
    struct comity_facts **out);
void comity_facts_free(struct comity_facts *facts);

/* Add an element; value NULL: a block. NULL: memory ran out. */
xmlNodePtr comity_facts_add(
    xmlNodePtr parent, const char *name, const char *value);
/* The Question that a fact answers; NULL: none does (a derived one). */
const xmlNode *comity_facts_question(
    const struct comity_facts *facts, const xmlNode *fact);

/*
 * Evaluate over the tree that `here` is in; $here is that node.
 * Returns COMITY_OK; COMITY_UNKNOWN with a finding (the expression fails);
 * COMITY_ENOMEM. *out: xmlXPathFreeObject().
 */
int comity_facts_evaluate(struct comity_facts *facts, xmlNodePtr here,
    const char *expression, xmlXPathObjectPtr *out);
int comity_facts_holds(struct comity_facts *facts, xmlNodePtr here,
    const char *expression, bool *out); /* NULL holds */
/*
 * Expand {expression}, {?expression} (may be empty) and {clause:id} in text.
 * lang    NULL: codes and dates as they are; else as words.
 * clause  borrowed; who says it, for the finding.
 * number  gives the number of a clause; NULL: "{clause:}" is a fault.
 * Returns COMITY_OK; COMITY_REFUSED (no answer to it), COMITY_UNKNOWN, with a
 * finding; COMITY_ENOMEM.
 */
typedef const char *comity_clause_number(void *data, const char *id);
int comity_facts_expand(struct comity_facts *facts, xmlNodePtr here,
    const char *text, const char *lang, const char *clause,
    comity_clause_number *number, void *data, struct comity_text *out);
/* Derive the facts that the index states, in their order. */
int comity_facts_derive(struct comity_facts *facts);

#endif
