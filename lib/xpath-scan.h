/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xpath-scan: read an XPath 1.0 expression for what it names, so that an
 * unknown prefix, variable or function is found while a pack is loaded.
 * It accepts more than XPath does; libxml2 compiles the same text too.
 */
#ifndef COMITY_XPATH_SCAN_H
#define COMITY_XPATH_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* A slice of the expression, not ended by NUL. */
struct comity_slice {
	const char *at;
	size_t len;
};

/* What a scan tells; each returns NULL, or why the expression is refused. */
struct comity_xpath_listener {
	const char *(*prefix)(void *data, struct comity_slice prefix);
	const char *(*variable)(void *data, struct comity_slice name);
	/* prefix.len 0: a function of XPath itself, or a node test. */
	const char *(*function)(void *data, struct comity_slice prefix,
	    struct comity_slice name, const struct comity_slice *arguments,
	    size_t count);
	void *data;
};

/*
 * Scan. pattern: the text is a rule's context, of which outside predicates
 * only child and attribute steps are allowed.
 * Returns NULL, or why it is refused.
 */
const char *comity_xpath_scan(const char *expression, bool pattern,
    const struct comity_xpath_listener *listener);

/* Whether the slice is one literal; its inside goes to *inside. */
bool comity_slice_literal(
    struct comity_slice slice, struct comity_slice *inside);
bool comity_slice_is(struct comity_slice slice, const char *text);

#endif
