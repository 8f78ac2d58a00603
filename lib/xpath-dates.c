/* SPDX-License-Identifier: Apache-2.0 */
/* xpath-dates: days and instants for rules. */
#include "text.h"
#include "xpath-call.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>

void
comity_call_moment(xmlXPathParserContextPtr ctxt, int count)
{
	char text[32];

	(void)count;
	comity_moment_write(comity_call_state(ctxt)->moment, text);
	comity_call_return(ctxt, comity_text_copy(text));
}

static bool
when_read(const char *text, struct comity_when *out)
{
	out->is_day = comity_day_read(text, &out->at) == COMITY_OK;
	return out->is_day || comity_moment_read(text, &out->at) == COMITY_OK;
}

/* Pop a day or instant; false and an error if it is none. */
bool
comity_when_pop(xmlXPathParserContextPtr ctxt, struct comity_when *out)
{
	char *text = comity_call_pop(ctxt);
	bool ok = text != NULL && when_read(text, out);

	if (text != NULL && !ok)
		comity_call_fail(ctxt, "is not a date", text);
	free(text);
	return ok;
}

void
comity_call_is_date(xmlXPathParserContextPtr ctxt, int count)
{
	struct comity_when when;
	char *text = comity_call_pop(ctxt);

	(void)count;
	if (text != NULL)
		xmlXPathReturnBoolean(ctxt, when_read(text, &when));
	free(text);
}

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* A day against an instant: 0 if the instant may lie within the day. */
static int
compare_day(const struct comity_zone *zone, int64_t day, int64_t at)
{
	int64_t begins, ends, unused;

	comity_zone_day(zone, day, &begins, &unused);
	comity_zone_day(zone, day + 1, &unused, &ends);
	if (ends <= at)
		return -1;
	return begins > at ? 1 : 0;
}

void
comity_call_date_cmp(xmlXPathParserContextPtr ctxt, int count)
{
	const struct comity_zone *zone = comity_call_state(ctxt)->edition->zone;
	struct comity_when a, b;
	int answer;

	(void)count;
	if (!comity_when_pop(ctxt, &b) || !comity_when_pop(ctxt, &a))
		return;
	if (a.is_day == b.is_day)
		answer = compare(a.at, b.at);
	else if (a.is_day)
		answer = compare_day(zone, a.at, b.at);
	else
		answer = -compare_day(zone, b.at, a.at);
	xmlXPathReturnNumber(ctxt, answer);
}

/* No document can state a day beyond these; one that would lie there is as
 * far off as can be said. */
static int64_t
clamp(int64_t day)
{
	const int64_t first = -719162; /* 0001-01-01 */
	const int64_t last = 2932896; /* 9999-12-31 */

	return day < first ? first : day > last ? last : day;
}

void
comity_call_date_add(xmlXPathParserContextPtr ctxt, int count)
{
	char *duration = comity_call_pop(ctxt), text[32];
	struct comity_when when;
	int64_t day;

	(void)count;
	if (duration == NULL || !comity_when_pop(ctxt, &when))
		goto out;
	if (!when.is_day ||
	    comity_day_add(when.at, duration, &day) != COMITY_OK) {
		comity_call_fail(ctxt, "can not be added to a date", duration);
		goto out;
	}
	comity_day_write(clamp(day), text);
	comity_call_return(ctxt, comity_text_copy(text));
out:
	free(duration);
}

void
comity_call_days_between(xmlXPathParserContextPtr ctxt, int count)
{
	struct comity_when a, b;

	(void)count;
	if (!comity_when_pop(ctxt, &b) || !comity_when_pop(ctxt, &a))
		return;
	if (!a.is_day || !b.is_day)
		comity_call_fail(ctxt, "is an instant, not a date", "");
	else
		xmlXPathReturnNumber(ctxt, (double)(b.at - a.at));
}
