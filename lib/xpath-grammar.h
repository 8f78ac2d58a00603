/* SPDX-License-Identifier: Apache-2.0 */
/* xpath-grammar: whether a text is surely an XPath 1.0 expression. */
#ifndef COMITY_XPATH_GRAMMAR_H
#define COMITY_XPATH_GRAMMAR_H

#include <stdbool.h>

/*
 * Whether a text is an expression by the productions of XPath 1.0, section 3,
 * so that compiling it can wait until it is asked. It does not look names up.
 * Returns true only if it surely is: names of other than ASCII letters, an
 * operator's name or a star right behind a leading "/", and nesting beyond
 * COMITY_XPATH_NESTING_MAX are left to the compiler (false).
 * Source: XML Path Language (XPath) 1.0, W3C Recommendation 1999.
 */
bool comity_xpath_is_expression(const char *text);

#endif
