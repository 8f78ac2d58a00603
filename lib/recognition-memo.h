/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recognition-memo: what is found out about arrangements and status lists is
 * found out once for a batch. An answer is kept with everything that it
 * depends on; answers that were none, for want of memory, are not.
 */
#ifndef COMITY_RECOGNITION_MEMO_H
#define COMITY_RECOGNITION_MEMO_H

#include "recognition-evidence.h"

/* A recognition begins: answers that depend on something else, or are too many,
 * are forgotten. What the functions below hand out is borrowed until the next
 * call of this one. */
void comity_evidence_begin(struct comity_evidence_memo *memo,
    const struct comity_recognition_input *input);

/*
 * comity_input_verify(), or what it said before; of the input that
 * comity_evidence_begin() was told of. Returns as comity_input_verify();
 * COMITY_ENOMEM.
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

/* comity_arrangement_read() and comity_status_list_read() of what such an
 * answer proves, once. */
int comity_evidence_arrangement(struct comity_evidence_memo *memo,
    const struct comity_doc *proven, const struct comity_arrangement **out);
int comity_evidence_list(struct comity_evidence_memo *memo,
    const struct comity_doc *proven, const struct comity_status_list **out);

#endif
