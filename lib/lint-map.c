/* SPDX-License-Identifier: Apache-2.0 */
/* lint: the codes in the crosswalk's maps against the lists they are of. */
#include "codelist.h"
#include "crosswalk.h"
#include "lint-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static bool
is(const xmlNode *node, const char *name)
{
	return comity_node_is(node, COMITY_NS_CROSSWALK, name);
}

/* The list that a row says its core codes are of: <fixed core="@list" is=>
 * inside it, or "X/@list" beside it. Free it; NULL none. */
static char *
list_of(const xmlNode *row)
{
	char *core = comity_node_attribute(row, "core"), *path, *is_list = NULL;
	struct comity_text beside = { 0 };
	const xmlNode *node;

	comity_text_addf(&beside, "%s/@list", core == NULL ? "" : core);
	for (node = comity_node_first(row); node != NULL && is_list == NULL;
	     node = comity_node_after(node)) {
		path = is(node, "fixed") ? comity_node_attribute(node, "core")
					 : NULL;
		if (path != NULL && strcmp(path, "@list") == 0)
			is_list = comity_node_attribute(node, "is");
		free(path);
	}
	node = row->parent == NULL ? NULL : comity_node_first(row->parent);
	for (; node != NULL && is_list == NULL && beside.data != NULL;
	     node = comity_node_after(node)) {
		path = is(node, "fixed") ? comity_node_attribute(node, "core")
					 : NULL;
		if (path != NULL && strcmp(path, beside.data) == 0)
			is_list = comity_node_attribute(node, "is");
		free(path);
	}
	comity_text_clear(&beside);
	free(core);
	return is_list;
}

/* The values that a row's own type enumerates; NULL: it does not. */
static const struct comity_schema_simple *
enumerated(const struct comity_lint *lint, const char *map)
{
	const struct comity_schema_particle *at;
	const struct comity_schema_simple *type, *found = NULL;
	const struct comity_lint_row *row;
	size_t i;

	for (i = 0; lint->model != NULL && i < lint->row_count; i++) {
		row = &lint->rows[i];
		if (!comity_text_same(row->map, map) || row->local == NULL ||
		    strchr(row->local, '@') != NULL)
			continue;
		at = comity_lint_particle(
		    lint, row->root, row->local, strlen(row->local));
		type = at == NULL || at->element->type == NULL
			   ? NULL
			   : at->element->type->text;
		while (type != NULL && type->value_count == 0)
			type = type->base;
		/* of several types that use the map, some may leave it open */
		if (type == NULL || (found != NULL && found != type))
			return NULL;
		found = type;
	}
	return found;
}

static bool
has_value(const struct comity_schema_simple *type, const char *value)
{
	size_t i;

	for (i = 0; i < type->value_count; i++)
		if (strcmp(type->values[i], value) == 0)
			return true;
	return false;
}

static void
check_pair(struct comity_lint *lint, const struct comity_doc *doc,
    const xmlNode *pair, const struct comity_codelist *list,
    const struct comity_schema_simple *type)
{
	char *local = comity_node_attribute(pair, "local");
	char *core = comity_node_attribute(pair, "core");
	char *only = comity_node_attribute(pair, "only");

	if (list != NULL && core != NULL && *core != '\0' &&
	    comity_codelist_find(list, core, INT64_MAX) == COMITY_CODE_ABSENT)
		comity_lint_say(lint, COMITY_F_LINT_MAP_CODE, doc, pair, core,
		    comity_codelist_id(list));
	if (type != NULL && local != NULL && !has_value(type, local) &&
	    !comity_text_same(only, "in"))
		comity_lint_say(lint, COMITY_F_LINT_MAP_CODE, doc, pair, local,
		    "a value of document.xsd");
	free(local);
	free(core);
	free(only);
}

/* All pairs of a map, against the list that one row says they are of. */
static void
check_pairs(struct comity_lint *lint, const struct comity_doc *doc,
    const xmlNode *map, const char *id, const struct comity_codelist *list)
{
	const struct comity_schema_simple *type = enumerated(lint, id);
	const xmlNode *pair =
	    comity_node_child(map, COMITY_NS_CROSSWALK, "pair");

	for (; pair != NULL;
	     pair = comity_node_next(pair, COMITY_NS_CROSSWALK, "pair"))
		check_pair(lint, doc, pair, list, type);
}

/* The first row that uses a map; NULL none. base: another map may. */
static xmlNodePtr
user_of(const struct comity_doc *doc, const char *id, bool *is_base)
{
	xmlNodePtr node;
	char *map, *base;
	bool same;

	*is_base = false;
	for (node = comity_doc_root(doc); node != NULL;
	     node = comity_node_step(node)) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		map = comity_node_attribute(node, "map");
		base = comity_node_attribute(node, "base");
		same = comity_text_same(map, id);
		*is_base |= comity_text_same(base, id);
		free(map);
		free(base);
		if (same)
			return node;
	}
	return NULL;
}

static void
check_map(struct comity_lint *lint, const struct comity_doc *doc,
    const xmlNode *map, const char *id)
{
	const struct comity_codelist *list = NULL;
	bool is_base;
	const xmlNode *user = user_of(doc, id, &is_base);
	char *name = user == NULL ? NULL : list_of(user);

	if (user == NULL && !is_base)
		comity_lint_say(
		    lint, COMITY_F_LINT_MAP_UNUSED, doc, map, id, NULL);
	if (name != NULL)
		list = comity_edition_codelist(lint->edition, name);
	check_pairs(lint, doc, map, id, list);
	free(name);
}

void
comity_lint_maps(struct comity_lint *lint)
{
	const struct comity_folder_file *file =
	    comity_folder_role(lint->in->folder, "crosswalk");
	struct comity_doc *doc =
	    file == NULL ? NULL : comity_lint_doc(lint, file);
	xmlNodePtr map = doc == NULL ? NULL
				     : comity_node_child(comity_doc_root(doc),
					   COMITY_NS_CROSSWALK, "map");
	char *id;

	for (; map != NULL;
	     map = comity_node_next(map, COMITY_NS_CROSSWALK, "map")) {
		if ((id = comity_node_attribute(map, "id")) != NULL)
			check_map(lint, doc, map, id);
		free(id);
	}
	comity_doc_free(doc);
}
