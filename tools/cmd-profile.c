/* SPDX-License-Identifier: Apache-2.0 */
#include "edition.h"
#include "moment.h"
#include "profile-check.h"
#include "profile-diff.h"
#include "profile-new.h"
#include "profile-show.h"
#include "run.h"

#include <stdio.h>
#include <string.h>

static const struct option_spec options[] = {
	{ "from", "XSD", "new: the schema to make a pack from", OPT_TEXT,
	    OPT(from) },
	{ "root", "ELEMENT",
	    "new: a root of documents, where the schema has several "
	    "(repeatable)",
	    OPT_LIST, OPT(root) },
	{ "part", "XSD",
	    "new: a schema that it imports from elsewhere (repeatable)",
	    OPT_LIST, OPT(part) },
	{ "example", "FILE",
	    "new: a valid document; else the smallest one is made", OPT_TEXT,
	    OPT(example) },
	{ "kind", "KIND", "new: license (default) or agreement", OPT_TEXT,
	    OPT(kind) },
	{ "edition", "ID", "new: the id of the edition (1)", OPT_TEXT,
	    OPT(edition) },
	{ "out", "DIR", "new: the folder of packs to put it in (schemas) (-o)",
	    OPT_TEXT, OPT(out) },
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
print_list(const struct run *run)
{
	size_t i;

	printf(ROW, "profile", "edition", "kind", "of", "status", "from",
	    "until", "now", "title");
	for (i = 0; i < comity_packs_count(run->packs); i++)
		print_edition(run, comity_packs_at(run->packs, i));
}

/* The same as a table, for programs and spread sheets. */
static void
table_edition(const struct run *run, const struct comity_edition *edition,
    struct table *table)
{
	struct table_row *row = table_add(table);
	char first[32] = "", last[32] = "";
	const char *cells[9];
	size_t i;

	if (edition->first_day != INT64_MIN)
		comity_day_write(edition->first_day, first);
	if (edition->last_day != INT64_MAX)
		comity_day_write(edition->last_day, last);
	cells[0] = edition->profile;
	cells[1] = edition->id;
	cells[2] = edition->kind;
	cells[3] = edition->jurisdiction;
	cells[4] = edition->official ? "official" : "modelled";
	cells[5] = first;
	cells[6] = last;
	cells[7] = in_force(run, edition);
	cells[8] = edition->title;
	for (i = 0; i < 9; i++)
		table_set(table, row, i,
		    comity_text_copy(cells[i] == NULL ? "" : cells[i]));
}

struct printing {
	const struct run *run;
	const struct table *table;
};

static bool
write_table(void *context, FILE *to)
{
	const struct printing *p = context;

	return table_write(
	    p->run, p->table, p->run->options.format == FORMAT_CSV, to);
}

static void
list(struct run *run)
{
	static const char *const heads[] = { "profile", "edition", "kind",
		"jurisdiction", "status", "from", "until", "now", "title" };
	struct table table = { .title = "comity profile list",
		.columns = 9,
		.language = run->language };
	size_t i;

	if (run->options.format == FORMAT_TEXT) {
		print_list(run);
		return;
	}
	for (i = 0; i < 9; i++)
		table.keys[i] = table.heads[i] = heads[i];
	for (i = 0; i < comity_packs_count(run->packs); i++)
		table_edition(run, comity_packs_at(run->packs, i), &table);
	run_print(run, false, write_table, &(struct printing){ run, &table });
	table_clear(&table);
}

/* check is a report; the others are tables. */
static int
format_check(const struct run *run, const char *verb)
{
	enum format format = run->options.format;

	if (strcmp(verb, "check") == 0 && format == FORMAT_CSV)
		return run_usage("profile",
		    "check answers as text, json, html, sarif or junit");
	if (strcmp(verb, "check") != 0 &&
	    (format == FORMAT_SARIF || format == FORMAT_JUNIT))
		return run_usage(
		    "profile", "this answers as text, json, html or csv");
	return EXIT_YES;
}

static int
profile(struct run *run, int argc, char **argv)
{
	static const char *const verbs[] = { "list", "show", "check", "new",
		"diff" };
	size_t i;
	int rc;

	for (i = 0; i < 5 && strcmp(argv[0], verbs[i]) != 0; i++)
		;
	if (strcmp(argv[0], "stylesheet") == 0) {
		fputs("comity: profile stylesheet: not in this version\n",
		    stderr);
		return EXIT_USAGE;
	}
	if (i == 5)
		return run_usage(
		    "profile", "what to do is list, show, check, new or diff");
	if ((rc = format_check(run, argv[0])) != EXIT_YES)
		return rc;
	if (strcmp(argv[0], "check") == 0)
		return profile_check(run, argc - 1, argv + 1);
	if (strcmp(argv[0], "new") == 0)
		return profile_new(run, argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[0], "list") == 0)
		return run_usage("profile", "list takes no further words");
	if ((rc = run_load_packs(run)) != COMITY_OK) {
		run->worst = rc;
		return EXIT_YES;
	}
	if (strcmp(argv[0], "show") == 0)
		return profile_show(run, argc - 1, argv + 1);
	if (strcmp(argv[0], "diff") == 0)
		return profile_diff(run, argc - 1, argv + 1);
	list(run);
	return EXIT_YES;
}

const struct command command_profile = { .name = "profile",
	.usage =
	    "list | show PROFILE[@EDITION] | check [PROFILE|FOLDER|FILE...] "
	    "| new NAME --from XSD | diff OLD NEW",
	.summary = "which packs are loaded, what they say, and are they sound",
	.verbs = "  list    every edition of every profile, with its days\n"
		 "  show    the crosswalk of a profile as a table for people\n"
		 "  check   the defects of packs, each with file and line\n"
		 "  new     a working pack out of a schema and a name\n"
		 "  diff    what changed from one edition to another\n",
	.options = options,
	.act = profile,
	.reads_around = true,
	.makes_folders = true,
	.formats = FORMATS_REPORT | FORMAT_BIT(FORMAT_CSV),
	.files_min = 1,
	.files_max = -1,
	.out_is_document = true };
