/* SPDX-License-Identifier: Apache-2.0 */
#include "profile-check.h"

#include "crosswalk.h"
#include "rules.h"

#include <string.h>

/* One line per unsound thing; how many there were. */
struct checking {
	const struct comity_edition *edition;
	size_t unsound, rows, carried;
};

static void
unsound(struct checking *checking, const char *what, const char *of)
{
	printf("  %s: %s\n", of, what);
	checking->unsound++;
}

static bool
check_row(const struct comity_crosswalk_row *row, void *data)
{
	struct checking *checking = data;
	bool leaf = strcmp(row->kind, "leaf") == 0;
	bool carry = strcmp(row->kind, "carry") == 0;

	checking->rows += leaf || carry;
	checking->carried += carry;
	if ((leaf || carry) && row->label == NULL &&
	    comity_edition_message(checking->edition, row->key, "en") == NULL)
		unsound(checking, "the row has no label", row->key);
	return true;
}

static int
check_edition(const struct comity_edition *edition)
{
	struct checking checking = { .edition = edition };
	struct comity_rule rule;
	size_t i;
	int rc = COMITY_OK;

	printf("%s %s\n", edition->profile, edition->id);
	for (i = 0; i < comity_rules_count(edition->rules); i++) {
		rule = comity_rules_at(edition->rules, i);
		if (comity_edition_message(edition, rule.id, "en") == NULL)
			unsound(
			    &checking, "the rule has no explanation", rule.id);
	}
	if (edition->crosswalk != NULL)
		rc = comity_crosswalk_rows(
		    edition->crosswalk, check_row, &checking);
	if (rc != COMITY_OK)
		return rc;
	printf("  %zu rules", comity_rules_count(edition->rules));
	if (checking.rows > 0)
		printf(", %zu rows, %zu of them carried", checking.rows,
		    checking.carried);
	printf(": %s\n", checking.unsound == 0 ? "sound" : "not sound");
	return checking.unsound == 0 ? COMITY_OK : COMITY_REFUSED;
}

static bool
is_wanted(const struct comity_edition *edition, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (strcmp(argv[i], edition->profile) == 0)
			return true;
	return argc == 0;
}

int
profile_check(struct run *run, int argc, char **argv)
{
	const struct comity_edition *edition;
	size_t i, count = 0;
	int rc;

	for (i = 0; i < comity_packs_count(run->packs); i++) {
		edition = comity_packs_at(run->packs, i);
		if (!is_wanted(edition, argc, argv))
			continue;
		count++;
		rc = check_edition(edition);
		run->worst = comity_status_worse(run->worst, rc);
	}
	if (count == 0)
		return run_usage("profile", "no such profile is loaded");
	return EXIT_YES;
}
