/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a license, or an item of it, lies in an excluding extent. */
#include "criteria.h"
#include "text.h"

#include <string.h>

/* What has been found so far of things of which any one is enough. */
struct any {
	const struct comity_case *judged;
	const struct comity_stated_list *list;
	enum comity_result result;
	size_t seen;
};

static void
found(struct any *any, enum comity_result one)
{
	any->seen++;
	if (one == COMITY_MET ||
	    (one == COMITY_RESULT_UNKNOWN && any->result == COMITY_NOT_MET))
		any->result = one;
}

/* Nothing stated is nothing known: not free of it. */
static enum comity_result
sum(const struct any *any)
{
	return any->seen == 0 ? COMITY_RESULT_UNKNOWN : any->result;
}

static bool
see_place(void *context, const struct comity_stated *country)
{
	struct any *any = context;

	found(any, comity_case_place(any->judged, country, any->list));
	return any->result != COMITY_MET;
}

static enum comity_result
any_word(const struct comity_stated_list *words,
    const struct comity_stated_list *list)
{
	struct any any = { .result = COMITY_NOT_MET };
	size_t i;

	for (i = 0; i < words->count; i++)
		found(&any, comity_word_among(&words->at[i], list));
	return sum(&any);
}

/* A license that itself rules out every one of these uses is free of them,
 * whatever words it uses for its own. */
static enum comity_result
any_use(
    const struct comity_license *license, const struct comity_stated_list *uses)
{
	struct any any = { .result = COMITY_NOT_MET };
	bool ruled_out = true;
	size_t i;

	for (i = 0; i < license->purposes.count; i++)
		found(&any, comity_use_among(&license->purposes.at[i], uses));
	for (i = 0; i < uses->count; i++)
		if (comity_use_among(&uses->at[i], &license->excluded_uses) !=
		    COMITY_MET)
			ruled_out = false;
	if (ruled_out && any.result != COMITY_MET)
		return COMITY_NOT_MET;
	return sum(&any);
}

static enum comity_result
any_party(const struct comity_case *judged,
    const struct comity_arrangement_extent *extent)
{
	struct any any = { .result = COMITY_NOT_MET };
	size_t i;

	for (i = 0; i < judged->license->party_count; i++)
		found(&any,
		    comity_party_among(judged, &judged->license->parties[i],
			extent->parties, extent->party_count, true));
	return sum(&any);
}

static enum comity_result
any_item(const struct comity_case *judged,
    const struct comity_arrangement_extent *extent, size_t item)
{
	struct any any = { .result = COMITY_NOT_MET };
	size_t i;

	for (i = 0; i < judged->license->item_count; i++)
		if (item == 0 || item == i + 1)
			found(&any, comity_item_among(judged,
					&judged->license->items[i],
					&extent->classifications, true));
	return sum(&any);
}

static void
also(enum comity_result *all, enum comity_result one)
{
	if (one == COMITY_NOT_MET ||
	    (one == COMITY_RESULT_UNKNOWN && *all == COMITY_MET))
		*all = one;
}

enum comity_result
comity_extent_holds(const struct comity_case *judged,
    const struct comity_arrangement_extent *extent, size_t item)
{
	const struct comity_license *license = judged->license;
	struct any places = { .judged = judged,
		.list = &extent->destinations,
		.result = COMITY_NOT_MET };
	enum comity_result all = COMITY_MET;

	if (extent->natures.count > 0)
		also(&all,
		    comity_word_among(&license->nature, &extent->natures));
	if (extent->scopes.count > 0)
		also(&all, comity_word_among(&license->scope, &extent->scopes));
	if (extent->acts.count > 0)
		also(&all, any_word(&license->acts, &extent->acts));
	if (extent->destinations.count > 0) {
		comity_case_destinations(judged, see_place, &places);
		also(&all, sum(&places));
	}
	if (extent->party_count > 0)
		also(&all, any_party(judged, extent));
	if (extent->uses.count > 0)
		also(&all, any_use(license, &extent->uses));
	if (extent->classifications.count > 0)
		also(&all, any_item(judged, extent, item));
	return all;
}
