/* SPDX-License-Identifier: Apache-2.0 */
/* draft: an element into its place in the agreement, beside, into or instead
 * of what is there. */
#include "draft-private.h"
#include "leaf.h"

#include <stdlib.h>
#include <string.h>

#define X(string) ((const xmlChar *)(string))

static bool
same_value(const xmlNode *a, const xmlNode *b, const char *steps, bool *failed)
{
	const xmlNode *in_a, *in_b;
	char *of_a = NULL, *of_b = NULL;
	bool same;

	if (*steps == '@') {
		const char *value = comity_template_attribute(a, steps + 1);

		return value != NULL &&
		       comity_text_same(
			   value, comity_template_attribute(b, steps + 1));
	}
	in_a = comity_node_child(a, COMITY_NS_CORE, steps);
	in_b = comity_node_child(b, COMITY_NS_CORE, steps);
	if (in_a != NULL && (of_a = comity_node_value(in_a)) == NULL)
		*failed = true;
	if (in_b != NULL && (of_b = comity_node_value(in_b)) == NULL)
		*failed = true;
	same = of_a != NULL && of_b != NULL && strcmp(of_a, of_b) == 0;
	free(of_a);
	free(of_b);
	return same;
}

/* Blocks of which an agreement has one, and clauses each bring a part. */
static bool
is_shared(const xmlNode *node)
{
	static const char *const names[] = { "Safeguards", "Term",
		"Identification", "Publication", "Nature" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp((const char *)node->name, names[i]) == 0)
			return true;
	return false;
}

/* "From/@ref To/@ref": several keys, each a child or "child/@ref". */
static bool
same_keys(const xmlNode *a, const xmlNode *b, const char *keys, bool *failed)
{
	char *copy = strdup(keys), *rest = copy, *key, *slash;
	bool same = copy != NULL;

	*failed |= copy == NULL;
	while (same && (key = strsep(&rest, " ")) != NULL) {
		const xmlNode *in_a = a, *in_b = b;

		if ((slash = strchr(key, '/')) != NULL) {
			*slash = '\0';
			in_a = comity_node_child(a, COMITY_NS_CORE, key);
			in_b = comity_node_child(b, COMITY_NS_CORE, key);
			key = slash + 1;
		}
		same = in_a != NULL && in_b != NULL &&
		       same_value(in_a, in_b, key, failed);
	}
	free(copy);
	return same;
}

static bool
same_language(const xmlNode *a, const xmlNode *b)
{
	xmlChar *of_a = xmlGetNsProp(a, X("lang"), XML_XML_NAMESPACE);
	xmlChar *of_b = xmlGetNsProp(b, X("lang"), XML_XML_NAMESPACE);
	bool same = of_a == NULL || of_b == NULL || xmlStrEqual(of_a, of_b);

	xmlFree(of_a);
	xmlFree(of_b);
	return same;
}

/* Attributes of the drafting are no difference. */
static void
strip(xmlNodePtr node)
{
	xmlAttrPtr at = node->properties, next;

	for (; at != NULL; at = next) {
		next = at->next;
		if (strncmp((const char *)at->name, "t-", 2) == 0)
			xmlRemoveProp(at);
	}
}

static void
strip_all(xmlNodePtr node)
{
	xmlNodePtr at;

	strip(node);
	for (at = comity_node_first(node); at != NULL;
	     at = comity_node_after(at))
		strip_all(at);
}

/* The sibling that an element meets; NULL none. *equal: it is the same. */
static xmlNodePtr
find_match(xmlNodePtr parent, xmlNodePtr element, bool *equal, bool *failed)
{
	const char *name = (const char *)element->name;
	xmlChar *keys = xmlGetProp(element, X("t-key"));
	bool once =
	    xmlHasProp(element, X("t-once")) != NULL || is_shared(element);
	xmlNodePtr at = comity_node_child(parent, COMITY_NS_CORE, name);
	xmlNodePtr origin = element->_private, bare = NULL;
	const xmlNode *differs;
	int rc;

	*equal = false;
	if (keys == NULL && !once) {
		if ((bare = xmlCopyNode(element, 1)) == NULL)
			*failed = true;
		else
			strip_all(bare);
	}
	if (*failed)
		at = NULL;
	else if (origin != NULL && origin->parent == parent &&
		 xmlStrEqual(origin->name, element->name))
		at = origin;
	else
		for (; at != NULL;
		     at = comity_node_next(at, COMITY_NS_CORE, name)) {
			if (once && same_language(at, element))
				break;
			if (same_value(at, element, "@id", failed) ||
			    (keys != NULL &&
				same_keys(at, element, (char *)keys, failed)))
				break;
			if (keys != NULL || once)
				continue;
			rc = comity_leaf_compare(at, bare, NULL, &differs);
			*failed |= rc == COMITY_ENOMEM;
			if ((*equal = rc == COMITY_OK))
				break;
		}
	xmlFree(keys);
	xmlFreeNode(bare);
	return at;
}

