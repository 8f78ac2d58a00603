/* SPDX-License-Identifier: Apache-2.0 */
/* rules-private: what loaded rules are made of; for rules*.c only. */
#ifndef COMITY_RULES_PRIVATE_H
#define COMITY_RULES_PRIVATE_H

#include "rules.h"
#include "xpath-functions.h"

struct expression {
	char *text; /* as it stands in the file */
	xmlXPathCompExprPtr compiled;
	unsigned long line;
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
	struct expression select; /* compiled NULL: the context node */
};

struct test { /* assert or report */
	char *id, *basis, *remedy, *message;
	enum comity_severity severity;
	bool is_report;
	struct expression test, at; /* at.compiled NULL: none */
	struct piece *pieces;
	size_t piece_count;
	size_t number; /* in document order, for comity_rules_at() */
};

struct rule {
	struct expression context;
	struct lets lets;
	struct test *tests;
	size_t test_count;
};

struct pattern {
	struct lets lets;
	struct rule *rules;
	size_t rule_count;
};

struct binding {
	char *prefix, *uri;
};

struct comity_rules {
	struct binding *bindings;
	size_t binding_count;
	struct lets lets;
	struct pattern *patterns;
	size_t pattern_count;
	struct test **tests; /* all, in document order; borrowed */
	size_t test_count;
	struct comity_patterns regexps;
};

/* A context with prefixes and functions; state becomes its userData. */
xmlXPathContextPtr comity_rules_context(
    const struct comity_rules *rules, struct comity_xpath_state *state);

#endif
