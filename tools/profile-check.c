/* SPDX-License-Identifier: Apache-2.0 */
#include "profile-check.h"

#include "check.h"
#include "crosswalk.h"
#include "edition.h"
#include "rules.h"
#include "schema-leaf.h"
#include "text.h"
#include "translate.h"

#include <stdlib.h>
#include <string.h>

/* One row of the table, with paths as the schema writes them. */
struct checked_row {
	char *root, *local, *core, *key, *map;
	char kind[16];
	bool required;
	unsigned long line;
};

/* One edition under check. */
struct checking {
	const struct run *run;
	const struct comity_edition *edition;
	struct comity_schema_model *model;
	struct checked_row *rows;
	size_t row_count, row_room;
	const char *root; /* whose leaves are given now */
	size_t unsound, leaves, read, carried;
	int rc;
};

static void
unsound(struct checking *c, const char *what, const char *of)
{
	printf("  %s: %s\n", of, what);
	c->unsound++;
}

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
	struct checking *c = data;
	struct checked_row *bigger, *own;
	const char *colon = strchr(row->root_local, ':');

	if (c->row_count == c->row_room) {
		c->row_room = c->row_room * 2 + 64;
		bigger = reallocarray(c->rows, c->row_room, sizeof(*c->rows));
		if (bigger == NULL) {
			c->rc = COMITY_ENOMEM;
			return false;
		}
		c->rows = bigger;
	}
	own = &c->rows[c->row_count++];
	memset(own, 0, sizeof(*own));
	snprintf(own->kind, sizeof(own->kind), "%s", row->kind);
	own->root = strdup(colon == NULL ? row->root_local : colon + 1);
	own->local = plain(row->local);
	own->core = comity_text_copy(row->core);
	own->key = strdup(row->key);
	own->map = comity_text_copy(row->map);
	own->required = row->required;
	own->line = row->line;
	if (own->root == NULL || own->key == NULL ||
	    (row->local != NULL && own->local == NULL) ||
	    (row->core != NULL && own->core == NULL) ||
	    (row->map != NULL && own->map == NULL))
		c->rc = COMITY_ENOMEM;
	if ((strcmp(row->kind, "leaf") == 0 ||
		strcmp(row->kind, "carry") == 0) &&
	    row->label == NULL &&
	    comity_edition_message(c->edition, row->key, "en") == NULL)
		unsound(c, "the row has no label", row->key);
	return c->rc == COMITY_OK;
}

static bool
kind_is(const struct checked_row *row, const char *kind)
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

/* The core code that the map gives to each value the schema enumerates. */
static void
check_map(struct checking *c, const struct checked_row *row,
    const struct comity_schema_simple *type)
{
	struct comity_crosswalk_pair pair;
	char what[200];
	bool other = false, found;
	size_t i, k;

	while (type != NULL && type->value_count == 0)
		type = type->base;
	if (row->map == NULL || type == NULL)
		return;
	for (i = 0; i < type->value_count; i++) {
		found = type->values[i][0] == '\0';
		for (k = 0;
		     !found && comity_crosswalk_map_pair(c->edition->crosswalk,
				   row->map, k, &pair, &other);
		     k++)
			found = pair.reads &&
				strcmp(pair.local, type->values[i]) == 0;
		if (found || other)
			continue;
		snprintf(what, sizeof(what), "map %s has no pair for \"%s\"",
		    row->map, type->values[i]);
		unsound(c, what, row->key);
	}
}

/* Whether a row speaks for a leaf by itself, not by what stands around it. */
static bool
is_reader(const struct checked_row *row, const struct comity_schema_leaf *leaf)
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

