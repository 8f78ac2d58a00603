/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revocation: lists (CRL), answers of services (OCSP) and certificates. The
 * first octet of an input says what the others are: 0 a list, 1 an answer, 2
 * a TBSCertList that the CA signs, 3 a ResponseData that the CA signs, 4 a
 * TBSCertificate that the CA signs, 5 a file of certificates (PEM).
 */
#include "recognition.h"
#include "tsa.h"

static struct comity_source *document; /* signed by whom the CA vouches for */

static void
begin(void)
{
	static const char text[] =
	    "<l:License xmlns:l=\"urn:example:license\" number=\"7\"/>";

	fuzz_load_trust();
	document = sign_text(
	    "license.xml", text, &world.us_partner, NULL, FUZZ_MOMENT - 86400);
}

/* SEQUENCE { what, ecdsa-with-SHA256, BIT STRING }: DER; free(). */
static unsigned char *
certified(const unsigned char *what, size_t len, size_t *out_len)
{
	static const unsigned char algorithm[] = { 0x30, 0x0a, 0x06, 0x08, 0x2a,
		0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02 };
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char value[200], *out = malloc(len + 300);
	size_t value_len = sizeof(value), inner, at = 0;

	if (context == NULL || out == NULL ||
	    EVP_DigestSignInit(
		context, NULL, EVP_sha256(), NULL, world.us_ca.pkey) != 1 ||
	    EVP_DigestSign(context, value, &value_len, what, len) != 1)
		fuzz_fail("the CA does not sign");
	EVP_MD_CTX_free(context);
	inner = len + sizeof(algorithm) + value_len + 3;
	out[at++] = 0x30;
	out[at++] = 0x83; /* three octets of length: BER, unless it is long */
	out[at++] = (unsigned char)(inner >> 16);
	out[at++] = (unsigned char)(inner >> 8);
	out[at++] = (unsigned char)inner;
	memcpy(out + at, what, len);
	at += len;
	memcpy(out + at, algorithm, sizeof(algorithm));
	at += sizeof(algorithm);
	out[at++] = 0x03;
	out[at++] = (unsigned char)(value_len + 1);
	out[at++] = 0;
	memcpy(out + at, value, value_len);
	*out_len = at + value_len;
	return out;
}

/* Whether the document passes with this revocation data and no other. */
static int
with(int (*add)(struct comity_trust *, const struct comity_source *,
	 struct comity_report *),
    const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_trust *trust = NULL;
	struct comity_octets proven;
	int rc = fuzz_trust_new(&trust, NULL, NULL, report);

	if (rc == COMITY_OK)
		rc = comity_source_new("given", bytes, len, report, &source);
	if (rc == COMITY_OK)
		rc = add(trust, source, report);
	fuzz_look(report, rc);
	rc = fuzz_verify(document->bytes, document->len, trust, &proven);
	comity_octets_clear(&proven);
	comity_source_free(source);
	comity_trust_free(trust);
	comity_report_free(report);
	return rc;
}

/* An answer of the service in the envelope that it travels in. */
static void
responded(const unsigned char *data, size_t len)
{
	size_t basic_len = 0;
	unsigned char *basic = certified(data, len, &basic_len), *der = NULL;
	ASN1_OCTET_STRING *string = ASN1_OCTET_STRING_new();
	OCSP_BASICRESP *read;
	OCSP_RESPONSE *response;
	const unsigned char *at = basic;
	int der_len;

	read = d2i_OCSP_BASICRESP(NULL, &at, (long)basic_len);
	if (read != NULL) {
		response =
		    OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, read);
		der_len = i2d_OCSP_RESPONSE(response, &der);
		if (der_len > 0)
			(void)with(comity_trust_add_ocsp, der, (size_t)der_len);
		OPENSSL_free(der);
		OCSP_RESPONSE_free(response);
		OCSP_BASICRESP_free(read);
	}
	ASN1_OCTET_STRING_free(string);
	free(basic);
}

static void
read_certificate(const unsigned char *der, size_t len)
{
	struct comity_certificate *certificate = NULL;
	int rc = comity_certificate_read_der(der, len, &certificate);

	fuzz_assert(rc == COMITY_OK || rc == COMITY_REFUSED, "%d", rc);
	if (rc == COMITY_OK) {
		size_t same_len;

		fuzz_assert(
		    comity_certificate_subject(certificate) != NULL &&
			comity_certificate_issuer(certificate) != NULL &&
			comity_certificate_serial(certificate) != NULL &&
			comity_certificate_ski(certificate) != NULL,
		    "a certificate without a name");
		(void)comity_certificate_public_key(certificate);
		(void)comity_certificate_critical_known(
		    comity_certificate_x509(certificate));
		fuzz_assert(
		    memcmp(der, comity_certificate_der(certificate, &same_len),
			len) == 0 &&
			same_len == len,
		    "other octets");
	}
	comity_certificate_free(certificate);
}

