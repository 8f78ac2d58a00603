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
	const char *basis, *remedy, *message; /* message: without its values;
					       * basis, remedy: NULL none */
	unsigned long line; /* in rules.sch */
	size_t value_count; /* value-of and name in its sentence */
	bool named; /* false: its file gives no id, and one was made */
	const char *file; /* where it stands: "rules.sch", "rules/x.sch" */
	const char *context; /* of its rule, as it stands */
	const char *test; /* its expression, as it stands */
	const char *pattern; /* id of its pattern; NULL none */
	bool is_report;
};

/* A text beside a finding: a diagnostic or a property of Schematron. */
struct comity_trace_text {
	const char *id, *role, *scheme; /* borrowed from the rules; NULL none */
	const char *language; /* its xml:lang; NULL none */
	char *text; /* owned; its values filled in */
};

enum comity_trace_kind {
	COMITY_TRACE_PATTERN, /* a pattern that was active */
	COMITY_TRACE_RULE, /* a rule of it that fired, at least once */
	COMITY_TRACE_FAILED, /* an assert of it that did not hold */
	COMITY_TRACE_REPORTED /* a report of it that did */
};

/* One step of an evaluation. What is borrowed lives with the rules, escapes
 * nothing, and is NULL where the file says nothing. */
struct comity_trace_entry {
	enum comity_trace_kind kind;
	const char *id, *name; /* name: a pattern's title */
	const char *role, *flag, *see, *icon, *fpi, *subject;
	const char *expression; /* a rule's context, or a test */
	enum comity_severity severity; /* of an assert or report */
	size_t count; /* of a rule: nodes that fired it */
	char *location; /* owned: XPath of the node, "/x:a[1]/x:b[2]" */
	char *text; /* owned: the sentence, its values filled in */
	struct comity_trace_text *diagnostics, *properties; /* owned */
	size_t diagnostic_count, property_count;
};

/* What an evaluation did, in the order of the rules: each active pattern, in
 * it each rule that fired, behind it what it found. */
struct comity_rules_trace {
	struct comity_trace_entry *entries;
	size_t count;
	size_t said; /* asserts and reports that spoke; entries has the first
		      * COMITY_FINDINGS_MAX of them */
	const char *phase; /* NULL: all patterns */
	const char *title, *schema_version; /* of the rules; NULL none */
};
void comity_rules_trace_clear(struct comity_rules_trace *trace);

/* The prefixes of the rules; false past the end. */
bool comity_rules_prefix(const struct comity_rules *rules, size_t i,
    const char **prefix, const char **uri);

/*
 * Read rules.sch, with the files of role rules-part that it includes.
 * folder   the pack's; NULL: it may include none.
 * edition  its profile and code lists are there already.
 * Returns COMITY_OK; COMITY_EPACK with findings; COMITY_ENOMEM.
 */
int comity_rules_read(const struct comity_folder_file *file,
    const struct comity_folder *folder, const struct comity_edition *edition,
    struct comity_report *report, struct comity_rules **out);
void comity_rules_free(struct comity_rules *rules);

size_t comity_rules_count(const struct comity_rules *rules); /* NULL: 0 */
/* The i-th assert or report in document order. */
struct comity_rule comity_rules_at(const struct comity_rules *rules, size_t i);

/* One evaluation. */
struct comity_rules_run {
	const struct comity_edition *edition; /* borrowed */
	xmlDocPtr tree; /* borrowed; nodes carry the ordinals of doc */
	const struct comity_doc *doc; /* borrowed */
	int64_t moment;
	struct comity_report *report; /* borrowed; its language is spoken */
	size_t *fired; /* NULL, or comity_rules_count() counters: how often
			* the i-th assert or report was tested */
	const char *phase; /* id, or "#ALL"; NULL or "#DEFAULT": the one that
			    * the rules choose */
	struct comity_rules_trace *trace; /* NULL, or zeroed; out, on every
					   * return: what was done so far */
	size_t contexts; /* out: nodes that fired a rule, each as often */
	size_t evaluated; /* out: asserts and reports, each as often */
	size_t errors; /* out: findings of severity error and fatal */
};

/*
 * Evaluate all rules.
 * Returns COMITY_OK; COMITY_REFUSED with findings; COMITY_UNKNOWN (a rule
 * failed, or there is no such phase), COMITY_ELIMIT: no answer, with a finding
 * that names the rule; COMITY_ENOMEM, COMITY_EINTERNAL. Zero contexts is the caller's to judge.
 */
int comity_rules_run(
    const struct comity_rules *rules, struct comity_rules_run *run);

#endif
