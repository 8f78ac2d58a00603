/* SPDX-License-Identifier: Apache-2.0 */
/* Files below a folder at places that strangers name: nothing outside of it is
 * written, whatever the name and whatever stands there. */
#include "file-below.h"
#include "file-group.h"
#include "suite.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER COMITY_TEST_BUILDDIR

/* In the folder are: here/, file, and links: out (to ../outside), in (to
 * here), to-file (to ../outside/kept), nowhere; beside it, outside/kept. */
static const struct row {
	const char *why, *path;
	bool below; /* each step is plain */
	bool written;
	const char *found; /* of the finding */
} rows[] = {
	{ "a name", "a.xml", true, true, NULL },
	{ "in a new folder", "one/two/three/a.xml", true, true, NULL },
	{ "in a folder that is there", "here/a.xml", true, true, NULL },
	{ "a file is replaced", "file", true, true, NULL },
	{ "odd, and plain", "...", true, true, NULL },
	{ "begins with two dots", "..a/.b", true, true, NULL },
	{ "a blank and a line's end", " \n", true, true, NULL },
	{ "nothing", "", false, false, "it leads out" },
	{ "the root", "/", false, false, "it leads out" },
	{ "absolute", "/a.xml", false, false, "it leads out" },
	{ "the folder itself", ".", false, false, "it leads out" },
	{ "the one above", "..", false, false, "it leads out" },
	{ "a step up", "../outside/kept", false, false, "it leads out" },
	{ "a step up on the way", "here/../a.xml", false, false,
	    "it leads out" },
	{ "a step up at the end", "here/..", false, false, "it leads out" },
	{ "a step that stays", "./a.xml", false, false, "it leads out" },
	{ "an empty step", "here//a.xml", false, false, "it leads out" },
	{ "no name at the end", "here/", false, false, "it leads out" },
	{ "a folder stands there", "here", true, false, "it is a directory" },
	{ "a file where a folder has to be", "file/a.xml", true, false,
	    "Not a directory" },
	{ "through a link that leads out", "out/kept", true, false,
	    "there is a link on the way" },
	{ "a new file through it", "out/new", true, false,
	    "there is a link on the way" },
	{ "through a link that stays in", "in/a.xml", true, false,
	    "there is a link on the way" },
	{ "onto a link to a file", "to-file", true, false,
	    "there is a link on the way" },
	{ "onto a link to nothing", "nowhere", true, false,
	    "there is a link on the way" },
	{ "a pipe stands there", "pipe", true, false, "it is no regular file" },
};

static char base[256], root[300];

static void
put(const char *name, const char *text)
{
	char path[600];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", base, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	ck_assert_int_ge(fd, 0);
	ck_assert(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
}

/* What a file holds; "" where there is none. */
static const char *
get(const char *folder, const char *name)
{
	static char text[64];
	char path[600];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_RDONLY);
	len = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	text[len < 0 ? 0 : len] = '\0';
	return text;
}

static void
begin(void)
{
	snprintf(base, sizeof(base), "%s/below-XXXXXX", FOLDER);
	ck_assert_ptr_nonnull(mkdtemp(base));
	snprintf(root, sizeof(root), "%s/root", base);
	ck_assert_int_eq(chdir(base), 0);
	ck_assert_int_eq(mkdir("root", 0755), 0);
	ck_assert_int_eq(mkdir("root/here", 0755), 0);
	ck_assert_int_eq(mkdir("outside", 0755), 0);
	put("outside/kept", "kept");
	put("root/file", "old");
	ck_assert_int_eq(symlink("../outside", "root/out"), 0);
	ck_assert_int_eq(symlink("here", "root/in"), 0);
	ck_assert_int_eq(symlink("../outside/kept", "root/to-file"), 0);
	ck_assert_int_eq(symlink("nothing", "root/nowhere"), 0);
	ck_assert_int_eq(mkfifo("root/pipe", 0644), 0);
}

static void
end(void)
{
	char line[400];

	ck_assert_int_eq(chdir("/"), 0);
	snprintf(line, sizeof(line), "rm -rf '%s'", base);
	ck_assert_int_eq(system(line), 0);
}

