/* SPDX-License-Identifier: Apache-2.0 */
#include "criteria.h"

#include "limit.h"
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct row {
	const char *id, *title;
	enum comity_axis axis;
	const char *evidence, *ask; /* what is missing where it is unknown */
} rows[COMITY_C_COUNT] = {
	[COMITY_C_SIGNATURE] = { "authentic.signature", "signature",
	    COMITY_AUTHENTIC, "a signature that can be proven",
	    "the issuing authority" },
	[COMITY_C_LEVEL] = { "authentic.level", "assurance level",
	    COMITY_AUTHENTIC, "a signature of a known level",
	    "the issuing authority" },
	[COMITY_C_SIGNER] = { "authentic.signer", "signer's service",
	    COMITY_AUTHENTIC,
	    "a trust list of the issuing side that lists the signer",
	    "the issuing side's list operator" },
	[COMITY_C_TRANSLATION] = { "authentic.no-translation",
	    "the original, not a translation", COMITY_AUTHENTIC,
	    "the original document", "the issuing authority" },
	[COMITY_C_FORM] = { "authentic.form", "valid by its own profile",
	    COMITY_AUTHENTIC, "a profile for this document",
	    "the issuing authority" },
	[COMITY_C_VALIDITY] = { "in-force.validity", "period of validity",
	    COMITY_IN_FORCE, "the period of validity",
	    "the issuing authority" },
	[COMITY_C_STATUS] = { "in-force.status", "status", COMITY_IN_FORCE,
	    "a status list of the issuing authority", "the issuing authority" },
	[COMITY_C_FRESHNESS] = { "in-force.freshness", "age of the status",
	    COMITY_IN_FORCE, "a fresh status list", "the issuing authority" },
	[COMITY_C_AUTHORITY] = { "competent.authority", "issuing authority",
	    COMITY_COMPETENT, "an identifier of the issuing authority",
	    "the issuing authority" },
	[COMITY_C_ARRANGEMENT] = { "competent.arrangement",
	    "arrangement proven", COMITY_COMPETENT,
	    "an arrangement that the receiving side signed",
	    "the receiving side" },
	[COMITY_C_ARRANGEMENT_IN_FORCE] = { "competent.arrangement-in-force",
	    "arrangement in force", COMITY_COMPETENT,
	    "the dates of the arrangement", "the receiving side" },
	[COMITY_C_DIRECTION] = { "competent.direction", "direction",
	    COMITY_COMPETENT, "the direction of the arrangement",
	    "the receiving side" },
	[COMITY_C_EFFECT] = { "competent.effect", "effect", COMITY_COMPETENT,
	    "the effect of the arrangement", "the receiving side" },
	[COMITY_C_NATURE] = { "covered.nature", "nature of the document",
	    COMITY_COVERED, "the nature of the document",
	    "the issuing authority" },
	[COMITY_C_SCOPE] = { "covered.scope", "scope of the document",
	    COMITY_COVERED, "the scope of the document",
	    "the issuing authority" },
	[COMITY_C_ACT] = { "covered.act", "act", COMITY_COVERED,
	    "the act that is licensed", "the issuing authority" },
	[COMITY_C_CLASSIFICATION] = { "covered.classification",
	    "classification covered", COMITY_COVERED,
	    "a classification in a list that the arrangement knows",
	    "the issuing authority" },
	[COMITY_C_EXCLUSION] = { "covered.exclusion",
	    "classification not excluded", COMITY_COVERED,
	    "a classification that can be held against the exclusions",
	    "the issuing authority" },
	[COMITY_C_DESTINATION] = { "covered.destination", "destinations",
	    COMITY_COVERED, "the destination", "the issuing authority" },
	[COMITY_C_PARTY] = { "covered.party", "parties", COMITY_COVERED,
	    "identifiers of the parties", "the license holder" },
	[COMITY_C_USE] = { "covered.use", "uses", COMITY_COVERED,
	    "the end use as a code", "the license holder" },
	[COMITY_C_MINIMUM] = { "equivalent.minimum", "minimum elements",
	    COMITY_EQUIVALENT, "a minimum element", "the issuing authority" },
	[COMITY_C_SAFEGUARD] = { "equivalent.safeguard",
	    "safeguards at least as strong", COMITY_EQUIVALENT,
	    "a statement of the safeguards", "the issuing authority" },
	[COMITY_C_EQUIVALENCE] = { "equivalent.requirement",
	    "requirements equivalent", COMITY_EQUIVALENT,
	    "a statement on equivalence", "the receiving side" },
	[COMITY_C_RISK] = { "equivalent.risk", "risk", COMITY_EQUIVALENT,
	    "the risk in a scheme that the arrangement names",
	    "the issuing authority" },
	[COMITY_C_EXTENSION] = { "equivalent.extension",
	    "extensions understood", COMITY_EQUIVALENT,
	    "a rule for a binding extension", "the receiving side" },
	[COMITY_C_CONDITION] = { "equivalent.condition", "binding conditions",
	    COMITY_EQUIVALENT, "the text of a binding condition",
	    "the issuing authority" },
	[COMITY_C_PRIOR_STEP] = { "effective.prior-step", "prior steps",
	    COMITY_EFFECTIVE, "evidence of a prior step",
	    "the receiving side" },
	[COMITY_C_CAP] = { "effective.validity-cap", "validity cap",
	    COMITY_EFFECTIVE, "the day from which the cap counts",
	    "the issuing authority" },
};

