/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every example in the form of every other edition: valid, with exactly the
 * losses that the account names, or refused with the box or row named; and as
 * it was reviewed in tests/golden (BLESS=1 writes what is missing there).
 */
#include "golden.h"
#include "pairs.h"

static struct golden golden;

static struct pair
pair_of(int from, int to)
{
	struct pair pair = { golden.editions[from], golden.editions[to],
		golden.models[from], golden.models[to], TEST_MOMENT };

	return pair;
}

START_TEST(account_is_exact)
{
	const struct golden_example *example = &golden.examples[_i];
	struct pair pair;
	char *why;
	int to, everything;

	for (to = 0; to < FORMS; to++)
		for (everything = 0; everything < 2; everything++) {
			if (to == example->profile)
				continue;
			pair = pair_of(example->profile, to);
			why = pair_broken(&pair, example->name,
			    example->source->bytes, example->source->len,
			    everything != 0);
			ck_assert_msg(why == NULL, "%s/%s to %s: %s",
			    golden_profiles[example->profile], example->name,
			    golden_profiles[to], why);
		}
}
END_TEST

START_TEST(as_reviewed)
{
	const struct golden_example *example = &golden.examples[_i];
	struct comity_source *reviewed;
	struct pair pair;
	char path[600], end[60], *text;
	int to;

	for (to = 0; to < FORMS; to++) {
		if (!golden_crosses(example->profile, to))
			continue;
		pair = pair_of(example->profile, to);
		golden_to(to, end);
		text = pair_text(&pair, example->name, example->source->bytes,
		    example->source->len);
		reviewed =
		    golden_file(example->profile, example->name, end, path);
		if (getenv("BLESS") != NULL) {
			golden_bless(path, text);
		} else {
			ck_assert_msg(reviewed != NULL, "%s is missing", path);
			ck_assert_msg(
			    strcmp((char *)reviewed->bytes, text) == 0,
			    "%s differs", path);
		}
		comity_source_free(reviewed);
		free(text);
	}
}
END_TEST

/* Generated documents cross with exact accounts, too. */
SUITE("pairs")
if (!golden_load(&golden))
	return EXIT_FAILURE;
tcase_add_loop_test(tcase, account_is_exact, 0, (int)golden.count);
tcase_add_loop_test(tcase, as_reviewed, 0, (int)golden.count);
SUITE_END
