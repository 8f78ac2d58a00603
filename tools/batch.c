/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"

#include "batch-private.h"
#include "file-group.h"
#include "file.h"
#include "inputs.h"
#include "journal.h"
#include "records.h"
#include "walk.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Documents on their way at once, for each worker: what is answered early
 * waits here for what is answered late. */
#define WINDOW 32
/* Octets that are answered and wait for their turn: beyond it only the first
 * document gets a worker. Large translations take what they take; many of them
 * behind a slow one do not add up. */
#define HELD_MAX (64u * 1024 * 1024)
/* All of them together: each is a descriptor here, and on its way it counts
 * against what one user may have on the way (RLIMIT_NOFILE). */
#define WINDOW_MAX 512

struct slot *
batch_slot(const struct batch *batch, uint32_t number)
{
	return &batch->slots[number % batch->size];
}

/* No worker answers for it: we do. */
void
batch_give_up(
    struct slot *slot, enum comity_finding_id id, const char *found, int status)
{
	slot->state = SLOT_DONE;
	slot->failed = true;
	slot->id = id;
	slot->found = found;
	slot->status = status;
}

void
batch_slot_clear(struct slot *slot)
{
	if (slot->fd >= 0)
		close(slot->fd);
	free(slot->name);
	outcome_clear(&slot->outcome);
	memset(slot, 0, sizeof(*slot));
	slot->fd = -1;
}

static const char broken[] = "a broken outcome";

/* What became of a document (crew_fn). */
static void
settle(void *user, uint32_t number, enum crew_end end, int signal,
    struct outcome *outcome)
{
	struct batch *batch = user;
	struct slot *slot = batch_slot(batch, number);

	if (slot->state != SLOT_GIVEN) {
		outcome_clear(outcome);
		return;
	}
	switch (end) {
	case CREW_ANSWERED:
		slot->outcome = *outcome;
		slot->state = SLOT_DONE;
		batch->held += outcome_len(outcome);
		if (batch->run->delivery != NULL &&
		    outcome->status == COMITY_OK && !outcome->memory_failed &&
		    outcome->document.len == 0)
			batch_give_up(slot, COMITY_F_READER_CRASHED, broken,
			    COMITY_UNKNOWN);
		if (outcome->memory_failed) {
			snprintf(slot->text, sizeof(slot->text), "%zu MB",
			    batch->run->memory_limit >> 20);
			batch_give_up(slot, COMITY_F_READER_MEMORY, slot->text,
			    COMITY_UNKNOWN);
		}
		return;
	case CREW_UNTOUCHED:
		/* but for a worker that is not heard any more, whose memory
		 * ran out */
		(void)lseek(slot->fd, 0, SEEK_SET);
		slot->state = SLOT_WAITING;
		return;
	case CREW_KILLED:
		/* by the kernel for want of memory, or by a person */
		slot->state = SLOT_WAITING;
		/* a pipe can not be read again */
		if (slot->tried || lseek(slot->fd, 0, SEEK_SET) != 0)
			batch_give_up(
			    slot, COMITY_F_READER_KILLED, NULL, COMITY_UNKNOWN);
		slot->tried = true;
		return;
	case CREW_CRASHED:
		outcome_signal(signal, slot->text, sizeof(slot->text));
		batch_give_up(
		    slot, COMITY_F_READER_CRASHED, slot->text, COMITY_UNKNOWN);
		return;
	case CREW_LATE:
		snprintf(slot->text, sizeof(slot->text), "%u s",
		    batch->run->time_limit);
		batch_give_up(
		    slot, COMITY_F_READER_LATE, slot->text, COMITY_UNKNOWN);
		return;
	case CREW_STRAYED:
		batch_give_up(
		    slot, COMITY_F_READER_CRASHED, broken, COMITY_UNKNOWN);
		return;
	}
}

static void
say_none(struct batch *batch, const char *why)
{
	struct run *run = batch->run;

	batch->broken = true;
	run->worst = comity_status_worse(
	    run->worst, comity_status_worse(COMITY_EINTERNAL,
			    comity_report_add(run->talk->report,
				COMITY_F_READER_NONE, NULL, why, NULL)));
}

