/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Classifications held against ranges. A code never stands alone: a code of
 * another list is no match, one of another edition a doubt, and a
 * sub-paragraph lies within its entry only where the range says so.
 */
#include "criteria.h"
#include "text.h"

#include <string.h>

enum comity_containment
comity_code_compare(const char *code, const char *listed)
{
	size_t len = strlen(code), other = strlen(listed), shorter;

	while (len > 0 && code[len - 1] == '.')
		len--; /* the EU's list writes 1C353.a.1. */
	while (other > 0 && listed[other - 1] == '.')
		other--;
	shorter = len < other ? len : other;
	if (shorter == 0 || strncasecmp(code, listed, shorter) != 0)
		return COMITY_CODE_APART;
	if (len == other)
		return COMITY_CODE_SAME;
	if (len > other)
		return code[other] == '.' ? COMITY_CODE_WITHIN
					  : COMITY_CODE_APART;
	return listed[len] == '.' ? COMITY_CODE_AROUND : COMITY_CODE_APART;
}

static enum comity_result
either(enum comity_result a, enum comity_result b)
{
	if (a == COMITY_MET || b == COMITY_MET)
		return COMITY_MET;
	if (a == COMITY_RESULT_UNKNOWN || b == COMITY_RESULT_UNKNOWN)
		return COMITY_RESULT_UNKNOWN;
	return COMITY_NOT_MET;
}

static bool
is_same_list(const struct comity_stated *a, const struct comity_stated *b)
{
	return a->list != NULL && b->list != NULL &&
	       strcmp(a->list, b->list) == 0;
}

/* One code against one range, of the same list. */
static enum comity_result
in_range(const struct comity_stated *code, const struct comity_stated *range,
    bool excluding)
{
	bool below = comity_text_same(range->level, "yes");
	enum comity_result result = COMITY_NOT_MET;

	if (!is_same_list(code, range))
		return COMITY_NOT_MET;
	if (code->text == NULL || (range->text == NULL && range->withheld))
		return COMITY_RESULT_UNKNOWN;
	if (range->text == NULL)
		result = COMITY_MET; /* a list without a code: all of it */
	else
		switch (comity_code_compare(code->text, range->text)) {
		case COMITY_CODE_SAME:
			result = COMITY_MET;
			break;
		case COMITY_CODE_WITHIN:
			result = below       ? COMITY_MET
				 : excluding ? COMITY_RESULT_UNKNOWN
					     : COMITY_NOT_MET;
			break;
		case COMITY_CODE_AROUND: /* part of it lies in the range */
			result = COMITY_RESULT_UNKNOWN;
			break;
		case COMITY_CODE_APART:
			break;
		}
	if (result == COMITY_MET && range->edition != NULL &&
	    !comity_text_same(range->edition, code->edition))
		return COMITY_RESULT_UNKNOWN;
	return result;
}

static enum comity_result
directly(const struct comity_stated *code,
    const struct comity_stated_list *ranges, bool excluding)
{
	enum comity_result result = COMITY_NOT_MET;
	size_t i;

	for (i = 0; i < ranges->count; i++)
		result =
		    either(result, in_range(code, &ranges->at[i], excluding));
	return result;
}

static bool
knows_list(
    const struct comity_stated_list *ranges, const struct comity_stated *code)
{
	size_t i;

	for (i = 0; i < ranges->count; i++)
		if (is_same_list(&ranges->at[i], code))
			return true;
	return false;
}

/*
 * By way of an equivalence: code lies in theirs, and ours in the ranges. What
 * is only part of ours needs a range that takes in all below ours.
 */
static enum comity_result
by_way_of(const struct comity_arrangement_equivalence *equivalence,
    const struct comity_stated *code, const struct comity_stated_list *ranges,
    bool excluding)
{
	const struct comity_stated *theirs = &equivalence->theirs;
	struct comity_stated ours = equivalence->ours;
	enum comity_result in = in_range(code, theirs, true), result;
	bool part = equivalence->relation == COMITY_RELATION_NARROWER;

	if (in == COMITY_NOT_MET || ours.text == NULL ||
	    equivalence->relation == COMITY_RELATION_NONE)
		return COMITY_NOT_MET;
	if (code->text != NULL && theirs->text != NULL &&
	    comity_code_compare(code->text, theirs->text) == COMITY_CODE_WITHIN)
		part = true;
	result = directly(&ours, ranges, excluding);
	if (result == COMITY_MET && part) {
		size_t i;

		result = excluding ? COMITY_RESULT_UNKNOWN : COMITY_NOT_MET;
		for (i = 0; i < ranges->count; i++)
			if ((ranges->at[i].text == NULL ||
				comity_text_same(ranges->at[i].level, "yes")) &&
			    in_range(&ours, &ranges->at[i], excluding) ==
				COMITY_MET)
				result = COMITY_MET;
	}
	if (result == COMITY_MET &&
	    (in == COMITY_RESULT_UNKNOWN ||
		equivalence->relation == COMITY_RELATION_BROADER ||
		equivalence->relation == COMITY_RELATION_UNKNOWN))
		return COMITY_RESULT_UNKNOWN;
	return result;
}

/* related: whether the code could be held against the ranges at all. */
static enum comity_result
equivalently(const struct comity_case *judged, const struct comity_stated *code,
    const struct comity_stated_list *ranges, bool excluding, bool *related)
{
	enum comity_result result = COMITY_NOT_MET;
	size_t i;

	for (i = 0; i < judged->statement->equivalence_count; i++) {
		const struct comity_arrangement_equivalence *one =
		    &judged->statement->equivalences[i];

		if (!comity_text_same(one->subject, "classification") ||
		    in_range(code, &one->theirs, true) == COMITY_NOT_MET ||
		    (one->ours.text != NULL && !knows_list(ranges, &one->ours)))
			continue;
		*related = true;
		result =
		    either(result, by_way_of(one, code, ranges, excluding));
	}
	return result;
}

