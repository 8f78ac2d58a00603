/* SPDX-License-Identifier: Apache-2.0 */
/* lint: contexts that hide one another, and expressions whose cost grows with
 * the square of the document. */
#include "lint-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define NS_SCHEMATRON "http://purl.oclc.org/dsdl/schematron"
#define ALTERNATIVES_MAX 64 /* of one context; more are not compared */

/* The alternatives of a context, apart; the text is cut up. */
struct alternatives {
	char *text, *at[ALTERNATIVES_MAX];
	size_t count;
};

/* The next character that stands in no literal; depth counts brackets. */
static char *
step_over(char *at, int *depth)
{
	char *end;

	if (*at == '\'' || *at == '"')
		return (end = strchr(at + 1, *at)) == NULL ? at + strlen(at)
							   : end + 1;
	*depth += (*at == '[' || *at == '(') - (*at == ']' || *at == ')');
	return at + 1;
}

static void
blanks_out(char *text)
{
	char *to = text, *from = text, quote = '\0';

	for (; *from != '\0'; from++) {
		if (quote != '\0')
			quote = *from == quote ? '\0' : quote;
		else if (*from == '\'' || *from == '"')
			quote = *from;
		else if (strchr(" \t\r\n", *from) != NULL)
			continue;
		*to++ = *from;
	}
	*to = '\0';
}

static bool
alternatives_read(const xmlNode *rule, struct alternatives *out)
{
	int depth = 0;
	char *at;

	memset(out, 0, sizeof(*out));
	if ((out->text = comity_node_attribute(rule, "context")) == NULL)
		return false;
	blanks_out(out->text);
	out->at[out->count++] = out->text;
	for (at = out->text; *at != '\0';) {
		if (*at == '|' && depth == 0 && out->count < ALTERNATIVES_MAX) {
			*at++ = '\0';
			out->at[out->count++] = at;
		} else {
			at = step_over(at, &depth);
		}
	}
	return true;
}

/* The last step of a path, and the length of its name. */
static const char *
last_step(char *path, size_t *len)
{
	char *at = path, *step = path;
	int depth = 0;

	while (*at != '\0') {
		if (*at == '/' && depth == 0)
			step = at + 1;
		at = step_over(at, &depth);
	}
	*len = strcspn(step, "[");
	return step;
}

/* Whether every node of `later` is one of `earlier`, as far as text shows. */
static bool
covers(const char *earlier, char *later)
{
	const char *step;
	size_t len;

	if (strcmp(earlier, later) == 0)
		return true;
	if (strncmp(earlier, "//", 2) == 0)
		earlier += 2;
	step = last_step(later, &len);
	if (strcmp(earlier, "*") == 0)
		return *step != '@' && len > 0;
	return strpbrk(earlier, "[/") == NULL && strlen(earlier) == len &&
	       strncmp(earlier, step, len) == 0;
}

static bool
is_shadowed(struct alternatives *later, const struct alternatives *earlier)
{
	size_t i, k;
	bool covered;

	for (i = 0; i < later->count; i++) {
		for (k = 0, covered = false; k < earlier->count && !covered;
		     k++)
			covered = covers(earlier->at[k], later->at[i]);
		if (!covered)
			return false;
	}
	return true;
}

/* A context that can be met once in a document. */
static bool
is_single(const struct comity_lint *lint, const char *context)
{
	const char *name = context + (*context == '/');
	const char *colon;
	char *step;
	bool root;

	if (name[strcspn(name, "/[")] == '/')
		return false;
	if (*context == '/')
		return context[1] != '/';
	step = strndup(name, strcspn(name, "["));
	colon = step == NULL ? NULL : strchr(step, ':');
	root = step != NULL &&
	       comity_lint_is_root(lint, colon == NULL ? step : colon + 1);
	free(step);
	return root;
}

/* Whether text looks through much: "//" and the like, outside literals.
 * absolute: only where it begins at the top of the document. */
static bool
looks_far(const char *text, bool absolute)
{
	static const char *const axes[] = { "//", "descendant::",
		"descendant-or-self::", "following::", "preceding::", NULL };
	const char *at;
	size_t i, len;

	for (at = text; *at != '\0'; at += len) {
		len = 1;
		if (*at == '\'' || *at == '"') {
			len = strcspn(at + 1, *at == '"' ? "\"" : "'") + 2;
			if (len > strlen(at))
				return false;
			continue;
		}
		for (i = 0; axes[i] != NULL; i++)
			if (strncmp(at, axes[i], strlen(axes[i])) == 0)
				break;
		if (axes[i] == NULL)
			continue;
		if (!absolute || i > 2 ||
		    (i == 0 && (at == text ||
				   strchr(" \t\r\n(,[|=<>+-", at[-1]) != NULL)))
			return true;
		len = strlen(axes[i]);
	}
	return false;
}

/* A union one side of which may be as large as the document: libxml2 looks
 * each node of one side up in the other. */
static bool
has_large_union(const char *text)
{
	char *copy = comity_text_copy(text), *at = copy, *begin = copy;
	int depth = 0;
	bool has_union = false;

	if (copy == NULL)
		return false;
	while (*at != '\0') {
		has_union |= *at == '|';
		at = step_over(at, &depth);
	}
	has_union = has_union && looks_far(begin, false);
	free(copy);
	return has_union;
}

static void
check_cost(struct comity_lint *lint, const struct comity_doc *doc,
    const xmlNode *node, const char *name, bool single)
{
	char *text = comity_node_attribute(node, name);

	if (text == NULL)
		return;
	if (has_large_union(text))
		comity_lint_say(
		    lint, COMITY_F_LINT_UNION, doc, node, text, NULL);
	else if (!single && looks_far(text, true))
		comity_lint_say(
		    lint, COMITY_F_LINT_QUADRATIC, doc, node, text, NULL);
	free(text);
}

static void
check_rule(struct comity_lint *lint, const struct comity_doc *doc,
    const xmlNode *rule, const struct alternatives *contexts)
{
	const xmlNode *node;
	bool single = contexts->count > 0;
	size_t i;

	for (i = 0; i < contexts->count; i++)
		single = single && is_single(lint, contexts->at[i]);
	for (node = comity_node_first(rule); node != NULL;
	     node = comity_node_after(node)) {
		check_cost(lint, doc, node, "test", single);
		check_cost(lint, doc, node, "value", single);
	}
}

void
comity_lint_contexts(
    struct comity_lint *lint, const struct comity_doc *doc, xmlNodePtr pattern)
{
	struct alternatives all[ALTERNATIVES_MAX] = { 0 };
	size_t count = 0, i;
	xmlNodePtr rule;

	for (rule = comity_node_child(pattern, NS_SCHEMATRON, "let");
	     rule != NULL; rule = comity_node_next(rule, NS_SCHEMATRON, "let"))
		check_cost(lint, doc, rule, "value", true);
	for (rule = comity_node_child(pattern, NS_SCHEMATRON, "rule");
	     rule != NULL && count < ALTERNATIVES_MAX;
	     rule = comity_node_next(rule, NS_SCHEMATRON, "rule")) {
		if (!alternatives_read(rule, &all[count]))
			continue;
		for (i = 0; i < count; i++)
			if (is_shadowed(&all[count], &all[i])) {
				comity_lint_say(lint,
				    COMITY_F_LINT_RULE_SHADOWED, doc, rule,
				    all[count].at[0], all[i].at[0]);
				break;
			}
		check_rule(lint, doc, rule, &all[count]);
		count++;
	}
	for (i = 0; i < count; i++)
		free(all[i].text);
}
