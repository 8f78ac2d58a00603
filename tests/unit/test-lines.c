/* SPDX-License-Identifier: Apache-2.0 */
/* Values of programs, one a line or indented, torn, too long, from pipes; and
 * files that are written piece by piece. */
#include "file.h"
#include "lines.h"
#include "suite.h"
#include "text.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define FOLDER COMITY_TEST_BUILDDIR

static const struct row {
	const char *why, *text;
	size_t max;
	const char *want; /* NUMBER@PLACE[text], ! torn, + too long */
} rows[] = {
	{ "nothing", "", 99, "" },
	{ "only ends of lines", "\n\r\n\n", 99, "" },
	{ "a line", "{\"a\":1}\n", 99, "1@0[{\"a\":1}]" },
	{ "two, of another system", "1\r\n2\r\n", 99, "1@0[1]2@3[2]" },
	{ "an empty one between", "1\n\n2\n", 99, "1@0[1]3@3[2]" },
	{ "the last is torn", "1\n{\"a", 99, "1@0[1]2@2[{\"a]!" },
	{ "the last has no end", "1\n2", 99, "1@0[1]2@2[2]!" },
	{ "indented", "{\n  1\n}\n2\n", 99, "1@0[{\n  1\n}]4@8[2]" },
	{ "indented, of another system", "{\r\n\t1\r\n}\r\n2\n", 99,
	    "1@0[{\r\n\t1\r\n}]4@10[2]" },
	{ "indented, without an end", "{\n 1\n}", 99, "1@0[{\n 1\n}]!" },
	{ "indented, torn", "{\n 1\n", 99, "1@0[{\n 1]!" },
	{ "indented, torn in its line", "{\n 1", 99, "1@0[{\n 1]!" },
	{ "indented, another begins", "{\n 1\n{\"a\":2}\n", 99,
	    "1@0[{\n 1]3@5[{\"a\":2}]" },
	{ "at the bound", "12345\n1\n", 5, "1@0[12345]2@6[1]" },
	{ "above the bound", "123456\n1\n", 5, "1@0[]+2@7[1]" },
	{ "above the bound and torn", "1\n123456", 5, "1@0[1]2@2[]!+" },
	{ "indented, at the bound", "{\n 1\n}\n2\n", 6, "1@0[{\n 1\n}]4@7[2]" },
	{ "indented, above it", "{\n 1\n 2\n 3\n}\n4\n", 6, "1@0[]+6@13[4]" },
	{ "indented, above it and torn", "{\n 1\n 2\n 3\n", 6, "1@0[]+" },
};

static int
make(const char *text, size_t len, char *name)
{
	int fd;

	snprintf(name, 200, "%s/lines-XXXXXX", FOLDER);
	fd = mkstemp(name);
	ck_assert_int_ge(fd, 0);
	ck_assert(write(fd, text, len) == (ssize_t)len);
	return fd;
}

static void
add(struct comity_text *got, struct comity_lines *lines,
    struct comity_report *report, const struct comity_line *line)
{
	char again[256];

	comity_text_addf(
	    got, "%lu@%llu[", line->number, (unsigned long long)line->at);
	comity_text_add_bytes(got, line->bytes, line->len);
	comity_text_addf(got, "]%s%s", line->is_torn ? "!" : "",
	    line->is_too_long ? "+" : "");
	ck_assert(comity_lines_again(
		      lines, line->at, line->len, report, again) == COMITY_OK);
	ck_assert(memcmp(again, line->bytes, line->len) == 0);
}

static void
compare(const struct row *row, struct comity_lines *lines)
{
	struct comity_report *report = comity_report_new();
	struct comity_text got = { 0 };
	struct comity_line line;

	comity_text_add(&got, "");
	for (;;) {
		ck_assert(comity_lines_next(lines, report, &line) == COMITY_OK);
		if (line.bytes == NULL)
			break;
		add(&got, lines, report, &line);
	}
	ck_assert_msg(strcmp(got.data ? got.data : "", row->want) == 0,
	    "%s: %s", row->why, got.data);
	comity_text_clear(&got);
	comity_report_free(report);
}

