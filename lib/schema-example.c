/* SPDX-License-Identifier: Apache-2.0 */
#include "schema-example.h"

#include "text.h"
#include "xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 40 /* elements in elements */
#define STEPS_MAX 200000 /* of the search for the smallest branch */
#define NEVER 1000000 /* the size of what holds itself */

struct example {
	struct comity_text out;
	const struct comity_schema_type *open[DEPTH_MAX];
	size_t depth, steps, ids;
	bool (*wants)(const char *name);
	bool never;
};

static size_t size_of_type(
    struct example *e, const struct comity_schema_type *type);

/* How many elements the smallest content of a particle has. */
static size_t
size_of(struct example *e, const struct comity_schema_particle *particle)
{
	size_t i, one, all = 0, least = NEVER;

	if (particle == NULL || particle->min == 0)
		return 0;
	if (++e->steps > STEPS_MAX)
		return NEVER;
	if (particle->kind == COMITY_PARTICLE_ELEMENT)
		all =
		    particle->element == NULL || particle->element->is_abstract
			? NEVER
			: 1 + size_of_type(e, particle->element->type);
	for (i = 0; i < particle->count; i++) {
		one = size_of(e, particle->kids[i]);
		least = one < least ? one : least;
		all += one;
	}
	if (particle->kind == COMITY_PARTICLE_CHOICE)
		all = particle->count == 0 ? 0 : least;
	if (all >= NEVER || particle->min >= NEVER ||
	    all * particle->min >= NEVER)
		return NEVER;
	return all * particle->min;
}

static size_t
size_of_type(struct example *e, const struct comity_schema_type *type)
{
	size_t i, size;

	if (type == NULL || type->content == NULL)
		return 0;
	for (i = 0; i < e->depth; i++)
		if (e->open[i] == type)
			return NEVER;
	if (e->depth == DEPTH_MAX)
		return NEVER;
	e->open[e->depth++] = type;
	size = size_of(e, type->content);
	e->depth--;
	return size;
}

/* Values of the types that XSD has itself. */
static const struct {
	const char *type, *value;
} values[] = {
	{ "date", "2026-01-01" },
	{ "dateTime", "2026-01-01T00:00:00Z" },
	{ "time", "00:00:00Z" },
	{ "gYear", "2026" },
	{ "gYearMonth", "2026-01" },
	{ "gMonth", "--01" },
	{ "gMonthDay", "--01-01" },
	{ "gDay", "---01" },
	{ "duration", "P1D" },
	{ "boolean", "true" },
	{ "anyURI", "https://example.org/" },
	{ "language", "en" },
	{ "base64Binary", "AA==" },
	{ "hexBinary", "00" },
	{ "negativeInteger", "-1" },
	{ "nonPositiveInteger", "0" },
	{ "decimal", "1" },
	{ "integer", "1" },
	{ "positiveInteger", "1" },
	{ "nonNegativeInteger", "1" },
	{ "long", "1" },
	{ "int", "1" },
	{ "short", "1" },
	{ "byte", "1" },
	{ "unsignedLong", "1" },
	{ "unsignedInt", "1" },
	{ "unsignedShort", "1" },
	{ "unsignedByte", "1" },
	{ "float", "1" },
	{ "double", "1" },
};

/* A number within its bounds: a bound itself, or one beside it. */
static void
add_number(struct comity_text *out, const struct comity_schema_simple *type)
{
	if (type->least != NULL && !type->least_open)
		comity_text_add(out, type->least);
	else if (type->most != NULL && !type->most_open)
		comity_text_add(out, type->most);
	else if (type->least != NULL)
		comity_text_addf(out, "%ld", strtol(type->least, NULL, 10) + 1);
	else
		comity_text_addf(out, "%ld", strtol(type->most, NULL, 10) - 1);
}

static void
add_builtin(struct example *e, struct comity_text *out, const char *name,
    size_t least, size_t most)
{
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (strcmp(values[i].type, name) == 0) {
			comity_text_add(out, values[i].value);
			return;
		}
	if (strcmp(name, "ID") == 0) {
		comity_text_addf(out, "id-%zu", ++e->ids);
	} else if (strncmp(name, "IDREF", 5) == 0) {
		comity_text_add(out, "id-1");
	} else {
		comity_text_add(out, "example");
		while (out->len < least && !out->failed)
			comity_text_add(out, "e");
		if (out->len > most && out->data != NULL) {
			out->data[most] = '\0';
			out->len = most;
		}
	}
}

/* A value of a simple type: by its nearest facet that says one. */
static void
add_value(struct example *e, struct comity_text *out,
    const struct comity_schema_simple *type)
{
	size_t least = 0, most = SIZE_MAX, i;
	const struct comity_schema_simple *at;
	char *text;

	for (at = type; at != NULL; at = at->base) {
		if (at->length_min > least)
			least = at->length_min;
		if (at->length_max < most)
			most = at->length_max;
		if (at->value_count > 0) {
			for (i = 0; i + 1 < at->value_count &&
				    at->values[i][0] == '\0';
			     i++)
				;
			comity_text_add(out, at->values[i]);
			return;
		}
		if (at->pattern_count > 0) {
			text = comity_schema_pattern_text(at->patterns[0]);
			if (text != NULL)
				comity_text_add(out, text);
			free(text);
			if (text != NULL)
				return;
		}
		if (at->least != NULL || at->most != NULL) {
			add_number(out, at);
			return;
		}
		if (at->member_count > 0) {
			add_value(e, out, at->members[0]);
			return;
		}
		if (at->builtin != NULL)
			add_builtin(e, out, at->builtin, least, most);
	}
}

