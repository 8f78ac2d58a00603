/* SPDX-License-Identifier: Apache-2.0 */
/* archive, private: the octets below the format, and names seen. */
#ifndef COMITY_ARCHIVE_PRIVATE_H
#define COMITY_ARCHIVE_PRIVATE_H

#include "archive.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct archive;

/* A descriptor whose first octets were looked at, and come again. */
struct comity_octets {
	int fd;
	off_t start; /* where it stood; -1: it can not be wound */
	unsigned char begin[COMITY_ARCHIVE_BEGIN];
	size_t begin_len, begin_at;
	uint64_t in; /* read so far */
	int error; /* errno of a read that failed; 0 */
};
void comity_octets_begin(struct comity_octets *octets, int fd);
/* As read(2), without EINTR. */
ssize_t comity_octets_read(
    struct comity_octets *octets, void *room, size_t len);

/* The octets of a tar or ZIP as libarchive is to see them: unpacked. */
struct comity_plain {
	struct comity_octets *octets;
	struct archive *packed; /* what unpacks; NULL: nothing does */
	unsigned char *room;
	uint64_t out; /* given so far */
	uint64_t last; /* of these, up to the last that is not zero */
	bool bomb, ended;
};
/* COMITY_OK; COMITY_ENOMEM; COMITY_REFUSED: it is packed in a way that is not
 * read. */
int comity_plain_open(struct comity_plain *plain, struct comity_octets *octets,
    enum comity_archive_kind kind);
void comity_plain_close(struct comity_plain *plain);
/* For archive_read_set_read_callback(), data: a struct comity_plain. */
ssize_t comity_plain_read(
    struct archive *archive, void *data, const void **block);
/* For archive_read_set_seek_callback(). */
int64_t comity_plain_seek(
    struct archive *archive, void *data, int64_t offset, int whence);
/* Read to the end, or as far as an archive is filled up with zeros. false: it
 * could not be read, or is a bomb. */
bool comity_plain_drain(struct comity_plain *plain);

/* Names that were seen, by the first octets of their digests. */
struct comity_names {
	uint64_t *slots;
	size_t count, room; /* a power of two; 0 none yet */
};
/* COMITY_OK: new; COMITY_REFUSED: seen before; COMITY_ENOMEM. */
int comity_names_add(struct comity_names *names, const char *name);
void comity_names_clear(struct comity_names *names);

/* What walks have in common. */
struct comity_archive {
	void *locale; /* a locale_t in UTF-8; NULL none */
	const char *name;
	comity_member_taker *take;
	void *context;
	struct comity_names names;
	size_t count, passed; /* members; of them no documents */
	unsigned char *bytes; /* of the member at hand */
	size_t room;
};
/* Room for len octets of a member. COMITY_OK; COMITY_ENOMEM. */
int comity_archive_grow(struct comity_archive *archive, size_t len);
/* Give a member's octets; member: its name in the archive. */
int comity_archive_give(
    struct comity_archive *archive, const char *member, size_t len);
/* Tell of trouble; member NULL: of the whole. */
int comity_archive_tell(struct comity_archive *archive, const char *member,
    enum comity_finding_id trouble, const char *found);
/* The walk of an archive whose beginning is there. */
int comity_archive_run(struct comity_archive *archive,
    struct comity_octets *octets, enum comity_archive_kind kind);

#endif
