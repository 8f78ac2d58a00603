/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file: the one place of the library that opens files. Loading calls it
 * first; judging never does.
 */
#ifndef COMITY_FILE_H
#define COMITY_FILE_H

#include "source.h"

#include <stdbool.h>

/*
 * Read a whole file ("-" is standard input) of at most max bytes.
 * Returns COMITY_OK; COMITY_REFUSED (empty, too large) or COMITY_EIO
 * (missing, a directory, no permission), each with one finding;
 * COMITY_ENOMEM.
 */
int comity_file_read(const char *path, size_t max, struct comity_report *report,
    struct comity_source **out);

/*
 * The two halves of reading, for two processes: one opens, the other reads.
 * name  the file's, or "-".
 * comity_file_open returns a descriptor, owned by the caller, or -1 and errno;
 * comity_file_take as comity_file_read() does; fd stays the caller's.
 */
int comity_file_open(const char *name);
int comity_file_take(int fd, const char *name, size_t max,
    struct comity_report *report, struct comity_source **out);

/* The first octets of a file, less than `room`, and a NUL. Whether there were
 * any to read. */
bool comity_file_begin(const char *path, char *octets, size_t room);

/*
 * Open a file to which answers are appended, and which may hold some; made if
 * it is absent. Nobody else may have it open in this way.
 * fd  owned by the caller on COMITY_OK; COMITY_EIO with one finding.
 */
int comity_file_journal(
    const char *path, struct comity_report *report, int *fd);

/*
 * Write a whole file: beside it (O_EXCL), synced and renamed where path is
 * absent or a regular file, whose mode is kept; anything else that exists (a
 * device, a pipe) is opened and written as it is; "-" is standard output.
 * Where this process may open nothing (door.h), the one that may writes it.
 * Returns COMITY_OK; or COMITY_EIO with one finding and no partial file: what
 * was there, or, if only the folder could not be synced, the new file;
 * COMITY_ENOMEM; COMITY_EINTERNAL: the process that may open files is gone.
 */
int comity_file_write(const char *path, const void *bytes, size_t len,
    struct comity_report *report);

/*
 * The next piece of what is to be written; len 0 at its end. *bytes stay the
 * giver's, until the next call. Returns COMITY_OK, or why there is none.
 */
typedef int comity_file_next(void *context, const void **bytes, size_t *len);

/* The same for what is too large to be held: piece by piece, whole or not at
 * all. Returns also what next() returned, if that was not COMITY_OK. */
int comity_file_write_pieces(const char *path, comity_file_next *next,
    void *context, struct comity_report *report);

/* A file in memory with these octets, for another process: a descriptor, or -1
 * and errno. */
int comity_file_in_memory(const void *bytes, size_t len);

/* Whether what stood in the way of a file (what was found, by a finding on it)
 * stands in the way of all others: a full disk, one that can only be read. */
bool comity_file_is_hopeless(const char *why);

/* write(), through signals, until all of it is written. 0, or -1 and errno. */
int comity_file_write_all(int fd, const void *bytes, size_t len);
/* fsync(), through signals. 0, or -1 and errno. */
int comity_file_sync(int fd);
/* Make a rename to path last through a power cut, by its folder. One that may
 * be written and not read, or whose file system syncs no folders, is left to
 * it. Returns as above. */
int comity_file_sync_folder(const char *path);

/* Names tried beside a file before giving up: each was left by a run that was
 * killed and had the same process number. */
#define COMITY_BESIDE_MAX 99

#endif