/*
 * Covering: every code in a list that the ranges know has to lie in them; if
 * there is none, one by way of an equivalence. Excluding: any that does, and
 * a doubt where none could be held against them.
 */
enum comity_result
comity_item_among(const struct comity_case *judged,
    const struct comity_license_item *item,
    const struct comity_stated_list *ranges, bool excluding)
{
	enum comity_result worst = COMITY_MET, best = COMITY_NOT_MET, one;
	bool direct = false, related = false, withheld = false;
	size_t i;

	for (i = 0; i < item->classifications.count; i++) {
		const struct comity_stated *code = &item->classifications.at[i];

		if (code->text == NULL) {
			withheld = true;
			continue;
		}
		if (knows_list(ranges, code)) {
			one = directly(code, ranges, excluding);
			direct = true;
			if (one == COMITY_NOT_MET)
				worst = COMITY_NOT_MET;
			else if (one == COMITY_RESULT_UNKNOWN &&
				 worst == COMITY_MET)
				worst = COMITY_RESULT_UNKNOWN;
		} else
			one = equivalently(
			    judged, code, ranges, excluding, &related);
		best = either(best, one);
	}
	if (item->classifications.count == 0)
		return COMITY_RESULT_UNKNOWN;
	if (excluding) {
		if (best == COMITY_NOT_MET &&
		    (withheld || !(direct || related)))
			return COMITY_RESULT_UNKNOWN;
		return best;
	}
	if (direct)
		best = worst;
	return withheld && best == COMITY_MET ? COMITY_RESULT_UNKNOWN
	       : withheld && !direct          ? COMITY_RESULT_UNKNOWN
					      : best;
}

/* "us-ccl 1C353.a.3, eu-annex-i 1C353.a.3" */
static bool
write_codes(const struct comity_case *judged,
    const struct comity_license_item *item, struct comity_text *text)
{
	size_t i;

	for (i = 0; i < item->classifications.count; i++) {
		const struct comity_stated *code = &item->classifications.at[i];

		comity_text_addf(text, "%s%s %s%s%s", i > 0 ? ", " : "",
		    code->list ? code->list
			       : comity_case_say(judged, "no list"),
		    code->text ? code->text : "withheld",
		    code->edition ? comity_case_say(judged, " of ") : "",
		    code->edition ? code->edition : "");
	}
	if (item->classifications.count == 0)
		comity_text_add(
		    text, comity_case_say(judged, "no classification"));
	return !text->failed;
}

static void
judge_item(const struct comity_case *judged, struct comity_criteria *criteria,
    struct comity_note note)
{
	const struct comity_license_item *item =
	    &judged->license->items[note.item - 1];
	struct comity_text text = { 0 };

	note.where = item->classifications.count > 0
			 ? &item->classifications.at[0]
			 : &item->number;
	if (!write_codes(judged, item, &text))
		criteria->failed = true;
	note.found = text.data;
	comity_criteria_add(judged, criteria, &note);
	comity_text_clear(&text);
}

static void
judge_covered(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_extent *covers = judged->covers;
	struct comity_note note = { .id = COMITY_C_CLASSIFICATION,
		.required = "a classification that the statement covers" };
	size_t i;

	if (covers != NULL)
		note.basis = covers->basis.of[judged->receiving];
	if (covers == NULL || covers->classifications.count == 0) {
		note.result =
		    covers == NULL ? COMITY_NOT_MET : COMITY_NOT_APPLICABLE;
		note.found =
		    covers == NULL
			? "the statement covers nothing"
			: "the statement does not limit classifications";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	if (judged->license->item_count == 0) {
		note.result = COMITY_RESULT_UNKNOWN;
		note.found = "the license states no item";
		comity_criteria_add(judged, criteria, &note);
	}
	for (i = 0; i < judged->license->item_count; i++) {
		note.item = i + 1;
		note.result =
		    comity_item_among(judged, &judged->license->items[i],
			&covers->classifications, false);
		note.remedy = note.result == COMITY_NOT_MET
				  ? "apply on the receiving side for this item"
				  : NULL;
		judge_item(judged, criteria, note);
	}
}

static enum comity_result
against(enum comity_result holds)
{
	return holds == COMITY_MET       ? COMITY_NOT_MET
	       : holds == COMITY_NOT_MET ? COMITY_MET
					 : COMITY_RESULT_UNKNOWN;
}

void
comity_criteria_classified(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	struct comity_note note = { .id = COMITY_C_EXCLUSION };
	size_t i, j, seen = 0;

	judge_covered(judged, criteria);
	for (i = 0; i < statement->exclude_count; i++) {
		const struct comity_arrangement_extent *extent =
		    &statement->excludes[i];

		if (extent->classifications.count == 0)
			continue;
		note.basis = extent->basis.of[judged->receiving];
		note.required = extent->stated.text
				    ? extent->stated.text
				    : "a classification that the statement "
				      "does not exclude";
		for (j = 0; j < judged->license->item_count; j++, seen++) {
			note.item = j + 1;
			note.result =
			    against(comity_extent_holds(judged, extent, j + 1));
			judge_item(judged, criteria, note);
		}
	}
	if (seen > 0)
		return;
	note.item = 0;
	note.result = COMITY_NOT_APPLICABLE;
	note.required = "nothing";
	note.found = "the statement excludes no classification";
	comity_criteria_add(judged, criteria, &note);
}
