/* SPDX-License-Identifier: Apache-2.0 */
/* render-trust: a trust list for a person at a terminal. */
#ifndef RENDER_TRUST_H
#define RENDER_TRUST_H

#include "run.h"

#include <jansson.h>
#include <stdio.h>

/* What trust-view.h made, after the answer's line and findings. */
void render_trust(const struct run *run, const json_t *list, FILE *to);

#endif
