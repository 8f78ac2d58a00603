/* SPDX-License-Identifier: Apache-2.0 */
/* pack-contents: what a pack holds besides profile.xml, read once: with the
 * packs, or when it is first asked for. Its octets are in memory since. */
#include "crosswalk.h"
#include "edition.h"
#include "memory.h"
#include "pack-private.h"
#include "text.h"

#include <string.h>

/* The one of a loaded set; NULL: made by hand, what it has is there. */
static struct pack_edition *
own_find(const struct comity_edition *edition)
{
	const struct comity_packs *packs = edition->packs;
	size_t i;

	for (i = 0; packs != NULL && i < packs->count; i++) {
		if (&packs->editions[i]->edition == edition)
			return packs->editions[i];
	}
	return NULL;
}

static int
rules_read(struct pack_edition *edition, struct comity_report *report)
{
	const struct comity_folder_file *rules =
	    comity_folder_role(edition->folder, "rules");

	if ((rules == NULL) != edition->has_no_rules)
		return comity_folder_refuse(report, COMITY_F_PACK_RULES,
		    edition->folder->index->name, 0,
		    rules == NULL ? NULL : rules->name,
		    "a File of role rules, or rules=\"none\"");
	if (rules == NULL)
		return COMITY_OK;
	return comity_rules_read(rules, edition->folder, &edition->edition,
	    report, &edition->edition.rules);
}

static int
contents_read(struct pack_edition *edition, struct comity_report *report)
{
	struct comity_edition *public = &edition->edition;
	bool deferred = edition->installed && public->packs->deferred;
	int rc = comity_pack_lists_read(
	    edition->folder, false, deferred, &edition->lists, report);

	if (rc == COMITY_OK)
		rc = comity_messages_read(edition->folder,
		    deferred ? comity_language_name(public->packs->language)
			     : NULL,
		    report, &public->messages);
	if (rc == COMITY_OK)
		rc = comity_schema_read(
		    edition->folder, report, &public->schema);
	if (rc == COMITY_OK)
		rc = rules_read(edition, report);
	return rc;
}

static int
crosswalk_read(struct pack_edition *edition, struct comity_report *report)
{
	const struct comity_folder_file *file =
	    comity_folder_role(edition->folder, "crosswalk");
	struct comity_in_force core;
	struct pack_edition *own;
	int rc;

	if (file == NULL)
		return COMITY_OK;
	comity_packs_in_force(
	    edition->edition.packs, "core", INT64_MAX - 1, &core);
	own = core.edition == NULL ? NULL : own_find(core.edition);
	if (own == NULL)
		return comity_folder_refuse(report, COMITY_F_PACK_REFUSED,
		    file->source->name, 0, "a crosswalk, but no core",
		    "the pack core");
	/* under the same lock: it does not nest, for a process may fork here */
	rc = comity_pack_contents_read(own, report);
	if (rc == COMITY_OK)
		rc = comity_crosswalk_load(file->source, &edition->edition,
		    core.edition, report, &edition->edition.crosswalk);
	return rc == COMITY_OK || rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
}

/* Read a part that was not asked for before; a lack of memory is no verdict
 * on the pack, but what was begun is not used either. */
static int
once(struct pack_edition *edition, enum pack_state *state,
    int (*read)(struct pack_edition *, struct comity_report *),
    struct comity_report *report)
{
	int rc;

	if (*state == PACK_READ)
		return COMITY_OK;
	if (*state == PACK_REFUSED)
		return comity_folder_refuse(report, COMITY_F_PACK_REFUSED,
		    edition->folder->path, 0, edition->edition.profile, NULL);
	rc = read(edition, report);
	*state = rc == COMITY_OK ? PACK_READ : PACK_REFUSED;
	if (rc == COMITY_ENOMEM)
		comity_memory_note();
	return rc;
}

int
comity_pack_contents_read(
    struct pack_edition *edition, struct comity_report *report)
{
	return once(edition, &edition->contents, contents_read, report);
}

int
comity_pack_crosswalk_read(
    struct pack_edition *edition, struct comity_report *report)
{
	return once(edition, &edition->crossing, crosswalk_read, report);
}

/* The octets that it is read from do not change, so that what others see of
 * an edition is the same before and after: it is const to them. */
static int
open_part(const struct comity_edition *edition,
    int (*read)(struct pack_edition *, struct comity_report *),
    struct comity_report *report)
{
	struct pack_edition *own = own_find(edition);
	pthread_mutex_t *lock;
	int rc;

	if (own == NULL)
		return COMITY_OK;
	lock = (pthread_mutex_t *)&edition->packs->lock;
	if (pthread_mutex_lock(lock) != 0)
		return COMITY_EINTERNAL;
	rc = read(own, report);
	pthread_mutex_unlock(lock);
	return rc;
}

int
comity_edition_open(
    const struct comity_edition *edition, struct comity_report *report)
{
	return open_part(edition, comity_pack_contents_read, report);
}

int
comity_edition_open_crosswalk(
    const struct comity_edition *edition, struct comity_report *report)
{
	return open_part(edition, comity_pack_crosswalk_read, report);
}
