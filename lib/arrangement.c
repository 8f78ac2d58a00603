/* SPDX-License-Identifier: Apache-2.0 */
#include "arrangement.h"

#include "arrangement-statement.h"
#include "memory.h"
#include "pack.h"
#include "stated.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void
read_authorities(struct comity_places *places, const xmlNode *node,
    struct comity_arrangement_side *side)
{
	void *more;

	for (node = comity_node_child(node, COMITY_NS_CORE, "Authority");
	     node != NULL && !places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, "Authority")) {
		struct comity_arrangement_body *body;

		more = comity_grow(places, side->authorities,
		    &side->authority_count, sizeof(*body));
		if (more == NULL)
			return;
		side->authorities = more;
		body = &side->authorities[side->authority_count - 1];
		comity_stated_at(places, node, "Name", &body->name);
		comity_stated_all(
		    places, node, "Identifier", &body->identifiers);
	}
}

/* Two sides, of two different jurisdictions; else it links nobody. */
static bool
read_sides(struct comity_places *places, const xmlNode *root,
    struct comity_arrangement *out)
{
	const xmlNode *node = comity_node_child(root, COMITY_NS_CORE, "Side");
	const xmlNode *members;
	size_t i;

	for (i = 0; i < 2 && node != NULL; i++) {
		struct comity_arrangement_side *side = &out->sides[i];

		side->id = comity_stated_attribute(places, node, "id");
		comity_stated_at(
		    places, node, "Jurisdiction", &side->jurisdiction);
		members = comity_node_child(node, COMITY_NS_CORE, "Members");
		if (members != NULL) {
			comity_stated_read(places, members, &side->members);
			free(side->members.text);
			side->members.text =
			    comity_stated_attribute(places, members, "list");
		}
		read_authorities(places, node, side);
		node = comity_node_next(node, COMITY_NS_CORE, "Side");
	}
	return i == 2 && node == NULL && out->sides[0].id != NULL &&
	       out->sides[1].id != NULL &&
	       !comity_text_same(out->sides[0].id, out->sides[1].id) &&
	       out->sides[0].jurisdiction.text != NULL &&
	       out->sides[1].jurisdiction.text != NULL &&
	       strcmp(out->sides[0].jurisdiction.text,
		   out->sides[1].jurisdiction.text) != 0;
}

static void
read_instrument(struct comity_places *places, const xmlNode *root,
    struct comity_arrangement *out)
{
	const xmlNode *node =
	    comity_node_child(root, COMITY_NS_CORE, "Instrument");
	struct comity_stated citation = { 0 };
	struct comity_text text = { 0 };

	comity_stated_at(places, node, "Title", &out->instrument);
	comity_stated_at(places, node, "Citation", &citation);
	comity_text_addf(&text, "%s%s%s",
	    out->instrument.text ? out->instrument.text : "",
	    out->instrument.text && citation.text ? ", " : "",
	    citation.text ? citation.text : "");
	if (text.failed)
		places->failed = true;
	else if (text.len > 0 && (out->basis = comity_text_take(&text)) == NULL)
		places->failed = true;
	comity_text_clear(&text);
	comity_stated_clear(&citation);
}

/* The band of an instrument's own day; false: it is stated but not known. */
static bool
instrument_day(struct comity_places *places, const xmlNode *root,
    const struct comity_packs *packs, const char *name, int64_t after,
    int64_t *earliest, int64_t *latest)
{
	const xmlNode *node =
	    comity_node_child(root, COMITY_NS_CORE, "Instrument");
	const struct comity_zone *zone = NULL;
	struct comity_stated stated = { 0 };
	int64_t day;
	bool known = true;
	char *named;

	node = comity_node_child(node, COMITY_NS_CORE, name);
	if (node == NULL)
		return true;
	comity_stated_read(places, node, &stated);
	named = comity_stated_attribute(places, node, "zone");
	if (named != NULL)
		zone = comity_packs_zone(packs, named);
	free(named);
	known = stated.text != NULL &&
		comity_day_read(stated.text, &day) == COMITY_OK;
	if (known)
		comity_zone_day(zone, day + after, earliest, latest);
	comity_stated_clear(&stated);
	return known;
}

