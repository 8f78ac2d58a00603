/* SPDX-License-Identifier: Apache-2.0 */
#include "pack.h"

#include "crosswalk.h"
#include "edition.h"
#include "memory.h"
#include "pack-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

void
comity_pack_edition_free(struct pack_edition *edition)
{
	if (edition == NULL)
		return;
	comity_crosswalk_free(edition->edition.crosswalk);
	comity_rules_free(edition->edition.rules);
	comity_schema_free(edition->edition.schema);
	comity_messages_free(edition->edition.messages);
	comity_pack_lists_clear(&edition->lists);
	comity_folder_free(edition->folder);
	comity_profile_free(edition);
}

int
comity_packs_new(struct comity_packs **out)
{
	*out = calloc(1, sizeof(**out));
	if (*out == NULL)
		return COMITY_ENOMEM;
	if (pthread_mutex_init(&(*out)->lock, NULL) == 0) {
		if (pthread_mutex_init(&(*out)->lists_lock, NULL) == 0)
			return COMITY_OK;
		pthread_mutex_destroy(&(*out)->lock);
	}
	free(*out);
	*out = NULL;
	return COMITY_ENOMEM;
}

void
comity_packs_defer(struct comity_packs *packs, enum comity_language language)
{
	packs->deferred = true;
	packs->language = language;
}

void
comity_packs_free(struct comity_packs *packs)
{
	size_t i;

	if (packs == NULL)
		return;
	for (i = packs->count; i > 0; i--)
		comity_pack_edition_free(packs->editions[i - 1]);
	comity_pack_lists_clear(&packs->lists);
	for (i = 0; i < packs->folder_count; i++)
		comity_folder_free(packs->folders[i]);
	for (i = 0; i < packs->zone_count; i++)
		comity_zone_free(packs->zones[i]);
	free(packs->editions);
	free(packs->folders);
	free(packs->zones);
	free(packs->zone_version);
	pthread_mutex_destroy(&packs->lists_lock);
	pthread_mutex_destroy(&packs->lock);
	free(packs);
}

static char *
join(const char *a, const char *b)
{
	struct comity_text text = { 0 };

	comity_text_addf(&text, "%s/%s", a, b);
	return comity_text_take(&text);
}

static int
zones_read(struct comity_packs *packs, struct comity_report *report)
{
	const struct comity_codelist *zones;
	size_t i;
	int rc = comity_packs_codelist_open(packs, "zones", report, &zones);

	if (rc != COMITY_OK)
		return rc == COMITY_UNKNOWN ? COMITY_OK : rc;
	for (i = 0;
	     rc != COMITY_ENOMEM && i < comity_codelist_count(zones); i++)
		rc = comity_status_worse(
		    rc, comity_packs_zone_read(
			    packs, comity_codelist_at(zones, i), report));
	return rc;
}

/* schemas/codes, and the zones that its list names. */
static int
shared_read(struct comity_packs *packs, const char *dir, bool installed,
    struct comity_report *report)
{
	char *path = join(dir, "codes");
	struct comity_folder *folder = NULL, **more;
	int rc = COMITY_ENOMEM;

	if (path == NULL)
		goto out;
	rc = COMITY_OK;
	if (!comity_folder_has(path, "codes.xml"))
		goto out;
	rc = comity_folder_read(path, "codes.xml", report, &folder);
	if (rc != COMITY_OK)
		goto out;
	more =
	    realloc(packs->folders, (packs->folder_count + 1) * sizeof(*more));
	if (more == NULL) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	packs->folders = more;
	more[packs->folder_count++] = folder;
	rc = comity_pack_lists_read(folder, true, installed && packs->deferred,
	    &packs->lists, report);
	folder = NULL; /* transferred */
	if (rc != COMITY_ENOMEM)
		rc = comity_status_worse(rc, zones_read(packs, report));
out:
	comity_folder_free(folder);
	free(path);
	return rc;
}

static bool
same_match(const struct pack_edition *a, const struct pack_edition *b,
    const char **name)
{
	size_t i, j;

	for (i = 0; i < a->match_count; i++) {
		for (j = 0; j < b->match_count; j++) {
			*name = a->matches[i].name;
			if (strcmp(*name, b->matches[j].name) == 0 &&
			    comity_text_same(
				a->matches[i].ns, b->matches[j].ns))
				return true;
		}
	}
	return false;
}

