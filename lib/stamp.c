/* SPDX-License-Identifier: Apache-2.0 */
#include "stamp.h"

#include "limit.h"
#include "memory.h"
#include "text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* The judging of one signature's timestamps. */
struct judging {
	const struct comity_trust *trust;
	const struct comity_verify_policy *policy;
	const struct comity_proof *proof;
	struct comity_evidence *evidence;
	struct comity_proven *out;
};

void
comity_proven_clear(struct comity_proven *proven)
{
	comity_existence_clear(&proven->existence);
}

int64_t
comity_stamps_today(const struct comity_verify_policy *policy)
{
	return comity_dating_today(policy->now, policy->moment);
}

size_t
comity_stamps_hints(const struct comity_proof *proof,
    const struct comity_evidence *evidence,
    const struct comity_certificate *hints[])
{
	const struct comity_certificates *from[] = { &proof->certificates,
		&evidence->certificates };
	size_t i, j, k, count = 0;

	for (i = 0; i < 2; i++)
		for (j = 0; j < from[i]->count; j++) {
			for (k = 0; k < count; k++)
				if (comity_certificate_same(
					hints[k], from[i]->at[j]))
					break;
			if (k == count && count < COMITY_CERTIFICATES_MAX)
				hints[count++] = from[i]->at[j];
		}
	return count;
}

/* Decide against a timestamp. */
__attribute__((format(printf, 5, 6))) static int
no(const struct judging *judging, struct comity_stamp *stamp,
    enum comity_indication indication, const char *sub, const char *format, ...)
{
	char *raw = NULL;
	va_list list;

	stamp->indication = indication;
	stamp->sub = sub;
	va_start(list, format);
	raw = comity_text_format_list(
	    comity_phrase(format, judging->policy->language), list);
	va_end(list);
	if (raw == NULL)
		return COMITY_ENOMEM;
	free(stamp->reason);
	stamp->reason = comity_text_escape(raw, COMITY_REASON_MAX);
	free(raw);
	return stamp->reason != NULL ? COMITY_REFUSED : COMITY_ENOMEM;
}

/* Since when a timestamp is proven to exist by later ones; INT64_MAX: it is
 * not. */
static int64_t
covered_since(const struct judging *judging, const struct comity_stamp *stamp)
{
	int64_t since = INT64_MAX;
	size_t i;

	for (i = 0; i < judging->evidence->stamp_count; i++) {
		const struct comity_stamp *later =
		    &judging->evidence->stamps[i];

		if (later->kind == COMITY_STAMP_ARCHIVE && later->holds &&
		    later->position > stamp->position &&
		    comity_token_time(later->token) < since)
			since = comity_token_time(later->token);
	}
	return since;
}

/* The digests of the imprint and of the token's own signature (rule 21). */
static int
check_digests(
    const struct judging *judging, struct comity_stamp *stamp, int64_t since)
{
	const struct comity_digest_method *digests[] = {
		comity_token_imprint_digest(stamp->token),
		comity_token_signature_digest(stamp->token),
	};
	struct comity_dating dating = { .algorithms =
					    judging->policy->algorithms,
		.known = since != INT64_MAX,
		.day = since != INT64_MAX ? comity_dating_day(since) : 0,
		.today = comity_stamps_today(judging->policy) };
	struct comity_algorithm_state standing;
	size_t i;

	for (i = 0; i < 2; i++)
		if (!comity_dating_counts(&dating, &digests[i]->row, &standing))
			return no(judging, stamp, COMITY_INDETERMINATE,
			    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
			    "rule 21: the timestamp rests on %s, which does "
			    "not count (%s), and no later timestamp proves "
			    "that it is older",
			    digests[i]->name, standing.basis);
	return COMITY_OK;
}

/* Who gave it, and whether that may be trusted: at the time since which the
 * token is proven to exist, which is the moment where nothing proves it. */
static int
check_authority(const struct judging *judging,
    const struct comity_certificate *signer, struct comity_stamp *stamp,
    int64_t since)
{
	const struct comity_certificate *hints[COMITY_CERTIFICATES_MAX];
	size_t count =
	    comity_stamps_hints(judging->proof, judging->evidence, hints);
	struct comity_verify_policy policy = {
		.moment = since != INT64_MAX ? since : judging->policy->moment,
		.language = judging->policy->language
	};
	struct comity_path_evidence evidence = { .crls =
						     &judging->evidence->crls,
		.ocsps = &judging->evidence->ocsps,
		.proven = since != INT64_MAX,
		.existence = &judging->out->existence,
		.now = judging->policy->moment,
		.today = comity_stamps_today(judging->policy),
		.algorithms = judging->policy->algorithms,
		.stamp = true };
	struct comity_path_result result = { 0 };
	int64_t at = comity_token_time(stamp->token);
	int rc;

	/* the token names it, so it is as old */
	if (since != INT64_MAX &&
	    comity_existence_add(&judging->out->existence,
		comity_certificate_sha256(signer), since) != COMITY_OK)
		return COMITY_ENOMEM;
	if (at < comity_certificate_not_before(signer) ||
	    at > comity_certificate_not_after(signer))
		return no(judging, stamp, COMITY_INDETERMINATE,
		    "OUT_OF_BOUNDS_NO_POE",
		    "rule 27: it was given outside its authority's own dates");
	rc = comity_path_check(
	    judging->trust, signer, hints, count, &policy, &evidence, &result);
	if (rc == COMITY_OK && result.indication != COMITY_TOTAL_PASSED)
		rc = no(judging, stamp, COMITY_INDETERMINATE, result.sub,
		    "rule 27: %s", result.reason);
	else if (rc == COMITY_OK && result.service != NULL &&
		 !comity_service_granted(result.service, at))
		rc = no(judging, stamp, COMITY_INDETERMINATE,
		    "NO_CERTIFICATE_CHAIN_FOUND",
		    "rule 27: its authority's service was not granted yet "
		    "when it was given");
	else if (rc == COMITY_OK) {
		free(stamp->reason);
		stamp->reason = comity_text_copy(result.reason);
		if (stamp->reason == NULL)
			rc = COMITY_ENOMEM;
	}
	comity_path_result_clear(&result);
	return rc;
}

