/* SPDX-License-Identifier: Apache-2.0 */
/* rules-load: rules.sch to compiled rules. What is not in doc/rules.md is
 * refused by name, so that nothing an author wrote is silently left out. */
#include "rules-expression.h"
#include "text.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#define NS_SCHEMATRON "http://purl.oclc.org/dsdl/schematron"
#define NS_RULES "urn:comity:rules:1"

/* Attributes that an element may carry; c: ones are in NS_RULES. */
static const struct allowed {
	const char *element;
	const char *attributes[9];
} allowed[] = {
	{ "schema", { "queryBinding", "schemaVersion", "id" } },
	{ "ns", { "prefix", "uri" } },
	{ "let", { "name", "value" } },
	{ "pattern", { "id", "name" } },
	{ "rule", { "context", "id" } },
	{ "assert",
	    { "id", "severity", "test", "c:basis", "c:remedy", "c:at" } },
	{ "report",
	    { "id", "severity", "test", "c:basis", "c:remedy", "c:at" } },
	{ "value-of", { "select" } },
	{ "name", { "path" } },
	{ "title", { NULL } },
	{ "p", { NULL } },
	{ "emph", { NULL } },
};

static bool
attribute_is_allowed(const struct allowed *row, const xmlAttr *attribute)
{
	const char *ns =
	    attribute->ns ? (const char *)attribute->ns->href : NULL;
	const char *const *name;

	if (ns != NULL &&
	    strcmp(ns, "http://www.w3.org/XML/1998/namespace") == 0)
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

/* Whether an element and its attributes are ones we know. */
static int
known_check(struct loading *loading, const xmlNode *node)
{
	const char *name = (const char *)node->name;
	const xmlAttr *attribute;
	size_t i;

	for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
		if (comity_node_is(node, NS_SCHEMATRON, allowed[i].element))
			break;
	}
	if (i == sizeof(allowed) / sizeof(allowed[0]))
		return comity_loading_refuse(
		    loading, node, name, "an element of doc/rules.md");
	for (attribute = node->properties; attribute != NULL;
	     attribute = attribute->next) {
		if (!attribute_is_allowed(&allowed[i], attribute))
			return comity_loading_refuse(loading, node,
			    (const char *)attribute->name,
			    "an attribute of doc/rules.md");
	}
	return COMITY_OK;
}

static bool
is(const xmlNode *node, const char *name)
{
	return comity_node_is(node, NS_SCHEMATRON, name);
}

/* A required attribute that is not blank, collapsed; *out is owned. */
static int
attribute_read(struct loading *loading, const xmlNode *node, const char *ns,
    const char *name, char **out)
{
	char *value = ns != NULL ? comity_node_attribute_ns(node, ns, name)
				 : comity_node_attribute(node, name);

	if (value == NULL)
		return comity_loading_refuse(loading, node, NULL, name);
	*out = comity_text_collapse(value);
	free(value);
	if (*out == NULL)
		return COMITY_ENOMEM;
	return **out == '\0' ? comity_loading_refuse(loading, node, "", name)
			     : COMITY_OK;
}

/* An expression in an attribute; white space stays, for literals. */
static int
expression_read(struct loading *loading, const xmlNode *node, const char *ns,
    const char *name, bool context, struct expression *out)
{
	char *text = ns != NULL ? comity_node_attribute_ns(node, ns, name)
				: comity_node_attribute(node, name);

	if (text == NULL)
		return comity_loading_refuse(loading, node, NULL, name);
	return comity_expression_read(loading, node, text, context, out);
}

static int
let_read(struct loading *loading, const xmlNode *node, struct lets *lets)
{
	struct let *let = &lets->rows[lets->count++];
	int rc;

	rc = attribute_read(loading, node, NULL, "name", &let->name);
	if (rc != COMITY_OK)
		return rc;
	rc = expression_read(loading, node, NULL, "value", false, &let->value);
	if (rc == COMITY_ENOMEM)
		return rc;
	/* In scope for what follows, not for itself. */
	return comity_status_worse(
	    rc, comity_loading_name(loading, node, let->name));
}

