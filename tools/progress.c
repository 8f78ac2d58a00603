/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include "words.h"

#include <stdio.h>
#include <unistd.h>

#define EVERY 250 /* milliseconds: often enough to be seen to move */

bool
progress_wanted(const struct run *run)
{
	return run->many_files && !run->options.quiet &&
	       isatty(STDERR_FILENO) == 1 &&
	       (isatty(STDOUT_FILENO) != 1 || run->collects ||
		   run->options.resume != NULL);
}

void
progress_begin(
    struct progress *progress, const struct run *run, int64_t now)
{
	progress->shown = progress_wanted(run);
	progress->begun = progress->printed = now;
}

/* "1234/10000 documents, 812 a second, 0:00:11 left" */
static void
write_line(const struct progress *progress, const struct run *run,
    size_t passed, struct comity_text *line)
{
	size_t all = progress->done + progress->skipped, left;
	char count[64], rate[32], rest[32];

	snprintf(count, sizeof(count), progress->total > 0 ? "%zu/%zu" : "%zu",
	    all, progress->total);
	snprintf(rate, sizeof(rate), "%zu",
	    (progress->done * 1000 + passed / 2) / passed);
	word_add(line, WORD_PROGRESS, run->language, count, rate, NULL);
	if (progress->total <= all)
		return;
	left = (progress->total - all) * passed / progress->done / 1000;
	snprintf(rest, sizeof(rest), "%zu:%02zu:%02zu", left / 3600,
	    left / 60 % 60, left % 60);
	word_add(line, WORD_PROGRESS_LEFT, run->language, rest, NULL);
}

void
progress_step(
    struct progress *progress, const struct run *run, int64_t now)
{
	struct comity_text line = { 0 };

	progress->done++;
	if (!progress->shown || now - progress->printed < EVERY)
		return;
	progress->printed = now;
	write_line(progress, run, (size_t)(now - progress->begun), &line);
	if (!line.failed) {
		fprintf(stderr, "\r\033[K%s", line.data);
		fflush(stderr);
		progress->on_line = true;
	}
	comity_text_clear(&line);
}

void
progress_end(struct progress *progress)
{
	if (progress->on_line)
		fputs("\r\033[K", stderr);
	progress->on_line = false;
}
