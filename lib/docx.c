/* SPDX-License-Identifier: Apache-2.0 */
#include "docx.h"

#include "text.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

static la_ssize_t
take(struct archive *archive, void *data, const void *buffer, size_t length)
{
	struct comity_text *text = data;

	(void)archive;
	comity_text_add_bytes(text, buffer, length);
	return text->failed ? -1 : (la_ssize_t)length;
}

/* Letters, digits, "[]_.-" and single slashes between names: what ECMA-376
 * part 2 allows and every reader agrees on. */
static bool
is_name(const char *name)
{
	size_t i;

	if (name == NULL || name[0] == '\0' || name[0] == '/' ||
	    strstr(name, "..") != NULL || strstr(name, "//") != NULL)
		return false;
	for (i = 0; name[i] != '\0'; i++)
		if (!((name[i] >= 'a' && name[i] <= 'z') ||
			(name[i] >= 'A' && name[i] <= 'Z') ||
			(name[i] >= '0' && name[i] <= '9') ||
			strchr("[]_.-/", name[i]) != NULL))
			return false;
	return i < 200 && name[i - 1] != '/';
}

static int
write_entry(struct archive *archive, const char *name,
    const unsigned char *octets, size_t len)
{
	struct archive_entry *entry = archive_entry_new2(archive);
	int rc = COMITY_ENOMEM;

	if (entry == NULL)
		return COMITY_ENOMEM;
	/* no time: the ZIP then states its first day, 1980-01-01 */
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)len);
	if (archive_write_header(archive, entry) == ARCHIVE_OK &&
	    archive_write_data(archive, octets, len) == (la_ssize_t)len &&
	    archive_write_finish_entry(archive) == ARCHIVE_OK)
		rc = COMITY_OK;
	archive_entry_free(entry);
	return rc;
}

/* The part's one element as a document of its own. */
static int
write_part(struct archive *archive, xmlNodePtr part)
{
	xmlNodePtr root = comity_node_first(part), copy;
	char *name = comity_node_attribute(part, "name");
	unsigned char *octets = NULL;
	xmlDocPtr doc = NULL;
	size_t len = 0;
	int rc = COMITY_EINTERNAL;

	if (!is_name(name) || root == NULL || comity_node_after(root) != NULL)
		goto out;
	rc = COMITY_ENOMEM;
	if ((doc = xmlNewDoc(BAD_CAST "1.0")) == NULL ||
	    (copy = xmlDocCopyNode(root, doc, 1)) == NULL)
		goto out;
	xmlDocSetRootElement(doc, copy);
	if (xmlReconciliateNs(doc, copy) < 0)
		goto out;
	if ((rc = comity_xml_write(doc, &octets, &len)) != COMITY_OK)
		goto out;
	rc = write_entry(archive, name, octets, len);
out:
	xmlFree(octets);
	xmlFreeDoc(doc);
	free(name);
	return rc;
}

static struct archive *
start(struct comity_text *text)
{
	struct archive *archive = archive_write_new();

	if (archive == NULL)
		return NULL;
	if (archive_write_set_format_zip(archive) != ARCHIVE_OK ||
	    archive_write_set_options(archive, "zip:compression=deflate") !=
		ARCHIVE_OK ||
	    archive_write_set_bytes_per_block(archive, 0) != ARCHIVE_OK ||
	    archive_write_open(archive, text, NULL, take, NULL) != ARCHIVE_OK) {
		archive_write_free(archive);
		return NULL;
	}
	return archive;
}

int
comity_docx_write(xmlDocPtr package, unsigned char **octets, size_t *len)
{
	struct comity_text text = { 0 };
	struct archive *archive = start(&text);
	xmlNodePtr root = xmlDocGetRootElement(package), part;
	int rc = archive == NULL ? COMITY_ENOMEM : COMITY_EINTERNAL;

	*octets = NULL;
	*len = 0;
	if (archive != NULL && root != NULL)
		for (part = comity_node_child(root, NULL, "part"); part != NULL;
		     part = comity_node_next(part, NULL, "part"))
			if ((rc = write_part(archive, part)) != COMITY_OK)
				break;
	if (rc == COMITY_OK && archive_write_close(archive) != ARCHIVE_OK)
		rc = COMITY_ENOMEM;
	archive_write_free(archive);
	if (rc == COMITY_OK && (text.failed || text.data == NULL))
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		*len = text.len;
		*octets = (unsigned char *)text.data;
		return COMITY_OK;
	}
	comity_text_clear(&text);
	return rc;
}
