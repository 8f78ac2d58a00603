/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Axis 5: is it as good as one of ours: minimum elements, safeguards at least
 * as strong, requirements, risk, extensions understood, conditions stated.
 */
#include "criteria.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

static bool
is_subject(
    const struct comity_arrangement_equivalence *one, const char *subject)
{
	return comity_text_same(one->subject, subject);
}

static const char *
basis_at(const struct comity_case *judged,
    const struct comity_arrangement_basis *basis)
{
	return basis->of[judged->receiving];
}

static void
judge_minimum(const struct comity_case *judged,
    struct comity_criteria *criteria,
    const struct comity_arrangement_minimum *minimum)
{
	const struct comity_license_element *element =
	    minimum->element.text ? comity_license_element_find(
					judged->license, minimum->element.text)
				  : NULL;
	size_t stated = element ? element->stated : 0;
	size_t withheld = element ? element->withheld : 0;
	size_t lacking = element ? element->blocks - element->served : 0;
	struct comity_note note = { .id = COMITY_C_MINIMUM,
		.where = &minimum->element,
		.file = judged->arrangement->file,
		.basis = basis_at(judged, &minimum->basis) };
	char required[128];

	if (minimum->element.text != NULL &&
	    strncmp(minimum->element.text, "Safeguards", 10) == 0)
		note.id = COMITY_C_SAFEGUARD;
	snprintf(required, sizeof(required),
	    comity_case_say(judged, "%s, at least %zu"),
	    minimum->element.text ? minimum->element.text : "withheld",
	    minimum->at_least);
	note.required = required;
	if (minimum->element.text == NULL)
		note.result = COMITY_RESULT_UNKNOWN;
	else if (stated >= minimum->at_least && lacking == 0)
		note.result = COMITY_MET;
	else if (withheld > 0)
		note.result = COMITY_RESULT_UNKNOWN;
	else
		note.result = COMITY_NOT_MET;
	if (note.result == COMITY_NOT_MET && !minimum->binding)
		note.result = COMITY_NOT_APPLICABLE;
	if (note.result == COMITY_NOT_MET)
		note.remedy = "ask the issuing authority to state it";
	if (note.result == COMITY_RESULT_UNKNOWN)
		note.evidence = minimum->element.text;
	comity_criteria_addf(judged, criteria, note,
	    lacking > 0 ? "%zu stated, %zu withheld; not in every block"
			: "%zu stated, %zu withheld",
	    stated, withheld);
}

static void
judge_minimums(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	struct comity_note note = { .id = COMITY_C_MINIMUM,
		.result = COMITY_NOT_APPLICABLE,
		.found = "the statement asks for none" };
	size_t i;

	for (i = 0; i < statement->minimum_count; i++)
		judge_minimum(judged, criteria, &statement->minimums[i]);
	if (statement->minimum_count == 0)
		comity_criteria_add(judged, criteria, &note);
}

static bool
is_safeguard(const struct comity_arrangement_equivalence *one)
{
	return is_subject(one, "safeguard") || is_subject(one, "standard");
}

static bool
is_same_need(const struct comity_arrangement_equivalence *a,
    const struct comity_arrangement_equivalence *b)
{
	return is_safeguard(a) && is_safeguard(b) &&
	       comity_text_same(a->ours.text, b->ours.text) &&
	       comity_text_same(a->ours.list, b->ours.list);
}

/* Where the license states theirs, among its safeguards; NULL nowhere. A list
 * that is a path of the core says where it has to stand. */
static const struct comity_stated *
safeguard_find(
    const struct comity_license *license, const struct comity_stated *theirs)
{
	size_t i;

	for (i = 0; i < license->safeguards.count; i++) {
		const struct comity_stated *one = &license->safeguards.at[i];

		if (one->text != NULL && theirs->text != NULL &&
		    strcasecmp(one->text, theirs->text) == 0 &&
		    (theirs->list == NULL ||
			strncmp(theirs->list, "Safeguards/", 11) != 0 ||
			comity_text_same(theirs->list, one->list)))
			return one;
	}
	return NULL;
}

/* One thing that is needed of ours, by all the ways in which theirs may
 * stand for it. What reaches as far or further is at least as strong. */
static void
judge_safeguard(const struct comity_case *judged,
    struct comity_criteria *criteria, size_t first)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	const struct comity_arrangement_equivalence *need =
	    &statement->equivalences[first];
	struct comity_note note = { .id = COMITY_C_SAFEGUARD,
		.result = COMITY_RESULT_UNKNOWN,
		.required = need->ours.text,
		.found = "not stated",
		.basis = basis_at(judged, &need->basis) };
	bool binding = false;
	size_t i;

	for (i = first; i < statement->equivalence_count; i++) {
		const struct comity_arrangement_equivalence *one =
		    &statement->equivalences[i];
		const struct comity_stated *found;

		if (!is_same_need(need, one))
			continue;
		binding = binding || one->binding;
		found = safeguard_find(judged->license, &one->theirs);
		if (found == NULL || note.result == COMITY_MET)
			continue;
		note.where = found;
		note.found = found->text;
		note.result = one->relation == COMITY_RELATION_EXACT ||
				      one->relation == COMITY_RELATION_BROADER
				  ? COMITY_MET
				  : COMITY_NOT_MET;
	}
	if (note.result != COMITY_MET && !binding)
		note.result = COMITY_NOT_APPLICABLE;
	if (note.result == COMITY_NOT_MET)
		note.remedy = "agree on safeguards that are at least as strong";
	comity_criteria_add(judged, criteria, &note);
}

