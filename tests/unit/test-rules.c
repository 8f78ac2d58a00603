/* SPDX-License-Identifier: Apache-2.0 */
#include "packs.h"
#include "rules.h"
#include "text.h"

#define HEAD                                                                   \
	"<schema xmlns='http://purl.oclc.org/dsdl/schematron' "                \
	"xmlns:c='urn:comity:rules:1' queryBinding='xpath'>"                   \
	"<ns prefix='f' uri='urn:comity:functions:1'/>"                        \
	"<ns prefix='e' uri='urn:e'/>"
#define NS "xmlns='http://purl.oclc.org/dsdl/schematron'"
#define ATTRIBUTES "severity='error' c:basis='b' c:remedy='r'"
#define RULE(context, checks)                                                  \
	HEAD "<pattern><rule context=\"" context "\">" checks                  \
	     "</rule></pattern></schema>"
#define ASSERT(test)                                                           \
	"<assert id='a' " ATTRIBUTES " test=\"" test "\">no</assert>"
#define PATTERN                                                                \
	"<pattern id='y'><rule context='*'><assert "                           \
	"test='1'>no</assert></rule>"                                          \
	"</pattern>"

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
	rc = comity_rules_read(&file, NULL,
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
	{ "a phase alone", HEAD "<phase id='p'/></schema>", "a pattern" },
	{ "a phase without an id", HEAD "<phase/><pattern/></schema>", "id" },
	{ "a phase from somewhere",
	    HEAD "<phase id='p' from='/'/><pattern/></schema>", "no from" },
	{ "a phase of a pattern that there is not",
	    HEAD "<phase id='p'><active pattern='x'/></phase>" PATTERN
		 "</schema>",
	    "active of a pattern" },
	{ "a default phase that there is not",
	    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
	    "defaultPhase='x' queryBinding='xpath'>" PATTERN "</schema>",
	    "defaultPhase" },
	{ "a variable of a phase where all patterns may be asked for",
	    HEAD "<phase id='p'><let name='v' value='1'/>"
		 "<active pattern='x'/></phase><pattern id='x'>"
		 "<rule context='*'><assert test='$v'>no</assert></rule>"
		 "</pattern></schema>",
	    "variable" },
	{ "include outside a pack",
	    HEAD "<include href='rules/x.sch'/></schema>",
	    "that profile.xml names" },
	{ "an abstract pattern alone",
	    HEAD "<pattern abstract='true' id='x'><rule context='*'/>"
		 "</pattern></schema>",
	    "a pattern" },
	{ "is-a of nothing", HEAD "<pattern is-a='x'/></schema>", "is-a" },
	{ "a parameter without a value",
	    HEAD "<pattern abstract='true' id='x'><rule context='$a'>"
		 "<assert test='1'>no</assert></rule></pattern>"
		 "<pattern is-a='x'><param name='a'/></pattern></schema>",
	    "value" },
	{ "a parameter that is not given",
	    HEAD "<pattern abstract='true' id='x'><rule context='$a'>"
		 "<assert test='1'>no</assert></rule></pattern>"
		 "<pattern is-a='x'/></schema>",
	    "steps" },
	{ "extends of nothing", RULE("*", "<extends rule='x'/>" ASSERT("1")),
	    "extends" },
	{ "extends of itself",
	    HEAD "<pattern><rule abstract='true' id='x'><extends rule='y'/>"
		 "</rule><rule abstract='true' id='y'><extends rule='x'/>"
		 "</rule><rule context='*'><extends rule='x'/></rule>"
		 "</pattern></schema>",
	    "cycle" },
	{ "a diagnostic that there is not",
	    RULE("*", "<assert test='1' diagnostics='x'>no</assert>"),
	    "text that is there" },
	{ "a diagnostic that does not compile where it is used",
	    HEAD "<pattern><rule context='*'><assert test='1' "
		 "diagnostics='x'>no</assert></rule></pattern><diagnostics>"
		 "<diagnostic id='x'><value-of select='$v'/></diagnostic>"
		 "</diagnostics></schema>",
	    "variable" },
	{ "copy-of in a property",
	    HEAD "<pattern><rule context='*'><assert test='1' "
		 "properties='x'>no</assert></rule></pattern><properties>"
		 "<property id='x'><copy-of select='.'/></property>"
		 "</properties></schema>",
	    "no copy-of" },
	{ "documents of a pattern", HEAD "<pattern documents='x'/></schema>",
	    "no documents" },
	{ "a group", HEAD "<group/></schema>", "no group" },
	{ "a let with content",
	    HEAD "<let name='v'><a xmlns=''/></let>" PATTERN "</schema>",
	    "content" },
	{ "a type of XPath 2.0",
	    HEAD "<let name='v' value='1' as='xs:int'/>" PATTERN "</schema>",
	    "no as" },
	{ "a predicate that does not compile", RULE("a[1 +]", ASSERT("1")),
	    "XPath" },
	{ "key of XSLT",
	    HEAD "<key xmlns='http://www.w3.org/1999/XSL/Transform' name='k' "
		 "match='*' use='.'/></schema>",
	    "key" },
	{ "an id twice", RULE("*", ASSERT("1") ASSERT("1")), "each id once" },
	{ "a severity that there is not",
	    RULE("*", "<assert id='a' severity='bad' c:basis='b' "
		      "c:remedy='r' test='1'>no</assert>"),
	    "severity" },
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
	    COMITY_UNKNOWN, "comity-rule-failed", 1, "/a", NULL },
	{ "nor is its negation",
	    RULE("a", ASSERT("not(f:dec-cmp(., '1') = 2)")), "<a>x</a>",
	    COMITY_UNKNOWN, "comity-rule-failed", 1, "/a", NULL },
	{ "a guard keeps it from failing",
	    RULE("a", ASSERT("not(f:is-decimal(.)) or f:dec-cmp(., '1') = 0")),
	    "<a>x</a>", COMITY_OK, "", 0, NULL, NULL },
	{ "a failed context",
	    RULE("a[f:dec-cmp(., '1') = 0]", ASSERT("true()")), "<a>x</a>",
	    COMITY_UNKNOWN, "comity-rule-failed", 0, NULL, NULL },
	{ "a failed let",
	    RULE("a", "<let name='v' value='f:date-add(., .)'/>" ASSERT("1")),
	    "<a>x</a>", COMITY_UNKNOWN, "comity-rule-failed", 1, "/a", NULL },
	{ "a failed value-of",
	    RULE("a", "<assert id='a' " ATTRIBUTES
		      " test='false()'>sum <value-of select='f:dec-add(., 1)'/>"
		      "</assert>"),
	    "<a>x</a>", COMITY_UNKNOWN, "comity-rule-failed", 1, "/a", NULL },
	{ "a type that libxml2 refuses", RULE("a", ASSERT("count('x')")),
	    "<a/>", COMITY_UNKNOWN, "comity-rule-failed", 1, "/a", NULL },
	{ "a severity by its role",
	    RULE("a", "<assert id='w' role='WARNING' test='b'>no</assert>"),
	    "<a/>", COMITY_OK, "xx-permit/w", 1, "/a", "no" },
	{ "its twin: a role that names none is an error",
	    RULE("a", "<assert id='w' role='label' test='b'>no</assert>"),
	    "<a/>", COMITY_REFUSED, "xx-permit/w", 1, "/a", "no" },
	{ "what is stated beats the role",
	    RULE("a", "<assert id='w' severity='error' role='warning' "
		      "test='b'>no</assert>"),
	    "<a/>", COMITY_REFUSED, "xx-permit/w", 1, "/a", "no" },
	{ "ids that are made",
	    RULE("a", "<assert test='b'>no</assert><assert test='c'>no"
		      "</assert>"),
	    "<a/>", COMITY_REFUSED, "xx-permit/rule-1 xx-permit/rule-2", 1,
	    "/a", "no" },
	{ "subject of the standard is the place",
	    RULE("a", "<assert id='a' test='false()' subject='b'>no"
		      "</assert>"),
	    "<a>\n<b>x</b></a>", COMITY_REFUSED, "xx-permit/a", 2, "/a/b",
	    "no" },
	{ "dir, span and what is in them",
	    RULE("a", "<assert id='a' test='false()'>the <span class='x'>"
		      "<dir>value <value-of select='@k'/></dir></span> is"
		      "</assert>"),
	    "<a k='1'/>", COMITY_REFUSED, "xx-permit/a", 1, "/a",
	    "the value 1 is" },
	{ "an abstract pattern, twice",
	    HEAD "<pattern abstract='true' id='t'><let name='m' value='$n'/>"
		 "<rule context='$c'><assert id='few-$c' test='count(*) "
		 "&lt;= $m'>more than <value-of select='$m'/></assert>"
		 "</rule></pattern>"
		 "<pattern is-a='t'><param name='c' value='b'/>"
		 "<param name='n' value='1'/></pattern>"
		 "<pattern is-a='t'><param name='c' value='d'/>"
		 "<param name='n' value='2'/></pattern></schema>",
	    "<a><b><x/><x/></b>\n<d><x/><x/></d></a>", COMITY_REFUSED,
	    "xx-permit/few-b", 1, "/a/b", "more than 1" },
	{ "its twin; one id for one rule, wherever it is applied",
	    HEAD "<pattern abstract='true' id='t'><param name='n' value='2'/>"
		 "<rule context='$c'><assert id='few' test='count(*) "
		 "&lt;= $n'>no</assert></rule></pattern>"
		 "<pattern is-a='t'><param name='c' value='b'/></pattern>"
		 "<pattern is-a='t'><param name='c' value='d'/>"
		 "<param name='n' value='1'/></pattern></schema>",
	    "<a><b><x/><x/><x/></b>\n<d><x/><x/></d></a>", COMITY_REFUSED,
	    "xx-permit/few xx-permit/few", 1, "/a/b", "no" },
	{ "an abstract rule, with its variables",
	    HEAD "<pattern><rule abstract='true' id='r'><let name='k' "
		 "value='@k'/><assert id='k' test='$k'>no</assert></rule>"
		 "<rule context='b'><assert id='b' test='false()'>no</assert>"
		 "<extends rule='r'/></rule><rule context='c'>"
		 "<extends rule='r'/></rule></pattern></schema>",
	    "<a><b/><c k='1'/></a>", COMITY_REFUSED, "xx-permit/b xx-permit/k",
	    1, "/a/b", "no" },
	{ "a phase whose when holds",
	    HEAD "<phase id='p' when='/a/@new'><active pattern='n'/></phase>"
		 "<phase id='q' when='true()'><let name='v' value='2'/>"
		 "<active pattern='o'/></phase>"
		 "<pattern id='n'><rule context='a'><assert id='n' "
		 "test='false()'>no</assert></rule></pattern>"
		 "<pattern id='o'><rule context='a'><assert id='o' "
		 "test='false()'>no</assert></rule></pattern></schema>",
	    "<a new='1'/>", COMITY_REFUSED, "xx-permit/n", 1, "/a", "no" },
	{ "its twin",
	    HEAD "<phase id='p' when='/a/@new'><active pattern='n'/></phase>"
		 "<phase id='q' when='true()'><active pattern='o'/></phase>"
		 "<pattern id='n'><rule context='a'><assert id='n' "
		 "test='false()'>no</assert></rule></pattern>"
		 "<pattern id='o'><rule context='a'><assert id='o' "
		 "test='false()'>no</assert></rule></pattern></schema>",
	    "<a/>", COMITY_REFUSED, "xx-permit/o", 1, "/a", "no" },
	{ "a phase whose when fails",
	    HEAD "<phase id='p' when=\"f:dec-cmp(/a, '1') = 0\"><active "
		 "pattern='y'/></phase>" PATTERN "</schema>",
	    "<a>x</a>", COMITY_UNKNOWN, "comity-rule-failed", 0, NULL, NULL },
	{ "the default phase, with its variables",
	    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
	    "defaultPhase='p' queryBinding='xpath'><phase id='p'><let "
	    "name='v' value='/a/@k'/><active pattern='o'/></phase>"
	    "<pattern id='n'><rule context='a'><assert id='n' "
	    "test='false()'>no</assert></rule></pattern>"
	    "<pattern id='o'><rule context='a[$v]'><assert id='o' "
	    "test='$v = 2'>no</assert></rule></pattern></schema>",
	    "<a k='1'/>", COMITY_REFUSED, "xx-permit/o", 1, "/a", "no" },
	{ "diagnostics behind the message, by language",
	    HEAD "<pattern><rule context='a'><let name='v' value='@k'/>"
		 "<assert id='a' test='false()' diagnostics='d e f'>no."
		 "</assert></rule></pattern><diagnostics>"
		 "<diagnostic id='d'>It is <value-of select='$v'/>."
		 "</diagnostic><diagnostic id='e' xml:lang='en'>Yes."
		 "</diagnostic><diagnostic id='f' xml:lang='de'>Ja."
		 "</diagnostic></diagnostics></schema>",
	    "<a k='1'/>", COMITY_REFUSED, "xx-permit/a", 1, "/a",
	    "no. It is 1. Yes." },
	{ "a position counts among what the step and its predicates select",
	    RULE("b[@k][2]", ASSERT("false()")),
	    "<a>\n<b k='1'/>\n<b/>\n<b k='2'/>\n<b k='3'/></a>", COMITY_REFUSED,
	    "xx-permit/a", 4, "/a/b[3]", "no" },
	{ "its twin, the other way round", RULE("b[2][@k]", ASSERT("false()")),
	    "<a>\n<b k='1'/>\n<b/>\n<b k='2'/>\n<b k='3'/></a>", COMITY_OK, "",
	    0, NULL, NULL },
	{ "the last, and the last but one",
	    RULE("b[last()] | b[position() = last() - 1]", ASSERT("false()")),
	    "<a>\n<b/>\n<b/>\n<b/></a>", COMITY_REFUSED,
	    "xx-permit/a xx-permit/a", 3, "/a/b[2]", "no" },
	{ "a number that a predicate turns out to be",
	    RULE("b[count(../b) - 1]", ASSERT("false()")),
	    "<a>\n<b/>\n<b/>\n<b/></a>", COMITY_REFUSED, "xx-permit/a", 3,
	    "/a/b[2]", "no" },
	{ "a position of an ancestor", RULE("a/b[2]//c", ASSERT("false()")),
	    "<a><b><c/></b>\n<b><d>\n<c/><c/></d></b></a>", COMITY_REFUSED,
	    "xx-permit/a xx-permit/a", 3, "/a/b[2]/d/c[1]", "no" },
	{ "ancestors of one name: the outer one fits",
	    RULE("/a/b[@k]//b//c", ASSERT("false()")),
	    "<a><b k='1'><b><b><c/></b></b></b><b><b><c/></b></b></a>",
	    COMITY_REFUSED, "xx-permit/a", 1, "/a/b[1]/b/b/c", "no" },
	{ "its twin: the steps above fit nowhere",
	    RULE("/a/c//b//c", ASSERT("false()")),
	    "<a><b k='1'><b><b><c/></b></b></b></a>", COMITY_OK, "", 0, NULL,
	    NULL },
	{ "any element of a namespace, and any attribute",
	    RULE("e:* | @*", ASSERT("false()")),
	    "<a k='1'><b xmlns='urn:e'/><c/></a>", COMITY_REFUSED,
	    "xx-permit/a xx-permit/a", 1, "/a/@k", "no" },
	{ "variables of two patterns with one name",
	    HEAD "<pattern><let name='v' value='1'/><rule context='a[$v = 2]'>"
		 "<assert id='x' test='false()'>no</assert></rule></pattern>"
		 "<pattern><let name='v' value='2'/><rule context='a[$v = 2]'>"
		 "<assert id='y' test='false()'>no</assert></rule></pattern>"
		 "</schema>",
	    "<a/>", COMITY_REFUSED, "xx-permit/y", 1, "/a", "no" },
	{ "what an earlier pattern found stands before a failure",
	    HEAD "<pattern><rule context='a'>" ASSERT(
		"false()") "</rule></pattern><pattern><rule "
			   "context=\"a[f:dec-cmp(., '1') = 0]\"><assert "
			   "test='1'>no</assert></rule></pattern></schema>",
	    "<a>x</a>", COMITY_UNKNOWN, "xx-permit/a comity-rule-failed", 1,
	    "/a", "no" },
	{ "a failure behind a fatal finding is not met",
	    HEAD "<pattern><rule context='a'><assert id='f' severity='fatal' "
		 "test='false()'>no</assert></rule></pattern><pattern><let "
		 "name='v' value='f:date-add(/a, 1)'/><rule "
		 "context=\"a[f:dec-cmp(., '1') = 0]\"><assert test='$v'>no"
		 "</assert></rule></pattern></schema>",
	    "<a>x</a>", COMITY_REFUSED, "xx-permit/f", 1, "/a", "no" },
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

