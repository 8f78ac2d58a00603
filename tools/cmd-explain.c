/* SPDX-License-Identifier: Apache-2.0 */
#include "explanation.h"
#include "rules.h"
#include "run.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
	{ 0 },
};

static bool
explain_ours(const char *id)
{
	const struct comity_finding_row *row = comity_finding_row(id);

	if (row == NULL)
		return false;
	printf("%s: %s\n    %s.\n    basis     %s\n    next step %s\n", row->id,
	    comity_severity_name(row->severity), row->message, row->basis,
	    row->remedy);
	return true;
}

static bool
explain_word(const char *word)
{
	const struct explanation *row = explanation_find(word);

	if (row == NULL)
		return false;
	printf("%s\n    %s\n    next step %s\n", row->word, row->meaning,
	    row->next);
	return true;
}

/* "us-ear/expiry": a rule of a profile, in every edition that has it. */
static bool
explain_rule(const struct run *run, const char *id)
{
	const char *slash = strchr(id, '/');
	const struct comity_edition *edition;
	const char *message;
	bool found = false;
	size_t i;

	if (slash == NULL)
		return false;
	for (i = 0; i < comity_packs_count(run->packs); i++) {
		edition = comity_packs_at(run->packs, i);
		if (strlen(edition->profile) != (size_t)(slash - id) ||
		    strncmp(edition->profile, id, (size_t)(slash - id)) != 0)
			continue;
		message = comity_edition_message(edition, slash + 1,
		    run->options.lang ? run->options.lang : "en");
		found |= explanation_print_rule(edition, slash + 1, message);
	}
	return found;
}

static int
explain(struct run *run, int argc, char **argv)
{
	int i, rc;

	if ((rc = run_load_packs(run)) != COMITY_OK) {
		run->worst = rc;
		return EXIT_YES;
	}
	for (i = 0; i < argc; i++) {
		if (explain_ours(argv[i]) || explain_word(argv[i]) ||
		    explain_rule(run, argv[i]))
			continue;
		fprintf(stderr,
		    "comity explain: %s: no finding, rule or term of that "
		    "name; a finding's id stands in brackets behind it\n",
		    argv[i]);
		run->worst = comity_status_worse(run->worst, COMITY_REFUSED);
	}
	return EXIT_YES;
}

const struct command command_explain = { .name = "explain",
	.usage = "FINDING|TERM...",
	.summary =
	    "what a finding or a word of a verdict means, and what to do",
	.options = options,
	.act = explain,
	.files_min = 1,
	.files_max = -1 };
