/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk: a profile's table, loaded and put in the place of the sound one
 * while a license is translated there and back. */
#include "check.h"
#include "crosswalk.h"
#include "fuzz.h"
#include "translate.h"

static struct comity_edition *edition;
static const struct comity_edition *core, *other;
static struct comity_doc *license;
static const char *const everything[] = { "all", NULL };

static void
begin(void)
{
	struct comity_source *source = fuzz_file("examples/us-ear/ricin.xml");

	edition = (struct comity_edition *)(uintptr_t)fuzz_edition("us-ear");
	other = fuzz_edition("eu-dualuse");
	core = fuzz_edition("core");
	license = doc_of("license.xml", source->bytes, source->len);
	comity_source_free(source);
}

/* With a faulty table, there and back may differ: an internal error is the
 * answer that is asked for then. Nothing else may be. */
static void
look(const struct comity_report *report, int rc)
{
	fuzz_look(report, rc == COMITY_EINTERNAL ? COMITY_UNKNOWN : rc);
}

static void
translate(const struct comity_edition *to)
{
	struct comity_report *report = comity_report_new();
	struct comity_translation *translation = NULL;
	struct comity_checked checked;
	struct comity_doc *doc = NULL;
	xmlChar *octets = NULL;
	size_t len = 0;
	int rc = comity_check(edition, license, FUZZ_MOMENT, report, &checked);

	fuzz_assert(rc == COMITY_OK, "the example is not valid: %d", rc);
	rc = comity_translate(
	    &checked, to, everything, FUZZ_MOMENT, report, &translation);
	look(report, rc);
	if (rc == COMITY_OK) {
		fuzz_assert(comity_xml_write(translation->xml, &octets, &len) ==
				    COMITY_OK &&
				fuzz_read("out", octets, len, report, &doc) ==
				    COMITY_OK,
		    "the translation can not be read");
	}
	xmlFree(octets);
	comity_doc_free(doc);
	comity_translation_free(translation);
	comity_report_free(report);
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_crosswalk *sound = edition->crosswalk, *read = NULL;
	struct comity_source *source = NULL;
	int rc =
	    comity_source_new("crosswalk.xml", bytes, len, report, &source);

	if (rc == COMITY_OK)
		rc =
		    comity_crosswalk_load(source, edition, core, report, &read);
	fuzz_look(report, rc);
	if (rc == COMITY_OK) {
		edition->crosswalk = read;
		translate(NULL);
		translate(other);
		edition->crosswalk = sound;
	}
	comity_crosswalk_free(read);
	comity_source_free(source);
	comity_report_free(report);
}

const struct fuzz_target fuzz_crosswalk = { "crosswalk", begin, one, true,
	NULL };
