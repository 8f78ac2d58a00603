/* SPDX-License-Identifier: Apache-2.0 */
/* merging-private: what the files of merging share. */
#ifndef MERGING_PRIVATE_H
#define MERGING_PRIVATE_H

#include "lines.h"
#include "merging-places.h"
#include "merging.h"

#define AWAKE_MAX 64 /* descriptors of parts at once */
#define COMMANDS_MAX 8 /* the commands that give answers */

/* What is counted, and named up to COMITY_SUMMARY_NAMED_MAX times. */
enum problem {
	PROBLEM_LINE,
	PROBLEM_TORN,
	PROBLEM_CONFLICT,
	PROBLEM_CONTENTS,
	PROBLEM_TWICE,
	PROBLEM_UNREAD,
	PROBLEM_MISSING,
	PROBLEM_UNEXPECTED,
	PROBLEM_COUNT
};

struct torn {
	uint32_t part;
	unsigned long line;
};

struct merging {
	struct run *run;
	struct comity_report *report;
	struct summary *summary;
	struct comity_lines **parts;
	size_t part_count;
	struct comity_lines *awake[AWAKE_MAX];
	size_t awake_count;
	struct places places;
	char *commands[COMMANDS_MAX]; /* that occur */
	size_t command_count;
	struct comity_source *list; /* NULL: nothing is expected */
	char end; /* of a name in it */
	size_t names, answered; /* of the list */
	size_t answers; /* lines that are one */
	size_t counts[PROBLEM_COUNT];
	struct torn *torn;
	int status; /* what problems come to */
};

/* Count a problem, and name it while there is room. place: borrowed. */
void merging_say(struct merging *merging, enum problem problem,
    const struct comity_place *place, const char *found, const char *expected);
/* The line of an entry once more; caller frees. NULL: the talk says why, and
 * *rc. */
char *merging_again(
    struct merging *merging, const struct entry *entry, int *rc);
/* The next name of the list, *at on from 0; caller frees. NULL: no more, or
 * *rc is no yes. */
char *merging_name(
    const struct merging *merging, size_t *at, unsigned long *line, int *rc);
/* The entry of a name that a command answered; NULL: none, or *rc. */
struct entry *merging_find(const struct merging *merging, const char *command,
    const char *name, int *rc);

#endif
