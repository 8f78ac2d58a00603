/* SPDX-License-Identifier: Apache-2.0 */
/* generate: documents out of a content model; generate-value.c has values. */
#include "crosswalk.h"
#include "generate-value.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUDGET 250 /* elements, after which only what must be is written */

void
chance_seed(struct chance *chance, uint64_t seed)
{
	size_t i;

	chance->state = seed * 0x9e3779b97f4a7c15u + 0x2545f4914f6cdd1du;
	if (chance->state == 0)
		chance->state = 1;
	for (i = 0; i < 4; i++)
		chance_next(chance);
}

uint64_t
chance_next(struct chance *chance)
{
	chance->state ^= chance->state >> 12;
	chance->state ^= chance->state << 25;
	chance->state ^= chance->state >> 27;
	return chance->state * 0x2545f4914f6cdd1du;
}

size_t
chance_below(struct chance *chance, size_t n)
{
	return (size_t)((chance_next(chance) >> 16) % n);
}

bool
chance_percent(struct chance *chance, unsigned percent)
{
	return chance_below(chance, 100) < percent;
}

uint64_t
generate_seed(uint64_t otherwise)
{
	const char *given = getenv("COMITY_SEED");

	return given == NULL ? otherwise : strtoull(given, NULL, 0);
}

struct generator {
	const struct comity_edition *edition;
	struct comity_schema_model *model;
	char **roots;
	size_t root_count;
	struct generate_map *maps;
	size_t map_count;
};

static bool
take_row(const struct comity_crosswalk_row *row, void *data)
{
	struct generator *g = data;
	const char *root = strrchr(row->root_local, ':');
	size_t i;

	root = root == NULL ? row->root_local : root + 1;
	for (i = 0; i < g->root_count; i++)
		if (strcmp(g->roots[i], root) == 0)
			break;
	if (i == g->root_count) {
		g->roots = realloc(g->roots, (i + 1) * sizeof(*g->roots));
		g->roots[g->root_count++] = strdup(root);
	}
	if (row->map == NULL || row->local == NULL)
		return true;
	g->maps = realloc(g->maps, (g->map_count + 1) * sizeof(*g->maps));
	g->maps[g->map_count].path = generate_plain_path(row->local);
	g->maps[g->map_count++].map = strdup(row->map);
	return true;
}

struct generator *
generator_new(const struct comity_edition *edition)
{
	struct generator *g = calloc(1, sizeof(*g));
	struct comity_report *report = comity_report_new();
	int rc;

	ck_assert_ptr_nonnull(g);
	g->edition = edition;
	rc = comity_schema_model_read(edition, report, &g->model);
	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	comity_report_free(report);
	ck_assert_int_eq(
	    comity_crosswalk_rows(edition->crosswalk, take_row, g), COMITY_OK);
	return g;
}

void
generator_free(struct generator *g)
{
	size_t i;

	if (g == NULL)
		return;
	for (i = 0; i < g->root_count; i++)
		free(g->roots[i]);
	for (i = 0; i < g->map_count; i++) {
		free(g->maps[i].path);
		free(g->maps[i].map);
	}
	free(g->roots);
	free(g->maps);
	comity_schema_model_free(g->model);
	free(g);
}

const struct comity_schema_model *
generator_model(const struct generator *g)
{
	return g->model;
}

/* White space and comments between elements. */
static void
gap(struct writing *w)
{
	static const char *const gaps[] = { "", "", "\n", "\n\t", " ", "\r\n",
		"<!---->", "<!-- <Item/> -->\n", "\n\n  " };

	comity_text_add(&w->out,
	    gaps[chance_below(w->chance, sizeof(gaps) / sizeof(*gaps))]);
}

static bool
wanted(struct writing *w)
{
	return w->elements < BUDGET ? chance_percent(w->chance, w->optional)
				    : chance_percent(w->chance, 3);
}

static void
write_name(struct writing *w, const char *prefix, const char *name)
{
	comity_text_add(&w->out, prefix);
	if (*prefix != '\0')
		comity_text_add(&w->out, ":");
	comity_text_add(&w->out, name);
}

/* Which attributes, in which order. */
static void
write_attributes(
    struct writing *w, const struct comity_schema_type *type, bool withheld)
{
	const struct comity_schema_attribute *a;
	size_t order[64], n = type->attribute_count, i, k, len = w->path.len;

	ck_assert(n <= 64);
	for (i = 0; i < n; i++)
		order[i] = i;
	for (i = n; i > 1; i--) {
		k = chance_below(w->chance, i);
		order[63] = order[i - 1];
		order[i - 1] = order[k];
		order[k] = order[63];
	}
	for (i = 0; i < n; i++) {
		a = &type->attributes[order[i]];
		if (strcmp(a->name, "withheld") == 0 && a->ns == NULL) {
			if (!withheld)
				continue;
		} else if (!a->required && !wanted(w)) {
			continue;
		}
		comity_text_add(
		    &w->out, chance_percent(w->chance, 10) ? "\n  " : " ");
		write_name(w, a->ns != NULL ? "xml" : "", a->name);
		comity_text_addf(
		    &w->path, "/@%s%s", a->ns != NULL ? "xml:" : "", a->name);
		generate_attribute(w, a);
		generate_cut(&w->path, len);
	}
}

