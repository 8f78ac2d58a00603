/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema example: the smallest document that a schema's content model
 * describes, for who begins with a schema and no document. It is made from
 * the model alone; whether the schema accepts it is for the caller to ask.
 */
#ifndef COMITY_SCHEMA_EXAMPLE_H
#define COMITY_SCHEMA_EXAMPLE_H

#include "schema-leaf.h"

/*
 * Write one.
 * root   a global element of the model.
 * wants  names of what is written although it is optional, in the root and
 *        what stands in it; NULL nothing.
 * out    owned by the caller; NULL but on COMITY_OK.
 * Returns COMITY_OK; COMITY_UNKNOWN: no such root, or every document of it
 * holds itself; COMITY_ENOMEM.
 */
int comity_schema_example(const struct comity_schema_model *model,
    const char *root, bool (*wants)(const char *name), char **out);

/* The shortest text that an XSD regular expression describes, as far as it
 * is read here (ASCII, first branch); free() it; NULL: it can not be read, or
 * memory ran out. */
char *comity_schema_pattern_text(const char *pattern);

#endif
