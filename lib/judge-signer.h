/* SPDX-License-Identifier: Apache-2.0 */
/*
 * judge-signer: of an intact signature: since when it is proven to exist, by
 * which algorithms, and whether its signer may be trusted then (rules 18, 19,
 * 21, 22, 27, 28). For judge.c only.
 */
#ifndef COMITY_JUDGE_SIGNER_H
#define COMITY_JUDGE_SIGNER_H

#include "level.h"

/* Who signed and how, as far as it is known. COMITY_OK, COMITY_ENOMEM. */
int comity_judge_describe(
    const struct comity_proof *proof, struct comity_signature *out);

/*
 * Judge an intact signature: indication, sub-indication, reason, timestamps
 * and level of out.
 * master  the ds:Signature that it counter-signs; NULL none.
 * Returns COMITY_OK; COMITY_REFUSED with proof->ruling; COMITY_ELIMIT,
 * COMITY_ENOMEM, COMITY_EINTERNAL.
 */
int comity_judge_signer(struct comity_proof_context *context,
    const struct comity_trust *trust, const struct comity_verify_policy *policy,
    struct comity_proof *proof, const xmlNode *master,
    struct comity_signature *out);

#endif
