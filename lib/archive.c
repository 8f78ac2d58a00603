/* SPDX-License-Identifier: Apache-2.0 */
#include "archive-private.h"
#include "limit.h"
#include "text.h"
#include "walk.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What one walk holds. */
struct walking {
	struct comity_archive *archive;
	struct comity_octets *octets;
	struct comity_plain plain;
	struct archive *inner; /* what knows the format */
	enum comity_archive_kind kind;
	bool wound; /* a ZIP that is read by its directory */
	unsigned again; /* how often it was begun again */
	uint64_t out, len; /* of documents; of the ZIP, 0 not known */
	bool told; /* trouble with the whole */
};

int
comity_archive_new(struct comity_archive **out)
{
	*out = calloc(1, sizeof(**out));
	if (*out == NULL)
		return COMITY_ENOMEM;
	/* libarchive gives names by way of the thread's locale; without this
	 * one, members with names beyond ASCII are trouble, each */
	(*out)->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return COMITY_OK;
}

void
comity_archive_free(struct comity_archive *archive)
{
	if (archive == NULL)
		return;
	if (archive->locale != NULL)
		freelocale(archive->locale);
	comity_names_clear(&archive->names);
	free(archive->bytes);
	free(archive);
}

size_t
comity_archive_passed(const struct comity_archive *archive)
{
	return archive->passed;
}

int
comity_archive_grow(struct comity_archive *archive, size_t len)
{
	size_t room = archive->room == 0 ? 16384 : archive->room;
	unsigned char *more;

	while (room < len)
		room *= 2;
	if (room == archive->room)
		return COMITY_OK;
	if ((more = realloc(archive->bytes, room)) == NULL)
		return COMITY_ENOMEM;
	archive->bytes = more;
	archive->room = room;
	return COMITY_OK;
}

static int
hand(struct comity_archive *archive, const char *name,
    struct comity_member *member)
{
	char *joined = name == NULL
			   ? comity_text_copy(archive->name)
			   : comity_text_format("%s!/%s", archive->name, name);
	char *shown = comity_text_escape(
	    joined, strlen(archive->name) + 4 * COMITY_NAME_MAX);
	int rc = COMITY_ENOMEM;

	if (shown != NULL) {
		member->name = shown;
		rc = archive->take(archive->context, member);
	}
	free(joined);
	free(shown);
	return rc;
}

int
comity_archive_give(
    struct comity_archive *archive, const char *name, size_t len)
{
	struct comity_member member = {
		.bytes = archive->bytes,
		.len = len,
		.trouble = -1,
	};

	return hand(archive, name, &member);
}

int
comity_archive_tell(struct comity_archive *archive, const char *name,
    enum comity_finding_id trouble, const char *found)
{
	struct comity_member member = {
		.trouble = (int)trouble,
		.found = found,
	};

	return hand(archive, name, &member);
}

/* Trouble with the whole, said once. */
static int
tell_whole(
    struct walking *walking, enum comity_finding_id trouble, const char *found)
{
	int rc;

	if (walking->told)
		return COMITY_UNKNOWN;
	walking->told = true;
	rc = comity_archive_tell(walking->archive, NULL, trouble, found);
	return rc == COMITY_OK ? COMITY_UNKNOWN : rc;
}

/* Why what is packed can not be read on. */
static int
tell_packed_end(struct walking *walking)
{
	const char *why = archive_error_string(walking->plain.packed);

	if (archive_errno(walking->plain.packed) == ENOMEM)
		return COMITY_ENOMEM;
	/* "truncated input": the one word that its readers have in common */
	return tell_whole(walking,
	    strstr(why, "runcated") != NULL ? COMITY_F_ARCHIVE_CUT
					    : COMITY_F_ARCHIVE_DAMAGED,
	    why);
}

/* Why it can not be read on. */
static int
tell_end(struct walking *walking)
{
	const struct comity_plain *plain = &walking->plain;
	bool known = archive_format(walking->inner) != 0;

	if (archive_errno(walking->inner) == ENOMEM)
		return COMITY_ENOMEM;
	if (walking->octets->error != 0)
		return tell_whole(walking, COMITY_F_UNREADABLE,
		    strerror(walking->octets->error));
	if (plain->bomb)
		return tell_whole(walking, COMITY_F_ARCHIVE_BOMB, NULL);
	if (plain->packed != NULL &&
	    archive_error_string(plain->packed) != NULL)
		return tell_packed_end(walking);
	if (plain->packed != NULL && !known)
		return tell_whole(walking, COMITY_F_ARCHIVE_UNKNOWN, NULL);
	/* a ZIP that is cut has no directory: it is at its end */
	if (walking->wound ? !known : plain->ended)
		return tell_whole(walking, COMITY_F_ARCHIVE_CUT, NULL);
	return tell_whole(walking, COMITY_F_ARCHIVE_DAMAGED, NULL);
}

static const char *
next_step(const char *step)
{
	const char *slash = strchr(step, '/');

	return slash == NULL ? NULL : slash + 1;
}