/* An attribute row of a group reads it with local "." inside. */
static bool
each_leaf(const struct comity_schema_leaf *leaf, void *data)
{
	struct checking *c = data;
	const struct checked_row *row;
	size_t i, readers = 0, constants = 0;
	bool carried = false;
	const char *end = strrchr(leaf->path, '/');

	if (end != NULL && strcmp(end, "/@withheld") == 0 &&
	    comity_crosswalk_has_withheld(c->edition->crosswalk))
		return true; /* the engine's own */
	for (i = 0; i < c->row_count; i++) {
		row = &c->rows[i];
		if (strcmp(row->root, c->root) != 0 || row->local == NULL)
			continue;
		if (kind_is(row, "carry") && is_inside(leaf->path, row->local))
			carried = true;
		else if (kind_is(row, "fixed") &&
			 strcmp(row->local, leaf->path) == 0)
			constants++;
		else if (is_reader(row, leaf)) {
			readers++;
			check_map(c, row, leaf->type);
		}
	}
	c->leaves++;
	c->carried += carried;
	if (readers + constants == 0 && !carried) {
		/* a wrapper that must stand there is written with its rows */
		if (leaf->kind != COMITY_LEAF_EMPTY || !leaf->required)
			unsound(
			    c, "no row of the crosswalk reads it", leaf->path);
	} else if (readers > 0 && carried) {
		unsound(
		    c, "read by one row and carried by another", leaf->path);
	}
	return true;
}

/* The particle of a whole path; NULL none. */
static const struct comity_schema_particle *
particle_at(const struct checking *c, const char *path, size_t len)
{
	const struct comity_schema_element *root =
	    comity_schema_model_root(c->model, c->root);
	const struct comity_schema_type *type =
	    root == NULL ? NULL : root->type;
	const struct comity_schema_particle *found = NULL;
	char step[256];
	size_t n;

	while (type != NULL && len > 1 && *path == '/') {
		path++;
		len--;
		n = strcspn(path, "/");
		n = n < len ? n : len;
		if (n >= sizeof(step) || *path == '@')
			return NULL;
		memcpy(step, path, n);
		step[n] = '\0';
		found = comity_schema_type_child(type, step);
		type = found == NULL ? NULL : found->element->type;
		path += n;
		len -= n;
	}
	return found;
}

/* Whether some earlier row meets this element first. */
static bool
met_before(const struct checking *c, size_t at, const char *path, size_t len)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (c->rows[i].local != NULL &&
		    strcmp(c->rows[i].root, c->root) == 0 &&
		    strncmp(c->rows[i].local, path, len) == 0 &&
		    (c->rows[i].local[len] == '/' ||
			c->rows[i].local[len] == '\0'))
			return true;
	return false;
}

/* Out writes in the order of the rows, which must be the schema's. */
static void
check_order(struct checking *c)
{
	const struct comity_schema_particle *own, *other;
	const char *path, *earlier;
	size_t i, k, len, depth, up;

	for (i = 0; i < c->row_count; i++) {
		path = c->rows[i].local;
		if (path == NULL || strcmp(c->rows[i].root, c->root) != 0 ||
		    strchr(path, '@') != NULL)
			continue;
		len = strlen(path);
		own = met_before(c, i, path, len) ? NULL
						  : particle_at(c, path, len);
		depth = strrchr(path, '/') == NULL
			    ? 0
			    : (size_t)(strrchr(path, '/') - path);
		for (k = 0; k < i && own != NULL; k++) {
			earlier = c->rows[k].local;
			if (earlier == NULL ||
			    strcmp(c->rows[k].root, c->root) != 0 ||
			    strncmp(earlier, path, depth) != 0 ||
			    earlier[depth] != '/')
				continue;
			up = depth + 1 + strcspn(earlier + depth + 1, "/");
			other = particle_at(c, earlier, up);
			if (other == NULL || other == own ||
			    !comity_schema_particle_before(own, other))
				continue;
			unsound(c,
			    "the row stands behind one that the schema "
			    "puts after it",
			    path);
			break;
		}
	}
}

/* Branches that may repeat interleave: only a choice row keeps their order. */
static void
check_choices(struct checking *c)
{
	const struct comity_schema_particle *particle;
	const struct checked_row *row;
	size_t i, k, len;
	bool kept;

	for (i = 0; i < c->row_count; i++) {
		row = &c->rows[i];
		if (row->local == NULL || strcmp(row->root, c->root) != 0 ||
		    kind_is(row, "carry") || strchr(row->local, '@') != NULL)
			continue;
		particle = particle_at(c, row->local, strlen(row->local));
		if (particle == NULL ||
		    !comity_schema_particle_interleaves(particle))
			continue;
		for (k = 0, kept = false; k < c->row_count && !kept; k++) {
			len = c->rows[k].local == NULL
				  ? 0
				  : strlen(c->rows[k].local);
			kept = len > 0 && kind_is(&c->rows[k], "choice") &&
			       is_inside(row->local, c->rows[k].local);
		}
		if (!kept)
			unsound(c, "repeated choices need a choice row",
			    row->local);
	}
}

