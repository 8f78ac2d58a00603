/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verify: who signed a document, and is it proven. The rules:
 * signatures.md, section 2 (doc/signatures.md).
 */
#ifndef COMITY_VERIFY_H
#define COMITY_VERIFY_H

#include "claims.h"
#include "dating.h"
#include "limit.h"
#include "trust.h"
#include "xml.h"

enum comity_indication {
	COMITY_TOTAL_PASSED,
	COMITY_TOTAL_FAILED,
	COMITY_INDETERMINATE
};
const char *comity_indication_name(enum comity_indication indication);

/* One timestamp of a signature. Strings owned. */
struct comity_timestamp {
	const char *kind; /* "signature timestamp"; not owned */
	enum comity_indication indication; /* passed: it proves existence */
	const char *sub;
	char *reason;
	bool has_time;
	int64_t at; /* when it was given; if it holds */
	char *authority; /* subject of its signer; NULL unknown */
	unsigned long line;
};

struct comity_grounds;

/* One signature of the document. Strings owned; NULL where unknown. */
struct comity_signature {
	enum comity_indication indication;
	const char *sub; /* "HASH_FAILURE"; NULL when passed */
	char *reason; /* one sentence for people: rule, cause, next step */
	bool intact; /* digests and value hold (says nothing of the signer) */
	bool full_scope; /* covers the whole root without the root's signatures
			  */
	char *id, *signing_time /* claimed */, *subject, *issuer, *serial;
	char *organization_id; /* 2.5.4.97 of the signing certificate */
	char certificate_sha256[65]; /* hex; "" unknown */
	char *algorithm, *level; /* "XAdES B-B" */
	const struct comity_service *service; /* borrowed from the trust lists;
		the one on whose list the signer stands at the moment, with the
		type the policy asks for; NULL none */
	char *role; /* claimed role; never counts */
	struct comity_claims claims; /* nor do these */
	unsigned long line;
	xmlNodePtr node; /* borrowed from the document */
	const struct comity_doc *doc; /* in which it stands: the document, or
		one of those beside it; borrowed */
	char *missing; /* what the next level needs; NULL: there is none, or
		it is not a baseline signature */
	bool timestamped; /* proven_at counts: best-signature-time */
	int64_t proven_at; /* since when timestamps prove the signature */
	struct comity_timestamp *timestamps; /* in document order */
	size_t timestamp_count;
	/* Of its method, digest and key: the one that ends first; row NULL
	 * where that was not asked. change borrowed from the policy. */
	struct comity_algorithm_state standing;
	/* What an office's policy says of any of them; NULL-terminated. */
	const struct comity_algorithm_change
	    *changes[COMITY_REFERENCES_MAX + 5];
	bool lapses; /* no proof of age: once that day has come it is over */
	bool unjudged; /* carries timestamps over references, or a policy */
	struct comity_grounds *grounds; /* grounds.h; NULL not asked */
	const xmlNode *master; /* counter-signatures: the ds:Signature they
		stand in; borrowed; NULL otherwise */
};

struct comity_verify_policy {
	int64_t moment;
	bool has_held_since;
	int64_t held_since; /* the caller's own statement */
	bool moment_is_past; /* --as-of in the past: EXISTENCE_ASSUMED */
	int64_t now; /* the clock's, for algorithms that end; 0 not told: the
		moment's */
	const struct comity_algorithms *algorithms; /* an office's changes to
		the table; borrowed; NULL none */
	bool explain; /* keep what was considered: signature.grounds */
	bool keep_octets; /* and what was digested, too */
	const char
	    *service_type; /* what a signer must be listed for to count,
	 e.g. "urn:comity:service:license:us-ear"; NULL any listed anchor */
	const char *territory; /* of the list: "US"; NULL any */
	enum comity_language language; /* of the reasons; comity_verify() takes
		the report's */
};

struct comity_verification {
	struct comity_signature *signatures;
	size_t count;
	enum comity_indication indication; /* of the whole: a passed one counts;
		else a failed one; else indeterminate */
	const char *sub;
	/* Kept apart, so that none is taken for a signature of the document:
	 * TOTAL_PASSED here says that its master's value was signed. */
	struct comity_signature *countersignatures;
	size_t countersignature_count;
	/* Re-read from the octets whose digest matched, if a full-scope
	 * signature passed; lines are the original's. NULL otherwise. */
	struct comity_doc *proven;
	/* The same octets if only intact (no trust): for reports, never for a
	 * yes. NULL otherwise. */
	struct comity_doc *intact;
	/* What is signed is not one XML document that could be read again (a
	 * file of another kind, several objects): proven and intact are NULL
	 * even if a signature passed. */
	bool opaque;
};

/*
 * Verify every signature of a document.
 * doc: with the signatures in it, or beside it (doc->beside).
 * trust: borrowed; may be empty: then integrity is still checked.
 * Returns COMITY_OK (at least one counts: TOTAL_PASSED), COMITY_REFUSED
 * (TOTAL_FAILED), COMITY_UNKNOWN (INDETERMINATE, or no signature), each with
 * findings and *out written; COMITY_ELIMIT, COMITY_ENOMEM, COMITY_EINTERNAL.
 * Opens nothing.
 */
int comity_verify(const struct comity_doc *doc,
    const struct comity_trust *trust, const struct comity_verify_policy *policy,
    struct comity_report *report, struct comity_verification **out);
void comity_verification_free(struct comity_verification *verification);

#endif
