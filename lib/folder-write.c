/* SPDX-License-Identifier: Apache-2.0 */
#include "folder-write.h"

#include "text.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REMOVE_DEPTH 8 /* folders held open at once while taking away */

static int
fail(struct comity_report *report, const char *path, int error)
{
	struct comity_place place = { .file = path };
	int rc = comity_report_add(
	    report, COMITY_F_UNWRITABLE, &place, strerror(error), NULL);

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
			rc = fail(report, copy, errno);
		if (slash != NULL)
			*slash = '/';
	}
	free(copy);
	return rc;
}

int
comity_folder_move(
    const char *from, const char *to, struct comity_report *report)
{
	struct stat status;

	/* onto an empty folder rename would succeed */
	if (lstat(to, &status) == 0)
		return fail(report, to, EEXIST);
	return rename(from, to) == 0 ? COMITY_OK : fail(report, to, errno);
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
