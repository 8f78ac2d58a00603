/* SPDX-License-Identifier: Apache-2.0 */
/* sign: every key, every refusal, and what stays as it was. */
#include "c14n.h"
#include "keys.h"

static const char license[] =
    "<?xml version=\"1.0\"?>\n<!-- before -->\n"
    "<L xmlns=\"urn:example:license\" id=\"x\" note=\"a&#10;b&quot;\">\n"
    "  <Number>D-1</Number><Item n=\"1\">R &amp; D &lt;&#13;<![CDATA[<x>]]>"
    "</Item>\n\t<Empty/>\xC3\xA9</L>\n<!-- after -->\n";

/* Verify against nothing: how many of how many are intact and full. */
static size_t
intact(const struct comity_doc *doc, size_t *count, char **algorithm)
{
	const struct comity_verify_policy policy = { .moment =
							 day("2026-06-01") };
	struct comity_report *report = comity_report_new();
	struct comity_verification *verification = NULL;
	struct comity_trust *none = NULL;
	size_t i, good = 0;
	int rc;

	ck_assert_int_eq(comity_trust_new(&none), COMITY_OK);
	rc = comity_verify(doc, none, &policy, report, &verification);
	ck_assert_int_ne(rc, COMITY_OK);
	ck_assert_ptr_nonnull(verification);
	ck_assert_ptr_null(verification->proven);
	*count = verification->count;
	for (i = 0; i < *count; i++)
		if (verification->signatures[i].intact &&
		    verification->signatures[i].full_scope)
			good++;
	if (algorithm != NULL && *count > 0)
		*algorithm = strdup(verification->signatures[0].algorithm);
	comity_verification_free(verification);
	comity_trust_free(none);
	comity_report_free(report);
	return good;
}

