/* SPDX-License-Identifier: Apache-2.0 */
/* schema model: small steps over an XSD, and its simple types. */
#include "schema-model.h"

#include <stdlib.h>
#include <string.h>

void *
comity_model_make(struct comity_model_reader *r, size_t size)
{
	struct comity_schema_model *model = r->model;
	void *block = NULL, *bigger;
	size_t room;

	if (model->block_count == model->block_room) {
		room = model->block_room * 2 + 256;
		bigger = reallocarray(model->blocks, room, sizeof(void *));
		if (bigger == NULL) {
			r->rc = COMITY_ENOMEM;
			return NULL;
		}
		model->blocks = bigger;
		model->block_room = room;
	}
	if ((block = calloc(1, size)) == NULL)
		r->rc = COMITY_ENOMEM;
	else
		model->blocks[model->block_count++] = block;
	return block;
}

/* An array with one more; arrays of schemas are short. NULL no memory. */
void *
comity_model_more(
    struct comity_model_reader *r, const void *array, size_t count, size_t size)
{
	void *bigger = comity_model_make(r, (count + 1) * size);

	if (bigger != NULL && count > 0)
		memcpy(bigger, array, count * size);
	return bigger;
}

void
comity_model_bad(
    struct comity_model_reader *r, const xmlNode *node, const char *found)
{
	const xmlNode *top = node;
	struct comity_doc *doc = NULL;
	size_t i;

	while (top->parent != NULL)
		top = top->parent;
	for (i = 0; i < r->model->doc_count; i++)
		if ((const xmlNode *)r->model->docs[i]->xml == top)
			doc = r->model->docs[i];
	r->rc = COMITY_EPACK;
	if (doc != NULL &&
	    comity_doc_find(doc, node, r->report, COMITY_F_SCHEMA_SUBSET, found,
		NULL) == COMITY_ENOMEM)
		r->rc = COMITY_ENOMEM;
}

/* The value of an attribute without a copy; the tree keeps it. */
const char *
comity_model_attribute(const xmlNode *node, const char *name)
{
	xmlAttrPtr attr = xmlHasProp(node, (const xmlChar *)name);

	if (attr == NULL)
		return NULL;
	return attr->children == NULL ? ""
				      : (const char *)attr->children->content;
}

const char *
comity_model_local(const char *qname)
{
	const char *colon = strchr(qname, ':');

	return colon == NULL ? qname : colon + 1;
}

bool
comity_model_is(const xmlNode *node, const char *name)
{
	return comity_node_is(node, COMITY_NS_XSD, name);
}

/* Whether a qualified name is of XSD itself. */
bool
comity_model_is_builtin(
    struct comity_model_reader *r, xmlNodePtr node, const char *qname)
{
	const char *colon = strchr(qname, ':');
	xmlChar *prefix = NULL;
	xmlNsPtr ns;

	if (colon != NULL) {
		prefix =
		    xmlStrndup((const xmlChar *)qname, (int)(colon - qname));
		if (prefix == NULL) {
			r->rc = COMITY_ENOMEM;
			return false;
		}
	}
	ns = xmlSearchNs(node->doc, node, prefix);
	xmlFree(prefix);
	return ns != NULL && strcmp((const char *)ns->href, COMITY_NS_XSD) == 0;
}

xmlNodePtr
comity_model_named(struct comity_model_reader *r, int kind, const xmlNode *node,
    const char *qname)
{
	const char *colon = strchr(qname, ':');
	xmlChar *prefix = colon == NULL ? NULL
					: xmlStrndup((const xmlChar *)qname,
					      (int)(colon - qname));
	xmlNsPtr ns = xmlSearchNs(node->doc, (xmlNodePtr)node, prefix);
	const xmlChar *name = (const xmlChar *)comity_model_local(qname);
	xmlNodePtr found;

	found = xmlHashLookup2(
	    r->model->named[kind], name, ns == NULL ? NULL : ns->href);
	/* a part without a namespace takes that of who includes it */
	if (found == NULL && ns == NULL)
		found = xmlHashLookup2(r->model->named[kind], name,
		    (const xmlChar *)comity_model_target(r->model, node));
	xmlFree(prefix);
	if (found == NULL)
		comity_model_bad(r, node, qname);
	return found;
}

