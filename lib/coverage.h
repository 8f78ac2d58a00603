/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage: what of the whole a signature covers, by shape: enveloped (the
 * root less its signatures), enveloping (every ds:Object with data), beside
 * its payloads (every one of them). Rules 9, 17 and 18.
 */
#ifndef COMITY_COVERAGE_H
#define COMITY_COVERAGE_H

#include "proof.h"

/*
 * After every Reference of a proof held: set proof->covered (NULL: not all
 * of it is signed), proof->opaque and proof->lacks.
 * Returns COMITY_OK; COMITY_REFUSED with a ruling (rule 9: more than one
 * Reference to the same); COMITY_ENOMEM.
 */
int comity_coverage_find(const struct comity_proof_context *context,
    const xmlNode *master, struct comity_proof *proof);

#endif
