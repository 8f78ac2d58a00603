/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Axis 4: does the statement reach this license: nature, scope, act,
 * destination, party, use (classifications: criteria-classification.c). Of
 * an extent, what is not named does not limit; a statement that covers
 * nothing covers nothing.
 */
#include "criteria.h"
#include "text.h"

#include <string.h>

static enum comity_result
against(enum comity_result holds)
{
	return holds == COMITY_MET       ? COMITY_NOT_MET
	       : holds == COMITY_NOT_MET ? COMITY_MET
					 : COMITY_RESULT_UNKNOWN;
}

enum comity_result
comity_word_among(
    const struct comity_stated *word, const struct comity_stated_list *list)
{
	enum comity_result result = COMITY_NOT_MET;
	size_t i;

	if (word->text == NULL)
		return COMITY_RESULT_UNKNOWN;
	for (i = 0; i < list->count; i++) {
		if (list->at[i].text == NULL)
			result = COMITY_RESULT_UNKNOWN;
		else if (strcmp(list->at[i].text, word->text) == 0)
			return COMITY_MET;
	}
	return result;
}

/* One word of the license against what is covered. */
static void
judge_word(const struct comity_case *judged, struct comity_criteria *criteria,
    enum comity_criterion_id id, const struct comity_stated *word,
    const struct comity_stated_list *covers)
{
	struct comity_note note = { .id = id,
		.required = "covered by the statement",
		.where = word->path != NULL ? word : NULL };

	note.found = word->text               ? word->text
		     : word->withheld != NULL ? "withheld"
					      : "not stated";
	if (judged->covers == NULL) {
		note.result = COMITY_NOT_MET;
		note.found = "the statement covers nothing";
	} else if (covers->count == 0) {
		note.result = COMITY_NOT_APPLICABLE;
		note.required = "nothing: the statement does not limit it";
	} else {
		note.result = comity_word_among(word, covers);
		note.basis = judged->covers->basis.of[judged->receiving];
	}
	comity_criteria_add(judged, criteria, &note);
}

static void
judge_words(const struct comity_case *judged, struct comity_criteria *criteria)
{
	static const struct comity_stated_list none;
	static const struct comity_stated absent;
	const struct comity_license *license = judged->license;
	const struct comity_arrangement_extent *covers = judged->covers;
	size_t i;

	judge_word(judged, criteria, COMITY_C_NATURE, &license->nature,
	    covers ? &covers->natures : &none);
	judge_word(judged, criteria, COMITY_C_SCOPE, &license->scope,
	    covers ? &covers->scopes : &none);
	if (license->acts.count == 0)
		judge_word(judged, criteria, COMITY_C_ACT, &absent,
		    covers ? &covers->acts : &none);
	for (i = 0; i < license->acts.count; i++)
		judge_word(judged, criteria, COMITY_C_ACT, &license->acts.at[i],
		    covers ? &covers->acts : &none);
}

static bool
receives(const struct comity_license_party *party)
{
	static const char *const roles[] = { "intermediate-consignee",
		"consignee", "ultimate-consignee", "end-user",
		"ultimate-end-user", "recipient" };
	size_t i, j;

	for (i = 0; i < party->roles.count; i++)
		for (j = 0; j < sizeof(roles) / sizeof(roles[0]); j++)
			if (comity_text_same(party->roles.at[i].text, roles[j]))
				return true;
	return false;
}

void
comity_case_destinations(
    const struct comity_case *judged, comity_see_fn *see, void *context)
{
	const struct comity_license *license = judged->license;
	size_t i;

	for (i = 0; i < license->destinations.count; i++)
		if (!license->destinations.at[i].negated &&
		    !see(context, &license->destinations.at[i]))
			return;
	for (i = 0; i < license->party_count; i++)
		if (license->parties[i].country.path != NULL &&
		    receives(&license->parties[i]) &&
		    !see(context, &license->parties[i].country))
			return;
}

