/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema declared: what the schema says of a node of a document: for the
 * findings of a document that is refused, never for the refusal itself.
 */
#ifndef COMITY_SCHEMA_DECLARED_H
#define COMITY_SCHEMA_DECLARED_H

#include "schema-leaf.h"
#include "text.h"

/* All NULL: the model could not be read, or the node stands in content that
 * the schema leaves open. Everything belongs to the model. */
struct comity_schema_declared {
	const struct comity_schema_element *element; /* the node, or its own */
	const struct comity_schema_attribute *attribute; /* the node itself */
	const struct comity_schema_simple *text; /* of the node */
};

/* model: NULL gives nothing. node: element or attribute of a document. */
void comity_schema_declared_find(const struct comity_schema_model *model,
    const xmlNode *node, struct comity_schema_declared *out);

/*
 * Add the documentation of a declaration, or else that of its type: its first
 * sentence, after a colon and in quotation marks. Nothing is added where there is none.
 */
void comity_schema_declared_say(const xmlNode *declaration,
    const struct comity_schema_simple *type, struct comity_text *text);

/* Each value that a type lists, through bases and unions. */
void comity_schema_values_each(const struct comity_schema_simple *type,
    void (*each)(void *data, const char *value), void *data);

/* The patterns of the nearest type that has some; NULL none. */
const struct comity_schema_simple *comity_schema_patterned(
    const struct comity_schema_simple *type);

#endif
