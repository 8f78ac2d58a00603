/* SPDX-License-Identifier: Apache-2.0 */
#include "codelist.h"
#include "packs.h"

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
	ck_assert(!comity_codelist_is_whole(comity_packs_codelist_at(packs, 1)));
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

SUITE("codelist")
SUITE_ROWS(codelist_row, rows);
SUITE_ROWS(days_row, days);
SUITE_TEST(codelist_others);
SUITE_TEST(codelist_head);
SUITE_END
