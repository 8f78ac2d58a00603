/* SPDX-License-Identifier: Apache-2.0 */
/* rendering: what a template can do wrong, what languages and a public
 * version keep, and columns of characters that are two columns wide. */
#include "packs.h"
#include "rendering.h"

#define WORDS(lang)                                                            \
	"<words xmlns='urn:comity:rendering:1' xml:lang='" lang "'>"           \
	"<w id='a' t='" lang "'/></words>"
#define SHEET(body)                                                            \
	"<xsl:stylesheet version='1.0' "                                       \
	"xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "                    \
	"xmlns:c='urn:comity:core:1' xmlns:r='urn:comity:rendering:1'>"        \
	"<xsl:template match='/r:rendering'><page>"                            \
	"<xsl:attribute name='lang'><xsl:value-of select='@lang'/>"            \
	"</xsl:attribute>" body "</page></xsl:template></xsl:stylesheet>"
#define ALL "<p><xsl:value-of select='c:Agreement'/></p>"
#define AGREEMENT(body)                                                        \
	"<Agreement xmlns='urn:comity:core:1' xml:lang='en'><Identification>"  \
	"<Number>EX-1</Number></Identification>" body "</Agreement>"

static const struct row {
	const char *why, *words[2], *sheet, *document;
	bool is_public;
	int rc;
	const char *finding; /* read only if rc is not COMITY_OK */
	const char *has, *hasnt; /* read only if it is */
} rows[] = {
	{ "a page", { WORDS("en") }, SHEET(ALL), AGREEMENT(""), false,
	    COMITY_OK, NULL, "EX-1", "EX-2" },
	{ "words that are none", { "<words/>" }, SHEET(ALL), AGREEMENT(""),
	    false, COMITY_EINTERNAL, "comity-rendering-words", NULL, NULL },
	{ "words that are no XML", { "words" }, SHEET(ALL), AGREEMENT(""),
	    false, COMITY_EINTERNAL, "comity-rendering-words", NULL, NULL },
	{ "words of no language", { "<words xmlns='urn:comity:rendering:1'/>" },
	    SHEET(ALL), AGREEMENT(""), false, COMITY_EINTERNAL,
	    "comity-rendering-words", NULL, NULL },
	{ "two languages", { WORDS("en"), WORDS("de") }, SHEET(ALL),
	    AGREEMENT(""), false, COMITY_OK, NULL, "EX-1", NULL },
	{ "a language with a part more", { WORDS("en"), WORDS("de") },
	    SHEET(ALL "<xsl:if test='@lang = \"de\"'><p>x</p></xsl:if>"),
	    AGREEMENT(""), false, COMITY_EINTERNAL, "comity-rendering-parts",
	    NULL, NULL },
	{ "a language with a part less", { WORDS("en"), WORDS("de") },
	    SHEET(ALL "<xsl:if test='@lang = \"en\"'><p>x</p></xsl:if>"),
	    AGREEMENT(""), false, COMITY_EINTERNAL, "comity-rendering-parts",
	    NULL, NULL },
	{ "a language with another part", { WORDS("en"), WORDS("de") },
	    SHEET("<xsl:choose><xsl:when test='@lang = \"en\"'><p>x</p>"
		  "</xsl:when><xsl:otherwise><h level='2'>x</h>"
		  "</xsl:otherwise></xsl:choose>"),
	    AGREEMENT(""), false, COMITY_EINTERNAL, "comity-rendering-parts",
	    NULL, NULL },
	{ "a stylesheet that reads a file", { WORDS("en") },
	    SHEET("<p><xsl:value-of select='document(\"/etc/hostname\")'/>"
		  "</p>"),
	    AGREEMENT(""), false, COMITY_EINTERNAL, "comity-stylesheet", NULL,
	    NULL },
	{ "a stylesheet that is none", { WORDS("en") }, "<x/>", AGREEMENT(""),
	    false, COMITY_EINTERNAL, "comity-stylesheet", NULL, NULL },
	{ "the text of the asked language", { WORDS("de") }, SHEET(ALL),
	    AGREEMENT("<Title>one</Title><Title xml:lang='de'>eins</Title>"),
	    false, COMITY_OK, NULL, "eins", "one" },
	{ "a variant of it", { WORDS("de") }, SHEET(ALL),
	    AGREEMENT("<Title>one</Title><Title xml:lang='de-AT'>eins"
		      "</Title>"),
	    false, COMITY_OK, NULL, "eins", "one" },
	{ "the first language where it is missing", { WORDS("fr") }, SHEET(ALL),
	    AGREEMENT("<Title>one</Title><Title xml:lang='de'>eins</Title>"),
	    false, COMITY_OK, NULL, "one", "eins" },
	{ "all, where the asked language has fewer", { WORDS("de") },
	    SHEET(ALL),
	    AGREEMENT("<Recital><Text>one</Text><Text>two</Text>"
		      "<Text xml:lang='de'>eins</Text></Recital>"),
	    false, COMITY_OK, NULL, "two", NULL },
	{ "texts of one language all stay", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Recital><Text>one</Text><Text>two</Text></Recital>"),
	    false, COMITY_OK, NULL, "onetwo", NULL },
	{ "bidi controls are written out", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Title>a\xe2\x80\xae"
		      "b</Title>"),
	    false, COMITY_OK, NULL, "a<U+202E>b", "\xe2\x80\xae" },
	{ "a contact stays in", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Party><Contact><Email>a@b.example</Email></Contact>"
		      "</Party>"),
	    false, COMITY_OK, NULL, "a@b.example", NULL },
	{ "and is left out of a public version", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Party><Contact><Email>a@b.example</Email></Contact>"
		      "</Party>"),
	    true, COMITY_OK, NULL, "EX-1", "b.example" },
	{ "the name of an organization stays", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Party><Name>Ann</Name><Kind>commercial</Kind>"
		      "</Party>"),
	    true, COMITY_OK, NULL, "Ann", NULL },
	{ "that of a person does not", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Party><Name>Ann</Name><Kind>individual</Kind>"
		      "</Party>"),
	    true, COMITY_OK, NULL, "EX-1", "Ann" },
	{ "a person by role", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Party><Role>principal-investigator</Role>"
		      "<Name>Ann</Name></Party>"),
	    true, COMITY_OK, NULL, "EX-1", "Ann" },
	{ "a person by citizenship", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Party><Name>Ann</Name><Citizenship>DE</Citizenship>"
		      "</Party>"),
	    true, COMITY_OK, NULL, "EX-1", "Ann" },
	{ "an original spelling is left out", { WORDS("en") },
	    SHEET("<p><xsl:value-of select='//@*[. = \"eins\"]'/>.</p>"),
	    AGREEMENT("<Title xmlns:o='urn:comity:original:1' o:text='eins'>"
		      "one</Title>"),
	    true, COMITY_OK, NULL, ".", "eins" },
	{ "and stays in otherwise", { WORDS("en") },
	    SHEET("<p><xsl:value-of select='//@*[. = \"eins\"]'/>.</p>"),
	    AGREEMENT("<Title xmlns:o='urn:comity:original:1' o:text='eins'>"
		      "one</Title>"),
	    false, COMITY_OK, NULL, "eins", NULL },
	{ "publication allowed", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Publication><Allowed>yes</Allowed></Publication>"),
	    true, COMITY_OK, NULL, "EX-1", NULL },
	{ "publication forbidden", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Publication><Allowed>no</Allowed></Publication>"), true,
	    COMITY_REFUSED, "comity-rendering-not-public", NULL, NULL },
	{ "which forbids only the public version", { WORDS("en") }, SHEET(ALL),
	    AGREEMENT("<Publication><Allowed>no</Allowed></Publication>"),
	    false, COMITY_OK, NULL, "EX-1", NULL },
	{ "numbers are given", { WORDS("en") },
	    SHEET("<h level='1' roman='yes'>a</h><h level='1' roman='yes'>b"
		  "</h><p n=''>c</p><p n='P7'>d</p><p n=''>e</p>"),
	    AGREEMENT(""), false, COMITY_OK, NULL, "II.2    e", "II.3" },
	{ "wide characters take two columns", { WORDS("en") },
	    SHEET("<p kind='small'>"
		  "\xe6\x9e\xb6\xe7\xa9\xba"
		  "\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6"
		  "\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba"
		  "\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6"
		  "\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba"
		  "\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6"
		  "\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba"
		  "\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba\xe6\x9e\xb6"
		  "\xe7\xa9\xba\xe6\x9e\xb6\xe7\xa9\xba\xe7\xb5\x82</p>"),
	    AGREEMENT(""), false, COMITY_OK, NULL,
	    "\xe6\x9e\xb6\n\xe7\xa9\xba\xe7\xb5\x82", NULL },
};

