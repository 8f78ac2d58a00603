/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recognition-memo: what is found out about arrangements and status lists is
 * found out once for a batch. An answer is kept with everything that it
 * depends on; answers that were none, for want of memory, are not.
 */
#ifndef COMITY_RECOGNITION_MEMO_H
#define COMITY_RECOGNITION_MEMO_H

#include "recognition-evidence.h"

/*
 * comity_input_verify(), or what it said before. out: borrowed, until the next
 * call of it. Returns as comity_input_verify(); COMITY_ENOMEM.
 */
int comity_evidence_verify(struct comity_evidence_memo *memo,
    const struct comity_recognition_input *input, const struct comity_doc *doc,
    const char *service, const char *territory,
    const struct comity_verification **out);

/* Whether what such an answer proves is known to be valid core. */
bool comity_evidence_is_core(
    const struct comity_evidence_memo *memo, const struct comity_doc *proven);
void comity_evidence_note_core(
    struct comity_evidence_memo *memo, const struct comity_doc *proven);

#endif
