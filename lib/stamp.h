/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stamp: which timestamps of a signature hold, and since when what they cover
 * is proven to exist (rules 27 and 28; EN 319 102-1 clauses 5.4 to 5.6).
 */
#ifndef COMITY_STAMP_H
#define COMITY_STAMP_H

#include "evidence.h"
#include "path.h"

/* What the timestamps of one signature prove; INT64_MAX: nothing. */
struct comity_proven {
	int64_t signature; /* the SignatureValue: best-signature-time */
	int64_t data; /* the data, SignedInfo and the properties too */
	struct comity_existence existence; /* certificates, CRLs, answers */
	bool disorder; /* a timestamp that holds contradicts another */
};
void comity_proven_clear(struct comity_proven *proven);

/*
 * Judge every timestamp, the latest first: what it covers has, for the ones
 * before it, existed since then; and fill in what they prove.
 * policy  the moment, and what the clock says.
 * Returns COMITY_OK; COMITY_ENOMEM, COMITY_ELIMIT, COMITY_EINTERNAL.
 */
int comity_stamps_judge(const struct comity_trust *trust,
    const struct comity_verify_policy *policy, const struct comity_proof *proof,
    struct comity_evidence *evidence, struct comity_proven *out);

/* The day of today for algorithms: the clock's or the moment's, the later. */
int64_t comity_stamps_today(const struct comity_verify_policy *policy);

/* Whatever helps to build a path: KeyInfo's, what came along. At most
 * COMITY_CERTIFICATES_MAX; borrowed. Returns how many. */
size_t comity_stamps_hints(const struct comity_proof *proof,
    const struct comity_evidence *evidence,
    const struct comity_certificate *hints[]);

#endif
