/* SPDX-License-Identifier: Apache-2.0 */
#include "xpath-scan.h"

#include <string.h>

#define ARGUMENTS_MAX 16

enum kind { END, NAME, LITERAL, NUMBER, VARIABLE, SYMBOL, BAD };

/* One token; for a QName the prefix stands apart. */
struct token {
	enum kind kind;
	struct comity_slice prefix, text;
};

struct scan {
	const char *at;
	bool pattern;
	int depth; /* of brackets */
	bool operand; /* the last token ends an operand: then "and" and "*"
		       * are operators (XPath 1.0, 3.7) */
	const struct comity_xpath_listener *listener;
};

bool
comity_slice_is(struct comity_slice slice, const char *text)
{
	return strlen(text) == slice.len &&
	       memcmp(text, slice.at, slice.len) == 0;
}

static const char *
skip_blank(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

bool
comity_slice_literal(struct comity_slice slice, struct comity_slice *inside)
{
	const char *end = slice.at + slice.len;

	slice.at = skip_blank(slice.at);
	while (end > slice.at && strchr(" \t\r\n", end[-1]) != NULL)
		end--;
	if (end - slice.at < 2 || (*slice.at != '\'' && *slice.at != '"') ||
	    end[-1] != *slice.at ||
	    memchr(slice.at + 1, *slice.at, (size_t)(end - slice.at - 2)) !=
		NULL)
		return false;
	inside->at = slice.at + 1;
	inside->len = (size_t)(end - slice.at - 2);
	return true;
}

/* Names: ASCII as XML has it, and any octet above. */
static size_t
name_len(const char *at)
{
	size_t len = 0;

	while ((at[len] >= 'a' && at[len] <= 'z') ||
	       (at[len] >= 'A' && at[len] <= 'Z') || at[len] == '_' ||
	       ((unsigned char)at[len] & 0x80) ||
	       (len > 0 && at[len] != '\0' && strchr("0123456789-.", at[len])))
		len++;
	return len;
}

/* "a", "p:a", "p:*" at `at`; gives the end. */
static const char *
qname(const char *at, struct token *token)
{
	size_t len = name_len(at);

	token->text = (struct comity_slice){ at, len };
	at += len;
	if (at[0] != ':' || at[1] == ':')
		return at;
	len = at[1] == '*' ? 1 : name_len(at + 1);
	if (len == 0)
		return at;
	token->prefix = token->text;
	token->text = (struct comity_slice){ at + 1, len };
	return at + 1 + len;
}

static size_t
symbol_len(const char *at)
{
	static const char *const two[] = { "//", "::", "..", "!=", "<=", ">=" };
	size_t i;

	for (i = 0; i < sizeof(two) / sizeof(two[0]); i++) {
		if (strncmp(at, two[i], 2) == 0)
			return 2;
	}
	return strchr("()[].@,/|+-=<>*", *at) != NULL ? 1 : 0;
}

/* The token at `at`; gives where the next may begin. */
static const char *
next(const char *at, struct token *token)
{
	const char *end;
	size_t len;

	memset(token, 0, sizeof(*token));
	at = skip_blank(at);
	token->text.at = at;
	if (*at == '\0') {
		token->kind = END;
		return at;
	}
	if (*at == '\'' || *at == '"') {
		end = strchr(at + 1, *at);
		token->kind = end == NULL ? BAD : LITERAL;
		token->text.len = end == NULL ? 0 : (size_t)(end + 1 - at);
		return at + token->text.len;
	}
	if (name_len(at) > 0 || (*at == '$' && name_len(at + 1) > 0)) {
		token->kind = *at == '$' ? VARIABLE : NAME;
		return qname(*at == '$' ? at + 1 : at, token);
	}
	len = strspn(at, "0123456789.");
	if (len > 0 && strcspn(at, "0123456789") < len) {
		token->kind = NUMBER;
		token->text.len = len;
		return at + len;
	}
	token->text.len = symbol_len(at);
	token->kind = token->text.len == 0 ? BAD : SYMBOL;
	return at + token->text.len;
}

/* Slice the arguments behind "name("; at stands behind the parenthesis. */
static const char *
arguments_find(const char *at, struct comity_slice *arguments, size_t *count)
{
	struct token token;
	int depth = 0;

	*count = 0;
	arguments[0].at = at;
	for (;;) {
		at = next(at, &token);
		if (token.kind == END || token.kind == BAD)
			return "a parenthesis is not closed";
		if (token.kind != SYMBOL)
			continue;
		if (depth == 0 &&
		    (*token.text.at == ',' || *token.text.at == ')')) {
			arguments[*count].len =
			    (size_t)(token.text.at - arguments[*count].at);
			if (*count > 0 || *token.text.at == ',' ||
			    skip_blank(arguments[0].at) != token.text.at)
				++*count;
			if (*token.text.at == ')')
				return NULL;
			if (*count == ARGUMENTS_MAX)
				return "too many arguments";
			arguments[*count].at = at;
		} else if (strchr("([", *token.text.at) != NULL)
			depth++;
		else if (strchr(")]", *token.text.at) != NULL)
			depth--;
	}
}

static const char *
name_read(struct scan *scan, const struct token *token)
{
	const struct comity_xpath_listener *listener = scan->listener;
	struct comity_slice arguments[ARGUMENTS_MAX + 1];
	const char *ahead = skip_blank(scan->at), *why = NULL;
	size_t count;

	if (token->prefix.len == 0 && scan->operand) {
		scan->operand = false; /* and or mod div */
		return NULL;
	}
	scan->operand = true;
	if (token->prefix.len > 0)
		why = listener->prefix(listener->data, token->prefix);
	if (why != NULL)
		return why;
	if (ahead[0] == ':' && ahead[1] == ':') {
		scan->operand = false;
		if (scan->pattern && scan->depth == 0 &&
		    !comity_slice_is(token->text, "child") &&
		    !comity_slice_is(token->text, "attribute"))
			return "a context has child and attribute steps only";
		return NULL;
	}
	if (ahead[0] != '(')
		return NULL;
	if (scan->pattern && scan->depth == 0)
		return "a context has no function or node test as a step";
	why = arguments_find(ahead + 1, arguments, &count);
	if (why != NULL)
		return why;
	return listener->function(
	    listener->data, token->prefix, token->text, arguments, count);
}

static const char *
symbol_read(struct scan *scan, const struct token *token)
{
	char first = *token->text.at;

	if (scan->pattern && scan->depth == 0 &&
	    strchr("/|@*[", first) == NULL &&
	    !comity_slice_is(token->text, "::"))
		return "a context is steps with predicates, and | between";
	if (first == '[' || first == '(')
		scan->depth++;
	if (first == ']' || first == ')')
		scan->depth--;
	/* ")", "]", "." and ".." end an operand; "*" does where one was due. */
	if (first == '*')
		scan->operand = !scan->operand;
	else
		scan->operand = first == ')' || first == ']' || first == '.';
	return NULL;
}

const char *
comity_xpath_scan(const char *expression, bool pattern,
    const struct comity_xpath_listener *listener)
{
	struct scan scan = {
		.at = expression, .pattern = pattern, .listener = listener
	};
	struct token token;
	const char *why = NULL;

	while (why == NULL) {
		scan.at = next(scan.at, &token);
		switch (token.kind) {
		case END:
			return scan.depth == 0 ? NULL
					       : "a bracket is not closed";
		case BAD:
			return "a character that XPath does not know";
		case NAME:
			why = name_read(&scan, &token);
			continue;
		case SYMBOL:
			why = symbol_read(&scan, &token);
			continue;
		case VARIABLE:
			why = token.prefix.len > 0
				  ? "a variable has no prefix"
				  : listener->variable(
					listener->data, token.text);
			break;
		default:
			break;
		}
		if (pattern && scan.depth == 0)
			return "a context is steps with predicates";
		scan.operand = true;
	}
	return why;
}
