/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Timestamps, revocation data and what they prove (rules 22, 27, 28): a
 * document is signed in June 2026, timestamped, brought to LT and LTA, and
 * judged up to twenty years later; every accepted life has attacked twins.
 */
#include "base64.h"
#include "extend.h"
#include "tsa.h"

#define TSA_TYPE "urn:comity:service:timestamp"
#define DOCUMENT "<d:doc xmlns:d=\"urn:example:doc\"><a>a promise</a></d:doc>"

/* Everybody, made once. */
static struct scene {
	struct made list_signer, ca, signer, tsa_ca, tsa, later, stranger,
	    no_purpose, not_critical, two_purposes, expired, responder,
	    imposter, not_for_ocsp;
} scene;

static void
scene_make(void)
{
	struct want want = { .name = "List signer", .to = "2060-01-01" };

	if (scene.ca.pkey != NULL)
		return;
	scene.list_signer = made_new(&want, NULL);
	want = (struct want){ .name = "CA", .ca = true, .to = "2036-01-01" };
	scene.ca = made_new(&want, NULL);
	want.name = "TSA CA";
	scene.tsa_ca = made_new(&want, NULL);
	want =
	    (struct want){ .name = "Signer", .serial = 7, .to = "2028-01-01" };
	scene.signer = made_new(&want, &scene.ca);
	want = (struct want){ .name = "TSA",
		.serial = 8,
		.purpose = TSA_PURPOSE,
		.to = "2031-01-01" };
	scene.tsa = made_new(&want, &scene.tsa_ca);
	want.name = "Expired TSA";
	want.to = "2026-02-01";
	scene.expired = made_new(&want, &scene.tsa_ca);
	want.to = "2060-01-01";
	want.name = "Later TSA";
	scene.later = made_new(&want, NULL);
	want.name = "Stranger's TSA";
	scene.stranger = made_new(&want, NULL);
	want.name = "TSA without a purpose";
	want.purpose = NULL;
	scene.no_purpose = made_new(&want, &scene.tsa_ca);
	want.purpose = "timeStamping";
	scene.not_critical = made_new(&want, &scene.tsa_ca);
	want.purpose = "critical,timeStamping,emailProtection";
	scene.two_purposes = made_new(&want, &scene.tsa_ca);
	want = (struct want){
		.name = "Responder", .serial = 9, .purpose = "OCSPSigning"
	};
	scene.responder = made_new(&want, &scene.ca);
	scene.imposter = made_new(&want, &scene.tsa_ca);
	want.purpose = "emailProtection";
	scene.not_for_ocsp = made_new(&want, &scene.ca);
}

/* What happens to the document and around it. */
enum {
	LT = 1, /* evidence is added on 3 June 2026 */
	LTA = 2, /* and a timestamp of SHA-512 in 2027 */
	LTA_SHA256 = 4, /* the same with SHA-256 */
	NO_STAMP = 8,
	LATE_VALUES = 0x10, /* the evidence is moved behind that timestamp */
	BROKEN = 0x20, /* SHA-256 counts until 2040 only */
	CA_GONE = 0x40, /* since 2035 */
	CA_NEVER = 0x80, /* since May 2026 */
	REVOKED = 0x100, /* the newest CRL lists the signer: row->revoked */
	NO_CRL = 0x200, /* none given besides what is embedded */
	ARCHIVE_FIRST = 0x400, /* the archive timestamp says May 2026 */
	OCSP = 0x800, /* an answer in place of the CRL */
	TSA_REVOKED = 0x1000, /* in 2028 */
	PINNED = 0x2000, /* authorities are pinned, on no list */
	NOT_LISTED = 0x4000, /* authorities are neither pinned nor listed */
	ALTERED = 0x8000, /* a piece of the evidence changed afterwards */
	TSA_LISTED = 0x10000, /* the first authority itself is on the list */
	SIGNER_LISTED = 0x20000, /* as a CA, so that nothing is asked of it */
};

