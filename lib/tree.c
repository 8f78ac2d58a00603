/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

xmlDocPtr
comity_tree_copy(xmlDocPtr xml, struct comity_region **region)
{
	xmlDocPtr copy;

	*region = comity_region_new();
	comity_region_use(*region);
	copy = xmlCopyDoc(xml, 1);
	comity_region_use(NULL);
	return copy;
}

void
comity_tree_free(xmlDocPtr xml, struct comity_region *region)
{
	if (xml != NULL && region != NULL && !comity_region_is_mixed(region))
		xml->children = xml->last = NULL;
	xmlFreeDoc(xml);
	comity_region_free(region);
}
