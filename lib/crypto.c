/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto.h"

#include "limit.h"
#include "status.h"

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

bool
comity_sha256(const void *bytes, size_t len, unsigned char out[32])
{
	unsigned int written = 0;

	if (EVP_Digest(bytes, len, out, &written, EVP_sha256(), NULL) != 1 ||
	    written != 32) {
		memset(out, 0, 32);
		return false;
	}
	return true;
}

void
comity_hex(const unsigned char *bytes, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * len] = '\0';
}

bool
comity_digest(const struct comity_digest_method *method, const void *bytes,
    size_t len, unsigned char out[COMITY_DIGEST_MAX])
{
	size_t written = 0;

	memset(out, 0, COMITY_DIGEST_MAX);
	if (method == NULL || method->name == NULL ||
	    method->len > COMITY_DIGEST_MAX)
		return false;
	if (EVP_Q_digest(NULL, method->name, NULL, bytes, len, out, &written) !=
		1 ||
	    written != method->len) {
		memset(out, 0, COMITY_DIGEST_MAX);
		return false;
	}
	return true;
}

bool
comity_crypto_same(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}

bool
comity_crypto_key(const EVP_PKEY *key, struct comity_key_facts *out)
{
	size_t len = 0;

	memset(out, 0, sizeof(*out));
	if (key == NULL)
		return false;
	out->bits = EVP_PKEY_get_bits(key);
	if (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS"))
		out->kind = COMITY_KEY_RSA;
	else if (EVP_PKEY_is_a(key, "ED25519"))
		out->kind = COMITY_KEY_ED25519;
	else if (EVP_PKEY_is_a(key, "ED448"))
		out->kind = COMITY_KEY_ED448;
	else if (EVP_PKEY_is_a(key, "EC")) {
		out->kind = COMITY_KEY_EC;
		if (EVP_PKEY_get_group_name((EVP_PKEY *)key, out->curve,
			sizeof(out->curve), &len) != 1)
			out->curve[0] = '\0';
	}
	return true;
}

const struct comity_key_row *
comity_crypto_key_row(const EVP_PKEY *key)
{
	struct comity_key_facts facts;

	return comity_crypto_key(key, &facts)
		   ? comity_key_row_find(facts.kind, facts.curve, facts.bits)
		   : NULL;
}

const char *
comity_crypto_unsuited(
    const EVP_PKEY *key, const struct comity_signature_method *method)
{
	struct comity_key_facts facts;

	if (!comity_crypto_key(key, &facts))
		return "the key cannot be read";
	if (method->key == COMITY_KEY_OTHER || facts.kind != method->key)
		return "the key's type is not the signature method's";
	if (facts.kind == COMITY_KEY_RSA && facts.bits < COMITY_RSA_BITS_MIN)
		return "the RSA key has fewer than 2048 bits";
	if (facts.kind == COMITY_KEY_RSA && facts.bits > COMITY_RSA_BITS_MAX)
		return "the RSA key has more than 16384 bits";
	if (EVP_PKEY_is_a(key, "RSA-PSS") &&
	    method->padding != COMITY_PADDING_PSS)
		return "the key is for RSA-PSS only";
	if (facts.kind == COMITY_KEY_EC && comity_crypto_key_row(key) == NULL)
		return "the key's curve is not listed";
	return NULL;
}

/* The padding of a signing or verifying context (rule 21: salt = digest). */
static bool
set_padding(EVP_PKEY_CTX *ctx, const struct comity_signature_method *method)
{
	if (method->padding == COMITY_PADDING_PKCS1)
		return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0;
	if (method->padding != COMITY_PADDING_PSS)
		return true;
	return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) > 0 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) >
		   0;
}

/* r and s to the DER that OpenSSL takes; refuses all that is not exactly two
 * numbers of the order's length above zero. That they are below the order
 * OpenSSL sees to itself, since this is ECDSA's own first step. */
static int
ecdsa_to_der(EVP_PKEY *key, const unsigned char *value, size_t value_len,
    unsigned char **der, size_t *der_len)
{
	const struct comity_key_row *curve = comity_crypto_key_row(key);
	BIGNUM *r = NULL, *s = NULL;
	ECDSA_SIG *sig = NULL;
	int n, rc = COMITY_ENOMEM;

	if (curve == NULL || curve->kind != COMITY_KEY_EC)
		return COMITY_UNKNOWN;
	if (value_len != 2 * curve->order_len)
		return COMITY_REFUSED;
	r = BN_bin2bn(value, (int)curve->order_len, NULL);
	s = BN_bin2bn(value + curve->order_len, (int)curve->order_len, NULL);
	if (r == NULL || s == NULL || (sig = ECDSA_SIG_new()) == NULL)
		goto out;
	if (BN_is_zero(r) || BN_is_zero(s)) {
		rc = COMITY_REFUSED;
		goto out;
	}
	if (ECDSA_SIG_set0(sig, r, s) != 1)
		goto out;
	r = s = NULL; /* transferred */
	*der = NULL;
	if ((n = i2d_ECDSA_SIG(sig, der)) <= 0)
		goto out;
	*der_len = (size_t)n;
	rc = COMITY_OK;
out:
	ECDSA_SIG_free(sig);
	BN_free(r);
	BN_free(s);
	return rc;
}

