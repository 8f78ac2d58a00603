/* SPDX-License-Identifier: Apache-2.0 */
/* render-signatures: --explain: what was considered in judging a signature. */
#ifndef RENDER_SIGNATURES_H
#define RENDER_SIGNATURES_H

#include "grounds.h"
#include "render-json.h"
#include "run.h"

/* Nothing is printed where nothing was kept. */
void render_grounds(
    const struct run *run, const struct comity_signature *signature, FILE *to);
void render_grounds_json(
    const struct comity_signature *signature, json_t *whole, bool *failed);

#endif
