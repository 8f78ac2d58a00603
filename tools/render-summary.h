/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render-summary: what many answers came to, for people and for programs. It
 * reads the value of summary_value() or merging_value(); members that only
 * the latter has may be absent.
 */
#ifndef RENDER_SUMMARY_H
#define RENDER_SUMMARY_H

#include "run.h"

#include <jansson.h>
#include <stdio.h>

/* status: enum comity_status, what all comes to. problems: said behind the
 * counts; NULL none. */
void render_summary(const struct run *run, const json_t *value, int status,
    const struct comity_report *problems, FILE *to);
/* As JSON (doc/summary.schema.json); false if memory ran out. */
bool render_summary_json(const json_t *value, FILE *to);

#endif
