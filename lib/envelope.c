/* SPDX-License-Identifier: Apache-2.0 */
#include "envelope.h"

#include "limit.h"
#include "text.h"
#include "tolerance.h"

#include <stdlib.h>
#include <string.h>

/* Envelopes that have a place for content. */
static const struct kind {
	const char *ns, *root;
	const char *carrier; /* the child with the content; NULL any... */
	const char * not ; /* ... but this one */
	const char *name;
} kinds[] = {
	{ "http://schemas.xmlsoap.org/soap/envelope/", "Envelope", "Body", NULL,
	    "SOAP 1.1" },
	{ "http://www.w3.org/2003/05/soap-envelope", "Envelope", "Body", NULL,
	    "SOAP 1.2" },
	{ "http://www.unece.org/cefact/namespaces/"
	  "StandardBusinessDocumentHeader",
	    "StandardBusinessDocument", NULL, "StandardBusinessDocumentHeader",
	    "SBDH" },
	{ COMITY_NS_DS, "Signature", "Object", NULL, "enveloping signature" },
};

static const struct kind *
kind_of(const xmlNode *node)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (comity_node_is(node, kinds[i].ns, kinds[i].root))
			return &kinds[i];
	return NULL;
}

/* The next element after a subtree; the first inside it if enter is set. */
static xmlNodePtr
step(xmlNodePtr node, const xmlNode *root, bool enter)
{
	xmlNodePtr next = enter ? comity_node_first(node) : NULL;

	while (next == NULL && node != root) {
		next = comity_node_after(node);
		node = node->parent;
	}
	return next;
}

static bool
is_known(const struct comity_packs *packs, const xmlNode *node)
{
	return comity_packs_knows(packs, node) ||
	       comity_tolerance_knows(packs, node);
}

/* The part of an envelope around node that is no place for content. */
static const xmlNode *
part_find(const xmlNode *node, const xmlNode *root)
{
	const struct kind *kind;

	for (; node != root; node = node->parent) {
		if ((kind = kind_of(node->parent)) == NULL)
			continue;
		if (kind->carrier != NULL
			? !comity_node_is(node, kind->ns, kind->carrier)
			: comity_node_is(node, kind->ns, kind->not ))
			return node;
	}
	return NULL;
}

struct comity_envelope
comity_envelope_find(
    const struct comity_packs *packs, const struct comity_doc *doc)
{
	struct comity_envelope found = { NULL, NULL, NULL };
	xmlNodePtr root = comity_doc_root(doc), node;
	bool known = is_known(packs, root);

	for (node = known ? NULL : step(root, root, true);
	     node != NULL && found.second == NULL;
	     node = step(node, root, !known)) {
		known = is_known(packs, node);
		if (known && found.inner == NULL)
			found.inner = node;
		else if (known)
			found.second = node;
	}
	if (found.inner != NULL)
		found.part = part_find(found.inner, root);
	return found;
}

static size_t
depth_of(const xmlNode *node)
{
	size_t depth = 0;

	for (; node->parent != NULL && node->parent->type == XML_ELEMENT_NODE;
	     node = node->parent)
		depth++;
	return depth;
}

/* "SBDH, SOAP 1.1" from the inside out; "WEBIN" where no kind is known. */
static int
kinds_write(const xmlNode *inner, const xmlNode *root, char **out)
{
	struct comity_text text = { 0 };
	const xmlNode *node = inner;
	const struct kind *kind;

	while (node != root) {
		node = node->parent;
		if ((kind = kind_of(node)) != NULL)
			comity_text_addf(&text, "%s%s",
			    text.len > 0 ? ", " : "", kind->name);
	}
	if (text.len == 0)
		comity_text_add(&text, (const char *)root->name);
	*out = comity_text_take(&text);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}

/* A finding at a node, with the kinds of envelope as what was found. */
static int
say(const struct comity_doc *doc, const xmlNode *node,
    struct comity_report *report, enum comity_finding_id id)
{
	char *kind = NULL;
	int rc = kinds_write(node, comity_doc_root(doc), &kind);

	if (rc == COMITY_OK)
		rc = comity_doc_find(doc, node, report, id, kind, NULL);
	free(kind);
	return rc;
}

/* Both places, each a finding of its own. */
static int
say_two(const struct comity_doc *doc, const struct comity_envelope *found,
    struct comity_report *report)
{
	int rc = say(doc, found->inner, report, COMITY_F_ENVELOPE_TWO);

	return rc == COMITY_ENOMEM
		   ? rc
		   : say(doc, found->second, report, COMITY_F_ENVELOPE_TWO);
}

int
comity_envelope_open(const struct comity_packs *packs,
    const struct comity_doc *doc, struct comity_report *report,
    struct comity_doc **out)
{
	struct comity_envelope found = comity_envelope_find(packs, doc);
	int rc;

	*out = NULL;
	if (found.inner == NULL)
		return COMITY_OK;
	if (found.second != NULL)
		return say_two(doc, &found, report);
	if (found.part != NULL)
		return comity_doc_find(doc, found.inner, report,
		    COMITY_F_ENVELOPE_PART, (const char *)found.part->name,
		    NULL);
	if (depth_of(found.inner) > COMITY_ENVELOPE_DEPTH_MAX)
		return comity_doc_find(doc, found.inner, report,
		    COMITY_F_ENVELOPE_DEEP, NULL, NULL);
	rc = say(doc, found.inner, report, COMITY_F_ENVELOPE);
	return rc != COMITY_OK ? rc : comity_doc_copy(doc, found.inner, out);
}

int
comity_envelope_say(const struct comity_packs *packs,
    const struct comity_doc *doc, struct comity_report *report)
{
	struct comity_envelope found = comity_envelope_find(packs, doc);

	if (found.inner == NULL)
		return COMITY_OK;
	if (found.second != NULL)
		return say_two(doc, &found, report);
	return say(doc, found.inner, report, COMITY_F_ENVELOPE_CLOSED);
}
