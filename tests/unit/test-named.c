/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signers whom the caller names (rule 20): a plain XML Signature is proven
 * against them only, and nothing in it may choose the key.
 */
#include "forge.h"
#include "trust-list.h"

#include <openssl/bio.h>
#include <openssl/pem.h>

#define PLAIN_REFERENCE                                                        \
	"<ds:Reference URI=\"\"><ds:Transforms>" FORGE_TRANSFORMS              \
	"</ds:Transforms>" FORGE_SHA256                                        \
	"<ds:DigestValue>@DATA@</ds:DigestValue></ds:Reference>"
#define PLAIN_KEYINFO                                                          \
	"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>@CERT@"                  \
	"</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
#define PLAIN                                                                  \
	FORGE_OPEN FORGE_BODY                                                  \
	    "<ds:Signature xmlns:ds=\"" COMITY_NS_DS "\" Id=\"s-one\">"        \
	    "<ds:SignedInfo><ds:CanonicalizationMethod "                       \
	    "Algorithm=\"" COMITY_URI_EXC_C14N                                 \
	    "\"/><ds:SignatureMethod Algorithm=\"@METHOD@\"/>" PLAIN_REFERENCE \
	    "</ds:SignedInfo>"                                                 \
	    "<ds:SignatureValue>@VALUE@</ds:SignatureValue>" PLAIN_KEYINFO     \
	    "</ds:Signature>" FORGE_CLOSE

#define SHA1 "http://www.w3.org/2000/09/xmldsig#sha1"

enum { CERTIFICATE = 1, KEY = 2, OTHER = 4, OTHER_KEY = 8 };

#define PASSED COMITY_TOTAL_PASSED, NULL
#define HASH COMITY_TOTAL_FAILED, "HASH_FAILURE"
#define CRYPTO COMITY_TOTAL_FAILED, "SIG_CRYPTO_FAILURE"
#define SHAPE COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE"
#define UNCLEAR(sub) COMITY_INDETERMINATE, sub

