/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proof-plain: the steps of a proof that differ for a plain XML Signature. It
 * states no signing certificate, so nothing in it may choose the key: only a
 * signer whom the caller names can have made it (rule 20).
 */
#ifndef COMITY_PROOF_PLAIN_H
#define COMITY_PROOF_PLAIN_H

#include "proof.h"

/* Whether a signature is to be judged so: it has no XAdES, counter-signs
 * nothing, and the caller names a signer. */
bool comity_plain_is(const struct comity_proof_context *context,
    const struct comity_signature_parts *parts, const xmlNode *master);

/*
 * Verify the value over the canonical SignedInfo with the key of each named
 * signer; the first that holds is proof->named.
 * Returns COMITY_OK; COMITY_REFUSED with a ruling; COMITY_ENOMEM,
 * COMITY_EINTERNAL.
 */
int comity_plain_value(const struct comity_proof_context *context,
    const struct comity_signature_method *method,
    const struct comity_octets *octets, const unsigned char *value, size_t len,
    struct comity_proof *proof);

/* Rule 24: what has no XAdES has no Reference of its types either. */
int comity_plain_references(struct comity_proof *proof);

#endif