static void
add_escaped(struct example *e, const struct comity_schema_simple *type)
{
	struct comity_text value = { 0 };
	size_t i;

	add_value(e, &value, type);
	e->out.failed |= value.failed;
	for (i = 0; i < value.len; i++)
		if (strchr("<&\"", value.data[i]) != NULL)
			comity_text_addf(&e->out, "&#%d;", (int)value.data[i]);
		else
			comity_text_add_bytes(&e->out, &value.data[i], 1);
	comity_text_clear(&value);
}

/* Near the top only: there a document is identified. */
static bool
is_wanted(const struct example *e, const char *name, size_t depth)
{
	return e->wants != NULL && e->depth < depth && e->wants(name);
}

static void
add_attributes(struct example *e, const struct comity_schema_type *type)
{
	const struct comity_schema_attribute *a;
	size_t i;

	for (i = 0; i < type->attribute_count; i++) {
		a = &type->attributes[i];
		if (!a->required && !is_wanted(e, a->name, 2))
			continue;
		if (a->ns == NULL)
			comity_text_addf(&e->out, " %s=\"", a->name);
		else if (strcmp(a->ns, (const char *)XML_XML_NAMESPACE) == 0)
			comity_text_addf(&e->out, " xml:%s=\"", a->name);
		else
			comity_text_addf(&e->out,
			    " xmlns:a%zu=\"%s\" a%zu:%s=\"", i, a->ns, i,
			    a->name);
		if (a->type != NULL)
			add_escaped(e, a->type);
		comity_text_add(&e->out, "\"");
	}
}

static void add_element(struct example *e,
    const struct comity_schema_element *element, const char *ns);

static void
add_particle(struct example *e, const struct comity_schema_particle *particle,
    const char *ns)
{
	const struct comity_schema_particle *least = NULL;
	size_t i, n, least_count = particle->min, size, smallest = NEVER + 1;

	if (least_count == 0 && particle->kind == COMITY_PARTICLE_ELEMENT &&
	    particle->element->type->text != NULL &&
	    is_wanted(e, particle->element->name, 3))
		least_count = 1;
	for (n = 0; n < least_count && !e->never && !e->out.failed; n++) {
		if (particle->kind == COMITY_PARTICLE_ELEMENT) {
			add_element(e, particle->element, ns);
			continue;
		}
		for (i = 0; i < particle->count; i++) {
			if (particle->kind != COMITY_PARTICLE_CHOICE) {
				add_particle(e, particle->kids[i], ns);
				continue;
			}
			e->steps = 0;
			size = size_of(e, particle->kids[i]);
			if (size < smallest) {
				smallest = size;
				least = particle->kids[i];
			}
		}
		if (least != NULL)
			add_particle(e, least, ns);
	}
}

static void
add_element(struct example *e, const struct comity_schema_element *element,
    const char *ns)
{
	const struct comity_schema_type *type = element->type;
	size_t i;

	for (i = 0; i < e->depth; i++)
		e->never |= e->open[i] == type && type->content != NULL;
	e->never |= e->depth == DEPTH_MAX;
	if (e->never)
		return;
	if (e->depth > 0)
		comity_text_addf(&e->out, "\n%*s", (int)e->depth * 2, "");
	comity_text_addf(&e->out, "<%s", element->name);
	if (!comity_text_same(element->ns, ns))
		comity_text_addf(&e->out, " xmlns=\"%s\"",
		    element->ns == NULL ? "" : element->ns);
	add_attributes(e, type);
	comity_text_add(&e->out, ">");
	i = e->out.len;
	e->open[e->depth++] = type;
	if (type->text != NULL)
		add_escaped(e, type->text);
	else if (type->content != NULL)
		add_particle(e, type->content, element->ns);
	e->depth--;
	if (type->text == NULL && e->out.len > i)
		comity_text_addf(&e->out, "\n%*s", (int)e->depth * 2, "");
	comity_text_addf(&e->out, "</%s>", element->name);
}

int
comity_schema_example(const struct comity_schema_model *model, const char *root,
    bool (*wants)(const char *name), char **out)
{
	const struct comity_schema_element *element =
	    comity_schema_model_root(model, root);
	struct example e = { .wants = wants };

	*out = NULL;
	if (element == NULL)
		return COMITY_UNKNOWN;
	comity_text_add(&e.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	add_element(&e, element, NULL);
	comity_text_add(&e.out, "\n");
	if (e.never || e.out.failed) {
		comity_text_clear(&e.out);
		return e.never ? COMITY_UNKNOWN : COMITY_ENOMEM;
	}
	*out = comity_text_take(&e.out);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}
