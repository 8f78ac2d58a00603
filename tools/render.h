/* SPDX-License-Identifier: Apache-2.0 */
/* render: an answer for people (text, html) and for programs (json). */
#ifndef RENDER_H
#define RENDER_H

#include "run.h"

#include <stdio.h>

/* Each writes one answer; false if memory ran out or a template failed. */
bool render_text(const struct run *run, const struct answer *answer, FILE *to);
bool render_json(const struct run *run, const struct answer *answer, FILE *to);
bool render_html(const struct run *run, const struct answer *answer, FILE *to);

/* A tree through templates/render/NAME to one self-contained page. doc: taken
 * over and freed; NULL (it could not be made) is false. */
bool render_page(
    const struct run *run, const char *name, xmlDocPtr doc, FILE *to);

/* text's parts, for the commands that answer about no file */
void render_finding(const struct comity_finding *finding, bool color, FILE *to);

#endif
