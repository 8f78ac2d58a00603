/* SPDX-License-Identifier: Apache-2.0 */
/* measure: what the programs of the benchmark share: time, medians, and the
 * line that a ratio is said in. */
#ifndef COMITY_BENCH_MEASURE_H
#define COMITY_BENCH_MEASURE_H

#include "file.h"
#include "limit.h"
#include "report.h"

#include <stdbool.h>

/* Where everything is reported; main() makes it. */
extern struct comity_report *report;

/* Seconds of processor time that this process has taken. */
double now(void);
/* Sorts them. */
double median(double *times, size_t count);
/* Say what went wrong, and end. */
void die(const char *what) __attribute__((noreturn));
/* A file of a folder; NULL if optional and not there. */
struct comity_source *load(const char *folder, const char *name);
struct comity_source *load_optional(const char *folder, const char *name);
/* One line: what, how many times, and whether that is what is asked. */
void judge(const char *what, double ratio, bool holds);

#endif
