/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file-group: files below one folder that are written together, so that the
 * disk is waited for once and not once for each. What is said of each is what
 * comity_file_write_below() would have said: after a yes it is whole, in its
 * place, and outlasts a power cut.
 */
#ifndef COMITY_FILE_GROUP_H
#define COMITY_FILE_GROUP_H

#include "report.h"

#include <stdbool.h>
#include <stddef.h>

/* Files of one group: two descriptors each, of the 1024 that a process may
 * have. */
#define COMITY_FILE_GROUP_MAX 64

struct comity_file_group;

/* What became of one file. */
struct comity_file_done {
	int status; /* COMITY_OK or COMITY_EIO */
	enum comity_finding_id id; /* with COMITY_EIO */
	const char *why; /* a constant; NULL with COMITY_OK */
};

/* root: any path; it may be a link, being the caller's own word. NULL: no
 * memory. */
struct comity_file_group *comity_file_group_new(const char *root);
/* What was added and not committed leaves no trace. */
void comity_file_group_free(struct comity_file_group *group);
/*
 * Write one beside its place. What is wrong is said when all are committed.
 * path  below root; untrusted.
 * goes_with_last  neither this nor the one before it is written without the
 *       other, unless the disk gives up between both: that one is first.
 * False: there are as many as there may be.
 */
bool comity_file_group_add(struct comity_file_group *group, const char *path,
    const void *bytes, size_t len, bool goes_with_last);
/* Add one whose octets can not be had; why: a constant. Returns as above. */
bool comity_file_group_add_none(
    struct comity_file_group *group, const char *why, bool goes_with_last);
/* Bring them to the disk, then each to its place, in order. Once the disk
 * itself gives up (comity_file_is_hopeless) none behind it is written. */
void comity_file_group_commit(struct comity_file_group *group);
/* Of what was added, in that order. */
size_t comity_file_group_count(const struct comity_file_group *group);
struct comity_file_done comity_file_group_at(
    const struct comity_file_group *group, size_t i);
/* Begin anew; what was not committed leaves no trace. */
void comity_file_group_clear(struct comity_file_group *group);

#endif
