/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto.h"
#include "limit.h"
#include "memory.h"
#include "text.h"
#include "timestamp.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/ts.h>
#include <stdlib.h>
#include <string.h>

/* 64 bits of a digest over the imprint; the highest bit off: a positive
 * INTEGER of a length that every authority takes. */
static ASN1_INTEGER *
nonce_new(const unsigned char *imprint, size_t len)
{
	static const char words[] = "comity nonce";
	enum { WORDS_LEN = sizeof(words) - 1 };
	unsigned char seed[COMITY_DIGEST_MAX + WORDS_LEN], sha256[32];
	ASN1_INTEGER *nonce = NULL;
	uint64_t value = 0;
	size_t i;

	memcpy(seed, words, WORDS_LEN);
	memcpy(seed + WORDS_LEN, imprint, len);
	if (!comity_sha256(seed, len + WORDS_LEN, sha256))
		return NULL;
	for (i = 0; i < 8; i++)
		value = value << 8 | sha256[i];
	nonce = ASN1_INTEGER_new();
	if (nonce != NULL &&
	    ASN1_INTEGER_set_uint64(nonce, value >> 1 | 1) != 1) {
		ASN1_INTEGER_free(nonce);
		nonce = NULL;
	}
	return nonce;
}

static TS_MSG_IMPRINT *
imprint_new(const struct comity_digest_method *digest, unsigned char *value)
{
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();
	ASN1_OBJECT *object = OBJ_nid2obj(OBJ_sn2nid(digest->name));

	if (imprint == NULL || algorithm == NULL || object == NULL ||
	    X509_ALGOR_set0(algorithm, object, V_ASN1_NULL, NULL) != 1 ||
	    TS_MSG_IMPRINT_set_algo(imprint, algorithm) != 1 ||
	    TS_MSG_IMPRINT_set_msg(imprint, value, (int)digest->len) != 1) {
		TS_MSG_IMPRINT_free(imprint);
		imprint = NULL;
	}
	X509_ALGOR_free(algorithm);
	return imprint;
}

static TS_REQ *
request_new(
    const struct comity_digest_method *digest, const void *octets, size_t len)
{
	unsigned char value[COMITY_DIGEST_MAX];
	TS_REQ *request = TS_REQ_new();
	TS_MSG_IMPRINT *imprint = NULL;
	ASN1_INTEGER *nonce = NULL;
	bool made = false;

	if (request == NULL || !comity_digest(digest, octets, len, value))
		goto out;
	imprint = imprint_new(digest, value);
	nonce = nonce_new(value, digest->len);
	made = imprint != NULL && nonce != NULL &&
	       TS_REQ_set_version(request, 1) == 1 &&
	       TS_REQ_set_msg_imprint(request, imprint) == 1 &&
	       TS_REQ_set_nonce(request, nonce) == 1 &&
	       TS_REQ_set_cert_req(request, 1) == 1;
out:
	TS_MSG_IMPRINT_free(imprint);
	ASN1_INTEGER_free(nonce);
	if (!made) {
		TS_REQ_free(request);
		request = NULL;
	}
	ERR_clear_error();
	return request;
}

/* Octets of OpenSSL's as octets of ours. */
static int
take(unsigned char *der, int der_len, unsigned char **out, size_t *len)
{
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (der_len > 0 && (*out = malloc((size_t)der_len)) != NULL) {
		memcpy(*out, der, (size_t)der_len);
		*len = (size_t)der_len;
		rc = COMITY_OK;
	}
	OPENSSL_free(der);
	return rc;
}

int
comity_token_query(const struct comity_digest_method *digest,
    const void *octets, size_t octets_len, unsigned char **der, size_t *len)
{
	TS_REQ *request = request_new(digest, octets, octets_len);
	unsigned char *own = NULL;
	int own_len, rc;

	*der = NULL;
	if (request == NULL)
		return comity_memory_failed() ? COMITY_ENOMEM
					      : COMITY_EINTERNAL;
	own_len = i2d_TS_REQ(request, &own);
	rc = take(own, own_len, der, len);
	TS_REQ_free(request);
	return rc;
}

/* Say no, in words; what an authority wrote itself is foreign text. */
static int
say(char **why, const char *text, const char *more)
{
	struct comity_text out = { 0 };
	char *escaped = NULL;

	comity_text_add(&out, text);
	if (more != NULL && more[0] != '\0') {
		escaped = comity_text_escape(more, COMITY_DETAIL_MAX);
		if (escaped == NULL) {
			comity_text_clear(&out);
			return COMITY_ENOMEM;
		}
		comity_text_addf(&out, ": %s", escaped);
		free(escaped);
	}
	*why = comity_text_take(&out);
	return *why != NULL ? COMITY_REFUSED : COMITY_ENOMEM;
}

