/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grounds: what was considered in judging one signature, beside the answer:
 * what it covers, the certificates, the path, revocation data, algorithms.
 * Kept only where somebody asks (comity_verify_policy.explain); it decides
 * nothing.
 */
#ifndef COMITY_GROUNDS_H
#define COMITY_GROUNDS_H

#include "crl.h"
#include "proof.h"
#include "trust.h"

/* One Reference, as far as it was followed. Strings owned. */
struct comity_grounds_reference {
	char *uri, *type; /* NULL none */
	const struct comity_digest_method *digest;
	bool covers; /* the document, or a payload; else properties and such */
	bool reached; /* there were octets to digest */
	bool matches;
	bool xml; /* canonicalized; else the octets of a file */
	size_t len;
	char stated[2 * COMITY_DIGEST_MAX + 1]; /* hex */
	char computed[2 * COMITY_DIGEST_MAX + 1]; /* "" not reached */
	unsigned char *octets; /* only with comity_verify_policy.keep_octets */
};

/* Why a certificate that came along is not in the path. */
enum comity_grounds_why {
	COMITY_WHY_SIGNER, /* it is the signer's */
	COMITY_WHY_IN_PATH,
	COMITY_WHY_NOT_NAMED, /* the properties name another signer's */
	COMITY_WHY_NOT_YET, /* its dates */
	COMITY_WHY_EXPIRED,
	COMITY_WHY_NOT_NEEDED, /* a path was found without it */
	COMITY_WHY_NO_ANCHOR /* no anchor in use is reached through it */
};

struct comity_grounds_certificate {
	char *subject, *issuer, *serial;
	char sha256[65];
	int64_t not_before, not_after;
	enum comity_grounds_why why; /* of those that came along */
	/* Of those in the path, below the anchor. */
	bool asked; /* for revocation */
	struct comity_revocation revocation;
};

/* One listing of the signer itself. */
struct comity_grounds_listing {
	const struct comity_service *service; /* borrowed from the lists */
	bool fits; /* it is of the type and territory that were asked */
	bool granted; /* at the moment */
};

/* One row of the table of algorithms that the signature rests on. */
struct comity_grounds_row {
	struct comity_algorithm_state state;
	bool counts;
};

#define COMITY_GROUNDS_ROWS (COMITY_REFERENCES_MAX + 4)

struct comity_grounds {
	bool keep_octets;
	bool failed; /* memory ran out */
	struct comity_grounds_reference references[COMITY_REFERENCES_MAX];
	size_t reference_count;
	struct comity_grounds_certificate *came, *path; /* signer first */
	size_t came_count, path_count;
	const struct comity_service *anchor; /* at its end; NULL no path */
	struct comity_grounds_listing *listings;
	size_t listing_count;
	int64_t judged_at; /* the path and its revocation data */
	bool judged; /* the path was asked at all */
	bool by_proof; /* judged_at is proven by timestamps */
	bool data_is_proven;
	int64_t data_proven; /* since when the data are, by an archive stamp */
	struct comity_grounds_row rows[COMITY_GROUNDS_ROWS];
	size_t row_count;
};

struct comity_grounds *comity_grounds_new(bool keep_octets);
void comity_grounds_free(struct comity_grounds *grounds);

/* All of these take NULL and then do nothing; a failed allocation is noted in
 * grounds->failed. */

/* What the signature covers and which certificates came with it. */
void comity_grounds_proof(
    struct comity_grounds *grounds, const struct comity_proof *proof);
/* A row that it rests on, judged. */
void comity_grounds_row(struct comity_grounds *grounds,
    const struct comity_dating *dating, const struct comity_algorithm *row);
/* The search for a path begins, perhaps again: forget the one before. */
void comity_grounds_path_begin(
    struct comity_grounds *grounds, int64_t at, bool by_proof);
void comity_grounds_listing(struct comity_grounds *grounds,
    const struct comity_service *service, bool fits, bool granted);
/* The path, signer first, anchor last. */
void comity_grounds_path(struct comity_grounds *grounds,
    struct comity_certificate *const *chain, size_t count,
    const struct comity_service *anchor);
void comity_grounds_revocation(struct comity_grounds *grounds,
    const struct comity_certificate *certificate,
    const struct comity_revocation *revocation);
/* The search is over: say of each certificate that came along what became of
 * it. */
void comity_grounds_path_end(struct comity_grounds *grounds,
    const struct comity_certificate *signer,
    const struct comity_certificate *const *hints, size_t hint_count);

#endif
