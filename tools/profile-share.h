/* SPDX-License-Identifier: Apache-2.0 */
/* profile-share: how much of a document its profile only carries along. */
#ifndef PROFILE_SHARE_H
#define PROFILE_SHARE_H

#include "run.h"

/* Prints one line and counts the status. */
void profile_share(struct run *run, const char *path);

#endif
