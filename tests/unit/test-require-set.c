/* SPDX-License-Identifier: Apache-2.0 */
/* Which sets of requirements are read, and which are refused, and why. */
#include "messages.h"
#include "packs.h"
#include "requirement.h"

#include <sys/stat.h>
#include <unistd.h>

#ifndef COMITY_SCHEMAS_DIR
#define COMITY_SCHEMAS_DIR COMITY_TEST_SRCDIR "/schemas"
#endif

static struct comity_packs *packs;

/* Before the runner: no ck_assert yet. */
static void
packs_open(void)
{
	struct comity_report *report = comity_report_new();

	if (comity_packs_new(&packs) != COMITY_OK ||
	    comity_packs_read(packs, COMITY_SCHEMAS_DIR, true, report) !=
		COMITY_OK) {
		suite_show(report);
		abort();
	}
	comity_report_free(report);
}

/* What names no set gives no answer, and leads nowhere. */
START_TEST(name_row)
{
	static const struct {
		const char *name;
		int64_t day;
		int rc;
	} names[] = {
		{ "us-dsp", TEST_MOMENT / 86400, COMITY_OK },
		{ "us-dsp@2025-04-08", 0, COMITY_OK },
		{ "us-dsp", 0, COMITY_UNKNOWN }, /* before its first day */
		{ "us-dsp@2025-04-09", TEST_MOMENT / 86400, COMITY_UNKNOWN },
		{ "us-dsp@", TEST_MOMENT / 86400, COMITY_UNKNOWN },
		{ "", TEST_MOMENT / 86400, COMITY_UNKNOWN },
		{ ".", TEST_MOMENT / 86400, COMITY_UNKNOWN },
		{ "..", TEST_MOMENT / 86400, COMITY_UNKNOWN },
		{ "../core", TEST_MOMENT / 86400, COMITY_UNKNOWN },
		{ "us-dsp/../us-dsp", TEST_MOMENT / 86400, COMITY_UNKNOWN },
		{ "nobody", TEST_MOMENT / 86400, COMITY_UNKNOWN },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct comity_report *report = comity_report_new();
		struct comity_requirement_set *set = NULL;
		int rc = comity_requirement_set_read(packs, COMITY_SCHEMAS_DIR,
		    names[i].name, names[i].day, report, &set);

		ck_assert_msg(rc == names[i].rc, "%s: %d", names[i].name, rc);
		ck_assert_msg(
		    (set != NULL) == (rc == COMITY_OK), "%s", names[i].name);
		ck_assert_msg(rc == COMITY_OK ||
				  comity_report_find(report,
				      "comity-requirement-set-unknown") != NULL,
		    "%s", names[i].name);
		comity_requirement_set_free(set);
		comity_report_free(report);
	}
}
END_TEST

/* Sets are no packs: the loader of profiles leaves them alone. */
START_TEST(sets_are_no_profiles)
{
	size_t i;

	for (i = 0; i < comity_packs_count(packs); i++)
		ck_assert_str_ne(
		    comity_packs_at(packs, i)->profile, "requirements");
}
END_TEST

/* Names of the law, which are the same in every language. */
static bool
is_name(const char *text)
{
	return strncmp(text, "28 CFR ", 7) == 0 ||
	       strncmp(text, "NOT-OD-", 7) == 0 ||
	       strcmp(text, "Data Use Certification, parties") == 0;
}

static void
said_check(const char *id, const char *part, const char *language,
    const char *text, const char *english)
{
	ck_assert_msg(strcmp(text, english) != 0 ||
			  (strcmp(part, "article") == 0 && is_name(text)),
	    "%s.%s in %s: %s", id, part, language, text);
	ck_assert_msg((text[strlen(text) - 1] == '.') ==
			  (english[strlen(english) - 1] == '.'),
	    "%s.%s in %s: %s", id, part, language, text);
}

static const char *const set_names[] = { "eu-gdpr-transfer", "us-dsp",
	"us-nih-gds" };

