/* SPDX-License-Identifier: Apache-2.0 */
/* Enveloping signatures: the document stands in a ds:Object of its signature;
 * what is proven is what was digested there, and nothing moved beside it. */
#include "beside.h"
#include "forge.h"

#define DOCUMENT FORGE_OPEN FORGE_BODY FORGE_CLOSE
#define OBJECT "<ds:Object Id=\"o-one\">\n" DOCUMENT "</ds:Object>"
#define REFERENCE(transforms)                                                  \
	"<ds:Reference Id=\"r-one\" URI=\"#o-one\">" transforms FORGE_SHA256   \
	"<ds:DigestValue>@OBJECT@</ds:DigestValue></ds:Reference>"
#define EXCLUSIVE "<ds:Transforms>" FORGE_EXC "</ds:Transforms>"
#define BASE64                                                                 \
	"<ds:Transforms><ds:Transform Algorithm=\"" COMITY_URI_BASE64          \
	"\"/></ds:Transforms>"
/* "<a>1</a>" */
#define ENCODED "<ds:Object Id=\"o-one\">PGE+MTwvYT4=</ds:Object>"
#define EVIL "<ds:Object><l:License xmlns:l=\"urn:evil\"/></ds:Object>"

static struct forge_key key;

static const struct row {
	const char *why;
	const char *object, *reference; /* before signing */
	const char *find, *with; /* after it; NULL none */
	const char *reason; /* NULL: it passes */
	const char *root; /* of what is proven; NULL: no document */
} rows[] = {
	{ "a document in it", OBJECT, REFERENCE(EXCLUSIVE), NULL, NULL, NULL,
	    "License" },
	{ "the document by its own Id", OBJECT, NULL, NULL, NULL, NULL,
	    "License" },
	{ "no transform: Canonical XML 1.0", OBJECT, REFERENCE(""), NULL, NULL,
	    NULL, "License" },
	{ "a document in base64", ENCODED, REFERENCE(BASE64), NULL, NULL, NULL,
	    "a" },
	{ "text: all of it is signed, and it is no document",
	    "<ds:Object Id=\"o-one\">some text</ds:Object>",
	    REFERENCE(EXCLUSIVE), NULL, NULL, NULL, NULL },
	{ "two documents: neither is the one",
	    "<ds:Object Id=\"o-one\"><a/><b/></ds:Object>",
	    REFERENCE(EXCLUSIVE), NULL, NULL, NULL, NULL },
	{ "a value was changed", OBJECT, REFERENCE(EXCLUSIVE), "one vial",
	    "two vials", "digest", NULL },
	{ "base64 was changed", ENCODED, REFERENCE(BASE64), "PGE+MTw",
	    "PGE+Mjw", "digest", NULL },
	{ "an unsigned document came in before", OBJECT, REFERENCE(EXCLUSIVE),
	    "<ds:Object Id=\"o-one\">", EVIL "<ds:Object Id=\"o-one\">",
	    "rule 18", NULL },
	{ "an unsigned document came in behind", OBJECT, REFERENCE(EXCLUSIVE),
	    "</ds:Object></ds:Signature>",
	    "</ds:Object>" EVIL "</ds:Signature>", "rule 18", NULL },
	{ "the same Id again", OBJECT, REFERENCE(EXCLUSIVE),
	    "<ds:Object Id=\"o-one\">",
	    "<ds:Object Id=\"o-one\"><e/></ds:Object>"
	    "<ds:Object Id=\"o-one\">",
	    "rule 14", NULL },
	{ "the signed Object moved into another", OBJECT, REFERENCE(EXCLUSIVE),
	    "<ds:Object Id=\"o-one\">",
	    "<ds:Object><e><f><ds:Object Id=\"o-one\">", "rule", NULL },
	{ "only the properties are signed", OBJECT, "", NULL, NULL, "rule",
	    NULL },
	{ "a Manifest is no coverage",
	    "<ds:Object Id=\"o-one\"><ds:Manifest/></ds:Object>",
	    REFERENCE(EXCLUSIVE), NULL, NULL, "rule 18", NULL },
	{ "a part of the document only", OBJECT,
	    "<ds:Reference Id=\"r-one\" URI=\"#p-one\">" EXCLUSIVE FORGE_SHA256
	    "<ds:DigestValue>@PROPS@</ds:DigestValue></ds:Reference>",
	    NULL, NULL, "rule 18", NULL },
	{ "the whole document, which is the signature", OBJECT,
	    "<ds:Reference Id=\"r-one\" URI=\"\">" EXCLUSIVE FORGE_SHA256
	    "<ds:DigestValue>@PROPS@</ds:DigestValue></ds:Reference>",
	    NULL, NULL, "rule 15", NULL },
	{ "the same twice", OBJECT,
	    REFERENCE(EXCLUSIVE) "<ds:Reference URI=\"#o-one\">" EXCLUSIVE
		FORGE_SHA256 "<ds:DigestValue>@OBJECT@</ds:DigestValue>"
				 "</ds:Reference>",
	    NULL, NULL, "rule 9", NULL },
};

