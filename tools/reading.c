/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "container.h"

#include <string.h>

static int
refuse(struct answer *answer, enum comity_finding_id id, const char *found)
{
	struct comity_place place = { .file = answer->source->name };

	return comity_report_add(answer->report, id, &place, found, NULL);
}

static int
open_container(struct run *run, struct answer *answer)
{
	struct comity_container *container = NULL;
	struct comity_beside *beside = NULL;
	int rc;

	rc = comity_container_read(answer->source, answer->report, &container);
	if (rc == COMITY_OK)
		rc = comity_container_open(
		    container, answer->source, answer->report, &beside);
	comity_container_free(container);
	if (rc != COMITY_OK)
		return rc;
	return comity_beside_document(beside, answer->source->name, run->packs,
	    run->moment, answer->report, &answer->doc);
}

/* A payload by the name of its file: no signature chooses a path. */
static int
add_payload(struct answer *answer, const struct comity_source *payload,
    struct comity_beside *beside)
{
	const char *slash = strrchr(payload->name, '/');
	const char *name = slash != NULL ? slash + 1 : payload->name;
	int rc = comity_beside_add_payload(
	    beside, name, payload->bytes, payload->len);

	return rc == COMITY_REFUSED
		   ? refuse(answer, COMITY_F_PAYLOAD_TWICE, name)
		   : rc;
}

/* A signature in a file of its own; doc is taken over. */
static int
open_detached(struct run *run, struct answer *answer, struct comity_doc *doc)
{
	const struct list *payloads = &run->options.payload;
	const xmlNode *root = comity_doc_root(doc);
	struct comity_beside *beside = NULL;
	size_t i;
	int rc;

	if (!comity_node_is(root, COMITY_NS_DS, "Signature") &&
	    !comity_node_is(root, COMITY_NS_ASIC, "XAdESSignatures")) {
		comity_doc_free(doc);
		rc = refuse(answer, COMITY_F_PAYLOAD_UNASKED, NULL);
		return rc == COMITY_ENOMEM ? rc : COMITY_UNKNOWN;
	}
	if ((beside = comity_beside_new()) == NULL) {
		comity_doc_free(doc);
		return COMITY_ENOMEM;
	}
	rc = comity_beside_add(beside, doc);
	if (rc == COMITY_OK)
		rc = run_load_payloads(run);
	for (i = 0; rc == COMITY_OK && i < payloads->count; i++)
		rc = add_payload(answer, run->payloads[i], beside);
	if (rc != COMITY_OK) {
		comity_beside_free(beside);
		return rc;
	}
	return comity_beside_document(beside, answer->source->name, run->packs,
	    run->moment, answer->report, &answer->doc);
}

int
reading_open(struct run *run, struct answer *answer)
{
	struct comity_doc *doc = NULL;
	int rc;

	if (comity_container_is(answer->source) && run->packs != NULL)
		return open_container(run, answer);
	rc = comity_doc_read(answer->source, answer->report, &doc);
	if (rc != COMITY_OK)
		return rc;
	if (run->options.payload.count > 0)
		return open_detached(run, answer, doc);
	rc = comity_beside_open(doc, &answer->doc);
	if (rc == COMITY_UNKNOWN) {
		answer->doc = doc; /* it holds its signatures, or none */
		rc = COMITY_OK;
	} else if (rc != COMITY_OK)
		comity_doc_free(doc);
	return rc;
}
