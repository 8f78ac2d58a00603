/* SPDX-License-Identifier: Apache-2.0 */
/* batch-feed: how documents arrive: from the process that opens, and out of
 * archives. */
#include "batch-private.h"
#include "channel.h"
#include "feed.h"
#include "file-below.h"
#include "journal.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where documents come from now. */
int
batch_feed(const struct batch *batch)
{
	return batch->unpacker.pid > 0 ? batch->unpacker.feed
				       : batch->run->feed;
}

/* Ask for as many as there is room for, but not one by one while there are
 * others to do. What was asked for outside of an archive has its room kept. */
void
batch_ask(struct batch *batch)
{
	uint32_t taken = batch->next - batch->first + batch->asked +
			 batch->asked_outside,
		 room = taken < batch->size ? batch->size - taken : 0;
	struct feed_message more = { .kind = FEED_MORE };

	if (room > BATCH_AHEAD - batch->asked)
		room = BATCH_AHEAD - batch->asked;
	if (batch->ended || room == 0 ||
	    (room < BATCH_AHEAD / 4 &&
		(batch->asked > 0 || batch->next != batch->first)))
		return;
	if (batch->asked == 0)
		batch->heard = crew_milliseconds();
	more.value = (int32_t)room;
	if (comity_channel_send(batch_feed(batch), &more, sizeof(more), NULL, 0,
		-1) == COMITY_OK)
		batch->asked += room;
	else if (batch->asked == 0)
		/* whoever is gone is noticed by listening */
		batch->asked = 1;
}

static void
out_of_memory(struct batch *batch)
{
	batch->run->worst =
	    comity_status_worse(batch->run->worst, COMITY_ENOMEM);
	batch->broken = true;
}

bool
batch_claim(struct batch *batch, const char *name, size_t below, int fd,
    struct delivery_claim *claim)
{
	const char *archive = batch->unpacked, *folder = NULL, *path = name;
	size_t len = archive == NULL ? 0 : strlen(archive);

	memset(claim, 0, sizeof(*claim));
	if (batch->run->delivery == NULL)
		return true;
	if (archive == NULL) {
		path += below < strlen(name) ? below : 0;
		/* standard input has no name */
		path = strcmp(name, "-") == 0 ? "" : path;
	} else if (strncmp(name, archive, len) == 0 &&
		   strncmp(name + len, "!/", 2) == 0) {
		path += len + 2;
		if (strcmp(archive, "-") != 0)
			folder = archive + batch->unpacked_below;
	} else
		path = ""; /* it comes from a process that may lie */
	if (delivery_claim(batch->run->delivery, folder, path, claim) !=
	    COMITY_OK) {
		out_of_memory(batch);
		return false;
	}
	/* below --into the names are ours, and so are the mistakes */
	if (batch->run->options.into != NULL && !claim->refused && fd >= 0 &&
	    comity_file_is_open_at(fd, claim->out)) {
		claim->refused = true;
		claim->why = COMITY_F_OUTPUT_SOURCE;
	}
	return true;
}

/* A slot for one more document; NULL if memory ran out. */
struct slot *
batch_fill(struct batch *batch, const char *name, int fd,
    const struct delivery_claim *claim)
{
	struct slot *slot = batch_slot(batch, batch->next++);
	const char *out = claim == NULL ? NULL : claim->out;
	size_t len = strlen(name) + 1, out_len = out ? strlen(out) + 1 : 0;

	slot->fd = fd;
	slot->state = SLOT_WAITING;
	if ((slot->name = malloc(len + out_len)) == NULL) {
		comity_memory_note();
		out_of_memory(batch);
		return NULL;
	}
	memcpy(slot->name, name, len);
	if (out != NULL)
		slot->out = memcpy(slot->name + len, out, out_len);
	if (claim != NULL && claim->refused)
		batch_give_up(slot, claim->why, slot->out, COMITY_UNKNOWN);
	return slot;
}