static struct comity_source *
source_load(const char *name, const char *text)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;

	if (text != NULL)
		ck_assert_int_eq(comity_source_new(
				     name, text, strlen(text), report, &source),
		    COMITY_OK);
	comity_report_free(report);
	return source;
}

static bool
is_found(const struct comity_report *report, const char *id)
{
	size_t i;

	for (i = 0; i < comity_report_count(report); i++)
		if (strcmp(comity_report_at(report, i)->id, id) == 0)
			return true;
	return false;
}

START_TEST(rendering_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(COMITY_TEST_SRCDIR "/schemas");
	struct comity_doc *doc = doc_load(row->document);
	struct comity_checked checked = { .doc = doc,
		.edition = comity_packs_edition(packs, "core", "1", 0),
		.schema_valid = true };
	struct comity_source *sheet = source_load("sheet", row->sheet),
			     *first = source_load("first", row->words[0]),
			     *second = source_load("second", row->words[1]);
	struct comity_rendering_order order = { .checked = &checked,
		.core = doc->xml,
		.digest = doc->sha256_hex,
		.form = COMITY_RENDERING_TEXT,
		.is_public = row->is_public,
		.document = sheet,
		.words = { first, second } };
	unsigned char *octets = NULL;
	char *text;
	size_t len = 0;
	int rc = comity_rendering_make(&order, report, &octets, &len);

	if (rc != row->rc)
		suite_show(report);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	if (rc != COMITY_OK) {
		ck_assert_ptr_null(octets);
		ck_assert_msg(is_found(report, row->finding), "%s", row->why);
	} else {
		text = strndup((char *)octets, len);
		ck_assert_msg(row->has == NULL || strstr(text, row->has),
		    "%s: %s", row->why, text);
		ck_assert_msg(row->hasnt == NULL || !strstr(text, row->hasnt),
		    "%s: %s", row->why, text);
		free(text);
	}
	free(octets);
	comity_source_free(sheet);
	comity_source_free(first);
	comity_source_free(second);
	comity_doc_free(doc);
	comity_packs_free(packs);
	comity_report_free(report);
}
END_TEST

SUITE_MAIN("rendering", rendering_row, rows)
