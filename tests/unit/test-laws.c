/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The laws of doc/crosswalk.md over every example: there and back leaf by
 * leaf, one fate each, edits show, and the core says what the reviewed core
 * in tests/golden says. BLESS=1 writes what is missing there anew: review it.
 * Time grows with the document and no faster.
 */
#include "golden.h"
#include "text.h"

#include <time.h>

static struct golden golden;

START_TEST(holds)
{
	const struct golden_example *example = &golden.examples[_i];
	struct laws laws = golden_laws(&golden, example->profile);
	char *why;

	ck_assert_ptr_nonnull(example->source);
	why = laws_broken(&laws, example->name, example->source->bytes,
	    example->source->len, 7);
	ck_assert_msg(why == NULL, "%s/%s: %s",
	    golden_profiles[example->profile], example->name, why);
	ck_assert_uint_gt(laws.leaves, 5);
	ck_assert_uint_gt(laws.edited, 5);
}
END_TEST

START_TEST(says_what_was_reviewed)
{
	const struct golden_example *example = &golden.examples[_i];
	struct laws laws = golden_laws(&golden, example->profile);
	struct comity_source *reviewed;
	char path[600], *core, *why;

	core = laws_core(&laws, example->name, example->source->bytes,
	    example->source->len, &why);
	ck_assert_msg(core != NULL, "%s: %s", example->name, why);
	reviewed =
	    golden_file(example->profile, example->name, ".core.xml", path);
	if (getenv("BLESS") != NULL) {
		why = reviewed == NULL ? strdup("new")
				       : laws_core_differ(&laws,
					     (char *)reviewed->bytes, core);
		if (why != NULL)
			golden_bless(path, core);
	} else {
		ck_assert_msg(reviewed != NULL, "%s is missing", path);
		why = laws_core_differ(&laws, (char *)reviewed->bytes, core);
		ck_assert_msg(why == NULL, "%s: %s", path, why);
	}
	free(why);
	free(core);
	comity_source_free(reviewed);
}
END_TEST

/* A wrong pair of a map breaks no law: every pair was reviewed. */
START_TEST(maps_as_reviewed)
{
	struct comity_source *reviewed;
	char path[600], *text = golden_maps(golden.editions[_i]->crosswalk);

	reviewed = golden_file(_i, "maps", ".tsv", path);
	if (getenv("BLESS") != NULL) {
		golden_bless(path, text);
	} else {
		ck_assert_msg(reviewed != NULL, "%s is missing", path);
		ck_assert_msg(strcmp((char *)reviewed->bytes, text) == 0,
		    "%s differs", path);
	}
	comity_source_free(reviewed);
	free(text);
}
END_TEST

/* The units of the United States' form, against the list of its words. */
static const int us_forms[] = { US_EAR, US_EAR_2014 };

START_TEST(units_are_those_of_the_list)
{
	const struct comity_edition *us = golden.editions[us_forms[_i]];
	const struct comity_codelist *list =
	    comity_edition_codelist(us, "us-units");
	struct comity_crosswalk_pair pair;
	const char *code;
	size_t i;

	ck_assert_ptr_nonnull(list);
	for (i = 0;
	     comity_crosswalk_map_pair(us->crosswalk, "units", i, &pair, NULL);
	     i++) {
		code = comity_codelist_column(list, pair.local, "rec20");
		ck_assert_msg(code != NULL && strcmp(code, pair.core) == 0,
		    "%s is %s in the map and %s in the list", pair.local,
		    pair.core, code == NULL ? "nothing" : code);
	}
	ck_assert_uint_eq(i, comity_codelist_count(list));
}
END_TEST

static const char *
mirrored(const char *relation)
{
	if (strcmp(relation, "broadMatch") == 0)
		return "narrowMatch";
	if (strcmp(relation, "narrowMatch") == 0)
		return "broadMatch";
	return relation;
}

/* What both profiles say of one pair of control numbers is the same, today
 * and before. at least: so many pairs stand in both. */
