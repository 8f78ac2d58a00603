/* SPDX-License-Identifier: Apache-2.0 */
#include "judge-signer.h"

#include "text.h"
#include "trust-list.h"

#include <stdlib.h>
#include <string.h>

/* The judging of one intact signature. */
struct judging {
	struct comity_proof_context *context;
	const struct comity_trust *trust;
	struct comity_verify_policy policy; /* for this signature */
	struct comity_proof *proof;
	const xmlNode *master;
	struct comity_evidence evidence;
	struct comity_proven proven;
};

static int
copy(const char *from, char **to)
{
	if (from == NULL)
		return COMITY_OK;
	*to = comity_text_copy(from);
	return *to == NULL ? COMITY_ENOMEM : COMITY_OK;
}

int
comity_judge_describe(
    const struct comity_proof *proof, struct comity_signature *out)
{
	const struct comity_certificate *signer = proof->certificate;

	if (proof->info.method != NULL &&
	    copy(proof->info.method->label, &out->algorithm))
		return COMITY_ENOMEM;
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
	if (!proof->intact)
		return COMITY_OK;
	if (copy(proof->properties.signing_time, &out->signing_time) ||
	    copy(proof->properties.role, &out->role) ||
	    comity_claims_copy(&proof->properties.claims, &out->claims))
		return COMITY_ENOMEM;
	return COMITY_OK;
}

/* Tell what became of each timestamp, and the level. */
static int
describe_evidence(struct judging *judging, struct comity_signature *out)
{
	struct comity_evidence *evidence = &judging->evidence;
	enum comity_level level;
	size_t i;

	out->timestamps =
	    calloc(evidence->stamp_count + 1, sizeof(*out->timestamps));
	if (out->timestamps == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < evidence->stamp_count; i++) {
		struct comity_stamp *stamp = &evidence->stamps[i];
		struct comity_timestamp *to = &out->timestamps[i];

		out->timestamp_count++;
		to->kind = comity_stamp_kind_name(stamp->kind);
		to->indication = stamp->indication;
		to->sub = stamp->sub;
		to->has_time = stamp->token != NULL && stamp->authority != NULL;
		if (to->has_time)
			to->at = comity_token_time(stamp->token);
		to->line = comity_doc_line(judging->context->doc, stamp->node);
		if (copy(stamp->reason, &to->reason) ||
		    copy(stamp->authority, &to->authority))
			return COMITY_ENOMEM;
	}
	out->unjudged =
	    judging->proof->properties.has_policy || evidence->has_references;
	out->timestamped = judging->proven.signature != INT64_MAX;
	if (out->timestamped)
		out->proven_at = judging->proven.signature;
	if (comity_level_find(judging->trust, judging->proof, evidence, &level,
		&out->missing) != COMITY_OK)
		return COMITY_ENOMEM;
	return copy(comity_level_name(level), &out->level);
}

/* By what is stated and what timestamps prove, since when a thing exists. */
static struct comity_dating
dating_of(const struct judging *judging, int64_t proven)
{
	struct comity_dating dating = judging->context->dating;
	int64_t day;

	if (proven == INT64_MAX)
		return dating;
	day = comity_dating_day(proven);
	if (!dating.known || day < dating.day)
		dating.day = day;
	dating.known = true;
	return dating;
}

static int
check_digest(const struct judging *judging,
    const struct comity_digest_method *digest, const char *what)
{
	struct comity_dating dating = dating_of(judging, judging->proven.data);
	struct comity_algorithm_state standing;

	if (comity_dating_counts(&dating, &digest->row, &standing))
		return COMITY_OK;
	return comity_ruling_set(&judging->proof->ruling, COMITY_INDETERMINATE,
	    standing.ends == COMITY_DAY_ALWAYS || what != NULL
		? "CRYPTO_CONSTRAINTS_FAILURE"
		: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	    "rule 21: %s %s, which does not count (%s)%s",
	    comity_ruling_say(&judging->proof->ruling,
		what != NULL ? what : "what is signed is digested by"),
	    digest->name,
	    comity_ruling_say(&judging->proof->ruling, standing.basis),
	    what != NULL ? ""
			 : ", and no archive timestamp proves that it "
			   "is older");
}

