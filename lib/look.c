/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"

#include "beside.h"
#include "limit.h"
#include "memory.h"
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

void
comity_look_clear(struct comity_look *look)
{
	comity_evidence_clear(&look->evidence);
	comity_proven_clear(&look->proven);
	comity_proof_clear(&look->proof);
	comity_identifiers_free(look->context.identifiers);
	comity_octets_cache_clear(&look->context.cache);
	memset(look, 0, sizeof(*look));
}

xmlNodePtr
comity_look_signature(const struct comity_doc *doc, size_t i)
{
	xmlNodePtr root = comity_doc_root(doc), at;

	if (comity_node_is(root, COMITY_NS_DS, "Signature"))
		return i == 0 ? root : NULL;
	for (at = comity_node_child(root, COMITY_NS_DS, "Signature");
	     at != NULL && i > 0; i--)
		at = comity_node_next(at, COMITY_NS_DS, "Signature");
	return at;
}

int
comity_look_read(const struct comity_doc *doc,
    const struct comity_beside *beside, const struct comity_trust *trust,
    int64_t now, xmlNodePtr node, struct comity_look *look)
{
	const struct comity_verify_policy policy = { .moment = now,
		.now = now };
	const xmlNode *where = NULL;
	char *id = NULL;
	int rc;

	memset(look, 0, sizeof(*look));
	look->node = node;
	look->context.doc = doc;
	look->context.beside = beside;
	look->context.dating =
	    (struct comity_dating){ .today = comity_stamps_today(&policy) };
	rc = comity_c14n_check(doc, &where, &look->context.cache.cost);
	if (rc == COMITY_OK)
		rc = comity_identifiers_read(doc, &look->context.identifiers);
	if (rc == COMITY_OK)
		rc = comity_signature_attribute(node, "Id", &id);
	if (rc == COMITY_OK)
		rc = comity_proof_make(
		    &look->context, node, id, NULL, &look->proof);
	free(id);
	if (rc == COMITY_OK)
		rc = comity_evidence_read(
		    &look->context, &look->proof, &look->evidence);
	if (rc == COMITY_OK)
		rc = comity_stamps_judge(trust, &policy, &look->proof,
		    &look->evidence, &look->proven);
	return rc;
}

/* The question of one document. */
struct gathering {
	const struct comity_trust *trust;
	const struct comity_certificates *certificates;
	int64_t now;
	int (*want)(void *user, const struct comity_certificate *certificate,
	    const struct comity_certificate *issuer,
	    struct comity_report *report);
	void *user;
	struct comity_report *report;
};

/* Whether something already speaks of a certificate as it is now. */
static bool
is_known(const struct gathering *gathering,
    const struct comity_evidence *evidence,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer)
{
	const struct comity_trust *trust = gathering->trust;
	struct comity_revocation found = { 0 };

	comity_crls_find(
	    &trust->crls, certificate, issuer, gathering->now, NULL, &found);
	comity_crls_find(
	    &evidence->crls, certificate, issuer, gathering->now, NULL, &found);
	comity_ocsps_find(&trust->ocsps, certificate, issuer, gathering->now,
	    NULL, &trust->crls, &found);
	comity_ocsps_find(&evidence->ocsps, certificate, issuer, gathering->now,
	    NULL, &evidence->crls, &found);
	return found.answer == COMITY_REVOCATION_GOOD ||
	       found.answer == COMITY_REVOCATION_REVOKED;
}

static bool
is_anchor(const struct comity_trust *trust,
    const struct comity_certificate *certificate)
{
	return comity_trust_find(trust, certificate, COMITY_TRUST_NONE) !=
	       COMITY_TRUST_NONE;
}

static int
gather_chain(const struct gathering *gathering, const struct comity_look *look,
    const struct comity_certificate *from)
{
	struct comity_level_chain chain;
	size_t i;
	int rc = COMITY_OK;

	comity_level_follow(gathering->trust, &look->proof, &look->evidence,
	    gathering->certificates, from, &chain);
	if (!chain.ends ||
	    !is_anchor(gathering->trust, chain.at[chain.count - 1]))
		return COMITY_OK;
	for (i = 0; rc != COMITY_ENOMEM && i + 1 < chain.count; i++)
		if (!is_known(gathering, &look->evidence, chain.at[i],
			chain.at[i + 1]))
			rc = gathering->want(gathering->user, chain.at[i],
			    chain.at[i + 1], gathering->report);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

static int
gather_signature(const struct gathering *gathering, struct comity_look *look)
{
	const struct comity_certificate *authority;
	const char *why;
	size_t i;
	int rc = gather_chain(gathering, look, look->proof.certificate);

	for (i = 0; rc == COMITY_OK && i < look->evidence.stamp_count; i++) {
		struct comity_stamp *stamp = &look->evidence.stamps[i];

		if (stamp->token == NULL || !stamp->matches)
			continue;
		authority = comity_token_prove(
		    stamp->token, &look->evidence.certificates, &why);
		if (authority != NULL)
			rc = gather_chain(gathering, look, authority);
		else if (comity_memory_failed())
			rc = COMITY_ENOMEM;
	}
	return rc;
}

/* Of each signature of one document. */
static int
gather_document(const struct gathering *gathering, const struct comity_doc *doc,
    const struct comity_beside *beside)
{
	struct comity_look look;
	xmlNodePtr node;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < COMITY_SIGNATURES_MAX; i++) {
		if ((node = comity_look_signature(doc, i)) == NULL)
			break;
		rc = comity_look_read(
		    doc, beside, gathering->trust, gathering->now, node, &look);
		if (rc == COMITY_OK)
			rc = gather_signature(gathering, &look);
		else if (rc == COMITY_REFUSED)
			rc = COMITY_OK; /* verifying says why */
		comity_look_clear(&look);
	}
	return rc;
}

int
comity_look_gather(const struct comity_doc *doc,
    const struct comity_trust *trust,
    const struct comity_certificates *certificates, int64_t now,
    int (*want)(void *user, const struct comity_certificate *certificate,
	const struct comity_certificate *issuer, struct comity_report *report),
    void *user, struct comity_report *report)
{
	const struct gathering gathering = { trust, certificates, now, want,
		user, report };
	const struct comity_beside *beside = doc->beside;
	size_t i;
	int rc = COMITY_OK;

	if (beside == NULL || beside->self)
		rc = gather_document(&gathering, doc, beside);
	for (i = 0; rc == COMITY_OK && beside != NULL && i < beside->count; i++)
		rc = gather_document(&gathering, beside->signatures[i], beside);
	return rc;
}
