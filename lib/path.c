/* SPDX-License-Identifier: Apache-2.0 */
#include "path.h"

#include "limit.h"
#include "memory.h"
#include "path-search.h"

#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

void
comity_path_result_clear(struct comity_path_result *result)
{
	free(result->reason);
	memset(result, 0, sizeof(*result));
	result->indication = COMITY_INDETERMINATE;
}

bool
comity_path_no(struct comity_path_search *search, const char *sub)
{
	search->out->indication = COMITY_INDETERMINATE;
	search->out->sub = sub;
	search->out->service = NULL;
	return false;
}

bool
comity_path_in_territory(const struct comity_path_search *search,
    const struct comity_service *service)
{
	return search->policy->territory == NULL ||
	       comity_text_same(search->policy->territory, service->territory);
}

const char *
comity_path_say(const struct comity_path_search *search, const char *english)
{
	return comity_phrase(english, search->policy->language);
}

/* What the status of a service was, for the reason. */
static void
say_status(
    struct comity_path_search *search, const struct comity_service *service)
{
	const char *status = NULL, *slash;
	char from[32] = "";
	bool websites = false;
	size_t i;

	for (i = 0; i < service->period_count; i++)
		if (service->periods[i].begins <= search->policy->moment &&
		    search->policy->moment < service->periods[i].ends) {
			status = service->periods[i].status;
			websites = service->periods[i].websites_only;
			comity_moment_write(service->periods[i].begins, from);
		}
	slash = status != NULL ? strrchr(status, '/') : NULL;
	if (status == NULL)
		comity_text_add(&search->details,
		    comity_path_say(search, "had no status yet at the moment"));
	else
		comity_text_addf(&search->details,
		    comity_path_say(search, "was \"%s\" since %s%s"),
		    slash != NULL ? slash + 1 : status, from,
		    websites ? comity_path_say(search,
				   ", for certificates of web sites only")
			     : "");
}

/* Note one listing of the signer; of a pinned list signer there is nothing
 * to tell. */
static void
say_listing(
    struct comity_path_search *search, const struct comity_service *service)
{
	if (service->territory == NULL)
		return;
	comity_text_addf(&search->details,
	    comity_path_say(
		search, "; listed as %s in the list of %s, where it "),
	    service->type, service->territory);
	say_status(search, service);
}

/* Why the signer's own place on the lists does not do. */
static void
say_unlisted(struct comity_path_search *search)
{
	const struct comity_verify_policy *policy = search->policy;

	if (search->evidence->stamp)
		comity_text_add(&search->reason,
		    comity_path_say(search,
			"the time-stamping authority stands on a list, but its "
			"service was not granted at the moment"));
	else if (policy->service_type == NULL)
		comity_text_add(&search->reason,
		    comity_path_say(search,
			"the signer's service was not granted at the moment"));
	else if (strcmp(policy->service_type, COMITY_SERVICE_TRUST_LIST) == 0)
		comity_text_add(&search->reason,
		    comity_path_say(search, "the signer is not the one that is "
					    "pinned for the list's "
					    "territory"));
	else
		comity_text_addf(&search->reason,
		    comity_path_say(search,
			"the signer stands on no list of %s as a service of "
			"type "
			"%s that was granted at the moment: add the list that "
			"has "
			"it, or do not rely on this signer"),
		    policy->territory != NULL
			? policy->territory
			: comity_path_say(search, "any territory"),
		    policy->service_type);
}

/* Whether a listing of the signer is of the kind that the policy asks. */
static bool
fits(const struct comity_path_search *search,
    const struct comity_service *service)
{
	const struct comity_verify_policy *policy = search->policy;

	if (search->evidence->stamp)
		return comity_service_is_stamp(service);
	return (policy->service_type == NULL ||
		   strcmp(service->type, policy->service_type) == 0) &&
	       comity_path_in_territory(search, service);
}

/*
 * Find the signer itself on the lists. Returns false if that already decides:
 * it is not there as the policy asks, or only where it is not granted.
 */