struct destinations {
	const struct comity_case *judged;
	struct comity_criteria *criteria;
	struct comity_note note;
	size_t seen;
};

static bool
judge_place(void *context, const struct comity_stated *country)
{
	struct destinations *all = context;
	const struct comity_arrangement_extent *covers = all->judged->covers;

	all->note.where = country;
	all->note.found = country->text ? country->text : "withheld";
	all->note.result =
	    comity_case_place(all->judged, country, &covers->destinations);
	comity_criteria_add(all->judged, all->criteria, &all->note);
	all->seen++;
	return true;
}

static void
judge_destination(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	struct destinations all = { .judged = judged,
		.criteria = criteria,
		.note = { .id = COMITY_C_DESTINATION,
		    .required = "every destination covered" } };

	if (judged->covers == NULL) {
		all.note.result = COMITY_NOT_MET;
		all.note.found = "the statement covers nothing";
	} else if (judged->covers->destinations.count == 0) {
		all.note.result = COMITY_NOT_APPLICABLE;
		all.note.found = "the statement does not limit destinations";
	} else {
		all.note.basis = judged->covers->basis.of[judged->receiving];
		comity_case_destinations(judged, judge_place, &all);
		all.note.where = NULL;
		all.note.result = COMITY_RESULT_UNKNOWN;
		all.note.found = "no destination is stated";
	}
	if (all.seen == 0)
		comity_criteria_add(judged, criteria, &all.note);
}

/* Of one range, what is stated has to hold altogether. */
static enum comity_result
in_party_range(const struct comity_case *judged,
    const struct comity_license_party *party,
    const struct comity_arrangement_party *range)
{
	enum comity_result result = COMITY_MET, one;

	if (range->identifiers.count > 0 &&
	    !comity_identifiers_share(&party->identifiers, &range->identifiers))
		result = party->identifiers.count == 0 ? COMITY_RESULT_UNKNOWN
						       : COMITY_NOT_MET;
	if (range->kinds.count > 0 && result != COMITY_NOT_MET) {
		one = comity_word_among(&party->kind, &range->kinds);
		if (one != COMITY_MET)
			result = one;
	}
	if (range->countries.count > 0 && result != COMITY_NOT_MET) {
		one = comity_case_place(
		    judged, &party->country, &range->countries);
		if (one != COMITY_MET)
			result = one;
	}
	if (range->lists.count > 0 && result == COMITY_MET)
		result = COMITY_RESULT_UNKNOWN; /* no such list is given */
	return result;
}

static bool
has_role(const struct comity_license_party *party,
    const struct comity_arrangement_party *range)
{
	size_t i;

	if (range->roles.count == 0)
		return true;
	for (i = 0; i < party->roles.count; i++)
		if (comity_word_among(&party->roles.at[i], &range->roles) !=
		    COMITY_NOT_MET)
			return true;
	return party->roles.count == 0;
}

enum comity_result
comity_party_among(const struct comity_case *judged,
    const struct comity_license_party *party,
    const struct comity_arrangement_party *ranges, size_t count, bool excluding)
{
	enum comity_result result = COMITY_NOT_MET, one;
	bool limited = false;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!has_role(party, &ranges[i]))
			continue;
		limited = true;
		one = in_party_range(judged, party, &ranges[i]);
		if (one == COMITY_MET)
			return COMITY_MET;
		if (one == COMITY_RESULT_UNKNOWN)
			result = COMITY_RESULT_UNKNOWN;
	}
	/* A role that the ranges do not name is not limited by them. */
	return limited || excluding ? result : COMITY_MET;
}

