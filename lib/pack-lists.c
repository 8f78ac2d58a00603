/* SPDX-License-Identifier: Apache-2.0 */
/* pack-lists: the code lists of a pack and those that all share; read with the
 * packs, or when one is first asked for. */
#include "memory.h"
#include "pack-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

void
comity_pack_lists_clear(struct pack_lists *lists)
{
	size_t i;

	for (i = 0; i < lists->count; i++)
		comity_codelist_free(lists->lists[i]);
	free(lists->lists);
	lists->lists = NULL;
	lists->count = 0;
}

/* A shared list is where its id and edition say. */
static int
list_name_check(const struct comity_folder_file *file,
    const struct comity_codelist *list, struct comity_report *report)
{
	struct comity_text name = { 0 };
	char *expected;
	int rc = COMITY_OK;

	comity_text_addf(&name, "%s/%s.gc", comity_codelist_id(list),
	    comity_codelist_edition(list));
	if ((expected = comity_text_take(&name)) == NULL)
		return COMITY_ENOMEM;
	if (strcmp(expected, file->name) != 0)
		rc = comity_folder_refuse(report, COMITY_F_PACK_CODES,
		    file->source->name, 0, file->name, expected);
	free(expected);
	return rc;
}

/* Takes the list. */
static int
list_add(struct pack_lists *lists, struct comity_codelist *list)
{
	struct comity_codelist **more =
	    realloc(lists->lists, (lists->count + 1) * sizeof(*more));

	if (more == NULL) {
		comity_codelist_free(list);
		return COMITY_ENOMEM;
	}
	lists->lists = more;
	more[lists->count++] = list;
	return COMITY_OK;
}

/* Read one list, or its head, and put it with the others. */
static int
list_read(const struct comity_folder_file *file, bool shared, bool deferred,
    struct pack_lists *lists, struct comity_report *report)
{
	struct comity_codelist *list = NULL;
	size_t i;
	int rc = deferred ? comity_codelist_promise(file, report, &list)
			  : comity_codelist_read(file, report, &list);

	if (rc == COMITY_OK && shared)
		rc = list_name_check(file, list, report);
	for (i = 0; rc == COMITY_OK && i < lists->count; i++) {
		if (comity_text_same(comity_codelist_id(lists->lists[i]),
			comity_codelist_id(list)) &&
		    comity_text_same(comity_codelist_edition(lists->lists[i]),
			comity_codelist_edition(list)))
			rc = comity_folder_refuse(report, COMITY_F_PACK_CODES,
			    file->source->name, 0, comity_codelist_id(list),
			    "each edition of a list once");
	}
	if (rc == COMITY_OK)
		return list_add(lists, list);
	comity_codelist_free(list);
	return rc;
}

int
comity_pack_lists_read(const struct comity_folder *folder, bool shared,
    bool deferred, struct pack_lists *lists, struct comity_report *report)
{
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc != COMITY_ENOMEM && i < folder->count; i++) {
		if (strcmp(folder->files[i].role, "codes") == 0)
			rc = comity_status_worse(
			    rc, list_read(&folder->files[i], shared, deferred,
				    lists, report));
	}
	return rc;
}

/* The octets that it is read from do not change: it is const to others. */
static int
list_open(const struct comity_packs *packs, const struct comity_codelist *list,
    struct comity_report *report)
{
	pthread_mutex_t *lock = (pthread_mutex_t *)&packs->lists_lock;
	int rc;

	if (comity_codelist_is_whole(list))
		return COMITY_OK;
	if (pthread_mutex_lock(lock) != 0)
		return COMITY_EINTERNAL;
	rc = comity_codelist_fulfil((struct comity_codelist *)list, report);
	pthread_mutex_unlock(lock);
	if (rc == COMITY_ENOMEM)
		comity_memory_note();
	return rc;
}

/* The edition's own first. packs NULL: there are no shared ones. */
static const struct comity_codelist *
list_choose(const struct comity_edition *edition,
    const struct comity_packs *packs, const char *name)
{
	const struct pack_edition *own = (const struct pack_edition *)edition;
	const struct comity_codelist *list = NULL;

	if (own != NULL)
		list = comity_codelist_choose(
		    own->lists.lists, own->lists.count, name);
	if (list == NULL && packs != NULL)
		list = comity_codelist_choose(
		    packs->lists.lists, packs->lists.count, name);
	return list;
}

static int
choose_open(const struct comity_edition *edition,
    const struct comity_packs *packs, const char *name,
    struct comity_report *report, const struct comity_codelist **out)
{
	const struct comity_codelist *list = list_choose(edition, packs, name);
	int rc;

	*out = NULL;
	if (list == NULL)
		return COMITY_UNKNOWN;
	/* what is of no set was never promised */
	rc = packs == NULL ? COMITY_OK : list_open(packs, list, report);
	if (rc == COMITY_OK)
		*out = list;
	return rc;
}

int
comity_edition_codelist_open(const struct comity_edition *edition,
    const char *list, struct comity_report *report,
    const struct comity_codelist **out)
{
	return choose_open(edition, edition->packs, list, report, out);
}

int
comity_packs_codelist_open(const struct comity_packs *packs, const char *list,
    struct comity_report *report, const struct comity_codelist **out)
{
	return choose_open(NULL, packs, list, report, out);
}

/* The list with all that it holds; NULL: it is refused. */
static const struct comity_codelist *
whole(const struct comity_packs *packs, const struct comity_codelist *list)
{
	struct comity_report *scratch;
	int rc;

	if (list == NULL || packs == NULL || comity_codelist_is_whole(list))
		return list;
	if ((scratch = comity_report_new()) == NULL) {
		comity_memory_note();
		return NULL;
	}
	rc = list_open(packs, list, scratch);
	comity_report_free(scratch);
	return rc == COMITY_OK ? list : NULL;
}

const struct comity_codelist *
comity_edition_codelist(const struct comity_edition *edition, const char *list)
{
	return whole(
	    edition->packs, list_choose(edition, edition->packs, list));
}

const struct comity_codelist *
comity_packs_codelist(const struct comity_packs *packs, const char *list)
{
	return whole(packs, list_choose(NULL, packs, list));
}

const struct comity_codelist *
comity_edition_codelist_head(
    const struct comity_edition *edition, const char *list)
{
	return list_choose(edition, edition->packs, list);
}

const struct comity_codelist *
comity_edition_codelist_at(const struct comity_edition *edition, size_t i)
{
	const struct pack_edition *own = (const struct pack_edition *)edition;

	return i < own->lists.count ? whole(edition->packs, own->lists.lists[i])
				    : NULL;
}

size_t
comity_packs_codelist_count(const struct comity_packs *packs)
{
	return packs->lists.count;
}

const struct comity_codelist *
comity_packs_codelist_at(const struct comity_packs *packs, size_t i)
{
	return i < packs->lists.count ? packs->lists.lists[i] : NULL;
}