const char *
comity_criterion_name(enum comity_criterion_id id)
{
	return rows[id].id;
}

const char *
comity_case_say(const struct comity_case *judged, const char *english)
{
	return comity_phrase(english, judged->language);
}

static const char *
basis_of(const struct comity_case *judged, const struct comity_note *note)
{
	if (note->basis != NULL)
		return note->basis;
	if (judged->statement != NULL &&
	    judged->statement->basis.of[judged->receiving] != NULL)
		return judged->statement->basis.of[judged->receiving];
	if (judged->arrangement != NULL && judged->arrangement->basis != NULL)
		return judged->arrangement->basis;
	return "no rule of the receiving side: by default no recognition";
}

static bool
take(const struct comity_case *judged, char **out, const char *string)
{
	*out = NULL;
	if (string == NULL)
		return true;
	if (strchr(string, ' ') != NULL)
		string = comity_case_say(judged, string);
	*out = comity_text_escape(string, COMITY_DETAIL_MAX);
	return *out != NULL;
}

static bool
fill(const struct comity_case *judged, const struct comity_note *note,
    struct comity_criterion *made)
{
	const struct row *row = &rows[note->id];
	const struct comity_stated *where = note->where;
	bool open = note->result == COMITY_RESULT_UNKNOWN;
	const char *file = note->file, *number = NULL;
	char position[32];

	made->id = row->id;
	made->title = comity_case_say(judged, row->title);
	made->axis = row->axis;
	made->result = note->result;
	made->item = note->item;
	made->line = where != NULL ? where->line : 0;
	if (file == NULL)
		file = judged->file;
	if (note->item > 0 && judged->license != NULL)
		number = judged->license->items[note->item - 1].number.text;
	if (note->item > 0 && number == NULL) {
		snprintf(position, sizeof(position), "%zu", note->item);
		number = position;
	}
	return take(judged, &made->item_number, number) &&
	       take(judged, &made->required,
		   note->required ? note->required : "") &&
	       take(judged, &made->found, note->found ? note->found : "") &&
	       take(judged, &made->file,
		   where != NULL || note->file ? file : NULL) &&
	       take(judged, &made->path, where != NULL ? where->path : NULL) &&
	       take(judged, &made->basis, basis_of(judged, note)) &&
	       take(judged, &made->remedy, note->remedy) &&
	       take(judged, &made->evidence,
		   !open                    ? NULL
		   : note->evidence != NULL ? note->evidence
					    : row->evidence) &&
	       take(judged, &made->ask,
		   !open               ? NULL
		   : note->ask != NULL ? note->ask
				       : row->ask);
}

void
comity_criteria_add(const struct comity_case *judged,
    struct comity_criteria *criteria, const struct comity_note *note)
{
	struct comity_criterion *more;

	if (criteria->failed)
		return;
	more = reallocarray(
	    criteria->at, criteria->count + 1, sizeof(*criteria->at));
	if (more == NULL) {
		criteria->failed = true;
		return;
	}
	criteria->at = more;
	more += criteria->count++;
	memset(more, 0, sizeof(*more));
	if (!fill(judged, note, more))
		criteria->failed = true;
}

void
comity_criteria_addf(const struct comity_case *judged,
    struct comity_criteria *criteria, struct comity_note note,
    const char *format, ...)
{
	va_list list;
	char *found;

	va_start(list, format);
	found = comity_text_format_list(comity_case_say(judged, format), list);
	criteria->failed |= found == NULL;
	va_end(list);
	note.found = found;
	comity_criteria_add(judged, criteria, &note);
	free(found);
}

void
comity_criteria_clear(struct comity_criteria *criteria)
{
	size_t i;

	for (i = 0; i < criteria->count; i++) {
		struct comity_criterion *one = &criteria->at[i];

		free(one->item_number);
		free(one->required);
		free(one->found);
		free(one->file);
		free(one->path);
		free(one->basis);
		free(one->remedy);
		free(one->evidence);
		free(one->ask);
	}
	free(criteria->at);
	memset(criteria, 0, sizeof(*criteria));
}

bool
comity_criteria_closed(const struct comity_case *judged,
    struct comity_criteria *criteria, enum comity_criterion_id first,
    enum comity_criterion_id last)
{
	struct comity_note note = { .result = COMITY_RESULT_UNKNOWN };
	int id;

