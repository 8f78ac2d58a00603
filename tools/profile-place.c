/* SPDX-License-Identifier: Apache-2.0 */
#include "profile-place.h"

#include "file.h"
#include "limit.h"

#include <stdlib.h>
#include <string.h>

bool
place_is_profile(const char *name)
{
	return strcmp(name, "codes") != 0 && strcmp(name, "requirements") != 0;
}

static bool
is_below(const char *dir, const char *word)
{
	struct comity_text name = { 0 };
	size_t i;
	bool has;

	comity_text_add(&name, word);
	for (i = 0; i < name.len; i++)
		if (name.data[i] == '@')
			name.data[i] = '/';
	has = name.data != NULL && place_is_profile(name.data) &&
	      comity_folder_has(dir, name.data);
	comity_text_clear(&name);
	return has;
}

bool
place_has(const struct run *run, const char *word)
{
	bool has = is_below(run->schemas, word);
	size_t i;

	for (i = 0; !has && i < run->options.schemas.count; i++)
		has = is_below(run->options.schemas.at[i], word);
	return has;
}

int
place_load(struct run *run)
{
	const struct list *more = &run->options.schemas;
	struct comity_report *aside = comity_report_new();
	size_t i;
	int rc = COMITY_ENOMEM;

	if (aside == NULL || (rc = comity_packs_new(&run->packs)) != COMITY_OK)
		goto out;
	rc = comity_packs_read(run->packs, run->schemas, true, aside);
	for (i = 0; i < more->count && rc != COMITY_EIO && rc != COMITY_ENOMEM;
	     i++)
		rc = comity_packs_read(run->packs, more->at[i], false, aside);
	rc = run_loaded(run, rc);
	if (rc == COMITY_EIO)
		comity_report_join(run->talk->report, aside);
	else if (rc != COMITY_ENOMEM)
		rc = COMITY_OK; /* refusals are what `check` is for */
out:
	comity_report_free(aside);
	return rc;
}

static void
read_example(struct place *place, const char *path)
{
	struct comity_report *aside = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc **more;

	more = realloc(
	    place->examples, (place->example_count + 1) * sizeof(*more));
	if (more != NULL)
		place->examples = more;
	if (aside != NULL && more != NULL &&
	    comity_file_read(path, COMITY_SOURCE_MAX, aside, &source) ==
		COMITY_OK &&
	    comity_doc_read(source, aside, &more[place->example_count]) ==
		COMITY_OK)
		place->example_count++;
	comity_source_free(source);
	comity_report_free(aside);
}

/* The documents of one folder of examples. */
static void
read_examples(struct place *place, const char *path)
{
	char **names = comity_folder_files(path, ".xml");
	size_t i;

	for (i = 0; names != NULL && names[i] != NULL; i++) {
		struct comity_text file = { 0 };

		comity_text_addf(&file, "%s/%s", path, names[i]);
		if (file.data != NULL)
			read_example(place, file.data);
		comity_text_clear(&file);
	}
	comity_folder_list_free(names);
}

/* examples/PROFILE/ and examples/PROFILE/EDITION/ beside schemas/: a document
 * is of the edition that it matches, in whichever folder it lies. */
static int
read_below(struct place *place, const char *path, int depth)
{
	char **names = comity_folder_list(path); /* NULL: there is none */
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && names != NULL && names[i] != NULL; i++) {
		char *at = comity_text_format("%s/%s", path, names[i]);

		if (at == NULL) {
			rc = COMITY_ENOMEM;
		} else {
			read_examples(place, at);
			if (depth > 1)
				rc = read_below(place, at, depth - 1);
		}
		free(at);
	}
	comity_folder_list_free(names);
	return rc;
}

static int
read_all_examples(struct place *place, const char *dir)
{
	char *path = comity_text_format("%s/../examples", dir);
	int rc = path == NULL ? COMITY_ENOMEM : read_below(place, path, 2);

	free(path);
	return rc;
}

static int
read_cases(struct place *place, const char *dir, const char *profile)
{
	struct comity_report *aside = comity_report_new();
	struct comity_text path = { 0 };
	int rc;

	comity_text_addf(&path, "%s/../tests/rules/%s.tsv", dir, profile);
	rc = aside == NULL || path.data == NULL
		 ? COMITY_ENOMEM
		 : comity_file_read(
		       path.data, COMITY_SOURCE_MAX, aside, &place->cases);
	comity_text_clear(&path);
	comity_report_free(aside);
	return rc == COMITY_ENOMEM ? rc : COMITY_OK; /* none is none */
}

int
place_read(
    struct run *run, const char *dir, const char *profile, struct place *place)
{
	struct comity_text path = { 0 };
	char **ids = NULL;
	size_t i, count = 0;
	int rc = COMITY_ENOMEM;

	memset(place, 0, sizeof(*place));
	comity_text_addf(&path, "%s/%s", dir, profile);
	if (path.data == NULL || (ids = comity_folder_list(path.data)) == NULL)
		goto out;
	while (ids[count] != NULL)
		count++;
	place->inspections = calloc(count + 1, sizeof(*place->inspections));
	rc = place->inspections == NULL ? COMITY_ENOMEM : COMITY_OK;
	for (i = 0; rc == COMITY_OK && i < count; i++) {
		struct comity_text at = { 0 };

		comity_text_addf(&at, "%s/%s", path.data, ids[i]);
		rc = at.data == NULL ? COMITY_ENOMEM
				     : comity_pack_inspect(run->packs, at.data,
					   &place->inspections[place->count]);
		place->count += rc == COMITY_OK;
		comity_text_clear(&at);
	}
	if (rc == COMITY_OK) {
		rc = comity_status_worse(read_all_examples(place, dir),
		    read_cases(place, dir, profile));
	}
out:
	comity_folder_list_free(ids);
	comity_text_clear(&path);
	return rc;
}

void
place_clear(struct place *place)
{
	size_t i;

	for (i = 0; i < place->count; i++)
		comity_inspection_free(place->inspections[i]);
	for (i = 0; i < place->example_count; i++)
		comity_doc_free(place->examples[i]);
	free(place->inspections);
	free(place->examples);
	comity_source_free(place->cases);
	memset(place, 0, sizeof(*place));
}
