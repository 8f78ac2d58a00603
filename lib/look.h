/* SPDX-License-Identifier: Apache-2.0 */
/* look: one signature, proven, with what stands beside it; for those who add
 * to it or look for what it lacks. */
#ifndef COMITY_LOOK_H
#define COMITY_LOOK_H

#include "level.h"

struct comity_look {
	struct comity_proof_context context;
	struct comity_proof proof;
	struct comity_evidence evidence;
	struct comity_proven proven;
	xmlNodePtr node;
};

/* The i-th signature of the root; NULL past the last. */
xmlNodePtr comity_look_signature(const struct comity_doc *doc, size_t i);

/*
 * Prove a signature and read what stands beside it, as of now.
 * beside  the payloads that it may sign; NULL none.
 * Returns COMITY_OK; COMITY_REFUSED, and look->proof.ruling may say why;
 * COMITY_ELIMIT, COMITY_ENOMEM, COMITY_EINTERNAL. comity_look_clear() after
 * each.
 */
int comity_look_read(const struct comity_doc *doc,
    const struct comity_beside *beside, const struct comity_trust *trust,
    int64_t now, xmlNodePtr node, struct comity_look *look);
void comity_look_clear(struct comity_look *look);

/*
 * Look for evidence that verifying the document now would lack, with the
 * signatures in it and beside it: of the
 * signer and the authorities of each signature whose path ends at a service
 * of the lists, or at a pin. Of strangers nobody is asked.
 * want  as comity_extension.want; what it cannot get stays missing.
 * Returns COMITY_OK; COMITY_ELIMIT, COMITY_ENOMEM, COMITY_EINTERNAL.
 */
int comity_look_gather(const struct comity_doc *doc,
    const struct comity_trust *trust,
    const struct comity_certificates *certificates, int64_t now,
    int (*want)(void *user, const struct comity_certificate *certificate,
	const struct comity_certificate *issuer, struct comity_report *report),
    void *user, struct comity_report *report);

#endif