static const struct row {
	const char *why;
	struct want signer;
	const char *algorithm, *pass; /* asked for */
	const char *locked; /* passphrase on the key */
	const char *role, *place;
	const char *now;
	bool other_key;
	const char *from, *to; /* replaced in the document */
	int rc;
	const char *is; /* algorithm that comes out, or the finding */
} rows[] = {
	{ "ECDSA on P-256", { .type = "p256" }, .is = "ecdsa-sha256" },
	{ "ECDSA on P-384", { .type = "p384" }, .is = "ecdsa-sha384" },
	{ "RSA, PSS by default", { .type = "rsa2048" },
	    .is = "rsa-pss-sha256" },
	{ "RSA, PSS by name", { .type = "rsa3072" }, .algorithm = "rsa-pss",
	    .is = "rsa-pss-sha256" },
	{ "RSA, PKCS#1 by name", { .type = "rsa2048" },
	    .algorithm = "rsa-pkcs1", .is = "rsa-sha256" },
	{ "Ed25519", { .type = "ed25519" }, .is = "ed25519" },
	{ "a role and a city", { 0 }, .role = "officer <&>",
	    .place = "Exampleton", .is = "ecdsa-sha256" },
	{ "a role of many lines, a country", { 0 }, .role = "a\r\nb\tc",
	    .place = "US", .is = "ecdsa-sha256" },
	{ "a role that XML can not hold", { 0 }, .role = "a\x01z",
	    .rc = COMITY_REFUSED, .is = "comity-sign-text" },
	{ "a place that is not UTF-8", { 0 }, .place = "a\xFFz",
	    .rc = COMITY_REFUSED, .is = "comity-sign-text" },
	{ "a locked key with its passphrase", { 0 }, .locked = "right",
	    .pass = "right", .is = "ecdsa-sha256" },
	{ "a locked key with another passphrase", { 0 }, .locked = "right",
	    .pass = "wrong", .rc = COMITY_REFUSED,
	    .is = "comity-key-pass-wrong" },
	{ "a locked key without a passphrase", { 0 }, .locked = "right",
	    .rc = COMITY_REFUSED, .is = "comity-key-pass-needed" },
	{ "an open key with a passphrase", { 0 }, .pass = "any",
	    .is = "ecdsa-sha256" },
	{ "another certificate's key", { 0 }, .other_key = true,
	    .rc = COMITY_REFUSED, .is = "comity-sign-mismatch" },
	{ "an expired certificate", { .to = "2026-02-01" },
	    .rc = COMITY_REFUSED, .is = "comity-sign-outside" },
	{ "a certificate of tomorrow", { .from = "2026-06-02" },
	    .rc = COMITY_REFUSED, .is = "comity-sign-outside" },
	{ "RSA of 1024 bits", { .type = "rsa1024" }, .rc = COMITY_REFUSED,
	    .is = "comity-sign-unsuitable" },
	{ "PSS with an elliptic curve", { 0 }, .algorithm = "rsa-pss",
	    .rc = COMITY_REFUSED, .is = "comity-sign-unsuitable" },
	{ "an unknown method", { 0 }, .algorithm = "rot13",
	    .rc = COMITY_REFUSED, .is = "comity-sign-unsuitable" },
	{ "SHA-1", { .type = "rsa2048" }, .algorithm = "rsa-sha1",
	    .rc = COMITY_REFUSED, .is = "comity-sign-unsuitable" },
	{ "a signature inside the payload", { 0 }, .from = "<Empty/>",
	    .to = "<Empty><Signature "
		  "xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/></Empty>",
	    .rc = COMITY_REFUSED, .is = "comity-sign-no-room" },
	{ "prefixes and Ids of the signature's own in the document", { 0 },
	    .from = "<Empty/>",
	    .to = "<ds:E xmlns:ds=\"urn:x\" xmlns:xades=\"urn:y\" "
		  "xmlns:filter=\"urn:z\" Id=\"document\"/>",
	    .is = "ecdsa-sha256" },
	{ "a root without anything in it", { 0 }, .from = "ALL", .to = "<a/>",
	    .is = "ecdsa-sha256" },
	{ "a trust list", { 0 }, .from = "ALL",
	    .to = "<TrustServiceStatusList "
		  "xmlns=\"http://uri.etsi.org/02231/v2#\"/>",
	    .is = "ecdsa-sha256" },
	{ "a byte order mark, carriage returns, blanks in tags, apostrophes",
	    { 0 }, .from = "ALL",
	    .to =
		"\xEF\xBB\xBF<?xml version='1.0'  ?>\r\n<!-- <a> </a> -->"
		"<x:a  xmlns:x = 'urn:a'\r\n b='>' c=\"/>'\" >\r\n<b />"
		"<![CDATA[</x:a>]]><!-- <b> -->&#65;</x:a >\r\n<!-- </x:a> -->",
	    .is = "ecdsa-sha256" },
	{ "a translation is signed with a warning", { 0 }, .from = "ALL",
	    .to = "<License xmlns=\"urn:comity:core:1\"><Translation/>"
		  "</License>",
	    .is = "ecdsa-sha256" },
};

static struct comity_claims
claims_of(const struct row *row)
{
	struct comity_claims claims = { 0 };

	if (row->place != NULL)
		ck_assert_int_eq(
		    comity_claims_add_place(&claims, row->place), COMITY_OK);
	return claims;
}

static struct comity_source *
lock(const struct made *made, const char *pass)
{
	BIO *bio = BIO_new(BIO_s_mem());

	PEM_write_bio_PKCS8PrivateKey(bio, made->pkey, EVP_aes_256_cbc(), pass,
	    (int)strlen(pass), NULL, NULL);
	return bio_source("locked.key", bio);
}

static char *
text_of(const struct row *row)
{
	const char *at;
	char *text = NULL;

	if (row->from != NULL && strcmp(row->from, "ALL") == 0)
		return strdup(row->to);
	at = row->from != NULL ? strstr(license, row->from) : NULL;
	if (at == NULL)
		return strdup(license);
	ck_assert_int_gt(asprintf(&text, "%.*s%s%s", (int)(at - license),
			     license, row->to, at + strlen(row->from)),
	    0);
	return text;
}

