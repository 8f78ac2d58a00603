/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xpath-grammar: a recognizer by recursive descent. It builds nothing, so
 * the levels of the binary operators (3.3 to 3.5) are one loop.
 */
#include "xpath-grammar.h"

#include "limit.h"
#include "xpath-letter.h"

#include <stddef.h>
#include <string.h>

struct reading {
	const char *at;
	int depth; /* of brackets and parentheses */
};

static bool expression(struct reading *reading);

static const char *
blanks_end(const char *at)
{
	while (comity_xpath_letter(*at) & COMITY_XPATH_BLANK)
		at++;
	return at;
}

static void
blanks(struct reading *reading)
{
	reading->at = blanks_end(reading->at);
}

static bool
is_digit(char c)
{
	return comity_xpath_letter(c) & COMITY_XPATH_DIGIT;
}

static bool
starts_name(char c)
{
	return comity_xpath_letter(c) & COMITY_XPATH_START;
}

/* An NCName of ASCII; 0: none, or one with other letters. */
static size_t
name_len(const char *at)
{
	size_t len = 0;

	if (!starts_name(at[0]))
		return 0;
	while (comity_xpath_letter(at[len]) &
	       (COMITY_XPATH_START | COMITY_XPATH_DIGIT | COMITY_XPATH_INSIDE))
		len++;
	return ((unsigned char)at[len] & 0x80) != 0 ? 0 : len;
}

static bool
is_word(const char *at, size_t len, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (**words == *at && strlen(*words) == len &&
		    memcmp(*words, at, len) == 0)
			return true;
	}
	return false;
}

static bool
is_operator(const char *at, size_t len)
{
	static const char *const words[] = { "and", "or", "div", "mod", NULL };

	return is_word(at, len, words);
}

static bool
is_node_type(const char *at, size_t len)
{
	static const char *const words[] = { "comment", "text", "node",
		"processing-instruction", NULL };

	return is_word(at, len, words);
}

static bool
is_axis(const char *at, size_t len)
{
	static const char *const words[] = { "ancestor", "ancestor-or-self",
		"attribute", "child", "descendant", "descendant-or-self",
		"following", "following-sibling", "namespace", "parent",
		"preceding", "preceding-sibling", "self", NULL };

	return is_word(at, len, words);
}

/* Skip blanks and take one character if it is next. */
static bool
take(struct reading *reading, char c)
{
	blanks(reading);
	if (*reading->at != c)
		return false;
	reading->at++;
	return true;
}

static bool
literal(struct reading *reading)
{
	const char *end;

	if (*reading->at != '\'' && *reading->at != '"')
		return false;
	end = strchr(reading->at + 1, *reading->at);
	if (end == NULL)
		return false;
	reading->at = end + 1;
	return true;
}

static bool
number(struct reading *reading)
{
	const char *at = reading->at;
	size_t digits = 0;

	for (; is_digit(*at); at++)
		digits++;
	if (*at == '.')
		for (at++; is_digit(*at); at++)
			digits++;
	if (digits == 0 || *at == '.' || starts_name(*at))
		return false;
	reading->at = at;
	return true;
}

/* "( expression )", the parenthesis or bracket being next. */
static bool
enclosed(struct reading *reading, char open, char close)
{
	bool is;

	if (!take(reading, open) || ++reading->depth > COMITY_XPATH_NESTING_MAX)
		return false;
	is = expression(reading) && take(reading, close);
	reading->depth--;
	return is;
}

static bool
predicates(struct reading *reading)
{
	for (;;) {
		blanks(reading);
		if (*reading->at != '[')
			return true;
		if (!enclosed(reading, '[', ']'))
			return false;
	}
}

/* What stands behind a node type's name. */
static bool
node_type(struct reading *reading, bool instruction)
{
	if (!take(reading, '('))
		return false;
	blanks(reading);
	if (instruction && *reading->at != ')' && !literal(reading))
		return false;
	return take(reading, ')');
}

static bool
node_test(struct reading *reading)
{
	const char *at;
	size_t len;

	blanks(reading);
	at = reading->at;
	if (*at == '*') {
		reading->at++;
		return true;
	}
	if ((len = name_len(at)) == 0)
		return false;
	reading->at += len;
	if (is_node_type(at, len) &&
	    *blanks_end(reading->at) == '(')
		return node_type(reading, *at == 'p');
	if (reading->at[0] != ':' || reading->at[1] == ':')
		return true;
	reading->at++;
	if (*reading->at == '*') {
		reading->at++;
		return true;
	}
	len = name_len(reading->at);
	reading->at += len;
	return len > 0;
}

