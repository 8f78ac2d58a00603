/* SPDX-License-Identifier: Apache-2.0 */
/* progress: one line on a terminal that says how far a batch is. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "run.h"

struct progress {
	bool shown; /* at all */
	bool on_line; /* something stands on the line now */
	size_t done, skipped, total; /* documents; total 0: not known */
	int64_t begun, printed; /* milliseconds */
};

/* Whether standard error is a terminal, and the answers do not go there. */
bool progress_wanted(const struct run *run);
void progress_begin(struct progress *progress, const struct run *run,
    int64_t now);
/* One more is answered; prints a few times a second. */
void progress_step(
    struct progress *progress, const struct run *run, int64_t now);
/* Take the line away. */
void progress_end(struct progress *progress);

#endif
