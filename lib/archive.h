/* SPDX-License-Identifier: Apache-2.0 */
/*
 * archive: the documents in a tar (plain, or packed with gzip, xz or zstd) or
 * a ZIP, one after the other; nothing is unpacked to disk, and the archive
 * may be larger than memory. What is a document is what would be one in a
 * folder (walk.h). A signature container (ASiC) is one document, no archive.
 */
#ifndef COMITY_ARCHIVE_H
#define COMITY_ARCHIVE_H

#include "report.h"

/* What octets begin with. */
enum comity_archive_kind {
	COMITY_ARCHIVE_NONE, /* a document, or nothing known */
	COMITY_ARCHIVE_TAR,
	COMITY_ARCHIVE_ZIP,
	COMITY_ARCHIVE_PACKED /* gzip, xz or zstd; of a tar, one hopes */
};
/* Octets that are enough to tell. */
#define COMITY_ARCHIVE_BEGIN 512
enum comity_archive_kind comity_archive_kind(
    const unsigned char *begin, size_t len);

/*
 * One document, or why there is none. All borrowed, until the taker returns.
 * Trouble is told as a finding would be: "no answer" to that name, or about
 * the archive as a whole, whose further members are then not known.
 */
struct comity_member {
	const char *name; /* "a.tar!/b/c.xml", for display; of the archive,
		if the trouble is with the whole */
	const unsigned char *bytes; /* NULL: there is trouble */
	size_t len;
	int trouble; /* enum comity_finding_id; -1 none */
	const char *found; /* what of it; NULL nothing to say */
};
/* COMITY_OK: go on; all else stops, and is what the walk returns. */
typedef int comity_member_taker(
    void *context, const struct comity_member *member);

struct comity_archive;
/*
 * What reads archives. Make it before a sandbox closes: names beyond ASCII
 * come by way of a locale, which is a file.
 * COMITY_OK; COMITY_ENOMEM.
 */
int comity_archive_new(struct comity_archive **out);
void comity_archive_free(struct comity_archive *archive);

/*
 * Hand each document to `take`, in the archive's order.
 * fd    borrowed; where the archive begins. A ZIP in a file that can be wound
 *       is read by its directory, one in a pipe as it comes.
 * name  borrowed; of the archive.
 *
 * A member without a usable name, a link or device, an encrypted or damaged
 * one, the second of one name, one above COMITY_SOURCE_MAX is trouble, and the
 * walk goes on. An archive that is cut, damaged, a bomb, holds above
 * COMITY_MEMBERS_MAX, or that has octets behind its end, is trouble as a whole
 * after what could be read.
 *
 * Returns COMITY_OK: all of it was read; COMITY_UNKNOWN: there was trouble
 * with the whole; what `take` returned; COMITY_ENOMEM.
 */
int comity_archive_walk(struct comity_archive *archive, int fd,
    const char *name, comity_member_taker *take, void *context);
/* Of the last walk: members that are no documents by their name or kind. */
size_t comity_archive_passed(const struct comity_archive *archive);

/*
 * Documents that come one after the other: an archive, known by how it
 * begins; a signature container alone; else documents in UTF-8 with a zero
 * octet behind each (behind the last it may be missing), named "name!/1" on.
 * A document in UTF-16 holds such octets: trouble with the whole.
 * All else as above.
 */
int comity_stream_walk(struct comity_archive *archive, int fd, const char *name,
    comity_member_taker *take, void *context);

#endif
