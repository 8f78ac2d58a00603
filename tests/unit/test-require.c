/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every requirement of every set: an agreement that meets it, one that lacks
 * it and one that contradicts it, each some edits away from a base.
 * tests/requirements/<set>.tsv; doc/requirements.md 4.
 */
#include "check.h"
#include "file.h"
#include "limit.h"
#include "packs.h"
#include "requirement.h"
#include "text.h"

#ifndef COMITY_SCHEMAS_DIR
#define COMITY_SCHEMAS_DIR COMITY_TEST_SRCDIR "/schemas"
#endif
#define EDITS_MAX 8
#define RESULTS_MAX 200

static const char *const set_names[] = { "eu-gdpr-transfer", "us-dsp",
	"us-nih-gds" };
#define SET_COUNT (sizeof(set_names) / sizeof(set_names[0]))

struct row {
	size_t set;
	int line;
	char *id, *result, *base, *also; /* also: others that may change */
	char *edits[2 * EDITS_MAX]; /* old, new, old, new */
	int edit_count;
};

/* The worst result of each requirement of a set. */
struct judged {
	int rc;
	bool schema_valid;
	enum comity_requirement_result results[RESULTS_MAX];
	bool has_place[RESULTS_MAX];
	struct comity_requirement_answers answers;
	struct comity_report *report;
};

static struct comity_packs *packs;
static struct comity_requirement_set *sets[SET_COUNT];
static struct row *rows;
static int row_count;

/* Undo \n \t in place; \* and \g stay. */
static void
unescape(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++) {
		if (*text == '\\' && (text[1] == 'n' || text[1] == 't')) {
			text++;
			*to++ = *text == 'n' ? '\n' : '\t';
		} else
			*to++ = *text;
	}
	*to = '\0';
}

static void
row_add(size_t set, int line, char *text)
{
	struct row *row;
	char *at = text;

	rows = realloc(rows, (size_t)(row_count + 1) * sizeof(*rows));
	if (rows == NULL)
		abort();
	row = &rows[row_count++];
	memset(row, 0, sizeof(*row));
	row->set = set;
	row->line = line;
	row->id = strdup(strsep(&at, "\t"));
	row->result = strdup(at != NULL ? strsep(&at, "\t") : "");
	row->base = strdup(at != NULL ? strsep(&at, "\t") : "");
	row->also = strdup(at != NULL ? strsep(&at, "\t") : "");
	while (at != NULL && row->edit_count < 2 * EDITS_MAX) {
		row->edits[row->edit_count] = strdup(strsep(&at, "\t"));
		unescape(row->edits[row->edit_count++]);
	}
}

static void
table_read(size_t set)
{
	char path[400], *line = NULL;
	size_t room = 0;
	FILE *file;
	int number = 0;

	snprintf(path, sizeof(path), "%s/tests/requirements/%s.tsv",
	    COMITY_TEST_SRCDIR, set_names[set]);
	if ((file = fopen(path, "r")) == NULL)
		abort();
	while (getline(&line, &room, file) >= 0) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '\0' && line[0] != '#')
			row_add(set, number, line);
	}
	free(line);
	fclose(file);
}

static void
all_read(void)
{
	struct comity_report *report = comity_report_new();
	size_t i;

	/* before the runner: no ck_assert yet */
	if (comity_packs_new(&packs) != COMITY_OK ||
	    comity_packs_read(packs, COMITY_SCHEMAS_DIR, true, report) !=
		COMITY_OK) {
		suite_show(report);
		abort();
	}
	for (i = 0; i < SET_COUNT; i++) {
		if (comity_requirement_set_read(packs, COMITY_SCHEMAS_DIR,
			set_names[i], TEST_MOMENT / 86400, report,
			&sets[i]) != COMITY_OK) {
			suite_show(report);
			abort();
		}
		table_read(i);
	}
	comity_report_free(report);
}

