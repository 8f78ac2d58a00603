/* SPDX-License-Identifier: Apache-2.0 */
/* rules-context: a rule's context, taken apart into alternatives and steps,
 * and the index that leads from a node's name to the ones it may match. */
#include "rules-load.h"
#include "text.h"
#include "xpath-letter.h"

#include <stdlib.h>
#include <string.h>

#define SHAPE "a context is steps with predicates, and | between"

static const char *
skip_blank(const char *at)
{
	while (comity_xpath_letter(*at) & COMITY_XPATH_BLANK)
		at++;
	return at;
}

/* Behind a bracket that opens at `at`, or NULL: it is not closed. */
static const char *
bracket_end(const char *at)
{
	int depth = 0;

	for (; *at != '\0'; at++) {
		if (*at == '\'' || *at == '"') {
			if ((at = strchr(at + 1, *at)) == NULL)
				return NULL;
		} else if (*at == '[')
			depth++;
		else if (*at == ']' && --depth == 0)
			return at + 1;
	}
	return NULL;
}

static size_t
name_len(const char *at)
{
	return strcspn(at, " \t\r\n/|[:@*()'\"");
}

/* Whether a predicate may depend on where the node stands among others. A
 * number is a position; which value is one, the evaluation tells. */
static bool
is_positional(const char *text)
{
	const char *at = skip_blank(text);
	size_t digits = strspn(at, "0123456789.");

	return (digits > 0 && *skip_blank(at + digits) == '\0') ||
	       strstr(text, "position") != NULL || strstr(text, "last") != NULL;
}

static int
predicates_read(struct loading *loading, const xmlNode *node,
    const char **context, struct step *step)
{
	struct comity_arena *arena = &loading->rules->arena;
	const char *at = *context, *end;
	struct expression *more;
	char *text;
	int rc = COMITY_OK;

	for (; *at == '['; at = skip_blank(end)) {
		if ((end = bracket_end(at)) == NULL)
			return comity_loading_refuse(
			    loading, node, at, "a bracket is not closed");
		more = comity_arena_grow(arena, step->predicates,
		    step->predicate_count, sizeof(*more));
		text = comity_arena_copy(arena, at + 1, (size_t)(end - at) - 2);
		if (more == NULL || text == NULL)
			return COMITY_ENOMEM;
		step->predicates = more;
		more = &step->predicates[step->predicate_count++];
		step->positional |= is_positional(text);
		rc = comity_expression_read(loading, node, text, false, more);
		if (rc != COMITY_OK)
			return rc;
	}
	if (step->predicate_count > 0)
		step->number = loading->rules->step_count++;
	*context = at;
	return COMITY_OK;
}

/* "x:a", "a", "x:*", "*" into a step. */
static int
name_read(struct loading *loading, const xmlNode *node, const char **context,
    struct step *step)
{
	const char *at = *context;
	struct comity_slice prefix = { at, name_len(at) };

	if (prefix.len > 0 && at[prefix.len] == ':') {
		at += prefix.len + 1;
		step->uri = comity_loading_uri(loading, prefix);
		if (step->uri == NULL)
			return comity_loading_refuse(loading, node, *context,
			    "a prefix that no ns declares");
		if (*step->uri == '\0')
			step->uri = "http://www.w3.org/XML/1998/namespace";
	} else if (*at == '*')
		step->any_uri = true;
	if (*at == '*') {
		*context = skip_blank(at + 1);
		return COMITY_OK;
	}
	if (name_len(at) == 0)
		return comity_loading_refuse(loading, node, at, SHAPE);
	step->name =
	    comity_arena_copy(&loading->rules->arena, at, name_len(at));
	if (step->name == NULL)
		return COMITY_ENOMEM;
	*context = skip_blank(at + name_len(at));
	return COMITY_OK;
}

static int
step_read(struct loading *loading, const xmlNode *node, const char **context,
    struct step *step)
{
	const char *at = *context, *behind = skip_blank(at + name_len(at));
	int rc;

	if (*at == '@') {
		step->is_attribute = true;
		at = skip_blank(at + 1);
	} else if (behind[0] == ':' && behind[1] == ':') {
		step->is_attribute =
		    name_len(at) == strlen("attribute") && *at == 'a';
		at = skip_blank(behind + 2);
	}
	rc = name_read(loading, node, &at, step);
	if (rc == COMITY_OK)
		rc = predicates_read(loading, node, &at, step);
	*context = at;
	return rc;
}

/* One alternative; the scan has seen that its tokens are those of steps. */
static int
alternative_read(struct loading *loading, const xmlNode *node,
    const char **context, struct alternative *out)
{
	const char *at = skip_blank(*context);
	bool anywhere = true;
	struct step *more;
	int rc;

	if (*at == '/') {
		anywhere = at[1] == '/';
		out->rooted = true;
		at = skip_blank(at + (anywhere ? 2 : 1));
		if (!anywhere && (*at == '\0' || *at == '|')) {
			*context = at;
			return COMITY_OK;
		}
	}
	for (;;) {
		more = comity_arena_grow(&loading->rules->arena, out->steps,
		    out->step_count, sizeof(*more));
		if (more == NULL)
			return COMITY_ENOMEM;
		out->steps = more;
		more = &more[out->step_count++];
		more->anywhere = anywhere;
		rc = step_read(loading, node, &at, more);
		if (rc != COMITY_OK)
			return rc;
		if (*at != '/')
			break;
		anywhere = at[1] == '/';
		at = skip_blank(at + (anywhere ? 2 : 1));
	}
	*context = at;
	return COMITY_OK;
}

