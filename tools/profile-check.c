/* SPDX-License-Identifier: Apache-2.0 */
/* profile check: every pack that is asked for, whether or not it loads. */
#include "profile-check.h"

#include "crosswalk.h"
#include "limit.h"
#include "lint.h"
#include "profile-place.h"
#include "profile-share.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* What stands on a line below the answer of one edition. */
struct summary {
	const struct comity_inspection *in;
	const struct comity_lint_counts *counts;
	enum comity_language language;
	bool has_cases, verbose;
};

/* With -v: per core path, which row of this profile reads or writes it. */
static bool
print_reach(const struct comity_crosswalk_row *row, void *data)
{
	FILE *to = data;

	if (row->core != NULL &&
	    (strcmp(row->kind, "leaf") == 0 || strcmp(row->kind, "also") == 0 ||
		strcmp(row->kind, "fixed") == 0 ||
		strcmp(row->kind, "part") == 0))
		fprintf(to, "  %s%s\t%s %s\n", row->core[0] == '/' ? "" : "/",
		    row->core, row->kind, row->key);
	return true;
}

static bool
write_summary(void *context, FILE *to)
{
	const struct summary *s = context;
	const struct comity_lint_counts *n = s->counts;
	const size_t numbers[] = { n->rules, n->fired, n->examples, n->cases,
		n->rows, n->leaves, n->carried,
		n->leaves == 0 ? 0 : n->carried * 100 / n->leaves };
	char number[8][24];
	struct comity_text text = { 0 };
	size_t i;
	bool failed;

	if (s->in->edition == NULL)
		return true;
	if (s->verbose && s->in->edition->crosswalk != NULL &&
	    comity_crosswalk_rows(s->in->edition->crosswalk, print_reach, to) !=
		COMITY_OK)
		return false;
	for (i = 0; i < 8; i++)
		snprintf(number[i], sizeof(number[i]), "%zu", numbers[i]);
	word_add(&text, WORD_CHECK_RULES, s->language, number[0], number[1],
	    number[2], NULL);
	if (s->has_cases)
		word_add(&text, WORD_CHECK_CASES, s->language, number[3], NULL);
	if (n->leaves > 0)
		word_add(&text, WORD_CHECK_ROWS, s->language, number[4],
		    number[5], number[6], number[7], NULL);
	failed = text.failed || text.data == NULL;
	if (!failed)
		fprintf(to, "  %s\n", text.data);
	comity_text_clear(&text);
	return !failed;
}

static int
check_one(struct run *run, const struct place *place, size_t i)
{
	const struct comity_inspection *in = place->inspections[i];
	struct comity_lint_evidence evidence = {
		.siblings =
		    (const struct comity_inspection *const *)place->inspections,
		.sibling_count = place->count,
		.examples = (const struct comity_doc *const *)place->examples,
		.example_count = place->example_count,
		.cases = place->cases,
		.moment = run->moment
	};
	struct comity_lint_counts counts;
	struct answer answer;
	int rc;

	if (!answer_init(&answer, "profile", in->path, run))
		return COMITY_ENOMEM;
	answer.edition = in->edition;
	rc = comity_lint(in, &evidence, answer.report, &counts);
	run_answer(run, &answer, rc);
	if (run->options.format == FORMAT_TEXT && !run->options.quiet)
		run_print(run, false, write_summary,
		    &(struct summary){ in, &counts, run->language,
			place->cases != NULL, run->options.verbose });
	answer.edition = NULL; /* the place's */
	answer_clear(&answer);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

/* What to check: "us-ear", "us-ear@2026-07-23", NULL everything. */
static bool
is_wanted(const struct comity_inspection *in, const char *word)
{
	const char *edition = strrchr(in->path, '/');
	const char *at = word == NULL ? NULL : strchr(word, '@');

	return at == NULL ||
	       (edition != NULL && strcmp(edition + 1, at + 1) == 0);
}

/* The editions of one profile below one folder of packs. */
static int
check_profile(struct run *run, const char *dir, const char *profile,
    const char *word, size_t *met)
{
	struct place place;
	size_t i;
	int rc = place_read(run, dir, profile, &place);

	for (i = 0; rc == COMITY_OK && i < place.count; i++)
		if (is_wanted(place.inspections[i], word)) {
			(*met)++;
			rc = check_one(run, &place, i);
		}
	place_clear(&place);
	return rc;
}

static bool
is_named(const char *profile, const char *word)
{
	size_t len = word == NULL ? 0 : strcspn(word, "@");

	return word == NULL ||
	       (strlen(profile) == len && strncmp(profile, word, len) == 0);
}

/* All profiles below one folder of packs that a word asks for. */
static int
check_below(struct run *run, const char *dir, const char *word, size_t *met)
{
	char **names = comity_folder_list(dir);
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && names != NULL && names[i] != NULL; i++)
		if (place_is_profile(names[i]) && is_named(names[i], word))
			rc = check_profile(run, dir, names[i], word, met);
	comity_folder_list_free(names);
	return rc;
}

