/* SPDX-License-Identifier: Apache-2.0 */
#include "folder.h"

#include "limit.h"
#include "text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const roles[] = { "schema", "part", "rules", "crosswalk",
	"codes", "messages", "example", "rules-part" };

int
comity_folder_refuse(struct comity_report *report, enum comity_finding_id id,
    const char *file, unsigned long line, const char *found,
    const char *expected)
{
	struct comity_place place = { .file = file, .line = line };
	int rc = comity_report_add(report, id, &place, found, expected);

	return rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
}

void
comity_folder_free(struct comity_folder *folder)
{
	size_t i;

	if (folder == NULL)
		return;
	for (i = 0; i < folder->count; i++) {
		free(folder->files[i].name);
		free(folder->files[i].role);
		comity_source_free(folder->files[i].source);
	}
	free(folder->files);
	comity_doc_free(folder->index);
	comity_source_free(folder->index_source);
	free(folder->path);
	free(folder);
}

const struct comity_folder_file *
comity_folder_find(const struct comity_folder *folder, const char *name)
{
	size_t i;

	for (i = 0; i < folder->count; i++) {
		if (strcmp(folder->files[i].name, name) == 0)
			return &folder->files[i];
	}
	return NULL;
}

const struct comity_folder_file *
comity_folder_role(const struct comity_folder *folder, const char *role)
{
	size_t i;

	for (i = 0; i < folder->count; i++) {
		if (strcmp(folder->files[i].role, role) == 0)
			return &folder->files[i];
	}
	return NULL;
}

static char *
join(const char *path, const char *name)
{
	struct comity_text text = { 0 };

	comity_text_addf(&text, "%s/%s", path, name);
	return comity_text_take(&text);
}

/* A relative name whose steps are plain: no "", ".", "..", no backslash. */
static bool
name_is_plain(const char *name)
{
	const char *step = name;
	size_t len;

	if (strlen(name) > COMITY_NAME_MAX || strpbrk(name, "\\:") != NULL)
		return false;
	for (;; step += len + 1) {
		len = strcspn(step, "/");
		if (len == 0 || step[0] == '.')
			return false;
		if (step[len] == '\0')
			return true;
	}
}

/* Open a file below a folder, following no link in any step; -1 and errno. */
static int
open_below(const char *path, const char *name)
{
	char step[NAME_MAX + 1];
	int at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int next;
	size_t len;

	while (at >= 0) {
		len = strcspn(name, "/");
		if (len > NAME_MAX) {
			close(at);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(step, name, len);
		step[len] = '\0';
		next = openat(at, step,
		    O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK |
			(name[len] == '/' ? O_DIRECTORY : 0));
		close(at);
		if (name[len] == '\0' || next < 0)
			return next;
		at = next;
		name += len + 1;
	}
	return -1;
}

static int
read_octets(int fd, unsigned char *bytes, size_t len)
{
	unsigned char beyond;
	size_t at = 0;
	ssize_t got;

	while (at < len) {
		got = read(fd, bytes + at, len - at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		at += (size_t)got;
	}
	/* A file that grew meanwhile is not the one that was measured. */
	return read(fd, &beyond, 1) == 0 ? 0 : -1;
}

/* Read one regular file of the folder. */
static int
file_read(const char *path, const char *name, struct comity_report *report,
    struct comity_source **out)
{
	char *full = join(path, name);
	unsigned char *bytes = NULL;
	struct stat status;
	int fd = -1, rc = COMITY_ENOMEM;

	if (full == NULL)
		goto out;
	if ((fd = open_below(path, name)) < 0) {
		rc = comity_folder_refuse(report, COMITY_F_PACK_FILE, full, 0,
		    errno == ELOOP || errno == ENOTDIR ? "a link"
						       : strerror(errno),
		    "a regular file");
		goto out;
	}
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		rc = comity_folder_refuse(report, COMITY_F_PACK_FILE, full, 0,
		    "not a regular file", "a regular file");
		goto out;
	}
	if (status.st_size <= 0 || status.st_size > COMITY_PACK_FILE_MAX) {
		rc = comity_folder_refuse(report, COMITY_F_PACK_FILE, full, 0,
		    status.st_size <= 0 ? "empty" : "too large", NULL);
		goto out;
	}
	if ((bytes = malloc((size_t)status.st_size)) == NULL) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	if (read_octets(fd, bytes, (size_t)status.st_size) != 0) {
		rc = comity_folder_refuse(report, COMITY_F_PACK_FILE, full, 0,
		    "changed while it was read", NULL);
		goto out;
	}
	rc =
	    comity_source_new(full, bytes, (size_t)status.st_size, report, out);
	if (rc == COMITY_REFUSED)
		rc = COMITY_EPACK;
out:
	if (fd >= 0)
		close(fd);
	free(bytes);
	free(full);
	return rc;
}

static int
role_check(const struct comity_folder *folder, const xmlNode *node,
    const char *name, const char *role, struct comity_report *report)
{
	const char *index = folder->index->name;
	unsigned long line = comity_doc_line(folder->index, node);
	size_t i;

	if (name == NULL || role == NULL || !name_is_plain(name))
		return comity_folder_refuse(report, COMITY_F_PACK_FILE, index,
		    line, name == NULL ? "File without a name" : name,
		    "a relative name with plain steps, and a role");
	if (comity_folder_find(folder, name) != NULL)
		return comity_folder_refuse(report, COMITY_F_PACK_FILE, index,
		    line, name, "each file once");
	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (strcmp(roles[i], role) == 0)
			return COMITY_OK;
	}
	return comity_folder_refuse(report, COMITY_F_PACK_FILE, index, line,
	    role, "a role: schema part rules rules-part crosswalk codes messages example");
}

