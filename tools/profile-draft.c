/* SPDX-License-Identifier: Apache-2.0 */
#include "profile-draft.h"

#include "xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Names by which documents are cited, the surest first. */
static const char *const names[] = { "uid", "number", "identifier", "accession",
	"alias", "reference", "id" };
#define NAME_COUNT (sizeof(names) / sizeof(names[0]))

/* How sure a name is: 0 the surest; NAME_COUNT * 2 not at all. */
static size_t
rank(const char *name)
{
	size_t i, len = strlen(name), own;

	for (i = 0; i < NAME_COUNT; i++)
		if (strcasecmp(name, names[i]) == 0)
			return i;
	for (i = 0; i + 1 < NAME_COUNT; i++) { /* "grid" is no id */
		own = strlen(names[i]);
		if (len > own && strcasecmp(name + len - own, names[i]) == 0)
			return NAME_COUNT + i;
	}
	return NAME_COUNT * 2;
}

bool
draft_is_identification(const char *name)
{
	return rank(name) < NAME_COUNT * 2;
}

static const char *
prefix_of(const char *ns)
{
	return ns == NULL ? "" : "p:";
}

/* The best candidate so far. */
struct search {
	struct draft_identification *out;
	size_t best;
	const char *before; /* "p:DAC/" */
	bool required; /* what stands before */
};

static void
offer(struct search *s, const char *prefix, const char *name, bool required)
{
	size_t of = rank(name) + (required && s->required ? 0 : 100), len;

	if (rank(name) == NAME_COUNT * 2)
		return;
	/* of several that may be missing, one is enough */
	if (!s->out->required && !(required && s->required)) {
		len = strlen(s->out->test);
		snprintf(s->out->test + len, sizeof(s->out->test) - len,
		    "%snormalize-space(%s%s%s) != ''", len > 0 ? " or " : "",
		    s->before, prefix, name);
	}
	if (of >= s->best)
		return;
	s->best = of;
	s->out->required = required && s->required;
	snprintf(s->out->path, sizeof(s->out->path), "%s%s%s", s->before,
	    prefix, name);
	if (s->out->required)
		snprintf(s->out->test, sizeof(s->out->test),
		    "normalize-space(%s) != ''", s->out->path);
}

static void
offer_children(
    struct search *s, const struct comity_schema_particle *particle, bool must)
{
	size_t i;

	must = must && particle->min > 0;
	if (particle->kind == COMITY_PARTICLE_ELEMENT &&
	    particle->element != NULL && particle->element->type != NULL &&
	    particle->element->type->text != NULL)
		offer(s, prefix_of(particle->element->ns),
		    particle->element->name, must);
	for (i = 0; i < particle->count; i++)
		offer_children(s, particle->kids[i],
		    must && particle->kind != COMITY_PARTICLE_CHOICE);
}

static void
offer_type(struct search *s, const struct comity_schema_type *type)
{
	size_t i;

	for (i = 0; i < type->attribute_count; i++)
		if (type->attributes[i].ns == NULL)
			offer(s, "@", type->attributes[i].name,
			    type->attributes[i].required);
	if (type->content != NULL)
		offer_children(s, type->content, true);
}

/* The element that a wrapper holds: DAC of DAC_SET. */
static const struct comity_schema_element *
first_element(const struct comity_schema_particle *particle)
{
	const struct comity_schema_element *found = NULL;
	size_t i;

	if (particle == NULL)
		return NULL;
	if (particle->kind == COMITY_PARTICLE_ELEMENT)
		return particle->element;
	for (i = 0; i < particle->count && found == NULL; i++)
		found = first_element(particle->kids[i]);
	return found;
}

void
draft_identify(const struct draft *draft, const char *root,
    struct draft_identification *out)
{
	struct search s = {
		.out = out, .best = SIZE_MAX, .before = "", .required = true
	};
	const struct comity_schema_element *element, *inner;
	char before[128];

	memset(out, 0, sizeof(*out));
	element = draft->model == NULL
		      ? NULL
		      : comity_schema_model_root(draft->model, root);
	if (element == NULL || element->type == NULL)
		return;
	offer_type(&s, element->type);
	inner = first_element(element->type->content);
	if (s.best != SIZE_MAX || inner == NULL || inner->type == NULL)
		return;
	snprintf(
	    before, sizeof(before), "%s%s/", prefix_of(inner->ns), inner->name);
	s.before = before;
	s.required = false;
	offer_type(&s, inner->type);
}

/* Text for an attribute or an element. */
static void
add_escaped(struct comity_text *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (strchr("<&\"", *text) != NULL)
			comity_text_addf(out, "&#%d;", (int)*text);
		else
			comity_text_add_bytes(out, text, 1);
}

