/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"
#include "merging.h"
#include "render-summary.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec options[] = {
	{ "expect", "LIST", "there must be an answer for each name in it",
	    OPT_TEXT, OPT(expect) },
	{ "null", NULL, "names of the list end with a zero byte (-0)", OPT_FLAG,
	    OPT(null) },
	{ "missing", "FILE", "write the names there that must be asked again",
	    OPT_TEXT, OPT(missing) },
	{ "merge", "FILE", "write each document's answer there, once", OPT_TEXT,
	    OPT(merge) },
	{ "recursive", NULL, "also the files of answers below a folder (-r)",
	    OPT_FLAG, OPT(recursive) },
	{ "out", "FILE", "write the answer there, not to stdout (-o)", OPT_TEXT,
	    OPT(out) },
	{ 0 },
};

/* A part that can not be read is said; the others are read all the same. */
static void
take(struct run *run, struct merging *merging, const char *path)
{
	int rc = merging_read(merging, path);

	run->file_count++;
	run->unread_count += rc == COMITY_EIO;
	run->worst = comity_status_worse(run->worst, rc);
}

static void
take_folder(struct run *run, struct merging *merging, const char *path)
{
	struct comity_walk *walk = NULL;
	const char *name = path;
	int rc = comity_walk_open_lines(path, &walk);

	while (rc == COMITY_OK && name != NULL) {
		rc = comity_walk_next(walk, run->talk->report, &name);
		if (rc == COMITY_OK && name != NULL)
			take(run, merging, name);
		if (rc == COMITY_EIO) {
			run->file_count++;
			run->unread_count++;
			run->worst = comity_status_worse(run->worst, rc);
			rc = COMITY_OK;
			name = path; /* the walk may go on */
		}
	}
	run->worst = comity_status_worse(run->worst, rc);
	comity_walk_close(walk);
}

static void
write_files(struct run *run, struct merging *merging)
{
	int rc = COMITY_OK;

	if (run->options.merge != NULL)
		rc = merging_write(merging, run->options.merge);
	if (rc == COMITY_OK && run->options.missing != NULL)
		rc = merging_write_missing(merging, run->options.missing);
	run->output_failed |= rc == COMITY_EIO;
	run->worst = comity_status_worse(run->worst, rc);
}

/* The reader of JSON does not always tell a line that is none from a want of
 * memory: what failed is remembered here. */
static void *
allocate(size_t size)
{
	void *pointer = malloc(size);

	if (pointer == NULL)
		comity_memory_note();
	return pointer;
}

/* Some of what was read may be lacking then. */
static bool
is_short(struct run *run)
{
	if (comity_memory_failed())
		run->worst = COMITY_ENOMEM;
	return run->worst == COMITY_ENOMEM || run->worst == COMITY_EINTERNAL;
}

struct printing {
	const struct run *run;
	const json_t *value;
	const struct comity_report *report;
};

static bool
write_summary(void *context, FILE *to)
{
	const struct printing *printing = context;

	if (printing->run->options.format == FORMAT_JSON)
		return render_summary_json(printing->value, to);
	render_summary(printing->run, printing->value, printing->run->worst,
	    printing->report, to);
	return true;
}

static void
print(struct run *run, struct merging *merging, struct comity_report *report)
{
	struct printing printing = { .run = run, .report = report };
	json_t *value;

	value = merging_value(merging, run->worst);
	printing.value = value;
	if (value == NULL)
		run->worst = COMITY_ENOMEM;
	else
		run_print(run, false, write_summary, &printing);
	json_decref(value);
}

static void
read_all(struct run *run, struct merging *merging, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (run->options.recursive && strcmp(argv[i], "-") != 0 &&
		    comity_walk_is_folder(argv[i]))
			take_folder(run, merging, argv[i]);
		else
			take(run, merging, argv[i]);
	run->worst = comity_status_worse(run->worst, merging_finish(merging));
}

static const char *
misuse(const struct run *run, int argc, char **argv)
{
	const struct options *o = &run->options;
	int i, count = o->expect != NULL && strcmp(o->expect, "-") == 0;

	if (o->missing != NULL && o->expect == NULL)
		return "--missing goes with --expect";
	for (i = 0; i < argc; i++)
		count += strcmp(argv[i], "-") == 0;
	if (count > 1)
		return "standard input can be read once";
	return NULL;
}

static int
summarize(struct run *run, int argc, char **argv)
{
	struct comity_report *report =
	    comity_report_new_like(run->talk->report);
	struct merging *merging = NULL;
	int rc = COMITY_ENOMEM;

	json_set_alloc_funcs(allocate, free);
	comity_memory_forget();
	if (misuse(run, argc, argv) != NULL) {
		comity_report_free(report);
		return run_usage("summary", misuse(run, argc, argv));
	}
	if (report != NULL)
		merging = merging_new(run, report);
	if (merging != NULL)
		rc = COMITY_OK;
	if (rc == COMITY_OK && run->options.expect != NULL) {
		rc = merging_expect(
		    merging, run->options.expect, run->options.null);
		run->input_failed |= rc == COMITY_EIO;
	}
	run->worst = rc;
	if (rc == COMITY_OK) {
		read_all(run, merging, argc, argv);
		if (!is_short(run))
			write_files(run, merging);
		if (!is_short(run))
			print(run, merging, report);
	}
	merging_free(merging);
	comity_report_free(report);
	return EXIT_YES;
}

const struct command command_summary = { .name = "summary",
	.usage = "[OPTIONS] FILE...",
	.summary = "what the answers of a batch come to, out of many files",
	.options = options,
	.act = summarize,
	.spools = true,
	.formats = FORMAT_BIT(FORMAT_TEXT) | FORMAT_BIT(FORMAT_JSON),
	.files_min = 1,
	.files_max = -1 };