/* Give what waits to whoever has room, in order; from the first again where a
 * worker ended meanwhile, for what it had waits anew. */
static void
give(struct batch *batch)
{
	const char *why;
	struct slot *slot;
	uint32_t number = batch->first;
	int rc;

	while (number != batch->next && crew_has_room(batch->crew) &&
	       (number == batch->first || batch->held <= HELD_MAX)) {
		slot = batch_slot(batch, number++);
		if (slot->state != SLOT_WAITING)
			continue;
		slot->state = SLOT_GIVEN;
		rc = crew_give(batch->crew, number - 1, slot->name,
		    strlen(slot->name) +
			(slot->out == NULL ? 0 : 1 + strlen(slot->out)),
		    slot->fd, &why);
		if (rc == COMITY_UNKNOWN) {
			number = batch->first;
		} else if (rc != COMITY_OK) {
			say_none(batch, why);
			return;
		}
	}
}

static int
work(struct batch *batch)
{
	struct pollfd more[2] = { { .events = POLLIN }, { .events = POLLIN } };
	struct pollfd *feed = &more[0], *delivered = &more[1];

	while (!batch_is_over(batch)) {
		batch_ask(batch);
		give(batch);
		batch_print_done(batch);
		if (batch_is_over(batch))
			break;
		if (batch->asked == 0 && batch->awaited == 0 &&
		    crew_is_idle(batch->crew)) {
			say_none(batch, "nobody has anything to do");
			break;
		}
		feed->fd = batch->asked > 0 ? batch_feed(batch) : -1;
		delivered->fd = batch->awaited > 0
				    ? delivery_group(batch->run->delivery)
				    : -1;
		crew_wait(batch->crew, more, 2, batch_patience(batch));
		if (feed->fd >= 0 && feed->revents != 0)
			batch_arrive(batch);
		else if (batch->unpacker.pid > 0 && batch_patience(batch) == 0)
			batch_unpacker_late(batch);
		if (delivered->fd >= 0 && delivered->revents != 0)
			batch_delivered(batch);
		batch_print_done(batch);
	}
	return EXIT_YES;
}

/* Judged where it was loaded, because it writes beside the answer. */
static int
work_alone(struct batch *batch)
{
	struct slot *slot;

	while (!batch_is_over(batch)) {
		batch_ask(batch);
		if (batch->asked > 0)
			batch_arrive(batch);
		while (batch->first != batch->next) {
			slot = batch_slot(batch, batch->first++);
			if (slot->state == SLOT_DONE)
				batch_print(batch, slot);
			else
				worker_judge(batch->run, batch->loaded,
				    slot->name, NULL, dup(slot->fd));
			batch_slot_clear(slot);
		}
	}
	return EXIT_YES;
}

/* One document of work_here(). */
static void
judge_here(struct batch *batch, const char *name, size_t below)
{
	struct run *run = batch->run;
	struct delivery_claim claim;
	struct slot *slot;
	int fd = comity_file_open(name), error = errno;

	if (!batch_claim(batch, name, below, fd, &claim) ||
	    (run->journal != NULL && journal_takes(run->journal, name))) {
		if (fd >= 0)
			close(fd);
		goto out;
	}
	if (fd >= 0 && !claim.refused && !comity_walk_is_archive(name)) {
		worker_judge(run, batch->loaded, name, claim.out, fd);
		goto out;
	}
	if ((slot = batch_fill(batch, name, fd, &claim)) == NULL)
		goto out;
	snprintf(slot->text, sizeof(slot->text), "%s", strerror(error));
	if (fd < 0)
		batch_give_up(
		    slot, COMITY_F_UNREADABLE, slot->text, COMITY_EIO);
	else if (!claim.refused)
		batch_give_up(slot, COMITY_F_READER_NONE,
		    "COMITY_ONE_PROCESS reads no archives", COMITY_UNKNOWN);
	batch_print_done(batch);
out:
	free(claim.out);
}

