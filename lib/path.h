/* SPDX-License-Identifier: Apache-2.0 */
/*
 * path: from a signing certificate to an anchor of the trust lists, at a
 * moment, and whether anything on it was revoked (rules 19, 22 and 28).
 */
#ifndef COMITY_PATH_H
#define COMITY_PATH_H

#include "certificate.h"
#include "existence.h"
#include "grounds.h"
#include "ocsp.h"
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

/* What is known besides the trust lists. */
struct comity_path_evidence {
	/* Revocation data that came along; NULL none. */
	const struct comity_crls *crls;
	const struct comity_ocsps *ocsps;
	/* policy->moment is not the question's but the time at which what was
	 * signed is proven to exist; then all words about it must be proven to
	 * have been spoken in time, too (EN 319 102-1 5.6.2.1, 5.6.2.2). */
	bool proven;
	const struct comity_existence *existence;
	int64_t now; /* the moment of the question */
	int64_t today; /* the day for algorithms: see comity_dating */
	const struct comity_algorithms *algorithms;
	/* The signer is a time-stamping authority: its purpose and its place on
	 * the lists are other ones; type and territory are not asked. */
	bool stamp;
	/* What was considered goes there; NULL: nobody asks. */
	struct comity_grounds *grounds;
};

/*
 * Judge a signer's certificate.
 * signer  the certificate whose key verified the value; untrusted.
 * hints   certificates that came with the signature; only for building.
 * policy  moment, held-since, and the service that the signer must be.
 * evidence  NULL none.
 * out     written on COMITY_OK; for comity_path_result_clear().
 *
 * Returns COMITY_OK: there is a result, which may be a no;
 * COMITY_ENOMEM, COMITY_ELIMIT, COMITY_EINTERNAL: there is none.
 */
int comity_path_check(const struct comity_trust *trust,
    const struct comity_certificate *signer,
    const struct comity_certificate *const *hints, size_t hint_count,
    const struct comity_verify_policy *policy,
    const struct comity_path_evidence *evidence,
    struct comity_path_result *out);

/* Whether a certificate is a time-stamping authority's by its own words
 * (RFC 3161 2.3): timeStamping, critical, and nothing besides. */
bool comity_path_is_authority(const struct comity_certificate *certificate);

#endif
