/* SPDX-License-Identifier: Apache-2.0 */
#include "judge.h"

#include "grounds.h"
#include "judge-signer.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* The judging of one document. */
struct judge {
	struct comity_proof_context context;
	const struct comity_trust *trust;
	const struct comity_verify_policy *policy;
	struct comity_ruling all; /* against every signature; sub NULL none */
	/* of the first that covers all */
	struct comity_octets passed, intact;
	bool passed_opaque, intact_opaque; /* they are not one document */
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
		    "counter-signature; a filter over all signatures would "
		    "leave "
		    "it unsigned (rule 16)",
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

static int
keep_octets(
    const struct comity_proof *proof, struct comity_octets *to, bool *opaque)
{
	const struct comity_octets *from = proof->covered;

	if (from == NULL || to->bytes != NULL)
		return COMITY_OK;
	*opaque = proof->opaque;
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
	rc = comity_judge_signer(
	    &judge->context, judge->trust, judge->policy, proof, master, out);
	if (rc == COMITY_REFUSED) {
		take_ruling(&proof->ruling, out);
		rc = COMITY_OK;
	}
	if (rc != COMITY_OK || !out->full_scope)
		return rc;
	if (out->indication == COMITY_TOTAL_PASSED)
		rc = keep_octets(proof, &judge->passed, &judge->passed_opaque);
	if (rc == COMITY_OK)
		rc = keep_octets(proof, &judge->intact, &judge->intact_opaque);
	return rc;
}

static int
judge_one(struct judge *judge, xmlNodePtr node, struct comity_signature *out)
{
	struct comity_proof proof = {
		.ruling = { .language = judge->policy->language }
	};
	xmlNodePtr root = comity_doc_root(judge->context.doc);
	const xmlNode *master =
	    stands_right(node, root) ? NULL : comity_xades_master(node);
	int rc;

	/* a zeroed one would read as passed */
	out->indication = COMITY_INDETERMINATE;
	out->sub = "SIG_CONSTRAINTS_FAILURE";
	out->node = node;
	out->doc = judge->context.doc;
	out->master = master;
	out->line = comity_doc_line(judge->context.doc, node);
	if (comity_signature_attribute(node, "Id", &out->id) != COMITY_OK)
		return COMITY_ENOMEM;
	if (judge->all.sub != NULL) {
		out->indication = judge->all.indication;
		out->sub = judge->all.sub;
		return copy(judge->all.reason, &out->reason);
	}
	if (judge->policy->explain && (out->grounds = comity_grounds_new(
					   judge->policy->keep_octets)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_proof_make(&judge->context, node, out->id, master, &proof);
	comity_grounds_proof(out->grounds, &proof);
	if (rc == COMITY_REFUSED && proof.ruling.sub != NULL) {
		take_ruling(&proof.ruling, out);
		rc = comity_judge_describe(&proof, out);
	} else if (rc == COMITY_OK) {
		if ((rc = comity_judge_describe(&proof, out)) == COMITY_OK)
			rc = judge_proof(judge, master, &proof, out);
	} else if (rc == COMITY_REFUSED)
		rc = COMITY_EINTERNAL;
	comity_proof_clear(&proof);
	if (rc == COMITY_OK && out->grounds != NULL && out->grounds->failed)
		rc = COMITY_ENOMEM;
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
bare(const struct comity_doc *original, struct comity_doc **doc)
{
	struct comity_octets octets = { 0 };
	struct comity_doc *with = *doc;
	int rc;

	if (comity_node_child(
		comity_doc_root(with), COMITY_NS_DS, "Signature") == NULL)
		return COMITY_OK;
	*doc = NULL;
	rc = comity_c14n_document(with, &octets);
	if (rc == COMITY_OK)
		rc = comity_proof_reread(original, &octets, doc);
	if (rc == COMITY_OK)
		rc = comity_doc_take_lines(*doc, with);
	comity_octets_clear(&octets);
	comity_doc_free(with);
	return rc;
}

/* The element in a signed Object: the document that it envelops. */
static int
unwrap(const struct comity_doc *original, struct comity_doc **doc)
{
	struct comity_doc *object = *doc, *as_sent = NULL;
	const xmlNode *sent =
	    comity_beside_object(comity_doc_root(original), NULL);
	int rc;

	if (!comity_node_is(comity_doc_root(object), COMITY_NS_DS, "Object"))
		return COMITY_OK; /* in base64, or itself signed */
	*doc = NULL;
	rc = comity_doc_copy(
	    object, comity_node_first(comity_doc_root(object)), doc);
	if (rc == COMITY_OK)
		rc = comity_doc_copy(
		    original, comity_node_first(sent), &as_sent);
	if (rc == COMITY_OK)
		rc = comity_doc_take_lines(*doc, as_sent);
	comity_doc_free(as_sent);
	comity_doc_free(object);
	return rc;
}

/* Whether octets of an Object hold one element, or none that we could read:
 * text, a picture. */
static bool
is_object_without_element(const struct comity_doc *doc)
{
	const xmlNode *root = comity_doc_root(doc), *child;

	if (!comity_node_is(root, COMITY_NS_DS, "Object"))
		return false;
	child = comity_node_first(root);
	return child == NULL || comity_node_after(child) != NULL;
}

static int
reread(const struct judge *judge, const struct comity_doc *about,
    const struct comity_octets *octets, bool opaque, struct comity_doc **out,
    bool *is_opaque)
{
	const struct comity_doc *original = judge->context.doc;
	const struct comity_beside *beside = judge->context.beside;
	bool enveloping = comity_node_is(
	    comity_doc_root(original), COMITY_NS_DS, "Signature");
	bool beside_it = beside != NULL && beside->payload_count > 0;
	struct comity_doc *doc = NULL;
	int rc;

	*is_opaque = opaque;
	if (octets->bytes == NULL || opaque)
		return COMITY_OK;
	rc = comity_proof_reread(about, octets, &doc);
	if (enveloping && !beside_it &&
	    (rc == COMITY_EINTERNAL ||
		(rc == COMITY_OK && is_object_without_element(doc)))) {
		*is_opaque = true; /* what is signed is no XML document */
		comity_doc_free(doc);
		return COMITY_OK;
	}
	if (rc == COMITY_OK && enveloping && !beside_it)
		rc = unwrap(original, &doc);
	if (rc == COMITY_OK && !enveloping && !beside_it)
		rc = comity_doc_take_lines(doc, original);
	if (rc == COMITY_OK)
		rc = bare(about, &doc);
	if (rc == COMITY_OK) {
		*out = doc;
		doc = NULL; /* transferred */
	}
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
    const struct comity_doc *about, const struct comity_trust *trust,
    const struct comity_verify_policy *policy, struct comity_report *report,
    struct comity_verification *verification)
{
	struct judge judge = { .context.doc = doc,
		.context.beside = about->beside,
		.context.trust = trust,
		.context.dating = { .algorithms = policy->algorithms,
		    .known = policy->has_held_since,
		    .day = comity_dating_day(policy->held_since),
		    .today = comity_stamps_today(policy) },
		.trust = trust,
		.policy = policy,
		.all.language = policy->language };
	size_t main_count = 0, counter_count = 0;
	int rc;

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
			 ? reread(&judge, about, &judge.passed,
			       judge.passed_opaque, &verification->proven,
			       &verification->opaque)
			 : reread(&judge, about, &judge.intact,
			       judge.intact_opaque, &verification->intact,
			       &verification->opaque);
out:
	comity_identifiers_free(judge.context.identifiers);
	comity_octets_cache_clear(&judge.context.cache);
	comity_octets_clear(&judge.passed);
	comity_octets_clear(&judge.intact);
	comity_ruling_clear(&judge.all);
	return rc;
}