/* The first place of old in text; its "\*" stands for any text. */
static const char *
find(const char *text, const char *old, size_t *len)
{
	const char *star = strstr(old, "\\*"), *at, *end;
	char *head;

	if (star == NULL) {
		*len = strlen(old);
		return strstr(text, old);
	}
	head = strndup(old, (size_t)(star - old));
	at = strstr(text, head);
	end = at == NULL ? NULL : strstr(at + strlen(head), star + 2);
	free(head);
	*len = end == NULL ? 0 : (size_t)(end - at) + strlen(star + 2);
	return end == NULL ? NULL : at;
}

/* Replace the first place of old, or with "\g" every one; takes text. */
static char *
edit(const struct row *row, char *text, const char *old, const char *new)
{
	struct comity_text out = { 0 };
	bool all = strncmp(old, "\\g", 2) == 0;
	const char *from = text, *at;
	size_t len, count = 0;

	old += all ? 2 : 0;
	while ((all || count == 0) && (at = find(from, old, &len)) != NULL) {
		comity_text_add_bytes(&out, from, (size_t)(at - from));
		comity_text_add(&out, new);
		from = at + len;
		count++;
	}
	ck_assert_msg(count > 0, "%s line %d (%s): not in the base: %s",
	    set_names[row->set], row->line, row->id, old);
	comity_text_add(&out, from);
	free(text);
	return comity_text_take(&out);
}

static char *
base_read(const struct row *row)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	char path[400], *text;

	snprintf(path, sizeof(path), "%s/%s", COMITY_TEST_SRCDIR, row->base);
	ck_assert_msg(comity_file_read(path, COMITY_SOURCE_MAX, report,
			  &source) == COMITY_OK,
	    "%s line %d: no base %s", set_names[row->set], row->line, path);
	text = strndup((const char *)source->bytes, source->len);
	comity_source_free(source);
	comity_report_free(report);
	return text;
}

static int
severity_of(enum comity_requirement_result result)
{
	/* by how bad: not applicable below met */
	static const int order[] = { 1, 0, 2, 4, 3 };

	return order[result];
}

static void
judge(size_t set, const char *text, struct judged *out)
{
	struct comity_doc *doc = doc_load(text);
	struct comity_translation *core = NULL;
	struct comity_checked checked;
	const struct comity_edition *edition;
	size_t i, j;

	memset(out, 0, sizeof(*out));
	out->report = comity_report_new();
	ck_assert_int_eq(comity_packs_match(packs, doc, NULL, TEST_MOMENT,
			     out->report, &edition),
	    COMITY_OK);
	comity_check(edition, doc, TEST_MOMENT, out->report, &checked);
	out->schema_valid = checked.schema_valid;
	if (!checked.schema_valid)
		suite_show(out->report);
	ck_assert(checked.schema_valid);
	ck_assert_int_eq(
	    comity_translate_in(&checked, out->report, &core), COMITY_OK);
	out->rc = comity_requirements_judge(
	    sets[set], core, doc, TEST_MOMENT, out->report, &out->answers);
	for (i = 0; i < RESULTS_MAX; i++)
		out->results[i] = COMITY_REQUIREMENT_NOT_APPLICABLE;
	for (i = 0; i < out->answers.count; i++) {
		const struct comity_requirement_answer *a = &out->answers.at[i];

		for (j = 0; j < comity_requirement_count(sets[set]); j++) {
			if (strcmp(comity_requirement_at(sets[set], j).id,
				a->requirement.id) != 0)
				continue;
			if (severity_of(a->result) >=
			    severity_of(out->results[j])) {
				out->results[j] = a->result;
				out->has_place[j] = a->line > 0;
			}
		}
	}
	comity_translation_free(core);
	comity_doc_free(doc);
}

static void
judged_clear(struct judged *judged)
{
	comity_requirement_answers_clear(&judged->answers);
	comity_report_free(judged->report);
}

