/* SPDX-License-Identifier: Apache-2.0 */
/* Functions for rules, each over one small document: <a k="1.50"> ... */
#include "packs.h"
#include "rules.h"

#define DOC                                                                    \
	"<a k='1.50' d='2026-03-01'><n>1.10</n><n> 2.20 </n><bad>x</bad>"      \
	"<i id='p1'/><i id='p2'/><r to='p1 p2'/><r to=' p2&#9;p1 '/>"          \
	"<q to='p1 p3'/><same>s</same><same>s</same><z/></a>"

enum answer { YES, NO, FAILS, LIMIT };

static const struct row {
	const char *test;
	enum answer answer;
} rows[] = {
	{ "f:is-decimal('1.5')", YES },
	{ "f:is-decimal(' +.50 ')", YES },
	{ "f:is-decimal('-0')", YES },
	{ "f:is-decimal('1e3')", NO },
	{ "f:is-decimal('')", NO },
	{ "f:is-decimal('1,5')", NO },
	{ "f:is-decimal('NaN')", NO },
	{ "f:is-decimal(none)", NO },
	{ "f:dec-add('185.76', '14.29') = '200.05'", YES },
	{ "185.76 + 14.29 = 200.05", NO }, /* why there is dec-add */
	{ "f:dec-add('1', '2', '3', '-6') = '0'", YES },
	{ "f:dec-add('1', 'x') = '1'", FAILS },
	{ "f:dec-add('x', '1') = '1'", FAILS },
	{ "f:dec-add('1', none) = '1'", FAILS },
	{ "f:dec-sum(n) = '3.3'", YES },
	{ "f:dec-sum(none) = '0'", YES },
	{ "f:dec-sum(n | bad) = '3.3'", FAILS },
	{ "f:dec-sum('3') = '3'", FAILS },
	{ "f:dec-mul('0.1', '0.1') = '0.01'", YES },
	{ "f:dec-mul(@k, '2') = '3'", YES },
	{ "f:dec-mul(@k, bad) = '3'", FAILS },
	{ "f:dec-cmp('1.50', '01.5') = 0", YES },
	{ "f:dec-cmp('1.49999999999999999999999', '1.5') = -1", YES },
	{ "f:dec-cmp('2', '-3') = 1", YES },
	{ "f:dec-cmp('x', 'x') = 0", FAILS },
	{ "f:dec-cmp('1', '') != 0", FAILS },
	{ "f:dec-round('2.345', 2) = '2.35'", YES },
	{ "f:dec-round('-2.345', 2) = '-2.35'", YES },
	{ "f:dec-round('2.344', 2) = '2.34'", YES },
	{ "f:dec-round('2', 1.5) = '2'", FAILS },
	{ "f:dec-round('2', -1) = '2'", FAILS },
	{ "f:dec-round('2', 'x') = '2'", FAILS },
	{ "f:is-date('2026-02-28')", YES },
	{ "f:is-date(' 2026-02-28Z ')", YES },
	{ "f:is-date('2026-02-28T10:00:00+01:00')", YES },
	{ "f:is-date('2026-02-29')", NO },
	{ "f:is-date('2026-02-28T10:00:00')", NO },
	{ "f:is-date('28.02.2026')", NO },
	{ "f:is-date('')", NO },
	{ "f:date-cmp('2026-01-02', '2026-01-01') = 1", YES },
	{ "f:date-cmp('2026-01-01', '2026-01-02') = -1", YES },
	{ "f:date-cmp('2026-01-01', '2026-01-01') = 0", YES },
	{ "f:date-cmp('2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00') = 0",
	    YES },
	{ "f:date-cmp('2026-01-01T00:00:01Z', '2026-01-01T00:00:00Z') = 1",
	    YES },
	{ "f:date-cmp('2026-13-01', '2026-01-01') = 1", FAILS },
	{ "f:date-cmp('', '') = 0", FAILS },
	/* New York is 4 hours behind in July: its 1 July begins at 04:00Z. */
	{ "f:date-cmp('2026-07-01', '2026-07-01T03:59:59Z') = 1", YES },
	{ "f:date-cmp('2026-07-01', '2026-07-01T04:00:00Z') = 0", YES },
	{ "f:date-cmp('2026-07-01', '2026-07-02T03:59:59Z') = 0", YES },
	{ "f:date-cmp('2026-07-01', '2026-07-02T04:00:00Z') = -1", YES },
	{ "f:date-cmp('2026-07-02T04:00:00Z', '2026-07-01') = 1", YES },
	{ "f:date-add('2026-01-31', 'P1M') = '2026-02-28'", YES },
	{ "f:date-add('2026-01-31', 'P4Y') = '2030-01-31'", YES },
	{ "f:date-add('2024-02-29', 'P1Y') = '2025-02-28'", YES },
	{ "f:date-add('2024-02-29', 'P4Y') = '2028-02-29'", YES },
	{ "f:date-add('2024-02-29', 'P1Y1D') = '2025-03-01'", YES },
	{ "f:dec-cmp('1234567890123456789012345678901234567890', "
	  "'1234567890123456789012345678901234567891') = -1",
	    YES },
	{ "f:dec-add('1234567890123456789012345678901234567890', '1') = "
	  "'1234567890123456789012345678901234567891'",
	    YES },
	{ "f:date-add('2026-01-31', '-P10D') = '2026-01-21'", YES },
	{ "f:date-add('2026-01-31', '1 year') = '2027-01-31'", FAILS },
	{ "f:date-add('x', 'P1M') = 'x'", FAILS },
	{ "f:days-between(@d, '2026-03-31') = 30", YES },
	{ "f:days-between('2026-03-31', @d) = -30", YES },
	{ "f:days-between(@d, bad) = 0", FAILS },
	{ "f:days-between(@d, '2026-03-31T00:00:00Z') = 30", FAILS },
	{ "f:moment() = '2026-11-01T00:00:00Z'", YES },
	{ "f:date-cmp(@d, f:moment()) = -1", YES },
	{ "f:matches('D123456', '[A-Z]\\d{6}')", YES },
	{ "f:matches('xD123456', '[A-Z]\\d{6}')", NO },
	{ "f:matches('D123456 ', '[A-Z]\\d{6}')", NO },
	{ "f:matches('', 'a?')", YES },
	{ "f:matches(@k, '[0-9.]+')", YES },
	{ "f:matches(concat('x', $long), 'x+')", LIMIT },
	{ "f:ends-with('abc', 'bc')", YES },
	{ "f:ends-with('abc', '')", YES },
	{ "f:ends-with('abc', 'ab')", NO },
	{ "f:ends-with('c', 'bc')", NO },
	{ "f:upper-case('aBz1') = 'ABZ1'", YES },
	{ "f:lower-case('AbZ1') = 'abz1'", YES },
	{ "f:upper-case('\xc3\xa4') = '\xc3\xa4'", YES },
	{ "f:exists(n)", YES },
	{ "f:exists(z)", YES },
	{ "f:exists(none)", NO },
	{ "f:exists('n')", FAILS },
	{ "f:distinct(i/@id)", YES },
	{ "f:distinct(none)", YES },
	{ "f:distinct(same)", NO },
	{ "f:resolves(r/@to, i/@id)", YES },
	{ "f:resolves('p2', i/@id)", YES },
	{ "f:resolves('', i/@id)", YES },
	{ "f:resolves(none, none)", YES },
	{ "f:resolves(q/@to, i/@id)", NO },
	{ "f:resolves('p1', none)", NO },
	{ "f:resolves('p', i/@id)", NO },
	{ "f:resolves('p1', 'p1')", FAILS },
	{ "f:unresolved(q/@to, i/@id) = 'p3'", YES },
	{ "f:unresolved(r/@to, i/@id) = ''", YES },
	{ "f:in-codes('xx-goods', 'G1')", YES },
	{ "f:in-codes('xx-goods', ' G1 ')", YES },
	{ "f:in-codes('xx-goods', 'G9')", NO },
	{ "f:in-codes('xx-goods', '')", NO },
	{ "f:in-codes('xx-goods', none)", NO },
	{ "f:in-codes('xx-goods', 'G2')", YES },
	{ "f:in-codes('xx-goods', 'G2', '2026-06-30')", YES },
	{ "f:in-codes('xx-goods', 'G2', '2026-07-01')", NO },
	{ "f:in-codes('xx-goods', 'G2', '2026-06-30T23:59:59Z')", YES },
	{ "f:in-codes('xx-goods', 'G2', '2026-07-01T00:00:00Z')", NO },
	{ "f:in-codes('xx-goods', 'G2', f:moment())", NO },
	{ "f:in-codes('xx-goods', 'G1', '')", FAILS },
	{ "f:in-codes('xx-goods', 'G1', none)", FAILS },
	{ "f:in-codes('xx-colors@2026-01-01', 'blue')", YES },
	{ "f:in-codes('xx-colors', 'blue')", NO },
	{ "f:code-label('xx-goods', 'G1', 'label') = 'Seeds'", YES },
	{ "f:code-label('xx-goods', 'G9', 'label') = ''", YES },
	{ "f:code-label('xx-colors@2026-01-01', 'blue', 'label') = ''", YES },
};

