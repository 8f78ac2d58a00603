/* SPDX-License-Identifier: Apache-2.0 */
/* rules-private: what loaded rules are made of; for rules*.c only. Texts and
 * rows live in the arena of the rules. */
#ifndef COMITY_RULES_PRIVATE_H
#define COMITY_RULES_PRIVATE_H

#include "arena.h"
#include "rules.h"
#include "texts.h"
#include "xpath-functions.h"

#include <libxml/hash.h>

/* A text that stands once or often in a file; compiled when first asked. */
struct compiled {
	xmlXPathCompExprPtr expression; /* NULL: not yet */
};

struct expression {
	const char *text; /* as it stands in the file */
	struct compiled *compiled; /* borrowed from the rules; NULL: none */
	unsigned long line;
	const char *file; /* borrowed from the rules; NULL the one file */
};

struct let {
	char *name;
	struct expression value;
};
struct lets {
	struct let *rows;
	size_t count;
};

/* A piece of a message: text, or a value. */
struct piece {
	char *text; /* NULL: a value */
	bool is_name; /* name, not value-of */
	struct expression select; /* text NULL: the context node */
};
struct pieces {
	struct piece *rows;
	size_t count;
};

/* A diagnostic or a property, as one assert or report refers to it: its
 * values are read where that stands. */
struct note {
	char *id, *role, *scheme;
	char *language; /* xml:lang, of it or around it; NULL none */
	struct pieces pieces;
};
struct notes {
	struct note *rows;
	size_t count;
};

/* What Schematron lets authors hang on a rule or test; NULL none. */
struct labels {
	char *role, *flag, *see, *icon, *fpi;
};

struct rule;

struct test { /* assert or report */
	char *id, *basis, *remedy, *message;
	bool named; /* the file gives the id */
	struct labels labels;
	enum comity_severity severity;
	bool is_report;
	bool hints; /* a code that its in-codes() missed is what it is about */
	struct expression test, at; /* at.text NULL: none */
	struct pieces pieces;
	struct notes diagnostics, properties;
	size_t number; /* in document order, for comity_rules_at() */
	const struct rule *rule; /* borrowed, back */
	const void *source; /* while loading: its element */
};

/* One step of a context, to be matched at a node. */
struct step {
	bool is_attribute;
	char *name; /* NULL: any */
	const char *uri; /* borrowed; NULL: none */
	bool any_uri;
	bool anywhere; /* "//" stands before it: an ancestor, not the parent */
	struct expression *predicates;
	size_t predicate_count;
	bool positional; /* a predicate may depend on the position */
	size_t number; /* among the steps that have predicates */
};

/* One alternative of a context: steps from the outermost to the node. */
struct alternative {
	struct step *steps; /* none: the document */
	size_t step_count;
	bool rooted; /* "/" stands before it */
	struct rule *rule; /* borrowed, back */
};

struct rule {
	char *id;
	struct labels labels;
	struct expression context; /* as a text only */
	struct expression at; /* subject; text NULL: none */
	struct alternative *alternatives;
	size_t alternative_count;
	struct lets lets;
	struct test *tests;
	size_t test_count;
	size_t pattern; /* which one, from 0 */
	size_t number; /* which rule of all, from 0 */
};

struct pattern {
	char *id, *title;
	struct labels labels;
	struct lets lets;
	struct rule *rules;
	size_t rule_count;
	bool is_fatal; /* has a test of severity fatal */
};

struct phase {
	char *id;
	struct expression when; /* text NULL: none */
	struct lets lets;
	bool *active; /* by pattern */
};

struct binding {
	char *prefix, *uri;
};

/* The alternatives that a node of one name may match, in the order of the
 * patterns and of their rules. */
struct candidates {
	struct alternative **rows;
	size_t count;
};

struct comity_rules {
	struct comity_arena arena;
	char *title, *version;
	char **files; /* the files it was read from */
	size_t file_count;
	struct binding *bindings;
	size_t binding_count;
	struct lets lets;
	struct phase *phases;
	size_t phase_count;
	struct phase *default_phase; /* NULL: all patterns */
	struct pattern *patterns;
	size_t pattern_count;
	size_t rule_count; /* of all patterns */
	size_t step_count; /* steps with predicates */
	struct test **tests; /* all, in document order; borrowed */
	size_t test_count;
	struct comity_patterns regexps;
	struct comity_texts compiled; /* each expression once, by its text */
	/* by name and namespace; "*" any name, then "*" any namespace */
	xmlHashTablePtr elements, attributes;
	bool has_attributes; /* a context selects some */
	struct candidates documents; /* "/" */
};

/* Evaluate at the context's node. NULL: it failed, the state says why. */
xmlXPathObjectPtr comity_expression_evaluate(
    const struct expression *expression, xmlXPathContextPtr context);

/* A context with prefixes and functions; state becomes its userData. */
xmlXPathContextPtr comity_rules_context(
    const struct comity_rules *rules, struct comity_xpath_state *state);

/* Build the index of contexts, once all patterns are there. COMITY_OK or
 * COMITY_ENOMEM. */
int comity_rules_index(struct comity_rules *rules);
/* The alternatives for a node; NULL none. */
const struct candidates *comity_rules_candidates(
    const struct comity_rules *rules, const xmlNode *node);

#endif
