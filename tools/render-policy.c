/* SPDX-License-Identifier: Apache-2.0 */
#include "render-policy.h"

#include "moment.h"
#include "render-lines.h"
#include "text.h"
#include "tolerance.h"
#include "words.h"

#include <stdlib.h>

static enum word
acceptance_word(int status)
{
	if (status == COMITY_OK)
		return WORD_ACCEPTED;
	return status == COMITY_REFUSED ? WORD_NOT_ACCEPTED
					: WORD_ACCEPTANCE_OPEN;
}

/* What a row speaks of: "us-ear/expiry", "every warning". */
static void
add_subject(struct comity_text *text, const struct comity_policy_row *row,
    enum comity_language language)
{
	if (row->kind == COMITY_POLICY_SEVERITY)
		word_add(text, WORD_ROW_EVERY, language,
		    comity_severity_name(row->is), NULL);
	else
		comity_text_add(text, row->rule);
}

static void
print_row(const struct comity_policy_row *row, const struct run *run,
    int64_t moment, FILE *to)
{
	enum comity_language language = run->language;
	bool ends = row->last_day != INT64_MAX;
	char from[32], until[32] = "", lead[40];
	struct comity_text subject = { 0 }, text = { 0 };

	comity_day_write(row->first_day, from);
	if (ends)
		comity_day_write(row->last_day, until);
	add_subject(&subject, row, language);
	word_add(&text, ends ? WORD_ROW_COUNTS_UNTIL : WORD_ROW_COUNTS,
	    language, subject.data != NULL ? subject.data : "",
	    comity_severity_name(row->counts), from, row->by, until, NULL);
	comity_text_clear(&subject);
	snprintf(lead, sizeof(lead), "  %-10s ",
	    word(!comity_policy_row_in_force(row, moment) ? WORD_ROW_NOT_NOW
		 : row->loosens                           ? WORD_ROW_LOOSENED
							  : WORD_ROW_IN_FORCE,
		language));
	line_text(lead, &text, to);
	word_add(&text, WORD_ROW_BECAUSE, language, row->reason, NULL);
	line_text("             ", &text, to);
}

void
render_policy(const struct run *run, const struct answer *answer, FILE *to)
{
	const struct comity_policy *policy = answer->policy;
	struct comity_text text = { 0 };
	size_t i;

	if (policy == NULL)
		return;
	word_add(&text, acceptance_word(answer->acceptance), run->language,
	    policy->id, policy->title, policy->office, NULL);
	line_text("", &text, to);
	for (i = 0; i < policy->count; i++)
		print_row(&policy->rows[i], run, answer->moment, to);
}

void
render_policy_finding(const struct run *run, const struct answer *answer,
    const struct comity_finding *finding, FILE *to)
{
	const struct comity_policy_row *row = NULL;
	enum comity_severity counts = comity_policy_severity(
	    answer->policy, finding, answer->moment, &row);
	struct comity_text text = { 0 };
	char line[32];

	if (row == NULL || counts == finding->severity)
		return;
	snprintf(line, sizeof(line), "%lu", row->line);
	word_add(&text, WORD_COUNTS_AS, run->language,
	    comity_severity_name(counts),
	    comity_severity_name(finding->severity), line, NULL);
	line_text("    ", &text, to);
}

void
render_drifts(const struct run *run, const struct answer *answer, FILE *to)
{
	struct comity_text text = { 0 };
	size_t drifts = comity_tolerance_count(answer->report);
	char count[32];

	if (drifts == 0)
		return;
	snprintf(count, sizeof(count), "%zu", drifts);
	word_add(&text, WORD_READ_TOLERANTLY, run->language, count, NULL);
	line_text("", &text, to);
}

static json_t *
row_value(const struct comity_policy_row *row, int64_t moment, bool *failed)
{
	json_t *o = json_object();

	if (row->kind == COMITY_POLICY_SEVERITY)
		value_put(o, "is", json_string(comity_severity_name(row->is)),
		    failed);
	else
		value_put(o, "rule", value_string(row->rule), failed);
	value_put(o, "counts", json_string(comity_severity_name(row->counts)),
	    failed);
	value_put(o, "loosens", json_boolean(row->loosens), failed);
	value_put(o, "inForce",
	    json_boolean(comity_policy_row_in_force(row, moment)), failed);
	value_put(o, "from", value_day(row->first_day), failed);
	value_put(o, "until", value_day(row->last_day), failed);
	value_put(o, "reason", value_string(row->reason), failed);
	value_put(o, "by", value_string(row->by), failed);
	value_put(o, "line", json_integer((json_int_t)row->line), failed);
	return o;
}

static void
counts_put(const struct answer *answer, json_t *findings, bool *failed)
{
	const struct comity_policy_row *row;
	const struct comity_finding *finding;
	enum comity_severity counts;
	size_t i;

	for (i = 0; (finding = comity_report_at(answer->report, i)) != NULL;
	     i++) {
		counts = comity_policy_severity(
		    answer->policy, finding, answer->moment, &row);
		if (row != NULL)
			value_put(json_array_get(findings, i), "counts",
			    json_string(comity_severity_name(counts)), failed);
	}
}

void
render_policy_json(const struct answer *answer, json_t *whole, bool *failed)
{
	const struct comity_policy *policy = answer->policy;
	json_t *o, *rows;
	size_t i;

	if (policy == NULL)
		return;
	o = json_object();
	rows = json_array();
	value_put(
	    o, "answer", json_string(answer_word(answer->acceptance)), failed);
	value_put(o, "policy", value_string(policy->id), failed);
	value_put(o, "title", value_string(policy->title), failed);
	value_put(o, "office", value_string(policy->office), failed);
	value_put(o, "sha256", json_string(policy->digest), failed);
	for (i = 0; i < policy->count; i++)
		value_append(rows,
		    row_value(&policy->rows[i], answer->moment, failed),
		    failed);
	value_put(o, "overrides", rows, failed);
	value_put(whole, "acceptance", o, failed);
	counts_put(answer, json_object_get(whole, "findings"), failed);
}