static const struct row {
	const char *why;
	int shape;
	const struct made *by; /* exchanged afterwards: who gave the token */
	const char *stamp_at; /* day; NULL 2026-06-02 */
	const char *moment; /* day */
	const char *revoked; /* day */
	bool other; /* the token is for other octets */
	bool anonymous;
	const char *sub; /* of the signature; NULL passed */
	const char *stamp_sub; /* of its first timestamp; NULL holds */
	const char *level;
} rows[] = {
	{ "B in its time", NO_STAMP, .moment = "2026-06-10",
	    .level = "XAdES B-B" },
	{ "T in its time", 0, .moment = "2026-06-10", .level = "XAdES B-T" },
	{ "LT in its time, with nothing else given", LT | NO_CRL,
	    .moment = "2026-06-10", .level = "XAdES B-LT" },
	{ "B after the signer's certificate", NO_STAMP, .moment = "2028-06-01",
	    .sub = "OUT_OF_BOUNDS_NO_POE", .level = "XAdES B-B" },
	{ "T after the signer's certificate", 0, .moment = "2028-06-01",
	    .level = "XAdES B-T" },
	{ "LT after it, with what is embedded", LT | NO_CRL | TSA_LISTED,
	    .moment = "2028-06-01", .level = "XAdES B-LT" },
	{ "the same, and nobody says that the authority is still good",
	    LT | NO_CRL, .moment = "2028-06-01", .sub = "OUT_OF_BOUNDS_NO_POE",
	    .stamp_sub = "TRY_LATER", .level = "XAdES B-LT" },
	{ "T after it, by a stranger", 0, .by = &scene.stranger,
	    .moment = "2028-06-01", .sub = "OUT_OF_BOUNDS_NO_POE",
	    .stamp_sub = "NO_CERTIFICATE_CHAIN_FOUND", .level = "XAdES B-T" },
	{ "the authority is on no list", NOT_LISTED, .moment = "2028-06-01",
	    .sub = "OUT_OF_BOUNDS_NO_POE",
	    .stamp_sub = "NO_CERTIFICATE_CHAIN_FOUND", .level = "XAdES B-T" },
	{ "the authority's CA is pinned", PINNED, .moment = "2028-06-01",
	    .level = "XAdES B-T" },
	{ "a token for other octets", 0, .other = true, .moment = "2028-06-01",
	    .sub = "OUT_OF_BOUNDS_NO_POE", .stamp_sub = "HASH_FAILURE",
	    .level = "XAdES B-B" },
	{ "the same takes nothing from B in its time", 0, .other = true,
	    .moment = "2026-06-10", .stamp_sub = "HASH_FAILURE",
	    .level = "XAdES B-B" },
	{ "a token that names nobody", 0, .anonymous = true,
	    .moment = "2028-06-01", .sub = "OUT_OF_BOUNDS_NO_POE",
	    .stamp_sub = "SIG_CRYPTO_FAILURE", .level = "XAdES B-B" },
	{ "an authority without a purpose", 0, .by = &scene.no_purpose,
	    .moment = "2028-06-01", .sub = "OUT_OF_BOUNDS_NO_POE",
	    .stamp_sub = "CHAIN_CONSTRAINTS_FAILURE", .level = "XAdES B-T" },
	{ "one whose purpose is not critical", 0, .by = &scene.not_critical,
	    .moment = "2028-06-01", .sub = "OUT_OF_BOUNDS_NO_POE",
	    .stamp_sub = "CHAIN_CONSTRAINTS_FAILURE", .level = "XAdES B-T" },
	{ "one with two purposes", 0, .by = &scene.two_purposes,
	    .moment = "2028-06-01", .sub = "OUT_OF_BOUNDS_NO_POE",
	    .stamp_sub = "CHAIN_CONSTRAINTS_FAILURE", .level = "XAdES B-T" },
	{ "one whose certificate had expired", 0, .by = &scene.expired,
	    .moment = "2028-06-01", .sub = "OUT_OF_BOUNDS_NO_POE",
	    .stamp_sub = "OUT_OF_BOUNDS_NO_POE", .level = "XAdES B-T" },
	{ "an authority revoked since, and nothing newer", TSA_REVOKED,
	    .moment = "2028-06-01", .sub = "OUT_OF_BOUNDS_NO_POE",
	    .stamp_sub = "REVOKED_NO_POE", .level = "XAdES B-T" },
	{ "the same, timestamped again before", TSA_REVOKED | LT | LTA,
	    .moment = "2028-06-01", .level = "XAdES B-LTA" },
	{ "a timestamp from after the moment", 0, .stamp_at = "2027-01-01",
	    .moment = "2026-06-10", .stamp_sub = "NO_POE",
	    .level = "XAdES B-T" },
	{ "a timestamp from after the certificate", 0, .stamp_at = "2028-02-01",
	    .moment = "2028-06-01", .sub = "OUT_OF_BOUNDS_NO_POE",
	    .level = "XAdES B-T" },
	{ "revoked after the timestamp", REVOKED, .revoked = "2026-07-01",
	    .moment = "2027-06-01", .level = "XAdES B-T" },
	{ "revoked before the timestamp", REVOKED, .revoked = "2026-05-20",
	    .moment = "2027-06-01", .sub = "REVOKED_NO_POE",
	    .level = "XAdES B-T" },
	{ "revoked, and no timestamp", REVOKED | NO_STAMP,
	    .revoked = "2026-07-01", .moment = "2027-06-01",
	    .sub = "REVOKED_NO_POE", .level = "XAdES B-B" },
	{ "an OCSP answer from after the timestamp", OCSP,
	    .moment = "2028-06-01", .level = "XAdES B-T" },
	{ "twenty years on: expired, the CA gone, SHA-256 broken",
	    LT | LTA | BROKEN | CA_GONE | NO_CRL, .moment = "2046-06-01",
	    .level = "XAdES B-LTA" },
	{ "the same without the archive timestamp",
	    LT | BROKEN | CA_GONE | NO_CRL, .moment = "2046-06-01",
	    .sub = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	    .stamp_sub = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	    .level = "XAdES B-LT" },
	{ "an archive timestamp that rests on SHA-256 itself",
	    LT | LTA_SHA256 | BROKEN | CA_GONE | NO_CRL, .moment = "2046-06-01",
	    .sub = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	    .stamp_sub = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	    .level = "XAdES B-LTA" },
	{ "nothing broken, but gone: LT is not enough", LT | CA_GONE | NO_CRL,
	    .moment = "2046-06-01", .sub = "NO_CERTIFICATE_CHAIN_FOUND",
	    .stamp_sub = "OUT_OF_BOUNDS_NO_POE", .level = "XAdES B-LT" },
	{ "evidence that the archive timestamp does not cover",
	    LT | LTA | LATE_VALUES | CA_GONE | NO_CRL, .moment = "2046-06-01",
	    .sub = "TRY_LATER", .stamp_sub = "TRY_LATER",
	    .level = "XAdES B-LTA" },
	{ "evidence changed afterwards", LT | LTA | ALTERED | CA_GONE | NO_CRL,
	    .moment = "2046-06-01", .sub = "NO_CERTIFICATE_CHAIN_FOUND",
	    .stamp_sub = "OUT_OF_BOUNDS_NO_POE", .level = "XAdES B-T" },
	{ "a CA that never had the right", LT | LTA | CA_NEVER | NO_CRL,
	    .moment = "2046-06-01", .sub = "NO_CERTIFICATE_CHAIN_FOUND",
	    .level = "XAdES B-LTA" },
	{ "an archive timestamp older than what it covers",
	    LT | LTA | ARCHIVE_FIRST, .moment = "2026-06-10",
	    .sub = "TIMESTAMP_ORDER_FAILURE",
	    .stamp_sub = "TIMESTAMP_ORDER_FAILURE", .level = "XAdES B-LTA" },
};

