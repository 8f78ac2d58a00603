/* SPDX-License-Identifier: Apache-2.0 */
/*
 * evidence: what was added to a signature after it was made: timestamps,
 * certificates, revocation data (EN 319 132-1 clause 5). Unsigned: it counts
 * for what it proves itself, and for nothing by standing there (rule 27).
 */
#ifndef COMITY_EVIDENCE_H
#define COMITY_EVIDENCE_H

#include "ocsp.h"
#include "proof.h"
#include "timestamp.h"

#define COMITY_NS_XADES141 "http://uri.etsi.org/01903/v1.4.1#"

enum comity_stamp_kind {
	COMITY_STAMP_CONTENT, /* over the data, among the signed properties */
	COMITY_STAMP_SIGNATURE,
	COMITY_STAMP_REFERENCES, /* RefsOnly, SigAndRefs: read over */
	COMITY_STAMP_ARCHIVE
};

struct comity_stamp {
	enum comity_stamp_kind kind;
	xmlNodePtr node; /* the element; borrowed */
	size_t position; /* among the unsigned properties, from 1; 0 signed */
	const struct comity_c14n_row *c14n; /* NULL: one not admitted */
	struct comity_token *token; /* NULL: unreadable */
	bool matches; /* it was given for these very octets */
	/* What was found; holds: it proves existence since its time. */
	bool holds;
	enum comity_indication indication;
	const char *sub;
	char *reason;
	char *authority; /* subject; NULL unknown */
};

struct comity_evidence {
	struct comity_stamp stamps[COMITY_STAMPS_MAX];
	size_t stamp_count;
	struct comity_certificates certificates; /* all but KeyInfo's */
	struct comity_crls crls;
	struct comity_ocsps ocsps;
	/* Where each certificate, CRL and answer stands; KeyInfo's too (0). */
	struct comity_evidence_item {
		char sha256[65];
		size_t position;
	} *items;
	size_t item_count;
	size_t unread; /* values that could not be read: as if not there */
	bool has_references; /* timestamps over references to evidence */
};

const char *comity_stamp_kind_name(enum comity_stamp_kind kind);

/* Whether a ds:Signature carries a timestamp at all; by structure. */
bool comity_evidence_has_stamps(const xmlNode *signature);

/*
 * Read what stands beside an intact signature. Zero out before;
 * comity_evidence_clear() after.
 * Returns COMITY_OK; COMITY_ELIMIT; COMITY_ENOMEM; COMITY_EINTERNAL.
 */
int comity_evidence_read(struct comity_proof_context *context,
    const struct comity_proof *proof, struct comity_evidence *out);
void comity_evidence_clear(struct comity_evidence *evidence);

/*
 * The octets that a timestamp of a kind is given for.
 * before  the property before which it stands; NULL: behind all there are.
 *         Of COMITY_STAMP_CONTENT: the timestamp's element.
 * Returns COMITY_OK; COMITY_REFUSED: there are none; COMITY_ELIMIT;
 * COMITY_ENOMEM; COMITY_EINTERNAL.
 */
int comity_evidence_octets(struct comity_proof_context *context,
    const struct comity_proof *proof, enum comity_stamp_kind kind,
    const xmlNode *before, const struct comity_c14n_row *c14n,
    struct comity_octets *out);

/* The UnsignedSignatureProperties; NULL none. */
xmlNodePtr comity_evidence_properties(const struct comity_xades *xades);

#endif
