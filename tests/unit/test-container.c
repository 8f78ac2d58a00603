/* SPDX-License-Identifier: Apache-2.0 */
/* Containers: what is in one, what is signed of it, and what is refused
 * before anything of it is unpacked. */
#include "container-name.h"
#include "container.h"
#include "file.h"
#include "forge.h"
#include "limit.h"

#include <archive.h>
#include <archive_entry.h>

#define LICENSE FORGE_OPEN FORGE_BODY FORGE_CLOSE
#define ANNEX "%PDF-1.4 no more than this"
#define PAYLOAD(id, name, digest)                                              \
	"<ds:Reference Id=\"" id "\" URI=\"" name "\">" FORGE_SHA256           \
	"<ds:DigestValue>" digest "</ds:DigestValue></ds:Reference>"
#define BOTH                                                                   \
	PAYLOAD("r-one", "license.xml", "@LICENSE@")                           \
	PAYLOAD("r-annex", "annex%201.pdf", "@ANNEX@")
#define MANIFEST(entries)                                                      \
	"<m:manifest xmlns:m=\"" COMITY_NS_MANIFEST "\">"                      \
	"<m:file-entry m:full-path=\"/\" m:media-type=\"x\"/>" entries         \
	"</m:manifest>"
#define ENTRY(name) "<m:file-entry m:full-path=\"" name "\"/>"

static struct forge_key key;

static char *
sha256_of(const char *text)
{
	unsigned char sha256[32];

	ck_assert(comity_sha256(text, strlen(text), sha256));
	return forge_base64(sha256, sizeof(sha256));
}

/* The signature of the license and its annex, as a document. */
static char *
sign_payloads(const char *references)
{
	char *text = comity_text_copy(FORGE_SIGNATURE), *digest, *signature;
	struct comity_text out = { 0 };

	text = forge_edit(text, FORGE_REFERENCE, references);
	digest = sha256_of(LICENSE);
	text = forge_replace(text, "@LICENSE@", digest);
	free(digest);
	digest = sha256_of(ANNEX);
	text = forge_replace(text, "@ANNEX@", digest);
	free(digest);
	signature = forge_sign(text, &key, "s-one");
	comity_text_addf(&out,
	    "<a:XAdESSignatures xmlns:a=\"" COMITY_NS_ASIC
	    "\">%s</a:XAdESSignatures>",
	    signature);
	free(signature);
	free(text);
	return comity_text_take(&out);
}

static void
add(struct comity_container *container, const char *name, const char *text)
{
	ck_assert_int_eq(
	    comity_container_add(container, name, text, strlen(text)),
	    COMITY_OK);
}

static struct comity_source *
pack(struct comity_container *container)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	unsigned char *octets = NULL;
	size_t len = 0;

	ck_assert_int_eq(
	    comity_container_write(container, &octets, &len), COMITY_OK);
	ck_assert_int_eq(
	    comity_source_new("bundle.asice", octets, len, report, &source),
	    COMITY_OK);
	free(octets);
	comity_report_free(report);
	return source;
}

