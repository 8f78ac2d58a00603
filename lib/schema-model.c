/* SPDX-License-Identifier: Apache-2.0 */
/* schema model: read the content model out of a pack's XSD. */
#include "schema-model.h"

#include <stdlib.h>
#include <string.h>

static const struct comity_schema_type *read_complex(
    struct comity_model_reader *r, xmlNodePtr node);

static void
add_attribute(struct comity_model_reader *r, struct comity_schema_type *type,
    xmlNodePtr node)
{
	struct comity_schema_attribute own = { 0 }, *bigger;
	const char *use = comity_model_attribute(node, "use"),
		   *ref = comity_model_attribute(node, "ref");
	const char *of;
	xmlNodePtr inner;
	size_t i;

	own.required = use != NULL && strcmp(use, "required") == 0;
	if (ref != NULL) {
		if (strcmp(comity_model_local(ref), ref) != 0)
			own.ns = (const char *)XML_XML_NAMESPACE;
		node =
		    comity_model_named(r, COMITY_MODEL_ATTRIBUTES, node, ref);
	}
	if (node == NULL ||
	    (own.name = comity_model_attribute(node, "name")) == NULL)
		return;
	own.declared = node;
	of = comity_model_attribute(node, "type");
	inner = comity_node_child(node, COMITY_NS_XSD, "simpleType");
	if (of != NULL)
		own.type = comity_model_simple_of(r, node, of);
	else if (inner != NULL)
		own.type = comity_model_simple(r, inner);
	else
		comity_model_bad(r, node, own.name);
	for (i = 0; i < type->attribute_count; i++)
		if (strcmp(type->attributes[i].name, own.name) == 0 &&
		    (type->attributes[i].ns == NULL) == (own.ns == NULL)) {
			type->attributes[i] = own; /* restricted anew */
			return;
		}
	bigger = comity_model_more(
	    r, type->attributes, type->attribute_count, sizeof(*bigger));
	if (bigger == NULL)
		return;
	bigger[type->attribute_count++] = own;
	type->attributes = bigger;
}

static void
read_attributes(struct comity_model_reader *r, struct comity_schema_type *type,
    xmlNodePtr parent)
{
	xmlNodePtr node, group;

	for (node = comity_node_first(parent);
	     node != NULL && r->rc == COMITY_OK;
	     node = comity_node_after(node)) {
		if (comity_model_is(node, "attribute")) {
			add_attribute(r, type, node);
		} else if (comity_model_is(node, "attributeGroup") &&
			   r->depth < COMITY_MODEL_DEPTH_MAX) {
			r->depth++;
			group = comity_model_named(r,
			    COMITY_MODEL_ATTRIBUTE_GROUPS, node,
			    comity_model_attribute(node, "ref") == NULL
				? ""
				: comity_model_attribute(node, "ref"));
			if (group != NULL)
				read_attributes(r, type, group);
			r->depth--;
		}
	}
}

static struct comity_schema_particle *
add_particle(struct comity_model_reader *r, struct comity_schema_particle *up,
    enum comity_particle_kind kind, const xmlNode *bounds)
{
	struct comity_schema_particle *particle =
	    comity_model_make(r, sizeof(*particle));
	struct comity_schema_particle **bigger;

	if (particle == NULL)
		return NULL;
	particle->kind = kind;
	particle->min = particle->max = 1;
	if (bounds != NULL) {
		particle->min = comity_model_number(
		    comity_model_attribute(bounds, "minOccurs"), 1);
		particle->max = comity_model_number(
		    comity_model_attribute(bounds, "maxOccurs"), 1);
	}
	particle->up = up;
	if (up == NULL)
		return particle;
	particle->at = up->count;
	bigger = comity_model_more(r, up->kids, up->count, sizeof(*bigger));
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
	const char *form = comity_model_attribute(root, "elementFormDefault");

	return node->parent == root ||
	       (form != NULL && strcmp(form, "qualified") == 0);
}

