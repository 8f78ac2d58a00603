/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision: which statements speak of this license, the criteria of each,
 * and the verdict of the one that says most. Plain data only.
 */
#include "recognize.h"

#include "recognition-input.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One statement's answer, and what it was given on. */
struct answer {
	struct comity_case judged;
	struct comity_criteria criteria;
	struct comity_duty *duties;
	size_t duty_count;
	enum comity_verdict_kind kind;
	bool in_force; /* the statement is */
	bool found;
};

static void
answer_clear(struct answer *answer)
{
	comity_criteria_clear(&answer->criteria);
	comity_duties_free(answer->duties, answer->duty_count);
	memset(answer, 0, sizeof(*answer));
}

static bool
is_among(const char *one, const char *const *all, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (comity_text_same(one, all[i]))
			return true;
	return false;
}

/* Whether a cover of the statement speaks of this nature; a nature that is
 * withheld may be any. */
static bool
speaks_of(const struct comity_arrangement_extent *covers,
    const struct comity_license *license)
{
	return covers->natures.count == 0 ||
	       comity_word_among(&license->nature, &covers->natures) !=
		   COMITY_NOT_MET;
}

static bool
criterion_is(const struct comity_criteria *criteria,
    enum comity_criterion_id id, enum comity_result result)
{
	size_t i;

	for (i = 0; i < criteria->count; i++)
		if (criteria->at[i].id == comity_criterion_name(id) &&
		    criteria->at[i].result == result)
			return true;
	return false;
}

static bool
judge(const struct comity_case *judged, struct answer *answer)
{
	memset(answer, 0, sizeof(*answer));
	answer->judged = *judged;
	answer->found = true;
	comity_criteria_judge(judged, &answer->criteria);
	if (answer->criteria.failed ||
	    !comity_case_duties(judged, &answer->duties, &answer->duty_count))
		return false;
	answer->in_force = criterion_is(
	    &answer->criteria, COMITY_C_ARRANGEMENT_IN_FORCE, COMITY_MET);
	answer->kind = comity_verdict_decide(&answer->criteria,
	    judged->license != NULL ? judged->license->item_count : 0, 0,
	    answer->duty_count > 0);
	return true;
}

static bool
is_better(const struct answer *a, const struct answer *b)
{
	if (!b->found)
		return true;
	if (a->kind != b->kind)
		return a->kind < b->kind; /* in the order of the enum */
	return a->in_force && !b->in_force;
}

static bool
try_case(const struct comity_case *judged, struct answer *best)
{
	struct answer one;

	if (!judge(judged, &one)) {
		answer_clear(&one);
		return false;
	}
	if (is_better(&one, best)) {
		answer_clear(best);
		*best = one;
	} else
		answer_clear(&one);
	return true;
}

/* Each statement that links the two in this direction, and each of its covers
 * that speaks of this nature, is an answer of its own. */
static bool
try_statement(const struct comity_proceedings *all, struct comity_case judged,
    const char *as, struct answer *best)
{
	const struct comity_arrangement_statement *statement = judged.statement;
	const struct comity_arrangement *arrangement = judged.arrangement;
	size_t i, j;

	if (statement->status == COMITY_STATEMENT_NONE)
		return true;
	for (i = 0; i < statement->direction_count; i++) {
		judged.issuing = statement->directions[i].from;
		judged.receiving = statement->directions[i].to;
		if (judged.issuing == judged.receiving ||
		    !comity_text_same(
			arrangement->sides[judged.receiving].jurisdiction.text,
			as) ||
		    !is_among(
			arrangement->sides[judged.issuing].jurisdiction.text,
			all->issuing_as, all->issuing_count))
			continue;
		for (j = 0; j < statement->cover_used; j++) {
			judged.covers = &statement->covers[j];
			if (speaks_of(judged.covers, all->license) &&
			    !try_case(&judged, best))
				return false;
		}
	}
	return true;
}

/* Lists that speak for the license's authority, or for one that the
 * statement names as a source. */
static bool
speaks_for(
    const struct comity_status_list *list, const struct comity_license *license)
{
	if (comity_identifiers_share(
		&list->identifiers, &license->authority_identifiers))
		return true;
	return (list->identifiers.count == 0 ||
		   license->authority_identifiers.count == 0) &&
	       list->authority.text != NULL &&
	       comity_text_same(list->authority.text, license->authority.text);
}

