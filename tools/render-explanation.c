/* SPDX-License-Identifier: Apache-2.0 */
/* render-explanation: what a word means, for a person or as JSON. */
#include "explanation.h"
#include "render-json.h"
#include "render-lines.h"
#include "words.h"

#include <stdlib.h>

static void
print_row(const struct run *run, enum word label, const json_t *entry,
    const char *key, FILE *to)
{
	line_row(run, label, value_text(entry, key), to);
}

/* "us-ear/expiry, edition 2026-07-23: error", "term: Ausfuhr (export)" */
static void
print_head(const struct run *run, const json_t *entry, FILE *to)
{
	const char *profile = value_text(entry, "profile");
	const char *severity = value_text(entry, "severity");
	const char *name = value_text(entry, "name");

	if (profile != NULL)
		fprintf(to, "%s/", profile);
	fputs(name != NULL ? name : value_text(entry, "id"), to);
	if (profile != NULL)
		fprintf(to, ", %s %s", word(WORD_EDITION, run->language),
		    value_text(entry, "edition"));
	if (severity != NULL)
		fprintf(to, ": %s", severity);
	fputc('\n', to);
}

static void
print_names(const struct run *run, const json_t *entry, FILE *to)
{
	const json_t *names = json_object_get(entry, "names");
	struct comity_text text = { 0 };
	const char *language;
	json_t *name;

	json_object_foreach((json_t *)(uintptr_t)names, language, name)
	{
		comity_text_addf(&text, "%s%s %s", text.len > 0 ? ", " : "",
		    language, json_string_value(name));
	}
	line_row(run, WORD_CALLED, text.data, to);
	comity_text_clear(&text);
}

static void
print_meaning(const struct run *run, const json_t *meaning, FILE *to)
{
	int column = fprintf(to, "  %s: ", value_text(meaning, "in"));

	line_wrapped(to, column, value_text(meaning, "meaning"), 4);
	print_row(run, WORD_BASIS, meaning, "basis", to);
	print_row(run, WORD_SOURCE, meaning, "source", to);
	if (!json_is_true(json_object_get(meaning, "confirmed")))
		fprintf(
		    to, "    %s\n", word(WORD_NOT_CONFIRMED, run->language));
}

static void
print_entry(const struct run *run, const json_t *entry, FILE *to)
{
	const char *meaning = value_text(entry, "meaning");
	const json_t *each;
	size_t i;

	print_head(run, entry, to);
	if (meaning != NULL)
		line_wrapped(to, fprintf(to, "    "), meaning, 4);
	if (json_object_get(entry, "names") != NULL)
		print_names(run, entry, to);
	json_array_foreach(json_object_get(entry, "meanings"), i, each)
	{
		print_meaning(run, each, to);
	}
	print_row(run, WORD_NOT_TO_CONFUSE, entry, "doNotConfuse", to);
	print_row(run, WORD_BASIS, entry, "basis", to);
	print_row(run, WORD_NEXT_STEP, entry, "nextStep", to);
}

bool
render_explanation(const struct run *run, const json_t *entries, FILE *to)
{
	const json_t *entry;
	size_t i;

	if (run->options.format == FORMAT_JSON) {
		if (json_dumpf(entries, to, JSON_INDENT(1)) != 0)
			return false;
		fputc('\n', to);
		return true;
	}
	json_array_foreach(entries, i, entry)
	{
		if (comity_text_same(value_text(entry, "kind"), "name")) {
			line_lead(to, 0, value_text(entry, "id"), 24);
			fprintf(to, "%s\n", value_text(entry, "name"));
			continue;
		}
		print_entry(run, entry, to);
	}
	return true;
}

bool
render_unexplained(
    const struct run *run, const struct comity_suggestions *meant, FILE *to)
{
	char *asked = comity_text_escape(meant->written, 200);
	struct comity_text text = { 0 }, words = { 0 };
	bool done = asked != NULL;
	size_t i;

	word_add(
	    &text, WORD_NOT_EXPLAINED, run->language, asked ? asked : "", NULL);
	for (i = 0; i < meant->count; i++)
		comity_text_addf(
		    &words, "%s%s", i > 0 ? ", " : "", meant->words[i]);
	if (words.len > 0) {
		comity_text_add(&text, "; ");
		word_add(
		    &text, WORD_DID_YOU_MEAN, run->language, words.data, NULL);
	}
	done = done && !text.failed && !words.failed &&
	       fprintf(to, "%s\n", text.data) > 0;
	comity_text_clear(&text);
	comity_text_clear(&words);
	free(asked);
	return done;
}
