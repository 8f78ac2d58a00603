/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stated: values of a core document with their places, for the readers of
 * licenses, arrangements and lists. Places are those of the document that
 * was given: of a core view, by its origins.
 */
#ifndef COMITY_STATED_H
#define COMITY_STATED_H

#include "license.h"
#include "xml.h"

/* Where the elements of a document stand; one walk, then O(depth) each. */
struct comity_places {
	const struct comity_doc *doc; /* borrowed: lines and paths */
	const xmlNode **nodes; /* by ordinal */
	unsigned *index; /* among siblings of a name; 0 the only one */
	const size_t *origin; /* of a view's nodes; NULL: it is doc itself */
	size_t origin_count;
	bool failed; /* memory ran out: nothing read since counts */
};

int comity_places_init(
    struct comity_places *places, const struct comity_doc *doc);
void comity_places_clear(struct comity_places *places);

/* All of these set places->failed if memory ran out. */
void comity_stated_read(struct comity_places *places, const xmlNode *node,
    struct comity_stated *out);
/* The first at child steps ("Authority/Name"); *out stays zero if absent. */
void comity_stated_at(struct comity_places *places, const xmlNode *parent,
    const char *steps, struct comity_stated *out);
/* Append every child of that name. */
void comity_stated_all(struct comity_places *places, const xmlNode *parent,
    const char *name, struct comity_stated_list *out);
void comity_stated_place(struct comity_places *places, const xmlNode *node,
    struct comity_stated *out);
char *comity_stated_attribute(
    struct comity_places *places, const xmlNode *node, const char *name);
/* "Act, section 3": instrument and provision of the LegalBasis children with
 * this @side, or without one (side NULL: all); NULL none. */
char *comity_basis_read(
    struct comity_places *places, const xmlNode *parent, const char *side);
/* The array one larger, the new element zeroed; NULL if memory ran out. */
void *comity_grow(
    struct comity_places *places, void *array, size_t *count, size_t size);

void comity_stated_clear(struct comity_stated *stated);
void comity_stated_list_clear(struct comity_stated_list *list);

#endif
