/* SPDX-License-Identifier: Apache-2.0 */
/* archive: a tar, packed or not, or a ZIP with the documents of a batch, and
 * documents one after the other. The first octet says how they come: 0 an
 * archive in a file, 1 in a pipe, 2 a stream in a pipe. */
#include "archive.h"
#include "fuzz.h"
#include "limit.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIPE_MAX 60000 /* what a pipe holds without a reader */

struct taking {
	struct comity_text told; /* what came, for comparing */
	size_t trouble;
};

static int
take(void *context, const struct comity_member *member)
{
	struct taking *taking = context;

	fuzz_assert(member->name != NULL, "a member without a name");
	fuzz_assert((member->bytes != NULL) == (member->trouble < 0),
	    "%s: octets and trouble, or neither", member->name);
	fuzz_assert(member->trouble < COMITY_F_COUNT, "%s: finding %d",
	    member->name, member->trouble);
	fuzz_assert(member->len <= COMITY_SOURCE_MAX, "%s: %zu octets",
	    member->name, member->len);
	taking->trouble += member->bytes == NULL;
	comity_text_addf(&taking->told, "%s %d %zu\n", member->name,
	    member->trouble, member->len);
	return COMITY_OK;
}

static int
descriptor(const unsigned char *bytes, size_t len, bool pipes)
{
	int ends[2], fd;

	if (!pipes) {
		fd = memfd_create("archive", MFD_CLOEXEC);
		if (fd < 0 || write(fd, bytes, len) != (ssize_t)len ||
		    lseek(fd, 0, SEEK_SET) != 0)
			fuzz_fail("no file");
		return fd;
	}
	if (pipe(ends) != 0 || write(ends[1], bytes, len) != (ssize_t)len ||
	    close(ends[1]) != 0)
		fuzz_fail("no pipe");
	return ends[0];
}

/* What the walk came to, and what it told. */
static char *
walk(const unsigned char *bytes, size_t len, unsigned how)
{
	struct comity_archive *archive = NULL;
	struct taking taking = { 0 };
	int fd = descriptor(bytes, len, how != 0), rc;

	comity_text_add(&taking.told, "");
	fuzz_assert(comity_archive_new(&archive) == COMITY_OK, "no memory");
	rc = how == 2
		 ? comity_stream_walk(archive, fd, "input", take, &taking)
		 : comity_archive_walk(archive, fd, "input", take, &taking);
	fuzz_assert(rc == COMITY_OK || rc == COMITY_UNKNOWN, "%d", rc);
	fuzz_assert(rc == COMITY_OK || taking.trouble > 0,
	    "trouble with the whole, and none told");
	comity_text_addf(
	    &taking.told, "%d %zu\n", rc, comity_archive_passed(archive));
	comity_archive_free(archive);
	close(fd);
	return comity_text_take(&taking.told);
}

static void
one(const unsigned char *bytes, size_t len)
{
	char *told, *again;
	unsigned how;

	if (len < 2 || len > PIPE_MAX)
		return;
	how = bytes[0] % 3;
	told = walk(bytes + 1, len - 1, how);
	again = walk(bytes + 1, len - 1, how);
	fuzz_assert(
	    strcmp(told, again) == 0, "two answers:\n%s\n%s", told, again);
	free(told);
	free(again);
}

static void
seed_archive(const char *name, unsigned char kind, bool zip, bool gzip)
{
	static const char *const names[] = { "a.xml", "b/c.xml", "d.txt" };
	struct archive *writer = archive_write_new();
	struct archive_entry *entry;
	unsigned char octets[32768];
	size_t used = 0, i;

	if (zip)
		archive_write_set_format_zip(writer);
	else
		archive_write_set_format_ustar(writer);
	if (gzip)
		archive_write_add_filter_gzip(writer);
	archive_write_open_memory(writer, octets, sizeof(octets), &used);
	for (i = 0; i < 3; i++) {
		entry = archive_entry_new();
		archive_entry_set_pathname(entry, names[i]);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		archive_entry_set_size(entry, 4);
		archive_write_header(writer, entry);
		archive_write_data(writer, "<a/>", 4);
		archive_entry_free(entry);
	}
	archive_write_close(writer);
	archive_write_free(writer);
	fuzz_seed(name, kind, octets, used);
}

static void
seed(void)
{
	seed_archive("tar", 0, false, false);
	seed_archive("tar-pipe", 1, false, false);
	seed_archive("tar-gzip", 0, false, true);
	seed_archive("tar-stream", 2, false, false);
	seed_archive("zip", 0, true, false);
	seed_archive("zip-pipe", 1, true, false);
	fuzz_seed("stream", 2, "<a/>\0<b/>\0<c/>", 14);
}

const struct fuzz_target fuzz_archive = { "archive", NULL, one, false, seed };
