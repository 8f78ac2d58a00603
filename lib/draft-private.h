/* SPDX-License-Identifier: Apache-2.0 */
/* draft: what its files share; nobody else looks in here. */
#ifndef COMITY_DRAFT_PRIVATE_H
#define COMITY_DRAFT_PRIVATE_H

#include "crosswalk-order.h"
#include "draft.h"
#include "text.h"

struct comity_drafting {
	struct comity_facts *facts;
	const char *clause; /* at work on; for findings */
	xmlDocPtr xml;
	xmlNodePtr root; /* the Agreement */
	xmlNsPtr core;
	struct comity_child_order *order;
	bool is_new; /* not a clause put into an agreement */
	struct comity_draft *draft;
};

/* The schema's order; an empty account. */
int comity_draft_begin(
    struct comity_drafting *drafting, struct comity_facts *facts);
void comity_drafting_clear(struct comity_drafting *drafting);
/* Which clauses are in, numbered; the facts say so under <in>. */
int comity_draft_choose(struct comity_drafting *drafting);
/* The i-th clause with its definitions and elements. */
int comity_draft_put_clause(struct comity_drafting *drafting, size_t i);
/* Tidy, hand over, clear. */
int comity_draft_finish(
    struct comity_drafting *drafting, int rc, struct comity_draft **out);

/*
 * Build the core elements below a node of the template, at a fact, and merge
 * each into the agreement. COMITY_OK, COMITY_REFUSED, COMITY_UNKNOWN,
 * COMITY_ENOMEM.
 */
int comity_draft_build(
    struct comity_drafting *drafting, const xmlNode *template, xmlNodePtr fact);

/* Merge one element (owned; taken over) into a parent of that type. */
int comity_draft_merge(struct comity_drafting *drafting, xmlNodePtr parent,
    const struct comity_order_type *type, xmlNodePtr element);

/* The words of a Part or Say in a language, expanded, white space collapsed;
 * free(). parts: the name of the children that have Text. key: of Say. */
int comity_draft_words(struct comity_drafting *drafting, const xmlNode *clause,
    const char *parts, const char *key, xmlNodePtr fact, const char *lang,
    char **out);

/* A core element; text may be NULL. NULL: memory ran out. */
xmlNodePtr comity_draft_element(struct comity_drafting *drafting,
    const char *name, const char *text, const char *lang);
/* Whether an attribute could be set; value NULL: nothing to do. */
bool comity_draft_set(xmlNodePtr node, const char *name, const char *value);
bool comity_draft_put(xmlNodePtr parent, xmlNodePtr child);
/* Take the drafting's own attributes off and indent. False: no memory. */
bool comity_draft_tidy(xmlNodePtr root);

#endif
