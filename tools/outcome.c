/* SPDX-License-Identifier: Apache-2.0 */
#include "outcome.h"

#include "file.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define MAGIC 0x636d6f31u /* "cmo1" */
/* Octets that are gathered before they are written. */
#define GATHERED_MAX (1u * 1024 * 1024)

enum { UNREAD = 1, OUTPUT_FAILED = 2, MEMORY_FAILED = 4 };

void
outcome_signal(int signal, char *text, size_t size)
{
	const char *name = sigabbrev_np(signal);

	if (signal == 0)
		snprintf(text, size, "it ended by itself");
	else if (name != NULL)
		snprintf(text, size, "SIG%s", name);
	else
		snprintf(text, size, "signal %d", signal);
}

size_t
outcome_len(const struct outcome *outcome)
{
	size_t i, len = 0;

	for (i = 0; i < OUTCOME_TEXTS; i++)
		len += outcome->texts[i].len;
	return len;
}

void
outcome_clear(struct outcome *outcome)
{
	size_t i;

	for (i = 0; i < OUTCOME_TEXTS; i++)
		comity_text_clear(&outcome->texts[i]);
	memset(outcome, 0, sizeof(*outcome));
}

/* Small ones in one go; a large text by itself, so that it is not held
 * twice. */
static bool
send_texts(struct comity_text *all, const struct outcome *outcome, int to)
{
	const struct comity_text *text;
	size_t i;

	for (i = 0; i < OUTCOME_TEXTS; i++) {
		text = &outcome->texts[i];
		if (all->len + text->len <= GATHERED_MAX) {
			comity_text_add_bytes(all, text->data, text->len);
			continue;
		}
		if (all->failed ||
		    comity_file_write_all(to, all->data, all->len) != 0 ||
		    comity_file_write_all(to, text->data, text->len) != 0)
			return false;
		all->len = 0;
	}
	return !all->failed &&
	       comity_file_write_all(to, all->data, all->len) == 0;
}

bool
outcome_send(const struct outcome *outcome, uint32_t number, int to)
{
	struct comity_text all = { 0 };
	struct outcome_head head = { .magic = MAGIC,
		.number = number,
		.status = outcome->status,
		.flags = (outcome->unread ? UNREAD : 0u) |
			 (outcome->output_failed ? OUTPUT_FAILED : 0u) |
			 (outcome->memory_failed ? MEMORY_FAILED : 0u) };
	size_t i;
	bool sent;

	for (i = 0; i < OUTCOME_TEXTS; i++)
		head.lens[i] = outcome->texts[i].len;
	comity_text_add_bytes(&all, (const char *)&head, sizeof(head));
	sent = send_texts(&all, outcome, to);
	comity_text_clear(&all);
	return sent;
}

bool
outcome_take(const char *octets, size_t len, struct outcome *outcome,
    uint32_t *number, size_t *used)
{
	struct outcome_head head;
	size_t i, whole = sizeof(head);

	*used = 0;
	if (len < sizeof(head))
		return true;
	memcpy(&head, octets, sizeof(head));
	if (head.magic != MAGIC)
		return false;
	for (i = 0; i < OUTCOME_TEXTS; i++) {
		if (head.lens[i] > OUTCOME_MAX - (whole - sizeof(head)))
			return false;
		whole += head.lens[i];
	}
	if (len < whole)
		return true;
	memset(outcome, 0, sizeof(*outcome));
	outcome->status = head.status;
	outcome->unread = (head.flags & UNREAD) != 0;
	outcome->output_failed = (head.flags & OUTPUT_FAILED) != 0;
	outcome->memory_failed = (head.flags & MEMORY_FAILED) != 0;
	octets += sizeof(head);
	for (i = 0; i < OUTCOME_TEXTS; i++) {
		comity_text_add_bytes(&outcome->texts[i], octets, head.lens[i]);
		outcome->memory_failed |= outcome->texts[i].failed;
		octets += head.lens[i];
	}
	*number = head.number;
	*used = whole;
	return true;
}
