/* SPDX-License-Identifier: Apache-2.0 */
#include "arrangement-statement.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

/* One statement while it is read. */
struct reading {
	struct comity_places *places;
	const struct comity_arrangement_side *sides;
	struct comity_arrangement_statement *out;
};

typedef void read_fn(struct reading *reading, const xmlNode *node, void *out);

/* Read every child of a name into an array that grows. */
static void *
read_all(struct reading *reading, const xmlNode *parent, const char *name,
    read_fn *read, size_t size, size_t *count)
{
	const xmlNode *node;
	char *all = NULL, *more;

	for (node = comity_node_child(parent, COMITY_NS_CORE, name);
	     node != NULL && !reading->places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, name)) {
		more = comity_grow(reading->places, all, count, size);
		if (more == NULL)
			break;
		all = more;
		read(reading, node, all + (*count - 1) * size);
	}
	return all;
}

static void
read_basis(struct reading *reading, const xmlNode *node,
    struct comity_arrangement_basis *out)
{
	size_t i;

	for (i = 0; i < 2; i++)
		out->of[i] = comity_basis_read(reading->places, node,
		    reading->sides[i].id ? reading->sides[i].id : "");
}

static bool
is_no(struct reading *reading, const xmlNode *node, const char *attribute)
{
	char *value = comity_stated_attribute(reading->places, node, attribute);
	bool no = comity_text_same(value, "no");

	free(value);
	return no;
}

static bool
is_yes(struct reading *reading, const xmlNode *node, const char *attribute)
{
	char *value = comity_stated_attribute(reading->places, node, attribute);
	bool yes = comity_text_same(value, "yes");

	free(value);
	return yes;
}

static void
read_party(struct reading *reading, const xmlNode *node, void *out)
{
	struct comity_arrangement_party *party = out;
	struct comity_places *places = reading->places;

	comity_stated_place(places, node, &party->stated);
	comity_stated_all(places, node, "Role", &party->roles);
	comity_stated_all(places, node, "Identifier", &party->identifiers);
	comity_stated_all(places, node, "Kind", &party->kinds);
	comity_stated_all(places, node, "Country", &party->countries);
	comity_stated_all(places, node, "List", &party->lists);
}

static void
read_extent(struct reading *reading, const xmlNode *node, void *out)
{
	struct comity_arrangement_extent *extent = out;
	struct comity_places *places = reading->places;
	const xmlNode *use;
	size_t before;

	comity_stated_at(places, node, "Text", &extent->stated);
	comity_stated_place(places, node, &extent->stated);
	comity_stated_all(places, node, "Nature", &extent->natures);
	comity_stated_all(places, node, "Scope", &extent->scopes);
	comity_stated_all(places, node, "Act", &extent->acts);
	comity_stated_all(
	    places, node, "Classification", &extent->classifications);
	comity_stated_all(places, node, "Destination", &extent->destinations);
	extent->parties = read_all(reading, node, "Party", read_party,
	    sizeof(*extent->parties), &extent->party_count);
	for (use = comity_node_child(node, COMITY_NS_CORE, "Use");
	     use != NULL && !places->failed;
	     use = comity_node_next(use, COMITY_NS_CORE, "Use")) {
		before = extent->uses.count;
		comity_stated_all(places, use, "Code", &extent->uses);
		if (extent->uses.count == before)
			comity_stated_all(places, use, "Text", &extent->uses);
	}
	read_basis(reading, node, &extent->basis);
}

static void
read_equivalence(struct reading *reading, const xmlNode *node, void *out)
{
	static const char *const names[] = { "", "exact", "broader", "narrower",
		"none" };
	struct comity_arrangement_equivalence *one = out;
	char *relation;
	size_t i;

	one->subject =
	    comity_stated_attribute(reading->places, node, "subject");
	relation = comity_stated_attribute(reading->places, node, "relation");
	for (i = 1; i < sizeof(names) / sizeof(names[0]); i++)
		if (comity_text_same(relation, names[i]))
			one->relation = (enum comity_relation)i;
	free(relation);
	one->binding = is_yes(reading, node, "binding");
	comity_stated_at(reading->places, node, "Theirs", &one->theirs);
	comity_stated_at(reading->places, node, "Ours", &one->ours);
	read_basis(reading, node, &one->basis);
}

