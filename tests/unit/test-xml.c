/* SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "suite.h"
#include "text.h"
#include "xml.h"

static const struct row {
	const char *why, *bytes;
	size_t len; /* 0: strlen */
	const char *finding; /* NULL: read */
} rows[] = {
	{ "plain", "<a/>", 0, NULL },
	{ "a byte order mark", "\xef\xbb\xbf<a/>", 0, NULL },
	{ "a style sheet before the root", "<?xml-stylesheet href='x'?><a/>", 0,
	    NULL },
	{ "comments", "<!-- x --><a><!-- y --></a><!-- z -->", 0, NULL },
	{ "character references", "<a>&#x41;&amp;</a>", 0, NULL },
	{ "UTF-16, little end first", "\xff\xfe<\0a\0/\0>\0", 10, NULL },
	{ "UTF-16, big end first", "\xfe\xff\0<\0a\0/\0>", 10, NULL },
	{ "half a unit of UTF-16", "\xff\xfe<\0a\0/\0>\0\0", 11,
	    "comity-encoding" },
	{ "a DOCTYPE", "<!DOCTYPE a><a/>", 0, "comity-doctype" },
	{ "an entity bomb",
	    "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>", 0,
	    "comity-doctype" },
	{ "a DOCTYPE after a comment", "<!-- --><!DOCTYPE a SYSTEM 'x'><a/>", 0,
	    "comity-doctype" },
	{ "an entity without a DOCTYPE", "<a>&b;</a>", 0,
	    "comity-not-well-formed" },
	{ "an instruction in the root", "<a><?x y?></a>", 0,
	    "comity-instruction" },
	{ "an instruction after the root", "<a/><?x y?>", 0,
	    "comity-instruction" },
	{ "another instruction before it", "<?php x?><a/>", 0,
	    "comity-instruction" },
	{ "another encoding", "<?xml version='1.0' encoding='latin1'?><a/>", 0,
	    "comity-encoding" },
	{ "says UTF-16 and is not",
	    "<?xml version='1.0' encoding='UTF-16'?><a/>", 0,
	    "comity-encoding" },
	{ "no UTF-8", "<a>\xff</a>", 0, "comity-not-well-formed" },
	{ "an overlong form", "<a>\xc0\xaf</a>", 0, "comity-not-well-formed" },
	{ "a NUL", "<a>\0</a>", 8, "comity-not-well-formed" },
	{ "not closed", "<a><b></a>", 0, "comity-not-well-formed" },
	{ "two roots", "<a/><b/>", 0, "comity-not-well-formed" },
	{ "twice the same attribute", "<a b='1' b='2'/>", 0,
	    "comity-not-well-formed" },
	{ "a prefix of nothing", "<x:a/>", 0, "comity-not-well-formed" },
	{ "a relative namespace", "<a xmlns='b/c'/>", 0,
	    "comity-relative-namespace" },
	{ "undeclaring the default is no namespace",
	    "<a xmlns='urn:x'><b xmlns=''/></a>", 0, NULL },
	{ "text only", "hello", 0, "comity-not-well-formed" },
	{ "cut", "<a><b", 0, "comity-not-well-formed" },
};

static int
read_bytes(const char *bytes, size_t len, struct comity_report *report,
    struct comity_doc **doc)
{
	struct comity_source *source = NULL;
	int rc;

	*doc = NULL;
	rc = comity_source_new(
	    "test.xml", bytes, len ? len : strlen(bytes), report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, doc);
	comity_source_free(source);
	return rc;
}

START_TEST(xml_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc;
	int rc = read_bytes(row->bytes, row->len, report, &doc);

	if (row->finding == NULL) {
		if (rc != COMITY_OK)
			suite_show(report);
		ck_assert_msg(rc == COMITY_OK, "%s", row->why);
	} else {
		ck_assert_msg(rc != COMITY_OK, "%s", row->why);
		ck_assert_ptr_null(doc);
		ck_assert_msg(comity_report_find(report, row->finding) != NULL,
		    "%s: %s", row->why, comity_report_at(report, 0)->id);
	}
	comity_doc_free(doc);
	comity_report_free(report);
}
END_TEST

static int
read_repeated(const char *before, const char *each, size_t times,
    const char *after, struct comity_report *report)
{
	struct comity_text text = { 0 };
	struct comity_doc *doc;
	int rc;

	comity_text_add(&text, before);
	while (times-- > 0)
		comity_text_add(&text, each);
	comity_text_add(&text, after);
	rc = read_bytes(text.data, text.len, report, &doc);
	comity_text_clear(&text);
	comity_doc_free(doc);
	return rc;
}

