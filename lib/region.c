/* SPDX-License-Identifier: Apache-2.0 */
#include "region.h"

#include "memory.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#endif
#ifndef __has_feature /* clang's */
#define __has_feature(feature) 0
#endif

/* Regions grow by blocks of one size, aligned to it. */
#define BLOCK_BITS 18
#define BLOCK ((size_t)1 << BLOCK_BITS)
/* So many are mapped at a time: each mapping is a call of the system. */
#define PIECE (4 * BLOCK)
/* So many are kept for the next region and not given back to the system: what
 * a document of about 1 MB takes. */
#define KEPT_MAX 64
/* What is larger malloc() has: it can grow it without a copy. */
#define LARGE (BLOCK / 16)
/* User space is 47 bits wide; one leaf of the table is for 2^34 octets. */
#define SPACE_BITS 47
#define LEAF_BITS 34
#define LEAF_BLOCKS ((size_t)1 << (LEAF_BITS - BLOCK_BITS))

struct block {
	struct block *next; /* in the region, or in the store */
};

struct comity_region {
	struct block *blocks; /* the newest first; the region is in the last */
	unsigned char *at, *end; /* the room of the newest */
	bool mixed;
};

/* Objects stand at multiples of ALIGN, their sizes right before them. */
#define ALIGN alignof(max_align_t)
typedef size_t head;

struct leaf {
	atomic_uchar owned[LEAF_BLOCKS]; /* 1: a block of ours */
};

/* The state that has no argument to be kept in, as in memory.c: which
 * addresses are ours, and the blocks that no region has. */
static _Atomic(struct leaf *) leaves[(size_t)1 << (SPACE_BITS - LEAF_BITS)];
static struct {
	pthread_mutex_t lock;
	struct block *kept;
	size_t kept_count;
	unsigned char *fresh, *fresh_end; /* the rest of the newest piece */
} store = { .lock = PTHREAD_MUTEX_INITIALIZER };
static _Thread_local struct comity_region *current
    __attribute__((tls_model("initial-exec")));

static bool
is_on(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||           \
    __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||     \
    __has_feature(thread_sanitizer)
	return false;
#else
	return !RUNNING_ON_VALGRIND && !comity_memory_is_capped();
#endif
}

/* From one object to the next. */
static size_t
stride(size_t size)
{
	return (size + sizeof(head) + ALIGN - 1) & ~(ALIGN - 1);
}

/* A block is entered before anybody gets a pointer into it, and left after
 * the last is gone. The lock is held. */
static bool
enter(const unsigned char *block, unsigned char owned)
{
	uintptr_t at = (uintptr_t)block;
	struct leaf *leaf;

	if (at >> SPACE_BITS != 0)
		return false;
	leaf = atomic_load(&leaves[at >> LEAF_BITS]);
	if (leaf == NULL) {
		if ((leaf = calloc(1, sizeof(*leaf))) == NULL) {
			comity_memory_note();
			return false;
		}
		atomic_store(&leaves[at >> LEAF_BITS], leaf);
	}
	atomic_store(
	    &leaf->owned[(at >> BLOCK_BITS) & (LEAF_BLOCKS - 1)], owned);
	return true;
}

bool
comity_region_owns(const void *object)
{
	uintptr_t at = (uintptr_t)object;
	struct leaf *leaf;

	if (at >> SPACE_BITS != 0)
		return false;
	leaf = atomic_load_explicit(
	    &leaves[at >> LEAF_BITS], memory_order_acquire);
	return leaf != NULL &&
	       atomic_load_explicit(
		   &leaf->owned[(at >> BLOCK_BITS) & (LEAF_BLOCKS - 1)],
		   memory_order_relaxed) != 0;
}

/* Map a piece; what stands out of the alignment goes back at once. Without
 * one malloc() serves, but memory ran out, and that is remembered. */
static bool
piece_map(void)
{
	unsigned char *piece, *from;
	size_t before;

	piece = mmap(NULL, PIECE + BLOCK, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (piece == MAP_FAILED) {
		comity_memory_note();
		return false;
	}
	before = (BLOCK - ((uintptr_t)piece & (BLOCK - 1))) & (BLOCK - 1);
	from = piece + before;
	if (before > 0)
		(void)munmap(piece, before);
	(void)munmap(from + PIECE, BLOCK - before);
	store.fresh = from;
	store.fresh_end = from + PIECE;
	return true;
}

static struct block *
block_get(void)
{
	struct block *block = NULL;

	(void)pthread_mutex_lock(&store.lock);
	if (store.kept != NULL) {
		block = store.kept;
		store.kept = block->next;
		store.kept_count--;
	} else if ((store.fresh != store.fresh_end || piece_map()) &&
		   enter(store.fresh, 1)) {
		block = (struct block *)(void *)store.fresh;
		store.fresh += BLOCK;
	}
	(void)pthread_mutex_unlock(&store.lock);
	return block;
}

/* Give blocks back: the newest are kept, since a cache may still hold them. */
static void
blocks_put(struct block *blocks)
{
	struct block *block;

	(void)pthread_mutex_lock(&store.lock);
	while ((block = blocks) != NULL) {
		blocks = block->next;
		if (store.kept_count < KEPT_MAX) {
			block->next = store.kept;
			store.kept = block;
			store.kept_count++;
		} else {
			(void)enter((unsigned char *)block, 0);
			(void)munmap(block, BLOCK);
		}
	}
	(void)pthread_mutex_unlock(&store.lock);
}

static void
open_block(struct comity_region *region, struct block *block, size_t used)
{
	block->next = region->blocks;
	region->blocks = block;
	region->at = (unsigned char *)block + stride(used);
	region->end = (unsigned char *)block + BLOCK;
}

struct comity_region *
comity_region_new(void)
{
	struct block *block = is_on() ? block_get() : NULL;
	struct comity_region *region;

	if (block == NULL)
		return NULL;
	region = (struct comity_region *)(block + 1);
	region->blocks = NULL;
	open_block(region, block, sizeof(*block) + sizeof(*region));
	return region;
}

void
comity_region_free(struct comity_region *region)
{
	if (region != NULL)
		blocks_put(region->blocks);
}

void
comity_region_use(struct comity_region *region)
{
	current = region;
}

bool
comity_region_is_mixed(const struct comity_region *region)
{
	return region->mixed;
}

/* Room for one more object; false: there is none to be had. */
static bool
has_room(struct comity_region *region, size_t size)
{
	struct block *block;

	if (size > LARGE)
		return false;
	if (stride(size) <= (size_t)(region->end - region->at))
		return true;
	if ((block = block_get()) == NULL)
		return false;
	open_block(region, block, sizeof(*block));
	return true;
}

void *
comity_region_take(size_t size)
{
	struct comity_region *region = current;
	void *object;

	if (region == NULL)
		return NULL;
	if (!has_room(region, size)) {
		region->mixed = true;
		return NULL;
	}
	object = region->at;
	((head *)object)[-1] = size;
	region->at += stride(size);
	return object;
}

size_t
comity_region_size(const void *object)
{
	return ((const head *)object)[-1];
}

bool
comity_region_extend(void *object, size_t size)
{
	struct comity_region *region = current;
	unsigned char *from = object;

	if (region == NULL || size > LARGE ||
	    from + stride(comity_region_size(object)) != region->at ||
	    stride(size) > (size_t)(region->end - from))
		return false;
	((head *)object)[-1] = size;
	region->at = from + stride(size);
	return true;
}