static size_t
children_count(const xmlNode *node)
{
	const xmlNode *child = comity_node_first(node);
	size_t count = 0;

	for (; child != NULL; child = comity_node_after(child))
		count++;
	return count + 1;
}

static int
piece_add(struct loading *loading, const xmlNode *node, struct test *test)
{
	struct piece *piece = &test->pieces[test->piece_count++];
	int rc;

	if (node->type == XML_TEXT_NODE ||
	    node->type == XML_CDATA_SECTION_NODE) {
		piece->text = comity_text_copy((const char *)node->content);
		return piece->text == NULL ? COMITY_ENOMEM : COMITY_OK;
	}
	if ((rc = known_check(loading, node)) != COMITY_OK)
		return rc;
	if (is(node, "emph")) {
		piece->text = comity_node_text(node);
		return piece->text == NULL ? COMITY_ENOMEM : COMITY_OK;
	}
	piece->is_name = is(node, "name");
	if (is(node, "value-of"))
		return expression_read(
		    loading, node, NULL, "select", false, &piece->select);
	if (!piece->is_name)
		return comity_loading_refuse(loading, node,
		    (const char *)node->name, "text, value-of, name or emph");
	if (xmlHasProp((xmlNodePtr)node, BAD_CAST "path") == NULL)
		return COMITY_OK;
	return expression_read(
	    loading, node, NULL, "path", false, &piece->select);
}

static int
message_read(struct loading *loading, const xmlNode *node, struct test *test)
{
	const xmlNode *child;
	size_t room = 1;
	int rc = COMITY_OK;

	for (child = node->children; child != NULL; child = child->next)
		room++;
	test->pieces = calloc(room, sizeof(*test->pieces));
	test->message = comity_node_value(node);
	if (test->pieces == NULL || test->message == NULL)
		return COMITY_ENOMEM;
	if (test->message[0] == '\0')
		return comity_loading_refuse(loading, node, test->id, "a text");
	for (child = node->children; rc == COMITY_OK && child != NULL;
	     child = child->next) {
		if (child->type != XML_COMMENT_NODE)
			rc = piece_add(loading, child, test);
	}
	return rc;
}

static int
severity_read(struct loading *loading, const xmlNode *node, struct test *test)
{
	static const enum comity_severity severities[] = { COMITY_INFO,
		COMITY_WARNING, COMITY_ERROR, COMITY_FATAL };
	char *name = NULL;
	size_t i;
	int rc = attribute_read(loading, node, NULL, "severity", &name);

	if (rc != COMITY_OK)
		goto out;
	for (i = 0; i < sizeof(severities) / sizeof(severities[0]); i++) {
		if (strcmp(name, comity_severity_name(severities[i])) == 0) {
			test->severity = severities[i];
			goto out;
		}
	}
	rc = comity_loading_refuse(
	    loading, node, name, "severity: fatal, error, warning or info");
out:
	free(name);
	return rc;
}

static int
id_check(struct loading *loading, const xmlNode *node, const struct test *test)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	struct comity_rules *rules = loading->rules;
	size_t i;

	if (strspn(test->id, letters) != strlen(test->id))
		return comity_loading_refuse(loading, node, test->id,
		    "an id of lower-case letters, digits, - and .");
	for (i = 0; i + 1 < rules->test_count; i++) {
		if (strcmp(rules->tests[i]->id, test->id) == 0)
			return comity_loading_refuse(
			    loading, node, test->id, "each id once");
	}
	return COMITY_OK;
}

/* Room for one more borrowed pointer in the list of all tests. */
static int
number_give(struct comity_rules *rules, struct test *test)
{
	struct test **more = realloc(
	    rules->tests, (rules->test_count + 1) * sizeof(*rules->tests));

	if (more == NULL)
		return COMITY_ENOMEM;
	rules->tests = more;
	test->number = rules->test_count;
	more[rules->test_count++] = test;
	return COMITY_OK;
}

