/* SPDX-License-Identifier: Apache-2.0 */
#include "tolerance.h"

#include "memory.h"
#include "pack-private.h"
#include "tolerance-order.h"

#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A namespace name without what systems get wrong: http for https, and a
 * slash at the end. */
static const char *
bare(const char *ns, size_t *len, bool *web)
{
	static const char *const schemes[] = { "https://", "http://" };
	size_t i;

	*web = false;
	for (i = 0; i < 2 && !*web; i++)
		if (strncasecmp(ns, schemes[i], strlen(schemes[i])) == 0) {
			ns += strlen(schemes[i]);
			*web = true;
		}
	*len = strlen(ns);
	if (*len > 0 && ns[*len - 1] == '/')
		(*len)--;
	return ns;
}

static bool
is_near(const char *a, const char *b)
{
	size_t a_len, b_len;
	bool a_web, b_web;

	a = bare(a, &a_len, &a_web);
	b = bare(b, &b_len, &b_web);
	return a_len > 0 && a_len == b_len && a_web == b_web &&
	       strncasecmp(a, b, a_len) == 0;
}

/* The namespace that an edition means by one that it does not have; NULL none.
 * found: "" for none. name: of the root; NULL: of any. */
static const char *
meant(const struct pack_edition *edition, const char *found, const char *name)
{
	const struct pack_drift *drift;
	size_t i, k;

	for (i = 0; i < edition->match_count; i++)
		if (edition->matches[i].ns != NULL &&
		    strcmp(edition->matches[i].ns, found) == 0)
			return NULL; /* it is right */
	for (i = 0; i < edition->match_count; i++) {
		const struct pack_name *match = &edition->matches[i];

		if (match->ns == NULL ||
		    (name != NULL && strcmp(match->name, name) != 0))
			continue;
		if (is_near(match->ns, found))
			return match->ns;
		for (k = 0; k < edition->drift_count; k++) {
			drift = &edition->drifts[k];
			if (drift->kind == PACK_DRIFT_NAMESPACE &&
			    strcmp(drift->found, found) == 0)
				return match->ns;
		}
	}
	return NULL;
}

static const char *
ns_of(const xmlNode *node)
{
	return node->ns != NULL ? (const char *)node->ns->href : "";
}

/* The one profile whose root an element nearly is; NULL none, or two. */
static const struct pack_edition *
profile_near(const struct comity_packs *packs, const xmlNode *node)
{
	const struct pack_edition *found = NULL, *edition;
	size_t i;

	if (comity_packs_knows(packs, node))
		return NULL;
	for (i = 0; i < packs->count; i++) {
		edition = packs->editions[i];
		if (meant(edition, ns_of(node), (const char *)node->name) ==
		    NULL)
			continue;
		if (found != NULL && strcmp(found->edition.profile,
					 edition->edition.profile) != 0)
			return NULL;
		found = edition;
	}
	return found;
}

bool
comity_tolerance_knows(const struct comity_packs *packs, const xmlNode *node)
{
	return profile_near(packs, node) != NULL;
}

int
comity_tolerance_say(const struct comity_packs *packs,
    const struct comity_doc *doc, struct comity_report *report)
{
	const xmlNode *root = comity_doc_root(doc);
	const struct pack_edition *near = profile_near(packs, root);

	if (near == NULL)
		return COMITY_OK;
	return comity_doc_find(doc, root, report, COMITY_F_DRIFT_ROOT,
	    ns_of(root), meant(near, ns_of(root), (const char *)root->name));
}

/* The next element in document order. */
static xmlNodePtr
next_element(xmlNodePtr node, const xmlNode *root)
{
	xmlNodePtr next = comity_node_first(node);

	while (next == NULL && node != root) {
		next = comity_node_after(node);
		node = node->parent;
	}
	return next;
}

/* Every declaration of a namespace that drifts is made what it means. */
static int
declarations_mend(const struct pack_edition *edition, struct comity_doc *copy,
    struct comity_report *report)
{
	xmlNodePtr root = comity_doc_root(copy), node;
	const char *to;
	xmlChar *href;
	xmlNsPtr ns;
	int rc;

	for (node = root; node != NULL; node = next_element(node, root))
		for (ns = node->nsDef; ns != NULL; ns = ns->next) {
			if (ns->href == NULL || *ns->href == '\0')
				continue;
			to = meant(edition, (const char *)ns->href, NULL);
			if (to == NULL)
				continue;
			rc = comity_doc_find(copy, node, report,
			    COMITY_F_DRIFT_NAMESPACE, (const char *)ns->href,
			    to);
			href = xmlStrdup(BAD_CAST to);
			if (rc != COMITY_OK || href == NULL) {
				xmlFree(href);
				return COMITY_ENOMEM;
			}
			xmlFree((xmlChar *)ns->href);
			ns->href = href;
		}
	return COMITY_OK;
}

