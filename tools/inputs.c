/* SPDX-License-Identifier: Apache-2.0 */
#include "inputs.h"

#include "file.h"
#include "limit.h"

#include <stdlib.h>
#include <string.h>

bool
inputs_are_many(const struct run *run, int files)
{
	return files > 1 || run->options.recursive ||
	       run->options.files_from != NULL;
}

void
inputs_init(struct inputs *inputs, struct run *run, int argc, char **argv)
{
	memset(inputs, 0, sizeof(*inputs));
	inputs->run = run;
	inputs->argc = argc;
	inputs->argv = argv;
}

/* A list or a folder that can not be read may have named any document. */
static void
fail(struct run *run, int status)
{
	if (status == COMITY_EIO)
		run->input_failed = true;
	run->worst = comity_status_worse(run->worst, status);
}

static void
close_folder(struct inputs *inputs)
{
	struct comity_place place = { .file = inputs->folder };
	size_t passed = comity_walk_passed(inputs->walk);
	char *count;

	comity_walk_close(inputs->walk);
	inputs->walk = NULL;
	if (passed == 0)
		return;
	count = comity_text_format("%zu", passed);
	if (count == NULL || comity_report_add(inputs->run->talk->report,
				 COMITY_F_FILES_PASSED_OVER, &place, count,
				 ".xml, .asice, .asics") == COMITY_ENOMEM)
		fail(inputs->run, COMITY_ENOMEM);
	free(count);
}

/* The next file of the folder that is being given; NULL at its end. */
static const char *
next_below(struct inputs *inputs)
{
	const char *name;
	int rc;

	do {
		rc = comity_walk_next(
		    inputs->walk, inputs->run->talk->report, &name);
		if (rc != COMITY_OK)
			fail(inputs->run, rc);
	} while (rc == COMITY_EIO);
	if (name == NULL)
		close_folder(inputs);
	return name;
}

/* A name as it stands; a folder is opened, and NULL says to go on. */
static const char *
take(struct inputs *inputs, const char *name)
{
	int rc;

	if (!inputs->run->options.recursive || strcmp(name, "-") == 0 ||
	    !comity_walk_is_folder(name))
		return name;
	inputs->folder = name;
	rc = comity_walk_open(name, &inputs->walk);
	if (rc != COMITY_OK) {
		fail(inputs->run, rc);
		return NULL;
	}
	return next_below(inputs);
}

/* The next name of the list, NULL at its end. */
static const char *
next_listed(struct inputs *inputs)
{
	const struct comity_source *list = inputs->list;
	char end = inputs->run->options.null ? '\0' : '\n';
	const char *octets = (const char *)list->bytes, *stop;
	size_t len;

	while (inputs->at < list->len) {
		octets = (const char *)list->bytes + inputs->at;
		stop = memchr(octets, end, list->len - inputs->at);
		len = stop == NULL ? list->len - inputs->at
				   : (size_t)(stop - octets);
		inputs->at += len + 1;
		if (end == '\n' && len > 0 && octets[len - 1] == '\r')
			len--;
		if (len == 0)
			continue;
		free(inputs->name);
		inputs->name = strndup(octets, len);
		if (inputs->name == NULL)
			fail(inputs->run, COMITY_ENOMEM);
		return inputs->name;
	}
	return NULL;
}

static bool
open_list(struct inputs *inputs)
{
	struct run *run = inputs->run;
	int rc;

	if (run->options.files_from == NULL || inputs->list != NULL)
		return inputs->list != NULL;
	rc = comity_file_read(run->options.files_from, COMITY_SOURCE_MAX,
	    run->talk->report, &inputs->list);
	if (rc != COMITY_OK)
		fail(run, rc);
	return rc == COMITY_OK;
}

const char *
inputs_next(struct inputs *inputs)
{
	const char *name = NULL, *word;

	if (inputs->run->options.fail_fast && inputs->count > 0 &&
	    inputs->run->worst != COMITY_OK)
		return NULL;
	/* nobody reads on, or the disk is full */
	if (inputs->run->output_failed)
		return NULL;
	while (name == NULL) {
		if (inputs->walk != NULL)
			name = next_below(inputs);
		else if (inputs->next < inputs->argc)
			name = take(inputs, inputs->argv[inputs->next++]);
		else if (!open_list(inputs) ||
			 (word = next_listed(inputs)) == NULL)
			return NULL;
		else
			name = take(inputs, word);
	}
	inputs->count++;
	return name;
}

void
inputs_end(struct inputs *inputs)
{
	struct run *run = inputs->run;
	struct comity_place place = { .file = run->options.files_from };

	if (inputs->count == 0 && run->worst == COMITY_OK)
		fail(run, comity_status_worse(COMITY_UNKNOWN,
			      comity_report_add(run->talk->report,
				  COMITY_F_NO_FILES, &place, NULL, NULL)));
	comity_walk_close(inputs->walk);
	comity_source_free(inputs->list);
	free(inputs->name);
}
