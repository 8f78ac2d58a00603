/* SPDX-License-Identifier: Apache-2.0 */
/* rules-items: the children of an element of rules.sch, with what include
 * and extends bring from other files of the pack and from abstract rules. */
#include "limit.h"
#include "rules-load.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* What is being brought in, from the innermost outward. */
struct chain {
	const xmlNode *node;
	const struct chain *outer;
};

struct item
comity_loading_enter(struct loading *loading, const struct item *item)
{
	struct item before = { NULL, NULL };
	size_t i;

	for (i = 0; i < loading->rules->file_count; i++) {
		if (loading->files[i]->doc == loading->doc)
			before.file = loading->files[i];
	}
	if (item->file != NULL) {
		loading->doc = item->file->doc;
		loading->file = item->file->name;
	}
	return before;
}

int
comity_items_add(
    struct items *items, const xmlNode *node, const struct rules_file *file)
{
	struct item *more;

	/* room grows by doubling, at powers of two */
	if ((items->count & (items->count - 1)) == 0) {
		more = realloc(
		    items->rows, (items->count == 0 ? 1 : items->count * 2) *
				     sizeof(*items->rows));
		if (more == NULL)
			return COMITY_ENOMEM;
		items->rows = more;
	}
	items->rows[items->count++] = (struct item){ node, file };
	return COMITY_OK;
}

const struct item *
comity_items_find(const struct items *items, const char *name, const char *id)
{
	const xmlNode *node;
	xmlChar *own;
	size_t i;
	bool same;

	for (i = 0; i < items->count; i++) {
		node = items->rows[i].node;
		if (!comity_schematron_is(node, name))
			continue;
		own = xmlGetNoNsProp((xmlNodePtr)node, BAD_CAST "id");
		same = own != NULL && strcmp((char *)own, id) == 0;
		xmlFree(own);
		if (same)
			return &items->rows[i];
	}
	return NULL;
}

/* A name beside the file that names it: "rules/a.sch" and "b.sch" give
 * "rules/b.sch". NULL: no memory. */
static char *
name_beside(const char *file, const char *href, size_t len)
{
	const char *slash = file == NULL ? NULL : strrchr(file, '/');
	struct comity_text text = { 0 };

	if (slash != NULL)
		comity_text_add_bytes(&text, file, (size_t)(slash + 1 - file));
	comity_text_add_bytes(&text, href, len);
	return comity_text_take(&text);
}

/* A file of the pack, parsed once. */
static int
file_open(struct loading *loading, const xmlNode *node, const char *name,
    const struct rules_file **out)
{
	struct comity_rules *rules = loading->rules;
	const struct comity_folder_file *file;
	struct rules_file *opened, **more;
	char **names;
	size_t i;
	int rc;

	for (i = 0; i < rules->file_count; i++) {
		if (strcmp(rules->files[i], name) == 0) {
			*out = loading->files[i];
			return COMITY_OK;
		}
	}
	file = loading->folder == NULL
		   ? NULL
		   : comity_folder_find(loading->folder, name);
	if (file == NULL || strcmp(file->role, "rules-part") != 0)
		return comity_loading_refuse(loading, node, name,
		    "href to a file below rules/ that profile.xml names");
	names = realloc(rules->files, (i + 1) * sizeof(*names));
	if (names != NULL)
		rules->files = names;
	more = realloc(loading->files, (i + 1) * sizeof(*more));
	if (more != NULL)
		loading->files = more;
	if (names == NULL || more == NULL ||
	    (opened = calloc(1, sizeof(*opened))) == NULL)
		return COMITY_ENOMEM;
	rules->files[i] = comity_arena_copy(&rules->arena, name, strlen(name));
	more[i] = opened;
	rules->file_count++;
	if (rules->files[i] == NULL)
		return COMITY_ENOMEM;
	opened->name = rules->files[i];
	rc = comity_doc_read(file->source, loading->report, &opened->doc);
	if (rc != COMITY_OK)
		return rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
	*out = opened;
	return COMITY_OK;
}

