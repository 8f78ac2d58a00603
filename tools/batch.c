/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"

#include "channel.h"
#include "crew.h"
#include "feed.h"
#include "inputs.h"
#include "journal.h"
#include "memory.h"
#include "progress.h"
#include "render-summary.h"
#include "summary.h"

#include <jansson.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Documents on their way at once, for each worker: what is answered early
 * waits here for what is answered late. */
#define WINDOW 32

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_GIVEN, SLOT_DONE };

/* One document, from its arrival until its answer is printed. */
struct slot {
	enum slot_state state;
	char *name;
	int fd;
	bool tried; /* a worker was killed over it, by whomever */
	bool failed; /* no worker answers: id, found, status */
	enum comity_finding_id id;
	const char *found; /* a constant, or text */
	char text[128];
	int status;
	struct outcome outcome;
};

struct batch {
	struct run *run;
	const struct loaded *loaded;
	struct crew *crew;
	struct slot *slots;
	uint32_t size;
	uint32_t first, next; /* to print, to fill; numbers, not places */
	uint32_t asked; /* asked for and not yet come */
	struct progress progress;
	bool ended; /* no more will come */
	bool broken; /* no worker can be had */
};

static struct slot *
slot_of(const struct batch *batch, uint32_t number)
{
	return &batch->slots[number % batch->size];
}

static void
slot_clear(struct slot *slot)
{
	if (slot->fd >= 0)
		close(slot->fd);
	free(slot->name);
	outcome_clear(&slot->outcome);
	memset(slot, 0, sizeof(*slot));
	slot->fd = -1;
}

/* No worker answers for it: we do. */
static void
give_up(
    struct slot *slot, enum comity_finding_id id, const char *found, int status)
{
	slot->state = SLOT_DONE;
	slot->failed = true;
	slot->id = id;
	slot->found = found;
	slot->status = status;
}

/* What became of a document (crew_fn). */
static void
settle(void *user, uint32_t number, enum crew_end end, int signal,
    struct outcome *outcome)
{
	struct batch *batch = user;
	struct slot *slot = slot_of(batch, number);

	if (slot->state != SLOT_GIVEN) {
		outcome_clear(outcome);
		return;
	}
	switch (end) {
	case CREW_ANSWERED:
		slot->outcome = *outcome;
		slot->state = SLOT_DONE;
		if (outcome->memory_failed) {
			snprintf(slot->text, sizeof(slot->text), "%zu MB",
			    batch->run->memory_limit >> 20);
			give_up(slot, COMITY_F_READER_MEMORY, slot->text,
			    COMITY_UNKNOWN);
		}
		return;
	case CREW_UNTOUCHED:
		slot->state = SLOT_WAITING;
		return;
	case CREW_KILLED:
		/* by the kernel for want of memory, or by a person */
		slot->state = SLOT_WAITING;
		/* a pipe can not be read again */
		if (slot->tried || lseek(slot->fd, 0, SEEK_SET) != 0)
			give_up(
			    slot, COMITY_F_READER_KILLED, NULL, COMITY_UNKNOWN);
		slot->tried = true;
		return;
	case CREW_CRASHED:
		outcome_signal(signal, slot->text, sizeof(slot->text));
		give_up(
		    slot, COMITY_F_READER_CRASHED, slot->text, COMITY_UNKNOWN);
		return;
	case CREW_LATE:
		snprintf(slot->text, sizeof(slot->text), "%u s",
		    batch->run->time_limit);
		give_up(slot, COMITY_F_READER_LATE, slot->text, COMITY_UNKNOWN);
		return;
	case CREW_STRAYED:
		give_up(slot, COMITY_F_READER_CRASHED, "a broken outcome",
		    COMITY_UNKNOWN);
		return;
	}
}

/* Answer for a document without a worker. */
static void
print_failure(struct batch *batch, const struct slot *slot)
{
	struct comity_place place = { .file = slot->name };
	struct run *run = batch->run;
	struct answer answer;
	int rc;

	comity_memory_forget();
	if (!worker_begin(run, slot->name, &answer)) {
		run->worst = comity_status_worse(run->worst, COMITY_ENOMEM);
		return;
	}
	if (strcmp(slot->name, "-") == 0)
		place.file = "standard input";
	rc = comity_report_add(
	    answer.report, slot->id, &place, slot->found, NULL);
	if (slot->status == COMITY_EIO)
		run->unread_count++;
	run_answer(
	    run, &answer, rc == COMITY_ENOMEM ? COMITY_ENOMEM : slot->status);
	answer_clear(&answer);
}

