/* SPDX-License-Identifier: Apache-2.0 */
/* draft: core elements out of a clause's file: conditions, repetition,
 * answers in their places. */
#include "draft-private.h"

#include <stdlib.h>
#include <string.h>

#define T COMITY_NS_TEMPLATE
#define X(string) ((const xmlChar *)(string))

/* A drafting attribute of a core element in the template; NULL absent. */
static const char *
control(const xmlNode *node, const char *name)
{
	const xmlAttr *attribute = xmlHasNsProp(node, X(name), X(T));

	return attribute != NULL && attribute->children != NULL
		   ? (const char *)attribute->children->content
		   : NULL;
}

bool
comity_draft_put(xmlNodePtr parent, xmlNodePtr child)
{
	if (child != NULL && xmlAddChild(parent, child) != NULL)
		return true;
	xmlFreeNode(child);
	return false;
}

bool
comity_draft_set(xmlNodePtr node, const char *name, const char *value)
{
	return value == NULL || xmlSetProp(node, X(name), X(value)) != NULL;
}

xmlNodePtr
comity_draft_element(struct comity_drafting *drafting, const char *name,
    const char *text, const char *lang)
{
	xmlNodePtr node =
	    xmlNewDocNode(drafting->xml, drafting->core, X(name), NULL);

	if (node == NULL)
		return NULL;
	if (lang != NULL &&
	    xmlNewNsProp(node,
		xmlSearchNs(drafting->xml, drafting->root, X("xml")), X("lang"),
		X(lang)) == NULL)
		goto nomem;
	if (text != NULL &&
	    !comity_draft_put(node, xmlNewDocText(drafting->xml, X(text))))
		goto nomem;
	return node;
nomem:
	xmlFreeNode(node);
	return NULL;
}

static const char *
number_of(void *data, const char *id)
{
	const struct comity_drafting *drafting = data;
	size_t i;

	for (i = 0; i < drafting->draft->count; i++)
		if (comity_text_same(drafting->draft->reasons[i].clause, id))
			return drafting->draft->reasons[i].number;
	return NULL;
}

int
comity_draft_words(struct comity_drafting *drafting, const xmlNode *clause,
    const char *parts, const char *key, xmlNodePtr fact, const char *lang,
    char **out)
{
	struct comity_text text = { 0 };
	const xmlNode *part = comity_node_child(clause, T, parts);
	int rc = COMITY_OK;
	bool holds;

	*out = NULL;
	for (; part != NULL && rc == COMITY_OK;
	     part = comity_node_next(part, T, parts)) {
		const char *words = comity_template_text(part, "Text", lang);

		if (key != NULL &&
		    !comity_text_same(
			comity_template_attribute(part, "key"), key))
			continue;
		rc = comity_facts_holds(drafting->facts, fact,
		    comity_template_attribute(part, "when"), &holds);
		if (rc != COMITY_OK || !holds)
			continue;
		if (text.len > 0)
			comity_text_add(&text, " ");
		rc = words == NULL
			 ? comity_template_bad(drafting->facts->report,
			       drafting->facts->template->index, NULL,
			       drafting->clause)
			 : comity_facts_expand(drafting->facts, fact, words,
			       lang, drafting->clause, number_of, drafting,
			       &text);
	}
	if (rc == COMITY_OK && text.failed)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK &&
	    (*out = comity_text_collapse(text.data ? text.data : "")) == NULL)
		rc = COMITY_ENOMEM;
	comity_text_clear(&text);
	return rc;
}

static int build(struct comity_drafting *drafting, const xmlNode *template,
    xmlNodePtr fact, xmlNodePtr into);

/* What the merge asks for stays on the element until it has its place. */
static bool
keep_control(xmlNodePtr node, const char *name, const char *value)
{
	if (strcmp(name, "key") == 0)
		return comity_draft_set(node, "t-key", value);
	if (strcmp(name, "once") == 0)
		return comity_draft_set(node, "t-once", value);
	if (strcmp(name, "merge") == 0)
		return comity_draft_set(node, "t-merge", value);
	if (strcmp(name, "keep") == 0)
		return comity_draft_set(node, "t-keep", value);
	return true;
}

/* Attributes: the core's with answers in them; ours as they are, for the
 * merge, which is before they are taken off. */
static int
build_attributes(struct comity_drafting *drafting, const xmlNode *template,
    xmlNodePtr fact, xmlNodePtr node)
{
	const xmlAttr *at;
	int rc = COMITY_OK;

	for (at = template->properties; at != NULL && rc == COMITY_OK;
	     at = at->next) {
		struct comity_text value = { 0 };
		const char *given = at->children != NULL
					? (const char *)at->children->content
					: "";

		if (at->ns != NULL &&
		    xmlStrEqual(at->ns->href, X(COMITY_NS_TEMPLATE))) {
			if (!keep_control(node, (const char *)at->name, given))
				rc = COMITY_ENOMEM;
			continue;
		}
		rc = comity_facts_expand(drafting->facts, fact, given, NULL,
		    drafting->clause, NULL, NULL, &value);
		if (rc == COMITY_OK && value.len > 0 && at->ns != NULL) {
			if (xmlNewNsProp(node,
				xmlSearchNs(
				    drafting->xml, drafting->root, X("xml")),
				at->name, X(value.data)) == NULL)
				rc = COMITY_ENOMEM;
		} else if (rc == COMITY_OK && value.len > 0 &&
			   !comity_draft_set(
			       node, (const char *)at->name, value.data)) {
			rc = COMITY_ENOMEM;
		}
		comity_text_clear(&value);
	}
	return rc;
}