/* The authority that comity_extend() asks; remembers for what. */
struct asked {
	struct want_token want;
	unsigned char *octets; /* of the first question */
	size_t len;
};

static int
answer(void *user, const struct comity_digest_method *digest,
    const void *octets, size_t len, struct comity_report *report,
    unsigned char **token, size_t *token_len)
{
	struct asked *asked = user;

	(void)report;
	if (asked->octets == NULL) {
		asked->octets = malloc(len);
		memcpy(asked->octets, octets, len);
		asked->len = len;
	}
	asked->want.digest = digest->len == 64 ? EVP_sha512() : EVP_sha256();
	*token = tsa_token(&asked->want, octets, len, token_len);
	return COMITY_OK;
}

static void
add_crl(struct comity_trust *trust, const struct want_crl *want,
    const struct made *issuer)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *crl = made_crl(want, issuer);

	ck_assert_int_eq(comity_trust_add_crl(trust, crl, report), COMITY_OK);
	comity_source_free(crl);
	comity_report_free(report);
}

static struct comity_trust *
trust_new(const struct row *row, int64_t moment)
{
	int shape = row->shape;
	const struct want_service services[] = {
		{ CA_TYPE, &scene.ca,
		    .status = shape & (CA_GONE | CA_NEVER) ? "withdrawn" : NULL,
		    .from = shape & CA_GONE    ? "2035-01-01"
			    : shape & CA_NEVER ? "2026-05-01"
					       : NULL,
		    .old_status =
			shape & (CA_GONE | CA_NEVER) ? "granted" : NULL,
		    .old_from = "2026-01-01" },
		{ .type = TSA_TYPE, .made = &scene.tsa_ca },
		{ .type = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST",
		    .made = &scene.later },
		{ .type = TSA_TYPE, .made = &scene.tsa },
		{ .type = CA_TYPE, .made = &scene.signer },
	};
	char issued[12] = "2026-01-02";
	const struct want_list list = { "US", issued, "2060-01-01", 1, services,
		shape & (PINNED | NOT_LISTED) ? 1
		: shape & SIGNER_LISTED       ? 5
		: shape & TSA_LISTED          ? 4
					      : 3,
		NULL };
	struct comity_report *report = comity_report_new();
	struct comity_trust *trust = NULL;
	char *text = list_text(&list);
	int rc;

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	ck_assert_int_eq(
	    comity_trust_pin(trust, NULL, scene.list_signer.pem, report),
	    COMITY_OK);
	rc = list_add(trust, text, &scene.list_signer, moment, report);
	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	if (shape & PINNED)
		ck_assert_int_eq(
		    comity_trust_pin_stamp(trust, scene.tsa_ca.pem, report),
		    COMITY_OK);
	free(text);
	comity_report_free(report);
	return trust;
}

