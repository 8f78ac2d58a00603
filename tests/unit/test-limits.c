/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds on documents, on text and on rules: just below and just above. */
#include "c14n.h"
#include "crypto.h"
#include "decimal.h"
#include "file.h"
#include "limits.h"
#include "mismatch.h"
#include "packs.h"
#include "rules.h"
#include "sandbox.h"
#include "schema-declared.h"
#include "suggest.h"
#include "xml.h"
#include "xpath-grammar.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

static bool
source_passes(size_t n)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	char *bytes = malloc(n);
	int rc;

	ck_assert_ptr_nonnull(bytes);
	memset(bytes, ' ', n);
	rc = comity_source_new("a.xml", bytes, n, report, &source);
	comity_source_free(source);
	free(bytes);
	return limit_said(rc, report, "comity-too-large");
}

/* The bound that a file of a pack is read with, on a file with a hole. */
static bool
file_passes(size_t n)
{
	char path[] = "/tmp/comity-limit-XXXXXX";
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	int fd = mkstemp(path), rc;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, (off_t)n), 0);
	rc = comity_file_read(path, COMITY_PACK_FILE_MAX, report, &source);
	ck_assert(rc != COMITY_OK || source->len == n);
	comity_source_free(source);
	close(fd);
	unlink(path);
	return limit_said(rc, report, "comity-too-large");
}

static bool
document_passes(struct comity_text text, const char *finding)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	int rc =
	    comity_source_new("a.xml", text.data, text.len, report, &source);

	ck_assert_int_eq(rc, COMITY_OK);
	rc = comity_doc_read(source, report, &doc);
	ck_assert((rc == COMITY_OK) == (doc != NULL));
	ck_assert(rc == COMITY_OK || rc == COMITY_ELIMIT);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_text_clear(&text);
	return limit_said(rc, report, finding);
}

static bool
depth_passes(size_t n)
{
	struct comity_text text = limit_text("", "<a>", n, "");

	while (n-- > 0)
		comity_text_add(&text, "</a>");
	return document_passes(text, "comity-too-deep");
}

static bool
attributes_pass(size_t n)
{
	struct comity_text text = { 0 };
	size_t i;

	/* a declaration of a namespace counts, too */
	comity_text_add(&text, "<a xmlns:a='urn:a'");
	for (i = 1; i < n; i++)
		comity_text_addf(&text, " b%zu=''", i);
	comity_text_add(&text, "/>");
	return document_passes(text, "comity-too-many-attributes");
}

static bool
nodes_pass(size_t n)
{
	/* the root, and each element with an attribute */
	ck_assert_uint_eq(n % 2, COMITY_NODES_MAX % 2 + (n > COMITY_NODES_MAX));
	return document_passes(
	    limit_text(n % 2 ? "<a>" : "<a b=''>", "<b c=''/>",
		(n - (n % 2 ? 1 : 2)) / 2, "</a>"),
	    "comity-too-many-nodes");
}

static bool
name_passes(size_t n)
{
	return document_passes(
	    limit_text("<", "a", n, "/>"), "comity-name-too-long");
}

/* What was found is quoted whole. */
static bool
detail_passes(size_t n)
{
	struct comity_text text = limit_text("", "x", n, "");
	struct comity_report *report = comity_report_new();
	bool whole;

	comity_report_add(report, COMITY_F_TOO_DEEP, NULL, text.data, NULL);
	whole = strcmp(comity_report_at(report, 0)->found, text.data) == 0;
	ck_assert_uint_le(strlen(comity_report_at(report, 0)->found),
	    COMITY_DETAIL_MAX + sizeof("..."));
	comity_text_clear(&text);
	comity_report_free(report);
	return whole;
}

static bool
findings_pass(size_t n)
{
	struct comity_report *report = comity_report_new();
	size_t i;
	bool all;

	for (i = 0; i < n; i++)
		comity_report_add(report, COMITY_F_TOO_DEEP, NULL, NULL, NULL);
	all = comity_report_find(report, "comity-more-findings") == NULL;
	ck_assert_uint_eq(comity_report_count(report), n);
	comity_report_add(report, COMITY_F_TOO_DEEP, NULL, NULL, NULL);
	ck_assert_uint_le(comity_report_count(report), COMITY_FINDINGS_MAX);
	comity_report_free(report);
	return all;
}

