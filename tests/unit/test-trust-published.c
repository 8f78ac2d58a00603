/* SPDX-License-Identifier: Apache-2.0 */
/* trust-published: lists as they are published elsewhere, with their own
 * signers pinned: each gives the answer that its provenance documents. */
#include "file.h"
#include "keys.h"

#ifndef COMITY_SHARED_DIR
#define COMITY_SHARED_DIR "../../../shared"
#endif
#define SAMPLES "/standards/etsi-119612/samples/"
#define VECTORS "/vectors/dss-mra/"

/* Answers as documented, and as xmlsec1 gives them for the signature alone. */
static const struct row {
	const char *file, *territory, *moment;
	int rc;
	const char *finding; /* NULL: none but warnings */
	size_t services; /* with a certificate, if it is used */
	const char *late, *late_finding; /* of one that is used */
} rows[] = {
	{ SAMPLES "be-tl.xml", "BE", "2020-06-01T00:00:00Z", COMITY_OK, NULL, 1,
	    "2020-10-01T01:00:01Z", "comity-trust-list-late" },
	{ SAMPLES "ie-tl.xml", "IE", "2020-01-01T00:00:00Z", COMITY_OK, NULL, 4,
	    "2020-03-04T00:00:01Z", "comity-trust-list-late" },
	{ VECTORS "be-tl.xml", "BE", "2020-06-01T00:00:00Z", COMITY_OK, NULL, 1,
	    "2020-10-01T01:00:01Z", "comity-trust-list-late" },
	/* the signer's certificate ends before the next update */
	{ VECTORS "mra-lotl.xml", "EU", "2022-07-01T00:00:00Z", COMITY_OK, NULL,
	    0, "2032-06-27T09:30:09Z", "comity-trust-list-unproven" },
	{ VECTORS "mra-zz-tl.xml", "ZZ", "2022-07-01T00:00:00Z", COMITY_OK,
	    NULL, 1, "2032-06-08T11:37:22Z", "comity-trust-list-unproven" },
	{ VECTORS "tc-tl.xml", "TC", "2020-06-01T00:00:00Z", COMITY_UNKNOWN,
	    "comity-signature-hash-failure", 0, NULL, NULL },
	/* changed after signing, which xmlsec1 says as well */
	{ SAMPLES "mra-lotl.xml", "EU", "2022-07-01T00:00:00Z", COMITY_UNKNOWN,
	    "comity-signature-hash-failure", 0, NULL, NULL },
	{ SAMPLES "mra-tl-zz.xml", "ZZ", "2022-07-01T00:00:00Z", COMITY_UNKNOWN,
	    "comity-signature-hash-failure", 0, NULL, NULL },
	/* versions 4 and 1 of the format */
	{ SAMPLES "tl.xml", "PT", "2015-06-01T00:00:00Z", COMITY_REFUSED,
	    "comity-trust-list-shape", 0, NULL, NULL },
	{ SAMPLES "peru-lotl.xml", "PE", "2019-12-01T00:00:00Z", COMITY_REFUSED,
	    "comity-trust-list-shape", 0, NULL, NULL },
	/* no lists at all */
	{ SAMPLES "tl-empty.xml", "XX", "2021-01-01T00:00:00Z", COMITY_REFUSED,
	    "comity-trust-list-shape", 0, NULL, NULL },
	{ SAMPLES "tlv6_wrong_inside.xml", "XX", "2021-01-01T00:00:00Z",
	    COMITY_REFUSED, "comity-trust-list-shape", 0, NULL, NULL },
	{ SAMPLES "john-doe-lta.xml", "ZZ", "2022-07-11T00:00:00Z",
	    COMITY_REFUSED, "comity-trust-list-shape", 0, NULL, NULL },
	/* unsigned */
	{ SAMPLES "trusted-list.xml", "XX", "2021-01-01T00:00:00Z",
	    COMITY_UNKNOWN, "comity-trust-list-unproven", 0, NULL, NULL },
};

