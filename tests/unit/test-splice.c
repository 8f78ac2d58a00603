/* SPDX-License-Identifier: Apache-2.0 */
/* splice: one place is found, and every other octet stays. */
#include "splice.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

static const struct row {
	const char *why, *text;
	unsigned steps; /* elements to go from the root, in document order */
	const char *comes; /* with <N/> put in; NULL: not in these octets */
	const char *tree; /* another text, of which the tree is made */
} rows[] = {
	{ "at the end of the root", "<a><b/> </a>", 0, "<a><b/> <N/></a>",
	    NULL },
	{ "in an empty element", "<a><b/> </a>", 1, "<a><b><N/></b> </a>",
	    NULL },
	{ "in an empty element with blanks",
	    "<a><p:b  c='/>' xmlns:p=\"urn:u\" /></a>", 1,
	    "<a><p:b  c='/>' xmlns:p=\"urn:u\" ><N/></p:b></a>", NULL },
	{ "in the last of three of one name", "<a><a><a>1</a></a></a>", 2,
	    "<a><a><a>1<N/></a></a></a>", NULL },
	{ "in the middle one of three", "<a><a><a>1</a></a></a>", 1,
	    "<a><a><a>1</a><N/></a></a>", NULL },
	{ "in the second of two", "<a><b>1</b><b>2</b></a>", 2,
	    "<a><b>1</b><b>2<N/></b></a>", NULL },
	{ "past tags in comments, CDATA and attributes",
	    "<?xml-stylesheet <a> ?><!-- <a> --><a b='>' "
	    "c=\"/>'\"><![CDATA[</a><b>]]></a >",
	    0,
	    "<?xml-stylesheet <a> ?><!-- <a> --><a b='>' "
	    "c=\"/>'\"><![CDATA[</a><b>]]><N/>"
	    "</a >",
	    NULL },
	{ "octets of another document", "<a><c/></a>", 1, NULL, "<a><b/></a>" },
	{ "octets of a shorter name", "<a><b/></a>", 1, NULL, "<a><bb/></a>" },
	{ "octets of a document that goes on", "<a><b/></a>", 2, NULL,
	    "<a><b/><b/></a>" },
	{ "octets that end too early", "<a><b", 1, NULL, "<a><b/></a>" },
	{ "octets of UTF-16", "\xFE\xFF<a/>", 0, NULL, "<a/>" },
};

static const xmlNode *
element(const struct comity_doc *doc, unsigned steps)
{
	const xmlNode *node = comity_doc_root(doc), *next;

	for (; steps > 0; steps--) {
		next = comity_node_first(node);
		while (next == NULL) {
			next = comity_node_after(node);
			node = node->parent;
		}
		node = next;
	}
	return node;
}

START_TEST(splice_row)
{
	const struct row *row = &rows[_i];
	const char *tree = row->tree != NULL ? row->tree : row->text;
	struct comity_report *report = comity_report_new();
	struct comity_source *source, *of_tree;
	unsigned char *octets = NULL;
	struct comity_doc *doc;
	size_t len = 0;
	int rc;

	ck_assert_int_eq(
	    comity_source_new("t", tree, strlen(tree), report, &of_tree),
	    COMITY_OK);
	ck_assert_int_eq(comity_source_new("t", row->text, strlen(row->text),
			     report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(of_tree, report, &doc), COMITY_OK);
	rc = comity_splice(
	    source, doc, element(doc, row->steps), "<N/>", &octets, &len);
	if (row->comes == NULL) {
		ck_assert_msg(rc == COMITY_UNKNOWN, "%s: %d", row->why, rc);
		ck_assert_ptr_null(octets);
	} else {
		ck_assert_msg(rc == COMITY_OK, "%s: %d", row->why, rc);
		ck_assert_str_eq((const char *)octets, row->comes);
		ck_assert_uint_eq(len, strlen(row->comes));
	}
	free(octets);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_source_free(of_tree);
	comity_report_free(report);
}
END_TEST

SUITE_MAIN("splice", splice_row, rows)
