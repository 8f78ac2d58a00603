/* SPDX-License-Identifier: Apache-2.0 */
#include "door.h"

#include "channel.h"
#include "status.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The channel and one, so that what is zero at start says "none". */
static int used;
static bool used_for_writing;

void
comity_door_use(int channel, bool writes)
{
	used = channel + 1;
	used_for_writing = writes;
}

bool
comity_door_used(void)
{
	return used > 0;
}

bool
comity_door_writes(void)
{
	return used > 0 && used_for_writing;
}

static const char gone[] = "the process that opens files is gone";

static int
wish_for(int door, enum comity_door_wish wish, const char *tail, int descriptor)
{
	struct comity_door_asked asked = { .wish = (uint32_t)wish };

	return comity_channel_send(door, &asked, sizeof(asked), tail,
		   tail == NULL ? 0 : strlen(tail), descriptor) == COMITY_OK
		   ? COMITY_OK
		   : COMITY_EINTERNAL;
}

static int
hear(int door, int *got, enum comity_finding_id *id, char *why, size_t size)
{
	struct {
		struct comity_door_answer head;
		char why[1024];
	} answer = { .head.status = COMITY_EIO };
	ssize_t len =
	    comity_channel_receive(door, &answer, sizeof(answer) - 1, got);

	if (len < (ssize_t)sizeof(answer.head)) {
		snprintf(why, size, "%s", gone);
		return COMITY_EINTERNAL;
	}
	((char *)&answer)[len] = '\0';
	snprintf(why, size, "%s", answer.why);
	*id = (enum comity_finding_id)answer.head.finding;
	return answer.head.status;
}

static int
ask(enum comity_door_wish wish, const char *tail, int descriptor, int *got,
    enum comity_finding_id *id, char *why, size_t size)
{
	*got = -1;
	*id = COMITY_F_UNWRITABLE;
	if (wish_for(used - 1, wish, tail, descriptor) == COMITY_OK)
		return hear(used - 1, got, id, why, size);
	snprintf(why, size, "%s", gone);
	return COMITY_EINTERNAL;
}

static int
write_for(enum comity_door_wish wish, const char *path, int file,
    enum comity_finding_id *id, char *why, size_t size)
{
	int none, rc = ask(wish, path, file, &none, id, why, size);

	if (none >= 0)
		close(none);
	return rc;
}

int
comity_door_write(const char *path, int file, enum comity_finding_id *id,
    char *why, size_t size)
{
	return write_for(COMITY_DOOR_WRITE, path, file, id, why, size);
}

int
comity_door_write_below(const char *path, int file, enum comity_finding_id *id,
    char *why, size_t size)
{
	return write_for(COMITY_DOOR_WRITE_BELOW, path, file, id, why, size);
}

int
comity_door_connect(const char *host, const char *port, char *why, size_t size)
{
	char *place = comity_text_format("%s:%s", host, port);
	enum comity_finding_id id;
	int connection = -1, rc;

	if (place == NULL)
		return -1;
	rc = ask(COMITY_DOOR_CONNECT, place, -1, &connection, &id, why, size);
	free(place);
	if (rc == COMITY_OK || connection < 0)
		return connection;
	close(connection);
	return -1;
}

/* One end of a pair, whose other goes with the wish. */
static int
ask_for_door(enum comity_door_wish wish)
{
	enum comity_finding_id id;
	int ends[2], none, rc;
	char why[64];

	if (comity_channel_open(ends) != COMITY_OK)
		return -1;
	rc = ask(wish, NULL, ends[1], &none, &id, why, sizeof(why));
	close(ends[1]);
	if (none >= 0)
		close(none);
	if (rc == COMITY_OK)
		return ends[0];
	close(ends[0]);
	return -1;
}

int
comity_door_more(void)
{
	return ask_for_door(COMITY_DOOR_DOOR);
}

int
comity_door_group(void)
{
	return ask_for_door(COMITY_DOOR_GROUP);
}

int
comity_door_group_add(
    int group, const char *path, int file, bool goes_with_last)
{
	return wish_for(group,
	    goes_with_last ? COMITY_DOOR_ADD_WITH_LAST : COMITY_DOOR_ADD, path,
	    file);
}

int
comity_door_group_commit(int group)
{
	return wish_for(group, COMITY_DOOR_COMMIT, NULL, -1);
}

int
comity_door_group_hear(
    int group, enum comity_finding_id *id, char *why, size_t size)
{
	int none = -1, rc;

	*id = COMITY_F_UNWRITABLE;
	rc = hear(group, &none, id, why, size);
	if (none >= 0)
		close(none);
	return rc;
}