static bool
is_source(const struct comity_status_list *list,
    const struct comity_arrangement_statement *statement)
{
	size_t i;

	for (i = 0; statement != NULL && i < statement->source_count; i++)
		if (comity_identifiers_share(
			&list->identifiers, &statement->sources[i].identifiers))
			return true;
	return false;
}

static bool
try_with_lists(const struct comity_proceedings *all, struct comity_case judged,
    const char *as, struct answer *best)
{
	const struct comity_status_list **lists;
	size_t i;
	bool done;

	lists = calloc(all->list_count + 1, sizeof(*lists));
	if (lists == NULL)
		return false;
	judged.lists = lists;
	for (i = 0; i < all->list_count; i++)
		if (speaks_for(all->lists[i], all->license) ||
		    is_source(all->lists[i], judged.statement))
			lists[judged.list_count++] = all->lists[i];
	done = judged.statement != NULL ? try_statement(all, judged, as, best)
					: try_case(&judged, best);
	best->judged.lists = NULL; /* the criteria have said what they say */
	best->judged.list_count = 0;
	free(lists);
	return done;
}

static void
case_of(const struct comity_proceedings *all, struct comity_case *judged)
{
	memset(judged, 0, sizeof(*judged));
	judged->file = all->file;
	judged->in = all->input->in;
	judged->license = all->license;
	judged->authenticity = all->authenticity;
	judged->receiving_lists =
	    (const struct comity_status_list *const *)all->receiving_lists;
	judged->receiving_list_count = all->receiving_list_count;
	judged->list_given = all->input->status_list_count;
	judged->member = comity_proceedings_member;
	judged->member_context = all;
	judged->moment = all->input->moment;
	judged->language = all->language;
}

/* linked: whether any statement speaks of it. Rules 1 to 7, but for the
 * words. */
static bool
decide(const struct comity_proceedings *all, struct answer *best)
{
	struct comity_case judged;
	size_t i, j;

	case_of(all, &judged);
	for (i = 0; all->license != NULL && i < all->arrangement_count; i++) {
		judged.arrangement = all->arrangements[i];
		for (j = 0; j < judged.arrangement->statement_count; j++) {
			judged.statement = &judged.arrangement->statements[j];
			if (!try_with_lists(
				all, judged, all->arrangement_as[i], best))
				return false;
		}
	}
	if (best->found)
		return true;
	judged.arrangement = NULL;
	judged.statement = NULL;
	if (all->license != NULL ? !try_with_lists(all, judged, NULL, best)
				 : !try_case(&judged, best))
		return false;
	/* Rule 1 comes first. Then, where something could still speak of it
	 * once it is proven, there is no answer; else there is no rule. */
	if (!criterion_is(&best->criteria, COMITY_C_SIGNATURE, COMITY_NOT_MET))
		best->kind = all->license == NULL && all->arrangement_count > 0
				 ? COMITY_UNDETERMINED
				 : COMITY_NO_RULE;
	return true;
}

static char *
escaped(const char *string, bool *failed)
{
	char *copy;

	if (string == NULL)
		return NULL;
	if ((copy = comity_text_escape(string, 400)) == NULL)
		*failed = true;
	return copy;
}

static bool
take_items(const struct answer *best, struct comity_verdict *verdict)
{
	const struct comity_license *license = best->judged.license;
	const struct comity_criterion *ground;
	bool failed = false;
	char position[32];
	size_t i;

	if (license == NULL || license->item_count == 0)
		return true;
	verdict->items = calloc(license->item_count, sizeof(*verdict->items));
	if (verdict->items == NULL)
		return false;
	verdict->item_count = license->item_count;
	for (i = 0; i < license->item_count && !failed; i++) {
		const struct comity_license_item *item = &license->items[i];
		struct comity_verdict_item *made = &verdict->items[i];

		snprintf(position, sizeof(position), "%zu", i + 1);
		made->number = escaped(
		    item->number.text ? item->number.text : position, &failed);
		if (item->classifications.count > 0)
			made->description =
			    escaped(item->classifications.at[0].text, &failed);
		made->line = item->number.line;
		made->kind =
		    best->kind == COMITY_NO_RULE
			? COMITY_NO_RULE
			: comity_verdict_decide(&best->criteria,
			      license->item_count, i + 1, best->duty_count > 0);
		if (made->kind == COMITY_RECOGNIZED ||
		    made->kind == COMITY_RECOGNIZED_WITH_CONDITIONS)
			continue;
		ground = comity_verdict_ground(&best->criteria, i + 1);
		made->reason = escaped(ground ? ground->found : NULL, &failed);
	}
	return !failed;
}