START_TEST(xml_limits)
{
	struct comity_report *report = comity_report_new();
	struct comity_text text = { 0 };
	struct comity_doc *doc;
	int i;

	ck_assert_int_eq(
	    read_repeated("<a>", "<b>", 100000, "", report), COMITY_ELIMIT);
	ck_assert_ptr_nonnull(comity_report_find(report, "comity-too-deep"));
	ck_assert_int_eq(
	    read_repeated("<a>", "<b/>", COMITY_NODES_MAX, "</a>", report),
	    COMITY_ELIMIT);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-too-many-nodes"));
	comity_text_add(&text, "<a");
	for (i = 0; i <= COMITY_ATTRIBUTES_MAX; i++)
		comity_text_addf(&text, " b%d=''", i);
	comity_text_add(&text, "/>");
	ck_assert_int_eq(
	    read_bytes(text.data, text.len, report, &doc), COMITY_ELIMIT);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-too-many-attributes"));
	comity_text_clear(&text);
	comity_report_free(report);
}
END_TEST

/* Lines are those of the "<", past 65535, and over a tag of several lines. */
START_TEST(xml_lines)
{
	struct comity_report *report = comity_report_new();
	struct comity_text text = { 0 };
	struct comity_doc *doc;
	xmlNodePtr b;
	char *path;
	int i;

	comity_text_add(&text, "<a>\n<x:b xmlns:x='urn:x'\n c='1'\n d='2'/>");
	for (i = 0; i < 70000; i++)
		comity_text_add(&text, "\n");
	comity_text_add(&text, "<x:b xmlns:x='urn:x' c='\n'>t</x:b></a>");
	ck_assert_int_eq(
	    read_bytes(text.data, text.len, report, &doc), COMITY_OK);
	b = comity_node_child(comity_doc_root(doc), "urn:x", "b");
	ck_assert_uint_eq(comity_doc_line(doc, b), 2);
	ck_assert_uint_eq(
	    comity_doc_line(doc, (xmlNodePtr)b->properties), 2);
	b = comity_node_next(b, "urn:x", "b");
	ck_assert_uint_eq(comity_doc_line(doc, b), 70004);
	ck_assert_uint_eq(comity_doc_line(doc, b->children), 70004);
	ck_assert_uint_eq(comity_node_ordinal(b), 5);
	path = comity_node_path((xmlNodePtr)b->properties);
	ck_assert_str_eq(path, "/a/x:b[2]/@c");
	free(path);
	comity_text_clear(&text);
	comity_doc_free(doc);
	comity_report_free(report);
}
END_TEST

START_TEST(xml_take_lines)
{
	static const char original[] =
	    "<a>\n<b/>\n<!-- x -->\n<Signature\n"
	    "xmlns='http://www.w3.org/2000/09/xmldsig#'><b/></Signature>\n"
	    "<b c='1'/></a>";
	struct comity_report *report = comity_report_new();
	struct comity_doc *from, *to, *other;
	xmlNodePtr b;

	ck_assert_int_eq(read_bytes(original, 0, report, &from), COMITY_OK);
	ck_assert_int_eq(read_bytes("<a><b/><b c='1'/></a>", 0, report, &to),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_take_lines(to, from), COMITY_OK);
	b = comity_node_next(
	    comity_node_first(comity_doc_root(to)), NULL, "b");
	ck_assert_uint_eq(comity_doc_line(to, b), 6);
	ck_assert_int_eq(
	    read_bytes("<a><b/><b/><b/></a>", 0, report, &other), COMITY_OK);
	ck_assert_int_ne(comity_doc_take_lines(other, from), COMITY_OK);
	comity_doc_free(other);
	comity_doc_free(to);
	comity_doc_free(from);
	comity_report_free(report);
}
END_TEST

/* A business value is the whole string value, whatever cuts it up. */
START_TEST(xml_value)
{
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc;
	char *value;

	ck_assert_int_eq(read_bytes("<a> 1<!-- x -->0<![CDATA[0]]>\n 5 </a>", 0,
			     report, &doc),
	    COMITY_OK);
	value = comity_node_value(comity_doc_root(doc));
	ck_assert_str_eq(value, "100 5");
	free(value);
	comity_doc_free(doc);
	comity_report_free(report);
}
END_TEST

static const struct escape_row {
	const char *from, *to;
} escape_rows[] = {
	{ "plain \xc3\xa9 \xe4\xb8\xad", "plain \xc3\xa9 \xe4\xb8\xad" },
	{ "a\x1b[31mb", "a<U+001B>[31mb" },
	{ "\xe2\x80\xaegnp.exe", "<U+202E>gnp.exe" },
	{ "a\n\t b ", "a b" },
	{ "\xff\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xed\xa0\x80x",
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx" },
	{ "\xef\xbf\xbf", "<U+FFFF>" },
	{ "\xc2\x9b", "<U+009B>" },
	{ "", "" },
};

START_TEST(escape_row)
{
	char *text = comity_text_escape(escape_rows[_i].from, 400);

	ck_assert_str_eq(text, escape_rows[_i].to);
	free(text);
}
END_TEST

SUITE("xml")
SUITE_ROWS(xml_row, rows);
SUITE_ROWS(escape_row, escape_rows);
SUITE_TEST(xml_limits);
SUITE_TEST(xml_lines);
SUITE_TEST(xml_take_lines);
SUITE_TEST(xml_value);
SUITE_END
