/* SPDX-License-Identifier: Apache-2.0 */
/* comparison: two documents in, their differences in terms out. */
#include "comparison.h"

#include "comparison-private.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

const char *
comity_effect_name(enum comity_effect effect)
{
	static const char *const names[] = { "widened", "narrowed", "weakened",
		"strengthened", "added", "dropped", "changed" };

	return names[effect];
}

static void
side_clear(struct comity_side *side)
{
	free(side->value);
	free(side->path);
}

void
comity_comparison_free(struct comity_comparison *comparison)
{
	size_t i;

	if (comparison == NULL)
		return;
	for (i = 0; i < comparison->count; i++) {
		free(comparison->at[i].what);
		free(comparison->at[i].basis);
		side_clear(&comparison->at[i].before);
		side_clear(&comparison->at[i].after);
	}
	free(comparison->at);
	free(comparison);
}

/* Parties and items first: references to them mean the pair. */
static int
pair_children(
    struct part *a, struct part *b, const char *name, const struct walk *walk)
{
	struct part **x = calloc(a->count + 1, sizeof(*x));
	struct part **y = calloc(b->count + 1, sizeof(*y));
	size_t i, x_count = 0, y_count = 0;
	int rc = COMITY_ENOMEM;

	if (x != NULL && y != NULL) {
		for (i = 0; i < a->count; i++)
			if (strcmp(a->children[i]->name, name) == 0)
				x[x_count++] = a->children[i];
		for (i = 0; i < b->count; i++)
			if (strcmp(b->children[i]->name, name) == 0)
				y[y_count++] = b->children[i];
		rc = comparison_pair(x, x_count, y, y_count, walk->packs);
	}
	free(x);
	free(y);
	return rc;
}

static struct part *
only_use(const struct part *document)
{
	struct part *use = NULL;
	size_t i;

	for (i = 0; i < document->count; i++)
		if (strcmp(document->children[i]->name, "Purpose") == 0) {
			if (use != NULL)
				return NULL;
			use = document->children[i];
		}
	return use;
}

/* The limits of the only use are limits of the whole. */
static void
hoist_limits(struct view *view, struct part *document)
{
	struct part *use = only_use(document);
	size_t i, kept = 0;

	for (i = 0; i < use->count; i++)
		if (strcmp(use->children[i]->name, "Modifier") == 0)
			comparison_adopt(view, document, use->children[i]);
		else
			use->children[kept++] = use->children[i];
	use->count = kept;
}

static void
compare_documents(struct walk *walk, struct part *a, struct part *b)
{
	int rc = COMITY_OK;

	if (walk->rc != COMITY_OK)
		return;
	if (only_use(a) != NULL && only_use(b) != NULL) {
		hoist_limits(walk->before, a);
		hoist_limits(walk->after, b);
	}
	if (walk->before->failed || walk->after->failed)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = pair_children(a, b, "Party", walk);
	if (rc == COMITY_OK)
		rc = pair_children(a, b, "Item", walk);
	if (rc == COMITY_OK &&
	    (!comparison_prepare(a, true) || !comparison_prepare(b, true)))
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK) {
		walk->rc = rc;
		return;
	}
	if (strcmp(a->name, b->name) != 0)
		comparison_say(walk, COMITY_EFFECT_CHANGED, a, b);
	comparison_walk(walk, a, b);
}

static int
pair_documents(struct part **a, size_t a_count, struct part **b, size_t b_count,
    const struct comity_packs *packs)
{
	size_t i;

	for (i = 0; i < a_count; i++)
		if (!comparison_prepare(a[i], false))
			return COMITY_ENOMEM;
	for (i = 0; i < b_count; i++)
		if (!comparison_prepare(b[i], false))
			return COMITY_ENOMEM;
	if (a_count == 1 && b_count == 1) {
		a[0]->pair = b[0];
		b[0]->pair = a[0];
		return COMITY_OK;
	}
	return comparison_pair(a, a_count, b, b_count, packs);
}

static void
compare_all(struct walk *walk, struct part **a, size_t a_count, struct part **b,
    size_t b_count)
{
	size_t i;

	for (i = 0; i < a_count; i++)
		if (a[i]->pair != NULL)
			compare_documents(walk, a[i], a[i]->pair);
		else
			comparison_say(walk, COMITY_EFFECT_DROPPED, a[i], NULL);
	for (i = 0; i < b_count; i++)
		if (b[i]->pair == NULL)
			comparison_say(walk, COMITY_EFFECT_ADDED, NULL, b[i]);
}

static int
not_compared(const struct comity_checked *checked, struct comity_report *report,
    enum comity_finding_id id)
{
	return comity_doc_find(checked->doc, comity_doc_root(checked->doc),
	    report, id, checked->edition->profile, NULL);
}

static int
compare_views(struct walk *walk, struct comity_report *report)
{
	struct part **a = NULL, **b = NULL;
	size_t a_count = 0, b_count = 0;
	const struct comity_checked *of = walk->before->checked;
	int rc;

	rc = comparison_view_documents(walk->before, &a, &a_count);
	if (rc == COMITY_OK) {
		of = walk->after->checked;
		rc = comparison_view_documents(walk->after, &b, &b_count);
	}
	if (rc == COMITY_UNKNOWN)
		rc = not_compared(of, report, COMITY_F_COMPARE_SORT);
	if (rc == COMITY_OK)
		rc = pair_documents(a, a_count, b, b_count, walk->packs);
	if (rc == COMITY_OK) {
		compare_all(walk, a, a_count, b, b_count);
		rc = walk->rc;
	}
	if (rc == COMITY_ELIMIT)
		(void)not_compared(
		    walk->before->checked, report, COMITY_F_COMPARE_LIMIT);
	free(a);
	free(b);
	return rc;
}

static int
may_compare(const struct comity_checked *checked, struct comity_report *report)
{
	int rc = COMITY_OK;

	if (!checked->schema_valid)
		return not_compared(
		    checked, report, COMITY_F_COMPARE_NOT_VALID);
	if (checked->is_translation)
		rc =
		    not_compared(checked, report, COMITY_F_COMPARE_TRANSLATION);
	return rc;
}

int
comity_compare(const struct comity_checked *before,
    const struct comity_checked *after, struct comity_report *report,
    struct comity_comparison **out)
{
	struct view a = { 0 }, b = { 0 };
	struct walk walk = {
		.before = &a, .after = &b, .packs = before->edition->packs
	};
	int rc, other;

	*out = NULL;
	/* both are asked, so that both are told */
	rc = may_compare(before, report);
	other = may_compare(after, report);
	rc = comity_status_worse(rc, other);
	if (rc == COMITY_OK)
		rc = comparison_view_init(&a, before, false, report);
	if (rc == COMITY_OK)
		rc = comparison_view_init(&b, after, true, report);
	/* no core view of a side: there is nothing to compare it with */
	if (rc == COMITY_REFUSED)
		rc = COMITY_UNKNOWN;
	if (rc == COMITY_OK &&
	    (walk.comparison = calloc(1, sizeof(*walk.comparison))) == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = compare_views(&walk, report);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		*out = walk.comparison;
		rc = walk.comparison->count > 0 ? COMITY_REFUSED : COMITY_OK;
		walk.comparison = NULL;
	}
	comity_comparison_free(walk.comparison);
	comparison_view_clear(&a);
	comparison_view_clear(&b);
	return rc;
}
