/* SPDX-License-Identifier: Apache-2.0 */
/* render-policy: what an office's policy makes of an answer, beside what the
 * profile makes of it. Each does nothing where no policy was given. */
#ifndef RENDER_POLICY_H
#define RENDER_POLICY_H

#include "render-json.h"
#include "render.h"

/* "accepted by policy x", and every row of the policy with its reason. */
void render_policy(
    const struct run *run, const struct answer *answer, FILE *to);
/* How many drifts were read, if any. */
void render_drifts(
    const struct run *run, const struct answer *answer, FILE *to);
/* Below a finding: how it counts here, if that is not its own severity. */
void render_policy_finding(const struct run *run, const struct answer *answer,
    const struct comity_finding *finding, FILE *to);
/* "acceptance" of the answer, and "counts" of its "findings". */
void render_policy_json(
    const struct answer *answer, json_t *whole, bool *failed);

#endif
