/* SPDX-License-Identifier: Apache-2.0 */
/*
 * door: a process that may open nothing asks the one that opens for it. The
 * other end is tools/porter.c. Where no door is in use, a process opens for
 * itself. doc/sandbox.md.
 */
#ifndef COMITY_DOOR_H
#define COMITY_DOOR_H

#include "report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum comity_door_wish {
	COMITY_DOOR_WRITE = 1, /* the tail: a path; the descriptor: octets */
	COMITY_DOOR_CONNECT, /* the tail: "host:port" */
	COMITY_DOOR_DOOR, /* the descriptor: one more door */
	COMITY_DOOR_WRITE_BELOW, /* the same as to write; the tail: a path below
				  * the folder that the other end knows */
	COMITY_DOOR_GROUP, /* the descriptor: a door for the two wishes below,
			    * and no other */
	COMITY_DOOR_ADD, /* the same as to write below, but no answer */
	COMITY_DOOR_ADD_WITH_LAST,
	COMITY_DOOR_COMMIT /* an answer for each that was added, in order */
};

struct comity_door_asked {
	uint32_t wish;
};

/* A connection comes back as a descriptor, a reason as a tail. */
struct comity_door_answer {
	int32_t status; /* enum comity_status */
	int32_t finding; /* enum comity_finding_id, where it is a no */
};

/* Use this channel from now on, also for writing files if writes says so; -1:
 * none. The one piece of state that says so, since who opens files has no
 * argument to keep it in. */
void comity_door_use(int channel, bool writes);
bool comity_door_used(void);
bool comity_door_writes(void);
/*
 * Have a file written, whole or not at all (file.h).
 * file  its octets: a file in memory, which stays the caller's.
 * id, why  written when it was not, for the finding; why has size octets.
 * Returns COMITY_OK; COMITY_EIO; COMITY_ENOMEM; COMITY_EINTERNAL: the process
 * that opens is gone, and whatever is said of it is said to nobody.
 */
int comity_door_write(const char *path, int file, enum comity_finding_id *id,
    char *why, size_t size);
/* The same of a path below the folder that the other end knows. */
int comity_door_write_below(const char *path, int file,
    enum comity_finding_id *id, char *why, size_t size);
/* A connection to "host:port", or -1 and why. */
int comity_door_connect(
    const char *host, const char *port, char *why, size_t size);
/* A door for a child of ours, to connect: its end, or -1. */
int comity_door_more(void);
/*
 * A door through which files below that folder are written together
 * (file-group.h): its end, or -1. At most COMITY_FILE_GROUP_MAX are added
 * before a commit; whoever commits then hears as many answers, and adds
 * nothing before. group: this end.
 * add, commit: COMITY_OK or COMITY_EINTERNAL; hear: as comity_door_write().
 */
int comity_door_group(void);
int comity_door_group_add(
    int group, const char *path, int file, bool goes_with_last);
int comity_door_group_commit(int group);
int comity_door_group_hear(
    int group, enum comity_finding_id *id, char *why, size_t size);

#endif
