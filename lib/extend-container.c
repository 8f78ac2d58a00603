/* SPDX-License-Identifier: Apache-2.0 */
/* extend-container: the signatures of an ASiC-S or ASiC-E container. */
#include "extend.h"

#include <stdlib.h>
#include <string.h>

/* New octets for one file. */
struct change {
	const char *name; /* borrowed from the container */
	unsigned char *octets; /* NULL: it stays */
	size_t len;
};

/* One document of signatures; a report of its own, since what is at the level
 * already, or not meant, is no fault where another one is extended. */
static int
extend_file(const struct comity_container_file *file,
    const struct comity_beside *beside,
    const struct comity_extension *extension, struct comity_report *report,
    struct change *change)
{
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	int rc;

	rc = comity_source_new(
	    file->name, file->bytes, file->len, report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, &doc);
	if (rc == COMITY_OK)
		rc = comity_extend_beside(doc, beside, extension, report,
		    &change->octets, &change->len);
	comity_doc_free(doc);
	comity_source_free(source);
	return rc;
}

/* Whether a no says only that this one needs nothing, or is not meant. */
static bool
is_idle(int rc, const struct comity_report *report)
{
	return rc == COMITY_REFUSED &&
	       (comity_report_find(report, "comity-extend-nothing") != NULL ||
		   comity_report_find(report, "comity-extend-none") != NULL);
}

/* All documents of signatures; *idle gets what a no of the first says. */
static int
extend_files(const struct comity_container *container,
    const struct comity_beside *beside,
    const struct comity_extension *extension, struct comity_report *report,
    struct change *changes)
{
	struct comity_report *idle = NULL, *found;
	bool any = false;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < container->count; i++) {
		changes[i].name = container->files[i].name;
		if (!comity_container_is_signatures(changes[i].name))
			continue;
		if ((found = comity_report_new_like(report)) == NULL) {
			rc = COMITY_ENOMEM;
			break;
		}
		rc = extend_file(&container->files[i], beside, extension, found,
		    &changes[i]);
		any |= rc == COMITY_OK;
		if (is_idle(rc, found)) {
			comity_report_free(idle);
			idle = found;
			rc = COMITY_OK;
			continue;
		}
		if (comity_report_join(report, found) != COMITY_OK)
			rc = COMITY_ENOMEM;
		comity_report_free(found);
	}
	if (rc == COMITY_OK && !any && idle != NULL)
		rc = comity_report_join(report, idle) == COMITY_OK
			 ? COMITY_REFUSED
			 : COMITY_ENOMEM;
	comity_report_free(idle);
	return rc;
}

int
comity_extend_container(struct comity_container *container,
    const struct comity_source *source,
    const struct comity_extension *extension, struct comity_report *report)
{
	struct change *changes = calloc(container->count + 1, sizeof(*changes));
	struct comity_beside *beside = NULL;
	size_t i;
	int rc = COMITY_ENOMEM;

	if (changes != NULL)
		rc = comity_container_open(container, source, report, &beside);
	if (rc == COMITY_OK)
		rc =
		    extend_files(container, beside, extension, report, changes);
	for (i = 0; rc == COMITY_OK && i < container->count; i++)
		if (changes[i].octets != NULL &&
		    comity_container_replace(container, changes[i].name,
			changes[i].octets, changes[i].len))
			changes[i].octets = NULL; /* transferred */
	for (i = 0; changes != NULL && i < container->count; i++)
		free(changes[i].octets);
	comity_beside_free(beside);
	free(changes);
	return rc;
}
