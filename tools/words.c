/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <stdarg.h>
#include <string.h>

#define PLACES_MAX 9

static const char *const words[][COMITY_LANGUAGE_COUNT] = {
#define WORD(name, en, de, fr) { en, de, fr },
#include "words.def"
#undef WORD
};

const char *
word(enum word word, enum comity_language language)
{
	return words[word][language];
}

/* Whether a place such as {1} begins here. */
static bool
is_place(const char *at)
{
	return at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}';
}

void
word_add(struct comity_text *text, enum word word,
    enum comity_language language, ...)
{
	const char *values[PLACES_MAX] = { NULL };
	const char *at = words[word][language], *from = at;
	size_t count = 0;
	va_list list;

	va_start(list, language);
	while (count < PLACES_MAX &&
	       (values[count] = va_arg(list, const char *)) != NULL)
		count++;
	va_end(list);
	for (; *at != '\0'; at++) {
		if (!is_place(at))
			continue;
		comity_text_add_bytes(text, from, (size_t)(at - from));
		comity_text_add(text, values[at[1] - '1']);
		from = at + 3;
		at += 2;
	}
	comity_text_add(text, from);
}
