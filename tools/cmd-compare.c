/* SPDX-License-Identifier: Apache-2.0 */
#include "comparing.h"
#include "memory.h"

#include <stdlib.h>

static const struct option_spec options[] = {
	{ "out", "FILE", "write the answer there, not to stdout (-o)", OPT_TEXT,
	    OPT(out) },
	{ 0 },
};

/* Rule errors stop nothing: two drafts that break a rule can be compared.
 * What is not schema-valid can not. */
static int
load(struct run *run, struct answer *answer)
{
	int rc = run_read(run, answer->file, answer);

	if (rc == COMITY_OK)
		rc = comity_packs_match(run->packs, answer->doc, NULL,
		    run->moment, answer->report, &answer->edition);
	if (rc == COMITY_OK)
		rc = comity_check(answer->edition, answer->doc, run->moment,
		    answer->report, &answer->checked);
	if (comity_memory_failed())
		return COMITY_ENOMEM;
	return rc == COMITY_REFUSED && answer->edition != NULL ? COMITY_OK : rc;
}

/* A side that can not be read as what it says is no answer, never a no. */
static int
judge(struct run *run, struct comparing *comparing)
{
	int before = load(run, &comparing->before);
	int after = load(run, &comparing->after);
	int rc = comity_status_worse(before, after);

	if (rc == COMITY_REFUSED)
		rc = COMITY_UNKNOWN;
	if (rc != COMITY_OK)
		return rc;
	comity_memory_forget();
	return comity_compare(&comparing->before.checked,
	    &comparing->after.checked, comparing->after.report,
	    &comparing->comparison);
}

static bool
write_comparison(void *context, FILE *to)
{
	return render_comparison(context, to);
}

static int
compare(struct run *run, int argc, char **argv)
{
	struct comparing comparing = { .run = run };
	int rc;

	(void)argc;
	if ((rc = run_load_packs(run)) != COMITY_OK) {
		run->worst = rc;
		return EXIT_YES;
	}
	rc = EXIT_INTERNAL;
	if (answer_init(&comparing.before, "compare", argv[0], run) &&
	    answer_init(&comparing.after, "compare", argv[1], run)) {
		comparing.status = judge(run, &comparing);
		if (comity_memory_failed() ||
		    comity_report_failed(comparing.before.report) ||
		    comity_report_failed(comparing.after.report))
			comparing.status = COMITY_ENOMEM;
		run->worst = comity_status_worse(run->worst, comparing.status);
		run_print(run, false, write_comparison, &comparing);
		rc = EXIT_YES;
	}
	comity_comparison_free(comparing.comparison);
	answer_clear(&comparing.before);
	answer_clear(&comparing.after);
	return rc;
}

const struct command command_compare = { .name = "compare",
	.usage = "[OPTIONS] OLD NEW",
	.summary = "what changed between two documents, in terms, not lines",
	.options = options,
	.act = compare,
	.files_min = 2,
	.files_max = 2 };
