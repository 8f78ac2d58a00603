/* SPDX-License-Identifier: Apache-2.0 */
/*
 * judge: one signature after the other, in the order of rules 5 to 30. For
 * verify.c only.
 */
#ifndef COMITY_JUDGE_H
#define COMITY_JUDGE_H

#include "verify.h"

/*
 * Judge every signature of a document and re-read what held.
 * about         what they are about: doc itself, or the document whose
 *               signatures stand beside it (about->beside).
 * verification  zeroed; gets its signatures, counter-signatures, and the
 *               document re-read; its indication is left alone.
 * Returns COMITY_OK: there are answers, which may be no; COMITY_ELIMIT with a
 * finding, COMITY_ENOMEM, COMITY_EINTERNAL: there is none.
 */
int comity_judge_document(const struct comity_doc *doc,
    const struct comity_doc *about, const struct comity_trust *trust,
    const struct comity_verify_policy *policy, struct comity_report *report,
    struct comity_verification *verification);

#endif