/* A document of many stretches (lib/rules-sift.c) is told of as a small one
 * is: rule by rule, each in document order, up to the first that fails. Of its
 * B_COUNT elements the fifth and one near the end are no numbers. */
#define B_COUNT 3000
#define B_LATE 2900
#define TWO_RULES(one, two)                                                    \
	HEAD "<pattern><rule context='b'>" ASSERT(                             \
	    one) "</rule></pattern><pattern><rule context='b'><assert "        \
		 "id='o' " ATTRIBUTES " test=\"" two                           \
		 "\">no</assert></rule></pattern></schema>"
#define FAILS_AT(n) "not(@n = '" #n "') or f:dec-cmp(., '1') = 0"

static const struct stretch {
	const char *why, *rules, *ids;
	int rc, places[4];
	size_t evaluated; /* 0: not said */
} stretches[] = {
	{ "in order", TWO_RULES("number(.) > 0", "number(.) > 0"),
	    "xx-permit/a xx-permit/a xx-permit/o xx-permit/o", COMITY_REFUSED,
	    { 5, B_LATE, 5, B_LATE }, (size_t)2 * B_COUNT },
	{ "the first rule fails late",
	    TWO_RULES(
		"(" FAILS_AT(2900) ") and number(.) > 0", "number(.) > 0"),
	    "xx-permit/a comity-rule-failed", COMITY_UNKNOWN, { 5, B_LATE },
	    0 },
	{ "the second rule fails early",
	    TWO_RULES("not(@n = '2900')", FAILS_AT(5)),
	    "xx-permit/a comity-rule-failed", COMITY_UNKNOWN, { B_LATE, 5 },
	    B_COUNT + 5 },
	{ "the second fails early, the first late",
	    TWO_RULES(FAILS_AT(2900), FAILS_AT(5)), "comity-rule-failed",
	    COMITY_UNKNOWN, { B_LATE }, 0 },
	{ "nothing speaks", TWO_RULES("@n", "@n"), "", COMITY_OK, { 0 },
	    (size_t)2 * B_COUNT },
};

