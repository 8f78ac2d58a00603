/* SPDX-License-Identifier: Apache-2.0 */
/* Axis 6: does it have effect already, and still: prior steps and the cap on
 * validity; and the duties that come with using it. */
#include "criteria.h"
#include "limit.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct comity_stated *
evidence_of(const struct comity_license *license,
    const struct comity_arrangement_step *step)
{
	size_t i, j;

	for (i = 0; i < step->evidence.count; i++)
		for (j = 0; j < license->evidence.count; j++) {
			const struct comity_stated *kind =
			    &step->evidence.at[i];
			const struct comity_stated *one =
			    &license->evidence.at[j];

			if (kind->text != NULL && one->name != NULL &&
			    comity_text_same(kind->text, one->text) &&
			    (kind->list == NULL ||
				comity_text_same(kind->list, one->list)))
				return one;
		}
	return NULL;
}

static void
judge_step(const struct comity_case *judged, struct comity_criteria *criteria,
    const struct comity_arrangement_step *step)
{
	const struct comity_stated *found = evidence_of(judged->license, step);
	const char *kind = step->kind.text
			       ? step->kind.text
			       : comity_case_say(judged, "a prior step");
	struct comity_note note = { .id = COMITY_C_PRIOR_STEP,
		.result = COMITY_MET,
		.where = found,
		.basis = step->basis.of[judged->receiving] };
	char required[256], evidence[256];

	if (step->with.text != NULL)
		snprintf(required, sizeof(required),
		    comity_case_say(judged, "%s with %s"), kind,
		    step->with.text);
	else
		snprintf(required, sizeof(required), "%s", kind);
	note.required = required;
	if (found != NULL) {
		comity_criteria_addf(
		    judged, criteria, note, "%s %s", found->text, found->name);
		return;
	}
	snprintf(evidence, sizeof(evidence),
	    comity_case_say(judged, "evidence of the %s"), kind);
	note.result =
	    step->binding ? COMITY_RESULT_UNKNOWN : COMITY_NOT_APPLICABLE;
	note.evidence = evidence;
	note.ask = step->with.text ? step->with.text : "the receiving side";
	note.remedy = step->text.text;
	comity_criteria_addf(judged, criteria, note,
	    step->binding ? "not yet effective: %s first"
			  : "no evidence of %s, and none is needed",
	    required);
}

/* The band in which the cap ends; false: the day is not known. */
static bool
cap_end(const struct comity_case *judged, int64_t *earliest, int64_t *latest)
{
	const struct comity_license *license = judged->license;
	const char *length = judged->statement->cap.text;
	const struct comity_stated_day *day =
	    comity_text_same(judged->statement->cap_from, "valid-from")
		? &license->valid_from
		: &license->issued_on;
	int64_t last;

	if (day == &license->valid_from && day->stated.path == NULL)
		day = &license->issued_on;
	if (!day->known || length == NULL)
		return false;
	if (strchr(length, 'T') == NULL) {
		if (comity_day_add(day->day, length, &last) != COMITY_OK)
			return false;
		comity_zone_day(day->zone, last, earliest, latest);
		return true;
	}
	comity_zone_day(day->zone, day->day, earliest, latest);
	return comity_instant_add(*earliest, length, earliest) &&
	       comity_instant_add(*latest, length, latest);
}

