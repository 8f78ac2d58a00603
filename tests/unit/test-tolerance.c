/* SPDX-License-Identifier: Apache-2.0 */
/* Envelopes and drifts: what is found, what is read, and what is not. */
#include "check.h"
#include "envelope.h"
#include "limit.h"
#include "packs.h"
#include "tolerance.h"

#define DRIFT_PACKS COMITY_TEST_SRCDIR "/tests/data/packs/drift"
#define NS "http://example.org/wide/1"
#define WIDE(ns, more) "<w:Wide xmlns:w='" ns "'>" more "</w:Wide>"
#define BODY "<w:Number>W-1</w:Number>\n<w:Good>a</w:Good>"
#define FINE WIDE(NS, BODY)
#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define SBDH                                                                   \
	"http://www.unece.org/cefact/namespaces/"                              \
	"StandardBusinessDocumentHeader"
#define DS "http://www.w3.org/2000/09/xmldsig#"
#define SOAP(ns, head, body)                                                   \
	"<s:Envelope xmlns:s='" ns "'><s:Header>" head                         \
	"</s:Header>\n<s:Body>" body "</s:Body></s:Envelope>"
#define TEN(in)                                                                \
	"<a><a><a><a><a><a><a><a><a><a>" in                                    \
	"</a></a></a></a></a></a></a></a></a></a>"

static const struct envelope {
	const char *why, *doc;
	int rc; /* of opening */
	const char *finding, *found; /* NULL none */
	unsigned long line;
} envelopes[] = {
	{ "no envelope", FINE, COMITY_OK, NULL, NULL, 0 },
	{ "an unknown document", "<a><b/></a>", COMITY_OK, NULL, NULL, 0 },
	{ "SOAP 1.1", SOAP(SOAP11, "", FINE), COMITY_OK, "comity-envelope",
	    "SOAP 1.1", 2 },
	{ "SOAP 1.2", SOAP(SOAP12, "<x/>", "<op>" FINE "</op>"), COMITY_OK,
	    "comity-envelope", "SOAP 1.2", 2 },
	{ "a standard business document",
	    "<s:StandardBusinessDocument xmlns:s='" SBDH
	    "'><s:StandardBusinessDocumentHeader/>" FINE
	    "</s:StandardBusinessDocument>",
	    COMITY_OK, "comity-envelope", "SBDH", 1 },
	{ "one in the other",
	    SOAP(SOAP11, "",
		"<b:StandardBusinessDocument xmlns:b='" SBDH "'>" FINE
		"</b:StandardBusinessDocument>"),
	    COMITY_OK, "comity-envelope", "SBDH, SOAP 1.1", 2 },
	{ "an enveloping signature",
	    "<d:Signature xmlns:d='" DS "'><d:Object>" FINE
	    "</d:Object></d:Signature>",
	    COMITY_OK, "comity-envelope", "enveloping signature", 1 },
	{ "a plain wrapper", "<Send><To/>\n" FINE "</Send>", COMITY_OK,
	    "comity-envelope", "Send", 2 },
	{ "a drifting one inside",
	    "<Send>" WIDE("HTTPS://example.org/wide/1/", BODY) "</Send>",
	    COMITY_OK, "comity-envelope", "Send", 1 },
	{ "a known document that quotes another",
	    WIDE(NS, BODY "<w:Annex>" FINE FINE "</w:Annex>"), COMITY_OK, NULL,
	    NULL, 0 },
	{ "a drifting document that quotes a true one",
	    WIDE(NS "/", BODY "<w:Annex>" FINE "</w:Annex>"), COMITY_OK, NULL,
	    NULL, 0 },
	{ "a known one inside that quotes another",
	    "<Send>" WIDE(NS, "<w:Annex>" FINE "</w:Annex>") "</Send>",
	    COMITY_OK, "comity-envelope", "Send", 1 },
	{ "two of them", "<Send>" FINE FINE "</Send>", COMITY_UNKNOWN,
	    "comity-envelope-two", "Send", 1 },
	{ "two, one of which drifts",
	    "<Send>" FINE "\n" WIDE(NS "/", BODY) "</Send>", COMITY_UNKNOWN,
	    "comity-envelope-two", "Send", 1 },
	{ "one in the header, one in the body", SOAP(SOAP11, FINE, FINE),
	    COMITY_UNKNOWN, "comity-envelope-two", "SOAP 1.1", 1 },
	{ "two, one of them deep", "<a>" FINE TEN(TEN(FINE)) "</a>",
	    COMITY_UNKNOWN, "comity-envelope-two", "a", 1 },
	{ "in the header only", SOAP(SOAP12, FINE, "<x/>"), COMITY_UNKNOWN,
	    "comity-envelope-part", "Header", 1 },
	{ "in the header of the business document",
	    "<s:StandardBusinessDocument xmlns:s='" SBDH
	    "'><s:StandardBusinessDocumentHeader>" FINE
	    "</s:StandardBusinessDocumentHeader>"
	    "</s:StandardBusinessDocument>",
	    COMITY_UNKNOWN, "comity-envelope-part",
	    "StandardBusinessDocumentHeader", 1 },
	{ "too deep", TEN(TEN(FINE)), COMITY_UNKNOWN, "comity-envelope-deep",
	    NULL, 1 },
};