/* The same edition twice; or what an installed pack matches, from outside. */
static int
conflict_check(const struct comity_packs *packs, const struct pack_edition *new,
    struct comity_report *report)
{
	const struct pack_edition *old;
	const char *name = NULL;
	size_t i;

	for (i = 0; i < packs->count; i++) {
		old = packs->editions[i];
		if (strcmp(old->edition.profile, new->edition.profile) == 0 &&
		    strcmp(old->edition.id, new->edition.id) == 0)
			return comity_folder_refuse(report,
			    COMITY_F_PACK_CONFLICT, new->folder->index->name, 0,
			    new->edition.id, old->folder->index->name);
		if (old->installed && !new->installed &&
		    same_match(new, old, &name))
			return comity_folder_refuse(report,
			    COMITY_F_PACK_CONFLICT, new->folder->index->name, 0,
			    name, old->folder->index->name);
	}
	return COMITY_OK;
}

static int
edition_add(struct comity_packs *packs, struct pack_edition *edition)
{
	struct pack_edition **more =
	    realloc(packs->editions, (packs->count + 1) * sizeof(*more));

	if (more == NULL)
		return COMITY_ENOMEM;
	packs->editions = more;
	more[packs->count++] = edition;
	return COMITY_OK;
}

static int
zone_find(struct comity_packs *packs, struct comity_edition *edition,
    struct comity_report *report)
{
	int rc;

	if (edition->zone_name == NULL)
		return COMITY_OK;
	rc = comity_packs_zone_read(packs, edition->zone_name, report);
	edition->zone =
	    (struct comity_zone *)comity_packs_zone(packs, edition->zone_name);
	return rc;
}

/* A file that another edition has, or has taken from this one (@of). */
static struct comity_source *
file_known(const void *context, const char *name)
{
	const struct comity_packs *packs = context;
	const struct comity_folder *folder;
	size_t i, j;

	for (i = 0; i < packs->count; i++) {
		folder = packs->editions[i]->folder;
		for (j = 0; j < folder->count; j++)
			if (strcmp(folder->files[j].source->name, name) == 0)
				return folder->files[j].source;
	}
	return NULL;
}

static int
pack_read(struct comity_packs *packs, const char *path, const char *profile,
    const char *id, bool installed, struct comity_report *report)
{
	struct comity_folder *folder = NULL;
	struct pack_edition *edition = NULL;
	struct comity_folder_known known = { file_known, packs };
	int rc = comity_folder_read_known(
	    path, "profile.xml", &known, report, &folder);

	if (rc == COMITY_OK)
		rc = comity_profile_read(folder, profile, id, report, &edition);
	if (rc == COMITY_OK) {
		folder = NULL; /* transferred */
		edition->installed = installed;
		rc = conflict_check(packs, edition, report);
	}
	if (rc == COMITY_OK) {
		edition->edition.packs = packs;
		rc = zone_find(packs, &edition->edition, report);
	}
	if (rc == COMITY_OK && !(installed && packs->deferred))
		rc = comity_pack_contents_read(edition, report);
	if (rc == COMITY_OK && !(installed && packs->deferred))
		rc = comity_pack_crosswalk_read(edition, report);
	if (rc == COMITY_OK)
		rc = edition_add(packs, edition);
	if (rc == COMITY_OK)
		return rc;
	comity_pack_edition_free(edition);
	comity_folder_free(folder);
	return rc == COMITY_ENOMEM
		   ? rc
		   : comity_folder_refuse(
			 report, COMITY_F_PACK_REFUSED, path, 0, profile, NULL);
}

/* All editions of one profile. */
static int
profile_read(struct comity_packs *packs, const char *dir, const char *profile,
    bool installed, struct comity_report *report)
{
	char *at = join(dir, profile), *path;
	char **ids = at == NULL ? NULL : comity_folder_list(at);
	size_t i;
	int rc = ids == NULL ? COMITY_ENOMEM : COMITY_OK;

	for (i = 0; rc != COMITY_ENOMEM && ids[i] != NULL; i++) {
		if ((path = join(at, ids[i])) == NULL) {
			rc = COMITY_ENOMEM;
			break;
		}
		rc = comity_status_worse(rc,
		    pack_read(packs, path, profile, ids[i], installed, report));
		free(path);
	}
	comity_folder_list_free(ids);
	free(at);
	return rc;
}

