/* SPDX-License-Identifier: Apache-2.0 */
/* xpath-functions: what rules may call beyond XPath 1.0. doc/rules.md 3. */
#ifndef COMITY_XPATH_FUNCTIONS_H
#define COMITY_XPATH_FUNCTIONS_H

#include "limit.h"
#include "pack.h"
#include "xpath-scan.h"

#include <libxml/xmlregexp.h>
#include <libxml/xpath.h>

/* The literal patterns of a pack, compiled once. */
struct comity_patterns {
	struct comity_pattern {
		char *text;
		xmlRegexpPtr compiled;
	} * rows;
	size_t count;
};
void comity_patterns_clear(struct comity_patterns *patterns);

/*
 * What an evaluation carries along: xmlXPathContext.userData. Functions read
 * the first four and write why they failed.
 */
struct comity_xpath_state {
	const struct comity_edition *edition;
	const struct comity_patterns *patterns;
	int64_t moment;
	struct comity_report *report; /* learns why a code list is refused */
	char reason[240]; /* "" none; foreign text, not yet escaped */
	bool limit; /* a bound was met */
	bool nomem;
	const struct comity_codelist *refused; /* the report knows; NULL none */
	/* The first code that in-codes() missed since list was set to NULL. */
	struct comity_missed {
		const struct comity_codelist *list; /* NULL none */
		char code[COMITY_SUGGEST_MAX + 1];
		int64_t day; /* INT64_MAX: ever */
	} missed;
};

/* Register all functions. COMITY_OK or COMITY_ENOMEM. */
int comity_xpath_functions_register(xmlXPathContextPtr context);

/* Collect errors silently into the state that is the context's userData. */
void comity_xpath_error(void *state, xmlErrorPtr error);

/*
 * Check a call of a function that stands in an expression: known, the number
 * of its arguments, its literals (patterns are compiled into `patterns`,
 * lists and columns looked up in the edition).
 * ours: the prefix is bound to COMITY_NS_FUNCTIONS.
 * Returns NULL, or why it is refused.
 */
const char *comity_xpath_function_check(const struct comity_edition *edition,
    struct comity_patterns *patterns, bool ours, struct comity_slice name,
    const struct comity_slice *arguments, size_t count);

#endif
