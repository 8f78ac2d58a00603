/* SPDX-License-Identifier: Apache-2.0 */
#include "codelist.h"
#include "packs.h"
#include "text.h"

#define ANY_DAY INT64_MAX
static const struct row {
	const char *why, *list, *code, *day;
	enum comity_code answer;
	const char *label;
} rows[] = {
	{ "a plain code", "xx-goods", "G1", NULL, COMITY_CODE_PRESENT,
	    "Seeds" },
	{ "open on both ends", "xx-goods", "G1", "1900-01-01",
	    COMITY_CODE_PRESENT, "Seeds" },
	{ "no such code", "xx-goods", "G3", NULL, COMITY_CODE_ABSENT, NULL },
	{ "case counts", "xx-goods", "g1", NULL, COMITY_CODE_ABSENT, NULL },
	{ "a prefix is not the code", "xx-goods", "G", NULL, COMITY_CODE_ABSENT,
	    NULL },
	{ "no code is empty", "xx-goods", "", NULL, COMITY_CODE_ABSENT, NULL },
	{ "the first day counts", "xx-goods", "G2", "2026-01-01",
	    COMITY_CODE_PRESENT, "Spores, again" },
	{ "the day before does not", "xx-goods", "G2", "2025-12-31",
	    COMITY_CODE_EXPIRED, "Spores, again" },
	{ "the last day counts", "xx-goods", "G2", "2026-06-30",
	    COMITY_CODE_PRESENT, "Spores, again" },
	{ "the day after does not", "xx-goods", "G2", "2026-07-01",
	    COMITY_CODE_EXPIRED, "Spores, again" },
	{ "a second span", "xx-goods", "G2", "2031-01-01", COMITY_CODE_PRESENT,
	    "Spores, again" },
	{ "ever", "xx-goods", "G2", NULL, COMITY_CODE_PRESENT,
	    "Spores, again" },
	{ "the newest edition", "xx-colors", "green", NULL, COMITY_CODE_PRESENT,
	    NULL },
	{ "not in the newest", "xx-colors", "blue", NULL, COMITY_CODE_ABSENT,
	    NULL },
	{ "one edition by name", "xx-colors@2026-01-01", "blue", NULL,
	    COMITY_CODE_PRESENT, NULL },
	{ "an optional column", "xx-colors@2026-01-01", "red", NULL,
	    COMITY_CODE_PRESENT, "Red form" },
};

static void
row_check(const struct row *row, bool deferred)
{
	struct comity_packs *packs = packs_load_as(GOOD_PACKS, deferred);
	const struct comity_edition *edition =
	    comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	const struct comity_codelist *list;
	const char *label;
	int64_t day = ANY_DAY;

	ck_assert_ptr_nonnull(edition);
	list = comity_edition_codelist(edition, row->list);
	ck_assert_msg(list != NULL, "%s", row->why);
	if (row->day != NULL)
		ck_assert_int_eq(comity_day_read(row->day, &day), COMITY_OK);
	ck_assert_msg(comity_codelist_find(list, row->code, day) == row->answer,
	    "%s", row->why);
	label = comity_codelist_column(list, row->code, "label");
	if (row->label == NULL)
		ck_assert_msg(label == NULL, "%s", row->why);
	else
		ck_assert_str_eq(label, row->label);
	comity_packs_free(packs);
}

START_TEST(codelist_row)
{
	row_check(&rows[_i], false);
	row_check(&rows[_i], true);
}
END_TEST

static void
others_check(bool deferred)
{
	struct comity_packs *packs = packs_load_as(GOOD_PACKS, deferred);
	const struct comity_edition *note =
	    comity_packs_edition(packs, "xx-note", "1", 0);
	const struct comity_codelist *list;

	/* A list of another pack is not this pack's. */
	ck_assert_ptr_null(comity_edition_codelist(note, "xx-goods"));
	ck_assert_ptr_nonnull(comity_edition_codelist(note, "xx-colors"));
	ck_assert_ptr_null(comity_edition_codelist(note, "xx-color"));
	ck_assert_ptr_null(
	    comity_packs_codelist(packs, "xx-colors@2026-01-02"));
	list = comity_packs_codelist(packs, "xx-colors");
	ck_assert_str_eq(comity_codelist_edition(list), "2027-01-01");
	ck_assert_int_eq((int)strlen(comity_codelist_digest(list)), 64);
	ck_assert_uint_eq(comity_codelist_count(list), 2);
	ck_assert_str_eq(comity_codelist_at(list, 0), "red");
	ck_assert_ptr_null(comity_codelist_at(list, 2));
	ck_assert(!comity_codelist_has_column(list, "parent"));
	comity_packs_free(packs);
}

START_TEST(codelist_others)
{
	others_check(false);
	others_check(true);
}
END_TEST

