/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds on signatures, certificates, lists and services: just below and just
 * above. */
#include "crl.h"
#include "extend.h"
#include "fetch.h"
#include "forge.h"
#include "keys.h"
#include "level.h"
#include "limits.h"
#include "ocsp.h"
#include "seen.h"
#include "trust-list.h"
#include "tsa.h"

#include <arpa/inet.h>
#include <openssl/core_names.h>
#include <openssl/http.h>
#include <openssl/param_build.h>
#include <pthread.h>
#include <unistd.h>

static bool
signatures_pass(size_t n)
{
	struct comity_text text = limit_text(FORGE_OPEN,
	    "<ds:Signature xmlns:ds='" COMITY_NS_DS "'/>", n, FORGE_CLOSE);
	struct comity_report *report = comity_report_new();
	struct comity_verification *verification;
	struct comity_trust *trust;
	struct comity_doc *doc;
	int rc =
	    forge_verify(text.data, NULL, report, &doc, &trust, &verification);
	bool many = comity_report_find(report, "comity-signature-many") != NULL;

	ck_assert_int_eq(rc == COMITY_ELIMIT, many);
	ck_assert_int_ne(rc, COMITY_OK); /* they are empty */
	comity_verification_free(verification);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	comity_text_clear(&text);
	return !many;
}

static bool
references_pass(size_t n)
{
	struct comity_text text = limit_text(
	    "<ds:SignedInfo xmlns:ds='" COMITY_NS_DS "'>"
	    "<ds:CanonicalizationMethod Algorithm='" COMITY_URI_EXC_C14N
	    "'/><ds:SignatureMethod Algorithm="
	    "'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'/>",
	    "<ds:Reference URI='#a'><ds:Transforms>" FORGE_EXC
	    "</ds:Transforms>" FORGE_SHA256 "<ds:DigestValue>"
	    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</ds:DigestValue>"
	    "</ds:Reference>",
	    n, "</ds:SignedInfo>");
	struct comity_doc *doc = forge_parse(text.data);
	const struct comity_dating dating = { .day = 20500, .today = 20500 };
	struct comity_signed_info info = { 0 };
	struct comity_ruling ruling = { 0 };
	int rc = comity_signed_info_read(
	    comity_doc_root(doc), &dating, &info, &ruling);

	ck_assert_msg(rc == COMITY_OK ||
			  strstr(ruling.reason, "rule 9: more than 8") != NULL,
	    "%s", ruling.reason);
	comity_signed_info_clear(&info);
	comity_ruling_clear(&ruling);
	comity_doc_free(doc);
	comity_text_clear(&text);
	return rc == COMITY_OK;
}

static bool
reason_passes(size_t n)
{
	struct comity_text text = limit_text("", "x", n, "");
	struct comity_ruling ruling = { 0 };
	bool whole;

	comity_ruling_shape(&ruling, "%s", text.data);
	whole = strcmp(ruling.reason, text.data) == 0;
	ck_assert_uint_le(strlen(ruling.reason), COMITY_REASON_MAX);
	comity_ruling_clear(&ruling);
	comity_text_clear(&text);
	return whole;
}

/* A source that holds another one n times. */
static struct comity_source *
source_times(const struct comity_source *one, size_t n)
{
	struct comity_text text =
	    limit_text("", (const char *)one->bytes, n, "");
	struct comity_source *source =
	    source_of("many.pem", text.data, text.len);

	comity_text_clear(&text);
	return source;
}

static bool
certificates_pass(size_t n)
{
	struct made made = made_new(&(struct want){ 0 }, NULL);
	struct comity_source *source = source_times(made.pem, n);
	struct comity_report *report = comity_report_new();
	struct comity_certificates certificates = { 0 };
	int rc = comity_certificates_read_pem(source, report, &certificates);

	ck_assert_uint_eq(certificates.count, rc == COMITY_OK ? n : 0);
	comity_certificates_clear(&certificates);
	comity_source_free(source);
	made_free(&made);
	return limit_said(rc, report, "comity-certificates-many");
}

