/* SPDX-License-Identifier: Apache-2.0 */
#include "walk.h"

#include "memory.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

struct comity_walk {
	FTS *fts;
	bool (*is_wanted)(const char *name);
	const char *left_out; /* a folder; borrowed; NULL: none */
	size_t passed;
};

static int
compare(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

bool
comity_walk_is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int
open_for(
    const char *path, bool (*is_wanted)(const char *), struct comity_walk **out)
{
	struct comity_walk *walk = calloc(1, sizeof(*walk));
	char *paths[] = { (char *)path, NULL };

	*out = NULL;
	if (walk == NULL)
		return COMITY_ENOMEM;
	walk->fts = fts_open(
	    paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, compare);
	if (walk->fts == NULL) {
		free(walk);
		return COMITY_ENOMEM;
	}
	walk->is_wanted = is_wanted;
	*out = walk;
	return COMITY_OK;
}

static bool
ends_in(const char *name, const char *const *ends)
{
	size_t len = strlen(name), end;

	for (; *ends != NULL; ends++) {
		end = strlen(*ends);
		if (len > end && strcasecmp(name + len - end, *ends) == 0)
			return true;
	}
	return false;
}

bool
comity_walk_is_document(const char *name)
{
	static const char *const ends[] = { ".xml", ".asice", ".asics", NULL };

	return ends_in(name, ends);
}

bool
comity_walk_is_archive(const char *name)
{
	static const char *const ends[] = { ".tar", ".tar.gz", ".tgz",
		".tar.xz", ".tar.zst", ".zip", NULL };

	return ends_in(name, ends);
}

static bool
is_input(const char *name)
{
	return comity_walk_is_document(name) || comity_walk_is_archive(name);
}

static bool
is_lines(const char *name)
{
	static const char *const ends[] = { ".jsonl", ".ndjson", ".json",
		NULL };

	return strncmp(name, "part-", 5) == 0 || ends_in(name, ends);
}

bool
comity_walk_is_file(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

int
comity_walk_open(const char *path, struct comity_walk **out)
{
	return open_for(path, is_input, out);
}

int
comity_walk_open_lines(const char *path, struct comity_walk **out)
{
	return open_for(path, is_lines, out);
}

void
comity_walk_leave_out(struct comity_walk *walk, const char *folder)
{
	walk->left_out = folder;
}

static bool
is_left_out(const struct comity_walk *walk, const FTSENT *at)
{
	struct stat status;

	return walk->left_out != NULL && at->fts_level > 0 &&
	       stat(walk->left_out, &status) == 0 &&
	       status.st_dev == at->fts_statp->st_dev &&
	       status.st_ino == at->fts_statp->st_ino;
}

static int
unreadable(struct comity_report *report, const char *path, int error)
{
	struct comity_place place = { .file = path };

	if (error == ENOMEM) {
		comity_memory_note();
		return COMITY_ENOMEM;
	}
	return comity_report_add(report, COMITY_F_UNREADABLE, &place,
		   strerror(error), NULL) == COMITY_ENOMEM
		   ? COMITY_ENOMEM
		   : COMITY_EIO;
}

int
comity_walk_next(
    struct comity_walk *walk, struct comity_report *report, const char **name)
{
	FTSENT *at;

	*name = NULL;
	for (;;) {
		errno = 0;
		if ((at = fts_read(walk->fts)) == NULL)
			return errno == 0 ? COMITY_OK
					  : unreadable(report, "", errno);
		/* the folder that was asked for may have any name */
		if (at->fts_level > 0 && at->fts_name[0] == '.') {
			if (at->fts_info == FTS_D)
				fts_set(walk->fts, at, FTS_SKIP);
			walk->passed += at->fts_info != FTS_DP;
			continue;
		}
		switch (at->fts_info) {
		case FTS_D:
			if (is_left_out(walk, at))
				fts_set(walk->fts, at, FTS_SKIP);
			continue;
		case FTS_DP:
			continue;
		case FTS_DC:
			return unreadable(report, at->fts_path, ELOOP);
		case FTS_DNR:
		case FTS_ERR:
		case FTS_NS:
			return unreadable(report, at->fts_path, at->fts_errno);
		case FTS_F:
			if (walk->is_wanted(at->fts_name)) {
				*name = at->fts_path;
				return COMITY_OK;
			}
			/* fallthrough */
		default:
			walk->passed++;
		}
	}
}

size_t
comity_walk_passed(const struct comity_walk *walk)
{
	return walk->passed;
}

void
comity_walk_close(struct comity_walk *walk)
{
	if (walk == NULL)
		return;
	fts_close(walk->fts);
	free(walk);
}
