/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every rule of every profile: a document that meets it, and its twin, one
 * edit away, that breaks it. tests/rules/<profile>.tsv; doc/rules.md 4.
 */
#include "check.h"
#include "file.h"
#include "limit.h"
#include "packs.h"
#include "rules.h"
#include "text.h"

#ifndef COMITY_SCHEMAS_DIR
#define COMITY_SCHEMAS_DIR COMITY_TEST_SRCDIR "/schemas"
#endif
#define COLUMNS 5

struct row {
	char *file; /* us-ear.tsv */
	int line;
	char *columns[COLUMNS]; /* rule, base, old, new, also; NULL none */
};

static struct comity_packs *packs;
static struct row *rows;
static int row_count;

/* Undo \n \t \\ in place. */
static void
unescape(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++) {
		if (*text == '\\' && text[1] != '\0' &&
		    strchr("nt\\", text[1]) != NULL) {
			text++;
			*to++ =
			    *text == 'n' ? '\n' : (*text == 't' ? '\t' : '\\');
		} else
			*to++ = *text;
	}
	*to = '\0';
}

static void
row_add(const char *file, int line, char *text)
{
	struct row *row;
	char *at = text;
	int i;

	rows = realloc(rows, (size_t)(row_count + 1) * sizeof(*rows));
	if (rows == NULL)
		abort();
	row = &rows[row_count++];
	memset(row, 0, sizeof(*row));
	row->file = strdup(file);
	row->line = line;
	for (i = 0; at != NULL && i < COLUMNS; i++) {
		row->columns[i] = strdup(strsep(&at, "\t"));
		if (i == 2 || i == 3)
			unescape(row->columns[i]);
	}
}

/* The rows of one profile; false: it has no table. */
static bool
table_read(const char *profile)
{
	char path[400], *text = NULL;
	size_t room = 0;
	ssize_t len;
	FILE *file;
	int line = 0;

	snprintf(path, sizeof(path), "%s/tests/rules/%s.tsv",
	    COMITY_TEST_SRCDIR, profile);
	if ((file = fopen(path, "r")) == NULL)
		return false;
	snprintf(path, sizeof(path), "%s.tsv", profile);
	while ((len = getline(&text, &room, file)) >= 0) {
		line++;
		if (len > 0 && text[len - 1] == '\n')
			text[len - 1] = '\0';
		if (text[0] != '#' && text[0] != '\0')
			row_add(path, line, text);
	}
	free(text);
	fclose(file);
	return true;
}

/* Load the packs and all tables, before the runner forks. */
static void
tables_read(void)
{
	struct comity_report *report = comity_report_new();
	size_t i;

	if (report == NULL || comity_packs_new(&packs) != COMITY_OK ||
	    comity_packs_read(packs, COMITY_SCHEMAS_DIR, true, report) !=
		COMITY_OK) {
		suite_show(report);
		printf("Bail out! the packs do not load\n");
		exit(EXIT_FAILURE);
	}
	comity_report_free(report);
	for (i = 0; i < comity_packs_count(packs); i++) {
		/* A table serves all editions of its profile. */
		const char *profile = comity_packs_at(packs, i)->profile;

		if (i == 0 || strcmp(profile,
				  comity_packs_at(packs, i - 1)->profile) != 0)
			table_read(profile);
	}
}

/* The base document of a row as text. */
static char *
base_read(const struct row *row)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	char path[400], *text;

	snprintf(path, sizeof(path), "%s/examples/%s", COMITY_TEST_SRCDIR,
	    row->columns[1]);
	ck_assert_msg(comity_file_read(path, COMITY_SOURCE_MAX, report,
			  &source) == COMITY_OK,
	    "%s line %d: no base %s", row->file, row->line, row->columns[1]);
	text = strdup((char *)source->bytes);
	comity_source_free(source);
	comity_report_free(report);
	return text;
}

/* One document, judged. */
struct judged {
	struct comity_report *report;
	const struct comity_edition *edition;
	struct comity_checked checked;
	size_t *fired;
	int rc;
};

static void
judge(const char *text, struct judged *judged)
{
	struct comity_doc *doc = doc_load(text);

	memset(judged, 0, sizeof(*judged));
	judged->report = comity_report_new();
	ck_assert_int_eq(comity_packs_match(packs, doc, NULL, TEST_MOMENT,
			     judged->report, &judged->edition),
	    COMITY_OK);
	judged->fired = calloc(
	    comity_rules_count(judged->edition->rules) + 1, sizeof(size_t));
	judged->rc = comity_check_fired(judged->edition, doc, TEST_MOMENT,
	    judged->report, &judged->checked, judged->fired);
	comity_doc_free(doc);
}

static void
judged_clear(struct judged *judged)
{
	comity_report_free(judged->report);
	free(judged->fired);
}

/* Whether a word stands in a list separated by blanks. */
static bool
listed(const char *word, const char *list)
{
	size_t len = strlen(word);
	const char *at = list;

	while (at != NULL && (at = strstr(at, word)) != NULL) {
		if ((at == list || at[-1] == ' ') &&
		    (at[len] == '\0' || at[len] == ' '))
			return true;
		at += len;
	}
	return false;
}

static bool
reports(const struct judged *judged, const char *rule)
{
	char id[400];

	snprintf(id, sizeof(id), "%s/%s", judged->edition->profile, rule);
	return comity_report_find(judged->report, id) != NULL;
}

