/* SPDX-License-Identifier: Apache-2.0 */
#include "journal.h"

#include "file.h"
#include "limit.h"
#include "render-json.h"
#include "status.h"
#include "summary.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Milliseconds for which an answer may wait for the disk. */
#define UNSYNCED_MAX 1000

struct entry {
	char *name; /* as a URI reference: octet for octet */
	size_t count;
};

struct journal {
	int fd;
	const char *file; /* borrowed */
	const char *command; /* borrowed */
	struct entry *entries; /* in the order of their names, once read */
	size_t entry_count, room, answers, taken;
	uint64_t len; /* octets of whole lines */
	int64_t synced;
	journal_tell *tell; /* NULL: nobody asks */
	void *context;
	int worst;
	bool failed;
};

static int
compare(const void *a, const void *b)
{
	return strcmp(
	    ((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static bool
add_name(struct journal *journal, const char *name)
{
	struct entry *more;
	size_t room = journal->room == 0 ? 1024 : journal->room * 2;

	if (journal->entry_count == journal->room) {
		more = realloc(journal->entries, room * sizeof(*more));
		if (more == NULL)
			return false;
		journal->entries = more;
		journal->room = room;
	}
	more = &journal->entries[journal->entry_count];
	more->count = 1;
	if ((more->name = strdup(name)) == NULL)
		return false;
	journal->entry_count++;
	journal->answers++;
	return true;
}

/* Where a translation was written, for whoever wants to know. */
static bool
tell_out(const struct journal *journal, const json_t *value)
{
	const char *out =
	    value_text(json_object_get(value, "translation"), "out");

	return journal->tell == NULL || out == NULL ||
	       strcmp(summary_word(value), "yes") != 0 ||
	       journal->tell(journal->context, out);
}

static int
word_status(const char *word)
{
	if (strcmp(word, "yes") == 0)
		return COMITY_OK;
	return strcmp(word, "no") == 0 ? COMITY_REFUSED : COMITY_UNKNOWN;
}

/* One line of it; what is wrong with it, or NULL. */
static const char *
take_line(struct journal *journal, const char *line, size_t len)
{
	json_t *value = len > COMITY_ANSWER_MAX ? NULL
						: json_loadb(line, len, 0, NULL);
	const char *why = value == NULL ? "no JSON" : summary_fault(value), *text;

	if (why == NULL) {
		text = value_text(value, "command");
		if (text == NULL || strcmp(text, journal->command) != 0)
			why = "an answer of another command";
	}
	if (why == NULL) {
		text = value_text(value, "uri");
		if (text == NULL)
			why = "an answer about no file";
		else if (!add_name(journal, text) ||
			 !tell_out(journal, value))
			journal->failed = true;
		journal->worst = comity_status_worse(
		    journal->worst, word_status(summary_word(value)));
	}
	json_decref(value);
	return why;
}

static int
refuse(const struct journal *journal, unsigned long line, const char *why,
    struct comity_report *report)
{
	struct comity_place place = { .file = journal->file, .line = line };

	return comity_status_worse(
	    COMITY_UNKNOWN, comity_report_add(report, COMITY_F_JOURNAL, &place,
				why, "answers of this command, one on a line"));
}

/* All whole lines of what came; the rest stays. */
static int
take_lines(struct journal *journal, struct comity_text *came,
    unsigned long *line, struct comity_report *report)
{
	const char *at = came->data, *end, *why;
	size_t left = came->len;

	while (left > 0 && (end = memchr(at, '\n', left)) != NULL) {
		why = take_line(journal, at, (size_t)(end - at));
		++*line;
		if (why != NULL)
			return refuse(journal, *line, why, report);
		journal->len += (size_t)(end - at) + 1;
		left -= (size_t)(end - at) + 1;
		at = end + 1;
	}
	memmove(came->data, at, left);
	came->len = left;
	return COMITY_OK;
}

static int
read_all(struct journal *journal, struct comity_report *report)
{
	struct comity_place place = { .file = journal->file };
	struct comity_text came = { 0 };
	unsigned long line = 0;
	char octets[65536];
	uint64_t at = 0;
	ssize_t got;
	int rc = COMITY_OK;

	while (rc == COMITY_OK) {
		got = pread(journal->fd, octets, sizeof(octets), (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			rc = comity_status_worse(COMITY_EIO,
			    comity_report_add(report, COMITY_F_UNREADABLE,
				&place, strerror(errno), NULL));
		if (got <= 0)
			break;
		at += (uint64_t)got;
		comity_text_add_bytes(&came, octets, (size_t)got);
		if (came.len > COMITY_ANSWER_MAX + sizeof(octets))
			rc = refuse(journal, line + 1, "no end of a line", report);
		else
			rc = came.failed
				 ? COMITY_ENOMEM
				 : take_lines(journal, &came, &line, report);
	}
	/* the rest was being written when the run before this one ended */
	if (rc == COMITY_OK && came.len > 0 &&
	    ftruncate(journal->fd, (off_t)journal->len) != 0)
		rc = comity_status_worse(COMITY_EIO,
		    comity_report_add(report, COMITY_F_UNWRITABLE, &place,
			strerror(errno), NULL));
	comity_text_clear(&came);
	return journal->failed ? COMITY_ENOMEM : rc;
}

/* In order, the same name once with its count. */
static void
sort(struct journal *journal)
{
	struct entry *entries = journal->entries;
	size_t i, kept = 0;

	if (journal->entry_count == 0)
		return;
	qsort(entries, journal->entry_count, sizeof(*entries), compare);
	for (i = 1; i < journal->entry_count; i++)
		if (strcmp(entries[kept].name, entries[i].name) == 0) {
			entries[kept].count++;
			free(entries[i].name);
		} else
			entries[++kept] = entries[i];
	journal->entry_count = kept + 1;
}

int
journal_open(int fd, const char *name, const char *command,
    journal_tell *tell, void *context, struct comity_report *report,
    struct journal **out, int *status)
{
	struct journal *journal = calloc(1, sizeof(*journal));
	int rc;

	*status = COMITY_OK;
	*out = journal;
	if (journal == NULL)
		return COMITY_ENOMEM;
	journal->fd = fd;
	journal->file = name;
	journal->command = command;
	journal->tell = tell;
	journal->context = context;
	rc = read_all(journal, report);
	sort(journal);
	*status = journal->worst;
	return rc;
}

bool
journal_takes(struct journal *journal, const char *name)
{
	json_t *uri = value_uri(name);
	struct entry want = { .name = (char *)json_string_value(uri) }, *found;
	bool takes;

	found = want.name == NULL || journal->entry_count == 0
		    ? NULL
		    : bsearch(&want, journal->entries, journal->entry_count,
			  sizeof(want), compare);
	takes = found != NULL && found->count > 0;
	if (takes) {
		found->count--;
		journal->taken++;
	}
	json_decref(uri);
	return takes;
}

size_t
journal_left(const struct journal *journal)
{
	return journal->answers - journal->taken;
}

bool
journal_add(
    struct journal *journal, const char *octets, size_t len, int64_t now)
{
	if (comity_file_write_all(journal->fd, octets, len) != 0) {
		/* half a line is no answer */
		if (ftruncate(journal->fd, (off_t)journal->len) != 0)
			journal->failed = true;
		return false;
	}
	journal->len += len;
	if (now - journal->synced < UNSYNCED_MAX)
		return true;
	journal->synced = now;
	return fdatasync(journal->fd) == 0;
}

bool
journal_close(struct journal *journal)
{
	bool done;
	size_t i;

	if (journal == NULL)
		return true;
	done = fsync(journal->fd) == 0;
	for (i = 0; i < journal->entry_count; i++)
		free(journal->entries[i].name);
	free(journal->entries);
	free(journal);
	return done;
}
