/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proof: the cryptographic half of judging one signature. It holds without
 * any trust and says nothing of the signer.
 */
#ifndef COMITY_PROOF_H
#define COMITY_PROOF_H

#include "reference.h"
#include "xades.h"

/* What all signatures of one document are judged with. */
struct comity_proof_context {
	const struct comity_doc *doc;
	const struct comity_beside *beside; /* of what doc signs; NULL none */
	const struct comity_trust *trust; /* for the signers it names */
	struct comity_identifiers *identifiers;
	struct comity_octets_cache cache;
	struct comity_dating dating; /* by what the caller states */
};

/* One signature, step by step. Zero before, comity_proof_clear() after. */
struct comity_proof {
	struct comity_signature_parts parts;
	struct comity_certificates certificates; /* of KeyInfo: hints */
	struct comity_xades xades;
	const struct comity_certificate *certificate; /* the signer's; NULL:
		plain and not verified, or by a bare key */
	const struct comity_key_row *key; /* of its key */
	bool plain; /* no XAdES: only against a signer that the caller names */
	const struct comity_named_signer *named; /* whose key verified a plain
		one; borrowed from the trust */
	struct comity_dating dating; /* the context's; where timestamps may
		prove the signature old, algorithms are judged afterwards */
	struct comity_signed_info info; /* from the verified octets */
	struct comity_xades_properties properties; /* from matched octets */
	struct comity_target targets[COMITY_REFERENCES_MAX];
	const struct comity_octets *covered; /* the document's; NULL: not all
		that should be is signed */
	bool opaque; /* what is covered is not one XML document */
	const char *lacks; /* a payload that is not signed; borrowed; NULL */
	bool intact; /* every step below held */
	struct comity_ruling ruling;
};
void comity_proof_clear(struct comity_proof *proof);

/*
 * Prove one ds:Signature: structure, algorithms, key, value, References,
 * XAdES bindings; in this order, nothing dereferenced before the value held.
 * id      its Id; NULL none.
 * master  the ds:Signature it counter-signs; NULL none.
 * Returns COMITY_OK with proof->intact; COMITY_REFUSED with proof->ruling;
 * COMITY_ELIMIT, COMITY_ENOMEM, COMITY_EINTERNAL.
 */
int comity_proof_make(struct comity_proof_context *context, xmlNodePtr node,
    const char *id, const xmlNode *master, struct comity_proof *proof);

/* Parse octets that we canonicalized. */
int comity_proof_reread(const struct comity_doc *doc,
    const struct comity_octets *octets, struct comity_doc **out);

#endif
