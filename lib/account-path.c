/* SPDX-License-Identifier: Apache-2.0 */
/* account: the path of every node of a tree, in one walk. */
#include "text.h"
#include "translate-account.h"

#include <stdlib.h>
#include <string.h>

/* How often a name stands among siblings. Names are few, siblings many. */
struct name_count {
	const xmlNode *like;
	size_t total, met;
};

struct naming {
	char **paths;
	size_t count;
	struct comity_text text;
	bool failed;
};

static bool
same_name(const xmlNode *a, const xmlNode *b)
{
	return a->ns == b->ns &&
	       strcmp((const char *)a->name, (const char *)b->name) == 0;
}

static struct name_count *
find(struct name_count *names, size_t count, const xmlNode *node)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (same_name(names[i].like, node))
			return &names[i];
	return NULL;
}

static struct name_count *
count_names(const xmlNode *parent, size_t *count)
{
	struct name_count *names = NULL, *at, *bigger;
	const xmlNode *child;
	size_t n = 0, room = 0;

	for (child = parent->children; child != NULL; child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if ((at = find(names, n, child)) == NULL) {
			if (n == room) {
				room = room * 2 + 8;
				bigger =
				    reallocarray(names, room, sizeof(*names));
				if (bigger == NULL) {
					free(names);
					return NULL;
				}
				names = bigger;
			}
			at = &names[n++];
			memset(at, 0, sizeof(*at));
			at->like = child;
		}
		at->total++;
	}
	*count = n;
	return names;
}

static void
keep(struct naming *n, const xmlNode *node)
{
	size_t ordinal = comity_node_ordinal(node);

	if (ordinal == 0 || ordinal > n->count || n->paths[ordinal] != NULL)
		return;
	n->paths[ordinal] = comity_text_copy(n->text.data);
	if (n->paths[ordinal] == NULL)
		n->failed = true;
}

static void
add_name(struct naming *n, const xmlNode *node)
{
	if (node->ns != NULL && node->ns->prefix != NULL)
		comity_text_addf(
		    &n->text, "%s:", (const char *)node->ns->prefix);
	comity_text_add(&n->text, (const char *)node->name);
}

static void
cut(struct naming *n, size_t len)
{
	if (n->text.data != NULL && len <= n->text.len) {
		n->text.data[len] = '\0';
		n->text.len = len;
	}
}

/* Depth is that of the document, which the parser bounds. */
static void
name_tree(struct naming *n, const xmlNode *node, size_t ordinal)
{
	struct name_count *names, *at;
	size_t len = n->text.len, inner, count = 0;
	const xmlAttr *attr;
	const xmlNode *child;

	comity_text_add(&n->text, "/");
	add_name(n, node);
	if (ordinal > 0)
		comity_text_addf(&n->text, "[%zu]", ordinal);
	if (n->text.failed || n->failed) {
		n->failed = true;
		return;
	}
	keep(n, node);
	inner = n->text.len;
	for (attr = node->properties; attr != NULL; attr = attr->next) {
		comity_text_add(&n->text, "/@");
		add_name(n, (const xmlNode *)attr);
		if (n->text.failed)
			n->failed = true;
		else
			keep(n, (const xmlNode *)attr);
		cut(n, inner);
	}
	if (node->children != NULL) {
		names = count_names(node, &count);
		for (child = node->children; child != NULL && !n->failed;
		     child = child->next) {
			if (child->type != XML_ELEMENT_NODE)
				continue;
			if (names == NULL ||
			    (at = find(names, count, child)) == NULL) {
				n->failed = true;
				break;
			}
			name_tree(n, child, at->total > 1 ? ++at->met : 0);
		}
		free(names);
	}
	cut(n, len);
}

char **
comity_paths_new(xmlNodePtr root, size_t count)
{
	struct naming n = { .count = count };

	n.paths = calloc(count + 1, sizeof(*n.paths));
	if (n.paths == NULL)
		return NULL;
	name_tree(&n, root, 0);
	comity_text_clear(&n.text);
	if (n.failed) {
		comity_paths_free(n.paths, count);
		return NULL;
	}
	return n.paths;
}

void
comity_paths_free(char **paths, size_t count)
{
	size_t i;

	for (i = 0; paths != NULL && i <= count; i++)
		free(paths[i]);
	free(paths);
}
