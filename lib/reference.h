/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reference: from a Reference to the octets it covers and their digest
 * (rules 13, 14, 16, 18, 23). Called only after the SignatureValue held.
 */
#ifndef COMITY_REFERENCE_H
#define COMITY_REFERENCE_H

#include "beside.h"
#include "signature.h"

/*
 * Every attribute that could be taken for an identifier, sorted by value.
 * Recognized: "Id" without a namespace, xml:id, and on the root "ID" and
 * "id" without a namespace. Others make a value ambiguous, nothing more.
 */
struct comity_identifiers;
int comity_identifiers_read(const struct comity_doc *doc,
    struct comity_identifiers **out); /* COMITY_OK or COMITY_ENOMEM */
void comity_identifiers_free(struct comity_identifiers *identifiers);
/* A recognized value that two elements have; NULL none. Borrowed. */
const char *comity_identifiers_double(
    const struct comity_identifiers *identifiers, const xmlNode **second);
/* The element with this identifier; NULL none. *ambiguous: another attribute
 * of whatever kind has the same value, so it must not be used. */
const xmlNode *comity_identifiers_find(
    const struct comity_identifiers *identifiers, const char *value,
    bool *ambiguous);

/* Canonical octets made before, shared between signatures. */
struct comity_octets_cache {
	struct {
		struct comity_node_set set;
		enum comity_c14n_method method;
		struct comity_octets octets;
	} rows[4];
	size_t count;
	uint64_t cost; /* of one pass over the document */
	uint64_t spent;
};
void comity_octets_cache_clear(struct comity_octets_cache *cache);

/* One resolved Reference. */
struct comity_target {
	const xmlNode *node; /* NULL: the whole document, or a payload */
	const struct comity_payload *payload; /* borrowed; NULL none */
	bool covers_root; /* the root, less signatures */
	/* Octets that matched: borrowed from the cache, or own. */
	const struct comity_octets *octets;
	struct comity_octets own;
};
void comity_target_clear(struct comity_target *target);

/*
 * Resolve, canonicalize, digest, compare.
 * signature  the ds:Signature that holds the Reference.
 * master     the ds:Signature it counter-signs; NULL none.
 * beside     what payloads there are; NULL none.
 * Returns COMITY_OK; COMITY_REFUSED with a ruling; COMITY_ELIMIT;
 * COMITY_ENOMEM; COMITY_EINTERNAL.
 */
int comity_reference_check(const struct comity_doc *doc,
    const struct comity_identifiers *identifiers, const xmlNode *signature,
    const xmlNode *master, const struct comity_beside *beside,
    const struct comity_reference *reference, struct comity_octets_cache *cache,
    struct comity_target *out, struct comity_ruling *ruling);

#endif
