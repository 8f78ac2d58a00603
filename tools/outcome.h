/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outcome: what one document came to, in octets that can be handed from the
 * process that judged it to the one that prints.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "text.h"

#include <stdbool.h>
#include <stdint.h>

/* Octets of all texts: the largest translation has some more than the largest
 * document; its account, with a record for each leaf, four times as many. */
#define OUTCOME_MAX (768u * 1024 * 1024)

#define OUTCOME_TEXTS 5

struct outcome {
	int status; /* enum comity_status: what counts for the run */
	bool unread; /* the file itself could not be read */
	bool output_failed; /* something beside the answer was not written */
	bool memory_failed; /* memory ran out: there is no answer in it */
	union {
		struct {
			struct comity_text out, err; /* as printed */
			/* the answer as JSON, where it is one of all */
			struct comity_text value;
			/* what was made of the document (delivery.h) */
			struct comity_text document, account;
		};
		struct comity_text texts[OUTCOME_TEXTS]; /* the same */
	};
};

/* Ahead of the texts on the way between two processes. */
struct outcome_head {
	uint32_t magic, number;
	int32_t status;
	uint32_t flags;
	uint64_t lens[OUTCOME_TEXTS];
};

/* How a process ended: "SIGSEGV"; signal 0: by itself. */
void outcome_signal(int signal, char *text, size_t size);
void outcome_clear(struct outcome *outcome);
/* Octets that it holds. */
size_t outcome_len(const struct outcome *outcome);
/* Write it whole into a pipe; false if nobody reads it. */
bool outcome_send(const struct outcome *outcome, uint32_t number, int to);
/*
 * Take one from the octets that came, if all of it is there.
 * used  how many octets it took; 0: not all of it is there.
 * False: it is none of ours.
 */
bool outcome_take(const char *octets, size_t len, struct outcome *outcome,
    uint32_t *number, size_t *used);

#endif