static int
test_read(struct loading *loading, const xmlNode *node, struct test *test)
{
	int rc;

	test->is_report = is(node, "report");
	rc = attribute_read(loading, node, NULL, "id", &test->id);
	if (rc == COMITY_OK)
		rc = number_give(loading->rules, test);
	if (rc == COMITY_OK)
		rc = id_check(loading, node, test);
	if (rc == COMITY_OK)
		rc = severity_read(loading, node, test);
	if (rc == COMITY_OK)
		rc = attribute_read(
		    loading, node, NS_RULES, "basis", &test->basis);
	if (rc == COMITY_OK)
		rc = attribute_read(
		    loading, node, NS_RULES, "remedy", &test->remedy);
	if (rc == COMITY_OK)
		rc = expression_read(
		    loading, node, NULL, "test", false, &test->test);
	if (rc == COMITY_OK &&
	    xmlHasNsProp((xmlNodePtr)node, BAD_CAST "at", BAD_CAST NS_RULES))
		rc = expression_read(
		    loading, node, NS_RULES, "at", false, &test->at);
	if (rc == COMITY_OK)
		rc = message_read(loading, node, test);
	return rc;
}

static int
rule_child(struct loading *loading, const xmlNode *child, struct rule *rule)
{
	int rc = known_check(loading, child);

	if (rc != COMITY_OK || is(child, "p"))
		return rc;
	if (is(child, "let") && rule->test_count == 0)
		return let_read(loading, child, &rule->lets);
	if (is(child, "assert") || is(child, "report"))
		return test_read(
		    loading, child, &rule->tests[rule->test_count++]);
	return comity_loading_refuse(loading, child, (const char *)child->name,
	    "let, then assert and report");
}

static int
rule_read(struct loading *loading, const xmlNode *node, struct rule *rule)
{
	const xmlNode *child = comity_node_first(node);
	size_t names = loading->name_count;
	int rc;

	rule->lets.rows = calloc(children_count(node), sizeof(struct let));
	rule->tests = calloc(children_count(node), sizeof(struct test));
	if (rule->lets.rows == NULL || rule->tests == NULL)
		return COMITY_ENOMEM;
	rc = expression_read(
	    loading, node, NULL, "context", true, &rule->context);
	for (; rc != COMITY_ENOMEM && child != NULL;
	     child = comity_node_after(child))
		rc = comity_status_worse(rc, rule_child(loading, child, rule));
	loading->name_count = names;
	if (rc == COMITY_OK && rule->test_count == 0)
		rc = comity_loading_refuse(
		    loading, node, NULL, "an assert or report");
	return rc;
}

static int
pattern_child(struct loading *loading, const xmlNode *child, struct pattern *to)
{
	int rc = known_check(loading, child);

	if (rc != COMITY_OK || is(child, "title") || is(child, "p"))
		return rc;
	if (is(child, "let") && to->rule_count == 0)
		return let_read(loading, child, &to->lets);
	if (is(child, "rule"))
		return rule_read(loading, child, &to->rules[to->rule_count++]);
	return comity_loading_refuse(
	    loading, child, (const char *)child->name, "let, then rule");
}

static int
pattern_read(struct loading *loading, const xmlNode *node, struct pattern *to)
{
	const xmlNode *child = comity_node_first(node);
	size_t names = loading->name_count;
	int rc = COMITY_OK;

	to->lets.rows = calloc(children_count(node), sizeof(struct let));
	to->rules = calloc(children_count(node), sizeof(struct rule));
	if (to->lets.rows == NULL || to->rules == NULL)
		return COMITY_ENOMEM;
	for (; rc != COMITY_ENOMEM && child != NULL;
	     child = comity_node_after(child))
		rc = comity_status_worse(rc, pattern_child(loading, child, to));
	loading->name_count = names;
	if (rc == COMITY_OK && to->rule_count == 0)
		rc = comity_loading_refuse(loading, node, NULL, "a rule");
	return rc;
}

