/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walk: the documents below a folder, one after the other, sorted by name in
 * each folder, so that the order is the same everywhere. Links are not
 * followed; a name that begins with a dot is passed over.
 */
#ifndef COMITY_WALK_H
#define COMITY_WALK_H

#include "report.h"

#include <stdbool.h>

struct comity_walk;

/* Whether there is a folder of this name; a link to one counts. */
bool comity_walk_is_folder(const char *path);
/* Whether it is a regular file: it can be read twice. */
bool comity_walk_is_file(const char *path);
/* Whether a name is that of a document: it ends in .xml, .asice or .asics. */
bool comity_walk_is_document(const char *name);
/* Whether it is that of an archive of documents: .tar, .tar.gz, .tgz, .tar.xz,
 * .tar.zst or .zip. */
bool comity_walk_is_archive(const char *name);
/* path: a folder. COMITY_OK; COMITY_ENOMEM. */
int comity_walk_open(const char *path, struct comity_walk **out);
/* The same for files of answers: .jsonl, .ndjson, .json, and "part-...", as
 * engines of batches name what they write. */
int comity_walk_open_lines(const char *path, struct comity_walk **out);
/* Pass over what is below this folder, which may come to be while the walk goes
 * on: it is known by what it is, not by its name. folder: borrowed. */
void comity_walk_leave_out(struct comity_walk *walk, const char *folder);
/*
 * The next regular file whose name is that of a document or of an archive (or
 * is one of answers); *name is borrowed until the next call, NULL at the end.
 * Returns COMITY_OK; COMITY_EIO with a finding: a folder below can not be
 * read, and the walk may go on; COMITY_ENOMEM.
 */
int comity_walk_next(
    struct comity_walk *walk, struct comity_report *report, const char **name);
/* How many files were passed over so far, by their name or kind. */
size_t comity_walk_passed(const struct comity_walk *walk);
void comity_walk_close(struct comity_walk *walk);

#endif
