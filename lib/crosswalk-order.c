/* SPDX-License-Identifier: Apache-2.0 */
/* child order: the order of the core's elements, out of its own XSD. */
#include "crosswalk-order.h"

#include "limit.h"

#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

#define NS_XSD "http://www.w3.org/2001/XMLSchema"
#define ORDER_FILES_MAX 64 /* the core has a handful */

struct particle {
	const char *name; /* borrowed from the schema's tree */
	const struct comity_order_type *type; /* NULL simple */
};

struct comity_order_type {
	xmlNodePtr node; /* the complexType */
	bool ready, busy;
	struct particle *particles;
	size_t count, room;
	const char **attributes;
	size_t attribute_count, attribute_room;
};

struct comity_child_order {
	struct comity_doc *docs[ORDER_FILES_MAX];
	size_t doc_count;
	xmlHashTablePtr elements, types, groups, attribute_groups; /* nodes */
	struct comity_order_type **all;
	size_t all_count, all_room;
};

static bool
grow(void **array, size_t count, size_t *room, size_t size)
{
	size_t more;
	void *bigger;

	if (count < *room)
		return true;
	more = *room == 0 ? 16 : *room * 2;
	if ((bigger = reallocarray(*array, more, size)) == NULL)
		return false;
	*array = bigger;
	*room = more;
	return true;
}

/* The value of an attribute without a copy; the tree keeps it. */
static const char *
attribute(xmlNodePtr node, const char *name)
{
	xmlAttrPtr attr = xmlHasProp(node, (const xmlChar *)name);

	if (attr == NULL || attr->children == NULL)
		return NULL;
	return (const char *)attr->children->content;
}

static const char *
local_name(const char *qname)
{
	const char *colon = qname == NULL ? NULL : strchr(qname, ':');

	return colon == NULL ? qname : colon + 1;
}

static bool
xsd_is(const xmlNode *node, const char *name)
{
	return comity_node_is(node, NS_XSD, name);
}

static int resolve(
    struct comity_child_order *order, struct comity_order_type *type);

static int
type_of(struct comity_child_order *order, xmlNodePtr complex,
    struct comity_order_type **out)
{
	struct comity_order_type *type;
	size_t i;

	for (i = 0; i < order->all_count; i++)
		if (order->all[i]->node == complex) {
			*out = order->all[i];
			return COMITY_OK;
		}
	if (!grow((void **)&order->all, order->all_count, &order->all_room,
		sizeof(*order->all)) ||
	    (type = calloc(1, sizeof(*type))) == NULL)
		return COMITY_ENOMEM;
	type->node = complex;
	order->all[order->all_count++] = type;
	*out = type;
	return COMITY_OK;
}

/* The complexType of an element declaration; *out NULL if it is simple. */
static int
element_type(struct comity_child_order *order, xmlNodePtr element,
    struct comity_order_type **out)
{
	const char *name = local_name(attribute(element, "type"));
	xmlNodePtr complex;

	*out = NULL;
	if (name != NULL)
		complex = xmlHashLookup(order->types, (const xmlChar *)name);
	else
		complex = comity_node_child(element, NS_XSD, "complexType");
	return complex == NULL ? COMITY_OK : type_of(order, complex, out);
}

static int
add_particle(struct comity_child_order *order, struct comity_order_type *type,
    xmlNodePtr element)
{
	const char *ref = local_name(attribute(element, "ref"));
	struct comity_order_type *own;
	int rc;

	if (ref != NULL)
		element = xmlHashLookup(order->elements, (const xmlChar *)ref);
	if (element == NULL || attribute(element, "name") == NULL)
		return COMITY_OK; /* of a foreign namespace: ds:Signature */
	if ((rc = element_type(order, element, &own)) != COMITY_OK)
		return rc;
	if (!grow((void **)&type->particles, type->count, &type->room,
		sizeof(*type->particles)))
		return COMITY_ENOMEM;
	type->particles[type->count].name = attribute(element, "name");
	type->particles[type->count++].type = own;
	return COMITY_OK;
}

static int
add_attribute(struct comity_order_type *type, xmlNodePtr node)
{
	const char *name = attribute(node, "name");

	if (name == NULL)
		name = attribute(node, "ref"); /* xml:lang */
	if (name == NULL)
		return COMITY_OK;
	if (!grow((void **)&type->attributes, type->attribute_count,
		&type->attribute_room, sizeof(*type->attributes)))
		return COMITY_ENOMEM;
	type->attributes[type->attribute_count++] = name;
	return COMITY_OK;
}