static void
read_minimum(struct reading *reading, const xmlNode *node, void *out)
{
	struct comity_arrangement_minimum *minimum = out;
	char *least;

	comity_stated_place(reading->places, node, &minimum->element);
	minimum->element.text =
	    comity_stated_attribute(reading->places, node, "element");
	least = comity_stated_attribute(reading->places, node, "atLeast");
	minimum->at_least = 1;
	if (least != NULL)
		minimum->at_least = strtoul(least, NULL, 10);
	free(least);
	minimum->binding = !is_no(reading, node, "binding");
	read_basis(reading, node, &minimum->basis);
}

static void
read_condition(struct reading *reading, const xmlNode *node, void *out)
{
	struct comity_arrangement_condition *one = out;
	struct comity_places *places = reading->places;

	one->mode = comity_stated_attribute(places, node, "mode");
	one->number = comity_stated_attribute(places, node, "number");
	comity_stated_all(places, node, "Kind", &one->kinds);
	comity_stated_at(places, node, "Text", &one->text);
	if (one->text.path == NULL)
		comity_stated_place(places, node, &one->text);
	comity_stated_at(places, node, "Who", &one->who);
	comity_stated_at(places, node, "To", &one->to);
	read_basis(reading, node, &one->basis);
}

static void
read_step(struct reading *reading, const xmlNode *node, void *out)
{
	struct comity_arrangement_step *step = out;
	struct comity_places *places = reading->places;

	comity_stated_place(places, node, &step->kind);
	step->kind.text = comity_stated_attribute(places, node, "kind");
	comity_stated_at(places, node, "Who", &step->who);
	comity_stated_at(places, node, "With", &step->with);
	comity_stated_at(places, node, "Text", &step->text);
	comity_stated_all(places, node, "Evidence", &step->evidence);
	step->binding = !is_no(reading, node, "binding");
	read_basis(reading, node, &step->basis);
}

static void
read_source(struct reading *reading, const xmlNode *node, void *out)
{
	struct comity_arrangement_source *source = out;
	struct comity_places *places = reading->places;

	source->max_age = comity_stated_attribute(places, node, "maxAge");
	comity_stated_at(places, node, "Authority/Name", &source->authority);
	comity_stated_all(places,
	    comity_node_child(node, COMITY_NS_CORE, "Authority"), "Identifier",
	    &source->identifiers);
	read_basis(reading, node, &source->basis);
}

/* Which side an attribute names; 2 neither. */
static size_t
side_of(struct reading *reading, const xmlNode *node, const char *attribute)
{
	char *ref = comity_stated_attribute(reading->places, node, attribute);
	size_t i;

	for (i = 0; i < 2; i++)
		if (ref != NULL && comity_text_same(ref, reading->sides[i].id))
			break;
	free(ref);
	return i;
}

static void
read_record(struct reading *reading, const xmlNode *node, void *out)
{
	struct comity_arrangement_record *record = out;
	size_t side = side_of(reading, node, "side");

	record->side = side == 2 ? -1 : (int)side;
	comity_stated_at(reading->places, node, "Years", &record->years);
	comity_stated_at(reading->places, node, "From", &record->from);
	read_basis(reading, node, &record->basis);
}

/* A direction whose sides are not there links nobody. */
static void
read_directions(struct reading *reading, const xmlNode *node)
{
	struct comity_arrangement_statement *out = reading->out;
	void *more;

	for (node = comity_node_child(node, COMITY_NS_CORE, "Direction");
	     node != NULL && !reading->places->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, "Direction")) {
		size_t from = side_of(reading, node, "from");
		size_t to = side_of(reading, node, "to");

		if (from == 2 || to == 2)
			continue;
		more = comity_grow(reading->places, out->directions,
		    &out->direction_count, sizeof(*out->directions));
		if (more == NULL)
			return;
		out->directions = more;
		out->directions[out->direction_count - 1].from = from;
		out->directions[out->direction_count - 1].to = to;
	}
}

