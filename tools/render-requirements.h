/* SPDX-License-Identifier: Apache-2.0 */
/* render-requirements: what a law asks of an agreement, and what it got. */
#ifndef RENDER_REQUIREMENTS_H
#define RENDER_REQUIREMENTS_H

#include "requirement.h"
#include "run.h"

#include <stdio.h>

/* Write one answer as --format asks; false if memory ran out or a template
 * failed. */
bool render_requirements(const struct run *run, const struct answer *answer,
    const struct comity_requirement_answers *answers, FILE *to);

#endif
