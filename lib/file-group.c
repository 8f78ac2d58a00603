/* SPDX-License-Identifier: Apache-2.0 */
#include "file-group.h"

#include "file-private.h"
#include "text.h"

#include <errno.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Fewer are synced one by one: a file system that is synced as a whole waits
 * for the files of others too. */
#define TOGETHER 4

#ifndef XFS_SUPER_MAGIC
#define XFS_SUPER_MAGIC 0x58465342
#endif

struct member {
	struct comity_file_beside beside;
	char *steps; /* its path, cut into its steps; owned */
	const char *name; /* the last of them */
	int folder; /* open; -1 */
	dev_t device; /* of the folder */
	ino_t number; /* of the folder */
	bool goes_with_last;
	bool synced; /* its octets */
	bool lasts; /* its folder was synced */
	struct comity_file_done done;
};

struct comity_file_group {
	char *root;
	struct member members[COMITY_FILE_GROUP_MAX];
	size_t count;
	const char *gave_up; /* why nothing more is written; NULL */
};

struct comity_file_group *
comity_file_group_new(const char *root)
{
	struct comity_file_group *group = calloc(1, sizeof(*group));

	if (group != NULL && (group->root = comity_text_copy(root)) == NULL) {
		free(group);
		return NULL;
	}
	return group;
}

static void
member_clear(struct member *member)
{
	comity_file_beside_drop(&member->beside);
	if (member->folder >= 0)
		close(member->folder);
	free(member->steps);
	memset(member, 0, sizeof(*member));
	member->folder = member->beside.fd = -1;
}

void
comity_file_group_clear(struct comity_file_group *group)
{
	size_t i;

	for (i = 0; i < group->count; i++)
		member_clear(&group->members[i]);
	group->count = 0;
	group->gave_up = NULL;
}

void
comity_file_group_free(struct comity_file_group *group)
{
	if (group == NULL)
		return;
	comity_file_group_clear(group);
	free(group->root);
	free(group);
}

/* It is not written; why is a constant. */
static void
refuse(struct comity_file_group *group, struct member *member, const char *why)
{
	comity_file_beside_drop(&member->beside);
	member->done = (struct comity_file_done){
		.status = COMITY_EIO, .id = COMITY_F_UNWRITABLE, .why = why
	};
	if (group->gave_up == NULL && comity_file_is_hopeless(why))
		group->gave_up = why;
}

static void
write_beside(struct comity_file_group *group, struct member *member,
    struct comity_file_content *content)
{
	struct stat old, folder;
	const char *why;
	char *name;
	bool exists;

	member->folder =
	    comity_file_descend(group->root, member->steps, &name, &why);
	member->name = name;
	if (member->folder < 0 || !comity_file_may_replace(member->folder, name,
				      &old, &exists, &why)) {
		refuse(group, member, why);
		return;
	}
	if (fstat(member->folder, &folder) != 0 ||
	    comity_file_beside_begin(member->folder, name, exists ? &old : NULL,
		content, &member->beside) != 0) {
		refuse(group, member, strerror(errno));
		return;
	}
	member->device = folder.st_dev;
	member->number = folder.st_ino;
}

/* NULL: there are as many as there may be. */
static struct member *
add(struct comity_file_group *group, bool goes_with_last)
{
	struct member *member = &group->members[group->count];

	if (group->count == COMITY_FILE_GROUP_MAX)
		return NULL;
	memset(member, 0, sizeof(*member));
	member->folder = member->beside.fd = -1;
	member->goes_with_last = goes_with_last && group->count > 0;
	group->count++;
	return member;
}

bool
comity_file_group_add(struct comity_file_group *group, const char *path,
    const void *bytes, size_t len, bool goes_with_last)
{
	struct comity_file_content content = { .bytes = bytes, .len = len };
	struct member *member = add(group, goes_with_last);

	if (member == NULL)
		return false;
	if (group->gave_up != NULL)
		refuse(group, member, group->gave_up);
	else if ((member->steps = comity_text_copy(path)) == NULL)
		refuse(group, member, strerror(ENOMEM));
	else
		write_beside(group, member, &content);
	return true;
}

bool
comity_file_group_add_none(
    struct comity_file_group *group, const char *why, bool goes_with_last)
{
	struct member *member = add(group, goes_with_last);

	if (member != NULL)
		refuse(group, member, why);
	return member != NULL;
}

