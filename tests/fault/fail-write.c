/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail-write: what becomes of a program's output when a step of writing it
 * fails.
 *
 * Preloaded, it counts the steps that a program takes on files below one
 * folder: open for writing, write, fsync, syncfs, close of what was written,
 * rename, mkdir. At one of them it does what it is told to.
 *
 * Environment:
 *   FAIL_DIR  the folder: its absolute path
 *   FAIL_AT   the number of the step, from 1; 0 none
 *   FAIL_HOW  ENOSPC, EIO, EINTR (once), "short" (a write of one octet),
 *             "kill" (before the step), "killed" (behind it)
 *   FAIL_LOG  a file: gets a line "n step" for each step
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static struct {
	int (*open)(const char *, int, ...);
	int (*openat)(int, const char *, int, ...);
	ssize_t (*write)(int, const void *, size_t);
	int (*fsync)(int);
	int (*syncfs)(int);
	int (*close)(int);
	int (*rename)(const char *, const char *);
	int (*renameat)(int, const char *, int, const char *);
	int (*renameat2)(int, const char *, int, const char *, unsigned);
	int (*mkdir)(const char *, mode_t);
	int (*mkdirat)(int, const char *, mode_t);
	char folder[4096];
	const char *how;
	unsigned long n, at;
	int log;
} state;

static void __attribute__((constructor)) begin(void)
{
	const char *folder = getenv("FAIL_DIR"), *at = getenv("FAIL_AT");
	const char *log = getenv("FAIL_LOG");

	state.open = dlsym(RTLD_NEXT, "open");
	state.openat = dlsym(RTLD_NEXT, "openat");
	state.write = dlsym(RTLD_NEXT, "write");
	state.fsync = dlsym(RTLD_NEXT, "fsync");
	state.syncfs = dlsym(RTLD_NEXT, "syncfs");
	state.close = dlsym(RTLD_NEXT, "close");
	state.rename = dlsym(RTLD_NEXT, "rename");
	state.renameat = dlsym(RTLD_NEXT, "renameat");
	state.renameat2 = dlsym(RTLD_NEXT, "renameat2");
	state.mkdir = dlsym(RTLD_NEXT, "mkdir");
	state.mkdirat = dlsym(RTLD_NEXT, "mkdirat");
	if (folder == NULL || realpath(folder, state.folder) == NULL)
		state.folder[0] = '\0';
	state.at = at != NULL ? strtoul(at, NULL, 10) : 0;
	state.how = getenv("FAIL_HOW") != NULL ? getenv("FAIL_HOW") : "";
	state.log = log != NULL ? state.open(log,
				      O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
				      0600)
				: -1;
}

static bool
below(const char *path)
{
	char full[8192], here[4096];
	size_t len = strlen(state.folder);

	if (len == 0)
		return false;
	if (path[0] == '/')
		snprintf(full, sizeof(full), "%s", path);
	else if (getcwd(here, sizeof(here)) != NULL)
		snprintf(full, sizeof(full), "%s/%s", here, path);
	else
		return false;
	return strncmp(full, state.folder, len) == 0 &&
	       (full[len] == '/' || full[len] == '\0');
}

/* The path of what is open. */
static bool
path_of(int fd, char path[4096])
{
	char link[40];
	int saved = errno;
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, 4095);
	errno = saved;
	if (len <= 0)
		return false;
	path[len] = '\0';
	return true;
}

static bool
is_ours(int fd)
{
	char path[4096];

	return path_of(fd, path) && below(path);
}

static bool
below_at(int at, const char *path)
{
	char folder[4096], full[8192];

	if (at == AT_FDCWD || path[0] == '/')
		return below(path);
	if (!path_of(at, folder))
		return false;
	snprintf(full, sizeof(full), "%s/%s", folder, path);
	return below(full);
}

