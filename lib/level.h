/* SPDX-License-Identifier: Apache-2.0 */
/*
 * level: how far a signature has been prepared for the years to come
 * (EN 319 132-1 clause 6), and what the next level needs.
 */
#ifndef COMITY_LEVEL_H
#define COMITY_LEVEL_H

#include "stamp.h"

enum comity_level {
	COMITY_LEVEL_NONE, /* no baseline signature */
	COMITY_LEVEL_B,
	COMITY_LEVEL_T,
	COMITY_LEVEL_LT,
	COMITY_LEVEL_LTA
};
const char *comity_level_name(enum comity_level level); /* "XAdES B-LT" */

/* A certificate and its issuers, as far as they are known; all borrowed. */
struct comity_level_chain {
	const struct comity_certificate *at[COMITY_PATH_MAX];
	size_t count;
	bool ends; /* at an anchor, or at one that is its own issuer */
};

/*
 * Follow a certificate upwards among what came along, what the lists have,
 * and more: by name and key, without judging.
 * more  NULL none.
 */
void comity_level_follow(const struct comity_trust *trust,
    const struct comity_proof *proof, const struct comity_evidence *evidence,
    const struct comity_certificates *more,
    const struct comity_certificate *from, struct comity_level_chain *out);
/* Whether the evidence itself speaks of the revocation of a certificate; what
 * it says, and whether that holds, is path.h's question. */
bool comity_level_has_revocation(const struct comity_evidence *evidence,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer);

/*
 * The level of an intact signature whose timestamps were judged.
 * missing  what the next one needs, as the end of a sentence; owned; NULL
 *          where there is no next one.
 * Returns COMITY_OK or COMITY_ENOMEM.
 */
int comity_level_find(const struct comity_trust *trust,
    const struct comity_proof *proof, struct comity_evidence *evidence,
    enum comity_level *level, char **missing);

#endif
