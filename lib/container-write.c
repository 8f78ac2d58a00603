/* SPDX-License-Identifier: Apache-2.0 */
/*
 * container-write: files to a container. By hand, since libarchive gives each
 * entry an extra field and puts its sizes behind the data, and EN 319 162-1
 * annex A admits neither for mimetype. Everything is stored as it is: same
 * files, same octets, and nothing that two readers could unpack differently.
 */
#include "container-zip.h"
#include "container.h"
#include "limit.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* 1980-01-01, the first day that a ZIP can state */
#define FIRST_DAY 0x0021u
#define UTF8 0x0800u

struct writing {
	struct comity_text files, directory;
	size_t count;
};

uint32_t
comity_zip_checksum(const unsigned char *bytes, size_t len)
{
	uint32_t table[256], crc = 0xffffffffu;
	size_t i, bit;

	for (i = 0; i < 256; i++) {
		table[i] = (uint32_t)i;
		for (bit = 0; bit < 8; bit++)
			table[i] =
			    table[i] >> 1 ^ (table[i] & 1u ? 0xedb88320u : 0);
	}
	for (i = 0; i < len; i++)
		crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 0xffu];
	return crc ^ 0xffffffffu;
}

static void
put(struct comity_text *to, uint32_t value, size_t len)
{
	unsigned char bytes[4] = { (unsigned char)value,
		(unsigned char)(value >> 8), (unsigned char)(value >> 16),
		(unsigned char)(value >> 24) };

	comity_text_add_bytes(to, (const char *)bytes, len);
}

bool
comity_zip_name_is_ascii(const char *name)
{
	for (; *name != '\0'; name++)
		if ((unsigned char)*name >= 0x80)
			return false;
	return true;
}

/* What the header before a file and the directory both say. */
static void
put_common(struct comity_text *to, const char *name, uint32_t crc, size_t len)
{
	put(to, comity_zip_name_is_ascii(name) ? 10 : 20,
	    2); /* version to read it with */
	put(to, comity_zip_name_is_ascii(name) ? 0 : UTF8, 2);
	put(to, 0, 2); /* stored */
	put(to, 0, 2);
	put(to, FIRST_DAY, 2);
	put(to, crc, 4);
	put(to, (uint32_t)len, 4);
	put(to, (uint32_t)len, 4);
	put(to, (uint32_t)strlen(name), 2);
	put(to, 0, 2); /* no extra field */
}

static void
write_file(struct writing *writing, const char *name,
    const unsigned char *bytes, size_t len)
{
	struct comity_text *files = &writing->files, *directory;
	uint32_t crc = comity_zip_checksum(bytes, len),
		 at = (uint32_t)files->len;

	put(files, 0x04034b50u, 4);
	put_common(files, name, crc, len);
	comity_text_add(files, name);
	comity_text_add_bytes(files, (const char *)bytes, len);
	directory = &writing->directory;
	put(directory, 0x02014b50u, 4);
	put(directory, 20 | 3u << 8, 2); /* made on a Unix */
	put_common(directory, name, crc, len);
	put(directory, 0, 2); /* no comment */
	put(directory, 0, 2); /* the only disk */
	put(directory, 0, 2);
	put(directory, 0100644u << 16, 4); /* a plain file */
	put(directory, at, 4);
	comity_text_add(directory, name);
	writing->count++;
}

static void
write_end(struct writing *writing)
{
	struct comity_text *files = &writing->files;
	uint32_t at = (uint32_t)files->len;

	comity_text_add_bytes(
	    files, writing->directory.data, writing->directory.len);
	put(files, 0x06054b50u, 4);
	put(files, 0, 4);
	put(files, (uint32_t)writing->count, 2);
	put(files, (uint32_t)writing->count, 2);
	put(files, (uint32_t)writing->directory.len, 4);
	put(files, at, 4);
	put(files, 0, 2);
}

const struct comity_container_file *
comity_container_find(
    const struct comity_container *container, const char *name)
{
	size_t i;

	for (i = 0; i < container->count; i++)
		if (strcmp(container->files[i].name, name) == 0)
			return &container->files[i];
	return NULL;
}

bool
comity_container_replace(struct comity_container *container, const char *name,
    unsigned char *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < container->count; i++)
		if (strcmp(container->files[i].name, name) == 0) {
			free(container->files[i].bytes);
			container->files[i].bytes = bytes;
			container->files[i].len = len;
			return true;
		}
	return false;
}

const char *
comity_container_media_type(const char *name)
{
	static const struct {
		const char *ending, *type;
	} types[] = {
		{ ".xml", "text/xml" },
		{ ".pdf", "application/pdf" },
		{ ".txt", "text/plain" },
		{ ".csv", "text/csv" },
		{ ".html", "text/html" },
		{ ".json", "application/json" },
		{ ".png", "image/png" },
		{ ".jpg", "image/jpeg" },
		{ ".jpeg", "image/jpeg" },
		{ ".tif", "image/tiff" },
		{ ".tiff", "image/tiff" },
		{ ".zip", "application/zip" },
		{ ".docx", "application/vnd.openxmlformats-officedocument."
			   "wordprocessingml.document" },
		{ ".xlsx", "application/vnd.openxmlformats-officedocument."
			   "spreadsheetml.sheet" },
		{ ".odt", "application/vnd.oasis.opendocument.text" },
		{ ".ods", "application/vnd.oasis.opendocument.spreadsheet" },
	};
	const char *ending = strrchr(name, '.');
	size_t i;

	for (i = 0; ending != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasecmp(types[i].ending, ending) == 0)
			return types[i].type;
	return "application/octet-stream";
}

int
comity_container_write(const struct comity_container *container,
    unsigned char **octets, size_t *len)
{
	const char *type =
	    container->extended ? COMITY_MIME_ASIC_E : COMITY_MIME_ASIC_S;
	struct writing writing = { 0 };
	size_t i, total = 0;

	*octets = NULL;
	for (i = 0; i < container->count; i++) {
		if (container->files[i].len > COMITY_CONTAINER_MAX - total)
			return COMITY_ELIMIT;
		total += container->files[i].len;
	}
	if (container->count >= COMITY_CONTAINER_ENTRIES_MAX)
		return COMITY_ELIMIT;
	write_file(
	    &writing, "mimetype", (const unsigned char *)type, strlen(type));
	for (i = 0; i < container->count; i++)
		write_file(&writing, container->files[i].name,
		    container->files[i].bytes, container->files[i].len);
	write_end(&writing);
	*len = writing.files.len;
	if (!writing.files.failed && !writing.directory.failed)
		*octets = (unsigned char *)comity_text_take(&writing.files);
	comity_text_clear(&writing.files);
	comity_text_clear(&writing.directory);
	return *octets != NULL ? COMITY_OK : COMITY_ENOMEM;
}