const char *
comity_model_target(
    const struct comity_schema_model *model, const xmlNode *node)
{
	const char *own = comity_model_attribute(
	    xmlDocGetRootElement(node->doc), "targetNamespace");

	return own != NULL || model->doc_count == 0
		   ? own
		   : comity_model_attribute(
			 comity_doc_root(model->docs[0]), "targetNamespace");
}

void *
comity_model_find_met(const struct comity_model_reader *r, const xmlNode *node)
{
	size_t i;

	for (i = 0; i < r->model->met_count; i++)
		if (r->model->met[i].node == node)
			return r->model->met[i].made;
	return NULL;
}

void
comity_model_add_met(
    struct comity_model_reader *r, const xmlNode *node, void *made)
{
	struct comity_schema_model *model = r->model;
	size_t room;
	void *bigger;

	if (model->met_count == model->met_room) {
		room = model->met_room * 2 + 64;
		bigger = reallocarray(model->met, room, sizeof(*model->met));
		if (bigger == NULL) {
			r->rc = COMITY_ENOMEM;
			return;
		}
		model->met = bigger;
		model->met_room = room;
	}
	model->met[model->met_count].node = node;
	model->met[model->met_count++].made = made;
}

size_t
comity_model_number(const char *text, size_t otherwise)
{
	if (text == NULL)
		return otherwise;
	if (strcmp(text, "unbounded") == 0)
		return COMITY_UNBOUNDED;
	return (size_t)strtoul(text, NULL, 10);
}

static void
add_string(struct comity_model_reader *r, const char ***array, size_t *count,
    const char *value)
{
	const char **bigger =
	    comity_model_more(r, *array, *count, sizeof(*bigger));

	if (bigger == NULL)
		return;
	bigger[(*count)++] = value == NULL ? "" : value;
	*array = bigger;
}

/* minInclusive and its kin; the text belongs to the tree. */
static bool
bound_read(
    struct comity_schema_simple *type, const xmlNode *node, const char *value)
{
	const char *name = (const char *)node->name;

	if (strcmp(name, "minInclusive") == 0 ||
	    strcmp(name, "minExclusive") == 0) {
		type->least = value;
		type->least_open = name[3] == 'E';
		return true;
	}
	if (strcmp(name, "maxInclusive") == 0 ||
	    strcmp(name, "maxExclusive") == 0) {
		type->most = value;
		type->most_open = name[3] == 'E';
		return true;
	}
	return false;
}

