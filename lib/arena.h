/* SPDX-License-Identifier: Apache-2.0 */
/* arena: memory for many small things that live and die together. */
#ifndef COMITY_ARENA_H
#define COMITY_ARENA_H

#include <stddef.h>

struct comity_arena_block;

/* Start with a zeroed one; comity_arena_clear() gives all of it back. */
struct comity_arena {
	struct comity_arena_block *blocks;
	size_t used; /* of the newest block */
};

/* Zeroed memory, aligned for any object; NULL: no memory, and it is
 * remembered (memory.h). */
void *comity_arena_take(struct comity_arena *arena, size_t size);
/* A copy of len octets, ended by NUL; NULL: no memory. */
char *comity_arena_copy(struct comity_arena *arena, const char *at, size_t len);
/* The same with white space collapsed: XML Schema's "collapse". */
char *comity_arena_collapse(
    struct comity_arena *arena, const char *at, size_t len);
/* Rows with room for at least one more, the new one zeroed; as it is called
 * for each row, the room doubles. What it was before stays in the arena. */
void *comity_arena_grow(
    struct comity_arena *arena, void *rows, size_t count, size_t size);
void comity_arena_clear(struct comity_arena *arena);

#endif
