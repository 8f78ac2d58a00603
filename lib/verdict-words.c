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
	    "None of the arrangements you supplied speaks of %s of %s in %s. "
	    "This says nothing against the license where it was issued.",
	    word, or_else(verdict->issuing, "a side that is not proven"),
	    verdict->receiving);
}

static void
word_undetermined(
    const struct comity_verdict *verdict, struct comity_text *text)
{
	const struct comity_criteria *criteria = &verdict->criteria;
	size_t i;

	for (i = 0; i < criteria->count; i++)
		if (criteria->at[i].result == COMITY_RESULT_UNKNOWN)
			break;
	comity_text_addf(text, "No answer yet: %s is missing; ask %s.",
	    i < criteria->count ? or_else(criteria->at[i].evidence, "evidence")
				: "evidence",
	    i < criteria->count
		? or_else(criteria->at[i].ask, "the issuing authority")
		: "the issuing authority");
}

/* Reason, article, remedy. */
static void
word_ground(const struct comity_criterion *ground, struct comity_text *text)
{
	if (ground == NULL)
		return;
	if (ground->item_number != NULL)
		comity_text_addf(text, "Item %s, %s: %s (%s). ",
		    ground->item_number, ground->title, ground->found,
		    ground->basis);
	else
		comity_text_addf(text, "%s: %s (%s). ", ground->title,
		    ground->found, ground->basis);
	if (ground->remedy != NULL)
		comity_text_addf(text, "Remedy: %s.", ground->remedy);
	else
		comity_text_add(text, "No remedy known.");
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
		comity_text_addf(text, "%s%s (%s)",
		    some ? ", " : "Not recognized: item ", item->number,
		    or_else(item->reason, "no reason"));
		some = true;
	}
	if (some)
		comity_text_add(text, ".");
}

static void
word_effect(const struct comity_verdict *verdict, struct comity_text *text)
{
	const char *phrase = comity_effect_phrase(verdict->effect);
	size_t i, met = 0;

	switch (verdict->kind) {
	case COMITY_PARTIALLY_RECOGNIZED:
		for (i = 0; i < verdict->item_count; i++)
			met += verdict->items[i].kind < COMITY_UNDETERMINED;
		comity_text_addf(
		    text, "%zu of %zu items ", met, verdict->item_count);
		/* fall through */
	case COMITY_RECOGNIZED:
	case COMITY_RECOGNIZED_WITH_CONDITIONS:
		comity_text_add(text, or_else(phrase, "no effect"));
		break;
	case COMITY_UNDETERMINED:
		comity_text_addf(text, "no effect in %s until it is known",
		    verdict->receiving);
		break;
	default:
		comity_text_addf(text, "no effect in %s", verdict->receiving);
	}
}

bool
comity_verdict_word(struct comity_verdict *verdict, const char *nature)
{
	struct comity_text text = { 0 };

	comity_text_addf(&text, "%s: ", comity_verdict_name(verdict->kind));
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
		word_ground(
		    comity_verdict_ground(&verdict->criteria, 0), &text);
		break;
	case COMITY_PARTIALLY_RECOGNIZED:
		word_items(verdict, &text);
		break;
	case COMITY_RECOGNIZED_WITH_CONDITIONS:
		comity_text_add(&text,
		    "Duties and limits apply while using it; each is listed.");
		break;
	case COMITY_RECOGNIZED:
		return true;
	}
	return (verdict->detail = comity_text_take(&text)) != NULL;
}