START_TEST(stretch_row)
{
	const struct stretch *row = &stretches[_i];
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_report *report = comity_report_new();
	struct comity_rules *rules = NULL;
	struct comity_rules_run run = { .moment = TEST_MOMENT,
		.report = report };
	struct comity_text text = { 0 };
	char place[40];
	size_t i;
	int rc;

	comity_text_addf(&text, "<a>");
	for (i = 1; i <= B_COUNT; i++)
		comity_text_addf(&text, "<b n='%zu'>%s</b>", i,
		    i == 5 || i == B_LATE ? "x" : "7");
	comity_text_addf(&text, "</a>");
	run.doc = doc_load(text.data);
	run.tree = run.doc->xml;
	run.edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	ck_assert_int_eq(
	    rules_load(packs, row->rules, report, &rules), COMITY_OK);
	rc = comity_rules_run(rules, &run);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	ids_check(report, row->why, row->ids);
	for (i = 0; i < comity_report_count(report); i++) {
		snprintf(place, sizeof(place), "/a/b[%d]", row->places[i]);
		ck_assert_msg(
		    strcmp(comity_report_at(report, i)->path, place) == 0,
		    "%s: %s", row->why, comity_report_at(report, i)->path);
	}
	ck_assert_msg(row->evaluated == 0 || run.evaluated == row->evaluated,
	    "%s: %zu evaluated", row->why, run.evaluated);
	comity_rules_free(rules);
	comity_doc_free((struct comity_doc *)run.doc);
	comity_text_clear(&text);
	comity_report_free(report);
	comity_packs_free(packs);
}
END_TEST

