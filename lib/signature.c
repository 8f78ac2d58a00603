/* SPDX-License-Identifier: Apache-2.0 */
#include "signature.h"

#include "base64.h"
#include "text.h"

#include <libxml/tree.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *
comity_ruling_say(const struct comity_ruling *ruling, const char *english)
{
	return comity_phrase(english, ruling->language);
}

__attribute__((format(printf, 4, 0))) static int
ruling_setv(struct comity_ruling *ruling, enum comity_indication indication,
    const char *sub, const char *format, va_list list)
{
	char *raw;

	if (ruling->sub != NULL) /* the first one stands */
		return COMITY_REFUSED;
	ruling->indication = indication;
	ruling->sub = sub;
	if ((raw = comity_text_format_list(
		 comity_ruling_say(ruling, format), list)) == NULL)
		return COMITY_ENOMEM;
	ruling->reason = comity_text_escape(raw, COMITY_REASON_MAX);
	free(raw);
	return ruling->reason == NULL ? COMITY_ENOMEM : COMITY_REFUSED;
}

int
comity_ruling_set(struct comity_ruling *ruling,
    enum comity_indication indication, const char *sub, const char *format, ...)
{
	va_list list;
	int rc;

	va_start(list, format);
	rc = ruling_setv(ruling, indication, sub, format, list);
	va_end(list);
	return rc;
}

int
comity_ruling_shape(struct comity_ruling *ruling, const char *format, ...)
{
	va_list list;
	int rc;

	va_start(list, format);
	rc = ruling_setv(ruling, COMITY_INDETERMINATE,
	    "SIG_CONSTRAINTS_FAILURE", format, list);
	va_end(list);
	return rc;
}

int
comity_ruling_format(struct comity_ruling *ruling, const char *format, ...)
{
	va_list list;
	int rc;

	va_start(list, format);
	rc = ruling_setv(
	    ruling, COMITY_TOTAL_FAILED, "FORMAT_FAILURE", format, list);
	va_end(list);
	return rc;
}

void
comity_ruling_clear(struct comity_ruling *ruling)
{
	free(ruling->reason);
	memset(ruling, 0, sizeof(*ruling));
}

int
comity_signature_attribute(const xmlNode *node, const char *name, char **out)
{
	*out = NULL;
	if (xmlHasNsProp(node, BAD_CAST name, NULL) == NULL)
		return COMITY_OK;
	*out = comity_node_attribute(node, name);
	return *out == NULL ? COMITY_ENOMEM : COMITY_OK;
}

/* Whether an element holds nothing but elements, blanks and comments. */
bool
comity_signature_only_elements(const xmlNode *node)
{
	const xmlNode *child;

	for (child = node->children; child != NULL; child = child->next) {
		if (child->type == XML_ELEMENT_NODE ||
		    child->type == XML_COMMENT_NODE)
			continue;
		if (child->type != XML_TEXT_NODE || !xmlIsBlankNode(child))
			return false;
	}
	return true;
}

bool
comity_signature_only_text(const xmlNode *node)
{
	const xmlNode *child;

	for (child = node->children; child != NULL; child = child->next)
		if (child->type != XML_TEXT_NODE)
			return false;
	return true;
}

int
comity_signature_parts(xmlNodePtr node, struct comity_signature_parts *out,
    struct comity_ruling *ruling)
{
	xmlNodePtr at = comity_node_first(node);

	memset(out, 0, sizeof(*out));
	out->node = node;
	if (!comity_signature_only_elements(node))
		return comity_ruling_format(
		    ruling, "rule 7: ds:Signature holds text");
	if (comity_node_is(at, COMITY_NS_DS, "SignedInfo")) {
		out->signed_info = at;
		at = comity_node_after(at);
	}
	if (comity_node_is(at, COMITY_NS_DS, "SignatureValue")) {
		out->value = at;
		at = comity_node_after(at);
	}
	if (comity_node_is(at, COMITY_NS_DS, "KeyInfo")) {
		out->key_info = at;
		at = comity_node_after(at);
	}
	while (comity_node_is(at, COMITY_NS_DS, "Object"))
		at = comity_node_after(at);
	if (at != NULL || out->signed_info == NULL || out->value == NULL)
		return comity_ruling_format(ruling,
		    "rule 7: ds:Signature is not SignedInfo, SignatureValue, "
		    "KeyInfo?, Object* in this order, each of the first two "
		    "once (at %s)",
		    at ? (const char *)at->name
		       : comity_ruling_say(ruling, "its end"));
	return COMITY_OK;
}

int
comity_signature_bytes(xmlNodePtr leaf, unsigned char **bytes, size_t *len,
    struct comity_ruling *ruling)
{
	char *text = NULL;
	int rc;

	*bytes = NULL;
	if (!comity_signature_only_text(leaf))
		return comity_ruling_format(ruling,
		    "rule 7: %s holds something else than one run of text",
		    (const char *)leaf->name);
	if ((text = comity_node_text(leaf)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_base64_read(text, bytes, len);
	free(text);
	if (rc == COMITY_REFUSED)
		return comity_ruling_format(ruling,
		    "rule 8: %s is not strict base64 (only digits, white "
		    "space and correct padding, unused bits zero)",
		    (const char *)leaf->name);
	return rc;
}

int
comity_signature_refuse_algorithm(struct comity_ruling *ruling, const char *uri)
{
	return comity_ruling_set(ruling, COMITY_INDETERMINATE,
	    "CRYPTO_CONSTRAINTS_FAILURE",
	    "rule 21: the algorithm \"%s\" does not count (not in the table, "
	    "compared character by character)",
	    uri != NULL ? uri : "");
}

int
comity_signature_refuse_standing(
    struct comity_ruling *ruling, const struct comity_algorithm_state *standing)
{
	bool dated = standing->ends != COMITY_DAY_ALWAYS;

	return comity_ruling_set(ruling, COMITY_INDETERMINATE,
	    dated ? "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
		  : "CRYPTO_CONSTRAINTS_FAILURE",
	    "rule 21: the algorithm \"%s\" does not count (%s)%s",
	    standing->row->uri, comity_ruling_say(ruling, standing->basis),
	    dated
		? comity_ruling_say(ruling,
		      "; it did before that day: state with --held-since that "
		      "you held the document then")
		: "");
}

int
comity_signature_digest(xmlNodePtr digest_method,
    const struct comity_dating *dating, const struct comity_digest_method **out,
    struct comity_ruling *ruling)
{
	/* what counted on some day */
	static const struct comity_dating ever = { .known = true,
		.day = COMITY_DAY_ALWAYS + 1 };
	const struct comity_digest_method *row;
	struct comity_algorithm_state standing;
	char *uri;
	int rc = comity_signature_attribute(digest_method, "Algorithm", &uri);

	if (rc != COMITY_OK)
		return rc;
	row = comity_digest_find(uri);
	if (row == NULL)
		rc = comity_signature_refuse_algorithm(ruling, uri);
	else if (!comity_dating_counts(
		     dating != NULL ? dating : &ever, &row->row, &standing))
		rc = comity_signature_refuse_standing(ruling, &standing);
	*out = row;
	free(uri);
	return rc;
}
