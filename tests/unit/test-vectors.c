/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published signatures of others: what comity says of each, without any
 * anchor, and with their signers named. They stay where they are
 * (COMITY_SHARED_DIR); where that is not there, the test says so and passes
 * over.
 */
#include "file.h"
#include "forge.h"
#include "limit.h"

#include <unistd.h>

#ifndef COMITY_SHARED_DIR
#define COMITY_SHARED_DIR "../../../shared"
#endif
#define VECTORS COMITY_SHARED_DIR "/vectors/"

/* file, which signature ("s0" the first, "c0" the first counter-signature),
 * what it comes to, whether digests and value held, what the sentence says;
 * or the finding with which reading the file ends. */
static const struct row {
	const char *file, *which;
	enum comity_indication indication;
	const char *sub;
	bool intact;
	const char *reason;
	const char *refused;
} rows[] = {
	{ "dss-mra/mra-lotl.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss-mra/mra-zz-tl.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss-mra/john-doe-lta.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss-mra/tc-tl.xml", "s0", COMITY_TOTAL_FAILED, "HASH_FAILURE", false,
	    "was changed", NULL },
	{ "dss-mra/be-tl.xml", "s0", COMITY_INDETERMINATE,
	    "CRYPTO_CONSTRAINTS_FAILURE", true, "rule 21", NULL },
	{ "dss/xades/X-B-B-basic.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss/xades/dss-signed.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss/xades/dss-signed-altered-refRemoved.xml", "s0",
	    COMITY_TOTAL_FAILED, "SIG_CRYPTO_FAILURE", false, "rule 10", NULL },
	{ "dss/xades/dss-signed-altered-signedPropsRemoved.xml", "s0",
	    COMITY_TOTAL_FAILED, "SIG_CRYPTO_FAILURE", false, "rule 10", NULL },
	{ "dss/xades/xades-extended-t.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss/xades/xades-lta-valid.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss/xades/X-B-LT-two-sigs.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss/xades/X-B-LT-two-sigs.xml", "s1", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss/xades/xades-counter-signature-no-type.xml", "s0",
	    COMITY_INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND", true, NULL,
	    NULL },
	{ "dss/xades/xades-counter-signature-no-type.xml", "c0",
	    COMITY_INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND", true, NULL,
	    NULL },
	{ "dss/xades/xades-counter-signature-with-type-invalid.xml", "s0",
	    COMITY_INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND", true, NULL,
	    NULL },
	{ "dss/xades/xades-counter-signature-with-type-invalid.xml", "c0",
	    COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false, "rule 26",
	    NULL },
	{ "dss/xades/xades-fake-counter-signature.xml", "s0",
	    COMITY_INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND", true, NULL,
	    NULL },
	{ "dss/xades/xades-fake-counter-signature.xml", "c0",
	    COMITY_INDETERMINATE, "SIGNED_DATA_NOT_FOUND", false, "rule 24",
	    NULL },
	{ "dss/xades/XSW-enveloped-fake-signedProperties.xml", "s0",
	    COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false, "rule 24",
	    NULL },
	{ "dss/xades/XSW-enveloping-fake-manifest.xml", "s0",
	    COMITY_INDETERMINATE, "SIGNED_DATA_NOT_FOUND", false, "rule 24",
	    NULL },
	{ "dss/xades/xades-sign-cert-v2-wrong-digest.xml", "s0",
	    COMITY_TOTAL_FAILED, "FORMAT_FAILURE", false, "rule 8", NULL },
	{ "dss/xades/xades-tampered-reference.xml", "s0", COMITY_TOTAL_FAILED,
	    "FORMAT_FAILURE", false, "rule 8", NULL },
	{ "dss/xades/xades-not-base64-sigValue.xml", "s0", COMITY_TOTAL_FAILED,
	    "FORMAT_FAILURE", false, "rule 8", NULL },
	{ "dss/xades/xades-with-dtd-injection.xml", NULL, 0, NULL, false, NULL,
	    "comity-doctype" },
	{ "dss/xades/qes-xades111-filter2.xml", "s0", COMITY_INDETERMINATE,
	    "SIG_CONSTRAINTS_FAILURE", false, "rule 24", NULL },
	{ "dss/xades/Signature-X-FR_NOT-3.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss/xades/Signature-X-RO_TRA-4.xml", "s0", COMITY_INDETERMINATE,
	    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", false, "rule 21", NULL },
	{ "dss/xades/Signature-X-RO_TRA-4.xml", "s1", COMITY_TOTAL_FAILED,
	    "HASH_FAILURE", false, "a further signature was added", NULL },
	{ "dss/xades/xades-t-copied-sigtst.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "dss/xades/xmldsig-only.xml", "s0", COMITY_INDETERMINATE,
	    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", false, "rule 21", NULL },
	{ "dss/xades/xades-unknown-digest-algo.xml", "s0", COMITY_TOTAL_FAILED,
	    "SIG_CRYPTO_FAILURE", false, "rule 10", NULL },
	{ "libdigidocpp/xml-bomb-cont.xml", NULL, 0, NULL, false, NULL,
	    "comity-doctype" },
	{ "libdigidocpp/TSL.xml", "s0", COMITY_INDETERMINATE,
	    "NO_CERTIFICATE_CHAIN_FOUND", true, NULL, NULL },
	{ "santuario/c14n/relative-ns-behaviour.xml", NULL, 0, NULL, false,
	    NULL, "comity-relative-namespace" },
	{ "santuario/dsig/signature-enveloping-hmac-sha1-trunclen-0-attack.xml",
	    "s0", COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", false,
	    "rule 21", NULL },
	{ "santuario/dsig/signature1.xml", "s0", COMITY_INDETERMINATE,
	    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", false, "rule 21", NULL },
	{ "santuario/ixsil/manifestSignatureWrapping.xml", NULL, 0, NULL, false,
	    NULL, "comity-doctype" },
	{ "santuario/ixsil/manifestSignature.xml", NULL, 0, NULL, false, NULL,
	    "comity-doctype" },
	{ "xml-crypto/valid_saml.xml", "s0", COMITY_INDETERMINATE,
	    "SIG_CONSTRAINTS_FAILURE", false, "rule 6", NULL },
	{ "xml-crypto/valid_saml.xml", "s1", COMITY_INDETERMINATE,
	    "SIG_CONSTRAINTS_FAILURE", false, "rule 6", NULL },
	{ "xml-crypto/saml_multiple_signed_info_nodes.xml", "s0",
	    COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false, "rule 6",
	    NULL },
	{ "xml-crypto/valid_saml_with_digest_comment.xml", "s0",
	    COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false, "rule 6",
	    NULL },
	{ "xml-crypto/valid_signature.xml", NULL, 0, NULL, false, NULL,
	    "comity-relative-namespace" },
	{ "xml-crypto/valid_saml_sha256_rsa_mgf1.xml", "s0",
	    COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false, "rule 20",
	    NULL },
	{ "xmlsec/merlin-xmldsig-twenty-three/signature-enveloped-dsa.xml",
	    "s0", COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", false,
	    "rule 21", NULL },
	{ "xmlsec/merlin-xmldsig-twenty-three/signature-enveloping-rsa.xml",
	    "s0", COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	    false, "rule 21", NULL },
	{ "xmlsec/merlin-xmldsig-twenty-three/signature-enveloping-b64-dsa.xml",
	    "s0", COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", false,
	    "rule 21", NULL },
	{ "xmlsec/merlin-xmldsig-twenty-three/"
	  "signature-enveloping-hmac-sha1.xml",
	    "s0", COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", false,
	    "rule 21", NULL },
	{ "xmlsec/merlin-xmldsig-twenty-three/"
	  "signature-enveloping-hmac-sha1-40.xml",
	    "s0", COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", false,
	    "rule 21", NULL },
	{ "xmlsec/merlin-xmldsig-twenty-three/signature-x509-crt-crl.xml", "s0",
	    COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", false,
	    "rule 21", NULL },
	{ "xmlsec/merlin-exc-c14n-one/exc-signature.xml", "s0",
	    COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", false,
	    "rule 21", NULL },
	{ "xmlsec/merlin-xpath-filter2-three/sign-spec.xml", "s0",
	    COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", false,
	    "rule 21", NULL },
	{ "xmlsec/aleksey-xmldsig-01/enveloping-sha256-rsa-sha256.xml", "s0",
	    COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false, "rule 20",
	    NULL },
	{ "xmlsec/aleksey-xmldsig-01/enveloping-sha256-ecdsa-sha256.xml", "s0",
	    COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false, "rule 20",
	    NULL },
	{ "xmlsec/aleksey-xmldsig-01/enveloping-rsa-pss-sha256.xml", "s0",
	    COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false, "rule 20",
	    NULL },
	{ "xmlsec/aleksey-xmldsig-01/enveloped-sha256-ecdsa-sha256.xml", "s0",
	    COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false, "rule 20",
	    NULL },
	{ "xmlsec/aleksey-xmldsig-01/enveloping-expired-cert.xml", "s0",
	    COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", false,
	    "rule 21", NULL },
	{ "xmlsec/aleksey-xmldsig-01/"
	  "enveloped-sha256-ecdsa-sha256-with-asn1.xml",
	    "s0", COMITY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", false,
	    "rule 20", NULL },
	{ "xmlsec/phaos-xmldsig-three/signature-rsa-enveloped.xml", "s0",
	    COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", false,
	    "rule 21", NULL },
	{ "xmlsec/phaos-xmldsig-three/"
	  "signature-rsa-enveloped-bad-digest-val.xml",
	    "s0", COMITY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	    false, "rule 21", NULL },
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* What is found of timestamps, without anybody who vouches for their
 * authorities: given for this signature, or for something else. */
static const struct stamp_row {
	const char *file;
	size_t signature, count;
	const char *level;
	const char *subs[2]; /* of the timestamps, in their order */
} stamp_rows[] = {
	{ "dss/xades/xades-extended-t.xml", 0, 1, "XAdES",
	    { "NO_CERTIFICATE_CHAIN_FOUND" } },
	{ "dss/xades/xades-lta-valid.xml", 0, 2, "XAdES B-LTA",
	    { "NO_CERTIFICATE_CHAIN_FOUND", "NO_CERTIFICATE_CHAIN_FOUND" } },
	{ "dss/xades/X-B-LT-two-sigs.xml", 1, 1, "XAdES B-LT",
	    { "NO_CERTIFICATE_CHAIN_FOUND" } },
	{ "dss/xades/xades-t-copied-sigtst.xml", 0, 2, "XAdES B-B",
	    { "NO_CERTIFICATE_CHAIN_FOUND", "HASH_FAILURE" } },
	{ "dss-mra/john-doe-lta.xml", 0, 2, "XAdES B-LTA",
	    { "NO_CERTIFICATE_CHAIN_FOUND", "NO_CERTIFICATE_CHAIN_FOUND" } },
};

static struct comity_source *
read_source(const char *name)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_text path = { 0 };
	char *file;

	comity_text_addf(&path, "%s%s", VECTORS, name);
	file = comity_text_take(&path);
	ck_assert_msg(comity_file_read(file, COMITY_SOURCE_MAX, report,
			  &source) == COMITY_OK,
	    "%s cannot be read", file);
	free(file);
	comity_report_free(report);
	return source;
}

static const struct comity_signature *
pick(const struct comity_verification *got, const char *which)
{
	size_t i = (size_t)(which[1] - '0');

	if (which[0] == 'c')
		return i < got->countersignature_count
			   ? &got->countersignatures[i]
			   : NULL;
	return i < got->count ? &got->signatures[i] : NULL;
}

START_TEST(vector_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_source *source = read_source(row->file);
	struct comity_verify_policy policy = { .moment = FORGE_MOMENT };
	const struct comity_signature *signature;
	struct comity_verification *got = NULL;
	struct comity_trust *trust = NULL;
	struct comity_doc *doc = NULL;
	int rc = comity_doc_read(source, report, &doc);

	if (row->refused != NULL) {
		ck_assert_int_ne(rc, COMITY_OK);
		ck_assert_ptr_nonnull(comity_report_find(report, row->refused));
		goto out;
	}
	ck_assert_int_eq(rc, COMITY_OK);
	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	rc = comity_verify(doc, trust, &policy, report, &got);
	ck_assert_msg(rc == COMITY_UNKNOWN || rc == COMITY_REFUSED, "%s: %d",
	    row->file, rc);
	ck_assert_ptr_nonnull(got);
	ck_assert_ptr_null(got->proven);
	ck_assert_ptr_nonnull(signature = pick(got, row->which));
	ck_assert_msg(signature->indication == row->indication &&
			  comity_text_same(signature->sub, row->sub) &&
			  signature->intact == row->intact,
	    "%s: %s / %s: %s", row->file,
	    comity_indication_name(signature->indication), signature->sub,
	    signature->reason);
	ck_assert_msg(row->reason == NULL ||
			  strstr(signature->reason, row->reason) != NULL,
	    "%s: %s", row->file, signature->reason);
out:
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
}
END_TEST

START_TEST(stamp_row)
{
	const struct stamp_row *row = &stamp_rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_source *source = read_source(row->file);
	struct comity_verify_policy policy = { .moment = FORGE_MOMENT };
	const struct comity_signature *signature;
	struct comity_verification *got = NULL;
	struct comity_trust *trust = NULL;
	struct comity_doc *doc = NULL;
	size_t i;

	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	ck_assert_int_eq(
	    comity_verify(doc, trust, &policy, report, &got), COMITY_UNKNOWN);
	signature = &got->signatures[row->signature];
	ck_assert_msg(strcmp(signature->level, row->level) == 0, "%s: %s, %s",
	    row->file, signature->level, signature->missing);
	ck_assert_uint_eq(signature->timestamp_count, row->count);
	ck_assert(!signature->timestamped);
	for (i = 0; i < row->count; i++)
		ck_assert_msg(
		    strcmp(signature->timestamps[i].sub, row->subs[i]) == 0,
		    "%s %zu: %s: %s", row->file, i,
		    signature->timestamps[i].sub,
		    signature->timestamps[i].reason);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
}
END_TEST

/* All that a file's signers could be: every certificate in it, and the keys
 * that lie beside the vectors. */
struct signers {
	struct comity_trust *trust;
	int64_t moments[32]; /* a day after each begins */
	size_t count;
};

static void
name_signer(
    struct signers *signers, const char *name, const void *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_certificates read = { 0 };

	ck_assert_int_eq(
	    comity_source_new(name, bytes, len, report, &source), COMITY_OK);
	if (comity_trust_name_signer(signers->trust, source, report) !=
	    COMITY_OK)
		goto out; /* not a certificate: an attack */
	if (comity_certificates_read_pem(source, report, &read) == COMITY_OK) {
		ck_assert_uint_lt(signers->count, 32);
		signers->moments[signers->count++] =
		    comity_certificate_not_before(read.at[0]) + 86400;
	}
out:
	comity_certificates_clear(&read);
	comity_source_free(source);
	comity_report_free(report);
}

static void
name_all(struct signers *signers, const xmlNode *node)
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----\n";
	struct comity_text pem = { 0 };
	const xmlNode *child;
	char *value, *at;
	size_t column = 0;

	for (child = comity_node_first(node); child != NULL;
	     child = comity_node_after(child))
		name_all(signers, child);
	if (!comity_node_is(node, COMITY_NS_DS, "X509Certificate"))
		return;
	value = comity_node_value(node);
	comity_text_add(&pem, begin);
	for (at = value; *at != '\0'; at++) {
		if (strchr(" \t\r\n", *at) != NULL)
			continue;
		comity_text_add_bytes(&pem, at, 1);
		if (++column % 64 == 0)
			comity_text_add(&pem, "\n");
	}
	comity_text_add(&pem, "\n-----END CERTIFICATE-----\n");
	name_signer(signers, "KeyInfo", pem.data, pem.len);
	comity_text_clear(&pem);
	free(value);
}

/* Whether a signature of a file ever passes: the first "all" or any of them,
 * counter-signatures apart. */
static void
passes(const char *name, bool counter, bool *all, bool *any)
{
	static const char *const beside[] = { "libdigidocpp/TSL.crt",
		"xml-crypto/client_public.pem",
		"xmlsec/keys/ec/ec-prime256v1-pubkey.pem" };
	struct signers signers = { .moments = { FORGE_MOMENT }, .count = 1 };
	struct comity_report *report = comity_report_new();
	struct comity_source *source = read_source(name), *key;
	bool held[COMITY_SIGNATURES_MAX] = { false };
	struct comity_doc *doc = NULL;
	size_t i, j, count = 0;

	*all = *any = false;
	ck_assert_int_eq(comity_trust_new(&signers.trust), COMITY_OK);
	if (comity_doc_read(source, report, &doc) != COMITY_OK)
		goto out;
	for (i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		key = read_source(beside[i]);
		name_signer(&signers, key->name, key->bytes, key->len);
		comity_source_free(key);
	}
	name_all(&signers, comity_doc_root(doc));
	for (i = 0; i < signers.count; i++) {
		struct comity_verify_policy policy = { .moment =
							   signers.moments[i] };
		struct comity_verification *got = NULL;

		comity_verify(doc, signers.trust, &policy, report, &got);
		ck_assert_ptr_nonnull(got);
		count = counter ? got->countersignature_count : got->count;
		for (j = 0; j < count; j++)
			if ((counter ? got->countersignatures
				     : got->signatures)[j]
				.indication == COMITY_TOTAL_PASSED)
				held[j] = *any = true;
		comity_verification_free(got);
	}
	*all = count > 0;
	for (j = 0; j < count; j++)
		*all = *all && held[j];
out:
	comity_trust_free(signers.trust);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
}

/* Our answer is the strict column's, with every possible signer named, at
 * every moment that could do. */
static void
check_strict(const char *name, const char *strict, const char *core)
{
	bool counter = strcmp(strict, "REJECT counter-sig") == 0, all, any;

	passes(name, counter, &all, &any);
	if (strncmp(strict, "ACCEPT", 6) == 0)
		ck_assert_msg(all, "%s: not accepted", name);
	else
		ck_assert_msg(!any, "%s: %s, but accepted", name, strict);
	if (strncmp(core, "VALID", 5) != 0)
		ck_assert_msg(!any, "%s: core %s, but accepted", name, core);
}

/* One line of EXPECTED.tsv against the table: known, unchanged, and no
 * better than the strict column says. */
static void
check_line(const char *folder, char *line)
{
	char *column[6] = { NULL }, *save = NULL, *word, name[200];
	struct comity_source *source;
	size_t i, n = 0, known = 0;

	for (word = strtok_r(line, "\t", &save); word != NULL && n < 6;
	     word = strtok_r(NULL, "\t", &save))
		column[n++] = word;
	if (n < 5 || strcmp(column[4], "-") == 0 ||
	    strstr(column[0], ".xml") == NULL)
		return;
	snprintf(name, sizeof(name), "%s/%s", folder, column[0]);
	source = read_source(name);
	ck_assert_msg(strcmp(source->sha256_hex, column[2]) == 0,
	    "%s is not the published file", name);
	comity_source_free(source);
	for (i = 0; i < ROWS; i++) {
		if (strcmp(rows[i].file, name) != 0)
			continue;
		known++;
		ck_assert(rows[i].refused != NULL ||
			  rows[i].indication != COMITY_TOTAL_PASSED);
		if (strncmp(column[4], "ACCEPT", 6) != 0)
			continue;
		ck_assert_msg(
		    rows[i].refused == NULL &&
			rows[i].indication == COMITY_INDETERMINATE &&
			(rows[i].intact || strcmp(rows[i].sub,
					       "SIG_CONSTRAINTS_FAILURE") == 0),
		    "%s", name);
	}
	ck_assert_msg(known > 0, "%s is not in the table", name);
	check_strict(name, column[4], column[3]);
}

START_TEST(expected_table)
{
	static const char *const folders[] = { "dss", "dss-mra", "libdigidocpp",
		"santuario", "xml-crypto", "xmlsec" };
	struct comity_source *source;
	char name[100], *line, *save = NULL;

	snprintf(name, sizeof(name), "%s/EXPECTED.tsv", folders[_i]);
	source = read_source(name);
	line = strtok_r((char *)source->bytes, "\n", &save); /* the head */
	while ((line = strtok_r(NULL, "\n", &save)) != NULL)
		check_line(folders[_i], line);
	comity_source_free(source);
}
END_TEST

/* The examples of Canonical XML 1.0, section 3. Ours never reads a DOCTYPE,
 * so it is cut out first, and what it would have added is written in. */
static const struct c14n_row {
	const char *input, *octets;
	const char *find, *with; /* in the input; NULL none */
	const char *drop; /* from the octets; NULL none */
} c14n_rows[] = {
	{ "31_input.xml", "31_c14n.xml", "<?pi-without-data     ?>", "",
	    "\n<?pi-without-data?>" },
	{ "32_input.xml", "32_c14n.xml", NULL, NULL, NULL },
	{ "33_input.xml", "33_c14n.xml", "<e9 ", "<e9 attr='default' ", NULL },
	{ "34_input.xml", "34_c14n.xml",
	    "<normNames attr='   A   &#x20;&#13;&#xa;&#9;   B   '/>\r\n"
	    "   <normId id=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/>",
	    "<normNames attr='A &#13;&#xa;&#9; B'/>\n"
	    "   <normId id='&apos; &#13;&#xa;&#9; &apos;'/>",
	    NULL },
	{ "36_input.xml", "36_c14n.xml", "ISO-8859-1", "UTF-8", NULL },
};

static char *
read_text(const char *name)
{
	char file[200], *text;
	struct comity_source *source;

	snprintf(file, sizeof(file), "santuario/c14n/%s", name);
	source = read_source(file);
	text = comity_text_copy((const char *)source->bytes);
	comity_source_free(source);
	return text;
}

static void
cut_doctype(char *text)
{
	char *from = strstr(text, "<!DOCTYPE"), *to;

	if (from == NULL)
		return;
	to = strchr(from, '>') + 1;
	if (strcspn(from, "[") < strcspn(from, ">"))
		to = strstr(from, "]>") + 2;
	memmove(from, to, strlen(to) + 1);
}

START_TEST(c14n_row)
{
	const struct c14n_row *row = &c14n_rows[_i];
	char *input = read_text(row->input), *octets = read_text(row->octets);
	struct comity_node_set set = { 0 };
	struct comity_octets got = { 0 };
	struct comity_doc *doc;

	cut_doctype(input);
	input = forge_edit(input, row->find, row->with);
	octets = forge_edit(octets, row->drop, "");
	ck_assert_ptr_nonnull(doc = forge_parse(input));
	ck_assert_int_eq(
	    comity_c14n_write(doc, &set, COMITY_C14N_1_0, NULL, &got),
	    COMITY_OK);
	ck_assert_str_eq((const char *)got.bytes, octets);
	comity_octets_clear(&got);
	comity_doc_free(doc);
	free(input);
	free(octets);
}
END_TEST

/* The canonical SignedInfo of the XPath Filter 2.0 example. */
START_TEST(signed_info_octets)
{
	const char *folder = "xmlsec/merlin-xpath-filter2-three/";
	struct comity_report *report = comity_report_new();
	struct comity_source *source, *expected;
	struct comity_node_set set = { 0 };
	struct comity_octets got = { 0 };
	struct comity_doc *doc = NULL;
	char name[200];

	snprintf(name, sizeof(name), "%ssign-spec.xml", folder);
	source = read_source(name);
	snprintf(name, sizeof(name), "%ssign-spec-c14n-2.txt", folder);
	expected = read_source(name);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	set.apex = forge_find(comity_doc_root(doc), "SignedInfo", NULL);
	ck_assert_int_eq(
	    comity_c14n_write(doc, &set, COMITY_C14N_1_0, NULL, &got),
	    COMITY_OK);
	ck_assert_uint_eq(got.len, expected->len);
	ck_assert_mem_eq(got.bytes, expected->bytes, got.len);
	comity_octets_clear(&got);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_source_free(expected);
	comity_report_free(report);
}
END_TEST

START_TEST(no_vectors)
{
	fprintf(stderr, "# skipped: no signature vectors in %s\n", VECTORS);
}
END_TEST

SUITE("vectors")
if (access(VECTORS, R_OK) == 0) {
	SUITE_ROWS(vector_row, rows);
	SUITE_ROWS(stamp_row, stamp_rows);
	tcase_add_loop_test(tcase, expected_table, 0, 6);
	SUITE_ROWS(c14n_row, c14n_rows);
	SUITE_TEST(signed_info_octets);
} else {
	SUITE_TEST(no_vectors);
}
SUITE_END