/* An authority that says no, in its own words where it has some. */
static int
say_status(TS_STATUS_INFO *status, char **why)
{
	const STACK_OF(ASN1_UTF8STRING) *texts =
	    TS_STATUS_INFO_get0_text(status);
	const ASN1_BIT_STRING *failure =
	    TS_STATUS_INFO_get0_failure_info(status);
	char *words = NULL;
	int rc;

	if (sk_ASN1_UTF8STRING_num(texts) > 0)
		words = strndup((const char *)ASN1_STRING_get0_data(
				    sk_ASN1_UTF8STRING_value(texts, 0)),
		    (size_t)ASN1_STRING_length(
			sk_ASN1_UTF8STRING_value(texts, 0)));
	else if (failure != NULL &&
		 ASN1_BIT_STRING_get_bit(failure, TS_INFO_TIME_NOT_AVAILABLE))
		words = strdup("its clock is not available");
	else if (failure != NULL &&
		 ASN1_BIT_STRING_get_bit(failure, TS_INFO_BAD_ALG))
		words = strdup("it does not take this digest");
	rc = say(why, "the authority refused", words);
	free(words);
	return rc;
}

static int
compare(TS_TST_INFO *info, const struct comity_digest_method *digest,
    const void *octets, size_t len, char **why)
{
	unsigned char value[COMITY_DIGEST_MAX];
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
	const ASN1_OCTET_STRING *given = TS_MSG_IMPRINT_get_msg(imprint);
	const ASN1_INTEGER *nonce = TS_TST_INFO_get_nonce(info);
	const ASN1_OBJECT *object = NULL;
	ASN1_INTEGER *own;
	int rc;

	if (!comity_digest(digest, octets, len, value))
		return COMITY_EINTERNAL;
	X509_ALGOR_get0(&object, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
	if (OBJ_obj2nid(object) != OBJ_sn2nid(digest->name) ||
	    ASN1_STRING_length(given) != (int)digest->len ||
	    !comity_crypto_same(
		ASN1_STRING_get0_data(given), value, digest->len))
		return say(why,
		    "it is for another imprint: an answer to another query, "
		    "or the document, the digest or the given evidence "
		    "changed since the query was made",
		    NULL);
	if ((own = nonce_new(value, digest->len)) == NULL)
		return COMITY_ENOMEM;
	rc = nonce != NULL && ASN1_INTEGER_cmp(nonce, own) == 0
		 ? COMITY_OK
		 : say(why,
		       nonce == NULL ? "it does not repeat the query's nonce"
				     : "its nonce is not the query's",
		       NULL);
	ASN1_INTEGER_free(own);
	return rc;
}

int
comity_token_response(const unsigned char *der, size_t len,
    const struct comity_digest_method *digest, const void *octets,
    size_t octets_len, char **why, unsigned char **token, size_t *token_len)
{
	const unsigned char *at = der;
	TS_RESP *response = NULL;
	unsigned char *own = NULL;
	long status;
	int own_len, rc;

	*why = NULL;
	*token = NULL;
	if (len > 0 && len <= COMITY_TOKEN_MAX)
		response = d2i_TS_RESP(NULL, &at, (long)len);
	if (response == NULL || at != der + len) {
		rc = say(
		    why, "it is no answer of a time-stamping authority", NULL);
		goto out;
	}
	status = ASN1_INTEGER_get(
	    TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response)));
	if ((status != TS_STATUS_GRANTED &&
		status != TS_STATUS_GRANTED_WITH_MODS) ||
	    TS_RESP_get_token(response) == NULL ||
	    TS_RESP_get_tst_info(response) == NULL) {
		rc = say_status(TS_RESP_get_status_info(response), why);
		goto out;
	}
	rc = compare(
	    TS_RESP_get_tst_info(response), digest, octets, octets_len, why);
	if (rc != COMITY_OK)
		goto out;
	own_len = i2d_PKCS7(TS_RESP_get_token(response), &own);
	rc = take(own, own_len, token, token_len);
out:
	TS_RESP_free(response);
	ERR_clear_error();
	if (rc == COMITY_REFUSED && comity_memory_failed())
		rc = COMITY_ENOMEM;
	return rc;
}
