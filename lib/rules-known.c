/* SPDX-License-Identifier: Apache-2.0 */
/* rules-known: which elements and attributes of Schematron comity reads. What
 * is not here is refused by name, so that nothing an author wrote is silently
 * left out. doc/rules.md 1. */
#include "rules-load.h"
#include "text.h"

#include <stdint.h>
#include <string.h>

#define NS_XML "http://www.w3.org/XML/1998/namespace"
#define NS_XSLT "http://www.w3.org/1999/XSL/Transform"

/* By number, in alphabetical order; the last three in NS_RULES, the others in
 * no namespace. */
static const char *const names[AT_COUNT] = { "abstract", "class", "context",
	"defaultPhase", "diagnostics", "flag", "fpi", "href", "icon", "id",
	"is-a", "name", "path", "pattern", "prefix", "properties",
	"queryBinding", "role", "rule", "schemaVersion", "scheme", "see",
	"select", "severity", "subject", "test", "uri", "value", "when", "at",
	"basis", "remedy" };

#define HAS(name) ((uint64_t)1 << (name))
#define LABELS (HAS(AT_ICON) | HAS(AT_SEE) | HAS(AT_FPI))
#define MARKS (LABELS | HAS(AT_ROLE) | HAS(AT_FLAG))
#define TEST                                                                   \
	(MARKS | HAS(AT_ID) | HAS(AT_SEVERITY) | HAS(AT_TEST) |                \
	    HAS(AT_SUBJECT) | HAS(AT_DIAGNOSTICS) | HAS(AT_PROPERTIES) |       \
	    HAS(AT_C_BASIS) | HAS(AT_C_REMEDY) | HAS(AT_C_AT))

/* Attributes that an element may carry. */
static const struct known {
	const char *element;
	uint64_t attributes;
} known[] = {
	{ "schema", LABELS | HAS(AT_QUERY_BINDING) | HAS(AT_SCHEMA_VERSION) |
			HAS(AT_ID) | HAS(AT_DEFAULT_PHASE) },
	{ "ns", HAS(AT_PREFIX) | HAS(AT_URI) },
	{ "let", HAS(AT_NAME) | HAS(AT_VALUE) },
	{ "include", HAS(AT_HREF) },
	{ "extends", HAS(AT_RULE) | HAS(AT_HREF) },
	{ "phase", LABELS | HAS(AT_ID) | HAS(AT_WHEN) },
	{ "active", HAS(AT_PATTERN) },
	{ "pattern", MARKS | HAS(AT_ID) | HAS(AT_NAME) | HAS(AT_ABSTRACT) |
			 HAS(AT_IS_A) },
	{ "param", HAS(AT_NAME) | HAS(AT_VALUE) },
	{ "rule", MARKS | HAS(AT_CONTEXT) | HAS(AT_ID) | HAS(AT_ABSTRACT) |
		      HAS(AT_SUBJECT) },
	{ "assert", TEST },
	{ "report", TEST },
	{ "diagnostics", 0 },
	{ "diagnostic", LABELS | HAS(AT_ID) | HAS(AT_ROLE) },
	{ "properties", 0 },
	{ "property", HAS(AT_ID) | HAS(AT_ROLE) | HAS(AT_SCHEME) },
	{ "value-of", HAS(AT_SELECT) },
	{ "name", HAS(AT_PATH) },
	{ "title", 0 },
	{ "p", HAS(AT_ID) | HAS(AT_CLASS) | HAS(AT_ICON) },
	{ "emph", 0 },
	{ "dir", HAS(AT_VALUE) },
	{ "span", HAS(AT_CLASS) },
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

/* Which of names an attribute is; AT_COUNT none. */
static enum attribute
attribute_find(const xmlAttr *attribute)
{
	const char *name = (const char *)attribute->name;
	size_t i = 0, end = AT_C_AT;

	if (attribute->ns != NULL) {
		if (!comity_text_same((char *)attribute->ns->href, NS_RULES))
			return AT_COUNT;
		i = AT_C_AT;
		end = AT_COUNT;
	}
	while (i < end && names[i][0] < name[0])
		i++;
	for (; i < end && names[i][0] == name[0]; i++) {
		if (strcmp(names[i], name) == 0)
			return (enum attribute)i;
	}
	return AT_COUNT;
}

const char *
comity_attribute_name(enum attribute name)
{
	return names[name];
}

static void
take_apart(struct seen *seen, const xmlNode *node)
{
	const xmlAttr *attribute;
	enum attribute name;

	memset(seen, 0, sizeof(*seen));
	seen->node = node;
	for (attribute = node->properties; attribute != NULL;
	     attribute = attribute->next) {
		name = attribute_find(attribute);
		if (name != AT_COUNT) {
			seen->attributes[name] = attribute;
			seen->has |= HAS(name);
		} else if (seen->unknown == NULL &&
			   (attribute->ns == NULL ||
			       !comity_text_same(
				   (char *)attribute->ns->href, NS_XML)))
			seen->unknown = attribute;
	}
}

const xmlAttr *
comity_known_attribute(
    struct loading *loading, const xmlNode *node, enum attribute name)
{
	if (loading->seen.node != node)
		take_apart(&loading->seen, node);
	return loading->seen.attributes[name];
}

/* The first attribute, as it stands, that an element can not carry. */
static const xmlAttr *
stranger_find(const struct seen *seen, uint64_t attributes)
{
	const xmlAttr *found = seen->unknown, *attribute;
	enum attribute name;

	for (attribute = seen->node->properties;
	     attribute != NULL && attribute != found;
	     attribute = attribute->next) {
		name = attribute_find(attribute);
		if (name != AT_COUNT && (attributes & HAS(name)) == 0)
			return attribute;
	}
	return found;
}

int
comity_known_check(struct loading *loading, const xmlNode *node)
{
	const char *name = (const char *)node->name;
	struct seen *seen = &loading->seen;
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
	take_apart(seen, node);
	if (seen->unknown == NULL && (seen->has & ~known[i].attributes) == 0)
		return COMITY_OK;
	attribute = stranger_find(seen, known[i].attributes);
	return comity_loading_refuse(loading, node,
	    (const char *)attribute->name,
	    instead_of(node, (const char *)attribute->name,
		"an attribute of doc/rules.md"));
}
