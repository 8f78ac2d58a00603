/* SPDX-License-Identifier: Apache-2.0 */
/* Documents in archives and streams; whole, hostile, cut at each octet. */
#include "archive-kit.h"
#include "closed.h"
#include "limit.h"

#include <sys/stat.h>

/* All octets of a file made above; it is closed. */
static unsigned char *
octets_of(int fd, size_t *len)
{
	struct stat st;
	unsigned char *bytes;

	ck_assert_int_eq(fstat(fd, &st), 0);
	*len = (size_t)st.st_size;
	bytes = malloc(*len + 1);
	ck_assert(pread(fd, bytes, *len, 0) == (ssize_t)*len);
	close(fd);
	return bytes;
}

/* Fewer rounds, and nothing large, where each octet costs much (valgrind). */
static bool
is_quick(void)
{
	return getenv("COMITY_QUICK") != NULL;
}

/* --- whole ------------------------------------------------------------- */
static const struct whole_row {
	const char *format, *filter;
} wholes[] = {
	{ "pax", NULL },
	{ "gnutar", NULL },
	{ "ustar", NULL },
	{ "v7tar", NULL },
	{ "pax", "gzip" },
	{ "pax", "xz" },
	{ "gnutar", "zstd" },
	{ "zip", NULL },
};

static int
whole(const char *format, const char *filter)
{
	int fd = memfd_create("archive", 0);
	struct archive *archive = pack(format, filter, NULL, fd);

	add(archive, "d", AE_IFDIR, NULL, NULL, 0);
	add_text(archive, "./a.xml", "<a/>");
	add_text(archive, "d/README", "text");
	add_text(archive, "d/b.XML", "<bb/>");
	add_text(archive, "d/.hidden.xml", "<h/>");
	add_text(archive, "c.asice", "PK");
	add_text(archive, "empty.xml", "");
	return packed(archive, fd);
}

#define WHOLE "in!/a.xml=4 in!/d/b.XML=5 in!/c.asice=2 in!/empty.xml=0"

START_TEST(whole_row)
{
	const struct whole_row *row = &wholes[_i];
	unsigned char *bytes;
	size_t len, passed;
	int rc;

	expect(row->format, comity_archive_walk,
	    whole(row->format, row->filter), COMITY_OK, WHOLE);
	expect(row->format, comity_stream_walk, whole(row->format, row->filter),
	    COMITY_OK, WHOLE);
	bytes = octets_of(whole(row->format, row->filter), &len);
	expect(row->format, comity_stream_walk, pipe_of(bytes, len), COMITY_OK,
	    WHOLE);
	free(bytes);
	free(walk_of(comity_archive_walk, whole(row->format, row->filter), &rc,
	    &passed));
	ck_assert_uint_eq(passed, 2); /* a folder is none */
}
END_TEST

/* Cut behind each octet: never all documents and a yes. Once all octets that
 * count are there, only filling is missing, or of a ZIP in a pipe the
 * directory. */
START_TEST(cut_row)
{
	const struct whole_row *row = &wholes[_i];
	size_t len, i, step, whole_len[2] = { 0, 0 };
	unsigned char *bytes = octets_of(whole(row->format, row->filter), &len);
	char *text;
	int rc, fd;

	step = row->filter == NULL && strcmp(row->format, "zip") != 0 ? 64 : 3;
	for (i = 1; i < len; i += is_quick() ? 16 * step : step) {
		fd = i % 2 ? file_of(bytes, i) : pipe_of(bytes, i);
		text = walk_of(comity_archive_walk, fd, &rc, NULL);
		if (rc == COMITY_OK) {
			ck_assert_msg(strcmp(text, WHOLE) == 0,
			    "%s cut at %zu of %zu: \"%s\"", row->format, i, len,
			    text);
			if (whole_len[i % 2] == 0)
				whole_len[i % 2] = i;
		} else
			ck_assert_msg(
			    rc == COMITY_UNKNOWN && whole_len[i % 2] == 0 &&
				(strstr(text, "comity-archive-cut") != NULL ||
				    strstr(text, "comity-archive-unknown") !=
					NULL),
			    "%s cut at %zu of %zu: %d \"%s\"", row->format, i,
			    len, rc, text);
		free(text);
		close(fd);
	}
	free(bytes);
}
END_TEST