/* Facets that name no values, and what read_attributes reads. */
static bool
is_passed_over(const xmlNode *node)
{
	static const char *const names[] = { "attribute", "attributeGroup",
		"anyAttribute", "annotation", "whiteSpace", "totalDigits",
		"fractionDigits" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (comity_model_is(node, names[i]))
			return true;
	return false;
}

void
comity_model_facets(struct comity_model_reader *r,
    struct comity_schema_simple *type, xmlNodePtr restriction)
{
	xmlNodePtr node;
	const char *value;

	for (node = comity_node_first(restriction);
	     node != NULL && r->rc == COMITY_OK;
	     node = comity_node_after(node)) {
		value = comity_model_attribute(node, "value");
		if (comity_model_is(node, "enumeration"))
			add_string(r, &type->values, &type->value_count, value);
		else if (comity_model_is(node, "pattern"))
			add_string(
			    r, &type->patterns, &type->pattern_count, value);
		else if (comity_model_is(node, "minLength"))
			type->length_min = comity_model_number(value, 0);
		else if (comity_model_is(node, "maxLength"))
			type->length_max =
			    comity_model_number(value, COMITY_UNBOUNDED);
		else if (comity_model_is(node, "length"))
			type->length_min = type->length_max =
			    comity_model_number(value, 0);
		else if (comity_model_is(node, "simpleType"))
			type->base = comity_model_simple(r, node);
		else if (!bound_read(type, node, value) &&
			 !is_passed_over(node))
			comity_model_bad(r, node, (const char *)node->name);
	}
}

static void
add_member(struct comity_model_reader *r, struct comity_schema_simple *type,
    const struct comity_schema_simple *member)
{
	const struct comity_schema_simple **bigger = comity_model_more(
	    r, type->members, type->member_count, sizeof(*bigger));

	if (bigger == NULL || member == NULL)
		return;
	bigger[type->member_count++] = member;
	type->members = bigger;
}

static void
read_members(struct comity_model_reader *r, struct comity_schema_simple *type,
    xmlNodePtr node, const char *names)
{
	xmlNodePtr child;
	char *copy = strdup(names == NULL ? "" : names), *at = copy, *name;

	if (copy == NULL)
		r->rc = COMITY_ENOMEM;
	while (r->rc == COMITY_OK && (name = strsep(&at, " \t\r\n")) != NULL)
		if (*name != '\0')
			add_member(
			    r, type, comity_model_simple_of(r, node, name));
	free(copy);
	for (child = comity_node_child(node, COMITY_NS_XSD, "simpleType");
	     child != NULL && r->rc == COMITY_OK;
	     child = comity_node_next(child, COMITY_NS_XSD, "simpleType"))
		add_member(r, type, comity_model_simple(r, child));
}

const struct comity_schema_simple *
comity_model_simple(struct comity_model_reader *r, xmlNodePtr node)
{
	struct comity_schema_simple *type = comity_model_find_met(r, node);
	xmlNodePtr child;
	const char *base;

	if (type != NULL)
		return type;
	if (r->depth == COMITY_MODEL_DEPTH_MAX ||
	    (type = comity_model_make(r, sizeof(*type))) == NULL) {
		comity_model_bad(r, node, "depth");
		return NULL;
	}
	type->length_max = COMITY_UNBOUNDED;
	type->declared = node;
	comity_model_add_met(r, node, type);
	r->depth++;
	child = comity_node_child(node, COMITY_NS_XSD, "restriction");
	if (child != NULL) {
		base = comity_model_attribute(child, "base");
		if (base != NULL)
			type->base = comity_model_simple_of(r, child, base);
		comity_model_facets(r, type, child);
	} else if ((child = comity_node_child(node, COMITY_NS_XSD, "union")) !=
		   NULL) {
		read_members(r, type, child,
		    comity_model_attribute(child, "memberTypes"));
	} else if ((child = comity_node_child(node, COMITY_NS_XSD, "list")) !=
		   NULL) {
		type->is_list = true;
		read_members(
		    r, type, child, comity_model_attribute(child, "itemType"));
	} else {
		comity_model_bad(r, node, "simpleType");
	}
	r->depth--;
	return type;
}

/* A simple type by its name; NULL and a finding: it is none. */
const struct comity_schema_simple *
comity_model_simple_of(
    struct comity_model_reader *r, xmlNodePtr node, const char *qname)
{
	struct comity_schema_simple *type;
	const char *name;
	char *copy;
	xmlNodePtr found;

	if (comity_model_is_builtin(r, node, qname)) {
		name = comity_model_local(qname);
		type = comity_model_make(r, sizeof(*type));
		copy = comity_model_make(r, strlen(name) + 1);
		if (type == NULL || copy == NULL)
			return NULL;
		memcpy(copy, name, strlen(name) + 1);
		type->builtin = copy;
		type->length_max = COMITY_UNBOUNDED;
		return type;
	}
	if (r->rc != COMITY_OK ||
	    (found = comity_model_named(r, COMITY_MODEL_TYPES, node, qname)) ==
		NULL)
		return NULL;
	if (comity_model_is(found, "simpleType"))
		return comity_model_simple(r, found);
	comity_model_bad(r, node, qname);
	return NULL;
}
