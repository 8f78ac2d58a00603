/* SPDX-License-Identifier: Apache-2.0 */
#include "bundling.h"

#include "container.h"
#include "file.h"
#include "limit.h"
#include "render-preview.h"
#include "signable.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool
bundling_is_asked(const struct options *o)
{
	return o->detached || o->container != NULL;
}

const char *
bundling_misuse(const struct options *o, int argc)
{
	if (!bundling_is_asked(o))
		return argc > 1 ? "several files need --detached or --container"
				: NULL;
	if (o->detached && o->container != NULL)
		return "--detached and --container: one of them";
	if (argc > LIST_MAX)
		return "too many files";
	if (o->container == NULL || strcmp(o->container, "asic-e") == 0)
		return NULL;
	if (strcmp(o->container, "asic-s") != 0)
		return "--container: asic-e or asic-s";
	return argc > 1 ? "--container asic-s holds one file" : NULL;
}

static char *
base_name(char *path)
{
	char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static int
refuse(struct answer *answer, const struct comity_source *source,
    enum comity_finding_id id, const char *found, const char *expected)
{
	struct comity_place place = { .file = source->name };

	return comity_report_add(answer->report, id, &place, found, expected);
}

/* Whether a file says that it is XML: then it has to be. */
static bool
says_xml(const struct comity_source *source)
{
	const char *ending = strrchr(source->name, '.');

	return ending != NULL && strcasecmp(ending, ".xml") == 0;
}

/* One file: parsed if it is XML, validated if a profile knows it, shown. */
static int
look(struct run *run, struct answer *answer, struct bundle *bundle, size_t i)
{
	const struct comity_source *source = bundle->sources[i];
	struct comity_report *found = comity_report_new_like(answer->report);
	struct comity_checked checked = { 0 };
	int rc = COMITY_ENOMEM;

	if (found == NULL)
		return rc;
	rc = comity_doc_read(source, found, &bundle->docs[i]);
	if (rc == COMITY_OK || (says_xml(source) && rc != COMITY_ENOMEM)) {
		if (comity_report_join(answer->report, found) != COMITY_OK)
			rc = COMITY_ENOMEM;
		if (rc == COMITY_OK)
			rc = signable_check(
			    run, answer, bundle->docs[i], &checked);
	} else if (rc != COMITY_ENOMEM) {
		rc = refuse(answer, source, COMITY_F_SIGN_ANNEX, NULL, NULL);
	}
	comity_report_free(found);
	if (rc == COMITY_OK && checked.edition != NULL) {
		if (bundle->known != NULL)
			return comity_status_worse(COMITY_UNKNOWN,
			    refuse(answer, source, COMITY_F_CONTAINER_TWO,
				source->name, bundle->known));
		bundle->known = source->name;
		answer->edition = checked.edition;
	}
	if (rc == COMITY_OK && !run->options.quiet)
		rc = preview_document(
		    run, source, checked.edition != NULL ? &checked : NULL);
	return rc;
}

/* The files of a new container, by the names that they have. */
static int
fill(struct run *run, struct answer *answer, struct bundle *bundle)
{
	const struct comity_source *source;
	size_t i;
	int rc = COMITY_OK;

	if ((bundle->container = calloc(1, sizeof(*bundle->container))) == NULL)
		return COMITY_ENOMEM;
	bundle->container->extended =
	    strcmp(run->options.container, "asic-e") == 0;
	for (i = 0; rc == COMITY_OK && i < bundle->count; i++) {
		source = bundle->sources[i];
		rc = comity_container_add(bundle->container,
		    base_name(source->name), source->bytes, source->len);
		if (rc == COMITY_REFUSED)
			rc = refuse(answer, source, COMITY_F_SIGN_NAME,
			    base_name(source->name), NULL);
	}
	return rc;
}

int
bundling_read(struct run *run, struct answer *answer, int argc, char **argv,
    struct bundle *bundle)
{
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < (size_t)argc; i++) {
		run->file_count++;
		rc = comity_file_read(argv[i], COMITY_SOURCE_MAX,
		    answer->report, &bundle->sources[i]);
		if (rc == COMITY_EIO)
			run->unread_count++;
		if (rc == COMITY_OK) {
			bundle->count++;
			/* what comes in a pipe has no name to be signed by */
			rc = strcmp(argv[i], "-") == 0
				 ? refuse(answer, bundle->sources[i],
				       COMITY_F_SIGN_NAME, argv[i], NULL)
				 : look(run, answer, bundle, i);
		}
	}
	if (rc == COMITY_OK && run->options.container != NULL)
		rc = fill(run, answer, bundle);
	return rc;
}

int
bundling_open(struct answer *answer, struct bundle *bundle)
{
	return comity_container_read(
	    answer->source, answer->report, &bundle->container);
}

/* A signature in a file of its own. */
static int
sign_detached(struct answer *answer, const struct signer *signer,
    struct bundle *bundle, unsigned char **octets, size_t *len)
{
	struct comity_payload payloads[LIST_MAX];
	size_t i;

	for (i = 0; i < bundle->count; i++)
		payloads[i] = (struct comity_payload){
			.name = base_name(bundle->sources[i]->name),
			.bytes = bundle->sources[i]->bytes,
			.len = bundle->sources[i]->len
		};
	return comity_sign_payloads(payloads, bundle->count, answer->file,
	    &signer->signing, answer->report, octets, len);
}

int
bundling_sign(struct answer *answer, const struct signer *signer,
    struct bundle *bundle, unsigned char **octets, size_t *len)
{
	int rc;

	if (bundle->container == NULL)
		return sign_detached(answer, signer, bundle, octets, len);
	rc = comity_sign_container(
	    bundle->container, answer->file, &signer->signing, answer->report);
	if (rc == COMITY_OK)
		rc = comity_container_write(bundle->container, octets, len);
	return rc;
}

int
bundling_beside(const struct bundle *bundle, struct comity_beside **out)
{
	struct comity_beside *beside = comity_beside_new();
	size_t i;
	int rc = beside != NULL ? COMITY_OK : COMITY_ENOMEM;

	for (i = 0; rc == COMITY_OK && i < bundle->count; i++)
		rc = comity_beside_add_payload(beside,
		    base_name(bundle->sources[i]->name),
		    bundle->sources[i]->bytes, bundle->sources[i]->len);
	if (rc != COMITY_OK) {
		comity_beside_free(beside);
		return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
	}
	*out = beside;
	return COMITY_OK;
}

void
bundling_clear(struct bundle *bundle)
{
	size_t i;

	for (i = 0; i < bundle->count; i++) {
		comity_source_free(bundle->sources[i]);
		comity_doc_free(bundle->docs[i]);
	}
	comity_container_free(bundle->container);
	memset(bundle, 0, sizeof(*bundle));
}