static const struct row {
	const char *why, *template;
	int named;
	const char *find, *with; /* before signing; NULL none */
	const char *find_after, *with_after;
	enum comity_indication indication;
	const char *sub, *reason;
	bool late; /* at a moment past the certificate's end */
} rows[] = {
	{ "nobody is named", PLAIN, 0, NULL, NULL, NULL, NULL, SHAPE, "rule 20",
	    false },
	{ "its certificate", PLAIN, CERTIFICATE, NULL, NULL, NULL, NULL, PASSED,
	    "whom you named", false },
	{ "its key", PLAIN, KEY, NULL, NULL, NULL, NULL, PASSED, "no dates",
	    false },
	{ "another and its own", PLAIN, OTHER | CERTIFICATE, NULL, NULL, NULL,
	    NULL, PASSED, "whom you named", false },
	{ "no KeyInfo is needed", PLAIN, CERTIFICATE, PLAIN_KEYINFO, "", NULL,
	    NULL, PASSED, "whom you named", false },
	{ "another's certificate", PLAIN, OTHER, NULL, NULL, NULL, NULL,
	    UNCLEAR("NO_SIGNING_CERTIFICATE_FOUND"), "rule 20", false },
	{ "another's key", PLAIN, OTHER_KEY, NULL, NULL, NULL, NULL,
	    UNCLEAR("NO_SIGNING_CERTIFICATE_FOUND"), "rule 20", false },
	{ "a key in the document is nobody's", PLAIN, OTHER, PLAIN_KEYINFO,
	    "<ds:KeyInfo><ds:KeyName>Other</ds:KeyName></ds:KeyInfo>", NULL,
	    NULL, UNCLEAR("NO_SIGNING_CERTIFICATE_FOUND"), "rule 20", false },
	{ "the business text is changed", PLAIN, CERTIFICATE, NULL, NULL,
	    "one vial", "two vials", HASH, NULL, false },
	{ "the business text is changed, by key", PLAIN, KEY, NULL, NULL,
	    "one vial", "two vials", HASH, NULL, false },
	{ "a Reference is taken away", PLAIN, CERTIFICATE, NULL, NULL,
	    "<ds:Transforms>", "<ds:Transforms Id=\"t\">", CRYPTO, "rule 10",
	    false },
	{ "the same without KeyInfo is nobody's", PLAIN, CERTIFICATE,
	    PLAIN_KEYINFO, "", "<ds:Transforms>", "<ds:Transforms Id=\"t\">",
	    UNCLEAR("NO_SIGNING_CERTIFICATE_FOUND"), "rule 20", false },
	{ "after the end of the certificate", PLAIN, CERTIFICATE, NULL, NULL,
	    NULL, NULL, UNCLEAR("OUT_OF_BOUNDS_NO_POE"), "dates", true },
	{ "a bare key has no end", PLAIN, KEY, NULL, NULL, NULL, NULL, PASSED,
	    "no dates", true },
	{ "an algorithm for another type of key", PLAIN, CERTIFICATE,
	    "@METHOD@", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
	    NULL, NULL, UNCLEAR("CRYPTO_CONSTRAINTS_FAILURE"), "rule 21",
	    false },
	{ "DER where r and s should be", PLAIN, CERTIFICATE, NULL, NULL,
	    "<ds:SignatureValue>", "<ds:SignatureValue>MAAA", CRYPTO, "rule 10",
	    false },
	{ "the properties were torn off", FORGE_DOCUMENT, CERTIFICATE, NULL,
	    NULL, "x:QualifyingProperties", "x:OtherProperties", SHAPE,
	    "rule 24", false },
	{ "a Reference of the type of signed properties", PLAIN, CERTIFICATE,
	    "<ds:Reference URI=\"\"",
	    "<ds:Reference Type=\"" COMITY_URI_SIGNED_PROPERTIES "\" URI=\"\"",
	    NULL, NULL, SHAPE, "rule 24", false },
	{ "only the signature itself is signed", PLAIN, CERTIFICATE,
	    "URI=\"\"><ds:Transforms>" FORGE_TRANSFORMS
	    "</ds:Transforms>" FORGE_SHA256 "<ds:DigestValue>@DATA@",
	    "URI=\"#p-one\"><ds:Transforms>" FORGE_EXC
	    "</ds:Transforms>" FORGE_SHA256 "<ds:DigestValue>@PROPS@",
	    NULL, NULL, UNCLEAR("SIGNED_DATA_NOT_FOUND"), "rule 14", false },
	{ "XAdES by its certificate", FORGE_DOCUMENT, CERTIFICATE, NULL, NULL,
	    NULL, NULL, PASSED, "whom you named", false },
	{ "XAdES by another's", FORGE_DOCUMENT, OTHER, NULL, NULL, NULL, NULL,
	    UNCLEAR("NO_CERTIFICATE_CHAIN_FOUND"), NULL, false },
	{ "XAdES by a bare key: its certificate's names are unproven",
	    FORGE_DOCUMENT, KEY, NULL, NULL, NULL, NULL,
	    UNCLEAR("NO_CERTIFICATE_CHAIN_FOUND"), NULL, false },
	{ "XAdES after the end of the certificate", FORGE_DOCUMENT, CERTIFICATE,
	    NULL, NULL, NULL, NULL, UNCLEAR("OUT_OF_BOUNDS_NO_POE"), "dates",
	    true },
	{ "XAdES, a name by SHA-1 of one who is named", FORGE_DOCUMENT,
	    CERTIFICATE,
	    "CertDigest>" FORGE_SHA256 "<ds:DigestValue>@CERTDIGEST@",
	    "CertDigest><ds:DigestMethod Algorithm=\"" SHA1
	    "\"/><ds:DigestValue>@CERTSHA1@",
	    NULL, NULL, PASSED, "whom you named", false },
	{ "XAdES, a name by SHA-1 of one who is not", FORGE_DOCUMENT, OTHER,
	    "CertDigest>" FORGE_SHA256 "<ds:DigestValue>@CERTDIGEST@",
	    "CertDigest><ds:DigestMethod Algorithm=\"" SHA1
	    "\"/><ds:DigestValue>@CERTSHA1@",
	    NULL, NULL, UNCLEAR("CRYPTO_CONSTRAINTS_FAILURE"), "rule 21",
	    false },
};

static int
name(struct comity_trust *trust, const struct forge_key *key, bool bare)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	BIO *bio = BIO_new(BIO_s_mem());
	char *data;
	long len;
	int rc;

	if (bare)
		ck_assert_int_eq(PEM_write_bio_PUBKEY(bio, key->pkey), 1);
	else
		ck_assert_int_eq(PEM_write_bio_X509(bio,
				     comity_certificate_x509(key->certificate)),
		    1);
	len = BIO_get_mem_data(bio, &data);
	ck_assert_int_eq(
	    comity_source_new("signer.pem", data, (size_t)len, report, &source),
	    COMITY_OK);
	rc = comity_trust_name_signer(trust, source, report);
	BIO_free(bio);
	comity_source_free(source);
	comity_report_free(report);
	return rc;
}

static char *
make(const struct row *row, const struct forge_key *key)
{
	char *template = comity_text_copy(row->template), *text, *base64;
	unsigned char sha1[COMITY_DIGEST_MAX];
	size_t len = 0;

	ck_assert(
	    comity_certificate_digest(key->certificate, SHA1, sha1, &len));
	base64 = forge_base64(sha1, len);
	template = forge_edit(template, row->find, row->with);
	template = forge_replace(template, "@CERTSHA1@", base64);
	text = forge_sign(template, key, "s-one");
	free(base64);
	free(template);
	return forge_edit(text, row->find_after, row->with_after);
}