/* Each text of each set, in German and French. */
START_TEST(set_speaks)
{
	static const char *const languages[] = { "de", "fr" };
	struct comity_report *report = comity_report_new();
	struct comity_requirement_set *set;
	size_t i, k;

	ck_assert_int_eq(comity_requirement_set_read(packs, COMITY_SCHEMAS_DIR,
			     set_names[_i], TEST_MOMENT / 86400, report, &set),
	    COMITY_OK);
	for (k = 0; k < 2; k++) {
		const char *in = languages[k];

		ck_assert_str_ne(comity_requirement_set_title(set, in),
		    comity_requirement_set_title(set, "en"));
		for (i = 0; i < comity_requirement_count(set); i++) {
			struct comity_requirement a =
			    comity_requirement_said(set, i, in);
			struct comity_requirement b =
			    comity_requirement_at(set, i);

			said_check(b.id, "title", in, a.title, b.title);
			said_check(b.id, "article", in, a.article, b.article);
			said_check(b.id, "source", in, a.source, b.source);
			said_check(b.id, "missing", in, a.missing, b.missing);
			said_check(b.id, "contradictory", in, a.contradiction,
			    b.contradiction);
			said_check(b.id, "open", in, a.doubt, b.doubt);
			ck_assert_str_eq(a.clause, b.clause);
			ck_assert_str_eq(
			    comity_requirement_said(set, i, "en").missing,
			    b.missing);
		}
	}
	comity_requirement_set_free(set);
	comity_report_free(report);
}
END_TEST

/* A text of no requirement is a slip of the pen. */
START_TEST(set_strangers)
{
	static const char *const parts[] = { "title", "article", "source",
		"missing", "contradictory", "open" };
	struct comity_report *report = comity_report_new();
	struct comity_requirement_set *set;
	const struct comity_messages *messages;
	char id[100];
	size_t i, k, known;

	ck_assert_int_eq(comity_requirement_set_read(packs, COMITY_SCHEMAS_DIR,
			     set_names[_i], TEST_MOMENT / 86400, report, &set),
	    COMITY_OK);
	messages = comity_requirement_set_messages(set);
	known = 2; /* title, withheld */
	for (i = 0; i < comity_requirement_count(set); i++) {
		for (k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
			snprintf(id, sizeof(id), "%s.%s",
			    comity_requirement_at(set, i).id, parts[k]);
			known += comity_messages_find(
				     messages, id, "de", false) != NULL;
		}
	}
	ck_assert_uint_eq(comity_messages_count(messages, "de"), known);
	ck_assert_uint_eq(comity_messages_count(messages, "fr"), known);
	comity_requirement_set_free(set);
	comity_report_free(report);
}
END_TEST

/* A set in a folder of its own, sealed; broken on purpose. */
#define HEAD                                                                   \
	"<Requirements xmlns='urn:comity:requirements:1'>"                     \
	"<Let name='all' select='//core:*'/>"
#define TAIL "</Requirements>"
#define TEXTS                                                                  \
	"<Title>t</Title><Article>a</Article><Source>s</Source>"               \
	"<Missing>m</Missing>"
#define PARTS TEXTS "<Met select='core:Title'/>"
#define AGAINST "<Contradictory select='core:Fee'>c</Contradictory>"
#define OPENED "<Requirement id='r' clause='c' basis='confirmed'>"

