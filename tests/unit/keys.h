/* SPDX-License-Identifier: Apache-2.0 */
/* keys: throw-away keys, certificates, CRLs and lists for unit tests. */
#ifndef COMITY_TEST_KEYS_H
#define COMITY_TEST_KEYS_H

#include "certificate.h"
#include "moment.h"
#include "sign.h"
#include "suite.h"
#include "trust.h"
#include "verify.h"
#include "xml.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#define TSL_STATUS "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
#define CA_TYPE "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC"

/* A day of the tests as an instant. */
static inline int64_t
day(const char *string)
{
	char text[40];
	int64_t at = 0;

	snprintf(text, sizeof(text), "%.10sT00:00:00Z", string);
	ck_assert_int_eq(comity_moment_read(text, &at), COMITY_OK);
	return at;
}

static inline struct comity_source *
source_of(const char *name, const void *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;

	ck_assert_int_eq(
	    comity_source_new(name, bytes, len, report, &source), COMITY_OK);
	comity_report_free(report);
	return source;
}

/* A parsed document, or the test fails. */
static inline struct comity_doc *
doc_of(const char *name, const void *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = source_of(name, bytes, len);
	struct comity_doc *doc = NULL;
	int rc = comity_doc_read(source, report, &doc);

	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	comity_source_free(source);
	comity_report_free(report);
	return doc;
}

/* A key with its certificate, in memory and as PEM sources. */
struct made {
	EVP_PKEY *pkey;
	X509 *x509;
	struct comity_source *key, *pem;
};

static inline void
made_free(struct made *made)
{
	EVP_PKEY_free(made->pkey);
	X509_free(made->x509);
	comity_source_free(made->key);
	comity_source_free(made->pem);
	memset(made, 0, sizeof(*made));
}

/* "p256" "p384" "p521" "ed25519" "rsa1024" "rsa2048" "rsa3072" */
static inline EVP_PKEY *
made_key(const char *type)
{
	if (strncmp(type, "rsa", 3) == 0)
		return EVP_RSA_gen((unsigned int)strtoul(type + 3, NULL, 10));
	if (strcmp(type, "ed25519") == 0)
		return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	if (strcmp(type, "p384") == 0)
		return EVP_EC_gen("P-384");
	if (strcmp(type, "p521") == 0)
		return EVP_EC_gen("P-521");
	return EVP_EC_gen("P-256");
}

static inline struct comity_source *
bio_source(const char *name, BIO *bio)
{
	struct comity_source *source;
	char *data;
	long len = BIO_get_mem_data(bio, &data);

	source = source_of(name, data, (size_t)len);
	BIO_free(bio);
	return source;
}

/* What a certificate shall be; anything 0 or NULL is the usual. */
struct want {
	const char *type; /* of the key; p256 */
	const char *name; /* of the subject; "Signer" */
	const char *from, *to; /* days; 2026-01-01 to 2036-01-01 */
	const char *usage; /* keyUsage; "-" none */
	const char *purpose; /* extendedKeyUsage */
	const char *statements; /* qcStatements */
	const char *organization; /* 2.5.4.97 */
	const EVP_MD *digest; /* SHA-256 */
	long serial;
	bool ca;
};

