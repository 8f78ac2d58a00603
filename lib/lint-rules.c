/* SPDX-License-Identifier: Apache-2.0 */
/* lint: the files of rules as they stand, whether or not they load. */
#include "lint-private.h"
#include "text.h"
#include "xpath-functions.h"

#include <stdlib.h>
#include <string.h>

#define NS_SCHEMATRON "http://purl.oclc.org/dsdl/schematron"
#define NS_RULES "urn:comity:rules:1"

/* Where expressions stand. */
static const struct place {
	const char *element, *attribute;
	bool context;
} places[] = {
	{ "rule", "context", true },
	{ "assert", "test", false },
	{ "report", "test", false },
	{ "let", "value", false },
	{ "value-of", "select", false },
	{ "name", "path", false },
	{ "phase", "when", false },
};

struct reading {
	struct comity_lint *lint;
	struct comity_doc *docs[COMITY_LINT_FILES_MAX];
	size_t doc_count;
	struct comity_patterns patterns;
	char **used; /* names of variables */
	size_t used_count;
	/* the expression at hand */
	const struct comity_doc *doc;
	const xmlNode *node;
};

static bool
is(const xmlNode *node, const char *name)
{
	return comity_node_is(node, NS_SCHEMATRON, name);
}

/* The namespace of a prefix in any of the files; "" for xml; free it. */
static char *
uri_of(const struct reading *r, struct comity_slice prefix)
{
	xmlNodePtr node;
	size_t i;
	char *name;
	bool same;

	if (comity_slice_is(prefix, "xml"))
		return strdup("");
	for (i = 0; i < r->doc_count; i++) {
		node = comity_node_child(
		    comity_doc_root(r->docs[i]), NS_SCHEMATRON, "ns");
		for (; node != NULL;
		     node = comity_node_next(node, NS_SCHEMATRON, "ns")) {
			name = comity_node_attribute(node, "prefix");
			same = name != NULL && comity_slice_is(prefix, name);
			free(name);
			if (same)
				return comity_node_attribute(node, "uri");
		}
	}
	return NULL;
}

static void
say_slice(struct reading *r, enum comity_finding_id id,
    struct comity_slice slice, const char *expected)
{
	char *text = strndup(slice.at, slice.len);

	if (text == NULL)
		r->lint->rc = COMITY_ENOMEM;
	else
		comity_lint_say(r->lint, id, r->doc, r->node, text, expected);
	free(text);
}

static const char *
on_prefix(void *data, struct comity_slice prefix)
{
	struct reading *r = data;
	char *uri = uri_of(r, prefix);

	if (uri == NULL)
		say_slice(r, COMITY_F_LINT_PREFIX, prefix, NULL);
	free(uri);
	return NULL;
}

static const char *
on_variable(void *data, struct comity_slice name)
{
	struct reading *r = data;
	char **more = realloc(r->used, (r->used_count + 1) * sizeof(*r->used));

	if (more == NULL) {
		r->lint->rc = COMITY_ENOMEM;
		return NULL;
	}
	r->used = more;
	more[r->used_count] = strndup(name.at, name.len);
	if (more[r->used_count] == NULL)
		r->lint->rc = COMITY_ENOMEM;
	else
		r->used_count++;
	return NULL;
}

static const char *
on_function(void *data, struct comity_slice prefix, struct comity_slice name,
    const struct comity_slice *arguments, size_t count)
{
	struct reading *r = data;
	char *uri = prefix.len == 0 ? NULL : uri_of(r, prefix);
	bool ours = comity_text_same(uri, COMITY_NS_FUNCTIONS);
	const char *why = NULL;

	if (prefix.len > 0 && uri == NULL)
		return NULL; /* the prefix is said already */
	if (prefix.len > 0 && !ours)
		why = "a function of a namespace that has none";
	else if (r->lint->edition != NULL)
		why = comity_xpath_function_check(r->lint->edition,
		    &r->patterns, ours, name, arguments, count);
	free(uri);
	if (why == NULL)
		return NULL;
	if (strstr(why, "code list") != NULL && count > 0)
		say_slice(r, COMITY_F_LINT_LIST, arguments[0], why);
	else
		say_slice(r, COMITY_F_LINT_FUNCTION, name, why);
	return NULL;
}

