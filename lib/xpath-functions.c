/* SPDX-License-Identifier: Apache-2.0 */
#include "xpath-functions.h"

#include "codelist.h"
#include "memory.h"
#include "text.h"
#include "xpath-call.h"

#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libxml2 gives the collector a code and the place, but no words. */
static const char *
error_words(int code)
{
	switch (code) {
	case XPATH_UNDEF_VARIABLE_ERROR:
		return "an unknown variable";
	case XPATH_UNKNOWN_FUNC_ERROR:
		return "an unknown function";
	case XPATH_UNDEF_PREFIX_ERROR:
		return "an unknown prefix";
	case XPATH_INVALID_TYPE:
		return "a value of a kind that can not stand there";
	case XPATH_INVALID_ARITY:
		return "a wrong number of arguments";
	case XPATH_OP_LIMIT_EXCEEDED:
		return "too many steps";
	case XPATH_RECURSION_LIMIT_EXCEEDED:
		return "nested too deep";
	case XPATH_MEMORY_ERROR:
		return "memory ran out";
	default:
		return "this is no XPath 1.0 expression";
	}
}

void
comity_xpath_error(void *data, xmlErrorPtr error)
{
	struct comity_xpath_state *state = data;
	int code = error->code - XML_XPATH_EXPRESSION_OK;

	if (code == XPATH_MEMORY_ERROR || error->code == XML_ERR_NO_MEMORY)
		state->nomem = true;
	if (code == XPATH_OP_LIMIT_EXCEEDED ||
	    code == XPATH_RECURSION_LIMIT_EXCEEDED)
		state->limit = true;
	if (state->reason[0] == '\0')
		snprintf(state->reason, sizeof(state->reason),
		    "%s (at character %d)", error_words(code), error->int1 + 1);
}

struct comity_xpath_state *
comity_call_state(xmlXPathParserContextPtr ctxt)
{
	return ctxt->context->userData;
}

void
comity_call_fail(
    xmlXPathParserContextPtr ctxt, const char *what, const char *value)
{
	struct comity_xpath_state *state = comity_call_state(ctxt);

	if (value == NULL)
		state->nomem = true;
	if (state->reason[0] == '\0')
		snprintf(state->reason, sizeof(state->reason), "\"%.100s\" %s",
		    value != NULL ? value : "", what);
	xmlXPathErr(ctxt, XPATH_INVALID_TYPE);
}

char *
comity_call_pop(xmlXPathParserContextPtr ctxt)
{
	xmlChar *text = xmlXPathPopString(ctxt);
	char *trimmed;
	size_t from, len;

	if (text == NULL) {
		comity_call_fail(ctxt, "memory", NULL);
		return NULL;
	}
	from = strspn((char *)text, " \t\r\n");
	len = strlen((char *)text + from);
	while (len > 0 && strchr(" \t\r\n", (char)text[from + len - 1]) != NULL)
		len--;
	trimmed = strndup((char *)text + from, len);
	xmlFree(text);
	if (trimmed == NULL)
		comity_call_fail(ctxt, "memory", NULL);
	return trimmed;
}

void
comity_call_return(xmlXPathParserContextPtr ctxt, char *text)
{
	xmlChar *copy = text == NULL ? NULL : xmlStrdup(BAD_CAST text);

	free(text);
	if (copy == NULL)
		comity_call_fail(ctxt, "memory", NULL);
	else
		xmlXPathReturnString(ctxt, copy);
}

/* What a function wants of its literal arguments. */
enum literal { NONE, PATTERN, LIST, LABEL };

static const struct function {
	const char *name;
	size_t least, most;
	enum literal literal;
	xmlXPathFunction call; /* NULL: of XPath 1.0 itself */
} functions[] = {
	{ "is-decimal", 1, 1, NONE, comity_call_is_decimal },
	{ "dec-add", 2, 16, NONE, comity_call_dec_add },
	{ "dec-sum", 1, 1, NONE, comity_call_dec_sum },
	{ "dec-mul", 2, 2, NONE, comity_call_dec_mul },
	{ "dec-cmp", 2, 2, NONE, comity_call_dec_cmp },
	{ "dec-round", 2, 2, NONE, comity_call_dec_round },
	{ "is-date", 1, 1, NONE, comity_call_is_date },
	{ "date-cmp", 2, 2, NONE, comity_call_date_cmp },
	{ "date-add", 2, 2, NONE, comity_call_date_add },
	{ "days-between", 2, 2, NONE, comity_call_days_between },
	{ "moment", 0, 0, NONE, comity_call_moment },
	{ "matches", 2, 2, PATTERN, comity_call_matches },
	{ "ends-with", 2, 2, NONE, comity_call_ends_with },
	{ "upper-case", 1, 1, NONE, comity_call_upper_case },
	{ "lower-case", 1, 1, NONE, comity_call_lower_case },
	{ "exists", 1, 1, NONE, comity_call_exists },
	{ "distinct", 1, 1, NONE, comity_call_distinct },
	{ "resolves", 2, 2, NONE, comity_call_resolves },
	{ "unresolved", 2, 2, NONE, comity_call_unresolved },
	{ "in-codes", 2, 3, LIST, comity_call_in_codes },
	{ "code-label", 3, 3, LABEL, comity_call_code_label },
};