static bool
is_hollow(const xmlNode *node)
{
	return node->children == NULL && xmlHasProp(node, X("ref")) == NULL &&
	       xmlHasNsProp(node, X("lang"), NULL) == NULL &&
	       xmlHasProp(node, X("withheld")) == NULL &&
	       xmlHasProp(node, X("party")) == NULL;
}

/* One element in one language (say) or in none. */
static int
build_element(struct comity_drafting *drafting, const xmlNode *template,
    xmlNodePtr fact, const char *say, const char *lang, xmlNodePtr into)
{
	const xmlNode *clause = template;
	char *words = NULL;
	xmlNodePtr node = comity_draft_element(
	    drafting, (const char *)template->name, NULL, lang);
	int rc = node ? COMITY_OK : COMITY_ENOMEM;

	while (!comity_node_is(clause->parent, T, "Adds") &&
	       !comity_node_is(clause->parent, T, "Frame"))
		clause = clause->parent;
	clause = comity_node_is(clause->parent, T, "Frame")
		     ? clause->parent
		     : clause->parent->parent;
	if (rc == COMITY_OK)
		rc = build_attributes(drafting, template, fact, node);
	if (rc == COMITY_OK && say != NULL) {
		rc = comity_draft_words(
		    drafting, clause, "Say", say, fact, lang, &words);
		if (rc == COMITY_OK && *words != '\0' &&
		    !comity_draft_put(
			node, xmlNewDocText(drafting->xml, X(words))))
			rc = COMITY_ENOMEM;
		free(words);
	} else if (rc == COMITY_OK) {
		rc = build(drafting, template, fact, node);
	}
	if (rc != COMITY_OK || is_hollow(node))
		xmlFreeNode(node);
	else if (!comity_draft_put(into, node))
		rc = COMITY_ENOMEM;
	return rc;
}

/* In all languages of the agreement, in the prevailing one, or in none. */
static int
build_said(struct comity_drafting *drafting, const xmlNode *template,
    xmlNodePtr fact, xmlNodePtr into)
{
	const char *all = control(template, "say");
	const char *one = control(template, "say1");
	struct comity_facts *facts = drafting->facts;
	size_t i;
	int rc = COMITY_OK;

	if (one != NULL)
		return build_element(
		    drafting, template, fact, one, facts->prevailing, into);
	if (all == NULL)
		return build_element(
		    drafting, template, fact, NULL, NULL, into);
	for (i = 0; facts->languages[i] != NULL && rc == COMITY_OK; i++)
		rc = build_element(
		    drafting, template, fact, all, facts->languages[i], into);
	return rc;
}

/* As often as its condition and its repetition say. */
static int
build_each(struct comity_drafting *drafting, const xmlNode *template,
    xmlNodePtr fact, xmlNodePtr into)
{
	const char *each = control(template, "each");
	const char *when = control(template, "when");
	xmlXPathObjectPtr facts = NULL;
	bool holds = true;
	int i, rc = COMITY_OK;

	if (each == NULL) {
		rc = comity_facts_holds(drafting->facts, fact, when, &holds);
		return rc == COMITY_OK && holds
			   ? build_said(drafting, template, fact, into)
			   : rc;
	}
	rc = comity_facts_evaluate(drafting->facts, fact, each, &facts);
	for (i = 0; rc == COMITY_OK && facts->nodesetval != NULL &&
		    i < facts->nodesetval->nodeNr;
	     i++) {
		xmlNodePtr at = facts->nodesetval->nodeTab[i],
			   last = into->last;

		rc = comity_facts_holds(drafting->facts, at, when, &holds);
		if (rc == COMITY_OK && holds)
			rc = build_said(drafting, template, at, into);
		/* what was read out of the agreement goes back to its place */
		if (into->last != last && into->last != NULL)
			into->last->_private = at->_private;
	}
	xmlXPathFreeObject(facts);
	return rc;
}

static int
build(struct comity_drafting *drafting, const xmlNode *template,
    xmlNodePtr fact, xmlNodePtr into)
{
	const xmlNode *at;
	int rc = COMITY_OK;

	for (at = template->children; at != NULL && rc == COMITY_OK;
	     at = at->next) {
		struct comity_text value = { 0 };

		if (at->type == XML_ELEMENT_NODE) {
			if (comity_node_is(
				at, COMITY_NS_CORE, (const char *)at->name))
				rc = build_each(drafting, at, fact, into);
			continue;
		}
		if (at->type != XML_TEXT_NODE || xmlIsBlankNode(at))
			continue;
		rc = comity_facts_expand(drafting->facts, fact,
		    (const char *)at->content, NULL, drafting->clause, NULL,
		    NULL, &value);
		if (rc == COMITY_OK && value.len > 0 &&
		    !comity_draft_put(
			into, xmlNewDocText(drafting->xml, X(value.data))))
			rc = COMITY_ENOMEM;
		comity_text_clear(&value);
	}
	return rc;
}

int
comity_draft_build(
    struct comity_drafting *drafting, const xmlNode *template, xmlNodePtr fact)
{
	xmlNodePtr holder =
	    comity_draft_element(drafting, "Agreement", NULL, NULL);
	xmlNodePtr at, next;
	int rc = holder ? COMITY_OK : COMITY_ENOMEM;

	if (rc == COMITY_OK)
		rc = build(drafting, template, fact, holder);
	for (at = holder ? comity_node_first(holder) : NULL;
	     at != NULL && rc == COMITY_OK; at = next) {
		next = comity_node_after(at);
		xmlUnlinkNode(at);
		rc = comity_draft_merge(drafting, drafting->root,
		    comity_child_order_root(drafting->order, "Agreement"), at);
	}
	xmlFreeNode(holder);
	return rc;
}
