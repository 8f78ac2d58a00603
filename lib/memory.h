/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memory: an allocator that remembers. libxml2 says yes on some failed
 * allocations; so every judgement asks at its end whether any failed.
 */
#ifndef COMITY_MEMORY_H
#define COMITY_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Set the hooks of libxml2 and OpenSSL; called by comity_init() only. */
int comity_memory_init(void);
/* Forget failures of this thread; at the start of a judgement. */
void comity_memory_forget(void);
/* Remember a failure that a caller might take for "nothing there". */
void comity_memory_note(void);
/* From now on what the hooks hand out fails beyond this many octets more than
 * are in use; 0 no bound. For builds whose address space can not be bounded
 * (sanitizers); call from one thread. */
void comity_memory_cap(size_t octets);
bool comity_memory_is_capped(void);
/* Whether an allocation failed in this thread since then. */
bool comity_memory_failed(void);

#endif
