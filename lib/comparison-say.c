/* SPDX-License-Identifier: Apache-2.0 */
/* comparison-say: a difference in words, with both places and its ground. */
#include "comparison-private.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_MAX 64 /* of a block's own words in its name */
#define VALUE_MAX 2000 /* of what one side says */
#define BLOCK_MAX 400 /* of a whole block, which the place shows in full */

/* "CountryOfOrigin" as "country of origin"; "@binding" as "binding". */
static void
add_words(struct comity_text *text, const char *name)
{
	const char *p = *name == '@' ? name + 1 : name;
	char c;

	for (; *p != '\0'; p++) {
		if (isupper((unsigned char)*p) && p != name &&
		    islower((unsigned char)p[-1]))
			comity_text_add(text, " ");
		c = (char)tolower((unsigned char)*p);
		comity_text_add_bytes(text, &c, 1);
	}
}

/* The first child of these that says something. */
static const struct part *
first_of(const struct part *part, const char *const *names)
{
	const struct part *child;

	for (; *names != NULL; names++)
		if ((child = comparison_child(part, *names)) != NULL &&
		    (child->target != NULL ||
			(child->shown != NULL && *child->shown != '\0') ||
			child->count > 0))
			return child;
	return NULL;
}

/* Names and words of a block, best first. */
static const char *const labels[] = { "@number", "Number", "Alias", "Name",
	"Term", "Code", "Heading", "Title", "Role", "At", "Kind", "@lang",
	"@party", "Description", "Who", "To", "From", "Event", "Country",
	"Scheme", "Document", "Identifier", "What", "Text", NULL };

char *
comparison_label(const struct part *part)
{
	const struct part *child = NULL;
	struct comity_text text = { 0 };
	char *cut;

	if (part->is_leaf)
		return comity_text_escape(
		    part->shown ? part->shown : "", LABEL_MAX);
	if (strcmp(part->name, "Incident") == 0)
		child = comparison_child(part, "Event");
	if (child == NULL)
		child = first_of(part, labels);
	if (child == NULL)
		return strdup("");
	if (child->target != NULL)
		return comparison_label(child->target);
	if (!child->is_leaf)
		return comparison_label(child);
	cut = comity_text_escape(child->shown, LABEL_MAX);
	if (cut == NULL)
		return NULL;
	if (strchr(cut, ' ') != NULL)
		comity_text_addf(&text, "\"%s\"", cut);
	else
		comity_text_add(&text, cut);
	free(cut);
	return comity_text_take(&text);
}

static void
add_name(struct comity_text *text, const struct part *part)
{
	bool strict;
	char *label;

	if (part->parent == NULL) {
		add_words(text, part->name);
		return;
	}
	if (part->parent->parent != NULL) {
		add_name(text, part->parent);
		comity_text_add(text, ", ");
	}
	add_words(text, part->name);
	if (part->is_leaf && strcmp(part->name, "Parameter") == 0 &&
	    part->slot != NULL)
		comity_text_addf(text, " %s", part->slot);
	if (part->is_leaf || comparison_keys(part->name, &strict) == NULL)
		return;
	label = comparison_label(part);
	text->failed |= label == NULL;
	if (label != NULL && *label != '\0')
		comity_text_addf(text, " %s", label);
	free(label);
}

/* Values of all leaves below, in order. */
static void
add_value(struct comity_text *text, const struct part *part)
{
	char *label;
	size_t i;

	if (part->target != NULL) {
		label = comparison_label(part->target);
		text->failed |= label == NULL;
		comity_text_add(text, label ? label : "");
		free(label);
	} else if (part->is_leaf) {
		comity_text_add(text, part->shown);
		if (part->gloss != NULL)
			comity_text_addf(text, " (%s)", part->gloss);
	}
	for (i = 0; i < part->count && text->len < BLOCK_MAX; i++) {
		if (text->len > 0 && part->children[i]->is_leaf)
			comity_text_add(text, "; ");
		if (part->children[i]->name[0] == '@') {
			add_words(text, part->children[i]->name);
			comity_text_add(text, " ");
		}
		add_value(text, part->children[i]);
	}
}

/* The ordinal in the source of a part, or of the first one in it. */
static size_t
origin_in(const struct view *view, const struct part *part)
{
	const struct comity_translation *t = view->translation;
	size_t ordinal = comity_node_ordinal(part->node), at = 0, i;

	if (ordinal < t->origin_count)
		at = t->origin[ordinal];
	for (i = 0; at == 0 && i < part->count; i++)
		at = origin_in(view, part->children[i]);
	return at;
}