START_TEST(envelope_row)
{
	const struct envelope *row = &envelopes[_i];
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(DRIFT_PACKS);
	struct comity_doc *doc = doc_load(row->doc), *inner;
	const struct comity_finding *first;
	int rc = comity_envelope_open(packs, doc, report, &inner);

	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	first = comity_report_at(report, 0);
	ck_assert_msg(
	    (first != NULL) == (row->finding != NULL), "%s", row->why);
	ck_assert((inner != NULL) == (rc == COMITY_OK && row->finding != NULL));
	if (first != NULL) {
		ck_assert_str_eq(first->id, row->finding);
		ck_assert_msg(first->line == row->line, "%s: line %lu",
		    row->why, first->line);
		ck_assert_ptr_nonnull(strstr(first->path, "Wide"));
	}
	if (row->found != NULL)
		ck_assert_str_eq(first->found, row->found);
	if (row->finding != NULL && rc == COMITY_UNKNOWN &&
	    strcmp(row->finding, "comity-envelope-two") == 0)
		ck_assert_uint_eq(comity_report_count(report), 2);
	if (inner != NULL) {
		ck_assert_str_eq(
		    (const char *)comity_doc_root(inner)->name, "Wide");
		ck_assert_uint_eq(
		    comity_doc_line(inner, comity_doc_root(inner)), row->line);
		ck_assert_str_eq(inner->sha256_hex, doc->sha256_hex);
	}
	comity_doc_free(inner);
	comity_doc_free(doc);
	comity_packs_free(packs);
	comity_report_free(report);
}
END_TEST

#define OUT_OF_ORDER                                                           \
	"<w:Good>a</w:Good><w:Number>W-1</w:Number><w:Good>b</w:Good>"

