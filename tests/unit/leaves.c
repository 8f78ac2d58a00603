/* SPDX-License-Identifier: Apache-2.0 */
/* laws: the leaves of a document, listed along its schema. */
#include "laws.h"
#include "suite.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

void
leaf_list_clear(struct leaf_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		free(list->items[i].path);
		free(list->items[i].value);
	}
	free(list->items);
	memset(list, 0, sizeof(*list));
}

static void
add(struct leaf_list *list, const char *path, const xmlNode *node, bool text)
{
	struct leaf_item *item;

	if (list->count == list->room) {
		list->room = list->room * 2 + 64;
		list->items =
		    realloc(list->items, list->room * sizeof(*list->items));
		ck_assert_ptr_nonnull(list->items);
	}
	item = &list->items[list->count++];
	item->path = strdup(path);
	item->value = text ? comity_node_text(node) : strdup("");
	item->node = node;
	item->structure = false;
	ck_assert(item->path != NULL && item->value != NULL);
}

static int
by_name(const void *a, const void *b)
{
	const xmlNode *x = *(const xmlNode *const *)a;
	const xmlNode *y = *(const xmlNode *const *)b;
	int order = strcmp((const char *)x->name, (const char *)y->name);

	return order != 0 ? order : (x->ns != NULL) - (y->ns != NULL);
}

static bool
is_outside(const xmlNode *node)
{
	const xmlNode *root = xmlDocGetRootElement(node->doc);

	return node->parent == root &&
	       (comity_node_is(node, COMITY_NS_DS, "Signature") ||
		   comity_node_is(node, COMITY_NS_CORE, "Translation"));
}

static bool
is_all(const struct comity_schema_type *type)
{
	return type != NULL && type->content != NULL &&
	       type->content->count == 1 &&
	       type->content->kids[0]->kind == COMITY_PARTICLE_ALL;
}

static void list_element(struct leaf_list *list, const xmlNode *node,
    const struct comity_schema_type *type, bool required, const char *path);

static void
list_children(struct leaf_list *list, const xmlNode **nodes, size_t count,
    const struct comity_schema_type *type, const char *path)
{
	const struct comity_schema_particle *child;
	struct comity_text own = { 0 };
	size_t i, k, n;

	for (i = 0; i < count; i++) {
		for (k = 0, n = 1; k < i; k++)
			n += by_name(&nodes[k], &nodes[i]) == 0;
		child = type == NULL ? NULL
				     : comity_schema_type_child(
					   type, (const char *)nodes[i]->name);
		comity_text_addf(
		    &own, "%s/%s[%zu]", path, (const char *)nodes[i]->name, n);
		ck_assert(!own.failed);
		list_element(list, nodes[i],
		    child == NULL ? NULL : child->element->type,
		    child != NULL && child->min > 0, own.data);
		comity_text_clear(&own);
	}
}

static void
list_attributes(struct leaf_list *list, const xmlNode *node, const char *path)
{
	const xmlNode *sorted[COMITY_ATTRIBUTES_ROOM];
	struct comity_text own = { 0 };
	const xmlAttr *attr;
	size_t n = 0, i;

	for (attr = node->properties; attr != NULL; attr = attr->next)
		if (attr->ns == NULL ||
		    strcmp((const char *)attr->ns->href, COMITY_NS_XSI) != 0) {
			ck_assert(n < COMITY_ATTRIBUTES_ROOM);
			sorted[n++] = (const xmlNode *)attr;
		}
	qsort(sorted, n, sizeof(*sorted), by_name);
	for (i = 0; i < n; i++) {
		comity_text_addf(&own, "%s/@%s%s", path,
		    sorted[i]->ns == NULL ? "" : "ns:",
		    (const char *)sorted[i]->name);
		ck_assert(!own.failed);
		add(list, own.data, sorted[i], true);
		comity_text_clear(&own);
	}
}

static void
list_element(struct leaf_list *list, const xmlNode *node,
    const struct comity_schema_type *type, bool required, const char *path)
{
	const xmlNode *child, **nodes = NULL;
	size_t n = 0;

	list_attributes(list, node, path);
	for (child = node->children; child != NULL; child = child->next) {
		if (child->type != XML_ELEMENT_NODE || is_outside(child))
			continue;
		nodes = realloc(nodes, (n + 1) * sizeof(*nodes));
		ck_assert_ptr_nonnull(nodes);
		nodes[n++] = child;
	}
	/* attributes show by themselves that an empty container is there */
	if (n == 0 &&
	    (type == NULL || type->text != NULL || node->properties == NULL)) {
		add(list, path, node, type == NULL || type->text != NULL);
		list->items[list->count - 1].structure =
		    required && type != NULL && type->text == NULL;
	}
	if (is_all(type))
		qsort(nodes, n, sizeof(*nodes), by_name);
	list_children(list, nodes, n, type, path);
	free(nodes);
}

void
leaf_list_read(struct leaf_list *list, const xmlNode *root,
    const struct comity_schema_model *model)
{
	const struct comity_schema_element *element =
	    comity_schema_model_root(model, (const char *)root->name);
	struct comity_text path = { 0 };

	memset(list, 0, sizeof(*list));
	comity_text_addf(&path, "/%s", (const char *)root->name);
	ck_assert(!path.failed);
	list_element(list, root, element == NULL ? NULL : element->type, true,
	    path.data);
	comity_text_clear(&path);
}

char *
leaf_list_differ(const struct leaf_list *a, const struct leaf_list *b)
{
	struct comity_text text = { 0 };
	size_t i;

	for (i = 0; i < a->count && i < b->count; i++)
		if (strcmp(a->items[i].path, b->items[i].path) != 0 ||
		    strcmp(a->items[i].value, b->items[i].value) != 0)
			break;
	if (i == a->count && i == b->count)
		return NULL;
	comity_text_addf(&text, "%s \"%.200s\" against %s \"%.200s\"",
	    i < a->count ? a->items[i].path : "nothing",
	    i < a->count ? a->items[i].value : "",
	    i < b->count ? b->items[i].path : "nothing",
	    i < b->count ? b->items[i].value : "");
	ck_assert(!text.failed);
	return text.data;
}