static void
read_dates(struct reading *reading, const xmlNode *node)
{
	struct comity_arrangement_statement *out = reading->out;
	int64_t at = 0;

	out->from = comity_stated_attribute(reading->places, node, "from");
	out->until = comity_stated_attribute(reading->places, node, "until");
	out->dates_known = out->from != NULL &&
			   comity_moment_read(out->from, &at) == COMITY_OK;
	out->from_earliest = out->from_latest = at;
	out->until_earliest = out->until_latest = INT64_MAX;
	if (out->until == NULL)
		return;
	if (comity_moment_read(out->until, &at) == COMITY_OK)
		out->until_earliest = out->until_latest = at;
	else
		out->dates_known = false;
}

static void
read_status(struct reading *reading, const xmlNode *node)
{
	static const char *const names[] = { "", "enacted", "suspended",
		"repealed" };
	struct comity_arrangement_statement *out = reading->out;
	size_t i;

	comity_stated_place(reading->places, node, &out->stated);
	out->stated.text =
	    comity_stated_attribute(reading->places, node, "status");
	for (i = 1; i < sizeof(names) / sizeof(names[0]); i++)
		if (comity_text_same(out->stated.text, names[i]))
			out->status = (enum comity_statement_status)i;
}

/* Covers that name nothing would cover everything: they do not count. */
static void
drop_empty(struct comity_arrangement_statement *out)
{
	size_t i, kept = 0;

	for (i = 0; i < out->cover_count; i++) {
		struct comity_arrangement_extent *one = &out->covers[i];
		struct comity_arrangement_extent other;

		if (one->natures.count + one->scopes.count + one->acts.count +
			one->classifications.count + one->destinations.count +
			one->party_count + one->uses.count ==
		    0)
			continue;
		other = out->covers[kept];
		out->covers[kept++] = *one;
		*one = other; /* dropped ones go to the end, to be freed */
	}
	out->cover_used = kept;
}

void
comity_statement_read(struct comity_places *places, const xmlNode *node,
    const struct comity_arrangement_side sides[2],
    struct comity_arrangement_statement *out)
{
	struct reading reading = { places, sides, out };
	struct reading *r = &reading;
	const xmlNode *cap;

	read_status(r, node);
	read_dates(r, node);
	comity_stated_at(places, node, "Effect", &out->effect);
	comity_stated_at(places, node, "Depth", &out->depth);
	read_directions(r, node);
	out->covers = read_all(r, node, "Covers", read_extent,
	    sizeof(*out->covers), &out->cover_count);
	drop_empty(out);
	out->excludes = read_all(r, node, "Excludes", read_extent,
	    sizeof(*out->excludes), &out->exclude_count);
	out->equivalences = read_all(r, node, "Equivalence", read_equivalence,
	    sizeof(*out->equivalences), &out->equivalence_count);
	out->minimums = read_all(r, node, "Minimum", read_minimum,
	    sizeof(*out->minimums), &out->minimum_count);
	out->conditions = read_all(r, node, "Condition", read_condition,
	    sizeof(*out->conditions), &out->condition_count);
	out->steps = read_all(r, node, "PriorStep", read_step,
	    sizeof(*out->steps), &out->step_count);
	out->sources = read_all(r, node, "StatusSource", read_source,
	    sizeof(*out->sources), &out->source_count);
	out->records = read_all(r, node, "Records", read_record,
	    sizeof(*out->records), &out->record_count);
	read_basis(r, node, &out->basis);
	cap = comity_node_child(node, COMITY_NS_CORE, "ValidityCap");
	if (cap == NULL)
		return;
	comity_stated_place(places, cap, &out->cap);
	out->cap.text = comity_stated_attribute(places, cap, "length");
	out->cap_from = comity_stated_attribute(places, cap, "from");
	read_basis(r, cap, &out->cap_basis);
}

