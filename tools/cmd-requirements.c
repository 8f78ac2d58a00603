/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"
#include "render-requirements.h"
#include "run.h"

#include <stdlib.h>
#include <string.h>

#define SETS_MAX 16 /* sets of one call; more is a script gone wrong */
#define SECONDS_OF_DAY 86400

static const struct option_spec options[] = {
	{ "for", "SET[,SET...]",
	    "the sets to ask: eu-gdpr-transfer,us-dsp,us-nih-gds (each may be "
	    "SET@EDITION)",
	    OPT_TEXT, OPT(requirements) },
	{ "edition", "ID", "judge the agreement by this edition of its profile",
	    OPT_TEXT, OPT(edition) },
	{ "out", "FILE", "write the answer there, not to stdout (-o)", OPT_TEXT,
	    OPT(out) },
	{ 0 },
};

struct sets {
	struct comity_requirement_set *at[SETS_MAX];
	size_t count;
};

static void
sets_clear(struct sets *sets)
{
	size_t i;

	for (i = 0; i < sets->count; i++)
		comity_requirement_set_free(sets->at[i]);
}

/* From the newest --schemas folder that has it, else the installed one. */
static int
set_load(struct run *run, const char *name, struct sets *sets)
{
	const struct list *more = &run->options.schemas;
	struct comity_report *quiet = NULL;
	int64_t day = run->moment / SECONDS_OF_DAY;
	size_t i;
	int rc = COMITY_UNKNOWN;

	for (i = more->count; rc == COMITY_UNKNOWN && i > 0; i--) {
		if ((quiet = comity_report_new()) == NULL)
			return COMITY_ENOMEM;
		rc = comity_requirement_set_read(run->packs, more->at[i - 1],
		    name, day, quiet, &sets->at[sets->count]);
		if (rc != COMITY_OK && rc != COMITY_UNKNOWN &&
		    comity_report_join(run->talk->report, quiet) != COMITY_OK)
			rc = COMITY_ENOMEM;
		comity_report_free(quiet);
	}
	if (rc == COMITY_UNKNOWN)
		rc = comity_requirement_set_read(run->packs, run->schemas, name,
		    day, run->talk->report, &sets->at[sets->count]);
	if (rc == COMITY_OK)
		sets->count++;
	return rc;
}

static int
sets_load(struct run *run, struct sets *sets)
{
	char *names = strdup(run->options.requirements), *rest = names, *name;
	int rc = names == NULL ? COMITY_ENOMEM : COMITY_OK;

	while (rc == COMITY_OK && (name = strsep(&rest, ",")) != NULL) {
		if (sets->count == SETS_MAX)
			rc = COMITY_ELIMIT;
		else
			rc = set_load(run, name, sets);
	}
	free(names);
	return run_loaded(run, rc);
}

static int
judge(struct run *run, struct answer *answer, const struct sets *sets,
    struct comity_requirement_answers *answers)
{
	size_t i;
	int rc, asked = COMITY_OK;

	rc = comity_packs_match(run->packs, answer->doc, run->options.edition,
	    run->moment, answer->report, &answer->edition);
	if (rc != COMITY_OK)
		return rc;
	/* Errors by its own rules do not stop the questions, but they stand
	 * in the answer: such an agreement is never a yes. */
	rc = comity_check(answer->edition, answer->doc, run->moment,
	    answer->report, &answer->checked);
	if ((rc != COMITY_OK && rc != COMITY_REFUSED) ||
	    !answer->checked.schema_valid)
		return rc;
	asked = comity_translate_in(
	    &answer->checked, answer->report, &answer->translation);
	if (asked != COMITY_OK)
		return asked;
	for (i = 0; asked >= COMITY_UNKNOWN && i < sets->count; i++)
		asked = comity_status_worse(asked,
		    comity_requirements_judge(sets->at[i], answer->translation,
			answer->doc, run->moment, answer->report, answers));
	/* the core view was a means: it is no part of the answer */
	comity_translation_free(answer->translation);
	answer->translation = NULL;
	return comity_status_worse(rc, asked);
}

struct printing {
	const struct run *run;
	struct answer *answer;
	const struct comity_requirement_answers *answers;
};

static bool
write_requirements(void *context, FILE *to)
{
	const struct printing *printing = context;

	return render_requirements(
	    printing->run, printing->answer, printing->answers, to);
}

static int
ask(struct run *run, const struct sets *sets, const char *path)
{
	struct comity_requirement_answers answers = { 0 };
	struct answer answer;
	int rc;

	if (!answer_init(&answer, "requirements", path, run))
		return EXIT_INTERNAL;
	rc = run_read(run, path, &answer);
	if (rc == COMITY_OK)
		rc = judge(run, &answer, sets, &answers);
	/* libxml2 says yes on some failed allocations */
	if (comity_memory_failed() || comity_report_failed(answer.report))
		rc = COMITY_ENOMEM;
	answer.status = rc;
	run->worst = comity_status_worse(run->worst, rc);
	run_print(run, false, write_requirements,
	    &(struct printing){ run, &answer, &answers });
	comity_requirement_answers_clear(&answers);
	answer_clear(&answer);
	return EXIT_YES;
}

static int
requirements(struct run *run, int argc, char **argv)
{
	struct sets sets = { 0 };
	int i, rc, done = EXIT_YES;

	if (run->options.requirements == NULL)
		return run_usage("requirements", "--for SET is missing");
	rc = run_load_packs(run);
	if (rc == COMITY_OK)
		rc = sets_load(run, &sets);
	if (rc != COMITY_OK)
		run->worst = rc;
	for (i = 0; rc == COMITY_OK && done == EXIT_YES && i < argc; i++)
		done = ask(run, &sets, argv[i]);
	sets_clear(&sets);
	return done;
}

const struct command command_requirements = { .name = "requirements",
	.usage = "[OPTIONS] AGREEMENT... --for SET[,SET...]",
	.summary = "does an agreement state what these laws ask of it",
	.options = options,
	.act = requirements,
	.files_min = 1,
	.files_max = -1 };
