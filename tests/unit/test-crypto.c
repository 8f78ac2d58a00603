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

#define DAY_2013 16070 /* 2013-12-31 */
#define DAY_2026 20454 /* 2026-01-01 */
#define DAY_2028 21549 /* 2028-12-31 */
#define OLD (-1)

/* What counts: the key's curve or size, and the day since which it is proven;
 * OLD: nothing is proven. */
static const struct dating_row {
	const char *why, *method, *curve;
	int bits;
	int64_t today, proven;
	bool counts;
	const char *decides; /* how the row's identifier ends */
} datings[] = {
	{ "SHA-1 proven in time", "rsa-sha1", "", 3072, DAY_2026, DAY_2013,
	    true, "rsa-sha1" },
	{ "SHA-1 proven a day late", "rsa-sha1", "", 3072, DAY_2026,
	    DAY_2013 + 1, false, "rsa-sha1" },
	{ "SHA-1 by the clock of 2013", "rsa-sha1", "", 3072, DAY_2013, OLD,
	    false, "rsa-sha1" },
	{ "MD5, ever so old", "rsa-md5", "", 3072, DAY_2026, 0, false,
	    "rsa-md5" },
	{ "PKCS#1 on its last day", "rsa-sha256", "", 3072, DAY_2028, OLD, true,
	    "rsa-sha256" },
	{ "PKCS#1 a day later", "rsa-sha256", "", 3072, DAY_2028 + 1, OLD,
	    false, "rsa-sha256" },
	{ "PKCS#1 later, proven", "rsa-sha256", "", 3072, DAY_2028 + 999,
	    DAY_2028, true, "rsa-sha256" },
	{ "PSS of 2048 bits on its last day", "rsa-pss-sha256", "", 2048,
	    DAY_2028, OLD, true, "rsa:2048" },
	{ "PSS of 2999 bits a day later", "rsa-pss-sha256", "", 2999,
	    DAY_2028 + 1, OLD, false, "rsa:2048" },
	{ "PSS of 3000 bits later", "rsa-pss-sha256", "", 3000, DAY_2028 + 999,
	    OLD, true, "sha256-rsa-MGF1" },
	{ "ECDSA with SHA-3", "ecdsa-sha3-384", "brainpoolP384r1", 384,
	    DAY_2028 + 999, OLD, true, "ecdsa-sha3-384" },
};

START_TEST(dating_row)
{
	const struct dating_row *row = &datings[_i];
	const struct comity_signature_method *method =
	    comity_signature_method_named(row->method);
	const struct comity_key_row *key = comity_key_row_find(
	    row->curve[0] != '\0' ? COMITY_KEY_EC : COMITY_KEY_RSA, row->curve,
	    row->bits);
	struct comity_dating dating = { .known = row->proven != OLD,
		.day = row->proven,
		.today = comity_dating_today(row->today * 86400, INT64_MIN) };
	struct comity_algorithm_state standing;

	ck_assert_ptr_nonnull(key);
	ck_assert_msg(comity_dating_method_counts(
			  &dating, method, key, &standing) == row->counts,
	    "%s", row->why);
	ck_assert_msg(strlen(standing.row->uri) >= strlen(row->decides) &&
			  strcmp(standing.row->uri + strlen(standing.row->uri) -
				     strlen(row->decides),
			      row->decides) == 0,
	    "%s: %s", row->why, standing.row->uri);
}
END_TEST

/* An office marks SHA-256 as broken: all that rests on it is, too; its word
 * counts from its day on, for its use, and never lets in what never counted.
 */
START_TEST(office)
{
	char sha256[] = COMITY_URI_SHA256, reason[] = "so",
	     md5[] = "http://www.w3.org/2001/04/xmldsig-more#rsa-md5";
	const struct comity_algorithm_change changes[] = {
		{ .uri = sha256,
		    .decided = DAY_2026,
		    .ends = DAY_2026,
		    .basis = reason },
		{ .uri = md5,
		    .decided = DAY_2026,
		    .ends = COMITY_DAY_NEVER,
		    .basis = reason },
	};
	const struct comity_algorithms algorithms = { changes, 2 };
	struct comity_dating dating = { .algorithms = &algorithms,
		.today = DAY_2026 };
	struct comity_algorithm_state standing;
	const struct comity_signature_method *method =
	    comity_signature_method_named("ecdsa-sha256");

	ck_assert(
	    !comity_dating_method_counts(&dating, method, NULL, &standing));
	ck_assert_ptr_eq(standing.change, &changes[0]);
	dating.today = DAY_2026 - 1;
	ck_assert(
	    comity_dating_method_counts(&dating, method, NULL, &standing));
	dating.today = DAY_2026;
	dating.use = COMITY_USE_SIGN;
	ck_assert(
	    comity_dating_method_counts(&dating, method, NULL, &standing));
	dating.use = COMITY_USE_VERIFY;
	ck_assert(!comity_dating_method_counts(&dating,
	    comity_signature_method_named("rsa-md5"), NULL, &standing));
}
END_TEST

/* A signature method rests on a digest of the table, and has a name alone. */
START_TEST(rows_are_whole)
{
	const struct comity_signature_method *method, *other;
	size_t i, j;

	for (i = 0; (method = comity_signature_method_at(i)) != NULL; i++) {
		ck_assert(method->digest == NULL ||
			  comity_digest_named(method->digest) != NULL);
		ck_assert(method->row.source != NULL);
		for (j = 0; j < i; j++) {
			other = comity_signature_method_at(j);
			ck_assert_str_ne(other->row.uri, method->row.uri);
			ck_assert_str_ne(other->label, method->label);
		}
	}
}
END_TEST

/* The keys that a method of the table is tried with. */
static const char *const key_names[] = { "RSA2048", "ED25519", "ED448", "P-256",
	"P-384", "P-521", "brainpoolP256r1", "brainpoolP384r1",
	"brainpoolP512r1" };

static enum comity_key_kind
kind_of(const char *name)
{
	if (strcmp(name, "RSA2048") == 0)
		return COMITY_KEY_RSA;
	if (strcmp(name, "ED25519") == 0)
		return COMITY_KEY_ED25519;
	return strcmp(name, "ED448") == 0 ? COMITY_KEY_ED448 : COMITY_KEY_EC;
}

/* Every row that counts signs and verifies; a flipped bit does not. */
static void
method_try(const struct comity_signature_method *method, const char *name)
{
	unsigned char *value = NULL, *longer;
	struct forge_key key;
	size_t len = 0;

	forge_key(name, method->label, &key);
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

START_TEST(every_method)
{
	const struct comity_signature_method *method =
	    comity_signature_method_at((size_t)_i);
	size_t i, tried = 0;

	if (method == NULL ||
	    method->row.terms[COMITY_USE_VERIFY].ends == COMITY_DAY_ALWAYS)
		return;
	for (i = 0; i < sizeof(key_names) / sizeof(key_names[0]); i++)
		if (kind_of(key_names[i]) == method->key) {
			method_try(method, key_names[i]);
			tried++;
		}
	ck_assert_uint_gt(tried, 0);
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
tcase_add_loop_test(tcase, every_method, 0, 40);
SUITE_TEST(der_value);
SUITE_TEST(small_rsa);
SUITE_ROWS(dating_row, datings);
SUITE_TEST(office);
SUITE_TEST(rows_are_whole);
SUITE_TEST(pss_salt);
SUITE_END
