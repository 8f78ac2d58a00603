/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"

#include "channel.h"
#include "crew.h"
#include "feed.h"
#include "inputs.h"
#include "journal.h"
#include "memory.h"
#include "progress.h"
#include "records.h"
#include "summary.h"
#include "unpacker.h"

#include <jansson.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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
	/* While an archive is being unpacked, documents come from it. */
	struct unpacker unpacker;
	char *unpacked; /* its name; owned */
	bool found; /* something in it */
	uint32_t asked_outside; /* what was asked for before it */
	int64_t heard; /* when it last gave something, or had nothing to do */
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
	return batch->ended && batch->unpacker.pid == 0 &&
	       batch->first == batch->next;
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

/* Where documents come from now. */
static int
feed_of(const struct batch *batch)
{
	return batch->unpacker.pid > 0 ? batch->unpacker.feed
				       : batch->run->feed;
}

/* Ask for as many as there is room for, but not one by one. */
static void
ask(struct batch *batch)
{
	uint32_t room =
	    batch->size - (batch->next - batch->first) - batch->asked;
	struct feed_message more = { .kind = FEED_MORE };

	if (batch->unpacker.pid > 0 && batch->asked == 0 && room == 0)
		batch->heard = crew_milliseconds();
	if (batch->ended || room == 0 ||
	    (room < batch->size / 4 && batch->asked > 0))
		return;
	more.value = (int32_t)room;
	if (comity_channel_send(feed_of(batch), &more, sizeof(more), NULL, 0,
		-1) == COMITY_OK)
		batch->asked += room;
	else if (batch->unpacker.pid == 0)
		batch->ended = true;
	/* an unpacker that is gone is noticed by listening to it */
	else
		batch->asked = batch->asked == 0 ? 1 : batch->asked;
}

/* A slot for one more document; NULL if memory ran out. */
static struct slot *
fill(struct batch *batch, const char *name, int fd)
{
	struct slot *slot = slot_of(batch, batch->next++);

	slot->fd = fd;
	slot->state = SLOT_WAITING;
	if ((slot->name = strdup(name)) != NULL)
		return slot;
	batch->run->worst =
	    comity_status_worse(batch->run->worst, COMITY_ENOMEM);
	batch->broken = true;
	return NULL;
}

static void
begin_archive(struct batch *batch, const char *name, int fd)
{
	struct slot *slot;

	batch->unpacked = strdup(name);
	if (batch->unpacked == NULL ||
	    unpacker_start(&batch->unpacker, batch->run, fd, name) !=
		COMITY_OK) {
		free(batch->unpacked);
		batch->unpacked = NULL;
		if ((slot = fill(batch, name, fd)) != NULL)
			give_up(slot, COMITY_F_READER_NONE, NULL,
			    COMITY_UNKNOWN);
		return;
	}
	close(fd);
	batch->found = false;
	batch->asked_outside = batch->asked;
	batch->asked = 0;
	batch->heard = crew_milliseconds();
}

/* The archive is read, or its reader is lost: what is not known is said. */
static void
end_archive(struct batch *batch, const struct feed_message *end, bool late)
{
	struct comity_place place = { .file = batch->unpacked };
	int status = unpacker_end(&batch->unpacker, end == NULL);
	struct run *run = batch->run;
	struct slot *slot;
	char count[32];

	batch->asked = batch->asked_outside;
	batch->asked_outside = 0;
	if (end == NULL && (slot = fill(batch, batch->unpacked, -1)) != NULL) {
		outcome_signal(WIFSIGNALED(status) && !late ? WTERMSIG(status)
							    : 0,
		    slot->text, sizeof(slot->text));
		if (late)
			snprintf(slot->text, sizeof(slot->text), "%u s",
			    run->time_limit);
		give_up(slot,
		    late ? COMITY_F_READER_LATE : COMITY_F_READER_CRASHED,
		    slot->text, COMITY_UNKNOWN);
	} else if (end != NULL && !batch->found &&
		   (slot = fill(batch, batch->unpacked, -1)) != NULL) {
		give_up(slot, COMITY_F_ARCHIVE_EMPTY, NULL, COMITY_UNKNOWN);
	}
	if (end != NULL && end->total > 0) {
		snprintf(count, sizeof(count), "%llu",
		    (unsigned long long)end->total);
		if (comity_report_add(run->talk->report,
			COMITY_F_ARCHIVE_PASSED, &place, count,
			".xml, .asice, .asics") == COMITY_ENOMEM)
			batch->broken = true;
	}
	free(batch->unpacked);
	batch->unpacked = NULL;
}

