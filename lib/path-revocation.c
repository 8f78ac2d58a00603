/* SPDX-License-Identifier: Apache-2.0 */
#include "path-search.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

/* Whether the caller's statement places the signature before a revocation. A
 * statement older than the certificate itself can not be right. */
static bool
held_before(const struct comity_path_search *search, int64_t since)
{
	return search->policy->has_held_since &&
	       search->policy->held_since < since &&
	       search->policy->held_since >=
		   comity_certificate_not_before(search->signer);
}

/*
 * Rules 22 and 28 for a listed certificate. At B level nothing proves when a
 * signature was made; so neither "revoked later" nor "revoked already" says
 * on which side it lies, and both are REVOKED_NO_POE (EN 319 102-1 keeps
 * REVOKED for signatures proven to be younger than the revocation).
 */
static bool
revoked_holds(struct comity_path_search *search, int64_t since, bool is_signer)
{
	char at[32] = "an unknown day";

	if (since != INT64_MIN)
		comity_moment_write(since, at);
	comity_text_addf(&search->reason, "%s is revoked since %s, %s",
	    is_signer ? "the signer's certificate" : "a CA's certificate", at,
	    since <= search->policy->moment ? "already at the moment"
					    : "after the moment");
	if (held_before(search, since)) {
		comity_text_add(&search->reason,
		    ", but you state that you held the document before; ");
		return true;
	}
	comity_text_add(&search->reason,
	    ", and nothing proves that the signature is older: state it with "
	    "--held-since if you held it before, or ask for a new signature");
	return comity_path_no(
	    search, is_signer ? "REVOKED_NO_POE" : "REVOKED_CA_NO_POE");
}

/* The revocation of one certificate below the anchor (rule 22). */
bool
comity_path_not_revoked(struct comity_path_search *search,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, bool is_signer)
{
	struct comity_revocation found;
	char at[32];

	comity_crls_find(&search->trust->crls, certificate, issuer,
	    search->policy->moment, &found);
	if (found.answer == COMITY_REVOCATION_GOOD)
		return true;
	switch (found.answer) {
	case COMITY_REVOCATION_REVOKED:
		return revoked_holds(search, found.since, is_signer);
	case COMITY_REVOCATION_STALE:
		if (found.next_update == INT64_MIN)
			memcpy(at, "unknown", sizeof("unknown"));
		else
			comity_moment_write(found.next_update, at);
		comity_text_addf(&search->reason,
		    "the newest CRL of \"%s\" is past its next update (%s): "
		    "add the current one with --crl",
		    comity_certificate_issuer(certificate), at);
		break;
	default:
		comity_text_addf(&search->reason,
		    "no CRL of \"%s\" was given that holds: add it with "
		    "--crl",
		    comity_certificate_issuer(certificate));
		if (found.refused > 0)
			comity_text_addf(&search->details,
			    "; %zu CRLs in that name do not hold: another "
			    "key, another scope, or a weak signature",
			    found.refused);
	}
	return comity_path_no(search, "TRY_LATER");
}

/* Whether the certificate was signed by this one's key. */
static bool
issued_by(const struct comity_certificate *certificate,
    const struct comity_certificate *issuer)
{
	X509 *below = comity_certificate_x509(certificate);
	X509 *above = comity_certificate_x509(issuer);
	EVP_PKEY *key = comity_certificate_public_key(issuer);
	bool issued = key != NULL &&
		      X509_check_issued(above, below) == X509_V_OK &&
		      X509_verify(below, key) == 1;

	ERR_clear_error();
	return issued;
}

/*
 * A signer that is its own anchor needs no CRL; one that lists it counts all
 * the same, also where only a certificate that came along, or nobody, vouches
 * for it: for the worse, doubt suffices.
 */
bool
comity_path_own_not_revoked(struct comity_path_search *search)
{
	const struct comity_crls *crls = &search->trust->crls;
	struct comity_revocation found;
	size_t i;

	for (i = 0; i < search->hint_count; i++) {
		if (!issued_by(search->signer, search->hints[i]))
			continue;
		comity_crls_find(crls, search->signer, search->hints[i],
		    search->policy->moment, &found);
		if (found.answer == COMITY_REVOCATION_REVOKED)
			return revoked_holds(search, found.since, true);
	}
	comity_crls_find(crls, search->signer,
	    issued_by(search->signer, search->signer) ? search->signer : NULL,
	    search->policy->moment, &found);
	if (found.answer == COMITY_REVOCATION_REVOKED)
		return revoked_holds(search, found.since, true);
	if (found.answer == COMITY_REVOCATION_UNPROVEN) {
		comity_text_add(&search->reason,
		    "a CRL that you gave lists the signer, but that CRL's "
		    "issuer is "
		    "on no list: ask the signer, or leave the CRL out");
		return comity_path_no(search, "TRY_LATER");
	}
	return true;
}
