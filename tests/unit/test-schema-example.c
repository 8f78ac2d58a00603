/* SPDX-License-Identifier: Apache-2.0 */
/* The text that a pattern describes: what libxml2 says of it decides. */
#include "schema-example.h"
#include "suite.h"

#include <libxml/xmlregexp.h>
#include <stdlib.h>

#define TEN "[a-[a-[a-[a-[a-[a-[a-[a-[a-[a-"

static const struct row {
	const char *why, *pattern;
	const char *text; /* NULL: it can not be read */
} rows[] = {
	{ "letters as they are", "abc", "abc" },
	{ "a class and a count", "[A-Z]{2}-\\d{3,5}", "AA-111" },
	{ "what may be absent is", "a(/[a-f]+)?b*", "a" },
	{ "the first branch", "x|y", "x" },
	{ "branches in a group", "(ab|cd){2}", "abab" },
	{ "a negated class", "[^\\s:]+:[^\\s]+", "a:a" },
	{ "a class less another", "[a-z-[a-c]]", "d" },
	{ "escapes in a class", "[\\-\\.]", "-" },
	{ "categories", "\\p{Lu}\\p{Nd}\\P{L}", "A11" },
	{ "a name", "\\i\\c*", "a" },
	{ "the end of a range is the bracket", "[a-]", "a" },
	{ "empty", "", "" },
	{ "a bracket that does not end", "[a-z", NULL },
	{ "a range that breaks off", "[a-", NULL },
	{ "classes in classes without end", TEN TEN TEN TEN, NULL },
	{ "a group that does not end", "(a", NULL },
	{ "a group that does not begin", "a)", NULL },
	{ "a class of nothing", "[a-[a]]", NULL },
	{ "a count without end", "a{2", NULL },
	{ "more than a form asks for", "a{100000}", NULL },
	{ "a lone escape", "a\\", NULL },
};

START_TEST(schema_example_row)
{
	const struct row *row = &rows[_i];
	char *text = comity_schema_pattern_text(row->pattern);
	xmlRegexpPtr compiled;

	if (row->text == NULL) {
		ck_assert_msg(text == NULL, "%s: %s", row->why, text);
		return;
	}
	ck_assert_msg(text != NULL, "%s", row->why);
	ck_assert_str_eq(text, row->text);
	compiled = xmlRegexpCompile((const xmlChar *)row->pattern);
	ck_assert_ptr_nonnull(compiled);
	ck_assert_msg(xmlRegexpExec(compiled, (const xmlChar *)text) == 1, "%s",
	    row->why);
	xmlRegFreeRegexp(compiled);
	free(text);
}
END_TEST
SUITE_MAIN("schema example", schema_example_row, rows)