/* A statement has no effect before its instrument, nor after. */
static void
limit_dates(struct comity_places *places, const xmlNode *root,
    const struct comity_packs *packs, struct comity_arrangement *out)
{
	int64_t from_earliest = INT64_MIN, from_latest = INT64_MIN;
	int64_t until_earliest = INT64_MAX, until_latest = INT64_MAX;
	bool known;
	size_t i;

	known = instrument_day(places, root, packs, "InForceFrom", 0,
	    &from_earliest, &from_latest);
	known = instrument_day(places, root, packs, "EndsOn", 1,
		    &until_earliest, &until_latest) &&
		known;
	for (i = 0; i < out->statement_count; i++) {
		struct comity_arrangement_statement *one = &out->statements[i];

		one->dates_known = one->dates_known && known;
		if (from_earliest > one->from_earliest)
			one->from_earliest = from_earliest;
		if (from_latest > one->from_latest)
			one->from_latest = from_latest;
		if (until_earliest < one->until_earliest)
			one->until_earliest = until_earliest;
		if (until_latest < one->until_latest)
			one->until_latest = until_latest;
	}
}

static void
read_statements(struct comity_places *places, const xmlNode *root,
    struct comity_arrangement *out)
{
	const xmlNode *node;
	void *more;

	for (node = comity_node_child(root, COMITY_NS_CORE, "Statement");
	     node != NULL && !places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, "Statement")) {
		more = comity_grow(places, out->statements,
		    &out->statement_count, sizeof(*out->statements));
		if (more == NULL)
			return;
		out->statements = more;
		comity_statement_read(places, node, out->sides,
		    &out->statements[out->statement_count - 1]);
		out->statements[out->statement_count - 1].number =
		    out->statement_count;
	}
}

int
comity_arrangement_read(const struct comity_doc *proven,
    const struct comity_packs *packs, struct comity_arrangement **out)
{
	const xmlNode *root = comity_doc_root(proven);
	struct comity_arrangement *arrangement;
	struct comity_places places;
	char *standing;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (!comity_node_is(root, COMITY_NS_CORE, "Arrangement"))
		return COMITY_REFUSED;
	arrangement = calloc(1, sizeof(*arrangement));
	if (comity_places_init(&places, proven) != COMITY_OK ||
	    arrangement == NULL ||
	    (arrangement->file = strdup(proven->name)) == NULL)
		goto out;
	arrangement->id = comity_stated_attribute(&places, root, "id");
	arrangement->version =
	    comity_stated_attribute(&places, root, "version");
	standing = comity_stated_attribute(&places, root, "standing");
	if (comity_text_same(standing, "in-force"))
		arrangement->standing = COMITY_STANDING_IN_FORCE;
	else if (comity_text_same(standing, "demonstration"))
		arrangement->standing = COMITY_STANDING_DEMONSTRATION;
	free(standing);
	read_instrument(&places, root, arrangement);
	if (!read_sides(&places, root, arrangement) && !places.failed) {
		rc = COMITY_REFUSED;
		goto out;
	}
	read_statements(&places, root, arrangement);
	limit_dates(&places, root, packs, arrangement);
	if (places.failed || comity_memory_failed())
		goto out;
	*out = arrangement;
	arrangement = NULL;
	rc = COMITY_OK;
out:
	comity_places_clear(&places);
	comity_arrangement_free(arrangement);
	return rc;
}

void
comity_arrangement_free(struct comity_arrangement *arrangement)
{
	size_t i, j;

	if (arrangement == NULL)
		return;
	for (i = 0; i < arrangement->statement_count; i++)
		comity_statement_clear(&arrangement->statements[i]);
	free(arrangement->statements);
	for (i = 0; i < 2; i++) {
		struct comity_arrangement_side *side = &arrangement->sides[i];

		free(side->id);
		comity_stated_clear(&side->jurisdiction);
		comity_stated_clear(&side->members);
		for (j = 0; j < side->authority_count; j++) {
			comity_stated_clear(&side->authorities[j].name);
			comity_stated_list_clear(
			    &side->authorities[j].identifiers);
		}
		free(side->authorities);
	}
	free(arrangement->file);
	free(arrangement->id);
	free(arrangement->version);
	comity_stated_clear(&arrangement->instrument);
	free(arrangement->basis);
	free(arrangement);
}
