/* SPDX-License-Identifier: Apache-2.0 */
#include "packs.h"
#include "rules.h"

#define HEAD                                                                   \
	"<schema xmlns='http://purl.oclc.org/dsdl/schematron' "                \
	"xmlns:c='urn:comity:rules:1' queryBinding='xpath'>"                   \
	"<ns prefix='f' uri='urn:comity:functions:1'/>"                        \
	"<ns prefix='e' uri='urn:e'/>"
#define ATTRIBUTES "severity='error' c:basis='b' c:remedy='r'"
#define RULE(context, checks)                                                  \
	HEAD "<pattern><rule context=\"" context "\">" checks                  \
	     "</rule></pattern></schema>"
#define ASSERT(test)                                                           \
	"<assert id='a' " ATTRIBUTES " test=\"" test "\">no</assert>"

/* Read a rule set for the edition of the small pack. */
static int
rules_load(const struct comity_packs *packs, const char *text,
    struct comity_report *report, struct comity_rules **out)
{
	struct comity_folder_file file = { .name = "rules.sch",
		.role = "rules" };
	int rc;

	ck_assert_int_eq(comity_source_new("rules.sch", text, strlen(text),
			     report, &file.source),
	    COMITY_OK);
	rc = comity_rules_read(&file,
	    comity_packs_edition(packs, "xx-permit", "2026-07-01", 0), report,
	    out);
	comity_source_free(file.source);
	return rc;
}

