/* SPDX-License-Identifier: Apache-2.0 */
/* Axis 2: is it in force at the moment: validity, status and its age. */
#include "criteria.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void
judge_begin(const struct comity_case *judged, struct comity_criteria *criteria,
    struct comity_note note)
{
	const struct comity_license *license = judged->license;
	const struct comity_stated_day *day = &license->valid_from;
	int64_t earliest, latest;

	if (day->stated.path == NULL)
		day = &license->issued_on;
	note.where = day->stated.path != NULL ? &day->stated : NULL;
	if (!comity_case_day(day, 0, &earliest, &latest)) {
		note.result = COMITY_RESULT_UNKNOWN;
		note.found = day->stated.withheld != NULL
				 ? "the first day is withheld"
				 : "the first day is not stated";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	if (judged->moment >= latest)
		note.result = COMITY_MET;
	else if (judged->moment >= earliest)
		note.result = COMITY_RESULT_UNKNOWN;
	else
		note.result = COMITY_NOT_MET;
	if (note.result == COMITY_NOT_MET)
		note.remedy = "wait until it begins";
	comity_criteria_addf(judged, criteria, note, "valid from %s%s",
	    day->stated.text ? day->stated.text : "",
	    note.result == COMITY_RESULT_UNKNOWN
		? comity_case_say(judged,
		      "; the moment lies where that day begins, by zone")
		: "");
}

static void
judge_end(const struct comity_case *judged, struct comity_criteria *criteria,
    struct comity_note note)
{
	const struct comity_stated_day *day = &judged->license->valid_through;
	int64_t earliest, latest;