static int64_t
instant(const char *text)
{
	int64_t at = 0;

	ck_assert_int_eq(comity_moment_read(text, &at), COMITY_OK);
	return at;
}

/* A file of the shared folder; NULL, and said, if it is absent. */
static struct comity_source *
shared_file(const char *file)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	char path[1024];

	snprintf(path, sizeof(path), "%s%s", COMITY_SHARED_DIR, file);
	if (comity_file_read(path, 1u << 26, report, &source) != COMITY_OK)
		fprintf(stderr, "# no %s: skipped\n", path);
	comity_report_free(report);
	return source;
}

/* The first certificate of the list's own signature as PEM: what its users
 * would have got another way. NULL: it has none. */
static struct comity_source *
signer_of(const struct comity_doc *doc)
{
	static const char *const steps[] = { "Signature", "KeyInfo", "X509Data",
		"X509Certificate" };
	xmlNodePtr node = comity_doc_root(doc);
	struct comity_source *pem;
	char *text, *out = NULL;
	size_t len = 0, i, column = 0;
	FILE *to;

	for (i = 0; node != NULL && i < 4; i++)
		node = comity_node_child(node, COMITY_NS_DS, steps[i]);
	if (node == NULL)
		return NULL;
	text = comity_node_text(node);
	to = open_memstream(&out, &len);
	fputs("-----BEGIN CERTIFICATE-----\n", to);
	for (i = 0; text[i] != '\0'; i++)
		if (strchr(" \t\r\n", text[i]) == NULL) {
			fputc(text[i], to);
			if (++column % 64 == 0)
				fputc('\n', to);
		}
	fputs("\n-----END CERTIFICATE-----\n", to);
	fclose(to);
	pem = source_of("pinned.pem", out, len);
	free(text);
	free(out);
	return pem;
}

/* Add a list with a pin; finding: must be there, NULL no more than warnings.
 */
static void
try_list(const struct comity_doc *doc, const struct comity_source *pin,
    const char *territory, const char *moment, int rc, const char *finding,
    size_t services)
{
	struct comity_report *report = comity_report_new();
	struct comity_trust *trust = NULL;
	int got;

	ck_assert_int_eq(comity_trust_new(&trust), COMITY_OK);
	ck_assert_int_eq(
	    comity_trust_pin(trust, territory, pin, report), COMITY_OK);
	got = comity_trust_add_list(trust, doc, instant(moment), report);
	if (got != rc)
		suite_show(report);
	ck_assert_msg(got == rc, "%s: %d", doc->name, got);
	ck_assert_uint_eq(comity_trust_service_count(trust), services);
	if (finding != NULL)
		ck_assert_msg(comity_report_find(report, finding) != NULL,
		    "%s: no %s", doc->name, finding);
	else
		ck_assert_int_eq(comity_report_status(report), COMITY_OK);
	comity_trust_free(trust);
	comity_report_free(report);
}

/* Changed after signing, in a place that no reading looks at. */
static struct comity_doc *
edited(const struct comity_source *source)
{
	struct comity_doc *doc;
	char *text = calloc(1, source->len + 1), *at;

	memcpy(text, source->bytes, source->len);
	at = strstr(text, "Period>65535");
	ck_assert_ptr_nonnull(at);
	at[strlen("Period>6553")] = '4';
	doc = doc_of("edited", text, source->len);
	free(text);
	return doc;
}

