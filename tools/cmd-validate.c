/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"
#include "envelope.h"
#include "render.h"
#include "tolerance.h"

static const struct option_spec options[] = {
	{ "edition", "ID", "judge by this edition, not the document's own",
	    OPT_TEXT, OPT(edition) },
	{ "policy", "FILE", "also say whether this office's policy accepts it",
	    OPT_TEXT, OPT(policy) },
	{ "tolerant", NULL, "read known drifts from the format, and say so",
	    OPT_FLAG, OPT(tolerant) },
	OPTIONS_INPUTS,
	{ "out", "FILE", "write the answer there, not to stdout (-o)", OPT_TEXT,
	    OPT(out) },
	{ 0 },
};

/* What is to be judged: the document, the one inside it, or a copy of either
 * with the drifts of its root put right. */
static int
open_document(
    struct run *run, struct answer *answer, const struct comity_doc **doc)
{
	struct comity_doc *copy = NULL;
	int rc;

	*doc = answer->doc;
	rc = comity_envelope_open(
	    run->packs, answer->doc, answer->report, &answer->read);
	if (rc != COMITY_OK)
		return rc;
	if (answer->read != NULL)
		*doc = answer->read;
	if (!run->options.tolerant)
		return COMITY_OK;
	rc = comity_tolerance_open(run->packs, *doc, answer->report, &copy);
	comity_doc_free(answer->read);
	*doc = answer->read = copy;
	return rc;
}

static int
judge(struct run *run, const struct loaded *loaded, struct answer *answer)
{
	const struct comity_doc *doc;
	int rc = open_document(run, answer, &doc);

	(void)loaded; /* all of it is in the run */
	if (rc == COMITY_OK)
		rc = comity_packs_match(run->packs, doc, run->options.edition,
		    run->moment, answer->report, &answer->edition);
	if (rc == COMITY_OK && run->options.tolerant)
		rc = comity_tolerance_apply(
		    answer->edition, answer->read, answer->report);
	if (rc != COMITY_OK)
		return rc;
	rc = run->options.format == FORMAT_SVRL
		 ? comity_check_traced(answer->edition, doc, run->moment,
		       answer->report, &answer->checked, &answer->trace)
		 : comity_check(answer->edition, doc, run->moment,
		       answer->report, &answer->checked);
	if (rc == COMITY_REFUSED && !answer->checked.schema_valid &&
	    !run->options.tolerant)
		rc = comity_status_worse(
		    rc, comity_tolerance_hint(
			    answer->edition, doc, answer->report));
	return rc;
}

static int
load(struct run *run, struct loaded **loaded)
{
	int rc = run_load_packs(run);

	*loaded = NULL;
	return rc == COMITY_OK ? run_load_policy(run) : rc;
}

static void
begin(const struct run *run, struct answer *answer)
{
	answer->policy = run->policy;
}

static const struct judging judging = { .begin = begin,
	.load = load,
	.judge = judge };

const struct command command_validate = { .name = "validate",
	.usage = "[OPTIONS] FILE...",
	.summary = "is it well made: schema and rules of its edition",
	.options = options,
	.act = batch_act,
	.judging = &judging,
	.defers = true,
	.formats = FORMATS_REPORT | FORMAT_BIT(FORMAT_SVRL),
	.files_min = 1,
	.files_max = -1 };
