/* SPDX-License-Identifier: Apache-2.0 */
#include "status.h"
#include "suggest.h"
#include "suite.h"

static const char *const words[] = { "1C351", "1C353", "1C450", "EAR99",
	"DUO:0000014", "DUO:0000018", "DE", "DK", "blue", "permit-temporary",
	"permit" };
#define COUNT (sizeof(words) / sizeof(words[0]))

static const struct row {
	const char *why, *written, *said;
} rows[] = {
	{ "case", "ear99", "did you mean EAR99?" },
	{ "blanks and punctuation", "duo 0000018",
	    "did you mean DUO:0000018?" },
	{ "a letter changed", "1C352", "did you mean 1C351, 1C353?" },
	{ "two letters swapped", "C1353", "did you mean 1C353?" },
	{ "a letter left out", "1C35", "did you mean 1C351, 1C353?" },
	{ "a letter too many", "bluee", "did you mean blue?" },
	{ "the beginning", "permit-temp",
	    "did you mean permit-temporary, permit?" },
	{ "a beginning of two letters is none", "EA", NULL },
	{ "two letters of four are another word", "blot", NULL },
	{ "one letter of two is another country", "D", NULL },
	{ "of two letters one may be wrong", "DX", "did you mean DE, DK?" },
	{ "nothing near", "9A115", NULL },
	{ "empty", "", NULL },
	{ "nothing is written", NULL, NULL },
	{ "too long",
	    "1C3531C3531C3531C3531C3531C3531C3531C3531C3531C3531C3531C3531C353",
	    NULL },
};

START_TEST(suggest_row)
{
	const struct row *row = &rows[_i];
	char *said;

	ck_assert_int_eq(
	    comity_suggest(row->written, words, COUNT, COMITY_EN, &said), COMITY_OK);
	if (row->said == NULL)
		ck_assert_msg(said == NULL, "%s: %s", row->why, said);
	else
		ck_assert_msg(said != NULL && strcmp(said, row->said) == 0,
		    "%s: %s", row->why, said ? said : "-");
	free(said);
}
END_TEST

SUITE_MAIN("suggest", suggest_row, rows)
