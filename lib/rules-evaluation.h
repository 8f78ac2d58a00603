/* SPDX-License-Identifier: Apache-2.0 */
/* rules-evaluation: what the files that evaluate rules share. */
#ifndef COMITY_RULES_EVALUATION_H
#define COMITY_RULES_EVALUATION_H

#include "limit.h"
#include "rules-private.h"

/* The values of variables. */
struct scope {
	struct scope_row {
		const char *name; /* borrowed */
		xmlXPathObjectPtr value; /* owned */
	} * rows;
	size_t count;
};

/* An expression that failed, to be told when its turn comes. */
struct failure {
	bool is;
	const struct expression *expression;
	xmlNodePtr node;
	char reason[240];
	bool limit;
};

struct pattern_state {
	bool active;
	const xmlNode *claimed; /* the last node that a rule of it took */
	struct scope scope;
	struct failure failure; /* of its lets or contexts */
};

/* Nodes in document order. */
struct nodes {
	xmlNodePtr *rows;
	size_t count;
};

/* The nodes of one rule: all that it takes; sifted, those at which one of its
 * tests speaks or fails. */
struct matches {
	struct nodes nodes;
	size_t taken; /* so many it took */
	size_t seen, kept; /* while they are sifted */
};

/* What is known of one step at one depth: of an element on the way to the
 * node that is looked at; and of the children of one parent. */
struct memo {
	size_t ordinal; /* of the element; 0 none */
	bool matches;
	size_t parent; /* ordinal of the parent, from 1; 0 none */
	struct nodes siblings; /* its children that the step selects */
};

/* One evaluation of all rules over one document. */
struct evaluation {
	const struct comity_rules *rules;
	struct comity_rules_run *run;
	xmlXPathContextPtr context;
	struct comity_xpath_state state;
	const struct phase *phase; /* NULL: all patterns */
	struct scope schema, phase_scope, rule_scope;
	struct pattern_state *patterns;
	const struct pattern_state *pattern; /* whose variables are seen */
	struct matches *matches; /* by number of the rule */
	struct memo *memos[COMITY_DEPTH_MAX + 2]; /* by depth, then step */
	bool *positional; /* by step: found out while evaluating */
	size_t from, to; /* the patterns that are matched now */
	size_t failed; /* the first rule of them that fails, while sifting */
	struct comity_path_hint hints[COMITY_DEPTH_MAX + 2]; /* of places */
	struct comity_path_hint locations[COMITY_DEPTH_MAX + 2];
	bool stop; /* a fatal finding was made */
};

/* The value of an expression at a node; NULL: it failed. */
xmlXPathObjectPtr comity_evaluate(struct evaluation *evaluation,
    const struct expression *expression, xmlNodePtr node);
/* Say which expression failed; there is no answer: COMITY_ELIMIT,
 * COMITY_UNKNOWN or COMITY_ENOMEM. */
int comity_evaluation_failed(struct evaluation *evaluation,
    const struct expression *expression, const char *id, xmlNodePtr node);
/* Evaluate lets into a scope. COMITY_OK; COMITY_EINTERNAL, and failure says
 * which; COMITY_ENOMEM. */
int comity_scope_set(struct evaluation *evaluation, const struct lets *lets,
    xmlNodePtr node, struct scope *scope, struct failure *failure);
void comity_scope_clear(struct scope *scope);
/* Whether a test that gave this value, which is freed, speaks. */
bool comity_test_speaks(const struct test *test, xmlXPathObjectPtr value);
/* Take a failure out of the state. */
void comity_failure_take(struct evaluation *evaluation,
    const struct expression *expression, xmlNodePtr node,
    struct failure *failure);

/* Find, in one walk, the nodes of each rule of the patterns from..to. Failures
 * stay with their patterns. COMITY_OK, COMITY_ENOMEM or COMITY_EINTERNAL. */
int comity_rules_match(struct evaluation *evaluation);
void comity_memos_free(struct evaluation *evaluation);

/* Evaluate the tests of the patterns from..to at their nodes, and leave those
 * nodes only at which one speaks or fails. COMITY_OK or COMITY_ENOMEM. */
int comity_rules_sift(struct evaluation *evaluation);

/* The finding of a test that speaks: COMITY_OK for info and warning,
 * COMITY_REFUSED, or no answer. */
int comity_rules_speak(
    struct evaluation *evaluation, const struct test *test, xmlNodePtr node);

/* Add an entry to the trace, if one is asked for; *out NULL if none is. */
int comity_trace_add(struct evaluation *evaluation, enum comity_trace_kind kind,
    struct comity_trace_entry **out);
void comity_trace_entry_clear(struct comity_trace_entry *entry);

#endif