/* One bit each: a member or the whole is trouble, or the octets came right;
 * what it may not do is crash or hand out other octets. */
START_TEST(flipped_row)
{
	const struct whole_row *row = &wholes[_i];
	size_t len, i;
	unsigned char *bytes = octets_of(whole(row->format, row->filter), &len);
	char *text;
	int fd;

	if (len > 4000)
		len = 4000;
	for (i = 0; i < len; i += is_quick() ? 101 : 7) {
		bytes[i] ^= (unsigned char)(1u << i % 8);
		fd = file_of(bytes, len);
		text = walk_of(comity_archive_walk, fd, NULL, NULL);
		/* a tar has no digest of its members' octets */
		if (row->filter != NULL || strcmp(row->format, "zip") == 0)
			ck_assert_msg(strstr(text, "other octets") == NULL,
			    "%s, octet %zu: \"%s\"", row->format, i, text);
		free(text);
		close(fd);
		bytes[i] ^= (unsigned char)(1u << i % 8);
	}
	free(bytes);
}
END_TEST

/* --- hostile ----------------------------------------------------------- */
START_TEST(names)
{
	int fd = memfd_create("archive", 0);
	struct archive *archive = pack("gnutar", NULL, NULL, fd);

	add_text(archive, "a.xml", "<a/>");
	add_text(archive, "../up.xml", "<a/>");
	add_text(archive, "b/../../up.xml", "<a/>");
	add_text(archive, "/etc/rules.xml", "<a/>");
	add_text(archive, "c\\d.xml", "<a/>");
	add_text(archive, "a.xml", "<other/>");
	add_text(archive, "./a.xml", "<other/>");
	add_text(archive, "A.xml", "<a/>");
	add_text(archive, "e\n\033[2J.xml", "<a/>");
	expect("names", comity_archive_walk, packed(archive, fd), COMITY_OK,
	    "in!/a.xml=4 in!/#2:comity-member-name in!/#3:comity-member-name "
	    "in!/#4:comity-member-name in!/#5:comity-member-name "
	    "in!/a.xml:comity-member-twin in!/a.xml:comity-member-twin "
	    "in!/A.xml=4 in!/e <U+001B>[2J.xml=4");
}
END_TEST

START_TEST(foreign_names)
{
	static const char *const formats[] = { "pax", "gnutar", "zip" };
	struct archive *archive;
	size_t i;
	int fd;

	for (i = 0; i < 3; i++) {
		fd = memfd_create("archive", 0);
		archive = pack(formats[i], NULL, NULL, fd);
		add_text(archive, "Genehmigung für Öl.xml", "<a/>");
		add_text(archive, "許可証.xml", "<a/>");
		expect(formats[i], comity_archive_walk, packed(archive, fd),
		    COMITY_OK, "in!/Genehmigung für Öl.xml=4 in!/許可証.xml=4");
	}
}
END_TEST

START_TEST(kinds)
{
	int fd = memfd_create("archive", 0);
	struct archive *archive = pack("gnutar", NULL, NULL, fd);

	add_text(archive, "a.xml", "<a/>");
	add(archive, "b.xml", AE_IFLNK, "/etc/passwd", NULL, 0);
	add(archive, "c.xml", AE_IFREG, "a.xml", NULL, 0);
	add(archive, "d.xml", AE_IFIFO, NULL, NULL, 0);
	add(archive, "e.xml", AE_IFCHR, NULL, NULL, 0);
	add(archive, "f.xml", AE_IFDIR, NULL, NULL, 0);
	add_text(archive, "g.xml", "<a/>");
	expect("kinds", comity_archive_walk, packed(archive, fd), COMITY_OK,
	    "in!/a.xml=4 in!/b.xml:comity-member-link "
	    "in!/c.xml:comity-member-link in!/d.xml:comity-member-link "
	    "in!/e.xml:comity-member-link in!/g.xml=4");
}
END_TEST