static int
binding_read(struct loading *loading, const xmlNode *node)
{
	struct comity_rules *rules = loading->rules;
	struct binding *binding = &rules->bindings[rules->binding_count++];
	int rc =
	    attribute_read(loading, node, NULL, "prefix", &binding->prefix);

	if (rc == COMITY_OK)
		rc = attribute_read(loading, node, NULL, "uri", &binding->uri);
	if (rc == COMITY_OK &&
	    xmlXPathRegisterNs(loading->context, BAD_CAST binding->prefix,
		BAD_CAST binding->uri) != 0)
		rc = comity_loading_refuse(
		    loading, node, binding->prefix, "a prefix");
	return rc;
}

static int
schema_child(struct loading *loading, const xmlNode *child)
{
	struct comity_rules *rules = loading->rules;
	int rc = known_check(loading, child);

	if (rc != COMITY_OK || is(child, "title") || is(child, "p"))
		return rc;
	if (is(child, "ns") && rules->lets.count + rules->pattern_count == 0)
		return binding_read(loading, child);
	if (is(child, "let") && rules->pattern_count == 0)
		return let_read(loading, child, &rules->lets);
	if (is(child, "pattern"))
		return pattern_read(
		    loading, child, &rules->patterns[rules->pattern_count++]);
	return comity_loading_refuse(loading, child, (const char *)child->name,
	    "ns, then let, then pattern");
}

static int
schema_read(struct loading *loading, const xmlNode *root)
{
	struct comity_rules *rules = loading->rules;
	size_t room = children_count(root);
	const xmlNode *child = comity_node_first(root);
	char *binding = comity_node_attribute(root, "queryBinding");
	int rc = known_check(loading, root);

	if (rc == COMITY_OK &&
	    (!is(root, "schema") || !comity_text_same(binding, "xpath")))
		rc = comity_loading_refuse(loading, root, binding,
		    "a Schematron schema with queryBinding=\"xpath\"");
	free(binding);
	rules->bindings = calloc(room, sizeof(struct binding));
	rules->lets.rows = calloc(room, sizeof(struct let));
	rules->patterns = calloc(room, sizeof(struct pattern));
	if (rules->bindings == NULL || rules->lets.rows == NULL ||
	    rules->patterns == NULL)
		return COMITY_ENOMEM;
	for (; rc != COMITY_ENOMEM && child != NULL;
	     child = comity_node_after(child))
		rc = comity_status_worse(rc, schema_child(loading, child));
	if (rc == COMITY_OK && rules->pattern_count == 0)
		rc = comity_loading_refuse(loading, root, NULL, "a pattern");
	return rc;
}

int
comity_rules_read(const struct comity_folder_file *file,
    const struct comity_edition *edition, struct comity_report *report,
    struct comity_rules **out)
{
	struct loading loading = { .edition = edition, .report = report };
	struct comity_rules *rules = calloc(1, sizeof(*rules));
	struct comity_doc *doc = NULL;
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (rules == NULL)
		goto out;
	rc = comity_doc_read(file->source, report, &doc);
	if (rc != COMITY_OK) {
		rc = rc == COMITY_ENOMEM ? rc : COMITY_EPACK;
		goto out;
	}
	loading.doc = doc;
	loading.rules = rules;
	loading.context = comity_rules_context(rules, &loading.state);
	if (loading.context == NULL) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	rc = schema_read(&loading, comity_doc_root(doc));
	if (rc != COMITY_OK)
		goto out;
	*out = rules;
	rules = NULL; /* transferred */
out:
	free(loading.names);
	xmlXPathFreeContext(loading.context);
	comity_rules_free(rules);
	comity_doc_free(doc);
	return rc;
}
