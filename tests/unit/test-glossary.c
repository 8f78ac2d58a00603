/* SPDX-License-Identifier: Apache-2.0 */
/* The glossary: each text in each language, or it is refused. */
#include "glossary.h"
#include "suite.h"

#include <unistd.h>

#define HEAD                                                                   \
	"<Glossary xmlns=\"urn:comity:glossary:1\">"                           \
	"<Source id=\"law\">The law</Source>"
#define THREE(name, text)                                                      \
	"<" name " xml:lang=\"en\">" text "</" name "><" name                  \
	" xml:lang=\"de\">" text "</" name "><" name " xml:lang=\"fr\">" text  \
	"</" name ">"
#define MEANING                                                                \
	"<Meaning in=\"US\" basis=\"x\" source=\"law\">" THREE(                \
	    "Text", "t") "</Meaning>"

static const struct row {
	const char *why, *xml;
	int rc;
	const char *finding;
} rows[] = {
	{ "as its page says",
	    HEAD "<Term id=\"a\">" THREE("Name", "n")
		MEANING THREE("Trap", "w") "</Term></Glossary>",
	    COMITY_OK, NULL },
	{ "a name that one language lacks",
	    HEAD "<Term id=\"a\"><Name xml:lang=\"en\">n</Name>"
		 "<Name xml:lang=\"de\">n</Name>" MEANING "</Term></Glossary>",
	    COMITY_UNKNOWN, "comity-glossary" },
	{ "a text that one language lacks",
	    HEAD "<Term id=\"a\">" THREE("Name",
		"n") "<Meaning in=\"US\" basis=\"x\" source=\"law\">"
		     "<Text "
		     "xml:lang=\"en\">t</Text></Meaning></Term></Glossary>",
	    COMITY_UNKNOWN, "comity-glossary" },
	{ "a warning in one language only",
	    HEAD "<Term id=\"a\">" THREE("Name", "n") MEANING
	    "<Trap xml:lang=\"en\">w</Trap></Term></Glossary>",
	    COMITY_UNKNOWN, "comity-glossary" },
	{ "a text that is empty in one language",
	    HEAD "<Term id=\"a\"><Name xml:lang=\"en\">n</Name>"
		 "<Name xml:lang=\"de\">n</Name><Name xml:lang=\"fr\"/>" MEANING
		 "</Term></Glossary>",
	    COMITY_UNKNOWN, "comity-glossary" },
	{ "a source that the file does not list",
	    HEAD "<Term id=\"a\">" THREE(
		"Name", "n") "<Meaning in=\"US\" basis=\"x\" "
			     "source=\"hearsay\">" THREE("Text",
				 "t") "</Meaning></Term></Glossary>",
	    COMITY_UNKNOWN, "comity-glossary" },
	{ "a meaning without its basis",
	    HEAD "<Term id=\"a\">" THREE(
		"Name", "n") "<Meaning in=\"US\" source=\"law\">" THREE("Text",
		"t") "</Meaning></Term></Glossary>",
	    COMITY_UNKNOWN, "comity-glossary" },
	{ "a term without a meaning",
	    HEAD "<Term id=\"a\">" THREE("Name", "n") "</Term></Glossary>",
	    COMITY_UNKNOWN, "comity-glossary" },
	{ "two terms of one id",
	    HEAD "<Term id=\"a\">" THREE("Name", "n") MEANING
	    "</Term><Term id=\"a\">" THREE("Name", "n") MEANING
	    "</Term></Glossary>",
	    COMITY_UNKNOWN, "comity-glossary" },
	{ "no term", HEAD "</Glossary>", COMITY_UNKNOWN, "comity-glossary" },
	{ "another root", "<License/>", COMITY_UNKNOWN, "comity-glossary" },
	{ "a DOCTYPE", "<!DOCTYPE a><a/>", COMITY_REFUSED, "comity-doctype" },
};

START_TEST(glossary_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_glossary *glossary;
	char path[] = "/tmp/comity-glossary-XXXXXX";
	int file = mkstemp(path), rc;

	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(
	    write(file, row->xml, strlen(row->xml)), (ssize_t)strlen(row->xml));
	close(file);
	rc = comity_glossary_read(path, report, &glossary);
	unlink(path);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	ck_assert(rc == COMITY_OK || glossary == NULL);
	if (row->finding != NULL)
		ck_assert_str_eq(comity_report_at(report, 0)->id, row->finding);
	comity_glossary_free(glossary);
	comity_report_free(report);
}
END_TEST

static const struct call {
	const char *word, *id; /* id NULL: no term */
} calls[] = {
	{ "export", "export" },
	{ "Ausfuhr", "export" },
	{ "exportation", "export" },
	{ "Ausfuhrgenehmigung", "license" },
	{ "license exception", "license-exception" },
	{ "License-Exception", "license-exception" },
	{ "autorisation globale", "authorization" },
	{ "licence d\xe2\x80\x99"
	  "exportation",
	    "license" },
	{ "licence d'exportation", "license" },
	{ "exports", NULL },
	{ "", NULL },
};

START_TEST(glossary_calls)
{
	const struct call *call = &calls[_i];
	struct comity_report *report = comity_report_new();
	struct comity_glossary *glossary = NULL;
	const xmlNode *term = NULL;
	const char *id = NULL;

	ck_assert_int_eq(
	    comity_glossary_read(
		COMITY_TEMPLATES_DIR "/glossary/terms.xml", report, &glossary),
	    COMITY_OK);
	while ((term = comity_glossary_term(glossary, term)) != NULL)
		if (comity_term_is_called(term, call->word)) {
			id = comity_term_attribute(term, "id");
			break;
		}
	if (call->id == NULL)
		ck_assert_ptr_null(id);
	else
		ck_assert_str_eq(id, call->id);
	comity_glossary_free(glossary);
	comity_report_free(report);
}
END_TEST

SUITE("glossary")
{
	SUITE_ROWS(glossary_row, rows);
	SUITE_ROWS(glossary_calls, calls);
}
SUITE_END
