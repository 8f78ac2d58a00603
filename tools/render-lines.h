/* SPDX-License-Identifier: Apache-2.0 */
/* render-lines: text for a terminal: columns of characters, wrapped, labelled.
 */
#ifndef RENDER_LINES_H
#define RENDER_LINES_H

#include "run.h"
#include "words.h"

/* A lead of indent columns and a name, filled up to width with blanks, one
 * at least. Returns the column that is next. */
int line_lead(FILE *to, int indent, const char *name, int width);
/* Text that may hold foreign bytes, wrapped by characters; it begins in
 * `column`, later lines in `indent`. */
void line_wrapped(FILE *to, int column, const char *text, int indent);
/* A line of its own behind a lead, not wrapped; takes the text. */
void line_text(const char *lead, struct comity_text *text, FILE *to);
/* How wide labels are in the run's language. */
int line_label_width(const struct run *run);
/* A label and its text; nothing where there is no text. */
void line_row(
    const struct run *run, enum word name, const char *text, FILE *to);

#endif
