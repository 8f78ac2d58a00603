/* SPDX-License-Identifier: Apache-2.0 */
#include "timestamp.h"

#include "crypto.h"
#include "limit.h"
#include "memory.h"
#include "text.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/objects.h>
#include <openssl/ts.h>
#include <stdlib.h>
#include <string.h>

struct comity_token {
	CMS_ContentInfo *cms;
	int64_t at;
	const struct comity_digest_method *imprint_digest, *signature_digest;
	unsigned char imprint[COMITY_DIGEST_MAX];
	struct comity_certificates certificates;
	struct comity_certificate *signer; /* whose key verified it; NULL */
};

void
comity_token_free(struct comity_token *token)
{
	if (token == NULL)
		return;
	CMS_ContentInfo_free(token->cms);
	comity_certificates_clear(&token->certificates);
	comity_certificate_free(token->signer);
	free(token);
}

/* A digest of our table by OpenSSL's object; NULL none. */
static const struct comity_digest_method *
digest_of(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *object = NULL;

	if (algorithm == NULL)
		return NULL;
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	return comity_digest_named(OBJ_nid2sn(OBJ_obj2nid(object)));
}

static int
copy_x509(X509 *x509, struct comity_certificate **out)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x509, &der), rc;

	if (len <= 0)
		return COMITY_ENOMEM;
	rc = comity_certificate_read_der(der, (size_t)len, out);
	OPENSSL_free(der);
	return rc;
}

static int
read_certificates(struct comity_token *token)
{
	STACK_OF(X509) *found = CMS_get1_certs(token->cms);
	struct comity_certificate *certificate;
	int i, rc = COMITY_OK;

	if (sk_X509_num(found) > COMITY_CERTIFICATES_MAX)
		rc = COMITY_REFUSED;
	for (i = 0; rc == COMITY_OK && i < sk_X509_num(found); i++) {
		rc = copy_x509(sk_X509_value(found, i), &certificate);
		if (rc == COMITY_OK)
			rc = comity_certificates_add(
			    &token->certificates, certificate);
		else if (rc == COMITY_REFUSED)
			rc = COMITY_OK; /* one that we can not read: no hint */
	}
	sk_X509_pop_free(found, X509_free);
	return rc;
}

/* What the token says: TSTInfo. */
static int
read_info(struct comity_token *token)
{
	ASN1_OCTET_STRING **content = CMS_get0_content(token->cms);
	TS_TST_INFO *info = NULL;
	TS_MSG_IMPRINT *imprint;
	const ASN1_OCTET_STRING *value;
	const unsigned char *at, *end;
	int rc = COMITY_REFUSED;

	if (content == NULL || *content == NULL)
		return COMITY_REFUSED;
	at = ASN1_STRING_get0_data(*content);
	end = at + ASN1_STRING_length(*content);
	info = d2i_TS_TST_INFO(NULL, &at, ASN1_STRING_length(*content));
	if (info == NULL || at != end || TS_TST_INFO_get_version(info) != 1)
		goto out;
	imprint = TS_TST_INFO_get_msg_imprint(info);
	value = TS_MSG_IMPRINT_get_msg(imprint);
	token->imprint_digest = digest_of(TS_MSG_IMPRINT_get_algo(imprint));
	if (token->imprint_digest == NULL ||
	    ASN1_STRING_length(value) != (int)token->imprint_digest->len ||
	    !comity_certificate_time(TS_TST_INFO_get_time(info), &token->at))
		goto out;
	memcpy(token->imprint, ASN1_STRING_get0_data(value),
	    token->imprint_digest->len);
	rc = COMITY_OK;
out:
	TS_TST_INFO_free(info);
	return rc;
}

/* One signer, and the digest it used. */
static int
read_signer(struct comity_token *token)
{
	STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(token->cms);
	X509_ALGOR *digest = NULL;

	if (sk_CMS_SignerInfo_num(signers) != 1)
		return COMITY_REFUSED;
	CMS_SignerInfo_get0_algs(
	    sk_CMS_SignerInfo_value(signers, 0), NULL, NULL, &digest, NULL);
	token->signature_digest = digest_of(digest);
	return token->signature_digest != NULL ? COMITY_OK : COMITY_REFUSED;
}

