/* SPDX-License-Identifier: Apache-2.0 */
#include "outbox.h"

#include "channel.h"
#include "door.h"
#include "file-below.h"
#include "file-group.h"
#include "file.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Only what the command line names as an output is written, and the account
 * beside a translation. What stands below --into is asked for by another
 * wish. */
static bool
may_write(const struct run *run, const char *path)
{
	const struct options *o = &run->options;
	const char *const outputs[] = { o->out, o->certificate, o->tsa_query,
		o->merge, o->missing };
	size_t i, len = o->out == NULL ? 0 : strlen(o->out);

	for (i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++)
		if (comity_text_same(outputs[i], path))
			return true;
	return len > 0 && strncmp(path, o->out, len) == 0 &&
	       strcmp(path + len, ".account.xml") == 0;
}

/* The octets that came as a file in memory; NULL and errno. They are read, not
 * mapped: who sent them may cut them short meanwhile. */
static char *
read_sent(int descriptor, size_t *len)
{
	struct stat status;
	char *octets;
	ssize_t got;

	if (fstat(descriptor, &status) != 0)
		return NULL;
	octets = malloc((size_t)status.st_size + 1);
	for (*len = 0; octets != NULL && *len < (size_t)status.st_size;
	     *len += (size_t)got) {
		got = pread(descriptor, octets + *len,
		    (size_t)status.st_size - *len, (off_t)*len);
		if (got <= 0) {
			free(octets);
			errno = got == 0 ? EIO : errno;
			return NULL;
		}
	}
	return octets;
}

/* The place of a finding of ours in their table. */
static int32_t
own_finding(const char *id)
{
	size_t i;

	for (i = 0; i < COMITY_F_COUNT; i++)
		if (strcmp(comity_finding_row_at(i)->id, id) == 0)
			return (int32_t)i;
	return COMITY_F_UNWRITABLE;
}

/* Where it may be written it is; below: path stands below --into, which is all
 * that need be known of it. */
static int
write_octets(const struct run *run, const char *path, bool below,
    const char *octets, size_t len, struct comity_report *report)
{
	return below ? comity_file_write_below(
			   run->options.into, path, octets, len, report)
		     : comity_file_write(path, octets, len, report);
}

void
outbox_write(const struct run *run, int door, const char *path, bool below,
    int descriptor)
{
	struct comity_report *report = comity_report_new();
	const struct comity_finding *finding;
	const char *why = "the command line does not name it as an output";
	char *octets = NULL;
	struct comity_door_answer answer = { .finding = COMITY_F_UNWRITABLE };
	size_t len;
	int rc = COMITY_EIO;

	if (report != NULL &&
	    (below ? run->options.into != NULL : may_write(run, path))) {
		octets = read_sent(descriptor, &len);
		why = strerror(errno);
		if (octets != NULL)
			rc =
			    write_octets(run, path, below, octets, len, report);
		finding = comity_report_at(report, 0);
		if (finding != NULL)
			answer.finding = own_finding(finding->id);
		if (finding != NULL && finding->found != NULL)
			why = finding->found;
	}
	answer.status = rc;
	(void)comity_channel_send(door, &answer, sizeof(answer), why,
	    rc == COMITY_OK ? 0 : strlen(why), -1);
	free(octets);
	comity_report_free(report);
}

struct comity_file_group *
outbox_group(const struct run *run)
{
	return run->options.into == NULL
		   ? NULL
		   : comity_file_group_new(run->options.into);
}

static bool
add(struct comity_file_group *group, const char *path, bool goes_with_last,
    int descriptor)
{
	size_t len;
	char *octets = read_sent(descriptor, &len);
	const char *why = strerror(errno);
	bool done = octets == NULL
			? comity_file_group_add_none(group, why, goes_with_last)
			: comity_file_group_add(
			      group, path, octets, len, goes_with_last);

	free(octets);
	return done;
}

static bool
answer_all(const struct comity_file_group *group, int door)
{
	struct comity_door_answer answer;
	struct comity_file_done done;
	size_t i;

	for (i = 0; i < comity_file_group_count(group); i++) {
		done = comity_file_group_at(group, i);
		answer = (struct comity_door_answer){ .status = done.status,
			.finding = (int32_t)done.id };
		if (comity_channel_send(door, &answer, sizeof(answer), done.why,
			done.why == NULL ? 0 : strlen(done.why),
			-1) != COMITY_OK)
			return false;
	}
	return true;
}

bool
outbox_group_wish(struct comity_file_group *group, int door, uint32_t wish,
    const char *path, int descriptor)
{
	bool done;

	switch (wish) {
	case COMITY_DOOR_ADD:
	case COMITY_DOOR_ADD_WITH_LAST:
		return add(
		    group, path, wish == COMITY_DOOR_ADD_WITH_LAST, descriptor);
	case COMITY_DOOR_COMMIT:
		comity_file_group_commit(group);
		done = answer_all(group, door);
		comity_file_group_clear(group);
		return done;
	default:
		return false;
	}
}