static const xmlNode *
origin(const struct view *view, const struct part *part)
{
	size_t at = 0;

	for (; part != NULL && at == 0; part = part->parent)
		at = origin_in(view, part);
	return at <= view->checked->doc->ordinal_count ? view->nodes[at] : NULL;
}

/* Two values that look alike differ in their list, edition or zone. */
static void
add_difference(
    struct comity_text *text, const struct part *part, const struct part *other)
{
	if (other == NULL || part->shown == NULL || other->shown == NULL ||
	    strcmp(part->shown, other->shown) != 0)
		return;
	if (!comparison_slot_same(part, other))
		comity_text_addf(text, " (%s)",
		    part->slot ? part->slot : "not said of what");
	else if (part->edge != NULL && other->edge != NULL)
		comity_text_addf(text, " (%s)", part->edge);
}

static bool
set_side(struct comity_side *side, const struct view *view,
    const struct part *part, const struct part *other)
{
	struct comity_text text = { 0 };
	const xmlNode *node;
	char *path = NULL;

	if (part == NULL)
		return true;
	add_value(&text, part);
	add_difference(&text, part, other);
	if (!text.failed)
		side->value = comity_text_escape(text.data ? text.data : "",
		    part->is_leaf ? VALUE_MAX : BLOCK_MAX);
	comity_text_clear(&text);
	if ((node = origin(view, part)) != NULL) {
		side->line = comity_doc_line(view->checked->doc, node);
		path = comity_node_path(node);
		side->path = path ? comity_text_escape(path, 4000) : NULL;
		free(path);
		if (side->path == NULL)
			return false;
	}
	return side->value != NULL;
}

static void
add_basis(struct comity_text *text, const struct part *basis)
{
	static const char *const names[] = { "Instrument", "Provision" };
	const struct part *child;
	size_t i;
	bool any = false;

	if (text->len > 0)
		comity_text_add(text, "; ");
	for (i = 0; i < 2; i++) {
		child = comparison_child(basis, names[i]);
		if (child == NULL || child->shown == NULL)
			continue;
		comity_text_addf(text, "%s%s", any ? ", " : "", child->shown);
		any = true;
	}
}

/* Of the nearest block that states one; the document's own is no ground of a
 * single term. */
static char *
basis_of(const struct part *part, bool *failed)
{
	struct comity_text text = { 0 };
	char *out;
	size_t i;

	for (; part != NULL && part->parent != NULL && text.len == 0;
	     part = part->parent)
		for (i = 0; i < part->count; i++)
			if ((strcmp(part->children[i]->name, "Fulfills") == 0 ||
				strcmp(part->children[i]->name, "LegalBasis") ==
				    0) &&
			    !part->children[i]->is_leaf)
				add_basis(&text, part->children[i]);
	*failed |= text.failed;
	if (text.len == 0)
		return NULL;
	out = comity_text_escape(text.data, VALUE_MAX);
	*failed |= out == NULL;
	comity_text_clear(&text);
	return out;
}

static struct comity_difference *
difference_new(struct walk *walk)
{
	struct comity_comparison *c = walk->comparison;
	size_t room;
	void *more;

	if (walk->rc != COMITY_OK)
		return NULL;
	if (c->count == COMITY_DIFFERENCES_MAX) {
		walk->rc = COMITY_ELIMIT;
		return NULL;
	}
	if (c->count == walk->room) {
		room = walk->room ? walk->room * 2 : 32;
		more = reallocarray(c->at, room, sizeof(*c->at));
		if (more == NULL) {
			walk->rc = COMITY_ENOMEM;
			return NULL;
		}
		c->at = more;
		walk->room = room;
	}
	memset(&c->at[c->count], 0, sizeof(*c->at));
	return &c->at[c->count++];
}

void
comparison_say(struct walk *walk, enum comity_effect effect,
    const struct part *a, const struct part *b)
{
	struct comity_difference *d = difference_new(walk);
	const struct part *part = a != NULL ? a : b;
	struct comity_text what = { 0 };
	bool failed = false;
	char *raw;

	if (d == NULL)
		return;
	d->effect = effect;
	d->kind = comparison_kind(part);
	walk->comparison->counts[effect]++;
	add_name(&what, part);
	raw = comity_text_take(&what);
	d->what = raw ? comity_text_escape(raw, VALUE_MAX) : NULL;
	free(raw);
	if (b != NULL)
		d->basis = basis_of(b, &failed);
	if (d->basis == NULL && a != NULL)
		d->basis = basis_of(a, &failed);
	if (!set_side(&d->before, walk->before, a, b) ||
	    !set_side(&d->after, walk->after, b, a) || d->what == NULL ||
	    failed)
		walk->rc = COMITY_ENOMEM;
}
