/* SPDX-License-Identifier: Apache-2.0 */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct comity_report *report;

double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
median(double *times, size_t count)
{
	qsort(times, count, sizeof(*times), compare);
	return times[count / 2];
}

void
die(const char *what)
{
	const struct comity_finding *finding;
	size_t i;

	for (i = 0; i < comity_report_count(report) && i < 5; i++) {
		finding = comity_report_at(report, i);
		fprintf(stderr, "  %s %s %s\n", finding->id,
		    finding->found ? finding->found : "",
		    finding->expected ? finding->expected : "");
	}
	fprintf(stderr, "bench: %s\n", what);
	exit(EXIT_FAILURE);
}

struct comity_source *
load_optional(const char *folder, const char *name)
{
	struct comity_source *source = NULL;
	char path[4096];

	snprintf(
	    path, sizeof(path), "%s%s%s", folder, *folder ? "/" : "", name);
	if (access(path, F_OK) != 0)
		return NULL;
	if (comity_file_read(path, COMITY_SOURCE_MAX, report, &source) !=
	    COMITY_OK)
		die(path);
	return source;
}

struct comity_source *
load(const char *folder, const char *name)
{
	struct comity_source *source = load_optional(folder, name);

	if (source == NULL)
		die(name);
	return source;
}

void
judge(const char *what, double ratio, bool holds)
{
	printf(
	    "%s: %.2f%s\n", what, ratio, holds ? "" : " - NOT what is asked");
}