/* What a Reference to the Object digests. */
static char *
object_digest(const char *template, const struct row *row)
{
	static const struct comity_node_set part = { 0 };
	unsigned char sha256[32];

	if (row->object[0] != '\0' && strcmp(row->object, ENCODED) == 0) {
		ck_assert(comity_sha256("<a>1</a>", 8, sha256));
		return forge_base64(sha256, sizeof(sha256));
	}
	struct comity_doc *doc = forge_parse(template);
	struct comity_node_set set = part;
	struct comity_octets octets = { 0 };
	bool inclusive =
	    row->reference != NULL && strstr(row->reference, "Tr") == NULL;

	set.apex = row->reference == NULL
		       ? forge_find(comity_doc_root(doc), "License", NULL)
		       : forge_find(comity_doc_root(doc), "Object", "o-one");
	ck_assert_int_eq(
	    comity_c14n_write(doc, &set,
		inclusive ? COMITY_C14N_1_0 : COMITY_C14N_EXCLUSIVE, NULL,
		&octets),
	    COMITY_OK);
	ck_assert(comity_sha256(octets.bytes, octets.len, sha256));
	comity_octets_clear(&octets);
	comity_doc_free(doc);
	return forge_base64(sha256, sizeof(sha256));
}

static char *
sign_row(const struct row *row)
{
	struct comity_text objects = { 0 };
	char *text = comity_text_copy(FORGE_SIGNATURE), *digest, *object, *out;

	comity_text_addf(&objects,
	    "<ds:Object>" FORGE_QUALIFYING "</ds:Object>%s", row->object);
	object = comity_text_take(&objects);
	text = forge_edit(
	    text, "<ds:Object>" FORGE_QUALIFYING "</ds:Object>", object);
	text = forge_edit(text, FORGE_REFERENCE,
	    row->reference != NULL
		? row->reference
		: "<ds:Reference Id=\"r-one\" URI=\"#lic\">" EXCLUSIVE
		      FORGE_SHA256 "<ds:DigestValue>@OBJECT@</ds:DigestValue>"
		  "</ds:Reference>");
	if (row->reference != NULL && row->reference[0] == '\0')
		text = forge_edit(text, "#r-one", "#none");
	digest = object_digest(text, row);
	text = forge_replace(text, "@OBJECT@", digest);
	out = forge_sign(text, &key, "s-one");
	free(digest);
	free(object);
	free(text);
	out = forge_edit(out, row->find, row->with);
	if (row->with != NULL && strstr(row->with, "<f>") != NULL)
		out = forge_edit(out, "</ds:Object></ds:Signature>",
		    "</ds:Object></f></e></ds:Object></ds:Signature>");
	return out;
}

static void
check_row(const struct row *row, const struct comity_verification *got, int rc)
{
	const struct comity_signature *signature = &got->signatures[0];

	ck_assert_uint_eq(got->count, 1);
	if (row->reason != NULL) {
		ck_assert_msg(rc != COMITY_OK, "%s", row->why);
		ck_assert_msg(strstr(signature->reason, row->reason) != NULL,
		    "%s: %s", row->why, signature->reason);
		ck_assert_ptr_null(got->proven);
		return;
	}
	ck_assert_msg(
	    rc == COMITY_OK, "%s: %d %s", row->why, rc, signature->reason);
	ck_assert(signature->intact && signature->full_scope);
	ck_assert_int_eq(got->opaque, row->root == NULL);
	if (row->root == NULL)
		ck_assert_ptr_null(got->proven);
	else
		ck_assert_msg(
		    strcmp((const char *)comity_doc_root(got->proven)->name,
			row->root) == 0,
		    "%s", row->why);
}

START_TEST(enveloping_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_verification *got = NULL;
	struct comity_trust *trust = NULL;
	struct comity_doc *doc = NULL;
	char *text;
	int rc;

	forge_key("P-256", "ecdsa-sha256", &key);
	text = sign_row(row);
	rc = forge_verify(text, &key, report, &doc, &trust, &got);
	ck_assert_ptr_nonnull(got);
	check_row(row, got, rc);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	free(text);
	forge_key_clear(&key);
}
END_TEST

/* The inner document speaks for itself, at the lines of the outer one. */
START_TEST(opened)
{
	struct comity_report *report = comity_report_new();
	struct comity_verify_policy policy = { .moment = FORGE_MOMENT };
	const struct comity_certificate *anchors[1];
	struct comity_verification *got = NULL;
	struct comity_doc *outer, *inner = NULL;
	struct comity_trust *trust = NULL;
	char *text;

	forge_key("P-256", "ecdsa-sha256", &key);
	anchors[0] = key.certificate;
	text = sign_row(&rows[0]);
	ck_assert_ptr_nonnull(outer = forge_parse(text));
	ck_assert_int_eq(comity_beside_open(outer, &inner), COMITY_OK);
	ck_assert_str_eq((const char *)comity_doc_root(inner)->name, "License");
	ck_assert_int_eq(
	    comity_trust_new_for_list(anchors, 1, &trust), COMITY_OK);
	ck_assert_int_eq(
	    comity_verify(inner, trust, &policy, report, &got), COMITY_OK);
	ck_assert_ptr_nonnull(got->proven);
	ck_assert_uint_eq(
	    comity_doc_line(got->proven, comity_doc_root(got->proven)), 2);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(inner);
	free(text);
	/* what holds none stays the caller's */
	ck_assert_ptr_nonnull(outer = forge_parse(DOCUMENT));
	ck_assert_int_eq(comity_beside_open(outer, &inner), COMITY_UNKNOWN);
	ck_assert_ptr_null(inner);
	comity_doc_free(outer);
	comity_report_free(report);
	forge_key_clear(&key);
}
END_TEST

SUITE("enveloping")
SUITE_ROWS(enveloping_row, rows);
SUITE_TEST(opened);
SUITE_END