/* Errors of the twin that the row does not name, as text. */
static void
others_check(const struct row *row, const struct judged *twin)
{
	size_t i, len = strlen(twin->edition->profile) + 1;

	for (i = 0; i < comity_report_count(twin->report); i++) {
		const struct comity_finding *finding =
		    comity_report_at(twin->report, i);

		if (finding->severity < COMITY_ERROR ||
		    strncmp(finding->id, "comity-", 7) == 0 ||
		    strcmp(finding->id + len, row->columns[0]) == 0 ||
		    listed(finding->id + len, row->columns[4]))
			continue;
		ck_abort_msg("%s line %d (%s): the twin also breaks %s (%s)",
		    row->file, row->line, row->columns[0], finding->id,
		    finding->message);
	}
}

static void
base_check(const struct row *row, const char *text)
{
	struct judged base;
	size_t i, number = SIZE_MAX;

	judge(text, &base);
	for (i = 0; i < comity_rules_count(base.edition->rules); i++) {
		if (strcmp(comity_rules_at(base.edition->rules, i).id,
			row->columns[0]) == 0)
			number = i;
	}
	ck_assert_msg(number != SIZE_MAX, "%s line %d: %s has no rule %s",
	    row->file, row->line, base.edition->profile, row->columns[0]);
	ck_assert_msg(base.rc >= COMITY_OK && base.checked.schema_valid,
	    "%s line %d (%s): the base %s is not schema-valid (%d)", row->file,
	    row->line, row->columns[0], row->columns[1], base.rc);
	ck_assert_msg(base.fired[number] > 0,
	    "%s line %d (%s): the base does not reach the rule", row->file,
	    row->line, row->columns[0]);
	ck_assert_msg(!reports(&base, row->columns[0]),
	    "%s line %d (%s): the base breaks the rule itself", row->file,
	    row->line, row->columns[0]);
	judged_clear(&base);
}

START_TEST(twin_row)
{
	const struct row *row = &rows[_i];
	struct comity_text text = { 0 };
	struct judged twin;
	char *base, *at, *edited;

	ck_assert_msg(row->columns[3] != NULL, "%s line %d: four columns",
	    row->file, row->line);
	base = base_read(row);
	base_check(row, base);
	at = strstr(base, row->columns[2]);
	ck_assert_msg(row->columns[2][0] != '\0' && at != NULL,
	    "%s line %d (%s): the old text is not in %s", row->file, row->line,
	    row->columns[0], row->columns[1]);
	comity_text_add_bytes(&text, base, (size_t)(at - base));
	comity_text_add(&text, row->columns[3]);
	comity_text_add(&text, at + strlen(row->columns[2]));
	edited = comity_text_take(&text);
	judge(edited, &twin);
	if (!twin.checked.schema_valid)
		suite_show(twin.report);
	ck_assert_msg(twin.checked.schema_valid,
	    "%s line %d (%s): the twin is not schema-valid", row->file,
	    row->line, row->columns[0]);
	ck_assert_msg(twin.rc >= COMITY_OK,
	    "%s line %d (%s): the twin has no answer (%d)", row->file,
	    row->line, row->columns[0], twin.rc);
	ck_assert_msg(reports(&twin, row->columns[0]),
	    "%s line %d (%s): the twin does not break the rule", row->file,
	    row->line, row->columns[0]);
	others_check(row, &twin);
	judged_clear(&twin);
	free(edited);
	free(base);
}
END_TEST

/* Whether two editions have one file of rules between them. */
static bool
same_rules(const struct comity_edition *a, const struct comity_edition *b)
{
	const struct comity_source *x = comity_edition_file(a, "rules.sch");
	const struct comity_source *y = comity_edition_file(b, "rules.sch");

	return a == b || (x != NULL && y != NULL && x->len == y->len &&
			     memcmp(x->bytes, y->bytes, x->len) == 0);
}

/* The edition that judges the base of a row. */
static const struct comity_edition *
base_edition(const struct row *row)
{
	const struct comity_edition *edition = NULL;
	struct comity_report *report = comity_report_new();
	char *text = base_read(row);
	struct comity_doc *doc = doc_load(text);

	ck_assert_int_eq(
	    comity_packs_match(packs, doc, NULL, TEST_MOMENT, report, &edition),
	    COMITY_OK);
	comity_doc_free(doc);
	comity_report_free(report);
	free(text);
	return edition;
}

/* Every rule of every edition has a row, with a document that is judged by
 * that rule and not by its namesake in another edition. */
START_TEST(edition_is_covered)
{
	const struct comity_edition *edition =
	    comity_packs_at(packs, (size_t)_i);
	char file[400], missing[1000] = "";
	size_t i, len = 0;
	int j;

	snprintf(file, sizeof(file), "%s.tsv", edition->profile);
	for (i = 0; i < comity_rules_count(edition->rules); i++) {
		const char *id = comity_rules_at(edition->rules, i).id;

		for (j = 0; j < row_count; j++) {
			if (strcmp(rows[j].file, file) == 0 &&
			    strcmp(rows[j].columns[0], id) == 0 &&
			    same_rules(edition, base_edition(&rows[j])))
				break;
		}
		if (j == row_count && len < sizeof(missing))
			len += (size_t)snprintf(
			    missing + len, sizeof(missing) - len, " %s", id);
	}
	ck_assert_msg(
	    len == 0, "tests/rules/%s has no row for:%s", file, missing);
}
END_TEST

SUITE("twins")
tables_read();
tcase_add_loop_test(
    tcase, edition_is_covered, 0, (int)comity_packs_count(packs));
tcase_add_loop_test(tcase, twin_row, 0, row_count);
SUITE_END
