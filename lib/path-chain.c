/* SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "path-search.h"
#include "seen.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

/* Whether a listing may end a chain. Where the signer itself is listed as the
 * policy asks, its CA may be of any list: that only adds duties. */
static bool
is_anchor(const struct comity_path_search *search,
    const struct comity_listing *listing, bool granted)
{
	if (search->evidence->stamp)
		return comity_service_is_stamp(&listing->service) &&
		       comity_service_granted(&listing->service,
			   search->policy->moment) == granted;
	return comity_service_is_ca(&listing->service) &&
	       (search->own != NULL ||
		   comity_path_in_territory(search, &listing->service)) &&
	       comity_service_granted(
		   &listing->service, search->policy->moment) == granted;
}

/* Names whose holders may end the chain: of the certificates that there are,
 * of their issuers, and so on upwards. A list of thousands has few of them. */
struct names {
	size_t at[4 * COMITY_CERTIFICATES_MAX];
	size_t count;
};

static void
names_add(struct names *names, size_t name)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (names->at[i] == name)
			return;
	if (names->count < sizeof(names->at) / sizeof(names->at[0]))
		names->at[names->count++] = name;
}

static void
names_of(struct names *names, const struct comity_certificate *certificate)
{
	names_add(names, comity_certificate_subject_hash(certificate));
	names_add(names, comity_certificate_issuer_hash(certificate));
}

/* The CA certificates that may end a chain: granted at the moment, or, to
 * tell why there is none, those that were not. */
static STACK_OF(X509) *
    anchors_new(const struct comity_path_search *search, bool granted)
{
	const struct comity_trust *trust = search->trust;
	STACK_OF(X509) *anchors = sk_X509_new_null();
	struct names names = { 0 };
	size_t i, at;

	names_of(&names, search->signer);
	for (i = 0; i < search->hint_count; i++)
		names_of(&names, search->hints[i]);
	for (i = 0; anchors != NULL && i < names.count; i++) {
		at = COMITY_TRUST_NONE;
		while ((at = comity_trust_find_named(trust, names.at[i], at)) !=
		       COMITY_TRUST_NONE) {
			const struct comity_certificate *certificate =
			    trust->listings[at]->certificate;

			if (!is_anchor(search, trust->listings[at], granted))
				continue;
			names_of(&names, certificate);
			if (sk_X509_push(anchors,
				comity_certificate_x509(certificate)) == 0) {
				sk_X509_free(anchors);
				return NULL;
			}
		}
	}
	return anchors;
}

/* All that the lists grant, for the reason. */
static size_t
anchors_count(const struct comity_path_search *search)
{
	size_t i, count = 0;

	for (i = 0; i < search->trust->listing_count; i++)
		if (is_anchor(search, search->trust->listings[i], true))
			count++;
	return count;
}

static STACK_OF(X509) * hints_new(const struct comity_path_search *search)
{
	STACK_OF(X509) *hints = sk_X509_new_null();
	size_t i;

	for (i = 0; hints != NULL && i < search->hint_count; i++)
		if (sk_X509_push(hints,
			comity_certificate_x509(search->hints[i])) == 0) {
			sk_X509_free(hints);
			return NULL;
		}
	return hints;
}

/* OpenSSL's no in the field's words; NULL: only that there is no chain. */
static const char *
sub_of(int error)
{
	switch (error) {
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_CERT_UNTRUSTED:
		return NULL;
	case X509_V_ERR_CERT_NOT_YET_VALID:
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return "OUT_OF_BOUNDS_NO_POE";
	case X509_V_ERR_EE_KEY_TOO_SMALL:
	case X509_V_ERR_CA_KEY_TOO_SMALL:
	case X509_V_ERR_CA_MD_TOO_WEAK:
		return "CRYPTO_CONSTRAINTS_FAILURE";
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
	case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
	case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY:
		return "CERTIFICATE_CHAIN_GENERAL_FAILURE";
	default:
		return "CHAIN_CONSTRAINTS_FAILURE";
	}
}

/* 112 bits, so no SHA-1 and no RSA below 2048; any certificate may be an
 * anchor; the moment is ours; CRLs are our own step (rule 22). */
static bool
set_rules(X509_STORE_CTX *context, const struct comity_path_search *search)
{
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);

	X509_VERIFY_PARAM_set_depth(rules, COMITY_PATH_MAX);
	X509_VERIFY_PARAM_set_auth_level(rules, 2);
	X509_VERIFY_PARAM_set_time(rules, (time_t)search->policy->moment);
	return X509_VERIFY_PARAM_set_flags(rules,
		   X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST) == 1;
}

/* OpenSSL does not understand every critical extension that we do. */
static int
forgive(int holds, X509_STORE_CTX *context)
{
	const X509 *at = X509_STORE_CTX_get_current_cert(context);

	if (holds || at == NULL ||
	    X509_STORE_CTX_get_error(context) !=
		X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION ||
	    !comity_certificate_critical_known(at))
		return holds;
	X509_STORE_CTX_set_error(context, X509_V_OK);
	return 1;
}

