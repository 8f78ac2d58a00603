/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "limit.h"
#include "memory.h"
#include "question.h"
#include "render-draft.h"
#include "render.h"
#include "text.h"

#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEMPLATE "genomic-data-sharing"

static const struct option_spec options[] = {
	{ "answers", "FILE", "take the answers from here, ask nothing",
	    OPT_TEXT, OPT(answers) },
	{ "questions", NULL, "write an empty answers file with help in it",
	    OPT_FLAG, OPT(questions) },
	{ "add", "CLAUSE", "put this clause into the agreement FILE", OPT_LIST,
	    OPT(add) },
	{ "out", "FILE", "write the agreement there (-o; - is stdout)",
	    OPT_TEXT, OPT(out) },
	{ 0 },
};

/* One call: what is loaded for it. */
struct work {
	struct run *run;
	struct answer *answer;
	const struct comity_edition *core;
	struct comity_template *template;
	struct comity_doc *answers;
	struct comity_facts *facts;
	struct comity_draft *draft;
	struct comity_doc *drafted; /* read back out of its octets */
};

static void
work_clear(struct work *work)
{
	comity_doc_free(work->drafted);
	comity_draft_free(work->draft);
	comity_facts_free(work->facts);
	comity_doc_free(work->answers);
	comity_template_free(work->template);
}

static const char *
language(const struct run *run)
{
	return run->options.lang ? run->options.lang : "en";
}

static bool
is_template_name(const char *name)
{
	return *name >= 'a' && *name <= 'z' && strlen(name) < 100 &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz-")] == '\0';
}

static int
load_template(struct work *work, const char *name)
{
	char *path = NULL;
	int rc;

	work->core = comity_packs_edition(
	    work->run->packs, "core", NULL, work->run->moment / 86400);
	if (work->core == NULL)
		return comity_report_add(work->answer->report,
		    COMITY_F_DRAFT_TEMPLATE, NULL, "core", NULL);
	path =
	    comity_text_format("%s/agreements/%s", work->run->templates, name);
	if (path == NULL)
		return COMITY_ENOMEM;
	rc = comity_template_read(
	    path, work->core, work->answer->report, &work->template);
	free(path);
	return rc;
}

static int
load_answers(struct work *work, const char *path)
{
	struct comity_source *source = NULL;
	int rc = comity_file_read(
	    path, COMITY_SOURCE_MAX, work->answer->report, &source);

	if (rc == COMITY_EIO)
		work->run->input_failed = true;
	if (rc == COMITY_OK)
		rc = comity_doc_read(
		    source, work->answer->report, &work->answers);
	comity_source_free(source);
	return rc;
}