START_TEST(below_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	const struct comity_finding *finding;
	int rc;

	begin();
	ck_assert_msg(
	    comity_file_is_below(row->path) == row->below, "%s", row->why);
	rc = comity_file_write_below(root, row->path, "new", 3, report);
	finding = comity_report_at(report, 0);
	ck_assert_msg(
	    rc == (row->written ? COMITY_OK : COMITY_EIO), "%s", row->why);
	if (row->written) {
		ck_assert_str_eq(get(root, row->path), "new");
		ck_assert_ptr_null(finding);
	} else {
		ck_assert_ptr_nonnull(finding);
		ck_assert_str_eq(finding->id, "comity-unwritable");
		ck_assert_msg(strstr(finding->found, row->found) != NULL,
		    "%s: %s", row->why, finding->found);
		ck_assert_str_eq(get(root, "file"), "old");
	}
	/* nothing outside, and nothing through a link */
	ck_assert_str_eq(get(base, "outside/kept"), "kept");
	ck_assert_int_ne(access("outside/new", F_OK), 0);
	ck_assert_int_ne(access("root/nothing", F_OK), 0);
	ck_assert(strcmp(row->path, "here/a.xml") == 0 ||
		  access("root/here/a.xml", F_OK) != 0);
	end();
	comity_report_free(report);
}
END_TEST

/* The folder itself is the caller's word: made with those above it, relative
 * or absolute, and a link to one is one. */
START_TEST(roots)
{
	static const char *const names[] = { "deep/er", "deep/er/", "./a//b",
		"link", "../" };
	struct comity_report *report = comity_report_new();
	char whole[400];
	size_t i;

	begin();
	ck_assert_int_eq(symlink("outside", "link"), 0);
	ck_assert_int_eq(chdir("root"), 0);
	ck_assert_int_eq(symlink("../outside", "link"), 0);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		ck_assert(comity_file_write_below(
			      names[i], "x/y", "new", 3, report) == COMITY_OK);
		ck_assert_str_eq(get(names[i], "x/y"), "new");
	}
	snprintf(whole, sizeof(whole), "%s/of/all", base);
	ck_assert(comity_file_write_below(whole, "x/y", "new", 3, report) ==
		  COMITY_OK);
	ck_assert_str_eq(get(whole, "x/y"), "new");
	ck_assert(
	    comity_file_write_below("", "x/y", "new", 3, report) == COMITY_EIO);
	ck_assert(comity_file_write_below("file", "x/y", "new", 3, report) ==
		  COMITY_EIO);
	ck_assert_int_ne(access("/x/y", F_OK), 0);
	end();
	comity_report_free(report);
}
END_TEST

/* Of each row a group says what is said of it alone, and writes the same. */
START_TEST(group_row)
{
	const struct row *row = &rows[_i];
	struct comity_file_group *group;
	struct comity_file_done done;

	begin();
	group = comity_file_group_new(root);
	ck_assert(comity_file_group_add(group, "first", "one", 3, false));
	ck_assert(comity_file_group_add(group, row->path, "new", 3, false));
	ck_assert(comity_file_group_add(group, "last", "two", 3, false));
	ck_assert_str_eq(get(root, "first"), "");
	ck_assert_str_eq(get(root, "file"), "old");
	comity_file_group_commit(group);
	ck_assert_uint_eq(comity_file_group_count(group), 3);
	done = comity_file_group_at(group, 1);
	ck_assert_msg(done.status == (row->written ? COMITY_OK : COMITY_EIO),
	    "%s", row->why);
	if (row->written) {
		ck_assert_str_eq(get(root, row->path), "new");
	} else {
		ck_assert_int_eq(done.id, COMITY_F_UNWRITABLE);
		ck_assert_msg(strstr(done.why, row->found) != NULL, "%s: %s",
		    row->why, done.why);
		ck_assert_str_eq(get(root, "file"), "old");
	}
	ck_assert_int_eq(comity_file_group_at(group, 0).status, COMITY_OK);
	ck_assert_int_eq(comity_file_group_at(group, 2).status, COMITY_OK);
	ck_assert_str_eq(get(root, "first"), "one");
	ck_assert_str_eq(get(root, "last"), "two");
	ck_assert_str_eq(get(base, "outside/kept"), "kept");
	ck_assert_int_ne(access("outside/new", F_OK), 0);
	ck_assert_int_ne(access("root/nothing", F_OK), 0);
	comity_file_group_free(group);
	end();
}
END_TEST

/* Files below a folder, by find. */
static int
count_files(const char *folder)
{
	char line[700];
	int count = -1;
	FILE *from;

	snprintf(line, sizeof(line), "find '%s' -type f | wc -l", folder);
	from = popen(line, "r");
	ck_assert_ptr_nonnull(from);
	ck_assert_int_eq(fscanf(from, "%d", &count), 1);
	pclose(from);
	return count;
}

