/* SPDX-License-Identifier: Apache-2.0 */
/* draft: every clause in every language; in, and left out; bad answers. */
#include "draft.h"
#include "packs.h"
#include "question.h"
#include "text.h"

#define TEMPLATE COMITY_TEST_SRCDIR "/templates/agreements/genomic-data-sharing"
#define ANSWERS COMITY_TEST_SRCDIR "/examples/answers/us-de.xml"
#define T COMITY_NS_TEMPLATE

static struct comity_packs *packs;
static const struct comity_edition *core;
static struct comity_template *template;
static struct comity_report *report;

static void
setup(void)
{
	packs = packs_load(COMITY_TEST_SRCDIR "/schemas");
	core = comity_packs_edition(packs, "core", NULL, TEST_MOMENT / 86400);
	ck_assert_ptr_nonnull(core);
	report = comity_report_new();
	if (comity_template_read(TEMPLATE, core, report, &template) !=
	    COMITY_OK)
		suite_show(report);
	ck_assert_ptr_nonnull(template);
}

static void
teardown(void)
{
	comity_template_free(template);
	comity_report_free(report);
	comity_packs_free(packs);
}

static char *
file_text(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *text = calloc(1, 1 << 20);

	ck_assert_ptr_nonnull(file);
	ck_assert_ptr_nonnull(text);
	ck_assert_uint_gt(fread(text, 1, (1 << 20) - 1, file), 0);
	fclose(file);
	return text;
}

/* The text with one piece exchanged. */
static char *
exchanged(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);
	char *out = NULL;

	ck_assert_msg(at != NULL, "not in the answers: %s", old);
	ck_assert_int_gt(asprintf(&out, "%.*s%s%s", (int)(at - text), text, new,
			     at + strlen(old)),
	    0);
	return out;
}

static int
draft(
    const char *answers, struct comity_facts **facts, struct comity_draft **out)
{
	struct comity_doc *doc = doc_load(answers);
	int rc = comity_facts_new(template, TEST_MOMENT, "en", report, facts);

	*out = NULL;
	ck_assert_int_eq(rc, COMITY_OK);
	rc = comity_answers_read(*facts, doc, true);
	if (rc == COMITY_OK)
		rc = comity_draft_new(*facts, out);
	comity_doc_free(doc);
	return rc;
}

static const xmlNode *
clause_in(const struct comity_draft *drafted, const char *id)
{
	const xmlNode *at = comity_node_child(
	    xmlDocGetRootElement(drafted->xml), COMITY_NS_CORE, "Clause");

	while (at != NULL &&
	       !comity_text_same(comity_template_attribute(at, "id"), id))
		at = comity_node_next(at, COMITY_NS_CORE, "Clause");
	return at;
}

/* The child of this name in exactly this language, collapsed. */
static char *
words(const xmlNode *parent, const char *name, const char *lang)
{
	const xmlNode *at = comity_node_child(parent, T, name);
	char *value;

	for (; at != NULL; at = comity_node_next(at, T, name)) {
		xmlChar *of = xmlGetNsProp(
		    at, (const xmlChar *)"lang", XML_XML_NAMESPACE);
		bool same = of != NULL && strcmp((char *)of, lang) == 0;

		xmlFree(of);
		if (same) {
			value = comity_node_value(at);
			ck_assert_ptr_nonnull(value);
			return value;
		}
	}
	return strdup("");
}

static size_t
count_of(const char *text, const char *piece)
{
	size_t count = 0;

	for (; (text = strstr(text, piece)) != NULL; text++)
		count++;
	return count;
}

/* Every {placeholder} of a as often in b. */
static void
same_placeholders(const char *id, const char *a, const char *b)
{
	const char *open = a, *close;

	while ((open = strchr(open, '{')) != NULL) {
		char piece[200] = "";

		close = strchr(open, '}');
		ck_assert_ptr_nonnull(close);
		ck_assert_uint_lt((size_t)(close - open), sizeof(piece) - 2);
		memcpy(piece, open, (size_t)(close - open) + 1);
		ck_assert_msg(count_of(a, piece) == count_of(b, piece),
		    "%s: %s stands not in every language", id, piece);
		open = close;
	}
}

