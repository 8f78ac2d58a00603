/* SPDX-License-Identifier: Apache-2.0 */
/* claims: what a signer may state, and that it comes back as it was stated. */
#include "claims.h"
#include "suite.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

static const struct row {
	const char *why;
	char what; /* of: place, commitment, jurisdiction */
	const char *text;
	int rc;
	const char *more; /* stated after it: COMITY_REFUSED; NULL nothing */
} rows[] = {
	{ "a city by name", 'p', "city=Exampleton", COMITY_OK, "Other City" },
	{ "a city alone", 'p', "Exampleton", COMITY_OK, "city=Other" },
	{ "a country", 'p', "US", COMITY_OK, "country=DE" },
	{ "a street with signs of XML", 'p', "street=1 <A> & B \"'\"",
	    COMITY_OK, NULL },
	{ "a state, a postal code", 'p', "state=New Example", COMITY_OK,
	    "state=Other" },
	{ "a postal code", 'p', "postal-code=01234", COMITY_OK, NULL },
	{ "an unknown part", 'p', "planet=Earth", COMITY_REFUSED, NULL },
	{ "a part of a part's name", 'p', "cit=Exampleton", COMITY_REFUSED,
	    NULL },
	{ "an empty part", 'p', "city=", COMITY_REFUSED, NULL },
	{ "blanks", 'p', " ", COMITY_REFUSED, NULL },
	{ "an approval", 'c', "proof-of-approval", COMITY_OK,
	    "proof-of-approval" },
	{ "a creation", 'c', "proof-of-creation", COMITY_OK, NULL },
	{ "an unknown commitment", 'c', "proof-of-goodwill", COMITY_REFUSED,
	    NULL },
	{ "a commitment by its URI", 'c',
	    "http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin", COMITY_REFUSED,
	    NULL },
	{ "a state", 'j', "US", COMITY_OK, "DE" },
	{ "a state of a federation", 'j', "US-CA", COMITY_OK, NULL },
	{ "a union", 'j', "EU", COMITY_OK, NULL },
	{ "small letters", 'j', "us", COMITY_REFUSED, NULL },
	{ "three letters", 'j', "USA", COMITY_REFUSED, NULL },
	{ "a part that is missing", 'j', "US-", COMITY_REFUSED, NULL },
	{ "a part that is too long", 'j', "US-CALI", COMITY_REFUSED, NULL },
	{ "something behind it", 'j', "US CA", COMITY_REFUSED, NULL },
};

static int
state(struct comity_claims *claims, char what, const char *text)
{
	if (what == 'p')
		return comity_claims_add_place(claims, text);
	if (what == 'c')
		return comity_claims_add_commitment(claims, text);
	return comity_claims_set_jurisdiction(claims, text);
}

/* Written and read again. */
static void
check_same(const struct row *row, const struct comity_claims *claims)
{
	struct comity_report *report = comity_report_new();
	struct comity_claims back = { 0 };
	struct comity_source *source;
	struct comity_text text = { 0 };
	struct comity_doc *doc;
	char *role = NULL;
	size_t i;

	comity_text_add(&text,
	    "<xades:SignedProperties xmlns:xades=\"" COMITY_NS_XADES
	    "\"><xades:SignedSignatureProperties>");
	comity_claims_write_place(&text, claims);
	comity_claims_write_roles(&text, "chair <1>", claims);
	comity_text_add(&text, "</xades:SignedSignatureProperties>"
			       "<xades:SignedDataObjectProperties>");
	comity_claims_write_commitments(&text, claims);
	comity_text_add(&text, "</xades:SignedDataObjectProperties>"
			       "</xades:SignedProperties>");
	ck_assert_int_eq(
	    comity_source_new("t", text.data, text.len, report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	ck_assert_int_eq(comity_claims_read(comity_doc_root(doc),
			     COMITY_NS_XADES, &role, &back),
	    COMITY_OK);
	ck_assert_str_eq(role, "chair <1>");
	ck_assert_msg(comity_text_same(claims->jurisdiction, back.jurisdiction),
	    "%s", row->why);
	for (i = 0; i < COMITY_PLACE_PARTS; i++)
		ck_assert_msg(comity_text_same(claims->place[i], back.place[i]),
		    "%s", row->why);
	ck_assert_uint_eq(claims->commitment_count, back.commitment_count);
	for (i = 0; i < back.commitment_count; i++)
		ck_assert_str_eq(claims->commitments[i], back.commitments[i]);
	free(role);
	comity_claims_clear(&back);
	comity_text_clear(&text);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
}

START_TEST(claims_row)
{
	const struct row *row = &rows[_i];
	struct comity_claims claims = { 0 };
	int rc = state(&claims, row->what, row->text);

	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	if (row->more != NULL)
		ck_assert_msg(
		    state(&claims, row->what, row->more) == COMITY_REFUSED,
		    "%s: %s", row->why, row->more);
	check_same(row, &claims);
	comity_claims_clear(&claims);
}
END_TEST

SUITE_MAIN("claims", claims_row, rows)
