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

/* Where files are read from: a folder, held open. */
struct where {
	const char *path;
	int at; /* -1: it could not be opened, and why */
	int trouble;
	const struct comity_folder_known *known; /* NULL none */
};

static struct where
where_open(const char *path, const struct comity_folder_known *known)
{
	struct where where = { .path = path, .known = known };

	where.at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	where.trouble = where.at < 0 ? errno : 0;
	return where;
}

static void
where_close(struct where *where)
{
	if (where->at >= 0)
		close(where->at);
}

/* Open a file below a folder, following no link in any step; -1 and errno. */
static int
open_below(const struct where *where, const char *name)
{
	char step[NAME_MAX + 1];
	int at = where->at, next;
	size_t len;

	errno = where->trouble;
	while (at >= 0) {
		len = strcspn(name, "/");
		next = -1;
		errno = ENAMETOOLONG;
		if (len <= NAME_MAX) {
			memcpy(step, name, len);
			step[len] = '\0';
			next = openat(at, step,
			    O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK |
				(name[len] == '/' ? O_DIRECTORY : 0));
		}
		if (at != where->at) {
			int trouble = errno;

			close(at);
			errno = trouble;
		}
		if (name[len] == '\0' || next < 0)
			return next;
		at = next;
		name += len + 1;
	}
	return -1;
}

/* Read len octets into room for one more; a file that grew meanwhile is not
 * the one that was measured. */
static int
read_octets(int fd, unsigned char *bytes, size_t len)
{
	size_t at = 0;
	ssize_t got;

	do {
		got = read(fd, bytes + at, len + 1 - at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || (got == 0 && at < len))
			return -1;
		at += (size_t)got;
	} while (at < len);
	return at == len ? 0 : -1;
}

/* What is open, as a source of this name. */
static int
octets_take(int fd, const char *full, struct comity_report *report,
    struct comity_source **out)
{
	unsigned char *bytes;
	struct stat status;
	size_t len;
	int rc;

	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
		return comity_folder_refuse(report, COMITY_F_PACK_FILE, full, 0,
		    "not a regular file", "a regular file");
	if (status.st_size <= 0 || status.st_size > COMITY_PACK_FILE_MAX)
		return comity_folder_refuse(report, COMITY_F_PACK_FILE, full, 0,
		    status.st_size <= 0 ? "empty" : "too large", NULL);
	len = (size_t)status.st_size;
	if ((bytes = malloc(len + 1)) == NULL)
		return COMITY_ENOMEM;
	if (read_octets(fd, bytes, len) != 0) {
		free(bytes);
		return comity_folder_refuse(report, COMITY_F_PACK_FILE, full, 0,
		    "changed while it was read", NULL);
	}
	rc = comity_source_take(full, bytes, len, report, out);
	return rc == COMITY_REFUSED ? COMITY_EPACK : rc;
}

/* Read one regular file of the folder. */
static int
file_read(const struct where *where, const char *name,
    struct comity_report *report, struct comity_source **out)
{
	char *full = join(where->path, name);
	struct comity_source *source = NULL;
	int fd, rc = COMITY_OK;

	if (full == NULL)
		return COMITY_ENOMEM;
	if (where->known != NULL)
		source = where->known->find(where->known->context, full);
	if (source != NULL) {
		*out = comity_source_share(source);
	} else if ((fd = open_below(where, name)) < 0) {
		rc = comity_folder_refuse(report, COMITY_F_PACK_FILE, full, 0,
		    errno == ELOOP || errno == ENOTDIR ? "a link"
						       : strerror(errno),
		    "a regular file");
	} else {
		rc = octets_take(fd, full, report, out);
		close(fd);
	}
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
sibling_read(const struct comity_folder *folder, const struct where *beside,
    const xmlNode *node, const char *of, const char *name,
    struct comity_report *report, struct comity_source **out)
{
	char *parent = NULL, *below = NULL, *index = NULL;
	struct where where = { .at = -1 };
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
	where = where_open(parent, beside->known);
	rc =
	    comity_folder_has(parent, index)
		? file_read(&where, below, report, out)
		: comity_folder_refuse(report, COMITY_F_PACK_FILE,
		      folder->index->name, comity_doc_line(folder->index, node),
		      of, "@of: an edition that is there");
out:
	where_close(&where);
	free(parent);
	free(below);
	free(index);
	return rc;
}

static int
octets_read(struct comity_folder *folder, const struct where *where,
    const xmlNode *node, const char *name, struct comity_report *report,
    struct comity_folder_file *file)
{
	char *of = comity_node_attribute(node, "of");
	int rc;

