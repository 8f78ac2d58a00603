/* SPDX-License-Identifier: Apache-2.0 */
/*
 * region: where the nodes of one parsed document live: one after the other,
 * as they stand in it, and freed all at once. libxml2 asks for each of them by
 * itself; the hooks of memory.h hand such a request here while a region is in
 * use in the thread that asks.
 * Invariant: what a region owns is told from what malloc() owns by its address
 * alone, so a tree may hold both: libxml2 frees, grows, moves and adds nodes as
 * ever, on any thread, and freeing one of a region's does nothing.
 */
#ifndef COMITY_REGION_H
#define COMITY_REGION_H

#include <stdbool.h>
#include <stddef.h>

struct comity_region;

/* A region without anything in it; NULL: there is none, and malloc() serves.
 * Never one under the sanitizers or valgrind, which are to see each object, or
 * where memory.h is to count them. */
struct comity_region *comity_region_new(void);
/* All that it owns is gone; any thread may free it, once none uses it. */
void comity_region_free(struct comity_region *region);
/* What libxml2 asks for in this thread comes out of region from now on; NULL:
 * out of malloc() again. */
void comity_region_use(struct comity_region *region);
/* Whether malloc() had to serve while it was in use: a large object, or memory
 * ran out. Then a tree is to be freed node by node, too. */
bool comity_region_is_mixed(const struct comity_region *region);

/*
 * For the hooks only.
 * take    aligned for any object, not zeroed; NULL: no region is in use, it
 *         gets no more room, or size is large: malloc() is to be asked.
 * owns    whether some region owns what stands there.
 * size    of an object that a region owns, as it was asked for.
 * extend  in place, if it is the newest of the region in use; false: it is not,
 *         or there is no room.
 */
void *comity_region_take(size_t size);
bool comity_region_owns(const void *object);
size_t comity_region_size(const void *object);
bool comity_region_extend(void *object, size_t size);

#endif
