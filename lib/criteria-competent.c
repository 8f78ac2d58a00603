/* SPDX-License-Identifier: Apache-2.0 */
/* Axis 3: may this authority grant it, and does an arrangement link them. */
#include "criteria.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Whether a status list of the authority's stands against the authority. */
static bool
is_withdrawn(const struct comity_case *judged, struct comity_criteria *criteria,
    struct comity_note note)
{
	const struct comity_status_entry *entry = NULL;
	const struct comity_status_list *list = NULL;

	note.result = comity_case_status(judged, COMITY_STATUS_AUTHORITY,
	    &judged->license->authority_identifiers, NULL, &entry, &list);
	if (entry == NULL)
		return false;
	note.where = &entry->ref;
	note.file = list->file;
	comity_criteria_addf(judged, criteria, note,
	    "the authority has the status \"%s\" since %s",
	    entry->state ? entry->state : comity_case_say(judged, "not stated"),
	    entry->since ? entry->since
			 : comity_case_say(judged, "a day not stated"));
	return true;
}

static void
judge_authority(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_license *license = judged->license;
	const struct comity_arrangement_side *side =
	    &judged->arrangement->sides[judged->issuing];
	struct comity_note note = { .id = COMITY_C_AUTHORITY,
		.required = "an authority that the arrangement names for the "
			    "issuing side",
		.where = &license->authority };
	bool named = false;
	size_t i;

	if (is_withdrawn(judged, criteria, note))
		return;
	note.result = COMITY_NOT_MET;
	for (i = 0; i < side->authority_count; i++) {
		const struct comity_arrangement_body *body =
		    &side->authorities[i];

		if (comity_identifiers_share(
			&body->identifiers, &license->authority_identifiers))
			note.result = COMITY_MET;
		else if (body->name.text != NULL &&
			 comity_text_same(
			     body->name.text, license->authority.text))
			named = true;
	}
	/* The signer's service is what proves an authority; a name alone says
	 * only which of the side's authorities the service speaks for, and
	 * that is enough where the arrangement states no identifier. */
	for (i = 0; i < side->authority_count && named; i++)
		if (comity_text_same(side->authorities[i].name.text,
			license->authority.text) &&
		    note.result == COMITY_NOT_MET)
			note.result =
			    side->authorities[i].identifiers.count == 0
				? COMITY_MET
			    : license->authority_identifiers.count == 0
				? COMITY_RESULT_UNKNOWN
				: COMITY_NOT_MET;
	if (side->authority_count == 0)
		note.found = "the arrangement names no authority";
	else if (license->authority.text == NULL &&
		 license->authority_identifiers.count == 0) {
		note.result = COMITY_RESULT_UNKNOWN;
		note.found = "the authority is not stated or withheld";
	} else
		note.found = license->authority.text
				 ? license->authority.text
				 : license->authority_identifiers.at[0].text;
	comity_criteria_add(judged, criteria, &note);
}

static void
judge_proven(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement *arrangement = judged->arrangement;
	struct comity_note note = { .id = COMITY_C_ARRANGEMENT,
		.result = COMITY_MET, /* no other reaches a case */
		.required = "signed by a service "
			    "urn:comity:service:arrangement on a trust list "
			    "of the receiving side",
		.file = arrangement->file };

	comity_criteria_addf(judged, criteria, note, "%s version %s%s%s",
	    arrangement->id ? arrangement->id
			    : comity_case_say(judged, "without an id"),
	    arrangement->version ? arrangement->version
				 : comity_case_say(judged, "not stated"),
	    arrangement->instrument.text ? ", " : "",
	    arrangement->instrument.text ? arrangement->instrument.text : "");
}

