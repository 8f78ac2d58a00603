/* SPDX-License-Identifier: Apache-2.0 */
/*
 * path: from a signing certificate to an anchor of the trust lists, at a
 * moment, and whether anything on it was revoked (rules 19, 22 and 28).
 */
#ifndef COMITY_PATH_H
#define COMITY_PATH_H

#include "certificate.h"
#include "trust.h"
#include "verify.h"

struct comity_path_result {
	enum comity_indication indication; /* COMITY_TOTAL_PASSED: it holds */
	const char *sub; /* "REVOKED"; NULL when passed; never owned */
	char *reason; /* which certificates were considered, why each was
		refused, what to do; owned, never NULL after COMITY_OK */
	const struct comity_service *service; /* borrowed from trust; NULL */
};
void comity_path_result_clear(struct comity_path_result *result);

/*
 * Judge a signer's certificate.
 * signer  the certificate whose key verified the value; untrusted.
 * hints   certificates that came with the signature; only for building.
 * policy  moment, held-since, and the service that the signer must be.
 * out     written on COMITY_OK; for comity_path_result_clear().
 *
 * Returns COMITY_OK: there is a result, which may be a no;
 * COMITY_ENOMEM, COMITY_ELIMIT, COMITY_EINTERNAL: there is none.
 */
int comity_path_check(const struct comity_trust *trust,
    const struct comity_certificate *signer,
    const struct comity_certificate *const *hints, size_t hint_count,
    const struct comity_verify_policy *policy, struct comity_path_result *out);

#endif