/* The CRLs of June 2026, from when the evidence was collected. */
static void
add_june(struct comity_trust *trust)
{
	const struct want_crl crl = { .from = "2026-06-03",
		.next = "2026-07-03" };

	add_crl(trust, &crl, &scene.ca);
	add_crl(trust, &crl, &scene.tsa_ca);
}

/* The authority's CA still vouches for it when the archive timestamp comes. */
static void
add_december(struct comity_trust *trust)
{
	const struct want_crl crl = { .from = "2026-12-20",
		.next = "2027-01-20" };

	add_crl(trust, &crl, &scene.tsa_ca);
}

/* What the one who judges has been given besides. */
static void
add_given(struct comity_trust *trust, const struct row *row)
{
	struct want_crl crl = { .from = "2027-05-01", .next = "2060-01-01" };
	struct comity_report *report = comity_report_new();
	const struct want_ocsp ocsp = { &scene.signer, &scene.ca,
		&scene.responder, .from = "2026-06-05" };
	struct comity_source *source;

	crl.revoked = row->shape & TSA_REVOKED ? "2028-03-01" : NULL;
	if (crl.revoked != NULL)
		crl.from = "2028-04-01";
	crl.serial = 8;
	if (!(row->shape & NO_CRL))
		add_crl(trust, &crl, &scene.tsa_ca);
	crl = (struct want_crl){ .from = "2027-05-01",
		.next = "2060-01-01",
		.revoked = row->shape & REVOKED ? row->revoked : NULL,
		.serial = 7 };
	if (!(row->shape & (NO_CRL | OCSP)))
		add_crl(trust, &crl, &scene.ca);
	if (row->shape & OCSP) {
		/* the responder has no nocheck: somebody must speak of it */
		crl.from = "2026-06-01";
		crl.next = "2026-06-02";
		crl.only_ca = false;
		source = made_ocsp(&ocsp);
		ck_assert_int_eq(
		    comity_trust_add_ocsp(trust, source, report), COMITY_OK);
		comity_source_free(source);
		crl.from = "2026-06-05";
		crl.next = "2026-06-06";
		crl.revoked = "2026-06-01";
		crl.serial = 12345;
		add_crl(trust, &crl, &scene.ca);
	}
	comity_report_free(report);
}

/* Extend a text; the result is one too. */
static char *
extend(const char *xml, enum comity_level level,
    const struct comity_trust *trust, const char *digest, int64_t now,
    struct asked *asked)
{
	const struct comity_extension extension = { .level = level,
		.now = now,
		.trust = trust,
		.digest = comity_digest_named(digest),
		.stamp = answer,
		.user = asked };
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = doc_of("doc.xml", xml, strlen(xml));
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = comity_extend(doc, &extension, report, &octets, &len);

	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	comity_doc_free(doc);
	comity_report_free(report);
	return (char *)octets;
}