/* Trouble with a member, or with all of an archive. */
static void
take_trouble(struct batch *batch, const char *name, int32_t id,
    const char *found)
{
	struct slot *slot = fill(batch, name, -1);

	if (slot == NULL)
		return;
	/* it comes from a process that may have been taken over */
	if (id < 0 || id >= COMITY_F_COUNT)
		id = COMITY_F_READER_CRASHED;
	snprintf(slot->text, sizeof(slot->text), "%s", found);
	give_up(slot, (enum comity_finding_id)id,
	    slot->text[0] == '\0' ? NULL : slot->text, COMITY_UNKNOWN);
}

/* No more documents from where they come from now. */
static void
end_feed(struct batch *batch, const struct feed_message *end)
{
	if (batch->unpacker.pid > 0) {
		end_archive(batch, end, false);
		return;
	}
	batch->ended = true;
	batch->asked = 0;
}

/* One message of the process that opens files, or that unpacks. */
static void
arrive(struct batch *batch)
{
	static union {
		struct feed_message head;
		char octets[COMITY_CHANNEL_MAX + 2];
	} message;
	const char *name = message.octets + sizeof(message.head);
	struct journal *journal = batch->run->journal;
	struct slot *slot;
	ssize_t len;
	int fd = -1;

	len = comity_channel_receive(
	    feed_of(batch), &message, COMITY_CHANNEL_MAX, &fd);
	batch->heard = crew_milliseconds();
	if (len < (ssize_t)sizeof(message.head) ||
	    message.head.kind == FEED_END) {
		end_feed(batch, len < (ssize_t)sizeof(message.head)
				    ? NULL
				    : &message.head);
		return;
	}
	message.octets[len] = message.octets[len + 1] = '\0';
	batch->asked--;
	batch->found = true;
	if (journal != NULL && message.head.kind != FEED_ARCHIVE &&
	    journal_takes(journal, name)) {
		batch->progress.skipped++;
		if (fd >= 0)
			close(fd);
		return;
	}
	if (message.head.kind == FEED_ARCHIVE && batch->unpacker.pid == 0) {
		begin_archive(batch, name, fd);
	} else if (message.head.kind == FEED_TROUBLE) {
		take_trouble(batch, name, message.head.value,
		    name + strlen(name) + 1);
	} else if ((slot = fill(batch, name, fd)) != NULL &&
		   message.head.kind == FEED_UNREADABLE) {
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

/* Milliseconds that an unpacker may still take for one member; -1 without
 * end: nobody unpacks, or nobody waits for it. */
static int
patience(const struct batch *batch)
{
	int64_t left = batch->heard + (int64_t)batch->run->time_limit * 1000 -
		       crew_milliseconds();

	if (batch->unpacker.pid == 0 || batch->asked == 0)
		return -1;
	return left < 0 ? 0 : (int)left;
}

static int
work(struct batch *batch)
{
	struct pollfd feed = { .fd = batch->run->feed, .events = POLLIN };

	while (!is_over(batch)) {
		ask(batch);
		give(batch);
		feed.fd = batch->asked > 0 ? feed_of(batch) : -1;
		crew_wait(batch->crew, &feed, 1, patience(batch));
		if (feed.fd >= 0 && feed.revents != 0)
			arrive(batch);
		else if (batch->unpacker.pid > 0 && patience(batch) == 0)
			end_archive(batch, NULL, true);
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

	(void)unpacker_end(&batch->unpacker, true);
	free(batch->unpacked);
	crew_free(batch->crew);
	for (i = 0; batch->slots != NULL && i < batch->size; i++)
		slot_clear(&batch->slots[i]);
	free(batch->slots);
}

int
batch_act(struct run *run, int argc, char **argv)
{
	const struct judging *judging = run->command->judging;
	bool writes = judging->writes != NULL && judging->writes(run);
	struct batch batch = { .run = run };
	struct loaded *loaded = NULL;
	int rc;

	if (judging->misuse != NULL &&
	    judging->misuse(run, inputs_are_many(run, argc, argv)) != NULL)
		return run_usage(run->command->name,
		    judging->misuse(run, inputs_are_many(run, argc, argv)));
	if ((rc = judging->load(run, &loaded)) == COMITY_OK) {
		batch.loaded = loaded;
		rc = open_batch(&batch, writes ? 1 : jobs_of(run));
	}
	if (rc == COMITY_OK)
		rc = records_open(run);
	batch.progress.total = run->total;
	progress_begin(&batch.progress, run, crew_milliseconds());
	if (rc == COMITY_OK)
		rc = writes ? work_alone(&batch) : work(&batch);
	else
		run->worst = comity_status_worse(run->worst, rc);
	progress_end(&batch.progress);
	close_batch(&batch);
	records_close(run);
	if (judging->unload != NULL)
		judging->unload(loaded);
	return EXIT_YES;
}
