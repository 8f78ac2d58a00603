/* SPDX-License-Identifier: Apache-2.0 */
/*
 * language: in which of the three languages we speak to people. English is
 * the source; the others are tables of the same sentences, compiled in.
 * Ids, codes and citations are the same in all of them.
 */
#ifndef COMITY_LANGUAGE_H
#define COMITY_LANGUAGE_H

#include <stddef.h>

enum comity_language { COMITY_EN, COMITY_DE, COMITY_FR, COMITY_LANGUAGE_COUNT };

/* "en", "de", "fr" */
const char *comity_language_name(enum comity_language language);

/*
 * Read a language's name. text: borrowed, untrusted.
 * Returns COMITY_OK, or COMITY_REFUSED for anything else; out is then
 * untouched.
 */
int comity_language_read(const char *text, enum comity_language *out);

/*
 * A sentence or phrase of ours (lib/phrase.def) in a language; the English
 * itself where the table has no such row. With values it is a printf format,
 * and the compiler holds the English one against the arguments; the unit test
 * holds the others against the English:
 *   comity_text_addf(&text, comity_phrase("%zu of %zu", language), a, b)
 * A translation that needs another order writes %2$s.
 * english: borrowed; NULL gives NULL.
 */
const char *comity_phrase(const char *english, enum comity_language language)
    __attribute__((format_arg(1)));

/* The rows of lib/phrase.def, for its test; NULL past the end. */
struct comity_phrase_row {
	const char *at[COMITY_LANGUAGE_COUNT];
};
const struct comity_phrase_row *comity_phrase_row_at(size_t i);

#endif
