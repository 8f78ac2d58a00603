/* SPDX-License-Identifier: Apache-2.0 */
/* signed-info: what a SignedInfo says; the rest of signature.h. */
#include "signature.h"
#include "text.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

/* A NULL-terminated list of the prefixes in a PrefixList. */
static int
split_prefixes(const char *list, char ***out)
{
	char **prefixes, *copy, *save = NULL, *word;
	size_t count = 0, i = 0;
	const char *at;

	for (at = list; *at != '\0'; at++)
		count += *at == ' ';
	if ((copy = strdup(list)) == NULL)
		return COMITY_ENOMEM;
	if ((prefixes = calloc(count + 2, sizeof(*prefixes))) == NULL) {
		free(copy);
		return COMITY_ENOMEM;
	}
	for (word = strtok_r(copy, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save))
		if ((prefixes[i++] = strdup(word)) == NULL)
			break;
	free(copy);
	*out = prefixes; /* the caller clears it, also after a failure */
	return word == NULL ? COMITY_OK : COMITY_ENOMEM;
}

static void
free_prefixes(char **prefixes)
{
	size_t i;

	for (i = 0; prefixes != NULL && prefixes[i] != NULL; i++)
		free(prefixes[i]);
	free(prefixes);
}

/* The InclusiveNamespaces of an exclusive canonicalization, if any. */
static int
read_prefixes(xmlNodePtr node, const struct comity_c14n_row *row,
    char ***prefixes, struct comity_ruling *ruling)
{
	xmlNodePtr child = comity_node_first(node);
	char *list = NULL, *flat = NULL;
	int rc;

	if (child == NULL)
		return COMITY_OK;
	if (row->method != COMITY_C14N_EXCLUSIVE ||
	    comity_node_after(child) != NULL ||
	    !comity_node_is(child, COMITY_URI_EXC_C14N, "InclusiveNamespaces"))
		return comity_ruling_shape(ruling,
		    "rule 15: a canonicalization with a parameter that is not "
		    "InclusiveNamespaces");
	rc = comity_signature_attribute(child, "PrefixList", &list);
	if (rc != COMITY_OK)
		return rc;
	if (list == NULL)
		return comity_ruling_format(
		    ruling, "rule 15: InclusiveNamespaces has no PrefixList");
	flat = comity_text_collapse(list);
	rc = flat == NULL ? COMITY_ENOMEM : split_prefixes(flat, prefixes);
	free(flat);
	free(list);
	return rc;
}

static int
read_c14n(xmlNodePtr node, const struct comity_c14n_row **row, char ***prefixes,
    struct comity_ruling *ruling)
{
	char *uri;
	int rc = comity_signature_attribute(node, "Algorithm", &uri);

	if (rc != COMITY_OK)
		return rc;
	*row = comity_c14n_find(uri);
	if (*row == NULL)
		rc = comity_ruling_shape(ruling,
		    "rule 15: the canonicalization \"%s\" is not admitted",
		    uri ? uri : "");
	else if ((*row)->comments)
		rc = comity_ruling_shape(ruling,
		    "rule 15: a canonicalization with comments is not "
		    "admitted");
	free(uri);
	if (rc != COMITY_OK)
		return rc;
	return read_prefixes(node, *row, prefixes, ruling);
}

static int
read_method(xmlNodePtr node, const struct comity_dating *dating,
    const struct comity_signature_method **out, struct comity_ruling *ruling)
{
	const struct comity_signature_method *row;
	struct comity_algorithm_state standing;
	char *uri;
	int rc = comity_signature_attribute(node, "Algorithm", &uri);

	if (rc != COMITY_OK)
		return rc;
	row = comity_signature_method_find(uri);
	if (row == NULL)
		rc = comity_signature_refuse_algorithm(ruling, uri);
	else if (!comity_dating_method_counts(dating, row, NULL, &standing))
		rc = comity_signature_refuse_standing(ruling, &standing);
	else if (comity_node_first(node) != NULL)
		rc = comity_ruling_shape(ruling,
		    "rule 21: SignatureMethod carries a parameter (%s)",
		    (const char *)comity_node_first(node)->name);
	*out = row;
	free(uri);
	return rc;
}

