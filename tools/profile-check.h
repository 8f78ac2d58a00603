/* SPDX-License-Identifier: Apache-2.0 */
/* profile-check: whether packs are sound beyond what loading them asks. */
#ifndef PROFILE_CHECK_H
#define PROFILE_CHECK_H

#include "run.h"

/* `comity profile check [PROFILE...] [FILE...]`. Sets run->worst; returns
 * EXIT_YES, or a usage status. */
int profile_check(struct run *run, int argc, char **argv);

#endif
