/* SPDX-License-Identifier: Apache-2.0 */
#include "template.h"

#include "file.h"
#include "limit.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE

const char *
comity_template_attribute(const xmlNode *node, const char *name)
{
	const xmlAttr *attribute =
	    xmlHasNsProp(node, (const xmlChar *)name, NULL);

	if (attribute == NULL)
		return NULL;
	if (attribute->children == NULL)
		return "";
	return (const char *)attribute->children->content;
}

static const char *
language_of(const xmlNode *node)
{
	const xmlAttr *attribute =
	    xmlHasNsProp(node, (const xmlChar *)"lang", XML_XML_NAMESPACE);

	return attribute != NULL && attribute->children != NULL
		   ? (const char *)attribute->children->content
		   : "";
}

const char *
comity_template_text(const xmlNode *parent, const char *name, const char *lang)
{
	const xmlNode *at, *best = NULL;

	for (at = comity_node_child(parent, T, name); at != NULL;
	     at = comity_node_next(at, T, name)) {
		if (lang != NULL && strcmp(language_of(at), lang) == 0) {
			best = at;
			break;
		}
		if (best == NULL || strcmp(language_of(at), "en") == 0)
			best = at;
	}
	if (best == NULL || best->children == NULL)
		return NULL;
	return (const char *)best->children->content;
}

const char *
comity_template_word(const struct comity_template *template, const char *list,
    const char *code, const char *lang)
{
	xmlNodePtr word =
	    comity_node_child(comity_doc_root(template->index), T, "Word");

	for (; word != NULL; word = comity_node_next(word, T, "Word"))
		if (comity_text_same(
			comity_template_attribute(word, "list"), list) &&
		    comity_text_same(
			comity_template_attribute(word, "code"), code))
			return comity_template_text(word, "Label", lang);
	return NULL;
}

bool
comity_template_speaks(const struct comity_template *template, const char *lang)
{
	const xmlNode *title =
	    comity_node_child(comity_doc_root(template->index), T, "Title");

	for (; title != NULL; title = comity_node_next(title, T, "Title"))
		if (strcmp(language_of(title), lang) == 0)
			return true;
	return false;
}

xmlNodePtr
comity_template_clause(const struct comity_template *template, const char *id)
{
	size_t i;

	for (i = 0; i < template->clause_count; i++) {
		xmlNodePtr root = comity_doc_root(template->clauses[i]);

		if (comity_text_same(comity_template_attribute(root, "id"), id))
			return root;
	}
	return NULL;
}

int
comity_template_bad(struct comity_report *report, const struct comity_doc *doc,
    const xmlNode *node, const char *what)
{
	return comity_doc_find(
	    doc, node, report, COMITY_F_DRAFT_TEMPLATE, what, NULL);
}

/* One file of the folder; its root must be `root` of our namespace. */
static int
read_one(const char *folder, const char *name, const char *root,
    struct comity_report *report, struct comity_doc **out)
{
	struct comity_source *source = NULL;
	char *path = comity_text_format("%s/%s", folder, name);
	int rc;

	if (path == NULL)
		return COMITY_ENOMEM;
	rc = comity_file_read(path, COMITY_PACK_FILE_MAX, report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, out);
	if (rc == COMITY_OK && !comity_node_is(comity_doc_root(*out), T, root))
		rc = comity_template_bad(report, *out, comity_doc_root(*out),
		    "an unexpected root element");
	comity_source_free(source);
	free(path);
	return rc;
}

static bool
is_name(const char *id)
{
	return id != NULL && *id != '\0' &&
	       id[strspn(id, "abcdefghijklmnopqrstuvwxyz-")] == '\0';
}

static int
read_clauses(struct comity_template *template, const char *folder,
    struct comity_report *report)
{
	xmlNodePtr root = comity_doc_root(template->index), at;
	size_t count = 0, i = 0;
	int rc = COMITY_OK;

	for (at = comity_node_child(root, T, "Clause"); at != NULL;
	     at = comity_node_next(at, T, "Clause"))
		count++;
	template->clauses = calloc(count + 1, sizeof(struct comity_doc *));
	if (template->clauses == NULL)
		return COMITY_ENOMEM;
	for (at = comity_node_child(root, T, "Clause");
	     at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, T, "Clause")) {
		const char *id = comity_template_attribute(at, "id");
		char *name = NULL;

		if (!is_name(id))
			return comity_template_bad(
			    report, template->index, at, "a clause's id");
		name = comity_text_format("clauses/%s.xml", id);
		if (name == NULL)
			return COMITY_ENOMEM;
		rc = read_one(
		    folder, name, "Clause", report, &template->clauses[i]);
		free(name);
		if (rc != COMITY_OK)
			break;
		template->clause_count = ++i;
		if (!comity_text_same(
			comity_template_attribute(
			    comity_doc_root(template->clauses[i - 1]), "id"),
			id))
			rc = comity_template_bad(report,
			    template->clauses[i - 1], NULL,
			    "another id than the index says");
	}
	return rc;
}

int
comity_template_read(const char *folder, const struct comity_edition *core,
    struct comity_report *report, struct comity_template **out)
{
	struct comity_template *template = calloc(1, sizeof(*template));
	int rc;

	*out = NULL;
	if (template == NULL)
		return COMITY_ENOMEM;
	template->core = core;
	rc = read_one(
	    folder, "template.xml", "Template", report, &template->index);
	if (rc == COMITY_OK)
		rc = read_one(folder, "questions.xml", "Questions", report,
		    &template->questions);
	if (rc == COMITY_OK)
		rc = read_one(
		    folder, "frame.xml", "Frame", report, &template->frame);
	if (rc == COMITY_OK)
		rc = read_clauses(template, folder, report);
	if (rc == COMITY_OK) {
		template->id = comity_text_copy(comity_template_attribute(
		    comity_doc_root(template->index), "id"));
		if (template->id == NULL)
			rc = COMITY_ENOMEM;
	}
	if (rc == COMITY_OK) {
		*out = template;
		template = NULL;
	}
	comity_template_free(template);
	return rc;
}

void
comity_template_free(struct comity_template *template)
{
	size_t i;

	if (template == NULL)
		return;
	for (i = 0; i < template->clause_count; i++)
		comity_doc_free(template->clauses[i]);
	free(template->clauses);
	comity_doc_free(template->index);
	comity_doc_free(template->questions);
	comity_doc_free(template->frame);
	free(template->id);
	free(template);
}