static void
add_head(struct comity_text *out)
{
	comity_text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

void
draft_profile(
    const struct draft *draft, const char *lines, struct comity_text *out)
{
	size_t i;

	add_head(out);
	comity_text_addf(out,
	    "<Profile xmlns=\"urn:comity:profile:1\" id=\"%s\" "
	    "edition=\"%s\"%s>\n  <Title>%s: documents of ",
	    draft->name, draft->edition,
	    strstr(lines, "role=\"rules\"") == NULL ? " rules=\"none\"" : "",
	    draft->name);
	add_escaped(out, draft->xsd);
	comity_text_addf(out,
	    "</Title>\n  <Jurisdiction>-</Jurisdiction>\n"
	    "  <Kind>%s</Kind>\n  <Status>official</Status>\n  <Source>",
	    draft->kind);
	add_escaped(out, draft->xsd);
	comity_text_add(out,
	    "</Source>\n  <LegalBasis>not stated: the pack was laid out from "
	    "its schema alone</LegalBasis>\n");
	for (i = 0; i < draft->root_count; i++) {
		comity_text_add(out, "  <Match ");
		if (draft->ns != NULL) {
			comity_text_add(out, "namespace=\"");
			add_escaped(out, draft->ns);
			comity_text_add(out, "\" ");
		}
		comity_text_addf(out, "name=\"%s\"/>\n", draft->roots[i]);
	}
	comity_text_addf(
	    out, "  <Signature>strip</Signature>\n%s</Profile>\n", lines);
}

static void
add_rule_id(struct comity_text *out, size_t i)
{
	comity_text_add(out, "identified");
	if (i > 0)
		comity_text_addf(out, "-%zu", i + 1);
}

static void
add_rule(const struct draft *draft, size_t i, struct comity_text *out)
{
	struct draft_identification found;
	const char *prefix = prefix_of(draft->ns), *root = draft->roots[i];

	draft_identify(draft, root, &found);
	comity_text_addf(out,
	    "    <rule context=\"/%s%s\">\n      <assert id=\"", prefix, root);
	add_rule_id(out, i);
	if (found.path[0] == '\0')
		comity_text_addf(out,
		    "\" severity=\"error\"\n          test=\"self::%s%s\"",
		    prefix, root);
	else
		comity_text_addf(out,
		    "\" severity=\"%s\"\n          "
		    "test=\"%s\" c:at=\"%s\"",
		    found.required ? "error" : "warning", found.test,
		    found.path);
	comity_text_add(out,
	    "\n          c:basis=\"document.xsd of this edition\"\n"
	    "          c:remedy=\"State which document it is.\">The document "
	    "does not say which one it is.</assert>\n    </rule>\n");
}

void
draft_rules(const struct draft *draft, struct comity_text *out)
{
	size_t i;

	add_head(out);
	comity_text_add(out,
	    "<schema xmlns=\"http://purl.oclc.org/dsdl/schematron\"\n"
	    "    xmlns:c=\"urn:comity:rules:1\" queryBinding=\"xpath\">\n");
	if (draft->ns != NULL) {
		comity_text_add(out, "  <ns prefix=\"p\" uri=\"");
		add_escaped(out, draft->ns);
		comity_text_add(out, "\"/>\n");
	}
	comity_text_add(out, "  <pattern>\n    <title>Root and identification "
			     "are present</title>\n");
	for (i = 0; i < draft->root_count; i++)
		add_rule(draft, i, out);
	comity_text_add(out, "  </pattern>\n</schema>\n");
}

/* What happens to the names of one root: rows, or labels. */
struct naming {
	const struct draft *draft;
	struct comity_text *out;
	const char *seen[512]; /* keys already given */
	size_t count, rows;
	bool labels, fits;
};

static bool
is_new(struct naming *n, const char *name)
{
	size_t i;

	for (i = 0; i < n->count; i++)
		if (strcmp(n->seen[i], name) == 0)
			return false;
	if (n->count == sizeof(n->seen) / sizeof(n->seen[0])) {
		n->fits = false;
		return false;
	}
	n->seen[n->count++] = name;
	return true;
}

static void
name_one(struct naming *n, const char *name, bool attribute)
{
	if (n->labels)
		comity_text_addf(n->out, "  <Label id=\"%s%s\">%s</Label>\n",
		    attribute ? "attribute-" : "", name, name);
	else
		comity_text_addf(n->out,
		    "    <carry key=\"%s%s\" local=\"%s%s\"/>\n",
		    attribute ? "attribute-" : "", name, attribute ? "@" : "",
		    name);
	n->rows++;
}

static void
name_particle(struct naming *n, const struct comity_schema_particle *particle)
{
	const struct comity_schema_element *element = particle->element;
	size_t i;

	if (particle->kind == COMITY_PARTICLE_ELEMENT && element != NULL) {
		n->fits &= comity_text_same(element->ns, n->draft->ns);
		if (is_new(n, element->name))
			name_one(n, element->name, false);
	}
	for (i = 0; i < particle->count; i++)
		name_particle(n, particle->kids[i]);
}

/* Attributes first, then the children in the order of the schema. In labels
 * a name counts once for all roots, in rows once for each. */
static void
name_root(struct naming *n, const char *root)
{
	const struct comity_schema_element *element =
	    comity_schema_model_root(n->draft->model, root);
	const struct comity_schema_attribute *a;
	size_t i;

	if (element == NULL || element->type == NULL ||
	    element->type->text != NULL) {
		n->fits = false;
		return;
	}
	for (i = 0; i < element->type->attribute_count; i++) {
		a = &element->type->attributes[i];
		n->fits &= a->ns == NULL;
		if (!n->labels)
			name_one(n, a->name, true);
	}
	if (element->type->content != NULL)
		name_particle(n, element->type->content);
}

bool
draft_crosswalk(
    const struct draft *draft, struct comity_text *out, size_t *rows)
{
	struct naming n = { .draft = draft, .out = out, .fits = true };
	size_t i;

	if (draft->model == NULL)
		return false;
	add_head(out);
	comity_text_add(out,
	    "<!-- What a schema does not say: what each field means. Every row "
	    "here only\n  carries its field along; put a leaf, a group or a "
	    "map "
	    "in its place. -->\n<Crosswalk xmlns=\"urn:comity:crosswalk:1\"");
	if (draft->ns != NULL) {
		comity_text_add(out, " xmlns:p=\"");
		add_escaped(out, draft->ns);
		comity_text_add(out, "\"");
	}
	comity_text_addf(out, "\n    profile=\"%s\" edition=\"%s\">\n",
	    draft->name, draft->edition);
	for (i = 0; i < draft->root_count; i++) {
		comity_text_addf(out, "  <root local=\"%s%s\" core=\"%s\">\n",
		    prefix_of(draft->ns), draft->roots[i],
		    strcmp(draft->kind, "agreement") == 0 ? "Agreement"
							  : "License");
		n.count = 0;
		name_root(&n, draft->roots[i]);
		comity_text_add(out, "  </root>\n");
	}
	comity_text_add(out, "</Crosswalk>\n");
	*rows = n.rows;
	return n.fits;
}

static void
add_labels(const struct draft *draft, struct comity_text *out)
{
	struct naming n = { .draft = draft, .out = out, .labels = true };
	const struct comity_schema_element *element;
	const char *seen[256], *name;
	size_t i, k, m, count = 0;

	for (i = 0; i < draft->root_count; i++) {
		element =
		    comity_schema_model_root(draft->model, draft->roots[i]);
		for (k = 0; element != NULL && element->type != NULL &&
			    k < element->type->attribute_count;
		     k++) {
			name = element->type->attributes[k].name;
			for (m = 0; m < count; m++)
				if (strcmp(seen[m], name) == 0)
					break;
			if (m < count || count == 256)
				continue;
			seen[count++] = name;
			name_one(&n, name, true);
		}
		name_root(&n, draft->roots[i]);
	}
}

void
draft_messages(
    const struct draft *draft, const char *language, struct comity_text *out)
{
	static const struct {
		const char *language, *remedy, *text, *explained;
	} words[] = {
		{ "en", "State which document it is.", NULL,
		    "A document is cited by its identification." },
		{ "de", "Angeben, um welches Dokument es sich handelt.",
		    "Das Dokument gibt nicht an, um welches es sich handelt.",
		    "Ein Dokument wird nach seiner Kennung zitiert." },
		{ "fr", "Indiquer de quel document il s'agit.",
		    "Le document n'indique pas de quel document il s'agit.",
		    "Un document se cite par son identification." },
	};
	size_t i, k;

	for (k = 0; k < 2 && strcmp(words[k].language, language) != 0; k++)
		;
	add_head(out);
	comity_text_addf(out,
	    "<Messages xmlns=\"urn:comity:messages:1\" xml:lang=\"%s\">\n",
	    language);
	if (draft->model != NULL)
		add_labels(draft, out);
	for (i = 0; i < draft->root_count; i++) {
		comity_text_add(out, "  <Message id=\"");
		add_rule_id(out, i);
		comity_text_addf(out, "\" remedy=\"%s\"", words[k].remedy);
		if (words[k].text != NULL)
			comity_text_addf(out, " text=\"%s\"", words[k].text);
		comity_text_addf(out, ">%s</Message>\n", words[k].explained);
	}
	comity_text_add(out, "</Messages>\n");
}