	note.where = day->stated.path != NULL ? &day->stated : NULL;
	if (day->stated.path == NULL) {
		note.result = COMITY_NOT_APPLICABLE;
		note.found = "no last day is stated";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	if (!comity_case_day(day, 1, &earliest, &latest)) {
		note.result = COMITY_RESULT_UNKNOWN;
		note.found = "the last day is withheld";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	if (judged->moment < earliest)
		note.result = COMITY_MET;
	else if (judged->moment < latest)
		note.result = COMITY_RESULT_UNKNOWN;
	else
		note.result = COMITY_NOT_MET;
	if (note.result == COMITY_NOT_MET)
		note.remedy = "ask the issuing authority for a renewal";
	comity_criteria_addf(judged, criteria, note, "valid through %s%s",
	    day->stated.text ? day->stated.text : "",
	    note.result == COMITY_RESULT_UNKNOWN
		? comity_case_say(
		      judged, "; the moment lies where that day ends, by zone")
		: "");
}

static bool
is_about(const struct comity_status_entry *entry,
    enum comity_status_subject subject, const struct comity_stated_list *refs,
    const char *item)
{
	size_t i;

	if (entry->subject != subject || entry->ref.text == NULL ||
	    (item != NULL && !comity_text_same(item, entry->item)))
		return false;
	for (i = 0; i < refs->count; i++)
		if (comity_text_same(refs->at[i].text, entry->ref.text))
			return true;
	return false;
}

/* A suspension ends where a later entry of the list reinstates; nothing else
 * that is adverse comes back. */
static bool
is_reinstated(const struct comity_status_list *list,
    const struct comity_status_entry *suspended, int64_t moment)
{
	size_t i;

	if (!comity_text_same(suspended->state, "suspended"))
		return false;
	for (i = 0; i < list->entry_count; i++) {
		const struct comity_status_entry *one = &list->entries[i];

		if (one->subject == suspended->subject &&
		    comity_text_same(one->ref.text, suspended->ref.text) &&
		    comity_text_same(one->item, suspended->item) &&
		    comity_text_same(one->state, "reinstated") &&
		    one->from > suspended->from &&
		    comity_status_entry_held(one, moment) == COMITY_HELD_YES)
			return true;
	}
	return false;
}

/* The worst of the entries of one list that are about a subject. */
static enum comity_result
of_list(const struct comity_case *judged, const struct comity_status_list *list,
    enum comity_status_subject subject, const struct comity_stated_list *refs,
    const char *item, const struct comity_status_entry **entry)
{
	enum comity_result worst = COMITY_MET;
	size_t i;

	for (i = 0; i < list->entry_count; i++) {
		const struct comity_status_entry *one = &list->entries[i];
		enum comity_held held;

		if (!is_about(one, subject, refs, item) ||
		    !comity_status_is_adverse(one->state) ||
		    is_reinstated(list, one, judged->moment))
			continue;
		held = comity_status_entry_held(one, judged->moment);
		if (held == COMITY_HELD_YES && worst != COMITY_NOT_MET) {
			worst = COMITY_NOT_MET;
			*entry = one;
		} else if (held == COMITY_HELD_DOUBTFUL &&
			   worst == COMITY_MET) {
			worst = COMITY_RESULT_UNKNOWN;
			*entry = one;
		}
	}
	return worst;
}

/*
 * Of several proven lists the newest by ThisUpdate speaks; all that are as
 * new do. A list that is past its freshness may still say no, never yes:
 * freshness is asked on its own.
 */
enum comity_result
comity_case_status(const struct comity_case *judged,
    enum comity_status_subject subject, const struct comity_stated_list *refs,
    const char *item, const struct comity_status_entry **entry,
    const struct comity_status_list **list)
{
	const struct comity_status_entry *found = NULL;
	enum comity_result worst = COMITY_MET, one;
	int64_t newest = INT64_MIN;
	size_t i;

	for (i = 0; i < judged->list_count; i++)
		if (judged->lists[i]->this_update > newest)
			newest = judged->lists[i]->this_update;
	for (i = 0; i < judged->list_count; i++) {
		if (judged->lists[i]->this_update < newest)
			continue;
		one = of_list(
		    judged, judged->lists[i], subject, refs, item, &found);
		if (one == COMITY_MET || worst == COMITY_NOT_MET ||
		    one == worst)
			continue;
		worst = one;
		*entry = found;
		*list = judged->lists[i];
	}
	return worst;
}

static void
say_entry(const struct comity_case *judged, struct comity_criteria *criteria,
    struct comity_note note, const struct comity_status_entry *entry,
    const struct comity_status_list *list)
{
	bool suspended = comity_text_same(entry->state, "suspended");
	const char *by = list->authority.text;

	note.where = &entry->ref;
	note.file = list->file;
	if (entry->basis != NULL)
		note.basis = entry->basis;
	if (note.result == COMITY_NOT_MET && suspended)
		note.remedy = "wait until it is reinstated, or ask the "
			      "issuing authority";
	comity_criteria_addf(judged, criteria, note,
	    note.item > 0 ? "item %s since %s by %s%s%s%s"
			  : "%s since %s by %s%s%s%s",
	    entry->state ? entry->state
			 : comity_case_say(judged, "of a state not stated"),
	    entry->since ? entry->since
			 : comity_case_say(judged, "a day not stated"),
	    by ? by : comity_case_say(judged, "its authority"),
	    suspended ? comity_case_say(judged, ", may be reinstated") : "",
	    entry->reason ? ": " : "", entry->reason ? entry->reason : "");
}

static bool
is_demanded(const struct comity_case *judged)
{
	return judged->statement != NULL && judged->statement->source_count > 0;
}

/* The provision that asks for a status list; NULL none does. */
static const char *
source_basis(const struct comity_case *judged)
{
	return is_demanded(judged)
		   ? judged->statement->sources[0].basis.of[judged->receiving]
		   : NULL;
}

static void
judge_items(const struct comity_case *judged, struct comity_criteria *criteria,
    struct comity_note note)
{
	const struct comity_license *license = judged->license;
	size_t i;

	for (i = 0; i < license->item_count; i++) {
		const struct comity_status_entry *entry = NULL;
		const struct comity_status_list *list = NULL;

		if (license->items[i].number.text == NULL)
			continue;
		note.item = i + 1;
		note.result = comity_case_status(judged, COMITY_STATUS_LINE,
		    &license->numbers, license->items[i].number.text, &entry,
		    &list);
		if (entry != NULL)
			say_entry(judged, criteria, note, entry, list);
	}
}

static void
judge_status(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_status_entry *entry = NULL;
	const struct comity_status_list *list = NULL;
	struct comity_note note = { .id = COMITY_C_STATUS,
		.required = "not suspended, revoked, superseded or exhausted",
		.basis = source_basis(judged) };

	if (judged->list_count == 0) {
		note.result = is_demanded(judged) || judged->list_given > 0
				  ? COMITY_RESULT_UNKNOWN
				  : COMITY_NOT_APPLICABLE;
		note.found = judged->list_given > 0
				 ? "none of the status lists given is proven "
				   "to speak for "
				   "this authority"
				 : "no status list was given";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	note.result = comity_case_status(judged, COMITY_STATUS_DOCUMENT,
	    &judged->license->numbers, NULL, &entry, &list);
	if (entry != NULL)
		say_entry(judged, criteria, note, entry, list);
	else if (judged->license->numbers.count == 0 ||
		 comity_license_number(judged->license) == NULL) {
		note.result = COMITY_RESULT_UNKNOWN;
		note.found = "the number is withheld";
		comity_criteria_add(judged, criteria, &note);
	} else {
		note.file = judged->lists[0]->file;
		comity_criteria_addf(judged, criteria, note,
		    "no entry against %s",
		    comity_license_number(judged->license));
	}
	judge_items(judged, criteria, note);
}

/* Whether one of the statement's sources is the authority of the list. */
static const struct comity_arrangement_source *
source_of(const struct comity_arrangement_statement *statement,
    const struct comity_status_list *list)
{
	size_t i;

	for (i = 0; i < statement->source_count; i++) {
		const struct comity_arrangement_source *source =
		    &statement->sources[i];

		if (source->identifiers.count > 0
			? comity_identifiers_share(
			      &source->identifiers, &list->identifiers)
			: source->authority.text == NULL ||
			      comity_text_same(
				  source->authority.text, list->authority.text))
			return source;
	}
	return NULL;
}

static bool
is_fresh_by_age(const struct comity_case *judged,
    const struct comity_arrangement_source *source,
    const struct comity_status_list *list)
{
	int64_t last;

	return source->max_age != NULL &&
	       comity_instant_add(list->this_update, source->max_age, &last) &&
	       judged->moment <= last;
}

static const char *
why_stale(
    const struct comity_case *judged, const struct comity_status_list *list)
{
	const struct comity_arrangement_source *source = NULL;

	if (!list->dated)
		return "its ThisUpdate can not be read";
	if (judged->moment >= list->next_update)
		return "past its NextUpdate";
	if (!is_demanded(judged))
		return NULL;
	source = source_of(judged->statement, list);
	if (source == NULL)
		return "not of an authority that the arrangement names";
	if (!is_fresh_by_age(judged, source, list))
		return "older than the arrangement allows";
	return NULL;
}

static void
judge_freshness(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_status_list *best = NULL;
	const char *why = NULL;
	struct comity_note note = { .id = COMITY_C_FRESHNESS,
		.required = "before NextUpdate and not older than the "
			    "arrangement allows",
		.basis = source_basis(judged) };
	char updated[32];
	size_t i;

	for (i = 0; i < judged->list_count; i++)
		if (best == NULL ||
		    judged->lists[i]->this_update > best->this_update)
			best = judged->lists[i];
	if (best == NULL) {
		note.result = is_demanded(judged) || judged->list_given > 0
				  ? COMITY_RESULT_UNKNOWN
				  : COMITY_NOT_APPLICABLE;
		note.found = "no proven status list";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	why = why_stale(judged, best);
	note.result = why == NULL ? COMITY_MET : COMITY_RESULT_UNKNOWN;
	note.file = best->file;
	comity_moment_write(best->this_update, updated);
	comity_criteria_addf(judged, criteria, note, "list %s of %s%s%s",
	    best->number ? best->number
			 : comity_case_say(judged, "without a number"),
	    updated, why ? ": " : "", why ? comity_case_say(judged, why) : "");
}

void
comity_criteria_in_force(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	struct comity_note note = { .id = COMITY_C_VALIDITY,
		.required = "the moment lies within its validity" };

	if (judged->license == NULL) {
		comity_criteria_closed(
		    judged, criteria, COMITY_C_VALIDITY, COMITY_C_FRESHNESS);
		return;
	}
	judge_begin(judged, criteria, note);
	judge_end(judged, criteria, note);
	judge_status(judged, criteria);
	judge_freshness(judged, criteria);
}
