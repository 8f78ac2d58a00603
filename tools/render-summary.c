/* SPDX-License-Identifier: Apache-2.0 */
#include "render-summary.h"

#include "render-json.h"
#include "render-lines.h"
#include "render.h"

#include <stdlib.h>
#include <string.h>

static const char *
say(const struct run *run, enum word name)
{
	return word(name, run->language);
}

static long long
number(const json_t *object, const char *key)
{
	return (long long)json_integer_value(json_object_get(object, key));
}

/* What is counted, behind its number. */
static void
line(long long count, const char *text, FILE *to)
{
	line_wrapped(to, fprintf(to, "%10lld  ", count), text, 12);
}

static void
line_of(long long count, struct comity_text *text, FILE *to)
{
	line(count, text->data != NULL ? text->data : "", to);
	comity_text_clear(text);
}

/* "verify: 990 yes, 5 no, 3 no answer". */
static void
answers(const struct run *run, const char *name, const json_t *counts, FILE *to)
{
	struct comity_text text = { 0 };
	char words[3][32];

	snprintf(words[0], 32, "%lld", number(counts, "yes"));
	snprintf(words[1], 32, "%lld", number(counts, "no"));
	snprintf(words[2], 32, "%lld", number(counts, "no answer"));
	word_add(&text, WORD_SUMMARY_COUNTS, run->language, name, words[0],
	    words[1], words[2], NULL);
	line_wrapped(to, 0, text.data != NULL ? text.data : "", 4);
	comity_text_clear(&text);
}

static void
counts(const json_t *row, const char *what, FILE *to)
{
	json_t *object = json_object_get(row, what), *count;
	const char *key;

	json_object_foreach(object, key, count)
	    line((long long)json_integer_value(count), key, to);
}

static void
commands(const struct run *run, const json_t *value, FILE *to)
{
	const json_t *row, *acceptances;
	size_t i;

	json_array_foreach(json_object_get(value, "commands"), i, row)
	{
		answers(run, value_text(row, "command"),
		    json_object_get(row, "answers"), to);
		counts(row, "verdicts", to);
		counts(row, "indications", to);
		acceptances = json_object_get(row, "acceptances");
		if (acceptances != NULL)
			answers(run, say(run, WORD_SUMMARY_ACCEPTED),
			    acceptances, to);
	}
}

static const char *
severity_of(const struct run *run, const json_t *row)
{
	static const struct {
		const char *name;
		enum word word;
	} words[] = { { "info", WORD_INFO }, { "warning", WORD_WARNING },
		{ "error", WORD_ERROR }, { "fatal", WORD_FATAL },
		{ "no-answer", WORD_NO_ANSWER } };
	const char *name = value_text(row, "severity");
	size_t i;

	for (i = 0; name != NULL && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(name, words[i].name) == 0)
			return say(run, words[i].word);
	return "";
}

/* "    5  error [us-ear/x], 7 times", and what it says. */
static void
finding(const struct run *run, const json_t *row, FILE *to)
{
	struct comity_text text = { 0 };
	char times[32];

	if (json_object_get(row, "rest") != NULL) {
		line(number(row, "documents"), say(run, WORD_SUMMARY_REST), to);
		return;
	}
	comity_text_addf(
	    &text, "%s [%s]", severity_of(run, row), value_text(row, "id"));
	if (number(row, "findings") != number(row, "documents")) {
		snprintf(times, sizeof(times), "%lld", number(row, "findings"));
		comity_text_add(&text, ", ");
		word_add(&text, WORD_SUMMARY_TIMES, run->language, times, NULL);
	}
	line_of(number(row, "documents"), &text, to);
	if (value_text(row, "message") != NULL)
		line_wrapped(
		    to, fprintf(to, "    "), value_text(row, "message"), 4);
	if (value_text(row, "file") != NULL)
		comity_text_add(&text, value_text(row, "file"));
	if (text.data != NULL && number(row, "line") > 0)
		comity_text_addf(&text, ":%lld", number(row, "line"));
	line_row(run, WORD_SUMMARY_EXAMPLE, text.data, to);
	line_row(run, WORD_BASIS, value_text(row, "basis"), to);
	line_row(run, WORD_REMEDY, value_text(row, "remedy"), to);
	comity_text_clear(&text);
}

static bool
is_shown(const struct run *run, const json_t *row)
{
	const char *severity = value_text(row, "severity");

	return run->options.verbose || severity == NULL ||
	       strcmp(severity, "info") != 0;
}

static void
findings(const struct run *run, const json_t *value, FILE *to)
{
	const json_t *row;
	bool begun = false;
	size_t i;

	json_array_foreach(json_object_get(value, "findings"), i, row)
	{
		if (!is_shown(run, row))
			continue;
		if (!begun)
			fprintf(to, "%s\n", say(run, WORD_SUMMARY_FINDINGS));
		begun = true;
		finding(run, row, to);
	}
}

