/* SPDX-License-Identifier: Apache-2.0 */
/* schema leaf: walk a content model; schema-model.c reads it. */
#include "schema-leaf.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

#define LEAF_DEPTH_MAX 64 /* elements in elements; forms nest below 20 */
#define LEAVES_MAX                                                             \
	20000 /* forms have hundreds; markup whose elements hold               \
	       * one another has more paths than can be walked */

static const struct comity_schema_particle *
find_child(const struct comity_schema_particle *particle, const char *name)
{
	const struct comity_schema_particle *found;
	size_t i;

	if (particle == NULL)
		return NULL;
	if (particle->kind == COMITY_PARTICLE_ELEMENT)
		return strcmp(particle->element->name, name) == 0 ? particle
								  : NULL;
	for (i = 0; i < particle->count; i++)
		if ((found = find_child(particle->kids[i], name)) != NULL)
			return found;
	return NULL;
}

const struct comity_schema_particle *
comity_schema_type_child(
    const struct comity_schema_type *type, const char *name)
{
	return find_child(type->content, name);
}

static bool
may_be_nothing(const struct comity_schema_particle *particle)
{
	size_t i;

	if (particle == NULL || particle->min == 0)
		return true;
	if (particle->kind == COMITY_PARTICLE_ELEMENT)
		return false;
	for (i = 0; i < particle->count; i++) {
		bool nothing = may_be_nothing(particle->kids[i]);

		if (particle->kind == COMITY_PARTICLE_CHOICE && nothing)
			return true;
		if (particle->kind != COMITY_PARTICLE_CHOICE && !nothing)
			return false;
	}
	return particle->kind != COMITY_PARTICLE_CHOICE || particle->count == 0;
}

bool
comity_schema_type_may_be_empty(const struct comity_schema_type *type)
{
	size_t i;

	for (i = 0; i < type->attribute_count; i++)
		if (type->attributes[i].required)
			return false;
	return type->text == NULL && may_be_nothing(type->content);
}

const char *
comity_schema_simple_builtin(const struct comity_schema_simple *type)
{
	while (type->builtin == NULL && type->base != NULL)
		type = type->base;
	return type->builtin == NULL ? "string" : type->builtin;
}

static size_t
depth_of(const struct comity_schema_particle *particle)
{
	size_t depth = 0;

	for (; particle->up != NULL; particle = particle->up)
		depth++;
	return depth;
}

bool
comity_schema_particle_before(const struct comity_schema_particle *a,
    const struct comity_schema_particle *b)
{
	size_t i = depth_of(a), k = depth_of(b);

	for (; i > k; i--)
		a = a->up;
	for (; k > i; k--)
		b = b->up;
	while (a != b && a->up != b->up) {
		a = a->up;
		b = b->up;
	}
	return a != b && a->up != NULL &&
	       a->up->kind == COMITY_PARTICLE_SEQUENCE && a->at < b->at;
}

bool
comity_schema_particle_interleaves(
    const struct comity_schema_particle *particle)
{
	for (particle = particle->up; particle != NULL; particle = particle->up)
		if (particle->kind == COMITY_PARTICLE_CHOICE &&
		    particle->max > 1 && particle->count > 1)
			return true;
	return false;
}

struct walking {
	bool (*each)(const struct comity_schema_leaf *leaf, void *data);
	void *data;
	struct comity_text path;
	const struct comity_schema_type *open[LEAF_DEPTH_MAX];
	size_t depth, given;
	bool stopped, over;
};

static void
give(struct walking *w, enum comity_schema_leaf_kind kind,
    const struct comity_schema_simple *type, bool required)
{
	struct comity_schema_leaf leaf = { kind, w->path.data, type, required };

	w->over |= ++w->given > LEAVES_MAX;
	w->stopped |= w->over;
	if (!w->stopped && !w->path.failed && w->path.data != NULL)
		w->stopped = !w->each(&leaf, w->data);
}

static void
cut(struct walking *w, size_t len)
{
	w->path.len = len;
	if (w->path.data != NULL)
		w->path.data[len] = '\0';
}

static void walk_particle(
    struct walking *w, const struct comity_schema_particle *particle);

static void
walk_type(
    struct walking *w, const struct comity_schema_type *type, bool required)
{
	const struct comity_schema_attribute *attribute;
	size_t i, len = w->path.len;

	for (i = 0; i < w->depth; i++)
		if (w->open[i] == type)
			return;
	if (w->depth == LEAF_DEPTH_MAX || w->stopped)
		return;
	w->open[w->depth++] = type;
	for (i = 0; i < type->attribute_count; i++) {
		attribute = &type->attributes[i];
		comity_text_addf(&w->path, "/@%s%s",
		    attribute->ns != NULL ? "xml:" : "", attribute->name);
		give(w, COMITY_LEAF_ATTRIBUTE, attribute->type,
		    attribute->required);
		cut(w, len);
	}
	if (type->text != NULL)
		give(w, COMITY_LEAF_TEXT, type->text, required);
	else if (comity_schema_type_may_be_empty(type))
		give(w, COMITY_LEAF_EMPTY, NULL, required);
	if (type->content != NULL)
		walk_particle(w, type->content);
	w->depth--;
}

static void
walk_particle(struct walking *w, const struct comity_schema_particle *particle)
{
	size_t i, len = w->path.len;

	if (particle->kind == COMITY_PARTICLE_ELEMENT) {
		comity_text_addf(&w->path, "/%s", particle->element->name);
		walk_type(w, particle->element->type, particle->min > 0);
		cut(w, len);
		return;
	}
	for (i = 0; i < particle->count && !w->stopped; i++)
		walk_particle(w, particle->kids[i]);
}

int
comity_schema_leaves(const struct comity_schema_model *model, const char *root,
    bool (*each)(const struct comity_schema_leaf *leaf, void *data), void *data)
{
	const struct comity_schema_element *element =
	    comity_schema_model_root(model, root);
	struct walking w = { .each = each, .data = data };
	bool failed;

	if (element == NULL)
		return COMITY_UNKNOWN;
	walk_type(&w, element->type, true);
	failed = w.path.failed;
	comity_text_clear(&w.path);
	if (failed)
		return COMITY_ENOMEM;
	return w.over ? COMITY_ELIMIT : COMITY_OK;
}
