/* SPDX-License-Identifier: Apache-2.0 */
#include "coverage.h"

#include <string.h>

/* Keep what one Reference covers, if it is the only one of its kind. */
static int
take(struct comity_proof *proof, const struct comity_octets *octets,
    size_t count, const char *what)
{
	if (count > 1)
		return comity_ruling_shape(&proof->ruling,
		    "rule 9: %zu References cover %s; exactly one is asked",
		    count, what);
	if (count == 1 && proof->covered == NULL)
		proof->covered = octets;
	return COMITY_OK;
}

static int
cover_root(struct comity_proof *proof)
{
	const struct comity_octets *octets = NULL;
	size_t i, count = 0;

	for (i = 0; i < proof->info.count; i++)
		if (proof->targets[i].covers_root) {
			octets = proof->targets[i].octets;
			count++;
		}
	return take(proof, octets, count, "the document");
}

/* The References to an Object, or to the one element in it. A Manifest only
 * names data: what it lists is not looked at (rule 17). */
static size_t
count_object(const struct comity_proof *proof, const xmlNode *object,
    const struct comity_octets **octets)
{
	const xmlNode *child = comity_node_first(object);
	size_t i, count = 0;

	if (comity_node_is(child, COMITY_NS_DS, "Manifest"))
		return 0;
	if (child != NULL && comity_node_after(child) != NULL)
		child = NULL;
	for (i = 0; i < proof->info.count; i++)
		if (proof->targets[i].node == object ||
		    (child != NULL && proof->targets[i].node == child)) {
			*octets = proof->targets[i].octets;
			count++;
		}
	return count;
}

static int
cover_objects(struct comity_proof *proof)
{
	const struct comity_octets *octets = NULL;
	const xmlNode *object = NULL;
	size_t count, objects = 0;
	bool whole = true;
	int rc = COMITY_OK;

	while (rc == COMITY_OK && (object = comity_beside_object(
				       proof->parts.node, object)) != NULL) {
		count = count_object(proof, object, &octets);
		whole = whole && count > 0;
		objects++;
		rc = take(proof, octets, count, "an Object");
	}
	if (!whole)
		proof->covered = NULL;
	proof->opaque = objects > 1;
	return rc;
}

static int
cover_payloads(const struct comity_beside *beside, struct comity_proof *proof)
{
	const struct comity_octets *octets = NULL;
	size_t i, j, count;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < beside->payload_count; i++) {
		const struct comity_payload *payload = &beside->payloads[i];

		count = 0;
		for (j = 0; j < proof->info.count; j++)
			if (proof->targets[j].payload == payload) {
				octets = proof->targets[j].octets;
				count++;
			}
		rc = take(proof, octets, count, "a payload");
		if (count == 0 && proof->lacks == NULL)
			proof->lacks = payload->name;
		if (count == 1 && payload == beside->main)
			proof->covered = octets;
	}
	if (proof->lacks != NULL)
		proof->covered = NULL;
	proof->opaque = beside->main == NULL;
	return rc;
}

int
comity_coverage_find(const struct comity_proof_context *context,
    const xmlNode *master, struct comity_proof *proof)
{
	const struct comity_beside *beside = context->beside;

	proof->covered = NULL;
	if (master != NULL) /* it covers its master's value */
		return COMITY_OK;
	if (beside != NULL && beside->payload_count > 0)
		return cover_payloads(beside, proof);
	if (proof->parts.node == comity_doc_root(context->doc))
		return cover_objects(proof);
	return cover_root(proof);
}
