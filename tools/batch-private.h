/* SPDX-License-Identifier: Apache-2.0 */
/* batch, inside: what its three files share; nobody else looks here. */
#ifndef BATCH_PRIVATE_H
#define BATCH_PRIVATE_H

#include "crew.h"
#include "delivery.h"
#include "progress.h"
#include "unpacker.h"

/* Documents asked for at once from one who sends: with names as long as the
 * system allows they fit into a socket, so that nobody waits for another who
 * waits for him. */
#define BATCH_AHEAD 32u

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_GIVEN, SLOT_DONE };

/* One document, from its arrival until its answer is printed. */
struct slot {
	enum slot_state state;
	char *name; /* and behind its end, if there is an out, that: owned */
	const char *out; /* where what is made of it goes; NULL */
	int fd;
	bool tried; /* a worker was killed over it, by whomever */
	bool failed; /* no worker answers: id, found, status */
	enum comity_finding_id id;
	const char *found; /* a constant, or text */
	char text[128];
	int status;
	struct outcome outcome;
	unsigned answers; /* to hear of what was made of it; 0: not sent off */
};

struct batch {
	struct run *run;
	const struct loaded *loaded;
	struct crew *crew;
	struct slot *slots;
	uint32_t size;
	uint32_t first, next; /* to print, to fill; numbers, not places */
	uint32_t asked; /* asked for and not yet come */
	/* While an archive is being unpacked, documents come from it. */
	struct unpacker unpacker;
	char *unpacked; /* its name; owned */
	size_t unpacked_below; /* where in it its own place begins */
	bool found; /* something in it */
	uint32_t asked_outside; /* what was asked for before it */
	bool grouped; /* what was made is written together */
	uint32_t awaited; /* from the first: what of them is being written */
	uint64_t held; /* octets that are answered and wait for their turn */
	int64_t
	    heard; /* when somebody last gave something, or was asked anew */
	struct progress progress;
	bool ended; /* no more will come */
	bool broken; /* no worker can be had */
};

struct slot *batch_slot(const struct batch *batch, uint32_t number);
void batch_slot_clear(struct slot *slot);
/* No worker answers for it: we do. found: a constant, or slot->text. */
void batch_give_up(struct slot *slot, enum comity_finding_id id,
    const char *found, int status);

/* Of batch-answer.c. Whether nothing more is to be done. */
bool batch_is_over(const struct batch *batch);
/* The answer to one that is done. */
void batch_print(struct batch *batch, struct slot *slot);
/* All answers that can be given, in order. */
void batch_print_done(struct batch *batch);
/* What was sent off is written, or not. */
void batch_delivered(struct batch *batch);

/* Of batch-feed.c: where what is made of a document goes, if anything is;
 * below: where in the name its own place begins; fd: the document, or -1.
 * False if memory ran out. */
bool batch_claim(struct batch *batch, const char *name, size_t below, int fd,
    struct delivery_claim *claim);
/* A slot for one more document; fd is taken over, claim->out copied. Where the
 * claim (NULL: none) is refused, that is the answer. NULL if memory ran
 * out. */
struct slot *batch_fill(struct batch *batch, const char *name, int fd,
    const struct delivery_claim *claim);
/* Where documents come from now: the process that opens, or an unpacker. */
int batch_feed(const struct batch *batch);
/* Ask for as many as there is room for. */
void batch_ask(struct batch *batch);
/* Take one message of it. */
void batch_arrive(struct batch *batch);
/* Milliseconds that an unpacker may still take for one member; -1 without
 * end: nobody unpacks, or nobody waits for it. */
int batch_patience(const struct batch *batch);
/* It took longer. */
void batch_unpacker_late(struct batch *batch);

#endif