/* Hints about codes: the document's <a>, and what is expected. */
static const struct hint {
	const char *test, *doc, *expected;
} hints[] = {
	{ "f:in-codes('xx-goods', .)", "<a>g1</a>", "did you mean G1?" },
	{ "f:in-codes('xx-goods', ., '2026-08-01')", "<a>G2</a>",
	    "G2 was valid until 2026-06-30" },
	{ "f:in-codes('xx-goods', .)", "<a>nothing</a>", NULL },
	{ "f:in-codes('xx-goods', 'G1') and @k", "<a>G1</a>", NULL },
	/* the code is not what is wrong */
	{ "not(f:in-codes('xx-goods', .)) and @k", "<a>g1</a>", NULL },
};

START_TEST(hint_row)
{
	const struct hint *row = &hints[_i];
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = doc_load(row->doc);
	struct comity_rules *rules = NULL;
	struct comity_rules_run run = { .doc = doc,
		.tree = doc->xml,
		.moment = TEST_MOMENT,
		.report = report };
	char text[1000];

	snprintf(text, sizeof(text), RULE("a", ASSERT("%s")), row->test);
	ck_assert_int_eq(rules_load(packs, text, report, &rules), COMITY_OK);
	run.edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	ck_assert_int_eq(comity_rules_run(rules, &run), COMITY_REFUSED);
	if (row->expected == NULL)
		ck_assert_ptr_null(comity_report_at(report, 0)->expected);
	else {
		ck_assert_ptr_nonnull(comity_report_at(report, 0)->expected);
		ck_assert_str_eq(
		    comity_report_at(report, 0)->expected, row->expected);
	}
	comity_rules_free(rules);
	comity_doc_free(doc);
	comity_report_free(report);
	comity_packs_free(packs);
}
END_TEST