int
comity_signed_info_methods(xmlNodePtr signed_info,
    const struct comity_dating *dating, struct comity_signed_info *out,
    struct comity_ruling *ruling)
{
	xmlNodePtr c14n = comity_node_first(signed_info);
	xmlNodePtr method = c14n ? comity_node_after(c14n) : NULL;
	int rc;

	if (!comity_signature_only_elements(signed_info) ||
	    !comity_node_is(c14n, COMITY_NS_DS, "CanonicalizationMethod") ||
	    !comity_node_is(method, COMITY_NS_DS, "SignatureMethod"))
		return comity_ruling_format(ruling,
		    "rule 7: SignedInfo does not begin with "
		    "CanonicalizationMethod and SignatureMethod");
	if ((rc = read_c14n(c14n, &out->c14n, &out->prefixes, ruling)) !=
	    COMITY_OK)
		return rc;
	return read_method(method, dating, &out->method, ruling);
}

/* Remove white space in place. */
static void
squeeze(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++)
		if (strchr(" \t\r\n", *text) == NULL)
			*to++ = *text;
	*to = '\0';
}

/* Whether text is before + prefix + ":Signature" + after, the prefix bound to
 * the ds namespace where node stands. */
static bool
names_signature(
    const char *text, const char *before, const char *after, xmlNodePtr node)
{
	const char *at = text + strlen(before), *colon;
	xmlChar *prefix;
	xmlNsPtr ns;

	if (strncmp(text, before, strlen(before)) != 0 ||
	    (colon = strchr(at, ':')) == NULL || colon == at ||
	    strncmp(colon, ":Signature", 10) != 0 ||
	    strcmp(colon + 10, after) != 0)
		return false;
	/* xmlStrndup: a failure of it is remembered, and ends the judgement */
	if ((prefix = xmlStrndup(BAD_CAST at, (int)(colon - at))) == NULL)
		return false;
	ns = xmlSearchNs(node->doc, node, prefix);
	xmlFree(prefix);
	return ns != NULL && ns->href != NULL &&
	       strcmp((const char *)ns->href, COMITY_NS_DS) == 0;
}

/* One of three literal expressions, or nothing (rule 15). */
static int
read_filter(xmlNodePtr transform, bool filter2, enum comity_remover *remover,
    struct comity_ruling *ruling)
{
	xmlNodePtr xpath = comity_node_first(transform);
	char *text = NULL, *filter = NULL;
	bool subtract;

	*remover = COMITY_REMOVE_NOTHING;
	if (!comity_node_is(
		xpath, filter2 ? COMITY_URI_FILTER2 : COMITY_NS_DS, "XPath") ||
	    comity_node_after(xpath) != NULL ||
	    !comity_signature_only_text(xpath))
		return comity_ruling_shape(
		    ruling, "rule 15: a filter that is not exactly one XPath");
	if ((text = comity_node_text(xpath)) == NULL)
		return COMITY_ENOMEM;
	squeeze(text);
	if (comity_signature_attribute(xpath, "Filter", &filter) != COMITY_OK) {
		free(text);
		return COMITY_ENOMEM;
	}
	subtract = filter != NULL && strcmp(filter, "subtract") == 0;
	if (!filter2) {
		if (names_signature(text, "not(ancestor-or-self::", ")", xpath))
			*remover = COMITY_REMOVE_ALL;
	} else if (subtract && names_signature(text, "/*/", "", xpath))
		*remover = COMITY_REMOVE_CHILDREN;
	else if (subtract && names_signature(text, "/descendant::", "", xpath))
		*remover = COMITY_REMOVE_ALL;
	free(text);
	free(filter);
	if (*remover == COMITY_REMOVE_NOTHING)
		return comity_ruling_shape(ruling,
		    "rule 15: an XPath filter other than \"subtract "
		    "/*/ds:Signature\", \"subtract /descendant::ds:Signature\" "
		    "and \"not(ancestor-or-self::ds:Signature)\"");
	return COMITY_OK;
}