static void
scan(struct reading *r, const xmlNode *node, const char *ns, const char *name,
    bool context)
{
	const struct comity_xpath_listener listener = { on_prefix, on_variable,
		on_function, r };
	char *text = ns != NULL ? comity_node_attribute_ns(node, ns, name)
				: comity_node_attribute(node, name);

	r->node = node;
	/* what is no expression at all is refused while loading */
	if (text != NULL)
		(void)comity_xpath_scan(text, context, &listener);
	free(text);
}

static void
check_assert(struct reading *r, const xmlNode *node)
{
	char *id = comity_node_attribute(node, "id");
	char *basis = comity_node_attribute_ns(node, NS_RULES, "basis");
	char *see = comity_node_attribute(node, "see");
	char *remedy = comity_node_attribute_ns(node, NS_RULES, "remedy");
	char *severity = comity_node_attribute(node, "severity");

	if ((basis == NULL || *basis == '\0') && (see == NULL || *see == '\0'))
		comity_lint_say(r->lint, COMITY_F_LINT_RULE_BASIS, r->doc, node,
		    id, "c:basis");
	if (remedy == NULL || *remedy == '\0')
		comity_lint_say(r->lint, COMITY_F_LINT_RULE_REMEDY, r->doc,
		    node, id, "c:remedy");
	if (basis != NULL && strstr(basis, "unconfirmed") != NULL &&
	    severity != NULL &&
	    (strcmp(severity, "error") == 0 || strcmp(severity, "fatal") == 0))
		comity_lint_say(r->lint, COMITY_F_LINT_UNCONFIRMED, r->doc,
		    node, id, "warning");
	free(id);
	free(basis);
	free(see);
	free(remedy);
	free(severity);
}

/* Whether an assert or report before this one has its id. */
static bool
id_is_taken(const struct reading *r, const xmlNode *before, const char *id)
{
	xmlNodePtr node;
	size_t i;
	char *other;
	bool same;

	for (i = 0; i < r->doc_count; i++)
		for (node = comity_doc_root(r->docs[i]); node != NULL;
		     node = comity_node_step(node)) {
			if (node == before)
				return false;
			if (!is(node, "assert") && !is(node, "report"))
				continue;
			other = comity_node_attribute(node, "id");
			same = comity_text_same(other, id);
			free(other);
			if (same)
				return true;
		}
	return false;
}

static void
check_node(struct reading *r, xmlNodePtr node)
{
	size_t i;
	char *id;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (is(node, places[i].element))
			scan(r, node, NULL, places[i].attribute,
			    places[i].context);
	if (is(node, "pattern"))
		comity_lint_contexts(r->lint, r->doc, node);
	if (!is(node, "assert") && !is(node, "report"))
		return;
	scan(r, node, NS_RULES, "at", false);
	check_assert(r, node);
	id = comity_node_attribute(node, "id");
	if (id != NULL && id_is_taken(r, node, id))
		comity_lint_say(
		    r->lint, COMITY_F_LINT_ID_TWICE, r->doc, node, id, NULL);
	free(id);
}

static void
check_let(struct reading *r, const xmlNode *node)
{
	char *name = comity_node_attribute(node, "name");
	bool used = name == NULL;
	size_t i;

	for (i = 0; i < r->used_count && !used; i++)
		used = strcmp(r->used[i], name) == 0;
	if (!used)
		comity_lint_say(r->lint, COMITY_F_LINT_LET_UNUSED, r->doc, node,
		    name, NULL);
	free(name);
}

void
comity_lint_rules(struct comity_lint *lint)
{
	const struct comity_folder *folder = lint->in->folder;
	struct reading r = { .lint = lint };
	xmlNodePtr node;
	size_t i, k;

	for (i = 0; i < folder->count && r.doc_count < COMITY_LINT_FILES_MAX;
	     i++)
		if (strncmp(folder->files[i].role, "rules", 5) == 0 &&
		    (r.docs[r.doc_count] =
			    comity_lint_doc(lint, &folder->files[i])) != NULL)
			r.doc_count++;
	for (k = 0; k < 2; k++) /* variables may be used in any file */
		for (i = 0; i < r.doc_count; i++) {
			r.doc = r.docs[i];
			for (node = comity_doc_root(r.doc); node != NULL;
			     node = comity_node_step(node)) {
				if (k == 0 && node->type == XML_ELEMENT_NODE)
					check_node(&r, node);
				else if (k == 1 && is(node, "let"))
					check_let(&r, node);
			}
		}
	for (i = 0; i < r.doc_count; i++)
		comity_doc_free(r.docs[i]);
	for (i = 0; i < r.used_count; i++)
		free(r.used[i]);
	free(r.used);
	comity_patterns_clear(&r.patterns);
}