/* Zeros of a length, with an element in front. */
static char *
long_text(size_t len)
{
	char *text = calloc(1, len + 1);

	ck_assert_ptr_nonnull(text);
	text[0] = '<';
	return text;
}

START_TEST(largest)
{
	char *text = long_text(COMITY_SOURCE_MAX + 1), wanted[120];
	int fd = memfd_create("archive", 0);
	struct archive *archive = pack("gnutar", NULL, NULL, fd);

	add(archive, "a.xml", AE_IFREG, NULL, text, COMITY_SOURCE_MAX);
	add(archive, "b.xml", AE_IFREG, NULL, text, COMITY_SOURCE_MAX + 1);
	add_text(archive, "c.xml", "<a/>");
	free(text);
	snprintf(wanted, sizeof(wanted),
	    "in!/a.xml=%u in!/b.xml:comity-too-large in!/c.xml=4",
	    COMITY_SOURCE_MAX);
	expect(
	    "tar", comity_archive_walk, packed(archive, fd), COMITY_OK, wanted);
}
END_TEST

/* A ZIP's member: just below and above what it may unpack to. */
START_TEST(zip_bomb)
{
	size_t len = 40u << 20;
	char *text = long_text(len);
	int fd = memfd_create("archive", 0);
	struct archive *archive = pack("zip", NULL, NULL, fd);

	add(archive, "a.xml", AE_IFREG, NULL, text, COMITY_CONTAINER_FREE);
	add(archive, "b.xml", AE_IFREG, NULL, text, len);
	add_text(archive, "c.xml", "<a/>");
	free(text);
	expect("zip", comity_archive_walk, packed(archive, fd), COMITY_OK,
	    "in!/a.xml=1048576 in!/b.xml:comity-member-bomb in!/c.xml=4");
}
END_TEST

