/* SPDX-License-Identifier: Apache-2.0 */
/* zones: the system's time zone data, read while packs are loaded. */
#include "file.h"
#include "limit.h"
#include "pack-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#ifndef COMITY_ZONEINFO_DIR
#define COMITY_ZONEINFO_DIR "/usr/share/zoneinfo"
#endif

const struct comity_zone *
comity_packs_zone(const struct comity_packs *packs, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < packs->zone_count; i++) {
		if (strcmp(comity_zone_name(packs->zones[i]), name) == 0)
			return packs->zones[i];
	}
	return NULL;
}

const char *
comity_packs_zone_version(const struct comity_packs *packs)
{
	return packs->zone_version != NULL ? packs->zone_version : "unknown";
}

/* "Europe/Berlin": no step that leaves the folder. */
static bool
name_is_plain(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
				      "OPQRSTUVWXYZ0123456789_+-/";

	return name[0] != '\0' && name[0] != '/' &&
	       strspn(name, letters) == strlen(name);
}

static int
system_read(const char *name, size_t max, struct comity_source **out)
{
	struct comity_report *report = comity_report_new();
	struct comity_text path = { 0 };
	char *full;
	int rc = COMITY_ENOMEM;

	comity_text_addf(&path, "%s/%s", COMITY_ZONEINFO_DIR, name);
	full = comity_text_take(&path);
	if (report != NULL && full != NULL)
		rc = comity_file_read(full, max, report, out);
	free(full);
	comity_report_free(report);
	return rc;
}

/* "# version 2026a", the first line of tzdata.zi. */
static int
version_read(struct comity_packs *packs)
{
	static const char prefix[] = "# version ";
	char begin[100];
	const char *text = begin + strlen(prefix);

	if (!comity_file_begin(
		COMITY_ZONEINFO_DIR "/tzdata.zi", begin, sizeof(begin)) ||
	    strncmp(begin, prefix, strlen(prefix)) != 0)
		return COMITY_OK;
	packs->zone_version = strndup(text, strcspn(text, "\r\n"));
	return packs->zone_version == NULL ? COMITY_ENOMEM : COMITY_OK;
}

int
comity_packs_zone_read(
    struct comity_packs *packs, const char *name, struct comity_report *report)
{
	struct comity_place place = { .file = name };
	struct comity_source *source = NULL;
	struct comity_zone *zone = NULL, **more;
	int rc;

	if (comity_packs_zone(packs, name) != NULL)
		return COMITY_OK;
	if (packs->zone_count == 0 && packs->zone_version == NULL &&
	    version_read(packs) == COMITY_ENOMEM)
		return COMITY_ENOMEM;
	rc = name_is_plain(name)
		 ? system_read(name, COMITY_PACK_FILE_MAX, &source)
		 : COMITY_REFUSED;
	if (rc == COMITY_OK)
		rc = comity_zone_read(name, source, report, &zone);
	comity_source_free(source);
	if (rc == COMITY_ENOMEM)
		return rc;
	if (rc != COMITY_OK)
		return comity_report_add(
		    report, COMITY_F_PACK_ZONE, &place, name, NULL);
	more = realloc(packs->zones, (packs->zone_count + 1) * sizeof(*more));
	if (more == NULL) {
		comity_zone_free(zone);
		return COMITY_ENOMEM;
	}
	packs->zones = more;
	more[packs->zone_count++] = zone;
	return COMITY_OK;
}