static void
basis_clear(struct comity_arrangement_basis *basis)
{
	free(basis->of[0]);
	free(basis->of[1]);
}

static void
extents_free(struct comity_arrangement_extent *all, size_t count)
{
	size_t i, j;

	for (i = 0; i < count; i++) {
		struct comity_arrangement_extent *one = &all[i];

		comity_stated_list_clear(&one->natures);
		comity_stated_list_clear(&one->scopes);
		comity_stated_list_clear(&one->acts);
		comity_stated_list_clear(&one->classifications);
		comity_stated_list_clear(&one->destinations);
		comity_stated_list_clear(&one->uses);
		for (j = 0; j < one->party_count; j++) {
			struct comity_arrangement_party *party =
			    &one->parties[j];

			comity_stated_list_clear(&party->roles);
			comity_stated_list_clear(&party->identifiers);
			comity_stated_list_clear(&party->kinds);
			comity_stated_list_clear(&party->countries);
			comity_stated_list_clear(&party->lists);
			comity_stated_clear(&party->stated);
		}
		free(one->parties);
		comity_stated_clear(&one->stated);
		basis_clear(&one->basis);
	}
	free(all);
}

static void
clear_demands(struct comity_arrangement_statement *statement)
{
	size_t i;

	for (i = 0; i < statement->equivalence_count; i++) {
		free(statement->equivalences[i].subject);
		comity_stated_clear(&statement->equivalences[i].theirs);
		comity_stated_clear(&statement->equivalences[i].ours);
		basis_clear(&statement->equivalences[i].basis);
	}
	free(statement->equivalences);
	for (i = 0; i < statement->minimum_count; i++) {
		comity_stated_clear(&statement->minimums[i].element);
		basis_clear(&statement->minimums[i].basis);
	}
	free(statement->minimums);
	for (i = 0; i < statement->condition_count; i++) {
		free(statement->conditions[i].mode);
		free(statement->conditions[i].number);
		comity_stated_list_clear(&statement->conditions[i].kinds);
		comity_stated_clear(&statement->conditions[i].text);
		comity_stated_clear(&statement->conditions[i].who);
		comity_stated_clear(&statement->conditions[i].to);
		basis_clear(&statement->conditions[i].basis);
	}
	free(statement->conditions);
	for (i = 0; i < statement->step_count; i++) {
		comity_stated_clear(&statement->steps[i].kind);
		comity_stated_clear(&statement->steps[i].who);
		comity_stated_clear(&statement->steps[i].with);
		comity_stated_clear(&statement->steps[i].text);
		comity_stated_list_clear(&statement->steps[i].evidence);
		basis_clear(&statement->steps[i].basis);
	}
	free(statement->steps);
}

void
comity_statement_clear(struct comity_arrangement_statement *statement)
{
	size_t i;

	extents_free(statement->covers, statement->cover_count);
	extents_free(statement->excludes, statement->exclude_count);
	clear_demands(statement);
	for (i = 0; i < statement->source_count; i++) {
		comity_stated_clear(&statement->sources[i].authority);
		comity_stated_list_clear(&statement->sources[i].identifiers);
		free(statement->sources[i].max_age);
		basis_clear(&statement->sources[i].basis);
	}
	free(statement->sources);
	for (i = 0; i < statement->record_count; i++) {
		comity_stated_clear(&statement->records[i].years);
		comity_stated_clear(&statement->records[i].from);
		basis_clear(&statement->records[i].basis);
	}
	free(statement->records);
	free(statement->directions);
	comity_stated_clear(&statement->stated);
	free(statement->from);
	free(statement->until);
	comity_stated_clear(&statement->effect);
	comity_stated_clear(&statement->depth);
	comity_stated_clear(&statement->cap);
	free(statement->cap_from);
	basis_clear(&statement->cap_basis);
	basis_clear(&statement->basis);
	memset(statement, 0, sizeof(*statement));
}
