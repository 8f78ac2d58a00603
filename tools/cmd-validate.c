/* SPDX-License-Identifier: Apache-2.0 */
#include "render.h"
#include "run.h"

static const struct option_spec options[] = {
	{ "edition", "ID", "judge by this edition, not the document's own",
	    OPT_TEXT, OPT(edition) },
	{ "out", "FILE", "write the answer there, not to stdout (-o)", OPT_TEXT,
	    OPT(out) },
	{ 0 },
};

static int
judge(struct run *run, struct answer *answer)
{
	int rc;

	rc = comity_packs_match(run->packs, answer->doc, run->options.edition,
	    run->moment, answer->report, &answer->edition);
	if (rc != COMITY_OK)
		return rc;
	return comity_check(answer->edition, answer->doc, run->moment,
	    answer->report, &answer->checked);
}

static int
validate(struct run *run, int argc, char **argv)
{
	struct answer answer;
	int i, rc;

	if ((rc = run_load_packs(run)) != COMITY_OK) {
		run->worst = rc;
		return EXIT_YES;
	}
	for (i = 0; i < argc; i++) {
		if (!answer_init(&answer, "validate", argv[i], run))
			return EXIT_INTERNAL;
		rc = run_read(run, argv[i], &answer);
		if (rc == COMITY_OK)
			rc = judge(run, &answer);
		run_answer(run, &answer, rc);
		answer_clear(&answer);
	}
	return EXIT_YES;
}

const struct command command_validate = { .name = "validate",
	.usage = "[OPTIONS] FILE...",
	.summary = "is it well made: schema and rules of its edition",
	.options = options,
	.act = validate,
	.formats = FORMATS_REPORT,
	.files_min = 1,
	.files_max = -1 };