static bool
crls_pass(size_t n)
{
	struct made ca = made_new(&(struct want){ .ca = true }, NULL);
	struct comity_source *one = made_crl(
	    &(struct want_crl){ .from = "2026-05-01", .next = "2026-07-01" },
	    &ca);
	struct comity_source *source = source_times(one, n);
	struct comity_report *report = comity_report_new();
	struct comity_crls crls = { 0 };
	int rc = comity_crls_read(source, report, &crls);

	ck_assert_uint_eq(crls.count, rc == COMITY_OK ? n : 0);
	comity_crls_clear(&crls);
	comity_source_free(source);
	comity_source_free(one);
	made_free(&ca);
	return limit_said(rc, report, "comity-crl-many");
}

/* A public key of so many bits; that nobody has the other half is the same
 * to who looks at its length. */
static EVP_PKEY *
rsa_of(size_t bits)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	BIGNUM *modulus = BN_new(), *exponent = BN_new();
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	ck_assert_int_eq(
	    BN_rand(modulus, (int)bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ODD),
	    1);
	BN_set_word(exponent, 65537);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent);
	params = OSSL_PARAM_BLD_to_param(build);
	ck_assert_int_eq(EVP_PKEY_fromdata_init(context), 1);
	ck_assert_int_eq(
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
	ck_assert_int_eq(EVP_PKEY_get_bits(key), (int)bits);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(modulus);
	BN_free(exponent);
	EVP_PKEY_CTX_free(context);
	return key;
}

static bool
rsa_passes(size_t bits)
{
	EVP_PKEY *key = rsa_of(bits);
	const struct comity_signature_method *method =
	    comity_signature_method_named("rsa-sha256");
	const char *why = comity_crypto_unsuited(key, method);

	ck_assert_ptr_nonnull(method);
	ck_assert_msg(why == NULL || strstr(why, "bits") != NULL, "%s", why);
	EVP_PKEY_free(key);
	return why == NULL;
}

/* Whether the table knows no end of keys as long as this. */
static bool
rsa_full(size_t bits)
{
	EVP_PKEY *key = rsa_of(bits), *longest = rsa_of(COMITY_RSA_BITS_MAX);
	const struct comity_key_row *row = comity_crypto_key_row(key);
	bool full = row == comity_crypto_key_row(longest);

	ck_assert_ptr_nonnull(row);
	EVP_PKEY_free(key);
	EVP_PKEY_free(longest);
	return full;
}

/* A chain of n, the last of which is its own issuer, is followed to its end. */
static bool
path_passes(size_t n)
{
	struct made made[COMITY_PATH_MAX + 1];
	struct comity_certificates more = { 0 };
	const struct comity_proof proof = { 0 };
	const struct comity_evidence evidence = { 0 };
	struct comity_level_chain chain;
	struct comity_trust *trust;
	char name[40];
	size_t i;
	bool ends;

	ck_assert_uint_le(n, COMITY_PATH_MAX + 1);
	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	for (i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "CA %zu", i);
		made[i] = made_new(&(struct want){ .ca = true, .name = name },
		    i == 0 ? NULL : &made[i - 1]);
		ck_assert_int_eq(
		    comity_certificates_add(&more, made_certificate(&made[i])),
		    COMITY_OK);
	}
	comity_level_follow(
	    trust, &proof, &evidence, &more, more.at[n - 1], &chain);
	ends = chain.ends;
	ck_assert_uint_eq(chain.count, ends ? n : COMITY_PATH_MAX);
	for (i = 0; i < n; i++)
		made_free(&made[i]);
	comity_certificates_clear(&more);
	comity_trust_free(trust);
	return ends;
}

