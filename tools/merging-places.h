/* SPDX-License-Identifier: Apache-2.0 */
/* merging-places: where each document's answer stands, found by its key. */
#ifndef MERGING_PLACES_H
#define MERGING_PLACES_H

#include "summary-line.h"

#include <stdint.h>

struct entry {
	struct line_name name;
	uint64_t at; /* in its part */
	uint32_t part, len, line;
	uint8_t word; /* of the answer: an index of merging_words */
	bool in_conflict, is_expected, is_written;
};

struct places {
	struct entry *entries; /* in the order in which they came */
	size_t count, room;
	uint32_t *slots; /* index of an entry and one; 0: free */
	size_t slot_count; /* a power of two, twice the entries at least */
};

/* Borrowed until the next addition; NULL: there is none. */
struct entry *places_find(
    const struct places *places, const unsigned char *key);
/* A copy of one whose key is not there. NULL if memory ran out. */
struct entry *places_add(struct places *places, const struct entry *entry);
void places_clear(struct places *places);

#endif
