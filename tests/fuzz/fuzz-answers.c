/* SPDX-License-Identifier: Apache-2.0 */
/* answers: what somebody wants in an agreement; what is drafted of it must be
 * valid, or nothing is drafted. */
#include "check.h"
#include "draft.h"
#include "fuzz.h"
#include "question.h"

static struct comity_template *template;

static void
begin(void)
{
	struct comity_report *report = comity_report_new();
	char *folder = comity_text_format(
	    "%s/templates/agreements/genomic-data-sharing", world.srcdir);

	if (comity_template_read(
		folder, fuzz_edition("core"), report, &template) != COMITY_OK)
		fuzz_fail("the template can not be read");
	free(folder);
	comity_report_free(report);
}

/* As check_and_write() of tools/cmd-draft.c. */
static int
check(struct comity_facts *facts, const struct comity_draft *draft,
    struct comity_report *report)
{
	const struct comity_edition *edition = NULL;
	struct comity_checked checked;
	struct comity_doc *doc = NULL;
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = comity_xml_write(draft->xml, &octets, &len);

	if (rc == COMITY_OK)
		rc = fuzz_read("draft.xml", octets, len, report, &doc);
	if (rc == COMITY_OK)
		rc = comity_packs_match(
		    world.run.packs, doc, NULL, FUZZ_MOMENT, report, &edition);
	if (rc == COMITY_OK)
		rc = comity_check(edition, doc, FUZZ_MOMENT, report, &checked);
	if (rc == COMITY_OK)
		rc = comity_draft_check(facts, doc);
	xmlFree(octets);
	comity_doc_free(doc);
	return rc;
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_facts *facts = NULL;
	struct comity_draft *draft = NULL;
	struct comity_doc *doc = NULL;
	int rc = fuzz_read("answers.xml", bytes, len, report, &doc);

	if (rc == COMITY_OK)
		rc = comity_facts_new(
		    template, FUZZ_MOMENT, "en", report, &facts);
	if (rc == COMITY_OK)
		rc = comity_answers_read(facts, doc, true);
	if (rc == COMITY_OK)
		rc = comity_draft_new(facts, &draft);
	fuzz_assert((rc == COMITY_OK) == (draft != NULL), "%d, and %s draft",
	    rc, draft != NULL ? "a" : "no");
	if (rc == COMITY_OK)
		rc = check(facts, draft, report);
	fuzz_look(report, rc);
	comity_draft_free(draft);
	comity_facts_free(facts);
	comity_doc_free(doc);
	comity_report_free(report);
}

const struct fuzz_target fuzz_answers = { "answers", begin, one, true, NULL };