static struct comity_schema_element *
read_element(struct comity_model_reader *r, xmlNodePtr node)
{
	struct comity_schema_element *element = comity_model_find_met(r, node);
	struct comity_schema_type *type;
	const char *of = comity_model_attribute(node, "type"), *nil;
	xmlNodePtr inner, found = NULL;

	if (element != NULL)
		return element;
	if ((element = comity_model_make(r, sizeof(*element))) == NULL)
		return NULL;
	comity_model_add_met(r, node, element);
	element->declared = node;
	element->name = comity_model_attribute(node, "name");
	if (is_qualified(node))
		element->ns = comity_model_attribute(
		    xmlDocGetRootElement(node->doc), "targetNamespace");
	nil = comity_model_attribute(node, "nillable");
	element->nillable = nil != NULL && strcmp(nil, "true") == 0;
	inner = comity_node_child(node, COMITY_NS_XSD, "complexType");
	if (of != NULL && !comity_model_is_builtin(r, node, of))
		found = comity_model_named(r, COMITY_MODEL_TYPES, node, of);
	if (inner == NULL && found != NULL &&
	    comity_model_is(found, "complexType"))
		inner = found;
	if (inner != NULL) {
		element->type = read_complex(r, inner);
		return element;
	}
	if ((type = comity_model_make(r, sizeof(*type))) == NULL)
		return NULL;
	element->type = type;
	inner = comity_node_child(node, COMITY_NS_XSD, "simpleType");
	if (of != NULL)
		type->text = comity_model_simple_of(r, node, of);
	else if (inner != NULL)
		type->text = comity_model_simple(r, inner);
	else
		comity_model_bad(r, node, element->name);
	return element;
}

static void read_particles(struct comity_model_reader *r,
    struct comity_schema_particle *up, xmlNodePtr parent);

static void
read_particle(struct comity_model_reader *r, struct comity_schema_particle *up,
    xmlNodePtr node)
{
	struct comity_schema_particle *own;
	const char *ref = comity_model_attribute(node, "ref");
	xmlNodePtr group;

	if (comity_model_is(node, "element")) {
		own = add_particle(r, up, COMITY_PARTICLE_ELEMENT, node);
		group = ref == NULL ? node
				    : comity_model_named(
					  r, COMITY_MODEL_ELEMENTS, node, ref);
		if (own != NULL && group != NULL)
			own->element = read_element(r, group);
	} else if (comity_model_is(node, "group")) {
		own = add_particle(r, up, COMITY_PARTICLE_SEQUENCE, node);
		group = comity_model_named(
		    r, COMITY_MODEL_GROUPS, node, ref == NULL ? "" : ref);
		if (own != NULL && group != NULL)
			read_particles(r, own, group);
	} else if (comity_model_is(node, "sequence") ||
		   comity_model_is(node, "choice") ||
		   comity_model_is(node, "all")) {
		own = add_particle(r, up,
		    comity_model_is(node, "choice") ? COMITY_PARTICLE_CHOICE
		    : comity_model_is(node, "all")  ? COMITY_PARTICLE_ALL
						    : COMITY_PARTICLE_SEQUENCE,
		    node);
		if (own != NULL)
			read_particles(r, own, node);
	}
}

static void
read_particles(struct comity_model_reader *r, struct comity_schema_particle *up,
    xmlNodePtr parent)
{
	xmlNodePtr node;

	if (r->depth == COMITY_MODEL_DEPTH_MAX) {
		comity_model_bad(r, parent, "depth");
		return;
	}
	r->depth++;
	for (node = comity_node_first(parent);
	     node != NULL && r->rc == COMITY_OK; node = comity_node_after(node))
		read_particle(r, up, node);
	r->depth--;
}

