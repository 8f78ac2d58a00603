/* SPDX-License-Identifier: Apache-2.0 */
#include "pack-inspect.h"

#include "pack-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

void
comity_inspection_free(struct comity_inspection *inspection)
{
	if (inspection == NULL)
		return;
	if (inspection->edition != NULL) /* it owns the folder */
		comity_pack_edition_free(
		    (struct pack_edition *)inspection->edition);
	else
		comity_folder_free(inspection->folder);
	comity_report_free(inspection->report);
	free(inspection->path);
	free(inspection);
}

/* What one part came to: only memory ends the reading. */
static void
part(int *rc, int of_part)
{
	if (*rc != COMITY_ENOMEM && of_part != COMITY_OK)
		*rc = of_part == COMITY_ENOMEM ? COMITY_ENOMEM : COMITY_EPACK;
}

static void
rules_read(struct pack_edition *edition, struct comity_report *report, int *rc)
{
	const struct comity_folder_file *rules =
	    comity_folder_role(edition->folder, "rules");

	if ((rules == NULL) != edition->has_no_rules)
		part(rc, comity_folder_refuse(report, COMITY_F_PACK_RULES,
			     edition->folder->index->name, 0,
			     rules == NULL ? NULL : rules->name,
			     "a File of role rules, or rules=\"none\""));
	if (rules != NULL)
		part(rc,
		    comity_rules_read(rules, edition->folder, &edition->edition,
			report, &edition->edition.rules));
}

static int
contents_read(struct comity_packs *packs, struct pack_edition *edition,
    struct comity_report *report)
{
	struct comity_edition *public = &edition->edition;
	int rc = COMITY_OK;

	public->packs = packs;
	if (public->zone_name != NULL) {
		part(&rc,
		    comity_packs_zone_read(packs, public->zone_name, report));
		public->zone = (struct comity_zone *)comity_packs_zone(
		    packs, public->zone_name);
	}
	part(&rc, comity_pack_lists_read(edition->folder, false, false,
		      &edition->lists, report));
	part(&rc,
	    comity_messages_read(
		edition->folder, NULL, report, &public->messages));
	part(&rc, comity_schema_read(edition->folder, report, &public->schema));
	rules_read(edition, report, &rc);
	part(&rc, comity_pack_crosswalk_read(edition, report));
	edition->contents = PACK_READ; /* as far as it could be read */
	return rc;
}

/* The last step of a path, and the one before it; taken out of a copy. */
static bool
steps_cut(char *path, const char **profile, const char **edition)
{
	char *slash;
	size_t len = strlen(path);

	while (len > 0 && path[len - 1] == '/')
		path[--len] = '\0';
	if ((slash = strrchr(path, '/')) == NULL)
		return false;
	*slash = '\0';
	*edition = slash + 1;
	slash = strrchr(path, '/');
	*profile = slash == NULL ? path : slash + 1;
	return true;
}

int
comity_pack_inspect(struct comity_packs *packs, const char *path,
    struct comity_inspection **out)
{
	struct comity_inspection *own = calloc(1, sizeof(*own));
	struct pack_edition *edition = NULL;
	const char *profile = "", *id = "";
	char *steps = comity_text_copy(path);
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (own == NULL || steps == NULL ||
	    (own->path = comity_text_copy(path)) == NULL ||
	    (own->report = comity_report_new()) == NULL)
		goto out;
	steps_cut(steps, &profile, &id);
	rc = comity_folder_inspect(
	    path, "profile.xml", own->report, &own->folder);
	if (own->folder == NULL)
		goto done;
	part(&rc, comity_profile_read(
		      own->folder, profile, id, own->report, &edition));
	if (edition == NULL)
		goto done;
	own->edition = &edition->edition;
	part(&rc, contents_read(packs, edition, own->report));
done:
	own->whole = rc == COMITY_OK;
	if (rc != COMITY_ENOMEM && !comity_report_failed(own->report)) {
		*out = own;
		own = NULL; /* transferred */
		rc = COMITY_OK;
	}
out:
	free(steps);
	comity_inspection_free(own);
	return rc == COMITY_OK ? rc : COMITY_ENOMEM;
}