/* No other requirement changes but those that the row names. */
static void
others_check(const struct row *row, const struct judged *base,
    const struct judged *edited)
{
	char word[100], list[400];
	const char *id;
	size_t i;

	snprintf(list, sizeof(list), " %s ", row->also);
	for (i = 0; i < comity_requirement_count(sets[row->set]); i++) {
		id = comity_requirement_at(sets[row->set], i).id;
		snprintf(word, sizeof(word), " %s ", id);
		if (strcmp(id, row->id) == 0 || strstr(list, word) != NULL)
			continue;
		ck_assert_msg(base->results[i] == edited->results[i],
		    "%s line %d (%s): %s changes too, to %s",
		    set_names[row->set], row->line, row->id, id,
		    comity_requirement_result_name(edited->results[i]));
	}
}

static void
status_check(const struct row *row, const struct judged *judged)
{
	const struct comity_requirement_answer *a;
	int expected = COMITY_OK;
	size_t i;

	for (i = 0; i < judged->answers.count; i++) {
		a = &judged->answers.at[i];
		if (a->requirement.warns)
			continue;
		if (a->result == COMITY_REQUIREMENT_OPEN)
			expected =
			    comity_status_worse(expected, COMITY_UNKNOWN);
		else if (a->result == COMITY_REQUIREMENT_MISSING ||
			 a->result == COMITY_REQUIREMENT_CONTRADICTORY)
			expected =
			    comity_status_worse(expected, COMITY_REFUSED);
	}
	ck_assert_msg(judged->rc == expected, "%s line %d (%s): status %d",
	    set_names[row->set], row->line, row->id, judged->rc);
}

START_TEST(requirement_row)
{
	const struct row *row = &rows[_i];
	struct judged base, edited;
	char *text = base_read(row);
	size_t i, count = comity_requirement_count(sets[row->set]);
	int at;

	for (i = 0; i < count; i++) {
		if (strcmp(comity_requirement_at(sets[row->set], i).id,
			row->id) == 0)
			break;
	}
	ck_assert_msg(i < count, "%s line %d: no requirement %s",
	    set_names[row->set], row->line, row->id);
	judge(row->set, text, &base);
	for (at = 0; at + 1 < row->edit_count; at += 2)
		text = edit(row, text, row->edits[at], row->edits[at + 1]);
	judge(row->set, text, &edited);
	ck_assert_msg(strcmp(comity_requirement_result_name(edited.results[i]),
			  row->result) == 0,
	    "%s line %d (%s): %s, not %s", set_names[row->set], row->line,
	    row->id, comity_requirement_result_name(edited.results[i]),
	    row->result);
	ck_assert_msg(edited.has_place[i], "%s line %d (%s): no line",
	    set_names[row->set], row->line, row->id);
	status_check(row, &edited);
	if (strcmp(row->also, "*") != 0)
		others_check(row, &base, &edited);
	judged_clear(&base);
	judged_clear(&edited);
	free(text);
}
END_TEST

/* Each requirement has a row met, missing and contradictory. */
START_TEST(set_is_covered)
{
	static const char *const wanted[] = { "met", "missing",
		"contradictory" };
	size_t i, j, count = comity_requirement_count(sets[_i]);
	int k;

	ck_assert_uint_gt(count, 0);
	for (i = 0; i < count; i++) {
		const char *id = comity_requirement_at(sets[_i], i).id;

		for (j = 0; j < 3; j++) {
			for (k = 0; k < row_count; k++) {
				if (rows[k].set == (size_t)_i &&
				    strcmp(rows[k].id, id) == 0 &&
				    strcmp(rows[k].result, wanted[j]) == 0)
					break;
			}
			ck_assert_msg(k < row_count,
			    "tests/requirements/%s.tsv: %s has no row %s",
			    set_names[_i], id, wanted[j]);
		}
	}
}
END_TEST

SUITE("require")
all_read();
tcase_add_loop_test(tcase, set_is_covered, 0, (int)SET_COUNT);
tcase_add_loop_test(tcase, requirement_row, 0, row_count);
SUITE_END
