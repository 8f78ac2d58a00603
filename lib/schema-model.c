/* SPDX-License-Identifier: Apache-2.0 */
/* schema model: read the content model out of a pack's XSD. */
#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "schema-leaf.h"

#define NS_XSD "http://www.w3.org/2001/XMLSchema"
#define MODEL_FILES_MAX 64 /* a pack has a handful */
#define MODEL_DEPTH_MAX 100 /* groups and types in one another */

enum { ELEMENTS, TYPES, GROUPS, ATTRIBUTE_GROUPS, ATTRIBUTES, KINDS };

/* A type that was met, by its node, so that a type may hold itself. */
struct met {
	const xmlNode *node;
	void *made;
};

struct comity_schema_model {
	struct comity_doc *docs[MODEL_FILES_MAX];
	size_t doc_count;
	xmlHashTablePtr named[KINDS];
	struct met *met;
	size_t met_count, met_room;
	void **blocks; /* every other allocation */
	size_t block_count, block_room;
	struct comity_schema_element **roots;
	size_t root_count;
};

struct reading {
	struct comity_schema_model *model;
	const struct comity_edition *edition;
	struct comity_report *report;
	size_t depth;
	int rc;
};

static void *
make(struct reading *r, size_t size)
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
static void *
one_more(struct reading *r, const void *array, size_t count, size_t size)
{
	void *bigger = make(r, (count + 1) * size);

	if (bigger != NULL && count > 0)
		memcpy(bigger, array, count * size);
	return bigger;
}

static void
bad(struct reading *r, const xmlNode *node, const char *found)
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
	    comity_doc_find(doc, node, r->report, COMITY_F_SCHEMA_SUBSET,
		found, NULL) == COMITY_ENOMEM)
		r->rc = COMITY_ENOMEM;
}

/* The value of an attribute without a copy; the tree keeps it. */
static const char *
attribute(const xmlNode *node, const char *name)
{
	xmlAttrPtr attr = xmlHasProp(node, (const xmlChar *)name);

	if (attr == NULL)
		return NULL;
	return attr->children == NULL ? "" :
					(const char *)attr->children->content;
}

static const char *
local_name(const char *qname)
{
	const char *colon = strchr(qname, ':');

	return colon == NULL ? qname : colon + 1;
}

static bool
is(const xmlNode *node, const char *name)
{
	return comity_node_is(node, NS_XSD, name);
}

/* Whether a qualified name is of XSD itself. */
static bool
is_builtin(struct reading *r, xmlNodePtr node, const char *qname)
{
	const char *colon = strchr(qname, ':');
	xmlChar *prefix = NULL;
	xmlNsPtr ns;

	if (colon != NULL) {
		prefix = xmlStrndup(
		    (const xmlChar *)qname, (int)(colon - qname));
		if (prefix == NULL) {
			r->rc = COMITY_ENOMEM;
			return false;
		}
	}
	ns = xmlSearchNs(node->doc, node, prefix);
	xmlFree(prefix);
	return ns != NULL && strcmp((const char *)ns->href, NS_XSD) == 0;
}

static xmlNodePtr
named(struct reading *r, int kind, const xmlNode *node, const char *qname)
{
	xmlNodePtr found = xmlHashLookup(
	    r->model->named[kind], (const xmlChar *)local_name(qname));

	if (found == NULL)
		bad(r, node, qname);
	return found;
}

static void *
find_met(const struct reading *r, const xmlNode *node)
{
	size_t i;

	for (i = 0; i < r->model->met_count; i++)
		if (r->model->met[i].node == node)
			return r->model->met[i].made;
	return NULL;
}

static void
add_met(struct reading *r, const xmlNode *node, void *made)
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

static size_t
number(const char *text, size_t otherwise)
{
	if (text == NULL)
		return otherwise;
	if (strcmp(text, "unbounded") == 0)
		return COMITY_UNBOUNDED;
	return (size_t)strtoul(text, NULL, 10);
}

static const struct comity_schema_simple *simple_of(struct reading *r,
    xmlNodePtr node, const char *qname);
static const struct comity_schema_simple *read_simple(struct reading *r,
    xmlNodePtr node);

static void
add_string(struct reading *r, const char ***array, size_t *count,
    const char *value)
{
	const char **bigger =
	    one_more(r, *array, *count, sizeof(*bigger));

	if (bigger == NULL)
		return;
	bigger[(*count)++] = value == NULL ? "" : value;
	*array = bigger;
}

