/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules that no document can break: a function of the library is exchanged
 * when this program is linked (--wrap), to do what must not happen or to tell
 * what happens when.
 */
#include "forge.h"
#include "reference.h"

static struct {
	const char *method, *c14n; /* rule 11: what SignedInfo turns into */
	int verified, dereferenced, compared; /* when; 0 never */
	int step;
	int fail_at; /* rule 12: which canonicalization fails; 0 none */
	int canonicalized;
	bool all_same; /* rule 23: the comparison that is asked says yes */
	bool taints; /* rule 1: the tree is changed once its digest held */
	int verify_says, check_says, write_says; /* rule 29; 0: the truth */
} hook;

int __real_comity_source_new(const char *name, const void *bytes, size_t len,
    struct comity_report *report, struct comity_source **out);
int __wrap_comity_source_new(const char *name, const void *bytes, size_t len,
    struct comity_report *report, struct comity_source **out);
int __real_comity_crypto_verify(EVP_PKEY *key,
    const struct comity_signature_method *method, const void *bytes, size_t len,
    const unsigned char *value, size_t value_len);
int __wrap_comity_crypto_verify(EVP_PKEY *key,
    const struct comity_signature_method *method, const void *bytes, size_t len,
    const unsigned char *value, size_t value_len);
int __real_comity_reference_check(const struct comity_doc *doc,
    const struct comity_identifiers *identifiers, const xmlNode *signature,
    const xmlNode *master, const struct comity_beside *beside,
    const struct comity_reference *reference, struct comity_octets_cache *cache,
    struct comity_target *out, struct comity_ruling *ruling);
int __wrap_comity_reference_check(const struct comity_doc *doc,
    const struct comity_identifiers *identifiers, const xmlNode *signature,
    const xmlNode *master, const struct comity_beside *beside,
    const struct comity_reference *reference, struct comity_octets_cache *cache,
    struct comity_target *out, struct comity_ruling *ruling);
int __real_comity_c14n_write(const struct comity_doc *doc,
    const struct comity_node_set *set, enum comity_c14n_method method,
    const char *const *prefixes, struct comity_octets *out);
int __wrap_comity_c14n_write(const struct comity_doc *doc,
    const struct comity_node_set *set, enum comity_c14n_method method,
    const char *const *prefixes, struct comity_octets *out);
bool __real_comity_crypto_same(const void *a, const void *b, size_t len);
bool __wrap_comity_crypto_same(const void *a, const void *b, size_t len);

int
__wrap_comity_source_new(const char *name, const void *bytes, size_t len,
    struct comity_report *report, struct comity_source **out)
{
	char *text;
	int rc;

	if (hook.method == NULL || len < 14 ||
	    memcmp(bytes, "<ds:SignedInfo", 14) != 0)
		return __real_comity_source_new(name, bytes, len, report, out);
	ck_assert_ptr_nonnull(text = strndup(bytes, len));
	text = forge_edit(text,
	    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", hook.method);
	text = forge_edit(text,
	    "CanonicalizationMethod Algorithm=\"" COMITY_URI_EXC_C14N,
	    "CanonicalizationMethod Algorithm=\"@C@");
	text = forge_edit(text, "@C@", hook.c14n);
	rc = __real_comity_source_new(name, text, strlen(text), report, out);
	free(text);
	return rc;
}

int
__wrap_comity_crypto_verify(EVP_PKEY *key,
    const struct comity_signature_method *method, const void *bytes, size_t len,
    const unsigned char *value, size_t value_len)
{
	hook.verified = ++hook.step;
	if (hook.verify_says != 0)
		return hook.verify_says;
	return __real_comity_crypto_verify(
	    key, method, bytes, len, value, value_len);
}

int
__wrap_comity_reference_check(const struct comity_doc *doc,
    const struct comity_identifiers *identifiers, const xmlNode *signature,
    const xmlNode *master, const struct comity_beside *beside,
    const struct comity_reference *reference, struct comity_octets_cache *cache,
    struct comity_target *out, struct comity_ruling *ruling)
{
	const xmlNode *item;
	int rc;