/* "." or "..", up to a slash or the end. */
static bool
is_dots(const char *step)
{
	size_t len = strcspn(step, "/");

	return len > 0 && len <= 2 && strspn(step, ".") >= len;
}

/* A relative path that stays in its folder; it is only ever shown. */
static bool
is_inside(const char *name)
{
	const char *step = name;

	if (name[0] == '\0' || name[0] == '/' || strchr(name, '\\') != NULL ||
	    strlen(name) > COMITY_NAME_MAX)
		return false;
	for (; step != NULL; step = next_step(step))
		if (is_dots(step))
			return false;
	return true;
}

/* As in a folder: by its ending, and nothing below a dot. */
static bool
is_document(const char *name)
{
	const char *step = name;

	for (; step != NULL; step = next_step(step))
		if (step[0] == '.' && !is_dots(step))
			return false;
	return comity_walk_is_document(name);
}

static const char *
name_of(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);

	while (name != NULL && name[0] == '.' && name[1] == '/')
		name += 2;
	return name;
}

/* More than a ZIP's member may unpack to; block by block is how it is read. */
static bool
is_bomb(const struct walking *walking, size_t len, uint64_t in)
{
	return walking->kind == COMITY_ARCHIVE_ZIP &&
	       len > COMITY_CONTAINER_FREE &&
	       len / COMITY_CONTAINER_RATIO_MAX >
		   walking->octets->in - in + 65536;
}

/* Begin a ZIP again, behind the members that were seen. */
static int open_inner(struct walking *walking);
static int next_header(struct walking *walking, struct archive_entry **entry);

static int
begin_again(struct walking *walking)
{
	struct comity_octets *octets = walking->octets;
	struct archive_entry *entry;
	size_t i;
	int rc;

	if (!walking->wound || walking->octets->error != 0 ||
	    ++walking->again > COMITY_MEMBERS_DAMAGED_MAX ||
	    lseek(octets->fd, octets->start, SEEK_SET) != octets->start)
		return tell_end(walking);
	archive_read_free(walking->inner);
	comity_plain_close(&walking->plain);
	comity_octets_begin(octets, octets->fd);
	rc = open_inner(walking);
	for (i = 0; rc == COMITY_OK && i < walking->archive->count; i++)
		if (next_header(walking, &entry) < ARCHIVE_WARN)
			rc = tell_end(walking);
	return rc;
}

/* The octets of the member at hand. */
static int
read_member(struct walking *walking, const char *name)
{
	struct comity_archive *archive = walking->archive;
	uint64_t in = walking->octets->in;
	la_ssize_t got = 1;
	size_t len = 0;
	int rc;

	while (got > 0) {
		if (len > COMITY_SOURCE_MAX)
			return comity_archive_tell(
			    archive, name, COMITY_F_TOO_LARGE, NULL);
		if (is_bomb(walking, len, in))
			return comity_archive_tell(
			    archive, name, COMITY_F_MEMBER_BOMB, NULL);
		if (comity_archive_grow(archive, len + 1) != COMITY_OK)
			return COMITY_ENOMEM;
		got = archive_read_data(
		    walking->inner, archive->bytes + len, archive->room - len);
		if (got == ARCHIVE_RETRY)
			got = 1;
		else if (got > 0)
			len += (size_t)got;
	}
	if (got == 0) {
		walking->out += len;
		return comity_archive_give(archive, name, len);
	}
	if (archive_errno(walking->inner) == ENOMEM)
		return COMITY_ENOMEM;
	rc = comity_archive_tell(archive, name, COMITY_F_MEMBER_DAMAGED, NULL);
	return rc == COMITY_OK && got == ARCHIVE_FATAL ? begin_again(walking)
						       : rc;
}

static int
take_member(struct walking *walking, struct archive_entry *entry)
{
	struct comity_archive *archive = walking->archive;
	const char *name = name_of(entry);
	char ordinal[24];

	snprintf(ordinal, sizeof(ordinal), "#%zu", archive->count);
	if (archive_entry_filetype(entry) == AE_IFDIR)
		return COMITY_OK;
	if (name != NULL && !is_document(name)) {
		archive->passed++;
		return COMITY_OK;
	}
	if (name == NULL || !is_inside(name))
		return comity_archive_tell(
		    archive, ordinal, COMITY_F_MEMBER_NAME, name);
	if (archive_entry_filetype(entry) != AE_IFREG ||
	    archive_entry_hardlink(entry) != NULL)
		return comity_archive_tell(archive, name, COMITY_F_MEMBER_LINK,
		    archive_entry_hardlink(entry));
	switch (comity_names_add(&archive->names, name)) {
	case COMITY_OK:
		break;
	case COMITY_REFUSED:
		return comity_archive_tell(
		    archive, name, COMITY_F_MEMBER_TWIN, NULL);
	default:
		return COMITY_ENOMEM;
	}
	if (archive_entry_is_encrypted(entry))
		return comity_archive_tell(
		    archive, name, COMITY_F_MEMBER_ENCRYPTED, NULL);
	if (archive_entry_size_is_set(entry) &&
	    archive_entry_size(entry) > (la_int64_t)COMITY_SOURCE_MAX)
		return comity_archive_tell(
		    archive, name, COMITY_F_TOO_LARGE, NULL);
	return read_member(walking, name);
}