static const struct row {
	const char *why, *references;
	const char *license, *annex; /* as they lie in it; NULL: absent */
	const char *more, *manifest; /* a further file; NULL none */
	int rc;
	const char *finding, *said;
} rows[] = {
	{ "both are signed", BOTH, LICENSE, ANNEX, NULL, NULL, COMITY_OK,
	    "comity-signature-passed", NULL },
	{ "a manifest that names both", BOTH, LICENSE, ANNEX, NULL,
	    MANIFEST(ENTRY("license.xml") ENTRY("annex 1.pdf")), COMITY_OK,
	    "comity-signature-passed", NULL },
	{ "a manifest that names one", BOTH, LICENSE, ANNEX, NULL,
	    MANIFEST(ENTRY("license.xml")), COMITY_REFUSED,
	    "comity-container-manifest", NULL },
	{ "a manifest that names another", BOTH, LICENSE, ANNEX, NULL,
	    MANIFEST(ENTRY("license.xml") ENTRY("other.pdf")), COMITY_REFUSED,
	    "comity-container-manifest", "other.pdf" },
	{ "a changed annex", BOTH, LICENSE, ANNEX " ", NULL, NULL,
	    COMITY_REFUSED, "comity-signature-hash-failure", "annex%201.pdf" },
	{ "line ends of the annex",
	    PAYLOAD("r-one", "license.xml", "@LICENSE@")
		PAYLOAD("r-annex", "annex%201.pdf", "@ANNEX@"),
	    LICENSE, "\r\n" ANNEX, NULL, NULL, COMITY_REFUSED,
	    "comity-signature-hash-failure", NULL },
	{ "a changed license", BOTH, LICENSE " ", ANNEX, NULL, NULL,
	    COMITY_REFUSED, "comity-signature-hash-failure", "license.xml" },
	{ "a file that nobody signed", BOTH, LICENSE, ANNEX, "evil.txt", NULL,
	    COMITY_REFUSED, "comity-container-unsigned", "evil.txt" },
	{ "the annex is not signed",
	    PAYLOAD("r-one", "license.xml", "@LICENSE@"), LICENSE, ANNEX, NULL,
	    NULL, COMITY_REFUSED, "comity-container-unsigned", "annex 1.pdf" },
	{ "the license is not signed",
	    PAYLOAD("r-one", "annex%201.pdf", "@ANNEX@"), LICENSE, ANNEX, NULL,
	    NULL, COMITY_REFUSED, "comity-container-unsigned", "license.xml" },
	{ "the annex is missing", BOTH, LICENSE, NULL, NULL, NULL,
	    COMITY_REFUSED, "comity-container-missing", "annex 1.pdf" },
	{ "a path out of it is a name that is not there",
	    BOTH PAYLOAD("r-out", "../license.xml", "@LICENSE@"), LICENSE,
	    ANNEX, NULL, NULL, COMITY_REFUSED, "comity-container-missing",
	    "../license.xml" },
	{ "the same twice", BOTH PAYLOAD("r-two", "license.xml", "@LICENSE@"),
	    LICENSE, ANNEX, NULL, NULL, COMITY_UNKNOWN,
	    "comity-signature-constraints-failure", "rule 9" },
};

static struct comity_container *
make_row(const struct row *row)
{
	struct comity_container *container = calloc(1, sizeof(*container));
	char *signature = sign_payloads(row->references);

	ck_assert_ptr_nonnull(container);
	container->extended = true;
	if (row->license != NULL)
		add(container, "license.xml", row->license);
	if (row->annex != NULL)
		add(container, "annex 1.pdf", row->annex);
	if (row->more != NULL)
		add(container, row->more, "more");
	if (row->manifest != NULL)
		add(container, "META-INF/manifest.xml", row->manifest);
	add(container, "META-INF/signatures.xml", signature);
	free(signature);
	return container;
}

/* Read, open and verify; the signer's key is trusted. */
static int
judge(const struct comity_source *source, struct comity_report *report,
    struct comity_verification **got, struct comity_doc **doc,
    struct comity_trust **trust)
{
	const struct comity_certificate *anchors[1] = { key.certificate };
	struct comity_verify_policy policy = { .moment = FORGE_MOMENT };
	struct comity_container *container = NULL;
	struct comity_beside *beside = NULL;
	struct comity_packs *packs = NULL;
	int rc;

	ck_assert_int_eq(
	    comity_trust_new_for_list(anchors, 1, trust), COMITY_OK);
	ck_assert_int_eq(comity_packs_new(&packs), COMITY_OK);
	rc = comity_container_read(source, report, &container);
	if (rc == COMITY_OK)
		rc = comity_container_open(container, source, report, &beside);
	if (rc == COMITY_OK)
		rc = comity_beside_document(
		    beside, source->name, packs, FORGE_MOMENT, report, doc);
	if (rc == COMITY_OK)
		rc = comity_verify(*doc, *trust, &policy, report, got);
	comity_container_free(container);
	comity_packs_free(packs);
	return rc;
}

static bool
says(const struct comity_report *report, const char *id, const char *said)
{
	const struct comity_finding *finding = comity_report_find(report, id);

	return finding != NULL &&
	       (said == NULL || (finding->found != NULL &&
				    strstr(finding->found, said) != NULL));
}

