/* SPDX-License-Identifier: Apache-2.0 */
/* texts: a table from texts to values, in an arena: nothing is copied, and
 * nothing is freed but with the arena. */
#ifndef COMITY_TEXTS_H
#define COMITY_TEXTS_H

#include "arena.h"

#include <stdint.h>

struct comity_texts_slot {
	const char *text; /* borrowed; NULL: free */
	void *value;
	uint32_t hash;
};

/* Start with a zeroed one. To walk: slots, room of them. */
struct comity_texts {
	struct comity_texts_slot *slots;
	size_t room, count;
};

/* The value of a text; NULL none. */
void *comity_texts_find(const struct comity_texts *texts, const char *text);
/* Add one that is not there. COMITY_OK or COMITY_ENOMEM. */
int comity_texts_add(struct comity_texts *texts, struct comity_arena *arena,
    const char *text, void *value);

#endif