/* The first transform, if it leaves signatures out; *used says whether. */
static int
read_remover(xmlNodePtr transform, const char *uri,
    struct comity_reference *out, bool *used, struct comity_ruling *ruling)
{
	*used = true;
	if (strcmp(uri, COMITY_URI_ENVELOPED) == 0) {
		out->remover = COMITY_REMOVE_ENVELOPED;
		if (comity_node_first(transform) == NULL)
			return COMITY_OK;
		return comity_ruling_shape(
		    ruling, "rule 15: enveloped-signature with a parameter");
	}
	if (strcmp(uri, COMITY_URI_FILTER2) == 0)
		return read_filter(transform, true, &out->remover, ruling);
	if (strcmp(uri, COMITY_URI_XPATH) == 0)
		return read_filter(transform, false, &out->remover, ruling);
	*used = false;
	return COMITY_OK;
}

/* [enveloped, not(ancestor-or-self::ds:Signature)] is what the second leaves
 * out: this signature is one of them (rule 15). */
static bool
is_remover_after(enum comity_remover remover, const char *uri)
{
	return remover == COMITY_REMOVE_ENVELOPED &&
	       strcmp(uri, COMITY_URI_XPATH) == 0;
}

static int
read_transforms(xmlNodePtr transforms, struct comity_reference *out,
    struct comity_ruling *ruling)
{
	xmlNodePtr at = comity_node_first(transforms);
	char *uri = NULL;
	bool used = false;
	int rc = COMITY_OK;

	for (; rc == COMITY_OK && at != NULL; at = comity_node_after(at)) {
		free(uri);
		uri = NULL;
		rc = comity_signature_attribute(at, "Algorithm", &uri);
		if (rc != COMITY_OK)
			break;
		if (!comity_node_is(at, COMITY_NS_DS, "Transform") ||
		    uri == NULL) {
			rc = comity_ruling_format(
			    ruling, "rule 15: Transforms is malformed");
			break;
		}
		if (out->c14n != NULL || out->base64) {
			rc = comity_ruling_shape(ruling,
			    "rule 15: \"%s\" after the last transform that "
			    "may stand",
			    uri);
			break;
		}
		if (out->remover == COMITY_REMOVE_NOTHING ||
		    is_remover_after(out->remover, uri)) {
			rc = read_remover(at, uri, out, &used, ruling);
			if (rc != COMITY_OK || used)
				continue;
		}
		if (strcmp(uri, COMITY_URI_BASE64) == 0 &&
		    out->remover == COMITY_REMOVE_NOTHING)
			out->base64 = true;
		else
			rc = read_c14n(at, &out->c14n, &out->prefixes, ruling);
	}
	free(uri);
	return rc;
}

/* URI and what it may be (rule 13). */
static int
read_uri(
    xmlNodePtr node, struct comity_reference *out, struct comity_ruling *ruling)
{
	int rc;

	if (comity_signature_attribute(node, "URI", &out->uri) != COMITY_OK)
		return COMITY_ENOMEM;
	if (out->uri == NULL)
		return comity_ruling_shape(
		    ruling, "rule 13: a Reference without URI");
	rc = comity_reference_uri_read(out->uri, &out->kind, &out->name);
	if (rc == COMITY_REFUSED)
		return comity_ruling_shape(ruling,
		    "rule 13: the Reference \"%s\" is neither \"\" nor \"#\" "
		    "and a name, nor the plain name of a payload: nothing is "
		    "fetched, no other pointer is followed",
		    out->uri);
	return rc;
}