int
comity_packs_read(struct comity_packs *packs, const char *dir, bool installed,
    struct comity_report *report)
{
	struct comity_place place = { .file = dir };
	char **profiles = comity_folder_list(dir);
	size_t i;
	int rc;

	if (profiles == NULL || profiles[0] == NULL) {
		comity_folder_list_free(profiles);
		rc = comity_report_add(
		    report, COMITY_F_PACK_FOLDER, &place, dir, NULL);
		return rc == COMITY_ENOMEM ? rc : COMITY_EIO;
	}
	rc = shared_read(packs, dir, installed, report);
	/* The core first: the others' tables lead to it. */
	for (i = 0; rc != COMITY_ENOMEM && profiles[i] != NULL; i++) {
		if (strcmp(profiles[i], "core") == 0)
			rc = comity_status_worse(
			    rc, profile_read(packs, dir, profiles[i], installed,
				    report));
	}
	for (i = 0; rc != COMITY_ENOMEM && profiles[i] != NULL; i++) {
		/* requirements/ is requirement-load.c's: no profiles */
		if (strcmp(profiles[i], "core") != 0 &&
		    strcmp(profiles[i], "codes") != 0 &&
		    strcmp(profiles[i], "requirements") != 0)
			rc = comity_status_worse(
			    rc, profile_read(packs, dir, profiles[i], installed,
				    report));
	}
	comity_folder_list_free(profiles);
	return comity_report_failed(report) ? COMITY_ENOMEM : rc;
}

size_t
comity_packs_count(const struct comity_packs *packs)
{
	return packs->count;
}

/* The edition with all that it holds; NULL: it is refused, which no sealed
 * pack is. */
static const struct comity_edition *
whole(const struct comity_edition *edition)
{
	struct comity_report *scratch;
	int rc;

	if (edition == NULL)
		return NULL;
	if ((scratch = comity_report_new()) == NULL) {
		comity_memory_note();
		return NULL;
	}
	rc = comity_edition_open(edition, scratch);
	if (rc == COMITY_OK)
		rc = comity_edition_open_crosswalk(edition, scratch);
	comity_report_free(scratch);
	if (rc == COMITY_ENOMEM)
		comity_memory_note();
	return rc == COMITY_OK ? edition : NULL;
}

const struct comity_edition *
comity_packs_at(const struct comity_packs *packs, size_t i)
{
	return i < packs->count ? whole(&packs->editions[i]->edition) : NULL;
}

const struct comity_edition *
comity_packs_edition(const struct comity_packs *packs, const char *profile,
    const char *id, int64_t day)
{
	const struct comity_edition *edition;
	struct comity_in_force in_force;
	size_t i;

	if (id == NULL) {
		comity_packs_in_force(packs, profile, day, &in_force);
		return whole(in_force.edition);
	}
	for (i = 0; i < packs->count; i++) {
		edition = &packs->editions[i]->edition;
		if (strcmp(edition->profile, profile) == 0 &&
		    strcmp(edition->id, id) == 0)
			return whole(edition);
	}
	return NULL;
}

const struct comity_source *
comity_edition_file(const struct comity_edition *edition, const char *name)
{
	/* The public edition is the first member of ours. */
	const struct pack_edition *own = (const struct pack_edition *)edition;
	const struct comity_folder_file *file =
	    comity_folder_find(own->folder, name);

	return file == NULL ? NULL : file->source;
}

const struct comity_source *
comity_edition_role(const struct comity_edition *edition, const char *role)
{
	const struct pack_edition *own = (const struct pack_edition *)edition;
	const struct comity_folder_file *file =
	    comity_folder_role(own->folder, role);

	return file == NULL ? NULL : file->source;
}

bool
comity_edition_match(const struct comity_edition *edition, size_t i,
    const char **ns, const char **name)
{
	const struct pack_edition *own = (const struct pack_edition *)edition;

	if (i >= own->match_count)
		return false;
	*ns = own->matches[i].ns;
	*name = own->matches[i].name;
	return true;
}

const char *
comity_edition_message(
    const struct comity_edition *edition, const char *id, const char *language)
{
	return comity_messages_find(edition->messages, id, language, false);
}

const char *
comity_edition_remedy(
    const struct comity_edition *edition, const char *id, const char *language)
{
	return comity_messages_find(edition->messages, id, language, true);
}

const char *
comity_edition_text(
    const struct comity_edition *edition, const char *id, const char *language)
{
	return comity_messages_text(edition->messages, id, language);
}