static const struct broken {
	const char *why, *text;
	int rc; /* of the reading, or of the judging if that is COMITY_OK */
	const char *finding;
} broken[] = {
	{ "nothing is wrong", HEAD OPENED PARTS AGAINST "</Requirement>" TAIL,
	    COMITY_OK, NULL },
	{ "no requirement", HEAD TAIL, COMITY_EPACK, "comity-requirement-set" },
	{ "another root", "<Rules xmlns='urn:comity:requirements:1'/>",
	    COMITY_EPACK, "comity-requirement-set" },
	{ "an element nobody knows",
	    HEAD OPENED PARTS AGAINST "<Cure>c</Cure></Requirement>" TAIL,
	    COMITY_EPACK, "comity-requirement-set" },
	{ "no contradiction", HEAD OPENED PARTS "</Requirement>" TAIL,
	    COMITY_EPACK, "comity-requirement-set" },
	{ "no evidence", HEAD OPENED TEXTS AGAINST "</Requirement>" TAIL,
	    COMITY_EPACK, "comity-requirement-set" },
	{ "two evidences",
	    HEAD OPENED PARTS AGAINST
	    "<Met select='core:Fee'/></Requirement>" TAIL,
	    COMITY_EPACK, "comity-requirement-set" },
	{ "a text twice",
	    HEAD OPENED PARTS AGAINST "<Title>t</Title></Requirement>" TAIL,
	    COMITY_EPACK, "comity-requirement-set" },
	{ "an id twice",
	    HEAD OPENED PARTS AGAINST "</Requirement>" OPENED PARTS AGAINST
				      "</Requirement>" TAIL,
	    COMITY_EPACK, "comity-requirement-set" },
	{ "a weight nobody knows",
	    HEAD "<Requirement id='r' clause='c' basis='sure'>" PARTS AGAINST
		 "</Requirement>" TAIL,
	    COMITY_EPACK, "comity-requirement-set" },
	{ "no clause",
	    HEAD "<Requirement id='r' basis='confirmed'>" PARTS AGAINST
		 "</Requirement>" TAIL,
	    COMITY_EPACK, "comity-requirement-set" },
	{ "a variable after a requirement",
	    HEAD OPENED PARTS AGAINST
	    "</Requirement><Let name='late' select='1'/>" TAIL,
	    COMITY_EPACK, "comity-requirement-set" },
	{ "a variable that hides another",
	    HEAD "<Let name='all' select='1'/>" OPENED PARTS AGAINST
		 "</Requirement>" TAIL,
	    COMITY_EPACK, "comity-pack-rules" },
	{ "a variable nobody defines",
	    HEAD OPENED TEXTS AGAINST
	    "<Met select='$nobody'/></Requirement>" TAIL,
	    COMITY_EPACK, "comity-pack-rules" },
	{ "a function nobody knows",
	    HEAD OPENED TEXTS AGAINST
	    "<Met select='document(1)'/></Requirement>" TAIL,
	    COMITY_EPACK, "comity-pack-rules" },
	{ "no XPath",
	    HEAD OPENED TEXTS AGAINST
	    "<Met select='core:['/></Requirement>" TAIL,
	    COMITY_EPACK, "comity-pack-rules" },
	{ "not well-formed", HEAD, COMITY_EPACK, NULL },
	{ "an expression that fails",
	    HEAD OPENED TEXTS AGAINST "<Met select='core:Title[f:dec-cmp(., 1) "
				      "= 0]'/></Requirement>" TAIL,
	    COMITY_EINTERNAL, "comity-requirement-failed" },
	{ "an evidence that is no node",
	    HEAD OPENED TEXTS AGAINST
	    "<Met select='1 = 1'/></Requirement>" TAIL,
	    COMITY_EINTERNAL, "comity-requirement-failed" },
	{ "a condition that fails",
	    HEAD OPENED PARTS AGAINST
	    "<Applies test='f:days-between(1, 2) = 0'/></Requirement>" TAIL,
	    COMITY_EINTERNAL, "comity-requirement-failed" },
	{ "a variable that fails",
	    HEAD
	    "<Let name='x' select='f:dec-add(1, core:Title)'/>" OPENED PARTS
		AGAINST "</Requirement>" TAIL,
	    COMITY_EINTERNAL, "comity-requirement-failed" },
};

static void
text_write(const char *dir, const char *name, const char *text)
{
	char path[300];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

/* The folder requirements/x/2026-01-01 below root; sealed says how well. */
static void
set_write(char *root, const char *text, const char *sealed)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source;
	char dir[200], index[1000];

	ck_assert_ptr_nonnull(mkdtemp(root));
	snprintf(dir, sizeof(dir), "%s/requirements", root);
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	snprintf(dir, sizeof(dir), "%s/requirements/x", root);
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	snprintf(dir, sizeof(dir), "%s/requirements/x/2026-01-01", root);
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	text_write(dir, "requirements.xml", text);
	ck_assert_int_eq(
	    comity_source_new("x", text, strlen(text), report, &source),
	    COMITY_OK);
	snprintf(index, sizeof(index),
	    "<Set xmlns='urn:comity:profile:1' id='x' edition='2026-01-01'>"
	    "<Title>t</Title><Jurisdiction>j</Jurisdiction>"
	    "<LegalBasis>l</LegalBasis><Source>s</Source>"
	    "<File name='requirements.xml' role='rules' sha256='%s'/></Set>",
	    sealed != NULL ? sealed : source->sha256_hex);
	text_write(dir, "set.xml", index);
	comity_source_free(source);
	comity_report_free(report);
}

static void
set_remove(const char *root)
{
	static const char *const names[] = {
		"/requirements/x/2026-01-01/set.xml",
		"/requirements/x/2026-01-01/requirements.xml",
		"/requirements/x/2026-01-01", "/requirements/x",
		"/requirements", ""
	};
	char path[300];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", root, names[i]);
		remove(path);
	}
}

/* The agreement that is asked: a Title that is no number, no Fee. */
static int
small_judge(
    const struct comity_requirement_set *set, struct comity_report *report)
{
	struct comity_requirement_answers answers = { 0 };
	struct comity_translation core = { 0 };
	struct comity_doc *doc =
	    doc_load("<Agreement xmlns='urn:comity:core:1'><Identification>"
		     "<Number>1</Number></Identification><Title>t</Title>"
		     "</Agreement>");
	int rc;

	core.xml = doc->xml;
	rc = comity_requirements_judge(
	    set, &core, doc, TEST_MOMENT, report, &answers);
	if (rc == COMITY_OK) {
		ck_assert_uint_eq(answers.count, 1);
		ck_assert_int_eq(answers.at[0].result, COMITY_REQUIREMENT_MET);
		ck_assert_str_eq(answers.at[0].path, "/Agreement/Title");
	}
	comity_requirement_answers_clear(&answers);
	comity_doc_free(doc);
	return rc;
}

