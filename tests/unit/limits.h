/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits: one row for each bound of lib/limit.h: what passes just below it,
 * and what is stopped just above it, and by what.
 */
#ifndef COMITY_TEST_LIMITS_H
#define COMITY_TEST_LIMITS_H

#include "limit.h"
#include "suite.h"
#include "text.h"

struct limit {
	const char *name; /* as in limit.h and in doc/limits.md */
	size_t passes, stops;
	/* Whether n passes. false only if what stopped it was this bound. */
	bool (*passes_at)(size_t n);
};

/* The bound itself passes, one more does not. */
#define LIMIT(name, test)                                                      \
	{                                                                      \
#name, (size_t)(name), (size_t)(name) + 1, test                \
	}
/* Where the last is kept for saying that there are more, or the bound is a
 * least one, or what is counted grows by steps. */
#define LIMIT_AT(name, passes, stops, test)                                    \
	{                                                                      \
#name, (size_t)(passes), (size_t)(stops), test                 \
	}

#define LIMIT_TEST(test, rows)                                                 \
	START_TEST(test)                                                       \
	{                                                                      \
		const struct limit *row = &rows[_i];                           \
		ck_assert_msg(row->passes_at(row->passes), "%s: %zu passes",   \
		    row->name, row->passes);                                   \
		ck_assert_msg(!row->passes_at(row->stops),                     \
		    "%s: %zu is "                                              \
		    "stopped",                                                 \
		    row->name, row->stops);                                    \
	}                                                                      \
	END_TEST

/* What a step said: yes; or no, by this finding and no other. */
static inline bool
limit_said(int rc, struct comity_report *report, const char *finding)
{
	if (rc != COMITY_OK && comity_report_find(report, finding) == NULL) {
		suite_show(report);
		ck_abort_msg("%d without %s", rc, finding);
	}
	comity_report_free(report);
	return rc == COMITY_OK;
}

/* before, n times each, after; for comity_text_clear(). */
static inline struct comity_text
limit_text(const char *before, const char *each, size_t n, const char *after)
{
	struct comity_text text = { 0 };

	comity_text_add(&text, before);
	while (n-- > 0)
		comity_text_add(&text, each);
	comity_text_add(&text, after);
	ck_assert(!text.failed);
	return text;
}

#endif
