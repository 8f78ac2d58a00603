/* SPDX-License-Identifier: Apache-2.0 */
#include "render-draft.h"

#include "memory.h"
#include "question.h"
#include "render.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE

static bool
is_about_answers(const struct comity_finding *f)
{
	return strncmp(f->id, "comity-draft-question", 21) == 0 ||
	       strncmp(f->id, "comity-draft-answer-", 20) == 0 ||
	       strcmp(f->id, "comity-draft-answers-contradict") == 0;
}

/* "answers.xml:12: "First day of the term" (start): ...: 2027-02-30 [id]" */
static void
print_fault(FILE *to, const struct comity_finding *f)
{
	if (f->file != NULL)
		fprintf(to, "%s:", f->file);
	if (f->line != 0)
		fprintf(to, "%lu:", f->line);
	fprintf(to, "%s%s", f->file != NULL ? " " : "",
	    f->message ? f->message : "");
	if (f->found != NULL)
		fprintf(to, ": \"%s\"", f->found);
	fprintf(to, " [%s]\n", f->id);
}

static void
print_reasons(FILE *to, const struct comity_draft *draft, bool all)
{
	size_t i;

	for (i = 0; i < draft->count; i++) {
		const struct comity_draft_reason *r = &draft->reasons[i];

		if (r->number == NULL && !all)
			continue;
		fprintf(to, "  %-4s %s: %s\n", r->number ? r->number : "out",
		    r->clause, r->heading);
		fprintf(to, "       %s%s\n",
		    r->number ? "because " : "not the case: ", r->because);
		if (r->basis != NULL && r->number != NULL)
			fprintf(to, "       fulfills %s\n", r->basis);
	}
}

void
render_draft(
    struct run *run, struct answer *answer, const struct comity_draft *draft)
{
	FILE *to = comity_text_same(answer->out, "-") ? stderr : stdout;
	const struct comity_finding *f;
	size_t i;

	if (comity_memory_failed() || comity_report_failed(answer->report))
		answer->status = COMITY_ENOMEM;
	run->worst = comity_status_worse(run->worst, answer->status);
	fprintf(to, "%s: %s\n", answer->file,
	    answer->status == COMITY_OK ? "drafted"
					: answer_word(answer->status));
	if (draft != NULL && !run->options.quiet)
		print_reasons(to, draft,
		    run->options.add.count == 0 || run->options.verbose);
	for (i = 0; (f = comity_report_at(answer->report, i)) != NULL; i++)
		if (is_about_answers(f))
			print_fault(to, f);
		else if (f->severity != COMITY_INFO || run->options.verbose)
			render_finding(run, f, false, to);
	if (answer->status == COMITY_OK && answer->out != NULL)
		fprintf(to, "  written to %s\n", answer->out);
	if (ferror(to))
		run->output_failed = true;
}

/* A line without its end; NULL: the input is at its end. */
static char *
read_line(void)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len = getline(&line, &room, stdin);

	if (len < 0) {
		free(line);
		return NULL;
	}
	while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		line[--len] = '\0';
	return line;
}

static void
print_question(const struct comity_facts *facts, const xmlNode *question)
{
	const char *otherwise = comity_template_attribute(question, "default");
	const xmlNode *option = comity_node_child(question, T, "Option");
	const char *help =
	    comity_template_text(question, "Help", facts->speaks);

	fprintf(stderr, "%s (%s)\n",
	    comity_template_text(question, "Label", facts->speaks),
	    help ? help : "");
	for (; option != NULL; option = comity_node_next(option, T, "Option"))
		fprintf(stderr, "    %s  %s\n",
		    comity_template_attribute(option, "code"),
		    comity_template_text(option, "Label", facts->speaks));
	fprintf(stderr, "  [%s]: ", otherwise ? otherwise : "");
}

static bool
is_yes(const xmlNode *question, const char *attribute)
{
	return comity_text_same(
	    comity_template_attribute(question, attribute), "yes");
}