/* XPath 1.0, section 4, and the node tests of 2.3. */
static const struct function core_functions[] = {
	{ "last", 0, 0, NONE, NULL },
	{ "position", 0, 0, NONE, NULL },
	{ "count", 1, 1, NONE, NULL },
	{ "id", 1, 1, NONE, NULL },
	{ "local-name", 0, 1, NONE, NULL },
	{ "namespace-uri", 0, 1, NONE, NULL },
	{ "name", 0, 1, NONE, NULL },
	{ "string", 0, 1, NONE, NULL },
	{ "concat", 2, 16, NONE, NULL },
	{ "starts-with", 2, 2, NONE, NULL },
	{ "contains", 2, 2, NONE, NULL },
	{ "substring-before", 2, 2, NONE, NULL },
	{ "substring-after", 2, 2, NONE, NULL },
	{ "substring", 2, 3, NONE, NULL },
	{ "string-length", 0, 1, NONE, NULL },
	{ "normalize-space", 0, 1, NONE, NULL },
	{ "translate", 3, 3, NONE, NULL },
	{ "boolean", 1, 1, NONE, NULL },
	{ "not", 1, 1, NONE, NULL },
	{ "true", 0, 0, NONE, NULL },
	{ "false", 0, 0, NONE, NULL },
	{ "lang", 1, 1, NONE, NULL },
	{ "number", 0, 1, NONE, NULL },
	{ "sum", 1, 1, NONE, NULL },
	{ "floor", 1, 1, NONE, NULL },
	{ "ceiling", 1, 1, NONE, NULL },
	{ "round", 1, 1, NONE, NULL },
	{ "comment", 0, 0, NONE, NULL },
	{ "text", 0, 0, NONE, NULL },
	{ "processing-instruction", 0, 1, NONE, NULL },
	{ "node", 0, 0, NONE, NULL },
};
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

int
comity_xpath_functions_register(xmlXPathContextPtr context)
{
	size_t i;

	for (i = 0; i < COUNT(functions); i++) {
		if (xmlXPathRegisterFuncNS(context, BAD_CAST functions[i].name,
			BAD_CAST COMITY_NS_FUNCTIONS, functions[i].call) != 0)
			return COMITY_ENOMEM;
	}
	return COMITY_OK;
}

void
comity_patterns_clear(struct comity_patterns *patterns)
{
	size_t i;

	for (i = 0; i < patterns->count; i++) {
		free(patterns->rows[i].text);
		xmlRegFreeRegexp(patterns->rows[i].compiled);
	}
	free(patterns->rows);
	patterns->rows = NULL;
	patterns->count = 0;
}

/* A pack that is refused for this is none: who has no use for the reason still
 * gives no answer. */
static const char *
ran_out(void)
{
	comity_memory_note();
	return "memory ran out";
}

static const char *
pattern_add(struct comity_patterns *patterns, struct comity_slice literal)
{
	struct comity_pattern *more, *row;
	size_t i;

	for (i = 0; i < patterns->count; i++) {
		if (comity_slice_is(literal, patterns->rows[i].text))
			return NULL;
	}
	more = realloc(patterns->rows, (patterns->count + 1) * sizeof(*more));
	if (more == NULL)
		return ran_out();
	patterns->rows = more;
	row = &more[patterns->count];
	if ((row->text = strndup(literal.at, literal.len)) == NULL)
		return ran_out();
	row->compiled = xmlRegexpCompile(BAD_CAST row->text);
	if (row->compiled == NULL) {
		free(row->text);
		return "a pattern that is no XSD regular expression";
	}
	patterns->count++;
	return NULL;
}

static const char *
list_check(const struct comity_edition *edition, enum literal literal,
    struct comity_slice name, const struct comity_slice *column)
{
	const struct comity_codelist *list;
	struct comity_slice inside;
	char *text = strndup(name.at, name.len);
	bool has;

	if (text == NULL)
		return ran_out();
	list = comity_edition_codelist_head(edition, text);
	free(text);
	if (list == NULL)
		return "no such code list in the pack or schemas/codes";
	if (literal != LABEL)
		return NULL;
	if (!comity_slice_literal(*column, &inside))
		return "the column is a literal";
	if ((text = strndup(inside.at, inside.len)) == NULL)
		return ran_out();
	has = comity_codelist_has_column(list, text);
	free(text);
	return has ? NULL : "the code list has no such column";
}

const char *
comity_xpath_function_check(const struct comity_edition *edition,
    struct comity_patterns *patterns, bool ours, struct comity_slice name,
    const struct comity_slice *arguments, size_t count)
{
	const struct function *table = ours ? functions : core_functions;
	size_t table_count = ours ? COUNT(functions) : COUNT(core_functions);
	struct comity_slice literal;
	size_t i;

	for (i = 0; i < table_count; i++) {
		if (*table[i].name == *name.at &&
		    comity_slice_is(name, table[i].name))
			break;
	}
	if (i == table_count)
		return "a function that there is not";
	if (count < table[i].least || count > table[i].most)
		return "a function with the wrong number of arguments";
	switch (table[i].literal) {
	case NONE:
		return NULL;
	case PATTERN:
		if (!comity_slice_literal(arguments[1], &literal))
			return "the pattern of matches() is a literal";
		return pattern_add(patterns, literal);
	case LIST:
	case LABEL:
		if (!comity_slice_literal(arguments[0], &literal))
			return "the code list is a literal";
		return list_check(
		    edition, table[i].literal, literal, &arguments[2]);
	}
	return "a function that there is not";
}
