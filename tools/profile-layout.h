/* SPDX-License-Identifier: Apache-2.0 */
/*
 * profile-layout: the files of a pack that is being made, and the schema that
 * it is made from: an XSD with all that it includes and imports, their
 * locations rewritten to the names that the parts have in the pack.
 */
#ifndef PROFILE_LAYOUT_H
#define PROFILE_LAYOUT_H

#include "run.h"

#define LAYOUT_PARTS_MAX 64

struct layout_file {
	char *name, *role; /* "messages/en.xml", "messages" */
	struct comity_source *source;
};

struct layout_part {
	char *path; /* where it was read */
	char *name; /* in the pack */
	xmlDocPtr xml; /* a copy, to be rewritten */
	struct comity_doc *doc;
};

struct layout {
	struct run *run;
	struct layout_part parts[LAYOUT_PARTS_MAX];
	size_t part_count;
	struct layout_file *files;
	size_t file_count;
};

/*
 * Read an XSD and what it needs, and add them as files.
 * Parts are taken from their relative location, else from the XSD's folder,
 * else from --part by namespace or name; the XML
 * namespace needs no file.
 * Returns COMITY_OK; COMITY_REFUSED or COMITY_EIO, and run->talk says why;
 * COMITY_ENOMEM.
 */
int layout_schema(struct layout *layout, const char *xsd);
/* Add a file; bytes are copied. */
int layout_add(struct layout *layout, const char *name, const char *role,
    const void *bytes, size_t len);
void layout_drop(struct layout *layout, const char *name);
/* The File lines of profile.xml, sorted, each with its digest. */
int layout_lines(struct layout *layout, struct comity_text *out);
/* Write all files and profile.xml below a folder that is there. */
int layout_write(struct layout *layout, const char *dir, const char *profile);
void layout_clear(struct layout *layout);

#endif