static bool
find_own(struct comity_path_search *search)
{
	const struct comity_verify_policy *policy = search->policy;
	bool listed = false;
	size_t i;

	comity_text_addf(&search->details,
	    comity_path_say(search, "considered: the signer \"%s\", serial %s"),
	    comity_certificate_subject(search->signer),
	    comity_certificate_serial(search->signer));
	for (i = comity_trust_find(
		 search->trust, search->signer, COMITY_TRUST_NONE);
	     i != COMITY_TRUST_NONE;
	     i = comity_trust_find(search->trust, search->signer, i)) {
		const struct comity_service *service =
		    &search->trust->listings[i]->service;

		say_listing(search, service);
		comity_grounds_listing(search->evidence->grounds, service,
		    fits(search, service),
		    comity_service_granted(service, policy->moment));
		if (!fits(search, service))
			continue;
		listed = true;
		if (search->own == NULL &&
		    comity_service_granted(service, policy->moment))
			search->own = service;
	}
	if (search->own != NULL ||
	    ((policy->service_type == NULL || search->evidence->stamp) &&
		!listed))
		return true;
	say_unlisted(search);
	return comity_path_no(search, "NO_CERTIFICATE_CHAIN_FOUND");
}

/* A signer that is its own anchor: its dates and its key. */
static bool
own_holds(struct comity_path_search *search)
{
	int64_t at = search->policy->moment;
	X509 *x509 = comity_certificate_x509(search->signer);
	EVP_PKEY *key = comity_certificate_public_key(search->signer);

	if (at < comity_certificate_not_before(search->signer) ||
	    at >= comity_certificate_not_after(search->signer)) {
		comity_text_add(&search->reason,
		    comity_path_say(search,
			"the moment lies outside the signer's own dates, and "
			"nothing "
			"proves that the signature is older"));
		return comity_path_no(search, "OUT_OF_BOUNDS_NO_POE");
	}
	if (key == NULL || EVP_PKEY_get_security_bits(key) < 112) {
		comity_text_add(&search->reason,
		    comity_path_say(search, "the signer's key is too weak"));
		return comity_path_no(search, "CRYPTO_CONSTRAINTS_FAILURE");
	}
	if ((X509_get_extension_flags(x509) & EXFLAG_INVALID) != 0 ||
	    !comity_certificate_critical_known(x509)) {
		comity_text_add(&search->reason,
		    comity_path_say(search, "the signer has an extension that "
					    "is broken, or critical "
					    "and "
					    "unknown"));
		return comity_path_no(search, "CHAIN_CONSTRAINTS_FAILURE");
	}
	return true;
}

/* Purposes that a certificate for signing documents may be limited to. */
static const char *const purposes[] = {
	"2.5.29.37.0", /* any */
	"1.3.6.1.5.5.7.3.4", /* email protection: what most signers have */
	"1.3.6.1.5.5.7.3.36", /* document signing, RFC 9336 */
	"1.3.6.1.4.1.311.10.3.12", /* the older one of it */
	"0.4.0.2231.3.0", /* trust list signing, TS 119 612 5.7.1 */
};

/* RFC 3161 2.3: timeStamping, critical, and nothing besides. */
static bool
stamp_purpose_holds(const X509 *x509)
{
	int critical = -1;
	EXTENDED_KEY_USAGE *usage =
	    X509_get_ext_d2i(x509, NID_ext_key_usage, &critical, NULL);
	bool holds =
	    critical == 1 && sk_ASN1_OBJECT_num(usage) == 1 &&
	    OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, 0)) == NID_time_stamp;

	sk_ASN1_OBJECT_pop_free(usage, ASN1_OBJECT_free);
	return holds;
}

static bool
purpose_holds(const X509 *x509)
{
	int critical = -1, i;
	EXTENDED_KEY_USAGE *usage =
	    X509_get_ext_d2i(x509, NID_ext_key_usage, &critical, NULL);
	bool holds = usage == NULL && critical == -1;
	char name[80];
	size_t j;

	for (i = 0; i < sk_ASN1_OBJECT_num(usage); i++) {
		if (OBJ_obj2txt(name, sizeof(name),
			sk_ASN1_OBJECT_value(usage, i), 1) <= 0)
			continue;
		for (j = 0; j < sizeof(purposes) / sizeof(purposes[0]); j++)
			if (strcmp(name, purposes[j]) == 0)
				holds = true;
	}
	sk_ASN1_OBJECT_pop_free(usage, ASN1_OBJECT_free);
	return holds;
}

/* keyUsage and extendedKeyUsage of the signer; X509_verify_cert() is not told
 * a purpose, since OpenSSL has none for signing documents. */
