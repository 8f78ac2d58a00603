/* SPDX-License-Identifier: Apache-2.0 */
/* lint: which rules no example reaches, and which no case tests. */
#include "check.h"
#include "lint-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Whether a document is of this edition: by root, and by its own date. */
static bool
is_of(const struct comity_lint *lint, const struct comity_doc *doc)
{
	const struct pack_edition *own =
	    (const struct pack_edition *)lint->edition;
	const xmlNode *root = comity_doc_root(doc);
	int64_t day;
	char *text = NULL;
	size_t i;

	for (i = 0; i < own->match_count; i++)
		if (comity_node_is(
			root, own->matches[i].ns, own->matches[i].name))
			break;
	if (i == own->match_count)
		return false;
	if (comity_edition_date(lint->edition, doc, &day, &text, NULL) !=
	    COMITY_OK)
		return true;
	free(text);
	return lint->edition->first_day <= day &&
	       day <= lint->edition->last_day;
}

/* An example of the pack's own must be valid; others only reach rules. */
static void
run_example(struct comity_lint *lint, const struct comity_doc *doc, bool own)
{
	struct comity_report *aside = comity_report_new();
	struct comity_checked checked;
	const struct comity_finding *f;
	size_t i;
	int rc;

	if (aside == NULL) {
		lint->rc = COMITY_ENOMEM;
		return;
	}
	rc = comity_check_fired(lint->edition, doc, lint->evidence->moment,
	    aside, &checked, lint->fired);
	if (rc == COMITY_ENOMEM)
		lint->rc = rc;
	lint->counts->examples += checked.schema_valid;
	for (i = 0;
	     own && rc != COMITY_OK && (f = comity_report_at(aside, i)) != NULL;
	     i++)
		if (f->severity >= COMITY_ERROR) {
			comity_lint_say_at(lint, COMITY_F_LINT_EXAMPLE,
			    doc->name, f->line, f->id, f->found);
			break;
		}
	comity_report_free(aside);
}

static void
run_examples(struct comity_lint *lint)
{
	const struct comity_folder *folder = lint->in->folder;
	struct comity_doc *doc;
	size_t i;

	for (i = 0; i < folder->count; i++) {
		if (strcmp(folder->files[i].role, "example") != 0)
			continue;
		doc = comity_lint_doc(lint, &folder->files[i]);
		if (doc != NULL && is_of(lint, doc))
			run_example(lint, doc, true);
		else
			comity_lint_say_at(lint, COMITY_F_LINT_EXAMPLE,
			    folder->files[i].source->name, 1, NULL,
			    "a document of this edition");
		comity_doc_free(doc);
	}
	for (i = 0; i < lint->evidence->example_count; i++)
		if (is_of(lint, lint->evidence->examples[i]))
			run_example(lint, lint->evidence->examples[i], false);
}

/* Whether a line of the cases begins with the rule's id and a tab. */
static bool
has_case(const struct comity_source *cases, const char *id)
{
	const char *at = (const char *)cases->bytes, *end = at + cases->len;
	size_t len = strlen(id);

	while (at != NULL && at < end) {
		if ((size_t)(end - at) > len && strncmp(at, id, len) == 0 &&
		    at[len] == '\t')
			return true;
		at = memchr(at, '\n', (size_t)(end - at));
		at = at == NULL ? NULL : at + 1;
	}
	return false;
}

static const char *
file_of_rules(const struct comity_lint *lint)
{
	const struct comity_folder_file *file =
	    comity_folder_role(lint->in->folder, "rules");

	return file == NULL ? lint->in->path : file->source->name;
}

/* A file shared with a later edition is looked at there: its examples are
 * that edition's, too. */
static bool
is_shared(const struct comity_lint *lint)
{
	const struct comity_folder_file *file =
	    comity_folder_role(lint->in->folder, "rules");

	return file != NULL && file->elsewhere;
}

void
comity_lint_fired(struct comity_lint *lint)
{
	struct comity_lint_counts *counts = lint->counts;
	struct comity_rule rule;
	size_t i;

	counts->rules = comity_rules_count(lint->edition->rules);
	if (lint->edition->schema == NULL ||
	    (lint->edition->rules == NULL &&
		!((const struct pack_edition *)lint->edition)->has_no_rules))
		return;
	lint->fired = calloc(counts->rules + 1, sizeof(*lint->fired));
	if (lint->fired == NULL) {
		lint->rc = COMITY_ENOMEM;
		return;
	}
	run_examples(lint);
	if (counts->examples == 0 && strcmp(lint->edition->kind, "core") != 0)
		comity_lint_say_at(lint, COMITY_F_LINT_EXAMPLE_NONE,
		    lint->in->folder->index->name, 1, NULL, NULL);
	for (i = 0; i < counts->rules; i++) {
		rule = comity_rules_at(lint->edition->rules, i);
		counts->fired += lint->fired[i] > 0;
		if (lint->fired[i] == 0 && counts->examples > 0 &&
		    !is_shared(lint))
			comity_lint_say_at(lint, COMITY_F_LINT_RULE_UNFIRED,
			    file_of_rules(lint), rule.line, rule.id, NULL);
		if (lint->evidence->cases == NULL)
			continue;
		if (has_case(lint->evidence->cases, rule.id))
			counts->cases++;
		else
			comity_lint_say_at(lint, COMITY_F_LINT_RULE_CASE,
			    file_of_rules(lint), rule.line, rule.id,
			    lint->evidence->cases->name);
	}
}