static void
keep_value(struct run *run, const struct comity_text *text)
{
	json_t *value = json_loadb(text->data, text->len, 0, NULL);

	if (value == NULL ||
	    (run->summary != NULL && !summary_add_value(run->summary, value)))
		run->worst = comity_status_worse(run->worst, COMITY_ENOMEM);
	if (!run_is_for_all(run)) {
		json_decref(value);
		return;
	}
	if (run->answers == NULL)
		run->answers = json_array();
	if (json_array_append_new(run->answers, value) != 0)
		run->worst = comity_status_worse(run->worst, COMITY_ENOMEM);
}

static void
print_slot(struct batch *batch, struct slot *slot)
{
	struct outcome *outcome = &slot->outcome;
	struct run *run = batch->run;

	run->file_count++;
	progress_end(&batch->progress);
	if (slot->failed) {
		print_failure(batch, slot);
		return;
	}
	if (outcome->out.len > 0)
		run_put(run, false, outcome->out.data, outcome->out.len);
	if (outcome->err.len > 0)
		run_put(run, true, outcome->err.data, outcome->err.len);
	if (outcome->value.len > 0)
		keep_value(run, &outcome->value);
	run->worst = comity_status_worse(run->worst, outcome->status);
	run->unread_count += outcome->unread;
	run->output_failed |= outcome->output_failed;
}

static bool
is_over(const struct batch *batch)
{
	const struct run *run = batch->run;

	if (run->output_failed || batch->broken)
		return true;
	if (run->options.fail_fast && run->worst != COMITY_OK)
		return true;
	return batch->ended && batch->first == batch->next;
}

static void
print_done(struct batch *batch)
{
	struct slot *slot;

	while (!is_over(batch) && batch->first != batch->next) {
		slot = slot_of(batch, batch->first);
		if (slot->state != SLOT_DONE)
			return;
		print_slot(batch, slot);
		slot_clear(slot);
		batch->first++;
		progress_step(
		    &batch->progress, batch->run, crew_milliseconds());
	}
}

/* Ask for as many as there is room for, but not one by one. */
static void
ask(struct batch *batch)
{
	uint32_t room =
	    batch->size - (batch->next - batch->first) - batch->asked;
	struct feed_message more = { .kind = FEED_MORE };

	if (batch->ended || room == 0 ||
	    (room < batch->size / 4 && batch->asked > 0))
		return;
	more.value = (int32_t)room;
	if (comity_channel_send(batch->run->feed, &more, sizeof(more), NULL, 0,
		-1) == COMITY_OK)
		batch->asked += room;
	else
		batch->ended = true;
}

/* One message of the process that opens files. */
static void
arrive(struct batch *batch)
{
	static union {
		struct feed_message head;
		char octets[COMITY_CHANNEL_MAX + 1];
	} message;
	struct slot *slot;
	ssize_t len;
	int fd = -1;

	len = comity_channel_receive(
	    batch->run->feed, &message, sizeof(message) - 1, &fd);
	if (len < (ssize_t)sizeof(message.head) ||
	    message.head.kind == FEED_END) {
		batch->ended = true;
		batch->asked = 0;
		return;
	}
	message.octets[len] = '\0';
	batch->asked--;
	if (batch->run->journal != NULL &&
	    journal_takes(batch->run->journal,
		message.octets + sizeof(message.head))) {
		batch->progress.skipped++;
		if (fd >= 0)
			close(fd);
		return;
	}
	slot = slot_of(batch, batch->next++);
	slot->fd = fd;
	slot->name = strdup(message.octets + sizeof(message.head));
	slot->state = SLOT_WAITING;
	if (slot->name == NULL) {
		batch->run->worst =
		    comity_status_worse(batch->run->worst, COMITY_ENOMEM);
		batch->broken = true;
	} else if (message.head.kind == FEED_UNREADABLE) {
		snprintf(slot->text, sizeof(slot->text), "%s",
		    strerror(message.head.value));
		give_up(slot, COMITY_F_UNREADABLE, slot->text, COMITY_EIO);
	}
}

/* Give what waits to whoever has room, in order. */
static void
give(struct batch *batch)
{
	struct comity_place place = { 0 };
	const char *why;
	struct slot *slot;
	uint32_t number;

	for (number = batch->first;
	     number != batch->next && crew_has_room(batch->crew); number++) {
		slot = slot_of(batch, number);
		if (slot->state != SLOT_WAITING)
			continue;
		slot->state = SLOT_GIVEN;
		if (crew_give(batch->crew, number, slot->name, slot->fd,
			&why) == COMITY_OK)
			continue;
		batch->broken = true;
		batch->run->worst = comity_status_worse(batch->run->worst,
		    comity_status_worse(COMITY_EINTERNAL,
			comity_report_add(batch->run->talk->report,
			    COMITY_F_READER_NONE, &place, why, NULL)));
		return;
	}
}

