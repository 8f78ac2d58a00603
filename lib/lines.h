/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lines: what programs have written one after the other, a JSON value on each
 * line, or indented over several: from a line "{" alone to a line "}" alone.
 * A file of any length is read in bounded memory; what was read once can be
 * had again by its place.
 */
#ifndef COMITY_LINES_H
#define COMITY_LINES_H

#include "report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct comity_lines;

struct comity_line {
	const char *bytes; /* borrowed until the next call; NULL: no more */
	size_t len; /* without the end of the line */
	uint64_t at; /* octets of the file before it */
	unsigned long number; /* of its first line, from 1 */
	bool is_torn; /* the file ends before the line does */
	bool is_too_long; /* above the bound: bytes are "" */
};

/*
 * path    "-" is standard input. What is no regular file (a pipe) is copied
 *         into a nameless file first, so that it can be had again.
 * folder  where such a copy is made.
 * max     bound on one line.
 * Returns COMITY_OK; COMITY_EIO with a finding; COMITY_ENOMEM.
 */
int comity_lines_open(const char *path, const char *folder, size_t max,
    struct comity_report *report, struct comity_lines **out);
/* The next that is not empty. COMITY_OK; COMITY_EIO with a finding;
 * COMITY_ENOMEM. */
int comity_lines_next(struct comity_lines *lines, struct comity_report *report,
    struct comity_line *line);
/*
 * One more look at a line that next() gave: len octets from `at` into bytes.
 * Returns COMITY_OK; COMITY_EIO with a finding, also if the file has changed
 * since it was opened.
 */
int comity_lines_again(struct comity_lines *lines, uint64_t at, size_t len,
    struct comity_report *report, char *bytes);
/* Give the descriptor and the buffer back until again() is called; a copy
 * keeps its descriptor. */
void comity_lines_rest(struct comity_lines *lines);
const char *comity_lines_name(const struct comity_lines *lines);
void comity_lines_close(struct comity_lines *lines);

#endif