	if (judged->license != NULL && judged->statement != NULL)
		return false;
	if (judged->license == NULL) {
		note.found = "not read: nothing of the document is proven";
		note.evidence = rows[COMITY_C_SIGNATURE].evidence;
		note.ask = rows[COMITY_C_SIGNATURE].ask;
	} else {
		note.found = "no arrangement says what is required";
		note.evidence = rows[COMITY_C_ARRANGEMENT].evidence;
		note.ask = rows[COMITY_C_ARRANGEMENT].ask;
	}
	for (id = (int)first; id <= (int)last; id++) {
		note.id = (enum comity_criterion_id)id;
		comity_criteria_add(judged, criteria, &note);
	}
	return true;
}

void
comity_criteria_judge(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	comity_criteria_authentic(judged, criteria);
	comity_criteria_in_force(judged, criteria);
	comity_criteria_competent(judged, criteria);
	comity_criteria_covered(judged, criteria);
	comity_criteria_equivalent(judged, criteria);
	comity_criteria_effective(judged, criteria);
}

bool
comity_identifiers_share(
    const struct comity_stated_list *a, const struct comity_stated_list *b)
{
	size_t i, j;

	for (i = 0; i < a->count; i++)
		for (j = 0; j < b->count; j++)
			if (a->at[i].text != NULL && b->at[j].text != NULL &&
			    comity_text_same(a->at[i].list, b->at[j].list) &&
			    strcmp(a->at[i].text, b->at[j].text) == 0)
				return true;
	return false;
}

/* One country against one listed place. */
static enum comity_result
lies_in(
    const struct comity_case *judged, const char *country, const char *place)
{
	size_t len = strlen(place);

	if (strcmp(country, place) == 0)
		return COMITY_MET;
	if (strncmp(country, place, len) == 0 && country[len] == '-')
		return COMITY_MET; /* GB-NIR lies in GB */
	if (strncmp(place, country, strlen(country)) == 0 &&
	    place[strlen(country)] == '-')
		return COMITY_RESULT_UNKNOWN; /* GB may be GB-NIR or not */
	if (judged->member == NULL)
		return COMITY_NOT_MET;
	return judged->member(judged->member_context, country, place);
}

enum comity_result
comity_case_place(const struct comity_case *judged,
    const struct comity_stated *country, const struct comity_stated_list *list)
{
	enum comity_result worst = COMITY_NOT_MET, one;
	size_t i;

	if (country->text == NULL)
		return COMITY_RESULT_UNKNOWN;
	for (i = 0; i < list->count; i++) {
		if (list->at[i].text == NULL) {
			worst = COMITY_RESULT_UNKNOWN;
			continue;
		}
		one = lies_in(judged, country->text, list->at[i].text);
		if (one == COMITY_MET)
			return COMITY_MET;
		if (one == COMITY_RESULT_UNKNOWN)
			worst = COMITY_RESULT_UNKNOWN;
	}
	return worst;
}

bool
comity_case_day(const struct comity_stated_day *day, int64_t after,
    int64_t *earliest, int64_t *latest)
{
	if (!day->known)
		return false;
	comity_zone_day(day->zone, day->day + after, earliest, latest);
	return true;
}

/* The seconds of the part of a duration behind its T. */
static bool
seconds_of(const char *part, int64_t *out)
{
	*out = 0;
	while (*part != '\0') {
		int64_t number = 0;
		int digits = 0;

		for (; *part >= '0' && *part <= '9' && digits < 10; digits++)
			number = number * 10 + (*part++ - '0');
		if (digits == 0 || digits == 10)
			return false;
		if (*part == '.') /* parts of a second do not count */
			for (part++; *part >= '0' && *part <= '9';)
				part++;
		if (*part == 'H')
			*out += number * 3600;
		else if (*part == 'M')
			*out += number * 60;
		else if (*part == 'S')
			*out += number;
		else
			return false;
		part++;
	}
	return true;
}

bool
comity_instant_add(int64_t at, const char *duration, int64_t *out)
{
	const char *behind = strchr(duration, 'T');
	size_t len =
	    behind != NULL ? (size_t)(behind - duration) : strlen(duration);
	int64_t day = at / 86400, seconds = 0, last = 0;
	char days[64];

	if (at % 86400 < 0)
		day--;
	if (len == 0 || len >= sizeof(days) || duration[0] != 'P')
		return false;
	memcpy(days, duration, len);
	days[len] = '\0';
	if (behind != NULL && !seconds_of(behind + 1, &seconds))
		return false;
	if (len == 1)
		last = day;
	else if (comity_day_add(day, days, &last) != COMITY_OK)
		return false;
	*out = last * 86400 + (at - day * 86400) + seconds;
	return true;
}
