/* SPDX-License-Identifier: Apache-2.0 */
/* archive-stream: which kind of octets come, and documents between zeros. */
#include "archive-private.h"
#include "limit.h"

#include <stdio.h>
#include <string.h>

#define BLOCK 65536u

static int
tell_whole(struct comity_archive *archive, enum comity_finding_id trouble,
    const char *found)
{
	int rc = comity_archive_tell(archive, NULL, trouble, found);

	return rc == COMITY_OK ? COMITY_UNKNOWN : rc;
}

static void
begin(struct comity_archive *archive, struct comity_octets *octets, int fd,
    const char *name, comity_member_taker *take, void *context)
{
	archive->name = name;
	archive->take = take;
	archive->context = context;
	archive->count = archive->passed = 0;
	comity_names_clear(&archive->names);
	comity_octets_begin(octets, fd);
}

int
comity_archive_walk(struct comity_archive *archive, int fd, const char *name,
    comity_member_taker *take, void *context)
{
	struct comity_octets octets;
	enum comity_archive_kind kind;

	begin(archive, &octets, fd, name, take, context);
	kind = comity_archive_kind(octets.begin, octets.begin_len);
	if (kind != COMITY_ARCHIVE_NONE)
		return comity_archive_run(archive, &octets, kind);
	if (octets.error != 0)
		return tell_whole(
		    archive, COMITY_F_UNREADABLE, strerror(octets.error));
	return tell_whole(archive, COMITY_F_ARCHIVE_UNKNOWN, NULL);
}

static int
give(struct comity_archive *archive, size_t len)
{
	char name[24];

	snprintf(name, sizeof(name), "%zu", ++archive->count);
	if (len > COMITY_SOURCE_MAX)
		return comity_archive_tell(
		    archive, name, COMITY_F_TOO_LARGE, NULL);
	return comity_archive_give(archive, name, len);
}

/* Add to the document at hand; of one that is too large only that it is. */
static int
keep(struct comity_archive *archive, size_t *len, const unsigned char *bytes,
    size_t more)
{
	if (*len > COMITY_SOURCE_MAX)
		return COMITY_OK;
	if (more > COMITY_SOURCE_MAX - *len)
		more = COMITY_SOURCE_MAX - *len + 1;
	if (comity_archive_grow(archive, *len + more) != COMITY_OK)
		return COMITY_ENOMEM;
	if (more > 0)
		memcpy(archive->bytes + *len, bytes, more);
	*len += more;
	return COMITY_OK;
}

/* Each zero ends a document, if there are several. */
static int
split(struct comity_archive *archive, bool several, const unsigned char *bytes,
    size_t count, size_t *len)
{
	const unsigned char *end;
	size_t part;
	int rc = COMITY_OK;

	while (rc == COMITY_OK && count > 0) {
		end = several ? memchr(bytes, 0, count) : NULL;
		part = end == NULL ? count : (size_t)(end - bytes);
		rc = keep(archive, len, bytes, part);
		if (rc != COMITY_OK || end == NULL)
			return rc;
		rc = give(archive, *len);
		*len = 0;
		bytes += part + 1;
		count -= part + 1;
	}
	return rc;
}

/* XML 1.0 appendix F.1: with or without its mark. */
static bool
is_utf16(const unsigned char *begin, size_t len)
{
	if (len < 4)
		return false;
	return memcmp(begin, "\xff\xfe", 2) == 0 ||
	       memcmp(begin, "\xfe\xff", 2) == 0 ||
	       (begin[0] == '<' && begin[1] == 0 && begin[3] == 0) ||
	       (begin[0] == 0 && begin[1] == '<' && begin[2] == 0);
}

static int
walk_documents(struct comity_archive *archive, struct comity_octets *octets)
{
	bool several =
	    octets->begin_len < 4 || memcmp(octets->begin, "PK\3\4", 4) != 0;
	unsigned char block[BLOCK];
	int rc = COMITY_OK;
	size_t len = 0;
	ssize_t n = 1;

	while (rc == COMITY_OK && n > 0) {
		n = comity_octets_read(octets, block, sizeof(block));
		if (n > 0)
			rc = split(archive, several, block, (size_t)n, &len);
	}
	if (rc == COMITY_OK && n < 0)
		rc = tell_whole(
		    archive, COMITY_F_UNREADABLE, strerror(octets->error));
	else if (rc == COMITY_OK && len > 0)
		rc = give(archive, len);
	return rc;
}

int
comity_stream_walk(struct comity_archive *archive, int fd, const char *name,
    comity_member_taker *take, void *context)
{
	struct comity_octets octets;
	enum comity_archive_kind kind;

	begin(archive, &octets, fd, name, take, context);
	kind = comity_archive_kind(octets.begin, octets.begin_len);
	if (kind != COMITY_ARCHIVE_NONE)
		return comity_archive_run(archive, &octets, kind);
	if (!is_utf16(octets.begin, octets.begin_len))
		return walk_documents(archive, &octets);
	return tell_whole(archive, COMITY_F_STREAM_UTF16, NULL);
}
