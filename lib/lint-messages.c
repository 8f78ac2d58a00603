/* SPDX-License-Identifier: Apache-2.0 */
/* lint: what a pack says to people, and in which languages. */
#include "lint-private.h"
#include "text.h"

#include <string.h>

/* Whether a row that has a label in English has this key. */
static bool
is_labeled(const struct comity_lint *lint, const char *key)
{
	size_t i;

	for (i = 0; i < lint->row_count; i++)
		if (lint->rows[i].has_label &&
		    strcmp(lint->rows[i].key, key) == 0)
			return true;
	return false;
}

/* Whether all that a message can belong to was loaded. */
static bool
knows_all(const struct comity_lint *lint)
{
	const struct comity_folder *folder = lint->in->folder;

	return (lint->edition->rules != NULL ||
		   comity_folder_role(folder, "rules") == NULL) &&
	       (lint->edition->crosswalk != NULL ||
		   comity_folder_role(folder, "crosswalk") == NULL);
}

/* No English at all: then each rule lacks its explanation. */
static bool
no_english(struct comity_lint *lint)
{
	const struct comity_folder_file *file =
	    comity_folder_role(lint->in->folder, "rules");
	struct comity_rule rule;
	size_t i;

	for (i = 0; i < comity_rules_count(lint->edition->rules); i++) {
		rule = comity_rules_at(lint->edition->rules, i);
		comity_lint_say_at(lint, COMITY_F_LINT_RULE_MESSAGE,
		    file == NULL ? lint->in->path : file->source->name,
		    rule.line, rule.id, "en");
	}
	return lint->rc == COMITY_OK;
}

/* One gap at its place, by what is missing and in which language. */
static bool
each_gap(const struct comity_gap *gap, void *data)
{
	struct comity_lint *lint = data;
	bool english = strcmp(gap->language, "en") == 0;
	enum comity_finding_id id = COMITY_F_LINT_TRANSLATION;
	const char *file = gap->file;

	if (gap->kind == COMITY_GAP_LANGUAGE && english)
		return no_english(lint);
	if (gap->kind == COMITY_GAP_STRANGER && !knows_all(lint))
		return true;
	if (gap->kind == COMITY_GAP_LABEL &&
	    (english || !is_labeled(lint, gap->id)))
		return true; /* lint-crosswalk.c asks for the English one */
	if (gap->kind == COMITY_GAP_STRANGER)
		id = COMITY_F_LINT_MESSAGE_STRANGER;
	else if (gap->kind == COMITY_GAP_VALUE)
		id = COMITY_F_LINT_MESSAGE_VALUE;
	else if (gap->kind == COMITY_GAP_MESSAGE && english)
		id = COMITY_F_LINT_RULE_MESSAGE;
	if (strcmp(file, "profile.xml") == 0)
		file = lint->in->folder->index->name;
	else if (comity_lint_file(lint, file) != NULL)
		file = comity_lint_file(lint, file);
	comity_lint_say_at(lint, id, file, gap->line == 0 ? 1 : gap->line,
	    gap->id == NULL ? gap->language : gap->id, gap->language);
	return lint->rc == COMITY_OK;
}

void
comity_lint_messages(struct comity_lint *lint)
{
	static const char *const languages[] = { "en", "de", "fr" };
	size_t i;

	if (lint->edition->messages == NULL)
		return;
	for (i = 0; i < 3 && lint->rc == COMITY_OK; i++)
		if (comity_messages_gaps(lint->edition, languages[i], each_gap,
			lint) == COMITY_ENOMEM)
			lint->rc = COMITY_ENOMEM;
}