static void
check_source(const char *why, const struct comity_source *source, int want,
    const char *id, const char *said)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got = NULL;
	struct comity_trust *trust = NULL;
	struct comity_doc *doc = NULL;
	int rc = judge(source, report, &got, &doc, &trust);

	if (!says(report, id, said))
		suite_show(report);
	ck_assert_msg(rc == want, "%s: %d", why, rc);
	ck_assert_msg(says(report, id, said), "%s: no %s", why, id);
	if (want == COMITY_OK) {
		ck_assert_ptr_nonnull(got->proven);
		ck_assert_str_eq(
		    (const char *)comity_doc_root(got->proven)->name,
		    "License");
	} else if (got != NULL)
		ck_assert_ptr_null(got->proven);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
}

START_TEST(content_row)
{
	struct comity_container *container;
	struct comity_source *source;

	forge_key("P-256", "ecdsa-sha256", &key);
	container = make_row(&rows[_i]);
	source = pack(container);
	check_source(
	    rows[_i].why, source, rows[_i].rc, rows[_i].finding, rows[_i].said);
	comity_source_free(source);
	comity_container_free(container);
	forge_key_clear(&key);
}
END_TEST

/* Attacks on the ZIP around a good container: octets written over the header
 * of a file (L), its row of the directory (C), or both. */
static const struct attack {
	const char *why, *name;
	char where; /* L, C, B; N: the name, in both; E: the end */
	size_t at;
	const char *octets;
	size_t len;
	const char *finding;
} attacks[] = {
	{ "encrypted", "license.xml", 'B', 6, "\1\0", 2,
	    "comity-container-encrypted" },
	{ "encrypted before the file only", "license.xml", 'L', 6, "\1\0", 2,
	    "comity-container-disagrees" },
	{ "strong encryption", "license.xml", 'B', 6, "\101\0", 2,
	    "comity-container-encrypted" },
	{ "another method", "license.xml", 'B', 8, "\14\0", 2,
	    "comity-container-method" },
	{ "another name before the file", "license.xml", 'L', 30, "other", 5,
	    "comity-container-disagrees" },
	{ "another size before the file", "license.xml", 'L', 22, "\1\0", 2,
	    "comity-container-disagrees" },
	{ "another checksum before the file", "license.xml", 'L', 14, "\1\0", 2,
	    "comity-container-disagrees" },
	{ "another checksum in both", "license.xml", 'B', 14, "\1\2\3\4", 4,
	    "comity-container-damaged" },
	{ "a link", "license.xml", 'C', 40, "\377\241", 2,
	    "comity-container-link" },
	{ "a device", "license.xml", 'C', 40, "\377\041", 2,
	    "comity-container-link" },
	{ "a folder with data", "license.xml", 'N', 10, "/", 1,
	    "comity-container-link" },
	{ "the folder above", "license.xml", 'N', 0, "../", 3,
	    "comity-container-name" },
	{ "a step upward", "license.xml", 'N', 2, "/../", 4,
	    "comity-container-name" },
	{ "the root", "license.xml", 'N', 0, "/", 1, "comity-container-name" },
	{ "a backslash", "license.xml", 'N', 2, "\\", 1,
	    "comity-container-name" },
	{ "a drive", "license.xml", 'N', 1, ":", 1, "comity-container-name" },
	{ "a NUL", "license.xml", 'N', 7, "\0", 1, "comity-container-name" },
	{ "a line end", "license.xml", 'N', 7, "\n", 1,
	    "comity-container-name" },
	{ "not UTF-8", "license.xml", 'N', 7, "\377", 1,
	    "comity-container-name" },
	{ "a twin in capitals", "annex 1.pdf", 'N', 0, "LICENSE.xml", 11,
	    "comity-container-twin" },
	{ "a twin", "annex 1.pdf", 'N', 0, "license.xml", 11,
	    "comity-container-twin" },
	{ "mimetype under another name", "mimetype", 'N', 0, "M", 1,
	    "comity-container-mimetype" },
	{ "another media type", "mimetype", 'L', 38, "b", 1,
	    "comity-container-mimetype" },
	{ "a size beyond all bounds", "license.xml", 'B', 22,
	    "\377\377\377\177", 4, "comity-container-method" },
	{ "a shorter size in the directory", "annex 1.pdf", 'C', 20, "\1", 1,
	    "comity-container-method" },
	{ "the wrong number of files", NULL, 'E', 8, "\1\0\1\0", 4,
	    "comity-container-damaged" },
	{ "a directory elsewhere", NULL, 'E', 16, "\1\0", 2,
	    "comity-container-around" },
	{ "a comment that is not there", NULL, 'E', 20, "\1\0", 2,
	    "comity-container-around" },
	{ "a second disk", NULL, 'E', 4, "\1\0", 2, "comity-container-around" },
};

