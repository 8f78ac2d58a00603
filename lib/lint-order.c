/* SPDX-License-Identifier: Apache-2.0 */
/* lint: the order of the crosswalk's rows against that of the schema. */
#include "lint-private.h"

#include <string.h>

static bool
is_inside(const char *path, const char *tree)
{
	size_t len = strlen(tree);

	return strncmp(path, tree, len) == 0 &&
	       (path[len] == '\0' || path[len] == '/');
}

static void
say_row(struct comity_lint *lint, enum comity_finding_id id,
    const struct comity_lint_row *row, const char *expected)
{
	comity_lint_say_at(lint, id, comity_lint_file(lint, "crosswalk.xml"),
	    row->line, row->local, expected);
}

const struct comity_schema_particle *
comity_lint_particle(const struct comity_lint *lint, const char *root,
    const char *path, size_t len)
{
	const struct comity_schema_element *top =
	    comity_schema_model_root(lint->model, root);
	const struct comity_schema_type *type = top == NULL ? NULL : top->type;
	const struct comity_schema_particle *found = NULL;
	char step[256];
	size_t n;

	while (len > 1 && *path == '/') {
		path++;
		len--;
		n = strcspn(path, "/");
		n = n < len ? n : len;
		if (n >= sizeof(step) || *path == '@' || type == NULL)
			return NULL;
		memcpy(step, path, n);
		step[n] = '\0';
		found = comity_schema_type_child(type, step);
		if (found == NULL)
			return NULL;
		type = found->element->type;
		path += n;
		len -= n;
	}
	return found;
}

/* Whether some earlier row meets this element first. */
static bool
met_before(const struct comity_lint *lint, const char *root, size_t at,
    const char *path, size_t len)
{
	const struct comity_lint_row *rows = lint->rows;
	size_t i;

	for (i = 0; i < at; i++)
		if (rows[i].local != NULL && strcmp(rows[i].root, root) == 0 &&
		    strncmp(rows[i].local, path, len) == 0 &&
		    (rows[i].local[len] == '/' || rows[i].local[len] == '\0'))
			return true;
	return false;
}

/* The row before it that the schema puts after it; NULL none. */
static const struct comity_lint_row *
stands_behind(const struct comity_lint *lint, const char *root, size_t at)
{
	const struct comity_lint_row *rows = lint->rows;
	const struct comity_schema_particle *own, *other;
	const char *path = rows[at].local, *slash = strrchr(path, '/');
	size_t k, depth = slash == NULL ? 0 : (size_t)(slash - path), up;

	if (met_before(lint, root, at, path, strlen(path)))
		return NULL;
	own = comity_lint_particle(lint, root, path, strlen(path));
	for (k = 0; k < at && own != NULL; k++) {
		if (rows[k].local == NULL || strcmp(rows[k].root, root) != 0 ||
		    strncmp(rows[k].local, path, depth) != 0 ||
		    rows[k].local[depth] != '/')
			continue;
		up = depth + 1 + strcspn(rows[k].local + depth + 1, "/");
		other = comity_lint_particle(lint, root, rows[k].local, up);
		if (other != NULL && other != own &&
		    comity_schema_particle_before(own, other))
			return &rows[k];
	}
	return NULL;
}

/* Branches that may repeat interleave: only a choice row keeps their order. */
static bool
needs_choice(const struct comity_lint *lint, const char *root, size_t at)
{
	const struct comity_lint_row *row = &lint->rows[at], *other;
	const struct comity_schema_particle *particle =
	    comity_lint_particle(lint, root, row->local, strlen(row->local));
	size_t k;

	if (strcmp(row->kind, "carry") == 0 || particle == NULL ||
	    !comity_schema_particle_interleaves(particle))
		return false;
	for (k = 0; k < lint->row_count; k++) {
		other = &lint->rows[k];
		if (other->local != NULL && *other->local != '\0' &&
		    strcmp(other->kind, "choice") == 0 &&
		    is_inside(row->local, other->local))
			return false;
	}
	return true;
}

void
comity_lint_order(struct comity_lint *lint, const char *root)
{
	const struct comity_lint_row *row, *other;
	size_t i;

	for (i = 0; i < lint->row_count; i++) {
		row = &lint->rows[i];
		if (row->local == NULL || strcmp(row->root, root) != 0 ||
		    strchr(row->local, '@') != NULL)
			continue;
		other = stands_behind(lint, root, i);
		if (other != NULL)
			say_row(
			    lint, COMITY_F_LINT_ROW_ORDER, row, other->local);
		if (needs_choice(lint, root, i))
			say_row(lint, COMITY_F_LINT_ROW_CHOICE, row, "choice");
	}
}