static void
note_change(const struct comity_dating *dating,
    const struct comity_algorithm *row, struct comity_signature *out)
{
	const struct comity_algorithm_change *change =
	    row != NULL ? comity_dating_change(dating, row) : NULL;
	size_t i;

	for (i = 0; out->changes[i] != NULL; i++)
		if (out->changes[i] == change)
			return;
	if (i + 1 < sizeof(out->changes) / sizeof(out->changes[0]))
		out->changes[i] = change;
}

/* A plain signature states no digest of a certificate. */
static const struct comity_algorithm *
row_of(const struct comity_digest_method *digest)
{
	return digest == NULL ? NULL : &digest->row;
}

/* Everything that a policy says of this signature's algorithms. */
static void
note_changes(const struct judging *judging, const struct comity_dating *dating,
    struct comity_signature *out)
{
	const struct comity_proof *proof = judging->proof;
	const struct comity_digest_method *digest =
	    comity_digest_named(proof->info.method->digest);
	size_t i;

	note_change(dating, &proof->info.method->row, out);
	note_change(dating, row_of(digest), out);
	note_change(dating, &proof->key->row, out);
	note_change(dating, row_of(proof->properties.certificate.digest), out);
	for (i = 0; i < proof->info.count; i++)
		note_change(
		    dating, row_of(proof->info.references[i].digest), out);
}

/* For --explain: each row by the proof that its octets have. */
static void
keep_rows(const struct judging *judging, const struct comity_signature *out)
{
	const struct comity_proof *proof = judging->proof;
	struct comity_dating value =
	    dating_of(judging, judging->proven.signature);
	struct comity_dating data = dating_of(judging, judging->proven.data);
	const struct comity_digest_method *digest =
	    comity_digest_named(proof->info.method->digest);
	size_t i;

	if (out->grounds == NULL)
		return;
	out->grounds->data_is_proven = judging->proven.data != INT64_MAX;
	out->grounds->data_proven = judging->proven.data;
	comity_grounds_row(out->grounds, &value, &proof->info.method->row);
	comity_grounds_row(out->grounds, &value, &proof->key->row);
	for (i = 0; i < proof->info.count; i++)
		comity_grounds_row(out->grounds, &data,
		    &proof->info.references[i].digest->row);
	if (proof->properties.certificate.digest != NULL)
		comity_grounds_row(out->grounds, &data,
		    &proof->properties.certificate.digest->row);
	if (digest != NULL)
		comity_grounds_row(out->grounds, &value, &digest->row);
}

/*
 * Rule 21, with what timestamps prove: the value's method counts at the time
 * since which the value is proven; digests of the data at the time since which
 * the data are. A timestamp over the value proves nothing for the data: who
 * can break the digest could exchange them afterwards.
 */
static int
check_algorithms(const struct judging *judging, struct comity_signature *out)
{
	struct comity_proof *proof = judging->proof;
	struct comity_dating dating =
	    dating_of(judging, judging->proven.signature);
	struct comity_algorithm_state standing;
	size_t i;
	int rc = COMITY_OK;

	if (!comity_dating_method_counts(
		&dating, proof->info.method, proof->key, &standing))
		rc =
		    comity_signature_refuse_standing(&proof->ruling, &standing);
	out->standing = standing;
	out->lapses = !dating.known;
	note_changes(judging, &dating, out);
	keep_rows(judging, out);
	for (i = 0; rc == COMITY_OK && i < proof->info.count; i++)
		rc = check_digest(
		    judging, proof->info.references[i].digest, NULL);
	/* a certificate that the caller named needs no word of the document */
	if (rc != COMITY_OK || proof->plain ||
	    comity_trust_names(judging->trust, proof->certificate))
		return rc;
	return check_digest(judging, proof->properties.certificate.digest,
	    "the signing certificate is named by");
}

