/* SPDX-License-Identifier: Apache-2.0 */
#include "worker.h"

#include "channel.h"
#include "delivery.h"
#include "door.h"
#include "memory.h"
#include "sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Descriptors that one process of ours holds at most. */
#define HELD_MAX 8

/* What looks for leaks at the end of a process reads /proc and traces. */
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define LEAKED() __lsan_do_recoverable_leak_check()
#define SANITIZED 1
#else
#define LEAKED() 0
#define SANITIZED 0
#endif

bool
worker_is_watched(void)
{
	return SANITIZED;
}

bool
worker_begin(const struct run *run, const char *name, struct answer *answer)
{
	if (!answer_init(answer, run->command->name, name, run))
		return false;
	if (run->command->judging->begin != NULL)
		run->command->judging->begin(run, answer);
	if (run->unguarded != NULL)
		(void)comity_report_add(answer->report, COMITY_F_NO_SANDBOX,
		    NULL, run->unguarded, NULL);
	return true;
}

/* What was made goes to the process that may have it written; where this is
 * the only one, it is written now, before the answer says so. */
static int
deliver(struct run *run, struct answer *answer)
{
	struct delivery_made made = { .document = answer->document,
		.document_len = answer->document_len,
		.account = answer->account,
		.account_len = answer->account_len };
	int rc;

	if (run->delivery == NULL || run->outcome != NULL)
		return COMITY_OK;
	/* nothing leaves the house if memory failed on the way */
	if (comity_memory_failed() || comity_report_failed(answer->report))
		return COMITY_ENOMEM;
	rc = delivery_write(
	    run->delivery, answer->destination, &made, answer->report);
	run->undelivered |= rc == COMITY_EIO;
	return rc;
}

void
worker_judge(struct run *run, const struct loaded *loaded, const char *name,
    const char *out, int fd)
{
	struct answer answer;
	int rc;

	if (!worker_begin(run, name, &answer)) {
		run->worst = COMITY_ENOMEM;
		close(fd);
		return;
	}
	answer.destination = out;
	rc = run_take(run, fd, name, &answer);
	close(fd);
	if (rc == COMITY_OK)
		rc = run->command->judging->judge(run, loaded, &answer);
	if (rc == COMITY_OK)
		rc = deliver(run, &answer);
	run_answer(run, &answer, rc);
	if (run->outcome != NULL && run->worst == COMITY_OK) {
		comity_text_add_bytes(&run->outcome->document,
		    (char *)answer.document, answer.document_len);
		comity_text_add_bytes(&run->outcome->account,
		    (char *)answer.account, answer.account_len);
	}
	answer_clear(&answer);
}

/* Whoever writes to it learns that nobody reads; whoever reads, that there is
 * nothing. */
static bool
deaden(int fd, bool reads)
{
	int ends[2], rc;

	if (pipe(ends) != 0)
		return false;
	rc = dup2(ends[reads ? 0 : 1], fd);
	close(ends[0]);
	close(ends[1]);
	return rc == fd;
}

/* Move the held descriptors to 3, 4 ... and close all others. */
static bool
hold(int *const *held, size_t count)
{
	int moved[HELD_MAX];
	size_t i;

	for (i = 0; i < count; i++)
		if ((moved[i] = fcntl(*held[i], F_DUPFD_CLOEXEC, 16)) < 0)
			return false;
	for (i = 0; i < count; i++) {
		*held[i] = 3 + (int)i;
		if (dup2(moved[i], *held[i]) < 0)
			return false;
	}
	closefrom(3 + (int)count);
	/* what a sanitizer finds is told on stderr */
	return deaden(STDIN_FILENO, true) && deaden(STDOUT_FILENO, false) &&
	       (SANITIZED || deaden(STDERR_FILENO, false));
}

bool
worker_shut(struct run *run, int *const *held, size_t count, size_t file_len,
    const char **why)
{
	struct comity_sandbox sandbox = { .memory = run->memory_limit,
		.file_len = file_len };
	int rc;

	*why = "descriptors";
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || !hold(held, count))
		return false;
	rc = run->options.no_sandbox || SANITIZED
		 ? comity_sandbox_bound(&sandbox, why)
		 : comity_sandbox_close(&sandbox, why);
	return rc == COMITY_OK;
}

/* Judge one into an outcome, from nothing that an earlier one left. */
static void
take(struct worker *worker, const char *name, const char *out, int fd,
    struct outcome *outcome)
{
	struct run *run = worker->run;
	size_t i;

	run->worst = COMITY_OK;
	run->unread_count = 0;
	run->output_failed = run->input_failed = false;
	run->outcome = outcome;
	worker_judge(run, worker->loaded, name, out, fd);
	outcome->status = run->worst;
	outcome->unread = run->unread_count > 0;
	outcome->output_failed = run->output_failed || run->input_failed;
	outcome->memory_failed = run->worst == COMITY_ENOMEM ||
				 outcome_len(outcome) > OUTCOME_MAX;
	for (i = 0; i < OUTCOME_TEXTS; i++)
		outcome->memory_failed |= outcome->texts[i].failed;
	if (outcome->memory_failed) {
		outcome_clear(outcome);
		outcome->memory_failed = true;
		outcome->status = COMITY_ENOMEM;
	}
}

_Noreturn void
worker_live(struct worker *worker)
{
	static union {
		struct worker_job job;
		char octets[COMITY_CHANNEL_MAX + 1];
	} message;
	int *held[] = { &worker->jobs, &worker->results, &worker->door };
	struct outcome outcome = { 0 };
	const char *why, *name = message.octets + sizeof(message.job), *end;
	ssize_t len;
	int fd;

	if (!worker_shut(worker->run, held, worker->door < 0 ? 2 : 3, 0, &why))
		_exit(EXIT_INTERNAL);
	comity_door_use(worker->door, false);
	while ((len = comity_channel_receive(worker->jobs, &message,
		    sizeof(message) - 1, &fd)) > (ssize_t)sizeof(message.job)) {
		message.octets[len] = '\0';
		atomic_store(&worker->page->begun, message.job.number + 1);
		end = name + strlen(name);
		take(worker, name, end < message.octets + len ? end + 1 : NULL,
		    fd, &outcome);
		if (!outcome_send(
			&outcome, message.job.number, worker->results))
			break;
		atomic_store(&worker->page->begun, 0);
		outcome_clear(&outcome);
	}
	_exit(LEAKED() != 0 ? EXIT_INTERNAL : EXIT_YES);
}
