/* SPDX-License-Identifier: Apache-2.0 */
/* rules-known: which elements and attributes of Schematron comity reads. What
 * is not here is refused by name, so that nothing an author wrote is silently
 * left out. doc/rules.md 1. */
#include "rules-load.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define NS_XML "http://www.w3.org/XML/1998/namespace"
#define NS_XSLT "http://www.w3.org/1999/XSL/Transform"

/* Attributes that an element may carry; c: ones are in NS_RULES. */
static const struct known {
	const char *element;
	const char *attributes[18];
} known[] = {
	{ "schema", { "queryBinding", "schemaVersion", "id", "defaultPhase",
			"icon", "see", "fpi" } },
	{ "ns", { "prefix", "uri" } },
	{ "let", { "name", "value" } },
	{ "include", { "href" } },
	{ "extends", { "rule", "href" } },
	{ "phase", { "id", "when", "icon", "see", "fpi" } },
	{ "active", { "pattern" } },
	{ "pattern", { "id", "name", "abstract", "is-a", "icon", "see", "fpi",
			 "role", "flag" } },
	{ "param", { "name", "value" } },
	{ "rule", { "context", "id", "abstract", "role", "flag", "subject",
		      "icon", "see", "fpi" } },
	{ "assert", { "id", "severity", "test", "c:basis", "c:remedy", "c:at",
			"role", "flag", "see", "subject", "icon", "fpi",
			"diagnostics", "properties" } },
	{ "report", { "id", "severity", "test", "c:basis", "c:remedy", "c:at",
			"role", "flag", "see", "subject", "icon", "fpi",
			"diagnostics", "properties" } },
	{ "diagnostics", { NULL } },
	{ "diagnostic", { "id", "role", "icon", "see", "fpi" } },
	{ "properties", { NULL } },
	{ "property", { "id", "role", "scheme" } },
	{ "value-of", { "select" } },
	{ "name", { "path" } },
	{ "title", { NULL } },
	{ "p", { "id", "class", "icon" } },
	{ "emph", { NULL } },
	{ "dir", { "value" } },
	{ "span", { "class" } },
};

/* What XPath 1.0 alone can not carry, and what to write instead. */
static const struct refused {
	const char *ns, *element, *attribute, *instead;
} refused[] = {
	{ NS_XSLT, "key", NULL,
	    "no key of XSLT: select into a let of the schema, and look up "
	    "with f:resolves" },
	{ NS_XSLT, NULL, NULL, "no XSLT: functions and values of XPath only" },
	{ NS_SCHEMATRON, "key", NULL,
	    "no key: select into a let of the schema, and look up with "
	    "f:resolves" },
	{ NS_SCHEMATRON, "group", NULL,
	    "no group: a pattern for each of its rules does the same" },
	{ NS_SCHEMATRON, "rules", NULL,
	    "no rules: extends href to a file below rules/" },
	{ NS_SCHEMATRON, "library", NULL,
	    "no library: include or extends href to a file below rules/" },
	{ NS_SCHEMATRON, "copy-of", NULL,
	    "no copy-of: value-of, for a finding is a text" },
	{ NS_SCHEMATRON, "pattern", "documents",
	    "no documents: a rule sees the one document that is judged" },
	{ NS_SCHEMATRON, "let", "as", "no as: XPath 1.0 has four types" },
	{ NS_SCHEMATRON, "phase", "from",
	    "no from: when= begins at the document" },
	{ NS_SCHEMATRON, "rule", "visit-each",
	    "no visit-each: a context that selects what is to be visited" },
};

bool
comity_schematron_is(const xmlNode *node, const char *name)
{
	return comity_node_is(node, NS_SCHEMATRON, name);
}

static const char *
instead_of(const xmlNode *node, const char *attribute, const char *otherwise)
{
	const char *ns = node->ns == NULL ? "" : (const char *)node->ns->href;
	const struct refused *row;
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		row = &refused[i];
		if (strcmp(row->ns, ns) == 0 &&
		    (row->element == NULL ||
			strcmp(row->element, (const char *)node->name) == 0) &&
		    comity_text_same(row->attribute, attribute))
			return row->instead;
	}
	return otherwise;
}

static bool
attribute_is_known(const struct known *row, const xmlAttr *attribute)
{
	const char *ns =
	    attribute->ns ? (const char *)attribute->ns->href : NULL;
	const char *const *name;

	if (comity_text_same(ns, NS_XML))
		return true;
	for (name = row->attributes; *name != NULL; name++) {
		if (strncmp(*name, "c:", 2) == 0) {
			if (comity_text_same(ns, NS_RULES) &&
			    strcmp(*name + 2, (char *)attribute->name) == 0)
				return true;
		} else if (ns == NULL &&
			   strcmp(*name, (char *)attribute->name) == 0)
			return true;
	}
	return false;
}

int
comity_known_check(struct loading *loading, const xmlNode *node)
{
	const char *name = (const char *)node->name;
	const xmlAttr *attribute;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (name[0] == known[i].element[0] &&
		    comity_schematron_is(node, known[i].element))
			break;
	}
	if (i == sizeof(known) / sizeof(known[0]))
		return comity_loading_refuse(loading, node, name,
		    instead_of(node, NULL, "an element of doc/rules.md"));
	for (attribute = node->properties; attribute != NULL;
	     attribute = attribute->next) {
		if (!attribute_is_known(&known[i], attribute))
			return comity_loading_refuse(loading, node,
			    (const char *)attribute->name,
			    instead_of(node, (const char *)attribute->name,
				"an attribute of doc/rules.md"));
	}
	return COMITY_OK;
}