/* Run one rule over one document. */
static bool
rule_passes(const char *test, struct comity_text document)
{
	struct comity_folder_file file = { .name = "rules.sch",
		.role = "rules" };
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	struct comity_doc *doc = doc_load(document.data);
	struct comity_rules_run run = { .doc = doc,
		.tree = doc->xml,
		.moment = TEST_MOMENT,
		.report = comity_report_new() };
	struct comity_rules *rules = NULL;
	struct comity_text text = { 0 };
	int rc;

	run.edition = comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	comity_text_addf(&text,
	    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
	    "xmlns:c='urn:comity:rules:1' queryBinding='xpath'>"
	    "<ns prefix='f' uri='urn:comity:functions:1'/><pattern>"
	    "<rule context='/a'><assert id='t' severity='error' c:basis='b' "
	    "c:remedy='r' test=\"%s\">no</assert></rule></pattern></schema>",
	    test);
	ck_assert_int_eq(comity_source_new("rules.sch", text.data, text.len,
			     run.report, &file.source),
	    COMITY_OK);
	ck_assert_int_eq(
	    comity_rules_read(&file, NULL, run.edition, run.report, &rules),
	    COMITY_OK);
	rc = comity_rules_run(rules, &run);
	ck_assert(rc == COMITY_OK || rc == COMITY_ELIMIT);
	comity_rules_free(rules);
	comity_source_free(file.source);
	comity_doc_free(doc);
	comity_packs_free(packs);
	comity_text_clear(&text);
	comity_text_clear(&document);
	return limit_said(rc, run.report, "comity-rule-failed");
}

static bool
match_passes(size_t n)
{
	return rule_passes(
	    "f:matches(b, 'x+')", limit_text("<a><b>", "x", n, "</b></a>"));
}

/* Each of n elements is compared with each: the steps grow with the square. */
static bool
steps_pass(size_t n)
{
	return rule_passes(
	    "not(b[count(../b) = 0])", limit_text("<a>", "<b/>", n, "</a>"));
}

static bool
digits_pass(size_t n)
{
	struct comity_text text = limit_text("", "9", n, "");
	struct comity_decimal decimal;
	int rc = comity_decimal_read(text.data, &decimal);

	ck_assert(rc == COMITY_OK || rc == COMITY_ELIMIT);
	comity_text_clear(&text);
	return rc == COMITY_OK;
}

static bool
word_passes(size_t n)
{
	struct comity_text text = limit_text("", "x", n, "");
	char *copy = comity_text_copy(text.data), *said = NULL;
	const char *words[] = { copy };
	bool passes;

	ck_assert_ptr_nonnull(copy);
	copy[n / 2] = 'y';
	ck_assert_int_eq(
	    comity_suggest(text.data, words, 1, COMITY_EN, &said), COMITY_OK);
	passes = said != NULL;
	free(said);
	free(copy);
	comity_text_clear(&text);
	return passes;
}

static bool
nesting_passes(size_t n)
{
	struct comity_text text = limit_text("", "(", n, "1");
	bool is;

	while (n-- > 0)
		comity_text_add(&text, ")");
	is = comity_xpath_is_expression(text.data);
	comity_text_clear(&text);
	return is;
}

/* n rules that each extend one abstract rule */
static bool
includes_pass(size_t n)
{
	struct comity_folder_file file = { .name = "rules.sch",
		.role = "rules" };
	struct comity_report *report = comity_report_new();
	struct comity_rules *rules = NULL;
	struct comity_text text = limit_text(
	    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
	    "xmlns:c='urn:comity:rules:1' queryBinding='xpath'><pattern>"
	    "<rule abstract='true' id='r'><assert id='s' severity='error' "
	    "c:basis='b' c:remedy='r' test='true()'>no</assert></rule>"
	    "<rule context='/a'><assert id='t' severity='error' c:basis='b' "
	    "c:remedy='r' test='true()'>no</assert></rule>",
	    "<rule context='b'><extends rule='r'/></rule>", n,
	    "</pattern></schema>");
	const struct comity_finding *finding;
	int rc = comity_source_new(
	    "rules.sch", text.data, text.len, report, &file.source);

	ck_assert_int_eq(rc, COMITY_OK);
	rc = comity_rules_read(&file, NULL, NULL, report, &rules);
	if (rc != COMITY_OK) {
		finding = comity_report_at(report, 0);
		ck_assert_msg(finding != NULL && finding->expected != NULL &&
				  strstr(finding->expected,
				      "COMITY_INCLUDES_MAX") != NULL,
		    "%s: %s", finding ? finding->found : "",
		    finding ? finding->expected : "");
	}
	comity_rules_free(rules);
	comity_source_free(file.source);
	comity_text_clear(&text);
	comity_report_free(report);
	return rc == COMITY_OK;
}

static bool
documentation_passes(size_t n)
{
	struct comity_text text = limit_text(
	    "<xs:element xmlns:xs='http://www.w3.org/2001/XMLSchema'>"
	    "<xs:annotation><xs:documentation>",
	    "x", n, "</xs:documentation></xs:annotation></xs:element>");
	struct comity_doc *doc = doc_load(text.data);
	struct comity_text said = { 0 };
	bool whole;

	comity_schema_declared_say(comity_doc_root(doc), NULL, &said);
	ck_assert(!said.failed && said.data != NULL);
	whole = strstr(said.data, "...") == NULL;
	ck_assert_uint_eq(said.len,
	    (whole ? n : COMITY_DOCUMENTATION_MAX + 3) + strlen(": \"\""));
	comity_text_clear(&said);
	comity_text_clear(&text);
	comity_doc_free(doc);
	return whole;
}

