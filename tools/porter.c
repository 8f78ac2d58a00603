/* SPDX-License-Identifier: Apache-2.0 */
#include "porter.h"

#include "channel.h"
#include "door.h"
#include "feed.h"
#include "file-group.h"
#include "file.h"
#include "guard.h"
#include "init.h"
#include "inputs.h"
#include "limit.h"
#include "outbox.h"
#include "progress.h"
#include "walk.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Doors: one for the process that loads, one for each worker. */
#define DOORS_MAX 300
/* A name that is longer names no file (PATH_MAX). */
#define NAME_LEN_MAX 4096

/* Who may wish what: the loader everything, a worker to connect, and through
 * one door files are written together. */
struct way_in {
	int fd;
	bool may_write;
	struct comity_file_group *group; /* NULL: it is not that one; owned */
};

struct porter {
	struct run *run;
	struct inputs inputs;
	pid_t child;
	int feed;
	struct way_in doors[DOORS_MAX];
	size_t door_count;
	int32_t wanted; /* documents that were asked for */
	bool ended; /* there are no more, and that was said */
	bool done;
	struct feed_done told;
};

static void
answer_door(int door, int status, const char *why, int descriptor)
{
	struct comity_door_answer answer = { .status = status,
		.finding = COMITY_F_UNWRITABLE };

	(void)comity_channel_send(door, &answer, sizeof(answer), why,
	    why == NULL ? 0 : strlen(why), descriptor);
}

