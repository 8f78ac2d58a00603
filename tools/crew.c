/* SPDX-License-Identifier: Apache-2.0 */
#include "crew.h"

#include "channel.h"
#include "door.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Workers in a row that end before they have begun a document: something is
 * wrong with this machine, not with a document. */
#define STILLBORN_MAX 5

/* Octets of room for what comes that are kept for the next outcome. */
#define CAME_KEPT (1u * 1024 * 1024)

struct member {
	pid_t pid; /* 0: the place is free */
	int jobs, results;
	struct worker_page *page;
	uint32_t queue[CREW_AHEAD];
	size_t queued;
	int64_t since; /* when the first of the queue was first */
	struct comity_text came; /* of its results, not yet whole */
	bool late, strayed, retires;
};

struct crew {
	struct run *run;
	const struct loaded *loaded;
	crew_fn *tell;
	void *user;
	size_t jobs, stillborn;
	struct pollfd *polls; /* of jobs members, and of the caller's */
	struct member members[];
};

#define MORE_MAX 4

int64_t
crew_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct crew *
crew_new(struct run *run, const struct loaded *loaded, size_t jobs,
    crew_fn *tell, void *user)
{
	struct crew *crew =
	    calloc(1, sizeof(*crew) + jobs * sizeof(crew->members[0]));

	if (crew == NULL)
		return NULL;
	crew->polls = calloc(jobs + MORE_MAX, sizeof(*crew->polls));
	if (crew->polls == NULL) {
		free(crew);
		return NULL;
	}
	crew->run = run;
	crew->loaded = loaded;
	crew->jobs = jobs;
	crew->tell = tell;
	crew->user = user;
	return crew;
}

/* In the new process. */
static _Noreturn void
become(struct crew *crew, struct worker_page *page, int jobs, int results,
    int door)
{
	struct worker worker = { .run = crew->run,
		.loaded = crew->loaded,
		.page = page,
		.jobs = jobs,
		.results = results,
		.door = door };

	worker_live(&worker);
}

