/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crosswalk kit: small tables and documents for the tests of the crosswalk,
 * run against the core's own schema.
 */
#ifndef COMITY_CROSSWALK_KIT_H
#define COMITY_CROSSWALK_KIT_H

#include "leaf.h"
#include "suite.h"
#include "translate-private.h"

#define KIT_MOMENT INT64_C(1793491200) /* 2026-11-01 */

static struct comity_packs *kit_packs; /* read once, before the tests fork */
static const struct comity_edition *kit_core;

static inline void
kit_open(void)
{
	struct comity_report *report = comity_report_new();

	if (comity_packs_new(&kit_packs) != COMITY_OK ||
	    comity_packs_read(kit_packs, COMITY_SCHEMAS_DIR, true, report) !=
		COMITY_OK)
		suite_show(report);
	kit_core = comity_packs_edition(kit_packs, "core", NULL, 0);
	comity_report_free(report);
	if (kit_core == NULL)
		exit(EXIT_FAILURE);
}

static inline struct comity_source *
kit_source(const char *name, const char *text)
{
	struct comity_source *source = NULL;
	struct comity_report *report = comity_report_new();

	ck_assert_int_eq(
	    comity_source_new(name, text, strlen(text), report, &source),
	    COMITY_OK);
	comity_report_free(report);
	return source;
}

static inline struct comity_doc *
kit_doc(const char *name, const char *text)
{
	struct comity_source *source = kit_source(name, text);
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = NULL;

	if (comity_doc_read(source, report, &doc) != COMITY_OK)
		suite_show(report);
	ck_assert_ptr_nonnull(doc);
	comity_report_free(report);
	comity_source_free(source);
	return doc;
}

/* A whole table around rows; head: further attributes of Crosswalk. */
static inline int
kit_load(const char *id, const char *head, const char *rows,
    struct comity_edition *edition, struct comity_report *report)
{
	struct comity_source *source;
	char *text;
	int rc;

	memset(edition, 0, sizeof(*edition));
	edition->profile = (char *)(uintptr_t)id;
	edition->id = (char *)(uintptr_t) "2026-01-01";
	edition->packs = kit_packs;
	ck_assert_int_gt(
	    asprintf(&text,
		"<Crosswalk xmlns='urn:comity:crosswalk:1' "
		"xmlns:x='urn:example:permit:1' "
		"xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
		"profile='%s' edition='2026-01-01' root='x:Permit' "
		"core='License' %s>"
		"<leaf key='no' local='No' core='Identification/Number'/>"
		"%s</Crosswalk>",
		id, head, rows),
	    0);
	source = kit_source("crosswalk.xml", text);
	rc = comity_crosswalk_load(
	    source, edition, kit_core, report, &edition->crosswalk);
	comity_source_free(source);
	free(text);
	return rc;
}

/* "<Permit>": the root, its number, then content. */
static inline struct comity_doc *
kit_permit(const char *content)
{
	struct comity_doc *doc;
	char *text;

	ck_assert_int_gt(asprintf(&text,
			     "<Permit xmlns='urn:example:permit:1' "
			     "xmlns:xsi='http://www.w3.org/2001/"
			     "XMLSchema-instance'><No>7</No>%s</Permit>",
			     content),
	    0);
	doc = kit_doc("permit.xml", text);
	free(text);
	return doc;
}

static inline char *
kit_text(xmlDocPtr xml)
{
	unsigned char *octets = NULL;
	size_t len = 0;
	char *text;

	ck_assert_int_eq(comity_xml_write(xml, &octets, &len), COMITY_OK);
	text = strndup((const char *)octets, len);
	xmlFree(octets);
	return text;
}

/* Is the core valid against its schema? (law 0) */
static inline bool
kit_is_valid(const char *core)
{
	struct comity_doc *doc = kit_doc("core.xml", core);
	struct comity_report *report = comity_report_new();
	struct comity_checked checked;

	comity_check(kit_core, doc, KIT_MOMENT, report, &checked);
	if (!checked.schema_valid)
		suite_show(report);
	comity_report_free(report);
	comity_doc_free(doc);
	return checked.schema_valid;
}

/*
 * In, through laws 1 and 3; the core as text, NULL if refused.
 */
static inline char *
kit_in(const struct comity_edition *edition, const struct comity_doc *doc,
    struct comity_report *report, int *rc)
{
	struct comity_checked checked = { .doc = doc,
		.edition = edition,
		.moment = KIT_MOMENT,
		.schema_valid = true };
	struct comity_run in;
	xmlNodePtr core;
	char *text = NULL;

	*rc = comity_view_make(&checked, report, &in, &core);
	if (*rc == COMITY_OK)
		text = kit_text(in.xml);
	comity_run_clear(&in);
	return text;
}

/* Out of a core text; NULL if refused. */
static inline char *
kit_out(const struct comity_edition *edition, const char *core,
    bool translation, struct comity_report *report, int *rc)
{
	struct comity_doc *doc = kit_doc("core.xml", core);
	struct comity_run out;
	char *text = NULL;

	*rc = comity_run_init(&out, edition->crosswalk, doc, report);
	out.translation = translation;
	if (*rc == COMITY_OK)
		*rc = comity_run_out(&out, comity_doc_root(doc));
	if (*rc == COMITY_OK)
		text = kit_text(out.xml);
	comity_run_clear(&out);
	comity_doc_free(doc);
	return text;
}

/* The text with the first `from` replaced; it must be there. */
static inline char *
kit_replace(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	char *out;

	ck_assert_msg(at != NULL, "'%s' is not in %s", from, text);
	ck_assert_int_gt(asprintf(&out, "%.*s%s%s", (int)(at - text), text, to,
			     at + strlen(from)),
	    0);
	return out;
}

static inline void
kit_has(const char *why, const char *text, const char *part)
{
	ck_assert_msg(text != NULL && strstr(text, part) != NULL,
	    "%s: '%s' is not in %s", why, part, text == NULL ? "-" : text);
}

static inline void
kit_lacks(const char *why, const char *text, const char *part)
{
	ck_assert_msg(text != NULL && strstr(text, part) == NULL,
	    "%s: '%s' is in %s", why, part, text == NULL ? "-" : text);
}

#endif
