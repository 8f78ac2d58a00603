/* SPDX-License-Identifier: Apache-2.0 */
#include "suggest.h"

#include "limit.h"
#include "status.h"
#include "text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FAR 99

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       ((unsigned char)c & 0x80);
}

/* Whether two words differ in case, blanks and punctuation only. */
static bool
same_letters(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a != '\0' && !is_letter(lower(*a)))
			a++;
		while (*b != '\0' && !is_letter(lower(*b)))
			b++;
		if (lower(*a) != lower(*b))
			return false;
		if (*a == '\0')
			return true;
	}
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* One row of the table of distances; before, above: the rows before it. */
static int
row_fill(const char *a, const char *b, size_t b_len, size_t i,
    const int *before, const int *above, int *row)
{
	size_t j;
	int best, cost;

	row[0] = best = (int)i;
	for (j = 1; j <= b_len; j++) {
		cost = lower(a[i - 1]) != lower(b[j - 1]);
		row[j] =
		    least(least(above[j], row[j - 1]) + 1, above[j - 1] + cost);
		if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
		    lower(a[i - 2]) == lower(b[j - 1]))
			row[j] = least(row[j], before[j - 2] + 1);
		best = least(best, row[j]);
	}
	return best;
}

/* Letters changed, added, left out, or swapped with a neighbor; FAR above
 * max. */
static int
edits(const char *a, size_t a_len, const char *b, size_t b_len, int max)
{
	int rows[3][COMITY_SUGGEST_MAX + 1], *last;
	size_t i, j;

	if (a_len > b_len + (size_t)max || b_len > a_len + (size_t)max)
		return FAR;
	for (j = 0; j <= b_len; j++)
		rows[0][j] = (int)j;
	for (i = 1; i <= a_len; i++) {
		last = rows[i % 3];
		if (row_fill(a, b, b_len, i, rows[(i + 1) % 3],
			rows[(i + 2) % 3], last) > max)
			return FAR;
	}
	last = rows[a_len % 3];
	return last[b_len] <= max ? last[b_len] : FAR;
}

/* 0 the same letters; 1, 2 edits; 3 one begins with the other; FAR. */
static int
distance(const char *a, const char *b)
{
	size_t a_len = strlen(a), b_len = strlen(b), shorter;
	int max, count;

	if (a_len == 0 || b_len == 0 || a_len > COMITY_SUGGEST_MAX ||
	    b_len > COMITY_SUGGEST_MAX)
		return FAR;
	shorter = a_len < b_len ? a_len : b_len;
	if (same_letters(a, b))
		return 0;
	max = shorter <= 1 ? 0 : shorter <= 4 ? 1 : 2;
	count = edits(a, a_len, b, b_len, max);
	if (count != FAR)
		return count;
	/* Two letters in common are no hint. */
	return shorter >= 3 && strncasecmp(a, b, shorter) == 0 ? 3 : FAR;
}

void
comity_suggestions_offer(
    struct comity_suggestions *suggestions, const char *word)
{
	size_t i, at = suggestions->count;
	int far;

	/* nothing written is near to no word */
	if (suggestions->written == NULL)
		return;
	far = distance(suggestions->written, word);
	if (far == FAR)
		return;
	for (i = 0; i < suggestions->count; i++) {
		if (strcmp(suggestions->words[i], word) == 0)
			return;
	}
	while (at > 0 && suggestions->distances[at - 1] > far)
		at--;
	if (at == COMITY_SUGGESTIONS_MAX)
		return;
	if (suggestions->count < COMITY_SUGGESTIONS_MAX)
		suggestions->count++;
	for (i = suggestions->count - 1; i > at; i--) {
		suggestions->words[i] = suggestions->words[i - 1];
		suggestions->distances[i] = suggestions->distances[i - 1];
	}
	suggestions->words[at] = word;
	suggestions->distances[at] = far;
}

int
comity_suggestions_say(const struct comity_suggestions *suggestions,
    enum comity_language language, char **out)
{
	struct comity_text words = { 0 }, text = { 0 };
	char *list;
	size_t i;

	*out = NULL;
	for (i = 0; i < suggestions->count; i++) {
		/* Only the nearest: a hint that may be a worse one is none. */
		if (suggestions->distances[i] > suggestions->distances[0])
			break;
		comity_text_addf(
		    &words, "%s%s", i > 0 ? ", " : "", suggestions->words[i]);
	}
	if (suggestions->count == 0)
		return COMITY_OK;
	if ((list = comity_text_take(&words)) == NULL)
		return COMITY_ENOMEM;
	comity_text_addf(
	    &text, comity_phrase("did you mean %s?", language), list);
	free(list);
	*out = comity_text_take(&text);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}

int
comity_suggest(const char *written, const char *const *words, size_t count,
    enum comity_language language, char **out)
{
	struct comity_suggestions suggestions = { .written = written };
	size_t i;

	for (i = 0; i < count; i++)
		comity_suggestions_offer(&suggestions, words[i]);
	return comity_suggestions_say(&suggestions, language, out);
}