/* The element below root, or root itself, with this id. */
static const xmlNode *
fragment_find(const xmlNode *root, const char *id)
{
	const xmlNode *node = root, *child;
	xmlChar *own = xmlGetNoNsProp((xmlNodePtr)root, BAD_CAST "id");
	bool same = own != NULL && strcmp((char *)own, id) == 0;

	xmlFree(own);
	if (same)
		return root;
	/* as deep as COMITY_DEPTH_MAX, which the reader checked */
	for (child = comity_node_first(root); child != NULL;
	     child = comity_node_after(child)) {
		if ((node = fragment_find(child, id)) != NULL)
			return node;
	}
	return NULL;
}

/* What href names. */
static int
href_find(struct loading *loading, const xmlNode *node, struct item *out)
{
	char *href = NULL, *name = NULL;
	size_t len;
	int rc = comity_attribute_read(loading, node, AT_HREF, &href);

	if (rc != COMITY_OK)
		goto out;
	len = strcspn(href, "#");
	name = len == 0 ? comity_text_copy(loading->file)
			: name_beside(loading->file, href, len);
	if (name == NULL) {
		rc = loading->file == NULL
			 ? comity_loading_refuse(loading, node, href, "a file")
			 : COMITY_ENOMEM;
		goto out;
	}
	if ((rc = file_open(loading, node, name, &out->file)) != COMITY_OK)
		goto out;
	out->node = comity_doc_root(out->file->doc);
	if (href[len] == '#')
		out->node = fragment_find(out->node, href + len + 1);
	if (out->node == NULL)
		rc = comity_loading_refuse(
		    loading, node, href, "a fragment that is an id there");
out:
	free(name);
	return rc;
}

static int bring(struct loading *loading, const struct item *parent,
    const struct chain *chain, struct items *items);

/* Bring in what an include or extends stands for. */
static int
bring_other(struct loading *loading, const xmlNode *node,
    const struct chain *chain, struct items *items)
{
	bool is_include = comity_schematron_is(node, "include");
	const struct chain *at;
	const struct item *rule;
	struct item other = { NULL, NULL }, before;
	char *id = NULL;
	int rc = comity_attribute_peek(loading, node, AT_RULE, &id);

	if (rc != COMITY_OK)
		goto out;
	if (id != NULL && !is_include) {
		rule = comity_items_find(&loading->abstracts, "rule", id);
		if (rule == NULL)
			rc = comity_loading_refuse(loading, node, id,
			    "extends of a rule with abstract=\"true\"");
		else
			other = *rule;
	} else
		rc = href_find(loading, node, &other);
	if (rc != COMITY_OK)
		goto out;
	for (at = chain; at != NULL; at = at->outer) {
		if (at->node == other.node)
			rc = comity_loading_refuse(loading, node,
			    id ? id : "href", "no cycle of include or extends");
	}
	if (rc == COMITY_OK && ++loading->include_count > COMITY_INCLUDES_MAX)
		rc = comity_loading_refuse(loading, node, "include",
		    "fewer includes (COMITY_INCLUDES_MAX)");
	if (rc == COMITY_OK && !is_include && node->parent != NULL &&
	    xmlStrcmp(node->parent->name, other.node->name) != 0)
		rc = comity_loading_refuse(loading, node,
		    (const char *)other.node->name,
		    "extends of an element of the same name");
	if (rc != COMITY_OK)
		goto out;
	before = comity_loading_enter(loading, &other);
	if (is_include)
		rc = comity_items_add(items, other.node, other.file);
	else
		rc = bring(loading, &other,
		    &(struct chain){ other.node, chain }, items);
	comity_loading_enter(loading, &before);
out:
	return rc;
}

static int
bring(struct loading *loading, const struct item *parent,
    const struct chain *chain, struct items *items)
{
	const xmlNode *child = comity_node_first(parent->node);
	int rc = COMITY_OK;

	for (; rc == COMITY_OK && child != NULL;
	     child = comity_node_after(child)) {
		if (!comity_schematron_is(child, "include") &&
		    !comity_schematron_is(child, "extends")) {
			rc = comity_items_add(items, child, parent->file);
			continue;
		}
		rc = comity_known_check(loading, child);
		if (rc == COMITY_OK)
			rc = bring_other(loading, child, chain, items);
	}
	return rc;
}

int
comity_items_read(
    struct loading *loading, const struct item *parent, struct items *items)
{
	const struct chain chain = { parent->node, NULL };
	/* What an include brings is read as an element of its own; that it
	 * can not hold itself follows from what may stand in what. */
	return bring(loading, parent, &chain, items);
}
