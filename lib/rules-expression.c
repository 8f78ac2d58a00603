/* SPDX-License-Identifier: Apache-2.0 */
#include "rules-expression.h"

#include "text.h"
#include "xpath-grammar.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

int
comity_loading_refuse(struct loading *loading, const xmlNode *node,
    const char *found, const char *expected)
{
	return comity_folder_refuse(loading->report, COMITY_F_PACK_RULES,
	    loading->doc->name, comity_doc_line(loading->doc, node), found,
	    expected);
}

int
comity_loading_name(
    struct loading *loading, const xmlNode *node, const char *name)
{
	const char **more;
	size_t i;

	for (i = 0; i < loading->name_count; i++) {
		if (strcmp(loading->names[i], name) == 0)
			return comity_loading_refuse(
			    loading, node, name, "a name that hides no other");
	}
	more =
	    realloc(loading->names, (loading->name_count + 1) * sizeof(*more));
	if (more == NULL)
		return COMITY_ENOMEM;
	loading->names = more;
	more[loading->name_count++] = name;
	return COMITY_OK;
}

const char *
comity_loading_uri(const struct loading *loading, struct comity_slice prefix)
{
	const struct comity_rules *rules = loading->rules;
	size_t i;

	for (i = 0; i < rules->binding_count; i++) {
		if (comity_slice_is(prefix, rules->bindings[i].prefix))
			return rules->bindings[i].uri;
	}
	return comity_slice_is(prefix, "xml") ? "" : NULL;
}

static const char *
on_prefix(void *data, struct comity_slice prefix)
{
	struct loading *loading = data;

	return comity_loading_uri(loading, prefix) == NULL
		   ? "a prefix that no ns declares"
		   : NULL;
}

static const char *
on_variable(void *data, struct comity_slice name)
{
	struct loading *loading = data;
	size_t i;

	for (i = 0; i < loading->name_count; i++) {
		if (comity_slice_is(name, loading->names[i]))
			return NULL;
	}
	return "a variable that no let before it defines";
}

static const char *
on_function(void *data, struct comity_slice prefix, struct comity_slice name,
    const struct comity_slice *arguments, size_t count)
{
	struct loading *loading = data;
	const char *uri =
	    prefix.len == 0 ? NULL : comity_loading_uri(loading, prefix);

	if (prefix.len > 0 && !comity_text_same(uri, COMITY_NS_FUNCTIONS))
		return "a function of a namespace that has none";
	return comity_xpath_function_check(loading->edition,
	    &loading->rules->regexps, prefix.len > 0, name, arguments, count);
}

int
comity_expression_read(struct loading *loading, const xmlNode *node,
    const char *text, bool context, struct expression *out)
{
	const struct comity_xpath_listener listener = { on_prefix, on_variable,
		on_function, loading };
	struct comity_rules *rules = loading->rules;
	struct compiled *compiled;
	const char *why;

	out->text = text;
	out->line = comity_doc_line(loading->doc, node);
	out->file = loading->file;
	if (text[strspn(text, " \t\r\n")] == '\0')
		return comity_loading_refuse(
		    loading, node, text, "an expression");
	/* What stood before was checked then; variables depend on the place. */
	if (!context)
		out->compiled = comity_texts_find(&rules->compiled, text);
	if (out->compiled != NULL && strchr(text, '$') == NULL)
		return COMITY_OK;
	why = comity_xpath_scan(text, context, &listener);
	if (why != NULL)
		return comity_loading_refuse(loading, node, text, why);
	if (context || out->compiled != NULL)
		return COMITY_OK; /* comity_context_read() takes a context
				   * apart */
	compiled = comity_arena_take(&rules->arena, sizeof(*compiled));
	if (compiled == NULL || comity_texts_add(&rules->compiled,
				    &rules->arena, text, compiled) != COMITY_OK)
		return COMITY_ENOMEM;
	out->compiled = compiled;
	/* What surely compiles can wait: a document fires few of many rules. */
	if (comity_xpath_is_expression(text))
		return COMITY_OK;
	loading->state.reason[0] = '\0';
	compiled->expression =
	    xmlXPathCtxtCompile(loading->context, BAD_CAST text);
	if (compiled->expression == NULL)
		return loading->state.nomem
			   ? COMITY_ENOMEM
			   : comity_loading_refuse(
				 loading, node, text, loading->state.reason);
	return COMITY_OK;
}

xmlXPathObjectPtr
comity_expression_evaluate(
    const struct expression *expression, xmlXPathContextPtr context)
{
	struct compiled *compiled = expression->compiled;

	if (compiled->expression == NULL)
		compiled->expression =
		    xmlXPathCtxtCompile(context, BAD_CAST expression->text);
	return compiled->expression == NULL
		   ? NULL
		   : xmlXPathCompiledEval(compiled->expression, context);
}
