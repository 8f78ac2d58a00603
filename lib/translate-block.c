/* SPDX-License-Identifier: Apache-2.0 */
/* translate: the Translation block, which says what a translation is of. */
#include "moment.h"
#include "text.h"
#include "translate-private.h"

#include <stdlib.h>
#include <string.h>

void
comity_block_clear(struct comity_block *block)
{
	free(block->profile);
	free(block->edition);
	free(block->number);
	free(block->authority);
	memset(block, 0, sizeof(*block));
}

static xmlNodePtr
child(const xmlNode *node, const char *name)
{
	return node == NULL ? NULL
			    : comity_node_child(node, COMITY_NS_CORE, name);
}

/* The first of Number and Alias that says something. */
static char *
number_of(const xmlNode *document)
{
	static const char *const names[] = { "Number", "Alias" };
	const xmlNode *identification = child(document, "Identification");
	xmlNodePtr node;
	char *text;
	size_t i;

	for (i = 0; i < 2; i++) {
		node = child(identification, names[i]);
		if (node == NULL)
			continue;
		text = comity_node_value(node);
		if (text == NULL || *text != '\0')
			return text;
		free(text);
	}
	return comity_text_copy("not stated");
}

/* A license names its authority; an agreement has the party that provides. */
static char *
authority_of(const xmlNode *document)
{
	static const char *const roles[] = { "data-holder", "provider",
		"licensee", NULL };
	xmlNodePtr name = child(child(document, "Authority"), "Name"), party,
		   role;
	char *text;
	size_t i;
	bool fits;

	for (i = 0; name == NULL && i < 4; i++)
		for (party = child(document, "Party");
		     party != NULL && name == NULL;
		     party = comity_node_next(party, COMITY_NS_CORE, "Party")) {
			fits = roles[i] == NULL;
			for (role = child(party, "Role"); role != NULL && !fits;
			     role = comity_node_next(
				 role, COMITY_NS_CORE, "Role")) {
				text = comity_node_value(role);
				fits = comity_text_same(text, roles[i]);
				free(text);
			}
			if (fits)
				name = child(party, "Name");
		}
	if (name == NULL)
		return comity_text_copy("not stated");
	text = comity_node_value(name);
	if (text != NULL && *text == '\0') {
		free(text);
		text = comity_text_copy("not stated");
	}
	return text;
}

static char *
value_of(const xmlNode *block, const char *name)
{
	xmlNodePtr node = child(block, name);

	return node == NULL ? NULL : comity_node_value(node);
}

xmlNodePtr
comity_block_find(const xmlNode *core)
{
	xmlNodePtr block = child(core, "Translation"), inner;

	if (block != NULL)
		return block;
	if (!comity_node_is(core, COMITY_NS_CORE, "Collection"))
		return NULL;
	for (inner = comity_node_first(core); inner != NULL && block == NULL;
	     inner = comity_node_after(inner))
		block = child(inner, "Translation");
	return block;
}

int
comity_block_read(const xmlNode *core, struct comity_block *out)
{
	const xmlNode *document = core, *block = comity_block_find(core);

	memset(out, 0, sizeof(*out));
	if (comity_node_is(core, COMITY_NS_CORE, "Collection") &&
	    (document = child(core, "Agreement")) == NULL)
		document = child(core, "License");
	if (document == NULL)
		document = core;
	if (block != NULL) {
		out->profile = value_of(block, "Profile");
		out->edition = value_of(block, "Edition");
		out->number = value_of(block, "Number");
		out->authority = value_of(block, "Authority");
	}
	if (out->number == NULL)
		out->number = number_of(document);
	if (out->authority == NULL)
		out->authority = authority_of(document);
	return out->number == NULL || out->authority == NULL ? COMITY_ENOMEM
							     : COMITY_OK;
}

static bool
add(xmlNodePtr block, const char *name, const char *value)
{
	xmlNodePtr node, text;

	node =
	    xmlNewDocNode(block->doc, block->ns, (const xmlChar *)name, NULL);
	if (node == NULL)
		return false;
	if (xmlAddChild(block, node) == NULL) {
		xmlFreeNode(node);
		return false;
	}
	text = xmlNewDocText(block->doc, (const xmlChar *)value);
	if (text == NULL)
		return false;
	if (xmlAddChild(node, text) == NULL) {
		xmlFreeNode(text);
		return false;
	}
	return true;
}

static xmlNsPtr
core_namespace(xmlNodePtr root)
{
	xmlNsPtr ns =
	    xmlSearchNsByHref(root->doc, root, (const xmlChar *)COMITY_NS_CORE);

	if (ns == NULL)
		ns = xmlNewNs(root, (const xmlChar *)COMITY_NS_CORE,
		    (const xmlChar *)"c");
	return ns;
}

int
comity_block_write(xmlDocPtr xml, const struct comity_block *block,
    const struct comity_checked *source, int64_t moment)
{
	xmlNodePtr root = xmlDocGetRootElement(xml), node;
	xmlNsPtr ns = core_namespace(root);
	char at[32];

	if (ns == NULL)
		return COMITY_ENOMEM;
	node = xmlNewDocNode(xml, ns, (const xmlChar *)"Translation", NULL);
	if (node == NULL)
		return COMITY_ENOMEM;
	if (root->children == NULL)
		xmlAddChild(root, node);
	else
		xmlAddPrevSibling(root->children, node);
	comity_moment_write(moment, at);
	if (!add(node, "Profile", source->edition->profile) ||
	    !add(node, "Edition", source->edition->id) ||
	    !add(node, "Number", block->number) ||
	    !add(node, "Authority", block->authority) ||
	    !add(node, "SHA256", source->doc->sha256_hex) ||
	    !add(node, "At", at))
		return COMITY_ENOMEM;
	return COMITY_OK;
}

void
comity_block_remove(xmlDocPtr xml)
{
	xmlNodePtr root = xmlDocGetRootElement(xml), block;

	while ((block = child(root, "Translation")) != NULL) {
		xmlUnlinkNode(block);
		xmlFreeNode(block);
	}
}