static inline void
want_extension(X509 *x509, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	ck_assert_ptr_nonnull(extension);
	ck_assert_int_eq(X509_add_ext(x509, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

/* Make it; issuer NULL: by itself. */
static inline struct made
made_new(const struct want *want, const struct made *issuer)
{
	struct made made = { 0 };
	const char *usage = want->usage;
	X509_NAME *name;
	EVP_PKEY *key;
	BIO *bio;

	made.pkey = made_key(want->type != NULL ? want->type : "p256");
	made.x509 = X509_new();
	ck_assert(made.pkey != NULL && made.x509 != NULL);
	X509_set_version(made.x509, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(made.x509),
	    want->serial != 0 ? want->serial : 1);
	ASN1_TIME_set(X509_getm_notBefore(made.x509),
	    (time_t)day(want->from ? want->from : "2026-01-01"));
	ASN1_TIME_set(X509_getm_notAfter(made.x509),
	    (time_t)day(want->to ? want->to : "2036-01-01"));
	name = X509_get_subject_name(made.x509);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	    (const unsigned char *)(want->name ? want->name : "Signer"), -1, -1,
	    0);
	if (want->organization != NULL)
		X509_NAME_add_entry_by_txt(name, "2.5.4.97", MBSTRING_UTF8,
		    (const unsigned char *)want->organization, -1, -1, 0);
	X509_set_issuer_name(made.x509,
	    issuer != NULL ? X509_get_subject_name(issuer->x509) : name);
	X509_set_pubkey(made.x509, made.pkey);
	want_extension(made.x509, NID_basic_constraints,
	    want->ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
	if (usage == NULL)
		usage = want->ca ? "critical,keyCertSign,cRLSign"
				 : "critical,digitalSignature";
	if (strcmp(usage, "-") != 0)
		want_extension(made.x509, NID_key_usage, usage);
	if (want->purpose != NULL)
		want_extension(made.x509, NID_ext_key_usage, want->purpose);
	if (want->statements != NULL)
		want_extension(
		    made.x509, NID_qcStatements, want->statements);
	key = issuer != NULL ? issuer->pkey : made.pkey;
	ck_assert_int_gt(
	    X509_sign(made.x509, key,
		EVP_PKEY_is_a(key, "ED25519")
		    ? NULL
		    : (want->digest != NULL ? want->digest : EVP_sha256())),
	    0);
	bio = BIO_new(BIO_s_mem());
	PEM_write_bio_X509(bio, made.x509);
	made.pem = bio_source("signer.pem", bio);
	bio = BIO_new(BIO_s_mem());
	PEM_write_bio_PrivateKey(bio, made.pkey, NULL, NULL, 0, NULL, NULL);
	made.key = bio_source("signer.key", bio);
	return made;
}

/* The certificate as the library reads it. */
static inline struct comity_certificate *
made_certificate(const struct made *made)
{
	struct comity_certificate *certificate = NULL;
	unsigned char *der = NULL;
	int len = i2d_X509(made->x509, &der);

	ck_assert_int_gt(len, 0);
	ck_assert_int_eq(
	    comity_certificate_read_der(der, (size_t)len, &certificate),
	    COMITY_OK);
	OPENSSL_free(der);
	return certificate;
}

static inline char *
made_base64(const struct made *made)
{
	unsigned char *der = NULL;
	int len = i2d_X509(made->x509, &der);
	char *text = calloc(1, (size_t)len * 2 + 4);

	EVP_EncodeBlock((unsigned char *)text, der, len);
	OPENSSL_free(der);
	return text;
}

/* A CRL; days; revoked NULL: lists nobody. */
struct want_crl {
	const char *from, *next;
	const char *revoked, *invalid; /* day; invalidityDate */
	long serial; /* of the revoked one */
	bool only_ca; /* scope: certificates of CAs only */
	bool unknown_critical, delta;
};

static inline struct comity_source *
made_crl(const struct want_crl *want, const struct made *issuer)
{
	X509_CRL *crl = X509_CRL_new();
	ASN1_TIME *time = ASN1_TIME_new();
	BIO *bio = BIO_new(BIO_s_mem());
	ISSUING_DIST_POINT *scope;
	X509_EXTENSION *extension;

	X509_CRL_set_version(crl, 1);
	X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer->x509));
	X509_CRL_set1_lastUpdate(
	    crl, ASN1_TIME_set(time, (time_t)day(want->from)));
	if (want->next != NULL)
		X509_CRL_set1_nextUpdate(
		    crl, ASN1_TIME_set(time, (time_t)day(want->next)));
	if (want->revoked != NULL) {
		X509_REVOKED *entry = X509_REVOKED_new();
		ASN1_INTEGER *serial = ASN1_INTEGER_new();

		ASN1_INTEGER_set(serial, want->serial);
		X509_REVOKED_set_serialNumber(entry, serial);
		X509_REVOKED_set_revocationDate(
		    entry, ASN1_TIME_set(time, (time_t)day(want->revoked)));
		if (want->invalid != NULL) {
			ASN1_GENERALIZEDTIME *at = ASN1_GENERALIZEDTIME_set(
			    NULL, (time_t)day(want->invalid));

			X509_REVOKED_add1_ext_i2d(
			    entry, NID_invalidity_date, at, 0, 0);
			ASN1_GENERALIZEDTIME_free(at);
		}
		X509_CRL_add0_revoked(crl, entry);
		ASN1_INTEGER_free(serial);
	}
	if (want->only_ca) {
		scope = ISSUING_DIST_POINT_new();
		scope->onlyCA = 0xFF;
		X509_CRL_add1_ext_i2d(
		    crl, NID_issuing_distribution_point, scope, 1, 0);
		ISSUING_DIST_POINT_free(scope);
	}
	if (want->delta) {
		ASN1_INTEGER *base = ASN1_INTEGER_new();

		ASN1_INTEGER_set(base, 1);
		/* not even critical, as it ought to be */
		X509_CRL_add1_ext_i2d(crl, NID_delta_crl, base, 0, 0);
		ASN1_INTEGER_free(base);
	}
	if (want->unknown_critical) {
		extension = X509V3_EXT_conf_nid(
		    NULL, NULL, NID_info_access, "OCSP;URI:http://a.example/");
		ck_assert_ptr_nonnull(extension);
		X509_EXTENSION_set_critical(extension, 1);
		X509_CRL_add_ext(crl, extension, -1);
		X509_EXTENSION_free(extension);
	}
	X509_CRL_sort(crl);
	ck_assert_int_gt(
	    X509_CRL_sign(crl, issuer->pkey,
		EVP_PKEY_is_a(issuer->pkey, "ED25519") ? NULL : EVP_sha256()),
	    0);
	PEM_write_bio_X509_CRL(bio, crl);
	X509_CRL_free(crl);
	ASN1_TIME_free(time);
	return bio_source("made.crl", bio);
}

/* Sign a text on a day; the octets are a source for comity_source_free(). */
static inline struct comity_source *
sign_text(const char *name, const char *xml, const struct made *made,
    const char *algorithm, int64_t now)
{
	const struct comity_signing signing = { .key = made->key,
		.certificate = made->pem,
		.now = now,
		.algorithm = algorithm };
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = doc_of(name, xml, strlen(xml));
	struct comity_source *source;
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = comity_sign(doc, &signing, report, &octets, &len);

	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	source = source_of(name, octets, len);
	free(octets);
	comity_doc_free(doc);
	comity_report_free(report);
	return source;
}

/* A service of a list that a test makes. */
struct want_service {
	const char *type;
	const struct made *made;
	const char *status, *from; /* last part of the URI; day */
	const char *old_status, *old_from; /* one of history; NULL none */
	const char *more; /* put at the end of ServiceInformation */
};

struct want_list {
	const char *territory, *issued, *next; /* days */
	int sequence;
	const struct want_service *services;
	size_t count;
	const char *scheme; /* put at the end of SchemeInformation */
};

static inline char *
list_text(const struct want_list *want)
{
	char *text = NULL, *base64;
	size_t len = 0, i;
	FILE *out = open_memstream(&text, &len);

	fprintf(out,
	    "<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\""
	    " TSLTag=\"http://uri.etsi.org/19612/TSLTag\"><SchemeInformation>"
	    "<TSLVersionIdentifier>6</TSLVersionIdentifier>"
	    "<TSLSequenceNumber>%d</TSLSequenceNumber><TSLType>urn:x</TSLType>"
	    "<SchemeOperatorName><Name xml:lang=\"en\">Operator</Name>"
	    "</SchemeOperatorName><SchemeTerritory>%s</SchemeTerritory>"
	    "<ListIssueDateTime>%sT00:00:00Z</ListIssueDateTime><NextUpdate>",
	    want->sequence, want->territory, want->issued);
	if (want->next != NULL)
		fprintf(out, "<dateTime>%sT00:00:00Z</dateTime>", want->next);
	fprintf(out,
	    "</NextUpdate>%s</SchemeInformation><TrustServiceProviderList>"
	    "<TrustServiceProvider><TSPInformation><TSPName>"
	    "<Name xml:lang=\"en\">Provider</Name></TSPName><TSPTradeName>"
	    "<Name xml:lang=\"en\">GOV%s-EXAMPLE1</Name></TSPTradeName>"
	    "</TSPInformation><TSPServices>",
	    want->scheme != NULL ? want->scheme : "", want->territory);
	for (i = 0; i < want->count; i++) {
		const struct want_service *service = &want->services[i];

		base64 = made_base64(service->made);
		fprintf(out,
		    "<TSPService><ServiceInformation><ServiceTypeIdentifier>"
		    "%s</ServiceTypeIdentifier><ServiceName>"
		    "<Name xml:lang=\"en\">Service</Name></ServiceName>"
		    "<ServiceDigitalIdentity><DigitalId><X509Certificate>%s"
		    "</X509Certificate></DigitalId></ServiceDigitalIdentity>"
		    "<ServiceStatus>" TSL_STATUS "%s</ServiceStatus>"
		    "<StatusStartingTime>%sT00:00:00Z</StatusStartingTime>%s"
		    "</ServiceInformation>",
		    service->type, base64,
		    service->status != NULL ? service->status : "granted",
		    service->from != NULL ? service->from : "2026-01-01",
		    service->more != NULL ? service->more : "");
		free(base64);
		if (service->old_status != NULL)
			fprintf(out,
			    "<ServiceHistory><ServiceHistoryInstance>"
			    "<ServiceTypeIdentifier>%s"
			    "</ServiceTypeIdentifier><ServiceStatus>" TSL_STATUS
			    "%s</ServiceStatus>"
			    "<StatusStartingTime>%sT00:00:00Z"
			    "</StatusStartingTime></ServiceHistoryInstance>"
			    "</ServiceHistory>",
			    service->type, service->old_status,
			    service->old_from);
		fprintf(out, "</TSPService>");
	}
	fprintf(out,
	    "</TSPServices></TrustServiceProvider></TrustServiceProviderList>"
	    "</TrustServiceStatusList>");
	fclose(out);
	return text;
}

/* Sign a list's text and add it; returns what the library says. */
static inline int
list_add(struct comity_trust *trust, const char *text,
    const struct made *signer, int64_t moment, struct comity_report *report)
{
	struct comity_source *source =
	    sign_text("list.xml", text, signer, NULL, day("2026-01-02"));
	struct comity_doc *doc = doc_of("list.xml", source->bytes, source->len);
	int rc = comity_trust_add_list(trust, doc, moment, report);

	comity_source_free(source);
	comity_doc_free(doc);
	return rc;
}

#endif
