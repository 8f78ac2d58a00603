/* SPDX-License-Identifier: Apache-2.0 */
#include "outcome.h"

#include "file.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define MAGIC 0x636d6f31u /* "cmo1" */
/* Octets of one text: the longest answer has some MiB. */
#define TEXT_MAX (256u * 1024 * 1024)

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

void
outcome_clear(struct outcome *outcome)
{
	comity_text_clear(&outcome->out);
	comity_text_clear(&outcome->err);
	comity_text_clear(&outcome->value);
	memset(outcome, 0, sizeof(*outcome));
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
			 (outcome->memory_failed ? MEMORY_FAILED : 0u),
		.out = outcome->out.len,
		.err = outcome->err.len,
		.value = outcome->value.len };
	bool sent;

	comity_text_add_bytes(&all, (const char *)&head, sizeof(head));
	comity_text_add_bytes(&all, outcome->out.data, outcome->out.len);
	comity_text_add_bytes(&all, outcome->err.data, outcome->err.len);
	comity_text_add_bytes(&all, outcome->value.data, outcome->value.len);
	sent = !all.failed &&
	       comity_file_write_all(to, all.data, all.len) == 0;
	comity_text_clear(&all);
	return sent;
}

bool
outcome_take(const char *octets, size_t len, struct outcome *outcome,
    uint32_t *number, size_t *used)
{
	struct outcome_head head;

	*used = 0;
	if (len < sizeof(head))
		return true;
	memcpy(&head, octets, sizeof(head));
	if (head.magic != MAGIC || head.out > TEXT_MAX || head.err > TEXT_MAX ||
	    head.value > TEXT_MAX)
		return false;
	if (len - sizeof(head) < head.out + head.err + head.value)
		return true;
	octets += sizeof(head);
	memset(outcome, 0, sizeof(*outcome));
	outcome->status = head.status;
	outcome->unread = (head.flags & UNREAD) != 0;
	outcome->output_failed = (head.flags & OUTPUT_FAILED) != 0;
	outcome->memory_failed = (head.flags & MEMORY_FAILED) != 0;
	comity_text_add_bytes(&outcome->out, octets, head.out);
	comity_text_add_bytes(&outcome->err, octets + head.out, head.err);
	comity_text_add_bytes(
	    &outcome->value, octets + head.out + head.err, head.value);
	*number = head.number;
	*used = sizeof(head) + head.out + head.err + head.value;
	outcome->memory_failed |=
	    outcome->out.failed || outcome->err.failed || outcome->value.failed;
	return true;
}
