/* SPDX-License-Identifier: Apache-2.0 */
/* Why a digest does not match: what is named undoes the change. */
#include "crypto.h"
#include "mismatch.h"
#include "suite.h"

#include <string.h>

#define FILE_OF true
#define XML_OF false

static const struct row {
	const char *why;
	bool file; /* a payload; else canonical octets */
	const char *was, *is, *says;
} rows[] = {
	{ "CRLF came into XML", XML_OF, "<a>x\ny</a>", "<a>x&#xD;\ny</a>",
	    "carriage returns came in" },
	{ "CRLF came into a file", FILE_OF, "x\ny\n", "x\r\ny\r\n",
	    "carriage returns came in" },
	{ "CRLF was lost from XML", XML_OF, "<a>x&#xD;\ny</a>", "<a>x\ny</a>",
	    "carriage returns were lost" },
	{ "CRLF was lost from a file", FILE_OF, "x\r\ny\r\n", "x\ny\n",
	    "carriage returns were lost" },
	{ "a mark came", FILE_OF, "x", "\xef\xbb\xbfx", "mark came" },
	{ "a mark was lost", FILE_OF, "\xef\xbb\xbfx", "x", "mark was lost" },
	{ "pretty-printed", XML_OF, "<a><b>c d</b></a>",
	    "<a>\n  <b>c d</b>\n</a>", "pretty-printed" },
	{ "a stylesheet before the root", XML_OF, "<a></a>",
	    "<?xml-stylesheet href=\"a.xsl\"?>\n<a></a>",
	    "processing instruction" },
	{ "an instruction behind the root", XML_OF, "<a></a>",
	    "<a></a>\n<?x y?>", "processing instruction" },
	{ "an editor's schema", XML_OF, "<a b=\"c\"></a>",
	    "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
	    "b=\"c\" xsi:schemaLocation=\"urn:a a.xsd\"></a>",
	    "xsi:schemaLocation" },
	{ "a line end came", FILE_OF, "x", "x\n", "line end came" },
	{ "a line end was lost", FILE_OF, "x\n", "x", "line end" },
	{ "encoded twice", XML_OF, "<a>\xc3\xbc</a>",
	    "<a>\xc3\x83\xc2\xbc</a>", "wrong encoding" },
	{ "from Latin 1 to UTF-8", FILE_OF, "\xfc", "\xc3\xbc", "ISO 8859-1" },
	/* what looks like such a change, and is another one */
	{ "a digit and a mark", FILE_OF, "1", "\xef\xbb\xbf"
					     "2",
	    "was changed after signing" },
	{ "a digit and CRLF", XML_OF, "<a>1\n</a>", "<a>2&#xD;\n</a>",
	    "was changed after signing" },
	{ "a digit", XML_OF, "<a>1</a>", "<a>2</a>",
	    "was changed after signing" },
	{ "nothing is left", FILE_OF, "x", "", "was changed after signing" },
};

START_TEST(mismatch_row)
{
	const struct row *row = &rows[_i];
	struct comity_reference reference = { .kind =
						  row->file
						      ? COMITY_REFERENCE_PAYLOAD
						      : 0,
		.digest = comity_digest_named("SHA256") };
	struct comity_octets octets = { .bytes = (unsigned char *)row->is,
		.len = strlen(row->is) };
	const char *cause;

	ck_assert(comity_digest(reference.digest, row->was, strlen(row->was),
	    reference.value));
	cause = comity_mismatch_cause(NULL, &reference, NULL, &octets);
	ck_assert_msg(strstr(cause, row->says) != NULL, "%s: %s", row->why,
	    cause);
}
END_TEST

SUITE("mismatch")
SUITE_ROWS(mismatch_row, rows);
SUITE_END