/* Rule sets that are refused, and words of the reason. */
static const struct refused {
	const char *why, *text, *words;
} refused[] = {
	{ "another query language",
	    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
	    "queryBinding='xslt2'><pattern><rule context='*'/></pattern>"
	    "</schema>",
	    "queryBinding" },
	{ "no query language",
	    "<schema xmlns='http://purl.oclc.org/dsdl/schematron'/>",
	    "queryBinding" },
	{ "no schema of Schematron", "<schema/>", "doc/rules.md" },
	{ "no pattern", HEAD "</schema>", "a pattern" },
	{ "a phase", HEAD "<phase id='p'/></schema>", "phase" },
	{ "diagnostics", HEAD "<diagnostics/></schema>", "diagnostics" },
	{ "include", HEAD "<include href='x'/></schema>", "include" },
	{ "an abstract pattern",
	    HEAD "<pattern abstract='true'><rule context='*'/></pattern>"
		 "</schema>",
	    "abstract" },
	{ "is-a", HEAD "<pattern is-a='x'/></schema>", "is-a" },
	{ "extends", RULE("*", "<extends rule='x'/>" ASSERT("1")), "extends" },
	{ "key of XSLT",
	    HEAD "<key xmlns='http://www.w3.org/1999/XSL/Transform' name='k' "
		 "match='*' use='.'/></schema>",
	    "key" },
	{ "a role",
	    RULE("*", "<assert id='a' role='warning' " ATTRIBUTES
		      " test='1'>no</assert>"),
	    "role" },
	{ "no id", RULE("*", "<assert " ATTRIBUTES " test='1'>no</assert>"),
	    "id" },
	{ "an id twice", RULE("*", ASSERT("1") ASSERT("1")), "each id once" },
	{ "no severity",
	    RULE("*", "<assert id='a' c:basis='b' c:remedy='r' test='1'>no"
		      "</assert>"),
	    "severity" },
	{ "a severity that there is not",
	    RULE("*", "<assert id='a' severity='bad' c:basis='b' "
		      "c:remedy='r' test='1'>no</assert>"),
	    "severity" },
	{ "no basis",
	    RULE("*", "<assert id='a' severity='error' c:remedy='r' "
		      "test='1'>no</assert>"),
	    "basis" },
	{ "an empty remedy",
	    RULE("*", "<assert id='a' severity='error' c:basis='b' "
		      "c:remedy=' ' test='1'>no</assert>"),
	    "remedy" },
	{ "no text",
	    RULE("*", "<assert id='a' " ATTRIBUTES " test='1'> </assert>"),
	    "a text" },
	{ "no test", RULE("*", "<assert id='a' " ATTRIBUTES ">no</assert>"),
	    "test" },
	{ "an expression that does not compile", RULE("*", ASSERT("1 +")),
	    "XPath" },
	{ "an unknown prefix", RULE("*", ASSERT("q:a")), "prefix" },
	{ "an unknown prefix in the context", RULE("q:a", ASSERT("1")),
	    "prefix" },
	{ "an unknown variable", RULE("*", ASSERT("$v")), "variable" },
	{ "a variable before its let",
	    RULE("*",
		"<let name='v' value='$w'/><let name='w' value='1'/>" ASSERT(
		    "1")),
	    "variable" },
	{ "a variable of another rule",
	    HEAD "<pattern><rule context='a'><let name='v' value='1'/>" ASSERT(
		"1") "</rule><rule context='b'><assert id='b' " ATTRIBUTES
		     " test='$v'>no</assert></rule></pattern></schema>",
	    "variable" },
	{ "a variable that hides another",
	    HEAD "<let name='v' value='1'/><pattern><rule context='*'>"
		 "<let name='v' value='2'/>" ASSERT(
		     "1") "</rule></pattern></schema>",
	    "hides" },
	{ "an unknown function of XPath", RULE("*", ASSERT("current()")),
	    "function" },
	{ "an unknown function of ours", RULE("*", ASSERT("f:near(1)")),
	    "function" },
	{ "a function hidden in an argument",
	    RULE("*", ASSERT("not(f:exists(a[f:near(1)]))")), "function" },
	{ "a function of another namespace", RULE("*", ASSERT("e:exists(a)")),
	    "function" },
	{ "an argument too few", RULE("*", ASSERT("f:dec-cmp(1)")),
	    "arguments" },
	{ "an argument too many", RULE("*", ASSERT("f:moment(1)")),
	    "arguments" },
	{ "a pattern that is no literal", RULE("*", ASSERT("f:matches(., @p)")),
	    "literal" },
	{ "a pattern that is made",
	    RULE("*", ASSERT("f:matches(., concat('a', 'b'))")), "literal" },
	{ "a pattern that is no pattern",
	    RULE("*", ASSERT("f:matches(., '[a')")), "regular expression" },
	{ "a list that there is not",
	    RULE("*", ASSERT("f:in-codes('xx-none', .)")), "code list" },
	{ "an edition that there is not",
	    RULE("*", ASSERT("f:in-codes('xx-colors@1999-01-01', .)")),
	    "code list" },
	{ "a list that is no literal", RULE("*", ASSERT("f:in-codes(@l, .)")),
	    "literal" },
	{ "a column that there is not",
	    RULE("*", ASSERT("f:code-label('xx-goods', ., 'x')")), "column" },
	{ "a context along another axis", RULE("ancestor::a", ASSERT("1")),
	    "child and attribute" },
	{ "a context upward", RULE("a/..", ASSERT("1")), "predicates" },
	{ "a context of text", RULE("a/text()", ASSERT("1")), "node test" },
	{ "a context by id", RULE("id('a')", ASSERT("1")), "function" },
	{ "a context that is a value", RULE("'a'", ASSERT("1")), "steps" },
	{ "a context that counts", RULE("a = b", ASSERT("1")), "steps" },
	{ "an open bracket", RULE("a[b", ASSERT("1")), "closed" },
	{ "a foreign element", RULE("*", "<x xmlns='urn:x'/>" ASSERT("1")),
	    "doc/rules.md" },
	{ "a DOCTYPE", "<!DOCTYPE schema><schema/>", NULL },
};