/* The first of n answers is still known. */
static bool
seen_passes(size_t n)
{
	struct comity_seen *seen = comity_seen_new();
	struct comity_path_result result = { .reason = (char *)"so" };
	char question[40];
	size_t i;
	int rc;

	ck_assert_ptr_nonnull(seen);
	for (i = 0; i < n; i++) {
		snprintf(question, sizeof(question), "question %zu", i);
		ck_assert_int_eq(
		    comity_seen_keep(seen, question, &result), COMITY_OK);
	}
	memset(&result, 0, sizeof(result));
	rc = comity_seen_answer(seen, "question 0", &result);
	ck_assert(rc == COMITY_OK || rc == COMITY_UNKNOWN);
	comity_path_result_clear(&result);
	comity_seen_free(seen);
	return rc == COMITY_OK;
}

/* A certificate with a comment, so that its DER is exactly this long; RSA, as
 * its signatures have one length. */
static unsigned char *
certificate_of(size_t len, EVP_PKEY *key)
{
	size_t comment = len - 1000, got, tries;
	unsigned char *der = NULL;
	X509_EXTENSION *extension;
	struct comity_text text;
	X509 *x509;

	for (tries = 0; tries < 4; tries++) {
		text = limit_text("", "x", comment, "");
		x509 = X509_new();
		X509_set_version(x509, 2);
		ASN1_TIME_set(X509_getm_notBefore(x509), 0);
		ASN1_TIME_set(X509_getm_notAfter(x509), day("2036-01-01"));
		X509_set_pubkey(x509, key);
		extension = X509V3_EXT_conf_nid(
		    NULL, NULL, NID_netscape_comment, text.data);
		ck_assert_ptr_nonnull(extension);
		X509_add_ext(x509, extension, -1);
		ck_assert_int_gt(X509_sign(x509, key, EVP_sha256()), 0);
		got = (size_t)i2d_X509(x509, &der);
		X509_EXTENSION_free(extension);
		X509_free(x509);
		comity_text_clear(&text);
		if (got == len)
			return der;
		comment = comment + len - got;
		OPENSSL_free(der);
		der = NULL;
	}
	ck_abort_msg("no certificate of %zu octets", len);
	return NULL;
}

static bool
seen_length_passes(size_t n)
{
	struct comity_seen *seen = comity_seen_new();
	struct comity_certificate *one, *two;
	EVP_PKEY *key = made_key("rsa2048");
	unsigned char *der = certificate_of(n, key);
	bool same;

	ck_assert_int_eq(
	    comity_seen_certificate(seen, der, n, &one), COMITY_OK);
	ck_assert_int_eq(
	    comity_seen_certificate(seen, der, n, &two), COMITY_OK);
	same = one == two;
	comity_certificate_free(one);
	comity_certificate_free(two);
	OPENSSL_free(der);
	EVP_PKEY_free(key);
	comity_seen_free(seen);
	return same;
}

/* A certificate with a key of a kind that nobody knows, which is read fast. */
static struct made
made_unknown(void)
{
	static const unsigned char ed25519[] = { 0x06, 0x03, 0x2b, 0x65, 0x70 };
	struct made made = made_new(&(struct want){ .type = "ed25519" }, NULL);
	unsigned char *der = NULL, *at;
	const unsigned char *from;
	int len = i2d_X509(made.x509, &der);

	ck_assert_int_gt(len, 0);
	for (at = der; (at = memmem(at, (size_t)(der + len - at), ed25519,
			    sizeof(ed25519))) != NULL;)
		at[4] = 0x7f;
	X509_free(made.x509);
	from = der;
	made.x509 = d2i_X509(NULL, &from, len);
	ck_assert_ptr_nonnull(made.x509);
	OPENSSL_free(der);
	return made;
}

/* What a list of trust with more in it says; more goes before `before`, with
 * @CERT@ filled in. */
