/* SPDX-License-Identifier: Apache-2.0 */
/*
 * edition: which edition of a profile is in force on a day, and whether the
 * editions of a profile follow each other without a gap and an overlap.
 * doc/profile.md 5.
 */
#ifndef COMITY_EDITION_H
#define COMITY_EDITION_H

#include "pack.h"

/* What the editions of one profile say of one day. All borrowed. */
struct comity_in_force {
	const struct comity_edition *edition; /* in force; NULL: none, or two */
	const struct comity_edition *other; /* and this one too: an overlap */
	const struct comity_edition *before; /* the last that ended; NULL */
	const struct comity_edition *after; /* the first to begin; NULL */
};

/*
 * Look a day up.
 * Returns COMITY_OK, and edition is the one in force; COMITY_UNKNOWN: there is
 * none (before and after are the nearest), or there are two (before and
 * other), of which none is picked.
 */
int comity_packs_in_force(const struct comity_packs *packs, const char *profile,
    int64_t day, struct comity_in_force *out);

/* The editions nearest to a day that has none, or the two that claim it, with
 * their days: "xx-permit@2026-07-01 (2026-07-01 .. 2027-12-31); ...", in one
 * wording for all languages. free() it; NULL if memory ran out. */
char *comity_in_force_nearest(const struct comity_in_force *in_force);
/* One edition so; an open side is left out. */
char *comity_edition_days(const struct comity_edition *edition);

/*
 * Check the editions of one profile against each other: gaps, overlaps, and
 * Replaces, which names the edition before. For the author of a pack; a
 * document of a day that is not affected has its answer all the same.
 * Returns COMITY_OK, COMITY_REFUSED with findings, or COMITY_ENOMEM.
 */
int comity_packs_timeline_check(const struct comity_packs *packs,
    const char *profile, struct comity_report *report);

#endif
