/* SPDX-License-Identifier: Apache-2.0 */
/* account: the records of a translation, out of the marks of its runs. */
#ifndef COMITY_TRANSLATE_ACCOUNT_H
#define COMITY_TRANSLATE_ACCOUNT_H

#include "translate-run.h"

/*
 * Make the records. Either run may be NULL: in (the source is core), out
 * (the target is core), not both.
 * source  the source's root; core: the core's; target: the result's.
 * Returns COMITY_OK or COMITY_ENOMEM.
 */
int comity_account_make(struct comity_translation *translation,
    const struct comity_doc *doc, const struct comity_run *in,
    const struct comity_run *out, xmlNodePtr core, xmlNodePtr target);

/* The paths of a tree's elements and attributes by ordinal; count + 1. */
char **comity_paths_new(xmlNodePtr root, size_t count);
void comity_paths_free(char **paths, size_t count);

#endif
