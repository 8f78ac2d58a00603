/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file-below: files below one folder, at places whose names came from
 * outside. Whatever the name and whatever stands there, nothing outside of the
 * folder is written: a name with another step than a plain one is refused, and
 * no link below the folder is followed.
 */
#ifndef COMITY_FILE_BELOW_H
#define COMITY_FILE_BELOW_H

#include "report.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether each step of a path is plain: not empty, not "." and not "..". */
bool comity_file_is_below(const char *path);

/* Whether what stands at a path is the very file that is open. */
bool comity_file_is_open_at(int fd, const char *path);

/*
 * Write a whole file below a folder as comity_file_write() writes one, and
 * make the folders on the way, the first one too.
 * root  the folder; it may be a link, being the caller's own word.
 * path  untrusted.
 * Where a link, a folder or anything but a regular file stands in its place it
 * is not written. Where this process may open nothing (door.h), the one that
 * may writes it, below its own folder.
 * Returns COMITY_OK; COMITY_EIO with one finding, and no partial file;
 * COMITY_ENOMEM.
 */
int comity_file_write_below(const char *root, const char *path,
    const void *bytes, size_t len, struct comity_report *report);

#endif
