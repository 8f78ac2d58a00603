/* SPDX-License-Identifier: Apache-2.0 */
#include "xslt.h"

#include <libxml/parser.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include <stdlib.h>
#include <string.h>

static xsltSecurityPrefsPtr
forbid_all(void)
{
	static const xsltSecurityOption options[] = {
		XSLT_SECPREF_READ_FILE,
		XSLT_SECPREF_WRITE_FILE,
		XSLT_SECPREF_CREATE_DIRECTORY,
		XSLT_SECPREF_READ_NETWORK,
		XSLT_SECPREF_WRITE_NETWORK,
	};
	xsltSecurityPrefsPtr prefs = xsltNewSecurityPrefs();
	size_t i;

	for (i = 0; prefs != NULL && i < sizeof(options) / sizeof(options[0]);
	     i++)
		if (xsltSetSecurityPrefs(
			prefs, options[i], xsltSecurityForbid) != 0) {
			xsltFreeSecurityPrefs(prefs);
			prefs = NULL;
		}
	return prefs;
}

static int
broken(const struct comity_source *stylesheet, struct comity_report *report)
{
	struct comity_place place = { .file = stylesheet->name };

	if (comity_report_add(report, COMITY_F_STYLESHEET, &place, NULL,
		NULL) == COMITY_ENOMEM)
		return COMITY_ENOMEM;
	return COMITY_EINTERNAL;
}

/* The stylesheet's own tree: taken over by the compiled one. */
static xsltStylesheetPtr
compile(const struct comity_source *source, struct comity_report *report)
{
	struct comity_doc *doc = NULL;
	xsltStylesheetPtr sheet = NULL;
	xmlDocPtr copy;

	if (comity_doc_read(source, report, &doc) != COMITY_OK)
		return NULL;
	if ((copy = xmlCopyDoc(doc->xml, 1)) != NULL) {
		sheet = xsltParseStylesheetDoc(copy);
		if (sheet == NULL)
			xmlFreeDoc(copy);
		else if (sheet->errors != 0) {
			xsltFreeStylesheet(sheet);
			sheet = NULL;
		}
	}
	comity_doc_free(doc);
	return sheet;
}

int
comity_xslt_apply(const struct comity_source *stylesheet, xmlDocPtr input,
    const char **parameters, struct comity_report *report, char **text,
    size_t *len)
{
	xsltSecurityPrefsPtr prefs = NULL;
	xsltTransformContextPtr context = NULL;
	xsltStylesheetPtr sheet = NULL;
	xmlDocPtr result = NULL;
	xmlChar *octets = NULL;
	int size = 0, rc = COMITY_ENOMEM;

	*text = NULL;
	*len = 0;
	if ((prefs = forbid_all()) == NULL)
		goto out;
	if ((sheet = compile(stylesheet, report)) == NULL) {
		rc = broken(stylesheet, report);
		goto out;
	}
	if ((context = xsltNewTransformContext(sheet, input)) == NULL ||
	    xsltSetCtxtSecurityPrefs(prefs, context) != 0)
		goto out;
	result = xsltApplyStylesheetUser(
	    sheet, input, parameters, NULL, NULL, context);
	if (result == NULL || context->state != XSLT_STATE_OK ||
	    xsltSaveResultToString(&octets, &size, result, sheet) != 0 ||
	    octets == NULL) {
		rc = broken(stylesheet, report);
		goto out;
	}
	if ((*text = strndup((const char *)octets, (size_t)size)) == NULL)
		goto out;
	*len = (size_t)size;
	rc = COMITY_OK;
out:
	xmlFree(octets);
	xmlFreeDoc(result);
	xsltFreeTransformContext(context);
	xsltFreeStylesheet(sheet);
	xsltFreeSecurityPrefs(prefs);
	return rc;
}
