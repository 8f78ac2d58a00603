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
	COMITY_DOOR_WRITE_BELOW /* the same as to write; the tail: a path below
				 * the folder that the other end knows */
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
/* A door for a child of ours: its end, or -1. */
int comity_door_more(void);

#endif
