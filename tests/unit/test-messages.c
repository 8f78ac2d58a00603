/* SPDX-License-Identifier: Apache-2.0 */
#include "crosswalk.h"
#include "messages.h"
#include "packs.h"
#include "rules.h"
#include "text.h"

#define OUR_PACKS COMITY_TEST_SRCDIR "/schemas"
#define HEAD "<Messages xmlns='urn:comity:messages:1' xml:lang='de'>"
#define TAIL "</Messages>"

/* Messages of one file; NULL: refused. */
static struct comity_messages *
messages_from(const char *text)
{
	struct comity_report *report = comity_report_new();
	struct comity_folder_file file = { .name = "messages/de.xml",
		.role = "messages" };
	const struct comity_folder folder = { .files = &file, .count = 1 };
	struct comity_messages *messages = NULL;
	int rc;

	ck_assert_int_eq(comity_source_new(file.name, text, strlen(text),
			     report, &file.source),
	    COMITY_OK);
	rc = comity_messages_read(&folder, NULL, report, &messages);
	ck_assert_int_eq(rc, messages == NULL ? COMITY_EPACK : COMITY_OK);
	ck_assert((messages == NULL) ==
		  (comity_report_find(report, "comity-pack-messages") != NULL));
	comity_source_free(file.source);
	comity_report_free(report);
	return messages;
}

static const struct row {
	const char *why, *xml;
	bool reads;
	const char *text, *remedy; /* of the message "m" in German */
} rows[] = {
	{ "a message alone", "<Message id='m'>E</Message>", true, NULL, NULL },
	{ "with its sentence and remedy",
	    "<Message id='m' text='Am {1}.' remedy='Neu.'>E</Message>", true,
	    "Am {1}.", "Neu." },
	{ "white space is collapsed",
	    "<Message id='m' text=' Am\n {1}. ' remedy=' Ganz\n neu. '>E"
	    "</Message>",
	    true, "Am {1}.", "Ganz neu." },
	{ "an empty sentence", "<Message id='m' text=' '>E</Message>", false,
	    NULL, NULL },
	{ "an empty remedy", "<Message id='m' remedy=''>E</Message>", false,
	    NULL, NULL },
	{ "a label with a sentence", "<Label id='m' text='T'>L</Label>", false,
	    NULL, NULL },
	{ "a label with a remedy", "<Label id='m' remedy='T'>L</Label>", false,
	    NULL, NULL },
	{ "no text", "<Message id='m' text='T'/>", false, NULL, NULL },
};

START_TEST(messages_row)
{
	const struct row *row = &rows[_i];
	struct comity_messages *messages;
	char xml[500];
	const char *found;

	snprintf(xml, sizeof(xml), HEAD "%s" TAIL, row->xml);
	messages = messages_from(xml);
	ck_assert_msg((messages != NULL) == row->reads, "%s", row->why);
	if (messages == NULL)
		return;
	found = comity_messages_text(messages, "m", "de");
	ck_assert_msg(
	    comity_text_same(found, row->text), "%s: %s", row->why, found);
	found = comity_messages_find(messages, "m", "de", true);
	ck_assert_msg(
	    comity_text_same(found, row->remedy), "%s: %s", row->why, found);
	ck_assert_ptr_null(comity_messages_text(messages, "m", "fr"));
	ck_assert_ptr_null(comity_messages_text(messages, "n", "de"));
	ck_assert_ptr_null(comity_messages_text(NULL, "m", "de"));
	comity_messages_free(messages);
}
END_TEST

static const struct fill {
	const char *text;
	const char *values[3];
	size_t count;
	int rc;
	const char *filled;
} fills[] = {
	{ "Ohne Wert.", { NULL }, 0, COMITY_OK, "Ohne Wert." },
	{ "{1}", { "a" }, 1, COMITY_OK, "a" },
	{ "{2} vor {1}, {2}.", { "a", "b" }, 2, COMITY_OK, "b vor a, b." },
	{ "{1}{2}{3}", { "a", "", "c" }, 3, COMITY_OK, "ac" },
	{ "{ {} {x} {0} {1", { "a" }, 1, COMITY_OK, "{ {} {x} {0} {1" },
	{ "{1}", { "{2} %s" }, 1, COMITY_OK, "{2} %s" },
	{ "\xc3\xa4{1}\xc3\xa9", { "\xc3\xbc" }, 1, COMITY_OK,
	    "\xc3\xa4\xc3\xbc\xc3\xa9" },
	{ "{2}", { "a" }, 1, COMITY_EINTERNAL, NULL },
	{ "{1}", { NULL }, 0, COMITY_EINTERNAL, NULL },
	{ "{99}", { "a" }, 1, COMITY_EINTERNAL, NULL },
	{ "{100}", { "a" }, 1, COMITY_OK, "{100}" },
};

