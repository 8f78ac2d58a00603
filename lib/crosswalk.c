/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk: load the table, and tell `profile check` its rows. */
#include "crosswalk.h"

#include "crosswalk-table.h"
#include "memory.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define ROW_DEPTH_MAX 40 /* of rows in rows; tables nest below ten */

static const struct comity_source *
edition_file(void *data, const char *name)
{
	return comity_edition_file(data, name);
}

int
comity_crosswalk_load(const struct comity_source *table,
    const struct comity_edition *edition, const struct comity_edition *core,
    struct comity_report *report, struct comity_crosswalk **out)
{
	const struct comity_source *schema = NULL;
	struct comity_child_order *order = NULL;
	int rc;

	*out = NULL;
	if (core != NULL)
		schema = comity_edition_file(core, "document.xsd");
	if (schema != NULL) {
		rc = comity_child_order_read(schema, edition_file,
		    (void *)(uintptr_t)core, report, &order);
		if (rc != COMITY_OK)
			return rc;
	}
	rc = comity_crosswalk_read(
	    table, edition->profile, edition->id, order, report, out);
	if (rc == COMITY_OK)
		(*out)->order = order;
	else
		comity_child_order_free(order);
	return rc;
}

/* One root: its two names, then its rows. */
static void
read_root(struct comity_table_reader *reader, xmlNodePtr node)
{
	struct comity_crosswalk *crosswalk = reader->crosswalk;
	bool single = comity_node_is(node, COMITY_NS_CROSSWALK, "Crosswalk");
	char *local = comity_node_attribute(node, single ? "root" : "local");
	char *core = comity_node_attribute(node, "core");
	struct comity_row *row, **bigger;
	xmlNsPtr ns;
	char *colon;

	row = comity_row_new(reader, COMITY_ROW_ROOT, NULL);
	bigger = comity_table_alloc(
	    crosswalk, (crosswalk->root_count + 1) * sizeof(*bigger));
	if (row == NULL || bigger == NULL || local == NULL || core == NULL) {
		comity_table_bad(reader, comity_doc_line(reader->doc, node),
		    "root", "root and core elements");
		goto out;
	}
	row->line = comity_doc_line(reader->doc, node);
	if ((colon = strchr(local, ':')) != NULL) {
		*colon = '\0';
		ns = xmlSearchNs(node->doc, node, (const xmlChar *)local);
		*colon = ':';
		if (ns != NULL)
			reader->local_ns = (const char *)ns->href;
	}
	if (colon != NULL && reader->local_ns != NULL) {
		*colon = '\0';
		comity_table_namespace(reader, reader->local_ns, local);
		*colon = ':';
	}
	comity_path_read(reader, node, local, true, &row->local);
	comity_path_read(reader, node, core, false, &row->core);
	if (row->local.count != 1 || row->core.count != 1)
		comity_table_bad(reader, row->line, local, "one element name");
	row->key = "root";
	if (crosswalk->root_count > 0)
		memcpy(bigger, crosswalk->roots,
		    crosswalk->root_count * sizeof(*bigger));
	bigger[crosswalk->root_count++] = row;
	crosswalk->roots = bigger;
	if (reader->rc == COMITY_OK) {
		comity_rows_read(reader, node, row, ROW_DEPTH_MAX);
		comity_rows_find(reader, row);
	}
out:
	free(local);
	free(core);
}

static void
read_head(struct comity_table_reader *reader, xmlNodePtr root,
    const char *profile, const char *edition)
{
	struct comity_crosswalk *crosswalk = reader->crosswalk;
	char *p = comity_node_attribute(root, "profile");
	char *e = comity_node_attribute(root, "edition");
	char *withheld = comity_node_attribute(root, "withheld");
	char *translation = comity_node_attribute(root, "translation");
	char *unordered = comity_node_attribute(root, "unordered");
	struct comity_text by = { 0 };

	if (!comity_node_is(root, COMITY_NS_CROSSWALK, "Crosswalk") ||
	    p == NULL || e == NULL || strcmp(p, profile) != 0 ||
	    strcmp(e, edition) != 0)
		comity_table_bad(reader, comity_doc_line(reader->doc, root), p,
		    "a Crosswalk of this profile and edition");
	comity_text_addf(&by, "%s/%s", profile, edition);
	crosswalk->profile = comity_table_string(crosswalk, profile);
	crosswalk->edition = comity_table_string(crosswalk, edition);
	crosswalk->by = comity_table_string(crosswalk, by.data);
	crosswalk->withheld = withheld != NULL && strcmp(withheld, "yes") == 0;
	crosswalk->translation =
	    translation != NULL && strcmp(translation, "yes") == 0;
	crosswalk->unordered = comity_table_string(crosswalk, unordered);
	if (by.failed || crosswalk->profile == NULL ||
	    crosswalk->edition == NULL || crosswalk->by == NULL)
		reader->rc = COMITY_ENOMEM;
	comity_text_clear(&by);
	free(p);
	free(e);
	free(withheld);
	free(translation);
	free(unordered);
}

