/* SPDX-License-Identifier: Apache-2.0 */
/* comparison-walk: two paired blocks, child by child. */
#include "comparison-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static enum comity_effect
opposite(enum comity_effect effect)
{
	switch (effect) {
	case COMITY_EFFECT_WIDENED:
		return COMITY_EFFECT_NARROWED;
	case COMITY_EFFECT_NARROWED:
		return COMITY_EFFECT_WIDENED;
	case COMITY_EFFECT_WEAKENED:
		return COMITY_EFFECT_STRENGTHENED;
	case COMITY_EFFECT_STRENGTHENED:
		return COMITY_EFFECT_WEAKENED;
	default:
		return effect;
	}
}

/* Inside an excluded use more of it is less for the user. */
static enum comity_effect
turned(enum comity_effect effect, const struct part *part)
{
	const struct part *top = comparison_top(part);

	return part != top && strcmp(top->name, "Excluded") == 0 &&
		       strcmp(part->name, "Code") != 0
		   ? opposite(effect)
		   : effect;
}

static enum comity_effect
judge(const struct walk *walk, const struct part *a, const struct part *b)
{
	static const enum comity_effect effects[] = { COMITY_EFFECT_CHANGED,
		COMITY_EFFECT_WIDENED, COMITY_EFFECT_NARROWED,
		COMITY_EFFECT_STRENGTHENED, COMITY_EFFECT_WEAKENED };
	const struct rule *rule = comparison_rule(a);
	enum order order;

	if (a->target != NULL || b->target != NULL || a->value[0] == '\x01' ||
	    b->value[0] == '\x01')
		return COMITY_EFFECT_CHANGED;
	order = comparison_order(rule->measure, a, b, walk->packs);
	if (order == ORDER_UNKNOWN || order == ORDER_SAME)
		return COMITY_EFFECT_CHANGED;
	return turned(order == ORDER_MORE ? effects[rule->more]
					  : opposite(effects[rule->more]),
	    a);
}

/* The code of clinical care allows something; every other modifier limits.
 * A code that the list calls no modifier is not judged. */
static bool
modifier_limits(
    const struct part *modifier, const struct comity_packs *packs, bool *allows)
{
	const struct part *code = comparison_child(modifier, "Code");
	const struct comity_codelist *list;
	const char *kind;

	*allows = false;
	if (code == NULL || code->value == NULL ||
	    !comity_text_same(code->slot, "duo"))
		return true;
	*allows = strcmp(code->value, "DUO:0000043") == 0;
	list = packs ? comity_packs_codelist(packs, "duo") : NULL;
	kind = list ? comity_codelist_column(list, code->value, "kind") : NULL;
	return kind != NULL && strcmp(kind, "modifier") == 0;
}

/* Whether a use is below one that both documents allow: nothing new. */
static bool
is_covered(const struct part *use, const struct part *parent,
    const struct comity_packs *packs)
{
	const struct part *code = comparison_child(use, "Code"), *other;
	size_t i;

	for (i = 0; code != NULL && i < parent->count; i++) {
		const struct part *child = parent->children[i];

		if (child == use || child->pair == NULL ||
		    strcmp(child->name, "Purpose") != 0 ||
		    (other = comparison_child(child, "Code")) == NULL)
			continue;
		if (comparison_order(MEASURE_CODE, code, other, packs) ==
		    ORDER_MORE)
			return true;
	}
	return false;
}

/* What one more means; a whole list that is new or gone can not be judged as
 * wider: without it nothing was said. */