static bool
step(struct reading *reading)
{
	const char *ahead;
	size_t len;

	blanks(reading);
	if (reading->at[0] == '.') {
		if (is_digit(reading->at[1]))
			return false;
		reading->at += reading->at[1] == '.' ? 2 : 1;
		return *reading->at != '.';
	}
	if (*reading->at == '@')
		reading->at++;
	else if ((len = name_len(reading->at)) > 0) {
		ahead = blanks_end(reading->at + len);
		if (ahead[0] == ':' && ahead[1] == ':') {
			if (!is_axis(reading->at, len))
				return false;
			reading->at = ahead + 2;
		}
	}
	return node_test(reading) && predicates(reading);
}

/* Steps from here: "a/b//c". */
static bool
steps(struct reading *reading)
{
	for (;;) {
		if (!step(reading))
			return false;
		blanks(reading);
		if (*reading->at != '/')
			return true;
		reading->at += reading->at[1] == '/' ? 2 : 1;
	}
}

/* What may follow a primary expression: predicates, then steps. */
static bool
filter_end(struct reading *reading)
{
	if (!predicates(reading))
		return false;
	if (*reading->at != '/')
		return true;
	reading->at += reading->at[1] == '/' ? 2 : 1;
	return steps(reading);
}

static bool
arguments(struct reading *reading)
{
	if (!take(reading, '(') || ++reading->depth > COMITY_XPATH_NESTING_MAX)
		return false;
	if (!take(reading, ')')) {
		do {
			if (!expression(reading))
				return false;
		} while (take(reading, ','));
		if (!take(reading, ')'))
			return false;
	}
	reading->depth--;
	return true;
}

/* How long a function's name is, if a call begins here; 0: none does. */
static size_t
call_len(const char *at)
{
	size_t len = name_len(at), local;

	if (len > 0 && at[len] == ':' && at[len + 1] != ':') {
		local = name_len(at + len + 1);
		if (local == 0)
			return 0;
		len += 1 + local;
	}
	if (len == 0 || is_node_type(at, len))
		return 0;
	return *blanks_end(at + len) == '(' ? len : 0;
}

/* A path from the root; "/" alone is one. */
static bool
absolute(struct reading *reading)
{
	size_t len;

	if (reading->at[1] == '/') {
		reading->at += 2;
		return steps(reading);
	}
	reading->at++;
	blanks(reading);
	len = name_len(reading->at);
	if (*reading->at == '*' || is_operator(reading->at, len))
		return false;
	if (len > 0 || *reading->at == '@' || *reading->at == '.')
		return steps(reading);
	return !((unsigned char)*reading->at & 0x80);
}

static bool
path(struct reading *reading)
{
	size_t len;

	blanks(reading);
	if (*reading->at == '/')
		return absolute(reading);
	if (*reading->at == '(')
		return enclosed(reading, '(', ')') && filter_end(reading);
	if (*reading->at == '\'' || *reading->at == '"')
		return literal(reading) && filter_end(reading);
	if (is_digit(*reading->at) ||
	    (*reading->at == '.' && is_digit(reading->at[1])))
		return number(reading) && filter_end(reading);
	if (*reading->at == '$') {
		reading->at++;
		len = name_len(reading->at);
		reading->at += len;
		return len > 0 && *reading->at != ':' && filter_end(reading);
	}
	if ((len = call_len(reading->at)) > 0) {
		reading->at += len;
		return arguments(reading) && filter_end(reading);
	}
	return steps(reading);
}

static bool
unary(struct reading *reading)
{
	while (take(reading, '-'))
		;
	do {
		if (!path(reading))
			return false;
	} while (take(reading, '|'));
	return true;
}

/* Take a binary operator other than "|". */
static bool
operator_take(struct reading *reading)
{
	const char *at;
	size_t len;

	blanks(reading);
	at = reading->at;
	len = name_len(at);
	if (len > 0) {
		if (!is_operator(at, len))
			return false;
	} else if (*at == '!' || *at == '<' || *at == '>')
		len = at[1] == '=' ? 2 : *at != '!';
	else
		len = *at == '=' || *at == '+' || *at == '-' || *at == '*';
	reading->at += len;
	return len > 0;
}

static bool
expression(struct reading *reading)
{
	do {
		if (!unary(reading))
			return false;
	} while (operator_take(reading));
	return true;
}

bool
comity_xpath_is_expression(const char *text)
{
	struct reading reading = { text, 0 };

	if (!expression(&reading))
		return false;
	blanks(&reading);
	return *reading.at == '\0';
}
