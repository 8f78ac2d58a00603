/* SPDX-License-Identifier: Apache-2.0 */
#include "question.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE
#define A COMITY_NS_ANSWERS

/* One reading: where the answers stand and what has been said of them. */
struct reading {
	struct comity_facts *facts;
	const struct comity_doc *answers;
	bool strict;
	int worst;
};

static const char *
ask(const struct reading *reading, const xmlNode *question)
{
	const char *label =
	    comity_template_text(question, "Label", reading->facts->speaks);

	return label ? label : comity_template_attribute(question, "id");
}

/* One line about a question, in its own words. */
static int
say(struct reading *reading, enum comity_finding_id id, const xmlNode *at,
    const xmlNode *question, const char *what, const char *found)
{
	const struct comity_finding_row *row = comity_finding_row_at(id);
	struct comity_text message = { 0 };
	struct comity_finding finding = { .id = row->id,
		.severity = row->severity,
		.basis = (char *)row->basis,
		.remedy = (char *)row->remedy,
		.found = (char *)found };
	int rc = COMITY_ENOMEM;

	if (question != NULL)
		comity_text_addf(&message,
		    "\"%s\" (%s): ", ask(reading, question),
		    comity_template_attribute(question, "id"));
	comity_text_add(&message, what);
	finding.message = message.data;
	if (reading->answers != NULL) {
		finding.file = reading->answers->name;
		finding.line = at ? comity_doc_line(reading->answers, at) : 0;
	}
	if (!message.failed)
		rc =
		    comity_report_add_finding(reading->facts->report, &finding);
	comity_text_clear(&message);
	reading->worst = comity_status_worse(reading->worst, rc);
	return rc == COMITY_REFUSED ? COMITY_OK : rc;
}

static const xmlNode *
question_named(const xmlNode *asked, const char *id)
{
	const xmlNode *at = comity_node_child(asked, T, "Question");

	while (at != NULL &&
	       !comity_text_same(comity_template_attribute(at, "id"), id))
		at = comity_node_next(at, T, "Question");
	return at;
}

static bool
is_block(const xmlNode *question)
{
	return comity_text_same(
	    comity_template_attribute(question, "type"), "block");
}

static bool
is_yes(const xmlNode *question, const char *attribute)
{
	return comity_text_same(
	    comity_template_attribute(question, attribute), "yes");
}

/* Whether an answer says nothing, comments apart. */
static bool
is_blank(const xmlNode *answer)
{
	const xmlNode *at = answer->children;
	bool blank = true;

	for (; at != NULL && blank; at = at->next)
		if (at->type == XML_ELEMENT_NODE)
			blank = is_blank(at);
		else if (at->type != XML_COMMENT_NODE)
			blank = xmlIsBlankNode(at);
	return blank;
}

/* References are checked when all blocks are there. */
static int
read_value(struct reading *reading, const xmlNode *question,
    const xmlNode *answer, const char *value, xmlNodePtr into)
{
	const char *why;
	int rc = COMITY_OK;

	if (!comity_text_same(
		comity_template_attribute(question, "type"), "ref"))
		rc = comity_answer_check(reading->facts, question, value, &why);
	if (rc == COMITY_REFUSED)
		return say(reading, COMITY_F_DRAFT_ANSWER_TYPE, answer,
		    question, why, value);
	if (comity_facts_add(
		into, comity_template_attribute(question, "id"), value) == NULL)
		return COMITY_ENOMEM;
	xmlGetLastChild(into)->_private = (void *)answer;
	return rc;
}

static int read_answers(struct reading *reading, const xmlNode *asked,
    const xmlNode *given, xmlNodePtr into, unsigned depth);

