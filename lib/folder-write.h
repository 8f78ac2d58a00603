/* SPDX-License-Identifier: Apache-2.0 */
/* folder-write: a folder that is made whole beside its place and then moved
 * there, or not at all. */
#ifndef COMITY_FOLDER_WRITE_H
#define COMITY_FOLDER_WRITE_H

#include "report.h"

/* Make a folder and those above it; what is there already stays.
 * Returns COMITY_OK; COMITY_EIO with a finding; COMITY_ENOMEM. */
int comity_folder_make(const char *path, struct comity_report *report);

/* Make a new folder beside the place where it will be moved: "PATH.7-0.part",
 * in a folder that is there. *out: free(); NULL where it was not made.
 * Returns as above. */
int comity_folder_make_beside(
    const char *path, struct comity_report *report, char **out);

/* Move a folder to a place where nothing is, lastingly. Returns as above. */
int comity_folder_move(
    const char *from, const char *to, struct comity_report *report);

/* Take away a folder that we made, with all that is in it, following no
 * link. Best effort: what stays does no harm. */
void comity_folder_remove(const char *path);

#endif