static bool
list_passes(const char *before, struct comity_text more, const char *said)
{
	struct made made = made_unknown();
	const struct want_service service = { .type = CA_TYPE, .made = &made };
	const struct want_list want = { .territory = "US",
		.issued = "2026-01-01",
		.next = "2027-01-01",
		.sequence = 1,
		.services = &service,
		.count = 1 };
	char *text = list_text(&want), *base64 = made_base64(&made);
	struct comity_report *report = comity_report_new();
	struct comity_trust_list *list = NULL;
	const struct comity_finding *finding;
	struct comity_doc *doc;
	int rc;

	comity_text_add(&more, before);
	text = forge_edit(text, before, more.data);
	text = forge_replace(text, "@CERT@", base64);
	doc = doc_of("list.xml", text, strlen(text));
	rc = comity_trust_list_read(doc, report, &list);
	finding = comity_report_find(report, "comity-trust-list-shape");
	if (rc != COMITY_OK && finding != NULL)
		ck_assert_str_eq(finding->expected, said);
	comity_trust_list_free(list);
	comity_doc_free(doc);
	comity_text_clear(&more);
	free(base64);
	free(text);
	made_free(&made);
	return limit_said(rc, report, "comity-trust-list-shape");
}

/* One listing for each certificate of an identity; one is there. */
static bool
services_pass(size_t n)
{
	return list_passes("</ServiceDigitalIdentity>",
	    limit_text("",
		"<DigitalId><X509Certificate>@CERT@</X509Certificate>"
		"</DigitalId>",
		n - 1, ""),
	    "at most 20 000 services");
}

static bool
pointers_pass(size_t n)
{
	return list_passes("<ListIssueDateTime>",
	    limit_text("<PointersToOtherTSL>",
		"<OtherTSLPointer><TSLLocation>http://a.example/"
		"</TSLLocation></OtherTSLPointer>",
		n, "</PointersToOtherTSL>"),
	    "at most 1 000 pointers");
}

/* The present status is one of them, each before the one above it. */
static bool
periods_pass(size_t n)
{
	struct comity_text text = { 0 };

	comity_text_add(&text, "<ServiceHistory>");
	while (n-- > 1)
		comity_text_addf(&text,
		    "<ServiceHistoryInstance><ServiceTypeIdentifier>" CA_TYPE
		    "</ServiceTypeIdentifier><ServiceStatus>" TSL_STATUS
		    "withdrawn</ServiceStatus><StatusStartingTime>"
		    "%04zu-01-01T00:00:00Z</StatusStartingTime>"
		    "</ServiceHistoryInstance>",
		    1800 + n);
	comity_text_add(&text, "</ServiceHistory>");
	return list_passes(
	    "</TSPService>", text, "at most 200 spans of status");
}

/* A token with a long certificate in it. */
static bool
token_passes(size_t n)
{
	struct made by = made_new(
	    &(struct want){ .type = "rsa2048", .purpose = TSA_PURPOSE }, NULL);
	struct made chain = { .pkey = by.pkey };
	const struct want_token want = {
		.by = &by, .chain = &chain, .at = day("2026-06-01")
	};
	size_t len = n - 5000, got = 0, tries;
	struct comity_token *token = NULL;
	unsigned char *der, *bytes = NULL;
	const unsigned char *at;
	int rc;

	for (tries = 0; got != n && tries < 4; tries++) {
		free(bytes);
		at = der = certificate_of(len, by.pkey);
		chain.x509 = d2i_X509(NULL, &at, (long)len);
		bytes = tsa_token(&want, "x", 1, &got);
		len = len + n - got;
		X509_free(chain.x509);
		OPENSSL_free(der);
	}
	ck_assert_uint_eq(got, n);
	rc = comity_token_read(bytes, n, &token);
	ck_assert(rc == COMITY_OK || rc == COMITY_REFUSED);
	comity_token_free(token);
	free(bytes);
	made_free(&by);
	return rc == COMITY_OK;
}

