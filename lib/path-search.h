/* SPDX-License-Identifier: Apache-2.0 */
/* path-search: one question to path.c, shared by its three files. */
#ifndef COMITY_PATH_SEARCH_H
#define COMITY_PATH_SEARCH_H

#include "path.h"
#include "text.h"
#include "trust-list.h"

/* One question, and what was found so far. */
struct comity_path_search {
	const struct comity_trust *trust;
	const struct comity_certificate *signer;
	const struct comity_certificate *const *hints;
	size_t hint_count;
	const struct comity_verify_policy *policy;
	const struct comity_path_evidence *evidence; /* never NULL */
	struct comity_path_result *out;
	struct comity_text reason; /* what decides, and what to do */
	struct comity_text details; /* what was considered on the way */
	const struct comity_service *own; /* the signer's, granted; NULL */
	const struct comity_service *anchor; /* the CA's at the end; NULL */
};

/* comity_path_check() without a memory: path-seen.c asks it. */
int comity_path_judge(const struct comity_trust *trust,
    const struct comity_certificate *signer,
    const struct comity_certificate *const *hints, size_t hint_count,
    const struct comity_verify_policy *policy,
    const struct comity_path_evidence *evidence,
    struct comity_path_result *out);

/* Whether a service is of the territory that the policy asks for. */
bool comity_path_in_territory(const struct comity_path_search *search,
    const struct comity_service *service);
/* A sentence of ours in the language of the policy. */
const char *comity_path_say(const struct comity_path_search *search,
    const char *english) __attribute__((format_arg(2)));
/* Decide: INDETERMINATE with a sub-indication; returns false. */
bool comity_path_no(struct comity_path_search *search, const char *sub);

/* How a chain was looked for and what came of it. */
enum comity_path_attempt {
	COMITY_PATH_FOUND,
	COMITY_PATH_NONE, /* no way to these anchors */
	COMITY_PATH_DECIDED, /* a no that another way does not heal */
	COMITY_PATH_BROKEN /* memory, OpenSSL: no answer */
};

/*
 * Build and check a chain from the signer to a CA service that is granted at
 * the moment, or, to tell why there is none, to one that is not.
 * chain  signer first, anchor last; for comity_certificates_clear();
 *        written on COMITY_PATH_FOUND.
 * search->anchor is set to the listed service at its end.
 */
enum comity_path_attempt comity_path_chain(struct comity_path_search *search,
    bool granted, struct comity_certificates *chain);

/* Whether what an issuer signed of one certificate was signed while the
 * issuer could answer for it; if not, the search is decided. top: the issuer
 * is the anchor, and its service too must not have ended. */
bool comity_path_vouched(struct comity_path_search *search,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, bool top);
/* Revocation of one certificate below the anchor (rule 22). Returns whether
 * it holds; if not, the search is decided. */
bool comity_path_not_revoked(struct comity_path_search *search,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, bool is_signer, bool top);
/* Of a signer that is its own anchor. */
bool comity_path_own_not_revoked(struct comity_path_search *search);

#endif
