/* SPDX-License-Identifier: Apache-2.0 */
/* archive-kit: archives that tests make, and what a walk gave, as one line. */
#ifndef COMITY_TEST_ARCHIVE_KIT_H
#define COMITY_TEST_ARCHIVE_KIT_H

#include "archive.h"
#include "suite.h"
#include "text.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/* --- what comes of a walk: "name=length" and "name:finding", by blanks -- */
static inline int
note(void *context, const struct comity_member *member)
{
	struct comity_text *text = context;

	if (member->trouble < 0)
		comity_text_addf(text, "%s=%zu ", member->name, member->len);
	else
		comity_text_addf(text, "%s:%s ", member->name,
		    comity_finding_row_at((size_t)member->trouble)->id);
	if (member->trouble < 0 && member->len > 0 && member->bytes[0] != '<' &&
	    member->bytes[0] != 'P')
		comity_text_add(text, "(other octets) ");
	return COMITY_OK;
}

typedef int walker(
    struct comity_archive *, int, const char *, comity_member_taker *, void *);

/* The notes of a walk; its answer in *rc, unless NULL. */
static inline char *
walk_of(walker *walk, int fd, int *rc, size_t *passed)
{
	struct comity_archive *archive = NULL;
	struct comity_text text = { 0 };
	int got;

	ck_assert_int_eq(comity_archive_new(&archive), COMITY_OK);
	got = walk(archive, fd, "in", note, &text);
	if (rc != NULL)
		*rc = got;
	if (passed != NULL)
		*passed = comity_archive_passed(archive);
	comity_archive_free(archive);
	ck_assert(!text.failed);
	if (text.len > 0)
		text.data[text.len - 1] = '\0';
	return text.data != NULL ? comity_text_take(&text) : strdup("");
}

static inline void
expect(const char *why, walker *walk, int fd, int rc, const char *notes)
{
	int got;
	char *text = walk_of(walk, fd, &got, NULL);

	ck_assert_msg(got == rc && strcmp(text, notes) == 0,
	    "%s: %d, \"%s\", wanted %d, \"%s\"", why, got, text, rc, notes);
	free(text);
	close(fd);
}

/* --- making archives --------------------------------------------------- */
static inline int
file_of(const void *bytes, size_t len)
{
	int fd = memfd_create("archive", 0);

	ck_assert(write(fd, bytes, len) == (ssize_t)len);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* The same from a pipe, which can not be wound. */
static inline int
pipe_of(const void *bytes, size_t len)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
	ck_assert(write(ends[1], bytes, len) == (ssize_t)len);
	close(ends[1]);
	return ends[0];
}

static inline struct archive *
pack(const char *format, const char *filter, const char *options, int fd)
{
	struct archive *archive = archive_write_new();

	ck_assert_int_eq(
	    archive_write_set_format_by_name(archive, format), ARCHIVE_OK);
	if (filter != NULL)
		ck_assert_int_eq(
		    archive_write_add_filter_by_name(archive, filter),
		    ARCHIVE_OK);
	if (options != NULL)
		ck_assert_int_eq(
		    archive_write_set_options(archive, options), ARCHIVE_OK);
	archive_write_set_bytes_per_block(archive, 512);
	ck_assert_int_eq(archive_write_open_fd(archive, fd), ARCHIVE_OK);
	return archive;
}

static inline void
add(struct archive *archive, const char *name, int type, const char *link,
    const void *bytes, size_t len)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, (unsigned)type);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)len);
	if (link != NULL && type == AE_IFLNK)
		archive_entry_set_symlink(entry, link);
	else if (link != NULL)
		archive_entry_set_hardlink(entry, link);
	/* a name beyond ASCII is one with a warning: no locale here */
	ck_assert_int_ge(archive_write_header(archive, entry), ARCHIVE_WARN);
	if (len > 0)
		ck_assert(
		    archive_write_data(archive, bytes, len) == (la_ssize_t)len);
	archive_entry_free(entry);
}

static inline void
add_text(struct archive *archive, const char *name, const char *text)
{
	add(archive, name, AE_IFREG, NULL, text, strlen(text));
}

static inline int
packed(struct archive *archive, int fd)
{
	ck_assert_int_eq(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

#endif
