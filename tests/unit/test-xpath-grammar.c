/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comity_xpath_is_expression() accepts, libxml2 compiles: by rows, and
 * by sentences made at random out of tokens and out of good expressions.
 */
#include "suite.h"
#include "xpath-grammar.h"

#include <libxml/xpathInternals.h>
#include <string.h>

#define SENTENCES 20000
#define TOKENS_MAX 9

static const struct row {
	const char *text;
	bool is;
} rows[] = {
	{ "a", true },
	{ "/", true },
	{ "/a/b//c[@d]", true },
	{ "//a", true },
	{ ".", true },
	{ "..", true },
	{ "../@*", true },
	{ "p:a/p:*", true },
	{ "ancestor-or-self::node()", true },
	{ "processing-instruction('x')", true },
	{ "f:g(1, 'two', $three) = 4.5 and not(.5 > -a)", true },
	{ "(a | b)[1]/c", true },
	{ "$v/a[last()]", true },
	{ "- - 1 - -1", true },
	{ "div div mod mod or", true },
	{ "a * * * b", true },
	{ "1 * 2 div 3 mod 4", true },
	{ "self::a[. = 'x'][position() < 3]", true },
	{ "concat (a , b)", true },
	/* no expressions */
	{ "", false },
	{ "a b", false },
	{ "a[", false },
	{ "a]", false },
	{ "a[]", false },
	{ "(a", false },
	{ "a/", false },
	{ "//", false },
	{ "a//", false },
	{ "f(", false },
	{ "f(1,)", false },
	{ "f(,1)", false },
	{ "1 +", false },
	{ "= 1", false },
	{ "a | | b", false },
	{ "a | -b", false },
	{ "...", false },
	{ ".[1]", false },
	{ "1.2.3", false },
	{ "'open", false },
	{ "$", false },
	{ "$p:v", false },
	{ "a::b", false },
	{ "p:", false },
	{ "a!b", false },
	{ "text('x')", false },
	{ "1a", false },
	/* left to the compiler */
	{ "\xc3\xa4", false },
	{ "/ * 2", false },
	{ "/ and b", false },
};

/* libxml2 tells its default handler of each bad one, which is what is asked
 * here. */
static void
ignore_error(void *data, xmlErrorPtr error)
{
	(void)data;
	(void)error;
}

static void
append(char *to, size_t room, const char *text)
{
	size_t len = strlen(to);

	ck_assert_uint_lt(len + strlen(text), room);
	memcpy(to + len, text, strlen(text) + 1);
}

static bool
compiles(const char *text)
{
	xmlXPathContextPtr context = xmlXPathNewContext(NULL);
	xmlXPathCompExprPtr expression;

	context->error = ignore_error;
	expression = xmlXPathCtxtCompile(context, BAD_CAST text);
	xmlXPathFreeCompExpr(expression);
	xmlXPathFreeContext(context);
	return expression != NULL;
}

START_TEST(grammar_row)
{
	const struct row *row = &rows[_i];
	bool is = comity_xpath_is_expression(row->text);

	ck_assert_msg(is == row->is, "%s", row->text);
	ck_assert_msg(!is || compiles(row->text), "%s", row->text);
}
END_TEST

static unsigned int
some(unsigned int *state, unsigned int below)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % below;
}

START_TEST(grammar_sentences)
{
	static const char *const tokens[] = { "a", "b-1", "p:c", "*", "p:*",
		"@d", "@*", ".", "..", "/", "//", "[", "]", "(", ")", "|", "+",
		"-", "=", "!=", "<=", " and ", " or ", " div ", " mod ", "1",
		"2.5", ".5", "'x'", "$v", "f(", "p:g(", ",", "not(", "text()",
		"node()", "child::", "self::", "ancestor::", "last()", " ",
		"comment()", "processing-instruction(", "::", ":", "and", "$" };
	unsigned int state = 20260101u, i, count, accepted = 0;
	char sentence[256];

	for (i = 0; i < SENTENCES; i++) {
		sentence[0] = '\0';
		for (count = 1 + some(&state, TOKENS_MAX); count > 0; count--)
			append(sentence, sizeof(sentence),
			    tokens[some(
				&state, sizeof(tokens) / sizeof(tokens[0]))]);
		if (!comity_xpath_is_expression(sentence))
			continue;
		accepted++;
		ck_assert_msg(compiles(sentence), "%s", sentence);
	}
	/* enough of them are sentences for this to say something */
	ck_assert_uint_gt(accepted, SENTENCES / 50);
}
END_TEST

/* A good expression with one character taken out, doubled or changed. */
START_TEST(grammar_damaged)
{
	static const char characters[] = "a1.:/@*[]()|+-=<$,' ";
	const char *text = rows[_i].text;
	char damaged[256];
	size_t len = strlen(text), at, with;

	for (at = 0; at < len; at++)
		for (with = 0; with < sizeof(characters); with++) {
			damaged[0] = '\0';
			append(damaged, sizeof(damaged), text);
			damaged[at] = characters[with];
			if (with == sizeof(characters) - 1)
				memmove(damaged + at, text + at + 1, len - at);
			if (comity_xpath_is_expression(damaged))
				ck_assert_msg(compiles(damaged), "%s", damaged);
		}
}
END_TEST

SUITE("xpath-grammar")
{
	SUITE_ROWS(grammar_row, rows);
	SUITE_ROWS(grammar_damaged, rows);
	SUITE_TEST(grammar_sentences);
}
SUITE_END
