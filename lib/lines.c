/* SPDX-License-Identifier: Apache-2.0 */
#include "lines.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK ((size_t)256 * 1024)

struct comity_lines {
	char *name;
	int fd; /* -1: at rest */
	bool is_copy;
	struct stat first; /* what the file was when it was opened */
	char *buffer;
	size_t room, from, to; /* of the buffer: what is not yet given */
	uint64_t at; /* in the file, of buffer[from] */
	unsigned long number; /* of the line that begins there */
	bool ended; /* nothing is left to be read */
	bool drops; /* what goes on with a value that was too long */
	size_t max;
};

static int
fail(const struct comity_lines *lines, struct comity_report *report,
    const char *why)
{
	struct comity_place place = { .file = lines->name };

	return comity_report_add(report, COMITY_F_UNREADABLE, &place, why,
		   NULL) == COMITY_ENOMEM
		   ? COMITY_ENOMEM
		   : COMITY_EIO;
}

static ssize_t
read_some(int fd, char *bytes, size_t len)
{
	ssize_t n;

	do
		n = read(fd, bytes, len);
	while (n < 0 && errno == EINTR);
	return n;
}

static bool
write_some(int fd, const char *bytes, size_t len)
{
	ssize_t n;

	for (; len > 0; bytes += n, len -= (size_t)n) {
		do
			n = write(fd, bytes, len);
		while (n < 0 && errno == EINTR);
		if (n <= 0)
			return false;
	}
	return true;
}

/* A pipe into a file without a name, which ends with its descriptor. */
static int
copy(struct comity_lines *lines, const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	ssize_t n = 1;

	if (fd < 0)
		return -1;
	while (n > 0 && (n = read_some(lines->fd, lines->buffer, CHUNK)) > 0)
		if (!write_some(fd, lines->buffer, (size_t)n))
			n = -1;
	if (n < 0 || lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return -1;
	}
	if (lines->fd != STDIN_FILENO)
		close(lines->fd);
	lines->fd = fd;
	lines->is_copy = true;
	return fstat(fd, &lines->first);
}

static int
open_file(struct comity_lines *lines, const char *path, const char *folder,
    struct comity_report *report)
{
	bool standard = strcmp(path, "-") == 0;

	lines->fd = standard ? STDIN_FILENO
			     : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (lines->fd < 0 || fstat(lines->fd, &lines->first) != 0)
		return fail(lines, report, strerror(errno));
	if (S_ISDIR(lines->first.st_mode))
		return fail(lines, report, "it is a directory");
	/* standard input can not be opened again by a name */
	if ((standard || !S_ISREG(lines->first.st_mode)) &&
	    copy(lines, folder) != 0)
		return fail(lines, report, strerror(errno));
	return COMITY_OK;
}

int
comity_lines_open(const char *path, const char *folder, size_t max,
    struct comity_report *report, struct comity_lines **out)
{
	struct comity_lines *lines = calloc(1, sizeof(*lines));
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (lines == NULL)
		return COMITY_ENOMEM;
	lines->fd = -1;
	lines->number = 1;
	lines->max = max;
	lines->room = CHUNK;
	lines->name = strdup(strcmp(path, "-") == 0 ? "standard input" : path);
	lines->buffer = malloc(lines->room);
	if (lines->name != NULL && lines->buffer != NULL)
		rc = open_file(lines, path, folder, report);
	if (rc != COMITY_OK) {
		comity_lines_close(lines);
		return rc;
	}
	*out = lines;
	return COMITY_OK;
}

/* Read on behind what is there. */
static int
fill(struct comity_lines *lines, struct comity_report *report)
{
	char *more;
	ssize_t n;

	if (lines->from > 0 && lines->room - lines->to < CHUNK) {
		memmove(lines->buffer, lines->buffer + lines->from,
		    lines->to - lines->from);
		lines->to -= lines->from;
		lines->from = 0;
	}
	if (lines->room - lines->to < CHUNK) {
		more = realloc(lines->buffer, lines->room * 2);
		if (more == NULL)
			return COMITY_ENOMEM;
		lines->buffer = more;
		lines->room *= 2;
	}
	n = read_some(lines->fd, lines->buffer + lines->to, CHUNK);
	if (n < 0)
		return fail(lines, report, strerror(errno));
	lines->to += (size_t)n;
	lines->ended = n == 0;
	return COMITY_OK;
}

static void
skip(struct comity_lines *lines, size_t len)
{
	lines->from += len;
	lines->at += len;
}

/* What begins `begin` octets behind what was given: *len with its end, or to
 * the end of the file (*whole false). Above the bound it is forgotten while it
 * is read, and *len is what of it and of those octets is still there. */
static int
find_end(struct comity_lines *lines, struct comity_report *report, size_t begin,
    size_t *len, bool *whole, bool *too_long)
{
	size_t looked = 0, there;
	const char *end;
	int rc;

	*too_long = false;
	for (;;) {
		there = lines->to - lines->from - begin;
		end = there > looked
			  ? memchr(lines->buffer + lines->from + begin + looked,
				'\n', there - looked)
			  : NULL;
		*whole = end != NULL;
		*len = *whole ? (size_t)(end - lines->buffer) + 1 -
				    lines->from - begin
			      : there;
		*too_long |= begin + *len - *whole > lines->max;
		if (*whole || lines->ended) {
			*len += *too_long ? begin : 0;
			return COMITY_OK;
		}
		looked = there;
		if (*too_long) {
			skip(lines, begin + there);
			begin = looked = 0;
		}
		if ((rc = fill(lines, report)) != COMITY_OK)
			return rc;
	}
}

