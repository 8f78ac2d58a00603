/* SPDX-License-Identifier: Apache-2.0 */
/* lint: profile.xml against the folder, the schema and its own editions. */
#include "lint-private.h"
#include "moment.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* A File element: is it there, and is it the one that was sealed? */
static void
check_file(struct comity_lint *lint, const xmlNode *node)
{
	const struct comity_folder *folder = lint->in->folder;
	const struct comity_folder_file *file;
	char *name = comity_node_attribute(node, "name");
	char *digest = comity_node_attribute(node, "sha256");

	file = name == NULL ? NULL : comity_folder_find(folder, name);
	if (name != NULL && file == NULL)
		comity_lint_say(lint, COMITY_F_LINT_FILE_MISSING, folder->index,
		    node, name, NULL);
	else if (file != NULL &&
		 !comity_text_same(digest, file->source->sha256_hex))
		comity_lint_say(lint, COMITY_F_LINT_DIGEST, folder->index, node,
		    name, file->source->sha256_hex);
	free(name);
	free(digest);
}

/* What loading found in the folder and profile.xml does not name. */
static void
check_unnamed(struct comity_lint *lint, const xmlNode *root)
{
	const struct comity_finding *f;
	size_t i;

	for (i = 0; (f = comity_report_at(lint->in->report, i)) != NULL; i++)
		if (strcmp(f->id, "comity-pack-unlisted") == 0)
			comity_lint_say(lint, COMITY_F_LINT_FILE_UNNAMED,
			    lint->in->folder->index, root, f->found, NULL);
}

/* Where the i-th element of this name stands in profile.xml. */
static const xmlNode *
element_at(const struct comity_lint *lint, const char *name, size_t i)
{
	const xmlNode *root = comity_doc_root(lint->in->folder->index);
	const xmlNode *node = comity_node_child(root, COMITY_NS_PROFILE, name);

	for (; i > 0 && node != NULL; i--)
		node = comity_node_next(node, COMITY_NS_PROFILE, name);
	return node == NULL ? root : node;
}

static void
check_matches(struct comity_lint *lint)
{
	const struct pack_edition *own =
	    (const struct pack_edition *)lint->edition;
	const struct comity_schema_element *root;
	size_t i;

	for (i = 0; i < own->match_count; i++) {
		root =
		    comity_schema_model_root(lint->model, own->matches[i].name);
		if (root == NULL ||
		    !comity_text_same(root->ns, own->matches[i].ns))
			comity_lint_say(lint, COMITY_F_LINT_MATCH_ROOT,
			    lint->in->folder->index,
			    element_at(lint, "Match", i), own->matches[i].name,
			    root == NULL ? NULL
			    : root->ns   ? root->ns
					 : "no namespace");
	}
}

/* Whether a DatePath leads anywhere below one root. */
static bool
path_leads(
    const struct comity_schema_element *root, const struct pack_path *path)
{
	const struct comity_schema_type *type = root->type;
	const struct comity_schema_particle *child;
	size_t i, k, elements = path->count - path->attribute;

	/* The Translation block stands in an xs:any; comity knows its parts
	 * (doc/profile.md 2). */
	if (elements > 0 &&
	    comity_text_same(path->steps[0].ns, COMITY_NS_CORE) &&
	    strcmp(path->steps[0].name, "Translation") == 0)
		return true;
	for (i = 0; i < elements && type != NULL; i++) {
		child = comity_schema_type_child(type, path->steps[i].name);
		type = child == NULL || child->element == NULL
			   ? NULL
			   : child->element->type;
	}
	if (type == NULL || !path->attribute)
		return type != NULL;
	for (k = 0; k < type->attribute_count; k++)
		if (strcmp(type->attributes[k].name, path->steps[i].name) == 0)
			return true;
	return false;
}

static void
check_dates(struct comity_lint *lint)
{
	const struct pack_edition *own =
	    (const struct pack_edition *)lint->edition;
	const struct comity_schema_element *root;
	size_t i, k;
	bool leads;
	char *text;

	for (i = 0; i < own->date_count; i++) {
		for (k = 0, leads = false; k < own->match_count; k++) {
			root = comity_schema_model_root(
			    lint->model, own->matches[k].name);
			leads |= root != NULL && root->type != NULL &&
				 path_leads(root, &own->dates[i]);
		}
		if (leads)
			continue;
		text = comity_node_value(element_at(lint, "DatePath", i));
		comity_lint_say(lint, COMITY_F_LINT_DATE_PATH,
		    lint->in->folder->index, element_at(lint, "DatePath", i),
		    text, NULL);
		free(text);
	}
}

void
comity_lint_profile(struct comity_lint *lint)
{
	const xmlNode *root = comity_doc_root(lint->in->folder->index), *node;

	for (node = comity_node_child(root, COMITY_NS_PROFILE, "File");
	     node != NULL;
	     node = comity_node_next(node, COMITY_NS_PROFILE, "File"))
		check_file(lint, node);
	check_unnamed(lint, root);
}

static bool
begins_before(const struct comity_edition *a, const struct comity_edition *b)
{
	return a->first_day < b->first_day ||
	       (a->first_day == b->first_day && strcmp(a->id, b->id) < 0);
}