static void
read_content(struct comity_model_reader *r, struct comity_schema_type *type,
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
read_base(struct comity_model_reader *r, struct comity_schema_type *type,
    xmlNodePtr derivation)
{
	const char *base = comity_model_attribute(derivation, "base");
	const struct comity_schema_type *of;
	xmlNodePtr found = NULL;

	if (base != NULL && !comity_model_is_builtin(r, derivation, base))
		found =
		    comity_model_named(r, COMITY_MODEL_TYPES, derivation, base);
	if (base == NULL || r->rc != COMITY_OK)
		return;
	if (found == NULL || comity_model_is(found, "simpleType")) {
		if (!comity_model_is(derivation, "restriction"))
			type->text =
			    comity_model_simple_of(r, derivation, base);
		return;
	}
	if ((of = read_complex(r, found)) == NULL)
		return;
	type->text = of->text;
	type->attribute_count = of->attribute_count;
	type->attributes = comity_model_make(
	    r, (of->attribute_count + 1) * sizeof(*type->attributes));
	if (type->attributes != NULL && of->attribute_count > 0)
		memcpy(type->attributes, of->attributes,
		    of->attribute_count * sizeof(*type->attributes));
	/* The base's content is read anew: particles know their parents. */
	if (comity_model_is(derivation, "extension") && of->text == NULL) {
		xmlNodePtr content =
		    comity_node_child(found, COMITY_NS_XSD, "complexContent");

		if (content != NULL)
			comity_model_bad(r, derivation, base);
		else
			read_content(r, type, found);
	}
}

static void
read_derivation(struct comity_model_reader *r, struct comity_schema_type *type,
    xmlNodePtr content)
{
	xmlNodePtr node =
	    comity_node_child(content, COMITY_NS_XSD, "extension");
	struct comity_schema_simple *text;

	if (node == NULL)
		node = comity_node_child(content, COMITY_NS_XSD, "restriction");
	if (node == NULL) {
		comity_model_bad(r, content, (const char *)content->name);
		return;
	}
	read_base(r, type, node);
	read_attributes(r, type, node);
	if (comity_model_is(content, "complexContent")) {
		read_content(r, type, node);
	} else if (comity_model_is(node, "restriction") && type->text != NULL &&
		   (text = comity_model_make(r, sizeof(*text))) != NULL) {
		text->base = type->text;
		text->length_max = COMITY_UNBOUNDED;
		comity_model_facets(r, text, node);
		type->text = text;
	}
}

static const struct comity_schema_type *
read_complex(struct comity_model_reader *r, xmlNodePtr node)
{
	struct comity_schema_type *type = comity_model_find_met(r, node);
	xmlNodePtr content;

	if (type != NULL)
		return type;
	if (r->depth == COMITY_MODEL_DEPTH_MAX) {
		comity_model_bad(r, node, "depth");
		return NULL;
	}
	if ((type = comity_model_make(r, sizeof(*type))) == NULL)
		return NULL;
	comity_model_add_met(r, node, type);
	r->depth++;
	content = comity_node_child(node, COMITY_NS_XSD, "simpleContent");
	if (content == NULL)
		content =
		    comity_node_child(node, COMITY_NS_XSD, "complexContent");
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
	} kinds[] = { { "element", COMITY_MODEL_ELEMENTS },
		{ "complexType", COMITY_MODEL_TYPES },
		{ "simpleType", COMITY_MODEL_TYPES },
		{ "group", COMITY_MODEL_GROUPS },
		{ "attributeGroup", COMITY_MODEL_ATTRIBUTE_GROUPS },
		{ "attribute", COMITY_MODEL_ATTRIBUTES } };
	const char *name = comity_model_attribute(node, "name");
	size_t i;

	for (i = 0; name != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (comity_model_is(node, kinds[i].name) &&
		    xmlHashAddEntry(model->named[kinds[i].kind],
			(const xmlChar *)name, node) != 0 &&
		    xmlHashLookup(model->named[kinds[i].kind],
			(const xmlChar *)name) == NULL)
			return false;
	return true;
}

static void
read_file(struct comity_model_reader *r, const char *name)
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
	if (source == NULL || model->doc_count == COMITY_MODEL_FILES_MAX)
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
		if ((comity_model_is(node, "include") ||
			comity_model_is(node, "import")) &&
		    comity_model_attribute(node, "schemaLocation") != NULL)
			read_file(
			    r, comity_model_attribute(node, "schemaLocation"));
	}
}

static void
read_roots(struct comity_model_reader *r)
{
	struct comity_schema_model *model = r->model;
	struct comity_schema_element **bigger;
	xmlNodePtr node;

	if (model->doc_count == 0)
		return;
	for (node = comity_node_child(
		 comity_doc_root(model->docs[0]), COMITY_NS_XSD, "element");
	     node != NULL && r->rc == COMITY_OK;
	     node = comity_node_next(node, COMITY_NS_XSD, "element")) {
		bigger = comity_model_more(
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
	struct comity_model_reader r = { model, edition, report, 0, COMITY_OK };
	size_t i;

	*out = NULL;
	if (model == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < COMITY_MODEL_KINDS; i++)
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
	for (i = 0; i < COMITY_MODEL_KINDS; i++)
		xmlHashFree(model->named[i], NULL);
	for (i = 0; i < model->doc_count; i++)
		comity_doc_free(model->docs[i]);
	free(model);
}

const struct comity_schema_element *
comity_schema_model_root(
    const struct comity_schema_model *model, const char *name)
{
	size_t i;

	for (i = 0; i < model->root_count; i++)
		if (strcmp(model->roots[i]->name, name) == 0)
			return model->roots[i];
	return NULL;
}
