/* SPDX-License-Identifier: Apache-2.0 */
/* pairs: one document in another profile's form, and what its account says. */
#ifndef COMITY_TEST_PAIRS_H
#define COMITY_TEST_PAIRS_H

#include "laws.h"

struct pair {
	const struct comity_edition *from, *to;
	const struct comity_schema_model *from_model, *to_model;
	int64_t moment;
};

/*
 * NULL: translated, the result is valid and the account names exactly what
 * became of every leaf of both; or refused with findings that name the box
 * or the row. Else what is wrong, to be freed.
 * everything  let everything that binds go.
 */
char *pair_broken(const struct pair *pair, const char *name, const void *octets,
    size_t len, bool everything);

/* What came out as lines, for a review: refusals, what was lost or is absent,
 * then every leaf of the result. free() it. */
char *pair_text(
    const struct pair *pair, const char *name, const void *octets, size_t len);

#endif