/* Unreadable timestamps count, too. */
static bool
stamps_pass(size_t n)
{
	struct comity_text text = limit_text(
	    "</x:SignedProperties><x:UnsignedProperties>"
	    "<x:UnsignedSignatureProperties><x:SignatureTimeStamp>"
	    "<ds:CanonicalizationMethod Algorithm='" COMITY_URI_EXC_C14N "'/>",
	    "<x:EncapsulatedTimeStamp>AA==</x:EncapsulatedTimeStamp>", n,
	    "</x:SignatureTimeStamp></x:UnsignedSignatureProperties>"
	    "</x:UnsignedProperties>");
	struct comity_report *report = comity_report_new();
	struct comity_verification *verification;
	struct comity_trust *trust;
	struct comity_doc *doc;
	struct forge_key key;
	char *xml;
	int rc;

	forge_key("P-256", "ecdsa-sha256", &key);
	xml = forge_sign(FORGE_DOCUMENT, &key, "s-one");
	xml = forge_edit(xml, "</x:SignedProperties>", text.data);
	rc = forge_verify(xml, &key, report, &doc, &trust, &verification);
	ck_assert_msg(rc == COMITY_OK || rc == COMITY_ELIMIT, "%d", rc);
	comity_verification_free(verification);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	comity_text_clear(&text);
	free(xml);
	forge_key_clear(&key);
	return rc == COMITY_OK;
}

/* An answer on a signer, by its CA, without a next update. */
struct answered {
	struct made ca, signer;
	struct comity_source *answer;
};
static struct answered
answered_new(void)
{
	struct answered of = { 0 };

	of.ca = made_new(&(struct want){ .ca = true, .name = "CA" }, NULL);
	of.signer = made_new(&(struct want){ .serial = 7 }, &of.ca);
	of.answer = made_ocsp(&(struct want_ocsp){ .of = &of.signer,
	    .issuer = &of.ca,
	    .by = &of.ca,
	    .from = "2026-06-01" });
	return of;
}
static void
answered_free(struct answered *of)
{
	made_free(&of->ca);
	made_free(&of->signer);
	comity_source_free(of->answer);
}

static bool
answers_pass(size_t n)
{
	struct answered of = answered_new();
	struct comity_ocsps ocsps = { 0 };
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; i < n; i++) {
		ck_assert_int_eq(rc, COMITY_OK);
		rc = comity_ocsps_read_der(
		    (const unsigned char *)of.answer->bytes, of.answer->len,
		    &ocsps, NULL);
	}
	ck_assert(rc == COMITY_OK || rc == COMITY_REFUSED);
	comity_ocsps_clear(&ocsps);
	answered_free(&of);
	return rc == COMITY_OK;
}

static bool
fresh_passes(size_t seconds)
{
	struct answered of = answered_new();
	struct comity_certificate *ca = made_certificate(&of.ca),
				  *signer = made_certificate(&of.signer);
	struct comity_revocation found = { 0 };
	struct comity_ocsps ocsps = { 0 };

	ck_assert_int_eq(
	    comity_ocsps_read_der((const unsigned char *)of.answer->bytes,
		of.answer->len, &ocsps, NULL),
	    COMITY_OK);
	comity_ocsps_find(&ocsps, signer, ca,
	    day("2026-06-01") + (int64_t)seconds, NULL, NULL, &found);
	ck_assert(found.answer == COMITY_REVOCATION_GOOD ||
		  found.answer == COMITY_REVOCATION_STALE);
	comity_ocsps_clear(&ocsps);
	comity_certificate_free(ca);
	comity_certificate_free(signer);
	answered_free(&of);
	return found.answer == COMITY_REVOCATION_GOOD;
}

/* An authority whose clock is ahead by some seconds. */
struct ahead {
	struct made by;
	int64_t at;
};
static int
stamp_ahead(void *user, const struct comity_digest_method *digest,
    const void *octets, size_t len, struct comity_report *report,
    unsigned char **token, size_t *token_len)
{
	const struct ahead *ahead = user;

	(void)digest;
	(void)report;
	*token =
	    tsa_token(&(struct want_token){ .by = &ahead->by, .at = ahead->at },
		octets, len, token_len);
	return COMITY_OK;
}

