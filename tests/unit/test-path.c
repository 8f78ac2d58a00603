/* SPDX-License-Identifier: Apache-2.0 */
/* path: rules 19, 22 and 28, each row a situation. */
#include "keys.h"
#include "path.h"
#include "text.h"

/* QCStatements with QcCompliance, with QcLimitValue, with both */
#define QC_COMPLIANCE "DER:300A3008060604008E460101"
#define QC_LIMIT "DER:300A3008060604008E460102"
#define QC_BOTH "DER:30143008060604008E4601013008060604008E460102"
#define LICENSE "urn:comity:service:license:us-ear"

enum {
	LISTED = 1, /* the signer is a license service of the list */
	OTHER_TYPE = 2, /* ... of another type */
	NO_CA = 4, /* its CA is on no list */
	CA_WITHDRAWN = 8, /* since 2026-05-01 */
	SELF = 16, /* the signer has signed its own certificate */
	WITHDRAWN = 32, /* the signer's service is, since 2026-05-01 */
	BY_STRANGER = 64, /* a stranger's key with the CA's name issued it */
	MIDDLE = 128, /* a CA between, which comes along */
	NO_HINT = 256, /* ... or does not */
	EMPTY = 512 /* no list at all */
};

static const struct row {
	const char *why;
	int shape;
	const char *moment;
	struct want signer;
	struct want_crl crl[2]; /* by the CA; from NULL: none */
	bool crl_by_stranger;
	const char *held_since, *type, *territory;
	const char *sub; /* NULL: passed */
	const char *service; /* type of the one it stands for */
} rows[] = {
	{ "a fresh CRL that lists nobody", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .territory = "US", .service = LICENSE },
	{ "no list is in use", LISTED | EMPTY, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "no CRL", LISTED, "2026-06-01", { 0 }, .type = LICENSE,
	    .sub = "TRY_LATER" },
	{ "a CRL past its next update", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2026-05-31" } }, .type = LICENSE,
	    .sub = "TRY_LATER" },
	{ "a CRL whose next update is the moment", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2026-06-01" } }, .type = LICENSE,
	    .service = LICENSE },
	{ "a CRL without next update", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = NULL } }, .type = LICENSE,
	    .sub = "TRY_LATER" },
	{ "a CRL in the CA's name by another key", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .crl_by_stranger = true, .type = LICENSE, .sub = "TRY_LATER" },
	{ "a CRL for certificates of CAs only", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01", .only_ca = true } },
	    .type = LICENSE, .sub = "TRY_LATER" },
	{ "a CRL with an unknown critical extension", LISTED, "2026-06-01",
	    { 0 },
	    { { .from = "2026-05-01",
		.next = "2027-01-01",
		.unknown_critical = true } },
	    .type = LICENSE, .sub = "TRY_LATER" },
	{ "a delta CRL only", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01", .delta = true } },
	    .type = LICENSE, .sub = "TRY_LATER" },
	{ "a CRL issued after the moment", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-07-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .service = LICENSE },
	{ "revoked before the moment", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01",
		.next = "2027-01-01",
		.revoked = "2026-04-01",
		.serial = 7 } },
	    .type = LICENSE, .sub = "REVOKED_NO_POE" },
	{ "revoked at the moment", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-06-01",
		.next = "2027-01-01",
		.revoked = "2026-06-01",
		.serial = 7 } },
	    .type = LICENSE, .sub = "REVOKED_NO_POE" },
	{ "revoked after the moment, in a CRL issued after it", LISTED,
	    "2026-06-01", { 0 },
	    { { .from = "2026-08-01",
		.next = "2027-01-01",
		.revoked = "2026-07-01",
		.serial = 7 } },
	    .type = LICENSE, .sub = "REVOKED_NO_POE" },
	{ "revoked after the moment, but invalid before it", LISTED,
	    "2026-06-01", { 0 },
	    { { .from = "2026-08-01",
		.next = "2027-01-01",
		.revoked = "2026-07-01",
		.invalid = "2026-03-01",
		.serial = 7 } },
	    .held_since = "2026-04-01", .type = LICENSE,
	    .sub = "REVOKED_NO_POE" },
	{ "another serial number is revoked", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01",
		.next = "2027-01-01",
		.revoked = "2026-04-01",
		.serial = 8 } },
	    .type = LICENSE, .service = LICENSE },
	{ "held before the revocation", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01",
		.next = "2027-01-01",
		.revoked = "2026-04-01",
		.serial = 7 } },
	    .held_since = "2026-03-31", .type = LICENSE, .service = LICENSE },
	{ "held since the revocation", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01",
		.next = "2027-01-01",
		.revoked = "2026-04-01",
		.serial = 7 } },
	    .held_since = "2026-04-01", .type = LICENSE,
	    .sub = "REVOKED_NO_POE" },
	{ "held since before the certificate began", LISTED, "2026-06-01",
	    { 0 },
	    { { .from = "2026-05-01",
		.next = "2027-01-01",
		.revoked = "2026-04-01",
		.serial = 7 } },
	    .held_since = "2025-12-01", .type = LICENSE,
	    .sub = "REVOKED_NO_POE" },
	{ "the newer CRL lists it, the older does not", LISTED, "2026-06-01",
	    { 0 },
	    { { .from = "2026-05-01",
		  .next = "2027-01-01",
		  .revoked = "2026-04-01",
		  .serial = 7 },
		{ .from = "2026-02-01", .next = "2027-01-01" } },
	    .type = LICENSE, .sub = "REVOKED_NO_POE" },
	{ "the older CRL lists it, the newer does not", LISTED, "2026-06-01",
	    { 0 },
	    { { .from = "2026-02-01",
		  .next = "2027-01-01",
		  .revoked = "2026-01-15",
		  .serial = 7 },
		{ .from = "2026-05-01", .next = "2027-01-01" } },
	    .type = LICENSE, .service = LICENSE },
	{ "of two as new, one lists it", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" },
		{ .from = "2026-05-01",
		    .next = "2027-01-01",
		    .revoked = "2026-04-01",
		    .serial = 7 } },
	    .type = LICENSE, .sub = "REVOKED_NO_POE" },
	{ "a stale CRL that lists it", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-04-02",
		.next = "2026-05-01",
		.revoked = "2026-04-01",
		.serial = 7 } },
	    .type = LICENSE, .sub = "REVOKED_NO_POE" },
	{ "expired", LISTED, "2026-06-01", { .to = "2026-02-01" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "OUT_OF_BOUNDS_NO_POE" },
	{ "expired, held before", LISTED, "2026-06-01", { .to = "2026-02-01" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .held_since = "2026-01-10", .type = LICENSE,
	    .sub = "OUT_OF_BOUNDS_NO_POE" },
	{ "not yet valid", LISTED, "2026-06-01", { .from = "2026-07-01" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "OUT_OF_BOUNDS_NO_POE" },
	{ "on its last day", LISTED, "2026-06-01", { .to = "2026-06-02" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .service = LICENSE },
	{ "listed under another type", LISTED | OTHER_TYPE, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "not listed, only its CA is", 0, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "not listed, and no service is asked for", 0, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .service = CA_TYPE },
	{ "listed in another territory", LISTED, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .territory = "EU", .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "its CA is of another territory", 0, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .territory = "EU", .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "its service was withdrawn before", LISTED | WITHDRAWN, "2026-06-01",
	    { 0 }, { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .type = LICENSE, .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "its service was withdrawn, none is asked for", LISTED | WITHDRAWN,
	    "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "its service was withdrawn later", LISTED | WITHDRAWN, "2026-04-30",
	    { 0 }, { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .type = LICENSE, .service = LICENSE },
	{ "its service was not granted yet", LISTED, "2025-12-31",
	    { .from = "2025-01-01" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "its CA was withdrawn before", LISTED | CA_WITHDRAWN, "2026-06-01",
	    { 0 }, { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .type = LICENSE, .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "its CA was withdrawn later", LISTED | CA_WITHDRAWN, "2026-04-30",
	    { 0 }, { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .type = LICENSE, .service = LICENSE },
	{ "listed by itself", LISTED | NO_CA, "2026-06-01", { 0 },
	    .type = LICENSE, .service = LICENSE },
	{ "listed by itself, self-signed", LISTED | SELF, "2026-06-01", { 0 },
	    .type = LICENSE, .service = LICENSE },
	{ "listed by itself, expired", LISTED | NO_CA, "2026-06-01",
	    { .to = "2026-02-01" }, .type = LICENSE,
	    .sub = "OUT_OF_BOUNDS_NO_POE" },
	{ "listed by itself, in a CRL that nobody vouches for",
	    LISTED | NO_CA | NO_HINT, "2026-06-01", { 0 },
	    { { .from = "2026-05-01",
		.next = "2027-01-01",
		.revoked = "2026-04-01",
		.serial = 7 } },
	    .type = LICENSE, .sub = "TRY_LATER" },
	{ "listed by itself, in a CRL of the CA that came along",
	    LISTED | NO_CA, "2026-06-01", { 0 },
	    { { .from = "2026-05-01",
		.next = "2027-01-01",
		.revoked = "2026-04-01",
		.serial = 7 } },
	    .type = LICENSE, .sub = "REVOKED_NO_POE" },
	{ "a stranger's key in the CA's name", BY_STRANGER, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .sub = "CERTIFICATE_CHAIN_GENERAL_FAILURE" },
	{ "no list knows its CA", NO_CA, "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "a CA between, without a CRL of the one above", MIDDLE, "2026-06-01",
	    { 0 }, { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .sub = "TRY_LATER" },
	{ "a CA between that did not come along", MIDDLE | NO_HINT,
	    "2026-06-01", { 0 },
	    { { .from = "2026-05-01", .next = "2027-01-01" } },
	    .sub = "NO_CERTIFICATE_CHAIN_FOUND" },
	{ "keyUsage for encipherment", LISTED, "2026-06-01",
	    { .usage = "critical,keyEncipherment" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "CHAIN_CONSTRAINTS_FAILURE" },
	{ "no keyUsage at all", LISTED, "2026-06-01", { .usage = "-" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .service = LICENSE },
	{ "keyUsage nonRepudiation alone", LISTED, "2026-06-01",
	    { .usage = "critical,nonRepudiation" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .service = LICENSE },
	{ "extendedKeyUsage for servers", LISTED, "2026-06-01",
	    { .purpose = "serverAuth" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "CHAIN_CONSTRAINTS_FAILURE" },
	{ "extendedKeyUsage for documents", LISTED, "2026-06-01",
	    { .purpose = "1.3.6.1.5.5.7.3.36" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .service = LICENSE },
	{ "critical statements of a qualified certificate", LISTED,
	    "2026-06-01", { .statements = "critical," QC_COMPLIANCE },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .service = LICENSE },
	{ "a critical statement that limits", LISTED, "2026-06-01",
	    { .statements = "critical," QC_LIMIT },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "CHAIN_CONSTRAINTS_FAILURE" },
	{ "a critical statement that limits, behind another", LISTED,
	    "2026-06-01", { .statements = "critical," QC_BOTH },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "CHAIN_CONSTRAINTS_FAILURE" },
	{ "critical statements that are none", LISTED, "2026-06-01",
	    { .statements = "critical,DER:0500" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "CHAIN_CONSTRAINTS_FAILURE" },
	{ "a statement that limits, not critical", LISTED, "2026-06-01",
	    { .statements = QC_LIMIT },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .service = LICENSE },
	{ "a critical statement that limits, listed by itself", LISTED | NO_CA,
	    "2026-06-01", { .statements = "critical," QC_LIMIT },
	    .type = LICENSE, .sub = "CHAIN_CONSTRAINTS_FAILURE" },
	{ "an RSA key of 1024 bits", LISTED, "2026-06-01",
	    { .type = "rsa1024" },
	    { { .from = "2026-05-01", .next = "2027-01-01" } }, .type = LICENSE,
	    .sub = "CRYPTO_CONSTRAINTS_FAILURE" },
	{ "an RSA key of 1024 bits, listed by itself", LISTED | NO_CA,
	    "2026-06-01", { .type = "rsa1024" }, .type = LICENSE,
	    .sub = "CRYPTO_CONSTRAINTS_FAILURE" },
};

/* Everything one row needs. */
struct scene {
	struct made operator, root, ca, stranger, signer;
	struct comity_trust *trust;
};

static void
scene_list(
    struct scene *scene, const struct row *row, struct comity_report *report)
{
	const struct want_service ca = { CA_TYPE, &scene->root,
		row->shape & CA_WITHDRAWN ? "withdrawn" : "granted",
		row->shape & CA_WITHDRAWN ? "2026-05-01" : "2026-01-01",
		row->shape & CA_WITHDRAWN ? "granted" : NULL, "2026-01-01",
		NULL };
	const struct want_service own = {
		row->shape & OTHER_TYPE ? "urn:comity:service:status" : LICENSE,
		&scene->signer,
		row->shape & WITHDRAWN ? "withdrawn" : "granted",
		row->shape & WITHDRAWN ? "2026-05-01" : "2026-01-01",
		row->shape & WITHDRAWN ? "granted" : NULL, "2026-01-01", NULL
	};
	/* a list of nothing but somebody else is a list all the same */
	const struct want_service other = { "urn:comity:service:other",
		&scene->operator, NULL, NULL, NULL, NULL, NULL };
	struct want_service services[3] = { other };
	struct want_list list = { "US", "2025-01-02", "2035-01-01", 1, services,
		1, NULL };
	char *text;

	if (!(row->shape & (NO_CA | SELF)))
		services[list.count++] = ca;
	if (row->shape & LISTED)
		services[list.count++] = own;
	text = list_text(&list);
	if (list_add(scene->trust, text, &scene->operator, day(row->moment),
		report) != COMITY_OK) {
		suite_show(report);
		ck_abort_msg("%s: the list", row->why);
	}
	free(text);
}

static void
scene_make(
    struct scene *scene, const struct row *row, struct comity_report *report)
{
	const struct want operator= { .name = "Operator",
		.from = "2025-01-01" };
	const struct want root = {
		.name = "CA", .ca = true, .from = "2025-01-01"
	};
	const struct want middle = {
		.name = "Middle", .ca = true, .from = "2025-01-01", .serial = 3
	};
	struct want signer = row->signer;
	struct comity_source *crl;
	const struct made *issuer;
	size_t i;

	signer.serial = 7;
	scene->operator= made_new(&operator, NULL);
	scene->root = made_new(&root, NULL);
	scene->stranger = made_new(&root, NULL);
	if (row->shape & MIDDLE)
		scene->ca = made_new(&middle, &scene->root);
	issuer = row->shape & MIDDLE        ? &scene->ca
		 : row->shape & BY_STRANGER ? &scene->stranger
					    : &scene->root;
	scene->signer = made_new(&signer, row->shape & SELF ? NULL : issuer);
	ck_assert_int_eq(comity_trust_new(&scene->trust), COMITY_OK);
	ck_assert_int_eq(
	    comity_trust_pin(scene->trust, "US", scene->operator.pem, report),
	    COMITY_OK);
	for (i = 0; i < 2 && row->crl[i].from != NULL; i++) {
		crl = made_crl(&row->crl[i],
		    row->crl_by_stranger ? &scene->stranger : issuer);
		ck_assert_int_eq(
		    comity_trust_add_crl(scene->trust, crl, report), COMITY_OK);
		comity_source_free(crl);
	}
	if (!(row->shape & EMPTY))
		scene_list(scene, row, report);
}

/* An answer that is remembered is the one that would be worked out anew: the
 * first is never remembered without evidence to tell, the others may be. */
static void
asked_again(const struct scene *scene, const struct row *row,
    const struct comity_certificate *signer,
    const struct comity_certificate *const *hints, size_t hint_count,
    const struct comity_verify_policy *policy)
{
	const struct comity_path_evidence none = { 0 };
	const struct comity_path_evidence *evidence[] = { NULL, &none, &none };
	struct comity_path_result result[3];
	size_t i;

	for (i = 0; i < 3; i++)
		ck_assert_int_eq(
		    comity_path_check(scene->trust, signer, hints, hint_count,
			policy, evidence[i], &result[i]),
		    COMITY_OK);
	for (i = 1; i < 3; i++) {
		ck_assert_msg(
		    result[i].indication == result[0].indication &&
			result[i].service == result[0].service &&
			comity_text_same(result[i].sub, result[0].sub) &&
			strcmp(result[i].reason, result[0].reason) == 0,
		    "%s: %s, not %s", row->why, result[i].reason,
		    result[0].reason);
		comity_path_result_clear(&result[i]);
	}
	comity_path_result_clear(&result[0]);
}

/* The same with everything else that a question can ask, before and after
 * the signer is revoked. */
static void
asked_otherwise(const struct scene *scene, const struct row *row,
    const struct comity_certificate *signer,
    const struct comity_certificate *const *hints,
    const struct comity_verify_policy *policy, struct comity_report *report)
{
	static const struct want_crl revoked = { .from = "2026-05-02",
		.next = "2027-01-01",
		.revoked = "2026-04-01",
		.serial = 7 };
	size_t count = row->shape & NO_HINT ? 0 : 2, i, turn;
	struct comity_source *crl;

	for (turn = 0; turn < 2; turn++) {
		struct comity_verify_policy other[7] = { *policy, *policy,
			*policy, *policy, *policy, *policy, *policy };

		other[1].moment += 86400 * 365;
		other[2].service_type = "urn:comity:service:other";
		other[3].territory = "EU";
		other[4].has_held_since = true;
		other[4].held_since = day("2026-03-01");
		other[5].service_type = NULL;
		other[6].language = COMITY_DE;
		for (i = 0; i < 7; i++) {
			asked_again(
			    scene, row, signer, hints, count, &other[i]);
			asked_again(scene, row, signer, hints, 0, &other[i]);
		}
		crl = made_crl(
		    &revoked, row->shape & MIDDLE ? &scene->ca : &scene->root);
		if (turn == 0)
			ck_assert_int_eq(
			    comity_trust_add_crl(scene->trust, crl, report),
			    COMITY_OK);
		comity_source_free(crl);
	}
}

START_TEST(path_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct scene scene = { 0 };
	struct comity_verify_policy policy = { .moment = day(row->moment),
		.service_type = row->type,
		.territory = row->territory };
	struct comity_certificate *signer, *hints[2];
	struct comity_path_result result;
	int rc;

	scene_make(&scene, row, report);
	signer = made_certificate(&scene.signer);
	hints[0] =
	    made_certificate(row->shape & MIDDLE ? &scene.ca : &scene.root);
	hints[1] = made_certificate(&scene.stranger);
	if (row->held_since != NULL) {
		policy.has_held_since = true;
		policy.held_since = day(row->held_since);
	}
	rc = comity_path_check(scene.trust, signer,
	    (const struct comity_certificate *const *)hints,
	    row->shape & NO_HINT ? 0 : 2, &policy, NULL, &result);
	ck_assert_msg(rc == COMITY_OK, "%s: %d", row->why, rc);
	ck_assert_msg(
	    (result.indication == COMITY_TOTAL_PASSED) == (row->sub == NULL),
	    "%s: %s: %s", row->why, result.sub, result.reason);
	if (row->sub != NULL) {
		ck_assert_msg(strcmp(row->sub, result.sub) == 0, "%s: %s: %s",
		    row->why, result.sub, result.reason);
		ck_assert_int_eq(result.indication, COMITY_INDETERMINATE);
		ck_assert_ptr_null(result.service);
	} else {
		ck_assert_ptr_null(result.sub);
		ck_assert_ptr_nonnull(result.service);
		ck_assert_msg(strcmp(result.service->type, row->service) == 0,
		    "%s: %s", row->why, result.service->type);
	}
	ck_assert_ptr_nonnull(result.reason);
	comity_path_result_clear(&result);
	asked_otherwise(&scene, row, signer,
	    (const struct comity_certificate *const *)hints, &policy, report);
	comity_certificate_free(signer);
	comity_certificate_free(hints[0]);
	comity_certificate_free(hints[1]);
	comity_trust_free(scene.trust);
	made_free(&scene.operator);
	made_free(&scene.root);
	made_free(&scene.ca);
	made_free(&scene.stranger);
	made_free(&scene.signer);
	comity_report_free(report);
}
END_TEST

SUITE_MAIN("path", path_row, rows)
