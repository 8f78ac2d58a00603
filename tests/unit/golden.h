/* SPDX-License-Identifier: Apache-2.0 */
/* golden: packs, profiles and their examples, for the tests of crosswalks. */
#ifndef COMITY_TEST_GOLDEN_H
#define COMITY_TEST_GOLDEN_H

#include "crosswalk.h"
#include "file.h"
#include "laws.h"
#include "limit.h"
#include "packs.h"
#include "text.h"

#include <dirent.h>

#ifndef COMITY_SCHEMAS_DIR
#define COMITY_SCHEMAS_DIR COMITY_TEST_SRCDIR "/schemas"
#endif

/* The editions in force at the moment, then earlier ones. CORE: documents of
 * the core itself, in tests/golden/core; sources only. */
enum {
	US_EAR,
	EU_DUALUSE,
	EGA_POLICY,
	PROFILES,
	US_EAR_2014 = PROFILES,
	EU_DUALUSE_2009,
	FORMS,
	CORE = FORMS,
	SOURCES
};
/* Their names, which are folders below examples and tests/golden. */
static const char *const golden_profiles[SOURCES] = { "us-ear", "eu-dualuse",
	"ega-policy", "us-ear/2014-12-08", "eu-dualuse/2009-08-27", "core" };

/* An edition by such a name; NULL there is none. */
static inline const struct comity_edition *
golden_edition(const struct comity_packs *packs, const char *name)
{
	const char *slash = strchr(name, '/');
	char profile[100];

	snprintf(
	    profile, sizeof(profile), "%.*s", (int)strcspn(name, "/"), name);
	return comity_packs_edition(packs, profile,
	    slash == NULL ? NULL : slash + 1, TEST_MOMENT / 86400);
}

/* Whether the way of a document from one form to another was reviewed: all but
 * those of today's forms in earlier ones. */
static inline bool
golden_crosses(int from, int to)
{
	return from != to &&
	       (to < PROFILES || (to < FORMS && from >= PROFILES));
}

struct golden_example {
	int profile;
	char *name; /* without .xml */
	struct comity_source *source;
};

/* What every test here works with; made once, before the runner forks. */
struct golden {
	struct comity_packs *packs;
	const struct comity_edition *core, *editions[SOURCES];
	struct comity_schema_model *core_model, *models[SOURCES];
	struct golden_example *examples; /* those of CORE last */
	size_t count, own_count; /* own: without those of CORE */
};

static inline int
golden_by_name(const void *a, const void *b)
{
	const struct golden_example *x = a, *y = b;

	return x->profile != y->profile ? x->profile - y->profile
					: strcmp(x->name, y->name);
}

static inline struct comity_source *
golden_read(const char *path)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;

	if (comity_file_read(path, COMITY_SOURCE_MAX, report, &source) !=
	    COMITY_OK)
		source = NULL;
	comity_report_free(report);
	return source;
}

static inline void
golden_examples(struct golden *g, int profile)
{
	struct golden_example *example;
	struct dirent *entry;
	char path[600];
	size_t len;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s/%s", COMITY_TEST_SRCDIR,
	    profile == CORE ? "tests/golden" : "examples",
	    golden_profiles[profile]);
	if ((dir = opendir(path)) == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		len = strlen(entry->d_name);
		if (len < 5 || strcmp(entry->d_name + len - 4, ".xml") != 0)
			continue;
		g->examples =
		    realloc(g->examples, (g->count + 1) * sizeof(*g->examples));
		if (g->examples == NULL)
			abort();
		example = &g->examples[g->count++];
		example->profile = profile;
		example->name = strndup(entry->d_name, len - 4);
		snprintf(path, sizeof(path), "%s/%s/%s/%s", COMITY_TEST_SRCDIR,
		    profile == CORE ? "tests/golden" : "examples",
		    golden_profiles[profile], entry->d_name);
		example->source = golden_read(path);
	}
	closedir(dir);
}

