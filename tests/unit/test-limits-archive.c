/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds of archives: what passes just below, and what is stopped above. */
#include "archive-kit.h"
#include "limits.h"

#include <sys/stat.h>
#include <sys/wait.h>

/* Whether a walk came to its end; false: by this finding. */
static bool
walk_ends(int fd, const char *finding)
{
	int rc;
	char *text = walk_of(comity_archive_walk, fd, &rc, NULL);

	ck_assert_msg((rc == COMITY_OK) == (strstr(text, finding) == NULL),
	    "%d \"%.200s\"", rc, text);
	free(text);
	close(fd);
	return rc == COMITY_OK;
}

/* The header of an empty folder, n times, as it comes: half a gigabyte. */
static void
give_headers(int to, size_t n)
{
	int fd = memfd_create("header", 0);
	struct archive *archive = pack("ustar", NULL, NULL, fd);
	static unsigned char blocks[128][512];
	size_t i, some;

	add(archive, "d", AE_IFDIR, NULL, NULL, 0);
	packed(archive, fd);
	for (i = 0; i < 128; i++)
		if (pread(fd, blocks[i], 512, 0) != 512)
			_exit(1);
	for (; n > 0; n -= some) {
		some = n < 128 ? n : 128;
		if (write(to, blocks, 512 * some) != (ssize_t)(512 * some))
			_exit(1);
	}
	memset(blocks, 0, sizeof(blocks));
	_exit(write(to, blocks, 1024) != 1024);
}

static bool
members_pass(size_t n)
{
	bool passes;
	int ends[2];
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
	if ((child = fork()) == 0)
		give_headers(ends[1], n);
	close(ends[1]);
	passes = walk_ends(ends[0], "in:comity-archive-many");
	waitpid(child, NULL, 0);
	return passes;
}

/* n members that do not unpack, and one that does. */
static bool
damaged_pass(size_t n)
{
	int fd = memfd_create("archive", 0), rc;
	struct archive *archive = pack("zip", NULL, NULL, fd);
	unsigned char filler[400], wrong[100], extra[2], octet;
	struct stat st;
	char name[40], *text;
	off_t at;
	size_t i;

	for (i = 0; i < sizeof(filler); i++)
		filler[i] = (unsigned char)('a' + (i * i % 97 + i / 5) % 26);
	memset(wrong, 0xff, sizeof(wrong));
	for (i = 0; i <= n; i++) {
		snprintf(name, sizeof(name), "%02zu.xml", i);
		add(archive, name, AE_IFREG, NULL, filler, sizeof(filler));
	}
	packed(archive, fd);
	ck_assert_int_eq(fstat(fd, &st), 0);
	/* behind each header's name and extra field comes what is packed */
	for (at = 0, i = 0; i < n && at + 6 < st.st_size; at++) {
		snprintf(name, sizeof(name), "%02zu.xml", i);
		if (pread(fd, &octet, 1, at) != 1 || octet != name[0])
			continue;
		if (pread(fd, filler, 6, at) == 6 &&
		    memcmp(filler, name, 6) == 0) {
			/* a kind of block that deflate does not have */
			ck_assert(pread(fd, extra, 2, at - 2) == 2);
			ck_assert(
			    pwrite(fd, wrong, 100,
				at + 6 + extra[0] + extra[1] * 256) == 100);
			i++;
		}
	}
	ck_assert_uint_eq(i, n);
	text = walk_of(comity_archive_walk, fd, &rc, NULL);
	snprintf(name, sizeof(name), "%02zu.xml=400", n);
	ck_assert_msg(
	    (rc == COMITY_OK) == (strstr(text, name) != NULL) &&
		(rc == COMITY_OK) ==
		    (strstr(text, "in:comity-archive-damaged") == NULL),
	    "%d \"%s\"", rc, text);
	free(text);
	close(fd);
	return rc == COMITY_OK;
}

/* A packed tar that begins with so many octets of noise, and is so long. */
static int
tar_of(size_t noise, size_t len)
{
	int fd = memfd_create("archive", 0);
	struct archive *archive = pack("ustar", "zstd", NULL, fd);
	size_t rest = len - noise - 4 * 512, i;
	unsigned char *text = calloc(1, rest > noise ? rest : noise);
	unsigned long state = 1;

	ck_assert_ptr_nonnull(text);
	for (i = 0; i < noise; i++) {
		state = state * 6364136223846793005ul + 1442695040888963407ul;
		text[i] = (unsigned char)(state >> 56);
	}
	add(archive, "noise", AE_IFREG, NULL, text, noise);
	memset(text, 0, noise);
	add(archive, "zeros", AE_IFREG, NULL, text, rest);
	free(text);
	return packed(archive, fd);
}

static bool
free_passes(size_t n)
{
	return walk_ends(tar_of(512, n), "in:comity-archive-bomb");
}

/* So many times as long as it takes; how much that is shows when it is made.
 */
static bool
ratio_passes(size_t n)
{
	size_t noise = 500 * 512, len = n * noise;
	struct stat st;
	int i, fd = -1;

	for (i = 0; i < 3; i++) {
		if (fd >= 0)
			close(fd);
		fd = tar_of(noise, len / 512 * 512);
		ck_assert_int_eq(fstat(fd, &st), 0);
		len = n * (size_t)st.st_size;
	}
	return walk_ends(fd, "in:comity-archive-bomb");
}

static const struct limit limits[] = {
	LIMIT(COMITY_MEMBERS_MAX, members_pass),
	LIMIT(COMITY_MEMBERS_DAMAGED_MAX, damaged_pass),
	/* by blocks of 64 KiB */
	LIMIT_AT(COMITY_ARCHIVE_FREE, COMITY_ARCHIVE_FREE,
	    COMITY_ARCHIVE_FREE + 2 * 65536, free_passes),
	LIMIT(COMITY_ARCHIVE_RATIO_MAX, ratio_passes),
};
LIMIT_TEST(limit_row, limits)

SUITE("limits of archives")
if (getenv("COMITY_QUICK") == NULL)
	SUITE_ROWS(limit_row, limits);
SUITE_END
