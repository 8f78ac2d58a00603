/* SPDX-License-Identifier: Apache-2.0 */
/* arrangement: what is read of it, and how a code lies to another. */
#include "arrangement.h"
#include "pack.h"
#include "suite.h"
#include "xml.h"

static const struct row {
	const char *code, *listed;
	enum comity_containment lies;
} rows[] = {
	{ "1C353", "1C353", COMITY_CODE_SAME },
	{ "1c353.A.3", "1C353.a.3", COMITY_CODE_SAME },
	{ "1C353.a.1.", "1C353.a.1", COMITY_CODE_SAME },
	{ "1C353.a.3", "1C353", COMITY_CODE_WITHIN },
	{ "1C353.a.3", "1C353.a", COMITY_CODE_WITHIN },
	{ "1C353", "1C353.a.3", COMITY_CODE_AROUND },
	{ "1C3531", "1C353", COMITY_CODE_APART },
	{ "1C353.a.31", "1C353.a.3", COMITY_CODE_APART },
	{ "1C351", "1C353", COMITY_CODE_APART },
	{ "", "1C353", COMITY_CODE_APART },
	{ "1C353", "", COMITY_CODE_APART },
	{ ".", ".", COMITY_CODE_APART },
};

START_TEST(containment_row)
{
	const struct row *row = &rows[_i];

	ck_assert_msg(comity_code_compare(row->code, row->listed) == row->lies,
	    "%s %s", row->code, row->listed);
}
END_TEST

#define HEAD                                                                   \
	"<Arrangement xmlns='urn:comity:core:1' id='a' version='3'"            \
	" standing='%s'><Instrument><Title>An instrument</Title>"              \
	"<Citation>Art. 1</Citation><InForceFrom>2026-01-02</InForceFrom>"     \
	"</Instrument><Side id='u'><Jurisdiction>US</Jurisdiction></Side>"     \
	"<Side id='e'><Jurisdiction>%s</Jurisdiction></Side>"
#define BODY                                                                   \
	"<Statement status='enacted' from='2026-01-01T00:00:00Z'"              \
	" until='2027-01-01T00:00:00Z'><Effect>accept-data</Effect>"           \
	"<Direction from='u' to='e'/><Direction from='u' to='nobody'/>"        \
	"<LegalBasis side='e'><Instrument>Act</Instrument>"                    \
	"<Provision>7</Provision></LegalBasis><LegalBasis side='u'>"           \
	"<Provision>9</Provision></LegalBasis><Covers/><Covers>"               \
	"<Nature>permit</Nature><Classification list='l' below='yes'>X"        \
	"</Classification></Covers><Minimum element='Item/Value'"              \
	" atLeast='2' binding='no'/><ValidityCap length='P1Y' from='issue'/>"  \
	"<StatusSource maxAge='P7D'><Authority><Name>O</Name></Authority>"     \
	"</StatusSource></Statement></Arrangement>"

static struct comity_doc *
doc_of(const char *standing, const char *other, const char *body)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	char *text = NULL;
	int len = asprintf(&text, HEAD "%s", standing, other, body);

	ck_assert_int_gt(len, 0);
	ck_assert_int_eq(
	    comity_source_new("a.xml", text, (size_t)len, report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	comity_source_free(source);
	comity_report_free(report);
	free(text);
	return doc;
}

START_TEST(reading)
{
	struct comity_doc *doc = doc_of("demonstration", "EU", BODY);
	struct comity_arrangement *a = NULL;
	const struct comity_arrangement_statement *s;

	ck_assert_int_eq(comity_arrangement_read(doc, NULL, &a), COMITY_OK);
	ck_assert_int_eq(a->standing, COMITY_STANDING_DEMONSTRATION);
	ck_assert_str_eq(a->basis, "An instrument, Art. 1");
	ck_assert_str_eq(a->version, "3");
	ck_assert_uint_eq(a->statement_count, 1);
	s = &a->statements[0];
	ck_assert_int_eq(s->status, COMITY_STATEMENT_ENACTED);
	ck_assert(s->dates_known);
	/* The instrument begins a day later, somewhere between +14 and -12. */
	ck_assert_int_eq(s->from_earliest, INT64_C(1767261600));
	ck_assert_int_eq(s->from_latest, INT64_C(1767355200));
	ck_assert_int_eq(s->until_latest, INT64_C(1798761600));
	ck_assert_uint_eq(s->direction_count, 1); /* the other leads nowhere */
	ck_assert_uint_eq(s->directions[0].from, 0);
	ck_assert_uint_eq(s->directions[0].to, 1);
	ck_assert_str_eq(s->basis.of[1], "Act, 7");
	ck_assert_str_eq(s->basis.of[0], "9");
	ck_assert_uint_eq(s->cover_used, 1); /* the empty one covers nothing */
	ck_assert_str_eq(s->covers[0].natures.at[0].text, "permit");
	ck_assert_str_eq(s->covers[0].classifications.at[0].level, "yes");
	ck_assert_uint_eq(s->minimums[0].at_least, 2);
	ck_assert(!s->minimums[0].binding);
	ck_assert_str_eq(s->cap.text, "P1Y");
	ck_assert_str_eq(s->sources[0].max_age, "P7D");
	ck_assert_str_eq(s->effect.path, "/Arrangement/Statement/Effect");
	comity_arrangement_free(a);
	comity_doc_free(doc);
}
END_TEST

START_TEST(refusing)
{
	struct comity_doc *doc = doc_of("in-force", "US", BODY);
	struct comity_arrangement *a = NULL;

	ck_assert_int_eq(
	    comity_arrangement_read(doc, NULL, &a), COMITY_REFUSED);
	ck_assert_ptr_null(a);
	comity_doc_free(doc);
}
END_TEST

START_TEST(standing)
{
	static const struct {
		const char *word;
		enum comity_standing standing;
	} said[] = { { "in-force", COMITY_STANDING_IN_FORCE },
		{ "demonstration", COMITY_STANDING_DEMONSTRATION },
		{ "draft", COMITY_STANDING_NONE },
		{ "", COMITY_STANDING_NONE } };
	size_t i;

	for (i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		struct comity_doc *doc = doc_of(said[i].word, "EU", BODY);
		struct comity_arrangement *a = NULL;

		ck_assert_int_eq(
		    comity_arrangement_read(doc, NULL, &a), COMITY_OK);
		ck_assert_int_eq(a->standing, said[i].standing);
		comity_arrangement_free(a);
		comity_doc_free(doc);
	}
}
END_TEST

SUITE("arrangement")
{
	SUITE_ROWS(containment_row, rows);
	SUITE_TEST(reading);
	SUITE_TEST(refusing);
	SUITE_TEST(standing);
}
SUITE_END
