/* SPDX-License-Identifier: Apache-2.0 */
#include "forge.h"
#include "limit.h"

#define DS "xmlns:ds=\"" COMITY_NS_DS "\""

/* What is canonicalized, and to which octets. */
static const struct row {
	const char *why, *xml;
	const char *apex; /* the element's name; NULL the whole document */
	bool without; /* the root's signatures */
	enum comity_c14n_method method;
	const char *prefix; /* of a PrefixList; NULL none */
	const char *octets;
} rows[] = {
	{ "attributes sorted, empty tag opened", "<a z='1' b=\"2\"><b/></a>",
	    NULL, false, COMITY_C14N_EXCLUSIVE, NULL,
	    "<a b=\"2\" z=\"1\"><b></b></a>" },
	{ "comments go", "<!-- x --><a>1<!-- x -->2</a><!-- x -->", NULL, false,
	    COMITY_C14N_EXCLUSIVE, NULL, "<a>12</a>" },
	{ "CDATA becomes text", "<a><![CDATA[<&]]></a>", NULL, false,
	    COMITY_C14N_1_0, NULL, "<a>&lt;&amp;</a>" },
	{ "a carriage return stays visible", "<a b='&#13;&#10;'>&#13;\r\n</a>",
	    NULL, false, COMITY_C14N_1_0, NULL,
	    "<a b=\"&#xD;&#xA;\">&#xD;\n</a>" },
	{ "no normalization of letters", "<a>\xc3\xa4 a\xcc\x88</a>", NULL,
	    false, COMITY_C14N_1_0, NULL, "<a>\xc3\xa4 a\xcc\x88</a>" },
	{ "the root's signature goes, the nested stays",
	    "<a " DS "><b><ds:Signature/></b><ds:Signature/>t</a>", NULL, true,
	    COMITY_C14N_EXCLUSIVE, NULL,
	    "<a><b><ds:Signature " DS "></ds:Signature></b>t</a>" },
	{ "an element of the name in another namespace stays",
	    "<a><Signature/></a>", NULL, true, COMITY_C14N_EXCLUSIVE, NULL,
	    "<a><Signature></Signature></a>" },
	{ "what stands beside the root is in the document",
	    "<?xml-model href='x'?><a/>", NULL, false, COMITY_C14N_EXCLUSIVE,
	    NULL, "<?xml-model href='x'?>\n<a></a>" },
	{ "and not in the root's subtree", "<?xml-model href='x'?><a/>", "a",
	    false, COMITY_C14N_EXCLUSIVE, NULL, "<a></a>" },
	{ "exclusive: no namespace that is not used",
	    "<p:a xmlns:p='urn:p' xmlns:q='urn:q'><p:b/></p:a>", "b", false,
	    COMITY_C14N_EXCLUSIVE, NULL, "<p:b xmlns:p=\"urn:p\"></p:b>" },
	{ "exclusive with a PrefixList",
	    "<p:a xmlns:p='urn:p' xmlns:q='urn:q'><p:b/></p:a>", "b", false,
	    COMITY_C14N_EXCLUSIVE, "q",
	    "<p:b xmlns:p=\"urn:p\" xmlns:q=\"urn:q\"></p:b>" },
	{ "exclusive with #default",
	    "<a xmlns='urn:d' xmlns:q='urn:q'><q:b/></a>", "b", false,
	    COMITY_C14N_EXCLUSIVE, "#default",
	    "<q:b xmlns=\"urn:d\" xmlns:q=\"urn:q\"></q:b>" },
	{ "1.0: every namespace in scope",
	    "<p:a xmlns:p='urn:p' xmlns:q='urn:q'><p:b/></p:a>", "b", false,
	    COMITY_C14N_1_0, NULL,
	    "<p:b xmlns:p=\"urn:p\" xmlns:q=\"urn:q\"></p:b>" },
	{ "the default namespace undeclared",
	    "<a xmlns='urn:d'><b xmlns=''/>"
	    "</a>",
	    NULL, false, COMITY_C14N_EXCLUSIVE, NULL,
	    "<a xmlns=\"urn:d\"><b xmlns=\"\"></b></a>" },
	{ "1.0 repeats none of them where the parent is in",
	    "<a xml:base='http://example.org/'><b xml:lang='de'/><s:Signature "
	    "xmlns:s=\"" COMITY_NS_DS "\"/></a>",
	    NULL, true, COMITY_C14N_1_0, NULL,
	    "<a xml:base=\"http://example.org/\"><b xml:lang=\"de\"></b></a>" },
	{ "1.0 inherits xml:lang, xml:base and xml:id",
	    "<a xml:lang='en' xml:base='http://e.org/' xml:id='i'><b/></a>",
	    "b", false, COMITY_C14N_1_0, NULL,
	    "<b xml:base=\"http://e.org/\" xml:id=\"i\" xml:lang=\"en\"></b>" },
	{ "1.1 does not inherit xml:id",
	    "<a xml:lang='en' xml:base='http://e.org/' xml:id='i'><b/></a>",
	    "b", false, COMITY_C14N_1_1, NULL,
	    "<b xml:base=\"http://e.org/\" xml:lang=\"en\"></b>" },
	{ "exclusive inherits nothing",
	    "<a xml:lang='en' xml:base='http://e.org/' xml:id='i'><b/></a>",
	    "b", false, COMITY_C14N_EXCLUSIVE, NULL, "<b></b>" },
};

