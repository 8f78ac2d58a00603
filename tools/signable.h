/* SPDX-License-Identifier: Apache-2.0 */
/* signable: whether a document is one that should be signed: it validates, or
 * the caller has said why it is signed all the same. */
#ifndef SIGNABLE_H
#define SIGNABLE_H

#include "run.h"

/*
 * Match a document to its profile and validate it at the moment.
 * doc      borrowed; the answer's, or one of several that are signed together.
 * checked  gets what validating came to; its edition NULL: no profile knows
 *          the document, and it is not validated: a finding says so.
 * Returns COMITY_OK; COMITY_REFUSED, COMITY_UNKNOWN, COMITY_ELIMIT with
 * findings: it has errors or no answer, and --even-if-invalid was not given;
 * COMITY_ENOMEM, COMITY_EINTERNAL.
 */
int signable_check(struct run *run, struct answer *answer,
    const struct comity_doc *doc, struct comity_checked *checked);

#endif