/* Count a step. true: it fails, errno says how. */
static bool
fails(const char *step)
{
	char line[80];
	int len = snprintf(line, sizeof(line), "%lu %s\n", ++state.n, step);

	if (state.log >= 0 && state.write(state.log, line, (size_t)len) < 0)
		abort();
	if (state.n != state.at)
		return false;
	if (strcmp(state.how, "kill") == 0)
		raise(SIGKILL);
	errno = strcmp(state.how, "ENOSPC") == 0  ? ENOSPC
		: strcmp(state.how, "EIO") == 0	  ? EIO
		: strcmp(state.how, "EINTR") == 0 ? EINTR
						  : 0;
	return errno != 0;
}

static void
after(void)
{
	if (state.n == state.at && strcmp(state.how, "killed") == 0)
		raise(SIGKILL);
}

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list more;
	int fd;

	if (flags & O_CREAT) {
		va_start(more, flags);
		mode = va_arg(more, mode_t);
		va_end(more);
	}
	if ((flags & O_ACCMODE) == O_RDONLY || !below(path))
		return state.open(path, flags, mode);
	if (fails("open"))
		return -1;
	fd = state.open(path, flags, mode);
	after();
	return fd;
}

int
openat(int at, const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list more;
	int fd;

	if (flags & O_CREAT) {
		va_start(more, flags);
		mode = va_arg(more, mode_t);
		va_end(more);
	}
	if ((flags & O_ACCMODE) == O_RDONLY || !below_at(at, path))
		return state.openat(at, path, flags, mode);
	if (fails("open"))
		return -1;
	fd = state.openat(at, path, flags, mode);
	after();
	return fd;
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
	ssize_t n;

	if (!is_ours(fd))
		return state.write(fd, bytes, len);
	if (fails("write"))
		return -1;
	if (state.n == state.at && strcmp(state.how, "short") == 0 && len > 1)
		len = 1;
	n = state.write(fd, bytes, len);
	after();
	return n;
}

int
fsync(int fd)
{
	int rc;

	if (!is_ours(fd))
		return state.fsync(fd);
	if (fails("fsync"))
		return -1;
	rc = state.fsync(fd);
	after();
	return rc;
}

int
syncfs(int fd)
{
	int rc;

	if (!is_ours(fd))
		return state.syncfs(fd);
	if (fails("syncfs"))
		return -1;
	rc = state.syncfs(fd);
	after();
	return rc;
}

/* What was opened for writing; Linux closes it also where it says EIO. */
int
close(int fd)
{
	int flags = fcntl(fd, F_GETFL), rc, saved;

	if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY || !is_ours(fd))
		return state.close(fd);
	if (fails("close")) {
		saved = errno;
		(void)state.close(fd);
		errno = saved;
		return -1;
	}
	rc = state.close(fd);
	after();
	return rc;
}

int
rename(const char *from, const char *to)
{
	int rc;

	if (!below(to))
		return state.rename(from, to);
	if (fails("rename"))
		return -1;
	rc = state.rename(from, to);
	after();
	return rc;
}

int
renameat(int from_at, const char *from, int to_at, const char *to)
{
	int rc;

	if (!below_at(to_at, to))
		return state.renameat(from_at, from, to_at, to);
	if (fails("rename"))
		return -1;
	rc = state.renameat(from_at, from, to_at, to);
	after();
	return rc;
}

int
renameat2(int from_at, const char *from, int to_at, const char *to,
    unsigned flags)
{
	int rc;

	if (!below(to))
		return state.renameat2(from_at, from, to_at, to, flags);
	if (fails("rename"))
		return -1;
	rc = state.renameat2(from_at, from, to_at, to, flags);
	after();
	return rc;
}

int
mkdir(const char *path, mode_t mode)
{
	int rc;

	if (!below(path))
		return state.mkdir(path, mode);
	if (fails("mkdir"))
		return -1;
	rc = state.mkdir(path, mode);
	after();
	return rc;
}

int
mkdirat(int at, const char *path, mode_t mode)
{
	int rc;

	if (!below_at(at, path))
		return state.mkdirat(at, path, mode);
	if (fails("mkdir"))
		return -1;
	rc = state.mkdirat(at, path, mode);
	after();
	return rc;
}