/* Each root of the table once. */
static void
check_roots(struct checking *c)
{
	size_t i, k;

	for (i = 0; i < c->row_count && c->rc == COMITY_OK; i++) {
		for (k = 0; k < i; k++)
			if (strcmp(c->rows[k].root, c->rows[i].root) == 0)
				break;
		if (k < i)
			continue;
		c->root = c->rows[i].root;
		c->rc = comity_schema_leaves(c->model, c->root, each_leaf, c);
		if (c->rc == COMITY_UNKNOWN) {
			unsound(c, "the schema has no such root", c->root);
			c->rc = COMITY_OK;
		}
		check_order(c);
		check_choices(c);
	}
}

/* With -v: per core path, which row of this profile reads or writes it. */
static void
print_reach(const struct checking *c)
{
	size_t i;

	for (i = 0; i < c->row_count; i++)
		if (c->rows[i].core != NULL &&
		    (kind_is(&c->rows[i], "leaf") ||
			kind_is(&c->rows[i], "also") ||
			kind_is(&c->rows[i], "fixed") ||
			kind_is(&c->rows[i], "part")))
			printf("  %s/%s\t%s %s\n",
			    c->rows[i].core[0] == '/' ? "" : "/",
			    c->rows[i].core + (c->rows[i].core[0] == '/'),
			    c->rows[i].kind, c->rows[i].key);
}

static void
check_rules(struct checking *c)
{
	struct comity_rule rule;
	size_t i;

	for (i = 0; i < comity_rules_count(c->edition->rules); i++) {
		rule = comity_rules_at(c->edition->rules, i);
		if (comity_edition_message(c->edition, rule.id, "en") == NULL)
			unsound(c, "the rule has no explanation", rule.id);
	}
}

static void
check_clear(struct checking *c)
{
	size_t i;

	for (i = 0; i < c->row_count; i++) {
		free(c->rows[i].root);
		free(c->rows[i].local);
		free(c->rows[i].core);
		free(c->rows[i].key);
		free(c->rows[i].map);
	}
	free(c->rows);
	comity_schema_model_free(c->model);
}

static int
check_table(struct checking *c)
{
	struct comity_report *report = comity_report_new();
	int rc;

	if (report == NULL)
		return COMITY_ENOMEM;
	rc = comity_schema_model_read(c->edition, report, &c->model);
	if (rc == COMITY_EPACK) {
		unsound(c, "the schema uses what its leaves are not read from",
		    comity_report_count(report) > 0 &&
			    comity_report_at(report, 0)->found != NULL
			? comity_report_at(report, 0)->found
			: "document.xsd");
		rc = COMITY_OK;
	} else if (rc == COMITY_OK) {
		rc = comity_crosswalk_rows(c->edition->crosswalk, add_row, c);
		if (rc == COMITY_OK)
			rc = c->rc;
		if (rc == COMITY_OK) {
			check_roots(c);
			rc = c->rc;
		}
	}
	comity_report_free(report);
	return rc;
}

/* The editions of the profile against each other, said at the last one. */
static int
check_timeline(struct checking *c)
{
	const struct comity_packs *packs = c->run->packs;
	struct comity_report *report = comity_report_new();
	const struct comity_finding *finding;
	size_t i;
	int rc = COMITY_ENOMEM;

	for (i = comity_packs_count(packs); i > 0; i--)
		if (strcmp(comity_packs_at(packs, i - 1)->profile,
			c->edition->profile) == 0)
			break;
	if (i > 0 && comity_packs_at(packs, i - 1) != c->edition) {
		comity_report_free(report);
		return COMITY_OK;
	}
	if (report != NULL)
		rc = comity_packs_timeline_check(
		    packs, c->edition->profile, report);
	for (i = 0; (finding = comity_report_at(report, i)) != NULL; i++)
		unsound(c, finding->message, finding->found);
	comity_report_free(report);
	return rc == COMITY_REFUSED ? COMITY_OK : rc;
}

