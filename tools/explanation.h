/* SPDX-License-Identifier: Apache-2.0 */
/* explanation: what the field's words mean, and the next step. */
#ifndef EXPLANATION_H
#define EXPLANATION_H

#include "glossary.h"
#include "run.h"
#include "suggest.h"

#include <jansson.h>

/*
 * Everything that goes by a word, in the run's language: a finding of ours,
 * a word of a verdict or of ETSI, a rule of a profile ("us-ear/expiry"), a
 * term. each entry: doc/glossary.md 3.
 * entries   gets them; an array. Returns false if memory ran out.
 */
bool explanation_find(const struct run *run,
    const struct comity_glossary *glossary, const char *word, json_t *entries);
/* All terms, by their name in the run's language; NULL if memory ran out. */
json_t *explanation_terms(
    const struct run *run, const struct comity_glossary *glossary);
/* Offer all that can be explained, to find what was meant. */
void explanation_suggest(const struct run *run,
    const struct comity_glossary *glossary,
    struct comity_suggestions *suggestions);

/* Print entries or terms as --format asks; false if memory ran out. */
bool render_explanation(const struct run *run, const json_t *entries, FILE *to);
/* Say that a word is none of ours, and what may have been meant. */
bool render_unexplained(
    const struct run *run, const struct comity_suggestions *meant, FILE *to);

#endif
