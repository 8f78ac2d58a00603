/* SPDX-License-Identifier: Apache-2.0 */
/* rules-schema: the outermost of rules.sch: prefixes, variables, phases. */
#include "rules-load.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

static bool
is(const xmlNode *node, const char *name)
{
	return comity_schematron_is(node, name);
}

static int
binding_read(struct loading *loading, const xmlNode *node)
{
	struct comity_rules *rules = loading->rules;
	struct binding *binding = &rules->bindings[rules->binding_count++];
	size_t i;
	int rc =
	    comity_attribute_read(loading, node, AT_PREFIX, &binding->prefix);

	if (rc == COMITY_OK)
		rc =
		    comity_attribute_read(loading, node, AT_URI, &binding->uri);
	for (i = 0; rc == COMITY_OK && i + 1 < rules->binding_count; i++) {
		if (strcmp(rules->bindings[i].prefix, binding->prefix) == 0 &&
		    strcmp(rules->bindings[i].uri, binding->uri) != 0)
			rc = comity_loading_refuse(loading, node,
			    binding->prefix, "each prefix for one namespace");
	}
	if (rc == COMITY_OK &&
	    xmlXPathRegisterNs(loading->context, BAD_CAST binding->prefix,
		BAD_CAST binding->uri) != 0)
		rc = comity_loading_refuse(
		    loading, node, binding->prefix, "a prefix");
	/* reading goes on, for more faults: without half a binding */
	if (rc != COMITY_OK) {
		memset(binding, 0, sizeof(*binding));
		rules->binding_count--;
	}
	return rc;
}

/* Patterns of this id that are not abstract, by their order. */
static int
active_read(struct loading *loading, const xmlNode *node,
    const struct items *patterns, struct phase *phase)
{
	char *id = NULL, *own;
	bool found = false;
	size_t i;
	int rc = comity_attribute_read(loading, node, AT_PATTERN, &id);

	for (i = 0; rc == COMITY_OK && i < patterns->count; i++) {
		own = comity_node_attribute(patterns->rows[i].node, "id");
		if (own != NULL && strcmp(own, id) == 0)
			found = phase->active[i] = true;
		free(own);
	}
	if (rc == COMITY_OK && !found)
		rc = comity_loading_refuse(
		    loading, node, id, "active of a pattern that is there");
	return rc;
}

static int
phase_child(struct loading *loading, const xmlNode *node,
    const struct items *patterns, struct phase *phase)
{
	int rc = comity_known_check(loading, node);

	if (rc != COMITY_OK || is(node, "p"))
		return rc;
	if (is(node, "let"))
		return comity_let_read(loading, node, &phase->lets);
	if (is(node, "active"))
		return active_read(loading, node, patterns, phase);
	return comity_loading_refuse(
	    loading, node, (const char *)node->name, "let and active");
}

