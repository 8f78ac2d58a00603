/* SPDX-License-Identifier: Apache-2.0 */
/*
 * folder: the files of a pack, read once into memory, each checked against
 * the digest that the pack's index (profile.xml, codes.xml) gives. A file
 * with @of stands in another edition of the same profile, once.
 * Invariant: what is in memory is all that the folder holds and all that it
 * shares by name, and nothing of it came through a link.
 */
#ifndef COMITY_FOLDER_H
#define COMITY_FOLDER_H

#include "xml.h"

#include <stdbool.h>

struct comity_folder_file {
	char *name; /* relative: "codes/x.gc" */
	char *role; /* "schema" "part" "rules" "crosswalk" "codes" "messages"
		     * "example" */
	bool elsewhere; /* its octets stand in the edition that @of names */
	struct comity_source *source;
};

struct comity_folder {
	char *path;
	struct comity_source *index_source;
	struct comity_doc *index;
	struct comity_folder_file *files;
	size_t count;
};

/*
 * Read a folder by its index.
 * path, index  borrowed; "schemas/us-ear/2026-07-23", "profile.xml".
 * Returns COMITY_OK; COMITY_EPACK with findings; COMITY_ENOMEM.
 */
int comity_folder_read(const char *path, const char *index,
    struct comity_report *report, struct comity_folder **out);
/* What was read before of the same folders: the file of this full name, as
 * `<folder>/<name>`; NULL: none was. */
struct comity_folder_known {
	struct comity_source *(*find)(const void *context, const char *name);
	const void *context;
};
/* The same; files that are known are not read again. known NULL: none is. */
int comity_folder_read_known(const char *path, const char *index,
    const struct comity_folder_known *known, struct comity_report *report,
    struct comity_folder **out);
/* The same, for who looks for faults: *out is written too with COMITY_EPACK
 * (NULL where the index can not be read), and holds what could be read;
 * nothing may be judged by it. */
int comity_folder_inspect(const char *path, const char *index,
    struct comity_report *report, struct comity_folder **out);
void comity_folder_free(struct comity_folder *folder);

/* The file with this name; NULL none. */
const struct comity_folder_file *comity_folder_find(
    const struct comity_folder *folder, const char *name);
/* The first file of this role; NULL none. */
const struct comity_folder_file *comity_folder_role(
    const struct comity_folder *folder, const char *role);

/* Names of the subfolders of path, sorted; links and dot names left out.
 * NULL-terminated; free each and the array. NULL: can not be read, or memory
 * ran out. */
char **comity_folder_list(const char *path);
void comity_folder_list_free(char **names);
/* The same for the plain files whose names end so (".xml"). */
char **comity_folder_files(const char *path, const char *end);
bool comity_folder_has(const char *path, const char *name);

/* Add a finding about a file and return COMITY_EPACK (or COMITY_ENOMEM). */
int comity_folder_refuse(struct comity_report *report,
    enum comity_finding_id id, const char *file, unsigned long line,
    const char *found, const char *expected);

#endif
