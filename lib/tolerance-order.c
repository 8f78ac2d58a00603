/* SPDX-License-Identifier: Apache-2.0 */
#include "tolerance-order.h"

#include "schema-leaf.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* One child with its place in the schema. */
struct placed {
	xmlNodePtr node;
	const struct comity_schema_particle *particle;
	size_t at; /* where it stands now */
};

/* One mending. */
struct mending {
	const struct pack_edition *edition;
	struct comity_doc *copy;
	struct comity_report *report;
};

bool
comity_drift_is(const struct pack_edition *edition, enum pack_drift_kind kind,
    const xmlNode *node)
{
	size_t i;

	for (i = 0; i < edition->drift_count; i++)
		if (edition->drifts[i].kind == kind &&
		    comity_node_is(node, edition->drifts[i].in.ns,
			edition->drifts[i].in.name))
			return true;
	return false;
}

/* Whether a group around the place may stand more than once: then the order
 * carries meaning, and nothing is moved. */
static bool
repeats(const struct comity_schema_particle *particle)
{
	for (particle = particle->up; particle != NULL; particle = particle->up)
		if (particle->max > 1 && particle->count > 1)
			return true;
	return false;
}

static int
compare(const void *one, const void *other)
{
	const struct placed *a = one, *b = other;

	if (comity_schema_particle_before(a->particle, b->particle))
		return -1;
	if (comity_schema_particle_before(b->particle, a->particle))
		return 1;
	return a->at < b->at ? -1 : 1;
}

/* The element children; *out NULL: one has no place, or text stands between
 * them, so this is not a matter of order. */
static int
children_place(xmlNodePtr parent, const struct comity_schema_type *type,
    struct placed **out, size_t *count)
{
	struct placed *placed;
	xmlNodePtr node;
	size_t room = 0;

	*out = NULL;
	*count = 0;
	for (node = parent->children; node != NULL; node = node->next) {
		if (node->type == XML_TEXT_NODE && !xmlIsBlankNode(node))
			return COMITY_OK;
		room += node->type == XML_ELEMENT_NODE;
	}
	if (room < 2)
		return COMITY_OK;
	if ((placed = calloc(room, sizeof(*placed))) == NULL)
		return COMITY_ENOMEM;
	for (node = comity_node_first(parent); node != NULL;
	     node = comity_node_after(node)) {
		struct placed *one = &placed[*count];

		one->node = node;
		one->at = (*count)++;
		one->particle =
		    comity_schema_type_child(type, (const char *)node->name);
		if (one->particle == NULL || repeats(one->particle)) {
			free(placed);
			return COMITY_OK;
		}
	}
	*out = placed;
	return COMITY_OK;
}

/* "Issued, Expires, Item": the order that was read. */
static int
order_say(const struct mending *m, xmlNodePtr parent,
    const struct placed *placed, size_t count)
{
	struct comity_text found = { 0 }, expected = { 0 };
	xmlNodePtr node;
	size_t i;
	int rc = COMITY_ENOMEM;

	for (node = comity_node_first(parent); node != NULL;
	     node = comity_node_after(node))
		comity_text_addf(&found, "%s%s", found.len > 0 ? ", " : "",
		    (const char *)node->name);
	for (i = 0; i < count; i++)
		comity_text_addf(&expected, "%s%s", i > 0 ? ", " : "",
		    (const char *)placed[i].node->name);
	if (!found.failed && !expected.failed)
		rc = comity_doc_find(m->copy, parent, m->report,
		    COMITY_F_DRIFT_ORDER, found.data, expected.data);
	comity_text_clear(&found);
	comity_text_clear(&expected);
	return rc;
}

static int
order_put(const struct mending *m, xmlNodePtr parent,
    const struct comity_schema_type *type)
{
	struct placed *placed;
	size_t i, count;
	bool moved = false;
	int rc = children_place(parent, type, &placed, &count);

	if (rc != COMITY_OK || placed == NULL)
		return rc;
	qsort(placed, count, sizeof(*placed), compare);
	for (i = 0; i < count; i++)
		moved |= placed[i].at != i;
	if (moved)
		rc = order_say(m, parent, placed, count);
	for (i = 0; moved && rc == COMITY_OK && i < count; i++) {
		xmlUnlinkNode(placed[i].node);
		if (xmlAddChild(parent, placed[i].node) == NULL)
			rc = COMITY_ENOMEM;
	}
	free(placed);
	return rc;
}

/* An element and all below it; as deep as the parser lets a document be. */
static int
walk(const struct mending *m, xmlNodePtr node,
    const struct comity_schema_type *type)
{
	const struct comity_schema_particle *particle;
	xmlNodePtr child, next;
	int rc = COMITY_OK;

	if (type == NULL)
		return COMITY_OK;
	for (child = comity_node_first(node); rc == COMITY_OK && child != NULL;
	     child = next) {
		next = comity_node_after(child);
		particle =
		    comity_schema_type_child(type, (const char *)child->name);
		if (particle != NULL && particle->element != NULL)
			rc = walk(m, child, particle->element->type);
	}
	if (rc == COMITY_OK &&
	    comity_drift_is(m->edition, PACK_DRIFT_ORDER, node))
		rc = order_put(m, node, type);
	return rc;
}

int
comity_order_mend(const struct pack_edition *edition, struct comity_doc *copy,
    struct comity_report *report)
{
	struct mending mending = { edition, copy, report };
	const struct comity_schema_element *element;
	struct comity_schema_model *model;
	xmlNodePtr root = comity_doc_root(copy);
	size_t i, rows = 0;
	int rc;

	for (i = 0; i < edition->drift_count; i++)
		rows += edition->drifts[i].kind == PACK_DRIFT_ORDER;
	if (rows == 0)
		return COMITY_OK;
	rc = comity_schema_model_read(&edition->edition, report, &model);
	if (rc != COMITY_OK)
		return rc;
	element = comity_schema_model_root(model, (const char *)root->name);
	if (element != NULL)
		rc = walk(&mending, root, element->type);
	comity_schema_model_free(model);
	return rc;
}