static int
read_answer(struct reading *reading, const xmlNode *question,
    const xmlNode *answer, xmlNodePtr into, unsigned depth)
{
	const char *id = comity_template_attribute(question, "id");
	xmlNodePtr block;
	char *value;
	int rc = COMITY_OK;

	if (is_block(question)) {
		/* an empty block, as --questions writes it, is no answer */
		if (is_blank(answer))
			return COMITY_OK;
		if ((block = comity_facts_add(into, id, NULL)) == NULL)
			return COMITY_ENOMEM;
		return read_answers(reading, question, answer, block, depth);
	}
	if (comity_node_first(answer) != NULL)
		return say(reading, COMITY_F_DRAFT_ANSWER_TYPE, answer,
		    question, "one value is asked for, not a block", NULL);
	if ((value = comity_node_value(answer)) == NULL)
		return COMITY_ENOMEM;
	if (*value != '\0' && !is_yes(question, "many") &&
	    comity_node_child(into, NULL, id) != NULL)
		rc = say(reading, COMITY_F_DRAFT_ANSWER_TWICE, answer, question,
		    "one answer is asked for, and there are several", value);
	else if (*value != '\0')
		rc = read_value(reading, question, answer, value, into);
	free(value);
	return rc;
}

/* What the file says, in its order. */
static int
read_given(struct reading *reading, const xmlNode *asked, const xmlNode *given,
    xmlNodePtr into, unsigned depth)
{
	const xmlNode *answer = comity_node_first(given), *question;
	int rc = COMITY_OK;

	for (; answer != NULL && rc == COMITY_OK;
	     answer = comity_node_after(answer)) {
		const char *id = comity_template_attribute(answer, "id");

		question = id ? question_named(asked, id) : NULL;
		if (!comity_node_is(answer, A, "Answer") || question == NULL)
			rc = say(reading, COMITY_F_DRAFT_QUESTION_UNKNOWN,
			    answer, NULL, "the template asks no such question",
			    id ? id : (const char *)answer->name);
		else if (is_block(question) && !is_yes(question, "many") &&
			 comity_node_child(into, NULL, id) != NULL)
			rc = say(reading, COMITY_F_DRAFT_ANSWER_TWICE, answer,
			    question,
			    "one answer is asked for, and there are several",
			    NULL);
		else
			rc = read_answer(
			    reading, question, answer, into, depth + 1);
	}
	return rc;
}

static bool
was_tried(const xmlNode *given, const char *id)
{
	const xmlNode *answer =
	    given ? comity_node_child(given, A, "Answer") : NULL;
	bool tried = false;

	for (; answer != NULL && !tried;
	     answer = comity_node_next(answer, A, "Answer"))
		tried = comity_text_same(
			    comity_template_attribute(answer, "id"), id) &&
			!is_blank(answer);
	return tried;
}

/* Defaults; then what is required and absent, or too few of. */
static int
read_absent(struct reading *reading, const xmlNode *asked, const xmlNode *given,
    xmlNodePtr into)
{
	const xmlNode *question = comity_node_child(asked, T, "Question");
	int rc = COMITY_OK;

	for (; question != NULL && rc == COMITY_OK;
	     question = comity_node_next(question, T, "Question")) {
		const char *id = comity_template_attribute(question, "id");
		const char *otherwise =
		    comity_template_attribute(question, "default");
		const char *least =
		    comity_template_attribute(question, "least");
		size_t count = 0;
		const xmlNode *at = comity_node_child(into, NULL, id);

		for (; at != NULL; at = comity_node_next(at, NULL, id))
			count++;
		if (count == 0 && otherwise != NULL) {
			if (comity_facts_add(into, id, otherwise) == NULL)
				return COMITY_ENOMEM;
		} else if (reading->strict &&
			   !(count == 0 && was_tried(given, id)) &&
			   ((count == 0 && is_yes(question, "required")) ||
			       (least != NULL &&
				   count < strtoul(least, NULL, 10)))) {
			rc = say(reading, COMITY_F_DRAFT_ANSWER_MISSING, given,
			    question,
			    count == 0 ? "the answer is missing"
				       : "more of these are needed",
			    least);
		}
	}
	return rc;
}

static int
read_answers(struct reading *reading, const xmlNode *asked,
    const xmlNode *given, xmlNodePtr into, unsigned depth)
{
	int rc = COMITY_OK;

	if (depth > 4)
		return COMITY_ELIMIT;
	if (given != NULL)
		rc = read_given(reading, asked, given, into, depth);
	if (rc == COMITY_OK)
		rc = read_absent(reading, asked, given, into);
	return rc;
}

