/* SPDX-License-Identifier: Apache-2.0 */
/* verifying: what a signer has to be listed for, by kind of document. */
#ifndef VERIFYING_H
#define VERIFYING_H

#include "run.h"

struct verifying {
	struct comity_verify_policy policy;
	char service[128]; /* what policy.service_type points to */
};

/* The policy for one document; borrows from the answer's edition, which may
 * be NULL. */
void verifying_policy(const struct run *run, const struct answer *answer,
    struct verifying *verifying);
bool verifying_is_agreement(const struct comity_doc *doc);

#endif
