/* SPDX-License-Identifier: Apache-2.0 */
#include "license-elements.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

struct walk {
	struct comity_places *places;
	struct comity_license *license;
	/* the parent that was served last, for each element; same order */
	const xmlNode **served;
	struct comity_text path;
};

/* Where a path stands, or belongs; found says which. */
static size_t
position(const struct comity_license *license, const char *path, bool *found)
{
	size_t low = 0, high = license->element_count, middle;
	int order;

	*found = false;
	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(license->elements[middle].path, path);
		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct comity_license_element *
comity_license_element_find(
    const struct comity_license *license, const char *path)
{
	bool found;
	size_t at = position(license, path, &found);

	return found ? &license->elements[at] : NULL;
}

static struct comity_license_element *
element_of(struct walk *walk, const char *path, size_t *at)
{
	struct comity_license *license = walk->license;
	size_t count = license->element_count;
	const xmlNode **served;
	void *more;
	bool found;

	*at = position(license, path, &found);
	if (found)
		return &license->elements[*at];
	more = reallocarray(
	    license->elements, count + 1, sizeof(*license->elements));
	if (more == NULL)
		goto failed;
	license->elements = more;
	served = reallocarray(walk->served, count + 1, sizeof(*served));
	if (served == NULL)
		goto failed;
	walk->served = served;
	memmove(&license->elements[*at + 1], &license->elements[*at],
	    (count - *at) * sizeof(*license->elements));
	memmove(
	    &served[*at + 1], &served[*at], (count - *at) * sizeof(*served));
	memset(&license->elements[*at], 0, sizeof(*license->elements));
	served[*at] = NULL;
	license->element_count++;
	license->elements[*at].path = strdup(path);
	if (license->elements[*at].path != NULL)
		return &license->elements[*at];
	license->element_count--;
	memmove(&license->elements[*at], &license->elements[*at + 1],
	    (count - *at) * sizeof(*license->elements));
failed:
	walk->places->failed = true;
	return NULL;
}

static void
count_one(struct walk *walk, const xmlNode *parent, const xmlNode *node,
    bool stated, bool withheld)
{
	struct comity_license_element *element;
	size_t at;

	element = element_of(walk, walk->path.data, &at);
	if (element == NULL)
		return;
	if (element->line == 0) {
		struct comity_stated place = { 0 };

		comity_stated_place(walk->places, node, &place);
		element->line = place.line;
		comity_stated_clear(&place);
	}
	element->withheld += withheld;
	element->stated += stated && !withheld;
	if (stated && !withheld && walk->served[at] != parent) {
		walk->served[at] = parent;
		element->served++;
	}
}

static bool
has_text(struct walk *walk, const xmlNode *node)
{
	char *value = comity_node_value(node);
	bool has = value != NULL && value[0] != '\0';

	if (value == NULL)
		walk->places->failed = true;
	free(value);
	return has;
}

static void
take_extension(struct walk *walk, const xmlNode *node)
{
	struct comity_license *license = walk->license;
	struct comity_license_extension *made;
	char *binding;
	void *more;

	more = comity_grow(walk->places, license->extensions,
	    &license->extension_count, sizeof(*made));
	if (more == NULL)
		return;
	license->extensions = more;
	made = &license->extensions[license->extension_count - 1];
	comity_stated_place(walk->places, node, &made->profile);
	made->profile.text =
	    comity_stated_attribute(walk->places, node, "profile");
	made->profile.edition =
	    comity_stated_attribute(walk->places, node, "edition");
	binding = comity_stated_attribute(walk->places, node, "binding");
	made->binding = !comity_text_same(binding, "no");
	free(binding);
}

/* A value below Safeguards; its list is the path. */
static void
take_safeguard(struct walk *walk, const xmlNode *node)
{
	struct comity_stated_list *all = &walk->license->safeguards;
	void *more;

	more =
	    comity_grow(walk->places, all->at, &all->count, sizeof(*all->at));
	if (more == NULL)
		return;
	all->at = more;
	comity_stated_read(walk->places, node, &all->at[all->count - 1]);
	free(all->at[all->count - 1].list);
	all->at[all->count - 1].list = strdup(walk->path.data);
	if (all->at[all->count - 1].list == NULL)
		walk->places->failed = true;
}

static void
count_attributes(struct walk *walk, const xmlNode *node)
{
	const xmlAttr *attribute;
	size_t len = walk->path.len;

	for (attribute = node->properties; attribute != NULL;
	     attribute = attribute->next) {
		if (attribute->ns != NULL ||
		    xmlStrEqual(attribute->name, BAD_CAST "withheld"))
			continue;
		comity_text_addf(&walk->path, "%s@%s", len > 0 ? "/" : "",
		    (const char *)attribute->name);
		if (walk->path.failed) {
			walk->places->failed = true;
			return;
		}
		count_one(walk, node, (const xmlNode *)attribute, true, false);
		walk->path.len = len;
		walk->path.data[len] = '\0';
	}
}

/* Depth is bounded by the schema and by COMITY_DEPTH_MAX at the parse. */
static void
visit(struct walk *walk, const xmlNode *parent)
{
	size_t len = walk->path.len;
	const xmlNode *node;

	for (node = comity_node_first(parent);
	     node != NULL && !walk->places->failed;
	     node = comity_node_after(node)) {
		bool leaf = comity_node_first(node) == NULL;
		bool withheld;

		if (node->ns == NULL ||
		    !xmlStrEqual(node->ns->href, BAD_CAST COMITY_NS_CORE))
			continue;
		if (xmlStrEqual(node->name, BAD_CAST "Extension")) {
			take_extension(walk, node);
			continue;
		}
		comity_text_addf(&walk->path, "%s%s", len > 0 ? "/" : "",
		    (const char *)node->name);
		if (walk->path.failed) {
			walk->places->failed = true;
			return;
		}
		withheld = xmlHasNsProp((xmlNodePtr)node, BAD_CAST "withheld",
			       NULL) != NULL;
		count_one(walk, parent, node, !leaf || has_text(walk, node),
		    withheld);
		if (leaf && !withheld &&
		    strncmp(walk->path.data, "Safeguards/", 11) == 0)
			take_safeguard(walk, node);
		count_attributes(walk, node);
		visit(walk, node);
		walk->path.len = len;
		walk->path.data[len] = '\0';
	}
}

/* How many blocks there are that could have stated it: its parent's count. */
static bool
count_blocks(struct comity_license *license)
{
	const struct comity_license_element *parent;
	size_t i;

	for (i = 0; i < license->element_count; i++) {
		struct comity_license_element *element = &license->elements[i];
		const char *slash = strrchr(element->path, '/');
		char *above;

		element->blocks = 1;
		if (slash == NULL)
			continue;
		above = strndup(element->path, (size_t)(slash - element->path));
		if (above == NULL)
			return false;
		parent = comity_license_element_find(license, above);
		if (parent != NULL)
			element->blocks = parent->stated + parent->withheld;
		free(above);
	}
	return true;
}

void
comity_license_elements(struct comity_places *places, const xmlNode *root,
    struct comity_license *license)
{
	struct walk walk = { .places = places, .license = license };

	count_attributes(&walk, root);
	visit(&walk, root);
	if (!places->failed && !count_blocks(license))
		places->failed = true;
	free(walk.served);
	comity_text_clear(&walk.path);
}
