/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recognize: does a license count in a jurisdiction, at a moment, and on
 * which legal ground. Architecture, section 6.
 */
#ifndef COMITY_RECOGNIZE_H
#define COMITY_RECOGNIZE_H

#include "verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct comity_doc;
struct comity_evidence_memo;
struct comity_packs;
struct comity_policy;
struct comity_report;
struct comity_trust;

/* All borrowed; documents are untrusted, packs and trust are loaded. */
struct comity_recognition_input {
	const struct comity_doc *license;
	const struct comity_doc *const *arrangements;
	size_t arrangement_count;
	const struct comity_doc *const *status_lists;
	size_t status_list_count;
	const struct comity_packs *packs;
	const struct comity_trust *trust;
	const char *in; /* receiving jurisdiction: "DE" */
	const char *edition; /* of the license's profile, forced; NULL */
	const struct comity_policy *policy; /* an office's dates for
		algorithms; NULL none */
	int64_t moment;
	int64_t now; /* the clock's, for algorithms; 0: the moment */
	bool moment_is_past; /* --as-of lies in the past */
	bool has_held_since;
	int64_t held_since; /* the caller's own statement */
	bool demonstration; /* arrangements of that standing may be used */
	struct comity_evidence_memo *memo; /* of the batch; NULL: each time
		anew */
};

/*
 * What a batch found out about its arrangements and status lists, for the next
 * license. Of one thread; to be forgotten where trust, packs or policy change
 * in place, and before such a document is freed. NULL: no memory.
 */
struct comity_evidence_memo *comity_evidence_memo_new(void);
void comity_evidence_memo_forget(struct comity_evidence_memo *memo);
void comity_evidence_memo_free(struct comity_evidence_memo *memo);

/*
 * Judge. report gets what verifying and checking the license found, and why
 * an arrangement or a status list was not used.
 * Returns COMITY_OK (recognized, with or without conditions), COMITY_REFUSED
 * (partially-recognized, not-recognized) or COMITY_UNKNOWN (undetermined,
 * no-rule), each with *out written, for comity_verdict_free(); or
 * COMITY_ENOMEM, COMITY_ELIMIT, COMITY_EINTERNAL: no answer, *out NULL.
 * The answer is that of the verdict, never that of the report's severities.
 * Opens nothing, asks no clock: the same input gives the same verdict.
 */
int comity_recognize(const struct comity_recognition_input *input,
    struct comity_report *report, struct comity_verdict **out);

#endif
