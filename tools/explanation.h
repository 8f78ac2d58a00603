/* SPDX-License-Identifier: Apache-2.0 */
/* explanation: what the field's words mean, and the next step. */
#ifndef EXPLANATION_H
#define EXPLANATION_H

#include "pack.h"

#include <stdbool.h>

struct explanation {
	const char *word, *meaning, *next;
};

/* By word, in any case; NULL if it is none of ours. */
const struct explanation *explanation_find(const char *word);
/* Print one rule of an edition; false if the edition has no such rule. */
bool explanation_print_rule(const struct comity_edition *edition,
    const char *rule, const char *message);

#endif
