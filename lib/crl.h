/* SPDX-License-Identifier: Apache-2.0 */
/* crl: revocation lists as given by the caller, and what they say (rule 22). */
#ifndef COMITY_CRL_H
#define COMITY_CRL_H

#include "certificate.h"
#include "existence.h"

struct comity_crl;

/* Revocation lists in the order of adding; all owned. */
struct comity_crls {
	struct comity_crl **at;
	size_t count;
};

/*
 * Read the CRLs of a source (PEM, one or several, or DER) behind those of
 * out. Their signatures are checked when they are asked.
 * Returns COMITY_OK; COMITY_REFUSED with a finding; COMITY_ELIMIT with a
 * finding; COMITY_ENOMEM; out is then as it was.
 */
int comity_crls_read(const struct comity_source *source,
    struct comity_report *report, struct comity_crls *out);
/* The same of one CRL in DER, without a word: COMITY_REFUSED if it is none.
 * sha256: of the octets, for proofs of existence; may be NULL. */
int comity_crls_read_der(const unsigned char *der, size_t len,
    struct comity_crls *out, char sha256[65]);
void comity_crls_clear(struct comity_crls *crls);

/* Check the CRLs' signatures by this issuer once, so that later questions
 * need not. */
void comity_crls_prove(
    struct comity_crls *crls, const struct comity_certificate *issuer);

/* The octets of the newest CRL that holds and speaks of a certificate as it
 * was at a time; NULL none. der: free(). COMITY_OK, COMITY_ENOMEM. */
int comity_crls_speaking(const struct comity_crls *crls,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at, unsigned char **der,
    size_t *len);

enum comity_revocation_answer {
	COMITY_REVOCATION_NONE, /* nothing that holds speaks of it */
	COMITY_REVOCATION_STALE, /* not revoked in the newest, which is past */
	COMITY_REVOCATION_GOOD, /* not revoked in the newest, which is fresh */
	COMITY_REVOCATION_REVOKED, /* listed in the newest */
	COMITY_REVOCATION_UNPROVEN /* listed, but nobody vouches for the CRL */
};

struct comity_revocation {
	enum comity_revocation_answer answer;
	int64_t since; /* the earlier of revocation and invalidity date */
	int64_t this_update, next_update; /* of what decided */
	size_t refused; /* CRLs of that issuer's name that did not hold, and
		OCSP answers on the certificate */
	size_t unproven; /* of these: it is not proven that they are older than
		the end of who signed them, or of their digest */
	bool by_ocsp; /* an OCSP answer decided */
};
/*
 * Fold one word that holds into the answer: the newer wins, of two as new the
 * one that says revoked. Zeroed before: nothing is known.
 * since  of the revocation; INT64_MAX: not revoked.
 */
void comity_revocation_fold(struct comity_revocation *out, int64_t this_update,
    int64_t next_update, int64_t since, int64_t at, bool by_ocsp);

/*
 * Fold in what the CRLs of a certificate's issuer say, also those issued after
 * the moment. A CRL of after the certificate's end says nothing good of it,
 * unless it keeps the expired ones (expiredCertsOnCRL).
 * issuer  whose key signed the certificate (checked by the caller); NULL:
 *         not known; then the answer is NONE or UNPROVEN.
 * at      the moment: a CRL is fresh if its nextUpdate is not before it.
 * vouching  what a CRL must meet besides; NULL nothing.
 * out     zeroed before the first.
 */
void comity_crls_find(const struct comity_crls *crls,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at,
    const struct comity_vouching *vouching, struct comity_revocation *out);

#endif