static void
read_facets(struct reading *r, struct comity_schema_simple *type,
    xmlNodePtr restriction)
{
	xmlNodePtr node;
	const char *value;

	for (node = comity_node_first(restriction);
	     node != NULL && r->rc == COMITY_OK;
	     node = comity_node_after(node)) {
		value = attribute(node, "value");
		if (is(node, "enumeration"))
			add_string(r, &type->values, &type->value_count, value);
		else if (is(node, "pattern"))
			add_string(
			    r, &type->patterns, &type->pattern_count, value);
		else if (is(node, "minLength"))
			type->length_min = number(value, 0);
		else if (is(node, "maxLength"))
			type->length_max = number(value, COMITY_UNBOUNDED);
		else if (is(node, "length"))
			type->length_min = type->length_max = number(value, 0);
		else if (is(node, "simpleType"))
			type->base = read_simple(r, node);
		else if (!is(node, "attribute") &&
		    !is(node, "attributeGroup") && !is(node, "annotation"))
			bad(r, node, (const char *)node->name);
	}
}

static void
add_member(struct reading *r, struct comity_schema_simple *type,
    const struct comity_schema_simple *member)
{
	const struct comity_schema_simple **bigger = one_more(
	    r, type->members, type->member_count, sizeof(*bigger));

	if (bigger == NULL || member == NULL)
		return;
	bigger[type->member_count++] = member;
	type->members = bigger;
}

static void
read_members(struct reading *r, struct comity_schema_simple *type,
    xmlNodePtr node, const char *names)
{
	xmlNodePtr child;
	char *copy = strdup(names == NULL ? "" : names), *at = copy, *name;

	if (copy == NULL)
		r->rc = COMITY_ENOMEM;
	while (r->rc == COMITY_OK && (name = strsep(&at, " \t\r\n")) != NULL)
		if (*name != '\0')
			add_member(r, type, simple_of(r, node, name));
	free(copy);
	for (child = comity_node_child(node, NS_XSD, "simpleType");
	     child != NULL && r->rc == COMITY_OK;
	     child = comity_node_next(child, NS_XSD, "simpleType"))
		add_member(r, type, read_simple(r, child));
}

static const struct comity_schema_simple *
read_simple(struct reading *r, xmlNodePtr node)
{
	struct comity_schema_simple *type = find_met(r, node);
	xmlNodePtr child;
	const char *base;

	if (type != NULL)
		return type;
	if (r->depth == MODEL_DEPTH_MAX ||
	    (type = make(r, sizeof(*type))) == NULL) {
		bad(r, node, "depth");
		return NULL;
	}
	type->length_max = COMITY_UNBOUNDED;
	add_met(r, node, type);
	r->depth++;
	child = comity_node_child(node, NS_XSD, "restriction");
	if (child != NULL) {
		base = attribute(child, "base");
		if (base != NULL)
			type->base = simple_of(r, child, base);
		read_facets(r, type, child);
	} else if ((child = comity_node_child(node, NS_XSD, "union")) != NULL) {
		read_members(r, type, child, attribute(child, "memberTypes"));
	} else if ((child = comity_node_child(node, NS_XSD, "list")) != NULL) {
		type->is_list = true;
		read_members(r, type, child, attribute(child, "itemType"));
	} else {
		bad(r, node, "simpleType");
	}
	r->depth--;
	return type;
}

/* A simple type by its name; NULL and a finding: it is none. */
static const struct comity_schema_simple *
simple_of(struct reading *r, xmlNodePtr node, const char *qname)
{
	struct comity_schema_simple *type;
	xmlNodePtr found;

	if (is_builtin(r, node, qname)) {
		if ((type = make(r, sizeof(*type))) == NULL)
			return NULL;
		type->builtin = local_name(qname);
		type->length_max = COMITY_UNBOUNDED;
		return type;
	}
	if (r->rc != COMITY_OK ||
	    (found = named(r, TYPES, node, qname)) == NULL)
		return NULL;
	if (is(found, "simpleType"))
		return read_simple(r, found);
	bad(r, node, qname);
	return NULL;
}

static const struct comity_schema_type *read_complex(struct reading *r,
    xmlNodePtr node);