START_TEST(named_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	/* a service type that no list grants: naming does without */
	struct comity_verify_policy policy = {
		.moment = row->late ? 2200000000 : FORGE_MOMENT,
		.service_type = NULL
	};
	struct comity_verification *got = NULL;
	const struct comity_signature *signature;
	struct comity_trust *trust = NULL;
	struct forge_key key, other;
	struct comity_doc *doc;
	char *text;

	forge_key("P-256", "ecdsa-sha256", &key);
	forge_key("P-256", "ecdsa-sha256", &other);
	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	if (row->named & OTHER)
		ck_assert_int_eq(name(trust, &other, false), COMITY_OK);
	if (row->named & OTHER_KEY)
		ck_assert_int_eq(name(trust, &other, true), COMITY_OK);
	if (row->named & CERTIFICATE)
		ck_assert_int_eq(name(trust, &key, false), COMITY_OK);
	if (row->named & KEY)
		ck_assert_int_eq(name(trust, &key, true), COMITY_OK);
	text = make(row, &key);
	ck_assert_ptr_nonnull(doc = forge_parse(text));
	/* once more, explained: the same answer, with its grounds */
	comity_verify(doc, trust,
	    &(struct comity_verify_policy){
		.moment = policy.moment, .explain = true },
	    report, &got);
	ck_assert_ptr_nonnull(got);
	ck_assert_msg(got->signatures[0].indication == row->indication &&
			  got->signatures[0].grounds != NULL,
	    "%s, explained", row->why);
	comity_verification_free(got);
	comity_verify(doc, trust, &policy, report, &got);
	ck_assert_ptr_nonnull(got);
	ck_assert_uint_eq(got->count, 1);
	signature = &got->signatures[0];
	ck_assert_msg(signature->indication == row->indication &&
			  comity_text_same(signature->sub, row->sub) &&
			  (row->reason == NULL ||
			      strstr(signature->reason, row->reason) != NULL),
	    "%s: %s / %s: %s", row->why,
	    comity_indication_name(signature->indication),
	    signature->sub ? signature->sub : "-", signature->reason);
	ck_assert_ptr_null(signature->service);
	ck_assert(row->indication != COMITY_TOTAL_PASSED ||
		  comity_text_same(signature->algorithm, "ecdsa-sha256"));
	ck_assert(
	    (got->proven != NULL) == (row->indication == COMITY_TOTAL_PASSED));
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	forge_key_clear(&key);
	forge_key_clear(&other);
	free(text);
}
END_TEST

/* Naming goes past the service that a profile asks for, and is none. */
START_TEST(service_is_not_asked)
{
	struct comity_report *report = comity_report_new();
	struct comity_verify_policy policy = { .moment = FORGE_MOMENT,
		.service_type = "urn:comity:service:license:us-ear",
		.territory = "US" };
	struct comity_verification *got = NULL;
	struct comity_trust *trust = NULL;
	struct forge_key key;
	struct comity_doc *doc;
	char *text;

	forge_key("P-256", "ecdsa-sha256", &key);
	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	text = forge_sign(FORGE_DOCUMENT, &key, "s-one");
	ck_assert_ptr_nonnull(doc = forge_parse(text));
	ck_assert_int_eq(
	    comity_verify(doc, trust, &policy, report, &got), COMITY_UNKNOWN);
	comity_verification_free(got);
	ck_assert_int_eq(name(trust, &key, false), COMITY_OK);
	ck_assert_int_eq(
	    comity_verify(doc, trust, &policy, report, &got), COMITY_OK);
	ck_assert_ptr_null(got->signatures[0].service);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	forge_key_clear(&key);
	free(text);
}
END_TEST

/* What names nobody. */
static const struct file_row {
	const char *why, *pem;
} files[] = {
	{ "an empty file", " " },
	{ "text", "Signed by me\n" },
	{ "a private key",
	    "-----BEGIN PRIVATE KEY-----\n"
	    "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
	    "-----END PRIVATE KEY-----\n" },
	{ "a broken certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"
				  "-----END CERTIFICATE-----\n" },
	{ "a broken key", "-----BEGIN PUBLIC KEY-----\nAAAA\n"
			  "-----END PUBLIC KEY-----\n" },
};

START_TEST(file_row)
{
	const struct file_row *row = &files[_i];
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_trust *trust = NULL;

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	ck_assert_int_eq(comity_source_new("signer.pem", row->pem,
			     strlen(row->pem), report, &source),
	    COMITY_OK);
	ck_assert_msg(
	    comity_trust_name_signer(trust, source, report) == COMITY_REFUSED,
	    "%s", row->why);
	ck_assert_uint_eq(comity_report_count(report), 1);
	ck_assert_uint_eq(trust->named_count, 0);
	comity_source_free(source);
	comity_trust_free(trust);
	comity_report_free(report);
}
END_TEST

SUITE("named")
SUITE_ROWS(named_row, rows);
SUITE_TEST(service_is_not_asked);
SUITE_ROWS(file_row, files);
SUITE_END
