/* SPDX-License-Identifier: Apache-2.0 */
#include "glossary.h"

#include "file.h"
#include "limit.h"
#include "memory.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_GLOSSARY

const char *
comity_term_attribute(const xmlNode *node, const char *name)
{
	const xmlAttr *attribute =
	    xmlHasNsProp((xmlNodePtr)(uintptr_t)node, BAD_CAST name, NULL);

	if (attribute == NULL || attribute->children == NULL)
		return NULL;
	return (const char *)attribute->children->content;
}

/* The one run of text in an element; NULL empty, or something else in it. */
static const char *
text_of(const xmlNode *node)
{
	const xmlNode *text = node->children;

	if (text == NULL || text->next != NULL || text->type != XML_TEXT_NODE)
		return NULL;
	return (const char *)text->content;
}

static const char *
language_of(const xmlNode *node)
{
	const xmlAttr *lang = xmlHasNsProp(
	    (xmlNodePtr)(uintptr_t)node, BAD_CAST "lang", XML_XML_NAMESPACE);

	if (lang == NULL || lang->children == NULL)
		return "";
	return (const char *)lang->children->content;
}

const char *
comity_term_text(
    const xmlNode *node, const char *name, enum comity_language language)
{
	const char *want = comity_language_name(language);
	const xmlNode *at = comity_node_child(node, T, name);

	for (; at != NULL; at = comity_node_next(at, T, name))
		if (strcmp(language_of(at), want) == 0)
			return text_of(at);
	return NULL;
}

static size_t
count_of(const xmlNode *node, const char *name)
{
	const xmlNode *at = comity_node_child(node, T, name);
	size_t count = 0;

	for (; at != NULL; at = comity_node_next(at, T, name))
		count++;
	return count;
}

/* Once in each language, and in no other. */
static bool
is_in_all(const xmlNode *node, const char *name)
{
	int language;

	for (language = 0; language < COMITY_LANGUAGE_COUNT; language++)
		if (comity_term_text(
			node, name, (enum comity_language)language) == NULL)
			return false;
	return count_of(node, name) == COMITY_LANGUAGE_COUNT;
}

static const xmlNode *
source_of(const struct comity_glossary *glossary, const xmlNode *meaning)
{
	const char *id = comity_term_attribute(meaning, "source");
	const xmlNode *at =
	    comity_node_child(comity_doc_root(glossary->doc), T, "Source");

	for (; id != NULL && at != NULL; at = comity_node_next(at, T, "Source"))
		if (comity_text_same(comity_term_attribute(at, "id"), id))
			return at;
	return NULL;
}

const char *
comity_glossary_source(
    const struct comity_glossary *glossary, const xmlNode *meaning)
{
	const xmlNode *source = source_of(glossary, meaning);

	if (source == NULL ||
	    comity_text_same(comity_term_attribute(source, "id"), "none"))
		return NULL;
	return text_of(source);
}

static int
bad(const struct comity_glossary *glossary, const xmlNode *node,
    struct comity_report *report, const char *expected)
{
	return comity_doc_find(glossary->doc, node, report, COMITY_F_GLOSSARY,
	    (const char *)node->name, expected);
}

static int
check_meaning(const struct comity_glossary *glossary, const xmlNode *meaning,
    struct comity_report *report)
{
	if (comity_term_attribute(meaning, "in") == NULL ||
	    comity_term_attribute(meaning, "basis") == NULL ||
	    source_of(glossary, meaning) == NULL)
		return bad(glossary, meaning, report,
		    "in, basis, and a source that the file lists");
	if (!is_in_all(meaning, "Text"))
		return bad(
		    glossary, meaning, report, "Text in each language, once");
	return COMITY_OK;
}

static int
check_term(const struct comity_glossary *glossary, const xmlNode *term,
    struct comity_report *report)
{
	const xmlNode *meaning = comity_node_child(term, T, "Meaning");
	const char *id = comity_term_attribute(term, "id");
	const xmlNode *other = NULL;
	int rc = COMITY_OK;

