/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk: maps of code pairs, functions both ways, canonical pair first. */
#include "crosswalk-table.h"

#include <stdlib.h>
#include <string.h>

static bool
relation_read(const char *name, enum comity_relation *out)
{
	static const char *const names[] = { "exactMatch", "closeMatch",
		"relatedMatch", "broadMatch", "narrowMatch" };
	size_t i;

	*out = COMITY_EXACT_MATCH;
	if (name == NULL)
		return true;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0) {
			*out = (enum comity_relation)i;
			return true;
		}
	return false;
}

static bool
add_pair(struct comity_map *map, const struct comity_pair *pair)
{
	struct comity_pair *bigger;
	size_t room;

	if (map->count == map->room) {
		room = map->room * 2 + 16;
		bigger = reallocarray(map->pairs, room, sizeof(*map->pairs));
		if (bigger == NULL)
			return false;
		map->pairs = bigger;
		map->room = room;
	}
	map->pairs[map->count++] = *pair;
	return true;
}

static void
read_pair(
    struct comity_table_reader *reader, struct comity_map *map, xmlNodePtr node)
{
	struct comity_pair pair = { 0 };
	char *local = comity_node_attribute(node, "local");
	char *core = comity_node_attribute(node, "core");
	char *relation = comity_node_attribute(node, "relation");
	char *only = comity_node_attribute(node, "only");
	unsigned long line = comity_doc_line(reader->doc, node);
	size_t i;

	pair.local = comity_table_string(reader->crosswalk, local);
	pair.core = comity_table_string(reader->crosswalk, core);
	if (!comity_node_is(node, COMITY_NS_CROSSWALK, "pair") ||
	    pair.local == NULL || pair.core == NULL)
		comity_table_bad(reader, line, (const char *)node->name,
		    "a pair with local and core");
	if (!relation_read(relation, &pair.relation))
		comity_table_bad(reader, line, relation, "a SKOS relation");
	if (only != NULL && strcmp(only, "in") == 0)
		pair.only = COMITY_WAY_IN;
	else if (only != NULL && strcmp(only, "out") == 0)
		pair.only = COMITY_WAY_OUT;
	else if (only != NULL)
		comity_table_bad(reader, line, only, "in or out");
	for (i = 0; i < map->count; i++)
		if (map->pairs[i].local == pair.local &&
		    map->pairs[i].core == pair.core)
			comity_table_bad(reader, line, local, "a pair once");
	if (reader->rc == COMITY_OK && !add_pair(map, &pair))
		reader->rc = COMITY_ENOMEM;
	free(local);
	free(core);
	free(relation);
	free(only);
}

static void
add_base(
    struct comity_table_reader *reader, struct comity_map *map, xmlNodePtr node)
{
	char *base = comity_node_attribute(node, "base");
	const struct comity_map *other;
	size_t i;

	if (base == NULL)
		return;
	other = comity_map_find(reader->crosswalk, base);
	if (other == NULL)
		comity_table_bad(reader, comity_doc_line(reader->doc, node),
		    base, "a map that stands before this one");
	for (i = 0; other != NULL && i < other->count; i++)
		if (!add_pair(map, &other->pairs[i]))
			reader->rc = COMITY_ENOMEM;
	free(base);
}

/* First pair wins: later ones of the same code are not entered. */
static bool
index_pairs(struct comity_map *map)
{
	const xmlChar *local, *core;
	size_t i;

	map->by_local = xmlHashCreate((int)map->count + 8);
	map->by_core = xmlHashCreate((int)map->count + 8);
	if (map->by_local == NULL || map->by_core == NULL)
		return false;
	for (i = 0; i < map->count; i++) {
		local = (const xmlChar *)map->pairs[i].local;
		core = (const xmlChar *)map->pairs[i].core;
		if (map->pairs[i].only != COMITY_WAY_OUT &&
		    xmlHashLookup(map->by_local, local) == NULL &&
		    xmlHashAddEntry(map->by_local, local, &map->pairs[i]) != 0)
			return false;
		if (map->pairs[i].only != COMITY_WAY_IN &&
		    xmlHashLookup(map->by_core, core) == NULL &&
		    xmlHashAddEntry(map->by_core, core, &map->pairs[i]) != 0)
			return false;
	}
	return true;
}

void
comity_map_read(struct comity_table_reader *reader, xmlNodePtr node)
{
	struct comity_crosswalk *crosswalk = reader->crosswalk;
	char *id = comity_node_attribute(node, "id");
	char *other = comity_node_attribute(node, "other");
	struct comity_map *map = calloc(1, sizeof(*map)), **bigger;
	xmlNodePtr pair;

	bigger = reallocarray(crosswalk->maps, crosswalk->map_count + 1,
	    sizeof(*crosswalk->maps));
	if (bigger != NULL)
		crosswalk->maps = bigger;
	if (map == NULL || bigger == NULL) {
		free(map);
		reader->rc = COMITY_ENOMEM;
		goto out;
	}
	map->id = comity_table_string(crosswalk, id);
	if (map->id == NULL || comity_map_find(crosswalk, id) != NULL)
		comity_table_bad(reader, comity_doc_line(reader->doc, node), id,
		    "a map with an id of its own");
	crosswalk->maps[crosswalk->map_count++] = map;
	map->other_same = other != NULL && strcmp(other, "same") == 0;
	for (pair = comity_node_first(node); pair != NULL;
	     pair = comity_node_after(pair))
		read_pair(reader, map, pair);
	add_base(reader, map, node);
	if (reader->rc == COMITY_OK && !index_pairs(map))
		reader->rc = COMITY_ENOMEM;
out:
	free(id);
	free(other);
}

const struct comity_map *
comity_map_find(const struct comity_crosswalk *crosswalk, const char *id)
{
	size_t i;

	for (i = 0; i < crosswalk->map_count; i++)
		if (crosswalk->maps[i]->id != NULL &&
		    strcmp(crosswalk->maps[i]->id, id) == 0)
			return crosswalk->maps[i];
	return NULL;
}

void
comity_map_free(struct comity_map *map)
{
	if (map == NULL)
		return;
	xmlHashFree(map->by_local, NULL);
	xmlHashFree(map->by_core, NULL);
	free(map->pairs);
	free(map);
}

bool
comity_crosswalk_map_pair(const struct comity_crosswalk *crosswalk,
    const char *map, size_t i, struct comity_crosswalk_pair *out, bool *other)
{
	static const char *const names[] = { "exactMatch", "closeMatch",
		"relatedMatch", "broadMatch", "narrowMatch" };
	const struct comity_map *found = comity_map_find(crosswalk, map);
	const struct comity_pair *pair;

	if (found != NULL && other != NULL)
		*other = found->other_same;
	if (found == NULL || i >= found->count)
		return false;
	pair = &found->pairs[i];
	out->local = pair->local;
	out->core = pair->core;
	out->relation = names[pair->relation];
	out->reads = pair->only != COMITY_WAY_OUT;
	out->writes = pair->only != COMITY_WAY_IN;
	return true;
}
