/* SPDX-License-Identifier: Apache-2.0 */
/* Which documents are leaf-identical, and which only look so. */
#include "leaf.h"
#include "suite.h"

static const struct row {
	const char *why, *a, *b;
	bool same;
} rows[] = {
	{ "the same", "<a><b>1</b></a>", "<a><b>1</b></a>", true },
	{ "another value", "<a><b>1</b></a>", "<a><b>2</b></a>", false },
	{ "white space between elements", "<a><b>1</b></a>",
	    "<a>\n <b>1</b>\n</a>", true },
	{ "white space in a leaf", "<a><b>1</b></a>", "<a><b> 1</b></a>",
	    false },
	{ "blanks are a value", "<a><b> </b></a>", "<a><b/></a>", false },
	{ "comments", "<a><!-- x --><b>1</b></a>", "<a><b>1</b></a>", true },
	{ "a comment in a leaf", "<a><b>1<!-- x -->2</b></a>",
	    "<a><b>12</b></a>", true },
	{ "character data marks", "<a><b><![CDATA[<]]></b></a>",
	    "<a><b>&lt;</b></a>", true },
	{ "prefixes", "<p:a xmlns:p='urn:x'><p:b/></p:a>",
	    "<a xmlns='urn:x'><b/></a>", true },
	{ "another namespace", "<a xmlns='urn:x'/>", "<a xmlns='urn:y'/>",
	    false },
	{ "a namespace and none", "<a xmlns='urn:x'/>", "<a/>", false },
	{ "order of attributes", "<a x='1' y='2'/>", "<a y='2' x='1'/>", true },
	{ "an attribute more", "<a x='1'/>", "<a x='1' y='2'/>", false },
	{ "an attribute less", "<a x='1' y='2'/>", "<a x='1'/>", false },
	{ "an attribute of another namespace", "<a xmlns:p='urn:x' p:x='1'/>",
	    "<a x='1'/>", false },
	{ "a schema location",
	    "<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
	    "xsi:noNamespaceSchemaLocation='a.xsd'/>",
	    "<a/>", true },
	{ "nil in two spellings",
	    "<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
	    "xsi:nil='1'/>",
	    "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
	    "i:nil='true'/>",
	    true },
	{ "nil and not",
	    "<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
	    "xsi:nil='1'/>",
	    "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
	    "i:nil='false'/>",
	    false },
	{ "a type by another prefix",
	    "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
	    "xmlns:p='urn:x' i:type='p:T'/>",
	    "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
	    "xmlns:q='urn:x' i:type='q:T'/>",
	    true },
	{ "a type of another namespace",
	    "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
	    "xmlns:p='urn:x' i:type='p:T'/>",
	    "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
	    "xmlns:p='urn:y' i:type='p:T'/>",
	    false },
	{ "order of elements", "<a><b/><c/></a>", "<a><c/><b/></a>", false },
	{ "one element more", "<a><b/></a>", "<a><b/><b/></a>", false },
	{ "one element less", "<a><b/><b/></a>", "<a><b/></a>", false },
	{ "text beside elements", "<a>x<b/></a>", "<a><b/></a>", false },
	{ "signatures of the root",
	    "<a><b/><Signature "
	    "xmlns='http://www.w3.org/2000/09/xmldsig#'/></a>",
	    "<a><b/></a>", true },
	{ "signatures further in",
	    "<a><b><Signature "
	    "xmlns='http://www.w3.org/2000/09/xmldsig#'/></b></a>",
	    "<a><b/></a>", false },
	{ "no order inside a set", "<all><b/><c>1</c></all>",
	    "<all><c>1</c><b/></all>", true },
	{ "but the same set", "<all><b/><c>1</c></all>",
	    "<all><c>2</c><b/></all>", false },
	{ "and nothing more", "<all><b/></all>", "<all><c/><b/></all>", false },
};

static struct comity_doc *
read_text(const char *text)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;

	comity_source_new("leaf.xml", text, strlen(text), report, &source);
	comity_doc_read(source, report, &doc);
	ck_assert_ptr_nonnull(doc);
	comity_source_free(source);
	comity_report_free(report);
	return doc;
}

START_TEST(leaf_row)
{
	const struct row *row = &rows[_i];
	struct comity_leaf_options options = { .unordered = "x all y" };
	struct comity_doc *a = read_text(row->a), *b = read_text(row->b);
	const xmlNode *differs = NULL;
	int rc = comity_leaf_compare(
	    comity_doc_root(a), comity_doc_root(b), &options, &differs);

	ck_assert_msg(rc == (row->same ? COMITY_OK : COMITY_REFUSED), "%s: %d",
	    row->why, rc);
	ck_assert_msg((differs == NULL) == row->same, "%s", row->why);
	comity_doc_free(a);
	comity_doc_free(b);
}
END_TEST

static const struct leaf {
	const char *why, *text;
	size_t leaves; /* elements that are leaves */
} leaves[] = {
	{ "a value", "<a>1</a>", 1 },
	{ "an empty element", "<a/>", 1 },
	{ "an empty element with an attribute", "<a x='1'/>", 0 },
	{ "a blank element with an attribute", "<a x='1'> </a>", 0 },
	{ "a value with an attribute", "<a x='1'>v</a>", 1 },
	{ "elements", "<a><b/><c>1</c></a>", 2 },
};

START_TEST(leaf_count)
{
	struct comity_doc *doc = read_text(leaves[_i].text);
	xmlNodePtr root = comity_doc_root(doc), child;
	size_t n = comity_leaf_is(root);

	for (child = root->children; child != NULL; child = child->next)
		n += comity_leaf_is(child);
	ck_assert_msg(n == leaves[_i].leaves, "%s: %zu", leaves[_i].why, n);
	comity_doc_free(doc);
}
END_TEST

SUITE("leaf")
{
	SUITE_ROWS(leaf_row, rows);
	SUITE_ROWS(leaf_count, leaves);
}
SUITE_END
