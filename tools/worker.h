/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker: the process that parses and judges strangers' documents, and can
 * open nothing. doc/sandbox.md.
 */
#ifndef WORKER_H
#define WORKER_H

#include "run.h"

#include <stdatomic.h>

/* Shared with the process that gives out documents. */
struct worker_page {
	_Atomic uint32_t begun; /* the number of the document in hand, and one;
				 * 0: none */
};

/* Ahead of a document's name, and, where something is made of it, a zero octet
 * and where that will be written; its descriptor comes with it. */
struct worker_job {
	uint32_t number;
};

struct worker {
	struct run *run;
	const struct loaded *loaded;
	struct worker_page *page;
	int jobs; /* where documents come from */
	int results; /* where outcomes go */
	int door; /* -1: none */
};

/* Begin the answer for one document. False if memory ran out. */
bool worker_begin(
    const struct run *run, const char *name, struct answer *answer);
/* Judge one document; out: where what is made of it goes, or NULL; fd is
 * closed. */
void worker_judge(struct run *run, const struct loaded *loaded,
    const char *name, const char *out, int fd);
/* Close the sandbox and judge until no more documents come. */
_Noreturn void worker_live(struct worker *worker);
/* Whether this build looks for leaks when a process ends: it then closes no
 * sandbox, which would not let it. */
bool worker_is_watched(void);
/* The sandbox of whoever parses what came from a stranger, and holds these
 * descriptors only, from 3 on; those of standard input and output are dead.
 * False: *why it can not be closed. */
bool worker_shut(struct run *run, int *const *held, size_t count,
    size_t file_len, const char **why);

#endif
