/* SPDX-License-Identifier: Apache-2.0 */
#include "file-below.h"

#include "door.h"
#include "file-private.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER (O_PATH | O_DIRECTORY | O_CLOEXEC)

static const char linked[] =
    "there is a link on the way, and none below the folder is followed";

bool
comity_file_is_below(const char *path)
{
	size_t len;

	for (;; path += len + 1) {
		len = strcspn(path, "/");
		if (len == 0 || (len == 1 && path[0] == '.') ||
		    (len == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (path[len] == '\0')
			return true;
	}
}

bool
comity_file_is_open_at(int fd, const char *path)
{
	struct stat open_, there;

	return fstat(fd, &open_) == 0 && stat(path, &there) == 0 &&
	       open_.st_dev == there.st_dev && open_.st_ino == there.st_ino;
}

/* A folder in another, made if it is absent; -1 and *why. follows: a link to
 * one counts. */
static int
enter(int at, const char *name, bool follows, const char **why)
{
	int how = follows ? FOLDER : FOLDER | O_NOFOLLOW;
	int fd = openat(at, name, how);
	struct stat st;

	if (fd < 0 && errno == ENOENT) {
		/* what stands in it later lasts only if it does itself */
		if ((mkdirat(at, name, 0777) != 0 && errno != EEXIST) ||
		    comity_file_sync_folder_at(at, ".") != 0) {
			*why = strerror(errno);
			return -1;
		}
		fd = openat(at, name, how);
	}
	if (fd >= 0)
		return fd;
	*why = strerror(errno);
	if (!follows && fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISLNK(st.st_mode))
		*why = linked;
	return -1;
}

/* From a folder that is open to the last but one step of path, which is cut
 * into its steps; *name the last. Closes at. */
static int
descend(int at, char *path, bool follows, char **name, const char **why)
{
	char *slash;
	int next;

	while (at != -1 && (slash = strchr(path, '/')) != NULL) {
		*slash = '\0';
		if (slash != path) {
			next = enter(at, path, follows, why);
			if (at != AT_FDCWD)
				close(at);
			at = next;
		}
		path = slash + 1;
	}
	*name = path;
	return at;
}

/* The folder itself: any path at all. */
static int
open_root(const char *root, const char **why)
{
	char *path = comity_text_format("%s/", root), *rest;
	int at = AT_FDCWD;

	errno = path == NULL ? ENOMEM : ENOENT;
	*why = strerror(errno);
	if (path == NULL || root[0] == '\0') {
		free(path);
		return -1;
	}
	if (path[0] == '/' && (at = open("/", FOLDER)) < 0)
		*why = strerror(errno);
	at = descend(at, path, true, &rest, why);
	free(path);
	return at;
}

int
comity_file_descend(const char *root, char *path, char **name, const char **why)
{
	int at;

	*why = "it leads out of the folder";
	if (!comity_file_is_below(path) || (at = open_root(root, why)) < 0)
		return -1;
	return descend(at, path, false, name, why);
}

bool
comity_file_may_replace(
    int at, const char *name, struct stat *old, bool *exists, const char **why)
{
	*exists = fstatat(at, name, old, AT_SYMLINK_NOFOLLOW) == 0;
	if (!*exists || S_ISREG(old->st_mode))
		return true;
	*why = S_ISLNK(old->st_mode)   ? linked
	       : S_ISDIR(old->st_mode) ? "it is a directory"
				       : "it is no regular file";
	return false;
}

/* In a folder that is open; 0, COMITY_FILE_UNSYNCED, or -1 and *why. */
static int
write_in(int at, const char *name, struct comity_file_content *content,
    const char **why)
{
	struct stat old;
	bool exists;
	int rc;

	if (!comity_file_may_replace(at, name, &old, &exists, why))
		return -1;
	rc = comity_file_write_beside(at, name, exists ? &old : NULL, content);
	if (rc != 0)
		*why = strerror(errno);
	return rc;
}

int
comity_file_write_below(const char *root, const char *path, const void *bytes,
    size_t len, struct comity_report *report)
{
	struct comity_file_content content = { .bytes = bytes, .len = len };
	const char *why;
	char *whole = comity_text_format("%s/%s", root, path);
	char *steps = comity_text_copy(path), *name;
	int at, rc = COMITY_ENOMEM, done = -1;

	if (whole == NULL || steps == NULL)
		goto out;
	if (comity_door_writes() && comity_file_is_below(path)) {
		rc = comity_file_write_by_door(whole, path, &content, report);
		goto out;
	}
	if ((at = comity_file_descend(root, steps, &name, &why)) >= 0) {
		done = write_in(at, name, &content, &why);
		close(at);
	}
	rc = done == 0 ? COMITY_OK
		       : comity_file_fail(report,
			     done == COMITY_FILE_UNSYNCED ? COMITY_F_UNSYNCED
							  : COMITY_F_UNWRITABLE,
			     whole, why);
out:
	free(whole);
	free(steps);
	return rc;
}
