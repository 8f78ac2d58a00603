/* SPDX-License-Identifier: Apache-2.0 */
#include "schema-declared.h"

#include "limit.h"
#include "schema-model.h"

#include <stdlib.h>
#include <string.h>

static bool
is_named(const struct comity_schema_element *element, const xmlNode *node)
{
	return strcmp(element->name, (const char *)node->name) == 0 &&
	       comity_text_same(element->ns,
		   node->ns != NULL ? (const char *)node->ns->href : NULL);
}

/* The declaration of an element, by the names from the root down to it. */
static const struct comity_schema_element *
element_find(const struct comity_schema_model *model, const xmlNode *node)
{
	const xmlNode *up[COMITY_MODEL_DEPTH_MAX];
	const struct comity_schema_element *element;
	const struct comity_schema_particle *particle;
	size_t depth = 0;

	for (; node != NULL && node->type == XML_ELEMENT_NODE;
	     node = node->parent) {
		if (depth == COMITY_MODEL_DEPTH_MAX)
			return NULL;
		up[depth++] = node;
	}
	if (depth == 0)
		return NULL;
	element =
	    comity_schema_model_root(model, (const char *)up[--depth]->name);
	if (element == NULL || !is_named(element, up[depth]))
		return NULL;
	while (depth > 0) {
		if (element->type == NULL)
			return NULL;
		particle = comity_schema_type_child(
		    element->type, (const char *)up[--depth]->name);
		if (particle == NULL || particle->element == NULL ||
		    !is_named(particle->element, up[depth]))
			return NULL;
		element = particle->element;
	}
	return element;
}

static const struct comity_schema_attribute *
attribute_find(const struct comity_schema_type *type, const xmlNode *node)
{
	size_t i;

	for (i = 0; type != NULL && i < type->attribute_count; i++)
		if (strcmp(type->attributes[i].name,
			(const char *)node->name) == 0)
			return &type->attributes[i];
	return NULL;
}

void
comity_schema_declared_find(const struct comity_schema_model *model,
    const xmlNode *node, struct comity_schema_declared *out)
{
	memset(out, 0, sizeof(*out));
	if (model == NULL || node == NULL)
		return;
	if (node->type == XML_ATTRIBUTE_NODE) {
		out->element = element_find(model, node->parent);
		if (out->element != NULL)
			out->attribute =
			    attribute_find(out->element->type, node);
		if (out->attribute != NULL)
			out->text = out->attribute->type;
		return;
	}
	out->element = element_find(model, node);
	if (out->element != NULL && out->element->type != NULL)
		out->text = out->element->type->text;
}

/* The first sentence, so that a finding stays a line or two. */
static size_t
sentence_len(const char *text)
{
	const char *end = text;

	while ((end = strchr(end, '.')) != NULL) {
		if (end[1] == '\0' || end[1] == ' ')
			break;
		end++;
	}
	return end == NULL ? strlen(text) : (size_t)(end - text) + 1;
}

static char *
documentation(const xmlNode *node)
{
	const xmlNode *annotation =
	    node ? comity_node_child(node, COMITY_NS_XSD, "annotation") : NULL;
	const xmlNode *text = annotation ? comity_node_child(annotation,
					       COMITY_NS_XSD, "documentation")
					 : NULL;

	return text == NULL ? NULL : comity_node_value(text);
}

void
comity_schema_declared_say(const xmlNode *declaration,
    const struct comity_schema_simple *type, struct comity_text *text)
{
	char *said = documentation(declaration);
	size_t len;

	for (; said == NULL && type != NULL; type = type->base)
		said = documentation(type->declared);
	if (said == NULL || *said == '\0') {
		free(said);
		return;
	}
	len = sentence_len(said);
	comity_text_add(text, ": \"");
	comity_text_add_bytes(text, said,
	    len > COMITY_DOCUMENTATION_MAX ? COMITY_DOCUMENTATION_MAX : len);
	comity_text_add(text, len > COMITY_DOCUMENTATION_MAX ? "...\"" : "\"");
	free(said);
}

void
comity_schema_values_each(const struct comity_schema_simple *type,
    void (*each)(void *data, const char *value), void *data)
{
	size_t i;

	for (; type != NULL; type = type->base) {
		for (i = 0; i < type->value_count; i++)
			each(data, type->values[i]);
		if (type->value_count > 0)
			return; /* what is restricted further up is wider */
		for (i = 0; i < type->member_count; i++)
			comity_schema_values_each(type->members[i], each, data);
	}
}

const struct comity_schema_simple *
comity_schema_patterned(const struct comity_schema_simple *type)
{
	for (; type != NULL; type = type->base)
		if (type->pattern_count > 0)
			return type;
	return NULL;
}