static void
put_answer(FILE *to, const char *id, const char *value)
{
	fprintf(to, "<Answer id=\"%s\">", id);
	for (; *value != '\0'; value++)
		switch (*value) {
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '&':
			fputs("&amp;", to);
			break;
		default:
			/* what is no XML character becomes a blank */
			fputc((unsigned char)*value < 0x20 ? ' ' : *value, to);
		}
	fputs("</Answer>\n", to);
}

/* Ask until the answer is one; an empty line ends what may be empty. */
static int
ask_one(struct comity_facts *facts, const xmlNode *question, FILE *to)
{
	const char *id = comity_template_attribute(question, "id");
	bool given = false;

	for (;;) {
		const char *why;
		char *line;
		int rc;

		print_question(facts, question);
		if ((line = read_line()) == NULL)
			return COMITY_EIO;
		if (*line == '\0') {
			free(line);
			if (given || !is_yes(question, "required"))
				return COMITY_OK;
			fputs("  an answer is needed\n", stderr);
			continue;
		}
		rc = comity_answer_check(facts, question, line, &why);
		if (rc == COMITY_REFUSED)
			fprintf(stderr, "  %s\n", why);
		else if (rc == COMITY_OK)
			put_answer(to, id, line);
		/* later refs are checked against this */
		if (rc == COMITY_OK && strcmp(id, "id") == 0 &&
		    comity_facts_add(
			xmlGetLastChild(xmlDocGetRootElement(facts->tree)), id,
			line) == NULL)
			rc = COMITY_ENOMEM;
		free(line);
		if (rc != COMITY_OK && rc != COMITY_REFUSED)
			return rc;
		given |= rc == COMITY_OK;
		if (given && !is_yes(question, "many"))
			return COMITY_OK;
	}
}

static int ask_all(struct comity_facts *facts, const xmlNode *asked, FILE *to);

/* Block after block, as long as there is another. */
static int
ask_block(struct comity_facts *facts, const xmlNode *question, FILE *to)
{
	const char *id = comity_template_attribute(question, "id");
	const char *least = comity_template_attribute(question, "least");
	unsigned long needed = least ? strtoul(least, NULL, 10) : 0, count = 0;
	char *line;
	int rc = COMITY_OK;

	for (; rc == COMITY_OK; count++) {
		fprintf(stderr, "%s: %s ",
		    comity_template_text(question, "Label", facts->speaks),
		    comity_template_text(question, "Help", facts->speaks));
		if (count >= needed) {
			fputs("yes/no [no]: ", stderr);
			if ((line = read_line()) == NULL)
				return COMITY_EIO;
			if (strcmp(line, "yes") != 0) {
				free(line);
				return COMITY_OK;
			}
			free(line);
		}
		fputc('\n', stderr);
		if (comity_facts_add(
			xmlDocGetRootElement(facts->tree), id, NULL) == NULL)
			return COMITY_ENOMEM;
		fprintf(to, "<Answer id=\"%s\">\n", id);
		rc = ask_all(facts, question, to);
		fputs("</Answer>\n", to);
	}
	return rc;
}

static int
ask_all(struct comity_facts *facts, const xmlNode *asked, FILE *to)
{
	const xmlNode *question = comity_node_child(asked, T, "Question");
	int rc = COMITY_OK;

	for (; question != NULL && rc == COMITY_OK;
	     question = comity_node_next(question, T, "Question"))
		rc = comity_text_same(
			 comity_template_attribute(question, "type"), "block")
			 ? ask_block(facts, question, to)
			 : ask_one(facts, question, to);
	return rc;
}

int
render_ask(struct comity_facts *facts, char **octets, size_t *len)
{
	FILE *to = open_memstream(octets, len);
	int rc;

	if (to == NULL)
		return COMITY_ENOMEM;
	fprintf(to, "<Answers xmlns=\"%s\" template=\"%s\">\n",
	    COMITY_NS_ANSWERS, facts->template->id);
	rc = ask_all(facts, comity_doc_root(facts->template->questions), to);
	fputs("</Answers>\n", to);
	if (fclose(to) != 0)
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK) {
		free(*octets);
		*octets = NULL;
	}
	return rc;
}