#define LONG "y234567890y234567890y234567890y234567890y234567890"
#define LONGER LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG

/* One test as a rule of its own. */
static struct comity_rules *
rules_make(const char *test, const struct comity_edition *edition)
{
	struct comity_folder_file file = { .name = "rules.sch",
		.role = "rules" };
	struct comity_report *report = comity_report_new();
	struct comity_rules *rules = NULL;
	char text[4000];
	int len = snprintf(text, sizeof(text),
	    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
	    "xmlns:c='urn:comity:rules:1' queryBinding='xpath'>"
	    "<ns prefix='f' uri='urn:comity:functions:1'/>"
	    "<let name='long' value=\"'%s%s'\"/><pattern><rule context='/a'>"
	    "<assert id='t' severity='error' c:basis='b' c:remedy='r' "
	    "test=\"%s\">no</assert></rule></pattern></schema>",
	    LONGER, LONGER, test);

	ck_assert_int_lt(len, (int)sizeof(text));
	ck_assert_int_eq(comity_source_new("rules.sch", text, (size_t)len,
			     report, &file.source),
	    COMITY_OK);
	if (comity_rules_read(&file, NULL, edition, report, &rules) != COMITY_OK)
		suite_show(report);
	comity_source_free(file.source);
	comity_report_free(report);
	return rules;
}

START_TEST(function_row)
{
	static const int answers[] = { COMITY_OK, COMITY_REFUSED,
		COMITY_UNKNOWN, COMITY_ELIMIT };
	const struct row *row = &rows[_i];
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_doc *doc = doc_load(DOC);
	struct comity_rules_run run = { .doc = doc,
		.tree = doc->xml,
		.moment = TEST_MOMENT,
		.report = comity_report_new() };
	struct comity_rules *rules;
	int rc;

	run.edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	rules = rules_make(row->test, run.edition);
	ck_assert_msg(rules != NULL, "%s", row->test);
	rc = comity_rules_run(rules, &run);
	ck_assert_msg(rc == answers[row->answer], "%s: %d", row->test, rc);
	ck_assert_msg(row->answer < FAILS || comity_report_find(run.report,
						 "comity-rule-failed") != NULL,
	    "%s", row->test);
	comity_rules_free(rules);
	comity_report_free(run.report);
	comity_doc_free(doc);
	comity_packs_free(packs);
}
END_TEST

SUITE_MAIN("functions", function_row, rows)