/* Where a file's header, or its row of the directory, begins. */
static unsigned char *
find_name(const struct comity_source *source, const char *name, bool directory)
{
	size_t len = strlen(name), i, head = directory ? 46 : 30;
	const char *mark = directory ? "PK\1\2" : "PK\3\4";

	for (i = 0; i + head + len <= source->len; i++)
		if (memcmp(source->bytes + i, mark, 4) == 0 &&
		    memcmp(source->bytes + i + head, name, len) == 0)
			return source->bytes + i;
	ck_abort_msg("no %s", name);
	return NULL;
}

static void
strike(const struct attack *attack, struct comity_source *source)
{
	unsigned char *local = NULL, *central = NULL;

	if (attack->where == 'E') {
		memcpy(source->bytes + source->len - 22 + attack->at,
		    attack->octets, attack->len);
		return;
	}
	local = find_name(source, attack->name, false);
	central = find_name(source, attack->name, true);
	if (attack->where == 'N') {
		memcpy(local + 30 + attack->at, attack->octets, attack->len);
		memcpy(central + 46 + attack->at, attack->octets, attack->len);
	}
	if (attack->where == 'L' || attack->where == 'B')
		memcpy(local + attack->at, attack->octets, attack->len);
	if (attack->where == 'C') /* its own offsets */
		memcpy(central + attack->at, attack->octets, attack->len);
	if (attack->where == 'B') /* two octets further on */
		memcpy(central + attack->at + 2, attack->octets, attack->len);
}

START_TEST(attack_row)
{
	struct comity_container *container;
	struct comity_source *source;

	forge_key("P-256", "ecdsa-sha256", &key);
	container = make_row(&rows[0]);
	source = pack(container);
	strike(&attacks[_i], source);
	check_source(
	    attacks[_i].why, source, COMITY_REFUSED, attacks[_i].finding, NULL);
	comity_source_free(source);
	comity_container_free(container);
	forge_key_clear(&key);
}
END_TEST

/* Octets that belong to nothing, at both ends. */
START_TEST(octets_around)
{
	struct comity_container *container;
	struct comity_source *source, *around = NULL;
	struct comity_report *report = comity_report_new();
	struct comity_text text = { 0 };

	forge_key("P-256", "ecdsa-sha256", &key);
	container = make_row(&rows[0]);
	source = pack(container);
	if (_i == 0)
		comity_text_add(&text, "MZ");
	comity_text_add_bytes(&text, (const char *)source->bytes, source->len);
	if (_i == 1)
		comity_text_add(&text, "MZ");
	ck_assert_int_eq(comity_source_new("bundle.asice", text.data, text.len,
			     report, &around),
	    COMITY_OK);
	check_source(
	    "around", around, COMITY_REFUSED, "comity-container-around", NULL);
	comity_text_clear(&text);
	comity_source_free(around);
	comity_source_free(source);
	comity_container_free(container);
	comity_report_free(report);
	forge_key_clear(&key);
}
END_TEST

/* Containers that are sound, and hold the wrong things. */
static struct comity_source *
make_wrong(const char *why, struct comity_container *container)
{
	char *signature = sign_payloads(BOTH);

	container->extended = strcmp(why, "payloads") != 0;
	add(container, "license.xml", LICENSE);
	add(container, "annex 1.pdf", ANNEX);
	if (strcmp(why, "no-xades") == 0)
		add(container, "META-INF/signature.p7s", "CAdES");
	else
		add(container, "META-INF/signatures.xml", signature);
	free(signature);
	return pack(container);
}

