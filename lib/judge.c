/* SPDX-License-Identifier: Apache-2.0 */
#include "judge.h"

#include "path.h"
#include "proof.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define SECONDS_A_DAY 86400

/* The judging of one document. */
struct judge {
	struct comity_proof_context context;
	const struct comity_trust *trust;
	const struct comity_verify_policy *policy;
	struct comity_ruling all; /* against every signature; sub NULL none */
	struct comity_octets passed, intact; /* of the first that covers all */
};

/* The next element in document order. */
static xmlNodePtr
next_element(xmlNodePtr node, const xmlNode *root)
{
	xmlNodePtr next = comity_node_first(node);

	while (next == NULL && node != root) {
		next = comity_node_after(node);
		node = node->parent;
	}
	return next;
}

/* Rule 6: where a ds:Signature may stand. */
static bool
stands_right(const xmlNode *node, const xmlNode *root)
{
	return node == root || node->parent == root;
}

/* Count the signatures, and rule against all if one stands elsewhere. */
static int
count_signatures(struct judge *judge, size_t *main_count, size_t *counter_count)
{
	xmlNodePtr root = comity_doc_root(judge->context.doc), node;
	int rc;

	for (node = root; node != NULL; node = next_element(node, root)) {
		if (!comity_node_is(node, COMITY_NS_DS, "Signature"))
			continue;
		if (!stands_right(node, root) &&
		    comity_xades_master(node) != NULL) {
			(*counter_count)++;
			continue;
		}
		(*main_count)++;
		if (stands_right(node, root) &&
		    !(node != root &&
			comity_node_is(root, COMITY_NS_DS, "Signature")))
			continue;
		rc = comity_ruling_shape(&judge->all,
		    "rule 6: a ds:Signature stands in %s (line %lu); it may "
		    "be a child of the root, the root itself, or a "
		    "counter-signature",
		    (const char *)node->parent->name,
		    comity_doc_line(judge->context.doc, node));
		if (rc == COMITY_ENOMEM)
			return rc;
	}
	return COMITY_OK;
}

/* Rules 5 and 14: what makes every signature of the document doubtful. */
static int
check_document(struct judge *judge)
{
	const struct comity_doc *doc = judge->context.doc;
	const xmlNode *where = NULL;
	const char *twice;
	int rc;

	rc = comity_c14n_check(doc, &where, &judge->context.cache.cost);
	if (rc == COMITY_REFUSED)
		rc = comity_ruling_format(&judge->all,
		    "rule 5: a relative namespace name (line %lu) has no "
		    "canonical form",
		    comity_doc_line(doc, where));
	if (rc != COMITY_OK && rc != COMITY_REFUSED)
		return rc;
	rc = comity_identifiers_read(doc, &judge->context.identifiers);
	if (rc != COMITY_OK)
		return rc;
	twice = comity_identifiers_double(judge->context.identifiers, &where);
	if (twice == NULL)
		return COMITY_OK;
	rc = comity_ruling_shape(&judge->all,
	    "rule 14: the Id \"%s\" stands in the document more than once "
	    "(line %lu)",
	    twice, comity_doc_line(doc, where));
	return rc == COMITY_REFUSED ? COMITY_OK : rc;
}

static int
copy(const char *from, char **to)
{
	if (from == NULL)
		return COMITY_OK;
	*to = comity_text_copy(from);
	return *to == NULL ? COMITY_ENOMEM : COMITY_OK;
}

/* Who signed and how, as far as it is known. */
static int
describe(const struct comity_proof *proof, struct comity_signature *out)
{
	const struct comity_certificate *signer = proof->certificate;
	bool baseline;

	if (signer == NULL)
		return COMITY_OK;
	memcpy(out->certificate_sha256, comity_certificate_sha256(signer),
	    sizeof(out->certificate_sha256));
	if (copy(comity_certificate_subject(signer), &out->subject) ||
	    copy(comity_certificate_issuer(signer), &out->issuer) ||
	    copy(comity_certificate_serial(signer), &out->serial) ||
	    copy(comity_certificate_organization_id(signer),
		&out->organization_id))
		return COMITY_ENOMEM;
	if (proof->info.method != NULL &&
	    copy(proof->info.method->label, &out->algorithm))
		return COMITY_ENOMEM;
	if (!proof->intact)
		return COMITY_OK;
	baseline = proof->xades.version->baseline &&
		   proof->properties.signing_time != NULL &&
		   !proof->properties.certificate.legacy &&
		   proof->properties.has_format;
	out->unjudged = proof->properties.has_policy ||
			comity_xades_has_unjudged(&proof->xades);
	if (copy(baseline ? "XAdES B-B" : "XAdES", &out->level) ||
	    copy(proof->properties.signing_time, &out->signing_time) ||
	    copy(proof->properties.role, &out->role))
		return COMITY_ENOMEM;
	return COMITY_OK;
}

