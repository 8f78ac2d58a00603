/* SPDX-License-Identifier: Apache-2.0 */
/* crypto: the one door to OpenSSL's digests and signatures. */
#ifndef COMITY_CRYPTO_H
#define COMITY_CRYPTO_H

#include "algorithm.h"

#include <openssl/types.h>
#include <stdbool.h>
#include <stddef.h>

/* SHA-256. Returns false if OpenSSL failed (then out is zeroed). */
bool comity_sha256(const void *bytes, size_t len, unsigned char out[32]);
void comity_hex(const unsigned char *bytes, size_t len, char *out);

/* A digest by its row, into out[COMITY_DIGEST_MAX]; method->len bytes of it
 * count. Returns false if OpenSSL failed (then out is zeroed). */
bool comity_digest(const struct comity_digest_method *method, const void *bytes,
    size_t len, unsigned char out[COMITY_DIGEST_MAX]);
/* Compare in constant time (rule 23). */
bool comity_crypto_same(const void *a, const void *b, size_t len);

/* What a key is. bits: of the modulus or the group order; curve: OpenSSL's
 * group name, "" if none. */
struct comity_key_facts {
	enum comity_key_kind kind;
	int bits;
	char curve[32];
};
bool comity_crypto_key(const EVP_PKEY *key, struct comity_key_facts *out);

/* Its row in the table of algorithms; NULL: such keys do not count. */
const struct comity_key_row *comity_crypto_key_row(const EVP_PKEY *key);

/* Why a key does not suit a method (its type, RSA below 2048 bits, a curve
 * that is not listed), as a sentence's end; NULL: it suits. */
const char *comity_crypto_unsuited(
    const EVP_PKEY *key, const struct comity_signature_method *method);

/*
 * Verify a value in XMLDSig's form (ECDSA: r and s, each as long as the group
 * order, in [1, n-1]; no DER).
 * Returns COMITY_OK; COMITY_REFUSED: does not hold; COMITY_UNKNOWN: the key
 * does not suit the method; COMITY_ENOMEM; COMITY_EINTERNAL.
 */
int comity_crypto_verify(EVP_PKEY *key,
    const struct comity_signature_method *method, const void *bytes, size_t len,
    const unsigned char *value, size_t value_len);

/*
 * Sign; the value in XMLDSig's form, new, caller frees.
 * Returns COMITY_OK; COMITY_REFUSED (the key does not suit); COMITY_ENOMEM;
 * COMITY_EINTERNAL (OpenSSL failed).
 */
int comity_crypto_sign(EVP_PKEY *key,
    const struct comity_signature_method *method, const void *bytes, size_t len,
    unsigned char **value, size_t *value_len);

#endif