/* Before the first sibling that stands later in the schema. */
static int
insert(struct comity_drafting *drafting, xmlNodePtr parent,
    const struct comity_order_type *type, xmlNodePtr element)
{
	int index = comity_child_order_index(
	    drafting->order, type, (const char *)element->name);
	xmlNodePtr at = comity_node_first(parent);
	bool done;

	if (index < 0) {
		int rc = comity_template_bad(drafting->facts->report,
		    drafting->facts->template->index, NULL,
		    (const char *)element->name);

		xmlFreeNode(element);
		return rc;
	}
	while (at != NULL &&
	       comity_node_is(at, COMITY_NS_CORE, (const char *)at->name) &&
	       comity_child_order_index(
		   drafting->order, type, (const char *)at->name) <= index)
		at = comity_node_after(at);
	done = at != NULL ? xmlAddPrevSibling(at, element) != NULL
			  : xmlAddChild(parent, element) != NULL;
	if (!done)
		xmlFreeNode(element);
	return done ? COMITY_OK : COMITY_ENOMEM;
}

static int
merge_into(struct comity_drafting *drafting,
    const struct comity_order_type *type, xmlNodePtr match, xmlNodePtr element)
{
	const struct comity_order_type *inner = comity_child_order_type(
	    drafting->order, type, (const char *)element->name);
	xmlNodePtr at, next;
	xmlAttrPtr attribute = element->properties;
	int rc = COMITY_OK;

	for (; attribute != NULL && rc == COMITY_OK;
	     attribute = attribute->next)
		if (attribute->ns == NULL &&
		    strncmp((const char *)attribute->name, "t-", 2) != 0 &&
		    strcmp((const char *)attribute->name, "id") != 0 &&
		    attribute->children != NULL &&
		    !comity_draft_set(match, (const char *)attribute->name,
			(const char *)attribute->children->content))
			rc = COMITY_ENOMEM;
	for (at = comity_node_first(element);
	     at != NULL && rc == COMITY_OK && inner != NULL; at = next) {
		next = comity_node_after(at);
		xmlUnlinkNode(at);
		rc = comity_draft_merge(drafting, match, inner, at);
	}
	xmlFreeNode(element);
	return rc;
}

int
comity_draft_merge(struct comity_drafting *drafting, xmlNodePtr parent,
    const struct comity_order_type *type, xmlNodePtr element)
{
	bool equal, failed = false;
	xmlNodePtr match = find_match(parent, element, &equal, &failed);

	if (failed) {
		xmlFreeNode(element);
		return COMITY_ENOMEM;
	}
	if (match != NULL &&
	    (is_shared(element) || xmlHasProp(element, X("t-merge")) != NULL))
		return merge_into(drafting, type, match, element);
	if (match == NULL) {
		element->_private = NULL;
		return insert(drafting, parent, type, element);
	}
	if (equal || xmlHasProp(element, X("t-keep")) != NULL) {
		xmlFreeNode(element);
		return COMITY_OK;
	}
	element->_private = NULL;
	xmlReplaceNode(match, element);
	xmlFreeNode(match);
	return COMITY_OK;
}

static bool
has_words(const xmlNode *node)
{
	const xmlNode *at = node->children;

	for (; at != NULL; at = at->next)
		if ((at->type == XML_TEXT_NODE && !xmlIsBlankNode(at)) ||
		    at->type == XML_CDATA_SECTION_NODE ||
		    at->type == XML_ENTITY_REF_NODE)
			return true;
	return false;
}

static bool
indent(xmlNodePtr node, int depth)
{
	static const char blanks[] = "\n                                ";
	int room = depth > 15 ? 30 : 2 * depth;
	xmlNodePtr at = node->children, next;
	xmlNodePtr space;
	bool some = false;

	if (comity_node_is(node, COMITY_NS_CORE, "Extension") ||
	    has_words(node))
		return true;
	for (; at != NULL; at = next) {
		next = at->next;
		if (at->type == XML_TEXT_NODE) {
			xmlUnlinkNode(at);
			xmlFreeNode(at);
			continue;
		}
		space = xmlNewDocTextLen(node->doc, X(blanks), room + 3);
		if (space == NULL || xmlAddPrevSibling(at, space) == NULL) {
			xmlFreeNode(space);
			return false;
		}
		if (at->type == XML_ELEMENT_NODE && !indent(at, depth + 1))
			return false;
		some = true;
	}
	return !some || comity_draft_put(node,
			    xmlNewDocTextLen(node->doc, X(blanks), room + 1));
}

bool
comity_draft_tidy(xmlNodePtr root)
{
	strip_all(root);
	return indent(root, 0);
}