static void
judge_safeguards(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	struct comity_note note = { .id = COMITY_C_SAFEGUARD,
		.result = COMITY_NOT_APPLICABLE,
		.found = "the statement asks for none" };
	size_t i, j, seen = 0;

	for (i = 0; i < statement->equivalence_count; i++) {
		if (!is_safeguard(&statement->equivalences[i]))
			continue;
		for (j = 0; j < i; j++)
			if (is_same_need(&statement->equivalences[j],
				&statement->equivalences[i]))
				break;
		seen++;
		if (j == i)
			judge_safeguard(judged, criteria, i);
	}
	if (seen == 0)
		comity_criteria_add(judged, criteria, &note);
}

/* Whether the license says theirs, as far as it is about a word of it. */
static const struct comity_stated *
says(const struct comity_license *license, const char *subject,
    const struct comity_stated *theirs)
{
	const struct comity_stated_list one[] = {
		{ (struct comity_stated *)&license->nature, 1 },
		{ (struct comity_stated *)&license->scope, 1 }, license->acts,
		license->reasons
	};
	static const char *const subjects[] = { "nature", "scope", "act",
		"reason-for-control" };
	size_t i, j;

	for (i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++)
		if (strcmp(subject, subjects[i]) == 0)
			for (j = 0; j < one[i].count; j++)
				if (theirs->text != NULL &&
				    comity_text_same(
					one[i].at[j].text, theirs->text))
					return &one[i].at[j];
	if (strcmp(subject, "party-role") == 0)
		for (i = 0; i < license->party_count; i++)
			for (j = 0; j < license->parties[i].roles.count; j++)
				if (theirs->text != NULL &&
				    comity_text_same(
					license->parties[i].roles.at[j].text,
					theirs->text))
					return &license->parties[i].roles.at[j];
	if (strcmp(subject, "condition") == 0)
		for (i = 0; i < license->condition_count; i++)
			if (theirs->text != NULL &&
			    comity_text_same(
				license->conditions[i].kind.text, theirs->text))
				return &license->conditions[i].kind;
	return NULL;
}

/* The relation of what the license says, as a result. */
static enum comity_result
by_relation(enum comity_relation relation)
{
	switch (relation) {
	case COMITY_RELATION_EXACT:
	case COMITY_RELATION_NARROWER:
		return COMITY_MET;
	case COMITY_RELATION_NONE:
		return COMITY_NOT_MET;
	default:
		return COMITY_RESULT_UNKNOWN;
	}
}

static void
judge_requirement(const struct comity_case *judged,
    struct comity_criteria *criteria,
    const struct comity_arrangement_equivalence *one)
{
	const struct comity_license_element *element;
	struct comity_note note = { .id = COMITY_C_EQUIVALENCE,
		.result = COMITY_NOT_APPLICABLE,
		.required = one->ours.text,
		.found = "the license does not say it",
		.basis = basis_at(judged, &one->basis) };

	if (is_subject(one, "element")) {
		element = one->theirs.text
			      ? comity_license_element_find(
				    judged->license, one->theirs.text)
			      : NULL;
		note.found = one->theirs.text;
		if (element != NULL && element->stated > 0)
			note.result = by_relation(one->relation);
		else
			note.result = element != NULL ? COMITY_RESULT_UNKNOWN
						      : COMITY_NOT_MET;
	} else {
		note.where = says(judged->license, one->subject, &one->theirs);
		if (note.where != NULL) {
			note.found = note.where->text;
			note.result = by_relation(one->relation);
		}
	}
	comity_criteria_add(judged, criteria, &note);
}

static void
judge_requirements(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	static const char *const others[] = { "classification", "safeguard",
		"standard", "risk", "extension", "status" };
	struct comity_note note = { .id = COMITY_C_EQUIVALENCE,
		.result = COMITY_NOT_APPLICABLE,
		.found = "the statement makes none binding" };
	size_t i, j, seen = 0;

	for (i = 0; i < statement->equivalence_count; i++) {
		const struct comity_arrangement_equivalence *one =
		    &statement->equivalences[i];

		for (j = 0; j < sizeof(others) / sizeof(others[0]); j++)
			if (is_subject(one, others[j]))
				break;
		if (j < sizeof(others) / sizeof(others[0]) || !one->binding ||
		    one->subject == NULL)
			continue;
		judge_requirement(judged, criteria, one);
		seen++;
	}
	if (seen == 0)
		comity_criteria_add(judged, criteria, &note);
}