/* False: something is not there; said on stdout. */
static inline bool
golden_load(struct golden *g)
{
	struct comity_report *report = comity_report_new();
	int i;

	memset(g, 0, sizeof(*g));
	if (comity_packs_new(&g->packs) != COMITY_OK ||
	    comity_packs_read(g->packs, COMITY_SCHEMAS_DIR, true, report) !=
		COMITY_OK)
		goto bad;
	g->core = comity_packs_edition(g->packs, "core", NULL, 0);
	if (g->core == NULL || comity_schema_model_read(g->core, report,
				   &g->core_model) != COMITY_OK)
		goto bad;
	for (i = 0; i < FORMS; i++) {
		g->editions[i] = golden_edition(g->packs, golden_profiles[i]);
		if (g->editions[i] == NULL ||
		    comity_schema_model_read(
			g->editions[i], report, &g->models[i]) != COMITY_OK)
			goto bad;
		golden_examples(g, i);
	}
	g->own_count = g->count;
	g->editions[CORE] = g->core;
	g->models[CORE] = g->core_model;
	golden_examples(g, CORE);
	qsort(g->examples, g->count, sizeof(*g->examples), golden_by_name);
	comity_report_free(report);
	return g->own_count > 0;
bad:
	suite_show(report);
	comity_report_free(report);
	printf("Bail out! the packs do not load\n");
	return false;
}

static inline struct laws
golden_laws(const struct golden *g, int profile)
{
	struct laws laws = { g->editions[profile], g->core, g->models[profile],
		g->core_model, TEST_MOMENT, 20, 0, 0, { 0 } };

	return laws;
}

/* What the name of a reviewed translation into a form ends with. */
static inline void
golden_to(int to, char end[60])
{
	char *slash;

	snprintf(end, 60, ".to-%s.txt", golden_profiles[to]);
	if ((slash = strchr(end, '/')) != NULL)
		*slash = '@';
}

/* A file of tests/golden; NULL it is not there. */
static inline struct comity_source *
golden_file(int profile, const char *name, const char *end, char path[600])
{
	snprintf(path, 600, "%s/tests/golden/%s/%s%s", COMITY_TEST_SRCDIR,
	    golden_profiles[profile], name, end);
	return golden_read(path);
}

/* Every pair of every map that a row uses, as lines; free() it. */
struct golden_maps {
	const struct comity_crosswalk *crosswalk;
	struct comity_text text;
	char seen[2000];
};

static inline bool
golden_map(const struct comity_crosswalk_row *row, void *data)
{
	struct golden_maps *maps = data;
	struct comity_crosswalk_pair pair;
	bool other = false;
	char name[200];
	size_t i;

	if (row->map == NULL)
		return true;
	snprintf(name, sizeof(name), " %s ", row->map);
	if (strstr(maps->seen, name) != NULL)
		return true;
	ck_assert_uint_lt(
	    strlen(maps->seen) + strlen(name), sizeof(maps->seen));
	memcpy(maps->seen + strlen(maps->seen), name, strlen(name) + 1);
	for (i = 0; comity_crosswalk_map_pair(
		 maps->crosswalk, row->map, i, &pair, &other);
	     i++)
		comity_text_addf(&maps->text, "%s\t%s\t%s\t%s%s\n", row->map,
		    pair.local, pair.core, pair.relation,
		    !pair.reads    ? "\tout only"
		    : !pair.writes ? "\tin only"
				   : "");
	if (other)
		comity_text_addf(&maps->text, "%s\t*\tthe same\n", row->map);
	return true;
}

static inline char *
golden_maps(const struct comity_crosswalk *crosswalk)
{
	struct golden_maps maps = { .crosswalk = crosswalk };

	ck_assert_int_eq(
	    comity_crosswalk_rows(crosswalk, golden_map, &maps), COMITY_OK);
	ck_assert(!maps.text.failed && maps.text.data != NULL);
	return maps.text.data;
}

static inline void
golden_bless(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	ck_assert_msg(file != NULL, "%s", path);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

#endif
