/* SPDX-License-Identifier: Apache-2.0 */
/* packs: the small packs of tests/data, for the tests of packs and rules. */
#ifndef COMITY_TEST_PACKS_H
#define COMITY_TEST_PACKS_H

#include "memory.h"
#include "pack.h"
#include "source.h"
#include "suite.h"

#include <stdint.h>

#ifndef COMITY_TEST_SRCDIR
#define COMITY_TEST_SRCDIR "../.."
#endif
#define GOOD_PACKS COMITY_TEST_SRCDIR "/tests/data/packs/good"
#define TEST_MOMENT 1793491200 /* 2026-11-01T00:00:00Z */

/* Packs that must load; deferred: as a command for few documents does. */
static inline struct comity_packs *
packs_load_as(const char *dir, bool deferred)
{
	struct comity_report *report = comity_report_new();
	struct comity_packs *packs;
	int rc;

	ck_assert_int_eq(comity_packs_new(&packs), COMITY_OK);
	if (deferred)
		comity_packs_defer(packs, COMITY_EN);
	rc = comity_packs_read(packs, dir, true, report);
	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	comity_report_free(report);
	return packs;
}

static inline struct comity_packs *
packs_load(const char *dir)
{
	return packs_load_as(dir, false);
}

/* A document from text. */
static inline struct comity_doc *
doc_load(const char *text)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source;
	struct comity_doc *doc = NULL;

	ck_assert_int_eq(
	    comity_source_new("test.xml", text, strlen(text), report, &source),
	    COMITY_OK);
	if (comity_doc_read(source, report, &doc) != COMITY_OK)
		suite_show(report);
	ck_assert_ptr_nonnull(doc);
	comity_source_free(source);
	comity_report_free(report);
	return doc;
}

#endif
