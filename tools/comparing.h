/* SPDX-License-Identifier: Apache-2.0 */
/* comparing: what `comity compare` came to, and how it is printed. */
#ifndef COMPARING_H
#define COMPARING_H

#include "comparison.h"
#include "run.h"

struct comparing {
	const struct run *run;
	struct answer before, after; /* their reports hold the findings */
	struct comity_comparison *comparison; /* NULL: no answer */
	int status;
};

/* Write it as --format asks; false if memory ran out or a template failed. */
bool render_comparison(const struct comparing *comparing, FILE *to);

#endif
