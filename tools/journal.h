/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journal: the file to which a batch appends its answers, a line each, and by
 * which a later run knows what was answered already (--resume). A line that a
 * kill or a power cut tore was no answer: it is cut off.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include "report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;

/*
 * Take over a file that comity_file_journal() opened.
 * command  whose answers it must hold.
 * tell     NULL, or called with where each document that it answers with a
 *          yes was written; false: no memory.
 * status   written: what the answers in it come to (enum comity_status).
 * COMITY_OK; COMITY_UNKNOWN with a finding: it holds something else;
 * COMITY_EIO; COMITY_ENOMEM.
 */
typedef bool journal_tell(void *context, const char *out);
int journal_open(int fd, const char *name, const char *command,
    journal_tell *tell, void *context, struct comity_report *report,
    struct journal **out, int *status);
/* Whether a document of this name was answered: each answer once. */
bool journal_takes(struct journal *journal, const char *name);
/* How many of the answers that it held nobody asked for again. */
size_t journal_left(const struct journal *journal);
/*
 * Append one answer, whole or not at all; now: milliseconds of any clock. What
 * is older than a second lasts through a power cut.
 */
bool journal_add(
    struct journal *journal, const char *octets, size_t len, int64_t now);
/* Make all of it last; false if it could not. */
bool journal_close(struct journal *journal);

#endif