static int
ecdsa_from_der(EVP_PKEY *key, const unsigned char *der, size_t der_len,
    unsigned char **value, size_t *value_len)
{
	const struct comity_key_row *curve = comity_crypto_key_row(key);
	const BIGNUM *r, *s;
	ECDSA_SIG *sig;
	unsigned char *both;
	int rc = COMITY_EINTERNAL;

	if (curve == NULL || curve->kind != COMITY_KEY_EC)
		return COMITY_REFUSED;
	if ((sig = d2i_ECDSA_SIG(NULL, &der, (long)der_len)) == NULL)
		return COMITY_EINTERNAL;
	if ((both = malloc(2 * curve->order_len)) == NULL) {
		ECDSA_SIG_free(sig);
		return COMITY_ENOMEM;
	}
	ECDSA_SIG_get0(sig, &r, &s);
	if (BN_bn2binpad(r, both, (int)curve->order_len) ==
		(int)curve->order_len &&
	    BN_bn2binpad(s, both + curve->order_len, (int)curve->order_len) ==
		(int)curve->order_len) {
		*value = both;
		*value_len = 2 * curve->order_len;
		both = NULL; /* transferred */
		rc = COMITY_OK;
	}
	free(both);
	ECDSA_SIG_free(sig);
	return rc;
}

int
comity_crypto_verify(EVP_PKEY *key,
    const struct comity_signature_method *method, const void *bytes, size_t len,
    const unsigned char *value, size_t value_len)
{
	EVP_MD_CTX *ctx = NULL;
	EVP_PKEY_CTX *pctx = NULL; /* owned by ctx */
	unsigned char *der = NULL;
	size_t der_len = 0;
	int answer, rc = COMITY_ENOMEM;

	if (method == NULL || comity_crypto_unsuited(key, method) != NULL)
		return COMITY_UNKNOWN;
	if (method->key == COMITY_KEY_EC) {
		rc = ecdsa_to_der(key, value, value_len, &der, &der_len);
		if (rc != COMITY_OK)
			return rc;
		value = der;
		value_len = der_len;
		rc = COMITY_ENOMEM;
	}
	if ((ctx = EVP_MD_CTX_new()) == NULL)
		goto out;
	rc = COMITY_EINTERNAL;
	if (EVP_DigestVerifyInit_ex(
		ctx, &pctx, method->digest, NULL, NULL, key, NULL) != 1 ||
	    !set_padding(pctx, method))
		goto out;
	answer = EVP_DigestVerify(ctx, value, value_len, bytes, len);
	/* below zero too: OpenSSL says so of values that are malformed */
	rc = answer == 1 ? COMITY_OK : COMITY_REFUSED;
out:
	ERR_clear_error();
	EVP_MD_CTX_free(ctx);
	OPENSSL_free(der);
	return rc;
}

/* What OpenSSL gives: DER for ECDSA. */
static int
sign_raw(EVP_PKEY *key, const struct comity_signature_method *method,
    const void *bytes, size_t len, unsigned char **value, size_t *value_len)
{
	EVP_MD_CTX *ctx = NULL;
	EVP_PKEY_CTX *pctx = NULL; /* owned by ctx */
	unsigned char *data = NULL;
	size_t room = 0;
	int rc = COMITY_ENOMEM;

	if ((ctx = EVP_MD_CTX_new()) == NULL)
		goto out;
	rc = COMITY_EINTERNAL;
	if (EVP_DigestSignInit_ex(
		ctx, &pctx, method->digest, NULL, NULL, key, NULL) != 1 ||
	    !set_padding(pctx, method) ||
	    EVP_DigestSign(ctx, NULL, &room, bytes, len) != 1 || room == 0)
		goto out;
	if ((data = malloc(room)) == NULL) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	if (EVP_DigestSign(ctx, data, &room, bytes, len) != 1 || room == 0)
		goto out;
	*value = data;
	*value_len = room;
	data = NULL; /* transferred */
	rc = COMITY_OK;
out:
	ERR_clear_error();
	free(data);
	EVP_MD_CTX_free(ctx);
	return rc;
}

int
comity_crypto_sign(EVP_PKEY *key, const struct comity_signature_method *method,
    const void *bytes, size_t len, unsigned char **value, size_t *value_len)
{
	unsigned char *der = NULL;
	size_t der_len = 0;
	int rc;

	if (method == NULL || comity_crypto_unsuited(key, method) != NULL)
		return COMITY_REFUSED;
	if (method->key != COMITY_KEY_EC)
		return sign_raw(key, method, bytes, len, value, value_len);
	if ((rc = sign_raw(key, method, bytes, len, &der, &der_len)) !=
	    COMITY_OK)
		return rc;
	rc = ecdsa_from_der(key, der, der_len, value, value_len);
	free(der);
	return rc;
}
