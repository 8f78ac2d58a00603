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

/* A file beside the place that it will take. */
struct comity_file_beside {
	int at; /* the open folder of both, or AT_FDCWD: borrowed */
	int fd; /* -1: closed */
	char *name; /* NULL: it is none any more */
};

/*
 * Write one, in steps. begin: nothing is left where it fails. Between begin
 * and close the caller has it synced; take_place: path as in begin. Each
 * returns 0, or -1 and errno (begin: or content->rc), and after begin came to
 * its end drop is called, whatever came of the rest: what has not taken its
 * place is gone then.
 */
int comity_file_beside_begin(int at, const char *path, const struct stat *old,
    struct comity_file_content *content, struct comity_file_beside *beside);
int comity_file_beside_close(struct comity_file_beside *beside);
int comity_file_beside_take_place(
    struct comity_file_beside *beside, const char *path);
void comity_file_beside_drop(struct comity_file_beside *beside);
/*
 * Write beside path, sync, rename.
 * at   an open folder that path is relative to, or AT_FDCWD.
 * old  the regular file that is replaced; NULL: none is there.
 * Returns 0; COMITY_FILE_UNSYNCED and errno; -1 and errno, or content->rc.
 */
int comity_file_write_beside(int at, const char *path, const struct stat *old,
    struct comity_file_content *content);
/*
 * The folder that path lies in, below root, made where it is absent, open;
 * -1 and *why (a constant).
 * path  untrusted; cut into its steps. *name its last.
 */
int comity_file_descend(
    const char *root, char *path, char **name, const char **why);
/* What stands in that place and will be replaced: *old, or *exists false.
 * False and *why: it can not be. */
bool comity_file_may_replace(
    int at, const char *name, struct stat *old, bool *exists, const char **why);
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