/* Without any other process (COMITY_ONE_PROCESS). */
static int
work_here(struct batch *batch, int argc, char **argv)
{
	struct inputs inputs;
	struct pollfd list;
	const char *name;

	inputs_init(&inputs, batch->run, argc, argv);
	while (!batch->broken && ((name = inputs_next(&inputs)) != NULL ||
				     inputs_waits(&inputs))) {
		list = (struct pollfd){ inputs_descriptor(&inputs), POLLIN, 0 };
		if (name == NULL)
			(void)poll(&list, 1, -1);
		else
			judge_here(batch, name, inputs_below(&inputs));
	}
	inputs_end(&inputs);
	return EXIT_YES;
}

static size_t
jobs_of(const struct run *run)
{
	cpu_set_t set;
	size_t count = 1;

	if (run->jobs > 0)
		count = run->jobs;
	else if (sched_getaffinity(0, sizeof(set), &set) == 0)
		count = (size_t)CPU_COUNT(&set);
	return count > CREW_MAX ? CREW_MAX : count;
}

static int
open_batch(struct batch *batch, size_t jobs)
{
	struct rlimit files = { .rlim_cur = 1024 };
	uint32_t i;

	(void)getrlimit(RLIMIT_NOFILE, &files);
	if (jobs > files.rlim_cur / 8)
		jobs = files.rlim_cur < 8 ? 1 : files.rlim_cur / 8;
	batch->size = (uint32_t)jobs * WINDOW + BATCH_AHEAD;
	/* as many again as are written meanwhile */
	if (batch->grouped)
		batch->size += COMITY_FILE_GROUP_MAX;
	if (batch->size > WINDOW_MAX)
		batch->size = WINDOW_MAX;
	if (batch->size > files.rlim_cur / 2)
		batch->size = (uint32_t)files.rlim_cur / 2;
	if (batch->size < 2 * BATCH_AHEAD)
		batch->size = 2 * BATCH_AHEAD;
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
		batch_slot_clear(&batch->slots[i]);
	free(batch->slots);
}

int
batch_act(struct run *run, int argc, char **argv)
{
	const struct judging *judging = run->command->judging;
	bool writes = judging->writes != NULL && judging->writes(run);
	struct batch batch = { .run = run };
	struct loaded *loaded = NULL;
	const char *why;
	int rc;

	if (judging->misuse != NULL &&
	    judging->misuse(run, inputs_are_many(run, argc, argv)) != NULL)
		return run_usage(run->command->name,
		    judging->misuse(run, inputs_are_many(run, argc, argv)));
	rc = judging->load(run, &loaded);
	if (rc == COMITY_OK && judging->unfit != NULL &&
	    (why = judging->unfit(loaded)) != NULL) {
		judging->unload(loaded);
		return run_usage(run->command->name, why);
	}
	if (rc == COMITY_OK && judging->delivers) {
		run->delivery =
		    delivery_new(run->options.out, run->options.into);
		rc = run->delivery == NULL ? COMITY_ENOMEM : COMITY_OK;
		batch.grouped = rc == COMITY_OK && run->feed >= 0 &&
				delivery_begin_group(run->delivery);
	}
	if (rc == COMITY_OK) {
		batch.loaded = loaded;
		rc = open_batch(&batch, writes ? 1 : jobs_of(run));
	}
	if (rc == COMITY_OK)
		rc = records_open(run);
	batch.progress.total = run->total;
	progress_begin(&batch.progress, run, crew_milliseconds());
	if (rc == COMITY_OK && run->feed < 0)
		rc = work_here(&batch, argc, argv);
	else if (rc == COMITY_OK)
		rc = writes ? work_alone(&batch) : work(&batch);
	else
		run->worst = comity_status_worse(run->worst, rc);
	progress_end(&batch.progress);
	close_batch(&batch);
	records_close(run);
	delivery_free(run->delivery);
	run->delivery = NULL;
	if (judging->unload != NULL)
		judging->unload(loaded);
	return EXIT_YES;
}