static void
begin_archive(struct batch *batch, const char *name, size_t below, int fd)
{
	struct slot *slot;

	batch->unpacked_below = below < strlen(name) ? below : 0;
	batch->unpacked = strdup(name);
	if (batch->unpacked == NULL || unpacker_start(&batch->unpacker,
					   batch->run, fd, name) != COMITY_OK) {
		free(batch->unpacked);
		batch->unpacked = NULL;
		if ((slot = batch_fill(batch, name, fd, NULL)) != NULL)
			batch_give_up(
			    slot, COMITY_F_READER_NONE, NULL, COMITY_UNKNOWN);
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
	if (end == NULL &&
	    (slot = batch_fill(batch, batch->unpacked, -1, NULL)) != NULL) {
		outcome_signal(
		    WIFSIGNALED(status) && !late ? WTERMSIG(status) : 0,
		    slot->text, sizeof(slot->text));
		if (late)
			snprintf(slot->text, sizeof(slot->text), "%u s",
			    run->time_limit);
		batch_give_up(slot,
		    late ? COMITY_F_READER_LATE : COMITY_F_READER_CRASHED,
		    slot->text, COMITY_UNKNOWN);
	} else if (end != NULL && !batch->found &&
		   (slot = batch_fill(batch, batch->unpacked, -1, NULL)) != NULL) {
		batch_give_up(
		    slot, COMITY_F_ARCHIVE_EMPTY, NULL, COMITY_UNKNOWN);
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
take_trouble(
    struct batch *batch, const char *name, int32_t id, const char *found)
{
	struct slot *slot = batch_fill(batch, name, -1, NULL);

	if (slot == NULL)
		return;
	/* it comes from a process that may have been taken over */
	if (id < 0 || id >= COMITY_F_COUNT)
		id = COMITY_F_READER_CRASHED;
	snprintf(slot->text, sizeof(slot->text), "%s", found);
	batch_give_up(slot, (enum comity_finding_id)id,
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
	/* it says so when there are no more */
	if (end == NULL) {
		batch->broken = true;
		batch->run->worst = comity_status_worse(batch->run->worst,
		    comity_status_worse(COMITY_EINTERNAL,
			comity_report_add(batch->run->talk->report,
			    COMITY_F_READER_LOST, NULL, NULL, NULL)));
	}
	batch->ended = true;
	batch->asked = 0;
}

/* One document, or what stands in its way: whether it was answered already, and
 * where its output goes, before it gets a slot. */
static void
take_document(struct batch *batch, const struct feed_message *head,
    const char *name, int fd)
{
	struct journal *journal = batch->run->journal;
	struct delivery_claim claim = { 0 };
	struct slot *slot;

	/* its place is taken also where it was answered already */
	if (head->kind != FEED_TROUBLE &&
	    !batch_claim(batch, name, head->below, fd, &claim)) {
		if (fd >= 0)
			close(fd);
		return;
	}
	if (journal != NULL && journal_takes(journal, name)) {
		batch->progress.skipped++;
		if (fd >= 0)
			close(fd);
	} else if (head->kind == FEED_TROUBLE) {
		take_trouble(batch, name, head->value, name + strlen(name) + 1);
	} else if ((slot = batch_fill(batch, name, fd, &claim)) != NULL &&
		   head->kind == FEED_UNREADABLE && slot->state != SLOT_DONE) {
		snprintf(slot->text, sizeof(slot->text), "%s",
		    strerror(head->value));
		batch_give_up(
		    slot, COMITY_F_UNREADABLE, slot->text, COMITY_EIO);
	}
	free(claim.out);
}

/* One message of the process that opens files, or that unpacks. */
void
batch_arrive(struct batch *batch)
{
	static union {
		struct feed_message head;
		char octets[COMITY_CHANNEL_MAX + 2];
	} message;
	const char *name = message.octets + sizeof(message.head);
	ssize_t len;
	int fd = -1;

	len = comity_channel_receive(
	    batch_feed(batch), &message, COMITY_CHANNEL_MAX, &fd);
	batch->heard = crew_milliseconds();
	if (len < (ssize_t)sizeof(message.head) ||
	    message.head.kind == FEED_END) {
		end_feed(batch,
		    len < (ssize_t)sizeof(message.head) ? NULL : &message.head);
		return;
	}
	message.octets[len] = message.octets[len + 1] = '\0';
	batch->asked--;
	batch->found = true;
	if (message.head.kind == FEED_ARCHIVE && batch->unpacker.pid == 0)
		begin_archive(batch, name, message.head.below, fd);
	else
		take_document(batch, &message.head, name, fd);
}

/* Milliseconds that an unpacker may still take for one member; -1 without
 * end: nobody unpacks, or nobody waits for it. */
int
batch_patience(const struct batch *batch)
{
	int64_t left = batch->heard + (int64_t)batch->run->time_limit * 1000 -
		       crew_milliseconds();

	if (batch->unpacker.pid == 0 || batch->asked == 0)
		return -1;
	return left < 0 ? 0 : (int)left;
}

void
batch_unpacker_late(struct batch *batch)
{
	end_archive(batch, NULL, true);
}