int
comity_token_read(
    const unsigned char *der, size_t len, struct comity_token **out)
{
	struct comity_token *token = NULL;
	const unsigned char *at = der;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if ((token = calloc(1, sizeof(*token))) == NULL)
		goto out;
	rc = COMITY_REFUSED;
	if (len == 0 || len > COMITY_TOKEN_MAX)
		goto out;
	token->cms = d2i_CMS_ContentInfo(NULL, &at, (long)len);
	if (token->cms == NULL || at != der + len ||
	    OBJ_obj2nid(CMS_get0_type(token->cms)) != NID_pkcs7_signed ||
	    OBJ_obj2nid(CMS_get0_eContentType(token->cms)) !=
		NID_id_smime_ct_TSTInfo)
		goto out;
	if ((rc = read_info(token)) == COMITY_OK)
		rc = read_signer(token);
	if (rc == COMITY_OK)
		rc = read_certificates(token);
	if (rc != COMITY_OK)
		goto out;
	*out = token;
	token = NULL; /* transferred */
out:
	ERR_clear_error();
	if (rc != COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	comity_token_free(token);
	return rc;
}

int64_t
comity_token_time(const struct comity_token *token)
{
	return token->at;
}

const struct comity_digest_method *
comity_token_imprint_digest(const struct comity_token *token)
{
	return token->imprint_digest;
}

const struct comity_digest_method *
comity_token_signature_digest(const struct comity_token *token)
{
	return token->signature_digest;
}

bool
comity_token_matches(
    const struct comity_token *token, const void *octets, size_t len)
{
	unsigned char got[COMITY_DIGEST_MAX];

	return comity_digest(token->imprint_digest, octets, len, got) &&
	       comity_crypto_same(
		   got, token->imprint, token->imprint_digest->len);
}

const struct comity_certificates *
comity_token_certificates(const struct comity_token *token)
{
	return &token->certificates;
}

/* RFC 5816: the signed attribute names the signer's certificate first. */
static bool
names_signer(const CMS_SignerInfo *info, STACK_OF(X509) * certificates)
{
	ASN1_OCTET_STRING *old, *new;
	ESS_SIGNING_CERT *v1 = NULL;
	ESS_SIGNING_CERT_V2 *v2 = NULL;
	const unsigned char *at;
	bool names = false;

	old = CMS_signed_get0_data_by_OBJ(info,
	    OBJ_nid2obj(NID_id_smime_aa_signingCertificate), -3,
	    V_ASN1_SEQUENCE);
	new = CMS_signed_get0_data_by_OBJ(info,
	    OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2), -3,
	    V_ASN1_SEQUENCE);
	if (old != NULL) {
		at = ASN1_STRING_get0_data(old);
		v1 = d2i_ESS_SIGNING_CERT(NULL, &at, ASN1_STRING_length(old));
	}
	if (new != NULL) {
		at = ASN1_STRING_get0_data(new);
		v2 =
		    d2i_ESS_SIGNING_CERT_V2(NULL, &at, ASN1_STRING_length(new));
	}
	if ((old == NULL) == (v1 == NULL) && (new == NULL) == (v2 == NULL))
		names =
		    OSSL_ESS_check_signing_certs(v1, v2, certificates, 1) == 1;
	ESS_SIGNING_CERT_free(v1);
	ESS_SIGNING_CERT_V2_free(v2);
	return names;
}

static STACK_OF(X509) * stack_new(const struct comity_token *token,
			    const struct comity_certificates *hints)
{
	const struct comity_certificates *from[] = { &token->certificates,
		hints };
	STACK_OF(X509) *stack = sk_X509_new_null();
	size_t i, j;

	for (i = 0; stack != NULL && i < 2; i++)
		for (j = 0; from[i] != NULL && j < from[i]->count; j++)
			if (sk_X509_push(stack,
				comity_certificate_x509(from[i]->at[j])) == 0) {
				sk_X509_free(stack);
				return NULL;
			}
	return stack;
}

/* The signer first, as OSSL_ESS_check_signing_certs() asks. */
static bool
named_first(
    const CMS_SignerInfo *info, X509 *signer, STACK_OF(X509) * certificates)
{
	STACK_OF(X509) *ordered = sk_X509_new_null();
	bool names = false, complete;
	int i;

	complete = ordered != NULL && sk_X509_push(ordered, signer) != 0;
	for (i = 0; complete && i < sk_X509_num(certificates); i++)
		if (X509_cmp(sk_X509_value(certificates, i), signer) != 0)
			complete = sk_X509_push(ordered,
				       sk_X509_value(certificates, i)) != 0;
	if (complete)
		names = names_signer(info, ordered);
	sk_X509_free(ordered);
	return names;
}

const struct comity_certificate *
comity_token_prove(struct comity_token *token,
    const struct comity_certificates *hints, const char **why)
{
	STACK_OF(X509) *certificates = stack_new(token, hints), *found = NULL;
	BIO *content = BIO_new(BIO_s_null());
	CMS_SignerInfo *info =
	    sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(token->cms), 0);

	*why = NULL;
	comity_certificate_free(token->signer);
	token->signer = NULL;
	if (certificates == NULL || content == NULL)
		goto out;
	if (CMS_verify(token->cms, certificates, NULL, NULL, content,
		CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) != 1) {
		*why = "its own signature does not hold, or the certificate of "
		       "its authority is not there";
		goto out;
	}
	found = CMS_get0_signers(token->cms);
	if (sk_X509_num(found) != 1)
		goto out;
	if (!named_first(info, sk_X509_value(found, 0), certificates)) {
		*why = "it does not name the certificate of its authority "
		       "(ESSCertID), or names another";
		goto out;
	}
	if (copy_x509(sk_X509_value(found, 0), &token->signer) ==
	    COMITY_REFUSED)
		*why = "the certificate of its authority can not be read";
out:
	sk_X509_free(found);
	sk_X509_free(certificates);
	BIO_free(content);
	ERR_clear_error();
	if (token->signer == NULL && *why == NULL)
		*why = "it could not be checked";
	return token->signer;
}
