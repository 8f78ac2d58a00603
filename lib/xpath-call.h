/* SPDX-License-Identifier: Apache-2.0 */
/* xpath-call: what the two files of functions for rules share. */
#ifndef COMITY_XPATH_CALL_H
#define COMITY_XPATH_CALL_H

#include "xpath-functions.h"

struct comity_xpath_state *comity_call_state(xmlXPathParserContextPtr ctxt);
/* Make the evaluation fail: there is no answer. value NULL: no memory. */
void comity_call_fail(
    xmlXPathParserContextPtr ctxt, const char *what, const char *value);
/* The last argument as text without white space around; free(). NULL: the
 * evaluation has failed. */
char *comity_call_pop(xmlXPathParserContextPtr ctxt);
/* Give text back; takes it; NULL: no memory. */
void comity_call_return(xmlXPathParserContextPtr ctxt, char *text);

/* A day or an instant. */
struct comity_when {
	bool is_day;
	int64_t at; /* days or seconds */
};
/* Pop one; false: the evaluation has failed. */
bool comity_when_pop(xmlXPathParserContextPtr ctxt, struct comity_when *out);

/* The functions of xpath-*.c; signature: xmlXPathFunction. */
void comity_call_is_decimal(xmlXPathParserContextPtr ctxt, int count);
void comity_call_dec_add(xmlXPathParserContextPtr ctxt, int count);
void comity_call_dec_sum(xmlXPathParserContextPtr ctxt, int count);
void comity_call_dec_mul(xmlXPathParserContextPtr ctxt, int count);
void comity_call_dec_cmp(xmlXPathParserContextPtr ctxt, int count);
void comity_call_dec_round(xmlXPathParserContextPtr ctxt, int count);
void comity_call_moment(xmlXPathParserContextPtr ctxt, int count);
void comity_call_is_date(xmlXPathParserContextPtr ctxt, int count);
void comity_call_date_cmp(xmlXPathParserContextPtr ctxt, int count);
void comity_call_date_add(xmlXPathParserContextPtr ctxt, int count);
void comity_call_days_between(xmlXPathParserContextPtr ctxt, int count);
void comity_call_matches(xmlXPathParserContextPtr ctxt, int count);
void comity_call_ends_with(xmlXPathParserContextPtr ctxt, int count);
void comity_call_upper_case(xmlXPathParserContextPtr ctxt, int count);
void comity_call_lower_case(xmlXPathParserContextPtr ctxt, int count);
void comity_call_in_codes(xmlXPathParserContextPtr ctxt, int count);
void comity_call_code_label(xmlXPathParserContextPtr ctxt, int count);
void comity_call_exists(xmlXPathParserContextPtr ctxt, int count);
void comity_call_distinct(xmlXPathParserContextPtr ctxt, int count);
void comity_call_resolves(xmlXPathParserContextPtr ctxt, int count);
void comity_call_unresolved(xmlXPathParserContextPtr ctxt, int count);

#endif
