/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

#include "status.h"

#include <libxml/xmlmemory.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

/* The one piece of state outside arguments: an allocator hook has no
 * argument to keep it in. Per thread, so that judgements do not mix. */
static _Thread_local bool failed;

static void *
remember(void *pointer, size_t size)
{
	if (pointer == NULL && size != 0)
		failed = true;
	return pointer;
}

static void *
allocate(size_t size)
{
	return remember(malloc(size), size);
}

static void *
reallocate(void *pointer, size_t size)
{
	return remember(realloc(pointer, size), size);
}

static char *
duplicate(const char *string)
{
	return remember(strdup(string), 1);
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
		free(pointer);
		return NULL;
	}
	return reallocate(pointer, size);
}

static void
ssl_free(void *pointer, const char *file, int line)
{
	(void)file;
	(void)line;
	free(pointer);
}

int
comity_memory_init(void)
{
	if (CRYPTO_set_mem_functions(ssl_allocate, ssl_reallocate, ssl_free) !=
	    1)
		return COMITY_EINTERNAL;
	if (xmlMemSetup(free, allocate, reallocate, duplicate) != 0)
		return COMITY_EINTERNAL;
	return COMITY_OK;
}

void
comity_memory_forget(void)
{
	failed = false;
}

bool
comity_memory_failed(void)
{
	return failed;
}
