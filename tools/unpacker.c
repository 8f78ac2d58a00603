/* SPDX-License-Identifier: Apache-2.0 */
#include "unpacker.h"

#include "archive.h"
#include "channel.h"
#include "feed.h"
#include "file.h"
#include "limit.h"
#include "worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What one name and what was found may take of a message. */
#define NAME_PART 4096
#define FOUND_PART 1024

struct unpacking {
	int feed;
	int32_t wanted; /* how many more were asked for */
};

/* Wait until somebody asks for one more. */
static int
wait_for_wish(struct unpacking *unpacking)
{
	struct feed_message more;

	while (unpacking->wanted <= 0) {
		if (comity_channel_receive(unpacking->feed, &more, sizeof(more),
			NULL) != (ssize_t)sizeof(more) ||
		    more.kind != FEED_MORE)
			return COMITY_EIO;
		unpacking->wanted += more.value;
	}
	unpacking->wanted--;
	return COMITY_OK;
}

/* The octets as a file in memory, to be read from its begin; -1. */
static int
keep(const unsigned char *octets, size_t len)
{
	int file = memfd_create("member", MFD_CLOEXEC);

	if (file < 0)
		return -1;
	if (comity_file_write_all(file, octets, len) == 0 &&
	    lseek(file, 0, SEEK_SET) == 0)
		return file;
	close(file);
	return -1;
}

/* Hand one member on (comity_member_taker). */
static int
take(void *context, const struct comity_member *member)
{
	struct unpacking *unpacking = context;
	struct feed_message message = { .kind = FEED_DOCUMENT };
	char tail[NAME_PART + FOUND_PART + 2];
	size_t name_len = strnlen(member->name, NAME_PART), len = name_len + 1;
	int fd = -1, rc = wait_for_wish(unpacking);

	if (rc != COMITY_OK)
		return rc;
	memcpy(tail, member->name, name_len);
	tail[name_len] = '\0';
	if (member->bytes == NULL) {
		message.kind = FEED_TROUBLE;
		message.value = member->trouble;
		if (member->found != NULL) {
			memcpy(tail + len, member->found,
			    strnlen(member->found, FOUND_PART));
			len += strnlen(member->found, FOUND_PART);
		}
	} else if ((fd = keep(member->bytes, member->len)) < 0) {
		message.kind = FEED_UNREADABLE;
		message.value = errno;
	}
	rc = comity_channel_send(
	    unpacking->feed, &message, sizeof(message), tail, len, fd);
	if (fd >= 0)
		close(fd);
	return rc;
}

static _Noreturn void
live(struct run *run, int feed, int fd, const char *name)
{
	int *held[] = { &feed, &fd };
	struct unpacking unpacking;
	struct feed_message end = { .kind = FEED_END };
	const char *why;
	int rc;

	if (!worker_shut(run, held, 2, COMITY_SOURCE_MAX, &why))
		_exit(EXIT_INTERNAL);
	unpacking = (struct unpacking){ .feed = feed };
	/* a file is one by its name, standard input because somebody says so */
	rc = (strcmp(name, "-") == 0 ? comity_stream_walk
				     : comity_archive_walk)(
	    run->archive, fd, name, take, &unpacking);
	end.value = rc;
	end.total = comity_archive_passed(run->archive);
	if (rc != COMITY_ENOMEM)
		(void)comity_channel_send(feed, &end, sizeof(end), NULL, 0, -1);
	_exit(rc == COMITY_ENOMEM ? EXIT_INTERNAL : EXIT_YES);
}

int
unpacker_start(
    struct unpacker *unpacker, struct run *run, int fd, const char *name)
{
	int ends[2];

	if (comity_channel_open(ends) != COMITY_OK)
		return COMITY_EINTERNAL;
	unpacker->pid = fork();
	if (unpacker->pid == 0)
		live(run, ends[1], fd, name);
	close(ends[1]);
	if (unpacker->pid < 0) {
		unpacker->pid = 0;
		close(ends[0]);
		return COMITY_EINTERNAL;
	}
	unpacker->feed = ends[0];
	return COMITY_OK;
}

int
unpacker_end(struct unpacker *unpacker, bool now)
{
	int status = 0;

	if (unpacker->pid == 0)
		return 0;
	if (now)
		kill(unpacker->pid, SIGKILL);
	close(unpacker->feed);
	while (waitpid(unpacker->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	unpacker->pid = 0;
	return status;
}
