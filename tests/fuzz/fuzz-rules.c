/* SPDX-License-Identifier: Apache-2.0 */
/* rules: a pack's rules.sch, read and evaluated over a license. Behind a NUL
 * octet: another document to evaluate them over. */
#include "fuzz.h"
#include "pack-private.h"
#include "rules.h"

static struct comity_doc *license;
static struct pack_edition edition;

static void
begin(void)
{
	struct comity_source *source = fuzz_file("examples/us-ear/full.xml");

	/* a name and lists of its own; nothing else of it is asked */
	edition.edition = *fuzz_edition("us-ear");
	edition.edition.rules = NULL;
	license = doc_of("license.xml", source->bytes, source->len);
	comity_source_free(source);
}

static int
run(const struct comity_rules *rules, const struct comity_doc *doc,
    struct comity_report *report)
{
	struct comity_rules_trace trace = { 0 };
	size_t *fired = calloc(comity_rules_count(rules) + 1, sizeof(*fired));
	struct comity_rules_run run = { .edition = &edition.edition,
		.tree = doc->xml,
		.doc = doc,
		.moment = FUZZ_MOMENT,
		.report = report,
		.fired = fired,
		.trace = &trace };
	size_t i;
	int rc = comity_rules_run(rules, &run);

	fuzz_look(report, rc);
	if (rc == COMITY_OK)
		fuzz_assert(run.errors == 0, "a yes with errors");
	for (i = 0; i < comity_rules_count(rules); i++)
		fuzz_assert(comity_rules_at(rules, i).id != NULL, "no id");
	comity_rules_trace_clear(&trace);
	free(fired);
	return rc;
}

static void
one(const unsigned char *bytes, size_t len)
{
	struct comity_report *report = comity_report_new();
	struct comity_folder_file file = { .name = (char *)"rules.sch",
		.role = (char *)"rules" };
	struct comity_rules *rules = NULL;
	struct comity_doc *doc = NULL;
	struct fuzz_signed input;
	int rc;

	fuzz_split(bytes, len, &input);
	rc = comity_source_new(
	    "rules.sch", input.bytes, input.len, report, &file.source);
	if (rc == COMITY_OK)
		rc = comity_rules_read(
		    &file, NULL, &edition.edition, report, &rules);
	fuzz_look(report, rc);
	if (rc == COMITY_OK) {
		if (input.len + 1 < len)
			(void)fuzz_read("input", bytes + input.len + 1,
			    len - input.len - 1, report, &doc);
		run(rules, doc != NULL ? doc : license, report);
	}
	comity_rules_free(rules);
	comity_doc_free(doc);
	comity_source_free(file.source);
	comity_report_free(report);
}

const struct fuzz_target fuzz_rules = { "rules", begin, one, true, NULL };
