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

struct outcome {
	int status; /* enum comity_status: what counts for the run */
	bool unread; /* the file itself could not be read */
	bool output_failed; /* something beside the answer was not written */
	bool memory_failed; /* memory ran out: there is no answer in it */
	struct comity_text out, err; /* as printed */
	struct comity_text value; /* the answer as JSON, where it is one of all */
};

/* Ahead of the three texts on the way between two processes. */
struct outcome_head {
	uint32_t magic, number;
	int32_t status;
	uint32_t flags;
	uint64_t out, err, value; /* octets */
};

/* How a process ended: "SIGSEGV"; signal 0: by itself. */
void outcome_signal(int signal, char *text, size_t size);
void outcome_clear(struct outcome *outcome);
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