START_TEST(fill_row)
{
	const struct fill *row = &fills[_i];
	char *filled;
	int rc =
	    comity_messages_fill(row->text, row->values, row->count, &filled);

	ck_assert_msg(rc == row->rc, "%s: %d", row->text, rc);
	ck_assert_msg(
	    comity_text_same(filled, row->filled), "%s: %s", row->text, filled);
	free(filled);
}
END_TEST

/* The rules of xx-permit: validity, with one value, and good, with none. */
#define GOOD "<Message id='good' text='T.' remedy='R.'>E.</Message>"
#define VALIDITY                                                               \
	"<Message id='validity' text='Am {1}.' remedy='R.'>E.</Message>"
static const struct lack {
	const char *why, *xml, *language;
	enum comity_gap_kind kind;
	const char *id; /* NULL: nothing is missing */
	const char *file;
} lacks[] = {
	{ "nothing", GOOD VALIDITY, "de", COMITY_GAP_LANGUAGE, NULL, NULL },
	{ "no file", GOOD VALIDITY, "fr", COMITY_GAP_LANGUAGE, "",
	    "profile.xml" },
	{ "no message", GOOD, "de", COMITY_GAP_MESSAGE, "validity",
	    "rules.sch" },
	{ "a label is no message", GOOD "<Label id='validity'>L</Label>", "de",
	    COMITY_GAP_MESSAGE, "validity", "rules.sch" },
	{ "no sentence", VALIDITY "<Message id='good' remedy='R'>E</Message>",
	    "de", COMITY_GAP_TEXT, "good", "messages/de.xml" },
	{ "no remedy", VALIDITY "<Message id='good' text='T'>E</Message>", "de",
	    COMITY_GAP_REMEDY, "good", "messages/de.xml" },
	{ "a value left out",
	    GOOD "<Message id='validity' text='T' remedy='R'>E</Message>", "de",
	    COMITY_GAP_VALUE, "validity", "messages/de.xml" },
	{ "a value too many",
	    GOOD "<Message id='validity' text='{1}{2}' remedy='R'>E</Message>",
	    "de", COMITY_GAP_VALUE, "validity", "messages/de.xml" },
	{ "another value in its place",
	    GOOD "<Message id='validity' text='{2}' remedy='R'>E</Message>",
	    "de", COMITY_GAP_VALUE, "validity", "messages/de.xml" },
	{ "a message of no rule", GOOD VALIDITY "<Message id='x'>E</Message>",
	    "de", COMITY_GAP_STRANGER, "x", "messages/de.xml" },
	{ "a label of no row", GOOD VALIDITY "<Label id='x'>E</Label>", "de",
	    COMITY_GAP_STRANGER, "x", "messages/de.xml" },
};

struct seeing {
	const struct lack *row;
	bool seen;
};

static bool
gap_see(const struct comity_gap *gap, void *data)
{
	struct seeing *seeing = data;
	const struct lack *row = seeing->row;

	ck_assert_msg(
	    row->id != NULL, "%s: %d %s", row->why, gap->kind, gap->id);
	ck_assert_msg(gap->kind == row->kind, "%s: %d", row->why, gap->kind);
	ck_assert_str_eq(gap->id == NULL ? "" : gap->id, row->id);
	ck_assert_str_eq(gap->file, row->file);
	ck_assert_str_eq(gap->language, row->language);
	ck_assert_msg(
	    gap->line > 0 || gap->kind == COMITY_GAP_LANGUAGE, "%s", row->why);
	seeing->seen = true;
	return true;
}

