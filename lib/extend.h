/* SPDX-License-Identifier: Apache-2.0 */
/*
 * extend: bring signatures of a document, also of somebody else's, to a higher
 * level: only unsigned properties are added, no signed octet changes.
 */
#ifndef COMITY_EXTEND_H
#define COMITY_EXTEND_H

#include "container.h"
#include "level.h"

struct comity_extension {
	enum comity_level level; /* T, LT or LTA */
	const char *signature; /* the Id of one; NULL: every one of the root */
	int64_t now; /* the clock's */
	const struct comity_trust *trust; /* anchors, CRLs, OCSP answers */
	const struct comity_certificates *certificates; /* more; NULL none */
	const struct comity_digest_method *digest; /* of imprints */
	/*
	 * Get a token for these octets. Returns COMITY_OK with *token (free());
	 * COMITY_REFUSED or COMITY_UNKNOWN, with a finding or without:
	 * comity_extend() then returns the same; COMITY_ENOMEM.
	 */
	int (*stamp)(void *user, const struct comity_digest_method *digest,
	    const void *octets, size_t len, struct comity_report *report,
	    unsigned char **token, size_t *token_len);
	/*
	 * Called where evidence on a certificate is missing, before giving up:
	 * may add some to trust or certificates. issuer NULL: that is what is
	 * missing. NULL: nobody can be asked. Returns COMITY_OK if something
	 * was added, else as above.
	 */
	int (*want)(void *user, const struct comity_certificate *certificate,
	    const struct comity_certificate *issuer,
	    struct comity_report *report);
	void *user;
};

/*
 * Extend, verify what came out, and give the octets to write.
 * B: as it is. T: a timestamp over the signature, where there is none. LT:
 * the certificates and revocation data of the signer and of the authorities.
 * LTA: the same for every timestamp that is there, and a timestamp over
 * everything; each call adds another one.
 * doc: with its signatures in it, around it or in one file beside it.
 * octets: of the document of the signatures; free().
 * Returns COMITY_OK; COMITY_REFUSED or COMITY_UNKNOWN with findings (evidence
 * missing, a timestamp that does not hold, nothing to extend); COMITY_ELIMIT;
 * COMITY_ENOMEM; COMITY_EINTERNAL (own check failed).
 */
int comity_extend(const struct comity_doc *doc,
    const struct comity_extension *extension, struct comity_report *report,
    unsigned char **octets, size_t *len);
/* The same for a document of signatures that stand beside what they sign. */
int comity_extend_beside(const struct comity_doc *doc,
    const struct comity_beside *beside,
    const struct comity_extension *extension, struct comity_report *report,
    unsigned char **octets, size_t *len);

/*
 * Extend the signatures of a container, in each of its documents of
 * signatures; those that are at the level already stay octet by octet.
 * container  changed on COMITY_OK only.
 * Returns as above.
 */
int comity_extend_container(struct comity_container *container,
    const struct comity_source *source,
    const struct comity_extension *extension, struct comity_report *report);

#endif