/* A connection, or -1 and errno; why a name has no address. */
static int
reach(const char *host, const char *port, const char **why)
{
	struct timeval patience = { .tv_sec = COMITY_FETCH_SECONDS };
	struct addrinfo want = { .ai_socktype = SOCK_STREAM }, *all, *at;
	int fd = -1, error;

	if ((error = getaddrinfo(host, port, &want, &all)) != 0) {
		*why = gai_strerror(error);
		return -1;
	}
	for (at = all; at != NULL && fd < 0; at = at->ai_next) {
		fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd >= 0) {
			(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
			    sizeof(patience));
			(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
			    sizeof(patience));
		}
		if (fd >= 0 && connect(fd, at->ai_addr, at->ai_addrlen) != 0) {
			*why = strerror(errno);
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(all);
	return fd;
}

/* --tsa alone asks nobody: it goes with --online, which also fetches what
 * certificates point to. In a process of its own, so that nobody waits for a
 * slow name server. */
static void
connect_for(const struct porter *porter, int door, char *place)
{
	const char *why = "--online is not given";
	char *colon = strrchr(place, ':');
	int fd = -1;

	if (!porter->run->options.online || colon == NULL) {
		answer_door(door, COMITY_EIO, why, -1);
		return;
	}
	if (fork() != 0)
		return;
	*colon = '\0';
	why = "no address";
	fd = reach(place, colon + 1, &why);
	answer_door(
	    door, fd < 0 ? COMITY_EIO : COMITY_OK, fd < 0 ? why : NULL, fd);
	_exit(0);
}

static void
close_door(struct porter *porter, size_t at)
{
	close(porter->doors[at].fd);
	comity_file_group_free(porter->doors[at].group);
	porter->doors[at] = porter->doors[--porter->door_count];
}

/* One more door, which is taken over. */
static bool
add_door(struct porter *porter, int fd, bool is_group)
{
	struct way_in way = { .fd = fd };

	if (fd < 0 || porter->door_count == DOORS_MAX)
		return false;
	if (is_group && (way.group = outbox_group(porter->run)) == NULL)
		return false;
	porter->doors[porter->door_count++] = way;
	return true;
}

static const char no_wish[] = "no such wish";

/* What somebody asks who may only connect, or whoever may more; true: the
 * descriptor was taken over. */
static bool
grant(struct porter *porter, const struct way_in *way, uint32_t wish,
    char *tail, int descriptor)
{
	switch (wish) {
	case COMITY_DOOR_CONNECT:
		connect_for(porter, way->fd, tail);
		return false;
	case COMITY_DOOR_WRITE:
	case COMITY_DOOR_WRITE_BELOW:
		if (!way->may_write)
			break;
		outbox_write(porter->run, way->fd, tail,
		    wish == COMITY_DOOR_WRITE_BELOW, descriptor);
		return false;
	case COMITY_DOOR_DOOR:
	case COMITY_DOOR_GROUP:
		if (!way->may_write ||
		    !add_door(porter, descriptor, wish == COMITY_DOOR_GROUP))
			break;
		answer_door(way->fd, COMITY_OK, NULL, -1);
		return true;
	default:
		break;
	}
	answer_door(way->fd, COMITY_EIO, no_wish, -1);
	return false;
}

/* What one door asks; it may be any octets at all. */
static void
open_door(struct porter *porter, size_t at)
{
	static union {
		struct comity_door_asked asked;
		char octets[COMITY_CHANNEL_MAX + 1];
	} message;
	/* doors may move */
	const struct way_in way = porter->doors[at];
	int descriptor = -1;
	char *tail = message.octets + sizeof(message.asked);
	ssize_t len = comity_channel_receive(
	    way.fd, &message, sizeof(message) - 1, &descriptor);
	bool taken = false;

	if (len < (ssize_t)sizeof(message.asked)) {
		close_door(porter, at);
	} else {
		message.octets[len] = '\0';
		if (way.group == NULL)
			taken = grant(
			    porter, &way, message.asked.wish, tail, descriptor);
		else if (!outbox_group_wish(way.group, way.fd,
			     message.asked.wish, tail, descriptor))
			close_door(porter, at);
	}
	if (descriptor >= 0 && !taken)
		close(descriptor);
}

/* Whether documents are in it; by its name, since no octet is read here. Where
 * judging writes beside the answer there is one document. */
static bool
is_archive(const struct run *run, const char *name)
{
	const struct judging *judging = run->command->judging;

	if (judging->writes != NULL && judging->writes(run))
		return false;
	return (run->options.stream && strcmp(name, "-") == 0) ||
	       comity_walk_is_archive(name);
}

/* Open the next document and hand it on. */
static void
feed_one(struct porter *porter)
{
	struct feed_message message = { .kind = FEED_DOCUMENT };
	const char *name = inputs_next(&porter->inputs);
	int fd = -1;

	if (name == NULL && inputs_waits(&porter->inputs))
		return;
	if (name == NULL) {
		message.kind = FEED_END;
		porter->ended = true;
	} else if (strlen(name) > NAME_LEN_MAX) {
		message.kind = FEED_UNREADABLE;
		message.value = ENAMETOOLONG;
	} else if ((fd = comity_file_open(name)) < 0) {
		message.kind = FEED_UNREADABLE;
		message.value = errno;
	}
	message.below = inputs_below(&porter->inputs);
	if (fd >= 0 && is_archive(porter->run, name))
		message.kind = FEED_ARCHIVE;
	if (comity_channel_send(porter->feed, &message, sizeof(message), name,
		name == NULL ? 0 : strnlen(name, NAME_LEN_MAX),
		fd) != COMITY_OK &&
	    fd >= 0) {
		/* what can not be handed on has no answer, but is counted */
		message.kind = FEED_UNREADABLE;
		message.value = errno;
		(void)comity_channel_send(porter->feed, &message,
		    sizeof(message), name, strnlen(name, NAME_LEN_MAX), -1);
	}
	if (fd >= 0)
		close(fd);
	porter->wanted--;
}

/* And those behind it, but let nobody at a door wait for long. */
static void
feed_some(struct porter *porter)
{
	int left = 8;

	do {
		feed_one(porter);
	} while (--left > 0 && porter->wanted > 0 && !porter->ended &&
		 !inputs_waits(&porter->inputs));
}

static void
hear_feed(struct porter *porter)
{
	struct {
		struct feed_message head;
		struct feed_done done;
	} message;
	ssize_t len = comity_channel_receive(
	    porter->feed, &message, sizeof(message), NULL);

	if (len < (ssize_t)sizeof(message.head)) {
		porter->done = true;
		porter->told.code = -1; /* it is gone */
	} else if (message.head.kind == FEED_MORE) {
		porter->wanted += message.head.value;
	} else if (message.head.kind == FEED_DONE &&
		   len == (ssize_t)sizeof(message)) {
		porter->done = true;
		porter->told = message.done;
	}
}

/* Serve until the other process is done, or gone. */
static void
serve(struct porter *porter)
{
	struct pollfd polls[DOORS_MAX + 2];
	bool wants, waits;
	size_t i;

	while (!porter->done) {
		wants = porter->wanted > 0 && !porter->ended;
		waits = wants && inputs_waits(&porter->inputs);
		polls[0] = (struct pollfd){ porter->feed, POLLIN, 0 };
		polls[1] =
		    (struct pollfd){ waits ? inputs_descriptor(&porter->inputs)
					   : -1,
			    POLLIN, 0 };
		for (i = 0; i < porter->door_count; i++)
			polls[2 + i] =
			    (struct pollfd){ porter->doors[i].fd, POLLIN, 0 };
		if (poll(polls, 2 + porter->door_count,
			wants && !waits ? 0 : -1) < 0)
			continue;
		for (i = porter->door_count; i-- > 0;)
			if (polls[2 + i].revents != 0)
				open_door(porter, i);
		if (polls[0].revents != 0)
			hear_feed(porter);
		else if (wants && (!waits || polls[1].revents != 0))
			feed_some(porter);
	}
}

struct told {
	struct feed_message head;
	struct feed_done done;
};

/* The other process: behind its sandbox before it reads an octet. */
static int
live(struct run *run, int feed, int door, int argc, char **argv,
    int (*act)(struct run *, int, char **))
{
	struct told told = { .head.kind = FEED_DONE };
	int rc = EXIT_YES, closed;

	run->feed = feed;
	comity_door_use(door,
	    !run->command->makes_folders && run->options.dump_octets == NULL);
	if (comity_init() != COMITY_OK) {
		fputs("comity: the libraries could not be set up\n", stderr);
		rc = EXIT_INTERNAL;
	} else if ((closed = guard_close(run, argc, argv)) != COMITY_OK)
		run->worst = closed;
	else
		rc = act(run, argc, argv);
	told.done = (struct feed_done){ .code = rc,
		.worst = run->worst,
		.exit = rc != EXIT_YES ? rc : run_exit_status(run),
		.files = run->file_count,
		.unread = run->unread_count,
		.output_failed = run->output_failed || run->undelivered,
		.input_failed = run->input_failed };
	(void)comity_channel_send(feed, &told, sizeof(told), NULL, 0, -1);
	return rc;
}

/* How the other process ended, if not as it said. */
static void
say_lost(struct run *run, int status)
{
	char text[64];

	outcome_signal(
	    WIFSIGNALED(status) ? WTERMSIG(status) : 0, text, sizeof(text));
	run->worst = comity_status_worse(
	    run->worst, comity_status_worse(COMITY_UNKNOWN,
			    comity_report_add(run->talk->report,
				COMITY_F_READER_LOST, NULL, text, NULL)));
}

/* Take over what it told; its exit status says more only if it is not the one
 * that follows from that (a sanitizer's, say). */
static int
conclude(struct porter *porter)
{
	struct run *run = porter->run;
	const struct feed_done *told = &porter->told;
	int status = 0;

	while (waitpid(porter->child, &status, 0) < 0 && errno == EINTR)
		continue;
	if (told->code < 0) {
		say_lost(run, status);
		return EXIT_YES;
	}
	run->worst = comity_status_worse(run->worst, told->worst);
	run->file_count += told->files;
	run->unread_count += told->unread;
	run->output_failed |= told->output_failed != 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_IO)
		run->output_failed = true; /* at its very end */
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != told->exit)
		say_lost(run, status);
	run->input_failed |= told->input_failed != 0;
	return told->code;
}

