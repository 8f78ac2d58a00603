/* SPDX-License-Identifier: Apache-2.0 */
#include "folder-write.h"

#include "file.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REMOVE_DEPTH 8 /* folders held open at once while taking away */

static int
fail(struct comity_report *report, enum comity_finding_id id, const char *path,
    int error)
{
	struct comity_place place = { .file = path };
	int rc = comity_report_add(report, id, &place, strerror(error), NULL);

	return rc == COMITY_ENOMEM ? rc : COMITY_EIO;
}

int
comity_folder_make(const char *path, struct comity_report *report)
{
	char *copy = comity_text_copy(path), *slash;
	struct stat status;
	int rc = COMITY_OK;

	if (copy == NULL)
		return COMITY_ENOMEM;
	for (slash = copy; rc == COMITY_OK && slash != NULL;) {
		slash = strchr(slash + 1, '/');
		if (slash != NULL)
			*slash = '\0';
		if (mkdir(copy, 0777) != 0 &&
		    (errno != EEXIST || stat(copy, &status) != 0 ||
			!S_ISDIR(status.st_mode)))
			rc = fail(report, COMITY_F_UNWRITABLE, copy, errno);
		if (slash != NULL)
			*slash = '/';
	}
	free(copy);
	return rc;
}

int
comity_folder_make_beside(
    const char *path, struct comity_report *report, char **out)
{
	int i;

	for (i = 0;; i++) {
		*out = comity_text_format(
		    "%s.%ld-%d.part", path, (long)getpid(), i);
		if (*out == NULL)
			return COMITY_ENOMEM;
		if (mkdir(*out, 0777) == 0)
			return COMITY_OK;
		if (errno != EEXIST || i == COMITY_BESIDE_MAX)
			break;
		free(*out);
	}
	i = fail(report, COMITY_F_UNWRITABLE, *out, errno);
	free(*out);
	*out = NULL;
	return i;
}

/* Not onto anything, not even an empty folder, where the file system can. */
static int
rename_new(const char *from, const char *to)
{
	struct stat status;

	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (lstat(to, &status) == 0) {
		errno = EEXIST;
		return -1;
	}
	return rename(from, to);
}

int
comity_folder_move(
    const char *from, const char *to, struct comity_report *report)
{
	if (rename_new(from, to) != 0)
		return fail(report, COMITY_F_UNWRITABLE, to, errno);
	if (comity_file_sync_folder(to) != 0)
		return fail(report, COMITY_F_UNSYNCED, to, errno);
	return COMITY_OK;
}

static int
take_away(
    const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	(void)remove(path);
	return 0;
}

void
comity_folder_remove(const char *path)
{
	(void)nftw(path, take_away, REMOVE_DEPTH, FTW_DEPTH | FTW_PHYS);
}
