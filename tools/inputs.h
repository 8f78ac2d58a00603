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
	struct comity_source *list; /* NULL: none, or not yet read */
	size_t at; /* in its octets */
	struct comity_walk *walk; /* of the folder that is being given */
	const char *folder; /* its name; borrowed */
	char *name; /* of the list; owned */
	size_t count; /* given so far */
};

/* Whether the command line asks for more than its own words. */
bool inputs_are_many(const struct run *run, int files);
void inputs_init(struct inputs *inputs, struct run *run, int argc, char **argv);
/* The next name, borrowed until the next call; NULL: no more. What can not be
 * read, a list or a folder, is said in the run's talk and counts. */
const char *inputs_next(struct inputs *inputs);
/* Says if there was none at all; frees. */
void inputs_end(struct inputs *inputs);

#endif