/* Ask at the terminal; what was said is then judged like a file. */
static int
ask(struct work *work)
{
	struct comity_facts *scratch = NULL;
	struct comity_source *source = NULL;
	char *octets = NULL;
	size_t len = 0;
	int rc = comity_facts_new(work->template, work->run->moment,
	    language(work->run), work->answer->report, &scratch);

	if (rc == COMITY_OK)
		rc = render_ask(scratch, &octets, &len);
	if (rc == COMITY_EIO)
		work->run->input_failed = true;
	if (rc == COMITY_OK)
		rc = comity_source_new(
		    "answers", octets, len, work->answer->report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(
		    source, work->answer->report, &work->answers);
	comity_source_free(source);
	comity_facts_free(scratch);
	free(octets);
	return rc;
}

static int
write_xml(struct work *work, xmlDocPtr xml)
{
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = comity_xml_write(xml, &octets, &len);

	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = comity_file_write(
		    work->run->options.out, octets, len, work->answer->report);
	if (rc == COMITY_EIO)
		work->run->output_failed = true;
	xmlFree(octets);
	return rc;
}

/* Octets that no check of ours refuses, or nothing leaves the house. */
static int
check_and_write(struct work *work)
{
	struct answer *answer = work->answer;
	struct comity_source *source = NULL;
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = comity_xml_write(work->draft->xml, &octets, &len);

	if (rc == COMITY_OK)
		rc = comity_source_new(work->run->options.out, octets, len,
		    answer->report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, answer->report, &work->drafted);
	if (rc == COMITY_OK)
		rc = comity_packs_match(work->run->packs, work->drafted, NULL,
		    work->run->moment, answer->report, &answer->edition);
	if (rc == COMITY_OK)
		rc = comity_check(answer->edition, work->drafted,
		    work->run->moment, answer->report, &answer->checked);
	if (rc == COMITY_OK)
		rc = comity_draft_check(work->facts, work->drafted);
	if (rc == COMITY_OK)
		rc = write_xml(work, work->draft->xml);
	/* what was checked goes before the answer is printed */
	memset(&answer->checked, 0, sizeof(answer->checked));
	comity_source_free(source);
	xmlFree(octets);
	return rc;
}

static int
new_facts(struct work *work)
{
	return comity_facts_new(work->template, work->run->moment,
	    language(work->run), work->answer->report, &work->facts);
}

static int
draft_new(struct work *work, const char *name)
{
	const char *path = work->run->options.answers;
	int rc = load_template(work, name);

	if (rc == COMITY_OK)
		rc = path != NULL ? load_answers(work, path) : ask(work);
	if (rc == COMITY_OK)
		rc = new_facts(work);
	if (rc == COMITY_OK)
		rc = comity_answers_read(work->facts, work->answers, true);
	if (rc == COMITY_OK)
		rc = comity_draft_new(work->facts, &work->draft);
	return rc == COMITY_OK ? check_and_write(work) : rc;
}

static int
draft_add(struct work *work)
{
	const char *path = work->run->options.answers;
	struct answer *answer = work->answer;
	int rc = run_read(work->run, answer->file, answer);

	if (rc == COMITY_OK)
		rc = load_template(work, TEMPLATE);
	if (rc == COMITY_OK && path != NULL)
		rc = load_answers(work, path);
	if (rc == COMITY_OK)
		rc = new_facts(work);
	if (rc == COMITY_OK)
		rc = comity_answers_read_from(
		    work->facts, work->answers, answer->doc);
	if (rc == COMITY_OK)
		rc = comity_draft_add(work->facts, answer->doc,
		    work->run->options.add.at, &work->draft);
	return rc == COMITY_OK ? check_and_write(work) : rc;
}

static int
write_questions(struct work *work, const char *name)
{
	xmlDocPtr xml = NULL;
	int rc = load_template(work, name);

	if (rc == COMITY_OK)
		rc = comity_questions_write(
		    work->template, language(work->run), &xml);
	if (rc == COMITY_OK)
		rc = write_xml(work, xml);
	xmlFreeDoc(xml);
	return rc;
}

/* For json and html: the account as findings. */
static int
add_reasons(struct work *work)
{
	size_t i;
	int rc = COMITY_OK;

	for (i = 0;
	     work->draft != NULL && i < work->draft->count && rc == COMITY_OK;
	     i++) {
		const struct comity_draft_reason *r = &work->draft->reasons[i];
		const struct comity_finding_row *row = comity_finding_row_at(
		    r->number ? COMITY_F_DRAFT_CLAUSE_IN
			      : COMITY_F_DRAFT_CLAUSE_OUT);
		struct comity_finding finding = { .id = row->id,
			.severity = row->severity,
			.message = (char *)row->message,
			.found = r->clause,
			.expected = r->because,
			.basis = r->basis ? r->basis : (char *)row->basis,
			.remedy = (char *)row->remedy };

		rc = comity_report_add_finding(work->answer->report, &finding);
	}
	return rc;
}

static int
say_usage(const struct run *run, const char *file)
{
	const char *lang = run->options.lang;

	if (lang != NULL && strcmp(lang, "en") != 0 &&
	    strcmp(lang, "de") != 0 && strcmp(lang, "fr") != 0)
		return run_usage("draft", "--lang: en, de or fr");
	if (run->options.add.count == 0 && !is_template_name(file))
		return run_usage("draft",
		    "name a template (genomic-data-sharing), or a clause with "
		    "--add and an agreement");
	if (run->options.questions && run->options.add.count > 0)
		return run_usage("draft", "--questions and --add exclude each "
					  "other");
	if (run->options.out == NULL)
		return run_usage("draft", "-o FILE is missing");
	if (run->options.add.count == 0 && !run->options.questions &&
	    run->options.answers == NULL && !isatty(STDIN_FILENO))
		return run_usage("draft",
		    "--answers FILE is missing, and there is no terminal to "
		    "ask at");
	return EXIT_YES;
}

static int
draft(struct run *run, int argc, char **argv)
{
	struct answer answer;
	struct work work = { .run = run, .answer = &answer };
	int rc = say_usage(run, argv[0]);

	(void)argc;
	if (rc != EXIT_YES)
		return rc;
	if ((rc = run_load_packs(run)) != COMITY_OK) {
		run->worst = rc;
		return EXIT_YES;
	}
	if (!answer_init(&answer, "draft", argv[0], run))
		return EXIT_INTERNAL;
	answer.out = run->options.out;
	comity_memory_forget();
	if (run->options.questions)
		rc = write_questions(&work, argv[0]);
	else if (run->options.add.count > 0)
		rc = draft_add(&work);
	else
		rc = draft_new(&work, argv[0]);
	answer.status = rc;
	if (run->options.format == FORMAT_TEXT) {
		render_draft(run, &answer, work.draft);
	} else {
		rc = comity_status_worse(rc, add_reasons(&work));
		run_answer(run, &answer, rc);
	}
	work_clear(&work);
	answer_clear(&answer);
	return EXIT_YES;
}

const struct command command_draft = { .name = "draft",
	.usage = "[OPTIONS] TEMPLATE -o OUT\n"
		 "       comity draft --add CLAUSE [OPTIONS] AGREEMENT -o OUT",
	.summary =
	    "write an agreement out of answers, or put a clause into one",
	.options = options,
	.act = draft,
	.files_min = 1,
	.files_max = 1,
	.out_is_document = true,
	.speaks = true };
