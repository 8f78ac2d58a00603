/* SPDX-License-Identifier: Apache-2.0 */
/* container: which file of a container is what. */
#include "container.h"

#include "limit.h"
#include "text.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#define META "META-INF/"

bool
comity_container_is_meta(const char *name)
{
	return strncmp(name, META, strlen(META)) == 0;
}

bool
comity_container_is_signatures(const char *name)
{
	return fnmatch(META "*signatures*.xml", name, FNM_PATHNAME) == 0;
}

static int
refuse(const char *name, struct comity_report *report,
    enum comity_finding_id id, const char *found)
{
	struct comity_place place = { .file = name };

	return comity_report_add(report, id, &place, found, NULL);
}

/* Read one file of it as XML; its name tells both. */
static int
read_xml(const char *container, const char *name, const void *bytes, size_t len,
    struct comity_report *report, struct comity_doc **out)
{
	struct comity_source *source = NULL;
	char *both = comity_text_format("%s/%s", container, name);
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (both != NULL)
		rc = comity_source_new(both, bytes, len, report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, out);
	comity_source_free(source);
	free(both);
	return rc;
}

static int
add_signatures(const struct comity_source *source,
    const struct comity_container_file *file, struct comity_report *report,
    struct comity_beside *beside)
{
	struct comity_doc *doc = NULL;
	const xmlNode *root;
	int rc;

	rc = read_xml(
	    source->name, file->name, file->bytes, file->len, report, &doc);
	if (rc != COMITY_OK)
		return rc;
	root = comity_doc_root(doc);
	if (comity_node_is(root, COMITY_NS_DS, "Signature") ||
	    comity_node_is(root, COMITY_NS_ASIC, "XAdESSignatures"))
		return comity_beside_add(beside, doc);
	comity_doc_free(doc);
	return refuse(
	    source->name, report, COMITY_F_CONTAINER_NO_XADES, file->name);
}

/* What the manifest names, other than the container itself, is there. */
static int
check_manifest(const struct comity_source *source,
    const struct comity_container_file *file, struct comity_report *report,
    const struct comity_beside *beside)
{
	struct comity_doc *doc = NULL;
	xmlNodePtr at;
	size_t named = 0;
	char *path;
	int rc;

	rc = read_xml(
	    source->name, file->name, file->bytes, file->len, report, &doc);
	if (rc != COMITY_OK)
		return rc;
	at = comity_node_child(
	    comity_doc_root(doc), COMITY_NS_MANIFEST, "file-entry");
	for (; rc == COMITY_OK && at != NULL;
	     at = comity_node_next(at, COMITY_NS_MANIFEST, "file-entry")) {
		path = comity_node_attribute_ns(
		    at, COMITY_NS_MANIFEST, "full-path");
		if (path != NULL && strcmp(path, "/") != 0 &&
		    !comity_container_is_meta(path)) {
			named++;
			if (comity_beside_payload(beside, path) == NULL)
				rc = comity_doc_find(doc, at, report,
				    COMITY_F_CONTAINER_MANIFEST, path, NULL);
		}
		free(path);
	}
	if (rc == COMITY_OK && named != beside->payload_count)
		rc = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_CONTAINER_MANIFEST, NULL, NULL);
	comity_doc_free(doc);
	return rc;
}

static int
sort_files(const struct comity_container *container,
    const struct comity_source *source, struct comity_report *report,
    struct comity_beside *beside)
{
	const struct comity_container_file *file, *manifest = NULL;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < container->count; i++) {
		file = &container->files[i];
		if (comity_container_is_signatures(file->name))
			rc = add_signatures(source, file, report, beside);
		else if (strcmp(file->name, META "manifest.xml") == 0)
			manifest = file;
		else if (!comity_container_is_meta(file->name))
			rc = comity_beside_add_payload(
			    beside, file->name, file->bytes, file->len);
	}
	if (rc == COMITY_OK && beside->count == 0) {
		rc = refuse(
		    source->name, report, COMITY_F_CONTAINER_NO_XADES, NULL);
		return rc == COMITY_ENOMEM ? rc : COMITY_UNKNOWN;
	}
	if (rc == COMITY_OK &&
	    (beside->payload_count == 0 ||
		(!container->extended && beside->payload_count > 1)))
		return refuse(
		    source->name, report, COMITY_F_CONTAINER_PAYLOADS, NULL);
	if (rc == COMITY_OK && manifest != NULL)
		rc = check_manifest(source, manifest, report, beside);
	return rc;
}