/* The shared lists of one folder of packs. */
static int
check_codes(struct run *run, const char *dir)
{
	struct comity_folder *folder = NULL;
	struct comity_text path = { 0 };
	struct answer answer;
	int rc = COMITY_ENOMEM;

	comity_text_addf(&path, "%s/codes", dir);
	if (path.data != NULL && !comity_folder_has(path.data, "codes.xml")) {
		comity_text_clear(&path);
		return COMITY_OK;
	}
	if (path.data == NULL ||
	    !answer_init(&answer, "profile", path.data, run)) {
		comity_text_clear(&path);
		return COMITY_ENOMEM;
	}
	rc = comity_folder_inspect(
	    path.data, "codes.xml", answer.report, &folder);
	if (rc != COMITY_ENOMEM && folder != NULL)
		rc = comity_lint_codes(folder, answer.report);
	if (rc != COMITY_ENOMEM)
		rc = comity_report_status(answer.report);
	run_answer(run, &answer, rc);
	answer_clear(&answer);
	comity_folder_free(folder);
	comity_text_clear(&path);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

/* Everything that a word names, over all folders of packs. */
static int
check_word(struct run *run, const char *word)
{
	const struct list *more = &run->options.schemas;
	size_t i, met = 0;
	int rc = check_below(run, run->schemas, word, &met);

	if (rc == COMITY_OK && word == NULL)
		rc = check_codes(run, run->schemas);
	for (i = 0; rc == COMITY_OK && i < more->count; i++) {
		rc = check_below(run, more->at[i], word, &met);
		if (rc == COMITY_OK && word == NULL)
			rc = check_codes(run, more->at[i]);
	}
	return rc;
}

/* A folder that holds one pack, named by its path. */
static int
check_folder(struct run *run, const char *path)
{
	char *copy = strdup(path), *edition, *profile;
	struct place place = { 0 };
	size_t len, i;
	int rc = COMITY_ENOMEM;

	if (copy == NULL)
		return rc;
	for (len = strlen(copy); len > 1 && copy[len - 1] == '/';)
		copy[--len] = '\0';
	edition = strrchr(copy, '/');
	if (edition != NULL)
		*edition++ = '\0';
	profile = strrchr(copy, '/');
	if (profile == NULL) {
		free(copy);
		return run_usage("profile",
		    "give a pack as DIR/PROFILE/EDITION, so that its names "
		    "are known");
	}
	*profile++ = '\0';
	rc = place_read(run, copy, profile, &place);
	for (i = 0; rc == COMITY_OK && i < place.count; i++) {
		const char *own = strrchr(place.inspections[i]->path, '/');

		if (own != NULL && strcmp(own + 1, edition) == 0)
			rc = check_one(run, &place, i);
	}
	place_clear(&place);
	free(copy);
	return rc;
}

static bool
is_word(const char *word)
{
	return strchr(word, '/') == NULL &&
	       (strchr(word, '@') != NULL || strchr(word, '.') == NULL);
}

int
profile_check(struct run *run, int argc, char **argv)
{
	int k, rc = COMITY_OK;

	for (k = 0; k < argc; k++)
		if (is_word(argv[k]) && !place_has(run, argv[k]))
			return run_usage("profile", "no such profile is there");
	if ((rc = place_load(run)) != COMITY_OK) {
		run->worst = comity_status_worse(run->worst, rc);
		return EXIT_YES;
	}
	if (argc == 0)
		rc = check_word(run, NULL);
	for (k = 0; k < argc && rc <= COMITY_OK && rc != COMITY_ENOMEM; k++) {
		if (is_word(argv[k]))
			rc = check_word(run, argv[k]);
		else if (comity_folder_has(argv[k], "profile.xml"))
			rc = check_folder(run, argv[k]);
		else
			profile_share(run, argv[k]);
	}
	if (rc == COMITY_ENOMEM)
		run->worst = comity_status_worse(run->worst, rc);
	return rc == EXIT_USAGE ? rc : EXIT_YES;
}
