/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lint: what is wrong with a pack beyond what loading it refuses, each fault
 * by its file and line. For `comity profile check`.
 */
#ifndef COMITY_LINT_H
#define COMITY_LINT_H

#include "pack-inspect.h"

/* What stands beside a pack and speaks about it. All borrowed. */
struct comity_lint_evidence {
	/* every edition of the profile that is there, this one too */
	const struct comity_inspection *const *siblings;
	size_t sibling_count;
	/* documents that may be of this edition; others are passed over */
	const struct comity_doc *const *examples;
	size_t example_count;
	/* tests/rules/<profile>.tsv, see doc/rules.md 4; NULL: not there, and
	 * nothing is said about cases */
	const struct comity_source *cases;
	int64_t moment; /* at which the examples are judged */
};

/* What was counted on the way. */
struct comity_lint_counts {
	size_t rules, fired, cases; /* asserts and reports */
	size_t examples; /* that are of this edition and schema-valid */
	size_t rows, leaves, carried; /* of the crosswalk, of the schema */
};

/*
 * Look for faults.
 * in      borrowed.
 * report  borrowed; first what kept parts of the pack from being loaded,
 *         unless a finding of ours says the same better, then ours.
 * counts  written; all 0 where a part is not there.
 * Returns COMITY_OK; COMITY_REFUSED: an error at least; COMITY_ENOMEM.
 */
int comity_lint(const struct comity_inspection *in,
    const struct comity_lint_evidence *evidence, struct comity_report *report,
    struct comity_lint_counts *counts);

/* The same for a folder of shared code lists, as read. */
int comity_lint_codes(
    const struct comity_folder *folder, struct comity_report *report);

#endif
