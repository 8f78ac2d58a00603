/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dating: whether an algorithm counts on a day: the table's dates, and what an
 * office makes of them (rule 21).
 */
#ifndef COMITY_DATING_H
#define COMITY_DATING_H

#include "algorithm.h"

/* What an office makes of a row of the table for one use. */
struct comity_algorithm_change {
	char *uri; /* of any row of the tables */
	enum comity_use use;
	int64_t decided; /* day; from then on it is in force */
	int64_t ends; /* the first day on which it no longer counts */
	bool loosens; /* later than the table's own */
	char *reason, *by;
	char *basis; /* a sentence of it all, for findings */
	unsigned long line; /* in the policy */
};
struct comity_algorithms {
	const struct comity_algorithm_change *changes;
	size_t count;
};

/*
 * By which table and since when: what an algorithm is judged with.
 * known, day  since when the thing is proven, or stated, to exist.
 * today       the day of judging, for what nothing proves; never before the
 *             table itself: comity_dating_today().
 */
struct comity_dating {
	const struct comity_algorithms *algorithms; /* NULL: no changes */
	enum comity_use use;
	bool known;
	int64_t day, today;
};

/* How things stand with an algorithm; all borrowed. */
struct comity_algorithm_state {
	const struct comity_algorithm *row; /* the one that decides */
	int64_t ends; /* as in struct comity_term */
	const char *basis;
	const struct comity_algorithm_change *change; /* NULL: the table's */
};

/*
 * Whether a row counts. The day that matters is the one since which the thing
 * is proven to exist; without such a proof it is today: a past --as-of proves
 * nothing (rule 28). standing may be NULL.
 */
bool comity_dating_counts(const struct comity_dating *dating,
    const struct comity_algorithm *row,
    struct comity_algorithm_state *standing);

/*
 * The same of a signature method with its digest and its key (NULL: not
 * asked): all must count. standing: the first that does not; else the one
 * that ends first.
 */
bool comity_dating_method_counts(const struct comity_dating *dating,
    const struct comity_signature_method *method,
    const struct comity_key_row *key, struct comity_algorithm_state *standing);

/* The office's newest word on a row that is in force; NULL none. */
const struct comity_algorithm_change *comity_dating_change(
    const struct comity_dating *dating, const struct comity_algorithm *row);

/* The day of an instant: rounded down. */
int64_t comity_dating_day(int64_t at);
/* Today, for algorithms: the clock's or the moment's, the later; but not
 * before the table was issued. now: 0 not told. */
int64_t comity_dating_today(int64_t now, int64_t moment);

#endif