/* What an intact signature must also be before anyone is asked for trust:
 * rules 18 and 21. */
static int
check_admitted(const struct judge *judge, const xmlNode *master,
    struct comity_proof *proof)
{
	const struct comity_digest_method *digest =
	    proof->properties.certificate.digest;

	if (!comity_algorithm_counts(digest->broken_from, judge->context.held,
		judge->context.held_day))
		return comity_ruling_set(&proof->ruling, COMITY_INDETERMINATE,
		    "CRYPTO_CONSTRAINTS_FAILURE",
		    "rule 21: the signing certificate is named by %s, which "
		    "does not count (%s)",
		    digest->name, digest->basis ? digest->basis : "");
	if (master == NULL && proof->covered == NULL)
		return comity_ruling_shape(&proof->ruling,
		    "rule 18: what is signed is intact, but it is not the "
		    "whole document; it counts as not signed");
	return COMITY_OK;
}

/* Rules 19, 22, 28: the signer's certificate, at the moment. */
static int
check_path(const struct judge *judge, const xmlNode *master,
    struct comity_proof *proof, struct comity_signature *out)
{
	struct comity_verify_policy policy = *judge->policy;
	struct comity_path_result result = { .indication =
						 COMITY_INDETERMINATE };
	int rc;

	if (master != NULL) { /* it need not be the authority's */
		policy.service_type = NULL;
		policy.territory = NULL;
	}
	rc = comity_path_check(judge->trust, proof->certificate,
	    (const struct comity_certificate *const *)proof->certificates.at,
	    proof->certificates.count, &policy, &result);
	if (rc != COMITY_OK)
		return rc == COMITY_REFUSED || rc == COMITY_UNKNOWN
			   ? COMITY_EINTERNAL
			   : rc;
	out->indication = result.indication;
	out->sub = result.sub;
	out->service = result.service;
	out->reason = result.reason;
	result.reason = NULL; /* transferred */
	comity_path_result_clear(&result);
	return COMITY_OK;
}

static int
keep_octets(const struct comity_octets *from, struct comity_octets *to)
{
	if (from == NULL || to->bytes != NULL)
		return COMITY_OK;
	if ((to->bytes = malloc(from->len + 1)) == NULL)
		return COMITY_ENOMEM;
	memcpy(to->bytes, from->bytes, from->len + 1);
	to->len = from->len;
	return COMITY_OK;
}

/* Carry a ruling over; the signature takes the reason. */
static void
take_ruling(struct comity_ruling *ruling, struct comity_signature *out)
{
	out->indication = ruling->indication;
	out->sub = ruling->sub;
	out->reason = ruling->reason;
	ruling->reason = NULL; /* transferred */
}

static int
judge_proof(struct judge *judge, const xmlNode *master,
    struct comity_proof *proof, struct comity_signature *out)
{
	int rc;

	out->intact = proof->intact;
	out->full_scope = master == NULL && proof->covered != NULL;
	rc = check_admitted(judge, master, proof);
	if (rc == COMITY_OK)
		rc = check_path(judge, master, proof, out);
	else if (rc == COMITY_REFUSED) {
		take_ruling(&proof->ruling, out);
		rc = COMITY_OK;
	}
	if (rc != COMITY_OK || !out->full_scope)
		return rc;
	if (out->indication == COMITY_TOTAL_PASSED)
		rc = keep_octets(proof->covered, &judge->passed);
	if (rc == COMITY_OK)
		rc = keep_octets(proof->covered, &judge->intact);
	return rc;
}

static int
judge_one(struct judge *judge, xmlNodePtr node, struct comity_signature *out)
{
	struct comity_proof proof = { 0 };
	xmlNodePtr root = comity_doc_root(judge->context.doc);
	const xmlNode *master =
	    stands_right(node, root) ? NULL : comity_xades_master(node);
	int rc;

	/* a zeroed one would read as passed */
	out->indication = COMITY_INDETERMINATE;
	out->sub = "SIG_CONSTRAINTS_FAILURE";
	out->node = node;
	out->master = master;
	out->line = comity_doc_line(judge->context.doc, node);
	if (comity_signature_attribute(node, "Id", &out->id) != COMITY_OK)
		return COMITY_ENOMEM;
	if (judge->all.sub != NULL) {
		out->indication = judge->all.indication;
		out->sub = judge->all.sub;
		return copy(judge->all.reason, &out->reason);
	}
	rc = comity_proof_make(&judge->context, node, out->id, master, &proof);
	if (rc == COMITY_REFUSED && proof.ruling.sub != NULL) {
		take_ruling(&proof.ruling, out);
		rc = describe(&proof, out);
	} else if (rc == COMITY_OK) {
		if ((rc = describe(&proof, out)) == COMITY_OK)
			rc = judge_proof(judge, master, &proof, out);
	} else if (rc == COMITY_REFUSED)
		rc = COMITY_EINTERNAL;
	comity_proof_clear(&proof);
	return rc;
}

