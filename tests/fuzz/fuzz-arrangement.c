/* SPDX-License-Identifier: Apache-2.0 */
/* arrangement, status-list: what either says changes, its office signs it, and
 * a license is recognized by it. */
#include "recognition.h"

static int
recognize(const struct comity_doc *doc, bool list, char **json)
{
	return fuzz_recognize(world.license_doc,
	    list ? world.arrangement_doc : doc, list ? doc : world.status_doc,
	    world.run.trust, json);
}

/* Signed by whom it is not for: it may not lead to a yes. */
static void
by_another(const struct comity_doc *doc, bool list)
{
	struct comity_report *report = comity_report_new();
	struct comity_doc *again = NULL;
	unsigned char *octets = NULL;
	size_t len = 0;

	if (fuzz_sign(doc, &world.us_partner, false, report, &octets, &len) ==
	    COMITY_OK) {
		fuzz_assert(fuzz_read("signed", octets, len, report, &again) ==
				COMITY_OK,
		    "signed, and no document");
		fuzz_assert(recognize(again, list, NULL) != COMITY_OK,
		    "recognized by what anybody signed");
	}
	comity_doc_free(again);
	free(octets);
	comity_report_free(report);
}

static void
signed_one(
    const struct fuzz_signed *input, const struct comity_doc *doc, bool list)
{
	const struct made *by = list ? &world.us_status : &world.eu_arrangement;
	struct comity_report *report = comity_report_new();
	struct comity_doc *again = NULL;
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = fuzz_sign(doc, by, false, report, &octets, &len);

	fuzz_look(report, rc);
	if (rc == COMITY_OK) {
		fuzz_assert(fuzz_read("signed", octets, len, report, &again) ==
				COMITY_OK,
		    "signed, and no document");
		recognize(again, list, NULL);
		comity_doc_free(again);
		again = NULL;
		if (fuzz_change(input, octets, len) &&
		    fuzz_read("changed", octets, len, report, &again) ==
			COMITY_OK &&
		    recognize(again, list, NULL) == COMITY_OK)
			fuzz_assert(fuzz_same_octets(doc, again),
			    "changed, and still a yes");
	}
	if (fuzz_once_in(input->bytes, input->len, 8))
		by_another(doc, list);
	comity_doc_free(again);
	free(octets);
	comity_report_free(report);
}

static void
either(const unsigned char *bytes, size_t len, bool list)
{
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = NULL;
	struct fuzz_signed input;
	int rc;

	fuzz_split(bytes, len, &input);
	rc = fuzz_read("input", input.bytes, input.len, report, &doc);
	fuzz_look(report, rc);
	if (rc == COMITY_OK) {
		fuzz_assert(recognize(doc, list, NULL) != COMITY_OK,
		    "recognized by what nobody signed");
		signed_one(&input, doc, list);
	}
	comity_doc_free(doc);
	comity_report_free(report);
}

/* Without these documents there is no yes; with them there is. */
static void
begin(void)
{
	fuzz_load_trust();
	fuzz_assert(fuzz_recognize(world.license_doc, world.arrangement_doc,
			world.status_doc, world.run.trust, NULL) == COMITY_OK,
	    "the example is not recognized");
	fuzz_assert(fuzz_recognize(world.license_doc, NULL, world.status_doc,
			world.run.trust, NULL) != COMITY_OK &&
			fuzz_recognize(world.license_doc, world.arrangement_doc,
			    NULL, world.run.trust, NULL) != COMITY_OK,
	    "recognized without either");
}

static void
arrangement(const unsigned char *bytes, size_t len)
{
	either(bytes, len, false);
}

static void
status_list(const unsigned char *bytes, size_t len)
{
	either(bytes, len, true);
}

const struct fuzz_target fuzz_arrangement = { "arrangement", begin, arrangement,
	true, NULL };
const struct fuzz_target fuzz_status_list = { "status-list", begin, status_list,
	true, NULL };
