/* SPDX-License-Identifier: Apache-2.0 */
#include "xpath-scan.h"

#include "xpath-letter.h"

#include <string.h>

#define ARGUMENTS_MAX 16
#define NAME_START (COMITY_XPATH_START | COMITY_XPATH_ABOVE)
#define NAME_MORE (NAME_START | COMITY_XPATH_DIGIT | COMITY_XPATH_INSIDE)

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
	return strncmp(text, slice.at, slice.len) == 0 &&
	       text[slice.len] == '\0';
}

static const char *
skip_blank(const char *at)
{
	while (comity_xpath_letter(*at) & COMITY_XPATH_BLANK)
		at++;
	return at;
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

	if (!(comity_xpath_letter(at[0]) & NAME_START))
		return 0;
	while (comity_xpath_letter(at[len]) & NAME_MORE)
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

/* "//", "::", "..", "!=", "<=", ">=", or one of the single ones. */
static size_t
symbol_len(const char *at)
{
	if (!(comity_xpath_letter(*at) & COMITY_XPATH_SYMBOL))
		return 0;
	if (at[1] == '=' && (*at == '!' || *at == '<' || *at == '>'))
		return 2;
	if (at[1] == *at && (*at == '/' || *at == ':' || *at == '.'))
		return 2;
	return *at != '!' && *at != ':';
}

/* The token at `at`; gives where the next may begin. */
static const char *
next(const char *at, struct token *token)
{
	unsigned int letter;
	const char *end;
	size_t len;

	at = skip_blank(at);
	letter = comity_xpath_letter(*at);
	token->prefix = (struct comity_slice){ NULL, 0 };
	token->text = (struct comity_slice){ at, 0 };
	if (letter & NAME_START) {
		token->kind = NAME;
		return qname(at, token);
	}
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
	if (*at == '$' && comity_xpath_letter(at[1]) & NAME_START) {
		token->kind = VARIABLE;
		return qname(at + 1, token);
	}
	if (letter & COMITY_XPATH_DIGIT || *at == '.') {
		len = strspn(at, "0123456789.");
		if (letter & COMITY_XPATH_DIGIT ||
		    strcspn(at, "0123456789") < len) {
			token->kind = NUMBER;
			token->text.len = len;
			return at + len;
		}
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
		} else if (*token.text.at == '(' || *token.text.at == '[')
			depth++;
		else if (*token.text.at == ')' || *token.text.at == ']')
			depth--;
	}
}

/* A call, or a node test: ahead stands at its parenthesis. */
static const char *
call_read(struct scan *scan, const struct token *token, const char *ahead)
{
	const struct comity_xpath_listener *listener = scan->listener;
	struct comity_slice arguments[ARGUMENTS_MAX + 1];
	const char *why;
	size_t count;

	if (scan->pattern && scan->depth == 0)
		return "a context has no function or node test as a step";
	why = arguments_find(ahead + 1, arguments, &count);
	if (why != NULL)
		return why;
	return listener->function(
	    listener->data, token->prefix, token->text, arguments, count);
}

static const char *
name_read(struct scan *scan, const struct token *token)
{
	const struct comity_xpath_listener *listener = scan->listener;
	const char *ahead = skip_blank(scan->at), *why = NULL;

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
	return ahead[0] == '(' ? call_read(scan, token, ahead) : NULL;
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
