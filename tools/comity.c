/* SPDX-License-Identifier: Apache-2.0 */
/* comity: the command: its clock, its table of subcommands, its status. */
#include "archive.h"
#include "file.h"
#include "inputs.h"
#include "limit.h"
#include "porter.h"
#include "render.h"
#include "worker.h"

#include <errno.h>
#include <jansson.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static const struct command *const commands[] = {
	&command_validate,
	&command_translate,
	&command_sign,
	&command_extend,
	&command_verify,
	&command_recognize,
	&command_profile,
	&command_trust,
	&command_draft,
	&command_requirements,
	&command_compare,
	&command_render,
	&command_summary,
	&command_explain,
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

/* Subcommands whose name is taken for a later version. */
static const char *const later[] = { "arrangement", "status", "ledger",
	"journal", "exchange", "policy" };

static void
print_help(FILE *to)
{
	size_t i;

	fputs("comity: does this license or agreement count here?\n\n"
	      "usage: comity COMMAND [OPTIONS] FILE...\n\n",
	    to);
	for (i = 0; i < COMMAND_COUNT; i++)
		fprintf(to, "  %-12s %s\n", commands[i]->name,
		    commands[i]->summary);
	fputs("\ncomity COMMAND --help tells the rest; so does man "
	      "comity-COMMAND.\n"
	      "exit: 0 yes to all, 1 some no, 2 some without an answer,\n"
	      "      64 usage, 70 internal, 74 input or output failed\n",
	    to);
}

static unsigned
formats(const struct command *command)
{
	return command->formats == 0 ? FORMATS_PLAIN : command->formats;
}

static void
print_command_help(const struct command *command)
{
	printf("usage: comity %s %s\n\n%s\n\n%s%soptions:\n", command->name,
	    command->usage, command->summary,
	    command->verbs == NULL ? "" : command->verbs,
	    command->verbs == NULL ? "" : "\n");
	option_print(stdout, command->options, formats(command));
	option_print(stdout, option_common, formats(command));
}