/* A payload is not signed. Only a container is complete: there it is a no. */
static int
refuse_part(struct judging *judging)
{
	bool container = judging->context->beside->container;

	return comity_ruling_set(&judging->proof->ruling,
	    container ? COMITY_TOTAL_FAILED : COMITY_INDETERMINATE,
	    "SIG_CONSTRAINTS_FAILURE",
	    "rule 18: what is signed is intact, but \"%s\" %s and is not "
	    "signed; so none of it counts as signed",
	    judging->proof->lacks,
	    comity_ruling_say(&judging->proof->ruling,
		container ? "is in the container" : "was given too"));
}

/* Whether a Reference leads to a Manifest. */
static bool
signs_manifest(const struct comity_proof *proof)
{
	size_t i;

	for (i = 0; i < proof->info.count; i++)
		if (comity_node_is(
			proof->targets[i].node, COMITY_NS_DS, "Manifest"))
			return true;
	return false;
}

/* What an intact signature must also be before anyone is asked for trust. */
static int
check_admitted(struct judging *judging, struct comity_signature *out)
{
	struct comity_proof *proof = judging->proof;
	int rc = check_algorithms(judging, out);

	/* what can be forged by now is not called intact; an early no over the
	 * name of the certificate leaves the rest as it is */
	if (rc == COMITY_REFUSED &&
	    strcmp(proof->ruling.sub, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE") == 0)
		out->intact = out->full_scope = false;
	if (rc != COMITY_OK)
		return rc;
	if (judging->master == NULL && proof->lacks != NULL)
		return refuse_part(judging);
	if (judging->master == NULL && proof->covered == NULL &&
	    signs_manifest(proof))
		return comity_ruling_shape(&proof->ruling,
		    "rule 17: what is signed is intact, but it is a Manifest, "
		    "which only names data; it covers nothing");
	if (judging->master == NULL && proof->covered == NULL)
		return comity_ruling_shape(&proof->ruling,
		    "rule 18: what is signed is intact, but it is not the "
		    "whole document; it counts as not signed");
	if (judging->proven.disorder)
		return comity_ruling_set(&proof->ruling, COMITY_INDETERMINATE,
		    "TIMESTAMP_ORDER_FAILURE",
		    "rule 27: the times of the timestamps contradict each "
		    "other");
	return COMITY_OK;
}

/* Rules 19, 22, 28: the signer's certificate at the moment, or, proven, at
 * the time since which the signature exists. */
static int
ask_path(const struct judging *judging, bool proven,
    struct comity_grounds *grounds, struct comity_path_result *result)
{
	const struct comity_certificate *hints[COMITY_CERTIFICATES_MAX];
	size_t count =
	    comity_stamps_hints(judging->proof, &judging->evidence, hints);
	struct comity_verify_policy policy = judging->policy;
	struct comity_path_evidence evidence = { .crls =
						     &judging->evidence.crls,
		.ocsps = &judging->evidence.ocsps,
		.proven = proven,
		.existence = &judging->proven.existence,
		.now = policy.moment,
		.today = comity_stamps_today(&policy),
		.algorithms = policy.algorithms,
		.grounds = grounds };
	int rc;

	if (proven)
		policy.moment = judging->proven.signature;
	rc = comity_path_check(judging->trust, judging->proof->certificate,
	    hints, count, &policy, &evidence, result);
	return rc == COMITY_REFUSED || rc == COMITY_UNKNOWN ? COMITY_EINTERNAL
							    : rc;
}

/* The answer of the past, and since when. */
static int
say_proven(int64_t since, enum comity_language language,
    struct comity_path_result *result)
{
	struct comity_text text = { 0 };
	char at[32];

	comity_moment_write(since, at);
	comity_text_addf(&text,
	    comity_phrase(
		"timestamps prove that the signature existed on %s; then: %s",
		language),
	    at, result->reason);
	free(result->reason);
	result->reason = comity_text_take(&text);
	return result->reason != NULL ? COMITY_OK : COMITY_ENOMEM;
}

/* Begin the reason of a no with its rule. */
static int
say_rule(enum comity_language language, struct comity_path_result *result)
{
	struct comity_text text = { 0 };

	comity_text_addf(
	    &text, comity_phrase("rule 22: %s", language), result->reason);
	free(result->reason);
	result->reason = comity_text_take(&text);
	return result->reason != NULL ? COMITY_OK : COMITY_ENOMEM;
}

/*
 * EN 319 102-1 5.5.4 and 5.6.3: first at the moment; where that gives no yes,
 * at the best-signature-time, if timestamps prove one.
 */
static int
check_path(const struct judging *judging, struct comity_signature *out)
{
	struct comity_path_result result = { .indication =
						 COMITY_INDETERMINATE };
	bool proven = judging->proven.signature != INT64_MAX;
	int64_t begins =
	    comity_certificate_not_before(judging->proof->certificate);
	int rc;

	if (proven && judging->proven.signature < begins)
		return comity_ruling_set(&judging->proof->ruling,
		    COMITY_INDETERMINATE, "NOT_YET_VALID",
		    "rule 27: a timestamp is older than the signer's "
		    "certificate");
	rc = ask_path(judging, false, out->grounds, &result);
	if (rc == COMITY_OK && proven &&
	    result.indication != COMITY_TOTAL_PASSED) {
		comity_path_result_clear(&result);
		rc = ask_path(judging, true, out->grounds, &result);
		if (rc == COMITY_OK)
			rc = say_proven(judging->proven.signature,
			    judging->policy.language, &result);
	}
	if (rc == COMITY_OK && result.indication != COMITY_TOTAL_PASSED)
		rc = say_rule(judging->policy.language, &result);
	if (rc == COMITY_OK) {
		out->indication = result.indication;
		out->sub = result.sub;
		out->service = result.service;
		out->reason = result.reason;
		result.reason = NULL; /* transferred */
	}
	comity_path_result_clear(&result);
	return rc;
}

/* A plain signature carries no properties, so no timestamps either; its
 * signer is the one whom the caller named. A bare key has no dates. */
static int
judge_plain(struct judging *judging, struct comity_signature *out)
{
	int rc;

	judging->proven.signature = judging->proven.data = INT64_MAX;
	if (copy("XMLDSig", &out->level) != COMITY_OK)
		return COMITY_ENOMEM;
	if ((rc = check_admitted(judging, out)) != COMITY_OK)
		return rc;
	if (judging->proof->certificate != NULL)
		return check_path(judging, out);
	out->indication = COMITY_TOTAL_PASSED;
	out->sub = NULL;
	return copy(
	    comity_phrase("the key that you named made it; a bare key has no "
			  "dates and cannot be revoked: you answer for it",
		judging->policy.language),
	    &out->reason);
}

int
comity_judge_signer(struct comity_proof_context *context,
    const struct comity_trust *trust, const struct comity_verify_policy *policy,
    struct comity_proof *proof, const xmlNode *master,
    struct comity_signature *out)
{
	struct judging judging = { .context = context,
		.trust = trust,
		.policy = *policy,
		.proof = proof,
		.master = master };
	int rc;

	if (master != NULL) { /* it need not be the authority's */
		judging.policy.service_type = NULL;
		judging.policy.territory = NULL;
	}
	if (proof->plain)
		return judge_plain(&judging, out);
	rc = comity_evidence_read(context, proof, &judging.evidence);
	if (rc == COMITY_OK)
		rc = comity_stamps_judge(trust, &judging.policy, proof,
		    &judging.evidence, &judging.proven);
	if (rc == COMITY_OK)
		rc = describe_evidence(&judging, out);
	if (rc == COMITY_OK)
		rc = check_admitted(&judging, out);
	if (rc == COMITY_OK)
		rc = check_path(&judging, out);
	comity_evidence_clear(&judging.evidence);
	comity_proven_clear(&judging.proven);
	return rc;
}