static void
say_failure(
    struct comity_path_search *search, X509_STORE_CTX *context, int error)
{
	struct comity_text *details = &search->details;
	const X509 *at = X509_STORE_CTX_get_current_cert(context);
	char *subject =
	    at != NULL ? X509_NAME_oneline(X509_get_subject_name(at), NULL, 0)
		       : NULL;
	size_t i;

	if (sub_of(error) != NULL)
		comity_text_addf(&search->reason,
		    comity_path_say(search, "at \"%s\": %s"),
		    subject != NULL ? subject
				    : comity_path_say(search, "the signer"),
		    X509_verify_cert_error_string(error));
	OPENSSL_free(subject);
	if (sub_of(error) != NULL)
		return;
	comity_text_addf(details,
	    comity_path_say(search,
		"; its issuer \"%s\" was looked for among %zu %s services that "
		"the lists grant at the moment"),
	    comity_certificate_issuer(search->signer), anchors_count(search),
	    search->evidence->stamp ? "TSA" : "CA");
	for (i = 0; i < search->hint_count; i++)
		if (!comity_certificate_same(search->hints[i], search->signer))
			comity_text_addf(details,
			    comity_path_say(search,
				"; \"%s\", which came along, leads to none"),
			    comity_certificate_subject(search->hints[i]));
}

/* Build and check a chain to these anchors; chain: owned by the caller. */
static enum comity_path_attempt
try_anchors(struct comity_path_search *search, STACK_OF(X509) * anchors,
    STACK_OF(X509) * hints, bool granted, STACK_OF(X509) * *chain)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	enum comity_path_attempt attempt = COMITY_PATH_BROKEN;
	int verified, error;

	*chain = NULL;
	if (context == NULL ||
	    X509_STORE_CTX_init(context, NULL,
		comity_certificate_x509(search->signer), hints) != 1)
		goto out;
	X509_STORE_CTX_set0_trusted_stack(context, anchors);
	if (!set_rules(context, search))
		goto out;
	X509_STORE_CTX_set_verify_cb(context, forgive);
	verified = X509_verify_cert(context);
	error = X509_STORE_CTX_get_error(context);
	if (verified == 1 && error == X509_V_OK) {
		*chain = X509_STORE_CTX_get1_chain(context);
		if (*chain != NULL && sk_X509_num(*chain) > 0)
			attempt = COMITY_PATH_FOUND;
		goto out;
	}
	if (verified < 0 || error == X509_V_OK ||
	    error == X509_V_ERR_OUT_OF_MEM || error == X509_V_ERR_UNSPECIFIED)
		goto out;
	if (granted)
		say_failure(search, context, error);
	attempt = COMITY_PATH_NONE;
	if (sub_of(error) != NULL) {
		if (granted)
			comity_path_no(search, sub_of(error));
		attempt = COMITY_PATH_DECIDED;
	}
out:
	X509_STORE_CTX_free(context);
	ERR_clear_error();
	return attempt;
}

/* The chain as certificates of ours, and the service at its end. */
static int
chain_read(struct comity_path_search *search, STACK_OF(X509) * chain,
    bool granted, struct comity_certificates *out)
{
	struct comity_certificate *certificate, *top;
	unsigned char *der;
	size_t j;
	int i, len, rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < sk_X509_num(chain); i++) {
		der = NULL;
		len = i2d_X509(sk_X509_value(chain, i), &der);
		if (len <= 0)
			return COMITY_ENOMEM;
		rc = comity_seen_certificate(
		    search->trust->seen, der, (size_t)len, &certificate);
		OPENSSL_free(der);
		if (rc == COMITY_OK)
			rc = comity_certificates_add(out, certificate);
	}
	top = rc == COMITY_OK ? out->at[out->count - 1] : NULL;
	for (j = COMITY_TRUST_NONE;
	     top != NULL && (j = comity_trust_find(search->trust, top, j)) !=
				COMITY_TRUST_NONE;) {
		const struct comity_listing *listing =
		    search->trust->listings[j];

		if (is_anchor(search, listing, granted)) {
			search->anchor = &listing->service;
			return COMITY_OK;
		}
	}
	return rc != COMITY_OK ? rc : COMITY_EINTERNAL;
}

enum comity_path_attempt
comity_path_chain(struct comity_path_search *search, bool granted,
    struct comity_certificates *chain)
{
	STACK_OF(X509) *anchors = anchors_new(search, granted);
	STACK_OF(X509) *hints = hints_new(search), *found = NULL;
	enum comity_path_attempt attempt = COMITY_PATH_BROKEN;

	if (anchors != NULL && hints != NULL)
		attempt = try_anchors(search, anchors, hints, granted, &found);
	if (attempt == COMITY_PATH_FOUND &&
	    chain_read(search, found, granted, chain) != COMITY_OK) {
		comity_certificates_clear(chain);
		attempt = COMITY_PATH_BROKEN;
	}
	sk_X509_free(anchors);
	sk_X509_free(hints);
	sk_X509_pop_free(found, X509_free);
	return attempt;
}