static int
work(struct batch *batch)
{
	struct pollfd feed = { .fd = batch->run->feed, .events = POLLIN };

	while (!is_over(batch)) {
		ask(batch);
		give(batch);
		feed.fd = batch->asked > 0 ? batch->run->feed : -1;
		crew_wait(batch->crew, &feed, 1, -1);
		if (feed.fd >= 0 && feed.revents != 0)
			arrive(batch);
		print_done(batch);
	}
	return EXIT_YES;
}

/* Judged where it was loaded, because it writes beside the answer. */
static int
work_alone(struct batch *batch)
{
	struct slot *slot;

	while (!is_over(batch)) {
		ask(batch);
		if (batch->asked > 0)
			arrive(batch);
		while (batch->first != batch->next) {
			slot = slot_of(batch, batch->first++);
			if (slot->state == SLOT_DONE)
				print_slot(batch, slot);
			else
				worker_judge(batch->run, batch->loaded,
				    slot->name, dup(slot->fd));
			slot_clear(slot);
		}
	}
	return EXIT_YES;
}

static size_t
jobs_of(const struct run *run)
{
	cpu_set_t set;
	size_t count = 1;

	if (run->jobs > 0)
		return run->jobs;
	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		count = (size_t)CPU_COUNT(&set);
	return count > CREW_MAX ? CREW_MAX : count;
}

static int
open_batch(struct batch *batch, size_t jobs)
{
	uint32_t i;

	batch->size = (uint32_t)jobs * WINDOW;
	batch->slots = calloc(batch->size, sizeof(*batch->slots));
	batch->crew = crew_new(batch->run, batch->loaded, jobs, settle, batch);
	if (batch->slots == NULL || batch->crew == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < batch->size; i++)
		batch->slots[i].fd = -1;
	return COMITY_OK;
}

static void
close_batch(struct batch *batch)
{
	uint32_t i;

	crew_free(batch->crew);
	for (i = 0; batch->slots != NULL && i < batch->size; i++)
		slot_clear(&batch->slots[i]);
	free(batch->slots);
}

/* --resume, --summary */
static int
open_records(struct run *run)
{
	int status = COMITY_OK, rc = COMITY_OK;

	if (run->options.summary && (run->summary = summary_new()) == NULL)
		return COMITY_ENOMEM;
	if (run->journal_fd >= 0)
		rc = journal_open(run->journal_fd, run->options.resume,
		    run->command->name, run->talk->report, &run->journal,
		    &status);
	run->worst = comity_status_worse(run->worst, status);
	return rc;
}

static bool
write_summary(void *context, FILE *to)
{
	const struct run *run = context;
	json_t *value = summary_value(run->summary);

	if (value != NULL)
		render_summary(run, value, run->worst, NULL, to);
	json_decref(value);
	return value != NULL;
}

static void
close_records(struct run *run)
{
	struct comity_place place = { .file = run->options.resume };
	char count[32];

	if (run->journal != NULL && journal_left(run->journal) > 0) {
		snprintf(
		    count, sizeof(count), "%zu", journal_left(run->journal));
		(void)comity_report_add(run->talk->report,
		    COMITY_F_JOURNAL_LEFT, &place, count, NULL);
	}
	if (run->summary != NULL)
		run_print(run, true, write_summary, run);
	run->output_failed |= !journal_close(run->journal);
	summary_free(run->summary);
	run->journal = NULL;
	run->summary = NULL;
}

int
batch_act(struct run *run, int argc, char **argv)
{
	const struct judging *judging = run->command->judging;
	bool writes = judging->writes != NULL && judging->writes(run);
	struct batch batch = { .run = run };
	struct loaded *loaded = NULL;
	int rc;

	(void)argv;
	if (judging->misuse != NULL &&
	    judging->misuse(run, inputs_are_many(run, argc)) != NULL)
		return run_usage(run->command->name,
		    judging->misuse(run, inputs_are_many(run, argc)));
	if ((rc = judging->load(run, &loaded)) == COMITY_OK) {
		batch.loaded = loaded;
		rc = open_batch(&batch, writes ? 1 : jobs_of(run));
	}
	if (rc == COMITY_OK)
		rc = open_records(run);
	batch.progress.total = run->total;
	progress_begin(&batch.progress, run, crew_milliseconds());
	if (rc == COMITY_OK)
		rc = writes ? work_alone(&batch) : work(&batch);
	else
		run->worst = comity_status_worse(run->worst, rc);
	progress_end(&batch.progress);
	close_batch(&batch);
	close_records(run);
	if (judging->unload != NULL)
		judging->unload(loaded);
	return EXIT_YES;
}
