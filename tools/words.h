/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words: what the command says in its own name, in each language: labels and
 * sentences of tools/words.def. A sentence with values has places {1} to {9}.
 * Sentences of findings, criteria and verdicts are the library's.
 */
#ifndef WORDS_H
#define WORDS_H

#include "language.h"
#include "text.h"

enum word {
#define WORD(name, en, de, fr) WORD_##name,
#include "words.def"
#undef WORD
	WORD_COUNT
};

const char *word(enum word word, enum comity_language language);
/* Add a sentence with its values (const char *, then NULL) in the places
 * {1}, {2} ...; a place without a value stays empty. */
void word_add(struct comity_text *text, enum word word,
    enum comity_language language, ...) __attribute__((sentinel));

#endif
