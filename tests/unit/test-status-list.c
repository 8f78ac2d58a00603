/* SPDX-License-Identifier: Apache-2.0 */
/* status-list: what is read of it, when an entry holds, what speaks against. */
#include "status-list.h"
#include "suite.h"
#include "xml.h"

static int
read_text(const char *text, struct comity_status_list **out)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	int rc;

	ck_assert_int_eq(
	    comity_source_new("s.xml", text, strlen(text), report, &source),
	    COMITY_OK);
	ck_assert_int_eq(comity_doc_read(source, report, &doc), COMITY_OK);
	rc = comity_status_list_read(doc, out);
	comity_doc_free(doc);
	comity_source_free(source);
	comity_report_free(report);
	return rc;
}

#define LIST(updates, entry)                                                   \
	"<StatusList xmlns='urn:comity:core:1' number='7'><Authority>"         \
	"<Name>O</Name><Jurisdiction>US</Jurisdiction></Authority>" updates    \
	    entry "</StatusList>"
#define FRESH                                                                  \
	"<ThisUpdate>2026-01-01T00:00:00Z</ThisUpdate>"                        \
	"<NextUpdate>2026-02-01T00:00:00Z</NextUpdate>"

static const struct row {
	const char *why, *text;
	int rc;
	enum comity_status_subject subject;
	bool adverse;
	int64_t moment;
	enum comity_held held;
} rows[] = {
#define ENTRY(of, more) LIST(FRESH, "<Entry of='" of "' ref='AB' " more "/>")
#define T1 INT64_C(1767225600) /* 2026-01-01 */
	{ "its first instant counts",
	    ENTRY("document", "state='suspended' from='2026-01-01T00:00:00Z'"),
	    COMITY_OK, COMITY_STATUS_DOCUMENT, true, T1, COMITY_HELD_YES },
	{ "the one before does not",
	    ENTRY("document", "state='suspended' from='2026-01-01T00:00:00Z'"),
	    COMITY_OK, COMITY_STATUS_DOCUMENT, true, T1 - 1, COMITY_HELD_NO },
	{ "its end does not count",
	    ENTRY("line",
		"line='2' state='exhausted' from='2025-01-01T00:00:00Z'"
		" until='2026-01-01T00:00:00Z'"),
	    COMITY_OK, COMITY_STATUS_LINE, true, T1, COMITY_HELD_NO },
	{ "the instant before does",
	    ENTRY("line",
		"line='2' state='exhausted' from='2025-01-01T00:00:00Z'"
		" until='2026-01-01T00:00:00Z'"),
	    COMITY_OK, COMITY_STATUS_LINE, true, T1 - 1, COMITY_HELD_YES },
	{ "a date that can not be read is a doubt",
	    ENTRY("key", "state='revoked' from='yesterday'"), COMITY_OK,
	    COMITY_STATUS_KEY, true, T1, COMITY_HELD_DOUBTFUL },
	{ "reinstated speaks against nothing",
	    ENTRY("arrangement",
		"state='reinstated' from='2026-01-01T00:00:00Z'"),
	    COMITY_OK, COMITY_STATUS_ARRANGEMENT, false, T1, COMITY_HELD_YES },
	{ "a state that we do not know speaks against",
	    ENTRY("authority", "state='odd' from='2026-01-01T00:00:00Z'"),
	    COMITY_OK, COMITY_STATUS_AUTHORITY, true, T1, COMITY_HELD_YES },
	{ "no ThisUpdate", LIST("", ""), COMITY_REFUSED, COMITY_STATUS_OTHER,
	    false, 0, COMITY_HELD_NO },
	{ "a NextUpdate that can not be read",
	    LIST("<ThisUpdate>2026-01-01T00:00:00Z</ThisUpdate>"
		 "<NextUpdate>soon</NextUpdate>",
		""),
	    COMITY_REFUSED, COMITY_STATUS_OTHER, false, 0, COMITY_HELD_NO },
	{ "another root", "<License xmlns='urn:comity:core:1'/>",
	    COMITY_REFUSED, COMITY_STATUS_OTHER, false, 0, COMITY_HELD_NO },
};

START_TEST(status_row)
{
	const struct row *row = &rows[_i];
	struct comity_status_list *list = NULL;
	int rc = read_text(row->text, &list);

	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	if (rc == COMITY_OK) {
		ck_assert_uint_eq(list->entry_count, 1);
		ck_assert_int_eq(list->entries[0].subject, row->subject);
		ck_assert_str_eq(list->entries[0].ref.text,
		    row->subject == COMITY_STATUS_KEY ? "ab" : "AB");
		ck_assert_msg(comity_status_is_adverse(
				  list->entries[0].state) == row->adverse,
		    "%s", row->why);
		ck_assert_msg(comity_status_entry_held(
				  &list->entries[0], row->moment) == row->held,
		    "%s", row->why);
		ck_assert_str_eq(list->number, "7");
		ck_assert_int_eq(list->this_update, T1);
	} else
		ck_assert_ptr_null(list);
	comity_status_list_free(list);
}
END_TEST

SUITE_MAIN("status-list", status_row, rows)