static void
judge_cap(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	struct comity_note note = { .id = COMITY_C_CAP,
		.where = &statement->cap,
		.file = judged->arrangement->file,
		.basis = statement->cap_basis.of[judged->receiving] };
	int64_t earliest = 0, latest = 0;
	char required[128], day[32];

	if (statement->cap.path == NULL) {
		note.result = COMITY_NOT_APPLICABLE;
		note.where = NULL;
		note.file = NULL;
		note.found = "the statement sets none";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	snprintf(required, sizeof(required),
	    comity_case_say(judged, "within %s from %s"),
	    statement->cap.text ? statement->cap.text
				: comity_case_say(judged, "a length withheld"),
	    comity_case_say(
		judged, statement->cap_from ? statement->cap_from : "issue"));
	note.required = required;
	if (comity_text_same(statement->cap_from, "recognition")) {
		note.result =
		    statement->cap.text ? COMITY_MET : COMITY_RESULT_UNKNOWN;
		note.found = "counted from this day on";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	if (!cap_end(judged, &earliest, &latest)) {
		note.result = COMITY_RESULT_UNKNOWN;
		note.found = "the day from which it counts is not known";
		comity_criteria_add(judged, criteria, &note);
		return;
	}
	note.result = judged->moment < earliest  ? COMITY_MET
		      : judged->moment >= latest ? COMITY_NOT_MET
						 : COMITY_RESULT_UNKNOWN;
	if (note.result == COMITY_NOT_MET)
		note.remedy = "ask the issuing authority for a new one";
	comity_moment_write(latest, day);
	comity_criteria_addf(judged, criteria, note,
	    earliest != latest ? "ends at %s at the latest, by zone"
			       : "ends at %s",
	    day);
}

void
comity_criteria_effective(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	struct comity_note note = { .id = COMITY_C_PRIOR_STEP,
		.result = COMITY_NOT_APPLICABLE,
		.found = "the statement asks for none" };
	size_t i;

	if (comity_criteria_closed(
		judged, criteria, COMITY_C_PRIOR_STEP, COMITY_C_CAP))
		return;
	for (i = 0; i < judged->statement->step_count; i++)
		judge_step(judged, criteria, &judged->statement->steps[i]);
	if (judged->statement->step_count == 0)
		comity_criteria_add(judged, criteria, &note);
	judge_cap(judged, criteria);
}

/* Duties as they grow. */
struct duties {
	struct comity_duty *at;
	size_t count;
	bool failed;
};

static char *
foreign(struct duties *duties, const char *string)
{
	char *escaped;

	if (string == NULL)
		return NULL;
	if ((escaped = comity_text_escape(string, COMITY_DETAIL_MAX)) == NULL)
		duties->failed = true;
	return escaped;
}

static void
duty_add(struct duties *duties, enum comity_duty_kind kind, const char *number,
    const char *text, const char *basis, const char *file,
    const struct comity_stated *where)
{
	struct comity_duty *more;

	if (duties->failed)
		return;
	more = reallocarray(duties->at, duties->count + 1, sizeof(*duties->at));
	if (more == NULL) {
		duties->failed = true;
		return;
	}
	duties->at = more;
	more += duties->count++;
	memset(more, 0, sizeof(*more));
	more->kind = kind;
	more->number = foreign(duties, number);
	more->text = foreign(duties, text ? text : "withheld");
	more->basis = foreign(duties, basis);
	more->file = foreign(duties, file);
	more->path = foreign(duties, where ? where->path : NULL);
	more->line = where ? where->line : 0;
}

static bool
is_carried(const struct comity_case *judged,
    const struct comity_license_condition *condition, const char **basis)
{
	size_t i;

	for (i = 0; i < judged->statement->condition_count; i++) {
		const struct comity_arrangement_condition *one =
		    &judged->statement->conditions[i];

		if (!comity_text_same(one->mode, "carries") ||
		    (one->kinds.count > 0 && comity_word_among(&condition->kind,
						 &one->kinds) != COMITY_MET))
			continue;
		*basis = one->basis.of[judged->receiving];
		return true;
	}
	return false;
}

/* Condition n has to be told on, and how. */
static void
tell(const struct comity_case *judged,
    const struct comity_license_condition *condition, const char *basis,
    struct duties *duties)
{
	struct comity_text text = { 0 };

	if (comity_text_same(condition->notify, "in-writing"))
		comity_text_add(&text,
		    comity_case_say(judged,
			"tell this condition to whom it applies, in writing"));
	else
		comity_text_addf(&text,
		    comity_case_say(
			judged, "tell this condition to whom it applies: %s"),
		    condition->notify);
	duties->failed = duties->failed || text.failed;
	duty_add(duties, COMITY_TELL, condition->number.text, text.data, basis,
	    judged->file, &condition->number);
	comity_text_clear(&text);
}

/* "P3Y6M" as "3 years 6 months"; as it stands if it is no such length. */
static void
add_length(const struct comity_case *judged, struct comity_text *text,
    const char *length)
{
	static const struct {
		char letter;
		const char *one, *many;
	} units[] = { { 'Y', "year", "years" }, { 'M', "month", "months" },
		{ 'D', "day", "days" } };
	const char *at = length, *between = "";
	size_t digits, i;

	if (at == NULL || *at++ != 'P' ||
	    at[strspn(at, "0123456789YMD")] != '\0') {
		comity_text_add(
		    text, length != NULL ? length
					 : comity_case_say(judged, "a length"));
		return;
	}
	while ((digits = strspn(at, "0123456789")) > 0) {
		for (i = 0; i < 3 && units[i].letter != at[digits]; i++)
			;
		if (i == 3)
			return;
		comity_text_addf(text, "%s%.*s %s", between, (int)digits, at,
		    comity_case_say(judged, digits == 1 && *at == '1'
						? units[i].one
						: units[i].many));
		between = " ";
		at += digits + 1;
	}
}

static void
duties_of_license(const struct comity_case *judged, struct duties *duties)
{
	size_t i;

	for (i = 0; i < judged->license->condition_count; i++) {
		const struct comity_license_condition *one =
		    &judged->license->conditions[i];
		const char *basis = NULL;

		if (!one->binding)
			continue;
		if (!is_carried(judged, one, &basis))
			basis =
			    one->basis; /* it limits the grant all the same */
		duty_add(duties, COMITY_CARRIED_OVER, one->number.text,
		    one->text.text, basis ? basis : one->basis, judged->file,
		    &one->number);
		if (one->notify != NULL)
			tell(judged, one, basis ? basis : one->basis, duties);
	}
}

static void
duties_of_arrangement(const struct comity_case *judged, struct duties *duties)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	struct comity_text text = { 0 };
	size_t i;

	for (i = 0; i < statement->condition_count; i++) {
		const struct comity_arrangement_condition *one =
		    &statement->conditions[i];
		bool tell = comity_text_same(one->mode, "tell");

		if (comity_text_same(one->mode, "carries"))
			continue;
		comity_text_addf(&text, "%s%s%s%s%s",
		    one->who.text ? one->who.text : "",
		    one->who.text && one->to.text
			? comity_case_say(judged, " to ")
			: "",
		    one->to.text ? one->to.text : "",
		    one->who.text || one->to.text ? ": " : "",
		    one->text.text ? one->text.text : "");
		duties->failed = duties->failed || text.failed;
		duty_add(duties, tell ? COMITY_TELL : COMITY_IMPOSED,
		    one->number, text.data, one->basis.of[judged->receiving],
		    judged->arrangement->file, &one->text);
		comity_text_clear(&text);
	}
}

static void
limits_of(const struct comity_case *judged, struct duties *duties)
{
	const struct comity_arrangement_statement *statement =
	    judged->statement;
	struct comity_text text = { 0 }, length = { 0 };
	const char *years;
	size_t i;

	if (statement->cap.path != NULL) {
		add_length(judged, &length, statement->cap.text);
		comity_text_addf(&text,
		    comity_case_say(
			judged, "recognized for %s from %s at most"),
		    length.data ? length.data : "",
		    comity_case_say(judged,
			statement->cap_from ? statement->cap_from : "issue"));
		duties->failed |= text.failed || length.failed;
		comity_text_clear(&length);
		duty_add(duties, COMITY_LIMIT, NULL, text.data,
		    statement->cap_basis.of[judged->receiving],
		    judged->arrangement->file, &statement->cap);
		comity_text_clear(&text);
	}
	for (i = 0; i < statement->record_count; i++) {
		const struct comity_arrangement_record *one =
		    &statement->records[i];

		if (one->side >= 0 && (size_t)one->side != judged->receiving)
			continue;
		years = one->years.text != NULL
			    ? one->years.text
			    : comity_case_say(judged, "(withheld)");
		if (one->from.text != NULL)
			comity_text_addf(&text,
			    comity_case_say(
				judged, "keep records for %s years from %s"),
			    years, one->from.text);
		else
			comity_text_addf(&text,
			    comity_case_say(
				judged, "keep records for %s years"),
			    years);
		duties->failed = duties->failed || text.failed;
		duty_add(duties, COMITY_LIMIT, NULL, text.data,
		    one->basis.of[judged->receiving], judged->arrangement->file,
		    &one->years);
		comity_text_clear(&text);
	}
}

bool
comity_case_duties(const struct comity_case *judged,
    struct comity_duty **duties, size_t *count)
{
	struct duties grown = { 0 };

	if (judged->license != NULL && judged->statement != NULL) {
		duties_of_license(judged, &grown);
		duties_of_arrangement(judged, &grown);
		limits_of(judged, &grown);
	}
	*duties = grown.at;
	*count = grown.count;
	return !grown.failed;
}
