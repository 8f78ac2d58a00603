/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"

#include "door.h"
#include "file-private.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Room for the first octets of what does not say how many it has. */
#define PIPE_ROOM 16384

int
comity_file_fail(struct comity_report *report, enum comity_finding_id id,
    const char *path, const char *why)
{
	struct comity_place place = { .file = path };

	if (comity_report_add(report, id, &place, why, NULL) == COMITY_ENOMEM)
		return COMITY_ENOMEM;
	return COMITY_EIO;
}

bool
comity_file_is_hopeless(const char *why)
{
	static const int errors[] = { ENOSPC, EDQUOT, EROFS, EIO };
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (comity_text_same(why, strerror(errors[i])))
			return true;
	return false;
}

/* Octets as they are read, with room for one more behind them. */
struct octets {
	unsigned char *at;
	size_t len, room;
};

static bool
octets_make_room(struct octets *octets, size_t room)
{
	unsigned char *more = realloc(octets->at, room);

	if (more == NULL)
		return false;
	octets->at = more;
	octets->room = room;
	return true;
}

/* Read fd to its end, at most max bytes and one more (so that the caller
 * sees that it is more). size: what a file says that it has; 0 unknown. */
static int
read_all(int fd, size_t max, size_t size, struct octets *octets)
{
	size_t room = size > 0 ? size + 2 : PIPE_ROOM;
	ssize_t n;

	while (octets->len <= max) {
		if (octets->len + 2 > octets->room) {
			if (!octets_make_room(octets, room))
				return COMITY_ENOMEM;
			room *= 2;
		}
		n = read(fd, octets->at + octets->len,
		    octets->room - octets->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return COMITY_EIO;
		if (n == 0)
			break;
		octets->len += (size_t)n;
	}
	/* what was doubled in vain is given back */
	return octets->room - octets->len <= PIPE_ROOM ||
		       octets_make_room(octets, octets->len + 1)
		   ? COMITY_OK
		   : COMITY_ENOMEM;
}

/* A regular file larger than the bound is refused before a byte is read. */
static int
look(int fd, const char *path, size_t max, struct comity_report *report,
    size_t *size)
{
	struct comity_place place = { .file = path };
	struct stat st;

	if (fstat(fd, &st) != 0)
		return comity_file_fail(
		    report, COMITY_F_UNREADABLE, path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return comity_file_fail(
		    report, COMITY_F_UNREADABLE, path, "it is a directory");
	if (S_ISREG(st.st_mode) && (unsigned long long)st.st_size > max)
		return comity_status_worse(
		    COMITY_ELIMIT, comity_report_add(report, COMITY_F_TOO_LARGE,
				       &place, NULL, NULL));
	*size = S_ISREG(st.st_mode) ? (size_t)st.st_size : 0;
	return COMITY_OK;
}

static const char *
said(const char *name)
{
	return strcmp(name, "-") == 0 ? "standard input" : name;
}

int
comity_file_open(const char *name)
{
	return strcmp(name, "-") == 0
		   ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
		   : open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

int
comity_file_take(int fd, const char *name, size_t max,
    struct comity_report *report, struct comity_source **out)
{
	struct comity_place place = { .file = said(name) };
	struct octets octets = { 0 };
	size_t size;
	int rc;

	*out = NULL;
	if ((rc = look(fd, place.file, max, report, &size)) != COMITY_OK)
		return rc;
	if ((rc = read_all(fd, max, size, &octets)) == COMITY_EIO)
		rc = comity_file_fail(
		    report, COMITY_F_UNREADABLE, place.file, strerror(errno));
	if (rc == COMITY_OK && octets.len > max)
		rc = comity_status_worse(
		    COMITY_ELIMIT, comity_report_add(report, COMITY_F_TOO_LARGE,
				       &place, NULL, NULL));
	if (rc == COMITY_OK)
		return comity_source_take(
		    place.file, octets.at, octets.len, report, out);
	free(octets.at);
	return rc;
}

int
comity_file_read(const char *path, size_t max, struct comity_report *report,
    struct comity_source **out)
{
	int fd, rc;

	*out = NULL;
	if ((fd = comity_file_open(path)) < 0)
		return comity_file_fail(
		    report, COMITY_F_UNREADABLE, said(path), strerror(errno));
	rc = comity_file_take(fd, path, max, report, out);
	close(fd);
	return rc;
}

bool
comity_file_begin(const char *path, char *octets, size_t room)
{
	int fd = comity_file_open(path);
	ssize_t len;

	if (fd < 0)
		return false;
	do
		len = read(fd, octets, room - 1);
	while (len < 0 && errno == EINTR);
	close(fd);
	octets[len < 0 ? 0 : len] = '\0';
	return len >= 0;
}

int
comity_file_journal(const char *path, struct comity_report *report, int *fd)
{
	struct stat status;
	const char *why = NULL;

	*fd = open(
	    path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0666);
	if (*fd < 0 || fstat(*fd, &status) != 0)
		why = strerror(errno);
	else if (!S_ISREG(status.st_mode))
		why = "it is no regular file";
	else if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
		why = errno == EWOULDBLOCK ? "another run writes it"
					   : strerror(errno);
	if (why == NULL) {
		(void)comity_file_sync_folder(path);
		return COMITY_OK;
	}
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	return comity_file_fail(report, COMITY_F_UNWRITABLE, path, why);
}

int
comity_file_write_all(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;
	ssize_t n;

	while (len > 0) {
		n = write(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
write_content(int fd, struct comity_file_content *content)
{
	const void *bytes = content->bytes;
	size_t len = content->len;

	if (content->next == NULL)
		return comity_file_write_all(fd, bytes, len);
	for (;;) {
		len = 0;
		content->rc = content->next(content->context, &bytes, &len);
		if (content->rc != COMITY_OK)
			return -1;
		if (len == 0)
			return 0;
		if (comity_file_write_all(fd, bytes, len) != 0)
			return -1;
	}
}

int
comity_file_sync(int fd)
{
	int rc;

	do
		rc = fsync(fd);
	while (rc != 0 && errno == EINTR);
	return rc;
}

/* A device, a pipe or standard output is written as it is. */
static int
write_through(const char *path, struct comity_file_content *content)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDOUT_FILENO
			  : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	int rc, saved;

	if (fd < 0)
		return -1;
	rc = write_content(fd, content);
	saved = errno;
	if (!standard && close(fd) != 0 && rc == 0)
		return -1;
	errno = saved;
	return rc;
}

int
comity_file_sync_folder_at(int at, const char *folder)
{
	int fd = openat(at, folder, O_RDONLY | O_CLOEXEC), rc = 0, saved;

	if (fd < 0)
		return errno == EACCES ? 0 : -1;
	if (comity_file_sync(fd) != 0 && errno != EINVAL && errno != ENOTSUP)
		rc = -1;
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

int
comity_file_sync_folder(const char *path)
{
	char *folder = comity_text_copy(path), *slash;
	int rc, saved;

	if (folder == NULL)
		return -1;
	if ((slash = strrchr(folder, '/')) != NULL)
		slash[slash == folder ? 1 : 0] = '\0';
	rc = comity_file_sync_folder_at(AT_FDCWD, slash != NULL ? folder : ".");
	saved = errno;
	free(folder);
	errno = saved;
	return rc;
}

/* A new file beside path; what a killed run left has its name, and stays. */
static int
open_beside(int at, const char *path, mode_t mode, char **name)
{
	int fd, i;

	for (i = 0;; i++) {
		*name = comity_text_format(
		    "%s.%ld-%d.part", path, (long)getpid(), i);
		if (*name == NULL)
			return -1;
		fd = openat(
		    at, *name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		if (fd >= 0)
			return fd;
		free(*name);
		*name = NULL;
		if (errno != EEXIST || i == COMITY_BESIDE_MAX)
			return -1;
	}
}

int
comity_file_beside_begin(int at, const char *path, const struct stat *old,
    struct comity_file_content *content, struct comity_file_beside *beside)
{
	int saved;

	*beside = (struct comity_file_beside){ .at = at, .fd = -1 };
	beside->fd = open_beside(
	    at, path, old != NULL ? old->st_mode & 0777 : 0666, &beside->name);
	if (beside->fd < 0)
		return -1;
	/* the umask is for what is new */
	if ((old == NULL || fchmod(beside->fd, old->st_mode & 0777) == 0) &&
	    write_content(beside->fd, content) == 0)
		return 0;
	saved = errno;
	comity_file_beside_drop(beside);
	errno = saved;
	return -1;
}

int
comity_file_beside_close(struct comity_file_beside *beside)
{
	int saved = errno, rc = close(beside->fd);

	beside->fd = -1;
	/* Linux has closed it, whatever close() says of a signal */
	if (rc != 0 && errno != EINTR)
		return -1;
	errno = saved;
	return 0;
}

int
comity_file_beside_take_place(
    struct comity_file_beside *beside, const char *path)
{
	if (renameat(beside->at, beside->name, beside->at, path) != 0)
		return -1;
	free(beside->name);
	beside->name = NULL;
	return 0;
}

void
comity_file_beside_drop(struct comity_file_beside *beside)
{
	if (beside->fd >= 0)
		(void)close(beside->fd);
	if (beside->name != NULL)
		(void)unlinkat(beside->at, beside->name, 0);
	free(beside->name);
	beside->name = NULL;
	beside->fd = -1;
}

int
comity_file_write_beside(int at, const char *path, const struct stat *old,
    struct comity_file_content *content)
{
	struct comity_file_beside beside;
	int rc, saved;

	if (comity_file_beside_begin(at, path, old, content, &beside) != 0)
		return -1;
	rc = comity_file_sync(beside.fd);
	if (comity_file_beside_close(&beside) != 0)
		rc = -1;
	if (rc == 0)
		rc = comity_file_beside_take_place(&beside, path);
	saved = errno;
	comity_file_beside_drop(&beside);
	errno = saved;
	if (rc != 0)
		return rc;
	rc = at == AT_FDCWD ? comity_file_sync_folder(path)
			    : comity_file_sync_folder_at(at, ".");
	return rc == 0 ? 0 : COMITY_FILE_UNSYNCED;
}

static int
in_memory(struct comity_file_content *content)
{
	int fd = memfd_create("comity", MFD_CLOEXEC), saved;

	if (fd < 0 || write_content(fd, content) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

int
comity_file_in_memory(const void *bytes, size_t len)
{
	struct comity_file_content content = { .bytes = bytes, .len = len };

	return in_memory(&content);
}

int
comity_file_write_by_door(const char *path, const char *below,
    struct comity_file_content *content, struct comity_report *report)
{
	int file = in_memory(content), rc;
	enum comity_finding_id id;
	char why[512];

	if (file < 0)
		return content->rc != COMITY_OK
			   ? content->rc
			   : comity_file_fail(report, COMITY_F_UNWRITABLE, path,
				 strerror(errno));
	rc = below != NULL
		 ? comity_door_write_below(below, file, &id, why, sizeof(why))
		 : comity_door_write(path, file, &id, why, sizeof(why));
	close(file);
	return rc == COMITY_EIO ? comity_file_fail(report, id, path, why) : rc;
}

static int
write_file(const char *path, struct comity_file_content *content,
    struct comity_report *report)
{
	struct stat st;
	bool exists = strcmp(path, "-") != 0 && lstat(path, &st) == 0;
	char *real = NULL;
	int rc;

	if (comity_door_writes() && strcmp(path, "-") != 0)
		return comity_file_write_by_door(path, NULL, content, report);
	/* A link to a file is followed, so that it stays a link. */
	if (exists && S_ISLNK(st.st_mode)) {
		real = realpath(path, NULL);
		exists = real != NULL && stat(real, &st) == 0;
		if (!exists) {
			free(real);
			return comity_file_fail(report, COMITY_F_UNWRITABLE,
			    path, "it is a link to nothing");
		}
	}
	if (exists && S_ISDIR(st.st_mode)) {
		free(real);
		return comity_file_fail(
		    report, COMITY_F_UNWRITABLE, path, "it is a directory");
	}
	if (strcmp(path, "-") == 0 || (exists && !S_ISREG(st.st_mode)))
		rc = write_through(real ? real : path, content);
	else
		rc = comity_file_write_beside(
		    AT_FDCWD, real ? real : path, exists ? &st : NULL, content);
	free(real);
	if (rc != 0 && content->rc != COMITY_OK)
		return content->rc;
	if (rc != 0)
		return comity_file_fail(report,
		    rc == COMITY_FILE_UNSYNCED ? COMITY_F_UNSYNCED
					       : COMITY_F_UNWRITABLE,
		    path, strerror(errno));
	return COMITY_OK;
}

int
comity_file_write(const char *path, const void *bytes, size_t len,
    struct comity_report *report)
{
	struct comity_file_content content = { .bytes = bytes, .len = len };

	return write_file(path, &content, report);
}

int
comity_file_write_pieces(const char *path, comity_file_next *next,
    void *context, struct comity_report *report)
{
	struct comity_file_content content = { .next = next,
		.context = context };

	return write_file(path, &content, report);
}
