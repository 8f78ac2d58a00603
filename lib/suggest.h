/* SPDX-License-Identifier: Apache-2.0 */
/* suggest: the words of a list that somebody may have meant. */
#ifndef COMITY_SUGGEST_H
#define COMITY_SUGGEST_H

#include "language.h"

#include <stddef.h>

#define COMITY_SUGGESTIONS_MAX 3

/* The nearest words so far, best first. Zero it, then say what was written. */
struct comity_suggestions {
	const char *written; /* borrowed */
	const char *words[COMITY_SUGGESTIONS_MAX]; /* borrowed */
	int distances[COMITY_SUGGESTIONS_MAX];
	size_t count;
};

/*
 * Offer a word; it is kept if it is near and better than another: the same
 * but for case, blanks and punctuation; at most two letters changed, added,
 * left out or swapped (one in a word of up to four); or one is the beginning
 * of the other. word: borrowed until the suggestions have been read.
 */
void comity_suggestions_offer(
    struct comity_suggestions *suggestions, const char *word);

/*
 * "did you mean 1C353, 1C351?" Caller frees.
 * Returns COMITY_OK, *out NULL if nothing is near; COMITY_ENOMEM.
 */
int comity_suggestions_say(const struct comity_suggestions *suggestions,
    enum comity_language language, char **out);

/* Both at once, over an array. */
int comity_suggest(const char *written, const char *const *words, size_t count,
    enum comity_language language, char **out);

#endif
