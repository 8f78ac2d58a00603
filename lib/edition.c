/* SPDX-License-Identifier: Apache-2.0 */
#include "edition.h"

#include "pack-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static bool
is_of(const struct comity_edition *edition, const char *profile)
{
	return strcmp(edition->profile, profile) == 0;
}

int
comity_packs_in_force(const struct comity_packs *packs, const char *profile,
    int64_t day, struct comity_in_force *out)
{
	const struct comity_edition *edition;
	size_t i;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < packs->count; i++) {
		edition = &packs->editions[i]->edition;
		if (!is_of(edition, profile))
			continue;
		if (edition->last_day < day) {
			if (out->before == NULL ||
			    out->before->last_day < edition->last_day)
				out->before = edition;
		} else if (edition->first_day > day) {
			if (out->after == NULL ||
			    out->after->first_day > edition->first_day)
				out->after = edition;
		} else if (out->edition == NULL)
			out->edition = edition;
		else
			out->other = edition;
	}
	if (out->other == NULL)
		return out->edition == NULL ? COMITY_UNKNOWN : COMITY_OK;
	/* Two claim the day: neither is picked. */
	out->before = out->edition;
	out->edition = NULL;
	return COMITY_UNKNOWN;
}

static void
days_add(struct comity_text *text, const struct comity_edition *edition)
{
	char first[32] = "", last[32] = "";

	if (edition->first_day != INT64_MIN)
		comity_day_write(edition->first_day, first);
	if (edition->last_day != INT64_MAX)
		comity_day_write(edition->last_day, last);
	comity_text_addf(text, "%s@%s (%s%s..%s%s)", edition->profile,
	    edition->id, first, *first ? " " : "", *last ? " " : "", last);
}

char *
comity_edition_days(const struct comity_edition *edition)
{
	struct comity_text text = { 0 };

	days_add(&text, edition);
	return comity_text_take(&text);
}

char *
comity_in_force_nearest(const struct comity_in_force *in_force)
{
	const struct comity_edition *second =
	    in_force->other != NULL ? in_force->other : in_force->after;
	struct comity_text text = { 0 };

	if (in_force->before != NULL)
		days_add(&text, in_force->before);
	if (in_force->before != NULL && second != NULL)
		comity_text_add(&text, "; ");
	if (second != NULL)
		days_add(&text, second);
	return comity_text_take(&text);
}

/* The editions of a profile by their first day. */
static int
sorted(const struct comity_packs *packs, const char *profile,
    const struct pack_edition ***out, size_t *count)
{
	const struct pack_edition **all =
	    calloc(packs->count + 1, sizeof(*all));
	const struct pack_edition *edition;
	size_t i, at;

	*out = all;
	*count = 0;
	if (all == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < packs->count; i++) {
		edition = packs->editions[i];
		if (!is_of(&edition->edition, profile))
			continue;
		for (at = (*count)++; at > 0 && all[at - 1]->edition.first_day >
						    edition->edition.first_day;
		     at--)
			all[at] = all[at - 1];
		all[at] = edition;
	}
	return COMITY_OK;
}

static int
tell(const struct pack_edition *edition, enum comity_finding_id id,
    const char *found, const char *expected, struct comity_report *report)
{
	struct comity_place place = { .file = edition->folder->index->name };

	return comity_report_add(report, id, &place, found, expected);
}

/* An edition and the one before it, by their first days. */
static int
follows_check(const struct pack_edition *before,
    const struct pack_edition *edition, struct comity_report *report)
{
	const struct comity_edition *a = &before->edition;
	const struct comity_edition *b = &edition->edition;
	char *was = NULL, *is = NULL;
	int rc = COMITY_OK;

	/* last_day + 1 does not overflow: INT64_MAX is an overlap. */
	if (a->last_day < b->first_day && a->last_day + 1 == b->first_day)
		return COMITY_OK;
	was = comity_edition_days(a);
	is = comity_edition_days(b);
	if (was == NULL || is == NULL)
		rc = COMITY_ENOMEM;
	else
		rc = tell(edition,
		    a->last_day >= b->first_day ? COMITY_F_PROFILE_OVERLAP
						: COMITY_F_PROFILE_GAP,
		    is, was, report);
	free(was);
	free(is);
	return rc;
}

int
comity_packs_timeline_check(const struct comity_packs *packs,
    const char *profile, struct comity_report *report)
{
	const struct pack_edition **all = NULL;
	const char *replaces, *before;
	size_t count, i;
	int rc = sorted(packs, profile, &all, &count), one;

	for (i = 0; rc != COMITY_ENOMEM && i < count; i++) {
		before = i == 0 ? NULL : all[i - 1]->edition.id;
		replaces = all[i]->edition.replaces;
		if (i > 0) {
			one = follows_check(all[i - 1], all[i], report);
			rc = comity_status_worse(rc, one);
		}
		/* Of the first: the pack of that time need not be here. */
		if (replaces == NULL || before == NULL ||
		    strcmp(replaces, before) == 0)
			continue;
		one = tell(all[i], COMITY_F_PROFILE_REPLACES, replaces, before,
		    report);
		rc = comity_status_worse(rc, one);
	}
	free(all);
	return rc;
}