int
comity_container_open(const struct comity_container *container,
    const struct comity_source *source, struct comity_report *report,
    struct comity_beside **out)
{
	struct comity_beside *beside = comity_beside_new();
	int rc;

	*out = NULL;
	if (beside == NULL)
		return COMITY_ENOMEM;
	beside->container = true;
	memcpy(
	    beside->sha256_hex, source->sha256_hex, sizeof(beside->sha256_hex));
	rc = sort_files(container, source, report, beside);
	if (rc != COMITY_OK) {
		comity_beside_free(beside);
		return rc;
	}
	*out = beside;
	return COMITY_OK;
}

/* The search for the document among payloads. */
struct search {
	struct comity_doc *found; /* owned */
	const struct comity_payload *payload;
	bool matched; /* a profile knows it */
	size_t others; /* XML that no profile knows, beyond the first */
};

static int
look_at(struct search *search, const struct comity_payload *payload,
    const char *name, const struct comity_packs *packs, int64_t moment,
    struct comity_report *report)
{
	struct comity_report *scratch = comity_report_new();
	const struct comity_edition *edition = NULL;
	struct comity_doc *doc = NULL;
	bool matches;
	int rc = COMITY_ENOMEM;

	if (scratch != NULL)
		rc = read_xml(name, payload->name, payload->bytes, payload->len,
		    scratch, &doc);
	if (rc != COMITY_OK) { /* an annex of another kind */
		comity_report_free(scratch);
		return rc == COMITY_ENOMEM ? rc : COMITY_OK;
	}
	rc = comity_packs_match(packs, doc, NULL, moment, scratch, &edition);
	comity_report_free(scratch);
	if (rc != COMITY_OK && rc != COMITY_UNKNOWN) {
		comity_doc_free(doc);
		return rc;
	}
	matches = rc == COMITY_OK;
	if (matches && search->matched) {
		rc = comity_doc_find(doc, comity_doc_root(doc), report,
		    COMITY_F_CONTAINER_TWO, payload->name,
		    search->payload->name);
		comity_doc_free(doc);
		return rc == COMITY_ENOMEM ? rc : COMITY_UNKNOWN;
	}
	if (!matches && search->found != NULL) {
		search->others++;
		comity_doc_free(doc);
		return COMITY_OK;
	}
	comity_doc_free(search->found);
	search->found = doc;
	search->payload = payload;
	search->matched = matches;
	return COMITY_OK;
}

/* The first document of signatures speaks for what is not XML. */
static struct comity_doc *
take_first(struct comity_beside *beside)
{
	struct comity_doc *first = beside->signatures[0];

	beside->count--;
	memmove(beside->signatures, beside->signatures + 1,
	    beside->count * sizeof(beside->signatures[0]));
	beside->self = true;
	return first;
}

int
comity_beside_self(struct comity_beside *beside, struct comity_doc **out)
{
	*out = NULL;
	if (beside->count == 0) {
		comity_beside_free(beside);
		return COMITY_EINTERNAL;
	}
	*out = take_first(beside);
	(*out)->beside = beside;
	return COMITY_OK;
}

int
comity_beside_document(struct comity_beside *beside, const char *name,
    const struct comity_packs *packs, int64_t moment,
    struct comity_report *report, struct comity_doc **out)
{
	struct search search = { 0 };
	size_t i;
	int rc = COMITY_OK;

	*out = NULL;
	for (i = 0; rc == COMITY_OK && i < beside->payload_count; i++)
		rc = look_at(
		    &search, &beside->payloads[i], name, packs, moment, report);
	if (rc != COMITY_OK) {
		comity_doc_free(search.found);
		comity_beside_free(beside);
		return rc;
	}
	if (search.found != NULL && !search.matched && search.others > 0) {
		comity_doc_free(search.found); /* none is the one */
		search.found = NULL;
	}
	if (search.found == NULL)
		search.found = take_first(beside);
	else
		beside->main = search.payload;
	search.found->beside = beside;
	*out = search.found;
	return COMITY_OK;
}
