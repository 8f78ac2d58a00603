/* SPDX-License-Identifier: Apache-2.0 */
/* xpath-text: texts and codes for rules. */
#include "limit.h"
#include "text.h"
#include "xpath-call.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_OF_DAY 86400

void
comity_call_matches(xmlXPathParserContextPtr ctxt, int count)
{
	const struct comity_patterns *patterns =
	    comity_call_state(ctxt)->patterns;
	xmlChar *pattern = xmlXPathPopString(ctxt);
	xmlChar *text = xmlXPathPopString(ctxt);
	size_t i;
	int answer = -1;

	(void)count;
	if (text != NULL && xmlStrlen(text) > COMITY_MATCH_MAX) {
		comity_call_state(ctxt)->limit = true;
		comity_call_fail(
		    ctxt, "is too long for matches()", (char *)text);
		goto out;
	}
	for (i = 0; pattern != NULL && text != NULL && i < patterns->count;
	     i++) {
		if (strcmp(patterns->rows[i].text, (char *)pattern) == 0)
			answer =
			    xmlRegexpExec(patterns->rows[i].compiled, text);
	}
	if (answer < 0)
		comity_call_fail(
		    ctxt, "is a pattern that failed", (char *)pattern);
	else
		xmlXPathReturnBoolean(ctxt, answer == 1);
out:
	xmlFree(pattern);
	xmlFree(text);
}

void
comity_call_ends_with(xmlXPathParserContextPtr ctxt, int count)
{
	xmlChar *end = xmlXPathPopString(ctxt);
	xmlChar *text = xmlXPathPopString(ctxt);
	int len = xmlStrlen(text), end_len = xmlStrlen(end);

	(void)count;
	if (end == NULL || text == NULL)
		comity_call_fail(ctxt, "memory", NULL);
	else
		xmlXPathReturnBoolean(
		    ctxt, end_len <= len && memcmp(text + len - end_len, end,
						(size_t)end_len) == 0);
	xmlFree(end);
	xmlFree(text);
}

/* Change letters from..from+25 by `by`; every other octet stays. */
static void
change_case(xmlXPathParserContextPtr ctxt, unsigned char from, int by)
{
	xmlChar *text = xmlXPathPopString(ctxt), *at;

	if (text == NULL) {
		comity_call_fail(ctxt, "memory", NULL);
		return;
	}
	for (at = text; *at != '\0'; at++) {
		if (*at >= from && *at < from + 26)
			*at = (xmlChar)(*at + by);
	}
	xmlXPathReturnString(ctxt, text);
}

void
comity_call_upper_case(xmlXPathParserContextPtr ctxt, int count)
{
	(void)count;
	change_case(ctxt, 'a', 'A' - 'a');
}

void
comity_call_lower_case(xmlXPathParserContextPtr ctxt, int count)
{
	(void)count;
	change_case(ctxt, 'A', 'a' - 'A');
}

/* Remember a code that is missing, for a hint. */
static void
missed_set(struct comity_xpath_state *state, const struct comity_codelist *list,
    const char *code, int64_t day)
{
	struct comity_missed *missed = &state->missed;

	if (missed->list != NULL || strlen(code) > COMITY_SUGGEST_MAX)
		return;
	missed->list = list;
	memcpy(missed->code, code, strlen(code) + 1);
	missed->day = day;
}

/* NULL: the call has failed, and says why. */
static const struct comity_codelist *
list_of(xmlXPathParserContextPtr ctxt, const char *name)
{
	struct comity_xpath_state *state = comity_call_state(ctxt);
	const struct comity_codelist *list, *head =
	    comity_edition_codelist_head(state->edition, name);

	if (head == NULL) {
		comity_call_fail(ctxt, "is no code list here", name);
		return NULL;
	}
	/* a rule may be evaluated again to say what it says */
	if (state->report == NULL || state->refused == head)
		list = comity_edition_codelist(state->edition, name);
	else if (comity_edition_codelist_open(state->edition, name,
		     state->report, &list) == COMITY_ENOMEM)
		state->nomem = true;
	if (list == NULL) {
		state->refused = head;
		comity_call_fail(ctxt, "is a code list that is refused", name);
	}
	return list;
}

void
comity_call_in_codes(xmlXPathParserContextPtr ctxt, int count)
{
	const struct comity_codelist *list;
	struct comity_when when = { true, INT64_MAX };
	char *code = NULL, *name = NULL;
	bool present;

	if (count == 3 && !comity_when_pop(ctxt, &when))
		return;
	if (!when.is_day)
		when.at = (when.at - (when.at < 0 ? SECONDS_OF_DAY - 1 : 0)) /
			  SECONDS_OF_DAY;
	code = comity_call_pop(ctxt);
	name = comity_call_pop(ctxt);
	if (code == NULL || name == NULL)
		goto out;
	list = list_of(ctxt, name);
	if (list != NULL) {
		present = comity_codelist_find(list, code, when.at) ==
			  COMITY_CODE_PRESENT;
		if (!present)
			missed_set(
			    comity_call_state(ctxt), list, code, when.at);
		xmlXPathReturnBoolean(ctxt, present);
	}
out:
	free(code);
	free(name);
}

void
comity_call_code_label(xmlXPathParserContextPtr ctxt, int count)
{
	const struct comity_codelist *list;
	char *column = comity_call_pop(ctxt), *code = comity_call_pop(ctxt);
	char *name = comity_call_pop(ctxt);
	const char *label;

	(void)count;
	if (column == NULL || code == NULL || name == NULL)
		goto out;
	if ((list = list_of(ctxt, name)) == NULL)
		goto out;
	label = comity_codelist_column(list, code, column);
	comity_call_return(ctxt, comity_text_copy(label ? label : ""));
out:
	free(column);
	free(code);
	free(name);
}
