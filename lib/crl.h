/* SPDX-License-Identifier: Apache-2.0 */
/* crl: revocation lists as given by the caller, and what they say (rule 22). */
#ifndef COMITY_CRL_H
#define COMITY_CRL_H

#include "certificate.h"

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
void comity_crls_clear(struct comity_crls *crls);

/* Check the CRLs' signatures by this issuer once, so that later questions
 * need not. */
void comity_crls_prove(
    struct comity_crls *crls, const struct comity_certificate *issuer);

enum comity_revocation_answer {
	COMITY_REVOCATION_NONE, /* no CRL that holds speaks of it */
	COMITY_REVOCATION_STALE, /* not revoked in the newest, which is past */
	COMITY_REVOCATION_GOOD, /* not revoked in the newest, which is fresh */
	COMITY_REVOCATION_REVOKED, /* listed in the newest */
	COMITY_REVOCATION_UNPROVEN /* listed, but nobody vouches for the CRL */
};

struct comity_revocation {
	enum comity_revocation_answer answer;
	int64_t since; /* the earlier of revocation and invalidity date */
	int64_t this_update, next_update; /* of the CRL that decided */
	size_t refused; /* CRLs of that issuer's name that did not hold */
};

/*
 * What the newest CRL of a certificate's issuer says, also one issued after
 * the moment.
 * issuer  whose key signed the certificate (checked by the caller); NULL:
 *         not known; then the answer is NONE or UNPROVEN.
 * at      the moment: a CRL is fresh if its nextUpdate is not before it.
 */
void comity_crls_find(const struct comity_crls *crls,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at,
    struct comity_revocation *out);

#endif
