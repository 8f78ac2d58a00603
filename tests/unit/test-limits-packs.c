/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds on packs, translation, envelopes and containers: just below and just
 * above. Those on comparing are in test-comparison.c. */
#include "container-zip.h"
#include "container.h"
#include "crosswalk-kit.h"
#include "envelope.h"
#include "limits.h"
#include "packs.h"
#include "schema-fault-private.h"

#include <stdint.h>
#include <unistd.h>

#define WIDE COMITY_TEST_SRCDIR "/tests/data/packs/drift"

static bool
envelope_passes(size_t n)
{
	struct comity_text text = limit_text("", "<e>", n,
	    "<w:Wide xmlns:w='http://example.org/wide/1'>"
	    "<w:Number>W-1</w:Number></w:Wide>");
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs = packs_load(WIDE);
	struct comity_doc *doc, *inner;
	int rc;

	while (n-- > 0)
		comity_text_add(&text, "</e>");
	doc = doc_load(text.data);
	rc = comity_envelope_open(packs, doc, report, &inner);
	ck_assert((rc == COMITY_OK) == (inner != NULL));
	comity_doc_free(inner);
	comity_doc_free(doc);
	comity_packs_free(packs);
	comity_text_clear(&text);
	return limit_said(rc, report, "comity-envelope-deep");
}

/* The pack of drifts, which has five, with so many. */
static bool
drifts_pass(size_t n)
{
	char dir[] = "/tmp/comity-limit-XXXXXX", shell[1000];
	struct comity_report *report = comity_report_new();
	const struct comity_finding *finding;
	struct comity_packs *packs;
	int rc;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(shell, sizeof(shell),
	    "cp -R '%s/.' '%s' && cd '%s' && chmod -R u+w . && "
	    "f=$(echo */*/profile.xml) && awk '/<Drift/ && !done { done = 1; "
	    "for (i = 5; i < %zu; i++) print \"<Drift kind=\\\"namespace\\\" "
	    "found=\\\"urn:x:\" i \"\\\">x</Drift>\" } 1' $f >new && mv new $f",
	    WIDE, dir, dir, n);
	ck_assert_int_eq(system(shell), 0);
	ck_assert_int_eq(comity_packs_new(&packs), COMITY_OK);
	rc = comity_packs_read(packs, dir, true, report);
	finding = comity_report_at(report, 0);
	ck_assert_msg(
	    rc == COMITY_OK ||
		(finding != NULL && finding->expected != NULL &&
		    strcmp(finding->expected, "fewer rows Drift") == 0),
	    "%s", finding != NULL ? finding->id : "");
	comity_packs_free(packs);
	comity_report_free(report);
	snprintf(shell, sizeof(shell), "rm -rf '%s'", dir);
	ck_assert_int_eq(system(shell), 0);
	return rc == COMITY_OK;
}

/* What a small table makes of a document with n letters in one element. */
static char *
translated(const char *rows, const char *open, size_t n, const char *close,
    struct comity_report *report, int *rc)
{
	struct comity_text text = limit_text(open, "x", n, close);
	struct comity_edition edition;
	struct comity_doc *doc;
	char *core;

	ck_assert_int_eq(
	    kit_load("xx-permit", "", rows, &edition, report), COMITY_OK);
	doc = kit_permit(text.data);
	core = kit_in(&edition, doc, report, rc);
	comity_doc_free(doc);
	comity_crosswalk_free(edition.crosswalk);
	comity_text_clear(&text);
	return core;
}

/* A longer code is no code: its text is kept beside the empty element. */
static bool
code_passes(size_t n)
{
	struct comity_report *report = comity_report_new();
	bool is;
	int rc;
	char *core = translated(
	    "<leaf local='Kind' core='EndUse/Purpose/Text' type='code'/>",
	    "<Kind>", n, "</Kind>", report, &rc);

	ck_assert_int_eq(rc, COMITY_OK);
	is = strstr(core, "<Text>xxx") != NULL;
	ck_assert(is || strstr(core, ":text=\"xxx") != NULL);
	free(core);
	comity_report_free(report);
	return is;
}

/* The names of what is carried count, too. */
static bool
carried_passes(size_t n)
{
	struct comity_report *report = comity_report_new();
	const size_t names = strlen("Shelf") * 2 + 5;
	int rc;
	char *core =
	    translated("<group key='item' local='Item' core='Item'>"
		       "<leaf key='what' local='What' core='Description'/>"
		       "<carry local='Shelf'/></group>",
		"<Item><What>a</What><Shelf>", n - names, "</Shelf></Item>",
		report, &rc);

	ck_assert((rc == COMITY_OK) == (core != NULL));
	ck_assert(rc == COMITY_OK || rc == COMITY_ELIMIT);
	free(core);
	return limit_said(rc, report, "comity-translation-limit");
}

