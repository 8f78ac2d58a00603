/* SPDX-License-Identifier: Apache-2.0 */
/* profile-new: a working pack out of a schema and a name. */
#ifndef PROFILE_NEW_H
#define PROFILE_NEW_H

#include "run.h"

/* `comity profile new NAME --from XSD`. Sets run->worst; returns EXIT_YES, or
 * a usage status. */
int profile_new(struct run *run, int argc, char **argv);

#endif
