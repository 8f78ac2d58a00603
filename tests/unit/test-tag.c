/* SPDX-License-Identifier: Apache-2.0 */
/* Start tags with too many attributes, found in octets; and that the parser
 * counts as this does. */
#include "limit.h"
#include "suite.h"
#include "tag.h"
#include "text.h"
#include "xml.h"

#include <libxml/parser.h>

/* With at most two attributes: where the first wide tag begins, -1 none. */
static const struct row {
	const char *why, *text;
	int at;
} rows[] = {
	{ "nothing", "", -1 },
	{ "no markup", "a=\"1\" b=\"2\" c=\"3\"", -1 },
	{ "as many", "<a b=\"1\" c='2'/>", -1 },
	{ "one more", "<a b=\"1\" c='2' d=\"3\"/>", 0 },
	{ "declarations count", "<a xmlns='u' xmlns:b='v' c='1'/>", 0 },
	{ "the second tag", "<a><b c='1' d='2' e='3'></b></a>", 3 },
	{ "behind text with quotes",
	    "<a>'x' \"y\" > <b c='1' d='2' e='3'/></a>", 13 },
	{ "\">\" in a value", "<a b='>' c='2' d='3'/>", 0 },
	{ "\"<\" in a value, which is no XML", "<a b='<c d=' e='2'/>", -1 },
	{ "the other quote in a value", "<a b=\"'\" c='\"'/>", -1 },
	{ "two tags of two", "<a b='1' c='2'><d e='1' f='2'/></a>", -1 },
	{ "an end tag", "<a></a b='1' c='2' d='3'>", -1 },
	{ "a comment", "<!-- <a b='1' c='2' d='3'> --><a/>", -1 },
	{ "behind a comment", "<!----><a b='1' c='2' d='3'/>", 7 },
	{ "a short comment", "<!--><a b='1' c='2' d='3'/>", -1 },
	{ "a section", "<a><![CDATA[<b c='1' d='2' e='3'/>]]></a>", -1 },
	{ "behind a section", "<a><![CDATA[<]]><b c='1' d='2' e='3'/></a>",
	    16 },
	{ "an instruction", "<?a b='1' c='2' d='3'?><a/>", -1 },
	{ "the declaration",
	    "<?xml version='1.0' encoding='UTF-8' "
	    "standalone='yes'?><a/>",
	    -1 },
	{ "a DOCTYPE",
	    "<!DOCTYPE a [<!ATTLIST a b CDATA 'x'>]>"
	    "<a b='1' c='2' d='3'/>",
	    -1 },
	{ "a value without an end", "<a b='1' c='2", -1 },
	{ "a third one without an end", "<a b='1' c='2' d='", 0 },
	{ "a tag without an end", "<a b='1' c='2'", -1 },
	{ "a comment without an end", "<!-- <a b='1' c='2' d='3'/>", -1 },
	{ "half of everything", "<", -1 },
	{ "half of a comment", "<!-", -1 },
	{ "half of a section", "<a><![CDATA", -1 },
};

START_TEST(row)
{
	const char *text = rows[_i].text, *found;
	/* nothing behind the end is looked at */
	char *copy = malloc(strlen(text) + 1);

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, strlen(text));
	copy[strlen(text)] = '\'';
	found = comity_tag_wide(copy, strlen(text), 2);
	ck_assert_msg((found == NULL ? -1 : (int)(found - copy)) == rows[_i].at,
	    "%s: %d", rows[_i].why, found == NULL ? -1 : (int)(found - copy));
	free(copy);
}
END_TEST

/* How many attributes and declarations an element of libxml2 has. */
static size_t
width(const xmlNode *node)
{
	const xmlAttr *attribute;
	const xmlNs *ns;
	size_t count = 0;

	for (attribute = node->properties; attribute != NULL;
	     attribute = attribute->next)
		count++;
	for (ns = node->nsDef; ns != NULL; ns = ns->next)
		count++;
	return count;
}

static size_t
widest(const xmlNode *node)
{
	size_t most = 0, one;

	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		one = width(node);
		most = one > most ? one : most;
		one = widest(node->children);
		most = one > most ? one : most;
	}
	return most;
}

/* Of what is well-formed both count the same, whatever stands where. */
START_TEST(counts_as_the_parser)
{
	static const char *const pieces[] = { "<a b=\"1\" c='>'>", "</a>",
		"<a>", "<b xmlns:x='u' x:y=\"'\" z='\"' w=''/>",
		"<!-- ' \" <a> -->", "<![CDATA[<a b='1'>\"]]>",
		"<?p q='1' r=\"<\"?>", "it's \"so\"",
		"<c d = '1'\n\te= \"2\" f ='3' />", "&lt;a b='1'&gt;" };
	const size_t count = sizeof(pieces) / sizeof(pieces[0]);
	unsigned state = 1;
	size_t round, parsed = 0, i, most;

	for (round = 0; round < 3000; round++) {
		struct comity_text text = { 0 };
		xmlDocPtr doc;

		comity_text_add(&text, "<r>");
		for (i = 0; i < 8; i++) {
			state = state * 1103515245u + 12345u;
			comity_text_add(&text, pieces[(state >> 16) % count]);
		}
		comity_text_add(&text, "</r>");
		doc = xmlReadMemory(text.data, (int)text.len, NULL, NULL,
		    XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
		for (most = 0; doc != NULL && most < 6; most++)
			ck_assert_msg(
			    (comity_tag_wide(text.data, text.len, most) !=
				NULL) == (widest(doc->children) > most),
			    "%zu: %s", most, text.data);
		parsed += doc != NULL;
		xmlFreeDoc(doc);
		comity_text_clear(&text);
	}
	ck_assert_uint_gt(parsed, 200);
}
END_TEST

/* Told before it is parsed: its line, its name, and that it is no yes. */
START_TEST(is_told)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_text text = { 0 };
	struct comity_doc *doc = NULL;
	const struct comity_finding *finding;
	int i;

	comity_text_add(&text, "<a>\n<!-- b -->\n<x:wide xmlns:x='u:v'");
	for (i = 0; i < COMITY_ATTRIBUTES_MAX; i++)
		comity_text_addf(&text, "\n a%d=''", i);
	comity_text_add(&text, "/></a>");
	ck_assert_int_eq(
	    comity_source_new("wide.xml", text.data, text.len, report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_ELIMIT);
	ck_assert_ptr_null(doc);
	finding = comity_report_find(report, "comity-too-many-attributes");
	ck_assert_ptr_nonnull(finding);
	ck_assert_uint_eq(finding->line, 3);
	ck_assert_str_eq(finding->found, "x:wide");
	comity_source_free(source);
	comity_text_clear(&text);
	comity_report_free(report);
}
END_TEST

SUITE("tag")
SUITE_ROWS(row, rows);
SUITE_TEST(counts_as_the_parser);
SUITE_TEST(is_told);
SUITE_END