/* A document without a namespace, where the format is known to come so. */
static int
absence_mend(const struct pack_edition *edition, struct comity_doc *copy,
    struct comity_report *report)
{
	xmlNodePtr root = comity_doc_root(copy), node;
	const char *to = meant(edition, "", (const char *)root->name);
	xmlNsPtr ns;
	int rc;

	if (root->ns != NULL || to == NULL)
		return COMITY_OK;
	rc = comity_doc_find(
	    copy, root, report, COMITY_F_DRIFT_NAMESPACE, NULL, to);
	if (rc != COMITY_OK ||
	    (ns = xmlNewNs(root, BAD_CAST to, BAD_CAST "drift")) == NULL)
		return COMITY_ENOMEM;
	for (node = root; node != NULL; node = next_element(node, root))
		if (node->ns == NULL)
			node->ns = ns;
	return COMITY_OK;
}

static int
namespaces_mend(const struct pack_edition *edition, struct comity_doc *copy,
    struct comity_report *report)
{
	int rc = declarations_mend(edition, copy, report);

	return rc == COMITY_OK ? absence_mend(edition, copy, report) : rc;
}

/* No attribute, no element, no text that shows. */
static bool
is_empty(const xmlNode *node)
{
	const xmlNode *child;

	if (node->properties != NULL)
		return false;
	for (child = node->children; child != NULL; child = child->next)
		if (child->type != XML_COMMENT_NODE && !xmlIsBlankNode(child))
			return false;
	return true;
}

static int
empties_remove(const struct pack_edition *edition, struct comity_doc *copy,
    struct comity_report *report)
{
	xmlNodePtr root = comity_doc_root(copy), node, next;

	for (node = next_element(root, root); node != NULL; node = next) {
		next = next_element(node, root);
		if (!comity_drift_is(edition, PACK_DRIFT_EMPTY, node) ||
		    !is_empty(node))
			continue;
		if (comity_doc_find(copy, node, report, COMITY_F_DRIFT_EMPTY,
			(const char *)node->name, NULL) != COMITY_OK)
			return COMITY_ENOMEM;
		xmlUnlinkNode(node);
		xmlFreeNode(node);
	}
	return COMITY_OK;
}

int
comity_tolerance_open(const struct comity_packs *packs,
    const struct comity_doc *doc, struct comity_report *report,
    struct comity_doc **out)
{
	const struct pack_edition *near;
	int rc = comity_doc_copy(doc, comity_doc_root(doc), out);

	if (rc != COMITY_OK)
		return rc;
	near = profile_near(packs, comity_doc_root(*out));
	return near == NULL ? COMITY_OK : namespaces_mend(near, *out, report);
}

int
comity_tolerance_apply(const struct comity_edition *edition,
    struct comity_doc *copy, struct comity_report *report)
{
	const struct pack_edition *own = (const struct pack_edition *)edition;
	int rc = namespaces_mend(own, copy, report);

	if (rc == COMITY_OK)
		rc = empties_remove(own, copy, report);
	if (rc == COMITY_OK)
		rc = comity_order_mend(own, copy, report);
	return rc == COMITY_OK && comity_memory_failed() ? COMITY_ENOMEM : rc;
}

size_t
comity_tolerance_count(const struct comity_report *report)
{
	static const char *const ids[] = { "comity-drift-namespace",
		"comity-drift-order", "comity-drift-empty" };
	const struct comity_finding *finding;
	size_t i, k, count = 0;

	for (i = 0; (finding = comity_report_at(report, i)) != NULL; i++)
		for (k = 0; k < sizeof(ids) / sizeof(ids[0]); k++)
			count += strcmp(finding->id, ids[k]) == 0;
	return count;
}

int
comity_tolerance_hint(const struct comity_edition *edition,
    const struct comity_doc *doc, struct comity_report *report)
{
	struct comity_report *aside = comity_report_new();
	const struct comity_finding *first;
	struct comity_doc *copy = NULL;
	int rc = COMITY_ENOMEM;

	if (aside == NULL)
		return COMITY_ENOMEM;
	rc = comity_doc_copy(doc, comity_doc_root(doc), &copy);
	if (rc == COMITY_OK)
		rc = comity_tolerance_apply(edition, copy, aside);
	first = comity_report_at(aside, 0);
	if (rc == COMITY_OK && first != NULL) {
		struct comity_place place = { first->file, first->line,
			first->path };

		rc = comity_report_add(report, COMITY_F_DRIFT_KNOWN, &place,
		    first->found, first->expected);
	}
	comity_doc_free(copy);
	comity_report_free(aside);
	return rc;
}