/* The trace tells what was done, and a phase can be asked for. */
START_TEST(trace_is_kept)
{
	static const char text[] =
	    HEAD "<title>T</title><phase id='p'><active pattern='two'/></phase>"
		 "<pattern id='one'><rule context='a'>" ASSERT(
		     "1") "</rule>"
			  "</pattern><pattern id='two'><title>Two</title>"
			  "<rule id='r' context='b' role='x'><report id='z' "
			  "test='@k' "
			  "see='s' flag='g' diagnostics='d' properties='q'>is "
			  "<value-of select='@k'/></report></rule></pattern>"
			  "<diagnostics><diagnostic "
			  "id='d'>D</diagnostic></diagnostics>"
			  "<properties><property id='q' role='o' "
			  "scheme='c'>Q</property>"
			  "</properties></schema>";
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = doc_load("<a><b/><b k='1'/></a>");
	struct comity_rules *rules = NULL;
	struct comity_rules_trace trace = { 0 };
	struct comity_rules_run run = { .doc = doc,
		.tree = doc->xml,
		.moment = TEST_MOMENT,
		.phase = "p",
		.trace = &trace,
		.report = report };

	ck_assert_int_eq(rules_load(packs, text, report, &rules), COMITY_OK);
	run.edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	ck_assert_int_eq(comity_rules_run(rules, &run), COMITY_REFUSED);
	ck_assert_uint_eq(trace.count, 3);
	ck_assert_str_eq(trace.phase, "p");
	ck_assert_str_eq(trace.title, "T");
	ck_assert_int_eq(trace.entries[0].kind, COMITY_TRACE_PATTERN);
	ck_assert_str_eq(trace.entries[0].id, "two");
	ck_assert_str_eq(trace.entries[0].name, "Two");
	ck_assert_int_eq(trace.entries[1].kind, COMITY_TRACE_RULE);
	ck_assert_str_eq(trace.entries[1].id, "r");
	ck_assert_str_eq(trace.entries[1].expression, "b");
	ck_assert_uint_eq(trace.entries[1].count, 2);
	ck_assert_int_eq(trace.entries[2].kind, COMITY_TRACE_REPORTED);
	ck_assert_str_eq(trace.entries[2].location, "/a/b[2]");
	ck_assert_str_eq(trace.entries[2].text, "is 1 D");
	ck_assert_str_eq(trace.entries[2].flag, "g");
	ck_assert_str_eq(trace.entries[2].see, "s");
	ck_assert_str_eq(trace.entries[2].diagnostics[0].text, "D");
	ck_assert_str_eq(trace.entries[2].properties[0].scheme, "c");
	ck_assert_uint_eq(run.evaluated, 2);
	ck_assert_uint_eq(run.contexts, 2);
	/* basis: see; else the rules themselves */
	ck_assert_str_eq(comity_report_at(report, 0)->basis, "s");
	comity_rules_trace_clear(&trace);
	run.phase = "none";
	ck_assert_int_eq(comity_rules_run(rules, &run), COMITY_UNKNOWN);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-phase-unknown"));
	comity_rules_trace_clear(&trace);
	run.phase = "#ALL";
	ck_assert_int_eq(comity_rules_run(rules, &run), COMITY_REFUSED);
	ck_assert_uint_eq(trace.count, 5);
	comity_rules_trace_clear(&trace);
	comity_rules_free(rules);
	comity_doc_free(doc);
	comity_report_free(report);
	comity_packs_free(packs);
}
END_TEST

