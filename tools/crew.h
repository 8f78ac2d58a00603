/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crew: the workers of one run. They are forked from the process that loaded
 * the packs, so that nothing is loaded twice; one that dies, or takes too
 * long, costs its document the answer and is replaced.
 */
#ifndef CREW_H
#define CREW_H

#include "worker.h"

#include <poll.h>

/* Documents that one worker has before it: the one in hand, and the next. */
#define CREW_AHEAD 2
/* Workers: two descriptors each of the 1024 that a process may have; machines
 * with more cores run two batches. */
#define CREW_MAX 128

enum crew_end {
	CREW_ANSWERED,
	CREW_UNTOUCHED, /* its worker ended before it: give it again */
	CREW_KILLED, /* its worker was killed, and not by us */
	CREW_CRASHED, /* by a signal of its own */
	CREW_LATE, /* it took longer than the limit */
	CREW_STRAYED /* its worker said what it may not say */
};

/* What became of a document. outcome is the taker's, to be cleared. */
typedef void crew_fn(void *user, uint32_t number, enum crew_end end,
    int signal, struct outcome *outcome);

struct crew;

/* How much time has passed since some moment: for limits and progress, never
 * in an answer. */
int64_t crew_milliseconds(void);
/* jobs  1 to CREW_MAX. NULL: memory ran out. run, loaded borrowed. */
struct crew *crew_new(struct run *run, const struct loaded *loaded,
    size_t jobs, crew_fn *tell, void *user);
/* Ends all workers at once. */
void crew_free(struct crew *crew);
/* Whether somebody can take one more document now. */
bool crew_has_room(const struct crew *crew);
/*
 * Give a document to whoever has least; fd stays the caller's.
 * label   its name, a zero octet and where its output goes, or its name
 * COMITY_OK; COMITY_UNKNOWN: its worker ended, and what became of all that it
 * had was told; COMITY_EINTERNAL: no worker can be had, *why.
 */
int crew_give(struct crew *crew, uint32_t number, const char *label,
    size_t label_len, int fd, const char **why);
/* Nobody listened to the workers for so many milliseconds: their documents are
 * not late for that. */
void crew_excuse(struct crew *crew, int64_t milliseconds);
/* Whether nobody has a document before him. */
bool crew_is_idle(const struct crew *crew);
/*
 * Wait until something came of a document, or more is set (revents), or the
 * time is over; tell what became of documents.
 * more    descriptors of the caller's, waited for as well.
 * patience milliseconds; -1 without end.
 */
void crew_wait(struct crew *crew, struct pollfd *more, size_t count,
    int patience);

#endif