static int
copy_base(struct comity_child_order *order, struct comity_order_type *type,
    xmlNodePtr derivation)
{
	const char *name = local_name(attribute(derivation, "base"));
	xmlNodePtr complex;
	struct comity_order_type *base;
	size_t i;
	int rc;

	if (name == NULL || (complex = xmlHashLookup(
				 order->types, (const xmlChar *)name)) == NULL)
		return COMITY_OK;
	if ((rc = type_of(order, complex, &base)) != COMITY_OK ||
	    (rc = resolve(order, base)) != COMITY_OK)
		return rc;
	for (i = 0; i < base->attribute_count; i++) {
		if (!grow((void **)&type->attributes, type->attribute_count,
			&type->attribute_room, sizeof(*type->attributes)))
			return COMITY_ENOMEM;
		type->attributes[type->attribute_count++] = base->attributes[i];
	}
	for (i = 0; !xsd_is(derivation, "restriction") && i < base->count;
	     i++) {
		if (!grow((void **)&type->particles, type->count, &type->room,
			sizeof(*type->particles)))
			return COMITY_ENOMEM;
		type->particles[type->count++] = base->particles[i];
	}
	return COMITY_OK;
}

/* Walk the model below a node; schemas nest a few levels, depth is bounded
 * by the parser, and groups that refer to themselves by `left`. */
static int
model(struct comity_child_order *order, struct comity_order_type *type,
    xmlNodePtr parent, int left)
{
	xmlNodePtr node, group;
	const char *ref;
	int rc = COMITY_OK;

	if (left == 0)
		return COMITY_OK;
	for (node = comity_node_first(parent); node != NULL && rc == COMITY_OK;
	     node = comity_node_after(node)) {
		ref = local_name(attribute(node, "ref"));
		if (xsd_is(node, "element")) {
			rc = add_particle(order, type, node);
		} else if (xsd_is(node, "attribute")) {
			rc = add_attribute(type, node);
		} else if (xsd_is(node, "group") && ref != NULL) {
			group =
			    xmlHashLookup(order->groups, (const xmlChar *)ref);
			if (group != NULL)
				rc = model(order, type, group, left - 1);
		} else if (xsd_is(node, "attributeGroup") && ref != NULL) {
			group = xmlHashLookup(
			    order->attribute_groups, (const xmlChar *)ref);
			if (group != NULL)
				rc = model(order, type, group, left - 1);
		} else if (xsd_is(node, "extension") ||
			   xsd_is(node, "restriction")) {
			if ((rc = copy_base(order, type, node)) == COMITY_OK)
				rc = model(order, type, node, left - 1);
		} else if (!xsd_is(node, "annotation")) {
			rc = model(order, type, node, left - 1);
		}
	}
	return rc;
}

static int
resolve(struct comity_child_order *order, struct comity_order_type *type)
{
	int rc;

	if (type->ready || type->busy)
		return COMITY_OK;
	type->busy = true;
	rc = model(order, type, type->node, 32);
	type->busy = false;
	type->ready = true;
	return rc;
}

static bool
remember(xmlHashTablePtr table, xmlNodePtr node)
{
	const char *name = attribute(node, "name");

	if (name == NULL || xmlHashLookup(table, (const xmlChar *)name) != NULL)
		return true;
	return xmlHashAddEntry(table, (const xmlChar *)name, node) == 0;
}

static bool
collect(struct comity_child_order *order, xmlNodePtr node)
{
	if (xsd_is(node, "element"))
		return remember(order->elements, node);
	if (xsd_is(node, "complexType"))
		return remember(order->types, node);
	if (xsd_is(node, "group"))
		return remember(order->groups, node);
	if (xsd_is(node, "attributeGroup"))
		return remember(order->attribute_groups, node);
	return true;
}