static const struct command *
find(const char *name)
{
	size_t i;

	for (i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static int
not_found(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (strcmp(later[i], name) == 0) {
			fprintf(
			    stderr, "comity: %s: not in this version\n", name);
			return EXIT_USAGE;
		}
	fprintf(
	    stderr, "comity: %s: no such command; see comity --help\n", name);
	return EXIT_USAGE;
}

/* --quiet leaves out what stopped nothing. */
static bool
is_said(const struct run *run, enum comity_severity severity)
{
	if (run->options.quiet)
		return severity != COMITY_INFO && severity != COMITY_WARNING;
	return severity != COMITY_INFO || run->options.verbose;
}

/* What concerns no single file goes to stderr, before any answer. */
static void
print_talk(const struct run *run)
{
	const struct comity_finding *finding;
	size_t i;

	for (i = 0; (finding = comity_report_at(run->talk->report, i)) != NULL;
	     i++)
		if (is_said(run, finding->severity))
			render_finding(run, finding, false, stderr);
}

static int
answered_act(struct run *run, int argc, char **argv)
{
	int rc = run->command->act(run, argc, argv);

	if (rc == EXIT_YES)
		run_finish(run);
	return rc;
}

/* Whether --out is for the answers, and no document. */
static bool
collects(const struct run *run, int files, char **argv)
{
	const struct command *command = run->command;

	if (run->options.out == NULL || command->out_is_document)
		return false;
	return command->out_is_document_for == NULL || files == 0 ||
	       strcmp(argv[0], command->out_is_document_for) != 0;
}

/* With --out the answers go to a file, whole or not at all. */
static int
collected_act(struct run *run, int argc, char **argv)
{
	struct comity_text *text = &run->collected;
	int rc = answered_act(run, argc, argv);

	if (!run->collects)
		return rc;
	if (text->failed)
		rc = EXIT_INTERNAL;
	else if (rc == EXIT_YES && text->len > 0 &&
		 comity_file_write(run->options.out, text->data, text->len,
		     run->talk->report) != COMITY_OK)
		run->output_failed = true;
	comity_text_clear(text);
	return rc;
}

/* --lang: the answer's language, the first where two are named ("de,en"). */
static bool
read_language(struct run *run)
{
	const char *lang = run->options.lang;
	char first[3] = "";

	if (lang == NULL)
		return true;
	if (strlen(lang) == 2 || (strlen(lang) > 2 && lang[2] == ','))
		memcpy(first, lang, 2);
	return comity_language_read(first, &run->language) == COMITY_OK &&
	       (lang[2] == '\0' || run->command->speaks);
}

static int
wrong_format(const struct command *command)
{
	fprintf(stderr, "comity %s: --format: ", command->name);
	option_formats_print(stderr, formats(command));
	fprintf(stderr, "; see comity %s --help\n", command->name);
	return EXIT_USAGE;
}

static bool
reads_stdin_twice(const struct run *run, int files, char **argv)
{
	const char *list = run->options.files_from;
	int i, count = list != NULL && strcmp(list, "-") == 0;

	for (i = 0; i < files; i++)
		count += strcmp(argv[i], "-") == 0;
	return list != NULL && count > 1;
}

static int
act(struct run *run, const struct command *command, int argc, char **argv)
{
	int files = option_read(
	    command->name, command->options, &run->options, argc, argv);
	int rc;

	if (files < 0)
		return EXIT_USAGE;
	if (run->options.help) {
		print_command_help(command);
		return EXIT_YES;
	}
	if ((formats(command) & FORMAT_BIT(run->options.format)) == 0)
		return wrong_format(command);
	if (!read_language(run) && !command->speaks)
		return run_usage(command->name, "--lang: en, de or fr");
	comity_report_speak(run->talk->report, run->language);
	if (files < command->files_min && run->options.files_from == NULL)
		return run_usage(command->name, "a file is missing");
	if (command->files_max >= 0 && files > command->files_max)
		return run_usage(command->name, "too many files");
	if ((run->options.format == FORMAT_SVRL ||
		run->options.format == FORMAT_ETSI) &&
	    inputs_are_many(run, files, argv))
		return run_usage(command->name,
		    "--format svrl or etsi is a report on one file; for "
		    "several take json, sarif, junit or html");
	if (reads_stdin_twice(run, files, argv))
		return run_usage(command->name,
		    "standard input is the list or a document, not both");
	if (run->options.null && run->options.files_from == NULL &&
	    run->options.expect == NULL)
		return run_usage(
		    command->name, command == &command_summary
				       ? "--null goes with --expect"
				       : "--null goes with --files-from");
	if (run->options.resume != NULL) {
		if (run->options.format == FORMAT_TEXT)
			run->options.format = FORMAT_JSON;
		if (run->options.format != FORMAT_JSON ||
		    run->options.out != NULL)
			return run_usage(command->name,
			    "--resume writes answers as --format json, and to "
			    "the journal alone: no --out");
	}
	run->moment = run->options.has_as_of ? run->options.as_of : run->now;
	run->many_files =
	    inputs_are_many(run, files, argv) || run->options.resume != NULL;
	run->collects = collects(run, files, argv);
	run->jobs = run->options.jobs;
	run->time_limit = run->options.time_limit > 0
			      ? run->options.time_limit
			      : COMITY_DOCUMENT_SECONDS;
	run->memory_limit = run->options.memory_limit > 0
				? (size_t)run->options.memory_limit << 20
				: COMITY_WORKER_MEMORY;
	rc = porter_act(run, files, argv, collected_act);
	if (rc != EXIT_YES)
		return rc;
	return run_exit_status(run);
}

static int
version(void)
{
	printf("comity %s\n", PACKAGE_VERSION);
	return EXIT_YES;
}

/* Where the schemas and templates are: those of the installation, or of the
 * source tree that build/comity names. */
static char *
folder(const char *name, const char *installed)
{
	const char *tree = getenv("COMITY_TREE");

	if (tree == NULL || *tree == '\0')
		return strdup(installed);
	return comity_text_format("%s/%s", tree, name);
}

/* What a process leaves the system takes back at once, which is faster than
 * piece by piece; who looks for what is lost (a sanitizer, valgrind) wants to
 * see the pieces. */
static bool
gives_back(void)
{
	return worker_is_watched() || getenv("COMITY_ONE_PROCESS") != NULL;
}

static void
run_clear(struct run *run)
{
	size_t i;

	for (i = 0; i < run->options.payload.count; i++)
		comity_source_free(run->payloads[i]);
	comity_archive_free(run->archive);
	json_decref(run->answers);
	comity_policy_free(run->policy);
	comity_trust_free(run->trust);
	comity_packs_free(run->packs);
}

static int
run_command(const struct command *command, int argc, char **argv)
{
	struct answer talk;
	struct run run = {
		.now = (int64_t)time(NULL), .talk = &talk, .command = command
	};
	char *schemas = folder("schemas", COMITY_SCHEMAS_DIR);
	char *templates = folder("templates", COMITY_TEMPLATES_DIR);
	int rc = EXIT_INTERNAL;

	run.moment = run.now;
	if (answer_init(&talk, command->name, NULL, &run) && schemas != NULL &&
	    templates != NULL) {
		run.schemas = schemas;
		run.templates = templates;
		rc = act(&run, command, argc, argv);
		print_talk(&run);
	}
	if (gives_back())
		run_clear(&run);
	answer_clear(&talk);
	free(schemas);
	free(templates);
	return rc;
}

int
main(int argc, char **argv)
{
	const struct command *command;
	struct rlimit no_core = { 0, 0 };
	int rc;

	/* Passphrases and keys must not reach a core file. */
	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0)
		return version();
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    (strcmp(argv[1], "help") == 0 && argc == 2)) {
		print_help(stdout);
		return EXIT_YES;
	}
	if ((command = find(argv[1])) == NULL)
		return not_found(argv[1]);
	rc = run_command(command, argc - 2, argv + 2);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(
		    stderr, "comity: standard output: %s\n", strerror(errno));
		rc = EXIT_IO;
	}
	if (!gives_back())
		_exit(rc);
	return rc;
}