/* What is asked of a list whose rows are not read yet. */
START_TEST(codelist_head)
{
	struct comity_packs *packs = packs_load_as(GOOD_PACKS, true);
	const struct comity_edition *edition =
	    comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	const struct comity_codelist *head =
	    comity_edition_codelist_head(edition, "xx-goods");

	ck_assert(!comity_codelist_is_whole(head));
	ck_assert_str_eq(comity_codelist_id(head), "xx-goods");
	ck_assert_int_eq((int)strlen(comity_codelist_digest(head)), 64);
	ck_assert(comity_codelist_has_column(head, "validTo"));
	ck_assert(!comity_codelist_has_column(head, "parent"));
	ck_assert_uint_eq(comity_packs_codelist_count(packs), 2);
	ck_assert(
	    !comity_codelist_is_whole(comity_packs_codelist_at(packs, 1)));
	ck_assert_str_eq(
	    comity_codelist_edition(comity_packs_codelist_at(packs, 1)),
	    "2027-01-01");
	/* it is the same one afterwards */
	ck_assert_ptr_eq(comity_edition_codelist(edition, "xx-goods"), head);
	ck_assert(comity_codelist_is_whole(head));
	ck_assert_ptr_null(comity_edition_codelist_head(edition, "xx-good"));
	comity_packs_free(packs);
}
END_TEST

static const struct days {
	const char *why, *code, *day, *from, *through; /* NULL: open */
	bool known;
} days[] = {
	{ "no days stated", "G1", "2026-01-01", NULL, NULL, true },
	{ "not in the list", "G3", "2026-01-01", NULL, NULL, false },
	{ "before the first span: that one", "G2", "2025-01-01", "2026-01-01",
	    "2026-06-30", true },
	{ "in the first span", "G2", "2026-06-30", "2026-01-01", "2026-06-30",
	    true },
	{ "between: the one that ended", "G2", "2026-07-01", "2026-01-01",
	    "2026-06-30", true },
	{ "in the second span", "G2", "2027-01-01", "2027-01-01", NULL, true },
	{ "ever: the last", "G2", NULL, "2027-01-01", NULL, true },
};

static int64_t
day_or(const char *text, int64_t none)
{
	int64_t day = none;

	if (text != NULL)
		ck_assert_int_eq(comity_day_read(text, &day), COMITY_OK);
	return day;
}

START_TEST(days_row)
{
	const struct days *row = &days[_i];
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	const struct comity_codelist *list = comity_edition_codelist(
	    comity_packs_edition(packs, "xx-permit", "2026-07-01", 0),
	    "xx-goods");
	int64_t from = -1, through = -1;

	ck_assert_msg(
	    comity_codelist_days(list, row->code, day_or(row->day, ANY_DAY),
		&from, &through) == row->known,
	    "%s", row->why);
	if (row->known) {
		ck_assert_msg(
		    from == day_or(row->from, INT64_MIN), "%s", row->why);
		ck_assert_msg(
		    through == day_or(row->through, INT64_MAX), "%s", row->why);
	}
	ck_assert_ptr_null(comity_codelist_replacement(list, row->code));
	comity_packs_free(packs);
}
END_TEST

/* Lists read at once and in two steps: the same, also where what stands in
 * them is not as in most. */
#define HEAD                                                                   \
	"<g:CodeList xmlns:g='http://docs.oasis-open.org/codelist/ns/"         \
	"genericode/1.0/'><Identification><ShortName>x</ShortName>"            \
	"<Version>1</Version></Identification><ColumnSet><Column Id='code'/>"  \
	"<Column Id='label'/><Column Id='validFrom'/></ColumnSet>"