static int
judge_all(struct judge *judge, struct comity_verification *verification)
{
	xmlNodePtr root = comity_doc_root(judge->context.doc), node;
	size_t main_count = verification->count;
	size_t counter_count = verification->countersignature_count;
	struct comity_signature *out;
	int rc;

	verification->signatures =
	    calloc(main_count + 1, sizeof(*verification->signatures));
	verification->countersignatures =
	    calloc(counter_count + 1, sizeof(*verification->countersignatures));
	verification->count = verification->countersignature_count = 0;
	if (verification->signatures == NULL ||
	    verification->countersignatures == NULL)
		return COMITY_ENOMEM;
	for (node = root; node != NULL; node = next_element(node, root)) {
		if (!comity_node_is(node, COMITY_NS_DS, "Signature"))
			continue;
		if (!stands_right(node, root) &&
		    comity_xades_master(node) != NULL)
			out = &verification->countersignatures
				   [verification->countersignature_count++];
		else
			out = &verification->signatures[verification->count++];
		if ((rc = judge_one(judge, node, out)) != COMITY_OK)
			return rc;
	}
	return COMITY_OK;
}

/* Rule 1: read again what matched. With parallel enveloped signatures the
 * octets of one hold the others: these go, and what is left is read. */
static int
reread(const struct comity_doc *original, const struct comity_octets *octets,
    struct comity_doc **out)
{
	struct comity_doc *doc = NULL;
	struct comity_octets bare = { 0 };
	int rc;

	if (octets->bytes == NULL)
		return COMITY_OK;
	rc = comity_proof_reread(original, octets, &doc);
	if (rc == COMITY_OK && comity_node_child(comity_doc_root(doc),
				   COMITY_NS_DS, "Signature") != NULL) {
		rc = comity_c14n_document(doc, &bare);
		comity_doc_free(doc);
		doc = NULL;
		if (rc == COMITY_OK)
			rc = comity_proof_reread(original, &bare, &doc);
	}
	if (rc == COMITY_OK)
		rc = comity_doc_take_lines(doc, original);
	if (rc == COMITY_OK) {
		*out = doc;
		doc = NULL; /* transferred */
	}
	comity_octets_clear(&bare);
	comity_doc_free(doc);
	return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
}

static int
find_limit(const struct comity_doc *doc, struct comity_report *report,
    enum comity_finding_id id)
{
	int rc =
	    comity_doc_find(doc, comity_doc_root(doc), report, id, NULL, NULL);

	return rc == COMITY_ENOMEM ? rc : COMITY_ELIMIT;
}

int
comity_judge_document(const struct comity_doc *doc,
    const struct comity_trust *trust, const struct comity_verify_policy *policy,
    struct comity_report *report, struct comity_verification *verification)
{
	struct judge judge = { .context.doc = doc,
		.context.held = policy->has_held_since,
		.trust = trust,
		.policy = policy };
	size_t main_count = 0, counter_count = 0;
	int rc;

	/* rounded down: the day on which it was held */
	judge.context.held_day = policy->held_since / SECONDS_A_DAY -
				 (policy->held_since % SECONDS_A_DAY < 0);
	rc = count_signatures(&judge, &main_count, &counter_count);
	if (rc != COMITY_OK)
		goto out;
	if (main_count + counter_count > COMITY_SIGNATURES_MAX) {
		rc = find_limit(doc, report, COMITY_F_SIGNATURE_MANY);
		goto out;
	}
	if (main_count + counter_count == 0)
		goto out;
	if ((rc = check_document(&judge)) == COMITY_OK) {
		verification->count = main_count;
		verification->countersignature_count = counter_count;
		rc = judge_all(&judge, verification);
	}
	if (rc == COMITY_ELIMIT)
		rc = find_limit(doc, report, COMITY_F_SIGNATURE_COSTLY);
	if (rc == COMITY_OK)
		rc = judge.passed.bytes != NULL
			 ? reread(doc, &judge.passed, &verification->proven)
			 : reread(doc, &judge.intact, &verification->intact);
out:
	comity_identifiers_free(judge.context.identifiers);
	comity_octets_cache_clear(&judge.context.cache);
	comity_octets_clear(&judge.passed);
	comity_octets_clear(&judge.intact);
	comity_ruling_clear(&judge.all);
	return rc;
}
