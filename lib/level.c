/* SPDX-License-Identifier: Apache-2.0 */
#include "level.h"

#include "limit.h"
#include "text.h"
#include "trust-list.h"

#include <stdlib.h>

const char *
comity_level_name(enum comity_level level)
{
	static const char *const names[] = { "XAdES", "XAdES B-B", "XAdES B-T",
		"XAdES B-LT", "XAdES B-LTA" };

	return names[level];
}

/* Whether a chain may end here: a CA, an authority, or a signer of a list. */
static bool
is_listed(const struct comity_trust *trust,
    const struct comity_certificate *certificate)
{
	size_t i;

	for (i = COMITY_TRUST_NONE; (i = comity_trust_find(trust, certificate,
					 i)) != COMITY_TRUST_NONE;) {
		const struct comity_service *service =
		    &trust->listings[i]->service;

		if (comity_service_is_ca(service) ||
		    comity_service_is_stamp(service))
			return true;
	}
	return false;
}

static const struct comity_certificate *
issuer_among(const struct comity_certificates *certificates,
    const struct comity_certificate *of)
{
	size_t i;

	for (i = 0; certificates != NULL && i < certificates->count; i++)
		if (!comity_certificate_same(certificates->at[i], of) &&
		    comity_certificate_is_issued(of, certificates->at[i]))
			return certificates->at[i];
	return NULL;
}

static const struct comity_certificate *
issuer_of(const struct comity_trust *trust, const struct comity_proof *proof,
    const struct comity_evidence *evidence,
    const struct comity_certificates *more, const struct comity_certificate *of)
{
	const struct comity_certificate *issuer;
	size_t i;

	for (i = COMITY_TRUST_NONE;
	     (i = comity_trust_find_named(trust,
		  comity_certificate_issuer_hash(of), i)) != COMITY_TRUST_NONE;)
		if ((comity_service_is_ca(&trust->listings[i]->service) ||
			comity_service_is_stamp(
			    &trust->listings[i]->service)) &&
		    comity_certificate_is_issued(
			of, trust->listings[i]->certificate))
			return trust->listings[i]->certificate;
	if ((issuer = issuer_among(&proof->certificates, of)) == NULL)
		issuer = issuer_among(&evidence->certificates, of);
	return issuer != NULL ? issuer : issuer_among(more, of);
}

void
comity_level_follow(const struct comity_trust *trust,
    const struct comity_proof *proof, const struct comity_evidence *evidence,
    const struct comity_certificates *more,
    const struct comity_certificate *from, struct comity_level_chain *out)
{
	const struct comity_certificate *at = from;

	out->count = 0;
	out->ends = false;
	while (at != NULL && out->count < COMITY_PATH_MAX) {
		out->at[out->count++] = at;
		if (is_listed(trust, at) ||
		    comity_certificate_is_issued(at, at)) {
			out->ends = true;
			return;
		}
		at = issuer_of(trust, proof, evidence, more, at);
	}
}

bool
comity_level_has_revocation(const struct comity_evidence *evidence,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer)
{
	struct comity_revocation found = { 0 };

	comity_crls_find(
	    &evidence->crls, certificate, issuer, INT64_MIN, NULL, &found);
	comity_ocsps_find(&evidence->ocsps, certificate, issuer, INT64_MIN,
	    NULL, &evidence->crls, &found);
	return found.answer != COMITY_REVOCATION_NONE || found.refused > 0;
}

/* Whether everything about one certificate came along; if not, say what is
 * missing. */
static bool
complete(const struct comity_trust *trust, const struct comity_proof *proof,
    const struct comity_evidence *evidence,
    const struct comity_certificate *from, struct comity_text *missing)
{
	struct comity_level_chain chain;
	size_t i;

	comity_level_follow(trust, proof, evidence, NULL, from, &chain);
	/* without lists nobody knows where a chain ends: its lowest counts */
	for (i = 0; i + 1 < chain.count && (i == 0 || trust->listing_count > 0);
	     i++)
		if (!comity_level_has_revocation(
			evidence, chain.at[i], chain.at[i + 1])) {
			comity_text_addf(missing,
			    "for B-LT: revocation data (CRL or OCSP) of \"%s\"",
			    comity_certificate_subject(chain.at[i]));
			return false;
		}
	if (chain.ends)
		return true;
	comity_text_addf(missing, "for B-LT: the certificate of \"%s\"",
	    comity_certificate_issuer(chain.at[chain.count - 1]));
	return false;
}

/* Whether a timestamp was given for this signature, by whomever. */
static bool
is_given(const struct comity_stamp *stamp, enum comity_stamp_kind kind)
{
	return stamp->kind == kind && stamp->matches &&
	       stamp->authority != NULL;
}

static bool
has_stamp(const struct comity_evidence *evidence, enum comity_stamp_kind kind)
{
	size_t i;

	for (i = 0; i < evidence->stamp_count; i++)
		if (is_given(&evidence->stamps[i], kind))
			return true;
	return false;
}

/* Whether the signer's and the authorities' material is all there. */
static bool
has_values(const struct comity_trust *trust, const struct comity_proof *proof,
    struct comity_evidence *evidence, struct comity_text *missing)
{
	const struct comity_certificate *authority;
	const char *why;
	size_t i;

	if (!complete(trust, proof, evidence, proof->certificate, missing))
		return false;
	/* a list may name the authority itself, which then needs nothing */
	for (i = 0; trust->listing_count > 0 && i < evidence->stamp_count;
	     i++) {
		if (!is_given(&evidence->stamps[i], COMITY_STAMP_SIGNATURE))
			continue;
		authority = comity_token_prove(
		    evidence->stamps[i].token, &evidence->certificates, &why);
		if (authority == NULL ||
		    !complete(trust, proof, evidence, authority, missing))
			return false;
	}
	return true;
}

int
comity_level_find(const struct comity_trust *trust,
    const struct comity_proof *proof, struct comity_evidence *evidence,
    enum comity_level *level, char **missing)
{
	struct comity_text text = { 0 };

	*missing = NULL;
	*level = COMITY_LEVEL_NONE;
	if (!proof->xades.version->baseline ||
	    proof->properties.signing_time == NULL ||
	    proof->properties.certificate.legacy ||
	    !proof->properties.has_format)
		return COMITY_OK;
	*level = COMITY_LEVEL_B;
	if (has_stamp(evidence, COMITY_STAMP_SIGNATURE))
		*level = COMITY_LEVEL_T;
	else
		comity_text_add(&text,
		    "for B-T: a timestamp over the signature (comity extend "
		    "--level t)");
	if (*level == COMITY_LEVEL_T &&
	    has_values(trust, proof, evidence, &text))
		*level = COMITY_LEVEL_LT;
	if (*level == COMITY_LEVEL_LT &&
	    has_stamp(evidence, COMITY_STAMP_ARCHIVE)) {
		*level = COMITY_LEVEL_LTA;
		return COMITY_OK;
	}
	if (*level == COMITY_LEVEL_LT)
		comity_text_add(&text,
		    "for B-LTA: a timestamp over everything (comity extend "
		    "--level lta)");
	else if (*level == COMITY_LEVEL_T && text.len == 0)
		comity_text_add(&text,
		    "for B-LT: the certificate of a timestamp's authority");
	*missing = comity_text_take(&text);
	return *missing != NULL ? COMITY_OK : COMITY_ENOMEM;
}