static bool
skew_passes(size_t seconds)
{
	struct ahead ahead = {
		.by = made_new(&(struct want){ .purpose = TSA_PURPOSE }, NULL),
		.at = day("2026-06-01") + (int64_t)seconds
	};
	struct made signer = made_new(&(struct want){ .name = "S" }, NULL);
	struct comity_source *source =
	    sign_text("a.xml", FORGE_OPEN FORGE_BODY FORGE_CLOSE, &signer, NULL,
		day("2026-05-01"));
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = doc_of("a.xml", source->bytes, source->len);
	struct comity_extension extension = { .level = COMITY_LEVEL_T,
		.now = day("2026-06-01"),
		.digest = comity_digest_named("SHA256"),
		.stamp = stamp_ahead,
		.user = &ahead };
	struct comity_trust *trust = NULL;
	unsigned char *octets = NULL;
	const struct comity_finding *finding;
	size_t len = 0;
	int rc;

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	extension.trust = trust;
	rc = comity_extend(doc, &extension, report, &octets, &len);
	finding = comity_report_find(report, "comity-extend-stamp");
	if (rc != COMITY_OK && finding != NULL)
		ck_assert_str_eq(finding->found, "it was given in the future");
	free(octets);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_source_free(source);
	made_free(&ahead.by);
	made_free(&signer);
	return limit_said(rc, report, "comity-extend-stamp");
}

/* A server of one answer: an OCTET STRING that is so long in all. */
struct server {
	int socket;
	size_t len;
};
static void *
serve(void *user)
{
	static const char zeros[65536];
	const struct server *server = user;
	const size_t inner = server->len - 6;
	unsigned char head[6] = { 0x30, 0x84, (unsigned char)(inner >> 24),
		(unsigned char)(inner >> 16), (unsigned char)(inner >> 8),
		(unsigned char)inner };
	char asked[4096], says[200];
	int fd = accept(server->socket, NULL, NULL), n;
	size_t left, part;

	if (fd < 0 || recv(fd, asked, sizeof(asked), 0) <= 0)
		return NULL;
	n = snprintf(says, sizeof(says),
	    "HTTP/1.0 200 OK\r\nContent-Type: application/pkix-crl\r\n"
	    "Content-Length: %zu\r\n\r\n",
	    server->len);
	if (send(fd, says, (size_t)n, MSG_NOSIGNAL) > 0 &&
	    send(fd, head, sizeof(head), MSG_NOSIGNAL) > 0)
		for (left = server->len - sizeof(head); left > 0;
		     left -= part) {
			part = left < sizeof(zeros) ? left : sizeof(zeros);
			if (send(fd, zeros, part, MSG_NOSIGNAL) <= 0)
				break;
		}
	close(fd);
	return NULL;
}

/* What OpenSSL was asked to wait; the test is linked with --wrap. */
static int asked_seconds;
BIO *__real_OSSL_HTTP_transfer(OSSL_HTTP_REQ_CTX **, const char *, const char *,
    const char *, int, const char *, const char *, BIO *, BIO *,
    OSSL_HTTP_bio_cb_t, void *, int, const STACK_OF(CONF_VALUE) *, const char *,
    BIO *, const char *, int, size_t, int, int);
BIO *__wrap_OSSL_HTTP_transfer(OSSL_HTTP_REQ_CTX **, const char *, const char *,
    const char *, int, const char *, const char *, BIO *, BIO *,
    OSSL_HTTP_bio_cb_t, void *, int, const STACK_OF(CONF_VALUE) *, const char *,
    BIO *, const char *, int, size_t, int, int);
