/* SPDX-License-Identifier: Apache-2.0 */
/* Our findings in the other languages: tables by area, checked row for row by
 * tests/unit/test-words.c. */
#include "report.h"

struct words {
	const char *message, *remedy;
};

#define WORDS(name, message, remedy) [COMITY_F_##name] = { message, remedy },
static const struct words german[COMITY_F_COUNT] = {
#include "finding-de.def"
};
static const struct words french[COMITY_F_COUNT] = {
#include "finding-fr.def"
};
#undef WORDS

static const struct words *
find(enum comity_finding_id id, enum comity_language language)
{
	switch (language) {
	case COMITY_DE:
		return &german[id];
	case COMITY_FR:
		return &french[id];
	default:
		return NULL;
	}
}

const char *
comity_finding_message(enum comity_finding_id id, enum comity_language language)
{
	const struct words *words = find(id, language);

	if (words == NULL || words->message == NULL)
		return comity_finding_row_at(id)->message;
	return words->message;
}

const char *
comity_finding_remedy(enum comity_finding_id id, enum comity_language language)
{
	const struct words *words = find(id, language);

	if (words == NULL || words->remedy == NULL)
		return comity_finding_row_at(id)->remedy;
	return words->remedy;
}
