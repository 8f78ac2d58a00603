/* SPDX-License-Identifier: Apache-2.0 */
#include "path-search.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <stdio.h>
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
	char at[64];

	if (since != INT64_MIN)
		comity_moment_write(since, at);
	else
		snprintf(at, sizeof(at), "%s",
		    comity_path_say(search, "an unknown day"));
	comity_text_addf(&search->reason,
	    comity_path_say(search, "%s is revoked since %s, %s"),
	    comity_path_say(search,
		is_signer ? "the signer's certificate" : "a CA's certificate"),
	    at,
	    comity_path_say(search, since <= search->policy->moment
					? "already at the moment"
					: "after the moment"));
	if (search->evidence->proven && search->policy->moment < since) {
		comity_text_add(&search->reason,
		    comity_path_say(search,
			", but what it signed is proven to be older; "));
		return true;
	}
	if (held_before(search, since)) {
		comity_text_add(&search->reason,
		    comity_path_say(search,
			", but you state that you held the document before; "));
		return true;
	}
	comity_text_add(&search->reason,
	    comity_path_say(search, ", and nothing proves that the signature "
				    "is older: state it with "
				    "--held-since if you held it before, or "
				    "ask for a new signature"));
	return comity_path_no(
	    search, is_signer ? "REVOKED_NO_POE" : "REVOKED_CA_NO_POE");
}

/* What a word of this issuer must meet. Of the moment itself only that the
 * digest under it counts: dates and freshness are asked anyway. */
static const struct comity_vouching *
vouching_of(const struct comity_path_search *search,
    const struct comity_certificate *issuer, bool top,
    struct comity_vouching *out)
{
	const struct comity_path_evidence *evidence = search->evidence;
	const struct comity_service *anchor = search->anchor;
	size_t i;

	*out = (struct comity_vouching){ .existence = evidence->existence,
		.algorithms = evidence->algorithms,
		.now = evidence->now,
		.today = evidence->today,
		.until = evidence->proven ? comity_certificate_not_after(issuer)
					  : INT64_MAX };
	for (i = 0; evidence->proven && top && anchor != NULL &&
		    i < anchor->period_count;
	     i++) {
		const struct comity_service_period *period =
		    &anchor->periods[i];

		if (period->begins <= search->policy->moment &&
		    search->policy->moment < period->ends &&
		    period->ends - 1 < out->until)
			out->until = period->ends - 1;
	}
	return out;
}

/* Everything that was given, or came along, about one certificate. */
static void
ask(const struct comity_path_search *search,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer,
    const struct comity_vouching *vouching, struct comity_revocation *out)
{
	const struct comity_path_evidence *evidence = search->evidence;
	const struct comity_trust *trust = search->trust;
	int64_t at = search->policy->moment;

	comity_crls_find(&trust->crls, certificate, issuer, at, vouching, out);
	if (evidence->crls != NULL)
		comity_crls_find(
		    evidence->crls, certificate, issuer, at, vouching, out);
	comity_ocsps_find(&trust->ocsps, certificate, issuer, at, vouching,
	    &trust->crls, out);
	if (evidence->ocsps != NULL)
		comity_ocsps_find(evidence->ocsps, certificate, issuer, at,
		    vouching, evidence->crls, out);
}

bool
comity_path_vouched(struct comity_path_search *search,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, bool top)
{
	X509 *x509 = comity_certificate_x509(certificate);
	struct comity_vouching vouching;
	const char *digest = NULL;
	int nid;

	if (OBJ_find_sigid_algs(X509_get_signature_nid(x509), &nid, NULL) ==
		1 &&
	    nid != NID_undef)
		digest = OBJ_nid2sn(nid);
	if (comity_vouching_holds(vouching_of(search, issuer, top, &vouching),
		comity_certificate_sha256(certificate), digest))
		return true;
	comity_text_addf(&search->reason,
	    comity_path_say(search,
		"nothing proves that the certificate of \"%s\" was there "
		"before "
		"its issuer, or the digest under it, came to an end"),
	    comity_certificate_subject(certificate));
	return comity_path_no(search, "NO_POE");
}

/* The revocation of one certificate below the anchor (rule 22). */
bool
comity_path_not_revoked(struct comity_path_search *search,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, bool is_signer, bool top)
{
	struct comity_vouching vouching;
	struct comity_revocation found = { 0 };
	char at[32];

	ask(search, certificate, issuer,
	    vouching_of(search, issuer, top, &vouching), &found);
	comity_grounds_revocation(
	    search->evidence->grounds, certificate, &found);
	if (found.answer == COMITY_REVOCATION_GOOD)
		return true;
	switch (found.answer) {
	case COMITY_REVOCATION_REVOKED:
		return revoked_holds(search, found.since, is_signer);
	case COMITY_REVOCATION_STALE:
		if (found.next_update == INT64_MIN)
			snprintf(at, sizeof(at), "%s",
			    comity_path_say(search, "unknown"));
		else
			comity_moment_write(found.next_update, at);
		comity_text_addf(&search->reason,
		    comity_path_say(search,
			"the newest %s of \"%s\" is past its next update (%s): "
			"add the current one with --%s"),
		    comity_path_say(
			search, found.by_ocsp ? "OCSP answer" : "CRL"),
		    comity_certificate_issuer(certificate), at,
		    found.by_ocsp ? "ocsp" : "crl");
		break;
	default:
		comity_text_addf(&search->reason,
		    comity_path_say(search,
			"no CRL of \"%s\" was given that holds: add it with "
			"--crl"),
		    comity_certificate_issuer(certificate));
		if (found.refused > 0)
			comity_text_addf(&search->details,
			    comity_path_say(search,
				"; %zu CRLs or OCSP answers in that name do "
				"not "
				"hold: another key, another scope, or a weak "
				"signature"),
			    found.refused);
		if (found.unproven > 0)
			comity_text_addf(&search->details,
			    comity_path_say(search,
				"; of %zu it is not proven that they are older "
				"than the end of who signed them"),
			    found.unproven);
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
	struct comity_revocation found;
	size_t i;

	for (i = 0; i < search->hint_count; i++) {
		if (!issued_by(search->signer, search->hints[i]))
			continue;
		memset(&found, 0, sizeof(found));
		ask(search, search->signer, search->hints[i], NULL, &found);
		if (found.answer == COMITY_REVOCATION_REVOKED)
			return revoked_holds(search, found.since, true);
	}
	memset(&found, 0, sizeof(found));
	ask(search, search->signer,
	    issued_by(search->signer, search->signer) ? search->signer : NULL,
	    NULL, &found);
	if (found.answer == COMITY_REVOCATION_REVOKED)
		return revoked_holds(search, found.since, true);
	if (found.answer == COMITY_REVOCATION_UNPROVEN) {
		comity_text_add(&search->reason,
		    comity_path_say(search,
			"a CRL that you gave lists the signer, but that CRL's "
			"issuer is "
			"on no list: ask the signer, or leave the CRL out"));
		return comity_path_no(search, "TRY_LATER");
	}
	return true;
}