static void
read_table(struct comity_table_reader *reader, const char *profile,
    const char *edition)
{
	xmlNodePtr node, root = comity_doc_root(reader->doc);

	read_head(reader, root, profile, edition);
	comity_table_namespace(reader, COMITY_NS_CORE, "c");
	for (node = comity_node_child(root, COMITY_NS_CROSSWALK, "map");
	     node != NULL && reader->rc != COMITY_ENOMEM;
	     node = comity_node_next(node, COMITY_NS_CROSSWALK, "map"))
		comity_map_read(reader, node);
	if (reader->rc != COMITY_OK)
		return;
	node = comity_node_child(root, COMITY_NS_CROSSWALK, "root");
	if (node == NULL)
		read_root(reader, root);
	for (; node != NULL && reader->rc != COMITY_ENOMEM;
	     node = comity_node_next(node, COMITY_NS_CROSSWALK, "root"))
		read_root(reader, node);
	if (reader->rc == COMITY_OK)
		comity_table_compile(reader);
	if (reader->rc == COMITY_OK)
		comity_table_check(reader);
}

int
comity_crosswalk_read(const struct comity_source *table, const char *profile,
    const char *edition, const struct comity_child_order *order,
    struct comity_report *report, struct comity_crosswalk **out)
{
	struct comity_table_reader reader = { .report = report,
		.order = order };
	struct comity_crosswalk *crosswalk = NULL;
	struct comity_doc *doc = NULL;
	int rc;

	*out = NULL;
	rc = comity_doc_read(table, report, &doc);
	if (rc != COMITY_OK)
		return rc == COMITY_REFUSED ? COMITY_EPACK : rc;
	rc = COMITY_ENOMEM;
	if ((crosswalk = calloc(1, sizeof(*crosswalk))) == NULL ||
	    (crosswalk->dict = xmlDictCreate()) == NULL)
		goto out;
	reader.crosswalk = crosswalk;
	reader.doc = doc;
	read_table(&reader, profile, edition);
	rc = comity_memory_failed() ? COMITY_ENOMEM : reader.rc;
	if (rc == COMITY_OK) {
		*out = crosswalk;
		crosswalk = NULL;
	}
out:
	comity_crosswalk_free(crosswalk);
	comity_doc_free(doc);
	return rc;
}

void
comity_crosswalk_free(struct comity_crosswalk *crosswalk)
{
	size_t i;

	if (crosswalk == NULL)
		return;
	for (i = 0; i < crosswalk->map_count; i++)
		comity_map_free(crosswalk->maps[i]);
	free(crosswalk->maps);
	for (i = 0; i < crosswalk->block_count; i++)
		free(crosswalk->blocks[i]);
	free(crosswalk->blocks);
	xmlDictFree(crosswalk->dict);
	comity_child_order_free(crosswalk->order);
	free(crosswalk);
}

bool
comity_crosswalk_has_room(const struct comity_crosswalk *crosswalk)
{
	return crosswalk->translation;
}

bool
comity_crosswalk_has_withheld(const struct comity_crosswalk *crosswalk)
{
	return crosswalk->withheld;
}

struct giving {
	const struct comity_crosswalk *crosswalk;
	const struct comity_row *root;
	bool (*each)(const struct comity_crosswalk_row *row, void *data);
	void *data;
	int rc;
	bool stopped;
};

/* "base/path" as a person reads it; NULL if the row has no such path. */
static char *
whole_path(
    struct giving *giving, const char *base, const struct comity_path *path)
{
	struct comity_text text = { 0 };
	char *own;

	if (!path->given)
		return NULL;
	if ((own = comity_path_write(giving->crosswalk, path)) == NULL) {
		giving->rc = COMITY_ENOMEM;
		return NULL;
	}
	comity_text_add(&text, base);
	if (strcmp(own, ".") != 0) {
		comity_text_add(&text, "/");
		comity_text_add(&text, own);
	}
	free(own);
	if (text.failed || text.data == NULL)
		giving->rc = COMITY_ENOMEM;
	return comity_text_take(&text);
}

/* Paths inside a row start where the row's own ends; a run's at its parent. */
static void
give_rows(struct giving *giving, const struct comity_row *parent,
    const char *local_base, const char *core_base)
{
	const struct comity_row *row;
	struct comity_crosswalk_row out;
	size_t i;

	for (i = 0; i < parent->row_count && giving->rc == COMITY_OK &&
		    !giving->stopped;
	     i++) {
		row = parent->rows[i];
		memset(&out, 0, sizeof(out));
		out.kind = comity_row_kind_name(row->kind);
		out.key = row->key;
		out.label = row->label;
		out.basis = row->basis;
		out.root_local = giving->root->local.steps[0].name;
		out.root_core = giving->root->core.steps[0].name;
		out.local = whole_path(giving, local_base, &row->local);
		out.core = whole_path(giving, core_base, &row->core);
		out.type = comity_value_type_name(row->type);
		out.map = row->map == NULL ? NULL : row->map->id;
		out.binding = row->binding;
		out.required = row->required;
		out.line = row->line;
		if (giving->rc == COMITY_OK)
			giving->stopped = !giving->each(&out, giving->data);
		if (giving->rc == COMITY_OK)
			give_rows(giving, row,
			    out.local != NULL && row->kind != COMITY_ROW_RUN
				? out.local
				: local_base,
			    out.core != NULL ? out.core : core_base);
		free(out.local);
		free(out.core);
	}
}

int
comity_crosswalk_rows(const struct comity_crosswalk *crosswalk,
    bool (*each)(const struct comity_crosswalk_row *row, void *data),
    void *data)
{
	struct giving giving = { crosswalk, NULL, each, data, COMITY_OK,
		false };
	size_t i;

	for (i = 0; i < crosswalk->root_count && giving.rc == COMITY_OK; i++) {
		giving.root = crosswalk->roots[i];
		give_rows(&giving, giving.root, "", "");
	}
	return giving.rc;
}
