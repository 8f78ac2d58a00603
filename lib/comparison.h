/* SPDX-License-Identifier: Apache-2.0 */
/*
 * comparison: two documents compared in their terms, over the core, so that
 * forms of different jurisdictions compare. What is no term, and how each
 * effect is judged: doc/comparison.md.
 */
#ifndef COMITY_COMPARISON_H
#define COMITY_COMPARISON_H

#include "check.h"

enum comity_effect {
	COMITY_EFFECT_WIDENED, /* a use, place, amount or time: more of it */
	COMITY_EFFECT_NARROWED,
	COMITY_EFFECT_WEAKENED, /* a duty or safeguard: protects less */
	COMITY_EFFECT_STRENGTHENED,
	COMITY_EFFECT_ADDED,
	COMITY_EFFECT_DROPPED,
	COMITY_EFFECT_CHANGED, /* what can not be judged */
	COMITY_EFFECT_COUNT
};
const char *comity_effect_name(enum comity_effect effect);

/* One side of a difference, in the document as it was given. Strings owned,
 * escaped; NULL where the side says nothing. */
struct comity_side {
	char *value, *path;
	unsigned long line; /* 0 none */
};

struct comity_difference {
	const char *kind; /* "party" "use" "duty" ...; static */
	enum comity_effect effect;
	char *what; /* "duty D1, due, period"; never NULL */
	struct comity_side before, after;
	char *basis; /* legal basis, if the block states one; NULL */
};

struct comity_comparison {
	struct comity_difference *at; /* in the order of the core */
	size_t count;
	size_t counts[COMITY_EFFECT_COUNT];
};

/*
 * Compare two checked documents.
 * before, after  borrowed, with the docs and editions they point to.
 * report         borrowed; gets notes, and why there is no answer.
 * out            written on COMITY_OK and COMITY_REFUSED.
 * Returns COMITY_OK (no difference in terms), COMITY_REFUSED (differences),
 * COMITY_UNKNOWN (a side is not schema-valid, or is neither license nor
 * agreement, or has no crosswalk), COMITY_ELIMIT, COMITY_ENOMEM,
 * COMITY_EINTERNAL. Opens nothing.
 */
int comity_compare(const struct comity_checked *before,
    const struct comity_checked *after, struct comity_report *report,
    struct comity_comparison **out);
void comity_comparison_free(struct comity_comparison *comparison);

#endif