/* Packed twice, and no tar within. */
START_TEST(packed_otherwise)
{
	int fd = memfd_create("archive", 0);
	struct archive *archive = pack("gnutar", "gzip", NULL, fd);

	archive_write_free(archive);
	close(fd);
	fd = memfd_create("archive", 0);
	archive = archive_write_new();
	archive_write_set_format_gnutar(archive);
	archive_write_add_filter_gzip(archive);
	archive_write_add_filter_gzip(archive);
	ck_assert_int_eq(archive_write_open_fd(archive, fd), ARCHIVE_OK);
	add_text(archive, "a.xml", "<a/>");
	expect("twice", comity_archive_walk, packed(archive, fd),
	    COMITY_UNKNOWN, "in:comity-archive-unknown");

	fd = memfd_create("archive", 0);
	archive = pack("raw", "gzip", NULL, fd);
	add_text(archive, "a.xml", "<a/>");
	expect("a packed document", comity_archive_walk, packed(archive, fd),
	    COMITY_UNKNOWN, "in:comity-archive-unknown");
	expect("a document", comity_archive_walk, file_of("<a/>", 4),
	    COMITY_UNKNOWN, "in:comity-archive-unknown");
	expect("an empty ZIP", comity_archive_walk,
	    file_of("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22),
	    COMITY_OK, "");
	expect("nothing", comity_archive_walk, file_of("", 0), COMITY_UNKNOWN,
	    "in:comity-archive-unknown");
}
END_TEST

START_TEST(behind)
{
	size_t len;
	unsigned char *bytes = octets_of(whole("gnutar", NULL), &len),
		      *both = malloc(2 * len);

	memcpy(both, bytes, len);
	memcpy(both + len, bytes, len);
	expect("two in one", comity_archive_walk, file_of(both, 2 * len),
	    COMITY_UNKNOWN, WHOLE " in:comity-archive-behind");
	memset(both + len, 0, len);
	expect("filled up", comity_archive_walk, file_of(both, 2 * len),
	    COMITY_OK, WHOLE);
	free(both);
	free(bytes);
}
END_TEST

/* A member of a ZIP that does not unpack; the next one does. */
START_TEST(broken_members)
{
	char text[4000];
	struct archive *archive;
	unsigned char *bytes, *at;
	size_t i, len;
	int fd = memfd_create("archive", 0);

	for (i = 0; i < sizeof(text); i++)
		text[i] = (char)('a' + (i * i % 97 + i / 5) % 26);
	text[0] = '<';
	archive = pack("zip", NULL, NULL, fd);
	for (i = 0; i < 3; i++) {
		char name[8] = { (char)('a' + i), '.', 'x', 'm', 'l', 0 };

		add(archive, name, AE_IFREG, NULL, text, sizeof(text));
	}
	bytes = octets_of(packed(archive, fd), &len);
	at = memmem(bytes, len, "b.xml", 5);
	memset(at + 100, 0xff, 200);
	expect("zip", comity_archive_walk, file_of(bytes, len), COMITY_OK,
	    "in!/a.xml=4000 in!/b.xml:comity-member-damaged in!/c.xml=4000");
	free(bytes);
}
END_TEST

START_TEST(encrypted)
{
	int fd = memfd_create("archive", 0);
	struct archive *archive = archive_write_new();

	ck_assert_int_eq(archive_write_set_format_zip(archive), ARCHIVE_OK);
	ck_assert_int_eq(
	    archive_write_set_passphrase(archive, "secret"), ARCHIVE_OK);
	if (archive_write_set_options(archive, "zip:encryption=zipcrypt") !=
	    ARCHIVE_OK) {
		fprintf(stderr, "# SKIP: libarchive does not encrypt here\n");
		archive_write_free(archive);
		close(fd);
		return;
	}
	ck_assert_int_eq(archive_write_open_fd(archive, fd), ARCHIVE_OK);
	add_text(archive, "b.xml", "<bbbbbbbb/>");
	add_text(archive, "c.xml", "<a/>");
	expect("zip", comity_archive_walk, packed(archive, fd), COMITY_OK,
	    "in!/b.xml:comity-member-encrypted "
	    "in!/c.xml:comity-member-encrypted");
}
END_TEST

static int
count_members(void *context, const struct comity_member *member)
{
	*(size_t *)context += member->trouble < 0;
	return COMITY_OK;
}

START_TEST(many)
{
	int fd = memfd_create("archive", 0);
	struct archive *writer =
	    pack("ustar", "zstd", "zstd:compression-level=1", fd);
	struct comity_archive *archive;
	size_t count = 0, i;
	char name[32];

	for (i = 0; i < 10000; i++) {
		snprintf(name, sizeof(name), "%zu.xml", i);
		add_text(writer, name, "<a/>");
	}
	packed(writer, fd);
	ck_assert_int_eq(comity_archive_new(&archive), COMITY_OK);
	ck_assert_int_eq(
	    comity_archive_walk(archive, fd, "in", count_members, &count),
	    COMITY_OK);
	ck_assert_uint_eq(count, 10000);
	comity_archive_free(archive);
	close(fd);
}
END_TEST

static int
stop_at_second(void *context, const struct comity_member *member)
{
	(void)member;
	return ++*(int *)context == 2 ? COMITY_EIO : COMITY_OK;
}

START_TEST(stopped)
{
	struct comity_archive *archive;
	int count = 0, fd = whole("zip", NULL);

	ck_assert_int_eq(comity_archive_new(&archive), COMITY_OK);
	ck_assert_int_eq(
	    comity_archive_walk(archive, fd, "in", stop_at_second, &count),
	    COMITY_EIO);
	ck_assert_int_eq(count, 2);
	comity_archive_free(archive);
	close(fd);
}
END_TEST

/* --- streams ----------------------------------------------------------- */
#define OCTETS(text) text, sizeof(text) - 1
static const struct stream_row {
	const char *why, *octets;
	size_t len;
	int rc;
	const char *notes;
} streams[] = {
	{ "nothing", OCTETS(""), COMITY_OK, "" },
	{ "one", OCTETS("<a/>"), COMITY_OK, "in!/1=4" },
	{ "one, ended", OCTETS("<a/>\0"), COMITY_OK, "in!/1=4" },
	{ "two", OCTETS("<a/>\0<bb/>\0"), COMITY_OK, "in!/1=4 in!/2=5" },
	{ "an empty one between", OCTETS("<a/>\0\0<bb/>"), COMITY_OK,
	    "in!/1=4 in!/2=0 in!/3=5" },
	{ "an empty one in front", OCTETS("\0<bb/>"), COMITY_OK,
	    "in!/1=0 in!/2=5" },
	{ "UTF-16 with its mark", OCTETS("\xff\xfe<\0a\0/\0>\0"),
	    COMITY_UNKNOWN, "in:comity-stream-utf16" },
	{ "UTF-16 without", OCTETS("\0<\0a\0/\0>"), COMITY_UNKNOWN,
	    "in:comity-stream-utf16" },
	{ "a container alone",
	    OCTETS("PK\3\4__________________________mimetype\0application"),
	    COMITY_OK, "in!/1=50" },
};

START_TEST(stream_row)
{
	const struct stream_row *row = &streams[_i];

	expect(row->why, comity_stream_walk, file_of(row->octets, row->len),
	    row->rc, row->notes);
	expect(row->why, comity_stream_walk, pipe_of(row->octets, row->len),
	    row->rc, row->notes);
}
END_TEST

START_TEST(large_stream)
{
	size_t len = COMITY_SOURCE_MAX;
	char *text = malloc(2 * len + 20), wanted[120];
	int fd;

	memset(text, '<', 2 * len + 20);
	text[len] = '\0';
	text[2 * len + 2] = '\0';
	fd = file_of(text, 2 * len + 7);
	free(text);
	snprintf(wanted, sizeof(wanted),
	    "in!/1=%zu in!/2:comity-too-large in!/3=4", len);
	expect("large", comity_stream_walk, fd, COMITY_OK, wanted);
}
END_TEST

START_TEST(unreadable)
{
	int fd = open("/tmp", O_RDONLY | O_DIRECTORY);

	expect("a folder", comity_archive_walk, fd, COMITY_UNKNOWN,
	    "in:comity-unreadable");
	fd = open("/tmp", O_RDONLY | O_DIRECTORY);
	expect("a folder", comity_stream_walk, fd, COMITY_UNKNOWN,
	    "in:comity-unreadable");
}
END_TEST

/* --- in a closed process ----------------------------------------------- */
static struct comity_archive *opened;
static int opened_fd;

static int
walks_closed(void)
{
	struct comity_text text = { 0 };

	if (comity_archive_walk(opened, opened_fd, "in", note, &text) !=
	    COMITY_OK)
		return 2;
	return strcmp(text.data, "in!/Öl.xml=4 ") == 0 ? 0 : 3;
}

START_TEST(closed)
{
	static const struct whole_row rows[] = { { "pax", "gzip" },
		{ "gnutar", "xz" }, { "gnutar", "zstd" }, { "zip", NULL } };
	const struct comity_sandbox worker = { .memory = (size_t)1 << 30 };
	struct archive *archive;
	size_t i;

	if (!closes())
		return;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		opened_fd = memfd_create("archive", 0);
		archive = pack(rows[i].format, rows[i].filter, NULL, opened_fd);
		add_text(archive, "Öl.xml", "<a/>");
		packed(archive, opened_fd);
		ck_assert_int_eq(comity_archive_new(&opened), COMITY_OK);
		ck_assert_msg(
		    in_child(&worker, walks_closed) == 0, "%s", rows[i].format);
		comity_archive_free(opened);
		close(opened_fd);
	}
}
END_TEST

SUITE("archive")
{
	SUITE_ROWS(whole_row, wholes);
	SUITE_ROWS(cut_row, wholes);
	SUITE_ROWS(flipped_row, wholes);
	SUITE_TEST(names);
	SUITE_TEST(foreign_names);
	SUITE_TEST(kinds);
	SUITE_TEST(packed_otherwise);
	SUITE_TEST(behind);
	SUITE_TEST(broken_members);
	SUITE_TEST(encrypted);
	SUITE_TEST(stopped);
	SUITE_ROWS(stream_row, streams);
	SUITE_TEST(unreadable);
	if (!is_quick()) {
		SUITE_TEST(largest);
		SUITE_TEST(zip_bomb);
		SUITE_TEST(many);
		SUITE_TEST(large_stream);
	}
	SUITE_TEST(closed);
}
SUITE_END