/* What is not committed leaves no trace; then the group begins anew. */
START_TEST(group_dropped)
{
	struct comity_file_group *group;
	char name[32];
	int i;

	begin();
	group = comity_file_group_new(root);
	for (i = 0; i < COMITY_FILE_GROUP_MAX; i++) {
		snprintf(name, sizeof(name), "sub%d/%d", i % 3, i);
		ck_assert(comity_file_group_add(group, name, "x", 1, false));
	}
	ck_assert(!comity_file_group_add(group, "more", "x", 1, false));
	ck_assert(!comity_file_group_add_none(group, "none", false));
	ck_assert_int_eq(count_files(root), 1 + COMITY_FILE_GROUP_MAX);
	comity_file_group_clear(group);
	ck_assert_int_eq(count_files(root), 1);
	for (i = 0; i < COMITY_FILE_GROUP_MAX; i++) {
		snprintf(name, sizeof(name), "sub%d/%d", i % 3, i);
		ck_assert(comity_file_group_add(group, name, "x", 1, false));
	}
	comity_file_group_commit(group);
	for (i = 0; i < COMITY_FILE_GROUP_MAX; i++) {
		snprintf(name, sizeof(name), "sub%d/%d", i % 3, i);
		ck_assert_int_eq(
		    comity_file_group_at(group, (size_t)i).status, COMITY_OK);
		ck_assert_str_eq(get(root, name), "x");
	}
	comity_file_group_clear(group);
	ck_assert(comity_file_group_add(group, "more", "x", 1, false));
	comity_file_group_free(group);
	ck_assert_int_eq(count_files(root), 1 + COMITY_FILE_GROUP_MAX);
	end();
}
END_TEST

/* Two that go together are written both or not at all. */
START_TEST(group_pairs)
{
	static const struct {
		const char *first, *second;
		bool written;
	} pairs[] = { { "a", "b", true }, { "in/x", "c", false },
		{ "d", "nowhere", false }, { "../e", "here", false },
		{ "f", "g", true } };
	struct comity_file_group *group;
	struct comity_file_done one, two;
	size_t i;

	begin();
	group = comity_file_group_new(root);
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		ck_assert(comity_file_group_add(
		    group, pairs[i].first, "1", 1, false));
		ck_assert(comity_file_group_add(
		    group, pairs[i].second, "2", 1, true));
	}
	ck_assert(comity_file_group_add(group, "h", "1", 1, false));
	ck_assert(comity_file_group_add_none(group, "no octets", true));
	comity_file_group_commit(group);
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		one = comity_file_group_at(group, 2 * i);
		two = comity_file_group_at(group, 2 * i + 1);
		ck_assert_int_eq(
		    one.status, pairs[i].written ? COMITY_OK : COMITY_EIO);
		ck_assert_int_eq(one.status, two.status);
		ck_assert_int_eq(
		    get(root, pairs[i].first)[0] == '1', pairs[i].written);
		ck_assert_int_eq(
		    get(root, pairs[i].second)[0] == '2', pairs[i].written);
	}
	ck_assert_str_eq(comity_file_group_at(group, 2 * i).why, "no octets");
	ck_assert_int_eq(count_files(root), 1 + 4);
	comity_file_group_free(group);
	end();
}
END_TEST

/* A file that is replaced keeps its mode; new ones have the umask's. */
START_TEST(group_modes)
{
	struct comity_file_group *group;
	mode_t was = umask(027);
	struct stat status;

	begin();
	ck_assert_int_eq(chmod("root/file", 0604), 0);
	group = comity_file_group_new(root);
	ck_assert(comity_file_group_add(group, "file", "new", 3, false));
	ck_assert(comity_file_group_add(group, "other", "new", 3, false));
	comity_file_group_commit(group);
	ck_assert_int_eq(stat("root/file", &status), 0);
	ck_assert_int_eq(status.st_mode & 0777, 0604);
	ck_assert_int_eq(stat("root/other", &status), 0);
	ck_assert_int_eq(status.st_mode & 0777, 0640);
	ck_assert_str_eq(get(root, "file"), "new");
	comity_file_group_free(group);
	umask(was);
	end();
}
END_TEST

SUITE("file-below")
SUITE_ROWS(below_row, rows);
SUITE_TEST(roots);
SUITE_ROWS(group_row, rows);
SUITE_TEST(group_dropped);
SUITE_TEST(group_pairs);
SUITE_TEST(group_modes);
SUITE_END
