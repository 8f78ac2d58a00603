/* SPDX-License-Identifier: Apache-2.0 */
/* file, inside: what writing a file shares with writing one below a folder. */
#ifndef COMITY_FILE_PRIVATE_H
#define COMITY_FILE_PRIVATE_H

#include "file.h"

#include <sys/stat.h>

/* The new file is in its place, and may not last. */
#define COMITY_FILE_UNSYNCED 1

/* What is to be written: whole, or piece by piece. */
struct comity_file_content {
	const void *bytes; /* if next is NULL */
	size_t len;
	comity_file_next *next;
	void *context;
	int rc; /* what next said, if it was no yes */
};

/*
 * Write beside path, sync, rename.
 * at   an open folder that path is relative to, or AT_FDCWD.
 * old  the regular file that is replaced; NULL: none is there.
 * Returns 0; COMITY_FILE_UNSYNCED and errno; -1 and errno, or content->rc.
 */
int comity_file_write_beside(int at, const char *path, const struct stat *old,
    struct comity_file_content *content);
/* Have another process write it: path, or, if below is not NULL, that below
 * its folder; path is then for the finding. */
int comity_file_write_by_door(const char *path, const char *below,
    struct comity_file_content *content, struct comity_report *report);
/* As comity_file_sync_folder(), of a folder by its own name. */
int comity_file_sync_folder_at(int at, const char *folder);
/* Add a finding about path: COMITY_EIO, or COMITY_ENOMEM. */
int comity_file_fail(struct comity_report *report, enum comity_finding_id id,
    const char *path, const char *why);

#endif