static void
three_languages(
    const char *id, const xmlNode *parent, const char *name, size_t least)
{
	static const char *const languages[] = { "en", "de", "fr" };
	char *text[3];
	size_t i, j;

	for (i = 0; i < 3; i++) {
		text[i] = words(parent, name, languages[i]);
		ck_assert_msg(strlen(text[i]) >= least, "%s: %s in %s: \"%s\"",
		    id, name, languages[i], text[i]);
	}
	for (i = 0; i < 3; i++)
		for (j = 0; j < 3; j++)
			same_placeholders(id, text[i], text[j]);
	for (i = 0; i < 3; i++)
		free(text[i]);
}

START_TEST(every_language)
{
	size_t i;

	ck_assert_uint_ge(template->clause_count, 30);
	for (i = 0; i < template->clause_count; i++) {
		const xmlNode *clause = comity_doc_root(template->clauses[i]);
		const char *id = comity_template_attribute(clause, "id");
		const xmlNode *at = comity_node_child(clause, T, "Part");

		ck_assert_str_eq(
		    comity_template_attribute(clause, "version"), "1");
		three_languages(id, clause, "Title", 4);
		three_languages(id, clause, "Because", 12);
		ck_assert_ptr_nonnull(at);
		for (; at != NULL; at = comity_node_next(at, T, "Part"))
			three_languages(id, at, "Text", 30);
		for (at = comity_node_child(clause, T, "Say"); at != NULL;
		     at = comity_node_next(at, T, "Say"))
			three_languages(id, at, "Text", 9);
		for (at = comity_node_child(clause, T, "Fulfills"); at != NULL;
		     at = comity_node_next(at, T, "Fulfills"))
			ck_assert_msg(
			    comity_template_attribute(at, "mark") != NULL,
			    "%s: a basis without its mark", id);
	}
}
END_TEST

static void
questions_in_three(const xmlNode *asked)
{
	const xmlNode *at = comity_node_child(asked, T, "Question"), *option;

	for (; at != NULL; at = comity_node_next(at, T, "Question")) {
		const char *id = comity_template_attribute(at, "id");

		three_languages(id, at, "Label", 3);
		three_languages(id, at, "Help", 5);
		for (option = comity_node_child(at, T, "Option");
		     option != NULL;
		     option = comity_node_next(option, T, "Option"))
			three_languages(id, option, "Label", 1);
		questions_in_three(at);
	}
}

START_TEST(every_question)
{
	const xmlNode *root = comity_doc_root(template->questions);
	const xmlNode *at = comity_node_child(root, T, "Contradiction");

	questions_in_three(root);
	for (; at != NULL; at = comity_node_next(at, T, "Contradiction"))
		three_languages(
		    comity_template_attribute(at, "question"), at, "Text", 10);
}
END_TEST

/* In by the answers of the first example, and out when they say so. */
START_TEST(in_and_out)
{
	char *answers = file_text(ANSWERS);
	struct comity_facts *facts;
	struct comity_draft *drafted;
	size_t i;

	if (draft(answers, &facts, &drafted) != COMITY_OK)
		suite_show(report);
	ck_assert_ptr_nonnull(drafted);
	for (i = 0; i < template->clause_count; i++) {
		const char *id = comity_template_attribute(
		    comity_doc_root(template->clauses[i]), "id");
		struct comity_facts *less;
		struct comity_draft *shorter;
		char piece[200], *without;

		ck_assert_msg(
		    clause_in(drafted, id) != NULL, "%s is in no test", id);
		snprintf(piece, sizeof(piece),
		    "<Answer id=\"without\">%s</Answer></Answers>", id);
		without = exchanged(answers, "</Answers>", piece);
		ck_assert_int_eq(draft(without, &less, &shorter), COMITY_OK);
		ck_assert_msg(
		    clause_in(shorter, id) == NULL, "%s is not left out", id);
		comity_draft_free(shorter);
		comity_facts_free(less);
		free(without);
	}
	comity_draft_free(drafted);
	comity_facts_free(facts);
	free(answers);
}
END_TEST

