/* SPDX-License-Identifier: Apache-2.0 */
/* schema model: read the content model out of a pack's XSD. */
#include "schema-model.h"

#include <stdlib.h>
#include <string.h>

static const struct comity_schema_type *read_complex(
    struct comity_model_reader *r, xmlNodePtr node);

/* Whether a local element or attribute is in the target namespace. */
static bool
form_is_qualified(const xmlNode *node, const char *otherwise)
{
	const char *form = comity_model_attribute(node, "form");

	if (form == NULL)
		form = comity_model_attribute(
		    xmlDocGetRootElement(node->doc), otherwise);
	return form != NULL && strcmp(form, "qualified") == 0;
}

/* The type of what has none: any text. */
static struct comity_schema_simple *
any_text(struct comity_model_reader *r)
{
	struct comity_schema_simple *type = comity_model_make(r, sizeof(*type));

	if (type != NULL) {
		type->builtin = "string";
		type->length_max = COMITY_UNBOUNDED;
	}
	return type;
}

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
	if (use != NULL && strcmp(use, "prohibited") == 0)
		return;
	if (ref != NULL) {
		node =
		    comity_model_named(r, COMITY_MODEL_ATTRIBUTES, node, ref);
		if (node != NULL)
			own.ns = comity_model_target(r->model, node);
	} else if (form_is_qualified(node, "attributeFormDefault")) {
		own.ns = comity_model_target(r->model, node);
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
		own.type = any_text(r);
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
	return node->parent == xmlDocGetRootElement(node->doc) ||
	       form_is_qualified(node, "elementFormDefault");
}

/* The element that this one may stand for; NULL none. */
static xmlNodePtr
head_of(struct comity_model_reader *r, const xmlNode *node)
{
	const char *group = comity_model_attribute(node, "substitutionGroup");

	return group == NULL
		   ? NULL
		   : comity_model_named(r, COMITY_MODEL_ELEMENTS, node, group);
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
	if (element->name == NULL) {
		comity_model_bad(r, node, "name");
		element->name = "";
	}
	if (is_qualified(node))
		element->ns = comity_model_target(r->model, node);
	nil = comity_model_attribute(node, "nillable");
	element->nillable = nil != NULL && strcmp(nil, "true") == 0;
	nil = comity_model_attribute(node, "abstract");
	element->is_abstract = nil != NULL && strcmp(nil, "true") == 0;
	inner = comity_node_child(node, COMITY_NS_XSD, "complexType");
	if (of != NULL && !comity_model_is_builtin(r, node, of))
		found = comity_model_named(r, COMITY_MODEL_TYPES, node, of);
	else if (of != NULL && strcmp(comity_model_local(of), "anyType") == 0)
		of = NULL;
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
	else if (head_of(r, node) != NULL)
		element->type = read_element(r, head_of(r, node))->type;
	if (element->type == NULL)
		element->type = type;
	return element;
}

static void read_particles(struct comity_model_reader *r,
    struct comity_schema_particle *up, xmlNodePtr parent);

/* The next global element after one that may stand for head; NULL none. */
static xmlNodePtr
next_member(struct comity_model_reader *r, const xmlNode *head, size_t *doc,
    xmlNodePtr after)
{
	xmlNodePtr node = after;

	for (; *doc < r->model->doc_count; (*doc)++, node = NULL) {
		node = node == NULL
			   ? comity_node_child(
				 comity_doc_root(r->model->docs[*doc]),
				 COMITY_NS_XSD, "element")
			   : comity_node_next(node, COMITY_NS_XSD, "element");
		for (; node != NULL;
		     node = comity_node_next(node, COMITY_NS_XSD, "element"))
			if (head_of(r, node) == head)
				return node;
	}
	return NULL;
}

static bool
has_members(struct comity_model_reader *r, const xmlNode *head)
{
	size_t doc = 0;

	return next_member(r, head, &doc, NULL) != NULL;
}

/* The head and all that may stand for it, as branches of a choice. */
static void
add_members(struct comity_model_reader *r, struct comity_schema_particle *up,
    xmlNodePtr head)
{
	struct comity_schema_particle *own;
	xmlNodePtr node = NULL;
	size_t doc = 0;

	if (r->depth == COMITY_MODEL_DEPTH_MAX) {
		comity_model_bad(r, head, "depth");
		return;
	}
	r->depth++;
	own = add_particle(r, up, COMITY_PARTICLE_ELEMENT, NULL);
	if (own != NULL)
		own->element = read_element(r, head);
	while (own != NULL && r->rc == COMITY_OK &&
	       (node = next_member(r, head, &doc, node)) != NULL)
		add_members(r, up, node);
	r->depth--;
}

static void
read_particle(struct comity_model_reader *r, struct comity_schema_particle *up,
    xmlNodePtr node)
{
	struct comity_schema_particle *own;
	const char *ref = comity_model_attribute(node, "ref");
	xmlNodePtr group;

	if (comity_model_is(node, "element")) {
		group = ref == NULL ? node
				    : comity_model_named(
					  r, COMITY_MODEL_ELEMENTS, node, ref);
		if (group == NULL)
			return;
		if (ref != NULL && has_members(r, group)) {
			own = add_particle(r, up, COMITY_PARTICLE_CHOICE, node);
			if (own != NULL)
				add_members(r, own, group);
			return;
		}
		own = add_particle(r, up, COMITY_PARTICLE_ELEMENT, node);
		if (own != NULL)
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

/* The content of a type that another extends, read anew: particles know
 * their parents. Of a type that itself extends, its own base first. */
static void
read_base_content(struct comity_model_reader *r,
    struct comity_schema_type *type, xmlNodePtr base)
{
	xmlNodePtr content =
	    comity_node_child(base, COMITY_NS_XSD, "complexContent");
	xmlNodePtr node = content == NULL ? NULL : comity_node_first(content);
	const char *name;
	xmlNodePtr found;

	while (node != NULL && !comity_model_is(node, "extension") &&
	       !comity_model_is(node, "restriction"))
		node = comity_node_after(node); /* an annotation */
	if (node == NULL) {
		read_content(r, type, base);
		return;
	}
	name = comity_model_attribute(node, "base");
	if (r->depth == COMITY_MODEL_DEPTH_MAX || name == NULL) {
		comity_model_bad(r, node, "depth");
		return;
	}
	r->depth++;
	if (comity_model_is(node, "extension") &&
	    !comity_model_is_builtin(r, node, name) &&
	    (found = comity_model_named(r, COMITY_MODEL_TYPES, node, name)) !=
		NULL)
		read_base_content(r, type, found);
	read_content(r, type, node);
	r->depth--;
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
	if (found == NULL && strcmp(comity_model_local(base), "anyType") == 0)
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
	if (comity_model_is(derivation, "extension") && of->text == NULL)
		read_base_content(r, type, found);
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
	const xmlChar *ns = (const xmlChar *)comity_model_target(model, node);
	size_t i;

	for (i = 0; name != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (comity_model_is(node, kinds[i].name) &&
		    xmlHashAddEntry2(model->named[kinds[i].kind],
			(const xmlChar *)name, ns, node) != 0 &&
		    xmlHashLookup2(model->named[kinds[i].kind],
			(const xmlChar *)name, ns) == NULL)
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
