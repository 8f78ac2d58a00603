/* SPDX-License-Identifier: Apache-2.0 */
/* batch-answer: how answers go out, in the order of their documents, each when
 * what was made of its document is where the answer says. */
#include "batch-private.h"
#include "file-group.h"
#include "memory.h"
#include "summary.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Octets that are written together: more of them do not wait for each other,
 * but for the disk. */
#define GROUP_OCTETS (16u * 1024 * 1024)

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

/* Nobody listened to the workers meanwhile: that is not their delay. */
static void
excuse(struct batch *batch, int64_t begun)
{
	int64_t took = crew_milliseconds() - begun;

	crew_excuse(batch->crew, took);
	batch->heard += took;
}

static bool
is_to_deliver(const struct batch *batch, const struct slot *slot)
{
	return batch->run->delivery != NULL && !slot->failed &&
	       slot->outcome.status == COMITY_OK;
}

static struct delivery_made
made_of(const struct slot *slot)
{
	const struct outcome *outcome = &slot->outcome;

	return (struct delivery_made){ .document = outcome->document.data,
		.document_len = outcome->document.len,
		.account = outcome->account.data,
		.account_len = outcome->account.len };
}

/* Have written what was made of a document, or hear what became of it, before
 * its answer says so: false if it could not be, which is the answer then. */
static bool
deliver(struct batch *batch, const struct slot *slot)
{
	struct delivery_made made = made_of(slot);
	int64_t begun = crew_milliseconds();
	struct run *run = batch->run;
	struct answer answer;
	int rc;

	comity_memory_forget();
	if (!worker_begin(run, slot->name, &answer)) {
		run->worst = comity_status_worse(run->worst, COMITY_ENOMEM);
		return false;
	}
	rc = slot->answers > 0 ? delivery_hear(run->delivery, slot->out,
				     slot->answers, answer.report)
			       : delivery_write(run->delivery, slot->out, &made,
				     answer.report);
	/* the run was killed: that is no answer, least of all in a journal */
	batch->broken |= rc == COMITY_EINTERNAL;
	if (rc != COMITY_OK && rc != COMITY_EINTERNAL) {
		/* and the report goes where it would have gone */
		answer.out = strcmp(slot->out, "-") == 0 ? slot->out : NULL;
		run->undelivered |= rc == COMITY_EIO;
		run->output_failed |= delivery_is_hopeless(answer.report);
		run_answer(run, &answer, rc);
	}
	answer_clear(&answer);
	excuse(batch, begun);
	return rc == COMITY_OK;
}

void
batch_print(struct batch *batch, struct slot *slot)
{
	struct outcome *outcome = &slot->outcome;
	struct run *run = batch->run;

	run->file_count++;
	progress_end(&batch->progress);
	if (slot->failed) {
		print_failure(batch, slot);
		return;
	}
	if (is_to_deliver(batch, slot)) {
		if (!deliver(batch, slot))
			return;
		run->answers_to_stderr |= strcmp(slot->out, "-") == 0;
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

bool
batch_is_over(const struct batch *batch)
{
	const struct run *run = batch->run;

	if (run->output_failed || batch->broken)
		return true;
	if (run->options.fail_fast && run->worst != COMITY_OK)
		return true;
	return batch->ended && batch->unpacker.pid == 0 &&
	       batch->first == batch->next;
}

/* The answers of so many documents, from the first. */
static void
print_first(struct batch *batch, uint32_t count)
{
	struct slot *slot;

	for (; count > 0 && !batch_is_over(batch); count--) {
		slot = batch_slot(batch, batch->first);
		batch->held -= outcome_len(&slot->outcome);
		batch_print(batch, slot);
		batch_slot_clear(slot);
		batch->first++;
		progress_step(
		    &batch->progress, batch->run, crew_milliseconds());
	}
}

/* How many documents from the first are answered, and need not wait for one
 * another. */
static uint32_t
count_done(const struct batch *batch)
{
	uint32_t count = 0, most = batch->size / 4;

	if (batch->run->options.fail_fast || most < 1)
		most = 1;
	while (count < most && batch->first + count != batch->next &&
	       batch_slot(batch, batch->first + count)->state == SLOT_DONE)
		count++;
	return count;
}

/* Send off what was made of so many documents, or of as many as are written
 * together; says of how many. */
static uint32_t
send_off(struct batch *batch, uint32_t count)
{
	int64_t begun = crew_milliseconds();
	struct delivery_made made;
	struct slot *slot;
	unsigned files = 0;
	uint64_t octets = 0;
	uint32_t i;

	for (i = 0; i < count && files + 2 <= COMITY_FILE_GROUP_MAX &&
		    octets < GROUP_OCTETS;
	     i++) {
		slot = batch_slot(batch, batch->first + i);
		if (!is_to_deliver(batch, slot))
			continue;
		made = made_of(slot);
		slot->answers =
		    delivery_add(batch->run->delivery, slot->out, &made);
		files += slot->answers;
		octets += made.document_len + made.account_len;
	}
	batch->awaited = files > 0 ? i : 0;
	if (files > 0)
		(void)delivery_commit(batch->run->delivery);
	excuse(batch, begun);
	return i;
}

void
batch_print_done(struct batch *batch)
{
	uint32_t count;

	while (batch->awaited == 0 && !batch_is_over(batch) &&
	       (count = count_done(batch)) > 0) {
		if (batch->grouped)
			count = send_off(batch, count);
		if (batch->awaited == 0)
			print_first(batch, count);
	}
}

void
batch_delivered(struct batch *batch)
{
	uint32_t count = batch->awaited;

	batch->awaited = 0;
	print_first(batch, count);
	batch_print_done(batch);
}