static bool
usage_holds(struct comity_path_search *search)
{
	X509 *x509 = comity_certificate_x509(search->signer);

	if ((X509_get_key_usage(x509) &
		(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0) {
		comity_text_add(&search->reason,
		    comity_path_say(search, "the signer's keyUsage has neither "
					    "digitalSignature nor "
					    "nonRepudiation"));
	} else if (search->evidence->stamp) {
		if (stamp_purpose_holds(x509))
			return true;
		comity_text_add(&search->reason,
		    comity_path_say(search,
			"the authority's extendedKeyUsage is not timeStamping "
			"alone and critical"));
	} else if (!purpose_holds(x509)) {
		comity_text_add(&search->reason,
		    comity_path_say(search, "the signer's extendedKeyUsage is "
					    "for something else than "
					    "documents"));
	} else {
		return true;
	}
	return comity_path_no(search, "CHAIN_CONSTRAINTS_FAILURE");
}

/* Say whose word stands behind a list whose signer is not pinned. */
static void
say_via(struct comity_path_search *search, const struct comity_service *service)
{
	if (service->via != NULL)
		comity_text_addf(&search->reason,
		    comity_path_say(
			search, ", whose signer is named by the list of %s"),
		    service->via);
}

/* Everything below the anchor, from the top. */
static void
judge_chain(
    struct comity_path_search *search, const struct comity_certificates *chain)
{
	size_t i;

	comity_grounds_path(
	    search->evidence->grounds, chain->at, chain->count, search->anchor);
	for (i = chain->count - 1; i > 0; i--)
		if (!comity_path_vouched(search, chain->at[i - 1], chain->at[i],
			i == chain->count - 1) ||
		    !comity_path_not_revoked(search, chain->at[i - 1],
			chain->at[i], i == 1, i == chain->count - 1))
			return;
	if (chain->count == 1 && !comity_path_own_not_revoked(search))
		return;
	search->out->indication = COMITY_TOTAL_PASSED;
	if (search->anchor->territory == NULL)
		comity_text_addf(&search->reason,
		    comity_path_say(search,
			"%zu certificates lead to \"%s\", which you pinned"),
		    chain->count, search->anchor->name);
	else
		comity_text_addf(&search->reason,
		    comity_path_say(search,
			"%zu certificates lead to the %s service \"%s\" of the "
			"list of %s"),
		    chain->count, search->evidence->stamp ? "TSA" : "CA",
		    search->anchor->name, search->anchor->territory);
	say_via(search, search->anchor);
}

/* An authority that a list names itself needs no CA: its list answers for it
 * (TS 119 612 clause 5.5.1.1 has the authority's own certificate there). */
static int
judge_own(struct comity_path_search *search)
{
	if (own_holds(search) && comity_path_own_not_revoked(search)) {
		search->out->indication = COMITY_TOTAL_PASSED;
		comity_text_addf(&search->reason,
		    comity_path_say(search,
			"the authority stands on a list by itself, as %s"),
		    search->own->type);
		say_via(search, search->own);
	}
	return COMITY_OK;
}

/* The signer is its own path. */
static bool
own_path(const struct comity_path_search *search)
{
	struct comity_certificate *signer =
	    (struct comity_certificate *)search->signer; /* only read */

	comity_grounds_path(search->evidence->grounds, &signer, 1, search->own);
	return true;
}

/* No chain to a CA that is granted. If there is one to a CA that is not, the
 * signer has lost its ground; else it may stand on the list by itself. */
static int
without_chain(struct comity_path_search *search)
{
	struct comity_certificates chain = { 0 };
	enum comity_path_attempt attempt =
	    comity_path_chain(search, false, &chain);

	comity_certificates_clear(&chain);
	if (attempt == COMITY_PATH_BROKEN)
		return COMITY_EINTERNAL;
	if (attempt != COMITY_PATH_NONE && search->evidence->stamp) {
		comity_text_add(
		    &search->reason, comity_path_say(search,
					 "the service of the time-stamping "
					 "authority is on a list, "
					 "but was not granted at the moment"));
		comity_path_no(search, "NO_CERTIFICATE_CHAIN_FOUND");
	} else if (attempt != COMITY_PATH_NONE) {
		comity_text_add(&search->reason,
		    comity_path_say(search, "the signer's CA is on a list, but "
					    "was not granted at the "
					    "moment"));
		comity_path_no(search, "NO_CERTIFICATE_CHAIN_FOUND");
	} else if (search->own == NULL && search->evidence->stamp) {
		comity_text_add(&search->reason,
		    comity_path_say(search,
			"no list in use has a time-stamping service that leads "
			"to "
			"this authority: add its list with --trust, or pin its "
			"certificate with --tsa-cert"));
		comity_path_no(search, "NO_CERTIFICATE_CHAIN_FOUND");
	} else if (search->own == NULL) {
		comity_text_add(&search->reason,
		    comity_path_say(search,
			"no list in use leads to the signer: add the trust "
			"list "
			"of its jurisdiction with --trust and its signer with "
			"--trust-signer"));
		comity_path_no(search, "NO_CERTIFICATE_CHAIN_FOUND");
	} else if (own_path(search) && own_holds(search) &&
		   comity_path_own_not_revoked(search)) {
		search->out->indication = COMITY_TOTAL_PASSED;
		comity_text_addf(&search->reason,
		    comity_path_say(
			search, "the signer stands on a list by itself, as %s"),
		    search->own->type);
		say_via(search, search->own);
	}
	return COMITY_OK;
}

static int
judge(struct comity_path_search *search)
{
	struct comity_certificates chain = { 0 };
	int rc = COMITY_EINTERNAL;

	if (!find_own(search) || !usage_holds(search))
		return COMITY_OK;
	if (search->evidence->stamp && search->own != NULL)
		return judge_own(search);
	switch (comity_path_chain(search, true, &chain)) {
	case COMITY_PATH_FOUND:
		judge_chain(search, &chain);
		rc = COMITY_OK;
		break;
	case COMITY_PATH_NONE:
		rc = without_chain(search);
		break;
	case COMITY_PATH_DECIDED:
		rc = COMITY_OK;
		break;
	case COMITY_PATH_BROKEN:
		break;
	}
	comity_certificates_clear(&chain);
	return rc;
}

/* The reason: what decides first, then what was considered. */
static char *
reason_take(struct comity_path_search *search)
{
	if (search->details.failed)
		search->reason.failed = true;
	if (search->details.len > 0)
		comity_text_addf(
		    &search->reason, " (%s)", search->details.data);
	if (search->reason.failed)
		return NULL;
	return comity_text_take(&search->reason);
}

/* A signer whom the caller names needs no list. It answers for nothing else:
 * what is wrong with the certificate itself stays wrong. */
static void
judge_named(struct comity_path_search *search)
{
	const char *sub = search->out->sub;

	if (sub != NULL && strncmp(sub, "REVOKED", 7) == 0)
		return;
	comity_text_clear(&search->reason);
	comity_text_clear(&search->details);
	search->own = search->anchor = NULL; /* no service of a list counts */
	if (!usage_holds(search) || !own_holds(search) ||
	    !comity_path_own_not_revoked(search))
		return;
	search->out->indication = COMITY_TOTAL_PASSED;
	comity_text_addf(&search->reason,
	    comity_path_say(search,
		"the signer is \"%s\", whom you named; no list says for what "
		"it may sign"),
	    comity_certificate_subject(search->signer));
}

int
comity_path_judge(const struct comity_trust *trust,
    const struct comity_certificate *signer,
    const struct comity_certificate *const *hints, size_t hint_count,
    const struct comity_verify_policy *policy,
    const struct comity_path_evidence *evidence, struct comity_path_result *out)
{
	static const struct comity_path_evidence none;
	struct comity_path_search search = { .trust = trust,
		.signer = signer,
		.hints = hints,
		.hint_count = hint_count,
		.policy = policy,
		.evidence = evidence != NULL ? evidence : &none,
		.out = out };
	bool named =
	    !search.evidence->stamp && comity_trust_names_signer(trust, signer);
	int rc = COMITY_OK;

	comity_grounds_path_begin(
	    search.evidence->grounds, policy->moment, search.evidence->proven);
	memset(out, 0, sizeof(*out));
	out->indication = COMITY_INDETERMINATE;
	out->sub = "NO_CERTIFICATE_CHAIN_FOUND";
	if (hint_count > COMITY_CERTIFICATES_MAX)
		return COMITY_ELIMIT;
	if (comity_trust_is_empty(trust) && !search.evidence->stamp)
		comity_text_add(&search.reason,
		    "no trust list is in use, so nobody vouches for the "
		    "signer: give one with --trust and its signer with "
		    "--trust-signer");
	else
		rc = judge(&search);
	if (rc == COMITY_OK && named && out->indication != COMITY_TOTAL_PASSED)
		judge_named(&search);
	if (rc == COMITY_OK && out->indication == COMITY_TOTAL_PASSED) {
		out->sub = NULL;
		out->service = search.own != NULL ? search.own : search.anchor;
	}
	comity_grounds_path_end(
	    search.evidence->grounds, signer, hints, hint_count);
	out->reason = reason_take(&search);
	if (comity_memory_failed() || (rc == COMITY_OK && out->reason == NULL))
		rc = COMITY_ENOMEM;
	comity_text_clear(&search.reason);
	comity_text_clear(&search.details);
	if (rc != COMITY_OK)
		comity_path_result_clear(out);
	return rc;
}

bool
comity_path_is_authority(const struct comity_certificate *certificate)
{
	return stamp_purpose_holds(comity_certificate_x509(certificate));
}