/* Rules in several files of a pack. */
static const struct files {
	const char *why, *main, *one, *two; /* rules/one.sch, rules/two.sch */
	const char *ids; /* NULL: refused, and: */
	const char *words;
} files[] = {
	{ "an included pattern, and a rule included in it",
	    HEAD "<include href='rules/one.sch'/></schema>",
	    "<pattern " NS "><include href='two.sch#r'/></pattern>",
	    "<pattern " NS "><rule id='q' context='b'><assert id='q' "
	    "test='0'>no</assert></rule><rule id='r' context='a'><assert "
	    "id='r' test='0'>no</assert></rule></pattern>",
	    "xx-permit/r", NULL },
	{ "extends of a schema, with prefixes and variables",
	    HEAD "<extends href='rules/one.sch'/><pattern><rule "
		 "context='a'><assert id='a' test='$v = 2'>no</assert>"
		 "</rule></pattern></schema>",
	    "<schema " NS "><ns prefix='o' uri='urn:o'/><let name='v' "
	    "value='1'/><pattern><rule context='o:b | a'><assert id='o' "
	    "test='0'>no</assert></rule></pattern></schema>",
	    NULL, "xx-permit/o xx-permit/a", NULL },
	{ "extends of a rule in a file",
	    HEAD "<pattern><rule context='a'><extends href='rules/one.sch'/>"
		 "</rule></pattern></schema>",
	    "<rule " NS " abstract='true' id='x'><assert id='x' test='0'>no"
	    "</assert></rule>",
	    NULL, "xx-permit/x", NULL },
	{ "extends of another element",
	    HEAD "<pattern><rule context='a'><extends href='rules/one.sch'/>"
		 "</rule></pattern></schema>",
	    "<pattern " NS "/>", NULL, NULL, "same name" },
	{ "a cycle", HEAD "<extends href='rules/one.sch'/></schema>",
	    "<schema " NS "><extends href='two.sch'/></schema>",
	    "<schema " NS "><extends href='one.sch'/></schema>", NULL,
	    "cycle" },
	{ "an include of itself",
	    HEAD "<include href='rules/one.sch'/></schema>",
	    "<pattern " NS "><include href='one.sch'/></pattern>", NULL, NULL,
	    "cycle" },
	{ "a fragment that there is not",
	    HEAD "<include href='rules/one.sch#z'/></schema>",
	    "<pattern " NS "/>", NULL, NULL, "fragment" },
	{ "a file out of the pack",
	    HEAD "<include href='../../other/rules.sch'/></schema>", NULL, NULL,
	    NULL, "that profile.xml names" },
	{ "a file of another role",
	    HEAD "<include href='document.xsd'/></schema>", NULL, NULL, NULL,
	    "that profile.xml names" },
	{ "a defect is told in its own file",
	    HEAD "<include href='rules/one.sch'/></schema>",
	    "<pattern " NS "><rule context='a'><assert test='1 +'>no"
	    "</assert></rule></pattern>",
	    NULL, NULL, "1 +" },
};