START_TEST(lines_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_lines *lines;
	char name[256];
	int pipes[2], saved = dup(STDIN_FILENO);

	close(make(row->text, strlen(row->text), name));
	ck_assert(comity_lines_open(name, FOLDER, row->max, report, &lines) ==
		  COMITY_OK);
	compare(row, lines);
	comity_lines_close(lines);
	unlink(name);
	/* the same out of a pipe */
	ck_assert(pipe(pipes) == 0 && saved >= 0);
	ck_assert(write(pipes[1], row->text, strlen(row->text)) ==
		  (ssize_t)strlen(row->text));
	close(pipes[1]);
	ck_assert(dup2(pipes[0], STDIN_FILENO) == STDIN_FILENO);
	ck_assert(comity_lines_open("-", FOLDER, row->max, report, &lines) ==
		  COMITY_OK);
	compare(row, lines);
	comity_lines_close(lines);
	dup2(saved, STDIN_FILENO);
	comity_report_free(report);
}
END_TEST

/* Longer than what is read at once, in each place of it. */
START_TEST(long_lines)
{
	size_t len = 700000, i, at = 0;
	char *text = malloc(len), name[256];
	struct comity_report *report = comity_report_new();
	struct comity_lines *lines;
	struct comity_line line;

	memset(text, 'x', len);
	for (i = 0; i < len; i += 1 + i / 3)
		text[i] = '\n';
	close(make(text, len, name));
	ck_assert(comity_lines_open(name, FOLDER, 300000, report, &lines) ==
		  COMITY_OK);
	for (;;) {
		ck_assert(comity_lines_next(lines, report, &line) == COMITY_OK);
		if (line.bytes == NULL)
			break;
		ck_assert(line.at >= at && !line.is_too_long);
		ck_assert(memchr(line.bytes, '\n', line.len) == NULL);
		ck_assert(memcmp(line.bytes, text + line.at, line.len) == 0);
		at = line.at + line.len;
	}
	ck_assert_uint_eq(at, len);
	comity_lines_close(lines);
	unlink(name);
	free(text);
	comity_report_free(report);
}
END_TEST

START_TEST(changed_since)
{
	struct comity_report *report = comity_report_new();
	struct comity_lines *lines;
	struct comity_line line;
	char name[256], one[1];
	int fd = make("1\n2\n", 4, name);

	ck_assert(
	    comity_lines_open(name, FOLDER, 9, report, &lines) == COMITY_OK);
	ck_assert(comity_lines_next(lines, report, &line) == COMITY_OK);
	comity_lines_rest(lines);
	ck_assert(comity_lines_again(lines, 2, 1, report, one) == COMITY_OK);
	ck_assert_int_eq(one[0], '2');
	comity_lines_rest(lines);
	ck_assert(write(fd, "3", 1) == 1);
	ck_assert(comity_lines_again(lines, 2, 1, report, one) == COMITY_EIO);
	comity_lines_close(lines);
	ck_assert(
	    comity_lines_open(FOLDER, FOLDER, 9, report, &lines) == COMITY_EIO);
	ck_assert(comity_lines_open("/nowhere", FOLDER, 9, report, &lines) ==
		  COMITY_EIO);
	close(fd);
	unlink(name);
	comity_report_free(report);
}
END_TEST

struct pieces {
	size_t count, fails_at;
};

static int
piece(void *context, const void **bytes, size_t *len)
{
	struct pieces *pieces = context;

	if (pieces->count == pieces->fails_at)
		return COMITY_UNKNOWN;
	*bytes = "piece\n";
	*len = pieces->count++ < 3 ? 6 : 0;
	return COMITY_OK;
}

START_TEST(pieces)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct pieces three = { 0, 99 }, broken = { 0, 2 };
	char name[256];

	close(make("old", 3, name));
	ck_assert(comity_file_write_pieces(name, piece, &broken, report) ==
		  COMITY_UNKNOWN);
	ck_assert(comity_file_read(name, 99, report, &source) == COMITY_OK);
	ck_assert_uint_eq(source->len, 3);
	comity_source_free(source);
	ck_assert(
	    comity_file_write_pieces(name, piece, &three, report) == COMITY_OK);
	ck_assert(comity_file_read(name, 99, report, &source) == COMITY_OK);
	ck_assert_str_eq((char *)source->bytes, "piece\npiece\npiece\n");
	comity_source_free(source);
	unlink(name);
	comity_report_free(report);
}
END_TEST

SUITE("lines")
SUITE_ROWS(lines_row, rows);
SUITE_TEST(long_lines);
SUITE_TEST(changed_since);
SUITE_TEST(pieces);
SUITE_END
