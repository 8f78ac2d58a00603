/* SPDX-License-Identifier: Apache-2.0 */
#include "guard.h"

#include "archive.h"
#include "key-token.h"
#include "sandbox.h"
#include "walk.h"
#include "worker.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

/* Zones of places, for days of theirs (lib/zones.c). */
#define ZONEINFO "/usr/share/zoneinfo"

/* Paths, NULL at the end; owned. */
struct paths {
	char **at;
	size_t count;
	bool failed;
};

static void
add(struct paths *paths, const char *path)
{
	char **more =
	    realloc(paths->at, (paths->count + 2) * sizeof(*paths->at));

	if (more == NULL) {
		paths->failed = true;
		return;
	}
	paths->at = more;
	if ((more[paths->count] = strdup(path)) == NULL)
		paths->failed = true;
	else
		paths->count++;
	more[paths->count] = NULL;
}

static void
clear(struct paths *paths)
{
	while (paths->count > 0)
		free(paths->at[--paths->count]);
	free(paths->at);
}

/* The folder of a path, so many times. */
static void
add_above(struct paths *paths, const char *path, int times)
{
	char *copy = strdup(path), *folder = copy;

	while (folder != NULL && times-- > 0)
		folder = dirname(folder);
	if (folder == NULL)
		paths->failed = true;
	else
		add(paths, folder);
	free(copy);
}

/* A word of the command line: a file as it stands or after "CC=". */
static void
add_word(struct paths *paths, const char *word, bool around)
{
	const char *equals = strchr(word, '=');

	add(paths, word);
	if (equals != NULL && equals[1] != '\0')
		add(paths, equals + 1);
	/* what a schema includes, or another edition of the same profile,
	 * stands beside it */
	if (around) {
		add_above(paths, word, 1);
		add_above(paths, word, 2);
	}
}

static void
add_readable(struct paths *paths, const struct run *run, int argc, char **argv)
{
	const struct command *command = run->command;
	bool around = command->reads_around &&
		      (command->reads_around_for == NULL ||
			  (argc > 0 && strcmp(argv[0],
					   command->reads_around_for) == 0));
	size_t i;
	int k;

	add(paths, run->schemas);
	add(paths, run->templates);
	add(paths, ZONEINFO);
	for (i = 0; i < run->options.word_count; i++)
		if (run->options.words[i] != run->options.into)
			add_word(paths, run->options.words[i], around);
	for (k = 0; command->judging == NULL && k < argc; k++)
		add_word(paths, argv[k], around);
}

/* The nearest folder that is there already: what is new is made in it. */
static void
add_writable(struct paths *paths, const char *folder)
{
	char *copy = strdup(folder), *at = copy;

	/* beside it, for the rename */
	at = at == NULL ? NULL : dirname(at);
	while (at != NULL && !comity_walk_is_folder(at) &&
	       strcmp(at, "/") != 0 && strcmp(at, ".") != 0)
		at = dirname(at);
	if (at == NULL)
		paths->failed = true;
	else
		add(paths, at);
	free(copy);
}

static int
close_it(
    struct run *run, const struct paths *readable, const struct paths *writable)
{
	struct comity_sandbox sandbox = { .readable =
					      (const char *const *)readable->at,
		.writable = (const char *const *)writable->at,
		.memory = run->command->judging == NULL ? run->memory_limit : 0,
		.file_len = (size_t)-1, /* standard output may be a file */
		.forks = run->command->judging != NULL };
	const char *why = NULL;
	int rc = worker_is_watched() ? comity_sandbox_bound(&sandbox, &why)
				     : comity_sandbox_close(&sandbox, &why);

	if (rc == COMITY_UNKNOWN)
		rc = comity_status_worse(
		    rc, comity_report_add(run->talk->report,
			    COMITY_F_SANDBOX_MISSING, NULL, why, NULL));
	return rc;
}

int
guard_close(struct run *run, int argc, char **argv)
{
	const struct options *o = &run->options;
	struct paths readable = { 0 }, writable = { 0 };
	int rc = COMITY_ENOMEM;

	/* what it needs of the system it gets now */
	if (run->command->judging != NULL &&
	    comity_archive_new(&run->archive) != COMITY_OK)
		return COMITY_ENOMEM;
	if (o->no_sandbox)
		run->unguarded = "--no-sandbox";
	else if (o->key != NULL && comity_key_token_is(o->key))
		/* a token's module opens what it wants */
		run->unguarded = "the key is on a token";
	if (run->unguarded != NULL)
		return comity_report_add(run->talk->report, COMITY_F_NO_SANDBOX,
			   NULL, run->unguarded, NULL) == COMITY_ENOMEM
			   ? COMITY_ENOMEM
			   : COMITY_OK;
	add_readable(&readable, run, argc, argv);
	if (run->command->makes_folders)
		add_writable(&writable, o->out != NULL ? o->out : "schemas");
	if (o->dump_octets != NULL)
		add_writable(&writable, o->dump_octets);
	/* what comes through a pipe is kept there, in a file without a name */
	if (run->command->spools) {
		const char *folder = getenv("TMPDIR");

		folder = folder != NULL && *folder != '\0' ? folder : "/tmp";
		add(&readable, folder);
		add(&writable, folder);
	}
	if (!readable.failed && !writable.failed)
		rc = close_it(run, &readable, &writable);
	clear(&readable);
	clear(&writable);
	return rc;
}
