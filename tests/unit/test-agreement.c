/* SPDX-License-Identifier: Apache-2.0 */
/* agreement: for whom a signature counts: by certificate alone. */
#include "agreement.h"
#include "suite.h"
#include "verify.h"

#define DIGEST                                                                 \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define UPPER "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
#define OTHER "ff23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define PARTY(id, number)                                                      \
	"<Party id='" id "'><Name>Example " id                                 \
	"</Name><Identifier scheme='organizationIdentifier'>" number           \
	"</Identifier><Identifier scheme='lei'>LEI1</Identifier></Party>"
#define AGREEMENT(signatories)                                                 \
	"<Agreement xmlns='urn:comity:core:1'><Identification><Number>1"       \
	"</Number></Identification>" PARTY("a", "NTRUS-1")                     \
	    PARTY("b", "NTRDE-2") signatories "</Agreement>"
#define BOTH                                                                   \
	"<Signatory party='a' required='yes'/>"                                \
	"<Signatory party='b' required='yes'/>"
#define BY_DIGEST                                                              \
	"<Signatory party='a' required='yes'><Certificate digest='" UPPER      \
	"'/></Signatory>"

#define PASS COMITY_TOTAL_PASSED
#define OPEN COMITY_INDETERMINATE

static const struct row {
	const char *why, *text;
	struct given {
		enum comity_indication indication;
		bool full;
		const char *organization, *sha256, *subject, *role;
	} given[3];
	int rc;
	size_t missing, others;
} rows[] = {
	{ "both signed", AGREEMENT(BOTH),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL },
		{ PASS, true, "NTRDE-2", OTHER, "x", NULL } },
	    COMITY_OK, 0, 0 },
	{ "in the other order", AGREEMENT(BOTH),
	    { { PASS, true, "NTRDE-2", OTHER, "x", NULL },
		{ PASS, true, "NTRUS-1", OTHER, "x", NULL } },
	    COMITY_OK, 0, 0 },
	{ "one is missing", AGREEMENT(BOTH),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL } }, COMITY_REFUSED, 1,
	    0 },
	{ "twice the same is not both", AGREEMENT(BOTH),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL },
		{ PASS, true, "NTRUS-1", DIGEST, "x", NULL } },
	    COMITY_REFUSED, 1, 0 },
	{ "a name never counts", AGREEMENT(BOTH),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL },
		{ PASS, true, NULL, OTHER, "CN=Example b", NULL } },
	    COMITY_REFUSED, 1, 1 },
	{ "nor a claimed role", AGREEMENT(BOTH),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL },
		{ PASS, true, NULL, OTHER, "x", "NTRDE-2" } },
	    COMITY_REFUSED, 1, 1 },
	{ "nor an identifier of another scheme", AGREEMENT(BOTH),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL },
		{ PASS, true, "LEI1", OTHER, "x", NULL } },
	    COMITY_REFUSED, 1, 1 },
	{ "one that did not pass does not count", AGREEMENT(BOTH),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL },
		{ OPEN, true, "NTRDE-2", OTHER, "x", NULL } },
	    COMITY_REFUSED, 1, 0 },
	{ "nor one over a part", AGREEMENT(BOTH),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL },
		{ PASS, false, "NTRDE-2", OTHER, "x", NULL } },
	    COMITY_REFUSED, 1, 0 },
	{ "by the digest, in any spelling", AGREEMENT(BY_DIGEST),
	    { { PASS, true, NULL, DIGEST, "x", NULL } }, COMITY_OK, 0, 0 },
	{ "another certificate", AGREEMENT(BY_DIGEST),
	    { { PASS, true, NULL, OTHER, "x", NULL } }, COMITY_REFUSED, 1, 1 },
	{ "an unknown certificate is not an empty digest",
	    AGREEMENT("<Signatory party='a' required='yes'>"
		      "<Certificate digest=''/></Signatory>"),
	    { { PASS, true, NULL, "", "x", NULL } }, COMITY_REFUSED, 1, 1 },
	{ "one that is not required may be missing",
	    AGREEMENT("<Signatory party='a' required='yes'/>"
		      "<Signatory party='b' required='no'/>"),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL } }, COMITY_OK, 0, 0 },
	{ "nobody is required",
	    AGREEMENT("<Signatory party='a' required='no'/>"),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL } }, COMITY_UNKNOWN, 0,
	    0 },
	{ "no signatory", AGREEMENT(""),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL } }, COMITY_UNKNOWN, 0,
	    1 },
	{ "a party that is not there",
	    AGREEMENT("<Signatory party='c' required='yes'/>"),
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL } }, COMITY_REFUSED, 1,
	    1 },
	{ "no signature at all", AGREEMENT(BOTH), { { 0 } }, COMITY_REFUSED, 2,
	    0 },
	{ "every agreement of a collection",
	    "<Collection xmlns='urn:comity:core:1'><Agreement>" PARTY("a",
		"NTRUS-1") "<Signatory party='a' required='yes'/></Agreement>"
			   "<Agreement>" PARTY(
			       "b", "NTRDE-2") "<Signatory party='b' "
					       "required='yes'/></Agreement></"
					       "Collection>",
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL } }, COMITY_REFUSED, 1,
	    0 },
	{ "not an agreement", "<License xmlns='urn:comity:core:1'/>",
	    { { PASS, true, "NTRUS-1", OTHER, "x", NULL } }, COMITY_UNKNOWN, 0,
	    0 },
};

