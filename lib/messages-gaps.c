/* SPDX-License-Identifier: Apache-2.0 */
/* messages-gaps: a language of a pack against its rules and its crosswalk. */
#include "crosswalk.h"
#include "messages-private.h"
#include "rules.h"

#include <string.h>

struct walk {
	const struct comity_edition *edition;
	const struct language *language, *in_english; /* NULL: no file */
	bool english; /* is the language English */
	xmlHashTablePtr known; /* ids of rules and rows */
	bool (*each)(const struct comity_gap *gap, void *data);
	void *data;
	bool failed; /* memory ran out */
	bool stopped;
};

static void
tell(struct walk *walk, enum comity_gap_kind kind, const char *id,
    const char *file, unsigned long line)
{
	const struct comity_gap gap = { .kind = kind,
		.language = walk->language->name,
		.id = id,
		.file = file,
		.line = line };

	if (!walk->stopped && !walk->each(&gap, walk->data))
		walk->stopped = true;
}

static void
know(struct walk *walk, const char *id)
{
	if (xmlHashLookup(walk->known, BAD_CAST id) == NULL &&
	    xmlHashAddEntry(walk->known, BAD_CAST id, walk) != 0)
		walk->failed = true;
}

/* Whether a sentence has each of so many values, and no other. */
static bool
values_fit(const char *sentence, size_t values)
{
	const char *at;
	size_t number, len, i;
	bool found;

	for (at = sentence; *at != '\0'; at += len) {
		if (comity_messages_place(at, &len) > values)
			return false;
	}
	for (i = 1; i <= values; i++) {
		found = false;
		for (at = sentence; !found && *at != '\0'; at += len) {
			number = comity_messages_place(at, &len);
			found = number == i;
		}
		if (!found)
			return false;
	}
	return true;
}

static void
rule_check(struct walk *walk, const struct comity_rule *rule)
{
	const struct message *message =
	    xmlHashLookup(walk->language->index, BAD_CAST rule->id);
	const char *file = walk->language->file;

	know(walk, rule->id);
	if (message == NULL || message->is_label) {
		tell(walk, COMITY_GAP_MESSAGE, rule->id, "rules.sch",
		    rule->line);
		return;
	}
	if (message->sentence != NULL &&
	    !values_fit(message->sentence, rule->value_count))
		tell(walk, COMITY_GAP_VALUE, rule->id, file, message->line);
	if (message->sentence == NULL && !walk->english)
		tell(walk, COMITY_GAP_TEXT, rule->id, file, message->line);
	if (message->remedy == NULL && !walk->english)
		tell(walk, COMITY_GAP_REMEDY, rule->id, file, message->line);
}

/* A row needs a label if it has one in English, or carries a value and has
 * none in the table itself. */
static bool
label_is_due(const struct walk *walk, const struct comity_crosswalk_row *row)
{
	const struct message *english = NULL;

	if (walk->in_english != NULL)
		english =
		    xmlHashLookup(walk->in_english->index, BAD_CAST row->key);
	if (english != NULL && english->is_label)
		return true;
	return row->label == NULL && (strcmp(row->kind, "leaf") == 0 ||
					 strcmp(row->kind, "carry") == 0);
}

static bool
row_check(const struct comity_crosswalk_row *row, void *data)
{
	struct walk *walk = data;
	const struct message *message;
	bool seen;

	if (row->key == NULL)
		return true;
	seen = xmlHashLookup(walk->known, BAD_CAST row->key) != NULL;
	message = xmlHashLookup(walk->language->index, BAD_CAST row->key);
	if (!seen && (message == NULL || !message->is_label) &&
	    label_is_due(walk, row))
		tell(walk, COMITY_GAP_LABEL, row->key, "crosswalk.xml",
		    row->line);
	know(walk, row->key);
	return !walk->failed && !walk->stopped;
}

static void
stranger_check(void *payload, void *data, const xmlChar *id)
{
	const struct message *message = payload;
	struct walk *walk = data;

	if (xmlHashLookup(walk->known, id) == NULL)
		tell(walk, COMITY_GAP_STRANGER, (const char *)id,
		    walk->language->file, message->line);
}

static int
edition_check(struct walk *walk)
{
	const struct comity_edition *edition = walk->edition;
	struct comity_rule rule;
	size_t i, count = edition->rules == NULL
			      ? 0
			      : comity_rules_count(edition->rules);
	int rc = COMITY_OK;

	for (i = 0; !walk->stopped && i < count; i++) {
		rule = comity_rules_at(edition->rules, i);
		rule_check(walk, &rule);
	}
	if (!walk->stopped && edition->crosswalk != NULL)
		rc = comity_crosswalk_rows(edition->crosswalk, row_check, walk);
	if (rc == COMITY_OK && !walk->failed)
		xmlHashScan(walk->language->index, stranger_check, walk);
	return walk->failed ? COMITY_ENOMEM : rc;
}

int
comity_messages_gaps(const struct comity_edition *edition, const char *language,
    bool (*each)(const struct comity_gap *gap, void *data), void *data)
{
	struct walk walk = { .edition = edition,
		.language =
		    comity_messages_language(edition->messages, language),
		.in_english = comity_messages_language(edition->messages, "en"),
		.english = strcmp(language, "en") == 0,
		.each = each,
		.data = data };
	const struct comity_gap none = { .kind = COMITY_GAP_LANGUAGE,
		.language = language,
		.file = "profile.xml" };
	int rc;

	if (walk.language == NULL) {
		each(&none, data);
		return COMITY_OK;
	}
	if ((walk.known = xmlHashCreate(64)) == NULL)
		return COMITY_ENOMEM;
	rc = edition_check(&walk);
	xmlHashFree(walk.known, NULL);
	return rc;
}
