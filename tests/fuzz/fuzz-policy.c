/* SPDX-License-Identifier: Apache-2.0 */
/* policy: what an office accepts; it may turn no "no answer" into a yes. */
#include "policy.h"
#include "recognition.h"

static struct comity_report *broken; /* of a document with errors */

static void
begin(void)
{
	struct comity_source *source;
	struct comity_checked checked;
	const struct comity_edition *edition;
	struct comity_doc *doc;

	fuzz_load_trust();
	broken = comity_report_new();
	source = fuzz_file("examples/broken/us-ear-ricin.xml");
	doc = doc_of("broken.xml", source->bytes, source->len);
	if (comity_packs_match(world.run.packs, doc, NULL, FUZZ_MOMENT, broken,
		&edition) != COMITY_OK ||
	    comity_check(edition, doc, FUZZ_MOMENT, broken, &checked) !=
		COMITY_REFUSED)
		fuzz_fail("the broken example is not refused");
	comity_doc_free(doc);
	comity_source_free(source);
}

static void
use(const struct comity_policy *policy)
{
	struct comity_verify_policy by = { .moment = FUZZ_MOMENT,
		.now = FUZZ_MOMENT,
		.algorithms = &policy->algorithms };
	struct comity_report *report = comity_report_new();
	struct comity_verification *verification = NULL;
	int rc;

	fuzz_assert(comity_policy_accept(policy, broken, FUZZ_MOMENT,
			COMITY_UNKNOWN) == COMITY_UNKNOWN &&
			comity_policy_accept(policy, broken, FUZZ_MOMENT,
			    COMITY_ELIMIT) == COMITY_ELIMIT,
	    "no answer became one");
	(void)comity_policy_accept(policy, broken, FUZZ_MOMENT, COMITY_REFUSED);
	rc = comity_verify(
	    world.license_doc, world.run.trust, &by, report, &verification);
	fuzz_look(report, rc);
	comity_verification_free(verification);
	comity_report_free(report);
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_policy *policy = NULL;
	struct comity_doc *doc = NULL;
	int rc = fuzz_read("policy.xml", bytes, len, report, &doc);

	if (rc == COMITY_OK)
		rc = comity_policy_read(doc, world.run.packs, report, &policy);
	fuzz_look(report, rc);
	fuzz_assert((rc == COMITY_OK) == (policy != NULL), "%d, and %s policy",
	    rc, policy != NULL ? "a" : "no");
	if (rc == COMITY_OK)
		use(policy);
	comity_policy_free(policy);
	comity_doc_free(doc);
	comity_report_free(report);
}

const struct fuzz_target fuzz_policy = { "policy", begin, one, true, NULL };
