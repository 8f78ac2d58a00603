/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merging: answers out of many parts, each document's once. Of a document are
 * kept three digests and the place of its answer, 80 octets in all; lines are
 * read one by one, and again when they are written.
 */
#ifndef MERGING_H
#define MERGING_H

#include "run.h"
#include "summary.h"

struct merging;

/* What findings say goes to report, which stays the caller's. NULL if memory
 * ran out. */
struct merging *merging_new(struct run *run, struct comity_report *report);
void merging_free(struct merging *merging);

/* Read the names that there must be answers for, before any part. COMITY_OK,
 * or the run's talk says why. */
int merging_expect(struct merging *merging, const char *list, bool null);
/* Read one file of answers; "-" is standard input. COMITY_OK, also where
 * lines are broken (the report names them); else the run's talk says why. */
int merging_read(struct merging *merging, const char *path);
/* After the last part: compare with what was expected. Returns the status
 * that all comes to. */
int merging_finish(struct merging *merging);

/* Write each document's answer once, as its line was, in the order of the
 * list or of the parts; answers in conflict are left out. */
int merging_write(struct merging *merging, const char *out);
/* Write the names of the list that have no answer, answers in conflict, or
 * were nowhere read, as the list has them. */
int merging_write_missing(struct merging *merging, const char *out);

/* All of it as one value: doc/summary.schema.json. NULL if memory ran out. */
json_t *merging_value(const struct merging *merging, int status);

#endif