static size_t
signatures_of(const struct row *row, struct comity_signature *made)
{
	size_t i;

	for (i = 0; i < 3 && row->given[i].sha256 != NULL; i++) {
		made[i].indication = row->given[i].indication;
		made[i].full_scope = row->given[i].full;
		made[i].organization_id = (char *)row->given[i].organization;
		made[i].subject = (char *)row->given[i].subject;
		made[i].role = (char *)row->given[i].role;
		strncpy(made[i].certificate_sha256, row->given[i].sha256, 64);
	}
	return i;
}

START_TEST(signatory_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_signature signatures[3] = { 0 };
	struct comity_verification verification = { .signatures = signatures };
	struct comity_signatories *out = NULL;
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	size_t i;
	int rc;

	verification.count = signatures_of(row, signatures);
	ck_assert_int_eq(comity_source_new("a.xml", row->text,
			     strlen(row->text), report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	verification.proven = verification.count > 0 ? doc : NULL;
	rc = comity_agreement_signatories(doc, &verification, report, &out);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	ck_assert_ptr_nonnull(out);
	ck_assert_msg(out->missing == row->missing, "%s", row->why);
	ck_assert_msg(out->others == row->others, "%s", row->why);
	ck_assert_int_eq(out->complete, rc == COMITY_OK);
	ck_assert_int_eq(
	    comity_report_find(report, "comity-signatory-missing") != NULL,
	    row->missing > 0);
	for (i = 0; i < out->count; i++)
		ck_assert_ptr_nonnull(out->at[i].because);
	comity_signatories_free(out);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
}
END_TEST

/* Signatories come from the proven octets, not from those given. */
START_TEST(unproven)
{
	const struct row *row = &rows[0];
	struct comity_report *report = comity_report_new();
	struct comity_signature signatures[3] = { 0 };
	struct comity_verification verification = { .signatures = signatures };
	struct comity_signatories *out = NULL;
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;

	verification.count = signatures_of(row, signatures);
	ck_assert_int_eq(comity_source_new("a.xml", row->text,
			     strlen(row->text), report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	ck_assert_int_eq(
	    comity_agreement_signatories(doc, &verification, report, &out),
	    COMITY_REFUSED);
	ck_assert_uint_eq(out->missing, 2);
	comity_signatories_free(out);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
}
END_TEST

SUITE("agreement")
{
	SUITE_ROWS(signatory_row, rows);
	SUITE_TEST(unproven);
}
SUITE_END
