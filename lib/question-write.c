/* SPDX-License-Identifier: Apache-2.0 */
/* question: an empty answers file, with the help that each question has. */
#include "question.h"
#include "text.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE
#define X(string) ((const xmlChar *)(string))

/* A node added to another; it is freed if it can not be. */
static bool
put(xmlNodePtr parent, xmlNodePtr node)
{
	if (node != NULL && xmlAddChild(parent, node) != NULL)
		return true;
	xmlFreeNode(node);
	return false;
}

static bool
put_line(xmlNodePtr parent, unsigned depth)
{
	static const char blanks[] = "\n            ";

	return put(parent, xmlNewDocTextLen(parent->doc, X(blanks),
			       (int)(1 + 2 * (depth > 5 ? 5 : depth))));
}

static void
say_options(const xmlNode *question, const char *lang, struct comity_text *text)
{
	const xmlNode *option = comity_node_child(question, T, "Option");

	for (; option != NULL; option = comity_node_next(option, T, "Option")) {
		const char *label = comity_template_text(option, "Label", lang);

		comity_text_addf(text, " %s = %s;",
		    comity_template_attribute(option, "code"),
		    label ? label : "");
	}
}

/* What a question wants, as the text of a comment ("--" can not stand). */
static char *
help_of(const xmlNode *question, const char *lang)
{
	struct comity_text text = { 0 };
	const char *help = comity_template_text(question, "Help", lang);
	const char *label = comity_template_text(question, "Label", lang);
	const char *list = comity_template_attribute(question, "list");
	const char *of = comity_template_attribute(question, "of");
	const char *otherwise = comity_template_attribute(question, "default");
	char *said, *dash;

	comity_text_addf(&text, " %s %s [%s", label ? label : "",
	    help ? help : "", comity_template_attribute(question, "type"));
	if (list != NULL)
		comity_text_addf(&text, " of %s", list);
	if (of != NULL)
		comity_text_addf(&text, ": id of a %s", of);
	if (comity_text_same(
		comity_template_attribute(question, "many"), "yes"))
		comity_text_add(&text, ", repeatable");
	comity_text_add(
	    &text, comity_text_same(
		       comity_template_attribute(question, "required"), "yes")
		       ? ", required]"
		       : "]");
	if (otherwise != NULL)
		comity_text_addf(&text, " (%s)", otherwise);
	say_options(question, lang, &text);
	comity_text_add(&text, " ");
	if ((said = comity_text_take(&text)) == NULL)
		return NULL;
	while ((dash = strstr(said, "--")) != NULL)
		*dash = ' ';
	return said;
}

static bool
put_questions(
    xmlNodePtr parent, const xmlNode *asked, const char *lang, unsigned depth)
{
	const xmlNode *question = comity_node_child(asked, T, "Question");
	bool done = depth <= 4;

	for (; question != NULL && done;
	     question = comity_node_next(question, T, "Question")) {
		char *help = help_of(question, lang);
		xmlNodePtr answer =
		    xmlNewDocNode(parent->doc, parent->ns, X("Answer"), NULL);

		done =
		    help != NULL && answer != NULL &&
		    xmlNewProp(answer, X("id"),
			X(comity_template_attribute(question, "id"))) != NULL &&
		    put_line(parent, depth) &&
		    put(parent, xmlNewDocComment(parent->doc, X(help))) &&
		    put_line(parent, depth) &&
		    put_questions(answer, question, lang, depth + 1) &&
		    (answer->children == NULL || put_line(answer, depth));
		free(help);
		if (done)
			done = put(parent, answer);
		else
			xmlFreeNode(answer);
	}
	return done;
}

int
comity_questions_write(
    const struct comity_template *template, const char *lang, xmlDocPtr *out)
{
	xmlDocPtr xml = xmlNewDoc(X("1.0"));
	xmlNodePtr root = NULL;
	xmlNsPtr ns;
	bool done = false;

	*out = NULL;
	if (xml != NULL)
		root = xmlNewDocNode(xml, NULL, X("Answers"), NULL);
	if (root != NULL) {
		xmlDocSetRootElement(xml, root);
		ns = xmlNewNs(root, X(COMITY_NS_ANSWERS), NULL);
		xmlSetNs(root, ns);
		done =
		    ns != NULL &&
		    xmlNewProp(root, X("template"), X(template->id)) != NULL &&
		    put_questions(
			root, comity_doc_root(template->questions), lang, 1) &&
		    put_line(root, 0);
	}
	if (!done) {
		xmlFreeDoc(xml);
		return COMITY_ENOMEM;
	}
	*out = xml;
	return COMITY_OK;
}
