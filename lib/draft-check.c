/* SPDX-License-Identifier: Apache-2.0 */
/* draft: what the rules of the core can not say of an agreement. */
#include "draft.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE
#define C COMITY_NS_CORE

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/* A whole word, or one with an ending; at a letter's edge in front. */
static bool
says(const char *text, const char *word)
{
	const char *at = text;

	while ((at = strstr(at, word)) != NULL) {
		if (at == text || !is_letter(at[-1]))
			return true;
		at++;
	}
	return false;
}

/* A whole word and nothing else. */
static bool
says_exactly(const char *text, const char *word)
{
	const char *at = text;

	while ((at = strstr(at, word)) != NULL) {
		if ((at == text || !is_letter(at[-1])) &&
		    !is_letter(at[strlen(word)]))
			return true;
		at++;
	}
	return false;
}

static int
add(struct comity_facts *facts, const struct comity_doc *agreement,
    const xmlNode *node, enum comity_finding_id id, const char *found)
{
	int rc =
	    comity_doc_find(agreement, node, facts->report, id, found, NULL);

	return rc == COMITY_REFUSED ? COMITY_OK : rc;
}

static int
is_defined(const xmlNode *root, const char *term, bool *out)
{
	const xmlNode *at = comity_node_child(root, C, "Definition"), *name;

	for (*out = false; at != NULL && !*out;
	     at = comity_node_next(at, C, "Definition"))
		for (name = comity_node_child(at, C, "Term");
		     name != NULL && !*out;
		     name = comity_node_next(name, C, "Term")) {
			char *value = comity_node_value(name);

			if (value == NULL)
				return COMITY_ENOMEM;
			*out = strcmp(value, term) == 0;
			free(value);
		}
	return COMITY_OK;
}

/* Terms of the template that clauses use and nothing defines. */
static int
check_undefined(struct comity_facts *facts, const struct comity_doc *agreement,
    const xmlNode *term)
{
	const xmlNode *root = comity_doc_root(agreement), *at;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; facts->languages[i] != NULL && rc == COMITY_OK; i++) {
		const char *lang = facts->languages[i];
		const char *name = comity_template_text(term, "Name", lang);
		bool defined, used = false;

		rc = is_defined(root, name, &defined);
		for (at = comity_node_child(root, C, "Clause");
		     at != NULL && !used && !defined && rc == COMITY_OK;
		     at = comity_node_next(at, C, "Clause")) {
			char *text = comity_node_text(at);

			if (text == NULL)
				return COMITY_ENOMEM;
			if ((used = says_exactly(text, name)))
				rc = add(facts, agreement, at,
				    COMITY_F_DRAFT_TERM_UNDEFINED, name);
			free(text);
		}
	}
	return rc;
}

/* Whether anything but the definition itself has the word. */
static int
is_used(
    const xmlNode *root, const xmlNode *definition, const char *word, bool *out)
{
	const xmlNode *at = comity_node_first(root), *meaning;

	for (*out = false; at != NULL && !*out; at = comity_node_after(at)) {
		char *text;

		if (at == definition)
			continue;
		if (!comity_node_is(at, C, "Definition")) {
			if ((text = comity_node_text(at)) == NULL)
				return COMITY_ENOMEM;
			*out = says(text, word);
			free(text);
			continue;
		}
		for (meaning = comity_node_child(at, C, "Meaning");
		     meaning != NULL && !*out;
		     meaning = comity_node_next(meaning, C, "Meaning")) {
			if ((text = comity_node_text(meaning)) == NULL)
				return COMITY_ENOMEM;
			*out = says(text, word);
			free(text);
		}
	}
	return COMITY_OK;
}

/* A definition is used if one of its names, in any language, is. */
static int
check_unused(struct comity_facts *facts, const struct comity_doc *agreement)
{
	const xmlNode *root = comity_doc_root(agreement), *term;
	const xmlNode *at = comity_node_child(root, C, "Definition");
	int rc = COMITY_OK;

	for (; at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, C, "Definition")) {
		char *last = NULL;
		bool used = false;

		for (term = comity_node_child(at, C, "Term");
		     term != NULL && !used && rc == COMITY_OK;
		     term = comity_node_next(term, C, "Term")) {
			free(last);
			if ((last = comity_node_value(term)) == NULL)
				return COMITY_ENOMEM;
			rc = *last == '\0' ? COMITY_OK
					   : is_used(root, at, last, &used);
		}
		if (rc == COMITY_OK && !used && last != NULL)
			rc = add(facts, agreement, at,
			    COMITY_F_DRAFT_TERM_UNUSED, last);
		free(last);
	}
	return rc;
}