static bool
take_facts(const struct comity_proceedings *all, const struct answer *best,
    struct comity_verdict *verdict)
{
	const struct comity_arrangement *arrangement = best->judged.arrangement;
	const struct comity_recognition_input *input = all->input;
	enum comity_language language = all->language;
	const char *as = NULL;
	struct comity_text text = { 0 };
	bool failed = false;

	verdict->moment = input->moment;
	verdict->language = language;
	verdict->proven = all->license != NULL;
	verdict->file = escaped(all->file, &failed);
	verdict->number = escaped(all->number, &failed);
	if (verdict->proven)
		verdict->authority = escaped(all->authority, &failed);
	verdict->profile = escaped(all->authenticity.profile, &failed);
	verdict->edition = escaped(all->authenticity.edition, &failed);
	verdict->issuing = escaped(all->issuing, &failed);
	verdict->receiving = escaped(input->in, &failed);
	verdict->document_sha256 = escaped(all->sha256, &failed);
	if (all->receiving_count > 1)
		verdict->member_of = escaped(all->receiving_as[1], &failed);
	if (arrangement != NULL) {
		as = arrangement->sides[best->judged.receiving]
			 .jurisdiction.text;
		verdict->demonstration =
		    arrangement->standing == COMITY_STANDING_DEMONSTRATION;
		verdict->arrangement = escaped(arrangement->id, &failed);
		verdict->arrangement_version =
		    escaped(arrangement->version, &failed);
		verdict->instrument =
		    escaped(arrangement->instrument.text, &failed);
		verdict->effect =
		    escaped(best->judged.statement->effect.text, &failed);
		comity_text_addf(&text,
		    comity_phrase("statement %zu", language),
		    best->judged.statement->number);
		if ((verdict->statement = comity_text_take(&text)) == NULL)
			failed = true;
	}
	comity_text_addf(&text, "%s", verdict->receiving);
	if (verdict->member_of != NULL)
		comity_text_addf(&text,
		    comity_phrase(
			as != NULL && strcmp(as, input->in) != 0
			    ? " as a member of the %s (eu-members %s)"
			: as != NULL
			    ? ", not as a member of the %s (eu-members %s)"
			    : ", and as a member of the %s (eu-members %s)",
			language),
		    verdict->member_of,
		    all->members_edition ? all->members_edition : "");
	if ((verdict->capacity = comity_text_take(&text)) == NULL)
		failed = true;
	return !failed;
}

int
comity_recognize(const struct comity_recognition_input *input,
    struct comity_report *report, struct comity_verdict **out)
{
	struct comity_proceedings *all = NULL;
	struct comity_verdict *verdict = NULL;
	struct answer best = { 0 };
	int rc;

	*out = NULL;
	rc = comity_proceedings_open(input, report, &all);
	if (rc != COMITY_OK)
		return rc;
	rc = COMITY_ENOMEM;
	if (!decide(all, &best) ||
	    (verdict = calloc(1, sizeof(*verdict))) == NULL ||
	    !take_items(&best, verdict) || !take_facts(all, &best, verdict))
		goto out;
	verdict->kind = best.kind;
	verdict->criteria = best.criteria;
	memset(&best.criteria, 0, sizeof(best.criteria));
	if (best.kind < COMITY_UNDETERMINED) { /* something is recognized */
		verdict->duties = best.duties;
		verdict->duty_count = best.duty_count;
		best.duties = NULL;
		best.duty_count = 0;
	}
	verdict->pins = all->pins;
	verdict->pin_count = all->pin_count;
	all->pins = NULL;
	all->pin_count = 0;
	if (!comity_verdict_word(verdict,
		all->license != NULL ? all->license->nature.text : NULL))
		goto out;
	*out = verdict;
	rc = comity_verdict_status(verdict);
	verdict = NULL;
out:
	answer_clear(&best);
	comity_verdict_free(verdict);
	comity_proceedings_free(all);
	return rc;
}