/* Put another text between the first pair of marks. */
static char *
exchange(char *xml, const char *from, const char *to, const char *with)
{
	char *begin = strstr(xml, from), *end, *out = NULL;

	ck_assert_ptr_nonnull(begin);
	begin += strlen(from);
	end = strstr(begin, to);
	ck_assert_ptr_nonnull(end);
	ck_assert_int_gt(
	    asprintf(&out, "%.*s%s%s", (int)(begin - xml), xml, with, end), 0);
	free(xml);
	return out;
}

/* Exchange the first token by the row's. */
static char *
exchange_token(char *xml, const struct row *row, const struct asked *asked)
{
	struct want_token want = { row->by ? row->by : &scene.tsa,
		&scene.tsa_ca, asked->want.at, NULL, row->anonymous };
	size_t len;
	unsigned char *token =
	    tsa_token(&want, row->other ? "x" : (char *)asked->octets,
		row->other ? 1 : asked->len, &len);
	char *base64 = comity_base64_write(token, len);

	xml = exchange(xml, "<xades:EncapsulatedTimeStamp>",
	    "</xades:EncapsulatedTimeStamp>", base64);
	free(base64);
	free(token);
	return xml;
}

/* Give an archive timestamp where nobody asks for evidence, and put the
 * evidence behind it. */
static char *
late_values(const char *xml, const char *complete, struct asked *asked)
{
	static const struct row listed = { .shape =
					       TSA_LISTED | SIGNER_LISTED };
	struct comity_trust *trust = trust_new(&listed, day("2027-01-01"));
	char *archived = extend(
	    xml, COMITY_LEVEL_LTA, trust, "SHA512", day("2027-01-01"), asked);
	const char *begin = strstr(complete, "<xades:CertificateValues");
	const char *end = strstr(begin, "</xades:UnsignedSignatureProperties>");
	const char *at =
	    strstr(archived, "</xades:UnsignedSignatureProperties>");
	char *out;

	ck_assert(begin != NULL && end != NULL && at != NULL);
	ck_assert_int_gt(asprintf(&out, "%.*s%.*s%s", (int)(at - archived),
			     archived, (int)(end - begin), begin, at),
	    0);
	free(archived);
	comity_trust_free(trust);
	return out;
}

/* The document's life up to the moment of judging. */
static char *
live(const struct row *row)
{
	static const struct row plain;
	int64_t at =
	    row->stamp_at != NULL ? day(row->stamp_at) : day("2026-06-02");
	struct comity_trust *trust = trust_new(&plain, day("2026-06-03"));
	struct asked asked = { .want = { &scene.tsa, &scene.tsa_ca, at } };
	struct asked later = { .want = { &scene.later, NULL,
				   row->shape & ARCHIVE_FIRST
				       ? day("2026-05-01")
				       : day("2027-01-01") } };
	struct comity_source *source = sign_text(
	    "doc.xml", DOCUMENT, &scene.signer, NULL, day("2026-06-01"));
	char *xml = strndup((char *)source->bytes, source->len), *next;

	add_june(trust);
	if (!(row->shape & NO_STAMP)) {
		next = extend(
		    xml, COMITY_LEVEL_T, trust, "SHA256", at + 60, &asked);
		free(xml);
		xml = next;
	}
	if (row->by != NULL || row->other || row->anonymous)
		xml = exchange_token(xml, row, &asked);
	if (row->shape & LT) {
		next = extend(xml, COMITY_LEVEL_LT, trust, "SHA256",
		    day("2026-06-03"), &asked);
		if (row->shape & LATE_VALUES) {
			char *complete = next;

			next = late_values(xml, complete, &later);
			free(complete);
		}
		free(xml);
		xml = next;
	}
	if ((row->shape & (LTA | LTA_SHA256)) && !(row->shape & LATE_VALUES)) {
		add_december(trust);
		next = extend(xml, COMITY_LEVEL_LTA, trust,
		    row->shape & LTA ? "SHA512" : "SHA256", day("2027-01-01"),
		    &later);
		free(xml);
		xml = next;
	}
	if (row->shape & ALTERED)
		xml = exchange(xml, "<xades:CRLValues>", "</xades:CRLValues>",
		    "<xades:EncapsulatedCRLValue>AAAA"
		    "</xades:EncapsulatedCRLValue>");
	free(asked.octets);
	free(later.octets);
	comity_source_free(source);
	comity_trust_free(trust);
	return xml;
}

