/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inputs: which documents a command is to answer for, one after the other:
 * the files of the command line, what is below its folders (--recursive), and
 * the names of a list (--files-from).
 */
#ifndef INPUTS_H
#define INPUTS_H

#include "run.h"
#include "walk.h"

struct inputs {
	struct run *run;
	char **argv;
	int argc, next; /* of argv */
	int list; /* open; -1: none, or not yet */
	bool listed; /* it was opened, or could not be */
	bool waits; /* for more of it */
	struct comity_text came; /* of it, not yet given */
	struct comity_walk *walk; /* of the folder that is being given */
	const char *folder; /* its name; borrowed */
	char *name; /* of the list; owned */
	size_t below; /* of the last name: see inputs_below() */
	size_t count; /* given so far */
};

/* Whether the command line asks for more than its own words. */
bool inputs_are_many(const struct run *run, int files, char **argv);
void inputs_init(struct inputs *inputs, struct run *run, int argc, char **argv);
/* The next name, borrowed until the next call; NULL: no more, or, if it waits,
 * not yet. What can not be read, a list or a folder, is said in the run's talk
 * and counts. */
const char *inputs_next(struct inputs *inputs);
/* Where the part of the last name begins that says where it stands: below the
 * folder of the command line that it is in; the last step of a file; all of a
 * name of the list. */
size_t inputs_below(const struct inputs *inputs);
/* Whether the next name must still come from the list, and over what. */
bool inputs_waits(const struct inputs *inputs);
int inputs_descriptor(const struct inputs *inputs);
/* How many there will be; 0: that would take reading what can be read only
 * once. */
uint64_t inputs_count(const struct run *run, int argc, char **argv);
/* Says if there was none at all; frees. */
void inputs_end(struct inputs *inputs);
/* Frees alone: not all were asked for. */
void inputs_clear(struct inputs *inputs);

#endif