START_TEST(published_row)
{
	static const struct want stranger_want = {
		.name = "Stranger", .from = "2010-01-01", .to = "2036-01-01"
	};
	const struct row *row = &rows[_i];
	struct made stranger = made_new(&stranger_want, NULL);
	struct comity_source *source = shared_file(row->file), *pin;
	struct comity_doc *doc, *other;

	if (source == NULL) {
		made_free(&stranger);
		return;
	}
	doc = doc_of(row->file, source->bytes, source->len);
	pin = signer_of(doc);
	try_list(doc, pin != NULL ? pin : stranger.pem, row->territory,
	    row->moment, row->rc, row->finding, row->services);
	if (row->rc == COMITY_OK) {
		try_list(doc, pin, row->territory, row->late, COMITY_UNKNOWN,
		    row->late_finding, 0);
		try_list(doc, stranger.pem, row->territory, row->moment,
		    COMITY_UNKNOWN, "comity-trust-list-unproven", 0);
		try_list(doc, pin, "XX", row->moment, COMITY_UNKNOWN,
		    "comity-trust-list-unpinned", 0);
		other = edited(source);
		try_list(other, pin, row->territory, row->moment,
		    COMITY_UNKNOWN, "comity-signature-hash-failure", 0);
		comity_doc_free(other);
	}
	comity_source_free(pin);
	comity_doc_free(doc);
	comity_source_free(source);
	made_free(&stranger);
}
END_TEST

/* What a national list says of a CA through the years. */
START_TEST(published_history)
{
	static const struct {
		const char *at;
		bool granted;
	} moments[] = {
		{ "2001-01-01T00:00:00Z", false },
		{ "2012-01-01T00:00:00Z", true }, /* under supervision */
		{ "2016-06-30T21:59:59Z", true },
		{ "2016-06-30T22:00:00Z", true }, /* granted */
		{ "2019-01-24T23:59:59Z", true },
		{ "2019-01-25T00:00:00Z", false }, /* withdrawn */
	};
	struct comity_source *source = shared_file(SAMPLES "ie-tl.xml"), *pin;
	struct comity_report *report = comity_report_new();
	const struct comity_service *service;
	struct comity_trust *trust = NULL;
	struct comity_doc *doc;
	size_t i;

	if (source == NULL)
		return;
	doc = doc_of("ie-tl.xml", source->bytes, source->len);
	pin = signer_of(doc);
	comity_trust_new(&trust);
	comity_trust_pin(trust, "IE", pin, report);
	ck_assert_int_eq(comity_trust_add_list(trust, doc,
			     instant("2020-01-01T00:00:00Z"), report),
	    COMITY_OK);
	service = comity_trust_service_at(trust, 0);
	for (i = 0; i < sizeof(moments) / sizeof(moments[0]); i++)
		ck_assert_msg(comity_service_granted(service,
				  instant(moments[i].at)) == moments[i].granted,
		    "%s", moments[i].at);
	comity_trust_free(trust);
	comity_source_free(pin);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
}
END_TEST

/* The list of lists points to this list's very signer, but for another
 * territory: that is nobody's word for this one. */
START_TEST(published_pointer)
{
	struct comity_source *from = shared_file(VECTORS "mra-lotl.xml"), *pin;
	struct comity_source *to = shared_file(VECTORS "mra-zz-tl.xml");
	struct comity_report *report = comity_report_new();
	struct comity_trust *trust = NULL;
	const struct comity_doc *docs[2];

	if (from == NULL || to == NULL)
		return;
	docs[0] = doc_of("mra-lotl.xml", from->bytes, from->len);
	docs[1] = doc_of("mra-zz-tl.xml", to->bytes, to->len);
	pin = signer_of(docs[0]);
	comity_trust_new(&trust);
	comity_trust_pin(trust, "EU", pin, report);
	comity_trust_follow(trust);
	ck_assert_int_eq(comity_trust_add_lists(trust, docs, 2,
			     instant("2022-07-01T00:00:00Z"), report),
	    COMITY_OK);
	ck_assert_uint_eq(comity_trust_service_count(trust), 0);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-trust-list-unpinned"));
	ck_assert_ptr_null(
	    comity_report_find(report, "comity-trust-list-unproven"));
	comity_trust_free(trust);
	comity_source_free(pin);
	comity_doc_free((struct comity_doc *)docs[0]);
	comity_doc_free((struct comity_doc *)docs[1]);
	comity_source_free(from);
	comity_source_free(to);
	comity_report_free(report);
}
END_TEST

SUITE("trust-published")
SUITE_ROWS(published_row, rows);
SUITE_TEST(published_history);
SUITE_TEST(published_pointer);
SUITE_END
