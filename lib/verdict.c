/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict.h"

#include "criteria.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

const char *
comity_verdict_name(enum comity_verdict_kind kind)
{
	static const char *const names[] = { "recognized",
		"recognized-with-conditions", "partially-recognized",
		"undetermined", "not-recognized", "no-rule" };

	return names[kind];
}

const char *
comity_axis_name(enum comity_axis axis)
{
	static const char *const names[COMITY_AXIS_COUNT] = { "authentic",
		"in-force", "competent", "covered", "equivalent", "effective" };

	return names[axis];
}

const char *
comity_result_name(enum comity_result result)
{
	static const char *const names[] = { "met", "not-met", "unknown",
		"not-applicable" };

	return names[result];
}

const char *
comity_duty_name(enum comity_duty_kind kind)
{
	static const char *const names[COMITY_DUTY_COUNT] = { "carried-over",
		"imposed", "tell", "limit" };

	return names[kind];
}

const char *
comity_effect_phrase(const char *effect)
{
	static const char *const phrases[][2] = {
		{ "valid-as-own",
		    "recognized as valid as one issued on the receiving side" },
		{ "license-free",
		    "recognized in place of a license of the receiving side" },
		{ "evidence-of-compliance",
		    "recognized as evidence of compliance; not a permission "
		    "to export" },
		{ "accept-data",
		    "recognized for the acceptance of its data; not a "
		    "permission to export" },
		{ "lighter-procedure",
		    "recognized for a lighter procedure; not a permission to "
		    "export" },
		{ "information-only",
		    "noted as information only; no effect in law" },
		{ "no-effect", "no effect" },
	};
	size_t i;

	for (i = 0; effect != NULL && i < sizeof(phrases) / sizeof(phrases[0]);
	     i++)
		if (strcmp(phrases[i][0], effect) == 0)
			return phrases[i][1];
	return NULL;
}

int
comity_verdict_status(const struct comity_verdict *verdict)
{
	switch (verdict->kind) {
	case COMITY_RECOGNIZED:
	case COMITY_RECOGNIZED_WITH_CONDITIONS:
		return COMITY_OK;
	case COMITY_PARTIALLY_RECOGNIZED:
	case COMITY_NOT_RECOGNIZED:
		return COMITY_REFUSED;
	default:
		return COMITY_UNKNOWN;
	}
}

/* Whether any criterion of an item (0: of the document) has a result. */
static bool
has(const struct comity_criteria *criteria, size_t item,
    enum comity_result result)
{
	size_t i;

	for (i = 0; i < criteria->count; i++)
		if (criteria->at[i].item == item &&
		    criteria->at[i].result == result)
			return true;
	return false;
}

static bool
is_broken(const struct comity_criteria *criteria)
{
	const char *signature = comity_criterion_name(COMITY_C_SIGNATURE);
	size_t i;

	for (i = 0; i < criteria->count; i++)
		if (criteria->at[i].id == signature &&
		    criteria->at[i].result == COMITY_NOT_MET)
			return true;
	return false;
}

static enum comity_verdict_kind
decide_item(const struct comity_criteria *criteria, size_t item, bool burdened)
{
	if (is_broken(criteria) || has(criteria, 0, COMITY_NOT_MET))
		return COMITY_NOT_RECOGNIZED;
	if (item > 0 && has(criteria, item, COMITY_NOT_MET))
		return COMITY_NOT_RECOGNIZED;
	if (has(criteria, 0, COMITY_RESULT_UNKNOWN) ||
	    (item > 0 && has(criteria, item, COMITY_RESULT_UNKNOWN)))
		return COMITY_UNDETERMINED;
	return burdened ? COMITY_RECOGNIZED_WITH_CONDITIONS : COMITY_RECOGNIZED;
}

enum comity_verdict_kind
comity_verdict_decide(const struct comity_criteria *criteria, size_t item_count,
    size_t item, bool burdened)
{
	enum comity_verdict_kind whole;
	size_t i, met = 0, open = 0;

	whole = decide_item(criteria, item, burdened);
	if (criteria->failed || criteria->count == 0)
		return COMITY_UNDETERMINED; /* nothing asked is never a yes */
	if (item > 0 || whole == COMITY_NOT_RECOGNIZED ||
	    whole == COMITY_UNDETERMINED || item_count == 0)
		return whole;
	for (i = 1; i <= item_count; i++) {
		if (has(criteria, i, COMITY_RESULT_UNKNOWN))
			open++;
		else if (!has(criteria, i, COMITY_NOT_MET))
			met++;
	}
	if (open > 0)
		return COMITY_UNDETERMINED;
	if (met == item_count)
		return whole;
	return met > 0 ? COMITY_PARTIALLY_RECOGNIZED : COMITY_NOT_RECOGNIZED;
}

static const struct comity_criterion *
first(const struct comity_criteria *criteria, size_t item,
    enum comity_result result)
{
	size_t i;

	for (i = 0; i < criteria->count; i++)
		if (criteria->at[i].result == result &&
		    (criteria->at[i].item == 0 || item == 0 ||
			criteria->at[i].item == item))
			return &criteria->at[i];
	return NULL;
}

const struct comity_criterion *
comity_verdict_ground(const struct comity_criteria *criteria, size_t item)
{
	const struct comity_criterion *ground;

	ground = first(criteria, item, COMITY_NOT_MET);
	return ground != NULL ? ground
			      : first(criteria, item, COMITY_RESULT_UNKNOWN);
}

void
comity_duties_free(struct comity_duty *duties, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(duties[i].number);
		free(duties[i].text);
		free(duties[i].basis);
		free(duties[i].file);
		free(duties[i].path);
	}
	free(duties);
}

static void
free_items(struct comity_verdict *verdict)
{
	size_t i;

	for (i = 0; i < verdict->item_count; i++) {
		free(verdict->items[i].number);
		free(verdict->items[i].description);
		free(verdict->items[i].reason);
	}
	free(verdict->items);
	comity_duties_free(verdict->duties, verdict->duty_count);
	for (i = 0; i < verdict->pin_count; i++) {
		free(verdict->pins[i].name);
		free(verdict->pins[i].sha256);
		free(verdict->pins[i].version);
	}
	free(verdict->pins);
}

void
comity_verdict_free(struct comity_verdict *verdict)
{
	if (verdict == NULL)
		return;
	comity_criteria_clear(&verdict->criteria);
	free_items(verdict);
	free(verdict->effect);
	free(verdict->line);
	free(verdict->detail);
	free(verdict->file);
	free(verdict->number);
	free(verdict->authority);
	free(verdict->profile);
	free(verdict->edition);
	free(verdict->issuing);
	free(verdict->receiving);
	free(verdict->member_of);
	free(verdict->capacity);
	free(verdict->arrangement);
	free(verdict->arrangement_version);
	free(verdict->instrument);
	free(verdict->statement);
	free(verdict->document_sha256);
	free(verdict);
}
