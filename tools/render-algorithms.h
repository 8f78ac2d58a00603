/* SPDX-License-Identifier: Apache-2.0 */
/* render-algorithms: an office's dates for algorithms, row by row. */
#ifndef RENDER_ALGORITHMS_H
#define RENDER_ALGORITHMS_H

#include "render-json.h"
#include "render.h"

void render_algorithms(
    const struct run *run, const struct answer *answer, FILE *to);
void render_algorithms_json(
    const struct answer *answer, json_t *whole, bool *failed);

#endif
