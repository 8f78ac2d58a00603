/* SPDX-License-Identifier: Apache-2.0 */
/* The sentences of a verdict: architecture, section 6. Never "valid",
 * "invalid", "illegal" or "approved" alone. */
#include "text.h"
#include "verdict.h"

#include <string.h>

static const char *
or_else(const char *string, const char *otherwise)
{
	return string != NULL ? string : otherwise;
}

static void
word_no_rule(const struct comity_verdict *verdict, const char *nature,
    struct comity_text *text)
{
	enum comity_language language = verdict->language;
	static const char *const many[][2] = { { "license", "licenses" },
		{ "permit", "permits" }, { "certificate", "certificates" },
		{ "approval", "approvals" }, { "filing", "filings" },
		{ "exception", "exceptions" },
		{ "no-license-required",
		    "statements of no license required" } };
	const char *word = "licenses";
	size_t i;

	for (i = 0; nature != NULL && i < sizeof(many) / sizeof(many[0]); i++)
		if (strcmp(many[i][0], nature) == 0)
			word = many[i][1];
	comity_text_addf(text,
	    comity_phrase("None of the arrangements you supplied speaks of "
			  "%s of %s in %s. This says nothing against the "
			  "license where it was issued.",
		language),
	    comity_phrase(word, language),
	    or_else(verdict->issuing,
		comity_phrase("a side that is not proven", language)),
	    verdict->receiving);
}

static void
word_undetermined(
    const struct comity_verdict *verdict, struct comity_text *text)
{
	const struct comity_criteria *criteria = &verdict->criteria;
	const struct comity_criterion *open = NULL;
	enum comity_language language = verdict->language;
	const char *evidence = NULL, *ask = NULL;
	size_t i;

	for (i = 0; open == NULL && i < criteria->count; i++)
		if (criteria->at[i].result == COMITY_RESULT_UNKNOWN)
			open = &criteria->at[i];
	if (open != NULL) {
		evidence = open->evidence;
		ask = open->ask;
	}
	comity_text_addf(text,
	    comity_phrase("No answer yet: %s is missing; ask %s.", language),
	    or_else(evidence, comity_phrase("evidence", language)),
	    or_else(ask, comity_phrase("the issuing authority", language)));
}

/* Reason, article, remedy. */
static void
word_ground(const struct comity_criterion *ground,
    enum comity_language language, struct comity_text *text)
{
	if (ground == NULL)
		return;
	if (ground->item_number != NULL)
		comity_text_addf(text,
		    comity_phrase("Item %s, %s: %s (%s). ", language),
		    ground->item_number, ground->title, ground->found,
		    ground->basis);
	else
		comity_text_addf(text, "%s: %s (%s). ", ground->title,
		    ground->found, ground->basis);
	if (ground->remedy != NULL)
		comity_text_addf(text, comity_phrase("Remedy: %s.", language),
		    ground->remedy);
	else
		comity_text_add(
		    text, comity_phrase("No remedy known.", language));
}

static void
word_items(const struct comity_verdict *verdict, struct comity_text *text)
{
	bool some = false;
	size_t i;

	for (i = 0; i < verdict->item_count; i++) {
		const struct comity_verdict_item *item = &verdict->items[i];

		if (item->kind != COMITY_NOT_RECOGNIZED)
			continue;
		comity_text_addf(text,
		    some ? ", %s (%s)"
			 : comity_phrase("Not recognized: item %s (%s)",
			       verdict->language),
		    item->number,
		    or_else(item->reason,
			comity_phrase("no reason", verdict->language)));
		some = true;
	}
	if (some)
		comity_text_add(text, ".");
}

static void
word_effect(const struct comity_verdict *verdict, struct comity_text *text)
{
	enum comity_language language = verdict->language;
	const char *phrase = comity_effect_phrase(verdict->effect);
	size_t i, met = 0;

	switch (verdict->kind) {
	case COMITY_PARTIALLY_RECOGNIZED:
		for (i = 0; i < verdict->item_count; i++)
			met += verdict->items[i].kind < COMITY_UNDETERMINED;
		comity_text_addf(text,
		    comity_phrase("%zu of %zu items ", language), met,
		    verdict->item_count);
		/* fall through */
	case COMITY_RECOGNIZED:
	case COMITY_RECOGNIZED_WITH_CONDITIONS:
		comity_text_add(text,
		    comity_phrase(or_else(phrase, "no effect"), language));
		break;
	case COMITY_UNDETERMINED:
		comity_text_addf(text,
		    comity_phrase(
			"no effect in %s until it is known", language),
		    verdict->receiving);
		break;
	default:
		comity_text_addf(text,
		    comity_phrase("no effect in %s", language),
		    verdict->receiving);
	}
}

bool
comity_verdict_word(struct comity_verdict *verdict, const char *nature)
{
	struct comity_text text = { 0 };

	comity_text_addf(&text, comity_phrase("%s: ", verdict->language),
	    comity_phrase(
		comity_verdict_name(verdict->kind), verdict->language));
	word_effect(verdict, &text);
	if ((verdict->line = comity_text_take(&text)) == NULL)
		return false;
	switch (verdict->kind) {
	case COMITY_NO_RULE:
		word_no_rule(verdict, nature, &text);
		break;
	case COMITY_UNDETERMINED:
		word_undetermined(verdict, &text);
		break;
	case COMITY_NOT_RECOGNIZED:
		word_ground(comity_verdict_ground(&verdict->criteria, 0),
		    verdict->language, &text);
		break;
	case COMITY_PARTIALLY_RECOGNIZED:
		word_items(verdict, &text);
		break;
	case COMITY_RECOGNIZED_WITH_CONDITIONS:
		comity_text_add(&text,
		    comity_phrase("Duties and limits apply while using it; "
				  "each is listed.",
			verdict->language));
		break;
	case COMITY_RECOGNIZED:
		return true;
	}
	return (verdict->detail = comity_text_take(&text)) != NULL;
}
