/* SPDX-License-Identifier: Apache-2.0 */
/* texts: open addressing; at most three quarters are taken. */
#include "texts.h"

#include "status.h"

#include <string.h>

#define ROOM_FIRST 64

/* FNV-1a. The texts are those of a pack, bounded by its size. */
static uint32_t
hash_of(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash;
}

/* The slot of a text, or the free one where it would be. */
static struct comity_texts_slot *
slot_find(const struct comity_texts *texts, const char *text, uint32_t hash)
{
	struct comity_texts_slot *slot;
	size_t i = hash & (texts->room - 1);

	for (;; i = (i + 1) & (texts->room - 1)) {
		slot = &texts->slots[i];
		if (slot->text == NULL ||
		    (slot->hash == hash && strcmp(slot->text, text) == 0))
			return slot;
	}
}

void *
comity_texts_find(const struct comity_texts *texts, const char *text)
{
	return texts->count == 0 ? NULL
				 : slot_find(texts, text, hash_of(text))->value;
}

static int
grow(struct comity_texts *texts, struct comity_arena *arena)
{
	struct comity_texts more = { NULL,
		texts->room == 0 ? ROOM_FIRST : texts->room * 2, texts->count };
	size_t i;

	more.slots = comity_arena_take(arena, more.room * sizeof(*more.slots));
	if (more.slots == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < texts->room; i++) {
		if (texts->slots[i].text != NULL)
			*slot_find(&more, texts->slots[i].text,
			    texts->slots[i].hash) = texts->slots[i];
	}
	*texts = more;
	return COMITY_OK;
}

int
comity_texts_add(struct comity_texts *texts, struct comity_arena *arena,
    const char *text, void *value)
{
	uint32_t hash = hash_of(text);

	if (texts->count >= texts->room / 4 * 3 &&
	    grow(texts, arena) != COMITY_OK)
		return COMITY_ENOMEM;
	*slot_find(texts, text, hash) =
	    (struct comity_texts_slot){ text, value, hash };
	texts->count++;
	return COMITY_OK;
}