static bool
is_alone(const char *line, size_t len, char c)
{
	return len >= 2 && line[0] == c &&
	       (line[1] == '\n' || (len == 3 && line[1] == '\r'));
}

/* What is being read: a line, or the lines of one value. */
struct reading {
	size_t len; /* octets so far, with the ends of lines */
	unsigned long ends; /* ends of lines among them */
	bool is_torn, is_too_long;
};

/* A value over several lines: on from its first. */
static int
gather(struct comity_lines *lines, struct comity_report *report,
    struct reading *reading)
{
	const char *line;
	bool whole, last;
	size_t len;
	int rc;

	for (;;) {
		rc = find_end(lines, report, reading->len, &len, &whole,
		    &reading->is_too_long);
		if (rc != COMITY_OK)
			return rc;
		if (reading->is_too_long) {
			reading->len = len;
			reading->ends += whole;
			lines->drops = true;
			return COMITY_OK;
		}
		line = lines->buffer + lines->from + reading->len;
		last = len > 0 && line[0] == '}';
		if (len > 0 && !last && line[0] != ' ' && line[0] != '\t')
			return COMITY_OK; /* another begins: this is broken */
		reading->len += len;
		reading->ends += whole;
		reading->is_torn = !whole;
		if (last || !whole)
			return COMITY_OK;
	}
}

/* Whether this only goes on with, or is the end of, what was too long. */
static bool
is_dropped(struct comity_lines *lines, const char *line, size_t len)
{
	if (!lines->drops || len == 0)
		return false;
	lines->drops = line[0] == ' ' || line[0] == '\t';
	return lines->drops || is_alone(line, len, '}');
}

/* *dropped: it is part of what was said to be too long. */
static int
read_on(struct comity_lines *lines, struct comity_report *report,
    struct reading *reading, bool *dropped)
{
	const char *bytes;
	bool whole;
	int rc;

	memset(reading, 0, sizeof(*reading));
	rc = find_end(
	    lines, report, 0, &reading->len, &whole, &reading->is_too_long);
	if (rc != COMITY_OK)
		return rc;
	reading->ends = whole;
	reading->is_torn = !whole;
	bytes = lines->buffer + lines->from;
	*dropped = is_dropped(lines, bytes, reading->len);
	if (!*dropped && !reading->is_too_long &&
	    is_alone(bytes, reading->len, '{'))
		return gather(lines, report, reading);
	return COMITY_OK;
}

static size_t
without_end(const char *bytes, size_t len)
{
	while (len > 0 && (bytes[len - 1] == '\n' || bytes[len - 1] == '\r'))
		len--;
	return len;
}

int
comity_lines_next(struct comity_lines *lines, struct comity_report *report,
    struct comity_line *line)
{
	struct reading reading;
	bool dropped;
	int rc;

	memset(line, 0, sizeof(*line));
	for (;;) {
		line->number = lines->number;
		line->at = lines->at;
		rc = read_on(lines, report, &reading, &dropped);
		if (rc != COMITY_OK)
			return rc;
		if (reading.len == 0 && lines->ended && !reading.is_too_long)
			return COMITY_OK;
		lines->number += reading.ends;
		line->is_torn = reading.is_torn;
		line->is_too_long = reading.is_too_long;
		line->bytes =
		    reading.is_too_long ? "" : lines->buffer + lines->from;
		line->len = reading.is_too_long
				? 0
				: without_end(line->bytes, reading.len);
		skip(lines, reading.len);
		if (!dropped && (line->len > 0 || reading.is_too_long))
			return COMITY_OK;
		line->bytes = NULL;
	}
}

/* The file as it was, open again. */
static int
wake(struct comity_lines *lines, struct comity_report *report)
{
	struct stat now;

	if (lines->fd < 0)
		lines->fd = open(lines->name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (lines->fd < 0 || fstat(lines->fd, &now) != 0)
		return fail(lines, report, strerror(errno));
	if (now.st_dev != lines->first.st_dev ||
	    now.st_ino != lines->first.st_ino ||
	    now.st_size != lines->first.st_size ||
	    now.st_mtim.tv_sec != lines->first.st_mtim.tv_sec ||
	    now.st_mtim.tv_nsec != lines->first.st_mtim.tv_nsec)
		return fail(lines, report, "it has changed since it was read");
	return COMITY_OK;
}

int
comity_lines_again(struct comity_lines *lines, uint64_t at, size_t len,
    struct comity_report *report, char *bytes)
{
	ssize_t n;
	int rc;

	if ((rc = wake(lines, report)) != COMITY_OK)
		return rc;
	while (len > 0) {
		n = pread(lines->fd, bytes, len, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(lines, report,
			    n < 0 ? strerror(errno)
				  : "it has changed since it was read");
		bytes += n;
		at += (uint64_t)n;
		len -= (size_t)n;
	}
	return COMITY_OK;
}

void
comity_lines_rest(struct comity_lines *lines)
{
	free(lines->buffer);
	lines->buffer = NULL;
	lines->room = lines->from = lines->to = 0;
	if (lines->fd >= 0 && !lines->is_copy) {
		close(lines->fd);
		lines->fd = -1;
	}
}

const char *
comity_lines_name(const struct comity_lines *lines)
{
	return lines->name;
}

void
comity_lines_close(struct comity_lines *lines)
{
	if (lines == NULL)
		return;
	if (lines->fd > STDIN_FILENO)
		close(lines->fd);
	free(lines->buffer);
	free(lines->name);
	free(lines);
}