static int
phase_read(struct loading *loading, const struct item *item,
    const struct items *patterns)
{
	struct comity_rules *rules = loading->rules;
	struct comity_arena *arena = &rules->arena;
	struct phase *phase = &rules->phases[rules->phase_count++];
	size_t names = loading->name_count, i;
	struct items items = { 0 };
	struct item before;
	int rc = comity_items_read(loading, item, &items);

	phase->active = comity_arena_take(
	    arena, (patterns->count + 1) * sizeof(*phase->active));
	phase->lets.rows =
	    comity_arena_take(arena, (items.count + 1) * sizeof(struct let));
	if (phase->active == NULL || phase->lets.rows == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = comity_attribute_read(
		    loading, item->node, AT_ID, &phase->id);
	if (rc == COMITY_OK && phase->id[0] == '#')
		rc = comity_loading_refuse(
		    loading, item->node, phase->id, "an id of its own");
	for (i = 0; rc == COMITY_OK && i + 1 < rules->phase_count; i++) {
		if (strcmp(rules->phases[i].id, phase->id) == 0)
			rc = comity_loading_refuse(
			    loading, item->node, phase->id, "each id once");
	}
	if (rc == COMITY_OK &&
	    comity_known_attribute(loading, item->node, AT_WHEN) != NULL)
		rc = comity_attribute_expression(
		    loading, item->node, AT_WHEN, false, &phase->when);
	for (i = 0; rc == COMITY_OK && i < items.count; i++) {
		before = comity_loading_enter(loading, &items.rows[i]);
		rc = phase_child(loading, items.rows[i].node, patterns, phase);
		comity_loading_enter(loading, &before);
	}
	loading->name_count = names;
	free(items.rows);
	return rc;
}

/* The phase that defaultPhase names. */
static int
default_read(struct loading *loading, const xmlNode *root)
{
	struct comity_rules *rules = loading->rules;
	char *id = NULL;
	size_t i;
	int rc = comity_attribute_peek(loading, root, AT_DEFAULT_PHASE, &id);

	if (rc == COMITY_OK && id != NULL && strcmp(id, "#ALL") != 0) {
		for (i = 0; i < rules->phase_count; i++) {
			if (strcmp(rules->phases[i].id, id) == 0)
				rules->default_phase = &rules->phases[i];
		}
		if (rules->default_phase == NULL)
			rc = comity_loading_refuse(loading, root, id,
			    "defaultPhase: a phase that is there, or #ALL");
	}
	return rc;
}

static bool
lets_have(const struct lets *lets, const char *name)
{
	size_t i;

	for (i = 0; i < lets->count; i++) {
		if (strcmp(lets->rows[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Bring the variables into scope that every phase with this pattern has;
 * where all patterns may be asked for, no phase's are. */
static int
phase_names(struct loading *loading, const xmlNode *node, size_t pattern)
{
	struct comity_rules *rules = loading->rules;
	const struct phase *first = NULL;
	const char *name;
	size_t i, j;
	bool everywhere;
	int rc = COMITY_OK;

	for (i = 0; i < rules->phase_count && first == NULL; i++) {
		if (rules->phases[i].active[pattern])
			first = &rules->phases[i];
	}
	if (first == NULL || rules->default_phase == NULL)
		return COMITY_OK;
	for (j = 0; rc == COMITY_OK && j < first->lets.count; j++) {
		name = first->lets.rows[j].name;
		everywhere = true;
		for (i = 0; i < rules->phase_count; i++) {
			if (rules->phases[i].active[pattern] &&
			    !lets_have(&rules->phases[i].lets, name))
				everywhere = false;
		}
		if (everywhere)
			rc = comity_loading_name(loading, node, name);
	}
	return rc;
}

static int
patterns_read(struct loading *loading, const struct items *patterns)
{
	size_t i, names = loading->name_count;
	int rc = COMITY_OK;

	for (i = 0; rc != COMITY_ENOMEM && i < patterns->count; i++) {
		rc = comity_status_worse(
		    rc, phase_names(loading, patterns->rows[i].node, i));
		if (rc != COMITY_ENOMEM)
			rc = comity_status_worse(rc,
			    comity_pattern_read(loading, &patterns->rows[i]));
		loading->name_count = names;
	}
	return rc;
}

/* One child of the schema: checked, and kept for later or read. */
static int
child_sort(
    struct loading *loading, const struct item *item, struct items *patterns)
{
	const xmlNode *node = item->node;
	struct items inside = { 0 };
	size_t i;
	int rc = comity_known_check(loading, node);
	char *abstract;

	if (rc != COMITY_OK || is(node, "p") || is(node, "let") ||
	    is(node, "phase"))
		return rc;
	if (is(node, "title"))
		return comity_title_read(loading, node, &loading->rules->title);
	if (is(node, "ns"))
		return binding_read(loading, node);
	if (is(node, "diagnostics") || is(node, "properties")) {
		rc = comity_items_read(loading, item, &inside);
		for (i = 0; rc == COMITY_OK && i < inside.count; i++) {
			rc = comity_known_check(loading, inside.rows[i].node);
			if (rc == COMITY_OK)
				rc = comity_items_add(&loading->notes,
				    inside.rows[i].node, inside.rows[i].file);
		}
	} else if (is(node, "pattern")) {
		abstract = comity_node_attribute(node, "abstract");
		rc = comity_items_add(comity_text_same(abstract, "true")
					  ? &loading->abstracts
					  : patterns,
		    node, item->file);
		free(abstract);
	} else
		rc = comity_loading_refuse(loading, node,
		    (const char *)node->name,
		    "title ns let phase pattern diagnostics properties");
	free(inside.rows);
	return rc;
}

/* Gather the abstract rules of a pattern. */
static int
abstracts_add(struct loading *loading, const struct item *pattern)
{
	const xmlNode *child = comity_node_first(pattern->node);
	struct items inside = { 0 };
	struct item before = comity_loading_enter(loading, pattern);
	size_t i;
	char *abstract;
	int rc = COMITY_OK;

	/* extends href of a pattern may bring some, too */
	for (; child != NULL && !is(child, "rule") && !is(child, "include") &&
	       !is(child, "extends");
	     child = comity_node_after(child))
		;
	if (child != NULL)
		rc = comity_items_read(loading, pattern, &inside);
	for (i = 0; rc == COMITY_OK && i < inside.count; i++) {
		abstract =
		    comity_node_attribute(inside.rows[i].node, "abstract");
		if (is(inside.rows[i].node, "rule") &&
		    comity_text_same(abstract, "true"))
			rc = comity_items_add(&loading->abstracts,
			    inside.rows[i].node, inside.rows[i].file);
		free(abstract);
	}
	comity_loading_enter(loading, &before);
	free(inside.rows);
	return rc;
}

static int
lets_and_phases_read(struct loading *loading, const struct items *items,
    const struct items *patterns)
{
	struct item before;
	size_t i, round;
	const xmlNode *node;
	int rc = COMITY_OK;

	for (round = 0; round < 2; round++)
		for (i = 0; rc != COMITY_ENOMEM && i < items->count; i++) {
			node = items->rows[i].node;
			if (!is(node, round == 0 ? "let" : "phase"))
				continue;
			before = comity_loading_enter(loading, &items->rows[i]);
			rc = comity_status_worse(
			    rc, round == 0 ? comity_let_read(loading, node,
						 &loading->rules->lets)
					   : phase_read(loading,
						 &items->rows[i], patterns));
			comity_loading_enter(loading, &before);
		}
	return rc;
}

static int
rooms_make(struct comity_rules *rules, size_t room)
{
	struct comity_arena *arena = &rules->arena;

	rules->bindings =
	    comity_arena_take(arena, room * sizeof(struct binding));
	rules->lets.rows = comity_arena_take(arena, room * sizeof(struct let));
	rules->phases = comity_arena_take(arena, room * sizeof(struct phase));
	rules->patterns =
	    comity_arena_take(arena, room * sizeof(struct pattern));
	return rules->bindings && rules->lets.rows && rules->phases &&
		       rules->patterns
		   ? COMITY_OK
		   : COMITY_ENOMEM;
}

static int
contents_read(struct loading *loading, const struct items *items)
{
	struct items patterns = { 0 };
	struct item before;
	size_t i, count;
	int rc = rooms_make(loading->rules, items->count + 1);

	for (i = 0; rc != COMITY_ENOMEM && i < items->count; i++) {
		before = comity_loading_enter(loading, &items->rows[i]);
		rc = comity_status_worse(
		    rc, child_sort(loading, &items->rows[i], &patterns));
		comity_loading_enter(loading, &before);
	}
	count = loading->abstracts.count;
	for (i = 0; rc == COMITY_OK && i < count; i++) {
		struct item abstract = loading->abstracts.rows[i];

		rc = abstracts_add(loading, &abstract);
	}
	for (i = 0; rc == COMITY_OK && i < patterns.count; i++)
		rc = abstracts_add(loading, &patterns.rows[i]);
	if (rc != COMITY_ENOMEM)
		rc = comity_status_worse(
		    rc, lets_and_phases_read(loading, items, &patterns));
	if (rc == COMITY_OK)
		rc = default_read(loading, loading->schema.node);
	if (rc == COMITY_OK && patterns.count == 0)
		rc = comity_loading_refuse(
		    loading, loading->schema.node, NULL, "a pattern");
	if (rc == COMITY_OK)
		rc = patterns_read(loading, &patterns);
	free(patterns.rows);
	return rc;
}

static int
schema_read(struct loading *loading)
{
	const xmlNode *root = loading->schema.node;
	struct items items = { 0 };
	char *binding = comity_node_attribute(root, "queryBinding");
	int rc = comity_known_check(loading, root);

	if (rc == COMITY_OK &&
	    (!is(root, "schema") || !comity_text_same(binding, "xpath")))
		rc = comity_loading_refuse(loading, root, binding,
		    "a Schematron schema with queryBinding=\"xpath\"");
	free(binding);
	if (rc == COMITY_OK)
		rc = comity_attribute_peek(
		    loading, root, AT_SCHEMA_VERSION, &loading->rules->version);
	if (rc == COMITY_OK)
		rc = comity_items_read(loading, &loading->schema, &items);
	if (rc == COMITY_OK)
		rc = contents_read(loading, &items);
	if (rc == COMITY_OK)
		rc = comity_rules_index(loading->rules);
	free(items.rows);
	return rc;
}

/* The file that is read, as the first of those that are. */
static int
file_start(struct loading *loading, const struct comity_folder_file *file)
{
	struct comity_rules *rules = loading->rules;
	struct rules_file *first = calloc(1, sizeof(*first));
	int rc;

	rules->files = calloc(1, sizeof(*rules->files));
	loading->files = calloc(1, sizeof(struct rules_file *));
	if (first == NULL || rules->files == NULL || loading->files == NULL) {
		free(first);
		return COMITY_ENOMEM;
	}
	loading->files[0] = first;
	rules->file_count = 1;
	first->name = rules->files[0] =
	    comity_arena_copy(&rules->arena, file->name, strlen(file->name));
	if (first->name == NULL)
		return COMITY_ENOMEM;
	rc = comity_doc_read(file->source, loading->report, &first->doc);
	if (rc != COMITY_OK)
		return rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
	loading->schema = (struct item){ comity_doc_root(first->doc), first };
	comity_loading_enter(loading, &loading->schema);
	return COMITY_OK;
}

static void
loading_clear(struct loading *loading)
{
	size_t i;

	for (i = 0; loading->files != NULL && loading->rules != NULL &&
		    i < loading->rules->file_count;
	     i++) {
		comity_doc_free(loading->files[i]->doc);
		free(loading->files[i]);
	}
	free(loading->files);
	free(loading->names);
	free(loading->abstracts.rows);
	free(loading->notes.rows);
	comity_arena_clear(&loading->scratch);
	xmlXPathFreeContext(loading->context);
}

int
comity_rules_read(const struct comity_folder_file *file,
    const struct comity_folder *folder, const struct comity_edition *edition,
    struct comity_report *report, struct comity_rules **out)
{
	struct loading loading = {
		.edition = edition, .folder = folder, .report = report
	};
	struct comity_rules *rules = calloc(1, sizeof(*rules));
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (rules == NULL)
		goto out;
	loading.rules = rules;
	loading.context = comity_rules_context(rules, &loading.state);
	if (loading.context == NULL)
		goto out;
	rc = file_start(&loading, file);
	if (rc == COMITY_OK)
		rc = schema_read(&loading);
	if (rc != COMITY_OK)
		goto out;
	loading_clear(&loading);
	*out = rules;
	return COMITY_OK;
out:
	loading_clear(&loading);
	comity_rules_free(rules);
	return rc;
}
