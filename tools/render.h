/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render: answers for people (text, html) and for programs (json, sarif,
 * junit, svrl). One stream: sarif, junit and html are made of the values that
 * json prints, and none of them judges anything. doc/reports.md.
 */
#ifndef RENDER_H
#define RENDER_H

#include "run.h"

#include <stdio.h>

/* Each writes one answer; false if memory ran out. */
bool render_text(const struct run *run, const struct answer *answer, FILE *to);
bool render_json(const struct run *run, const struct answer *answer, FILE *to);
bool render_svrl(const struct answer *answer, FILE *to);

/* Each writes one document for run->answers (NULL: none was reached, and
 * run->talk says why); false if memory ran out or a template failed. */
bool render_html(const struct run *run, FILE *to);
bool render_sarif(const struct run *run, FILE *to);
bool render_junit(const struct run *run, FILE *to);

/* A tree through templates/render/NAME to one self-contained page. doc: taken
 * over and freed; NULL (it could not be made) is false. */
bool render_page(
    const struct run *run, const char *name, xmlDocPtr doc, FILE *to);

/* What a signer claims: role, jurisdiction, commitments, place. */
void render_claims(const struct run *run, const char *role,
    const struct comity_claims *claims, FILE *to);
/* text's parts, for the commands that answer about no file */
void render_finding(const struct run *run,
    const struct comity_finding *finding, bool color, FILE *to);

#endif
