/* SPDX-License-Identifier: Apache-2.0 */
#include "verify.h"

#include "beside.h"
#include "grounds.h"
#include "judge.h"
#include "memory.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "TOTAL_PASSED", "TOTAL_FAILED",
	"INDETERMINATE" };

const char *
comity_indication_name(enum comity_indication indication)
{
	return names[indication];
}

/* Which finding speaks of a sub-indication. */
static const struct {
	const char *sub;
	enum comity_finding_id id;
} findings[] = {
	{ "HASH_FAILURE", COMITY_F_SIGNATURE_HASH },
	{ "SIG_CRYPTO_FAILURE", COMITY_F_SIGNATURE_CRYPTO },
	{ "FORMAT_FAILURE", COMITY_F_SIGNATURE_FORMAT },
	{ "SIG_CONSTRAINTS_FAILURE", COMITY_F_SIGNATURE_SHAPE },
	{ "CRYPTO_CONSTRAINTS_FAILURE", COMITY_F_SIGNATURE_ALGORITHM },
	{ "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", COMITY_F_SIGNATURE_ALGORITHM },
	{ "NO_SIGNING_CERTIFICATE_FOUND", COMITY_F_SIGNATURE_NO_CERTIFICATE },
	{ "SIGNED_DATA_NOT_FOUND", COMITY_F_SIGNATURE_NO_DATA },
	{ "NO_CERTIFICATE_CHAIN_FOUND", COMITY_F_SIGNATURE_NO_CHAIN },
	{ "TRY_LATER", COMITY_F_SIGNATURE_TRY_LATER },
	{ "REVOKED", COMITY_F_SIGNATURE_REVOKED },
	{ "REVOKED_NO_POE", COMITY_F_SIGNATURE_REVOKED },
	{ "REVOKED_CA_NO_POE", COMITY_F_SIGNATURE_REVOKED },
	{ "EXPIRED", COMITY_F_SIGNATURE_DATES },
	{ "NOT_YET_VALID", COMITY_F_SIGNATURE_DATES },
	{ "OUT_OF_BOUNDS_NO_POE", COMITY_F_SIGNATURE_DATES },
	{ "OUT_OF_BOUNDS_NOT_REVOKED", COMITY_F_SIGNATURE_DATES },
	{ "CHAIN_CONSTRAINTS_FAILURE", COMITY_F_SIGNATURE_CHAIN },
	{ "NO_POE", COMITY_F_SIGNATURE_NO_POE },
	{ "TIMESTAMP_ORDER_FAILURE", COMITY_F_SIGNATURE_ORDER },
};

static enum comity_finding_id
finding_of(const struct comity_signature *signature)
{
	size_t i;

	if (signature->indication == COMITY_TOTAL_PASSED)
		return COMITY_F_SIGNATURE_PASSED;
	/* only a container is complete, so that what lacks in it is a no */
	if (signature->indication == COMITY_TOTAL_FAILED &&
	    comity_text_same(signature->sub, "SIGNED_DATA_NOT_FOUND"))
		return COMITY_F_CONTAINER_MISSING;
	if (signature->indication == COMITY_TOTAL_FAILED &&
	    comity_text_same(signature->sub, "SIG_CONSTRAINTS_FAILURE"))
		return COMITY_F_CONTAINER_UNSIGNED;
	for (i = 0; i < sizeof(findings) / sizeof(findings[0]); i++)
		if (comity_text_same(signature->sub, findings[i].sub))
			return findings[i].id;
	return signature->indication == COMITY_TOTAL_FAILED
		   ? COMITY_F_SIGNATURE_FORMAT
		   : COMITY_F_SIGNATURE_UNDECIDED;
}

/* One finding for each timestamp. */
static int
tell_timestamps(const struct comity_doc *doc,
    const struct comity_signature *signature, struct comity_report *report)
{
	enum comity_language language = comity_report_language(report);
	struct comity_text text = { 0 };
	char *found, at[32];
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc != COMITY_ENOMEM && i < signature->timestamp_count;
	     i++) {
		const struct comity_timestamp *stamp =
		    &signature->timestamps[i];
		bool holds = stamp->indication == COMITY_TOTAL_PASSED;

		comity_text_add(&text, stamp->kind);
		if (stamp->has_time) {
			comity_moment_write(stamp->at, at);
			comity_text_addf(
			    &text, comity_phrase(" of %s", language), at);
		}
		if (stamp->authority != NULL)
			comity_text_addf(&text,
			    comity_phrase(" by %s", language),
			    stamp->authority);
		if (!holds)
			comity_text_addf(&text, ", %s / %s",
			    comity_indication_name(stamp->indication),
			    stamp->sub != NULL ? stamp->sub : "");
		comity_text_addf(
		    &text, ": %s", stamp->reason != NULL ? stamp->reason : "");
		if ((found = comity_text_take(&text)) == NULL)
			return COMITY_ENOMEM;
		rc = comity_doc_find(doc, signature->node, report,
		    holds ? COMITY_F_TIMESTAMP_HOLDS : COMITY_F_TIMESTAMP_FAILS,
		    found, NULL);
		free(found);
	}
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