static bool
has_withheld(const struct comity_schema_type *type)
{
	size_t i;

	for (i = 0; i < type->attribute_count; i++)
		if (type->attributes[i].ns == NULL &&
		    strcmp(type->attributes[i].name, "withheld") == 0)
			return true;
	return false;
}

static void write_particle(
    struct writing *w, const struct comity_schema_particle *particle);

static void
write_content(
    struct writing *w, const struct comity_schema_type *type, bool withheld)
{
	size_t before = w->elements;

	if (type->text != NULL) {
		/* a marker usually stands in place of a value */
		if (!withheld || !generate_accepts(type->text, "") ||
		    chance_percent(w->chance, 10))
			generate_text(w, type->text);
		return;
	}
	if (type->content == NULL)
		return;
	write_particle(w, type->content);
	if (w->elements != before || chance_percent(w->chance, 20))
		gap(w);
}

static void
write_element(struct writing *w, const struct comity_schema_element *element)
{
	size_t len = w->path.len;
	const char *prefix = w->prefix;
	bool own =
	    element->ns != NULL && w->depth > 0 && chance_percent(w->chance, 5);
	bool withheld = has_withheld(element->type) &&
			chance_percent(w->chance, w->withheld);

	w->elements++;
	if (w->depth++ > 0)
		comity_text_addf(&w->path, "/%s", element->name);
	if (own)
		prefix = "odd";
	comity_text_add(&w->out, "<");
	write_name(w, prefix, element->name);
	if (own || w->depth == 1)
		comity_text_addf(&w->out, " xmlns%s%s=\"%s\"",
		    *prefix == '\0' ? "" : ":", prefix,
		    element->ns == NULL ? "" : element->ns);
	if (w->depth == 1 && chance_percent(w->chance, 30))
		comity_text_add(&w->out, " xmlns:core=\"urn:comity:core:1\"");
	write_attributes(w, element->type, withheld);
	comity_text_add(&w->out, ">");
	write_content(w, element->type, withheld);
	comity_text_add(&w->out, "</");
	write_name(w, prefix, element->name);
	comity_text_add(&w->out, ">");
	w->depth--;
	generate_cut(&w->path, len);
}

static void
write_kids(struct writing *w, const struct comity_schema_particle *particle)
{
	size_t order[64], i, k, n = particle->count;

	if (particle->kind == COMITY_PARTICLE_CHOICE) {
		write_particle(w, particle->kids[chance_below(w->chance, n)]);
		return;
	}
	ck_assert(n < 64);
	for (i = 0; i < n; i++)
		order[i] = i;
	for (i = n; i > 1 && particle->kind == COMITY_PARTICLE_ALL; i--) {
		k = chance_below(w->chance, i);
		order[63] = order[i - 1];
		order[i - 1] = order[k];
		order[k] = order[63];
	}
	for (i = 0; i < n; i++)
		write_particle(w, particle->kids[order[i]]);
}

static size_t
how_often(struct writing *w, const struct comity_schema_particle *particle)
{
	size_t n = particle->min, room, most = w->repeat;

	if (particle->kind == COMITY_PARTICLE_CHOICE && particle->max > 1)
		most *= 3; /* so that branches interleave */
	if (n == 0 && wanted(w))
		n = 1;
	if (n == 0 || particle->max <= n || w->elements >= BUDGET)
		return n;
	room = particle->max - n < most ? particle->max - n : most;
	return n + chance_below(w->chance, room + 1);
}

static void
write_particle(struct writing *w, const struct comity_schema_particle *particle)
{
	size_t n = how_often(w, particle);

	for (; n > 0; n--) {
		if (particle->kind == COMITY_PARTICLE_ELEMENT) {
			gap(w);
			write_element(w, particle->element);
		} else if (particle->count > 0) {
			write_kids(w, particle);
		}
	}
}

char *
generator_document(struct generator *g, uint64_t seed)
{
	static const char *const heads[] = { "",
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
		"<?xml version='1.0' standalone='yes'?><!-- head -->" };
	static const unsigned optional[] = { 5, 40, 70, 95, 100 };
	struct chance chance;
	struct writing w = { .chance = &chance,
		.g_crosswalk = g->edition->crosswalk,
		.maps = g->maps,
		.map_count = g->map_count };
	const struct comity_schema_element *root;
	char *out;

	chance_seed(&chance, seed);
	root = comity_schema_model_root(
	    g->model, g->roots[chance_below(&chance, g->root_count)]);
	ck_assert_ptr_nonnull(root);
	w.optional = optional[chance_below(&chance, 5)];
	w.repeat = chance_below(&chance, 4);
	w.withheld = chance_percent(&chance, 50) ? 15 : 0;
	w.calm = chance_percent(&chance, 20);
	w.prefix = root->ns != NULL && chance_percent(&chance, 40) ? "p" : "";
	comity_text_add(&w.out, heads[chance_below(&chance, 3)]);
	write_element(&w, root);
	gap(&w);
	out = generate_finish(&w);
	ck_assert_ptr_nonnull(out);
	return out;
}
