/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mismatch: why a digest does not match, found by trying: a change is undone
 * on the octets, and the digest decides. So what is named is proven.
 */
#ifndef COMITY_MISMATCH_H
#define COMITY_MISMATCH_H

#include "c14n.h"
#include "signature.h"

/*
 * set: the nodes that octets are of, where they are the root's; else NULL.
 * Returns a sentence, a constant; never NULL: where nothing that is tried
 * makes the digest match, the content was changed.
 */
const char *comity_mismatch_cause(const struct comity_doc *doc,
    const struct comity_reference *reference, const struct comity_node_set *set,
    const struct comity_octets *octets);

#endif
