/* SPDX-License-Identifier: Apache-2.0 */
/* raising: the signature just made, in whatever shape, to --level. */
#ifndef RAISING_H
#define RAISING_H

#include "bundling.h"

/*
 * Extend the signature just made, and no other; octets are exchanged.
 * Returns as comity_extend(): where it fails nothing is to be written.
 */
int raising_level(struct run *run, struct answer *answer, struct bundle *bundle,
    unsigned char **octets, size_t *len);

#endif
