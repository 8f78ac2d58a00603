/* SPDX-License-Identifier: Apache-2.0 */
/* schema model: what its two readers share; nobody else looks in here. */
#ifndef COMITY_SCHEMA_MODEL_H
#define COMITY_SCHEMA_MODEL_H

#include "schema-leaf.h"

#include <libxml/hash.h>

#define COMITY_NS_XSD "http://www.w3.org/2001/XMLSchema"
#define COMITY_MODEL_FILES_MAX 64 /* a pack has a handful */
#define COMITY_MODEL_DEPTH_MAX 2000 /* groups and types in one another, as
				     * they are first met: Akoma Ntoso has 300
				     * elements that lead to one another */

enum {
	COMITY_MODEL_ELEMENTS,
	COMITY_MODEL_TYPES,
	COMITY_MODEL_GROUPS,
	COMITY_MODEL_ATTRIBUTE_GROUPS,
	COMITY_MODEL_ATTRIBUTES,
	COMITY_MODEL_KINDS
};

/* What was made of a node, so that a type may hold itself. */
struct comity_model_met {
	const xmlNode *node;
	void *made;
};

struct comity_schema_model {
	struct comity_doc *docs[COMITY_MODEL_FILES_MAX];
	size_t doc_count;
	xmlHashTablePtr named[COMITY_MODEL_KINDS]; /* nodes by name and ns */
	struct comity_model_met *met;
	size_t met_count, met_room;
	void **blocks; /* every other allocation */
	size_t block_count, block_room;
	struct comity_schema_element **roots;
	size_t root_count;
};

struct comity_model_reader {
	struct comity_schema_model *model;
	const struct comity_edition *edition;
	struct comity_report *report;
	size_t depth;
	int rc; /* of the first failure */
};

/* Zeroed memory of the model; NULL: none, and rc says so. */
void *comity_model_make(struct comity_model_reader *reader, size_t size);
/* A copy of an array with room for one more; NULL as above. */
void *comity_model_more(struct comity_model_reader *reader, const void *array,
    size_t count, size_t size);
/* A finding at a node; rc becomes COMITY_EPACK. */
void comity_model_bad(
    struct comity_model_reader *reader, const xmlNode *node, const char *found);
/* The value of an attribute without a copy; NULL absent. */
const char *comity_model_attribute(const xmlNode *node, const char *name);
const char *comity_model_local(const char *qname);
bool comity_model_is(const xmlNode *node, const char *name);
/* Whether a qualified name in scope of a node is of XSD itself. */
bool comity_model_is_builtin(
    struct comity_model_reader *reader, xmlNodePtr node, const char *qname);
/* The namespace that the file of a node declares for, its own or, where it
 * has none, that of the entry. NULL none; borrowed. */
const char *comity_model_target(
    const struct comity_schema_model *model, const xmlNode *node);
xmlNodePtr comity_model_named(struct comity_model_reader *reader, int kind,
    const xmlNode *node, const char *qname);
void *comity_model_find_met(
    const struct comity_model_reader *reader, const xmlNode *node);
void comity_model_add_met(
    struct comity_model_reader *reader, const xmlNode *node, void *made);
size_t comity_model_number(const char *text, size_t otherwise);
/* Facets of a restriction, and the type that it may hold. */
void comity_model_facets(struct comity_model_reader *reader,
    struct comity_schema_simple *type, xmlNodePtr restriction);
/* A simpleType element; one by its name. NULL: rc says why. */
const struct comity_schema_simple *comity_model_simple(
    struct comity_model_reader *reader, xmlNodePtr node);
const struct comity_schema_simple *comity_model_simple_of(
    struct comity_model_reader *reader, xmlNodePtr node, const char *qname);

#endif
