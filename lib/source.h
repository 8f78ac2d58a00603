/* SPDX-License-Identifier: Apache-2.0 */
/* source: the bytes that somebody gave us, their name and their digest. */
#ifndef COMITY_SOURCE_H
#define COMITY_SOURCE_H

#include <stddef.h>

#include "report.h"

struct comity_source {
	char *name; /* as the caller said it; untrusted for display */
	unsigned char *bytes; /* len bytes and a NUL that does not count */
	size_t len;
	unsigned char sha256[32];
	char sha256_hex[65];
	unsigned shares; /* owners beside the first */
};

/*
 * Take a copy of bytes.
 * Returns COMITY_OK and a source for comity_source_free(); COMITY_REFUSED if
 * empty or above COMITY_SOURCE_MAX (found in the report); COMITY_ENOMEM.
 */
int comity_source_new(const char *name, const void *bytes, size_t len,
    struct comity_report *report, struct comity_source **out);
/*
 * The same of bytes that were allocated with room for one more behind them:
 * they are taken, or freed where there is no source.
 */
int comity_source_take(const char *name, unsigned char *bytes, size_t len,
    struct comity_report *report, struct comity_source **out);
/* One owner more, who frees it like the first; by one thread at a time. */
struct comity_source *comity_source_share(struct comity_source *source);
void comity_source_free(struct comity_source *source);

#endif