BIO *
__wrap_OSSL_HTTP_transfer(OSSL_HTTP_REQ_CTX **context, const char *server,
    const char *port, const char *path, int tls, const char *proxy,
    const char *no_proxy, BIO *bio, BIO *rbio, OSSL_HTTP_bio_cb_t update,
    void *argument, int size, const STACK_OF(CONF_VALUE) * headers,
    const char *type, BIO *request, const char *expected, int asn1, size_t max,
    int seconds, int keep_alive)
{
	asked_seconds = seconds;
	return __real_OSSL_HTTP_transfer(context, server, port, path, tls,
	    proxy, no_proxy, bio, rbio, update, argument, size, headers, type,
	    request, expected, asn1, max, seconds, keep_alive);
}

static bool
fetch_passes(size_t n)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct server server = { .socket = socket(AF_INET, SOCK_STREAM, 0),
		.len = n };
	struct comity_report *report = comity_report_new();
	socklen_t at_len = sizeof(at);
	unsigned char *answer = NULL;
	size_t len = 0;
	pthread_t thread;
	char url[60];
	int rc;

	ck_assert_int_eq(
	    bind(server.socket, (struct sockaddr *)&at, sizeof(at)), 0);
	ck_assert_int_eq(listen(server.socket, 1), 0);
	getsockname(server.socket, (struct sockaddr *)&at, &at_len);
	snprintf(
	    url, sizeof(url), "http://127.0.0.1:%d/a.crl", ntohs(at.sin_port));
	ck_assert_int_eq(pthread_create(&thread, NULL, serve, &server), 0);
	rc =
	    comity_fetch(COMITY_FETCH_CRL, url, NULL, 0, report, &answer, &len);
	pthread_join(thread, NULL);
	ck_assert(rc != COMITY_OK || len == n);
	free(answer);
	close(server.socket);
	return limit_said(rc, report, "comity-fetch-failed");
}

/* OpenSSL measures; what it was told to allow is ours. */
static bool
seconds_pass(size_t n)
{
	asked_seconds = 0;
	ck_assert(fetch_passes(100));
	return asked_seconds >= (int)n;
}

static const struct limit limits[] = {
	LIMIT(COMITY_SIGNATURES_MAX, signatures_pass),
	LIMIT(COMITY_REFERENCES_MAX, references_pass),
	/* less what one escape and the dots take */
	LIMIT_AT(COMITY_REASON_MAX, COMITY_REASON_MAX - 11,
	    COMITY_REASON_MAX - 10, reason_passes),
	LIMIT(COMITY_CERTIFICATES_MAX, certificates_pass),
	LIMIT(COMITY_CRLS_MAX, crls_pass),
	LIMIT_AT(COMITY_RSA_BITS_MIN, COMITY_RSA_BITS_MIN,
	    COMITY_RSA_BITS_MIN - 1, rsa_passes),
	LIMIT_AT(COMITY_RSA_BITS_FULL, COMITY_RSA_BITS_FULL,
	    COMITY_RSA_BITS_FULL - 1, rsa_full),
	LIMIT(COMITY_RSA_BITS_MAX, rsa_passes),
	LIMIT(COMITY_PATH_MAX, path_passes),
	LIMIT(COMITY_SEEN_MAX, seen_passes),
	LIMIT(COMITY_SEEN_LEN_MAX, seen_length_passes),
	LIMIT(COMITY_SERVICES_MAX, services_pass),
	LIMIT(COMITY_POINTERS_MAX, pointers_pass),
	LIMIT(COMITY_PERIODS_MAX, periods_pass),
	LIMIT(COMITY_TOKEN_MAX, token_passes),
	LIMIT(COMITY_STAMPS_MAX, stamps_pass),
	LIMIT(COMITY_OCSPS_MAX, answers_pass),
	LIMIT(COMITY_OCSP_FRESH, fresh_passes),
	LIMIT(COMITY_CLOCK_SKEW, skew_passes),
	LIMIT(COMITY_FETCH_MAX, fetch_passes),
	LIMIT(COMITY_FETCH_SECONDS, seconds_pass),
};
LIMIT_TEST(limit_row, limits)

SUITE_MAIN("limits of signatures", limit_row, limits)
