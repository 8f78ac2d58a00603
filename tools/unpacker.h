/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unpacker: the process that reads an archive, or documents that come one
 * after the other, and hands each on as a file in memory. It is behind the
 * sandbox of a worker: an archive is a stranger's as well.
 */
#ifndef UNPACKER_H
#define UNPACKER_H

#include "run.h"

#include <sys/types.h>

struct unpacker {
	pid_t pid; /* 0: none */
	int feed; /* speaks as run->feed does, and of trouble (feed.h) */
};

/* Start one; fd stays the caller's. COMITY_OK; COMITY_EINTERNAL and errno. */
int unpacker_start(
    struct unpacker *unpacker, struct run *run, int fd, const char *name);
/* Its end, as waitpid() tells; at once if now. */
int unpacker_end(struct unpacker *unpacker, bool now);

#endif