START_TEST(refused_row)
{
	const struct refused *row = &refused[_i];
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_report *report = comity_report_new();
	struct comity_rules *rules = NULL;
	const struct comity_finding *finding;
	int rc = rules_load(packs, row->text, report, &rules);

	ck_assert_msg(rc == COMITY_EPACK, "%s: %d", row->why, rc);
	ck_assert_ptr_null(rules);
	if (row->words != NULL) {
		finding = comity_report_find(report, "comity-pack-rules");
		ck_assert_msg(finding != NULL, "%s", row->why);
		ck_assert_msg((finding->found != NULL &&
				  strstr(finding->found, row->words)) ||
				  (finding->expected != NULL &&
				      strstr(finding->expected, row->words)),
		    "%s: %s / %s", row->why, finding->found, finding->expected);
	}
	comity_report_free(report);
	comity_packs_free(packs);
}
END_TEST

/* What rules say of documents: the ids of the findings, in order. */
static const struct said {
	const char *why, *rules, *doc;
	int rc;
	const char *ids; /* "a b"; of findings */
	unsigned long line; /* of the first; 0: not checked */
	const char *path, *message;
} said[] = {
	{ "an assert that holds", RULE("a", ASSERT("b")), "<a><b/></a>",
	    COMITY_OK, "", 0, NULL, NULL },
	{ "its twin", RULE("a", ASSERT("b")), "<a><c/></a>", COMITY_REFUSED,
	    "xx-permit/a", 1, "/a", "no" },
	{ "a report that speaks",
	    RULE("a", "<report id='r' " ATTRIBUTES " test='b'>yes</report>"),
	    "<a><b/></a>", COMITY_REFUSED, "xx-permit/r", 1, "/a", "yes" },
	{ "its twin",
	    RULE("a", "<report id='r' " ATTRIBUTES " test='b'>yes</report>"),
	    "<a><c/></a>", COMITY_OK, "", 0, NULL, NULL },
	{ "a warning refuses nothing",
	    RULE("a", "<assert id='w' severity='warning' c:basis='b' "
		      "c:remedy='r' test='b'>no</assert>"),
	    "<a/>", COMITY_OK, "xx-permit/w", 1, "/a", "no" },
	{ "values in the message, white space collapsed",
	    RULE("b",
		"<assert id='a' " ATTRIBUTES
		" test='false()'> In <name/> of <name path='..'/>\n <value-of "
		"select=\"concat(., '!')\"/> <emph>is</emph> wrong.</assert>"),
	    "<a><b>x</b></a>", COMITY_REFUSED, "xx-permit/a", 1, "/a/b",
	    "In b of a x! is wrong." },
	{ "the place of c:at",
	    RULE("a", "<assert id='a' " ATTRIBUTES
		      " test='false()' c:at='b[2]/@k'>no</assert>"),
	    "<a>\n<b/>\n<b k='1'/></a>", COMITY_REFUSED, "xx-permit/a", 3,
	    "/a/b[2]/@k", "no" },
	{ "c:at that selects nothing",
	    RULE("a", "<assert id='a' " ATTRIBUTES
		      " test='false()' c:at='x'>no</assert>"),
	    "<a/>", COMITY_REFUSED, "xx-permit/a", 1, "/a", "no" },
	{ "the first rule of a pattern takes a node",
	    HEAD "<pattern><rule context='b[@k]'>" ASSERT(
		"true()") "</rule><rule context='b'><assert id='z' " ATTRIBUTES
			  " test='false()'>no</assert></rule></pattern>"
			  "</schema>",
	    "<a>\n<b k='1'/>\n<b/></a>", COMITY_REFUSED, "xx-permit/z", 3,
	    "/a/b[2]", "no" },
	{ "another pattern takes it again",
	    HEAD "<pattern><rule context='b'>" ASSERT(
		"false()") "</rule></pattern><pattern><rule context='b'>"
			   "<assert id='z' " ATTRIBUTES
			   " test='false()'>no</assert></rule></pattern>"
			   "</schema>",
	    "<a><b/></a>", COMITY_REFUSED, "xx-permit/a xx-permit/z", 1, "/a/b",
	    "no" },
	{ "document order", RULE("c | b", ASSERT("false()")),
	    "<a>\n<b/>\n<c/>\n<b/></a>", COMITY_REFUSED,
	    "xx-permit/a xx-permit/a xx-permit/a", 2, "/a/b[1]", "no" },
	{ "positions in a context", RULE("b[2]", ASSERT("false()")),
	    "<a>\n<b/>\n<b/>\n<d>\n<b/>\n</d></a>", COMITY_REFUSED,
	    "xx-permit/a", 3, "/a/b[2]", "no" },
	{ "an absolute context", RULE("/a", ASSERT("false()")), "<a>\n<a/></a>",
	    COMITY_REFUSED, "xx-permit/a", 1, "/a", "no" },
	{ "an attribute", RULE("a/@k", ASSERT("false()")), "<a k='1'/>",
	    COMITY_REFUSED, "xx-permit/a", 1, "/a/@k", "no" },
	{ "a namespace", RULE("e:b", ASSERT("false()")),
	    "<a><b/><b xmlns='urn:e'/></a>", COMITY_REFUSED, "xx-permit/a", 1,
	    NULL, "no" },
	{ "the document", RULE("/", ASSERT("a/b")), "<a/>", COMITY_REFUSED,
	    "xx-permit/a", 0, NULL, "no" },
	{ "a bar in a literal", RULE("b[.='|'] | c", ASSERT("false()")),
	    "<a><b>|</b><c/></a>", COMITY_REFUSED, "xx-permit/a xx-permit/a", 1,
	    NULL, "no" },
	{ "variables of every level",
	    HEAD "<let name='s' value='/a/@k'/><pattern>"
		 "<let name='p' value='concat($s, 2)'/><rule context='b[$s]'>"
		 "<let name='r' value='concat($p, .)'/>" ASSERT(
		     "$r = '123'") "</rule></pattern></schema>",
	    "<a k='1'><b>3</b></a>", COMITY_OK, "", 0, NULL, NULL },
	{ "its twin",
	    HEAD "<let name='s' value='/a/@k'/><pattern>"
		 "<let name='p' value='concat($s, 2)'/><rule context='b[$s]'>"
		 "<let name='r' value='concat($p, .)'/>" ASSERT(
		     "$r = '123'") "</rule></pattern></schema>",
	    "<a k='1'>\n<b>3</b>\n<b>4</b></a>", COMITY_REFUSED, "xx-permit/a",
	    3, "/a/b[2]", "no" },
	{ "a fatal finding ends it",
	    HEAD "<pattern><rule context='a'><assert id='f' severity='fatal' "
		 "c:basis='b' c:remedy='r' test='false()'>no</assert></rule>"
		 "</pattern><pattern><rule context='a'>" ASSERT(
		     "false()") "</rule></pattern></schema>",
	    "<a/>", COMITY_REFUSED, "xx-permit/f", 1, "/a", "no" },
	{ "a failed test is no answer, not a yes",
	    RULE("a", ASSERT("f:dec-cmp(., '1') &lt; 2")), "<a>x</a>",
	    COMITY_EINTERNAL, "comity-rule-failed", 1, "/a", NULL },
	{ "nor is its negation",
	    RULE("a", ASSERT("not(f:dec-cmp(., '1') = 2)")), "<a>x</a>",
	    COMITY_EINTERNAL, "comity-rule-failed", 1, "/a", NULL },
	{ "a guard keeps it from failing",
	    RULE("a", ASSERT("not(f:is-decimal(.)) or f:dec-cmp(., '1') = 0")),
	    "<a>x</a>", COMITY_OK, "", 0, NULL, NULL },
	{ "a failed context",
	    RULE("a[f:dec-cmp(., '1') = 0]", ASSERT("true()")), "<a>x</a>",
	    COMITY_EINTERNAL, "comity-rule-failed", 0, NULL, NULL },
	{ "a failed let",
	    RULE("a", "<let name='v' value='f:date-add(., .)'/>" ASSERT("1")),
	    "<a>x</a>", COMITY_EINTERNAL, "comity-rule-failed", 1, "/a", NULL },
	{ "a failed value-of",
	    RULE("a", "<assert id='a' " ATTRIBUTES
		      " test='false()'>sum <value-of select='f:dec-add(., 1)'/>"
		      "</assert>"),
	    "<a>x</a>", COMITY_EINTERNAL, "comity-rule-failed", 1, "/a", NULL },
	{ "a type that libxml2 refuses", RULE("a", ASSERT("count('x')")),
	    "<a/>", COMITY_EINTERNAL, "comity-rule-failed", 1, "/a", NULL },
	{ "nothing fires", RULE("z", ASSERT("false()")), "<a/>", COMITY_OK, "",
	    0, NULL, NULL },
};

