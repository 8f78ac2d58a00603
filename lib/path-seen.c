/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about signers, remembered within a run. */
#include "path-search.h"
#include "seen.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* All that an answer depends on, besides what the trust itself knows; NULL: no
 * memory. Only where nothing came along that speaks of revocation. */
static char *
question_write(const struct comity_certificate *signer,
    const struct comity_certificate *const *hints, size_t hint_count,
    const struct comity_verify_policy *policy,
    const struct comity_path_evidence *evidence)
{
	struct comity_text text = { 0 };
	size_t i;

	comity_text_addf(&text,
	    "%s %" PRId64 " %" PRId64 " %d %" PRId64 " %" PRId64 " %" PRId64
	    " %d %d",
	    comity_certificate_sha256(signer), policy->moment, policy->now,
	    policy->has_held_since, policy->held_since, evidence->now,
	    evidence->today, policy->moment_is_past, (int)policy->language);
	for (i = 0; i < hint_count; i++)
		comity_text_addf(
		    &text, " %s", comity_certificate_sha256(hints[i]));
	/* names last: they may hold anything but what parts them */
	comity_text_addf(&text, "\n%d%s\n%d%s", policy->service_type != NULL,
	    policy->service_type != NULL ? policy->service_type : "",
	    policy->territory != NULL,
	    policy->territory != NULL ? policy->territory : "");
	return text.failed ? NULL : comity_text_take(&text);
}

static bool
can_be_seen(const struct comity_trust *trust,
    const struct comity_verify_policy *policy,
    const struct comity_path_evidence *evidence)
{
	return trust->seen != NULL && evidence != NULL && !evidence->proven &&
	       evidence->grounds == NULL &&
	       (evidence->existence == NULL ||
		   evidence->existence->count == 0) &&
	       !evidence->stamp && evidence->algorithms == NULL &&
	       policy->algorithms == NULL &&
	       (evidence->crls == NULL || evidence->crls->count == 0) &&
	       (evidence->ocsps == NULL || evidence->ocsps->count == 0);
}

int
comity_path_check(const struct comity_trust *trust,
    const struct comity_certificate *signer,
    const struct comity_certificate *const *hints, size_t hint_count,
    const struct comity_verify_policy *policy,
    const struct comity_path_evidence *evidence, struct comity_path_result *out)
{
	char *question;
	int rc;

	if (!can_be_seen(trust, policy, evidence))
		return comity_path_judge(
		    trust, signer, hints, hint_count, policy, evidence, out);
	memset(out, 0, sizeof(*out));
	out->indication = COMITY_INDETERMINATE;
	question = question_write(signer, hints, hint_count, policy, evidence);
	if (question == NULL)
		return COMITY_ENOMEM;
	rc = comity_seen_answer(trust->seen, question, out);
	if (rc == COMITY_UNKNOWN) {
		rc = comity_path_judge(
		    trust, signer, hints, hint_count, policy, evidence, out);
		if (rc == COMITY_OK)
			rc = comity_seen_keep(trust->seen, question, out);
		if (rc != COMITY_OK)
			comity_path_result_clear(out);
	}
	free(question);
	return rc;
}