	if (hook.dereferenced == 0)
		hook.dereferenced = ++hook.step;
	if (hook.check_says != 0)
		return hook.check_says;
	rc = __real_comity_reference_check(doc, identifiers, signature, master,
	    beside, reference, cache, out, ruling);
	if (rc == COMITY_OK && hook.taints && out->covers_root) {
		item = forge_find(comity_doc_root(doc), "Item", NULL);
		memcpy(item->children->content, "ten vial", 8);
	}
	return rc;
}

int
__wrap_comity_c14n_write(const struct comity_doc *doc,
    const struct comity_node_set *set, enum comity_c14n_method method,
    const char *const *prefixes, struct comity_octets *out)
{
	if (++hook.canonicalized == hook.fail_at)
		return hook.write_says != 0 ? hook.write_says : COMITY_REFUSED;
	return __real_comity_c14n_write(doc, set, method, prefixes, out);
}

bool
__wrap_comity_crypto_same(const void *a, const void *b, size_t len)
{
	hook.compared++;
	return hook.all_same || __real_comity_crypto_same(a, b, len);
}

/* What comes of a text: the first signature's reason, new; NULL: it passes. */
static char *
reason_of(const char *text, const struct forge_key *key)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	char *reason = NULL;
	int rc;

	rc = forge_verify(text, key, report, &doc, &trust, &got);
	ck_assert_ptr_nonnull(got);
	ck_assert_uint_eq(got->count, 1);
	ck_assert((rc == COMITY_OK) == (got->proven != NULL));
	if (rc != COMITY_OK) {
		ck_assert_int_ne(
		    got->signatures[0].indication, COMITY_TOTAL_PASSED);
		reason = comity_text_copy(got->signatures[0].reason);
		ck_assert_ptr_nonnull(reason);
	}
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	return reason;
}

static void
reset(struct forge_key *key, char **text)
{
	memset(&hook, 0, sizeof(hook));
	if (key->pkey == NULL)
		forge_key("P-256", "ecdsa-sha256", key);
	*text = forge_sign(FORGE_DOCUMENT, key, "s-one");
	memset(&hook, 0, sizeof(hook));
}

/* Rule 11: SignedInfo is exchanged between verifying and reading it. */
START_TEST(exchanged_signed_info)
{
	static const char *const c14n[] = { COMITY_URI_EXC_C14N,
		COMITY_URI_C14N, COMITY_URI_C14N11 };
	const struct comity_signature_method *method;
	const int64_t today = FORGE_MOMENT / 86400;
	struct forge_key key = { 0 };
	size_t i, j, count = 0;
	char *text, *reason;

	reset(&key, &text);
	for (i = 0; (method = comity_signature_method_at(i)) != NULL; i++) {
		if (method->row.terms[COMITY_USE_VERIFY].ends <= today ||
		    method->row.terms[COMITY_USE_VERIFY].begins > today)
			continue;
		for (j = 0; j < 3; j++) {
			hook.method = method->row.uri;
			hook.c14n = c14n[j];
			reason = reason_of(text, &key);
			if (method == key.method && j == 0) {
				ck_assert_ptr_null(reason);
				continue;
			}
			ck_assert_msg(reason != NULL &&
					  strncmp(reason, "rule 11:", 8) == 0,
			    "%s: %s", method->label, reason);
			free(reason);
			count++;
		}
	}
	ck_assert_uint_ge(count, 50);
	free(text);
	forge_key_clear(&key);
}
END_TEST

/* Rule 10: the value first; where it fails nothing is dereferenced. */
START_TEST(value_first)
{
	struct forge_key key = { 0 };
	char *text, *reason;

	reset(&key, &text);
	ck_assert_ptr_null(reason_of(text, &key));
	ck_assert_int_eq(hook.verified, 1);
	ck_assert_int_gt(hook.dereferenced, hook.verified);
	memset(&hook, 0, sizeof(hook));
	text = forge_edit(text, "URI=\"#p-one\"", "URI=\"#p-one\" Id=\"n\"");
	reason = reason_of(text, &key);
	ck_assert_msg(reason != NULL && strncmp(reason, "rule 10:", 8) == 0,
	    "%s", reason);
	ck_assert_int_eq(hook.dereferenced, 0);
	free(reason);
	free(text);
	forge_key_clear(&key);
}
END_TEST

/* Rule 12: whichever canonicalization fails, nothing of it is used. */
START_TEST(failed_canonicalization)
{
	struct forge_key key = { 0 };
	char *text, *reason;
	int i, count;

	reset(&key, &text);
	ck_assert_ptr_null(reason_of(text, &key));
	count = hook.canonicalized;
	ck_assert_int_ge(count, 3); /* SignedInfo and two References */
	for (i = 1; i <= 3; i++) {
		memset(&hook, 0, sizeof(hook));
		hook.fail_at = i;
		reason = reason_of(text, &key);
		ck_assert_msg(
		    reason != NULL && strstr(reason, "rule 12") != NULL,
		    "%d: %s", i, reason);
		free(reason);
	}
	free(text);
	forge_key_clear(&key);
}
END_TEST

