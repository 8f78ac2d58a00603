/* SPDX-License-Identifier: Apache-2.0 */
#include "edition.h"
#include "moment.h"
#include "profile-check.h"
#include "run.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
	{ 0 },
};

#define ROW "%-12s %-11s %-9s %-5s %-9s %-10s %-10s %-5s %s\n"

/* Whether an edition is the one in force at the moment; "two": it is one of
 * several, and none of them is used. */
static const char *
in_force(const struct run *run, const struct comity_edition *edition)
{
	int64_t day = run->moment / 86400;
	struct comity_in_force now;

	comity_packs_in_force(run->packs, edition->profile, day, &now);
	if (now.edition == edition)
		return "yes";
	return now.other != NULL && edition->first_day <= day &&
		       day <= edition->last_day
		   ? "two"
		   : "-";
}

static void
print_edition(const struct run *run, const struct comity_edition *edition)
{
	char first[32] = "-", last[32] = "-";

	if (edition->first_day != INT64_MIN)
		comity_day_write(edition->first_day, first);
	if (edition->last_day != INT64_MAX)
		comity_day_write(edition->last_day, last);
	printf(ROW, edition->profile, edition->id, edition->kind,
	    edition->jurisdiction ? edition->jurisdiction : "-",
	    edition->official ? "official" : "modelled", first, last,
	    in_force(run, edition), edition->title);
}

static void
list(const struct run *run)
{
	size_t i;

	printf(ROW, "profile", "edition", "kind", "of", "status", "from",
	    "until", "now", "title");
	for (i = 0; i < comity_packs_count(run->packs); i++)
		print_edition(run, comity_packs_at(run->packs, i));
}

static int
profile(struct run *run, int argc, char **argv)
{
	int rc;

	if (strcmp(argv[0], "list") != 0 && strcmp(argv[0], "check") != 0)
		return run_usage("profile",
		    "what to do is list or check (the rest is not in this "
		    "version)");
	if (strcmp(argv[0], "check") == 0)
		return profile_check(run, argc - 1, argv + 1);
	if ((rc = run_load_packs(run)) != COMITY_OK) {
		run->worst = rc;
		return EXIT_YES;
	}
	if (argc > 1)
		return run_usage("profile", "list takes no further words");
	list(run);
	return EXIT_YES;
}

const struct command command_profile = { .name = "profile",
	.usage = "list | check [PROFILE...] [FILE...]",
	.summary = "which packs are loaded, and are they sound",
	.options = options,
	.act = profile,
	.files_min = 1,
	.files_max = -1 };