static enum comity_effect
one_more(const struct walk *walk, const struct part *part, bool is_first)
{
	enum one_more effect = comparison_rule(part)->one_more;
	bool allows;

	if (strcmp(part->name, "Modifier") == 0) {
		if (!modifier_limits(part, walk->packs, &allows))
			return COMITY_EFFECT_ADDED;
		return allows ? COMITY_EFFECT_WIDENED : COMITY_EFFECT_NARROWED;
	}
	if (effect == ONE_ADDS || (effect == ONE_WIDENS && is_first))
		return COMITY_EFFECT_ADDED;
	if (strcmp(part->name, "Purpose") == 0 && part->parent != NULL &&
	    is_covered(part, part->parent, walk->packs))
		return COMITY_EFFECT_ADDED;
	if (strcmp(part->name, "Access") == 0 &&
	    comparison_child(part, "Mode") == NULL &&
	    comparison_child(part, "Who") == NULL)
		return COMITY_EFFECT_ADDED;
	/* a destination that is not allowed takes away */
	if (part->is_leaf && part->slot != NULL &&
	    strcmp(part->slot, "no") == 0 &&
	    comparison_rule(part)->measure == MEASURE_PLACE)
		effect = ONE_NARROWS;
	return turned(effect == ONE_WIDENS ? COMITY_EFFECT_WIDENED
					   : COMITY_EFFECT_NARROWED,
	    part);
}

static void
say_one(struct walk *walk, struct part *part, bool is_first)
{
	enum comity_effect effect = one_more(walk, part, is_first);

	if (part->is_after) {
		comparison_say(walk, effect, NULL, part);
		return;
	}
	effect = effect == COMITY_EFFECT_ADDED ? COMITY_EFFECT_DROPPED
					       : opposite(effect);
	comparison_say(walk, effect, part, NULL);
}

static bool
same_leaf(const struct part *a, const struct part *b)
{
	if (a->target != NULL || b->target != NULL)
		return strcmp(a->canon, b->canon) == 0;
	return strcmp(a->value, b->value) == 0 && comparison_slot_same(a, b);
}

static void
walk_leaf(struct walk *walk, struct part *a, struct part *b)
{
	if (!same_leaf(a, b))
		comparison_say(walk, judge(walk, a, b), a, b);
	else if (a->edge != NULL && b->edge != NULL &&
		 strcmp(a->edge, b->edge) != 0)
		comparison_say(walk, COMITY_EFFECT_CHANGED, a, b);
}

/* Children of one name, of both blocks. */
struct lists {
	struct part **a, **b;
	size_t a_count, b_count;
};

static struct part **
children(const struct part *part, const char *name, size_t *count)
{
	struct part **list;
	size_t i;

	*count = 0;
	list = calloc((part ? part->count : 0) + 1, sizeof(*list));
	for (i = 0; list != NULL && part != NULL && i < part->count; i++)
		if (strcmp(part->children[i]->name, name) == 0)
			list[(*count)++] = part->children[i];
	return list;
}

static bool
marry_if(
    struct lists *l, bool (*fits)(const struct part *, const struct part *))
{
	size_t i, j;

	/* leaves of one name in one block are few; many are not compared
	 * pair by pair but stay as added and dropped */
	if (l->b_count > 0 && l->a_count > COMITY_PAIRS_MAX / l->b_count)
		return false;
	for (i = 0; i < l->a_count; i++)
		for (j = 0; l->a[i]->pair == NULL && j < l->b_count; j++)
			if (l->b[j]->pair == NULL && fits(l->a[i], l->b[j])) {
				l->a[i]->pair = l->b[j];
				l->b[j]->pair = l->a[i];
			}
	return true;
}

static bool
same_value(const struct part *a, const struct part *b)
{
	return a->target == NULL && b->target == NULL &&
	       strcmp(a->value, b->value) == 0;
}

static bool
same_canon(const struct part *a, const struct part *b)
{
	return strcmp(a->canon, b->canon) == 0;
}

static struct part *
only(struct part **list, size_t count, const char *slot, bool any)
{
	struct part *found = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		if (list[i]->pair != NULL ||
		    (!any && !comity_text_same(list[i]->slot, slot)))
			continue;
		if (found != NULL)
			return NULL;
		found = list[i];
	}
	return found;
}

/* What is left over once in each, of the same slot and then of any, is the
 * same thing with another value. */
static void
marry_left(struct lists *l, bool any)
{
	struct part *a, *b;
	size_t i;

	for (i = 0; i < l->a_count; i++) {
		if (l->a[i]->pair != NULL)
			continue;
		a = only(l->a, l->a_count, l->a[i]->slot, any);
		b = only(l->b, l->b_count, l->a[i]->slot, any);
		if (a == NULL || b == NULL)
			continue;
		/* another parameter is another thing */
		if (any && strcmp(a->name, "Parameter") == 0)
			continue;
		a->pair = b;
		b->pair = a;
	}
}