static int
read_digest_value(
    xmlNodePtr node, struct comity_reference *out, struct comity_ruling *ruling)
{
	unsigned char *bytes = NULL;
	size_t len = 0;
	int rc = comity_signature_bytes(node, &bytes, &len, ruling);

	if (rc != COMITY_OK)
		return rc;
	if (len != out->digest->len)
		rc = comity_ruling_format(
		    ruling, "rule 8: DigestValue is not as long as its digest");
	else
		memcpy(out->value, bytes, len);
	free(bytes);
	return rc;
}

static int
read_reference(xmlNodePtr node, const struct comity_dating *dating,
    struct comity_reference *out, struct comity_ruling *ruling)
{
	xmlNodePtr at = comity_node_first(node), value;
	int rc;

	if (comity_signature_attribute(node, "Id", &out->id) != COMITY_OK ||
	    comity_signature_attribute(node, "Type", &out->type) != COMITY_OK)
		return COMITY_ENOMEM;
	if ((rc = read_uri(node, out, ruling)) != COMITY_OK)
		return rc;
	if (comity_node_is(at, COMITY_NS_DS, "Transforms")) {
		if ((rc = read_transforms(at, out, ruling)) != COMITY_OK)
			return rc;
		at = comity_node_after(at);
	}
	if (out->kind == COMITY_REFERENCE_PAYLOAD) {
		if (out->c14n != NULL || out->base64 ||
		    out->remover != COMITY_REMOVE_NOTHING)
			return comity_ruling_shape(ruling,
			    "rule 15: the payload \"%s\" is signed through a "
			    "transform; only its octets as they are count",
			    out->uri);
	} else if (out->c14n == NULL && !out->base64)
		/* a node-set that is digested is made octets by Canonical XML
		 * 1.0 (XML Signature, section 4.4.3.2) */
		out->c14n = comity_c14n_find(COMITY_URI_C14N);
	if (!comity_node_is(at, COMITY_NS_DS, "DigestMethod") ||
	    !comity_node_is(
		value = comity_node_after(at), COMITY_NS_DS, "DigestValue") ||
	    comity_node_after(value) != NULL)
		return comity_ruling_format(ruling,
		    "rule 7: a Reference is not Transforms?, DigestMethod, "
		    "DigestValue");
	rc = comity_signature_digest(at, dating, &out->digest, ruling);
	if (rc != COMITY_OK)
		return rc;
	return read_digest_value(value, out, ruling);
}

int
comity_signed_info_read(xmlNodePtr signed_info,
    const struct comity_dating *dating, struct comity_signed_info *out,
    struct comity_ruling *ruling)
{
	xmlNodePtr at;
	int rc;

	rc = comity_signed_info_methods(signed_info, dating, out, ruling);
	if (rc != COMITY_OK)
		return rc;
	at = comity_node_after(
	    comity_node_after(comity_node_first(signed_info)));
	for (; at != NULL; at = comity_node_after(at)) {
		if (!comity_node_is(at, COMITY_NS_DS, "Reference"))
			return comity_ruling_format(ruling,
			    "rule 7: SignedInfo holds %s",
			    (const char *)at->name);
		if (out->count == COMITY_REFERENCES_MAX)
			return comity_ruling_shape(ruling,
			    "rule 9: more than %d References",
			    COMITY_REFERENCES_MAX);
		rc = read_reference(
		    at, dating, &out->references[out->count++], ruling);
		if (rc != COMITY_OK)
			return rc;
	}
	if (out->count == 0)
		return comity_ruling_format(ruling,
		    "rule 9: SignedInfo has no Reference: nothing is signed");
	return COMITY_OK;
}

void
comity_signed_info_clear(struct comity_signed_info *info)
{
	size_t i;

	free_prefixes(info->prefixes);
	for (i = 0; i < info->count; i++) {
		struct comity_reference *reference = &info->references[i];

		free(reference->id);
		free(reference->type);
		free(reference->uri);
		free(reference->name);
		free_prefixes(reference->prefixes);
	}
	memset(info, 0, sizeof(*info));
}
