/* SPDX-License-Identifier: Apache-2.0 */
/* check: a parsed document against its edition: schema, then rules. */
#ifndef COMITY_CHECK_H
#define COMITY_CHECK_H

#include "pack.h"
#include "rules.h"

struct comity_checked {
	const struct comity_doc *doc; /* borrowed; outlives this */
	const struct comity_edition *edition; /* borrowed */
	int64_t moment;
	bool schema_valid;
	bool is_signed; /* carries ds:Signature at the root; not judged here */
	bool is_translation; /* carries a core Translation block */
	bool schema_alone; /* the profile has no rules, and says so */
	size_t rules_fired; /* contexts that matched; zero is never a yes,
			     * unless schema_alone */
	size_t assertions; /* asserts and reports evaluated, each as often */
	bool is_clean; /* no finding of severity error or fatal */
	size_t error_count; /* rule findings of severity error and fatal */
};

/*
 * Check against the edition (matched with comity_packs_match or forced).
 * Returns COMITY_OK; COMITY_REFUSED with findings (out is written, its
 * schema_valid says whether the rules were reached); COMITY_UNKNOWN (zero
 * rules fired); COMITY_ELIMIT, COMITY_ENOMEM, COMITY_EINTERNAL: out is not
 * to be used. Opens nothing.
 */
int comity_check(const struct comity_edition *edition,
    const struct comity_doc *doc, int64_t moment, struct comity_report *report,
    struct comity_checked *out);

/* The same; fired: comity_rules_count() counters that get how often each
 * assert and report was tested. For tests and `profile check`. */
int comity_check_fired(const struct comity_edition *edition,
    const struct comity_doc *doc, int64_t moment, struct comity_report *report,
    struct comity_checked *out, size_t *fired);

/* The same; trace: zeroed; gets what the rules did, on every return, and
 * comity_rules_trace_clear() takes it. For SVRL. */
int comity_check_traced(const struct comity_edition *edition,
    const struct comity_doc *doc, int64_t moment, struct comity_report *report,
    struct comity_checked *out, struct comity_rules_trace *trace);

#endif