/* One assessment: scales are not comparable unless the statement says so. */
static enum comity_result
risk_of(const struct comity_case *judged, const struct comity_stated *risk,
    const struct comity_arrangement_equivalence **row)
{
	size_t i;

	for (i = 0; i < judged->statement->equivalence_count; i++) {
		const struct comity_arrangement_equivalence *one =
		    &judged->statement->equivalences[i];

		if (!is_subject(one, "risk") || risk->text == NULL ||
		    !comity_text_same(one->theirs.text, risk->text) ||
		    !comity_text_same(one->theirs.list, risk->list))
			continue;
		*row = one;
		if (one->theirs.edition != NULL &&
		    !comity_text_same(one->theirs.edition, risk->edition))
			return COMITY_RESULT_UNKNOWN;
		return by_relation(one->relation);
	}
	return COMITY_RESULT_UNKNOWN;
}

static void
judge_risk(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	const struct comity_license *license = judged->license;
	struct comity_note note = { .id = COMITY_C_RISK,
		.result = COMITY_NOT_APPLICABLE,
		.required = "a risk that the statement accepts" };
	bool asked = false, binding = false;
	size_t i;

	for (i = 0; i < statement->equivalence_count; i++)
		if (is_subject(&statement->equivalences[i], "risk")) {
			asked = true;
			binding = binding || statement->equivalences[i].binding;
		}
	if (!asked || license->risks.count == 0) {
		if (asked && binding)
			note.result = COMITY_RESULT_UNKNOWN;
		note.found = asked ? "no risk is stated"
				   : "the statement says nothing of risk";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	for (i = 0; i < license->risks.count; i++) {
		const struct comity_stated *risk = &license->risks.at[i];
		const struct comity_arrangement_equivalence *row = NULL;

		note.result = risk_of(judged, risk, &row);
		note.where = risk;
		note.basis = row ? basis_at(judged, &row->basis) : NULL;
		comity_criteria_addf(judged, criteria, note, "%s %s",
		    risk->list ? risk->list
			       : comity_case_say(judged, "no scheme"),
		    risk->text ? risk->text : "withheld");
	}
}

static enum comity_result
understood(const struct comity_case *judged, const struct comity_stated *made)
{
	enum comity_result result = COMITY_RESULT_UNKNOWN;
	size_t i;

	for (i = 0; i < judged->statement->equivalence_count; i++) {
		const struct comity_arrangement_equivalence *one =
		    &judged->statement->equivalences[i];

		if (!is_subject(one, "extension") || made->text == NULL ||
		    !comity_text_same(one->theirs.text, made->text) ||
		    (one->theirs.edition != NULL &&
			!comity_text_same(one->theirs.edition, made->edition)))
			continue;
		result = by_relation(one->relation);
		if (result != COMITY_MET)
			return result;
	}
	return result;
}

static void
judge_extensions(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_license *license = judged->license;
	struct comity_note note = { .id = COMITY_C_EXTENSION,
		.required = "understood by the statement, where it binds" };
	size_t i, j, seen = 0;

	for (i = 0; i < license->extension_count; i++) {
		const struct comity_stated *made =
		    &license->extensions[i].profile;

		if (!license->extensions[i].binding)
			continue;
		seen++;
		for (j = 0; j < i; j++)
			if (license->extensions[j].binding &&
			    comity_text_same(made->text,
				license->extensions[j].profile.text) &&
			    comity_text_same(made->edition,
				license->extensions[j].profile.edition))
				break;
		if (j < i)
			continue; /* one answer per profile and edition */
		note.where = made;
		note.result = understood(judged, made);
		comity_criteria_addf(judged, criteria, note, "%s/%s",
		    made->text ? made->text
			       : comity_case_say(judged, "no profile"),
		    made->edition ? made->edition
				  : comity_case_say(judged, "no edition"));
	}
	if (seen > 0)
		return;
	note.where = NULL;
	note.result = COMITY_NOT_APPLICABLE;
	note.found = "no extension that binds";
	comity_criteria_add(judged, criteria, &note);
}

static void
judge_conditions(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_license *license = judged->license;
	struct comity_note note = { .id = COMITY_C_CONDITION,
		.result = COMITY_NOT_APPLICABLE,
		.required = "every binding condition is stated",
		.found = "the license states no binding condition" };
	size_t i, binding = 0, open = 0;

	for (i = 0; i < license->condition_count; i++) {
		if (!license->conditions[i].binding)
			continue;
		binding++;
		if (license->conditions[i].text.text != NULL)
			continue;
		open++;
		note.where = &license->conditions[i].number;
	}
	if (binding == 0) {
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	note.result = open > 0 ? COMITY_RESULT_UNKNOWN : COMITY_MET;
	comity_criteria_addf(judged, criteria, note,
	    "%zu that bind, %zu of them without their text", binding, open);
}

void
comity_criteria_equivalent(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	if (comity_criteria_closed(
		judged, criteria, COMITY_C_MINIMUM, COMITY_C_CONDITION))
		return;
	judge_minimums(judged, criteria);
	judge_safeguards(judged, criteria);
	judge_requirements(judged, criteria);
	judge_risk(judged, criteria);
	judge_extensions(judged, criteria);
	judge_conditions(judged, criteria);
}
