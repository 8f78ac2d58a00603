/* SPDX-License-Identifier: Apache-2.0 */
/* rules-attribute: attributes of rules.sch, with the parameters of an
 * abstract pattern put in. */
#include "rules-load.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static size_t
name_len(const char *at)
{
	size_t len = 0;

	while ((at[len] >= 'a' && at[len] <= 'z') ||
	       (at[len] >= 'A' && at[len] <= 'Z') || at[len] == '_' ||
	       ((unsigned char)at[len] & 0x80) ||
	       (len > 0 && at[len] != '\0' && strchr("0123456789-.", at[len])))
		len++;
	return len;
}

static const struct param *
param_find(const struct params *params, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < params->count; i++) {
		if (strlen(params->rows[i].name) == len &&
		    memcmp(params->rows[i].name, name, len) == 0)
			return &params->rows[i];
	}
	return NULL;
}

/* Put the values of parameters in place of $name. NULL: no memory. */
static char *
expand(struct loading *loading, const char *text)
{
	struct comity_text out = { 0 };
	const struct param *param;
	const char *at = text;
	char *filled, *kept;
	size_t len;

	comity_text_add(&out, "");
	while (*at != '\0') {
		len = strcspn(at, "$");
		comity_text_add_bytes(&out, at, len);
		at += len;
		if (*at == '\0')
			break;
		len = name_len(at + 1);
		param = param_find(&loading->params, at + 1, len);
		if (param != NULL)
			comity_text_add(&out, param->value);
		else
			comity_text_add_bytes(&out, at, len + 1);
		at += len + 1;
	}
	if ((filled = comity_text_take(&out)) == NULL)
		return NULL;
	kept =
	    comity_arena_copy(&loading->rules->arena, filled, strlen(filled));
	free(filled);
	return kept;
}

/* An attribute, whose text stays with the rules. COMITY_OK, and NULL if
 * absent. */
static int
value_read(struct loading *loading, const xmlNode *node, enum attribute name,
    bool collapsed, char **out)
{
	const xmlAttr *attribute = comity_known_attribute(loading, node, name);
	struct comity_arena *arena = &loading->rules->arena;
	char *whole = NULL;
	const char *text;

	*out = NULL;
	if (attribute == NULL)
		return COMITY_OK;
	/* Nearly all are one text; that saves a copy of each. */
	if (attribute->children != NULL && attribute->children->next == NULL &&
	    attribute->children->type == XML_TEXT_NODE)
		text = (const char *)attribute->children->content;
	else
		text = whole = comity_node_text((const xmlNode *)attribute);
	if (text != NULL && loading->params.count > 0 &&
	    strchr(text, '$') != NULL)
		text = expand(loading, text);
	if (text != NULL)
		*out = collapsed
			   ? comity_arena_collapse(arena, text, strlen(text))
			   : comity_arena_copy(arena, text, strlen(text));
	free(whole);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}

int
comity_attribute_peek(struct loading *loading, const xmlNode *node,
    enum attribute name, char **out)
{
	int rc = value_read(loading, node, name, true, out);

	if (rc != COMITY_OK || *out == NULL || **out != '\0')
		return rc;
	*out = NULL;
	return comity_loading_refuse(
	    loading, node, "", comity_attribute_name(name));
}

int
comity_attribute_read(struct loading *loading, const xmlNode *node,
    enum attribute name, char **out)
{
	int rc = comity_attribute_peek(loading, node, name, out);

	return rc == COMITY_OK && *out == NULL
		   ? comity_loading_refuse(
			 loading, node, NULL, comity_attribute_name(name))
		   : rc;
}

int
comity_attribute_expression(struct loading *loading, const xmlNode *node,
    enum attribute name, bool context, struct expression *out)
{
	char *text;
	int rc = value_read(loading, node, name, false, &text);

	if (rc != COMITY_OK)
		return rc;
	if (text == NULL)
		return comity_loading_refuse(
		    loading, node, NULL, comity_attribute_name(name));
	return comity_expression_read(loading, node, text, context, out);
}

int
comity_labels_read(
    struct loading *loading, const xmlNode *node, struct labels *out)
{
	const struct row {
		enum attribute name;
		char **to;
	} rows[] = {
		{ AT_ROLE, &out->role },
		{ AT_FLAG, &out->flag },
		{ AT_SEE, &out->see },
		{ AT_ICON, &out->icon },
		{ AT_FPI, &out->fpi },
	};
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < sizeof(rows) / sizeof(rows[0]); i++)
		rc = comity_attribute_peek(
		    loading, node, rows[i].name, rows[i].to);
	return rc;
}

int
comity_let_read(struct loading *loading, const xmlNode *node, struct lets *lets)
{
	struct let *let = &lets->rows[lets->count++];
	int rc;

	rc = comity_attribute_read(loading, node, AT_NAME, &let->name);
	if (rc != COMITY_OK)
		return rc;
	if (node->children != NULL && comity_node_first(node) != NULL)
		return comity_loading_refuse(loading, node, let->name,
		    "a value in value=, not as content");
	rc = comity_attribute_expression(
	    loading, node, AT_VALUE, false, &let->value);
	if (rc == COMITY_ENOMEM)
		return rc;
	/* In scope for what follows, not for itself. */
	return comity_status_worse(
	    rc, comity_loading_name(loading, node, let->name));
}