START_TEST(broken_row)
{
	const struct broken *row = &broken[_i];
	struct comity_report *report = comity_report_new();
	struct comity_requirement_set *set = NULL;
	char root[] = "/tmp/comity-require-XXXXXX";
	int rc;

	set_write(root, row->text, NULL);
	rc = comity_requirement_set_read(
	    packs, root, "x", TEST_MOMENT / 86400, report, &set);
	set_remove(root);
	if (rc == COMITY_OK)
		rc = small_judge(set, report);
	if (rc != row->rc)
		suite_show(report);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	if (row->finding != NULL)
		ck_assert_msg(comity_report_find(report, row->finding) != NULL,
		    "%s: no %s", row->why, row->finding);
	comity_requirement_set_free(set);
	comity_report_free(report);
}
END_TEST

/* What is withheld is no evidence, wherever it is withheld. */
START_TEST(withheld_is_open)
{
	static const struct {
		const char *agreement;
		enum comity_requirement_result result;
		int rc;
	} rows[] = {
		{ "<Title>t</Title>", COMITY_REQUIREMENT_MET, COMITY_OK },
		{ "", COMITY_REQUIREMENT_MISSING, COMITY_REFUSED },
		{ "<Title withheld='confidential'/>", COMITY_REQUIREMENT_OPEN,
		    COMITY_UNKNOWN },
		{ "<Title withheld='confidential'/><Title>t</Title>",
		    COMITY_REQUIREMENT_MET, COMITY_OK },
		{ "<Title>t</Title><Fee withheld='confidential'/>",
		    COMITY_REQUIREMENT_MET, COMITY_OK },
		{ "<Title>t</Title><Fee/>", COMITY_REQUIREMENT_CONTRADICTORY,
		    COMITY_REFUSED },
	};
	struct comity_report *report = comity_report_new();
	struct comity_requirement_set *set = NULL;
	char root[] = "/tmp/comity-require-XXXXXX", text[400];
	size_t i;

	set_write(root, broken[0].text, NULL);
	ck_assert_int_eq(comity_requirement_set_read(packs, root, "x",
			     TEST_MOMENT / 86400, report, &set),
	    COMITY_OK);
	set_remove(root);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct comity_requirement_answers answers = { 0 };
		struct comity_translation core = { 0 };
		struct comity_doc *doc;

		snprintf(text, sizeof(text),
		    "<Agreement xmlns='urn:comity:core:1'>%s</Agreement>",
		    rows[i].agreement);
		doc = doc_load(text);
		core.xml = doc->xml;
		ck_assert_msg(comity_requirements_judge(set, &core, doc,
				  TEST_MOMENT, report, &answers) == rows[i].rc,
		    "%s", rows[i].agreement);
		ck_assert_uint_eq(answers.count, 1);
		ck_assert_msg(answers.at[0].result == rows[i].result, "%s",
		    rows[i].agreement);
		ck_assert_uint_eq(answers.at[0].line, 1);
		comity_requirement_answers_clear(&answers);
		comity_doc_free(doc);
	}
	comity_requirement_set_free(set);
	comity_report_free(report);
}
END_TEST

/* A set whose rules are not those that were sealed. */
START_TEST(digest_is_checked)
{
	struct comity_report *report = comity_report_new();
	struct comity_requirement_set *set = NULL;
	char root[] = "/tmp/comity-require-XXXXXX", wrong[65];

	memset(wrong, 'a', 64);
	wrong[64] = '\0';
	set_write(root, broken[0].text, wrong);
	ck_assert_int_eq(comity_requirement_set_read(packs, root, "x",
			     TEST_MOMENT / 86400, report, &set),
	    COMITY_EPACK);
	set_remove(root);
	ck_assert_ptr_null(set);
	ck_assert_ptr_nonnull(comity_report_find(report, "comity-pack-digest"));
	comity_report_free(report);
}
END_TEST

SUITE("require-set")
packs_open();
SUITE_TEST(name_row);
SUITE_TEST(sets_are_no_profiles);
SUITE_ROWS(set_speaks, set_names);
SUITE_ROWS(set_strangers, set_names);
SUITE_TEST(digest_is_checked);
SUITE_TEST(withheld_is_open);
SUITE_ROWS(broken_row, broken);
SUITE_END