static void
ids_check(const struct comity_report *report, const char *why, const char *ids)
{
	char all[400] = "";
	size_t i, len = 0;

	for (i = 0; i < comity_report_count(report); i++)
		len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%s",
		    i > 0 ? " " : "", comity_report_at(report, i)->id);
	ck_assert_msg(strcmp(all, ids) == 0, "%s: %s", why, all);
}

START_TEST(said_row)
{
	const struct said *row = &said[_i];
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = doc_load(row->doc);
	struct comity_rules *rules = NULL;
	struct comity_rules_run run = { .doc = doc,
		.tree = doc->xml,
		.moment = TEST_MOMENT,
		.report = report };
	const struct comity_finding *first;
	int rc = rules_load(packs, row->rules, report, &rules);

	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_msg(rc == COMITY_OK, "%s", row->why);
	run.edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	rc = comity_rules_run(rules, &run);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	ids_check(report, row->why, row->ids);
	if ((first = comity_report_at(report, 0)) != NULL) {
		ck_assert_msg(row->line == 0 || first->line == row->line,
		    "%s: line %lu", row->why, first->line);
		if (row->path != NULL)
			ck_assert_str_eq(first->path, row->path);
		if (row->message != NULL)
			ck_assert_str_eq(first->message, row->message);
	}
	ck_assert_msg(
	    strcmp(row->why, "nothing fires") != 0 || run.contexts == 0, "%s",
	    row->why);
	comity_rules_free(rules);
	comity_doc_free(doc);
	comity_report_free(report);
	comity_packs_free(packs);
}
END_TEST