/* What counts today and will not on a day that is known. */
static int
tell_end(const struct comity_signature *signature, struct comity_report *report)
{
	const struct comity_algorithm_state *standing = &signature->standing;

	if (signature->indication != COMITY_TOTAL_PASSED ||
	    !signature->lapses || standing->row == NULL ||
	    standing->ends == COMITY_DAY_NEVER)
		return COMITY_OK;
	return comity_doc_find(signature->doc, signature->node, report,
	    COMITY_F_ALGORITHM_ENDS, signature->algorithm,
	    comity_phrase(standing->basis, comity_report_language(report)));
}

/* What a policy says of its algorithms. */
static int
tell_changes(
    const struct comity_signature *signature, struct comity_report *report)
{
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc != COMITY_ENOMEM && signature->changes[i] != NULL; i++)
		rc = comity_doc_find(signature->doc, signature->node, report,
		    COMITY_F_ALGORITHM_OVERRIDE, signature->changes[i]->uri,
		    signature->changes[i]->basis);
	return rc;
}

/* One finding for a signature; what does not count beside one that does is a
 * warning. */
static int
tell(const struct comity_signature *signature, enum comity_indication whole,
    struct comity_report *report)
{
	enum comity_finding_id id = finding_of(signature);
	const struct comity_doc *doc = signature->doc;
	struct comity_text text = { 0 };
	char *found;
	int rc;