#define CODE(text) "<Value ColumnRef='code'>" text "</Value>"
#define SIMPLE(text) "<SimpleValue>" text "</SimpleValue>"
#define A CODE(SIMPLE("A"))
#define LABEL(text) "<Value ColumnRef='label'>" SIMPLE(text) "</Value>"
#define TABLE(rows) "<SimpleCodeList>" rows "</SimpleCodeList>"
#define TAIL "</g:CodeList>"
#define ROW(values) HEAD TABLE("<Row>" values "</Row>") TAIL
static const struct alike {
	const char *why, *text;
	const char *label; /* of code A; NULL none */
	size_t count; /* of rows; 0: it is refused */
} alike[] = {
	{ "plain", ROW(A LABEL("a")), "a", 1 },
	{ "white space", ROW(" \n" A "\t" LABEL(" a  b\n")), "a b", 1 },
	{ "a section", ROW(A LABEL("a<![CDATA[<b>]]>c")), "a<b>c", 1 },
	{ "references", ROW(A LABEL("&amp;&#65;&#x20AC;&lt;")),
	    "&A\xe2\x82\xac<", 1 },
	{ "a reference in an attribute",
	    ROW("<Value ColumnRef='c&#111;de'>" SIMPLE("A") "</Value>" LABEL(
		"a")),
	    "a", 1 },
	{ "comments",
	    "<!-- a -->" HEAD TABLE("<!-- b --><Row>" A LABEL(
		"a<!-- c -->b") "</Row>") TAIL "<!-- d -->",
	    "ab", 1 },
	{ "an empty value", ROW(A LABEL("")), "", 1 },
	{ "no value", ROW(A "<Value ColumnRef='label'/>"), NULL, 0 },
	{ "text that is no value", ROW("b" A "b" LABEL("a")), "a", 1 },
	{ "an element before the value",
	    ROW(CODE("<Note/>" SIMPLE("A")) LABEL("a")), "a", 1 },
	{ "an element in the value", ROW(A LABEL("a<b>b</b>")), "ab", 1 },
	{ "an element behind it", ROW(CODE(SIMPLE("A") "<Note/>")), NULL, 0 },
	{ "a second value", ROW(CODE(SIMPLE("A") SIMPLE("B"))), NULL, 0 },
	{ "of another namespace",
	    ROW(CODE("<SimpleValue xmlns='urn:x'>A"
		     "</SimpleValue>")),
	    NULL, 0 },
	{ "another attribute",
	    ROW("<Value x:ColumnRef='label' xmlns:x='urn:x'"
		" ColumnRef='code' more='1'>" SIMPLE("A") "</Value>" LABEL(
		    "a")),
	    "a", 1 },
	{ "a column twice", ROW(A A), NULL, 0 },
	{ "an unknown column",
	    ROW(A "<Value ColumnRef='b'>" SIMPLE("a") "</Value>"), NULL, 0 },
	{ "a row without a code", ROW(LABEL("a")), NULL, 0 },
	{ "a day that is none",
	    ROW(A "<Value ColumnRef='validFrom'>" SIMPLE("soon") "</Value>"),
	    NULL, 0 },
	{ "a code twice", HEAD TABLE("<Row>" A "</Row><Row>" A "</Row>") TAIL,
	    NULL, 0 },
	{ "no rows", HEAD TABLE("") TAIL, NULL, 0 },
	{ "no table", HEAD TAIL, NULL, 0 },
	{ "two tables", HEAD TABLE("<Row>" A "</Row>") TABLE("") TAIL, NULL,
	    0 },
	{ "columns again", HEAD TABLE("<Row>" A "</Row>") "<ColumnSet/>" TAIL,
	    NULL, 0 },
	{ "something else among rows",
	    HEAD TABLE("<Row>" A "</Row><Note/>") TAIL, NULL, 0 },
	{ "something else beside the table",
	    HEAD "<Note><Row/></Note>" TABLE(
		"<Row>" A LABEL("a") "</Row>") "<Note/>" TAIL,
	    "a", 1 },
	{ "an instruction", HEAD TABLE("<?x y?><Row>" A "</Row>") TAIL, NULL,
	    0 },
	{ "not ended", HEAD TABLE("<Row>" A "</Row>"), NULL, 0 },
	{ "octets that are no text", ROW(A LABEL("\xff")), NULL, 0 },
};

static void
alike_check(const struct alike *row, const struct comity_codelist *list)
{
	const char *label = comity_codelist_column(list, "A", "label");

	ck_assert_msg(
	    comity_codelist_count(list) == row->count, "%s", row->why);
	ck_assert_str_eq(comity_codelist_id(list), "x");
	ck_assert_msg(comity_text_same(label, row->label), "%s: %s", row->why,
	    label ? label : "-");
}

START_TEST(alike_row)
{
	const struct alike *row = &alike[_i];
	struct comity_report *report = comity_report_new();
	struct comity_folder_file file = { .name = (char *)"codes/x.gc" };
	struct comity_codelist *list, *late;
	int rc;

	ck_assert_int_eq(comity_source_new("x.gc", row->text, strlen(row->text),
			     report, &file.source),
	    COMITY_OK);
	rc = comity_codelist_read(&file, report, &list);
	ck_assert_msg(
	    (rc == COMITY_OK) == (row->count > 0), "%s: %d", row->why, rc);
	if (rc == COMITY_OK)
		alike_check(row, list);
	rc = comity_codelist_promise(&file, report, &late);
	ck_assert_msg(rc == COMITY_OK, "%s: %d", row->why, rc);
	ck_assert_uint_eq(comity_codelist_count(late), 0);
	rc = comity_codelist_fulfil(late, report);
	ck_assert_msg(
	    (rc == COMITY_OK) == (row->count > 0), "%s: late %d", row->why, rc);
	if (rc == COMITY_OK)
		alike_check(row, late);
	comity_codelist_free(list);
	comity_codelist_free(late);
	comity_source_free(file.source);
	comity_report_free(report);
}
END_TEST

SUITE("codelist")
SUITE_ROWS(alike_row, alike);
SUITE_ROWS(codelist_row, rows);
SUITE_ROWS(days_row, days);
SUITE_TEST(codelist_others);
SUITE_TEST(codelist_head);
SUITE_END
