/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "limit.h"
#include "moment.h"
#include "suite.h"

static const struct row {
	const char *why, *text;
	const char *want; /* as comity_moment_write gives it; NULL refused */
} rows[] = {
	{ "plain", "2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z" },
	{ "an offset", "2026-06-01T01:30:00+02:00", "2026-05-31T23:30:00Z" },
	{ "a fraction is cut", "2026-06-01T00:00:00.999Z",
	    "2026-06-01T00:00:00Z" },
	{ "the end of a day", "2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z" },
	{ "before 1970", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z" },
	{ "a leap day", "2028-02-29T12:00:00Z", "2028-02-29T12:00:00Z" },
	{ "no leap day", "2026-02-29T12:00:00Z", NULL },
	{ "no leap day in 2100", "2100-02-29T12:00:00Z", NULL },
	{ "no zone", "2026-06-01T00:00:00", NULL },
	{ "text after the Z", "2026-06-01T00:00:00Zx", NULL },
	{ "a lone point", "2026-06-01T00:00:00.Z", NULL },
	{ "month 13", "2026-13-01T00:00:00Z", NULL },
	{ "hour 25", "2026-06-01T25:00:00Z", NULL },
	{ "an offset too far", "2026-06-01T00:00:00+14:30", NULL },
	{ "a day is no moment", "2026-06-01", NULL },
	{ "nothing", "", NULL },
};

START_TEST(moment_row)
{
	const struct row *row = &rows[_i];
	int64_t at = 0;
	char text[32];
	int rc = comity_moment_read(row->text, &at);

	ck_assert_msg((rc == COMITY_OK) == (row->want != NULL), "%s", row->why);
	if (row->want == NULL)
		return;
	comity_moment_write(at, text);
	ck_assert_msg(strcmp(text, row->want) == 0, "%s: %s", row->why, text);
}
END_TEST

static const struct add_row {
	const char *why, *day, *duration, *want;
} add_rows[] = {
	{ "a month clamps", "2026-01-31", "P1M", "2026-02-28" },
	{ "a month clamps in a leap year", "2028-01-31", "P1M", "2028-02-29" },
	{ "years and days", "2026-09-01", "P2Y10D", "2028-09-11" },
	{ "back", "2026-03-31", "-P1M", "2026-02-28" },
	{ "over a year", "2026-11-30", "P3M", "2027-02-28" },
	{ "a zone on the day", "2026-11-30Z", "P1D", "2026-12-01" },
	{ "no P", "2026-11-30", "1M", NULL },
	{ "a time part", "2026-11-30", "PT1H", NULL },
	{ "nothing behind P", "2026-11-30", "P", NULL },
	{ "an impossible day", "2026-02-31", "P1D", NULL },
};

START_TEST(day_row)
{
	const struct add_row *row = &add_rows[_i];
	int64_t day = 0, sum = 0;
	char text[32];
	int rc = comity_day_read(row->day, &day);

	if (rc == COMITY_OK)
		rc = comity_day_add(day, row->duration, &sum);
	ck_assert_msg((rc == COMITY_OK) == (row->want != NULL), "%s", row->why);
	if (row->want == NULL)
		return;
	comity_day_write(sum, text);
	ck_assert_msg(strcmp(text, row->want) == 0, "%s: %s", row->why, text);
}
END_TEST

/* Every day of four centuries goes there and back. */
START_TEST(day_every)
{
	int64_t first = 0, day, again;
	char text[32];

	ck_assert_int_eq(comity_day_read("1900-01-01", &first), COMITY_OK);
	for (day = first; day < first + 146097; day++) {
		comity_day_write(day, text);
		ck_assert_int_eq(comity_day_read(text, &again), COMITY_OK);
		ck_assert_int_eq(day, again);
	}
}
END_TEST

static const struct zone_row {
	const char *why, *zone, *day, *earliest, *latest;
} zone_rows[] = {
	{ "winter in Washington", "America/New_York", "2026-01-15",
	    "2026-01-15T05:00:00Z", "2026-01-15T05:00:00Z" },
	{ "summer in Washington", "America/New_York", "2026-07-15",
	    "2026-07-15T04:00:00Z", "2026-07-15T04:00:00Z" },
	{ "the day of the change", "Europe/Berlin", "2026-03-29",
	    "2026-03-28T23:00:00Z", "2026-03-28T23:00:00Z" },
	{ "the day after it", "Europe/Berlin", "2026-03-30",
	    "2026-03-29T22:00:00Z", "2026-03-29T22:00:00Z" },
	{ "no change of the clock", "Asia/Tokyo", "2050-05-01",
	    "2050-04-30T15:00:00Z", "2050-04-30T15:00:00Z" },
	{ "midnight does not exist", "America/Santiago", "2026-09-06",
	    "2026-09-06T04:00:00Z", "2026-09-06T04:00:00Z" },
	{ "beyond the table: a band", "Europe/Berlin", "2050-05-01",
	    "2050-04-30T22:00:00Z", "2050-04-30T23:00:00Z" },
	{ "unknown zone: the whole earth", NULL, "2026-06-01",
	    "2026-05-31T10:00:00Z", "2026-06-01T12:00:00Z" },
};

START_TEST(zone_row)
{
	const struct zone_row *row = &zone_rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_zone *zone = NULL;
	char path[200], text[32];
	int64_t day, earliest, latest;

	if (row->zone != NULL) {
		snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s",
		    row->zone);
		ck_assert_int_eq(comity_file_read(path, COMITY_PACK_FILE_MAX,
				     report, &source),
		    COMITY_OK);
		ck_assert_int_eq(
		    comity_zone_read(row->zone, source, report, &zone),
		    COMITY_OK);
	}
	ck_assert_int_eq(comity_day_read(row->day, &day), COMITY_OK);
	comity_zone_day(zone, day, &earliest, &latest);
	comity_moment_write(earliest, text);
	ck_assert_msg(
	    strcmp(text, row->earliest) == 0, "%s: %s", row->why, text);
	comity_moment_write(latest, text);
	ck_assert_msg(strcmp(text, row->latest) == 0, "%s: %s", row->why, text);
	comity_zone_free(zone);
	comity_source_free(source);
	comity_report_free(report);
}
END_TEST

START_TEST(zone_cut)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *whole = NULL, *cut = NULL;
	struct comity_zone *zone = NULL;
	size_t len;

	ck_assert_int_eq(comity_file_read("/usr/share/zoneinfo/Europe/Berlin",
			     COMITY_PACK_FILE_MAX, report, &whole),
	    COMITY_OK);
	/* without its footer the table may still be whole */
	for (len = 1; len + 40 < whole->len; len += 13) {
		ck_assert_int_eq(
		    comity_source_new("cut", whole->bytes, len, report, &cut),
		    COMITY_OK);
		ck_assert_int_ne(
		    comity_zone_read("x", cut, report, &zone), COMITY_OK);
		ck_assert_ptr_null(zone);
		comity_source_free(cut);
	}
	comity_source_free(whole);
	comity_report_free(report);
}
END_TEST

SUITE("moment")
SUITE_ROWS(moment_row, rows);
SUITE_ROWS(day_row, add_rows);
SUITE_ROWS(zone_row, zone_rows);
SUITE_TEST(day_every);
SUITE_TEST(zone_cut);
SUITE_END