	file->elsewhere = of != NULL;
	rc = of == NULL
		 ? file_read(where, name, report, &file->source)
		 : sibling_read(
		       folder, where, node, of, name, report, &file->source);
	free(of);
	return rc;
}

/* Read what one File element names into the folder's next row. */
static int
file_element(struct comity_folder *folder, const struct where *where,
    const xmlNode *node, struct comity_report *report)
{
	struct comity_folder_file *file = &folder->files[folder->count];
	char *name = comity_node_attribute(node, "name");
	char *role = comity_node_attribute(node, "role");
	char *digest = comity_node_attribute(node, "sha256");
	int rc = role_check(folder, node, name, role, report);

	if (rc != COMITY_OK)
		goto out;
	rc = octets_read(folder, where, node, name, report, file);
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
files_read(struct comity_folder *folder, const struct where *where,
    struct comity_report *report)
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
			    rc, file_element(folder, where, node, report));
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

/* Whether an entry itself is of a kind; what the file system does not say with
 * the name is asked for. */
static bool
is_kind(DIR *dir, const struct dirent *entry, mode_t kind)
{
	struct stat status;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == IFTODT(kind);
	return fstatat(dirfd(dir), entry->d_name, &status,
		   AT_SYMLINK_NOFOLLOW) == 0 &&
	       (status.st_mode & S_IFMT) == kind;
}

/* Walk what really stands in the folder; prefix is "" or "codes". */
static int
walk(const struct comity_folder *folder, const char *index, const char *prefix,
    int depth, struct comity_report *report)
{
	char *at = join(folder->path, prefix), *name = NULL;
	DIR *dir = at == NULL ? NULL : opendir(at);
	struct dirent *entry;
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
		else if (depth > 0 && is_kind(dir, entry, S_IFDIR))
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
    const struct comity_folder_known *known, struct comity_report *report,
    struct comity_folder **out)
{
	struct comity_folder *folder = calloc(1, sizeof(*folder));
	struct where where = where_open(path, known);
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (folder == NULL || (folder->path = comity_text_copy(path)) == NULL)
		goto out;
	rc = file_read(&where, index, report, &folder->index_source);
	if (rc != COMITY_OK)
		goto out;
	rc = comity_doc_read(folder->index_source, report, &folder->index);
	if (rc != COMITY_OK) {
		rc = rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
		goto out;
	}
	rc = files_read(folder, &where, report);
	if (rc != COMITY_ENOMEM)
		rc =
		    comity_status_worse(rc, walk(folder, index, "", 3, report));
	if (rc != COMITY_OK && (!inspect || rc == COMITY_ENOMEM))
		goto out;
	*out = folder;
	folder = NULL; /* transferred */
out:
	where_close(&where);
	comity_folder_free(folder);
	return rc;
}

int
comity_folder_read_known(const char *path, const char *index,
    const struct comity_folder_known *known, struct comity_report *report,
    struct comity_folder **out)
{
	return folder_read(path, index, false, known, report, out);
}

int
comity_folder_read(const char *path, const char *index,
    struct comity_report *report, struct comity_folder **out)
{
	return folder_read(path, index, false, NULL, report, out);
}

int
comity_folder_inspect(const char *path, const char *index,
    struct comity_report *report, struct comity_folder **out)
{
	return folder_read(path, index, true, NULL, report, out);
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
	size_t count = 0;

	while (dir != NULL && names != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' ||
		    (end != NULL && !ends_with(entry->d_name, end)) ||
		    !is_kind(dir, entry, end == NULL ? S_IFDIR : S_IFREG))
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