/* Whether @of names another edition of the same profile, beside this one. */
static bool
of_is_sibling(const struct comity_folder *folder, const char *of)
{
	const char *slash = strrchr(folder->path, '/');

	return slash != NULL && name_is_plain(of) && strchr(of, '/') == NULL &&
	       strcmp(of, slash + 1) != 0 &&
	       strstr(folder->index->name, "/profile.xml") != NULL;
}

/* Read the octets of a File from the edition that @of names, following no
 * link on the way. What that one has by @of is not there: no chain, no
 * cycle. */
static int
sibling_read(const struct comity_folder *folder, const xmlNode *node,
    const char *of, const char *name, struct comity_report *report,
    struct comity_source **out)
{
	char *parent = NULL, *below = NULL, *index = NULL;
	int rc = COMITY_ENOMEM;

	if (!of_is_sibling(folder, of))
		return comity_folder_refuse(report, COMITY_F_PACK_FILE,
		    folder->index->name, comity_doc_line(folder->index, node),
		    of, "@of: another edition of the same profile");
	parent = comity_text_copy(folder->path);
	below = join(of, name);
	index = join(of, "profile.xml");
	if (parent == NULL || below == NULL || index == NULL)
		goto out;
	*strrchr(parent, '/') = '\0';
	rc =
	    comity_folder_has(parent, index)
		? file_read(parent, below, report, out)
		: comity_folder_refuse(report, COMITY_F_PACK_FILE,
		      folder->index->name, comity_doc_line(folder->index, node),
		      of, "@of: an edition that is there");
out:
	free(parent);
	free(below);
	free(index);
	return rc;
}

static int
octets_read(struct comity_folder *folder, const xmlNode *node, const char *name,
    struct comity_report *report, struct comity_folder_file *file)
{
	char *of = comity_node_attribute(node, "of");
	int rc;

	file->elsewhere = of != NULL;
	rc = of == NULL
		 ? file_read(folder->path, name, report, &file->source)
		 : sibling_read(folder, node, of, name, report, &file->source);
	free(of);
	return rc;
}

/* Read what one File element names into the folder's next row. */
static int
file_element(struct comity_folder *folder, const xmlNode *node,
    struct comity_report *report)
{
	struct comity_folder_file *file = &folder->files[folder->count];
	char *name = comity_node_attribute(node, "name");
	char *role = comity_node_attribute(node, "role");
	char *digest = comity_node_attribute(node, "sha256");
	int rc = role_check(folder, node, name, role, report);

	if (rc != COMITY_OK)
		goto out;
	rc = octets_read(folder, node, name, report, file);
	if (rc != COMITY_OK)
		goto out;
	file->name = name;
	file->role = role;
	name = role = NULL; /* transferred */
	folder->count++;
	if (digest == NULL || strcmp(digest, file->source->sha256_hex) != 0)
		rc = comity_folder_refuse(report, COMITY_F_PACK_DIGEST,
		    file->source->name, 0, file->source->sha256_hex, digest);
out:
	free(name);
	free(role);
	free(digest);
	return rc;
}

static int
files_read(struct comity_folder *folder, struct comity_report *report)
{
	xmlNodePtr root = comity_doc_root(folder->index), node;
	size_t room = 1;
	int rc = COMITY_OK;

	for (node = comity_node_first(root); node != NULL;
	     node = comity_node_after(node))
		room++;
	if ((folder->files = calloc(room, sizeof(*folder->files))) == NULL)
		return COMITY_ENOMEM;
	for (node = comity_node_first(root); node != NULL;
	     node = comity_node_after(node)) {
		if (comity_node_is(node, COMITY_NS_PROFILE, "File"))
			rc = comity_status_worse(
			    rc, file_element(folder, node, report));
	}
	return rc;
}

