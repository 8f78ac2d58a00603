/* SPDX-License-Identifier: Apache-2.0 */
#include "explanation.h"

static const struct option_spec options[] = {
	{ 0 },
};

struct explaining {
	struct run *run;
	struct comity_glossary *glossary;
	json_t *entries;
	struct comity_suggestions meant; /* instead of an unknown word */
};

static bool
write_entries(void *context, FILE *to)
{
	const struct explaining *explaining = context;

	return render_explanation(explaining->run, explaining->entries, to);
}

static bool
write_unknown(void *context, FILE *to)
{
	const struct explaining *explaining = context;

	return render_unexplained(explaining->run, &explaining->meant, to);
}

/* One word into the entries, or a line on stderr that it is unknown. */
static bool
explain_one(struct explaining *explaining, const char *asked)
{
	struct run *run = explaining->run;
	size_t before = json_array_size(explaining->entries);

	if (!explanation_find(
		run, explaining->glossary, asked, explaining->entries))
		return false;
	if (json_array_size(explaining->entries) > before)
		return true;
	run->worst = comity_status_worse(run->worst, COMITY_REFUSED);
	explaining->meant = (struct comity_suggestions){ .written = asked };
	explanation_suggest(run, explaining->glossary, &explaining->meant);
	run_print(run, true, write_unknown, explaining);
	return true;
}

static int
read_glossary(struct run *run, struct comity_glossary **out)
{
	struct comity_text path = { 0 };
	int rc = COMITY_ENOMEM;

	*out = NULL;
	comity_text_addf(&path, "%s/glossary/terms.xml", run->templates);
	if (!path.failed)
		rc = comity_glossary_read(path.data, run->talk->report, out);
	comity_text_clear(&path);
	return run_loaded(run, rc);
}

static int
explain(struct run *run, int argc, char **argv)
{
	struct explaining explaining = { .run = run };
	bool done = true;
	int i, rc;

	if ((rc = run_load_packs(run)) != COMITY_OK ||
	    (rc = read_glossary(run, &explaining.glossary)) != COMITY_OK) {
		run->worst = rc;
		goto out;
	}
	explaining.entries = argc == 0
				 ? explanation_terms(run, explaining.glossary)
				 : json_array();
	done = explaining.entries != NULL;
	for (i = 0; done && i < argc; i++)
		done = explain_one(&explaining, argv[i]);
	if (!done)
		run->worst = COMITY_ENOMEM;
	else if (json_array_size(explaining.entries) > 0 ||
		 run->options.format == FORMAT_JSON)
		run_print(run, false, write_entries, &explaining);
out:
	json_decref(explaining.entries);
	comity_glossary_free(explaining.glossary);
	return EXIT_YES;
}

const struct command command_explain = { .name = "explain",
	.usage = "[FINDING|TERM...]",
	.summary = "what a finding, a word of a verdict or a term of law means",
	.options = options,
	.act = explain,
	.formats = FORMAT_BIT(FORMAT_TEXT) | FORMAT_BIT(FORMAT_JSON),
	.files_min = 0,
	.files_max = -1 };