static const struct drift {
	const char *why, *doc;
	int strict; /* without tolerance */
	const char *hint; /* what then points to it; NULL nothing */
	int tolerant;
	const char *finding; /* NULL none */
	size_t count;
} drifts[] = {
	{ "no drift", FINE, COMITY_OK, NULL, COMITY_OK, NULL, 0 },
	{ "a slash", WIDE(NS "/", BODY), COMITY_UNKNOWN, "comity-drift-root",
	    COMITY_OK, "comity-drift-namespace", 1 },
	{ "https", WIDE("https://example.org/wide/1", BODY), COMITY_UNKNOWN,
	    "comity-drift-root", COMITY_OK, "comity-drift-namespace", 1 },
	{ "letter case", WIDE("http://Example.org/Wide/1", BODY),
	    COMITY_UNKNOWN, "comity-drift-root", COMITY_OK,
	    "comity-drift-namespace", 1 },
	{ "a name that the pack knows", WIDE("urn:example:wide", BODY),
	    COMITY_UNKNOWN, "comity-drift-root", COMITY_OK,
	    "comity-drift-namespace", 1 },
	{ "no namespace, which the pack knows",
	    "<Wide><Number>W-1</Number><Good>a</Good></Wide>", COMITY_UNKNOWN,
	    "comity-drift-root", COMITY_OK, "comity-drift-namespace", 1 },
	{ "a prefix of its own further in",
	    WIDE(NS,
		"<w:Number>W-1</w:Number><v:Good xmlns:v='" NS "/'>a</v:Good>"),
	    COMITY_REFUSED, "comity-drift-known", COMITY_OK,
	    "comity-drift-namespace", 1 },
	{ "another namespace altogether", WIDE("urn:example:wider", BODY),
	    COMITY_UNKNOWN, NULL, COMITY_UNKNOWN, NULL, 0 },
	{ "another version, which no row names",
	    WIDE("http://example.org/wide/2", BODY), COMITY_UNKNOWN, NULL,
	    COMITY_UNKNOWN, NULL, 0 },
	{ "another root in a near namespace", "<w:Wider xmlns:w='" NS "/'/>",
	    COMITY_UNKNOWN, NULL, COMITY_UNKNOWN, NULL, 0 },
	{ "out of order", WIDE(NS, OUT_OF_ORDER), COMITY_REFUSED,
	    "comity-drift-known", COMITY_OK, "comity-drift-order", 1 },
	{ "out of order, and a slash", WIDE(NS "/", OUT_OF_ORDER),
	    COMITY_UNKNOWN, "comity-drift-root", COMITY_OK,
	    "comity-drift-namespace", 2 },
	{ "a stranger among them is no order",
	    WIDE(NS, OUT_OF_ORDER "<w:Else/>"), COMITY_REFUSED, NULL,
	    COMITY_REFUSED, NULL, 0 },
	{ "in order and too many", WIDE(NS, "<w:Number>W-1</w:Number>" BODY),
	    COMITY_REFUSED, NULL, COMITY_REFUSED, NULL, 0 },
	{ "an order that means something is let alone",
	    WIDE(NS, BODY "<w:Pairs><w:B>b</w:B><w:A>a</w:A></w:Pairs>"),
	    COMITY_REFUSED, NULL, COMITY_REFUSED, NULL, 0 },
	{ "an empty element", WIDE(NS, BODY "<w:Notes> <!-- --></w:Notes>"),
	    COMITY_REFUSED, "comity-drift-known", COMITY_OK,
	    "comity-drift-empty", 1 },
	{ "one that only looks empty",
	    WIDE(NS, BODY "<w:Notes><w:Else/></w:Notes>"), COMITY_REFUSED, NULL,
	    COMITY_REFUSED, NULL, 0 },
	{ "one that no row names", WIDE(NS, BODY "<w:Pairs/>"), COMITY_REFUSED,
	    NULL, COMITY_REFUSED, NULL, 0 },
	{ "a rule that fails fails tolerantly too",
	    WIDE(NS "/", "<w:Number>W-2</w:Number><w:Good>a</w:Good>"),
	    COMITY_UNKNOWN, "comity-drift-root", COMITY_REFUSED,
	    "comity-drift-namespace", 1 },
};

static int
judge(const struct comity_packs *packs, const struct comity_doc *doc,
    bool tolerant, struct comity_report *report)
{
	const struct comity_edition *edition;
	struct comity_checked checked;
	struct comity_doc *copy = NULL;
	int rc = COMITY_OK;

	if (tolerant)
		rc = comity_tolerance_open(packs, doc, report, &copy);
	ck_assert_int_eq(rc, COMITY_OK);
	if (tolerant)
		doc = copy;
	rc =
	    comity_packs_match(packs, doc, NULL, TEST_MOMENT, report, &edition);
	if (rc == COMITY_OK && tolerant)
		rc = comity_tolerance_apply(edition, copy, report);
	if (rc == COMITY_OK)
		rc = comity_check(edition, doc, TEST_MOMENT, report, &checked);
	if (rc == COMITY_REFUSED && !tolerant)
		ck_assert_int_eq(
		    comity_tolerance_hint(edition, doc, report), COMITY_OK);
	comity_doc_free(copy);
	return rc;
}

