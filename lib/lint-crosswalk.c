/* SPDX-License-Identifier: Apache-2.0 */
/* lint: the rows of the crosswalk against the leaves of the schema. */
#include "crosswalk.h"
#include "lint-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* "/us:Item/@xml:lang" as the schema has it: "/Item/@xml:lang". */
static char *
plain(const char *path)
{
	char *out = path == NULL ? NULL : malloc(strlen(path) + 1), *to = out;
	size_t len;

	for (; out != NULL && *path != '\0'; path += len) {
		if (*path == '/' || *path == '@') {
			*to++ = *path;
			len = 1;
			continue;
		}
		len = strcspn(path, "/@:");
		if (path[len] == ':' && strncmp(path, "xml:", 4) != 0) {
			len++; /* a prefix of the table */
			continue;
		}
		len = strcspn(path, "/");
		memcpy(to, path, len);
		to += len;
	}
	if (out != NULL) {
		*to = '\0';
		if (to - out >= 7 && strcmp(to - 7, "/text()") == 0)
			to[-7] = '\0';
	}
	return out;
}

static bool
add_row(const struct comity_crosswalk_row *row, void *data)
{
	struct comity_lint *lint = data;
	struct comity_lint_row *bigger, *own;
	const char *colon = strchr(row->root_local, ':');

	lint->rc = COMITY_ENOMEM;
	if (lint->row_count == lint->row_room) {
		lint->row_room = lint->row_room * 2 + 64;
		bigger =
		    reallocarray(lint->rows, lint->row_room, sizeof(*bigger));
		if (bigger == NULL)
			return false;
		lint->rows = bigger;
	}
	own = &lint->rows[lint->row_count++];
	memset(own, 0, sizeof(*own));
	own->kind = strdup(row->kind);
	own->root = strdup(colon == NULL ? row->root_local : colon + 1);
	own->local = plain(row->local);
	own->core = comity_text_copy(row->core);
	own->key = strdup(row->key);
	own->map = comity_text_copy(row->map);
	own->required = row->required;
	own->has_label = row->label != NULL;
	own->line = row->line;
	if (own->kind != NULL && own->root != NULL && own->key != NULL &&
	    (row->local == NULL || own->local != NULL) &&
	    (row->core == NULL || own->core != NULL) &&
	    (row->map == NULL || own->map != NULL))
		lint->rc = COMITY_OK;
	return lint->rc == COMITY_OK;
}

static bool
kind_is(const struct comity_lint_row *row, const char *kind)
{
	return strcmp(row->kind, kind) == 0;
}

static bool
is_inside(const char *path, const char *tree)
{
	size_t len = strlen(tree);

	return strncmp(path, tree, len) == 0 &&
	       (path[len] == '\0' || path[len] == '/');
}

static void
say_row(struct comity_lint *lint, enum comity_finding_id id, unsigned long line,
    const char *found, const char *expected)
{
	comity_lint_say_at(lint, id, comity_lint_file(lint, "crosswalk.xml"),
	    line, found, expected);
}

/* The core code that the map gives to each value the schema enumerates. */
static void
check_map(struct comity_lint *lint, const struct comity_lint_row *row,
    const struct comity_schema_simple *type)
{
	struct comity_crosswalk_pair pair;
	bool other = false, found;
	size_t i, k;

	while (type != NULL && type->value_count == 0)
		type = type->base;
	if (row->map == NULL || type == NULL)
		return;
	for (i = 0; i < type->value_count; i++) {
		found = type->values[i][0] == '\0';
		for (k = 0; !found &&
			    comity_crosswalk_map_pair(lint->edition->crosswalk,
				row->map, k, &pair, &other);
		     k++)
			found = pair.reads &&
				strcmp(pair.local, type->values[i]) == 0;
		if (!found && !other)
			say_row(lint, COMITY_F_LINT_MAP_GAP, row->line,
			    type->values[i], row->map);
	}
}

/* Whether a row speaks for a leaf by itself, not by what stands around it. */
static bool
is_reader(
    const struct comity_lint_row *row, const struct comity_schema_leaf *leaf)
{
	if (row->local == NULL || strcmp(row->local, leaf->path) != 0)
		return false;
	if (leaf->kind == COMITY_LEAF_EMPTY)
		return kind_is(row, "container") || kind_is(row, "group") ||
		       kind_is(row, "carry");
	return kind_is(row, "leaf") || kind_is(row, "part") ||
	       kind_is(row, "carry") || kind_is(row, "id") ||
	       kind_is(row, "withheld") || kind_is(row, "fixed") ||
	       kind_is(row, "compound");
}

/* The leaves of one root. */
struct leaves {
	struct comity_lint *lint;
	const char *root;
	unsigned long line; /* of its first row */
};

/* The engine's own: the marker of a value that is withheld. */
static bool
is_withheld(const struct comity_lint *lint, const char *path)
{
	const char *end = strrchr(path, '/');

	return end != NULL && strcmp(end, "/@withheld") == 0 &&
	       comity_crosswalk_has_withheld(lint->edition->crosswalk);
}