static const struct comity_algorithm_change changes[] = {
	{ .uri = (char *)COMITY_URI_SHA256,
	    .ends = 25567 /* 2040-01-01 */,
	    .basis = (char *)"broken, says the test" },
};
static const struct comity_algorithms broken = { changes, 1 };

START_TEST(life_row)
{
	const struct row *row = &rows[_i];
	struct comity_verification *got = NULL;
	const struct comity_signature *signature;
	const struct comity_timestamp *stamp;
	struct comity_report *report = comity_report_new();
	struct comity_trust *trust;
	struct comity_doc *doc;
	char *xml;
	int rc;

	scene_make();
	xml = live(row);
	doc = doc_of("doc.xml", xml, strlen(xml));
	trust = trust_new(row, day(row->moment));
	add_given(trust, row);
	const struct comity_verify_policy policy = { .moment = day(row->moment),
		.now = day(row->moment),
		.algorithms = row->shape & BROKEN ? &broken : NULL };
	rc = comity_verify(doc, trust, &policy, report, &got);
	ck_assert_ptr_nonnull(got);
	signature = &got->signatures[0];
	ck_assert_msg(
	    (row->sub == NULL) == (rc == COMITY_OK) &&
		(row->sub == NULL ? signature->indication == COMITY_TOTAL_PASSED
				  : strcmp(signature->sub, row->sub) == 0),
	    "%s: %s: %s", row->why, signature->sub, signature->reason);
	ck_assert((got->proven != NULL) == (row->sub == NULL));
	ck_assert_msg(strcmp(signature->level, row->level) == 0, "%s: %s: %s",
	    row->why, signature->level, signature->missing);
	if (!(row->shape & NO_STAMP)) {
		stamp = &signature->timestamps[0];
		ck_assert_msg(row->stamp_sub == NULL
				  ? stamp->indication == COMITY_TOTAL_PASSED
				  : stamp->sub != NULL &&
					strcmp(stamp->sub, row->stamp_sub) == 0,
		    "%s: %s: %s", row->why, stamp->sub, stamp->reason);
		ck_assert_ptr_nonnull(comity_report_find(
		    report, row->stamp_sub == NULL ? "comity-timestamp-holds"
						   : "comity-timestamp-fails"));
		ck_assert(signature->timestamped ==
			  (row->stamp_sub == NULL ||
			      (signature->timestamp_count > 1 &&
				  signature->timestamps[1].indication ==
				      COMITY_TOTAL_PASSED)));
	}
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	free(xml);
}
END_TEST

/* Timestamps over references to evidence are named, and raise nothing. */
START_TEST(references_stamp)
{
	static const struct row row = { .moment = "2026-06-10" };
	struct comity_report *report = comity_report_new();
	struct comity_verification *got = NULL;
	struct comity_trust *trust;
	struct comity_doc *doc;
	char *xml, *with = NULL, *at;

	scene_make();
	xml = live(&row);
	at = strstr(xml, "<xades:SignatureTimeStamp");
	ck_assert_int_gt(asprintf(&with, "%.*s<xades:SigAndRefsTimeStamp/>%s",
			     (int)(at - xml), xml, at),
	    0);
	doc = doc_of("doc.xml", with, strlen(with));
	trust = trust_new(&row, day(row.moment));
	add_given(trust, &row);
	const struct comity_verify_policy policy = { .moment =
							 day(row.moment) };
	ck_assert_int_eq(
	    comity_verify(doc, trust, &policy, report, &got), COMITY_OK);
	ck_assert(got->signatures[0].unjudged);
	ck_assert_uint_eq(got->signatures[0].timestamp_count, 1);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-signature-unjudged"));
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	free(with);
	free(xml);
}
END_TEST