/* A line end that came in is found by trying. */
static bool
mismatch_passes(size_t n)
{
	struct comity_reference reference = { .kind = COMITY_REFERENCE_PAYLOAD,
		.digest = comity_digest_named("SHA256") };
	struct comity_octets octets = { .bytes = malloc(n), .len = n };
	const char *cause;

	ck_assert_ptr_nonnull(octets.bytes);
	memset(octets.bytes, 'x', n);
	octets.bytes[n - 1] = '\n';
	ck_assert(comity_digest(
	    reference.digest, octets.bytes, n - 1, reference.value));
	cause = comity_mismatch_cause(NULL, &reference, NULL, &octets);
	free(octets.bytes);
	return strstr(cause, "line end came") != NULL;
}

/* A root with 100 declarations: each element in it costs 10 001 steps. */
static bool
canonical_passes(size_t n)
{
	struct comity_text text = { 0 };
	const xmlNode *where = NULL;
	struct comity_doc *doc;
	uint64_t cost = 0;
	size_t i;
	int rc;

	comity_text_add(&text, "<a");
	for (i = 0; i < 100; i++)
		comity_text_addf(&text, " xmlns:a%zu='urn:a'", i);
	comity_text_add(&text, ">");
	for (i = 1; i < n; i++)
		comity_text_add(&text, "<b/>");
	comity_text_add(&text, "</a>");
	doc = doc_load(text.data);
	rc = comity_c14n_check(doc, &where, &cost);
	ck_assert(rc == COMITY_OK ? cost == n * 10001ull : rc == COMITY_ELIMIT);
	comity_doc_free(doc);
	comity_text_clear(&text);
	return rc == COMITY_OK;
}

/* Whether a process that was bound can have n descriptors. */
static bool
descriptors_pass(bool forks, size_t n)
{
	const struct comity_sandbox sandbox = { .forks = forks };
	const char *why;
	int status, fd = 0;
	pid_t child = fork();

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		if (comity_sandbox_bound(&sandbox, &why) != COMITY_OK)
			_exit(2);
		while (fd >= 0 && fd + 1 < (int)n)
			fd = dup(0);
		_exit(fd < 0 && errno == EMFILE);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) < 2);
	return WEXITSTATUS(status) == 0;
}

static bool
loader_passes(size_t n)
{
	return descriptors_pass(true, n);
}

static bool
worker_passes(size_t n)
{
	return descriptors_pass(false, n);
}

#define CANONICAL (COMITY_C14N_COST_MAX / 10001)

static const struct limit limits[] = {
	LIMIT(COMITY_SOURCE_MAX, source_passes),
	LIMIT(COMITY_PACK_FILE_MAX, file_passes),
	LIMIT(COMITY_DEPTH_MAX, depth_passes),
	LIMIT(COMITY_ATTRIBUTES_MAX, attributes_pass),
	LIMIT(COMITY_NODES_MAX, nodes_pass),
	LIMIT(COMITY_NAME_MAX, name_passes),
	/* less what one escape and the dots take */
	LIMIT_AT(COMITY_DETAIL_MAX, COMITY_DETAIL_MAX - 11,
	    COMITY_DETAIL_MAX - 10, detail_passes),
	/* the last place says that there are more */
	LIMIT_AT(COMITY_FINDINGS_MAX, COMITY_FINDINGS_MAX - 1,
	    COMITY_FINDINGS_MAX, findings_pass),
	LIMIT_AT(COMITY_XPATH_OPS_MAX, 6800, 7300, steps_pass),
	LIMIT(COMITY_DECIMAL_MAX, digits_pass),
	LIMIT(COMITY_MATCH_MAX, match_passes),
	LIMIT(COMITY_SUGGEST_MAX, word_passes),
	LIMIT(COMITY_XPATH_NESTING_MAX, nesting_passes),
	LIMIT(COMITY_INCLUDES_MAX, includes_pass),
	LIMIT(COMITY_DOCUMENTATION_MAX, documentation_passes),
	LIMIT(COMITY_MISMATCH_MAX, mismatch_passes),
	LIMIT_AT(
	    COMITY_C14N_COST_MAX, CANONICAL, CANONICAL + 1, canonical_passes),
	LIMIT(COMITY_SANDBOX_FILES_MAX, loader_passes),
	LIMIT(COMITY_WORKER_FILES_MAX, worker_passes),
};
LIMIT_TEST(limit_row, limits)

SUITE_MAIN("limits", limit_row, limits)