/* What the thin answers do not ask for is not there. */
START_TEST(thin)
{
	static const char *const absent[] = { "provenance-consent",
		"no-reidentification", "no-contact", "transfer-mechanism",
		"supervisory-authority", "data-subject-rights",
		"countries-of-concern", "dsp-reporting", "moratorium",
		"benefit-sharing", "milestones", "export-control", "end-use",
		"nih-certification", "prevailing-language" };
	char *answers =
	    file_text(COMITY_TEST_SRCDIR "/examples/answers/thin.xml");
	struct comity_facts *facts;
	struct comity_draft *drafted;
	size_t i;

	ck_assert_int_eq(draft(answers, &facts, &drafted), COMITY_OK);
	for (i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		ck_assert_msg(
		    clause_in(drafted, absent[i]) == NULL, "%s", absent[i]);
	ck_assert_ptr_nonnull(clause_in(drafted, "purpose"));
	comity_draft_free(drafted);
	comity_facts_free(facts);
	free(answers);
}
END_TEST

/* One change to good answers; the finding and the question's own words. */
static const struct row {
	const char *why, *old, *new, *finding, *words;
} rows[] = {
	{ "an unknown question", "<Answer id=\"start\">",
	    "<Answer id=\"begin\">", "comity-draft-question-unknown",
	    "the template asks no such question" },
	{ "a missing answer", "<Answer id=\"start\">2027-01-01</Answer>", "",
	    "comity-draft-answer-missing", "\"First day of the term\"" },
	{ "an empty answer", "<Answer id=\"start\">2027-01-01</Answer>",
	    "<Answer id=\"start\"/>", "comity-draft-answer-missing",
	    "\"First day of the term\"" },
	{ "one missing in a block", "<Answer id=\"city\">Exampletown</Answer>",
	    "", "comity-draft-answer-missing", "\"Town\"" },
	{ "a day that is none", "2027-01-01", "2027-02-30",
	    "comity-draft-answer-type", "\"First day of the term\"" },
	{ "a country that is none", "<Answer id=\"law\">DE</Answer>",
	    "<Answer id=\"law\">Germany</Answer>", "comity-draft-answer-type",
	    "\"Law that governs\"" },
	{ "a choice that is none", "<Answer id=\"mode\">enclave</Answer>",
	    "<Answer id=\"mode\">fax</Answer>", "comity-draft-answer-type",
	    "\"How access is given\"" },
	{ "a number that is none", "<Answer id=\"use-months\">60</Answer>",
	    "<Answer id=\"use-months\">sixty</Answer>",
	    "comity-draft-answer-type", "\"Months of use\"" },
	{ "neither yes nor no", "<Answer id=\"nih\">yes</Answer>",
	    "<Answer id=\"nih\">maybe</Answer>", "comity-draft-answer-type",
	    "\"Data of a controlled-access" },
	{ "a party that is none", "<Answer id=\"holder\">us-partner</Answer>",
	    "<Answer id=\"holder\">nobody</Answer>", "comity-draft-answer-type",
	    "\"Party that contributes it\"" },
	{ "a clause that is none", "</Answers>",
	    "<Answer id=\"without\">nothing</Answer></Answers>",
	    "comity-draft-answer-type", "\"Clauses to leave out\"" },
	{ "a block for a value", "<Answer id=\"law\">DE</Answer>",
	    "<Answer id=\"law\"><Answer id=\"x\">DE</Answer></Answer>",
	    "comity-draft-answer-type", "\"Law that governs\"" },
	{ "two where one is asked for", "<Answer id=\"law\">DE</Answer>",
	    "<Answer id=\"law\">DE</Answer><Answer id=\"law\">US</Answer>",
	    "comity-draft-answer-twice", "\"Law that governs\"" },
	{ "the end before the beginning", "2031-12-31", "2026-12-31",
	    "comity-draft-answers-contradict", "\"Last day of the term\"" },
	{ "no language prevails", "<Answer id=\"prevailing\">en</Answer>", "",
	    "comity-draft-answers-contradict", "\"Which language prevails\"" },
	{ "a language prevails that is none of them",
	    "<Answer id=\"prevailing\">en</Answer>",
	    "<Answer id=\"prevailing\">fr</Answer>",
	    "comity-draft-answers-contradict", "\"Which language prevails\"" },
	{ "a disease without its purpose", "DUO:0000007", "DUO:0000006",
	    "comity-draft-answers-contradict", "\"Disease as a code" },
	{ "a purpose without its disease",
	    "<Answer id=\"disease\">MONDO:0100309</Answer>", "",
	    "comity-draft-answers-contradict", "\"Disease as a code" },
	{ "a moratorium before the term", "2028-12-31", "2026-12-31",
	    "comity-draft-answers-contradict", "\"No publication alone" },
	{ "a milestone after the term", "2028-10-31", "2032-10-31",
	    "comity-draft-answers-contradict", "\"A milestone\"" },
	{ "storage outside the countries of use",
	    "<Answer id=\"region\">DE</Answer>", "",
	    "comity-draft-answers-contradict", "\"A place of storage\"" },
	{ "standard clauses under a foreign law",
	    "<Answer id=\"law\">DE</Answer>", "<Answer id=\"law\">US</Answer>",
	    "comity-draft-answers-contradict", "\"Law that governs\"" },
	{ "another template's answers", "template=\"genomic-data-sharing\"",
	    "template=\"other\"", "comity-draft-answers-file", "" },
};

START_TEST(bad_answer)
{
	const struct row *row = &rows[_i];
	char *answers = file_text(ANSWERS);
	char *bad = exchanged(answers, row->old, row->new);
	const struct comity_finding *finding;
	struct comity_facts *facts;
	struct comity_draft *drafted;
	int rc = draft(bad, &facts, &drafted);

	if (rc != COMITY_REFUSED)
		suite_show(report);
	ck_assert_msg(rc == COMITY_REFUSED, "%s: %d", row->why, rc);
	ck_assert_ptr_null(drafted);
	finding = comity_report_find(report, row->finding);
	if (finding == NULL)
		suite_show(report);
	ck_assert_msg(finding != NULL, "%s: no %s", row->why, row->finding);
	ck_assert_msg(strstr(finding->message, row->words) != NULL, "%s: %s",
	    row->why, finding->message);
	comity_facts_free(facts);
	free(bad);
	free(answers);
}
END_TEST

/* Placeholders that a template must not have. */
static const struct expansion {
	const char *why, *text, *finding;
	int rc;
} expansions[] = {
	{ "a value", "it ends on {/a/end}", NULL, COMITY_OK },
	{ "nothing where nothing may be", "it is {?/a/nothing}.", NULL,
	    COMITY_OK },
	{ "a value that is not there", "it is {/a/nothing}",
	    "comity-draft-clause-needs", COMITY_REFUSED },
	{ "a clause that is not in", "see clause {clause:nothing}",
	    "comity-draft-reference", COMITY_REFUSED },
	{ "no expression", "it is {/a/[}", "comity-draft-template",
	    COMITY_UNKNOWN },
	{ "no end", "it is {/a/end", "comity-draft-template", COMITY_UNKNOWN },
};

START_TEST(expansion)
{
	const struct expansion *row = &expansions[_i];
	struct comity_text text = { 0 };
	struct comity_facts *facts;
	xmlNodePtr root;
	int rc = comity_facts_new(template, TEST_MOMENT, "en", report, &facts);

	ck_assert_int_eq(rc, COMITY_OK);
	root = xmlDocGetRootElement(facts->tree);
	/* what an answer says is never expanded again */
	ck_assert_ptr_nonnull(comity_facts_add(root, "end", "{/a/x}"));
	rc = comity_facts_expand(
	    facts, root, row->text, "en", "test", NULL, NULL, &text);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	if (row->finding != NULL)
		ck_assert_msg(comity_report_find(report, row->finding) != NULL,
		    "%s: no %s", row->why, row->finding);
	else
		ck_assert_msg(strcmp(text.data, "it ends on {/a/x}") == 0 ||
				  strcmp(text.data, "it is .") == 0,
		    "%s", text.data);
	comity_text_clear(&text);
	comity_facts_free(facts);
}
END_TEST

/* Clauses into the smallest agreement: the clause and its structure. */
static const struct addition {
	const char *clause, *element;
} additions[] = {
	{ "encryption", "Safeguards" },
	{ "no-contact", "Prohibition" },
	{ "incident-notification", "Duty" },
	{ "records", "Records" },
	{ "liability", "Liability" },
	{ "notices", "Notice" },
	{ "milestones", "Milestone" },
	{ "reports", "Report" },
	{ "risk-mitigation", "Risk" },
	{ "publication", "Benefit" },
};

START_TEST(addition)
{
	const struct addition *row = &additions[_i];
	const char *clauses[] = { row->clause, NULL };
	char *text =
	    file_text(COMITY_TEST_SRCDIR "/examples/agreement/minimal.xml");
	struct comity_doc *doc = doc_load(text);
	struct comity_facts *facts;
	struct comity_draft *drafted = NULL;
	int rc = comity_facts_new(template, TEST_MOMENT, "en", report, &facts);

	ck_assert_int_eq(rc, COMITY_OK);
	ck_assert_int_eq(comity_answers_read_from(facts, NULL, doc), COMITY_OK);
	rc = comity_draft_add(facts, doc, clauses, &drafted);
	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	ck_assert_ptr_null(comity_node_child(
	    comity_doc_root(doc), COMITY_NS_CORE, row->element));
	ck_assert_ptr_nonnull(clause_in(drafted, row->clause));
	ck_assert_ptr_nonnull(comity_node_child(
	    xmlDocGetRootElement(drafted->xml), COMITY_NS_CORE, row->element));
	comity_draft_free(drafted);
	comity_facts_free(facts);
	comity_doc_free(doc);
	free(text);
}
END_TEST

/* A finding of the check over one change of a drafted agreement. */
static const struct check {
	const char *why, *old, *new, *finding;
	int rc;
} checks[] = {
	{ "as drafted", "<Purpose>", "<Purpose>", NULL, COMITY_OK },
	{ "the term ends before it begins", ">2031-12-31</End>",
	    ">2026-01-31</End>", "comity-draft-date", COMITY_REFUSED },
	{ "a milestone after the end", ">2028-10-31</Date>",
	    ">2038-10-31</Date>", "comity-draft-date", COMITY_REFUSED },
	{ "the purpose is excluded", "DUO:0000011</Code>", "DUO:0000007</Code>",
	    "comity-draft-conflict", COMITY_REFUSED },
	{ "stored where it may not be used",
	    "<Storage>\n      <Country>DE</Country>",
	    "<Storage>\n      <Country>FR</Country>", "comity-draft-conflict",
	    COMITY_REFUSED },
	{ "a download from the enclave", "<Mode>enclave</Mode>",
	    "<Mode>enclave</Mode><Mode>download</Mode>",
	    "comity-draft-conflict", COMITY_REFUSED },
	{ "a term that nobody uses",
	    "  <Definition>\n    <Term xml:lang=\"en\">Derived Data",
	    "  <Definition><Term>Sample Bank</Term><Meaning>a "
	    "freezer</Meaning></Definition><Definition>\n    <Term "
	    "xml:lang=\"en\">Derived Data",
	    "comity-draft-term-unused", COMITY_OK },
	{ "a term that is not defined", "<Term xml:lang=\"en\">Incident",
	    "<Term xml:lang=\"en\">Accident", "comity-draft-term-undefined",
	    COMITY_OK },
	{ "a clause that is not there",
	    "have the meaning given under Definitions",
	    "have the meaning of clause 99", "comity-draft-reference-text",
	    COMITY_OK },
};

START_TEST(check_row)
{
	const struct check *row = &checks[_i];
	char *answers = file_text(ANSWERS), *bad;
	unsigned char *octets;
	size_t len;
	struct comity_facts *facts;
	struct comity_draft *drafted;
	struct comity_doc *doc;
	int rc;

	ck_assert_int_eq(draft(answers, &facts, &drafted), COMITY_OK);
	ck_assert_int_eq(
	    comity_xml_write(drafted->xml, &octets, &len), COMITY_OK);
	bad = exchanged((const char *)octets, row->old, row->new);
	doc = doc_load(bad);
	rc = comity_draft_check(facts, doc);
	if (rc != row->rc)
		suite_show(report);
	ck_assert_msg(rc == row->rc, "%s: %d", row->why, rc);
	if (row->finding != NULL)
		ck_assert_msg(comity_report_find(report, row->finding) != NULL,
		    "%s: no %s", row->why, row->finding);
	else
		ck_assert_uint_eq(comity_report_count(report), 0);
	comity_doc_free(doc);
	xmlFree(octets);
	free(bad);
	comity_draft_free(drafted);
	comity_facts_free(facts);
	free(answers);
}
END_TEST

SUITE("draft")
{
	tcase_add_checked_fixture(tcase, setup, teardown);
	SUITE_TEST(every_language);
	SUITE_TEST(every_question);
	SUITE_TEST(in_and_out);
	SUITE_TEST(thin);
	SUITE_ROWS(bad_answer, rows);
	SUITE_ROWS(expansion, expansions);
	SUITE_ROWS(addition, additions);
	SUITE_ROWS(check_row, checks);
}
SUITE_END
