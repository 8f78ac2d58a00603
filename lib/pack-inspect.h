/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack-inspect: a pack read part by part for who looks for its faults. What
 * is refused leaves its part out and the reading goes on, so that one fault
 * does not hide the next. Nothing may be judged by what comes of it.
 */
#ifndef COMITY_PACK_INSPECT_H
#define COMITY_PACK_INSPECT_H

#include "folder.h"
#include "pack.h"

struct comity_inspection {
	char *path; /* "schemas/us-ear/2026-07-23" */
	struct comity_report *report; /* why parts are left out */
	struct comity_folder *folder; /* NULL: no index that can be read */
	/* NULL: profile.xml is refused. Members may be NULL. */
	const struct comity_edition *edition;
	bool whole; /* nothing was refused */
};

/*
 * Read the pack in a folder, whether or not it is among packs.
 * packs  borrowed; for the core, shared lists and zones; outlives *out.
 * path   borrowed; its last two steps are the profile and the edition.
 * Returns COMITY_OK, also where much is refused; COMITY_ENOMEM.
 */
int comity_pack_inspect(struct comity_packs *packs, const char *path,
    struct comity_inspection **out);
void comity_inspection_free(struct comity_inspection *inspection);

#endif