/* Every ref must name a block; every block id must be its own. */
static int
check_references(struct reading *reading, xmlNodePtr at)
{
	const xmlNode *question;
	const char *why;
	char *value;
	int rc = COMITY_OK;

	for (at = comity_node_first(at); at != NULL && rc == COMITY_OK;
	     at = comity_node_after(at)) {
		question = comity_facts_question(reading->facts, at);
		if (question == NULL)
			continue;
		if (is_block(question)) {
			rc = check_references(reading, at);
			continue;
		}
		if (!comity_text_same(
			comity_template_attribute(question, "type"), "ref"))
			continue;
		if ((value = comity_node_value(at)) == NULL)
			return COMITY_ENOMEM;
		if (comity_answer_check(
			reading->facts, question, value, &why) != COMITY_OK)
			rc = say(reading, COMITY_F_DRAFT_ANSWER_TYPE,
			    at->_private, question, why, value);
		free(value);
	}
	return rc;
}

/* What the questions file says can not hold together. */
static int
check_contradictions(struct reading *reading)
{
	struct comity_facts *facts = reading->facts;
	xmlNodePtr root = comity_doc_root(facts->template->questions);
	xmlNodePtr at = comity_node_child(root, T, "Contradiction");
	int rc = COMITY_OK;

	for (; at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, T, "Contradiction")) {
		const char *id = comity_template_attribute(at, "question");
		bool holds;

		rc =
		    comity_facts_holds(facts, xmlDocGetRootElement(facts->tree),
			comity_template_attribute(at, "when"), &holds);
		if (rc == COMITY_OK && holds)
			rc = say(reading, COMITY_F_DRAFT_ANSWERS_CONTRADICT,
			    NULL, question_named(root, id ? id : ""),
			    comity_template_text(at, "Text", facts->speaks),
			    NULL);
	}
	return rc;
}

/* The root of an answers file of this template; NULL: it is none. */
static const xmlNode *
answers_root(const struct reading *reading)
{
	const xmlNode *root;
	const char *of;

	if (reading->answers == NULL)
		return NULL;
	root = comity_doc_root(reading->answers);
	of = comity_template_attribute(root, "template");
	if (!comity_node_is(root, A, "Answers") ||
	    !comity_text_same(of, reading->facts->template->id))
		return NULL;
	return root;
}

/* The agreement's languages, the prevailing one first in effect. */
static int
set_languages(struct comity_facts *facts)
{
	xmlNodePtr root = xmlDocGetRootElement(facts->tree);
	xmlNodePtr at = comity_node_child(root, NULL, "language");
	size_t count = 0, i;
	char *prevailing = NULL, *language;

	for (; at != NULL; at = comity_node_next(at, NULL, "language")) {
		if ((language = comity_node_value(at)) == NULL)
			return COMITY_ENOMEM;
		if (count < 7 &&
		    comity_template_speaks(facts->template, language))
			facts->languages[count++] = language;
		else
			free(language);
	}
	if (count == 0) {
		if ((facts->languages[0] = strdup("en")) == NULL)
			return COMITY_ENOMEM;
		count = 1;
	}
	facts->prevailing = facts->languages[0];
	at = comity_node_child(root, NULL, "prevailing");
	if (at != NULL && (prevailing = comity_node_value(at)) == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < count; i++)
		if (comity_text_same(facts->languages[i], prevailing))
			facts->prevailing = facts->languages[i];
	free(prevailing);
	return COMITY_OK;
}

static int
finish(struct reading *reading, int rc)
{
	if (rc == COMITY_OK)
		rc = check_references(
		    reading, xmlDocGetRootElement(reading->facts->tree));
	/* contradictions are asked of answers that are ones */
	if (rc == COMITY_OK && reading->worst == COMITY_OK)
		rc = comity_facts_derive(reading->facts);
	if (rc == COMITY_OK && reading->worst == COMITY_OK)
		rc = check_contradictions(reading);
	if (rc == COMITY_OK)
		rc = set_languages(reading->facts);
	return comity_status_worse(rc, reading->worst);
}

int
comity_answers_read(
    struct comity_facts *facts, const struct comity_doc *answers, bool strict)
{
	struct reading reading = { facts, answers, strict, COMITY_OK };
	const xmlNode *root = answers_root(&reading);
	int rc;