/* Rule 23: digests are compared by this function and no other, which is
 * CRYPTO_memcmp(); were it to say yes, a changed document would pass. */
START_TEST(constant_time)
{
	struct forge_key key = { 0 };
	char *text, *reason;

	reset(&key, &text);
	text = forge_edit(text, "one vial", "two vial");
	reason = reason_of(text, &key);
	ck_assert_ptr_nonnull(reason);
	free(reason);
	ck_assert_int_ge(hook.compared, 2); /* the certificate's, the data's */
	hook.all_same = true;
	ck_assert_ptr_null(reason_of(text, &key));
	free(text);
	forge_key_clear(&key);
}
END_TEST

/* Rules 1 and 30: what the caller gets is read from the octets whose digest
 * matched; whatever happens to the tree afterwards is not in it. */
START_TEST(reread_octets)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	struct forge_key key = { 0 };
	const xmlNode *item;
	char *text;

	reset(&key, &text);
	hook.taints = true;
	ck_assert_int_eq(
	    forge_verify(text, &key, report, &doc, &trust, &got), COMITY_OK);
	item = forge_find(comity_doc_root(doc), "Item", NULL);
	ck_assert_str_eq((const char *)item->children->content, "ten vial");
	item = forge_find(comity_doc_root(got->proven), "Item", NULL);
	ck_assert_str_eq((const char *)item->children->content, "one vial");
	ck_assert_ptr_null(
	    forge_find(comity_doc_root(got->proven), "Signature", NULL));
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	free(text);
	forge_key_clear(&key);
}
END_TEST

/* Rule 29: a step that gives no answer leaves none, and never a yes. */
static const struct answer_row {
	const char *why;
	int verify, check, write, rc;
} answers[] = {
	{ "nothing fails", 0, 0, 0, COMITY_OK },
	{ "no memory for the value", COMITY_ENOMEM, 0, 0, COMITY_ENOMEM },
	{ "OpenSSL fails", COMITY_EINTERNAL, 0, 0, COMITY_EINTERNAL },
	{ "a key that suits not after all", COMITY_UNKNOWN, 0, 0,
	    COMITY_EINTERNAL },
	{ "no memory for a Reference", 0, COMITY_ENOMEM, 0, COMITY_ENOMEM },
	{ "a Reference fails inside", 0, COMITY_EINTERNAL, 0,
	    COMITY_EINTERNAL },
	{ "a Reference meets a bound", 0, COMITY_ELIMIT, 0, COMITY_ELIMIT },
	{ "a no without a reason", 0, COMITY_REFUSED, 0, COMITY_EINTERNAL },
	{ "no memory for SignedInfo", 0, 0, COMITY_ENOMEM, COMITY_ENOMEM },
	{ "canonicalization fails inside", 0, 0, COMITY_EINTERNAL,
	    COMITY_EINTERNAL },
};

START_TEST(answer_row)
{
	const struct answer_row *row = &answers[_i];
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	struct forge_key key = { 0 };
	char *text;
	int rc;

	reset(&key, &text);
	hook.verify_says = row->verify;
	hook.check_says = row->check;
	hook.write_says = row->write;
	hook.fail_at = row->write != 0 ? 1 : 0;
	rc = forge_verify(text, &key, report, &doc, &trust, &got);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	ck_assert((got != NULL) == (row->rc == COMITY_OK));
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	free(text);
	forge_key_clear(&key);
}
END_TEST

/* Rule 23: it says what it should, for a difference at every place. */
START_TEST(comparison_is_right)
{
	unsigned char a[64], b[64];
	size_t i;

	memset(&hook, 0, sizeof(hook));
	for (i = 0; i < 64; i++)
		a[i] = b[i] = (unsigned char)i;
	ck_assert(comity_crypto_same(a, b, 64));
	for (i = 0; i < 64; i++) {
		b[i] ^= 0x80;
		ck_assert(!comity_crypto_same(a, b, 64));
		ck_assert(comity_crypto_same(a, b, i));
		b[i] ^= 0x80;
	}
}
END_TEST

SUITE("hooks")
SUITE_TEST(exchanged_signed_info);
SUITE_TEST(value_first);
SUITE_TEST(failed_canonicalization);
SUITE_TEST(constant_time);
SUITE_TEST(comparison_is_right);
SUITE_TEST(reread_octets);
SUITE_ROWS(answer_row, answers);
SUITE_END
