/* SPDX-License-Identifier: Apache-2.0 */
#include "splice.h"

#include "text.h"

#include <string.h>

/* The walk over octets and tree at once: each start tag has to be the next
 * element's. */
struct walk {
	const char *at, *end;
	const xmlNode *root, *element; /* the last one that began; NULL none */
	size_t depth; /* of open elements */
};

/* Where the child goes. */
struct gap {
	const char *at; /* '<' of the end tag, or "/>" of an empty one */
	bool empty;
};

/* The next element in document order; NULL past the last. */
static const xmlNode *
after(const struct walk *walk)
{
	const xmlNode *node = walk->element, *next;

	if (node == NULL)
		return walk->root;
	next = comity_node_first(node);
	while (next == NULL && node != walk->root) {
		next = comity_node_after(node);
		node = node->parent;
	}
	return next;
}

/* Go behind the next occurrence of a mark. */
static bool
skip(struct walk *walk, const char *mark)
{
	const char *found = memmem(
	    walk->at, (size_t)(walk->end - walk->at), mark, strlen(mark));

	if (found == NULL)
		return false;
	walk->at = found + strlen(mark);
	return true;
}

/* Whether the octets at name, up to one that ends a name, are the node's. */
static bool
is_named(const struct walk *walk, const char *name, const xmlNode *node)
{
	const char *prefix =
	    node->ns != NULL ? (const char *)node->ns->prefix : NULL;
	size_t len = 0, prefix_len = prefix != NULL ? strlen(prefix) + 1 : 0;
	size_t own = strlen((const char *)node->name);

	while (name + len < walk->end && strchr(" \t\r\n/>", name[len]) == NULL)
		len++;
	return len == prefix_len + own &&
	       (prefix == NULL || (memcmp(name, prefix, prefix_len - 1) == 0 &&
				      name[prefix_len - 1] == ':')) &&
	       memcmp(name + prefix_len, node->name, own) == 0;
}

/* Go behind a start tag; '>' in an attribute does not end it. */
static bool
skip_start(struct walk *walk, bool *empty)
{
	char quote = '\0';

	for (; walk->at < walk->end; walk->at++) {
		if (quote != '\0') {
			if (*walk->at == quote)
				quote = '\0';
		} else if (*walk->at == '"' || *walk->at == '\'') {
			quote = *walk->at;
		} else if (*walk->at == '>') {
			*empty = walk->at[-1] == '/';
			walk->at++;
			return true;
		}
	}
	return false;
}

/* One start tag; *open gets the depth at which the wanted element stands. */
static bool
start(struct walk *walk, const xmlNode *wanted, size_t *open, struct gap *gap)
{
	const char *name = walk->at;
	bool empty = false;

	walk->element = after(walk);
	if (walk->element == NULL || !is_named(walk, name, walk->element) ||
	    !skip_start(walk, &empty))
		return false;
	if (walk->element == wanted && empty) {
		gap->at = walk->at - 2;
		gap->empty = true;
	}
	walk->depth += !empty;
	if (walk->element == wanted)
		*open = walk->depth;
	return true;
}

/* What stands at '<', and go behind it. false: not as the tree says. */
static bool
step(struct walk *walk, const xmlNode *wanted, size_t *open, struct gap *gap)
{
	const char *tag = walk->at++;
	size_t left = (size_t)(walk->end - walk->at);

	if (left == 0)
		return false;
	if (left >= 3 && memcmp(walk->at, "!--", 3) == 0)
		return skip(walk, "-->");
	if (left >= 8 && memcmp(walk->at, "![CDATA[", 8) == 0)
		return skip(walk, "]]>");
	if (*walk->at == '?')
		return skip(walk, "?>");
	if (*walk->at == '!')
		return false;
	if (*walk->at != '/')
		return start(walk, wanted, open, gap);
	if (walk->depth == 0)
		return false;
	if (walk->depth == *open)
		gap->at = tag;
	walk->depth--;
	return skip(walk, ">");
}

/* UTF-16 has a NUL, or a mark that is no UTF-8, among its first octets. */
static bool
is_wide(const struct comity_source *source)
{
	return source->len < 4 || memchr(source->bytes, 0, 4) != NULL ||
	       source->bytes[0] == 0xfe || source->bytes[0] == 0xff;
}

static bool
find(const struct comity_source *source, const struct comity_doc *doc,
    const xmlNode *node, struct gap *gap)
{
	struct walk walk = { .at = (const char *)source->bytes,
		.root = comity_doc_root(doc) };
	size_t open = SIZE_MAX;

	walk.end = walk.at + source->len;
	while (gap->at == NULL) {
		walk.at = memchr(walk.at, '<', (size_t)(walk.end - walk.at));
		if (walk.at == NULL || !step(&walk, node, &open, gap))
			return false;
	}
	return true;
}

int
comity_splice(const struct comity_source *source, const struct comity_doc *doc,
    const xmlNode *node, const char *text, unsigned char **octets, size_t *len)
{
	const char *bytes = (const char *)source->bytes, *rest;
	struct comity_text out = { 0 };
	struct gap gap = { 0 };

	*octets = NULL;
	if (is_wide(source) || !find(source, doc, node, &gap))
		return COMITY_UNKNOWN;
	comity_text_add_bytes(&out, bytes, (size_t)(gap.at - bytes));
	if (gap.empty)
		comity_text_add(&out, ">");
	comity_text_add(&out, text);
	rest = gap.at;
	if (gap.empty) {
		comity_text_addf(&out, "</%s%s%s>",
		    node->ns != NULL && node->ns->prefix != NULL
			? (const char *)node->ns->prefix
			: "",
		    node->ns != NULL && node->ns->prefix != NULL ? ":" : "",
		    (const char *)node->name);
		rest += 2;
	}
	comity_text_add_bytes(&out, rest, source->len - (size_t)(rest - bytes));
	*len = out.len;
	if (!out.failed)
		*octets = (unsigned char *)comity_text_take(&out);
	comity_text_clear(&out);
	return *octets != NULL ? COMITY_OK : COMITY_ENOMEM;
}