	if (id == NULL || meaning == NULL)
		return bad(glossary, term, report, "an id, and a Meaning");
	while ((other = comity_glossary_term(glossary, other)) != term)
		if (comity_text_same(comity_term_attribute(other, "id"), id))
			return bad(glossary, term, report, "each id once");
	if (!is_in_all(term, "Name"))
		return bad(
		    glossary, term, report, "Name in each language, once");
	if (count_of(term, "Trap") > 0 && !is_in_all(term, "Trap"))
		return bad(
		    glossary, term, report, "Trap in each language, once");
	for (; rc == COMITY_OK && meaning != NULL;
	     meaning = comity_node_next(meaning, T, "Meaning"))
		rc = check_meaning(glossary, meaning, report);
	return rc;
}

static int
check(const struct comity_glossary *glossary, struct comity_report *report)
{
	const xmlNode *root = comity_doc_root(glossary->doc), *at;
	int rc = COMITY_OK;

	if (!comity_node_is(root, T, "Glossary") ||
	    comity_node_child(root, T, "Term") == NULL)
		return bad(glossary, root, report, "a Glossary with a Term");
	for (at = comity_node_first(root); rc == COMITY_OK && at != NULL;
	     at = comity_node_after(at)) {
		if (comity_node_is(at, T, "Term"))
			rc = check_term(glossary, at, report);
		else if (!comity_node_is(at, T, "Source") ||
			 comity_term_attribute(at, "id") == NULL ||
			 text_of(at) == NULL)
			rc = bad(glossary, at, report,
			    "Source with an id, then Term");
	}
	return rc;
}

int
comity_glossary_read(const char *path, struct comity_report *report,
    struct comity_glossary **out)
{
	struct comity_glossary *glossary = NULL;
	struct comity_source *source = NULL;
	int rc;

	*out = NULL;
	rc = comity_file_read(path, COMITY_PACK_FILE_MAX, report, &source);
	if (rc != COMITY_OK)
		return rc;
	rc = COMITY_ENOMEM;
	if ((glossary = calloc(1, sizeof(*glossary))) == NULL)
		goto out;
	rc = comity_doc_read(source, report, &glossary->doc);
	if (rc == COMITY_OK)
		rc = check(glossary, report);
	if (comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK)
		goto out;
	*out = glossary;
	glossary = NULL;
out:
	comity_glossary_free(glossary);
	comity_source_free(source);
	return rc;
}

void
comity_glossary_free(struct comity_glossary *glossary)
{
	if (glossary == NULL)
		return;
	comity_doc_free(glossary->doc);
	free(glossary);
}

xmlNodePtr
comity_glossary_term(
    const struct comity_glossary *glossary, const xmlNode *before)
{
	if (before != NULL)
		return comity_node_next(before, T, "Term");
	return comity_node_child(comity_doc_root(glossary->doc), T, "Term");
}

/* The next letter of a word as it is compared; moves on. */
static char
letter(const char **at)
{
	char c = **at;

	if (c == '\0')
		return c;
	if (strncmp(*at, "\xe2\x80\x99", 3) == 0) { /* U+2019 */
		*at += 3;
		return '\'';
	}
	(*at)++;
	if (c == '-' || c == '_')
		return ' ';
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_same_word(const char *a, const char *b)
{
	char one, other;

	do {
		one = letter(&a);
		other = letter(&b);
	} while (one == other && one != '\0');
	return one == other;
}

bool
comity_term_each_name(const xmlNode *term,
    bool (*each)(const char *name, void *context), void *context)
{
	static const char *const names[] = { "Name", "Also" };
	const char *text = comity_term_attribute(term, "id");
	const xmlNode *at;
	size_t i;

	if (!each(text, context))
		return false;
	for (i = 0; i < 2; i++)
		for (at = comity_node_child(term, T, names[i]); at != NULL;
		     at = comity_node_next(at, T, names[i]))
			if ((text = text_of(at)) != NULL &&
			    !each(text, context))
				return false;
	return true;
}

static bool
is_another(const char *name, void *context)
{
	return !is_same_word(name, context);
}

bool
comity_term_is_called(const xmlNode *term, const char *word)
{
	return !comity_term_each_name(
	    term, is_another, (void *)(uintptr_t)word);
}
