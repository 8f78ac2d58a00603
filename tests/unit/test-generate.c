/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated documents of every edition with a crosswalk: each is valid, goes
 * to the core and back, and every edit of its core shows. The environment
 * may choose: COMITY_SEED the first seed, COMITY_COUNT how many, COMITY_ALL
 * to print every failure, COMITY_SHOW its document.
 */
#include "generate.h"
#include "golden.h"
#ifdef COMITY_SANITIZED
#define DOCUMENTS 100
#define EARLIER 20 /* of an edition that another one follows */
#else
#define DOCUMENTS 500
#define EARLIER 100
#endif
#define SEED 20260723u
#define BROKEN_MAX 5 /* shown; then the rest is only counted */

static size_t
how_many(int profile)
{
	const char *given = getenv("COMITY_COUNT");

	if (given != NULL)
		return strtoul(given, NULL, 10);
	return profile < PROFILES ? DOCUMENTS : EARLIER;
}

static void
show(const char *profile, uint64_t seed, const char *why, const char *text)
{
	fprintf(stderr, "# %s, COMITY_SEED=%llu COMITY_COUNT=1: %s\n", profile,
	    (unsigned long long)seed, why);
	if (getenv("COMITY_SHOW") != NULL)
		fprintf(stderr, "----\n%s\n----\n", text);
}

START_TEST(generated)
{
	struct comity_packs *packs = packs_load(COMITY_SCHEMAS_DIR);
	struct laws laws = { .moment = TEST_MOMENT, .edits = 3 };
	struct comity_report *report = comity_report_new();
	struct comity_schema_model *core;
	struct generator *generator;
	uint64_t seed = generate_seed(SEED);
	size_t i, broken = 0, octets = 0, count = how_many(_i);
	char *text, *why;

	laws.core = comity_packs_edition(packs, "core", NULL, 0);
	laws.edition = golden_edition(packs, golden_profiles[_i]);
	ck_assert(laws.core != NULL && laws.edition != NULL);
	generator = generator_new(laws.edition);
	laws.model = generator_model(generator);
	ck_assert_int_eq(
	    comity_schema_model_read(laws.core, report, &core), COMITY_OK);
	laws.core_model = core;
	for (i = 0; i < count; i++) {
		text = generator_document(generator, seed + i);
		octets += strlen(text);
		why = laws_broken(
		    &laws, "generated", text, strlen(text), seed + i);
		if (why != NULL &&
		    (broken++ < BROKEN_MAX || getenv("COMITY_ALL") != NULL))
			show(golden_profiles[_i], seed + i, why, text);
		free(why);
		free(text);
	}
	printf("# %s: seeds %llu to %llu, %zu octets, %zu leaves, %zu edits; "
	       "kept %zu recoded %zu widened %zu narrowed %zu carried %zu\n",
	    golden_profiles[_i], (unsigned long long)seed,
	    (unsigned long long)(seed + count - 1), octets, laws.leaves,
	    laws.edited, laws.fates[COMITY_KEPT], laws.fates[COMITY_RECODED],
	    laws.fates[COMITY_WIDENED], laws.fates[COMITY_NARROWED],
	    laws.fates[COMITY_CARRIED]);
	fflush(stdout);
	ck_assert_msg(broken == 0, "%s: %zu of %zu documents break a law",
	    golden_profiles[_i], broken, count);
	comity_schema_model_free(core);
	generator_free(generator);
	comity_report_free(report);
	comity_packs_free(packs);
}
END_TEST

SUITE("generate")
tcase_add_loop_test(tcase, generated, 0, FORMS);
SUITE_END
