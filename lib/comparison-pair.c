/* SPDX-License-Identifier: Apache-2.0 */
/* comparison-pair: which block of the one document is which of the other. */
#include "comparison-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define SCORE_KEY 0.6 /* a key in common */
#define SCORE_RELATED 0.55 /* one code above the other */
#define SCORE_NUMBER 0.3 /* the same printed number */
#define SCORE_ID 0.1
#define SCORE_LEAST 0.5 /* below that they are two different blocks */

static int
compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static bool
is_letter(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* FNV-1a: only ever a hint; equality is decided by canon. */
static uint64_t
hash(const char *bytes, size_t len)
{
	uint64_t h = 14695981039346656037u;

	while (len-- > 0)
		h = (h ^ (unsigned char)*bytes++) * 1099511628211u;
	return h;
}

uint64_t *
comparison_words(const char *text, size_t shortest, size_t *count)
{
	uint64_t *words = NULL;
	const char *p;
	size_t n = 0, len;

	for (p = text; *p != '\0'; p++)
		n += is_letter((unsigned char)*p) &&
		     (p == text || !is_letter((unsigned char)p[-1]));
	*count = 0;
	if ((words = calloc(n + 1, sizeof(*words))) == NULL)
		return NULL;
	for (p = text; *p != '\0'; p += len) {
		for (len = 0; is_letter((unsigned char)p[len]);)
			len++;
		if (len >= shortest && len > 0)
			words[(*count)++] = hash(p, len);
		if (len == 0)
			len = 1;
	}
	qsort(words, *count, sizeof(*words), compare_hashes);
	return words;
}

bool
comparison_says(const struct view *view, const char *word)
{
	uint64_t h = hash(word, strlen(word));

	return bsearch(&h, view->words, view->word_count, sizeof(h),
		   compare_hashes) != NULL;
}

/* What a reference points to, in words that both documents share. */
static void
add_target(struct comity_text *text, const struct part *target, bool has_pairs)
{
	const struct part *first = target;
	char *label;

	if (!has_pairs) {
		comity_text_add(text, ">");
	} else if (strcmp(target->name, "Party") != 0 &&
		   strcmp(target->name, "Item") != 0) {
		label = comparison_label(target);
		comity_text_addf(
		    text, ">%s %s", target->name, label ? label : "");
		text->failed |= label == NULL;
		free(label);
	} else if (target->pair == NULL) {
		comity_text_addf(
		    text, ">%c%zu", target->is_after ? '+' : '-', target->at);
	} else {
		if (target->is_after)
			first = target->pair;
		comity_text_addf(text, ">=%zu", first->at);
	}
}

/* Every piece with its length in front, so that no text reads as two. */
static void
add_piece(struct comity_text *text, const char *piece)
{
	comity_text_addf(text, "%zu:", piece ? strlen(piece) : 0);
	comity_text_add(text, piece ? piece : "");
}

static void
leaf_canon(struct comity_text *text, const struct part *part, bool has_pairs)
{
	struct part none = { .slot = NULL };

	comity_text_addf(text, "%s=", part->name);
	if (part->target != NULL)
		add_target(text, part->target, has_pairs);
	/* what @party holds is an id; a reference may hold words beside it */
	if (part->target == NULL || part->name[0] != '@')
		add_piece(text, part->value);
	if (part->target == NULL && !comparison_slot_same(part, &none))
		add_piece(text, part->slot);
	if (part->edge != NULL)
		add_piece(text, part->edge);
}

static int
compare_canons(const void *a, const void *b)
{
	const struct part *x = *(struct part *const *)a;
	const struct part *y = *(struct part *const *)b;
	int rc = strcmp(x->canon, y->canon);

	return rc != 0 ? rc : x->at < y->at ? -1 : x->at > y->at;
}

/* A printed number is a name, no term; numbers that a text cites are
 * compared by the walk. */
static bool
counts(const struct part *part)
{
	return strcmp(part->name, "@number") != 0;
}

static bool
block_canon(struct comity_text *text, const struct part *part)
{
	struct part **sorted = NULL;
	size_t i;

	comity_text_addf(text, "%s{", part->name);
	if (part->count > 0) {
		sorted = calloc(part->count, sizeof(*sorted));
		if (sorted == NULL)
			return false;
		memcpy(sorted, part->children, part->count * sizeof(*sorted));
		qsort(sorted, part->count, sizeof(*sorted), compare_canons);
	}
	for (i = 0; i < part->count; i++)
		if (counts(sorted[i]))
			comity_text_addf(text, "%s;", sorted[i]->canon);
	comity_text_add(text, "}");
	free(sorted);
	return true;
}

static bool
set_tokens(struct part *part)
{
	size_t i, n = 0;

	free(part->tokens);
	part->tokens = NULL;
	if (part->is_leaf) {
		const char *text = part->target ? part->canon : part->value;
		size_t shortest = strchr(text, ' ') != NULL ? 4 : 1;

		part->tokens =
		    comparison_words(text, shortest, &part->token_count);
		return part->tokens != NULL;
	}
	for (i = 0; i < part->count; i++)
		n += part->children[i]->token_count;
	if ((part->tokens = calloc(n + 1, sizeof(*part->tokens))) == NULL)
		return false;
	for (i = 0, n = 0; i < part->count; i++) {
		struct part *child = part->children[i];

		memcpy(part->tokens + n, child->tokens,
		    child->token_count * sizeof(*child->tokens));
		n += child->token_count;
	}
	part->token_count = n;
	qsort(part->tokens, n, sizeof(*part->tokens), compare_hashes);
	return true;
}

bool
comparison_prepare(struct part *part, bool has_pairs)
{
	struct comity_text text = { 0 };
	size_t i;
	bool done = true;

	for (i = 0; i < part->count; i++)
		if (!comparison_prepare(part->children[i], has_pairs))
			return false;
	if (part->is_leaf)
		leaf_canon(&text, part, has_pairs);
	else
		done = block_canon(&text, part);
	free(part->canon);
	part->canon = comity_text_take(&text);
	if (!done || part->canon == NULL)
		return false;
	return set_tokens(part);
}

/* Twice what is common, of all: 1 the same words, 0 none. */
static double
likeness(const struct part *a, const struct part *b)
{
	size_t i = 0, j = 0, common = 0;

	while (i < a->token_count && j < b->token_count) {
		if (a->tokens[i] == b->tokens[j]) {
			common++;
			i++;
			j++;
		} else if (a->tokens[i] < b->tokens[j]) {
			i++;
		} else {
			j++;
		}
	}
	if (a->token_count + b->token_count == 0)
		return 1;
	return 2.0 * (double)common / (double)(a->token_count + b->token_count);
}

/* Whether both state this key, and whether they share one. */
static void
share(const struct part *a, const struct part *b, const char *key, size_t len,
    bool *both, bool *same)
{
	size_t i, j;

	for (i = 0; i < a->count; i++) {
		const struct part *x = a->children[i];

		if (strlen(x->name) != len || memcmp(x->name, key, len) != 0)
			continue;
		for (j = 0; j < b->count; j++) {
			const struct part *y = b->children[j];

			if (strcmp(x->name, y->name) != 0)
				continue;
			*both = true;
			*same |= strcmp(x->canon, y->canon) == 0;
		}
	}
}

static bool
same_attribute(const struct part *a, const struct part *b, const char *name)
{
	xmlChar *x = xmlGetNoNsProp(a->node, BAD_CAST name);
	xmlChar *y = xmlGetNoNsProp(b->node, BAD_CAST name);
	bool same = x != NULL && y != NULL && xmlStrEqual(x, y);

	xmlFree(x);
	xmlFree(y);
	return same;
}

/* Of uses and their limits: the relation of the codes decides. */
static double
code_score(const struct part *a, const struct part *b,
    const struct comity_packs *packs)
{
	const struct part *x = comparison_child(a, "Code");
	const struct part *y = comparison_child(b, "Code");

	if (x == NULL || y == NULL)
		return 0;
	if (comparison_slot_same(x, y) && strcmp(x->value, y->value) == 0)
		return SCORE_KEY;
	return comparison_order(MEASURE_CODE, x, y, packs) != ORDER_UNKNOWN
		   ? SCORE_RELATED
		   : -3;
}

static double
score(const struct part *a, const struct part *b,
    const struct comity_packs *packs)
{
	bool strict, both = false, same = false;
	const char *key = comparison_keys(a->name, &strict);
	double sum = likeness(a, b);
	size_t len;

	if (strcmp(a->name, "Purpose") == 0 ||
	    strcmp(a->name, "Modifier") == 0 ||
	    strcmp(a->name, "Excluded") == 0)
		sum += code_score(a, b, packs);
	/* documents of a collection: by number or alias */
	if (a->parent == NULL && comparison_child(a, "Identification") &&
	    comparison_child(b, "Identification")) {
		a = comparison_child(a, "Identification");
		b = comparison_child(b, "Identification");
		key = "Number Alias";
	}
	for (; key != NULL && *key != '\0'; key += len + (key[len] == ' ')) {
		len = strcspn(key, " ");
		share(a, b, key, len, &both, &same);
	}
	if (both && !same && strict)
		return -1;
	if (same)
		sum += SCORE_KEY;
	if (same_attribute(a, b, "number"))
		sum += SCORE_NUMBER;
	if (same_attribute(a, b, "id"))
		sum += SCORE_ID;
	return sum;
}

struct candidate {
	double score;
	struct part *a, *b;
};

static int
compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->score > y->score)
		return -1;
	if (x->score < y->score)
		return 1;
	if (x->a->at != y->a->at)
		return x->a->at < y->a->at ? -1 : 1;
	return x->b->at < y->b->at ? -1 : x->b->at > y->b->at;
}