static const struct wrong_row {
	const char *why, *finding;
	int rc;
} wrongs[] = {
	{ "no-xades", "comity-container-no-xades", COMITY_UNKNOWN },
	{ "payloads", "comity-container-payloads", COMITY_REFUSED },
	{ "many", "comity-container-many", COMITY_ELIMIT },
};

START_TEST(wrong_row)
{
	const struct wrong_row *row = &wrongs[_i];
	struct comity_container container = { 0 };
	struct comity_source *source;

	forge_key("P-256", "ecdsa-sha256", &key);
	source = make_wrong(row->why, &container);
	if (strcmp(row->why, "many") == 0)
		memset(source->bytes + source->len - 22 + 8, 2, 4);
	check_source(row->why, source, row->rc, row->finding, NULL);
	comity_source_free(source);
	while (container.count > 0) {
		free(container.files[--container.count].name);
		free(container.files[container.count].bytes);
	}
	free(container.files);
	forge_key_clear(&key);
}
END_TEST

/* Four megabytes of nothing in four kilobytes. */
START_TEST(bomb)
{
	static char zeros[4 << 20];
	struct archive_entry *entry = archive_entry_new();
	struct archive *archive = archive_write_new();
	struct comity_report *report = comity_report_new();
	struct comity_container *container = NULL;
	struct comity_source *source = NULL;
	char *room = malloc(sizeof(zeros));
	size_t used = 0;

	ck_assert_ptr_nonnull(room);
	archive_write_set_format_zip(archive);
	archive_write_set_options(archive, "zip:compression=deflate");
	archive_write_set_bytes_in_last_block(archive, 1);
	ck_assert_int_eq(
	    archive_write_open_memory(archive, room, sizeof(zeros), &used),
	    ARCHIVE_OK);
	archive_entry_set_pathname(entry, "zeros");
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, sizeof(zeros));
	ck_assert_int_eq(archive_write_header(archive, entry), ARCHIVE_OK);
	ck_assert_int_eq(
	    archive_write_data(archive, zeros, sizeof(zeros)), sizeof(zeros));
	ck_assert_int_eq(archive_write_close(archive), ARCHIVE_OK);
	ck_assert_int_eq(
	    comity_source_new("bomb.asice", room, used, report, &source),
	    COMITY_OK);
	ck_assert_int_eq(
	    comity_container_read(source, report, &container), COMITY_ELIMIT);
	ck_assert(says(report, "comity-container-bomb", "zeros"));
	ck_assert_ptr_null(container);
	archive_entry_free(entry);
	archive_write_free(archive);
	comity_source_free(source);
	comity_report_free(report);
	free(room);
}
END_TEST

/* A signature in a file of its own: what it signs is named by the caller. */
static const struct detached_row {
	const char *why, *license, *annex, *more;
	int rc;
	const char *finding;
} detached[] = {
	{ "both are given", LICENSE, ANNEX, NULL, COMITY_OK,
	    "comity-signature-passed" },
	{ "one is not", LICENSE, NULL, NULL, COMITY_UNKNOWN,
	    "comity-signature-signed-data-not-found" },
	{ "one is another", LICENSE, "other", NULL, COMITY_REFUSED,
	    "comity-signature-hash-failure" },
	{ "one more, which is not signed", LICENSE, ANNEX, "other",
	    COMITY_UNKNOWN, "comity-signature-constraints-failure" },
};

