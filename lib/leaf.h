/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leaf: the leaves of a document in document order, and whether two documents
 * have the same ones. Leaves: attributes, and elements without element
 * children. Not leaves: xmlns, xsi:schemaLocation, comments, prefixes, white
 * space between elements, ds:Signature children of the root.
 */
#ifndef COMITY_LEAF_H
#define COMITY_LEAF_H

#include "xml.h"

/* Whether an attribute or element is a leaf that must have a fate. */
bool comity_leaf_is(const xmlNode *node);
/* Whether a node is beside the document's own content. */
bool comity_leaf_is_outside(const xmlNode *node);

struct comity_leaf_options {
	const char *unordered; /* elements whose children have no order */
	/* Whether an element without children is structure, where white
	 * space does not count; NULL never. */
	bool (*is_structure)(const xmlNode *node, void *data);
	void *data;
};

/*
 * Compare two trees leaf by leaf, in linear time.
 * differs  the first node of a (or of b, where a has none) that differs.
 * Returns COMITY_OK; COMITY_REFUSED if they differ; COMITY_ENOMEM.
 */
int comity_leaf_compare(const xmlNode *a, const xmlNode *b,
    const struct comity_leaf_options *options, const xmlNode **differs);

#endif
