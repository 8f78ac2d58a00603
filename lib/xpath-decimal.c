/* SPDX-License-Identifier: Apache-2.0 */
/* xpath-decimal: exact decimals for rules. */
#include "decimal.h"
#include "xpath-call.h"

#include <libxml/xpathInternals.h>
#include <stdlib.h>

/* Pop a decimal; false and an error if it is none. */
static bool
pop(xmlXPathParserContextPtr ctxt, struct comity_decimal *out)
{
	char *text = comity_call_pop(ctxt);
	bool ok = text != NULL && comity_decimal_read(text, out) == COMITY_OK;

	if (text != NULL && !ok)
		comity_call_fail(ctxt, "is not a decimal", text);
	free(text);
	return ok;
}

static void
give(xmlXPathParserContextPtr ctxt, int rc, const struct comity_decimal *value)
{
	if (rc == COMITY_OK) {
		comity_call_return(ctxt, comity_decimal_write(value));
		return;
	}
	comity_call_state(ctxt)->limit = true;
	comity_call_fail(ctxt, "a decimal became too long", "");
}

void
comity_call_is_decimal(xmlXPathParserContextPtr ctxt, int count)
{
	struct comity_decimal value;
	char *text = comity_call_pop(ctxt);

	(void)count;
	if (text != NULL)
		xmlXPathReturnBoolean(
		    ctxt, comity_decimal_read(text, &value) == COMITY_OK);
	free(text);
}

void
comity_call_dec_add(xmlXPathParserContextPtr ctxt, int count)
{
	struct comity_decimal sum, value, both;
	int rc = COMITY_OK;

	if (!pop(ctxt, &sum))
		return;
	while (--count > 0 && rc == COMITY_OK) {
		if (!pop(ctxt, &value))
			return;
		rc = comity_decimal_add(&value, &sum, &both);
		sum = both;
	}
	give(ctxt, rc, &sum);
}

void
comity_call_dec_sum(xmlXPathParserContextPtr ctxt, int count)
{
	xmlNodeSetPtr nodes = xmlXPathPopNodeSet(ctxt);
	struct comity_decimal sum, value, both;
	xmlChar *text;
	int i, rc = comity_decimal_read("0", &sum);

	(void)count;
	if (ctxt->error != XPATH_EXPRESSION_OK)
		goto out;
	for (i = 0; rc == COMITY_OK && i < xmlXPathNodeSetGetLength(nodes);
	     i++) {
		text = xmlXPathCastNodeToString(nodes->nodeTab[i]);
		if (text == NULL ||
		    comity_decimal_read((char *)text, &value) != COMITY_OK) {
			comity_call_fail(
			    ctxt, "is not a decimal", (char *)text);
			xmlFree(text);
			goto out;
		}
		xmlFree(text);
		rc = comity_decimal_add(&sum, &value, &both);
		sum = both;
	}
	give(ctxt, rc, &sum);
out:
	xmlXPathFreeNodeSet(nodes);
}

void
comity_call_dec_mul(xmlXPathParserContextPtr ctxt, int count)
{
	struct comity_decimal a, b, product;

	(void)count;
	if (pop(ctxt, &b) && pop(ctxt, &a))
		give(ctxt, comity_decimal_multiply(&a, &b, &product), &product);
}

void
comity_call_dec_cmp(xmlXPathParserContextPtr ctxt, int count)
{
	struct comity_decimal a, b;

	(void)count;
	if (pop(ctxt, &b) && pop(ctxt, &a))
		xmlXPathReturnNumber(ctxt, comity_decimal_compare(&a, &b));
}

void
comity_call_dec_round(xmlXPathParserContextPtr ctxt, int count)
{
	double places = xmlXPathPopNumber(ctxt);
	struct comity_decimal a, rounded;

	(void)count;
	if (!(places >= 0 && places <= 100) || places != (int)places) {
		comity_call_fail(ctxt, "places are 0 to 100", "");
		return;
	}
	if (pop(ctxt, &a))
		give(ctxt, comity_decimal_round(&a, (int)places, &rounded),
		    &rounded);
}