static bool
each_leaf(const struct comity_schema_leaf *leaf, void *data)
{
	struct leaves *leaves = data;
	struct comity_lint *lint = leaves->lint;
	const struct comity_lint_row *row;
	size_t i, readers = 0, constants = 0;
	unsigned long carried = 0;

	if (is_withheld(lint, leaf->path))
		return true;
	for (i = 0; i < lint->row_count; i++) {
		row = &lint->rows[i];
		if (strcmp(row->root, leaves->root) != 0 || row->local == NULL)
			continue;
		if (kind_is(row, "carry") && is_inside(leaf->path, row->local))
			carried = row->line;
		else if (kind_is(row, "fixed") &&
			 strcmp(row->local, leaf->path) == 0)
			constants++;
		else if (is_reader(row, leaf)) {
			readers++;
			check_map(lint, row, leaf->type);
		}
	}
	lint->counts->leaves++;
	lint->counts->carried += carried != 0;
	if (readers + constants == 0 && carried == 0) {
		/* a wrapper that must stand there is written with its rows */
		if (leaf->kind != COMITY_LEAF_EMPTY || !leaf->required)
			say_row(lint, COMITY_F_LINT_ROW_MISSING, leaves->line,
			    leaf->path, leaves->root);
	} else if (readers > 0 && carried != 0) {
		say_row(
		    lint, COMITY_F_LINT_ROW_TWICE, carried, leaf->path, NULL);
	}
	return lint->rc == COMITY_OK;
}

static bool
has_attribute(const struct comity_schema_type *type, const char *name)
{
	size_t i;
	bool xml = strncmp(name, "xml:", 4) == 0;

	for (i = 0; type != NULL && i < type->attribute_count; i++)
		if (strcmp(type->attributes[i].name, name + (xml ? 4 : 0)) == 0)
			return true;
	return false;
}

/* Whether the schema has the place that a row reads. */
static bool
is_in_schema(const struct comity_lint *lint, const struct comity_lint_row *row)
{
	const struct comity_schema_element *root =
	    comity_schema_model_root(lint->model, row->root);
	const struct comity_schema_type *type =
	    root == NULL ? NULL : root->type;
	const struct comity_schema_particle *at;
	const char *name = strrchr(row->local, '/');
	size_t len = strlen(row->local);

	if (type == NULL || len <= 1)
		return true; /* the root is said elsewhere; "." is there */
	if (name != NULL && name[1] == '@')
		len = (size_t)(name - row->local);
	if (len > 0) {
		at = comity_lint_particle(lint, row->root, row->local, len);
		if (at == NULL)
			return false;
		type = at->element->type;
	}
	return name == NULL || name[1] != '@' ||
	       strncmp(name + 2, "xsi:", 4) == 0 ||
	       has_attribute(type, name + 2);
}

static void
check_paths(struct comity_lint *lint)
{
	const struct comity_lint_row *row;
	size_t i;

	for (i = 0; i < lint->row_count; i++) {
		row = &lint->rows[i];
		if (row->local != NULL && strstr(row->local, "xsi:") == NULL &&
		    !is_in_schema(lint, row))
			say_row(lint, COMITY_F_LINT_ROW_PATH, row->line,
			    row->local, NULL);
	}
}

/* What people read in accounts; blocks and constants have no line there. */
static void
check_labels(struct comity_lint *lint)
{
	struct comity_lint_row *row;
	size_t i;

	for (i = 0; i < lint->row_count; i++) {
		row = &lint->rows[i];
		row->has_label =
		    row->has_label || (lint->edition->messages != NULL &&
					  comity_edition_message(lint->edition,
					      row->key, "en") != NULL);
		if (!row->has_label &&
		    (kind_is(row, "leaf") || kind_is(row, "carry")))
			say_row(lint, COMITY_F_LINT_LABEL, row->line, row->key,
			    NULL);
	}
}

/* Each root of the table once. */
static void
check_roots(struct comity_lint *lint)
{
	struct leaves leaves = { .lint = lint };
	size_t i, k;
	int rc;

	for (i = 0; i < lint->row_count && lint->rc == COMITY_OK; i++) {
		for (k = 0; k < i; k++)
			if (strcmp(lint->rows[k].root, lint->rows[i].root) == 0)
				break;
		if (k < i)
			continue;
		leaves.root = lint->rows[i].root;
		leaves.line = lint->rows[i].line;
		rc = comity_schema_leaves(
		    lint->model, leaves.root, each_leaf, &leaves);
		if (rc == COMITY_UNKNOWN)
			say_row(lint, COMITY_F_LINT_ROW_ROOT, leaves.line,
			    leaves.root, NULL);
		else if (rc == COMITY_ELIMIT)
			say_row(lint, COMITY_F_LINT_SCHEMA_UNREAD, leaves.line,
			    leaves.root, NULL);
		else if (rc != COMITY_OK)
			lint->rc = rc;
		comity_lint_order(lint, leaves.root);
	}
}

void
comity_lint_crosswalk(struct comity_lint *lint)
{
	int rc;

	if (lint->edition->crosswalk == NULL)
		return;
	rc = comity_crosswalk_rows(lint->edition->crosswalk, add_row, lint);
	if (rc == COMITY_ENOMEM)
		lint->rc = rc;
	lint->counts->rows = lint->row_count;
	check_labels(lint);
	comity_lint_maps(lint);
	if (lint->model == NULL || lint->rc != COMITY_OK)
		return;
	check_paths(lint);
	check_roots(lint);
}
