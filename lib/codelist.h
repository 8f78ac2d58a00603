/* SPDX-License-Identifier: Apache-2.0 */
/* codelist: genericode to a table that answers by hash. doc/profile.md 3. */
#ifndef COMITY_CODELIST_H
#define COMITY_CODELIST_H

#include "folder.h"
#include "pack.h"

/*
 * Read one list. file is borrowed and may go afterwards.
 * Returns COMITY_OK; COMITY_EPACK with findings; COMITY_ENOMEM.
 */
int comity_codelist_read(const struct comity_folder_file *file,
    struct comity_report *report, struct comity_codelist **out);
void comity_codelist_free(struct comity_codelist *list);

/*
 * A list of which only the head is read: it has its id, edition, digest and
 * columns, and no code. file is borrowed until the list is fulfilled or freed. One
 * whose head is not in order is read as a whole.
 * Returns as above.
 */
int comity_codelist_promise(const struct comity_folder_file *file,
    struct comity_report *report, struct comity_codelist **out);
/* Whether all of it is read. From any thread. */
bool comity_codelist_is_whole(const struct comity_codelist *list);
/* Read the rest; by one thread at a time. A list that is refused is as it was:
 * whoever asks again is told again. Returns as above. */
int comity_codelist_fulfil(
    struct comity_codelist *list, struct comity_report *report);

/* Whether the list has a column of this name. */
bool comity_codelist_has_column(
    const struct comity_codelist *list, const char *column);

/* Choose from several lists: "duo" the newest edition, "duo@2021-02-23" that
 * one. NULL none. */
const struct comity_codelist *comity_codelist_choose(
    struct comity_codelist *const *lists, size_t count, const char *name);

#endif