static void
walk_leaves(struct walk *walk, struct lists *l)
{
	size_t i;

	if (!marry_if(l, same_canon) || !marry_if(l, same_leaf) ||
	    !marry_if(l, same_value)) {
		walk->rc = COMITY_ELIMIT;
		return;
	}
	if (l->a_count > 0 && l->b_count > 0) {
		marry_left(l, false);
		marry_left(l, true);
	}
	for (i = 0; i < l->a_count; i++)
		if (l->a[i]->pair != NULL)
			walk_leaf(walk, l->a[i], l->a[i]->pair);
		else
			say_one(walk, l->a[i], l->b_count == 0);
	for (i = 0; i < l->b_count; i++)
		if (l->b[i]->pair == NULL)
			say_one(walk, l->b[i], l->a_count == 0);
}

/* A number that some text may cite: then it is more than a name. */
static void
walk_number(struct walk *walk, struct part *a, struct part *b)
{
	struct part *x = comparison_child(a, "@number");
	struct part *y = comparison_child(b, "@number");

	if (x == NULL || y == NULL || strcmp(x->value, y->value) == 0)
		return;
	if (strcmp(a->name, "Item") == 0 ||
	    (!comparison_says(walk->before, x->value) &&
		!comparison_says(walk->after, y->value)))
		return;
	comparison_say(walk, COMITY_EFFECT_CHANGED, x, y);
}

static void
walk_blocks(struct walk *walk, struct lists *l, const char *name)
{
	size_t i;
	int rc =
	    comparison_pair(l->a, l->a_count, l->b, l->b_count, walk->packs);

	if (rc != COMITY_OK) {
		walk->rc = rc;
		return;
	}
	for (i = 0; i < l->a_count; i++)
		if (l->a[i]->pair != NULL)
			comparison_walk(walk, l->a[i], l->a[i]->pair);
		else if (comparison_is_container(name))
			comparison_walk(walk, l->a[i], NULL);
		else
			say_one(walk, l->a[i], l->b_count == 0);
	for (i = 0; i < l->b_count; i++) {
		if (l->b[i]->pair != NULL)
			continue;
		if (comparison_is_container(name))
			comparison_walk(walk, NULL, l->b[i]);
		else
			say_one(walk, l->b[i], l->a_count == 0);
	}
}

static void
walk_name(struct walk *walk, struct part *a, struct part *b, const char *name)
{
	struct lists l = { 0 };
	bool leaves = true;
	size_t i;

	l.a = children(a, name, &l.a_count);
	l.b = children(b, name, &l.b_count);
	if (l.a == NULL || l.b == NULL) {
		walk->rc = COMITY_ENOMEM;
		goto out;
	}
	for (i = 0; i < l.a_count; i++)
		leaves &= l.a[i]->is_leaf;
	for (i = 0; i < l.b_count; i++)
		leaves &= l.b[i]->is_leaf;
	if (leaves)
		walk_leaves(walk, &l);
	else
		walk_blocks(walk, &l, name);
out:
	free(l.a);
	free(l.b);
}

static bool
is_new_name(const struct part *part, size_t i)
{
	size_t j;

	for (j = 0; j < i; j++)
		if (strcmp(part->children[j]->name, part->children[i]->name) ==
		    0)
			return false;
	return true;
}

void
comparison_walk(struct walk *walk, struct part *a, struct part *b)
{
	size_t i;

	if (walk->rc != COMITY_OK)
		return;
	if (a != NULL && b != NULL)
		walk_number(walk, a, b);
	for (i = 0; a != NULL && i < a->count; i++)
		if (strcmp(a->children[i]->name, "@number") != 0 &&
		    is_new_name(a, i))
			walk_name(walk, a, b, a->children[i]->name);
	for (i = 0; b != NULL && i < b->count; i++)
		if (strcmp(b->children[i]->name, "@number") != 0 &&
		    (a == NULL ||
			comparison_child(a, b->children[i]->name) == NULL) &&
		    is_new_name(b, i))
			walk_name(walk, a, b, b->children[i]->name);
}
