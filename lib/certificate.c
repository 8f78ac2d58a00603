/* SPDX-License-Identifier: Apache-2.0 */
#include "certificate.h"

#include "crypto.h"
#include "limit.h"
#include "memory.h"
#include "text.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct comity_certificate {
	X509 *x509;
	unsigned char *der;
	size_t der_len;
	char sha256[65];
	char *subject, *issuer, *serial, *organization_id;
	char *ski; /* hex; "" none */
	size_t subject_hash, issuer_hash;
	int64_t not_before, not_after;
	atomic_uint holders; /* beside the first */
};

void
comity_certificate_free(struct comity_certificate *certificate)
{
	if (certificate == NULL ||
	    atomic_fetch_sub(&certificate->holders, 1) > 0)
		return;
	X509_free(certificate->x509);
	free(certificate->der);
	free(certificate->subject);
	free(certificate->issuer);
	free(certificate->serial);
	free(certificate->organization_id);
	free(certificate->ski);
	free(certificate);
}

/* A name as RFC 2253 text in UTF-8; NULL if memory ran out. */
static char *
name_text(const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data, *text = NULL;
	long len;

	if (bio == NULL)
		return NULL;
	if (X509_NAME_print_ex(bio, name, 0,
		XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0 &&
	    (len = BIO_get_mem_data(bio, &data)) >= 0)
		text = strndup(len > 0 ? data : "", (size_t)len);
	BIO_free(bio);
	return text;
}

/* subjectKeyIdentifier as hex; NULL if memory ran out. */
static char *
ski_text(X509 *x509)
{
	const ASN1_OCTET_STRING *ski = X509_get0_subject_key_id(x509);
	size_t len = ski != NULL ? (size_t)ASN1_STRING_length(ski) : 0;
	char *text;

	if (len > 64) /* no key identifier is longer than a digest */
		len = 0;
	if ((text = calloc(1, 2 * len + 1)) != NULL && len > 0)
		comity_hex(ASN1_STRING_get0_data(ski), len, text);
	return text;
}

static bool
name_hash(const X509_NAME *name, size_t *out)
{
	int done = 0;

	*out = X509_NAME_hash_ex(name, NULL, NULL, &done);
	return done == 1;
}

size_t
comity_certificate_subject_hash(const struct comity_certificate *certificate)
{
	return certificate->subject_hash;
}

size_t
comity_certificate_issuer_hash(const struct comity_certificate *certificate)
{
	return certificate->issuer_hash;
}

static char *
serial_text(const X509 *x509)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), NULL);
	char *decimal, *text = NULL;

	if (number == NULL)
		return NULL;
	if ((decimal = BN_bn2dec(number)) != NULL)
		text = strdup(decimal);
	OPENSSL_free(decimal);
	BN_free(number);
	return text;
}

/* The only organizationIdentifier, or NULL: two of them name nobody. */
static int
organization_id(const X509_NAME *name, char **out)
{
	int at =
	    X509_NAME_get_index_by_NID(name, NID_organizationIdentifier, -1);
	unsigned char *utf8 = NULL;
	int len, rc = COMITY_OK;

	*out = NULL;
	if (at < 0 || X509_NAME_get_index_by_NID(
			  name, NID_organizationIdentifier, at) >= 0)
		return COMITY_OK;
	len = ASN1_STRING_to_UTF8(
	    &utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
	if (len < 0)
		return comity_memory_failed() ? COMITY_ENOMEM : COMITY_OK;
	/* A NUL inside would make two identifiers look like one. */
	if (memchr(utf8, '\0', (size_t)len) == NULL &&
	    (*out = strndup((char *)utf8, (size_t)len)) == NULL)
		rc = COMITY_ENOMEM;
	OPENSSL_free(utf8);
	return rc;
}

bool
comity_certificate_time(const ASN1_TIME *time, int64_t *at)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(time, &tm) != 1)
		return false;
	*at = (int64_t)timegm(&tm);
	return true;
}