static int
read_file(struct comity_child_order *order, const struct comity_source *file,
    comity_order_file *more, void *data, struct comity_report *report)
{
	const struct comity_source *next;
	struct comity_doc *doc;
	const char *name;
	xmlNodePtr node;
	size_t i;
	int rc;

	for (i = 0; i < order->doc_count; i++)
		if (strcmp(order->docs[i]->sha256_hex, file->sha256_hex) == 0)
			return COMITY_OK;
	if (order->doc_count == ORDER_FILES_MAX)
		return COMITY_ELIMIT;
	if ((rc = comity_doc_read(file, report, &doc)) != COMITY_OK)
		return rc == COMITY_REFUSED ? COMITY_EPACK : rc;
	order->docs[order->doc_count++] = doc;
	for (node = comity_node_first(comity_doc_root(doc)); node != NULL;
	     node = comity_node_after(node)) {
		if (!collect(order, node))
			return COMITY_ENOMEM;
		if (!xsd_is(node, "include") ||
		    (name = attribute(node, "schemaLocation")) == NULL)
			continue;
		if ((next = more(data, name)) == NULL)
			continue; /* the schema's own loader refuses it */
		rc = read_file(order, next, more, data, report);
		if (rc != COMITY_OK)
			return rc;
	}
	return COMITY_OK;
}

int
comity_child_order_read(const struct comity_source *schema,
    comity_order_file *file, void *data, struct comity_report *report,
    struct comity_child_order **out)
{
	struct comity_child_order *order;
	struct comity_order_type *type;
	xmlNodePtr node;
	size_t i, k;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if ((order = calloc(1, sizeof(*order))) == NULL)
		return COMITY_ENOMEM;
	if ((order->elements = xmlHashCreate(64)) == NULL ||
	    (order->types = xmlHashCreate(64)) == NULL ||
	    (order->groups = xmlHashCreate(16)) == NULL ||
	    (order->attribute_groups = xmlHashCreate(16)) == NULL)
		goto out;
	if ((rc = read_file(order, schema, file, data, report)) != COMITY_OK)
		goto out;
	for (k = 0; k < order->doc_count; k++)
		for (node = comity_node_first(comity_doc_root(order->docs[k]));
		     node != NULL; node = comity_node_after(node))
			if (xsd_is(node, "element") &&
			    (rc = element_type(order, node, &type)) !=
				COMITY_OK)
				goto out;
	/* all_count grows while types are met; it ends with the schema. */
	for (i = 0; i < order->all_count; i++)
		if ((rc = resolve(order, order->all[i])) != COMITY_OK)
			goto out;
	*out = order;
	order = NULL;
	rc = COMITY_OK;
out:
	comity_child_order_free(order);
	return rc;
}

void
comity_child_order_free(struct comity_child_order *order)
{
	size_t i;

	if (order == NULL)
		return;
	for (i = 0; i < order->all_count; i++) {
		free(order->all[i]->particles);
		free(order->all[i]->attributes);
		free(order->all[i]);
	}
	free(order->all);
	xmlHashFree(order->elements, NULL);
	xmlHashFree(order->types, NULL);
	xmlHashFree(order->groups, NULL);
	xmlHashFree(order->attribute_groups, NULL);
	for (i = 0; i < order->doc_count; i++)
		comity_doc_free(order->docs[i]);
	free(order);
}

const struct comity_order_type *
comity_child_order_root(
    const struct comity_child_order *order, const char *name)
{
	xmlNodePtr node = xmlHashLookup(order->elements, (const xmlChar *)name),
		   complex;
	const char *type =
	    node == NULL ? NULL : local_name(attribute(node, "type"));
	size_t i;

	if (node == NULL)
		return NULL;
	complex = type == NULL
		      ? comity_node_child(node, NS_XSD, "complexType")
		      : xmlHashLookup(order->types, (const xmlChar *)type);
	for (i = 0; i < order->all_count; i++)
		if (complex != NULL && order->all[i]->node == complex)
			return order->all[i];
	return NULL;
}

int
comity_child_order_index(const struct comity_child_order *order,
    const struct comity_order_type *type, const char *name)
{
	size_t i;

	(void)order;
	for (i = 0; type != NULL && i < type->count; i++)
		if (strcmp(type->particles[i].name, name) == 0)
			return (int)i;
	return -1;
}

const struct comity_order_type *
comity_child_order_type(const struct comity_child_order *order,
    const struct comity_order_type *type, const char *name)
{
	int i = comity_child_order_index(order, type, name);

	return i < 0 ? NULL : type->particles[i].type;
}

bool
comity_child_order_attribute(const struct comity_child_order *order,
    const struct comity_order_type *type, const char *name)
{
	size_t i;

	(void)order;
	for (i = 0; type != NULL && i < type->attribute_count; i++)
		if (strcmp(type->attributes[i], name) == 0)
			return true;
	return false;
}