static const struct control {
	int us, eu;
	size_t at_least;
} controls[] = {
	{ US_EAR, EU_DUALUSE, 11 },
	{ US_EAR_2014, EU_DUALUSE_2009, 8 },
};

START_TEST(control_lists_agree)
{
	const struct control *control = &controls[_i];
	const struct comity_crosswalk *us =
	    golden.editions[control->us]->crosswalk;
	const struct comity_crosswalk *eu =
	    golden.editions[control->eu]->crosswalk;
	struct comity_crosswalk_pair a, b;
	size_t i, k, met = 0;

	for (i = 0;
	     comity_crosswalk_map_pair(us, "us-ccl-from-eu", i, &a, NULL); i++)
		for (k = 0; comity_crosswalk_map_pair(
			 eu, "eu-annex-i-from-us", k, &b, NULL);
		     k++) {
			if (strcmp(a.local, b.core) != 0 ||
			    strcmp(a.core, b.local) != 0)
				continue;
			met++;
			ck_assert_msg(
			    strcmp(a.relation, mirrored(b.relation)) == 0,
			    "%s (US) to %s (EU): %s here, %s there", a.local,
			    a.core, a.relation, b.relation);
		}
	ck_assert_uint_ge(met, control->at_least);
}
END_TEST

/* One translation as the command makes it; aborts where it says no. */
static struct comity_doc *
translated(const struct comity_doc *doc, const struct comity_edition *from,
    const struct comity_edition *to, struct comity_report *report)
{
	struct comity_translation *translation = NULL;
	struct comity_checked checked;
	struct comity_doc *out;
	int rc;

	rc = comity_check(from, doc, TEST_MOMENT, report, &checked);
	ck_assert(rc == COMITY_OK || rc == COMITY_REFUSED);
	ck_assert(checked.schema_valid);
	rc = comity_translate(
	    &checked, to, NULL, TEST_MOMENT, report, &translation);
	if (rc != COMITY_OK)
		suite_show(report);
	ck_assert_int_eq(rc, COMITY_OK);
	out = laws_reread(translation->xml);
	comity_translation_free(translation);
	return out;
}

/* The way that a user goes: to the core as a document, and back from it. */
START_TEST(goes_there_and_back)
{
	const struct golden_example *example = &golden.examples[_i];
	const struct comity_edition *edition =
	    golden.editions[example->profile];
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc, *core, *back;
	struct leaf_list a, b;
	char *why;

	doc = laws_doc(
	    example->name, example->source->bytes, example->source->len);
	core = translated(doc, edition, NULL, report);
	/* a Collection bears the block in its members, others themselves */
	ck_assert(comity_node_child(comity_doc_root(core), COMITY_NS_CORE,
		      "Translation") != NULL ||
		  comity_node_child(comity_node_first(comity_doc_root(core)),
		      COMITY_NS_CORE, "Translation") != NULL);
	back = translated(core, golden.core, edition, report);
	ck_assert_ptr_null(comity_node_child(
	    comity_doc_root(back), COMITY_NS_CORE, "Translation"));
	leaf_list_read(
	    &a, comity_doc_root(doc), golden.models[example->profile]);
	leaf_list_read(
	    &b, comity_doc_root(back), golden.models[example->profile]);
	why = leaf_list_differ(&a, &b);
	ck_assert_msg(why == NULL, "%s: %s", example->name, why);
	leaf_list_clear(&a);
	leaf_list_clear(&b);
	comity_doc_free(doc);
	comity_doc_free(core);
	comity_doc_free(back);
	comity_report_free(report);
}
END_TEST

/* A part of an example, repeated. */
static const struct growth {
	const char *why, *example, *begin, *end;
	int profile;
} growths[] = {
	{ "items of a license", "plain", "<Item ", "</Item>", US_EAR },
	{ "parties of a license", "plain", "<EndUser", "</EndUser>", US_EAR },
	{ "boxes 13 to 18", "plain", "<Box13", "</Box18>", EU_DUALUSE },
	{ "data uses of a policy", "plain", "<DATA_USE ", "</DATA_USE>",
	    EGA_POLICY },
};