	if (signature->master != NULL)
		id = signature->indication == COMITY_TOTAL_FAILED
			 ? COMITY_F_COUNTERSIGNATURE_FAILS
			 : COMITY_F_SIGNATURE_COUNTERSIGNED;
	else if (whole == COMITY_TOTAL_PASSED &&
		 id != COMITY_F_SIGNATURE_PASSED)
		id = COMITY_F_SIGNATURE_ASIDE;
	comity_text_addf(&text, "%s%s%s: %s",
	    comity_indication_name(signature->indication),
	    signature->sub ? " / " : "", signature->sub ? signature->sub : "",
	    signature->reason ? signature->reason : "");
	if ((found = comity_text_take(&text)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_doc_find(doc, signature->node, report, id, found, NULL);
	free(found);
	if (rc != COMITY_ENOMEM)
		rc = tell_timestamps(doc, signature, report);
	if (rc != COMITY_ENOMEM)
		rc = tell_end(signature, report);
	if (rc != COMITY_ENOMEM)
		rc = tell_changes(signature, report);
	if (rc == COMITY_ENOMEM || !signature->unjudged)
		return rc;
	rc = comity_doc_find(doc, signature->node, report,
	    COMITY_F_SIGNATURE_UNJUDGED, NULL, NULL);
	return rc;
}

static int
tell_all(const struct comity_verification *verification,
    struct comity_report *report)
{
	size_t i;

	for (i = 0; i < verification->count; i++)
		if (tell(&verification->signatures[i], verification->indication,
			report) == COMITY_ENOMEM)
			return COMITY_ENOMEM;
	for (i = 0; i < verification->countersignature_count; i++)
		if (tell(&verification->countersignatures[i],
			verification->indication, report) == COMITY_ENOMEM)
			return COMITY_ENOMEM;
	return COMITY_OK;
}

/* The whole: one that passed counts; else one that failed; else none. */
static void
conclude(struct comity_verification *verification)
{
	static const enum comity_indication order[] = { COMITY_TOTAL_PASSED,
		COMITY_TOTAL_FAILED, COMITY_INDETERMINATE };
	size_t i, j;

	verification->indication = COMITY_INDETERMINATE;
	verification->sub = "SIGNED_DATA_NOT_FOUND";
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		for (j = 0; j < verification->count; j++)
			if (verification->signatures[j].indication ==
			    order[i]) {
				verification->indication = order[i];
				verification->sub =
				    verification->signatures[j].sub;
				return;
			}
}

static int
status_of(const struct comity_verification *verification)
{
	switch (verification->indication) {
	case COMITY_TOTAL_PASSED:
		return verification->proven != NULL || verification->opaque
			   ? COMITY_OK
			   : COMITY_EINTERNAL;
	case COMITY_TOTAL_FAILED:
		return COMITY_REFUSED;
	case COMITY_INDETERMINATE:
		break;
	}
	return COMITY_UNKNOWN;
}

/* Move the answers on one document of signatures to those before. */
static int
append(struct comity_signature **to, size_t *to_count,
    struct comity_signature **from, size_t *from_count)
{
	struct comity_signature *more;

	if (*from_count == 0)
		return COMITY_OK;
	more = reallocarray(*to, *to_count + *from_count, sizeof(*more));
	if (more == NULL)
		return COMITY_ENOMEM;
	memcpy(more + *to_count, *from, *from_count * sizeof(*more));
	*to = more;
	*to_count += *from_count;
	*from_count = 0; /* transferred */
	return COMITY_OK;
}

/* The first that is proven stands; else the first that is intact. */
static int
merge(struct comity_verification *to, struct comity_verification *from)
{
	int rc;

	rc = append(
	    &to->signatures, &to->count, &from->signatures, &from->count);
	if (rc == COMITY_OK)
		rc = append(&to->countersignatures, &to->countersignature_count,
		    &from->countersignatures, &from->countersignature_count);
	to->opaque = to->opaque || from->opaque;
	if (to->proven == NULL) {
		to->proven = from->proven;
		from->proven = NULL; /* transferred */
	}
	if (to->intact == NULL) {
		to->intact = from->intact;
		from->intact = NULL; /* transferred */
	}
	return rc;
}

/* The signatures in a document, or those beside it. */
static int
judge_all(const struct comity_doc *doc, const struct comity_trust *trust,
    const struct comity_verify_policy *policy, struct comity_report *report,
    struct comity_verification *out)
{
	const struct comity_beside *beside = doc->beside;
	struct comity_verification *one;
	size_t i;
	int rc = COMITY_OK;

	if (beside == NULL || beside->self)
		rc =
		    comity_judge_document(doc, doc, trust, policy, report, out);
	for (i = 0; rc == COMITY_OK && beside != NULL && i < beside->count;
	     i++) {
		if ((one = calloc(1, sizeof(*one))) == NULL)
			return COMITY_ENOMEM;
		rc = comity_judge_document(
		    beside->signatures[i], doc, trust, policy, report, one);
		if (rc == COMITY_OK)
			rc = merge(out, one);
		comity_verification_free(one);
	}
	if (out->proven != NULL) { /* it says all that the other would */
		comity_doc_free(out->intact);
		out->intact = NULL;
	}
	return rc;
}

int
comity_verify(const struct comity_doc *doc, const struct comity_trust *trust,
    const struct comity_verify_policy *policy, struct comity_report *report,
    struct comity_verification **out)
{
	struct comity_verification *verification = NULL;
	struct comity_verify_policy spoken = *policy;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	spoken.language = comity_report_language(report);
	if ((verification = calloc(1, sizeof(*verification))) == NULL)
		goto out;
	rc = judge_all(doc, trust, &spoken, report, verification);
	if (rc != COMITY_OK)
		goto out;
	conclude(verification);
	if (verification->count == 0 &&
	    comity_doc_find(doc, comity_doc_root(doc), report,
		COMITY_F_SIGNATURE_ABSENT, NULL, NULL) == COMITY_ENOMEM) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	if ((rc = tell_all(verification, report)) != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	if (comity_memory_failed() || comity_report_failed(report))
		goto out;
	rc = status_of(verification);
	if (rc == COMITY_EINTERNAL)
		goto out;
	*out = verification;
	verification = NULL; /* transferred */
out:
	comity_verification_free(verification);
	return rc;
}

static void
signatures_free(struct comity_signature *signatures, size_t count)
{
	size_t i, j;

	for (i = 0; i < count; i++) {
		struct comity_signature *signature = &signatures[i];

		free(signature->reason);
		free(signature->id);
		free(signature->signing_time);
		free(signature->subject);
		free(signature->issuer);
		free(signature->serial);
		free(signature->organization_id);
		free(signature->algorithm);
		free(signature->level);
		free(signature->role);
		comity_claims_clear(&signature->claims);
		free(signature->missing);
		for (j = 0; j < signature->timestamp_count; j++) {
			free(signature->timestamps[j].reason);
			free(signature->timestamps[j].authority);
		}
		free(signature->timestamps);
		comity_grounds_free(signature->grounds);
	}
	free(signatures);
}

void
comity_verification_free(struct comity_verification *verification)
{
	if (verification == NULL)
		return;
	signatures_free(verification->signatures, verification->count);
	signatures_free(verification->countersignatures,
	    verification->countersignature_count);
	comity_doc_free(verification->proven);
	comity_doc_free(verification->intact);
	free(verification);
}
