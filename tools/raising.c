/* SPDX-License-Identifier: Apache-2.0 */
#include "raising.h"

#include "extending.h"

#include <stdlib.h>

/* The Id of the last signature of a document: the one just made. */
static char *
last_id(const struct comity_doc *doc)
{
	xmlNodePtr root = comity_doc_root(doc), at, last = NULL;

	if (comity_node_is(root, COMITY_NS_DS, "Signature"))
		last = root;
	for (at = comity_node_child(root, COMITY_NS_DS, "Signature");
	     at != NULL; at = comity_node_next(at, COMITY_NS_DS, "Signature"))
		last = at;
	return last != NULL ? comity_node_attribute(last, "Id") : NULL;
}

/* Read octets that were just made. */
static int
read_made(struct answer *answer, const void *bytes, size_t len,
    struct comity_source **source, struct comity_doc **doc, char **id)
{
	int rc;

	rc =
	    comity_source_new(answer->file, bytes, len, answer->report, source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(*source, answer->report, doc);
	if (rc == COMITY_OK && (*id = last_id(*doc)) == NULL)
		rc = COMITY_ENOMEM;
	return rc;
}

/* Where the signature stands that was added last. */
static const struct comity_container_file *
last_signatures(const struct comity_container *container)
{
	const struct comity_container_file *last = NULL;
	size_t i;

	for (i = 0; i < container->count; i++)
		if (comity_container_is_signatures(container->files[i].name))
			last = &container->files[i];
	return last;
}

static int
raise_container(struct answer *answer, struct extending *extending,
    struct bundle *bundle, unsigned char **octets, size_t *len)
{
	const struct comity_container_file *file =
	    last_signatures(bundle->container);
	struct comity_source *source = NULL, *whole = NULL;
	struct comity_doc *doc = NULL;
	unsigned char *extended = NULL;
	char *id = NULL;
	size_t extended_len = 0;
	int rc = COMITY_EINTERNAL;

	if (file != NULL)
		rc = read_made(
		    answer, file->bytes, file->len, &source, &doc, &id);
	if (rc == COMITY_OK)
		rc = comity_source_new(
		    answer->file, *octets, *len, answer->report, &whole);
	if (rc == COMITY_OK) {
		extending->extension.signature = id;
		rc = comity_extend_container(bundle->container, whole,
		    &extending->extension, answer->report);
	}
	if (rc == COMITY_OK)
		rc = comity_container_write(
		    bundle->container, &extended, &extended_len);
	if (rc == COMITY_OK) {
		free(*octets);
		*octets = extended;
		*len = extended_len;
	}
	comity_doc_free(doc);
	comity_source_free(source);
	comity_source_free(whole);
	free(id);
	return rc;
}

/* One in the document, or in a file of its own. */
static int
raise_document(struct answer *answer, struct extending *extending,
    const struct comity_beside *beside, unsigned char **octets, size_t *len)
{
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	unsigned char *extended = NULL;
	char *id = NULL;
	size_t extended_len = 0;
	int rc = read_made(answer, *octets, *len, &source, &doc, &id);

	if (rc == COMITY_OK) {
		extending->extension.signature = id;
		rc = comity_extend_beside(doc, beside, &extending->extension,
		    answer->report, &extended, &extended_len);
	}
	if (rc == COMITY_OK) {
		free(*octets);
		*octets = extended;
		*len = extended_len;
	}
	comity_doc_free(doc);
	comity_source_free(source);
	free(id);
	return rc;
}

int
raising_level(struct run *run, struct answer *answer, struct bundle *bundle,
    unsigned char **octets, size_t *len)
{
	struct comity_beside *beside = NULL;
	struct extending extending = { 0 };
	int rc = extending_load(run, &extending);

	if (rc == COMITY_OK && bundle->container == NULL && bundle->count > 0)
		rc = bundling_beside(bundle, &beside);
	if (rc == COMITY_OK)
		rc = bundle->container != NULL
			 ? raise_container(
			       answer, &extending, bundle, octets, len)
			 : raise_document(
			       answer, &extending, beside, octets, len);
	comity_beside_free(beside);
	extending_clear(&extending);
	return rc;
}
