/* SPDX-License-Identifier: Apache-2.0 */
#include "recognition.h"

#include "recognize.h"
#include "verifying.h"

int
fuzz_recognize(const struct comity_doc *license,
    const struct comity_doc *arrangement, const struct comity_doc *status,
    const struct comity_trust *trust, char **json)
{
	struct comity_recognition_input input = { .license = license,
		.arrangements = &arrangement,
		.arrangement_count = arrangement != NULL,
		.status_lists = &status,
		.status_list_count = status != NULL,
		.packs = world.run.packs,
		.trust = trust,
		.in = "DE",
		.moment = FUZZ_MOMENT,
		.now = FUZZ_MOMENT,
		.demonstration = true };
	struct answer answer;
	int rc;

	fuzz_assert(answer_init(&answer, "recognize", "input", &world.run),
	    "no memory");
	rc = comity_recognize(&input, answer.report, &answer.verdict);
	if (answer.verdict != NULL) {
		fuzz_assert(comity_verdict_status(answer.verdict) == rc,
		    "the verdict says %d, the answer %d",
		    comity_verdict_status(answer.verdict), rc);
		fuzz_assert(rc != COMITY_OK || answer.verdict->proven,
		    "recognized and not proven");
	}
	return fuzz_close(&answer, rc, json);
}

int
fuzz_verify(const unsigned char *octets, size_t len,
    const struct comity_trust *trust, struct comity_octets *proven)
{
	struct verifying verifying;
	struct answer answer;
	struct comity_report *ignored = comity_report_new();
	int rc = fuzz_open(&answer, "verify", octets, len);

	memset(proven, 0, sizeof(*proven));
	if (rc == COMITY_OK) {
		if (comity_packs_match(world.run.packs, answer.doc, NULL,
			FUZZ_MOMENT, ignored, &answer.edition) != COMITY_OK)
			answer.edition = NULL;
		verifying_policy(&world.run, &answer, &verifying);
		rc = comity_verify(answer.doc, trust, &verifying.policy,
		    answer.report, &answer.verification);
	}
	if (rc == COMITY_OK) {
		fuzz_assert(
		    answer.verification->indication == COMITY_TOTAL_PASSED,
		    "a yes that did not pass");
		if (answer.verification->proven != NULL) {
			fuzz_assert(
			    fuzz_canonical(answer.verification->proven, proven),
			    "proven, and no octets");
			/* what is proven is what is there */
			fuzz_assert(
			    answer.doc->beside != NULL ||
				fuzz_same_octets(
				    answer.verification->proven, answer.doc),
			    "proven is not what the file says");
		} else
			fuzz_assert(answer.verification->opaque,
			    "a yes, and nothing proven");
	} else if (answer.verification != NULL)
		fuzz_assert(
		    answer.verification->proven == NULL, "%d, and proven", rc);
	comity_report_free(ignored);
	return fuzz_close(&answer, rc, NULL);
}

void
fuzz_still_the_same(const struct fuzz_signed *input,
    const unsigned char *octets, size_t len, const struct comity_trust *trust)
{
	struct comity_octets before, after;
	unsigned char *changed = malloc(len);
	int was, is;

	memcpy(changed, octets, len);
	if (fuzz_change(input, changed, len)) {
		was = fuzz_verify(octets, len, trust, &before);
		is = fuzz_verify(changed, len, trust, &after);
		fuzz_assert(is != COMITY_OK || was == COMITY_OK,
		    "a yes only after a change");
		fuzz_assert(
		    is != COMITY_OK || (before.len == after.len &&
					   (before.len == 0 ||
					       memcmp(before.bytes, after.bytes,
						   before.len) == 0)),
		    "changed, and still a yes");
		comity_octets_clear(&before);
		comity_octets_clear(&after);
	}
	free(changed);
}