static const struct comity_status_entry *
suspension_of(const struct comity_case *judged)
{
	size_t i, j;

	for (i = 0; i < judged->receiving_list_count; i++)
		for (j = 0; j < judged->receiving_lists[i]->entry_count; j++) {
			const struct comity_status_entry *entry =
			    &judged->receiving_lists[i]->entries[j];

			if (entry->subject == COMITY_STATUS_ARRANGEMENT &&
			    comity_text_same(
				entry->ref.text, judged->arrangement->id) &&
			    comity_status_is_adverse(entry->state) &&
			    comity_status_entry_held(entry, judged->moment) !=
				COMITY_HELD_NO)
				return entry;
		}
	return NULL;
}

/* Whether the statement is enacted at the moment; says why not. */
static enum comity_result
enacted(const struct comity_case *judged, const char **why)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	int64_t moment = judged->moment;

	if (suspension_of(judged) != NULL) {
		*why = "a status list of the receiving side stands against it";
		return COMITY_NOT_MET;
	}
	if (!statement->dates_known) {
		*why = "its dates can not be read";
		return COMITY_RESULT_UNKNOWN;
	}
	if (moment < statement->from_earliest) {
		*why = "it has not begun";
		return COMITY_NOT_MET;
	}
	if (moment >= statement->until_latest) {
		*why = "it has ended";
		return COMITY_NOT_MET;
	}
	if (moment < statement->from_latest ||
	    moment >= statement->until_earliest) {
		*why = "the moment lies where its first or last day turns";
		return COMITY_RESULT_UNKNOWN;
	}
	if (statement->status != COMITY_STATEMENT_ENACTED) {
		*why = statement->status == COMITY_STATEMENT_SUSPENDED
			   ? "it is suspended, may be reinstated"
			   : "it is repealed";
		return COMITY_NOT_MET;
	}
	*why = "enacted";
	return COMITY_MET;
}

static void
judge_in_force(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	struct comity_note note = { .id = COMITY_C_ARRANGEMENT_IN_FORCE,
		.required = "a statement that is enacted at the moment",
		.where = &statement->stated,
		.file = judged->arrangement->file };
	const char *why = "";

	note.result = enacted(judged, &why);
	comity_criteria_addf(judged, criteria, note,
	    "statement %zu, from %s until %s: %s", statement->number,
	    statement->from ? statement->from
			    : comity_case_say(judged, "not stated"),
	    statement->until ? statement->until
			     : comity_case_say(judged, "further notice"),
	    comity_case_say(judged, why));
}

static void
judge_effect(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_stated *effect = &judged->statement->effect;
	struct comity_note note = { .id = COMITY_C_EFFECT,
		.required = "an effect that the arrangement gives it",
		.found = effect->text,
		.where = effect,
		.file = judged->arrangement->file };

	if (effect->text == NULL) {
		note.result = effect->withheld != NULL ? COMITY_RESULT_UNKNOWN
						       : COMITY_NOT_MET;
		note.found = "none is stated: by default no recognition";
	} else if (strcmp(effect->text, "no-effect") == 0) {
		note.result = COMITY_NOT_MET;
		note.found = "the arrangement says: no effect";
	} else {
		note.result = comity_effect_phrase(effect->text) != NULL
				  ? COMITY_MET
				  : COMITY_RESULT_UNKNOWN;
	}
	comity_criteria_add(judged, criteria, &note);
}

void
comity_criteria_competent(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement *arrangement = judged->arrangement;
	struct comity_note note = { .id = COMITY_C_DIRECTION,
		.result = COMITY_MET, /* no other statement is chosen */
		.required = "recognition by the receiving side of the issuing "
			    "side's",
		.where = judged->statement != NULL ? &judged->statement->stated
						   : NULL };

	if (comity_criteria_closed(
		judged, criteria, COMITY_C_AUTHORITY, COMITY_C_EFFECT))
		return;
	judge_authority(judged, criteria);
	judge_proven(judged, criteria);
	judge_in_force(judged, criteria);
	note.file = arrangement->file;
	comity_criteria_addf(judged, criteria, note, "%s recognizes %s",
	    arrangement->sides[judged->receiving].jurisdiction.text,
	    arrangement->sides[judged->issuing].jurisdiction.text);
	judge_effect(judged, criteria);
}