static void
add_attribute(struct reading *r, struct comity_schema_type *type,
    xmlNodePtr node)
{
	struct comity_schema_attribute own = { 0 }, *bigger;
	const char *use = attribute(node, "use"), *ref = attribute(node, "ref");
	const char *of;
	xmlNodePtr inner;
	size_t i;

	own.required = use != NULL && strcmp(use, "required") == 0;
	if (ref != NULL) {
		if (strcmp(local_name(ref), ref) != 0)
			own.ns = (const char *)XML_XML_NAMESPACE;
		node = named(r, ATTRIBUTES, node, ref);
	}
	if (node == NULL || (own.name = attribute(node, "name")) == NULL)
		return;
	of = attribute(node, "type");
	inner = comity_node_child(node, NS_XSD, "simpleType");
	if (of != NULL)
		own.type = simple_of(r, node, of);
	else if (inner != NULL)
		own.type = read_simple(r, inner);
	else
		bad(r, node, own.name);
	for (i = 0; i < type->attribute_count; i++)
		if (strcmp(type->attributes[i].name, own.name) == 0 &&
		    (type->attributes[i].ns == NULL) == (own.ns == NULL)) {
			type->attributes[i] = own; /* restricted anew */
			return;
		}
	bigger = one_more(
	    r, type->attributes, type->attribute_count, sizeof(*bigger));
	if (bigger == NULL)
		return;
	bigger[type->attribute_count++] = own;
	type->attributes = bigger;
}

static void
read_attributes(struct reading *r, struct comity_schema_type *type,
    xmlNodePtr parent)
{
	xmlNodePtr node, group;

	for (node = comity_node_first(parent);
	     node != NULL && r->rc == COMITY_OK;
	     node = comity_node_after(node)) {
		if (is(node, "attribute")) {
			add_attribute(r, type, node);
		} else if (is(node, "attributeGroup") &&
		    r->depth < MODEL_DEPTH_MAX) {
			r->depth++;
			group = named(r, ATTRIBUTE_GROUPS, node,
			    attribute(node, "ref") == NULL ?
				"" :
				attribute(node, "ref"));
			if (group != NULL)
				read_attributes(r, type, group);
			r->depth--;
		}
	}
}

static struct comity_schema_particle *
add_particle(struct reading *r, struct comity_schema_particle *up,
    enum comity_particle_kind kind, const xmlNode *bounds)
{
	struct comity_schema_particle *particle = make(r, sizeof(*particle));
	struct comity_schema_particle **bigger;

	if (particle == NULL)
		return NULL;
	particle->kind = kind;
	particle->min = particle->max = 1;
	if (bounds != NULL) {
		particle->min = number(attribute(bounds, "minOccurs"), 1);
		particle->max = number(attribute(bounds, "maxOccurs"), 1);
	}
	particle->up = up;
	if (up == NULL)
		return particle;
	particle->at = up->count;
	bigger = one_more(r, up->kids, up->count, sizeof(*bigger));
	if (bigger == NULL)
		return NULL;
	bigger[up->count++] = particle;
	up->kids = bigger;
	return particle;
}

static bool
is_qualified(const xmlNode *node)
{
	const xmlNode *root = xmlDocGetRootElement(node->doc);
	const char *form = attribute(root, "elementFormDefault");

	return node->parent == root ||
	    (form != NULL && strcmp(form, "qualified") == 0);
}

static struct comity_schema_element *
read_element(struct reading *r, xmlNodePtr node)
{
	struct comity_schema_element *element = find_met(r, node);
	struct comity_schema_type *type;
	const char *of = attribute(node, "type"), *nil;
	xmlNodePtr inner, found = NULL;

	if (element != NULL)
		return element;
	if ((element = make(r, sizeof(*element))) == NULL)
		return NULL;
	add_met(r, node, element);
	element->name = attribute(node, "name");
	if (is_qualified(node))
		element->ns = attribute(
		    xmlDocGetRootElement(node->doc), "targetNamespace");
	nil = attribute(node, "nillable");
	element->nillable = nil != NULL && strcmp(nil, "true") == 0;
	inner = comity_node_child(node, NS_XSD, "complexType");
	if (of != NULL && !is_builtin(r, node, of))
		found = named(r, TYPES, node, of);
	if (inner == NULL && found != NULL && is(found, "complexType"))
		inner = found;
	if (inner != NULL) {
		element->type = read_complex(r, inner);
		return element;
	}
	if ((type = make(r, sizeof(*type))) == NULL)
		return NULL;
	element->type = type;
	inner = comity_node_child(node, NS_XSD, "simpleType");
	if (of != NULL)
		type->text = simple_of(r, node, of);
	else if (inner != NULL)
		type->text = read_simple(r, inner);
	else
		bad(r, node, element->name);
	return element;
}

static void read_particles(struct reading *r,
    struct comity_schema_particle *up, xmlNodePtr parent);