/* Fill in everything that is read off the parsed certificate. */
static int
describe(struct comity_certificate *certificate)
{
	X509 *x509 = certificate->x509;
	unsigned char digest[32];

	if (!comity_certificate_time(
		X509_get0_notBefore(x509), &certificate->not_before) ||
	    !comity_certificate_time(
		X509_get0_notAfter(x509), &certificate->not_after))
		return COMITY_REFUSED;
	if (!comity_sha256(certificate->der, certificate->der_len, digest))
		return COMITY_EINTERNAL;
	comity_hex(digest, sizeof(digest), certificate->sha256);
	if (!name_hash(
		X509_get_subject_name(x509), &certificate->subject_hash) ||
	    !name_hash(X509_get_issuer_name(x509), &certificate->issuer_hash))
		return COMITY_EINTERNAL;
	certificate->subject = name_text(X509_get_subject_name(x509));
	certificate->issuer = name_text(X509_get_issuer_name(x509));
	certificate->serial = serial_text(x509);
	certificate->ski = ski_text(x509);
	if (certificate->subject == NULL || certificate->issuer == NULL ||
	    certificate->serial == NULL || certificate->ski == NULL)
		return COMITY_ENOMEM;
	return organization_id(
	    X509_get_subject_name(x509), &certificate->organization_id);
}

int
comity_certificate_read_der(
    const unsigned char *der, size_t len, struct comity_certificate **out)
{
	struct comity_certificate *certificate = NULL;
	const unsigned char *end = der;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (len == 0 || len > INT_MAX)
		return COMITY_REFUSED;
	if ((certificate = calloc(1, sizeof(*certificate))) == NULL)
		goto out;
	certificate->x509 = d2i_X509(NULL, &end, (long)len);
	if (certificate->x509 == NULL || end != der + len) {
		rc = comity_memory_failed() ? COMITY_ENOMEM : COMITY_REFUSED;
		goto out;
	}
	if ((certificate->der = malloc(len)) == NULL)
		goto out;
	memcpy(certificate->der, der, len);
	certificate->der_len = len;
	if ((rc = describe(certificate)) != COMITY_OK)
		goto out;
	*out = certificate;
	certificate = NULL;
	rc = COMITY_OK;
out:
	comity_certificate_free(certificate);
	ERR_clear_error();
	return rc;
}

struct comity_certificate *
comity_certificate_share(struct comity_certificate *certificate)
{
	atomic_fetch_add(&certificate->holders, 1);
	return certificate;
}

int
comity_certificates_add(struct comity_certificates *certificates,
    struct comity_certificate *certificate)
{
	struct comity_certificate **at = reallocarray(
	    certificates->at, certificates->count + 1, sizeof(*at));

	if (at == NULL) {
		comity_certificate_free(certificate);
		return COMITY_ENOMEM;
	}
	at[certificates->count++] = certificate;
	certificates->at = at;
	return COMITY_OK;
}

void
comity_certificates_clear(struct comity_certificates *certificates)
{
	size_t i;

	for (i = 0; i < certificates->count; i++)
		comity_certificate_free(certificates->at[i]);
	free(certificates->at);
	certificates->at = NULL;
	certificates->count = 0;
}

/* One PEM block after another; anything but certificates is passed over. */
static int
read_blocks(BIO *bio, struct comity_certificates *out)
{
	struct comity_certificate *certificate;
	unsigned char *der = NULL;
	char *label = NULL, *header = NULL;
	long len;
	int rc = COMITY_OK;

	while (rc == COMITY_OK &&
	       PEM_read_bio(bio, &label, &header, &der, &len) == 1) {
		if (strcmp(label, "CERTIFICATE") == 0) {
			rc = out->count == COMITY_CERTIFICATES_MAX
				 ? COMITY_ELIMIT
				 : comity_certificate_read_der(
				       der, (size_t)len, &certificate);
			if (rc == COMITY_OK)
				rc = comity_certificates_add(out, certificate);
		}
		OPENSSL_free(label);
		OPENSSL_free(header);
		OPENSSL_free(der);
	}
	if (rc != COMITY_OK)
		return rc;
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		return COMITY_REFUSED; /* a block that breaks off */
	return out->count > 0 ? COMITY_OK : COMITY_REFUSED;
}

