/* SPDX-License-Identifier: Apache-2.0 */
/* trust-making: `comity trust make`: a signed trust list out of a table. */
#ifndef TRUST_MAKING_H
#define TRUST_MAKING_H

#include "run.h"

int trust_make(struct run *run, const char *path);

#endif