	if (answers != NULL && root == NULL)
		return comity_doc_find(answers, comity_doc_root(answers),
		    facts->report, COMITY_F_DRAFT_ANSWERS_FILE, NULL,
		    facts->template->id);
	rc = read_answers(&reading, comity_doc_root(facts->template->questions),
	    root, xmlDocGetRootElement(facts->tree), 0);
	return finish(&reading, rc);
}

/* Facts of one question out of an agreement's nodes. */
static int
read_from(struct reading *reading, const xmlNode *asked, xmlNodePtr at,
    xmlNodePtr into, unsigned depth)
{
	struct comity_facts *facts = reading->facts;
	const xmlNode *question = comity_node_child(asked, T, "Question");
	int i, rc = COMITY_OK;

	for (; question != NULL && rc == COMITY_OK && depth < 4;
	     question = comity_node_next(question, T, "Question")) {
		const char *id = comity_template_attribute(question, "id");
		const char *from = comity_template_attribute(question, "from");
		xmlXPathObjectPtr found = NULL;

		if (from == NULL || comity_node_child(into, NULL, id) != NULL)
			continue;
		rc = comity_facts_evaluate(facts, at, from, &found);
		for (i = 0; rc == COMITY_OK && found->nodesetval != NULL &&
			    i < found->nodesetval->nodeNr;
		     i++) {
			xmlNodePtr node = found->nodesetval->nodeTab[i];
			char *value = comity_node_value(node);
			const char *why;

			if (value == NULL) {
				rc = COMITY_ENOMEM;
			} else if (is_block(question)) {
				xmlNodePtr block =
				    comity_facts_add(into, id, NULL);

				if (block != NULL)
					block->_private = node;
				rc = block ? read_from(reading, question, node,
						 block, depth + 1)
					   : COMITY_ENOMEM;
			} else if (*value != '\0' &&
				   (i == 0 || is_yes(question, "many")) &&
				   (comity_text_same(comity_template_attribute(
							 question, "type"),
					"ref") ||
				       comity_text_same(
					   comity_template_attribute(
					       question, "type"),
					   "id") ||
				       comity_answer_check(facts, question,
					   value, &why) == COMITY_OK)) {
				rc = comity_facts_add(into, id, value)
					 ? COMITY_OK
					 : COMITY_ENOMEM;
			}
			free(value);
		}
		xmlXPathFreeObject(found);
	}
	return rc;
}

/* Defaults inside blocks that came from the agreement. */
static int
read_defaults(struct reading *reading, const xmlNode *asked, xmlNodePtr into)
{
	xmlNodePtr at;
	const xmlNode *question;
	int rc = read_absent(reading, asked, NULL, into);

	for (at = comity_node_first(into); at != NULL && rc == COMITY_OK;
	     at = comity_node_after(at)) {
		question = question_named(asked, (const char *)at->name);
		if (question != NULL && is_block(question))
			rc = read_defaults(reading, question, at);
	}
	return rc;
}

int
comity_answers_read_from(struct comity_facts *facts,
    const struct comity_doc *answers, const struct comity_doc *agreement)
{
	struct reading reading = { facts, answers, false, COMITY_OK };
	const xmlNode *root = answers_root(&reading);
	const xmlNode *asked = comity_doc_root(facts->template->questions);
	xmlNodePtr into = xmlDocGetRootElement(facts->tree);
	int rc = COMITY_OK;

	facts->replaces = true;
	if (answers != NULL && root == NULL)
		return comity_doc_find(answers, comity_doc_root(answers),
		    facts->report, COMITY_F_DRAFT_ANSWERS_FILE, NULL,
		    facts->template->id);
	if (root != NULL)
		rc = read_given(&reading, asked, root, into, 0);
	if (rc == COMITY_OK)
		rc = read_from(
		    &reading, asked, comity_doc_root(agreement), into, 0);
	if (rc == COMITY_OK)
		rc = read_defaults(&reading, asked, into);
	/* the refs of an agreement are its own affair; those of answers not */
	if (rc == COMITY_OK && root != NULL)
		rc = check_references(&reading, into);
	if (rc == COMITY_OK && reading.worst == COMITY_OK)
		rc = comity_facts_derive(facts);
	if (rc == COMITY_OK)
		rc = set_languages(facts);
	return comity_status_worse(rc, reading.worst);
}
