/* SPDX-License-Identifier: Apache-2.0 */
/* tree: trees of libxml2 whose nodes a region owns. */
#ifndef COMITY_TREE_H
#define COMITY_TREE_H

#include "region.h"

#include <libxml/tree.h>

/* A copy of a tree in a region of its own; *region NULL: without one. What is
 * added to it later must be taken out again, or is never freed; what is taken
 * out may be freed, as ever. NULL: memory ran out. Free it with
 * comity_tree_free(). */
xmlDocPtr comity_tree_copy(xmlDocPtr xml, struct comity_region **region);
/* Nodes that the region owns, which are all as a rule, need no visit. Takes
 * NULL for both. */
void comity_tree_free(xmlDocPtr xml, struct comity_region *region);

#endif