START_TEST(files_row)
{
	const struct files *row = &files[_i];
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = doc_load("<a><b/></a>");
	struct comity_folder_file all[] = {
		{ .name = "rules.sch", .role = "rules" },
		{ .name = "rules/one.sch", .role = "rules-part" },
		{ .name = "rules/two.sch", .role = "rules-part" },
		{ .name = "document.xsd", .role = "schema" },
	};
	const char *texts[] = { row->main, row->one, row->two, NULL };
	struct comity_folder folder = { .files = all, .count = 4 };
	struct comity_rules *rules = NULL;
	struct comity_rules_run run = { .doc = doc,
		.tree = doc->xml,
		.moment = TEST_MOMENT,
		.report = report };
	size_t i;
	int rc;

	for (i = 0; i < 4; i++) {
		if (texts[i] == NULL)
			texts[i] = "<none/>";
		ck_assert_int_eq(comity_source_new(all[i].name, texts[i],
				     strlen(texts[i]), report, &all[i].source),
		    COMITY_OK);
	}
	run.edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	rc = comity_rules_read(&all[0], &folder, run.edition, report, &rules);
	if (row->ids == NULL) {
		const struct comity_finding *finding =
		    comity_report_at(report, 0);

		ck_assert_msg(rc == COMITY_EPACK, "%s: %d", row->why, rc);
		ck_assert_msg((finding->expected != NULL &&
				  strstr(finding->expected, row->words)) ||
				  (finding->found != NULL &&
				      strstr(finding->found, row->words)),
		    "%s: %s / %s", row->why, finding->found, finding->expected);
		ck_assert_msg(strcmp(row->words, "1 +") != 0 ||
				  strcmp(finding->file, "rules/one.sch") == 0,
		    "%s: %s", row->why, finding->file);
	} else {
		ck_assert_msg(rc == COMITY_OK, "%s: %d", row->why, rc);
		ck_assert_int_eq(comity_rules_run(rules, &run), COMITY_REFUSED);
		ids_check(report, row->why, row->ids);
	}
	for (i = 0; i < 4; i++)
		comity_source_free(all[i].source);
	comity_rules_free(rules);
	comity_doc_free(doc);
	comity_report_free(report);
	comity_packs_free(packs);
}
END_TEST

SUITE("rules")
SUITE_ROWS(files_row, files);
SUITE_ROWS(hint_row, hints);
SUITE_TEST(trace_is_kept);
SUITE_ROWS(refused_row, refused);
SUITE_ROWS(said_row, said);
SUITE_TEST(steps_are_bounded);
SUITE_ROWS(stretch_row, stretches);
SUITE_END
