/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox: what the other processes of a run want written, in the one that
 * opens files (porter.h). It is written if the command line names it, or below
 * the folder of --into. Every wish may be any octets at all.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include "run.h"

#include <stdbool.h>
#include <stdint.h>

struct comity_file_group;

/* Write one and answer through the door. below: path stands below --into.
 * descriptor: its octets, the caller's; -1 is answered too. */
void outbox_write(const struct run *run, int door, const char *path, bool below,
    int descriptor);
/* The files of one door that are written together; NULL: there is no --into,
 * or no memory. comity_file_group_free(). */
struct comity_file_group *outbox_group(const struct run *run);
/* One wish of that door: COMITY_DOOR_ADD, _ADD_WITH_LAST, _COMMIT. False: it
 * is none of these, there are too many, or nobody hears the answer. */
bool outbox_group_wish(struct comity_file_group *group, int door, uint32_t wish,
    const char *path, int descriptor);

#endif