/* One timestamp; COMITY_REFUSED says that it does not hold, and why. */
static int
check(const struct judging *judging, struct comity_stamp *stamp)
{
	const struct comity_certificate *signer;
	const char *why = NULL;
	char at[32];
	int64_t since;
	int rc;

	if (stamp->token == NULL)
		return no(judging, stamp, COMITY_INDETERMINATE,
		    "FORMAT_FAILURE",
		    "rule 27: it holds no RFC 3161 token that can be read");
	if (stamp->c14n == NULL)
		return no(judging, stamp, COMITY_INDETERMINATE,
		    "SIG_CONSTRAINTS_FAILURE",
		    "rule 15: it names a canonicalization that is not "
		    "admitted");
	signer = comity_token_prove(
	    stamp->token, &judging->evidence->certificates, &why);
	if (signer != NULL && (stamp->authority = comity_text_copy(
				   comity_certificate_subject(signer))) == NULL)
		return COMITY_ENOMEM;
	if (!stamp->matches)
		return no(judging, stamp, COMITY_TOTAL_FAILED, "HASH_FAILURE",
		    "rule 27: it was given for other octets: it was copied "
		    "from elsewhere, or what it covers was changed since");
	if (signer == NULL)
		return comity_memory_failed()
			   ? COMITY_ENOMEM
			   : no(judging, stamp, COMITY_TOTAL_FAILED,
				 "SIG_CRYPTO_FAILURE", "rule 27: %s",
				 comity_phrase(why, judging->policy->language));
	comity_moment_write(comity_token_time(stamp->token), at);
	if (comity_token_time(stamp->token) > judging->policy->moment)
		return no(judging, stamp, COMITY_INDETERMINATE, "NO_POE",
		    "rule 27: it was given on %s, after the moment that is "
		    "asked about",
		    at);
	since = covered_since(judging, stamp);
	if (since < comity_token_time(stamp->token)) {
		judging->out->disorder = true;
		return no(judging, stamp, COMITY_INDETERMINATE,
		    "TIMESTAMP_ORDER_FAILURE",
		    "rule 27: it was given on %s, later than a timestamp "
		    "that covers it",
		    at);
	}
	rc = check_digests(judging, stamp, since);
	return rc == COMITY_OK ? check_authority(judging, signer, stamp, since)
			       : rc;
}

/* What an archive timestamp covers has existed since then. */
static int
spread(const struct judging *judging, const struct comity_stamp *stamp)
{
	int64_t at = comity_token_time(stamp->token);
	size_t i;
	int rc = COMITY_OK;

	if (at < judging->out->data)
		judging->out->data = at;
	for (i = 0; rc == COMITY_OK && i < judging->evidence->item_count; i++)
		if (judging->evidence->items[i].position < stamp->position)
			rc = comity_existence_add(&judging->out->existence,
			    judging->evidence->items[i].sha256, at);
	return rc;
}

static int
judge_one(const struct judging *judging, struct comity_stamp *stamp)
{
	int64_t at;
	int rc = check(judging, stamp);

	if (rc == COMITY_REFUSED)
		return COMITY_OK;
	if (rc != COMITY_OK)
		return rc;
	stamp->holds = true;
	stamp->indication = COMITY_TOTAL_PASSED;
	stamp->sub = NULL;
	at = comity_token_time(stamp->token);
	if (stamp->kind != COMITY_STAMP_CONTENT && at < judging->out->signature)
		judging->out->signature = at;
	return stamp->kind == COMITY_STAMP_ARCHIVE ? spread(judging, stamp)
						   : COMITY_OK;
}

/* A timestamp over the data is older than the signature. */
static void
check_order(const struct judging *judging)
{
	size_t i;

	for (i = 0; i < judging->evidence->stamp_count; i++) {
		const struct comity_stamp *stamp =
		    &judging->evidence->stamps[i];

		if (stamp->kind == COMITY_STAMP_CONTENT && stamp->holds &&
		    comity_token_time(stamp->token) > judging->out->signature)
			judging->out->disorder = true;
	}
}

int
comity_stamps_judge(const struct comity_trust *trust,
    const struct comity_verify_policy *policy, const struct comity_proof *proof,
    struct comity_evidence *evidence, struct comity_proven *out)
{
	const struct judging judging = { .trust = trust,
		.policy = policy,
		.proof = proof,
		.evidence = evidence,
		.out = out };
	size_t i;
	int rc = COMITY_OK;

	out->signature = out->data = INT64_MAX;
	/* archive timestamps stand in the order in which they were added */
	for (i = evidence->stamp_count; rc == COMITY_OK && i > 0; i--)
		if (evidence->stamps[i - 1].kind == COMITY_STAMP_ARCHIVE)
			rc = judge_one(&judging, &evidence->stamps[i - 1]);
	for (i = 0; rc == COMITY_OK && i < evidence->stamp_count; i++)
		if (evidence->stamps[i].kind != COMITY_STAMP_ARCHIVE)
			rc = judge_one(&judging, &evidence->stamps[i]);
	check_order(&judging);
	if (rc == COMITY_OK && out->signature != INT64_MAX)
		rc = comity_existence_add(&out->existence,
		    comity_certificate_sha256(proof->certificate),
		    out->signature);
	return rc;
}
