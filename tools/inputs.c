/* SPDX-License-Identifier: Apache-2.0 */
#include "inputs.h"

#include "file.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool
inputs_are_many(const struct run *run, int files, char **argv)
{
	return files > 1 || (files == 1 && run->command->judging != NULL &&
				   comity_walk_is_archive(argv[0])) || run->options.recursive || run->options.stream ||
	       run->options.files_from != NULL;
}

void
inputs_init(struct inputs *inputs, struct run *run, int argc, char **argv)
{
	memset(inputs, 0, sizeof(*inputs));
	inputs->run = run;
	inputs->argc = argc;
	inputs->argv = argv;
	inputs->list = -1;
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
	const char *last = strrchr(name, '/');
	int rc;

	inputs->below = last == NULL ? 0 : (size_t)(last + 1 - name);
	if (!inputs->run->options.recursive || strcmp(name, "-") == 0 ||
	    !comity_walk_is_folder(name))
		return name;
	inputs->below = strlen(name);
	inputs->folder = name;
	rc = comity_walk_open(name, &inputs->walk);
	if (rc != COMITY_OK) {
		fail(inputs->run, rc);
		return NULL;
	}
	/* what is written meanwhile is no document of this run */
	if (inputs->run->options.into != NULL)
		comity_walk_leave_out(
		    inputs->walk, inputs->run->options.into);
	return next_below(inputs);
}

/* The first name of what came, which ends at stop; NULL if it is empty. */
static const char *
cut(struct inputs *inputs, size_t stop, size_t used)
{
	struct comity_text *came = &inputs->came;
	size_t len = stop;

	if (!inputs->run->options.null && len > 0 &&
	    came->data[len - 1] == '\r')
		len--;
	free(inputs->name);
	inputs->name = strndup(came->data, len);
	if (inputs->name == NULL)
		fail(inputs->run, COMITY_ENOMEM);
	memmove(came->data, came->data + used, came->len - used);
	came->len -= used;
	return len == 0 ? NULL : inputs->name;
}

/* More of the list, if there is some by now; false at its end. */
static bool
listen_to(struct inputs *inputs)
{
	struct pollfd list = { .fd = inputs->list, .events = POLLIN };
	struct comity_place place = { .file = inputs->run->options.files_from };
	char octets[16384];
	ssize_t got;

	if (poll(&list, 1, 0) == 0) {
		inputs->waits = true;
		return true;
	}
	got = read(inputs->list, octets, sizeof(octets));
	if (got > 0)
		comity_text_add_bytes(&inputs->came, octets, (size_t)got);
	if (got < 0 && errno == EINTR)
		return true;
	if (got < 0)
		fail(inputs->run,
		    comity_status_worse(
			COMITY_EIO, comity_report_add(inputs->run->talk->report,
					COMITY_F_UNREADABLE, &place,
					strerror(errno), NULL)));
	if (inputs->came.failed)
		fail(inputs->run, COMITY_ENOMEM);
	return got > 0 && !inputs->came.failed;
}

/* The next name of the list, NULL at its end, or if it waits. */
static const char *
next_listed(struct inputs *inputs)
{
	char end = inputs->run->options.null ? '\0' : '\n';
	const char *stop, *name;

	for (inputs->waits = false; !inputs->waits;) {
		stop = inputs->came.len == 0
			   ? NULL
			   : memchr(inputs->came.data, end, inputs->came.len);
		if (stop != NULL) {
			size_t len = (size_t)(stop - inputs->came.data);

			if ((name = cut(inputs, len, len + 1)) != NULL)
				return name;
		} else if (inputs->list < 0 || !listen_to(inputs)) {
			if (inputs->list >= 0)
				close(inputs->list);
			inputs->list = -1;
			return inputs->came.len == 0
				   ? NULL
				   : cut(inputs, inputs->came.len,
					 inputs->came.len);
		}
	}
	return NULL;
}

static bool
open_list(struct inputs *inputs)
{
	struct run *run = inputs->run;
	struct comity_place place = { .file = run->options.files_from };

	if (run->options.files_from == NULL)
		return false;
	if (inputs->listed)
		return true;
	inputs->listed = true;
	inputs->list = comity_file_open(run->options.files_from);
	if (inputs->list < 0)
		fail(run, comity_status_worse(
			      COMITY_EIO, comity_report_add(run->talk->report,
					      COMITY_F_UNREADABLE, &place,
					      strerror(errno), NULL)));
	return inputs->list >= 0;
}

size_t
inputs_below(const struct inputs *inputs)
{
	return inputs->listed ? 0 : inputs->below;
}

bool
inputs_waits(const struct inputs *inputs)
{
	return inputs->waits;
}

int
inputs_descriptor(const struct inputs *inputs)
{
	return inputs->list;
}

const char *
inputs_next(struct inputs *inputs)
{
	const char *name = NULL, *word;

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
	inputs_clear(inputs);
}

void
inputs_clear(struct inputs *inputs)
{
	comity_walk_close(inputs->walk);
	if (inputs->list >= 0)
		close(inputs->list);
	comity_text_clear(&inputs->came);
	free(inputs->name);
}

uint64_t
inputs_count(const struct run *run, int argc, char **argv)
{
	const char *list = run->options.files_from;
	struct run scratch = *run; /* what goes wrong is said when it counts */
	struct inputs inputs;
	struct answer talk;
	uint64_t count = 0;

	if (list != NULL && !comity_walk_is_file(list))
		return 0;
	if (!answer_init(&talk, run->command->name, NULL, run))
		return 0;
	scratch.talk = &talk;
	inputs_init(&inputs, &scratch, argc, argv);
	while (inputs_next(&inputs) != NULL)
		count++;
	inputs_end(&inputs);
	answer_clear(&talk);
	return count;
}