static bool
values_said(size_t n)
{
	struct comity_text text = { 0 };
	size_t count = 0;
	bool all;

	while (n-- > 0)
		comity_fault_add_choice(&text, "A", &count);
	all = strstr(text.data, "...") == NULL;
	comity_text_clear(&text);
	return all;
}

static struct comity_container *
container_new(size_t count, const void *bytes, size_t len)
{
	struct comity_container *container = calloc(1, sizeof(*container));
	char name[40];
	size_t i;

	ck_assert_ptr_nonnull(container);
	container->extended = true;
	for (i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "a%zu.xml", i);
		ck_assert_int_eq(
		    comity_container_add(container, name, bytes, len),
		    COMITY_OK);
	}
	return container;
}

static int
zip_read(const unsigned char *octets, size_t len, struct comity_report *report)
{
	struct comity_source *source = NULL;
	struct comity_zip *zip = NULL;
	int rc = comity_source_new("a.asice", octets, len, report, &source);

	ck_assert_int_eq(rc, COMITY_OK);
	rc = comity_zip_read(source, report, &zip);
	ck_assert((rc == COMITY_OK) == (zip != NULL));
	comity_zip_free(zip);
	comity_source_free(source);
	return rc;
}

/* What would be too many for us to read is not written; where somebody else
 * did, the count in the directory is what is believed first. */
static bool
entries_pass(size_t n)
{
	struct comity_container *container = container_new(n - 1, "<a/>", 4);
	struct comity_report *report = comity_report_new();
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = comity_container_write(container, &octets, &len);
	bool written = rc == COMITY_OK;

	ck_assert(written || rc == COMITY_ELIMIT);
	comity_container_free(container);
	if (!written) {
		container = container_new(1, "<a/>", 4);
		ck_assert_int_eq(
		    comity_container_write(container, &octets, &len),
		    COMITY_OK);
		comity_container_free(container);
		octets[len - 22 + 8] = octets[len - 22 + 10] = (unsigned char)n;
		octets[len - 22 + 9] = octets[len - 22 + 11] =
		    (unsigned char)(n >> 8);
	}
	rc = zip_read(octets, len, report);
	free(octets);
	ck_assert_int_eq(written, rc == COMITY_OK);
	return limit_said(rc, report, "comity-container-many");
}

static void
put32(unsigned char *at, size_t value)
{
	int i;

	for (i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> 8 * i);
}

/* A container whose one file takes `packed` and states that it is `len`. */
static bool
unpacked_passes(size_t packed, size_t len)
{
	unsigned char *bytes = calloc(1, packed), *octets = NULL, *at;
	struct comity_report *report = comity_report_new();
	struct comity_container *container;
	size_t octets_len = 0;
	int rc;

	ck_assert_ptr_nonnull(bytes);
	container = container_new(1, bytes, packed);
	ck_assert_int_eq(
	    comity_container_write(container, &octets, &octets_len), COMITY_OK);
	at = memmem(octets, octets_len, "a0.xml", 6);
	ck_assert_ptr_nonnull(at);
	at[-30 + 8] = 8; /* deflated */
	put32(at - 30 + 22, len);
	at =
	    memmem(at + 6, (size_t)(octets + octets_len - at - 6), "a0.xml", 6);
	ck_assert_ptr_nonnull(at);
	at[-46 + 10] = 8;
	put32(at - 46 + 24, len);
	rc = zip_read(octets, octets_len, report);
	free(octets);
	free(bytes);
	comity_container_free(container);
	return limit_said(rc, report, "comity-container-bomb");
}

/* mimetype is in it, too */
static bool
size_passes(size_t n)
{
	return unpacked_passes(1024 * 1024, n - strlen(COMITY_MIME_ASIC_E));
}

static bool
free_passes(size_t n)
{
	return unpacked_passes(100, n);
}

static bool
ratio_passes(size_t n)
{
	return unpacked_passes(10000, n * 10000);
}

static const struct limit limits[] = {
	LIMIT(COMITY_ENVELOPE_DEPTH_MAX, envelope_passes),
	LIMIT(COMITY_DRIFTS_MAX, drifts_pass),
	LIMIT(COMITY_CODE_MAX, code_passes),
	LIMIT(COMITY_EXTENSION_MAX, carried_passes),
	LIMIT(COMITY_VALUES_SAID_MAX, values_said),
	LIMIT(COMITY_CONTAINER_ENTRIES_MAX, entries_pass),
	LIMIT(COMITY_CONTAINER_MAX, size_passes),
	LIMIT(COMITY_CONTAINER_FREE, free_passes),
	LIMIT(COMITY_CONTAINER_RATIO_MAX, ratio_passes),
};
LIMIT_TEST(limit_row, limits)

SUITE("limits of packs")
kit_open();
SUITE_ROWS(limit_row, limits);
SUITE_END