static void
read_pem(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_certificates all = { 0 };
	struct comity_source *source = NULL;
	struct comity_trust *trust = NULL;
	int rc = comity_source_new("x.pem", bytes, len, report, &source);

	if (rc == COMITY_OK)
		rc = comity_certificates_read_pem(source, report, &all);
	fuzz_look(report, rc);
	if (source != NULL &&
	    fuzz_trust_new(&trust, NULL, NULL, report) == COMITY_OK) {
		rc = comity_trust_pin(trust, "US", source, report);
		fuzz_look(report, rc);
		rc = comity_trust_pin_stamp(trust, source, report);
		fuzz_look(report, rc);
		rc = comity_trust_name_signer(trust, source, report);
		fuzz_look(report, rc);
	}
	comity_certificates_clear(&all);
	comity_trust_free(trust);
	comity_source_free(source);
	comity_report_free(report);
}

static void
one(const unsigned char *bytes, size_t len)
{
	unsigned char *der;
	size_t der_len;

	if (len < 2)
		return;
	switch (bytes[0] % 6) {
	case 0:
		fuzz_assert(
		    with(comity_trust_add_crl, bytes + 1, len - 1) != COMITY_OK,
		    "a list that the CA did not sign counts");
		break;
	case 1:
		fuzz_assert(with(comity_trust_add_ocsp, bytes + 1, len - 1) !=
				COMITY_OK,
		    "an answer that nobody signed counts");
		break;
	case 2:
		der = certified(bytes + 1, len - 1, &der_len);
		(void)with(comity_trust_add_crl, der, der_len);
		free(der);
		break;
	case 3:
		responded(bytes + 1, len - 1);
		break;
	case 4:
		der = certified(bytes + 1, len - 1, &der_len);
		read_certificate(der, der_len);
		free(der);
		read_certificate(bytes + 1, len - 1);
		break;
	default:
		read_pem(bytes + 1, len - 1);
	}
}

static void
seed_answer(void)
{
	const struct want_ocsp want = { .of = &world.us_partner,
		.issuer = &world.us_ca,
		.by = &world.us_ca,
		.from = "2026-10-30",
		.next = "2026-12-01" };
	struct comity_source *ocsp = made_ocsp(&want);
	const unsigned char *at = ocsp->bytes;
	OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, (long)ocsp->len);
	OCSP_BASICRESP *basic = OCSP_response_get1_basic(response);
	unsigned char *der = NULL;
	int len = i2d_OCSP_RESPDATA(
	    (OCSP_RESPDATA *)(uintptr_t)OCSP_resp_get0_respdata(basic), &der);

	fuzz_seed("answer", 1, ocsp->bytes, ocsp->len);
	fuzz_seed("answer-data", 3, der, (size_t)len);
	OPENSSL_free(der);
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(response);
	comity_source_free(ocsp);
}

/* What is in the outer SEQUENCE of these octets: its first member. */
static void
seed_inner(
    const char *name, unsigned char kind, const unsigned char *der, long len)
{
	const unsigned char *at = der, *inner;
	long inner_len;
	int tag, class;

	(void)ASN1_get_object(&at, &inner_len, &tag, &class, len);
	inner = at;
	(void)ASN1_get_object(&at, &inner_len, &tag, &class, len - (at - der));
	fuzz_seed(name, kind, inner, (size_t)(at - inner) + (size_t)inner_len);
}

static void
seed(void)
{
	const struct want_crl want = { .from = "2026-10-01",
		.next = "2026-12-01",
		.revoked = "2026-10-15",
		.invalid = "2026-10-10",
		.serial = 77 };
	struct comity_source *crl = made_crl(&want, &world.us_ca);
	BIO *bio = BIO_new_mem_buf(crl->bytes, (int)crl->len);
	X509_CRL *read = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL);
	unsigned char *der = NULL;
	int len = i2d_X509_CRL(read, &der);

	fuzz_seed("list", 0, crl->bytes, crl->len);
	fuzz_seed("list-der", 0, der, (size_t)len);
	seed_inner("list-data", 2, der, len);
	OPENSSL_free(der);
	der = NULL;
	len = i2d_X509(world.us_partner.x509, &der);
	seed_inner("certificate-data", 4, der, len);
	fuzz_seed("certificates", 5, world.us_partner.pem->bytes,
	    world.us_partner.pem->len);
	OPENSSL_free(der);
	X509_CRL_free(read);
	BIO_free(bio);
	comity_source_free(crl);
	seed_answer();
}

const struct fuzz_target fuzz_revocation = { "revocation", begin, one, false,
	seed };