/* Every octet that was there stands before the signature or behind it. */
static void
check_octets(const struct row *row, const char *text,
    const unsigned char *octets, size_t len)
{
	size_t was = strlen(text), before = 0, behind = 0;

	while (before < was && octets[before] == (unsigned char)text[before])
		before++;
	while (
	    behind < was - before &&
	    octets[len - behind - 1] == (unsigned char)text[was - behind - 1])
		behind++;
	/* of an empty root the slash moves */
	ck_assert_msg(before + behind == was || strcmp(text, "<a/>") == 0 ||
			  strstr(text, "TrustServiceStatusList") != NULL,
	    "%s: %zu and %zu of %zu stay", row->why, before, behind, was);
}

/* What was signed is what was there, by canonical octets. */
static void
check_signed(const struct row *row, const struct comity_doc *before,
    const unsigned char *octets, size_t len)
{
	struct comity_doc *after = doc_of("signed.xml", octets, len);
	struct comity_octets a = { 0 }, b = { 0 };
	char *algorithm = NULL;
	size_t count;

	ck_assert_int_eq(comity_c14n_document(before, &a), COMITY_OK);
	ck_assert_int_eq(comity_c14n_document(after, &b), COMITY_OK);
	ck_assert_msg(a.len == b.len && memcmp(a.bytes, b.bytes, a.len) == 0,
	    "%s", row->why);
	ck_assert_uint_eq(intact(after, &count, &algorithm), 1);
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(algorithm, row->is);
	free(algorithm);
	comity_octets_clear(&a);
	comity_octets_clear(&b);
	comity_doc_free(after);
}

START_TEST(sign_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct made made = made_new(&row->signer, NULL);
	struct made other = made_new(&row->signer, NULL);
	struct comity_source *locked =
	    row->locked != NULL ? lock(&made, row->locked) : NULL;
	struct comity_claims claims = claims_of(row);
	char *text = text_of(row);
	struct comity_source *source =
	    source_of("license.xml", text, strlen(text));
	const struct comity_signing signing = { .key = locked != NULL ? locked
						       : row->other_key
							   ? other.key
							   : made.key,
		.certificate = made.pem,
		.pass = row->pass,
		.now = day("2026-06-01"),
		.role = row->role,
		.claims = &claims,
		.source = source,
		.algorithm = row->algorithm };
	struct comity_doc *doc = doc_of("license.xml", text, strlen(text));
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = comity_sign(doc, &signing, report, &octets, &len);

	if (rc != row->rc)
		suite_show(report);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	if (rc == COMITY_OK) {
		check_signed(row, doc, octets, len);
		check_octets(row, text, octets, len);
		ck_assert_ptr_null(
		    comity_report_find(report, "comity-sign-rewritten"));
	} else {
		ck_assert_ptr_null(octets);
		ck_assert_msg(comity_report_find(report, row->is) != NULL,
		    "%s: no %s", row->why, row->is);
	}
	if (strstr(text, "Translation") != NULL)
		ck_assert_ptr_nonnull(
		    comity_report_find(report, "comity-sign-translation"));
	free(octets);
	free(text);
	comity_doc_free(doc);
	comity_source_free(locked);
	comity_source_free(source);
	comity_claims_clear(&claims);
	made_free(&made);
	made_free(&other);
	comity_report_free(report);
}
END_TEST

/* Three signers one after another, one of them twice in the same second. */
START_TEST(parallel)
{
	const struct want ec = { 0 }, rsa = { .type = "rsa2048" },
			  ed = { .type = "ed25519" };
	struct made made[3] = { made_new(&ec, NULL), made_new(&rsa, NULL),
		made_new(&ed, NULL) };
	const int order[] = { 0, 1, 2, 0, 0 };
	struct comity_source *now = source_of("l", license, strlen(license));
	struct comity_source *next;
	struct comity_doc *doc;
	size_t i, count;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		next = sign_text("l", (const char *)now->bytes, &made[order[i]],
		    NULL, day("2026-06-01"));
		comity_source_free(now);
		now = next;
		doc = doc_of("l", now->bytes, now->len);
		ck_assert_uint_eq(intact(doc, &count, NULL), i + 1);
		ck_assert_uint_eq(count, i + 1);
		comity_doc_free(doc);
	}
	comity_source_free(now);
	for (i = 0; i < 3; i++)
		made_free(&made[i]);
}
END_TEST