/* What is not extended, and why. */
static const struct refusal_row {
	const char *why, *signature, *finding;
	const struct made *by; /* NULL the usual authority */
	enum comity_level level;
	bool twice, broken, no_crl, no_issuer, other;
} refusal_rows[] = {
	{ "no signature of that Id", "s-none", "comity-extend-none",
	    .level = COMITY_LEVEL_T },
	{ "it has a timestamp already", NULL, "comity-extend-nothing",
	    .level = COMITY_LEVEL_T, .twice = true },
	{ "its content was changed", NULL, "comity-extend-broken",
	    .level = COMITY_LEVEL_T, .broken = true },
	{ "revocation data are missing", NULL, "comity-extend-revocation",
	    .level = COMITY_LEVEL_LT, .no_crl = true },
	{ "the CA's certificate is missing", NULL, "comity-extend-issuer",
	    .level = COMITY_LEVEL_LT, .no_issuer = true },
	{ "the authority has no purpose", NULL, "comity-extend-stamp",
	    .by = &scene.no_purpose, .level = COMITY_LEVEL_T },
	{ "the authority had expired", NULL, "comity-extend-stamp",
	    .by = &scene.expired, .level = COMITY_LEVEL_T },
	{ "a token for something else", NULL, "comity-extend-stamp",
	    .level = COMITY_LEVEL_T, .other = true },
};

static int
answer_other(void *user, const struct comity_digest_method *digest,
    const void *octets, size_t len, struct comity_report *report,
    unsigned char **token, size_t *token_len)
{
	(void)octets;
	(void)len;
	return answer(user, digest, "x", 1, report, token, token_len);
}

START_TEST(refusal_row)
{
	static const struct row usual;
	const struct refusal_row *row = &refusal_rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_source *source;
	struct comity_trust *trust;
	struct comity_doc *doc;
	unsigned char *octets = NULL;
	size_t len = 0;
	char *xml;

	scene_make();
	struct asked asked = { .want = { row->by ? row->by : &scene.tsa, NULL,
				   day("2026-06-02") } };
	struct comity_extension extension = { .level = row->level,
		.signature = row->signature,
		.now = day("2026-06-03"),
		.digest = comity_digest_named("SHA256"),
		.stamp = row->other ? answer_other : answer,
		.user = &asked };

	trust = trust_new(&usual, day("2026-06-03"));
	if (row->no_issuer) {
		comity_trust_free(trust);
		ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	}
	if (!row->no_crl)
		add_june(trust);
	extension.trust = trust;
	source = sign_text(
	    "doc.xml", DOCUMENT, &scene.signer, NULL, day("2026-06-01"));
	xml = strndup((char *)source->bytes, source->len);
	if (row->twice) {
		char *once = extend(xml, COMITY_LEVEL_T, trust, "SHA256",
		    day("2026-06-03"), &asked);

		free(xml);
		xml = once;
	}
	if (row->broken)
		memcpy(strstr(xml, "promise"), "Promise", 7);
	doc = doc_of("doc.xml", xml, strlen(xml));
	ck_assert_int_ne(
	    comity_extend(doc, &extension, report, &octets, &len), COMITY_OK);
	ck_assert_ptr_null(octets);
	if (comity_report_find(report, row->finding) == NULL)
		suite_show(report);
	ck_assert_msg(
	    comity_report_find(report, row->finding) != NULL, "%s", row->why);
	free(asked.octets);
	free(xml);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_trust_free(trust);
	comity_report_free(report);
}
END_TEST

/* What can not be pinned or read is said. */
START_TEST(refused_inputs)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *none = source_of("none", "x", 1), *two;
	struct comity_trust *trust = NULL;
	char *both = NULL;

	scene_make();
	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	ck_assert_int_eq(
	    comity_trust_add_ocsp(trust, none, report), COMITY_REFUSED);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-ocsp-unreadable"));
	ck_assert_int_gt(
	    asprintf(&both, "%.*s%.*s", (int)scene.tsa.pem->len,
		(char *)scene.tsa.pem->bytes, (int)scene.tsa_ca.pem->len,
		(char *)scene.tsa_ca.pem->bytes),
	    0);
	two = source_of("two.pem", both, strlen(both));
	ck_assert_int_eq(
	    comity_trust_pin_stamp(trust, two, report), COMITY_REFUSED);
	ck_assert_ptr_nonnull(comity_report_find(report, "comity-tsa-one"));
	ck_assert(comity_trust_is_empty(trust));
	free(both);
	comity_source_free(none);
	comity_source_free(two);
	comity_trust_free(trust);
	comity_report_free(report);
}
END_TEST