static bool
has_clause(const xmlNode *root, const char *number, size_t len)
{
	const xmlNode *at = comity_node_child(root, C, "Clause");

	for (; at != NULL; at = comity_node_next(at, C, "Clause")) {
		const char *own = comity_template_attribute(at, "number");

		if (own != NULL && strlen(own) == len &&
		    strncmp(own, number, len) == 0)
			return true;
	}
	return false;
}

/* "clause 12 of the standard clauses" speaks of another document. */
static bool
is_elsewhere(const char *rest)
{
	static const char *const words[] = { " of ", " der ", " des ", " du ",
		" de ", " is ", " ist ", " est ", " are " };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strncmp(rest, words[i], strlen(words[i])) == 0)
			return true;
	return *rest == '(' || *rest == '.';
}

/* "clause 7", "Klausel 7", where there is no clause of that number. */
static int
check_references(struct comity_facts *facts, const struct comity_doc *agreement,
    const xmlNode *clause)
{
	static const char *const words[] = { "clause ", "Klausel ", "Clause " };
	const xmlNode *root = comity_doc_root(agreement), *at;
	size_t i, len;
	int rc = COMITY_OK;

	for (at = comity_node_child(clause, C, "Text");
	     at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, C, "Text")) {
		char *text = comity_node_value(at);

		if (text == NULL)
			return COMITY_ENOMEM;
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			char *number = text, *end, saved;

			while ((number = strstr(number, words[i])) != NULL) {
				number += strlen(words[i]);
				len = strspn(number, "0123456789");
				end = number + len;
				if (len == 0 || has_clause(root, number, len) ||
				    (*end != '.' && is_elsewhere(end)) ||
				    (end[0] == '.' && end[1] >= '0' &&
					end[1] <= '9'))
					continue;
				saved = *end;
				*end = '\0';
				rc = add(facts, agreement, at,
				    COMITY_F_DRAFT_REFERENCE_TEXT, number);
				*end = saved;
			}
		}
		free(text);
	}
	return rc;
}

/* What the template knows to exclude each other. */
static int
check_conflicts(struct comity_facts *facts, const struct comity_doc *agreement)
{
	xmlNodePtr root = comity_doc_root(agreement);
	const xmlNode *at = comity_node_child(
	    comity_doc_root(facts->template->index), T, "Conflict");
	int rc = COMITY_OK;

	for (; at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, T, "Conflict")) {
		bool holds, date = comity_text_same(
				comity_template_attribute(at, "kind"), "date");

		rc = comity_facts_holds(
		    facts, root, comity_template_attribute(at, "when"), &holds);
		if (rc == COMITY_OK && holds)
			rc = add(facts, agreement, root,
			    date ? COMITY_F_DRAFT_DATE
				 : COMITY_F_DRAFT_CONFLICT,
			    comity_template_text(at, "Text", facts->speaks));
	}
	return rc;
}

int
comity_draft_check(
    struct comity_facts *facts, const struct comity_doc *agreement)
{
	const xmlNode *root = comity_doc_root(agreement), *at;
	int rc = COMITY_OK;

	if (!comity_node_is(root, C, "Agreement"))
		return comity_doc_find(agreement, root, facts->report,
		    COMITY_F_NOT_AN_AGREEMENT, NULL, NULL);
	for (at = comity_node_child(
		 comity_doc_root(facts->template->index), T, "Term");
	     at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, T, "Term"))
		rc = check_undefined(facts, agreement, at);
	if (rc == COMITY_OK)
		rc = check_unused(facts, agreement);
	for (at = comity_node_child(root, C, "Clause");
	     at != NULL && rc == COMITY_OK;
	     at = comity_node_next(at, C, "Clause"))
		rc = check_references(facts, agreement, at);
	if (rc == COMITY_OK)
		rc = check_conflicts(facts, agreement);
	return comity_status_worse(rc, comity_report_status(facts->report));
}