static void
read_particle(struct reading *r, struct comity_schema_particle *up,
    xmlNodePtr node)
{
	struct comity_schema_particle *own;
	const char *ref = attribute(node, "ref");
	xmlNodePtr group;

	if (is(node, "element")) {
		own = add_particle(r, up, COMITY_PARTICLE_ELEMENT, node);
		group = ref == NULL ? node : named(r, ELEMENTS, node, ref);
		if (own != NULL && group != NULL)
			own->element = read_element(r, group);
	} else if (is(node, "group")) {
		own = add_particle(r, up, COMITY_PARTICLE_SEQUENCE, node);
		group = named(r, GROUPS, node, ref == NULL ? "" : ref);
		if (own != NULL && group != NULL)
			read_particles(r, own, group);
	} else if (is(node, "sequence") || is(node, "choice") ||
	    is(node, "all")) {
		own = add_particle(r, up,
		    is(node, "choice") ? COMITY_PARTICLE_CHOICE :
			is(node, "all") ? COMITY_PARTICLE_ALL :
					  COMITY_PARTICLE_SEQUENCE,
		    node);
		if (own != NULL)
			read_particles(r, own, node);
	}
}

static void
read_particles(struct reading *r, struct comity_schema_particle *up,
    xmlNodePtr parent)
{
	xmlNodePtr node;

	if (r->depth == MODEL_DEPTH_MAX) {
		bad(r, parent, "depth");
		return;
	}
	r->depth++;
	for (node = comity_node_first(parent);
	     node != NULL && r->rc == COMITY_OK;
	     node = comity_node_after(node))
		read_particle(r, up, node);
	r->depth--;
}

static void
read_content(struct reading *r, struct comity_schema_type *type,
    xmlNodePtr parent)
{
	if (type->content == NULL)
		type->content =
		    add_particle(r, NULL, COMITY_PARTICLE_SEQUENCE, NULL);
	if (type->content != NULL)
		read_particles(r, type->content, parent);
	if (type->content != NULL && type->content->count == 0)
		type->content = NULL;
}

/* What an extension adds to, or a restriction of a text keeps. */
static void
read_base(struct reading *r, struct comity_schema_type *type,
    xmlNodePtr derivation)
{
	const char *base = attribute(derivation, "base");
	const struct comity_schema_type *of;
	xmlNodePtr found = NULL;

	if (base != NULL && !is_builtin(r, derivation, base))
		found = named(r, TYPES, derivation, base);
	if (base == NULL || r->rc != COMITY_OK)
		return;
	if (found == NULL || is(found, "simpleType")) {
		if (!is(derivation, "restriction"))
			type->text = simple_of(r, derivation, base);
		return;
	}
	if ((of = read_complex(r, found)) == NULL)
		return;
	type->text = of->text;
	type->attribute_count = of->attribute_count;
	type->attributes = make(
	    r, (of->attribute_count + 1) * sizeof(*type->attributes));
	if (type->attributes != NULL && of->attribute_count > 0)
		memcpy(type->attributes, of->attributes,
		    of->attribute_count * sizeof(*type->attributes));
	/* The base's content is read anew: particles know their parents. */
	if (is(derivation, "extension") && of->text == NULL) {
		xmlNodePtr content = comity_node_child(
		    found, NS_XSD, "complexContent");

		if (content != NULL)
			bad(r, derivation, base);
		else
			read_content(r, type, found);
	}
}

static void
read_derivation(struct reading *r, struct comity_schema_type *type,
    xmlNodePtr content)
{
	xmlNodePtr node = comity_node_child(content, NS_XSD, "extension");
	struct comity_schema_simple *text;

	if (node == NULL)
		node = comity_node_child(content, NS_XSD, "restriction");
	if (node == NULL) {
		bad(r, content, (const char *)content->name);
		return;
	}
	read_base(r, type, node);
	read_attributes(r, type, node);
	if (is(content, "complexContent")) {
		read_content(r, type, node);
	} else if (is(node, "restriction") && type->text != NULL &&
	    (text = make(r, sizeof(*text))) != NULL) {
		text->base = type->text;
		text->length_max = COMITY_UNBOUNDED;
		read_facets(r, text, node);
		type->text = text;
	}
}

static const struct comity_schema_type *
read_complex(struct reading *r, xmlNodePtr node)
{
	struct comity_schema_type *type = find_met(r, node);
	xmlNodePtr content;

	if (type != NULL)
		return type;
	if (r->depth == MODEL_DEPTH_MAX) {
		bad(r, node, "depth");
		return NULL;
	}
	if ((type = make(r, sizeof(*type))) == NULL)
		return NULL;
	add_met(r, node, type);
	r->depth++;
	content = comity_node_child(node, NS_XSD, "simpleContent");
	if (content == NULL)
		content = comity_node_child(node, NS_XSD, "complexContent");
	if (content != NULL) {
		read_derivation(r, type, content);
	} else {
		read_attributes(r, type, node);
		read_content(r, type, node);
	}
	r->depth--;
	return type;
}

