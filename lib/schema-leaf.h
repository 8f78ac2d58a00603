/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema leaf: the content model of a pack's XSD as plain data, and its
 * leaves: for `profile check`, which wants each of them in a crosswalk, and
 * for the generator of the tests. Judging a document stays with libxml2.
 * Read: named and inline types, sequence, choice, all, groups, attribute
 * groups, simple and complex content, extension, restriction, union, list,
 * substitution groups, include and import inside the pack, names by their
 * namespace. Passed over: any, key, unique, what xsi:type may put in place.
 */
#ifndef COMITY_SCHEMA_LEAF_H
#define COMITY_SCHEMA_LEAF_H

#include "pack.h"

#include <stdbool.h>
#include <stdint.h>

#define COMITY_UNBOUNDED SIZE_MAX

/* Everything below belongs to the model. */
struct comity_schema_simple {
	const char *builtin; /* "date" of XSD itself; NULL one of the pack */
	const struct comity_schema_simple
	    *base; /* NULL: built in, union, list */
	const struct comity_schema_simple *
	    *members; /* of a union; [0] of a list */
	size_t member_count;
	bool is_list;
	const char **patterns; /* of this step; one of them must match */
	size_t pattern_count;
	const char **values; /* enumeration of this step */
	size_t value_count;
	size_t length_min, length_max; /* characters; of this step */
	const char *least, *most; /* bounds of this step; NULL none */
	bool least_open, most_open; /* the bound itself is outside */
	const xmlNode *declared; /* its simpleType; NULL built in */
};

struct comity_schema_attribute {
	const char *name, *ns; /* ns NULL none */
	bool required;
	const struct comity_schema_simple *type;
	const xmlNode *declared;
};

enum comity_particle_kind {
	COMITY_PARTICLE_ELEMENT,
	COMITY_PARTICLE_SEQUENCE,
	COMITY_PARTICLE_CHOICE,
	COMITY_PARTICLE_ALL
};

struct comity_schema_particle {
	enum comity_particle_kind kind;
	size_t min, max; /* max COMITY_UNBOUNDED: none */
	const struct comity_schema_element
	    *element; /* of a leaf of this tree */
	const struct comity_schema_particle *up;
	size_t at; /* which child of up */
	struct comity_schema_particle **kids;
	size_t count;
};

struct comity_schema_type {
	const struct comity_schema_simple *text; /* NULL: no text of its own */
	struct comity_schema_attribute *attributes;
	size_t attribute_count;
	struct comity_schema_particle *content; /* a sequence; NULL none */
};

struct comity_schema_element {
	const char *name, *ns; /* ns NULL none */
	const struct comity_schema_type *type;
	bool nillable, is_abstract;
	const xmlNode *declared; /* in the schema, for its documentation */
};

struct comity_schema_model;

/*
 * Read the model of an edition's document.xsd.
 * edition  borrowed; must outlive the model.
 * Returns COMITY_OK; COMITY_EPACK with a finding: something outside the
 * subset, or a name that is not there; COMITY_ENOMEM.
 */
int comity_schema_model_read(const struct comity_edition *edition,
    struct comity_report *report, struct comity_schema_model **out);
void comity_schema_model_free(struct comity_schema_model *model);

/* A global element; NULL none. */
const struct comity_schema_element *comity_schema_model_root(
    const struct comity_schema_model *model, const char *name);
/* The element of this name in the content of a type; NULL none. */
const struct comity_schema_particle *comity_schema_type_child(
    const struct comity_schema_type *type, const char *name);
/* Whether an element may have neither text, attributes nor children. */
bool comity_schema_type_may_be_empty(const struct comity_schema_type *type);
/* The built-in type that a simple type rests on; "string" for a union. */
const char *comity_schema_simple_builtin(
    const struct comity_schema_simple *type);
/* Whether a must stand before b in every document (a sequence says so). */
bool comity_schema_particle_before(const struct comity_schema_particle *a,
    const struct comity_schema_particle *b);
/* Whether the place of an element, or a group around it, may repeat while
 * another stands beside it: then order carries meaning. */
bool comity_schema_particle_interleaves(
    const struct comity_schema_particle *particle);

enum comity_schema_leaf_kind {
	COMITY_LEAF_TEXT,
	COMITY_LEAF_ATTRIBUTE,
	COMITY_LEAF_EMPTY /* an element of elements that may stand empty */
};

/* One leaf; valid during the call only. */
struct comity_schema_leaf {
	enum comity_schema_leaf_kind kind;
	const char *path; /* "/Box1/Party/Name/@xml:lang", below the root */
	const struct comity_schema_simple *type; /* NULL: COMITY_LEAF_EMPTY */
	bool required; /* where its parent stands */
};

/*
 * Give every leaf below a global element to a function, in the order of the
 * schema; a type inside itself is entered once. Stops when it returns false.
 * Returns COMITY_OK; COMITY_UNKNOWN: no such element; COMITY_ELIMIT: there are
 * more than can be walked; COMITY_ENOMEM.
 */
int comity_schema_leaves(const struct comity_schema_model *model,
    const char *root,
    bool (*each)(const struct comity_schema_leaf *leaf, void *data),
    void *data);

#endif
