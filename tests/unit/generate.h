/* SPDX-License-Identifier: Apache-2.0 */
/*
 * generate: hostile documents that the schema of an edition accepts, out of
 * its own XSD: every optional part, every order that it allows, every
 * spelling of each type, known and unknown codes, awkward text.
 * The same seed gives the same document.
 */
#ifndef COMITY_TEST_GENERATE_H
#define COMITY_TEST_GENERATE_H

#include "schema-leaf.h"

#include <stdint.h>

/* xorshift64*; never zero. */
struct chance {
	uint64_t state;
};
void chance_seed(struct chance *chance, uint64_t seed);
uint64_t chance_next(struct chance *chance);
/* 0 to n - 1; n at least 1. */
size_t chance_below(struct chance *chance, size_t n);
bool chance_percent(struct chance *chance, unsigned percent);

struct generator;

/* Aborts the test if the model can not be read. */
struct generator *generator_new(const struct comity_edition *edition);
void generator_free(struct generator *generator);
const struct comity_schema_model *generator_model(
    const struct generator *generator);

/* One document; free() it. Seeds below GENERATE_FULL of a run's first give
 * documents with everything in them. */
char *generator_document(struct generator *generator, uint64_t seed);

/* A text that matches an XSD regular expression; free() it. */
char *generate_pattern(struct chance *chance, const char *pattern);

/* Seeds: COMITY_SEED of the environment, or the one given. */
uint64_t generate_seed(uint64_t otherwise);

#endif
