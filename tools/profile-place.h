/* SPDX-License-Identifier: Apache-2.0 */
/* profile-place: the editions of one profile below a folder of packs, with
 * what stands beside it: examples/<profile>/ and tests/rules/<profile>.tsv. */
#ifndef PROFILE_PLACE_H
#define PROFILE_PLACE_H

#include "pack-inspect.h"
#include "run.h"

struct place {
	struct comity_inspection **inspections; /* by name of the edition */
	size_t count;
	struct comity_doc **examples;
	size_t example_count;
	struct comity_source *cases; /* NULL none */
};

/* Load what can be loaded of all packs; what is refused is not said here.
 * Returns COMITY_OK, COMITY_EIO (run->talk says why), COMITY_ENOMEM. */
int place_load(struct run *run);
/* COMITY_OK or COMITY_ENOMEM; clear it in both cases. */
int place_read(
    struct run *run, const char *dir, const char *profile, struct place *place);
void place_clear(struct place *place);
/* Whether a folder below schemas/ is a profile's. */
bool place_is_profile(const char *name);
/* Whether "us-ear" or "us-ear@2026-07-23" is below some folder of packs. */
bool place_has(const struct run *run, const char *word);

#endif
