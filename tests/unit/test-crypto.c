/* SPDX-License-Identifier: Apache-2.0 */
/* Values, keys and dates of algorithms (rule 21). */
#include "forge.h"

/* A value that is not r and s of the right length in [1, n-1]. */
static const struct value_row {
	const char *why;
	size_t len;
	unsigned char r, s; /* every octet of it */
} values[] = {
	{ "r is zero", 64, 0, 1 },
	{ "s is zero", 64, 1, 0 },
	{ "r is above the order", 64, 0xff, 1 },
	{ "s is above the order", 64, 1, 0xff },
	{ "one octet short", 63, 1, 1 },
	{ "one octet long", 65, 1, 1 },
};

START_TEST(value_row)
{
	const struct value_row *row = &values[_i];
	unsigned char value[80];
	struct forge_key key;

	forge_key("P-256", "ecdsa-sha256", &key);
	memset(value, row->r, 32);
	memset(value + 32, row->s, sizeof(value) - 32);
	ck_assert_msg(comity_crypto_verify(key.pkey, key.method, "x", 1, value,
			  row->len) == COMITY_REFUSED,
	    "%s", row->why);
	forge_key_clear(&key);
}
END_TEST

START_TEST(der_value)
{
	unsigned char der[80] = { 0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01,
		0x01 };
	struct forge_key key;

	forge_key("P-256", "ecdsa-sha256", &key);
	ck_assert_int_eq(
	    comity_crypto_verify(key.pkey, key.method, "x", 1, der, 8),
	    COMITY_REFUSED);
	forge_key_clear(&key);
}
END_TEST

START_TEST(small_rsa)
{
	struct forge_key key;
	unsigned char value[128] = { 1 }, *made = NULL;
	size_t len = 0;

	forge_key("RSA1024", "rsa-sha256", &key);
	ck_assert_ptr_nonnull(comity_crypto_unsuited(key.pkey, key.method));
	ck_assert_int_eq(comity_crypto_verify(key.pkey, key.method, "x", 1,
			     value, sizeof(value)),
	    COMITY_UNKNOWN);
	ck_assert_int_eq(
	    comity_crypto_sign(key.pkey, key.method, "x", 1, &made, &len),
	    COMITY_REFUSED);
	forge_key_clear(&key);
}
END_TEST

/* A SHA-1 method counts only with the caller's own date before the day. */
START_TEST(dated_algorithm)
{
	const struct comity_signature_method *row =
	    comity_signature_method_named("rsa-sha1");

	ck_assert(comity_algorithm_counts(row->broken_from, true, 16070));
	ck_assert(!comity_algorithm_counts(row->broken_from, true, 16071));
	ck_assert(!comity_algorithm_counts(row->broken_from, false, 0));
	row = comity_signature_method_named("rsa-md5");
	ck_assert(!comity_algorithm_counts(row->broken_from, true, 0));
}
END_TEST

/* Every row that counts signs and verifies; a flipped bit does not. */
START_TEST(every_method)
{
	const struct comity_signature_method *method =
	    comity_signature_method_at((size_t)_i);
	unsigned char *value = NULL, *longer;
	struct forge_key key;
	size_t len = 0;

	if (method == NULL || method->broken_from == COMITY_DAY_ALWAYS)
		return;
	forge_key(method->key == COMITY_KEY_RSA       ? "RSA2048"
		  : method->key == COMITY_KEY_ED25519 ? "ED25519"
		  : method->key == COMITY_KEY_ED448   ? "ED448"
						      : "P-256",
	    method->label, &key);
	ck_assert_int_eq(
	    comity_crypto_sign(key.pkey, method, "text", 4, &value, &len),
	    COMITY_OK);
	ck_assert_int_eq(
	    comity_crypto_verify(key.pkey, method, "text", 4, value, len),
	    COMITY_OK);
	ck_assert_int_eq(
	    comity_crypto_verify(key.pkey, method, "texT", 4, value, len),
	    COMITY_REFUSED);
	/* one octet more, one less */
	longer = realloc(value, len + 1);
	ck_assert_ptr_nonnull(longer);
	value = longer;
	value[len] = 0;
	ck_assert_int_eq(
	    comity_crypto_verify(key.pkey, method, "text", 4, value, len + 1),
	    COMITY_REFUSED);
	ck_assert_int_eq(
	    comity_crypto_verify(key.pkey, method, "text", 4, value, len - 1),
	    COMITY_REFUSED);
	value[len / 2] ^= 1;
	ck_assert_int_eq(
	    comity_crypto_verify(key.pkey, method, "text", 4, value, len),
	    COMITY_REFUSED);
	free(value);
	forge_key_clear(&key);
}
END_TEST

/* A salt of another length than the digest's is no PSS of ours. */
START_TEST(pss_salt)
{
	const struct comity_signature_method *method =
	    comity_signature_method_named("rsa-pss-sha256");
	unsigned char value[512];
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *pctx = NULL;
	size_t len = sizeof(value);
	struct forge_key key;

	forge_key("RSA2048", "rsa-pss-sha256", &key);
	ck_assert_int_eq(EVP_DigestSignInit_ex(
			     ctx, &pctx, "SHA256", NULL, NULL, key.pkey, NULL),
	    1);
	EVP_PKEY_CTX_set_rsa_padding(pctx, RSA_PKCS1_PSS_PADDING);
	EVP_PKEY_CTX_set_rsa_pss_saltlen(pctx, 20);
	ck_assert_int_eq(
	    EVP_DigestSign(ctx, value, &len, (const unsigned char *)"text", 4),
	    1);
	ck_assert_int_eq(
	    comity_crypto_verify(key.pkey, method, "text", 4, value, len),
	    COMITY_REFUSED);
	EVP_MD_CTX_free(ctx);
	forge_key_clear(&key);
}
END_TEST

SUITE("crypto")
SUITE_ROWS(value_row, values);
tcase_add_loop_test(tcase, every_method, 0, 16);
SUITE_TEST(der_value);
SUITE_TEST(small_rsa);
SUITE_TEST(dated_algorithm);
SUITE_TEST(pss_salt);
SUITE_END
