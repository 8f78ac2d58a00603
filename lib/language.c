/* SPDX-License-Identifier: Apache-2.0 */
#include "language.h"

#include "status.h"

#include <string.h>

static const struct comity_phrase_row rows[] = {
#define PHRASE(en, de, fr) { { en, de, fr } },
#include "phrase.def"
#undef PHRASE
};

static const char *const names[] = { "en", "de", "fr" };

const char *
comity_language_name(enum comity_language language)
{
	return names[language];
}

int
comity_language_read(const char *text, enum comity_language *out)
{
	size_t i;

	for (i = 0; i < COMITY_LANGUAGE_COUNT; i++)
		if (strcmp(names[i], text) == 0) {
			*out = (enum comity_language)i;
			return COMITY_OK;
		}
	return COMITY_REFUSED;
}

const struct comity_phrase_row *
comity_phrase_row_at(size_t i)
{
	return i < sizeof(rows) / sizeof(rows[0]) ? &rows[i] : NULL;
}

const char *
comity_phrase(const char *english, enum comity_language language)
{
	size_t i;

	if (english == NULL || language == COMITY_EN)
		return english;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].at[COMITY_EN], english) == 0)
			return rows[i].at[language];
	return english;
}