START_TEST(write_row)
{
	const struct row *row = &rows[_i];
	const char *prefixes[] = { row->prefix, NULL };
	struct comity_node_set set = { .without_root_signatures =
					   row->without };
	struct comity_octets octets = { 0 };
	struct comity_doc *doc = forge_parse(row->xml);
	int rc;

	ck_assert_ptr_nonnull(doc);
	if (row->apex != NULL)
		set.apex = forge_find(comity_doc_root(doc), row->apex, NULL);
	ck_assert_int_eq(comity_c14n_check(doc, NULL, NULL), COMITY_OK);
	rc = comity_c14n_write(
	    doc, &set, row->method, row->prefix ? prefixes : NULL, &octets);
	ck_assert_msg(rc == COMITY_OK, "%s: %d", row->why, rc);
	ck_assert_msg(strcmp((const char *)octets.bytes, row->octets) == 0,
	    "%s: %s", row->why, (const char *)octets.bytes);
	ck_assert_uint_eq(octets.len, strlen(row->octets));
	comity_octets_clear(&octets);
	comity_doc_free(doc);
}
END_TEST

/* Rule 12: nothing left is a failure, not an empty digest. */
START_TEST(empty_is_refused)
{
	struct comity_doc *doc = forge_parse("<a/>");
	struct comity_node_set set = { .without = comity_doc_root(doc) };
	struct comity_octets octets = { 0 };

	ck_assert_int_eq(
	    comity_c14n_write(doc, &set, COMITY_C14N_EXCLUSIVE, NULL, &octets),
	    COMITY_REFUSED);
	ck_assert_ptr_null(octets.bytes);
	comity_doc_free(doc);
}
END_TEST

/* Rule 5, behind the reader that refuses it first: a tree changed since. */
START_TEST(relative_is_refused)
{
	struct comity_doc *doc = forge_parse("<a><b/></a>");
	xmlNodePtr b = comity_node_first(comity_doc_root(doc));
	const xmlNode *where = NULL;

	ck_assert_int_eq(comity_c14n_check(doc, &where, NULL), COMITY_OK);
	ck_assert_ptr_nonnull(xmlNewNs(b, BAD_CAST "../x", BAD_CAST "p"));
	ck_assert_int_eq(comity_c14n_check(doc, &where, NULL), COMITY_REFUSED);
	ck_assert(where == b);
	comity_doc_free(doc);
}
END_TEST

/* A node that no reader counted is not passed over. */
START_TEST(unknown_node_is_refused)
{
	struct comity_doc *doc = forge_parse("<a><b/></a>");
	struct comity_octets octets = { 0 };

	ck_assert_ptr_nonnull(xmlNewChild(
	    comity_doc_root(doc), NULL, BAD_CAST "c", BAD_CAST "1"));
	ck_assert_int_eq(comity_c14n_document(doc, &octets), COMITY_EINTERNAL);
	comity_doc_free(doc);
}
END_TEST

/* Namespaces piled up cost libxml2 the square of their number. */
START_TEST(piled_up_namespaces)
{
	struct comity_text text = { 0 };
	struct comity_doc *doc;
	char *xml;
	int i, j;

	for (i = 0; i < 100; i++) {
		comity_text_addf(&text, "<a");
		for (j = 0; j < 100; j++)
			comity_text_addf(
			    &text, " xmlns:p%d-%d='urn:%d'", i, j, j);
		comity_text_addf(&text, ">");
	}
	for (i = 0; i < 100; i++)
		comity_text_addf(&text, "<b/>");
	for (i = 0; i < 100; i++)
		comity_text_addf(&text, "</a>");
	ck_assert_ptr_nonnull(xml = comity_text_take(&text));
	ck_assert_ptr_nonnull(doc = forge_parse(xml));
	ck_assert_int_eq(comity_c14n_check(doc, NULL, NULL), COMITY_ELIMIT);
	comity_doc_free(doc);
	free(xml);
}
END_TEST

SUITE("c14n")
SUITE_ROWS(write_row, rows);
SUITE_TEST(empty_is_refused);
SUITE_TEST(relative_is_refused);
SUITE_TEST(unknown_node_is_refused);
SUITE_TEST(piled_up_namespaces);
SUITE_END