static int
check_edition(const struct run *run, const struct comity_edition *edition)
{
	struct checking c = { .run = run, .edition = edition };
	int rc = COMITY_OK;

	printf("%s %s\n", edition->profile, edition->id);
	check_rules(&c);
	rc = check_timeline(&c);
	if (rc == COMITY_OK && edition->crosswalk != NULL)
		rc = check_table(&c);
	if (rc == COMITY_OK && run->options.verbose)
		print_reach(&c);
	printf("  %zu rules", comity_rules_count(edition->rules));
	if (c.leaves > 0)
		printf(", %zu rows, %zu kinds of leaves, %zu of them carried "
		       "(%zu %%)",
		    c.row_count, c.leaves, c.carried,
		    c.carried * 100 / c.leaves);
	printf(": %s\n", rc != COMITY_OK  ? "no answer"
			 : c.unsound == 0 ? "sound"
					  : "not sound");
	check_clear(&c);
	return rc != COMITY_OK  ? rc
	       : c.unsound == 0 ? COMITY_OK
				: COMITY_REFUSED;
}

static const char *
reason(const struct comity_report *report)
{
	const struct comity_finding *finding;
	size_t i;

	for (i = 0; i < comity_report_count(report); i++) {
		finding = comity_report_at(report, i);
		if (finding->severity >= COMITY_ERROR &&
		    finding->message != NULL)
			return finding->message;
	}
	return "no answer";
}

/* The share of a document's leaves that its profile only carries. */
static int
measure(struct run *run, const char *path)
{
	struct answer answer;
	const size_t *n;
	size_t all = 0, i;
	int rc;

	if (!answer_init(&answer, "profile", path, run))
		return COMITY_ENOMEM;
	rc = run_read(run, path, &answer);
	if (rc == COMITY_OK)
		rc = comity_packs_match(run->packs, answer.doc,
		    run->options.edition, run->moment, answer.report,
		    &answer.edition);
	if (rc == COMITY_OK)
		rc = comity_check(answer.edition, answer.doc, run->moment,
		    answer.report, &answer.checked);
	if (rc == COMITY_OK || rc == COMITY_REFUSED)
		rc = comity_translate_in(
		    &answer.checked, answer.report, &answer.translation);
	if (rc == COMITY_OK) {
		n = answer.translation->counts;
		for (i = 0; i <= COMITY_CARRIED; i++)
			all += n[i];
		printf("  %s: %zu leaves, %zu of them carried (%zu %%)\n", path,
		    all, n[COMITY_CARRIED],
		    all == 0 ? 0 : n[COMITY_CARRIED] * 100 / all);
	} else {
		printf("  %s: %s\n", path, reason(answer.report));
	}
	answer_clear(&answer);
	return rc;
}

static bool
is_profile(const struct run *run, const char *word)
{
	size_t i;

	for (i = 0; i < comity_packs_count(run->packs); i++)
		if (strcmp(comity_packs_at(run->packs, i)->profile, word) == 0)
			return true;
	return false;
}

static bool
is_wanted(const struct run *run, const struct comity_edition *edition, int argc,
    char **argv)
{
	bool any = false;
	int i;

	for (i = 0; i < argc; i++) {
		if (strcmp(argv[i], edition->profile) == 0)
			return true;
		any = any || is_profile(run, argv[i]);
	}
	return !any && argc == 0;
}

int
profile_check(struct run *run, int argc, char **argv)
{
	const struct comity_edition *edition;
	size_t i;
	int k, rc;

	for (k = 0; k < argc; k++)
		if (!is_profile(run, argv[k]) && strchr(argv[k], '.') == NULL &&
		    strchr(argv[k], '/') == NULL)
			return run_usage(
			    "profile", "no such profile is loaded");
	for (i = 0; i < comity_packs_count(run->packs); i++) {
		edition = comity_packs_at(run->packs, i);
		if (!is_wanted(run, edition, argc, argv))
			continue;
		rc = check_edition(run, edition);
		run->worst = comity_status_worse(run->worst, rc);
	}
	for (k = 0; k < argc; k++)
		if (!is_profile(run, argv[k])) {
			rc = measure(run, argv[k]);
			run->worst = comity_status_worse(run->worst, rc);
		}
	return EXIT_YES;
}
