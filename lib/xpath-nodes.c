/* SPDX-License-Identifier: Apache-2.0 */
/* xpath-nodes: functions over node-sets for rules, in n log n. */
#include "text.h"
#include "xpath-call.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

/* The texts of a node-set, sorted. */
struct texts {
	xmlChar **rows;
	size_t count;
};

static void
texts_clear(struct texts *texts)
{
	size_t i;

	for (i = 0; i < texts->count; i++)
		xmlFree(texts->rows[i]);
	free(texts->rows);
}

static int
compare(const void *a, const void *b)
{
	return xmlStrcmp(*(xmlChar *const *)a, *(xmlChar *const *)b);
}

/* Pop a node-set as texts; false: the evaluation has failed. */
static bool
texts_pop(xmlXPathParserContextPtr ctxt, struct texts *texts)
{
	xmlNodeSetPtr nodes = xmlXPathPopNodeSet(ctxt);
	size_t room = (size_t)xmlXPathNodeSetGetLength(nodes), i;
	bool ok = ctxt->error == XPATH_EXPRESSION_OK;

	memset(texts, 0, sizeof(*texts));
	if (ok && (texts->rows = calloc(room + 1, sizeof(xmlChar *))) == NULL) {
		comity_call_fail(ctxt, "memory", NULL);
		ok = false;
	}
	for (i = 0; ok && i < room; i++) {
		texts->rows[i] = xmlXPathCastNodeToString(nodes->nodeTab[i]);
		if (texts->rows[i] == NULL) {
			comity_call_fail(ctxt, "memory", NULL);
			ok = false;
		} else
			texts->count++;
	}
	xmlXPathFreeNodeSet(nodes);
	if (ok)
		qsort(texts->rows, texts->count, sizeof(xmlChar *), compare);
	return ok;
}

void
comity_call_exists(xmlXPathParserContextPtr ctxt, int count)
{
	xmlNodeSetPtr nodes = xmlXPathPopNodeSet(ctxt);

	(void)count;
	if (ctxt->error == XPATH_EXPRESSION_OK)
		xmlXPathReturnBoolean(
		    ctxt, xmlXPathNodeSetGetLength(nodes) > 0);
	xmlXPathFreeNodeSet(nodes);
}

void
comity_call_distinct(xmlXPathParserContextPtr ctxt, int count)
{
	struct texts texts;
	size_t i;
	bool distinct = true;

	(void)count;
	if (texts_pop(ctxt, &texts)) {
		for (i = 1; i < texts.count; i++) {
			if (compare(&texts.rows[i - 1], &texts.rows[i]) == 0)
				distinct = false;
		}
		xmlXPathReturnBoolean(ctxt, distinct);
	}
	texts_clear(&texts);
}

/* The first name of a list that is no id; *out NULL: all are. */
static int
find_unresolved(const xmlChar *refs, const struct texts *ids, char **out)
{
	const char *at = (const char *)refs, *blank = " \t\r\n";
	char *name;
	size_t len;
	bool known;

	for (at += strspn(at, blank); *at != '\0'; at += strspn(at, blank)) {
		len = strcspn(at, blank);
		if ((name = strndup(at, len)) == NULL)
			return COMITY_ENOMEM;
		known = bsearch(&name, ids->rows, ids->count, sizeof(xmlChar *),
			    compare) != NULL;
		if (!known) {
			*out = name;
			return COMITY_OK;
		}
		free(name);
		at += len;
	}
	return COMITY_OK;
}

/* Pop refs and ids, and look for a name that is no id. false: failed. */
static bool
unresolved_pop(xmlXPathParserContextPtr ctxt, char **out)
{
	struct texts ids;
	xmlXPathObjectPtr refs = NULL;
	xmlChar *text;
	int i, rc = COMITY_OK;
	bool ok = texts_pop(ctxt, &ids);

	*out = NULL;
	if (!ok || (refs = valuePop(ctxt)) == NULL) {
		texts_clear(&ids);
		return false;
	}
	if (refs->type != XPATH_NODESET) {
		text = xmlXPathCastToString(refs);
		rc = text == NULL ? COMITY_ENOMEM
				  : find_unresolved(text, &ids, out);
		xmlFree(text);
	} else
		for (i = 0; rc == COMITY_OK && *out == NULL &&
			    i < xmlXPathNodeSetGetLength(refs->nodesetval);
		     i++) {
			text = xmlXPathCastNodeToString(
			    refs->nodesetval->nodeTab[i]);
			rc = text == NULL ? COMITY_ENOMEM
					  : find_unresolved(text, &ids, out);
			xmlFree(text);
		}
	xmlXPathFreeObject(refs);
	texts_clear(&ids);
	if (rc != COMITY_OK)
		comity_call_fail(ctxt, "memory", NULL);
	return rc == COMITY_OK;
}

void
comity_call_resolves(xmlXPathParserContextPtr ctxt, int count)
{
	char *name;

	(void)count;
	if (unresolved_pop(ctxt, &name))
		xmlXPathReturnBoolean(ctxt, name == NULL);
	free(name);
}

void
comity_call_unresolved(xmlXPathParserContextPtr ctxt, int count)
{
	char *name;

	(void)count;
	if (unresolved_pop(ctxt, &name))
		comity_call_return(
		    ctxt, name != NULL ? name : comity_text_copy(""));
	else
		free(name);
}
