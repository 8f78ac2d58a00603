/* SPDX-License-Identifier: Apache-2.0 */
/* tsa: time-stamping authorities and OCSP responders of tests, at any time. */
#ifndef COMITY_TEST_TSA_H
#define COMITY_TEST_TSA_H

#include "keys.h"

#include <openssl/cms.h>
#include <openssl/ocsp.h>
#include <openssl/ts.h>

#define TSA_PURPOSE "critical,timeStamping"

struct want_token {
	const struct made *by, *chain; /* chain NULL: none comes along */
	int64_t at;
	const EVP_MD *digest; /* of imprint and signature; NULL SHA-256 */
	bool anonymous; /* no ESSCertID */
};

static inline void
tsa_imprint(TS_TST_INFO *info, const EVP_MD *digest, const void *octets,
    size_t len)
{
	unsigned char value[EVP_MAX_MD_SIZE];
	unsigned int value_len = 0;
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();

	ck_assert_int_eq(
	    EVP_Digest(octets, len, value, &value_len, digest, NULL), 1);
	X509_ALGOR_set0(algorithm, OBJ_nid2obj(EVP_MD_get_type(digest)),
	    V_ASN1_NULL, NULL);
	TS_MSG_IMPRINT_set_algo(imprint, algorithm);
	TS_MSG_IMPRINT_set_msg(imprint, value, (int)value_len);
	TS_TST_INFO_set_msg_imprint(info, imprint);
	X509_ALGOR_free(algorithm);
	TS_MSG_IMPRINT_free(imprint);
}

/* A token as any authority could make it, also one that must not; free(). */
static inline unsigned char *
tsa_token(const struct want_token *want, const void *octets, size_t octets_len,
    size_t *len)
{
	const EVP_MD *digest = want->digest ? want->digest : EVP_sha256();
	TS_TST_INFO *info = TS_TST_INFO_new();
	ASN1_INTEGER *serial = ASN1_INTEGER_new();
	ASN1_OBJECT *policy = OBJ_txt2obj("1.3.6.1.4.1.99999.1", 1);
	ASN1_GENERALIZEDTIME *at =
	    ASN1_GENERALIZEDTIME_set(NULL, (time_t)want->at);
	STACK_OF(X509) *chain = sk_X509_new_null();
	unsigned char *der = NULL, *out = NULL;
	CMS_ContentInfo *cms;
	int der_len;
	BIO *bio;

	ASN1_INTEGER_set(serial, 1);
	TS_TST_INFO_set_version(info, 1);
	TS_TST_INFO_set_policy_id(info, policy);
	TS_TST_INFO_set_serial(info, serial);
	TS_TST_INFO_set_time(info, at);
	tsa_imprint(info, digest, octets, octets_len);
	der_len = i2d_TS_TST_INFO(info, &der);
	ck_assert_int_gt(der_len, 0);
	bio = BIO_new_mem_buf(der, der_len);
	if (want->chain != NULL)
		sk_X509_push(chain, want->chain->x509);
	cms = CMS_sign(NULL, NULL, chain, NULL, CMS_PARTIAL | CMS_BINARY);
	ck_assert_ptr_nonnull(cms);
	CMS_set1_eContentType(cms, OBJ_nid2obj(NID_id_smime_ct_TSTInfo));
	ck_assert_ptr_nonnull(CMS_add1_signer(cms, want->by->x509,
	    want->by->pkey, digest,
	    CMS_NOSMIMECAP | (want->anonymous ? 0 : CMS_CADES)));
	ck_assert_int_eq(CMS_final(cms, bio, NULL, CMS_BINARY), 1);
	BIO_free(bio);
	OPENSSL_free(der);
	der = NULL;
	der_len = i2d_CMS_ContentInfo(cms, &der);
	ck_assert_int_gt(der_len, 0);
	*len = (size_t)der_len;
	out = malloc(*len);
	memcpy(out, der, *len);
	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	sk_X509_free(chain);
	TS_TST_INFO_free(info);
	ASN1_INTEGER_free(serial);
	ASN1_OBJECT_free(policy);
	ASN1_GENERALIZEDTIME_free(at);
	return out;
}

struct want_ocsp {
	const struct made *of, *issuer, *by; /* by: who signs it */
	const char *from, *next, *revoked; /* days; next, revoked NULL none */
	const EVP_MD *id_digest; /* of the CertID; NULL SHA-1 */
	bool no_certificate; /* the responder's does not come along */
};

static inline struct comity_source *
made_ocsp(const struct want_ocsp *want)
{
	OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
	OCSP_CERTID *id =
	    OCSP_cert_to_id(want->id_digest ? want->id_digest : EVP_sha1(),
		want->of->x509, want->issuer->x509);
	ASN1_TIME *from = ASN1_TIME_set(NULL, (time_t)day(want->from));
	ASN1_TIME *next = want->next != NULL
			      ? ASN1_TIME_set(NULL, (time_t)day(want->next))
			      : NULL;
	ASN1_TIME *revoked =
	    want->revoked != NULL
		? ASN1_TIME_set(NULL, (time_t)day(want->revoked))
		: NULL;
	OCSP_RESPONSE *response;
	unsigned char *der = NULL;
	struct comity_source *source;
	int len;

	ck_assert_ptr_nonnull(OCSP_basic_add1_status(basic, id,
	    revoked != NULL ? V_OCSP_CERTSTATUS_REVOKED
			    : V_OCSP_CERTSTATUS_GOOD,
	    0, revoked, from, next));
	ASN1_GENERALIZEDTIME_set(
	    (ASN1_GENERALIZEDTIME *)OCSP_resp_get0_produced_at(basic),
	    (time_t)day(want->from));
	ck_assert_int_eq(
	    OCSP_basic_sign(basic, want->by->x509, want->by->pkey,
		EVP_sha256(), NULL,
		OCSP_NOTIME | (want->no_certificate ? OCSP_NOCERTS : 0)),
	    1);
	response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
	len = i2d_OCSP_RESPONSE(response, &der);
	ck_assert_int_gt(len, 0);
	source = source_of("made.ocsp", der, (size_t)len);
	OPENSSL_free(der);
	OCSP_RESPONSE_free(response);
	OCSP_BASICRESP_free(basic);
	OCSP_CERTID_free(id);
	ASN1_TIME_free(from);
	ASN1_TIME_free(next);
	ASN1_TIME_free(revoked);
	return source;
}

#endif