static bool
collect(struct comity_schema_model *model, xmlNodePtr node)
{
	static const struct {
		const char *name;
		int kind;
	} kinds[] = { { "element", ELEMENTS }, { "complexType", TYPES },
		{ "simpleType", TYPES }, { "group", GROUPS },
		{ "attributeGroup", ATTRIBUTE_GROUPS },
		{ "attribute", ATTRIBUTES } };
	const char *name = attribute(node, "name");
	size_t i;

	for (i = 0; name != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (is(node, kinds[i].name) &&
		    xmlHashAddEntry(model->named[kinds[i].kind],
			(const xmlChar *)name, node) != 0 &&
		    xmlHashLookup(model->named[kinds[i].kind],
			(const xmlChar *)name) == NULL)
			return false;
	return true;
}

static void
read_file(struct reading *r, const char *name)
{
	struct comity_schema_model *model = r->model;
	const struct comity_source *source =
	    comity_edition_file(r->edition, name);
	struct comity_doc *doc;
	xmlNodePtr node;
	size_t i;

	for (i = 0; source != NULL && i < model->doc_count; i++)
		if (strcmp(model->docs[i]->name, source->name) == 0)
			return;
	if (source == NULL || model->doc_count == MODEL_FILES_MAX)
		return; /* the schema's own loader refuses it */
	r->rc = comity_doc_read(source, r->report, &doc);
	if (r->rc != COMITY_OK)
		return;
	model->docs[model->doc_count++] = doc;
	for (node = comity_node_first(comity_doc_root(doc));
	     node != NULL && r->rc == COMITY_OK;
	     node = comity_node_after(node)) {
		if (!collect(model, node))
			r->rc = COMITY_ENOMEM;
		if ((is(node, "include") || is(node, "import")) &&
		    attribute(node, "schemaLocation") != NULL)
			read_file(r, attribute(node, "schemaLocation"));
	}
}

static void
read_roots(struct reading *r)
{
	struct comity_schema_model *model = r->model;
	struct comity_schema_element **bigger;
	xmlNodePtr node;

	if (model->doc_count == 0)
		return;
	for (node = comity_node_child(comity_doc_root(model->docs[0]), NS_XSD,
		 "element");
	     node != NULL && r->rc == COMITY_OK;
	     node = comity_node_next(node, NS_XSD, "element")) {
		bigger = one_more(
		    r, model->roots, model->root_count, sizeof(*bigger));
		if (bigger == NULL)
			return;
		model->roots = bigger;
		bigger[model->root_count] = read_element(r, node);
		if (bigger[model->root_count] != NULL)
			model->root_count++;
	}
}

int
comity_schema_model_read(const struct comity_edition *edition,
    struct comity_report *report, struct comity_schema_model **out)
{
	struct comity_schema_model *model = calloc(1, sizeof(*model));
	struct reading r = { model, edition, report, 0, COMITY_OK };
	size_t i;

	*out = NULL;
	if (model == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < KINDS; i++)
		if ((model->named[i] = xmlHashCreate(64)) == NULL)
			r.rc = COMITY_ENOMEM;
	if (r.rc == COMITY_OK)
		read_file(&r, "document.xsd");
	if (r.rc == COMITY_OK)
		read_roots(&r);
	if (r.rc != COMITY_OK) {
		comity_schema_model_free(model);
		return r.rc == COMITY_REFUSED ? COMITY_EPACK : r.rc;
	}
	*out = model;
	return COMITY_OK;
}

void
comity_schema_model_free(struct comity_schema_model *model)
{
	size_t i;

	if (model == NULL)
		return;
	for (i = 0; i < model->block_count; i++)
		free(model->blocks[i]);
	free(model->blocks);
	free(model->met);
	for (i = 0; i < KINDS; i++)
		xmlHashFree(model->named[i], NULL);
	for (i = 0; i < model->doc_count; i++)
		comity_doc_free(model->docs[i]);
	free(model);
}

const struct comity_schema_element *
comity_schema_model_root(const struct comity_schema_model *model,
    const char *name)
{
	size_t i;

	for (i = 0; i < model->root_count; i++)
		if (strcmp(model->roots[i]->name, name) == 0)
			return model->roots[i];
	return NULL;
}