/* Which OCSP answers say anything of the signer on 10 June 2026. */
static const struct ocsp_row {
	const char *why;
	const struct made *of, *by;
	const char *from, *next, *revoked;
	const EVP_MD *(*id_digest)(void);
	bool no_certificate;
	enum comity_revocation_answer answer;
} ocsp_rows[] = {
	{ "by the CA itself", &scene.signer, &scene.ca, "2026-06-09",
	    "2026-06-11", .answer = COMITY_REVOCATION_GOOD },
	{ "named by SHA-256", &scene.signer, &scene.ca, "2026-06-09",
	    "2026-06-11", .id_digest = EVP_sha256,
	    .answer = COMITY_REVOCATION_GOOD },
	{ "by its responder", &scene.signer, &scene.responder, "2026-06-09",
	    "2026-06-11", .answer = COMITY_REVOCATION_GOOD },
	{ "by its responder, who is not there", &scene.signer, &scene.responder,
	    "2026-06-09", "2026-06-11", .no_certificate = true,
	    .answer = COMITY_REVOCATION_NONE },
	{ "by another CA's responder", &scene.signer, &scene.imposter,
	    "2026-06-09", "2026-06-11", .answer = COMITY_REVOCATION_NONE },
	{ "by a stranger", &scene.signer, &scene.stranger, "2026-06-09",
	    "2026-06-11", .answer = COMITY_REVOCATION_NONE },
	{ "by one of the CA's without the purpose", &scene.signer,
	    &scene.not_for_ocsp, "2026-06-09", "2026-06-11",
	    .answer = COMITY_REVOCATION_NONE },
	{ "of another certificate", &scene.responder, &scene.ca, "2026-06-09",
	    "2026-06-11", .answer = COMITY_REVOCATION_NONE },
	{ "stale", &scene.signer, &scene.ca, "2026-06-01", "2026-06-05",
	    .answer = COMITY_REVOCATION_STALE },
	{ "of a day ago, with no next update", &scene.signer, &scene.ca,
	    "2026-06-09", NULL, .answer = COMITY_REVOCATION_STALE },
	{ "from after the moment", &scene.signer, &scene.ca, "2026-06-12", NULL,
	    .answer = COMITY_REVOCATION_GOOD },
	{ "from after the certificate", &scene.signer, &scene.ca, "2028-02-01",
	    "2028-03-01", .answer = COMITY_REVOCATION_NONE },
	{ "revoked", &scene.signer, &scene.ca, "2026-06-09", "2026-06-11",
	    .revoked = "2026-06-08", .answer = COMITY_REVOCATION_REVOKED },
};

START_TEST(ocsp_row)
{
	const struct ocsp_row *row = &ocsp_rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_certificate *signer, *issuer;
	struct comity_revocation found = { 0 };
	struct comity_ocsps ocsps = { 0 };
	struct comity_crls crls = { 0 };
	struct comity_source *source, *crl;

	scene_make();
	const struct want_ocsp want = { row->of, &scene.ca, row->by, row->from,
		row->next, row->revoked,
		row->id_digest ? row->id_digest() : NULL, row->no_certificate };
	const struct want_crl want_crl = { .from = "2026-06-01",
		.next = "2026-07-01" };

	source = made_ocsp(&want);
	crl = made_crl(&want_crl, &scene.ca);
	signer = made_certificate(&scene.signer);
	issuer = made_certificate(&scene.ca);
	ck_assert_int_eq(comity_crls_read(crl, report, &crls), COMITY_OK);
	ck_assert_int_eq(comity_ocsps_read(source, report, &ocsps), COMITY_OK);
	comity_ocsps_find(
	    &ocsps, signer, issuer, day("2026-06-10"), NULL, &crls, &found);
	ck_assert_msg(
	    found.answer == row->answer, "%s: %d", row->why, found.answer);
	if (row->by == &scene.responder && !row->no_certificate) {
		/* without nocheck and without a CRL nobody knows of it */
		memset(&found, 0, sizeof(found));
		comity_ocsps_find(&ocsps, signer, issuer, day("2026-06-10"),
		    NULL, NULL, &found);
		ck_assert_int_eq(found.answer, COMITY_REVOCATION_NONE);
	}
	comity_ocsps_clear(&ocsps);
	comity_crls_clear(&crls);
	comity_certificate_free(signer);
	comity_certificate_free(issuer);
	comity_source_free(source);
	comity_source_free(crl);
	comity_report_free(report);
}
END_TEST

SUITE("stamp")
SUITE_ROWS(life_row, rows);
SUITE_ROWS(ocsp_row, ocsp_rows);
SUITE_ROWS(refusal_row, refusal_rows);
SUITE_TEST(references_stamp);
SUITE_TEST(refused_inputs);
SUITE_END