static int
open_for(struct porter *porter, int argc, char **argv)
{
	int rc;

	inputs_init(&porter->inputs, porter->run, argc, argv);
	serve(porter);
	while (porter->door_count > 0)
		close_door(porter, 0);
	rc = conclude(porter);
	if (porter->ended)
		inputs_end(&porter->inputs);
	else
		inputs_clear(&porter->inputs);
	return rc;
}

/* For debuggers and for tests that count: no other process, no sandbox, and
 * the report says so. */
static int
act_here(struct run *run, int argc, char **argv,
    int (*act)(struct run *, int, char **))
{
	run->feed = -1;
	run->unguarded = "COMITY_ONE_PROCESS";
	if (comity_init() != COMITY_OK) {
		fputs("comity: the libraries could not be set up\n", stderr);
		return EXIT_INTERNAL;
	}
	return act(run, argc, argv);
}

int
porter_act(struct run *run, int argc, char **argv,
    int (*act)(struct run *, int, char **))
{
	struct porter porter = { .run = run, .door_count = 1 };
	pid_t parent = getpid();
	int feed[2], door[2];

	run->journal_fd = -1;
	if (run->options.resume != NULL &&
	    comity_file_journal(run->options.resume, run->talk->report,
		&run->journal_fd) != COMITY_OK) {
		run->output_failed = true;
		return EXIT_YES;
	}
	if (getenv("COMITY_ONE_PROCESS") != NULL)
		return act_here(run, argc, argv, act);
	if (progress_wanted(run))
		run->total = inputs_count(run, argc, argv);
	if (comity_channel_open(feed) != COMITY_OK ||
	    comity_channel_open(door) != COMITY_OK ||
	    (porter.child = fork()) < 0) {
		fprintf(stderr, "comity: no process: %s\n", strerror(errno));
		return EXIT_INTERNAL;
	}
	if (porter.child == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(EXIT_INTERNAL);
		close(feed[0]);
		close(door[0]);
		return live(run, feed[1], door[1], argc, argv, act);
	}
	close(feed[1]);
	close(door[1]);
	/* the other process holds it, and its lock */
	if (run->journal_fd >= 0)
		close(run->journal_fd);
	porter.feed = feed[0];
	porter.doors[0] = (struct way_in){ .fd = door[0], .may_write = true };
	return open_for(&porter, argc, argv);
}