static void
reasons(const struct run *run, const json_t *value, FILE *to)
{
	const json_t *array = json_object_get(value, "reasons"), *row;
	struct comity_text text = { 0 };
	const char *reason;
	size_t i;

	if (json_array_size(array) > 0)
		fprintf(to, "%s\n", say(run, WORD_SUMMARY_REASONS));
	json_array_foreach(array, i, row)
	{
		reason = value_text(row, "reason");
		comity_text_add(&text,
		    reason != NULL ? reason : say(run, WORD_SUMMARY_REST));
		if (value_text(row, "message") != NULL)
			comity_text_addf(
			    &text, ": %s", value_text(row, "message"));
		line_of(number(row, "documents"), &text, to);
	}
}

static void
editions(const struct run *run, const json_t *value, FILE *to)
{
	const json_t *array = json_object_get(value, "editions"), *row;
	struct comity_text text = { 0 };
	size_t i;

	if (json_array_size(array) > 0)
		fprintf(to, "%s\n", say(run, WORD_SUMMARY_EDITIONS));
	json_array_foreach(array, i, row)
	{
		if (value_text(row, "id") == NULL)
			comity_text_add(&text, say(run, WORD_SUMMARY_REST));
		else
			comity_text_addf(&text, "%s %s, SHA-256 %s",
			    value_text(row, "id"), value_text(row, "edition"),
			    value_text(row, "digest"));
		line_of(number(row, "documents"), &text, to);
	}
}

/* Against the list: how many of its names are settled. */
static void
expected(const struct run *run, const json_t *value, FILE *to)
{
	const json_t *row = json_object_get(value, "expected");
	struct comity_text text = { 0 };
	char names[32], answered[32];

	if (row == NULL)
		return;
	snprintf(names, sizeof(names), "%lld", number(row, "names"));
	snprintf(answered, sizeof(answered), "%lld", number(row, "answered"));
	word_add(
	    &text, WORD_SUMMARY_EXPECTED, run->language, names, answered, NULL);
	line_wrapped(to, 0, text.data != NULL ? text.data : "", 4);
	comity_text_clear(&text);
}

/* What was not simply counted; nothing where there is none. */
static void
oddities(const struct run *run, const json_t *value, FILE *to)
{
	const json_t *lines = json_object_get(value, "lines");
	long long numbers[4] = { number(value, "conflicts"),
		number(lines, "twice"), number(lines, "torn"),
		number(lines, "foreign") };
	struct comity_text text = { 0 };
	char words[4][32];
	size_t i;

	for (i = 0; i < 4; i++)
		snprintf(words[i], 32, "%lld", numbers[i]);
	if (numbers[0] + numbers[1] + numbers[2] + numbers[3] == 0)
		return;
	word_add(&text, WORD_SUMMARY_LINES, run->language, words[0], words[1],
	    words[2], words[3], NULL);
	line_wrapped(to, 0, text.data != NULL ? text.data : "", 4);
	comity_text_clear(&text);
}

/* The first line: the answer to all. */
static void
head(const struct run *run, const json_t *value, int status, FILE *to)
{
	enum word yes_no = status == COMITY_OK        ? WORD_YES
			   : status == COMITY_REFUSED ? WORD_NO
						      : WORD_NO_ANSWER;
	struct comity_text text = { 0 };
	char documents[32], parts[32];

	snprintf(
	    documents, sizeof(documents), "%lld", number(value, "documents"));
	snprintf(parts, sizeof(parts), "%lld", number(value, "parts"));
	word_add(&text,
	    json_object_get(value, "parts") != NULL ? WORD_SUMMARY_HEAD_PARTS
						    : WORD_SUMMARY_HEAD,
	    run->language, say(run, yes_no), documents, parts, NULL);
	line_wrapped(to, 0, text.data != NULL ? text.data : "", 4);
	comity_text_clear(&text);
}

void
render_summary(const struct run *run, const json_t *value, int status,
    const struct comity_report *problems, FILE *to)
{
	const struct comity_finding *f;
	size_t i;

	head(run, value, status, to);
	expected(run, value, to);
	oddities(run, value, to);
	commands(run, value, to);
	if (run->options.quiet)
		return;
	reasons(run, value, to);
	findings(run, value, to);
	editions(run, value, to);
	for (i = 0; problems != NULL &&
		    (f = comity_report_at(problems, i)) != NULL;
	     i++)
		if (f->severity != COMITY_INFO || run->options.verbose)
			render_finding(run, f, false, to);
}

bool
render_summary_json(const json_t *value, FILE *to)
{
	bool done = json_dumpf(value, to, JSON_INDENT(2)) == 0;

	return fputc('\n', to) != EOF && done;
}
