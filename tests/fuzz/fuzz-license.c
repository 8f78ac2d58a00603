/* SPDX-License-Identifier: Apache-2.0 */
/* license: what is in it changes, and the authority signs it all the same. */
#include "recognition.h"

static void
signed_one(const struct fuzz_signed *input, const struct comity_doc *doc)
{
	struct comity_report *report = comity_report_new();
	struct comity_octets proven;
	struct comity_doc *again = NULL;
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc =
	    fuzz_sign(doc, &world.us_authority, false, report, &octets, &len);

	fuzz_look(report, rc);
	if (rc == COMITY_OK) {
		rc = fuzz_verify(octets, len, world.run.trust, &proven);
		fuzz_assert(rc == COMITY_OK || rc == COMITY_UNKNOWN,
		    "signed just now: %d", rc);
		comity_octets_clear(&proven);
		fuzz_assert(fuzz_read("signed", octets, len, report, &again) ==
				COMITY_OK,
		    "signed, and no document");
		fuzz_assert(fuzz_same_octets(doc, again),
		    "signing changed what is signed");
		fuzz_recognize(again, world.arrangement_doc, world.status_doc,
		    world.run.trust, NULL);
		fuzz_still_the_same(input, octets, len, world.run.trust);
	}
	comity_doc_free(again);
	free(octets);
	comity_report_free(report);
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = NULL;
	struct fuzz_signed input;
	int rc;

	fuzz_split(bytes, len, &input);
	rc = fuzz_read("input", input.bytes, input.len, report, &doc);
	fuzz_look(report, rc);
	if (rc == COMITY_OK) {
		rc = fuzz_recognize(doc, world.arrangement_doc,
		    world.status_doc, world.run.trust, NULL);
		fuzz_assert(rc != COMITY_OK, "recognized without a signature");
		signed_one(&input, doc);
	}
	comity_doc_free(doc);
	comity_report_free(report);
}

const struct fuzz_target fuzz_license = { "license", fuzz_load_trust, one, true,
	NULL };
