/* SPDX-License-Identifier: Apache-2.0 */
#include "render-algorithms.h"

#include "dating.h"
#include "moment.h"
#include "render-lines.h"
#include "text.h"
#include "words.h"

#include <stdlib.h>

/* The last day on which a row counts, for people. */
static void
last_day(int64_t ends, enum comity_language language, char out[64])
{
	if (ends == COMITY_DAY_NEVER)
		snprintf(out, 64, "%s", word(WORD_NO_END, language));
	else
		comity_day_write(ends - 1, out);
}

static bool
is_in_force(
    const struct comity_algorithm_change *change, int64_t now, int64_t moment)
{
	return change->decided <= comity_dating_today(now, moment);
}

static void
print_change(const struct comity_algorithm_change *change,
    const struct run *run, int64_t moment, FILE *to)
{
	const struct comity_algorithm *row = comity_algorithm_find(change->uri);
	enum comity_language language = run->language;
	char ends[64], own[64] = "", decided[32], lead[40];
	struct comity_text text = { 0 };

	last_day(change->ends, language, ends);
	if (row != NULL)
		last_day(row->terms[change->use].ends, language, own);
	comity_day_write(change->decided, decided);
	snprintf(lead, sizeof(lead), "  %-10s ",
	    word(!is_in_force(change, run->now, moment) ? WORD_ROW_NOT_NOW
		 : change->loosens                      ? WORD_ROW_LOOSENED
							: WORD_ROW_TIGHTENED,
		language));
	word_add(&text,
	    change->use == COMITY_USE_SIGN ? WORD_CHANGE_SIGN
					   : WORD_CHANGE_VERIFY,
	    language, change->uri, ends, own, NULL);
	line_text(lead, &text, to);
	word_add(&text, WORD_CHANGE_BY, language, decided, change->by,
	    change->reason, NULL);
	line_text("             ", &text, to);
}

void
render_algorithms(const struct run *run, const struct answer *answer, FILE *to)
{
	const struct comity_policy *policy = answer->office;
	struct comity_text text = { 0 };
	size_t i;

	if (policy == NULL)
		return;
	word_add(&text, WORD_ALGORITHMS_BY, run->language, policy->id,
	    policy->title, policy->office, NULL);
	line_text("", &text, to);
	for (i = 0; i < policy->algorithms.count; i++)
		print_change(&policy->changes[i], run, answer->moment, to);
}

static json_t *
change_value(const struct comity_algorithm_change *change, bool *failed)
{
	const struct comity_algorithm *row = comity_algorithm_find(change->uri);
	json_t *o = json_object();

	value_put(o, "uri", value_string(change->uri), failed);
	value_put(o, "use",
	    json_string(change->use == COMITY_USE_SIGN ? "sign" : "verify"),
	    failed);
	if (change->ends != COMITY_DAY_NEVER)
		value_put(o, "until", value_day(change->ends - 1), failed);
	if (row != NULL && row->terms[change->use].ends != COMITY_DAY_NEVER)
		value_put(o, "tableUntil",
		    value_day(row->terms[change->use].ends - 1), failed);
	value_put(o, "loosens", json_boolean(change->loosens), failed);
	value_put(o, "date", value_day(change->decided), failed);
	value_put(o, "reason", value_string(change->reason), failed);
	value_put(o, "by", value_string(change->by), failed);
	value_put(o, "line", json_integer((json_int_t)change->line), failed);
	return o;
}

void
render_algorithms_json(const struct answer *answer, json_t *whole, bool *failed)
{
	const struct comity_policy *policy = answer->office;
	json_t *o, *rows;
	size_t i;

	if (policy == NULL)
		return;
	o = json_object();
	rows = json_array();
	value_put(o, "policy", value_string(policy->id), failed);
	value_put(o, "title", value_string(policy->title), failed);
	value_put(o, "office", value_string(policy->office), failed);
	value_put(o, "sha256", json_string(policy->digest), failed);
	for (i = 0; i < policy->algorithms.count; i++)
		value_append(
		    rows, change_value(&policy->changes[i], failed), failed);
	value_put(o, "overrides", rows, failed);
	value_put(whole, "algorithms", o, failed);
}