/* Whether a ZIP can be wound, so that its directory is what counts, and how
 * long it is. false: that can not be found out. */
static bool
measure(struct walking *walking)
{
	struct comity_octets *octets = walking->octets;
	off_t end;

	if ((walking->wound = octets->start >= 0) == false)
		return true;
	end = lseek(octets->fd, 0, SEEK_END);
	walking->len = (uint64_t)(end - octets->start);
	return end >= octets->start &&
	       lseek(octets->fd, octets->start + (off_t)octets->begin_len,
		   SEEK_SET) >= 0;
}

static int
open_inner(struct walking *walking)
{
	struct archive *inner = archive_read_new();
	bool zip = walking->kind == COMITY_ARCHIVE_ZIP;
	int rc =
	    comity_plain_open(&walking->plain, walking->octets, walking->kind);

	walking->inner = inner;
	if (inner == NULL || rc == COMITY_ENOMEM)
		return COMITY_ENOMEM;
	if (rc != COMITY_OK)
		return tell_whole(walking, COMITY_F_ARCHIVE_UNKNOWN, NULL);
	if (zip && !measure(walking))
		return tell_end(walking);
	if (walking->wound)
		rc = archive_read_support_format_zip_seekable(inner);
	else if (zip)
		rc = archive_read_support_format_zip_streamable(inner);
	else
		rc = archive_read_support_format_tar(inner);
	if (rc != ARCHIVE_OK ||
	    archive_read_set_read_callback(inner, comity_plain_read) !=
		ARCHIVE_OK ||
	    (walking->wound && archive_read_set_seek_callback(
				   inner, comity_plain_seek) != ARCHIVE_OK) ||
	    archive_read_set_callback_data(inner, &walking->plain) !=
		ARCHIVE_OK)
		return COMITY_ENOMEM;
	if (archive_read_open1(inner) != ARCHIVE_OK)
		return tell_whole(walking,
		    zip ? COMITY_F_ARCHIVE_CUT : COMITY_F_ARCHIVE_UNKNOWN,
		    NULL);
	return COMITY_OK;
}

static int
next_header(struct walking *walking, struct archive_entry **entry)
{
	locale_t before = (locale_t)0;
	int rc;

	if (walking->archive->locale != NULL)
		before = uselocale(walking->archive->locale);
	rc = archive_read_next_header(walking->inner, entry);
	if (before != (locale_t)0)
		(void)uselocale(before);
	return rc;
}

/* Behind the end there are zeros: what else stands there was meant to be
 * read, and is not. */
static int
check_end(struct walking *walking)
{
	if (walking->kind == COMITY_ARCHIVE_ZIP)
		return COMITY_OK;
	if (!comity_plain_drain(&walking->plain))
		return tell_end(walking);
	if (walking->plain.last >
	    (uint64_t)archive_filter_bytes(walking->inner, 0))
		return tell_whole(walking, COMITY_F_ARCHIVE_BEHIND, NULL);
	return COMITY_OK;
}

static int
walk_members(struct walking *walking)
{
	struct archive_entry *entry;
	int got, rc = COMITY_OK;

	while (rc == COMITY_OK) {
		got = next_header(walking, &entry);
		if (got == ARCHIVE_EOF)
			return check_end(walking);
		/* a header that is wrong: what comes next may be anything */
		if (got < ARCHIVE_WARN)
			return tell_end(walking);
		if (++walking->archive->count > COMITY_MEMBERS_MAX)
			return tell_whole(walking, COMITY_F_ARCHIVE_MANY, NULL);
		/* members that lie in each other */
		if (walking->wound && walking->out > COMITY_ARCHIVE_FREE &&
		    walking->out / COMITY_ARCHIVE_RATIO_MAX > walking->len)
			return tell_whole(walking, COMITY_F_ARCHIVE_BOMB, NULL);
		rc = take_member(walking, entry);
	}
	return rc;
}

int
comity_archive_run(struct comity_archive *archive, struct comity_octets *octets,
    enum comity_archive_kind kind)
{
	struct walking walking = {
		.archive = archive,
		.octets = octets,
		.kind = kind,
	};
	int rc;

	/* an empty ZIP is its directory's end only; libarchive knows none */
	if (kind == COMITY_ARCHIVE_ZIP && octets->begin[2] == 5)
		return COMITY_OK;
	rc = open_inner(&walking);
	if (rc == COMITY_OK)
		rc = walk_members(&walking);
	archive_read_free(walking.inner);
	comity_plain_close(&walking.plain);
	return rc;
}
