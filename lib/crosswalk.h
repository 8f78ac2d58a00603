/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crosswalk: a profile's one table of correspondences with the core, loaded
 * and checked. Read only once loaded. The language: doc/crosswalk.md.
 */
#ifndef COMITY_CROSSWALK_H
#define COMITY_CROSSWALK_H

#include "pack.h"

struct comity_crosswalk;
struct comity_child_order;

/*
 * Load the table of an edition and check it.
 * table    borrowed; the octets of crosswalk.xml.
 * edition  borrowed; must outlive the crosswalk; the table must name it.
 * core     borrowed; its schema gives the order of the core's children and
 *          the names that core paths may use; NULL: neither is known.
 * Returns COMITY_OK; COMITY_EPACK with findings; COMITY_ENOMEM.
 */
int comity_crosswalk_load(const struct comity_source *table,
    const struct comity_edition *edition, const struct comity_edition *core,
    struct comity_report *report, struct comity_crosswalk **out);
void comity_crosswalk_free(struct comity_crosswalk *crosswalk);

/* The same with the parts given: for tests. order may be NULL. */
int comity_crosswalk_read(const struct comity_source *table,
    const char *profile, const char *edition,
    const struct comity_child_order *order, struct comity_report *report,
    struct comity_crosswalk **out);

/* Whether the format has room for a Translation block, and for withheld. */
bool comity_crosswalk_has_room(const struct comity_crosswalk *crosswalk);
bool comity_crosswalk_has_withheld(const struct comity_crosswalk *crosswalk);

/* One row as `profile check` sees it; `use` is resolved. All borrowed. */
struct comity_crosswalk_row {
	const char *kind; /* "leaf" "group" ... */
	const char *key, *label, *basis; /* label, basis: NULL none */
	const char *root_local, *root_core; /* element names of its root */
	char *local, *core; /* whole paths from the root; NULL none */
	const char *type, *map; /* of a leaf or part; NULL none */
	bool binding, required;
	unsigned long line; /* in crosswalk.xml */
};

/*
 * Give every row, in the order of the table, `use` resolved, to a function;
 * row is valid during the call only. Stops when it returns false.
 * Returns COMITY_OK or COMITY_ENOMEM.
 */
int comity_crosswalk_rows(const struct comity_crosswalk *crosswalk,
    bool (*each)(const struct comity_crosswalk_row *row, void *data),
    void *data);

/* One pair of a map as `profile check` and tests see it; borrowed. */
struct comity_crosswalk_pair {
	const char *local, *core;
	const char *relation; /* SKOS, from local to core */
	bool reads, writes; /* whether it counts on the way in, and out */
};
/* The i-th pair of a map; false: past the end, or there is no such map.
 * other: whether codes that the map does not name pass; NULL not asked. */
bool comity_crosswalk_map_pair(const struct comity_crosswalk *crosswalk,
    const char *map, size_t i, struct comity_crosswalk_pair *out, bool *other);

#endif
