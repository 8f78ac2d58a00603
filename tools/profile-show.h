/* SPDX-License-Identifier: Apache-2.0 */
/* profile-show: a profile's crosswalk as a table that a lawyer can read. */
#ifndef PROFILE_SHOW_H
#define PROFILE_SHOW_H

#include "run.h"

/* `comity profile show PROFILE[@EDITION]`. Packs are loaded. */
int profile_show(struct run *run, int argc, char **argv);

/* An edition by "us-ear" (the one in force at the moment, else the last) or
 * "us-ear@2026-07-23"; NULL none. */
const struct comity_edition *profile_find(
    const struct run *run, const char *word);

#endif
