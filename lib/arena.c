/* SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"

#include "memory.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)16 * 1024)

struct comity_arena_block {
	struct comity_arena_block *older;
	size_t room;
	alignas(max_align_t) unsigned char octets[];
};

void *
comity_arena_take(struct comity_arena *arena, size_t size)
{
	struct comity_arena_block *block = arena->blocks;
	size_t from, room = BLOCK;

	from = (arena->used + alignof(max_align_t) - 1) &
	       ~(alignof(max_align_t) - 1);
	if (block == NULL || from > block->room || size > block->room - from) {
		if (size > SIZE_MAX / 2) {
			comity_memory_note();
			return NULL;
		}
		if (size > room / 4)
			room = size;
		block = calloc(1, sizeof(*block) + room);
		if (block == NULL) {
			comity_memory_note();
			return NULL;
		}
		block->room = room;
		from = 0;
		/* a large thing does not end a block that has room left */
		if (room != BLOCK && arena->blocks != NULL) {
			block->older = arena->blocks->older;
			arena->blocks->older = block;
			return block->octets;
		}
		block->older = arena->blocks;
		arena->blocks = block;
	}
	arena->used = from + size;
	return block->octets + from;
}

/* Give the end of what was taken last back. */
static void
shrink(struct comity_arena *arena, const char *taken, size_t from, size_t size)
{
	const char *end = taken + from;

	if ((const char *)arena->blocks->octets + arena->used == end)
		arena->used -= from - size;
}

char *
comity_arena_copy(struct comity_arena *arena, const char *at, size_t len)
{
	char *copy = comity_arena_take(arena, len + 1);

	return copy == NULL ? NULL : memcpy(copy, at, len);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char *
comity_arena_collapse(struct comity_arena *arena, const char *at, size_t len)
{
	const char *end = at + len, *word;
	char *copy, *to;

	while (at < end && is_blank(*at))
		at++;
	while (end > at && is_blank(end[-1]))
		end--;
	len = (size_t)(end - at);
	if ((copy = to = comity_arena_take(arena, len + 1)) == NULL)
		return NULL;
	while (at < end) {
		for (word = at; at < end && !is_blank(*at); at++)
			;
		memcpy(to, word, (size_t)(at - word));
		to += at - word;
		if (at == end)
			break;
		*to++ = ' ';
		while (is_blank(*at))
			at++;
	}
	shrink(arena, copy, len + 1, (size_t)(to + 1 - copy));
	return copy;
}

void *
comity_arena_grow(
    struct comity_arena *arena, void *rows, size_t count, size_t size)
{
	void *more;

	/* full at powers of two, and before the first */
	if ((count & (count - 1)) != 0)
		return rows;
	more =
	    count > SIZE_MAX / 2 / size
		? NULL
		: comity_arena_take(arena, (count == 0 ? 1 : count * 2) * size);
	if (more != NULL && count > 0)
		memcpy(more, rows, count * size);
	return more;
}

void
comity_arena_clear(struct comity_arena *arena)
{
	struct comity_arena_block *block, *older;

	for (block = arena->blocks; block != NULL; block = older) {
		older = block->older;
		free(block);
	}
	arena->blocks = NULL;
	arena->used = 0;
}