int
comity_context_read(
    struct loading *loading, const xmlNode *node, struct rule *rule)
{
	const char *at = rule->context.text;
	struct alternative *more;
	int rc;

	for (;;) {
		more = comity_arena_grow(&loading->rules->arena,
		    rule->alternatives, rule->alternative_count, sizeof(*more));
		if (more == NULL)
			return COMITY_ENOMEM;
		rule->alternatives = more;
		more = &more[rule->alternative_count++];
		more->rule = rule;
		rc = alternative_read(loading, node, &at, more);
		if (rc != COMITY_OK)
			return rc;
		if (*at == '\0')
			return COMITY_OK;
		if (*at != '|')
			return comity_loading_refuse(loading, node, at, SHAPE);
		at++;
	}
}

static const struct step *
last_step(const struct alternative *alternative)
{
	return alternative->step_count == 0
		   ? NULL
		   : &alternative->steps[alternative->step_count - 1];
}

/* Whether a node that the key stands for may match; name NULL: a name that
 * no context has, any_uri: nor a namespace of one. */
static bool
step_takes(
    const struct step *step, const char *name, const char *uri, bool any_uri)
{
	if (step->name != NULL &&
	    (name == NULL || strcmp(step->name, name) != 0))
		return false;
	return step->any_uri || (!any_uri && comity_text_same(step->uri, uri));
}

/* The key under which the nodes that a step names are found. */
static int
key_add(struct comity_rules *rules, xmlHashTablePtr table, bool attributes,
    const char *name, const char *uri, bool any_uri)
{
	const char *key = name != NULL ? name : "*";
	const char *space = any_uri ? "*" : uri != NULL ? uri : "";
	struct candidates *found;
	struct alternative *at;
	size_t i, j, k, room = 0;

	if (xmlHashLookup2(table, BAD_CAST key, BAD_CAST space) != NULL)
		return COMITY_OK;
	if ((found = calloc(1, sizeof(*found))) == NULL)
		return COMITY_ENOMEM;
	if (xmlHashAddEntry2(table, BAD_CAST key, BAD_CAST space, found) != 0) {
		free(found);
		return COMITY_ENOMEM;
	}
	for (i = 0; i < rules->pattern_count; i++)
		for (j = 0; j < rules->patterns[i].rule_count; j++)
			room += rules->patterns[i].rules[j].alternative_count;
	found->rows = malloc((room + 1) * sizeof(struct alternative *));
	if (found->rows == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < rules->pattern_count; i++)
		for (j = 0; j < rules->patterns[i].rule_count; j++)
			for (k = 0;
			     k < rules->patterns[i].rules[j].alternative_count;
			     k++) {
				at = &rules->patterns[i]
					  .rules[j]
					  .alternatives[k];
				if (last_step(at) != NULL &&
				    last_step(at)->is_attribute == attributes &&
				    step_takes(
					last_step(at), name, uri, any_uri))
					found->rows[found->count++] = at;
			}
	return COMITY_OK;
}

static int
alternative_index(struct comity_rules *rules, struct alternative *alternative)
{
	const struct step *step = last_step(alternative);
	struct alternative **more;

	if (step != NULL) {
		rules->has_attributes |= step->is_attribute;
		return key_add(rules,
		    step->is_attribute ? rules->attributes : rules->elements,
		    step->is_attribute, step->name, step->uri, step->any_uri);
	}
	more = realloc(rules->documents.rows,
	    (rules->documents.count + 1) * sizeof(struct alternative *));
	if (more == NULL)
		return COMITY_ENOMEM;
	rules->documents.rows = more;
	more[rules->documents.count++] = alternative;
	return COMITY_OK;
}

int
comity_rules_index(struct comity_rules *rules)
{
	size_t i, j, k;
	struct rule *rule;
	int rc = COMITY_OK;

	rules->elements = xmlHashCreate(256);
	rules->attributes = xmlHashCreate(64);
	if (rules->elements == NULL || rules->attributes == NULL)
		return COMITY_ENOMEM;
	for (i = 0; i < rules->pattern_count; i++)
		for (j = 0; j < rules->patterns[i].rule_count; j++) {
			rule = &rules->patterns[i].rules[j];
			for (k = 0;
			     rc == COMITY_OK && k < rule->alternative_count;
			     k++)
				rc = alternative_index(
				    rules, &rule->alternatives[k]);
		}
	if (rc == COMITY_OK)
		rc = key_add(rules, rules->elements, false, NULL, NULL, true);
	if (rc == COMITY_OK)
		rc = key_add(rules, rules->attributes, true, NULL, NULL, true);
	return rc;
}

const struct candidates *
comity_rules_candidates(const struct comity_rules *rules, const xmlNode *node)
{
	xmlHashTablePtr table = node->type == XML_ATTRIBUTE_NODE
				    ? rules->attributes
				    : rules->elements;
	const xmlChar *uri;
	const struct candidates *found;

	if (node->type == XML_DOCUMENT_NODE)
		return &rules->documents;
	uri = node->ns != NULL ? node->ns->href : (const xmlChar *)"";
	found = xmlHashLookup2(table, node->name, uri);
	if (found == NULL)
		found = xmlHashLookup2(table, BAD_CAST "*", uri);
	if (found == NULL)
		found = xmlHashLookup2(table, BAD_CAST "*", BAD_CAST "*");
	return found;
}