/* Whether a name that stands in the folder is one that the index gives. */
static int
listed_check(const struct comity_folder *folder, const char *index,
    const char *name, struct comity_report *report)
{
	const struct comity_folder_file *file =
	    comity_folder_find(folder, name);
	char *full;
	int rc;

	if (strcmp(name, index) == 0 || (file != NULL && !file->elsewhere))
		return COMITY_OK;
	if ((full = join(folder->path, name)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_folder_refuse(
	    report, COMITY_F_PACK_UNLISTED, full, 0, name, NULL);
	free(full);
	return rc;
}

/* Walk what really stands in the folder; prefix is "" or "codes". */
static int
walk(const struct comity_folder *folder, const char *index, const char *prefix,
    int depth, struct comity_report *report)
{
	char *at = join(folder->path, prefix), *name = NULL;
	DIR *dir = at == NULL ? NULL : opendir(at);
	struct dirent *entry;
	struct stat status;
	int rc = COMITY_OK;

	if (dir == NULL)
		rc = at == NULL
			 ? COMITY_ENOMEM
			 : comity_folder_refuse(report, COMITY_F_PACK_FOLDER,
			       at, 0, strerror(errno), NULL);
	while (dir != NULL && rc != COMITY_ENOMEM &&
	       (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		name = prefix[0] == '\0' ? comity_text_copy(entry->d_name)
					 : join(prefix, entry->d_name);
		if (name == NULL)
			rc = COMITY_ENOMEM;
		else if (fstatat(dirfd(dir), entry->d_name, &status,
			     AT_SYMLINK_NOFOLLOW) == 0 &&
			 S_ISDIR(status.st_mode) && depth > 0)
			rc = comity_status_worse(
			    rc, walk(folder, index, name, depth - 1, report));
		else
			rc = comity_status_worse(
			    rc, listed_check(folder, index, name, report));
		free(name);
	}
	if (dir != NULL)
		closedir(dir);
	free(at);
	return rc;
}

/* inspect: what is refused does not end the reading. */
static int
folder_read(const char *path, const char *index, bool inspect,
    struct comity_report *report, struct comity_folder **out)
{
	struct comity_folder *folder = calloc(1, sizeof(*folder));
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (folder == NULL || (folder->path = comity_text_copy(path)) == NULL)
		goto out;
	rc = file_read(path, index, report, &folder->index_source);
	if (rc != COMITY_OK)
		goto out;
	rc = comity_doc_read(folder->index_source, report, &folder->index);
	if (rc != COMITY_OK) {
		rc = rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
		goto out;
	}
	rc = files_read(folder, report);
	if (rc != COMITY_ENOMEM)
		rc =
		    comity_status_worse(rc, walk(folder, index, "", 3, report));
	if (rc != COMITY_OK && (!inspect || rc == COMITY_ENOMEM))
		goto out;
	*out = folder;
	folder = NULL; /* transferred */
out:
	comity_folder_free(folder);
	return rc;
}

int
comity_folder_read(const char *path, const char *index,
    struct comity_report *report, struct comity_folder **out)
{
	return folder_read(path, index, false, report, out);
}

int
comity_folder_inspect(const char *path, const char *index,
    struct comity_report *report, struct comity_folder **out)
{
	return folder_read(path, index, true, report, out);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
comity_folder_list_free(char **names)
{
	size_t i;

	for (i = 0; names != NULL && names[i] != NULL; i++)
		free(names[i]);
	free(names);
}

static bool
ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return len >= end_len && strcmp(name + len - end_len, end) == 0;
}

/* end: the files whose names end so; NULL the subfolders. */
static char **
names_list(const char *path, const char *end)
{
	DIR *dir = opendir(path);
	char **names = calloc(1, sizeof(*names)), **more;
	struct dirent *entry;
	struct stat status;
	size_t count = 0;

	while (dir != NULL && names != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' ||
		    fstatat(dirfd(dir), entry->d_name, &status,
			AT_SYMLINK_NOFOLLOW) != 0 ||
		    (end == NULL ? !S_ISDIR(status.st_mode)
				 : !S_ISREG(status.st_mode) ||
				       !ends_with(entry->d_name, end)))
			continue;
		more = realloc(names, (count + 2) * sizeof(*names));
		if (more != NULL) {
			names = more;
			names[count] = comity_text_copy(entry->d_name);
			names[count + 1] = NULL;
		}
		if (more == NULL || names[count++] == NULL) {
			comity_folder_list_free(names);
			names = NULL;
		}
	}
	if (dir == NULL) {
		free(names);
		return NULL;
	}
	closedir(dir);
	if (names != NULL)
		qsort(names, count, sizeof(*names), compare_names);
	return names;
}

char **
comity_folder_list(const char *path)
{
	return names_list(path, NULL);
}

char **
comity_folder_files(const char *path, const char *end)
{
	return names_list(path, end);
}

bool
comity_folder_has(const char *path, const char *name)
{
	struct stat status;
	char *full = join(path, name);
	bool has = full != NULL && lstat(full, &status) == 0;

	free(full);
	return has;
}