/* A rule that would run for hours meets the limit, and gives no answer. */
START_TEST(steps_are_bounded)
{
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_report *report = comity_report_new();
	struct comity_rules *rules = NULL;
	struct comity_rules_run run = { .moment = TEST_MOMENT,
		.report = report };
	char *text = calloc(1, 8000);
	struct comity_doc *doc;
	int i;

	ck_assert_ptr_nonnull(text);
	memcpy(text, "<a>", 3);
	for (i = 0; i < 1900; i++)
		memcpy(text + 3 + 4 * i, "<b/>", 4);
	memcpy(text + 3 + 4 * i, "</a>", 4);
	doc = doc_load(text);
	ck_assert_int_eq(rules_load(packs,
			     RULE("a", ASSERT("count(b[count(../b[count(../b)"
					      " = 1]) = 1]) = 0")),
			     report, &rules),
	    COMITY_OK);
	run.doc = doc;
	run.tree = doc->xml;
	run.edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	ck_assert_int_eq(comity_rules_run(rules, &run), COMITY_ELIMIT);
	ids_check(report, "limit", "comity-rule-failed");
	comity_rules_free(rules);
	comity_doc_free(doc);
	free(text);
	comity_report_free(report);
	comity_packs_free(packs);
}
END_TEST

SUITE("rules")
SUITE_ROWS(refused_row, refused);
SUITE_ROWS(said_row, said);
SUITE_TEST(steps_are_bounded);
SUITE_END
