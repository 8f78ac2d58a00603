/* SPDX-License-Identifier: Apache-2.0 */
/* container-read: the octets of a container's files, through libarchive. */
#include "container-name.h"
#include "container-zip.h"
#include "container.h"
#include "limit.h"
#include "text.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int
refuse(const struct comity_source *source, struct comity_report *report,
    enum comity_finding_id id, const char *found)
{
	struct comity_place place = { .file = source->name };

	return comity_report_add(report, id, &place, found, NULL);
}

bool
comity_container_is(const struct comity_source *source)
{
	return comity_zip_begins(source);
}

void
comity_container_free(struct comity_container *container)
{
	size_t i;

	if (container == NULL)
		return;
	for (i = 0; i < container->count; i++) {
		free(container->files[i].name);
		free(container->files[i].bytes);
	}
	free(container->files);
	free(container);
}

int
comity_container_add(struct comity_container *container, const char *name,
    const void *bytes, size_t len)
{
	struct comity_container_file *more, file = { .len = len };
	size_t i;

	/* a name that ends in a slash is a directory's, which holds nothing */
	if (!comity_container_name_is_safe(name) ||
	    name[strlen(name) - 1] == '/' ||
	    comity_container_name_same(name, "mimetype"))
		return COMITY_REFUSED;
	for (i = 0; i < container->count; i++)
		if (comity_container_name_same(container->files[i].name, name))
			return COMITY_REFUSED;
	more =
	    reallocarray(container->files, container->count + 1, sizeof(*more));
	if (more == NULL)
		return COMITY_ENOMEM;
	container->files = more;
	file.name = comity_text_copy(name);
	file.bytes = malloc(len + 1);
	if (file.name == NULL || file.bytes == NULL) {
		free(file.name);
		free(file.bytes);
		return COMITY_ENOMEM;
	}
	if (len > 0)
		memcpy(file.bytes, bytes, len);
	file.bytes[len] = '\0';
	more[container->count++] = file;
	return COMITY_OK;
}

/* EN 319 162-1 annex A: first, stored, without an extra field, exact. */
static int
read_mimetype(const struct comity_source *source, const struct comity_zip *zip,
    struct comity_report *report, struct comity_container *container)
{
	static const char *const types[] = { COMITY_MIME_ASIC_S,
		COMITY_MIME_ASIC_E };
	const struct comity_zip_entry *first = &zip->entries[0];
	const char *text;
	size_t i;

	if (zip->count == 0 || strcmp(first->name, "mimetype") != 0 ||
	    !first->plain)
		return refuse(source, report, COMITY_F_CONTAINER_MIMETYPE,
		    zip->count > 0 ? first->name : NULL);
	text = (const char *)source->bytes + first->data;
	for (i = 0; i < 2; i++)
		if (first->len == strlen(types[i]) &&
		    memcmp(text, types[i], first->len) == 0) {
			container->extended = i == 1;
			return COMITY_OK;
		}
	return refuse(
	    source, report, COMITY_F_CONTAINER_MIMETYPE, "another media type");
}

/* Exactly the octets that were stated, and their checksum. */
static int
read_data(struct archive *archive, const struct comity_zip_entry *entry,
    unsigned char **bytes)
{
	size_t at = 0;
	la_ssize_t got = 0;
	char more;

	if ((*bytes = malloc(entry->len + 1)) == NULL)
		return COMITY_ENOMEM;
	while (at < entry->len && (got = archive_read_data(archive, *bytes + at,
				       entry->len - at)) > 0)
		at += (size_t)got;
	if (at == entry->len && got >= 0 &&
	    archive_read_data(archive, &more, 1) == 0)
		return COMITY_OK;
	free(*bytes);
	*bytes = NULL;
	return archive_errno(archive) == ENOMEM ? COMITY_ENOMEM
						: COMITY_REFUSED;
}

static int
read_file(struct archive *archive, const struct comity_source *source,
    const struct comity_zip_entry *entry, struct comity_report *report,
    struct comity_container *container)
{
	struct archive_entry *header;
	bool plain = comity_zip_name_is_ascii(entry->name);
	unsigned char *bytes = NULL;
	const char *name;
	int rc = archive_read_next_header(archive, &header);

	/* libarchive gives names by way of the locale, which this library does
	 * not ask: one beyond ASCII comes with a warning, and not as it is.
	 * Then the octets tell whether both mean the same file. */
	if (rc != ARCHIVE_OK && (plain || rc != ARCHIVE_WARN))
		return refuse(
		    source, report, COMITY_F_CONTAINER_DISAGREES, entry->name);
	name = plain ? archive_entry_pathname_utf8(header) : entry->name;
	if (name == NULL || strcmp(name, entry->name) != 0 ||
	    archive_entry_filetype(header) !=
		(entry->directory ? AE_IFDIR : AE_IFREG))
		return refuse(
		    source, report, COMITY_F_CONTAINER_DISAGREES, entry->name);
	if (entry->directory || strcmp(name, "mimetype") == 0)
		return COMITY_OK;
	rc = read_data(archive, entry, &bytes);
	if (rc == COMITY_REFUSED)
		return refuse(
		    source, report, COMITY_F_CONTAINER_DAMAGED, entry->name);
	if (rc == COMITY_OK && !plain &&
	    comity_zip_checksum(bytes, entry->len) != entry->crc)
		rc = refuse(
		    source, report, COMITY_F_CONTAINER_DISAGREES, entry->name);
	if (rc == COMITY_OK)
		rc = comity_container_add(
		    container, entry->name, bytes, entry->len);
	free(bytes);
	return rc;
}

int
comity_container_read(const struct comity_source *source,
    struct comity_report *report, struct comity_container **out)
{
	struct comity_container *container = NULL;
	struct comity_zip *zip = NULL;
	struct archive *archive = NULL;
	size_t i;
	int rc;

	*out = NULL;
	if ((rc = comity_zip_read(source, report, &zip)) != COMITY_OK)
		return rc;
	rc = COMITY_ENOMEM;
	if ((container = calloc(1, sizeof(*container))) == NULL)
		goto out;
	rc = read_mimetype(source, zip, report, container);
	if (rc != COMITY_OK)
		goto out;
	rc = COMITY_ENOMEM;
	if ((archive = archive_read_new()) == NULL ||
	    archive_read_support_format_zip_seekable(archive) != ARCHIVE_OK ||
	    archive_read_open_memory(archive, source->bytes, source->len) !=
		ARCHIVE_OK)
		goto out;
	for (i = 0, rc = COMITY_OK; rc == COMITY_OK && i < zip->count; i++)
		rc = read_file(
		    archive, source, &zip->entries[i], report, container);
	if (rc == COMITY_OK) {
		*out = container;
		container = NULL; /* transferred */
	}
out:
	archive_read_free(archive);
	comity_container_free(container);
	comity_zip_free(zip);
	return rc;
}