int
comity_certificates_read_pem(const struct comity_source *pem,
    struct comity_report *report, struct comity_certificates *out)
{
	struct comity_place place = { .file = pem->name };
	BIO *bio = NULL;
	int rc = COMITY_ENOMEM;

	if (pem->len > INT_MAX)
		return comity_report_add(report,
		    COMITY_F_CERTIFICATE_UNREADABLE, &place, NULL, NULL);
	ERR_clear_error();
	if ((bio = BIO_new_mem_buf(pem->bytes, (int)pem->len)) == NULL)
		goto out;
	rc = read_blocks(bio, out);
	if (rc == COMITY_REFUSED && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_REFUSED)
		rc = comity_report_add(report, COMITY_F_CERTIFICATE_UNREADABLE,
		    &place, NULL, NULL);
	else if (rc == COMITY_ELIMIT &&
		 comity_report_add(report, COMITY_F_CERTIFICATES_MANY, &place,
		     NULL, NULL) == COMITY_ENOMEM)
		rc = COMITY_ENOMEM;
out:
	if (rc != COMITY_OK)
		comity_certificates_clear(out);
	BIO_free(bio);
	ERR_clear_error();
	return rc;
}

const char *
comity_certificate_sha256(const struct comity_certificate *certificate)
{
	return certificate->sha256;
}

const char *
comity_certificate_subject(const struct comity_certificate *certificate)
{
	return certificate->subject;
}

const char *
comity_certificate_issuer(const struct comity_certificate *certificate)
{
	return certificate->issuer;
}

const char *
comity_certificate_serial(const struct comity_certificate *certificate)
{
	return certificate->serial;
}

const char *
comity_certificate_organization_id(const struct comity_certificate *certificate)
{
	return certificate->organization_id;
}

const unsigned char *
comity_certificate_der(
    const struct comity_certificate *certificate, size_t *len)
{
	*len = certificate->der_len;
	return certificate->der;
}

int64_t
comity_certificate_not_before(const struct comity_certificate *certificate)
{
	return certificate->not_before;
}

int64_t
comity_certificate_not_after(const struct comity_certificate *certificate)
{
	return certificate->not_after;
}

bool
comity_certificate_same(
    const struct comity_certificate *a, const struct comity_certificate *b)
{
	return a->der_len == b->der_len &&
	       memcmp(a->der, b->der, a->der_len) == 0;
}

bool
comity_certificate_self_issued(const struct comity_certificate *certificate)
{
	return X509_NAME_cmp(X509_get_subject_name(certificate->x509),
		   X509_get_issuer_name(certificate->x509)) == 0;
}

bool
comity_certificate_digest(const struct comity_certificate *certificate,
    const char *digest_uri, unsigned char *out, size_t *len)
{
	const struct comity_digest_method *method =
	    comity_digest_find(digest_uri);

	*len = 0;
	if (method == NULL || method->name == NULL ||
	    !comity_digest(method, certificate->der, certificate->der_len, out))
		return false;
	*len = method->len;
	return true;
}

EVP_PKEY *
comity_certificate_public_key(const struct comity_certificate *certificate)
{
	return X509_get0_pubkey(certificate->x509);
}

X509 *
comity_certificate_x509(const struct comity_certificate *certificate)
{
	return certificate->x509;
}

const char *
comity_certificate_ski(const struct comity_certificate *certificate)
{
	return certificate->ski;
}

bool
comity_certificate_is_issued(const struct comity_certificate *certificate,
    const struct comity_certificate *issuer)
{
	EVP_PKEY *key = comity_certificate_public_key(issuer);
	bool holds =
	    key != NULL &&
	    X509_check_issued(issuer->x509, certificate->x509) == X509_V_OK &&
	    X509_verify(certificate->x509, key) == 1;

	ERR_clear_error();
	return holds;
}
