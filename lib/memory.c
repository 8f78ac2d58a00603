/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

#include "region.h"
#include "status.h"

#include <libxml/xmlmemory.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Freed at the first failure, so that a library that does not survive one
 * (libxml2 2.9 crashes in places) can finish what it is in the middle of; the
 * answer is "no answer" all the same. */
#define RESERVE (8u * 1024 * 1024)

/* The one piece of state outside arguments: an allocator hook has no
 * argument to keep it in. Failures per thread, so that judgements do not
 * mix; the reserve for the process. */
static _Thread_local bool failed;
static _Atomic(void *) reserve;

/* A bound on what the hooks hand out, and what they have since it was set:
 * less than nothing, if older blocks went back. None is counted without. */
static long long cap;
static _Atomic(long long) used;

/* Remember that memory ran out, and give the reserve. */
static void
fall_back(void)
{
	void *kept = atomic_exchange(&reserve, NULL);

	failed = true;
	if (kept != NULL)
		atomic_fetch_sub(&used, (long long)RESERVE);
	free(kept);
}

static void *
take(void *old, size_t size)
{
	long long was = cap != 0 ? (long long)malloc_usable_size(old) : 0;
	void *pointer;

	if (cap != 0 && (size > (size_t)cap ||
			    atomic_load(&used) - was + (long long)size > cap))
		return NULL;
	pointer = realloc(old, size);
	if (cap != 0 && pointer != NULL)
		atomic_fetch_add(
		    &used, (long long)malloc_usable_size(pointer) - was);
	return pointer;
}

static void
give_back(void *pointer)
{
	if (cap != 0)
		atomic_fetch_sub(&used, (long long)malloc_usable_size(pointer));
	free(pointer);
}

static void *
allocate(size_t size)
{
	void *pointer = cap != 0 ? take(NULL, size) : malloc(size);

	if (pointer == NULL && size != 0) {
		fall_back();
		pointer = take(NULL, size);
	}
	return pointer;
}

static void *
reallocate(void *old, size_t size)
{
	void *pointer = take(old, size);

	if (pointer == NULL && size != 0) {
		fall_back();
		pointer = take(old, size);
	}
	return pointer;
}

/* libxml2's: out of the region in use, or as everybody's. */
static void *
xml_allocate(size_t size)
{
	void *pointer = comity_region_take(size);

	return pointer != NULL ? pointer : allocate(size);
}

static void *
xml_reallocate(void *old, size_t size)
{
	void *pointer;
	size_t before;

	if (old == NULL)
		return xml_allocate(size);
	if (!comity_region_owns(old))
		return reallocate(old, size);
	if (comity_region_extend(old, size))
		return old;
	before = comity_region_size(old);
	if ((pointer = xml_allocate(size)) != NULL)
		memcpy(pointer, old, before < size ? before : size);
	return pointer;
}

static void
xml_free(void *pointer)
{
	if (!comity_region_owns(pointer))
		give_back(pointer);
}

static char *
xml_duplicate(const char *string)
{
	size_t len = strlen(string) + 1;
	char *copy = xml_allocate(len);

	return copy == NULL ? NULL : memcpy(copy, string, len);
}

static void *
ssl_allocate(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return allocate(size);
}

static void *
ssl_reallocate(void *pointer, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	if (size == 0) {
		give_back(pointer);
		return NULL;
	}
	return reallocate(pointer, size);
}

static void
ssl_free(void *pointer, const char *file, int line)
{
	(void)file;
	(void)line;
	give_back(pointer);
}

int
comity_memory_init(void)
{
	reserve = malloc(RESERVE);
	if (atomic_load(&reserve) == NULL)
		return COMITY_ENOMEM;
	if (CRYPTO_set_mem_functions(ssl_allocate, ssl_reallocate, ssl_free) !=
	    1)
		return COMITY_EINTERNAL;
	if (xmlMemSetup(
		xml_free, xml_allocate, xml_reallocate, xml_duplicate) != 0)
		return COMITY_EINTERNAL;
	return COMITY_OK;
}

void
comity_memory_forget(void)
{
	void *none = NULL, *fresh;

	failed = false;
	if (atomic_load(&reserve) != NULL || (fresh = malloc(RESERVE)) == NULL)
		return;
	if (atomic_compare_exchange_strong(&reserve, &none, fresh))
		atomic_fetch_add(&used, (long long)RESERVE);
	else
		free(fresh);
}

void
comity_memory_cap(size_t octets)
{
	atomic_store(&used, 0);
	cap = octets < SIZE_MAX / 2 ? (long long)octets : 0;
}

void
comity_memory_note(void)
{
	failed = true;
}

bool
comity_memory_is_capped(void)
{
	return cap != 0;
}

bool
comity_memory_failed(void)
{
	return failed;
}
