/* SPDX-License-Identifier: Apache-2.0 */
/* comparison-private: the parts of a core document, paired with another's. */
#ifndef COMITY_COMPARISON_PRIVATE_H
#define COMITY_COMPARISON_PRIVATE_H

#include "comparison.h"
#include "limit.h"
#include "translate.h"

#include <stdint.h>

/*
 * A block, a leaf or an attribute of the core view. Not parts: ids, versions,
 * names of codes, originals of a translation, signatures.
 */
struct part {
	const char *name; /* "Duty", "@binding"; borrowed or static */
	const xmlNode *node; /* in the core view; attributes too */
	struct part *parent;
	struct part *pair; /* of the other document; NULL none */
	struct part *target; /* what a reference points to; NULL none */
	struct part **children;
	size_t count, room;
	bool is_leaf, is_after; /* is_after: of the second document */
	size_t at; /* its place among all parts, for a stable order */
	/* Owned. value is canonical (exact decimals, lengths in one unit);
	 * slot says which values are about the same thing (scheme, list,
	 * parameter, language); edge is what only counts if both state it. */
	char *value, *shown, *slot, *edge;
	const char *gloss; /* what its list calls the code; borrowed, NULL */
	char *canon; /* the whole part; order does not count */
	uint64_t *tokens; /* sorted hashes of the words in it */
	size_t token_count;
};

/* One document: its core view, and the way back to its own lines. */
struct view {
	const struct comity_checked *checked;
	struct comity_translation *translation;
	const xmlNode **nodes; /* of the source, by ordinal */
	struct part **parts; /* all, owned */
	size_t part_count, part_room;
	uint64_t *words; /* sorted hashes of every word of its text */
	size_t word_count;
	bool is_after;
	bool failed; /* memory ran out */
};

enum measure {
	MEASURE_TEXT,
	MEASURE_DECIMAL,
	MEASURE_LENGTH, /* xs:duration */
	MEASURE_DAY,
	MEASURE_ANSWER, /* no is less than yes */
	MEASURE_NUMBERED, /* text in which one number differs */
	MEASURE_MODE, /* how data are reached: download is least guarded */
	MEASURE_IDENTITY, /* identifiable is least guarded */
	MEASURE_PLACE,
	MEASURE_CODE
};

/* What more of it does; less does the opposite. */
enum more { MORE_CHANGES, MORE_WIDENS, MORE_NARROWS, MORE_HELPS, MORE_HURTS };
/* What one more in the list does. */
enum one_more { ONE_ADDS, ONE_WIDENS, ONE_NARROWS };

struct rule {
	const char *where; /* "Incident/Within", or "Period" anywhere */
	const char *kind; /* NULL: the kind of its block */
	enum measure measure;
	enum more more;
	enum one_more one_more;
};
/* The rule of a part by its parent and name; never NULL. */
const struct rule *comparison_rule(const struct part *part);
/* The kind of the block at the top that a part is in: "duty". */
const char *comparison_kind(const struct part *part);
/* Blocks that are looked into even if only one side has them. */
bool comparison_is_container(const char *name);
/* Children that tell repeated blocks apart, space between; NULL: the block
 * does not repeat. strict: blocks that differ in all of them never pair. */
const char *comparison_keys(const char *name, bool *strict);
/* Up to the document's own child; part itself if it is one. */
const struct part *comparison_top(const struct part *part);

/* Values (comparison-value.c). canonical: new text; NULL no memory. */
char *comparison_canonical(enum measure measure, const char *text);
enum order { ORDER_LESS = -1, ORDER_SAME, ORDER_MORE, ORDER_UNKNOWN };
/* b against a: ORDER_MORE if b is more. */
enum order comparison_order(enum measure measure, const struct part *a,
    const struct part *b, const struct comity_packs *packs);
/* Codes of one hierarchy: ORDER_MORE if b is an ancestor of a. */
enum order comparison_code_order(const char *list, const char *a, const char *b,
    const struct comity_packs *packs);

/* Whether a slot is part of the value: all but a language. */
bool comparison_slot_same(const struct part *a, const struct part *b);

/* Views (comparison-view.c). */
int comparison_view_init(struct view *view,
    const struct comity_checked *checked, bool is_after,
    struct comity_report *report);
void comparison_view_clear(struct view *view);
/* The documents in it as parts: one, or those of a Collection.
 * COMITY_OK; COMITY_UNKNOWN neither license nor agreement; COMITY_ENOMEM. */
int comparison_view_documents(
    struct view *view, struct part ***documents, size_t *count);
/* A value of a no-namespace attribute; NULL absent, or view->failed. */
char *comparison_attribute(
    struct view *view, const xmlNode *node, const char *name);
/* Fill value, shown, slot and edge (comparison-leaf.c). */
void comparison_fill_leaf(struct view *view, struct part *part);
void comparison_fill_extension(struct view *view, struct part *part);
void comparison_adopt(
    struct view *view, struct part *parent, struct part *child);
struct part *comparison_child(const struct part *part, const char *name);
bool comparison_says(const struct view *view, const char *word);

/* Canon, tokens and pairs (comparison-pair.c). */
/* Set canon and tokens of a part and all below it. has_pairs: what references
 * point to is paired already; else they all count as the same. false: no
 * memory. */
bool comparison_prepare(struct part *part, bool has_pairs);
/* Pair lists of like blocks; COMITY_OK, COMITY_ELIMIT, COMITY_ENOMEM. */
int comparison_pair(struct part **a, size_t a_count, struct part **b,
    size_t b_count, const struct comity_packs *packs);
uint64_t *comparison_words(const char *text, size_t shortest, size_t *count);

/* The walk (comparison-walk.c). */
struct walk {
	struct view *before, *after;
	const struct comity_packs *packs;
	struct comity_comparison *comparison;
	size_t room;
	int rc;
};
void comparison_walk(struct walk *walk, struct part *a, struct part *b);
/* How a repeated block is called: its number, its name, its first words. New
 * text; NULL no memory. */
char *comparison_label(const struct part *part);
/* Add one difference (comparison-say.c); a or b NULL: not there. */
void comparison_say(struct walk *walk, enum comity_effect effect,
    const struct part *a, const struct part *b);

#endif