/* The octets of a document, to show that reading did not touch it. */
static char *
octets(const struct comity_doc *doc)
{
	unsigned char *bytes;
	size_t len;

	ck_assert_int_eq(comity_xml_write(doc->xml, &bytes, &len), COMITY_OK);
	return (char *)bytes;
}

START_TEST(drift_row)
{
	const struct drift *row = &drifts[_i];
	struct comity_report *strict = comity_report_new();
	struct comity_report *tolerant = comity_report_new();
	struct comity_packs *packs = packs_load(DRIFT_PACKS);
	struct comity_doc *doc = doc_load(row->doc);
	char *before = octets(doc), *after;
	const struct comity_finding *hint;
	int rc = judge(packs, doc, false, strict);

	ck_assert_msg(rc == row->strict, "%s: strictly %d", row->why, rc);
	ck_assert_uint_eq(comity_tolerance_count(strict), 0);
	hint = comity_report_find(strict, row->strict == COMITY_REFUSED
					      ? "comity-drift-known"
					      : "comity-drift-root");
	ck_assert_msg((hint != NULL) == (row->hint != NULL), "%s", row->why);
	if (hint != NULL) {
		ck_assert_str_eq(hint->id, row->hint);
		ck_assert_ptr_nonnull(strstr(hint->remedy, "--tolerant"));
	}
	rc = judge(packs, doc, true, tolerant);
	if (rc != row->tolerant)
		suite_show(tolerant);
	ck_assert_msg(rc == row->tolerant, "%s: tolerantly %d", row->why, rc);
	ck_assert_uint_eq(comity_tolerance_count(tolerant), row->count);
	if (row->finding != NULL)
		ck_assert_msg(
		    comity_report_find(tolerant, row->finding) != NULL, "%s",
		    row->why);
	after = octets(doc);
	ck_assert_str_eq(before, after);
	xmlFree(before);
	xmlFree(after);
	comity_doc_free(doc);
	comity_packs_free(packs);
	comity_report_free(strict);
	comity_report_free(tolerant);
}
END_TEST

/* Who does not open envelopes says where the document stands. */
START_TEST(closed)
{
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(DRIFT_PACKS);
	struct comity_doc *doc = doc_load(SOAP(SOAP11, "", "\n" FINE));
	const struct comity_edition *edition;
	const struct comity_finding *finding;

	ck_assert_int_eq(
	    comity_packs_match(packs, doc, NULL, TEST_MOMENT, report, &edition),
	    COMITY_UNKNOWN);
	finding = comity_report_find(report, "comity-envelope-closed");
	ck_assert_ptr_nonnull(finding);
	ck_assert_str_eq(finding->path, "/s:Envelope/s:Body/w:Wide");
	ck_assert_uint_eq(finding->line, 3);
	comity_doc_free(doc);
	comity_packs_free(packs);
	comity_report_free(report);
}
END_TEST

/* A prefix that only a value uses is still in scope in the part. */
START_TEST(scope)
{
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(DRIFT_PACKS);
	struct comity_doc *inner,
	    *doc = doc_load("<Send xmlns:k='urn:k'>" WIDE(
		NS, BODY "<w:Kind>k:one</w:Kind>") "</Send>");

	ck_assert_int_eq(
	    comity_envelope_open(packs, doc, report, &inner), COMITY_OK);
	ck_assert_int_eq(judge(packs, inner, false, report), COMITY_OK);
	comity_doc_free(inner);
	comity_doc_free(doc);
	comity_packs_free(packs);
	comity_report_free(report);
}
END_TEST

SUITE("tolerance")
SUITE_ROWS(envelope_row, envelopes);
SUITE_ROWS(drift_row, drifts);
SUITE_TEST(closed);
SUITE_TEST(scope);
SUITE_END
