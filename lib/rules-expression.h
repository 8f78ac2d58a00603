/* SPDX-License-Identifier: Apache-2.0 */
/* rules-expression: the expressions of rules.sch, checked and compiled. */
#ifndef COMITY_RULES_EXPRESSION_H
#define COMITY_RULES_EXPRESSION_H

#include "rules-private.h"

/* What one reading of rules.sch carries along. */
struct loading {
	const struct comity_edition *edition;
	const struct comity_doc *doc;
	struct comity_report *report;
	struct comity_rules *rules;
	struct comity_xpath_state state;
	xmlXPathContextPtr context; /* with the prefixes so far */
	const char **names; /* variables in scope; borrowed */
	size_t name_count;
};

/* Refuse the file at a node; gives COMITY_EPACK or COMITY_ENOMEM. */
int comity_loading_refuse(struct loading *loading, const xmlNode *node,
    const char *found, const char *expected);
/* Bring a variable into scope. */
int comity_loading_name(
    struct loading *loading, const xmlNode *node, const char *name);
/* Check and compile; takes text. context: it is a rule's context. */
int comity_expression_read(struct loading *loading, const xmlNode *node,
    char *text, bool context, struct expression *out);

#endif