START_TEST(gap_row)
{
	struct seeing seeing = { .row = &lacks[_i] };
	struct comity_packs *packs = packs_load(GOOD_PACKS);
	const struct comity_edition *good =
	    comity_packs_edition(packs, "xx-permit", "2026-07-01", 0);
	struct comity_edition edition = *good;
	char xml[500];

	snprintf(xml, sizeof(xml), HEAD "%s" TAIL, lacks[_i].xml);
	edition.messages = messages_from(xml);
	ck_assert_ptr_nonnull(edition.messages);
	ck_assert_int_eq(comity_messages_gaps(
			     &edition, lacks[_i].language, gap_see, &seeing),
	    COMITY_OK);
	ck_assert_msg(
	    seeing.seen == (lacks[_i].id != NULL), "%s", lacks[_i].why);
	comity_messages_free(edition.messages);
	comity_packs_free(packs);
}
END_TEST

/* Texts that may be the same in another language: names and numbers. */
static const char *const names[] = { "" };

static bool
is_name(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], text) == 0)
			return true;
	}
	return false;
}

/* A text in a language against the English one. */
static void
differ_check(const struct comity_edition *edition, const char *language,
    const char *id, const char *text, const char *english)
{
	ck_assert_msg(text != NULL && english != NULL, "%s/%s %s",
	    edition->profile, id, language);
	ck_assert_msg(strcmp(text, english) != 0 || is_name(text),
	    "%s/%s: \"%s\" is English in %s", edition->profile, id, text,
	    language);
	ck_assert_msg((text[strlen(text) - 1] == '.') ==
			  (english[strlen(english) - 1] == '.'),
	    "%s/%s %s: \"%s\" ends otherwise than \"%s\"", edition->profile, id,
	    language, text, english);
}

static bool
gap_show(const struct comity_gap *gap, void *data)
{
	const struct comity_edition *edition = data;

	ck_abort_msg("%s %s: %s lacks %s (%d), %s line %lu", edition->profile,
	    edition->id, gap->language, gap->id == NULL ? "all" : gap->id,
	    gap->kind, gap->file, gap->line);
	return false;
}

struct label_walk {
	const struct comity_edition *edition;
	const char *language;
};

static bool
label_check(const struct comity_crosswalk_row *row, void *data)
{
	const struct label_walk *walk = data;
	const char *english =
	    row->key == NULL
		? NULL
		: comity_edition_message(walk->edition, row->key, "en");

	if (english != NULL)
		differ_check(walk->edition, walk->language, row->key,
		    comity_edition_message(
			walk->edition, row->key, walk->language),
		    english);
	return true;
}

/* All labels and messages of an edition in a language. */
static void
edition_check(const struct comity_edition *edition, const char *language)
{
	struct label_walk walk = { edition, language };
	struct comity_rule rule;
	const char *text;
	size_t i;

	ck_assert_int_eq(
	    comity_messages_gaps(edition, language, gap_show, (void *)edition),
	    COMITY_OK);
	if (strcmp(language, "en") == 0)
		return;
	for (i = 0; i < comity_rules_count(edition->rules); i++) {
		rule = comity_rules_at(edition->rules, i);
		differ_check(edition, language, rule.id,
		    comity_edition_text(edition, rule.id, language),
		    rule.message);
		differ_check(edition, language, rule.id,
		    comity_edition_remedy(edition, rule.id, language),
		    rule.remedy);
		text = comity_edition_message(edition, rule.id, language);
		differ_check(edition, language, rule.id, text,
		    comity_edition_message(edition, rule.id, "en"));
	}
	if (edition->crosswalk != NULL)
		ck_assert_int_eq(comity_crosswalk_rows(
				     edition->crosswalk, label_check, &walk),
		    COMITY_OK);
}

/* Every pack that comity brings speaks three languages. */
static const char *const languages[] = { "en", "de", "fr" };
START_TEST(pack_speaks)
{
	struct comity_packs *packs = packs_load(OUR_PACKS);
	size_t i;

	ck_assert_uint_gt(comity_packs_count(packs), 3);
	for (i = 0; i < comity_packs_count(packs); i++)
		edition_check(comity_packs_at(packs, i), languages[_i]);
	comity_packs_free(packs);
}
END_TEST

SUITE("messages")
{
	SUITE_ROWS(pack_speaks, languages);
	SUITE_ROWS(messages_row, rows);
	SUITE_ROWS(fill_row, fills);
	SUITE_ROWS(gap_row, lacks);
}
SUITE_END
