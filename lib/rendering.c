/* SPDX-License-Identifier: Apache-2.0 */
#include "rendering.h"

#include "docx.h"
#include "rendering-private.h"
#include "xslt.h"

#include <stdlib.h>
#include <string.h>

/* Text of a stylesheet's result as a tree that may be edited. */
static int
parse(const char *name, const char *text, size_t len,
    struct comity_report *report, xmlDocPtr *out)
{
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	int rc = comity_source_new(name, text, len, report, &source);

	*out = NULL;
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, &doc);
	if (rc == COMITY_OK && (*out = xmlCopyDoc(doc->xml, 1)) == NULL)
		rc = COMITY_ENOMEM;
	comity_doc_free(doc);
	comity_source_free(source);
	/* what a stylesheet of ours wrote and we can not read is our fault */
	return rc == COMITY_REFUSED ? COMITY_EINTERNAL : rc;
}

/* The page in words[which]. */
static int
make_page(const struct comity_rendering_order *order, size_t which,
    struct comity_report *report, xmlDocPtr *out)
{
	xmlDocPtr input = NULL;
	char *text = NULL;
	size_t len = 0;
	int rc = comity_rendering_input(order, which, report, &input);

	*out = NULL;
	if (rc == COMITY_OK)
		rc = comity_xslt_apply(
		    order->document, input, NULL, report, &text, &len);
	if (rc == COMITY_OK)
		rc = parse("page", text, len, report, out);
	if (rc == COMITY_OK)
		rc = comity_rendering_page(xmlDocGetRootElement(*out));
	free(text);
	xmlFreeDoc(input);
	return rc;
}

static bool
move(xmlNodePtr node, xmlNodePtr to)
{
	xmlUnlinkNode(node);
	if (xmlAddChild(to, node) != NULL)
		return true;
	xmlFreeNode(node);
	return false;
}

/* Two pages into one: block by block side by side. */
static int
pair(xmlDocPtr left, xmlDocPtr right, struct comity_report *report)
{
	struct comity_place place = { .file = "page" };
	xmlNodePtr page = xmlDocGetRootElement(left), node, next, other, beside,
		   both;
	xmlChar *lang =
	    xmlGetNoNsProp(xmlDocGetRootElement(right), BAD_CAST "lang");

	if (lang == NULL || xmlNewProp(page, BAD_CAST "lang2", lang) == NULL) {
		xmlFree(lang);
		return COMITY_ENOMEM;
	}
	xmlFree(lang);
	other = comity_node_first(xmlDocGetRootElement(right));
	for (node = comity_node_first(page); node != NULL; node = next) {
		next = comity_node_after(node);
		beside = other;
		if (beside == NULL || !xmlStrEqual(beside->name, node->name))
			break;
		other = comity_node_after(other);
		both = xmlNewNode(NULL, BAD_CAST "pair");
		if (both == NULL || xmlAddPrevSibling(node, both) == NULL)
			return COMITY_ENOMEM;
		if (!move(node, both) || !move(beside, both))
			return COMITY_ENOMEM;
	}
	if (node == NULL && other == NULL)
		return COMITY_OK;
	return comity_report_add(report, COMITY_F_RENDERING_PARTS, &place, NULL,
		   NULL) == COMITY_ENOMEM
		   ? COMITY_ENOMEM
		   : COMITY_EINTERNAL;
}

static int
finish(const struct comity_rendering_order *order, xmlDocPtr page,
    struct comity_report *report, unsigned char **octets, size_t *len)
{
	xmlDocPtr package = NULL;
	char *text = NULL;
	int rc;

	if (order->form == COMITY_RENDERING_TEXT)
		return comity_rendering_text(
		    xmlDocGetRootElement(page), octets, len);
	rc = comity_xslt_apply(order->sheet, page, NULL, report, &text, len);
	if (rc == COMITY_OK && order->form == COMITY_RENDERING_HTML) {
		*octets = (unsigned char *)text;
		return COMITY_OK;
	}
	if (rc == COMITY_OK)
		rc = parse("package", text, *len, report, &package);
	if (rc == COMITY_OK)
		rc = comity_docx_write(package, octets, len);
	free(text);
	xmlFreeDoc(package);
	return rc;
}

int
comity_rendering_make(const struct comity_rendering_order *order,
    struct comity_report *report, unsigned char **octets, size_t *len)
{
	xmlDocPtr page = NULL, second = NULL;
	int rc;

	*octets = NULL;
	*len = 0;
	if ((rc = make_page(order, 0, report, &page)) != COMITY_OK)
		goto out;
	if (order->words[1] != NULL) {
		if ((rc = make_page(order, 1, report, &second)) != COMITY_OK ||
		    (rc = pair(page, second, report)) != COMITY_OK)
			goto out;
	}
	rc = finish(order, page, report, octets, len);
out:
	xmlFreeDoc(page);
	xmlFreeDoc(second);
	return rc;
}