static bool
engage(struct crew *crew, struct member *member, const char **why)
{
	int jobs[2] = { -1, -1 }, results[2] = { -1, -1 }, door = -1;
	void *page = mmap(NULL, sizeof(struct worker_page),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	*why = strerror(errno);
	memset(member, 0, sizeof(*member));
	if (page == MAP_FAILED)
		return false;
	if (crew->run->options.online && (door = comity_door_more()) < 0)
		goto fail;
	if (comity_channel_open(jobs) != COMITY_OK ||
	    pipe2(results, O_CLOEXEC) != 0)
		goto fail;
	if ((member->pid = fork()) == 0)
		become(crew, page, jobs[1], results[1], door);
	if (member->pid < 0)
		goto fail;
	(void)fcntl(results[0], F_SETFL, O_NONBLOCK);
	(void)fcntl(results[0], F_SETPIPE_SZ, 1 << 18);
	member->page = page;
	member->jobs = jobs[0];
	member->results = results[0];
	close(jobs[1]);
	close(results[1]);
	if (door >= 0)
		close(door);
	return true;
fail:
	*why = strerror(errno);
	member->pid = 0;
	munmap(page, sizeof(struct worker_page));
	if (door >= 0)
		close(door);
	if (jobs[0] >= 0) {
		close(jobs[0]);
		close(jobs[1]);
	}
	if (results[0] >= 0) {
		close(results[0]);
		close(results[1]);
	}
	return false;
}

/* Wait until its process has ended: the wait status. */
static int
await(const struct member *member)
{
	int status = 0;

	while (waitpid(member->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

/* Its descriptors and its memory; its process has ended. */
static void
dismiss(struct member *member)
{
	close(member->jobs);
	close(member->results);
	munmap(member->page, sizeof(*member->page));
	comity_text_clear(&member->came);
	member->pid = 0;
}

/* Let them end by themselves, so that they say what they leaked. */
static void
end_watched(struct crew *crew)
{
	struct member *at;
	size_t i;

	for (i = 0; i < crew->jobs; i++) {
		at = &crew->members[i];
		if (at->pid == 0 || at->queued > 0)
			continue;
		shutdown(at->jobs, SHUT_RDWR);
		if (await(at) != 0)
			crew->run->worst = COMITY_EINTERNAL;
		dismiss(at);
	}
}

void
crew_free(struct crew *crew)
{
	size_t i;

	if (crew == NULL)
		return;
	if (worker_is_watched())
		end_watched(crew);
	for (i = 0; i < crew->jobs; i++)
		if (crew->members[i].pid > 0)
			kill(crew->members[i].pid, SIGKILL);
	for (i = 0; i < crew->jobs; i++)
		if (crew->members[i].pid > 0) {
			(void)await(&crew->members[i]);
			dismiss(&crew->members[i]);
		}
	free(crew->polls);
	free(crew);
}

/* The worker to give one more to: an idle one, a new one, one with room. */
static struct member *
choose(struct crew *crew)
{
	struct member *least = NULL, *empty = NULL;
	size_t i;

	for (i = 0; i < crew->jobs; i++) {
		struct member *at = &crew->members[i];

		if (at->pid == 0) {
			empty = empty == NULL ? at : empty;
			continue;
		}
		if (at->queued == CREW_AHEAD || at->retires)
			continue;
		if (least == NULL || at->queued < least->queued)
			least = at;
	}
	return empty != NULL && (least == NULL || least->queued > 0) ? empty
								     : least;
}

bool
crew_has_room(const struct crew *crew)
{
	return choose((struct crew *)crew) != NULL;
}

/* What its worker leaves undone when it ends with this status. */
static void
bequeath(struct crew *crew, struct member *gone, uint32_t begun, int status)
{
	struct outcome none = { 0 };
	bool late = gone->late, strayed = gone->strayed;
	int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	enum crew_end end;
	size_t i;

	for (i = 0; i < gone->queued; i++) {
		end = CREW_UNTOUCHED;
		if (i > 0)
			;
		else if (late)
			end = CREW_LATE;
		else if (strayed)
			end = CREW_STRAYED;
		else if (begun == gone->queue[0] + 1)
			end = signal == SIGKILL ? CREW_KILLED : CREW_CRASHED;
		if (end != CREW_UNTOUCHED)
			crew->stillborn = 0;
		crew->tell(crew->user, gone->queue[i], end, signal, &none);
	}
}

void
crew_excuse(struct crew *crew, int64_t milliseconds)
{
	size_t i;

	for (i = 0; i < crew->jobs; i++)
		crew->members[i].since += milliseconds;
}

bool
crew_is_idle(const struct crew *crew)
{
	size_t i;

	for (i = 0; i < crew->jobs; i++)
		if (crew->members[i].pid > 0 && crew->members[i].queued > 0)
			return false;
	return true;
}

/* One outcome is whole: it is that of the first of the queue, or none. */
static bool
settle(struct crew *crew, struct member *member, uint32_t number,
    struct outcome *outcome)
{
	size_t i;

	if (member->queued == 0 || number != member->queue[0]) {
		outcome_clear(outcome);
		return false;
	}
	for (i = 1; i < member->queued; i++)
		member->queue[i - 1] = member->queue[i];
	member->queued--;
	member->since = crew_milliseconds();
	crew->stillborn = 0;
	/* what is left after memory ran out may be in pieces */
	member->retires |= outcome->memory_failed;
	crew->tell(crew->user, number, CREW_ANSWERED, 0, outcome);
	return true;
}

static bool
settle_all(struct crew *crew, struct member *member)
{
	struct comity_text *came = &member->came;
	struct outcome outcome;
	size_t at = 0, used;
	uint32_t number;

	for (;;) {
		if (!outcome_take(came->data + at, came->len - at, &outcome,
			&number, &used))
			return false;
		if (used == 0)
			break;
		at += used;
		if (!settle(crew, member, number, &outcome))
			return false;
	}
	if (at > 0) {
		memmove(came->data, came->data + at, came->len - at);
		came->len -= at;
	}
	/* a large one leaves room that the next ones do not need */
	if (came->len == 0 && came->room > CAME_KEPT)
		comity_text_clear(came);
	return true;
}

/* What a worker said before it ended: documents that it answered are neither
 * late nor to be judged anew. */
static void
hear_last(struct crew *crew, struct member *member)
{
	size_t queued = member->queued;
	char octets[65536];
	ssize_t got;

	do {
		got = read(member->results, octets, sizeof(octets));
		if (got > 0)
			comity_text_add_bytes(
			    &member->came, octets, (size_t)got);
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (!member->came.failed && !settle_all(crew, member))
		member->strayed = true;
	member->late &= member->queued == queued;
}

/* It ended, or is to end. One that is on its way out ends as it would have. */
static void
bury(struct crew *crew, struct member *member)
{
	struct member gone;
	uint32_t begun;
	int status;

	kill(member->pid, SIGKILL);
	status = await(member);
	if (!member->strayed && !member->retires)
		hear_last(crew, member);
	gone = *member;
	begun = atomic_load(&member->page->begun);
	if (begun == 0 && !gone.retires)
		crew->stillborn++;
	dismiss(member);
	bequeath(crew, &gone, begun, status);
}

int
crew_give(struct crew *crew, uint32_t number, const char *label,
    size_t label_len, int fd, const char **why)
{
	struct worker_job job = { .number = number };
	struct member *member = choose(crew);

	*why = "its workers end before they begin";
	if (member == NULL || crew->stillborn >= STILLBORN_MAX)
		return COMITY_EINTERNAL;
	if (member->pid == 0 && !engage(crew, member, why))
		return COMITY_EINTERNAL;
	if (member->queued == 0)
		member->since = crew_milliseconds();
	member->queue[member->queued++] = number;
	if (comity_channel_send(member->jobs, &job, sizeof(job), label,
		label_len, fd) == COMITY_OK)
		return COMITY_OK;
	/* it ended meanwhile; what it had is told, this one with it */
	bury(crew, member);
	return COMITY_UNKNOWN;
}

/* Read what a worker said. */
static void
listen_to(struct crew *crew, struct member *member)
{
	char octets[65536];
	ssize_t got = read(member->results, octets, sizeof(octets));

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got > 0) {
		comity_text_add_bytes(&member->came, octets, (size_t)got);
		if (!member->came.failed && settle_all(crew, member)) {
			if (member->retires)
				bury(crew, member);
			return;
		}
		member->strayed = true;
	}
	bury(crew, member);
}

/* Milliseconds until the first document is late; patience if that is less. */
static int
remaining(const struct crew *crew, int64_t now, int patience)
{
	int64_t limit = (int64_t)crew->run->time_limit * 1000, left;
	size_t i;

	for (i = 0; i < crew->jobs; i++) {
		const struct member *at = &crew->members[i];

		if (at->pid == 0 || at->queued == 0)
			continue;
		left = at->since + limit - now;
		left = left < 0 ? 0 : left;
		if (patience < 0 || left < patience)
			patience = (int)left;
	}
	return patience;
}

static void
end_late(struct crew *crew)
{
	int64_t now = crew_milliseconds(),
		limit = (int64_t)crew->run->time_limit * 1000;
	size_t i;

	for (i = 0; i < crew->jobs; i++) {
		struct member *at = &crew->members[i];

		if (at->pid == 0 || at->queued == 0 || now - at->since < limit)
			continue;
		at->late = true;
		bury(crew, at);
	}
}

void
crew_wait(struct crew *crew, struct pollfd *more, size_t count, int patience)
{
	size_t i;

	count = count < MORE_MAX ? count : MORE_MAX;
	for (i = 0; i < crew->jobs; i++)
		crew->polls[i] =
		    (struct pollfd){ .fd = crew->members[i].pid > 0
					       ? crew->members[i].results
					       : -1,
			    .events = POLLIN };
	for (i = 0; i < count; i++)
		crew->polls[crew->jobs + i] = more[i];
	if (poll(crew->polls, crew->jobs + count,
		remaining(crew, crew_milliseconds(), patience)) < 0) {
		for (i = 0; i < count; i++)
			more[i].revents = 0;
		return;
	}
	for (i = 0; i < count; i++)
		more[i].revents = crew->polls[crew->jobs + i].revents;
	for (i = 0; i < crew->jobs; i++)
		if (crew->polls[i].revents != 0)
			listen_to(crew, &crew->members[i]);
	end_late(crew);
}
