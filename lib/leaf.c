/* SPDX-License-Identifier: Apache-2.0 */
/* leaf: which nodes count, and whether two trees have the same. */
#include "leaf.h"

#include "limit.h"

#include <stdlib.h>
#include <string.h>

static bool
is_location(const xmlNode *attr)
{
	return attr->ns != NULL &&
	       strcmp((const char *)attr->ns->href, COMITY_NS_XSI) == 0 &&
	       (strcmp((const char *)attr->name, "schemaLocation") == 0 ||
		   strcmp((const char *)attr->name,
		       "noNamespaceSchemaLocation") == 0);
}

bool
comity_leaf_is_outside(const xmlNode *node)
{
	if (node->type == XML_ATTRIBUTE_NODE)
		return is_location(node);
	return node->type != XML_ELEMENT_NODE ||
	       (comity_node_is(node, COMITY_NS_DS, "Signature") &&
		   node->parent != NULL && node->parent->parent != NULL &&
		   node->parent->parent->type == XML_DOCUMENT_NODE);
}

static bool
is_text(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE ||
	       node->type == XML_CDATA_SECTION_NODE;
}

static bool
is_blank(const char *text)
{
	return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

bool
comity_leaf_is(const xmlNode *node)
{
	const xmlNode *child;
	const xmlAttr *attr;
	bool blank = true;

	if (node->type == XML_ATTRIBUTE_NODE)
		return !is_location(node);
	if (node->type != XML_ELEMENT_NODE)
		return false;
	for (child = node->children; child != NULL; child = child->next) {
		if (is_text(child) && !is_blank((const char *)child->content))
			blank = false;
		if (child->type == XML_ELEMENT_NODE && blank)
			return false; /* text beside elements is a leaf */
	}
	for (attr = node->properties; attr != NULL && blank; attr = attr->next)
		if (!is_location((const xmlNode *)attr))
			return false;
	return true;
}

struct comparing {
	const struct comity_leaf_options *options;
	const xmlNode *differs;
	int rc;
};

static bool
differ(struct comparing *c, const xmlNode *node)
{
	c->differs = node;
	return false;
}

static bool
same_name(const xmlNode *a, const xmlNode *b)
{
	if (strcmp((const char *)a->name, (const char *)b->name) != 0)
		return false;
	if (a->ns == NULL || b->ns == NULL)
		return a->ns == b->ns;
	return strcmp((const char *)a->ns->href, (const char *)b->ns->href) ==
	       0;
}

static bool
same_text(struct comparing *c, const xmlNode *a, const xmlNode *b)
{
	char *x, *y;
	bool same;

	/* The usual leaf: one text node on each side. */
	if (a->children != NULL && b->children != NULL &&
	    a->children->next == NULL && b->children->next == NULL &&
	    is_text(a->children) && is_text(b->children))
		return strcmp((const char *)a->children->content,
			   (const char *)b->children->content) == 0;
	if (a->children == NULL && b->children == NULL)
		return true;
	x = comity_node_text(a);
	y = comity_node_text(b);
	if (x == NULL || y == NULL)
		c->rc = COMITY_ENOMEM;
	same = x != NULL && y != NULL && strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

/* xsi:nil is a boolean, xsi:type a name: compared by value. */
static bool
same_xsi(struct comparing *c, const xmlAttr *a, const xmlAttr *b)
{
	char *x = comity_node_value((const xmlNode *)a), *colon;
	char *y = comity_node_value((const xmlNode *)b), *other;
	xmlNsPtr p, q;
	bool same = false;

	if (x == NULL || y == NULL) {
		c->rc = COMITY_ENOMEM;
	} else if (strcmp((const char *)a->name, "nil") == 0) {
		same = (strcmp(x, "1") == 0 || strcmp(x, "true") == 0) ==
		       (strcmp(y, "1") == 0 || strcmp(y, "true") == 0);
	} else if (strcmp((const char *)a->name, "type") == 0) {
		if ((colon = strchr(x, ':')) != NULL)
			*colon++ = '\0';
		if ((other = strchr(y, ':')) != NULL)
			*other++ = '\0';
		p = xmlSearchNs(a->doc, a->parent,
		    colon == NULL ? NULL : (const xmlChar *)x);
		q = xmlSearchNs(b->doc, b->parent,
		    other == NULL ? NULL : (const xmlChar *)y);
		same =
		    strcmp(colon == NULL ? x : colon,
			other == NULL ? y : other) == 0 &&
		    (p == NULL || q == NULL ? p == q
					    : strcmp((const char *)p->href,
						  (const char *)q->href) == 0);
	} else {
		same = strcmp(x, y) == 0;
	}
	free(x);
	free(y);
	return same;
}

static size_t
count_attributes(const xmlNode *node)
{
	const xmlAttr *attr;
	size_t n = 0;

	for (attr = node->properties; attr != NULL; attr = attr->next)
		n += !is_location((const xmlNode *)attr);
	return n;
}

/* Attributes are few: the parser bounds them. */
static bool
same_attributes(struct comparing *c, const xmlNode *a, const xmlNode *b)
{
	const xmlAttr *x, *y;
	bool same;

	if (count_attributes(a) != count_attributes(b))
		return differ(c, a);
	for (x = a->properties; x != NULL; x = x->next) {
		if (is_location((const xmlNode *)x))
			continue;
		for (y = b->properties; y != NULL; y = y->next)
			if (same_name((const xmlNode *)x, (const xmlNode *)y))
				break;
		if (y == NULL)
			return differ(c, (const xmlNode *)x);
		if (x->ns != NULL &&
		    strcmp((const char *)x->ns->href, COMITY_NS_XSI) == 0)
			same = same_xsi(c, x, y);
		else
			same = same_text(
			    c, (const xmlNode *)x, (const xmlNode *)y);
		if (!same)
			return differ(c, (const xmlNode *)x);
	}
	return true;
}

/* Text beside elements: only white space is nothing. */
static bool
has_text(const xmlNode *node)
{
	const xmlNode *child;

	for (child = node->children; child != NULL; child = child->next)
		if (is_text(child) && !is_blank((const char *)child->content))
			return true;
	return false;
}

static const xmlNode *
next_child(const xmlNode *node)
{
	while (node != NULL &&
	       (node->type != XML_ELEMENT_NODE || comity_leaf_is_outside(node)))
		node = node->next;
	return node;
}

static bool same(struct comparing *c, const xmlNode *a, const xmlNode *b);

static bool
is_unordered(const struct comparing *c, const xmlNode *node)
{
	const char *name = (const char *)node->name, *at;
	size_t len = strlen(name);

	for (at = c->options->unordered; at != NULL && *at != '\0';) {
		if (strncmp(at, name, len) == 0 &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
		if ((at = strchr(at, ' ')) != NULL)
			at++;
	}
	return false;
}

/* xs:all: each name once, so the first of a name is the one. */
static bool
same_set(struct comparing *c, const xmlNode *a, const xmlNode *b)
{
	const xmlNode *x, *y;
	size_t in_a = 0, in_b = 0;

	for (y = next_child(b->children); y != NULL; y = next_child(y->next))
		in_b++;
	if (in_b > COMITY_ATTRIBUTES_MAX)
		return differ(c, a); /* an xs:all is never so long */
	for (x = next_child(a->children); x != NULL; x = next_child(x->next)) {
		in_a++;
		for (y = next_child(b->children); y != NULL && !same_name(x, y);
		     y = next_child(y->next))
			continue;
		if (y == NULL)
			return differ(c, x);
		if (!same(c, x, y))
			return false;
	}
	return in_a == in_b ? true : differ(c, a);
}

/* Depth is that of the documents, which the parser bounds. */
static bool
same(struct comparing *c, const xmlNode *a, const xmlNode *b)
{
	const xmlNode *x = next_child(a->children),
		      *y = next_child(b->children);

	if (!same_name(a, b))
		return differ(c, a);
	if (!same_attributes(c, a, b))
		return false;
	if (x == NULL && y == NULL) {
		if (!has_text(a) && !has_text(b) &&
		    c->options->is_structure != NULL &&
		    c->options->is_structure(a, c->options->data))
			return true;
		return same_text(c, a, b) ? true : differ(c, a);
	}
	if (has_text(a) || has_text(b))
		return differ(c, a); /* mixed content has no crosswalk */
	if (is_unordered(c, a))
		return same_set(c, a, b);
	for (; x != NULL && y != NULL;
	     x = next_child(x->next), y = next_child(y->next))
		if (!same(c, x, y))
			return false;
	if (x != NULL || y != NULL)
		return differ(c, x != NULL ? x : y);
	return true;
}

int
comity_leaf_compare(const xmlNode *a, const xmlNode *b,
    const struct comity_leaf_options *options, const xmlNode **differs)
{
	static const struct comity_leaf_options none = { 0 };
	struct comparing c = { options == NULL ? &none : options, NULL,
		COMITY_OK };
	bool yes = same(&c, a, b);

	*differs = c.differs;
	if (c.rc != COMITY_OK)
		return c.rc;
	return yes ? COMITY_OK : COMITY_REFUSED;
}