START_TEST(detached_row)
{
	const struct detached_row *row = &detached[_i];
	struct comity_report *report = comity_report_new();
	struct comity_beside *beside = comity_beside_new();
	struct comity_verify_policy policy = { .moment = FORGE_MOMENT };
	const struct comity_certificate *anchors[1];
	struct comity_verification *got = NULL;
	struct comity_trust *trust = NULL;
	struct comity_packs *packs = NULL;
	struct comity_doc *doc = NULL;
	char *signature;

	forge_key("P-256", "ecdsa-sha256", &key);
	anchors[0] = key.certificate;
	signature = sign_payloads(BOTH);
	ck_assert_int_eq(
	    comity_beside_add(beside, forge_parse(signature)), COMITY_OK);
	comity_beside_add_payload(
	    beside, "license.xml", row->license, strlen(row->license));
	if (row->annex != NULL)
		comity_beside_add_payload(
		    beside, "annex 1.pdf", row->annex, strlen(row->annex));
	if (row->more != NULL)
		comity_beside_add_payload(
		    beside, "more", row->more, strlen(row->more));
	ck_assert_int_eq(comity_packs_new(&packs), COMITY_OK);
	ck_assert_int_eq(comity_beside_document(beside, "license.sig.xml",
			     packs, FORGE_MOMENT, report, &doc),
	    COMITY_OK);
	ck_assert_int_eq(
	    comity_trust_new_for_list(anchors, 1, &trust), COMITY_OK);
	ck_assert_int_eq(
	    comity_verify(doc, trust, &policy, report, &got), row->rc);
	ck_assert_msg(says(report, row->finding, NULL), "%s", row->why);
	ck_assert_int_eq(got->proven != NULL, row->rc == COMITY_OK);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_packs_free(packs);
	comity_doc_free(doc);
	comity_report_free(report);
	free(signature);
	forge_key_clear(&key);
}
END_TEST

/* Two licenses of known profiles: there is no single question. */
START_TEST(two_licenses)
{
	static const char path[] =
	    COMITY_TEST_SRCDIR "/examples/us-ear/plain.xml";
	struct comity_report *report = comity_report_new();
	struct comity_beside *beside = comity_beside_new();
	struct comity_source *license = NULL;
	struct comity_packs *packs = NULL;
	struct comity_doc *doc = NULL;

	ck_assert_int_eq(
	    comity_file_read(path, COMITY_SOURCE_MAX, report, &license),
	    COMITY_OK);
	ck_assert_int_eq(comity_packs_new(&packs), COMITY_OK);
	ck_assert_int_eq(
	    comity_packs_read(packs, COMITY_SCHEMAS_DIR, true, report),
	    COMITY_OK);
	comity_beside_add_payload(
	    beside, "one.xml", license->bytes, license->len);
	comity_beside_add_payload(
	    beside, "two.xml", license->bytes, license->len);
	ck_assert_int_eq(comity_beside_document(beside, "bundle.asice", packs,
			     FORGE_MOMENT, report, &doc),
	    COMITY_UNKNOWN);
	ck_assert(says(report, "comity-container-two", "two.xml"));
	ck_assert_ptr_null(doc);
	comity_packs_free(packs);
	comity_source_free(license);
	comity_report_free(report);
}
END_TEST

static const struct name_row {
	const char *name, *twin;
	bool safe;
} names[] = {
	{ "a/b.xml", "A/B.XML", true },
	{ "\xc3\xa4.pdf", "\xc3\x84.pdf", true },
	{ "\xce\xa3.pdf", "\xcf\x82.pdf", true },
	{ "\xd0\x96", "\xd0\xb6", true },
	{ "a\xcc\x88.pdf", NULL, false }, /* decomposed */
	{ "a\xe2\x80\xae.pdf", NULL, false }, /* right to left */
	{ "a//b", NULL, false },
	{ "./a", NULL, false },
	{ "a/..", NULL, false },
	{ "a.", NULL, false },
	{ "a ", NULL, false },
	{ "", NULL, false },
};

START_TEST(name_row)
{
	const struct name_row *row = &names[_i];

	ck_assert_int_eq(comity_container_name_is_safe(row->name), row->safe);
	if (row->twin != NULL) {
		ck_assert(comity_container_name_same(row->name, row->twin));
		ck_assert(!comity_container_name_same(row->name, "other"));
	}
}
END_TEST

SUITE("container")
SUITE_ROWS(content_row, rows);
SUITE_ROWS(attack_row, attacks);
tcase_add_loop_test(tcase, octets_around, 0, 2);
SUITE_ROWS(wrong_row, wrongs);
SUITE_TEST(bomb);
SUITE_ROWS(detached_row, detached);
SUITE_TEST(two_licenses);
SUITE_ROWS(name_row, names);
SUITE_END
