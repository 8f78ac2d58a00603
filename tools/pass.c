/* SPDX-License-Identifier: Apache-2.0 */
#include "pass.h"

#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int
refuse(struct comity_report *report, const char *file)
{
	struct comity_place place = { .file = file };

	return comity_report_add(
	    report, COMITY_F_PASS_SOURCE, &place, NULL, NULL);
}

/* The first line that comes, read byte by byte: what follows is another's. */
static int
read_line(
    int descriptor, const char *name, struct comity_report *report, char **pass)
{
	char *line = calloc(1, PASS_MAX + 1);
	ssize_t got = 1;
	size_t len = 0;
	char c = '\0';

	if (line == NULL)
		return COMITY_ENOMEM;
	while (len < PASS_MAX) {
		got = read(descriptor, &c, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || c == '\n')
			break;
		line[len++] = c;
	}
	if (len > 0 && line[len - 1] == '\r')
		line[--len] = '\0';
	c = '\0';
	if (got < 0 || len == PASS_MAX || strlen(line) != len) {
		pass_free(line);
		return refuse(report, name);
	}
	*pass = line;
	return COMITY_OK;
}

int
pass_from_file(const char *path, struct comity_report *report, char **pass)
{
	struct comity_source *source = NULL;
	int rc = comity_file_read(path, PASS_MAX, report, &source);
	size_t len;

	*pass = NULL;
	if (rc != COMITY_OK)
		return rc;
	len = strcspn((const char *)source->bytes, "\r\n");
	*pass = strndup((const char *)source->bytes, len);
	explicit_bzero(source->bytes, source->len);
	comity_source_free(source);
	return *pass == NULL ? COMITY_ENOMEM : COMITY_OK;
}

int
pass_from_descriptor(
    const char *number, struct comity_report *report, char **pass)
{
	char *end = NULL;
	long descriptor;

	*pass = NULL;
	errno = 0;
	descriptor = strtol(number, &end, 10);
	if (errno != 0 || end == number || *end != '\0' || descriptor < 0 ||
	    descriptor > 65535)
		return refuse(report, number);
	return read_line((int)descriptor, number, report, pass);
}

int
pass_from_terminal(const char *what, struct comity_report *report, char **pass)
{
	static const char ask[] = "Passphrase or PIN for ";
	struct termios before, quiet;
	int rc;

	*pass = NULL;
	if (isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1 ||
	    tcgetattr(STDIN_FILENO, &before) != 0)
		return COMITY_OK;
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) != 0 ||
	    write(STDERR_FILENO, ask, sizeof(ask) - 1) < 0 ||
	    write(STDERR_FILENO, what, strlen(what)) < 0 ||
	    write(STDERR_FILENO, ": ", 2) < 0)
		rc = refuse(report, "the terminal");
	else
		rc = read_line(STDIN_FILENO, "the terminal", report, pass);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	if (write(STDERR_FILENO, "\n", 1) < 0)
		errno = 0; /* only the look of it */
	return rc;
}

void
pass_free(char *pass)
{
	if (pass != NULL)
		explicit_bzero(pass, strlen(pass));
	free(pass);
}