/* The latest edition that began before this one; NULL none. */
static const struct comity_inspection *
edition_before(const struct comity_lint *lint)
{
	const struct comity_inspection *before = NULL, *other;
	size_t i;

	for (i = 0; i < lint->evidence->sibling_count; i++) {
		other = lint->evidence->siblings[i];
		if (other == lint->in || other->edition == NULL ||
		    !begins_before(other->edition, lint->edition))
			continue;
		if (before == NULL ||
		    begins_before(before->edition, other->edition))
			before = other;
	}
	return before;
}

static void
check_replaces(struct comity_lint *lint, const struct comity_inspection *before)
{
	const xmlNode *root = comity_doc_root(lint->in->folder->index);
	const xmlNode *node =
	    comity_node_child(root, COMITY_NS_PROFILE, "Replaces");
	char *text = node == NULL ? NULL : comity_node_value(node);

	/* an earlier edition need not be kept: then there is none to compare */
	if (text != NULL && before != NULL &&
	    strcmp(text, before->edition->id) != 0)
		comity_lint_say(lint, COMITY_F_LINT_REPLACES,
		    lint->in->folder->index, node, text, before->edition->id);
	else if (text != NULL && before == NULL &&
		 strcmp(text, lint->edition->id) >= 0)
		comity_lint_say(lint, COMITY_F_LINT_REPLACES,
		    lint->in->folder->index, node, text, "an earlier edition");
	free(text);
}

void
comity_lint_editions(struct comity_lint *lint)
{
	const struct comity_inspection *before;
	const struct comity_doc *index = lint->in->folder->index;
	char last[32];
	const xmlNode *node;

	if (lint->edition == NULL)
		return;
	before = edition_before(lint);
	check_replaces(lint, before);
	if (before == NULL)
		return;
	node = element_at(lint, "ValidFrom", 0);
	if (before->edition->last_day == INT64_MAX) {
		comity_lint_say(lint, COMITY_F_LINT_EDITION_OVERLAP, index,
		    node, before->edition->id,
		    "ValidThrough in the edition before");
		return;
	}
	comity_day_write(before->edition->last_day, last);
	if (before->edition->last_day >= lint->edition->first_day)
		comity_lint_say(lint, COMITY_F_LINT_EDITION_OVERLAP, index,
		    node, before->edition->id, last);
	else if (before->edition->last_day + 1 < lint->edition->first_day)
		comity_lint_say(lint, COMITY_F_LINT_EDITION_GAP, index, node,
		    before->edition->id, last);
}

/* Integers without a bound: libxml2 counts 24 digits, and then says no. */
static void
check_integers(struct comity_lint *lint, const struct comity_doc *doc)
{
	static const char *const names[] = { "integer", "positiveInteger",
		"nonNegativeInteger", "negativeInteger", "nonPositiveInteger",
		NULL };
	static const char *const where[] = { "type", "base", "itemType", NULL };
	xmlNodePtr node = comity_doc_root(doc), root = node;
	char *value, *local;
	size_t i, k;

	while (node != NULL) {
		for (i = 0; where[i] != NULL; i++) {
			value = node->type == XML_ELEMENT_NODE
				    ? comity_node_attribute(node, where[i])
				    : NULL;
			local = value == NULL ? NULL : strchr(value, ':');
			local = local == NULL ? value : local + 1;
			for (k = 0; value != NULL && names[k] != NULL; k++)
				if (strcmp(local, names[k]) == 0 &&
				    comity_node_first(node) == NULL)
					comity_lint_say(lint,
					    COMITY_F_LINT_INTEGER, doc, node,
					    value, NULL);
			free(value);
		}
		if (node->children != NULL) {
			node = node->children;
			continue;
		}
		while (node != root && node->next == NULL)
			node = node->parent;
		node = node == root ? NULL : node->next;
	}
}

void
comity_lint_schema(struct comity_lint *lint)
{
	const struct comity_folder *folder = lint->in->folder;
	struct comity_report *aside = comity_report_new();
	const struct comity_finding *f;
	struct comity_doc *doc;
	size_t i;
	int rc;

	for (i = 0; i < folder->count; i++) {
		if (strcmp(folder->files[i].role, "schema") != 0 &&
		    strcmp(folder->files[i].role, "part") != 0)
			continue;
		if ((doc = comity_lint_doc(lint, &folder->files[i])) != NULL)
			check_integers(lint, doc);
		comity_doc_free(doc);
	}
	if (aside == NULL)
		lint->rc = COMITY_ENOMEM;
	if (aside == NULL || lint->edition == NULL)
		goto out;
	rc = comity_schema_model_read(lint->edition, aside, &lint->model);
	if (rc == COMITY_ENOMEM)
		lint->rc = rc;
	f = comity_report_at(aside, 0);
	if (rc != COMITY_OK && f != NULL)
		comity_lint_say_at(lint, COMITY_F_LINT_SCHEMA_UNREAD, f->file,
		    f->line, f->found, NULL);
	if (lint->model != NULL) {
		check_matches(lint);
		check_dates(lint);
	}
out:
	comity_report_free(aside);
}
