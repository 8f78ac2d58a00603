/* SPDX-License-Identifier: Apache-2.0 */
#include "merging-places.h"

#include <stdlib.h>
#include <string.h>

/* Where a key is, or the free place for it. A key is part of a SHA-256, so
 * that its own octets spread. */
static uint32_t *
slot_of(const struct places *places, const unsigned char *key)
{
	size_t mask = places->slot_count - 1, i;
	uint64_t hash;

	memcpy(&hash, key, sizeof(hash));
	for (i = (size_t)hash & mask; places->slots[i] != 0; i = (i + 1) & mask)
		if (memcmp(places->entries[places->slots[i] - 1].name.key, key,
			16) == 0)
			break;
	return &places->slots[i];
}

struct entry *
places_find(const struct places *places, const unsigned char *key)
{
	uint32_t at;

	if (places->count == 0)
		return NULL;
	at = *slot_of(places, key);
	return at == 0 ? NULL : &places->entries[at - 1];
}

static bool
grow(struct places *places)
{
	size_t room = places->room == 0 ? 1024 : places->room * 2, i;
	struct entry *entries;
	uint32_t *slots;

	if (room > UINT32_MAX / 4)
		return false;
	entries = reallocarray(places->entries, room, sizeof(*places->entries));
	if (entries == NULL)
		return false;
	places->entries = entries;
	if ((slots = calloc(room * 2, sizeof(*slots))) == NULL)
		return false;
	free(places->slots);
	places->slots = slots;
	places->slot_count = room * 2;
	places->room = room;
	for (i = 0; i < places->count; i++)
		*slot_of(places, entries[i].name.key) = (uint32_t)i + 1;
	return true;
}

struct entry *
places_add(struct places *places, const struct entry *entry)
{
	if (places->count == places->room && !grow(places))
		return NULL;
	places->entries[places->count] = *entry;
	places->count++;
	*slot_of(places, entry->name.key) = (uint32_t)places->count;
	return &places->entries[places->count - 1];
}

void
places_clear(struct places *places)
{
	free(places->entries);
	free(places->slots);
	memset(places, 0, sizeof(*places));
}
