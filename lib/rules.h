/* SPDX-License-Identifier: Apache-2.0 */
/* rules: a pack's ISO Schematron rules, over compiled XPath. doc/rules.md. */
#ifndef COMITY_RULES_H
#define COMITY_RULES_H

#include "folder.h"
#include "pack.h"

/* One assert or report, for `profile check`, `explain` and tests. */
struct comity_rule {
	const char *id; /* without the profile */
	enum comity_severity severity;
	const char *basis, *remedy, *message; /* message: without its values */
	unsigned long line; /* in rules.sch */
	size_t value_count; /* value-of and name in its sentence */
};

/*
 * Read rules.sch. edition: its profile and code lists are there already.
 * Returns COMITY_OK; COMITY_EPACK with findings; COMITY_ENOMEM.
 */
int comity_rules_read(const struct comity_folder_file *file,
    const struct comity_edition *edition, struct comity_report *report,
    struct comity_rules **out);
void comity_rules_free(struct comity_rules *rules);

/* NULL: a pack without rules; 0. */
size_t comity_rules_count(const struct comity_rules *rules);
/* The i-th assert or report in document order. */
struct comity_rule comity_rules_at(const struct comity_rules *rules, size_t i);

/* One evaluation. */
struct comity_rules_run {
	const struct comity_edition *edition; /* borrowed */
	xmlDocPtr tree; /* borrowed; nodes carry the ordinals of doc */
	const struct comity_doc *doc; /* borrowed */
	int64_t moment;
	struct comity_report *report; /* borrowed */
	size_t *fired; /* NULL, or comity_rules_count() counters: how often
			* the i-th assert or report was tested */
	size_t contexts; /* out: nodes that fired a rule */
	size_t errors; /* out: findings of severity error and fatal */
};

/*
 * Evaluate all rules.
 * Returns COMITY_OK; COMITY_REFUSED with findings; COMITY_ELIMIT,
 * COMITY_EINTERNAL (a rule failed), COMITY_ENOMEM: no answer, with a finding
 * that names the rule. Zero contexts is the caller's to judge.
 */
int comity_rules_run(
    const struct comity_rules *rules, struct comity_rules_run *run);

#endif