static void
judge_party(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_extent *covers = judged->covers;
	struct comity_note note = { .id = COMITY_C_PARTY,
		.required = "every party eligible; names never count" };
	size_t i;

	if (covers == NULL || covers->party_count == 0 ||
	    judged->license->party_count == 0) {
		note.result = covers == NULL ? COMITY_NOT_MET
			      : covers->party_count == 0
				  ? COMITY_NOT_APPLICABLE
				  : COMITY_RESULT_UNKNOWN;
		note.found = covers == NULL ? "the statement covers nothing"
			     : covers->party_count == 0
				 ? "the statement does not limit parties"
				 : "the license states no party";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	note.basis = covers->basis.of[judged->receiving];
	for (i = 0; i < judged->license->party_count; i++) {
		const struct comity_license_party *party =
		    &judged->license->parties[i];

		note.result = comity_party_among(
		    judged, party, covers->parties, covers->party_count, false);
		note.where = &party->name;
		note.found = party->name.text ? party->name.text : "withheld";
		comity_criteria_add(judged, criteria, &note);
	}
}

/* Words are not compared: a use without a code is a doubt. */
enum comity_result
comity_use_among(
    const struct comity_stated *use, const struct comity_stated_list *list)
{
	size_t i;

	if (use->text == NULL || use->list == NULL)
		return COMITY_RESULT_UNKNOWN;
	for (i = 0; i < list->count; i++)
		if (comity_text_same(use->text, list->at[i].text) &&
		    comity_text_same(use->list, list->at[i].list))
			return COMITY_MET;
	return COMITY_NOT_MET;
}

static void
judge_use(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_license *license = judged->license;
	const struct comity_arrangement_extent *covers = judged->covers;
	struct comity_note note = { .id = COMITY_C_USE,
		.required = "every use covered" };
	size_t i;

	if (covers == NULL || covers->uses.count == 0) {
		note.result =
		    covers == NULL ? COMITY_NOT_MET : COMITY_NOT_APPLICABLE;
		note.found = covers == NULL
				 ? "the statement covers nothing"
				 : "the statement does not limit uses";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	note.basis = covers->basis.of[judged->receiving];
	if (license->purposes.count == 0) {
		note.result = COMITY_RESULT_UNKNOWN;
		note.found = "no use is stated";
		comity_criteria_add(judged, criteria, &note);
	}
	for (i = 0; i < license->purposes.count; i++) {
		note.where = &license->purposes.at[i];
		note.found = note.where->text ? note.where->text : "withheld";
		note.result = comity_use_among(note.where, &covers->uses);
		comity_criteria_add(judged, criteria, &note);
	}
}

/* Exclusions that name no classification; those that do go item by item. */
static void
judge_exclusions(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	size_t i;

	for (i = 0; i < statement->exclude_count; i++) {
		const struct comity_arrangement_extent *extent =
		    &statement->excludes[i];
		enum comity_criterion_id id =
		    extent->party_count > 0          ? COMITY_C_PARTY
		    : extent->destinations.count > 0 ? COMITY_C_DESTINATION
		    : extent->uses.count > 0         ? COMITY_C_USE
		    : extent->acts.count > 0         ? COMITY_C_ACT
		    : extent->scopes.count > 0       ? COMITY_C_SCOPE
						     : COMITY_C_NATURE;
		struct comity_note note = { .id = id,
			.required = extent->stated.text
					? extent->stated.text
					: "not what the statement excludes",
			.where = &extent->stated,
			.file = judged->arrangement->file,
			.basis = extent->basis.of[judged->receiving] };

		if (extent->classifications.count > 0)
			continue;
		note.result = against(comity_extent_holds(judged, extent, 0));
		note.found = note.result == COMITY_MET ? "not excluded"
			     : note.result == COMITY_NOT_MET
				 ? "excluded"
				 : "it can not be told whether it is excluded";
		comity_criteria_add(judged, criteria, &note);
	}
}

void
comity_criteria_covered(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	if (comity_criteria_closed(
		judged, criteria, COMITY_C_NATURE, COMITY_C_USE))
		return;
	judge_words(judged, criteria);
	comity_criteria_classified(judged, criteria);
	judge_destination(judged, criteria);
	judge_party(judged, criteria);
	judge_use(judged, criteria);
	judge_exclusions(judged, criteria);
}
