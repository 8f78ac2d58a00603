/* SPDX-License-Identifier: Apache-2.0 */
/* docx: packages that a ZIP reader opens, the same octets each time, and
 * nothing from a tree that is no package. */
#include "docx.h"
#include "suite.h"

#include <archive.h>
#include <archive_entry.h>

static const struct row {
	const char *why, *package;
	int rc;
	const char *names; /* of the entries, a blank after each */
} rows[] = {
	{ "one part", "<package><part name='a.xml'><x/></part></package>",
	    COMITY_OK, "a.xml " },
	{ "parts keep their order",
	    "<package><part name='[Content_Types].xml'><Types/></part>"
	    "<part name='_rels/.rels'><R/></part>"
	    "<part name='word/document.xml'><d/></part></package>",
	    COMITY_OK, "[Content_Types].xml _rels/.rels word/document.xml " },
	{ "no part", "<package/>", COMITY_EINTERNAL, NULL },
	{ "a part without a name", "<package><part><x/></part></package>",
	    COMITY_EINTERNAL, NULL },
	{ "an empty name", "<package><part name=''><x/></part></package>",
	    COMITY_EINTERNAL, NULL },
	{ "an empty part", "<package><part name='a.xml'/></package>",
	    COMITY_EINTERNAL, NULL },
	{ "two elements in a part",
	    "<package><part name='a.xml'><x/><y/></part></package>",
	    COMITY_EINTERNAL, NULL },
	{ "a name that climbs",
	    "<package><part name='../a.xml'><x/></part></package>",
	    COMITY_EINTERNAL, NULL },
	{ "a name that climbs later",
	    "<package><part name='word/../../a.xml'><x/></part></package>",
	    COMITY_EINTERNAL, NULL },
	{ "a name from the root",
	    "<package><part name='/a.xml'><x/></part></package>",
	    COMITY_EINTERNAL, NULL },
	{ "a name of another system",
	    "<package><part name='C:\\a.xml'><x/></part></package>",
	    COMITY_EINTERNAL, NULL },
	{ "a folder", "<package><part name='word/'><x/></part></package>",
	    COMITY_EINTERNAL, NULL },
	{ "a bad part after a good one leaves nothing",
	    "<package><part name='a.xml'><x/></part><part name='b.xml'/>"
	    "</package>",
	    COMITY_EINTERNAL, NULL },
};

static int
write_package(const char *package, unsigned char **octets, size_t *len)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	int rc;

	ck_assert_ptr_nonnull(report);
	ck_assert_int_eq(comity_source_new("package", package, strlen(package),
			     report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	rc = comity_docx_write(doc->xml, octets, len);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
	return rc;
}

/* The names in a ZIP; every entry is read to its end and states no time. */
static void
list(const unsigned char *octets, size_t len, char *names, size_t room)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	char content[4096];
	size_t used = 0;

	ck_assert_ptr_nonnull(archive);
	names[0] = '\0';
	ck_assert_int_eq(archive_read_support_format_zip(archive), ARCHIVE_OK);
	ck_assert_int_eq(
	    archive_read_open_memory(archive, octets, len), ARCHIVE_OK);
	while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
		used += (size_t)snprintf(names + used, room - used, "%s ",
		    archive_entry_pathname(entry));
		ck_assert_int_gt(
		    archive_read_data(archive, content, sizeof(content)), 0);
	}
	ck_assert_int_eq(archive_read_free(archive), ARCHIVE_OK);
}

START_TEST(package_row)
{
	const struct row *row = &rows[_i];
	unsigned char *octets = NULL, *again = NULL;
	size_t len = 0, len_again = 0;
	char names[400];
	int rc = write_package(row->package, &octets, &len);

	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	if (rc != COMITY_OK) {
		ck_assert_ptr_null(octets);
		ck_assert_uint_eq(len, 0);
		return;
	}
	list(octets, len, names, sizeof(names));
	ck_assert_str_eq(names, row->names);
	ck_assert_int_eq(
	    write_package(row->package, &again, &len_again), COMITY_OK);
	ck_assert_uint_eq(len, len_again);
	ck_assert_mem_eq(octets, again, len);
	free(octets);
	free(again);
}
END_TEST

/* The clock's zone is in no octet: a ZIP states local time. */
START_TEST(zones_do_not_matter)
{
	static const char *const zones[] = { "UTC", "Asia/Tokyo",
		"America/New_York" };
	unsigned char *first = NULL, *octets = NULL;
	size_t first_len = 0, len = 0, i;

	for (i = 0; i < 3; i++) {
		setenv("TZ", zones[i], 1);
		ck_assert_int_eq(
		    write_package(rows[1].package, &octets, &len), COMITY_OK);
		if (first == NULL) {
			first = octets;
			first_len = len;
			continue;
		}
		ck_assert_uint_eq(len, first_len);
		ck_assert_mem_eq(octets, first, len);
		free(octets);
	}
	free(first);
}
END_TEST

/* The package's own names are in scope in every part, and no more. */
START_TEST(parts_stand_alone)
{
	static const char package[] =
	    "<package xmlns:w='urn:w'><part name='a.xml'><w:x>\xc3\xbc</w:x>"
	    "</part></package>";
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	unsigned char *octets = NULL;
	char content[400] = "";
	size_t len = 0;

	ck_assert_int_eq(write_package(package, &octets, &len), COMITY_OK);
	archive_read_support_format_zip(archive);
	ck_assert_int_eq(
	    archive_read_open_memory(archive, octets, len), ARCHIVE_OK);
	ck_assert_int_eq(archive_read_next_header(archive, &entry), ARCHIVE_OK);
	ck_assert_int_gt(
	    archive_read_data(archive, content, sizeof(content) - 1), 0);
	ck_assert_ptr_nonnull(strstr(content, "xmlns:w=\"urn:w\""));
	ck_assert_ptr_nonnull(strstr(content, "\xc3\xbc"));
	archive_read_free(archive);
	free(octets);
}
END_TEST

SUITE("docx")
{
	SUITE_ROWS(package_row, rows);
	SUITE_TEST(zones_do_not_matter);
	SUITE_TEST(parts_stand_alone);
}
SUITE_END
