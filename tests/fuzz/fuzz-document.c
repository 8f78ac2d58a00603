/* SPDX-License-Identifier: Apache-2.0 */
/* document: a stranger's file, validated and translated as the command does. */
#include "check.h"
#include "envelope.h"
#include "fuzz.h"
#include "tolerance.h"
#include "translate.h"

static const struct comity_edition *forms[4]; /* NULL: the core */
static const char *const everything[] = { "all", NULL };

static void
begin(void)
{
	forms[1] = fuzz_edition("us-ear");
	forms[2] = fuzz_edition("eu-dualuse");
	forms[3] = fuzz_edition("ega-policy");
}

/* As tools/cmd-validate.c. */
static int
validate(struct answer *answer, bool tolerant)
{
	const struct comity_doc *doc = answer->doc;
	struct comity_doc *copy = NULL;
	int rc;

	rc = comity_envelope_open(
	    world.run.packs, doc, answer->report, &answer->read);
	if (rc == COMITY_OK && answer->read != NULL)
		doc = answer->read;
	if (rc == COMITY_OK && tolerant) {
		rc = comity_tolerance_open(
		    world.run.packs, doc, answer->report, &copy);
		comity_doc_free(answer->read);
		doc = answer->read = copy;
	}
	if (rc == COMITY_OK)
		rc = comity_packs_match(world.run.packs, doc, NULL, FUZZ_MOMENT,
		    answer->report, &answer->edition);
	if (rc == COMITY_OK && tolerant)
		rc = comity_tolerance_apply(
		    answer->edition, answer->read, answer->report);
	if (rc != COMITY_OK)
		return rc;
	rc = comity_check_traced(answer->edition, doc, FUZZ_MOMENT,
	    answer->report, &answer->checked, &answer->trace);
	if (rc == COMITY_REFUSED && !answer->checked.schema_valid && !tolerant)
		rc = comity_status_worse(
		    rc, comity_tolerance_hint(
			    answer->edition, doc, answer->report));
	if (rc == COMITY_OK) {
		fuzz_assert(answer->checked.schema_valid, "yes without form");
		fuzz_assert(answer->checked.rules_fired > 0 ||
				answer->checked.schema_alone,
		    "yes without a rule");
		fuzz_assert(comity_report_status(answer->report) == COMITY_OK,
		    "yes with an error");
	}
	return rc;
}

/* What came out is read again: it must be a document of the target. */
static void
look_at_translation(const struct comity_translation *translation)
{
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = NULL;
	xmlChar *octets = NULL;
	size_t len = 0, i, told = 0;

	fuzz_assert(translation->xml != NULL, "a yes without a document");
	fuzz_assert(comity_xml_write_indented(
			translation->xml, &octets, &len) == COMITY_OK,
	    "the translation can not be written");
	fuzz_assert(
	    fuzz_read("out.xml", octets, len, report, &doc) == COMITY_OK,
	    "the translation can not be read again");
	for (i = 0; i <= COMITY_ABSENT; i++)
		told += translation->counts[i];
	fuzz_assert(told == translation->record_count, "the account is off");
	comity_doc_free(doc);
	comity_report_free(report);
	xmlFree(octets);
}

static void
translate(const struct comity_checked *checked, size_t form, bool all)
{
	struct comity_report *report = comity_report_new();
	struct comity_translation *translation = NULL;
	int rc = comity_translate(checked, forms[form], all ? everything : NULL,
	    FUZZ_MOMENT, report, &translation);

	fuzz_look(report, rc);
	if (rc == COMITY_OK)
		look_at_translation(translation);
	else
		fuzz_assert(translation == NULL || translation->xml == NULL,
		    "a document without a yes");
	comity_translation_free(translation);
	comity_report_free(report);
}

static char *
judge(const unsigned char *bytes, size_t len, bool tolerant, bool alone)
{
	struct answer answer;
	char *json = NULL;
	size_t i;
	int rc = fuzz_open(&answer, "validate", bytes, len);

	if (rc == COMITY_OK)
		rc = validate(&answer, tolerant);
	if (!alone && answer.edition != NULL && answer.checked.schema_valid)
		for (i = 0; i < 4; i++)
			translate(
			    &answer.checked, i, fuzz_once_in(bytes, len, 2));
	fuzz_close(&answer, rc, &json);
	return json;
}

static void
one(const unsigned char *bytes, size_t len)
{
	bool tolerant = fuzz_once_in(bytes, len, 3);
	char *json = judge(bytes, len, tolerant, false), *again;

	if (fuzz_once_in(bytes, len, 8)) {
		again = judge(bytes, len, tolerant, true);
		fuzz_assert(strcmp(json, again) == 0, "two answers:\n%s\n%s",
		    json, again);
		free(again);
	}
	free(json);
}

const struct fuzz_target fuzz_document = { "document", begin, one, true, NULL };
