/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signs: one document signed by comity for each signature method of its table
 * with each key of its table that fits, and the same with one digit changed,
 * for other implementations to judge.
 *
 * signs FOLDER writes FOLDER/N.xml and answers.tsv as differ.c does.
 */
#include "forge.h"
#include "sign.h"

#include <openssl/pem.h>

#define DAY (FORGE_MOMENT / 86400)

static const char *folder;
static FILE *answers;
static size_t written;

static bool
counts(const struct comity_algorithm *row)
{
	const struct comity_term *term = &row->terms[COMITY_USE_SIGN];

	return term->begins <= DAY && DAY < term->ends;
}

static FILE *
open_file(const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	ck_assert_ptr_nonnull(file = fopen(path, "w"));
	return file;
}

/* What comity itself says: the signer is pinned. */
static void
write_one(const char *text, const struct forge_key *key, const char *what)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	char name[32];
	FILE *file;

	snprintf(name, sizeof(name), "%04zu.xml", written);
	file = open_file(name);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	snprintf(name, sizeof(name), "%04zu.pem", written);
	file = open_file(name);
	ck_assert_int_eq(
	    PEM_write_X509(file, comity_certificate_x509(key->certificate)), 1);
	ck_assert_int_eq(fclose(file), 0);
	forge_verify(text, key, report, &doc, &trust, &got);
	ck_assert_ptr_nonnull(got);
	ck_assert_uint_eq(got->count, 1);
	fprintf(answers, "%04zu.xml\t%04zu.pem\t%s\t%s\t%s\t%s\n", written,
	    written, got->signatures[0].intact ? "intact" : "no",
	    got->signatures[0].sub != NULL ? got->signatures[0].sub : "-",
	    got->signatures[0].reason, what);
	written++;
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
}

static void
sign_one(const struct comity_signature_method *method, const char *kind)
{
	struct comity_report *report = comity_report_new();
	struct comity_certificates chain = { 0 };
	struct comity_doc *doc =
	    forge_parse(FORGE_OPEN FORGE_BODY FORGE_CLOSE "\n");
	struct comity_signing signing = {
		.now = FORGE_MOMENT, .algorithm = method->label, .chain = &chain
	};
	struct forge_key key;
	unsigned char *octets = NULL;
	char what[100], *text;
	size_t len = 0;

	forge_key(kind, method->label, &key);
	signing.opened = key.pkey;
	chain.at = &key.certificate;
	chain.count = 1;
	snprintf(what, sizeof(what), "%s by %s", method->label, kind);
	if (comity_sign(doc, &signing, report, &octets, &len) != COMITY_OK) {
		suite_show(report);
		ck_abort_msg("%s: not signed", what);
	}
	text = strndup((char *)octets, len);
	ck_assert_ptr_nonnull(text);
	write_one(text, &key, what);
	text = forge_edit(text, ">5<", ">6<");
	write_one(text, &key, what);
	free(text);
	free(octets);
	forge_key_clear(&key);
	comity_doc_free(doc);
	comity_report_free(report);
}

START_TEST(all)
{
	const struct comity_signature_method *method;
	const struct comity_key_row *key;
	char kind[64];
	size_t i, j, keys;

	for (i = 0; (method = comity_signature_method_at(i)) != NULL; i++) {
		if (!counts(&method->row))
			continue;
		keys = 0;
		for (j = 0; (key = comity_key_row_at(j)) != NULL; j++) {
			if (key->kind != method->key || !counts(&key->row))
				continue;
			if (key->kind == COMITY_KEY_RSA)
				snprintf(
				    kind, sizeof(kind), "RSA%d", key->bits_min);
			else if (key->kind == COMITY_KEY_EC)
				snprintf(kind, sizeof(kind), "%s", key->curve);
			else
				snprintf(kind, sizeof(kind), "%s",
				    key->kind == COMITY_KEY_ED448 ? "ED448"
								  : "ED25519");
			sign_one(method, kind);
			if (++keys == 1 && key->kind == COMITY_KEY_RSA)
				break; /* its length is no matter here */
		}
		ck_assert_msg(keys > 0, "no key for %s", method->label);
	}
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite = suite_create("signs");
	TCase *tcase = tcase_create("signs");
	SRunner *runner;
	int failed;
	char path[4096];

	if (argc != 2 || comity_init() != COMITY_OK)
		return 2;
	folder = argv[1];
	snprintf(path, sizeof(path), "%s/answers.tsv", folder);
	if ((answers = fopen(path, "w")) == NULL)
		return 2;
	tcase_set_timeout(tcase, 600);
	tcase_add_test(tcase, all);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return fclose(answers) == 0 && failed == 0 ? 0 : 1;
}