static struct part **
unpaired(struct part **list, size_t count, size_t *left)
{
	struct part **out = calloc(count + 1, sizeof(*out));
	size_t i;

	*left = 0;
	for (i = 0; out != NULL && i < count; i++)
		if (list[i]->pair == NULL)
			out[(*left)++] = list[i];
	return out;
}

static void
marry(struct part *a, struct part *b)
{
	a->pair = b;
	b->pair = a;
}

static void
pair_equal(struct part **a, size_t a_count, struct part **b, size_t b_count)
{
	size_t i = 0, j = 0;
	int order;

	qsort(a, a_count, sizeof(*a), compare_canons);
	qsort(b, b_count, sizeof(*b), compare_canons);
	while (i < a_count && j < b_count) {
		order = strcmp(a[i]->canon, b[j]->canon);
		if (order == 0)
			marry(a[i++], b[j++]);
		else if (order < 0)
			i++;
		else
			j++;
	}
}

static int
pair_alike(struct part **a, size_t a_count, struct part **b, size_t b_count,
    const struct comity_packs *packs)
{
	struct candidate *list = NULL;
	size_t i, j, n = 0;

	if (a_count == 0 || b_count == 0)
		return COMITY_OK;
	if (a_count > COMITY_PAIRS_MAX / b_count)
		return COMITY_ELIMIT;
	if ((list = calloc(a_count * b_count, sizeof(*list))) == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < a_count; i++)
		for (j = 0; j < b_count; j++) {
			double s = score(a[i], b[j], packs);

			if (s < SCORE_LEAST)
				continue;
			list[n].score = s;
			list[n].a = a[i];
			list[n++].b = b[j];
		}
	qsort(list, n, sizeof(*list), compare_candidates);
	for (i = 0; i < n; i++)
		if (list[i].a->pair == NULL && list[i].b->pair == NULL)
			marry(list[i].a, list[i].b);
	free(list);
	return COMITY_OK;
}

int
comparison_pair(struct part **a, size_t a_count, struct part **b,
    size_t b_count, const struct comity_packs *packs)
{
	struct part **x = NULL, **y = NULL;
	size_t x_count = 0, y_count = 0, i;
	int rc = COMITY_ENOMEM;
	bool strict;

	x = unpaired(a, a_count, &x_count);
	y = unpaired(b, b_count, &y_count);
	if (x == NULL || y == NULL)
		goto out;
	pair_equal(x, x_count, y, y_count);
	free(x);
	free(y);
	x = unpaired(a, a_count, &x_count);
	y = unpaired(b, b_count, &y_count);
	if (x == NULL || y == NULL)
		goto out;
	rc = COMITY_OK;
	/* a block that does not repeat is the same one whatever it says */
	if (x_count > 0 && comparison_keys(x[0]->name, &strict) == NULL)
		for (i = 0; i < x_count && i < y_count; i++)
			marry(x[i], y[i]);
	else
		rc = pair_alike(x, x_count, y, y_count, packs);
out:
	free(x);
	free(y);
	return rc;
}