/* Whether a file system, synced as a whole, has each of its files on the disk
 * afterwards, and says so if not (Linux since 5.8, and not where the files are
 * kept by somebody else: FUSE, a network). */
static bool
syncs_as_a_whole(int fd)
{
	static const unsigned long kinds[] = { EXT4_SUPER_MAGIC,
		XFS_SUPER_MAGIC, BTRFS_SUPER_MAGIC, F2FS_SUPER_MAGIC,
		TMPFS_MAGIC };
	struct statfs status;
	size_t i;

	if (fstatfs(fd, &status) != 0)
		return false;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((unsigned long)status.f_type == kinds[i])
			return true;
	return false;
}

static bool
waits_for_sync(const struct member *member, dev_t device)
{
	return member->beside.fd >= 0 && !member->synced &&
	       member->device == device;
}

/* All that lie on the file system of members[first], if they are many. What
 * could not be synced so is tried by itself, which says whose fault it is. */
static void
sync_together(struct comity_file_group *group, size_t first)
{
	struct member *members = group->members;
	dev_t device = members[first].device;
	size_t i, many = 0;
	int rc;

	for (i = first; i < group->count; i++)
		many += waits_for_sync(&members[i], device);
	if (many < TOGETHER || !syncs_as_a_whole(members[first].beside.fd))
		return;
	do
		rc = syncfs(members[first].beside.fd);
	while (rc != 0 && errno == EINTR);
	for (i = first; rc == 0 && i < group->count; i++)
		if (waits_for_sync(&members[i], device))
			members[i].synced = true;
}

static void
sync_all(struct comity_file_group *group)
{
	struct member *member;
	size_t i;

	for (i = 0; i < group->count; i++) {
		member = &group->members[i];
		if (member->beside.fd < 0)
			continue;
		if (!member->synced)
			sync_together(group, i);
		if ((!member->synced &&
			comity_file_sync(member->beside.fd) != 0) ||
		    comity_file_beside_close(&member->beside) != 0)
			refuse(group, member, strerror(errno));
	}
}

/* What goes with another is not written if that is not. */
static void
agree(struct comity_file_group *group)
{
	struct member *at;
	size_t i;

	for (i = 1; i < group->count; i++) {
		at = &group->members[i];
		if (!at->goes_with_last)
			continue;
		if (at[-1].done.status != COMITY_OK) {
			comity_file_beside_drop(&at->beside);
			at->done = at[-1].done;
		} else if (at->done.status != COMITY_OK) {
			comity_file_beside_drop(&at[-1].beside);
			at[-1].done = at->done;
		}
	}
}

static void
take_places(struct comity_file_group *group)
{
	const char *stopped = NULL;
	struct member *member;
	size_t i;

	for (i = 0; i < group->count; i++) {
		member = &group->members[i];
		if (stopped != NULL)
			refuse(group, member, stopped);
		else if (member->done.status == COMITY_OK &&
			 comity_file_beside_take_place(
			     &member->beside, member->name) != 0)
			refuse(group, member, strerror(errno));
		if (member->done.status != COMITY_OK &&
		    comity_file_is_hopeless(member->done.why))
			stopped = member->done.why;
	}
}

/* The folder of one, on behalf of all behind it that lie in it too. */
static void
sync_folder(struct comity_file_group *group, size_t first)
{
	const struct member *of = &group->members[first];
	int rc = comity_file_sync_folder_at(of->folder, ".");
	const char *why = strerror(errno);
	struct member *member;
	size_t i;

	for (i = first; i < group->count; i++) {
		member = &group->members[i];
		if (member->lasts || member->done.status != COMITY_OK ||
		    member->device != of->device ||
		    member->number != of->number)
			continue;
		member->lasts = true;
		if (rc != 0)
			member->done =
			    (struct comity_file_done){ .status = COMITY_EIO,
				    .id = COMITY_F_UNSYNCED,
				    .why = why };
	}
}

void
comity_file_group_commit(struct comity_file_group *group)
{
	size_t i;

	sync_all(group);
	agree(group);
	take_places(group);
	for (i = 0; i < group->count; i++)
		if (group->members[i].done.status == COMITY_OK &&
		    !group->members[i].lasts)
			sync_folder(group, i);
}

size_t
comity_file_group_count(const struct comity_file_group *group)
{
	return group->count;
}

struct comity_file_done
comity_file_group_at(const struct comity_file_group *group, size_t i)
{
	return group->members[i].done;
}