/* The example with its part n times, ids out and numbers counted. */
static char *
grown(const struct growth *growth, size_t n)
{
	struct comity_text text = { 0 };
	const char *all = NULL, *begin, *end, *at;
	size_t i;

	for (i = 0; i < golden.own_count; i++)
		if (golden.examples[i].profile == growth->profile &&
		    strcmp(golden.examples[i].name, growth->example) == 0)
			all = (char *)golden.examples[i].source->bytes;
	ck_assert_ptr_nonnull(all);
	begin = strstr(all, growth->begin);
	ck_assert_msg(begin != NULL, "%s", growth->why);
	end = strstr(begin, growth->end);
	ck_assert_msg(end != NULL, "%s", growth->why);
	end += strlen(growth->end);
	comity_text_add_bytes(&text, all, (size_t)(begin - all));
	for (i = 1; i <= n; i++)
		for (at = begin; at < end;) {
			if (i > 1 && strncmp(at, " id=\"", 5) == 0) {
				at = strchr(at + 5, '"') + 1;
			} else if (strncmp(at, " number=\"", 9) == 0) {
				comity_text_addf(&text, " number=\"%zu\"", i);
				at = strchr(at + 9, '"') + 1;
			} else {
				comity_text_add_bytes(&text, at++, 1);
			}
		}
	comity_text_add(&text, end);
	ck_assert(!text.failed);
	return text.data;
}

static double
seconds(void)
{
	struct timespec now;

	ck_assert_int_eq(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now), 0);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The shortest of some translations in, the check there and back included. */
static double
cost(const struct growth *growth, size_t n)
{
	char *text = grown(growth, n);
	struct comity_doc *doc = laws_doc("grown", text, strlen(text));
	struct comity_report *report = comity_report_new();
	struct comity_translation *view;
	struct comity_checked checked;
	double best = 1e9, begin, took;
	int i, rc;

	rc = comity_check(golden.editions[growth->profile], doc, TEST_MOMENT,
	    report, &checked);
	if ((rc != COMITY_OK && rc != COMITY_REFUSED) || !checked.schema_valid)
		suite_show(report);
	ck_assert(checked.schema_valid);
	for (i = 0; i < 5; i++) {
		begin = seconds();
		rc = comity_translate_in(&checked, report, &view);
		took = seconds() - begin;
		ck_assert_int_eq(rc, COMITY_OK);
		comity_translation_free(view);
		best = took < best ? took : best;
	}
	comity_report_free(report);
	comity_doc_free(doc);
	free(text);
	return best;
}

START_TEST(grows_with_the_document)
{
	const struct growth *growth = &growths[_i];
	double small = 1, large = 1e9;
	int i;

	/* another process may take the cache: the best of a few counts */
	for (i = 0; i < 4 && large >= 6 * small; i++) {
		small = cost(growth, 300);
		large = cost(growth, 1200);
	}
	printf("# %s: four times as many take %.1f times as long "
	       "(%.2f ms)\n",
	    growth->why, large / small, large * 1000);
	fflush(stdout);
	ck_assert_msg(
	    large < 6 * small, "%s: %.1f times", growth->why, large / small);
}
END_TEST

SUITE("laws")
if (!golden_load(&golden))
	return EXIT_FAILURE;
tcase_add_loop_test(tcase, holds, 0, (int)golden.own_count);
tcase_add_loop_test(tcase, says_what_was_reviewed, 0, (int)golden.own_count);
tcase_add_loop_test(tcase, goes_there_and_back, 0, (int)golden.own_count);
tcase_add_loop_test(tcase, maps_as_reviewed, 0, FORMS);
SUITE_ROWS(units_are_those_of_the_list, us_forms);
SUITE_ROWS(control_lists_agree, controls);
SUITE_ROWS(grows_with_the_document, growths);
SUITE_END