/* An enveloped signature covers the place of any other: no room is left. */
START_TEST(breaks_other)
{
	const struct want want = { 0 };
	struct made made = made_new(&want, NULL);
	struct comity_report *report = comity_report_new();
	struct comity_signing signing = { .key = made.key,
		.certificate = made.pem,
		.now = day("2026-06-01"),
		.trust_list = true };
	struct comity_doc *doc = doc_of("l", license, strlen(license));
	unsigned char *octets = NULL, *more = NULL;
	size_t len, more_len, count;
	struct comity_doc *once;

	ck_assert_int_eq(
	    comity_sign(doc, &signing, report, &octets, &len), COMITY_OK);
	once = doc_of("l", octets, len);
	ck_assert_uint_eq(intact(once, &count, NULL), 1);
	signing.trust_list = false;
	ck_assert_int_eq(comity_sign(once, &signing, report, &more, &more_len),
	    COMITY_REFUSED);
	ck_assert_ptr_nonnull(comity_report_find(report, "comity-sign-breaks"));
	ck_assert_ptr_null(more);
	signing.trust_list = true;
	ck_assert_int_eq(comity_sign(once, &signing, report, &more, &more_len),
	    COMITY_REFUSED);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-sign-no-room"));
	free(octets);
	comity_doc_free(doc);
	comity_doc_free(once);
	made_free(&made);
	comity_report_free(report);
}
END_TEST

/* UTF-16 comes out as UTF-8, with the same content. */
START_TEST(utf16)
{
	static const char ascii[] =
	    "<?xml version=\"1.0\" encoding=\"UTF-16\"?><L>one</L>";
	const struct want want = { 0 };
	struct made made = made_new(&want, NULL);
	struct comity_report *report = comity_report_new();
	struct comity_signing signing = { .key = made.key,
		.certificate = made.pem,
		.now = day("2026-06-01") };
	unsigned char wide[sizeof(ascii) * 2 + 2] = { 0xFF, 0xFE }, *octets;
	struct comity_doc *doc, *after;
	struct comity_source *source;
	size_t i, len, count;

	for (i = 0; i < sizeof(ascii) - 1; i++)
		wide[2 + 2 * i] = (unsigned char)ascii[i];
	doc = doc_of("l", wide, 2 * sizeof(ascii));
	signing.source = source = source_of("l", wide, 2 * sizeof(ascii));
	ck_assert_int_eq(
	    comity_sign(doc, &signing, report, &octets, &len), COMITY_OK);
	ck_assert_ptr_nonnull(memmem(octets, len, "<L>one<", 7));
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-sign-rewritten"));
	comity_source_free(source);
	after = doc_of("l", octets, len);
	ck_assert_uint_eq(intact(after, &count, NULL), 1);
	free(octets);
	comity_doc_free(doc);
	comity_doc_free(after);
	made_free(&made);
	comity_report_free(report);
}
END_TEST

/* The same document, key and second give the same octets where the method
 * itself draws no random numbers. */
START_TEST(deterministic)
{
	const struct want want = { .type = "ed25519" };
	struct made made = made_new(&want, NULL);
	struct comity_source *a =
	    sign_text("l", license, &made, NULL, day("2026-06-01"));
	struct comity_source *b =
	    sign_text("l", license, &made, NULL, day("2026-06-01"));
	struct comity_source *c =
	    sign_text("l", license, &made, NULL, day("2026-06-02"));

	ck_assert_str_eq(a->sha256_hex, b->sha256_hex);
	ck_assert_str_ne(a->sha256_hex, c->sha256_hex);
	comity_source_free(a);
	comity_source_free(b);
	comity_source_free(c);
	made_free(&made);
}
END_TEST

SUITE("sign")
SUITE_ROWS(sign_row, rows);
SUITE_TEST(parallel);
SUITE_TEST(breaks_other);
SUITE_TEST(utf16);
SUITE_TEST(deterministic);
SUITE_END
