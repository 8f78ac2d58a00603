/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-reader.h"

#include "base64.h"

#include <stdlib.h>
#include <string.h>

static const struct comity_trust_dialect dialects[] = {
	{ .standard = "ETSI TS 119 612",
	    .ns = COMITY_NS_TSL,
	    .root = "TrustServiceStatusList",
	    .tag = "TSLTag",
	    .tag_value = COMITY_TSL_TAG,
	    .scheme = "SchemeInformation",
	    .version = "TSLVersionIdentifier",
	    .sequence = "TSLSequenceNumber",
	    .type = "TSLType",
	    .pointers = "PointersToOtherTSL",
	    .pointer = "OtherTSLPointer",
	    .location = "TSLLocation",
	    .providers = "TrustServiceProviderList",
	    .provider = "TrustServiceProvider",
	    .information = "TSPInformation",
	    .name = "TSPName",
	    .trade_name = "TSPTradeName",
	    .address = "TSPAddress",
	    .information_uri = "TSPInformationURI",
	    .extensions = "TSPInformationExtensions",
	    .services = "TSPServices",
	    .service = "TSPService",
	    .version_first = 5,
	    .version_last = 6 },
	{ .standard = "ETSI TS 119 602",
	    .ns = COMITY_NS_LOTE,
	    .root = "ListOfTrustedEntities",
	    .tag = "LOTETag",
	    .scheme = "ListAndSchemeInformation",
	    .version = "LoTEVersionIdentifier",
	    .sequence = "LoTESequenceNumber",
	    .type = "LoTEType",
	    .pointers = "PointersToOtherLoTE",
	    .pointer = "OtherLoTEPointer",
	    .location = "LoTELocation",
	    .providers = "TrustedEntitiesList",
	    .provider = "TrustedEntity",
	    .information = "TrustedEntityInformation",
	    .name = "TEName",
	    .trade_name = "TETradeName",
	    .address = "TEAddress",
	    .information_uri = "TEInformationURI",
	    .extensions = "TEInformationExtensions",
	    .services = "TrustedEntityServices",
	    .service = "TrustedEntityService",
	    .version_first = 1,
	    .version_last = 1,
	    .entities = true },
};

const struct comity_trust_dialect *
comity_trust_dialect_of(const struct comity_doc *doc)
{
	const xmlNode *root = comity_doc_root(doc);
	size_t i;

	for (i = 0; root != NULL && i < 2; i++)
		if (comity_node_is(root, dialects[i].ns, dialects[i].root))
			return &dialects[i];
	return NULL;
}

xmlNodePtr
comity_trust_reader_child(const struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name)
{
	return comity_node_child(parent, reader->dialect->ns, name);
}

xmlNodePtr
comity_trust_reader_next(const struct comity_trust_reader *reader,
    const xmlNode *node, const char *name)
{
	return comity_node_next(node, reader->dialect->ns, name);
}

int
comity_trust_reader_shape(struct comity_trust_reader *reader,
    const xmlNode *node, const char *found, const char *expected)
{
	return comity_doc_find(reader->doc, node, reader->report,
	    COMITY_F_TRUST_LIST_SHAPE, found, expected);
}

int
comity_trust_reader_only(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name, xmlNodePtr *out)
{
	xmlNodePtr second;

	*out = comity_trust_reader_child(reader, parent, name);
	if (*out == NULL)
		return comity_trust_reader_shape(reader, parent, NULL, name);
	second = comity_trust_reader_next(reader, *out, name);
	if (second != NULL)
		return comity_trust_reader_shape(
		    reader, second, name, "one only");
	return COMITY_OK;
}

int
comity_trust_reader_text(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name, char **out)
{
	xmlNodePtr node;
	int rc = comity_trust_reader_only(reader, parent, name, &node);

	*out = NULL;
	if (rc != COMITY_OK)
		return rc;
	if (comity_node_first(node) != NULL)
		return comity_trust_reader_shape(reader, node, name, "text");
	if ((*out = comity_node_value(node)) == NULL)
		return COMITY_ENOMEM;
	if (**out != '\0')
		return COMITY_OK;
	free(*out);
	*out = NULL;
	return comity_trust_reader_shape(reader, node, name, "text");
}

int
comity_trust_reader_moment(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *name, int64_t *at)
{
	char *string;
	int rc = comity_trust_reader_text(reader, parent, name, &string);

	if (rc != COMITY_OK)
		return rc;
	if (comity_moment_read(string, at) != COMITY_OK)
		rc = comity_trust_reader_shape(reader,
		    comity_trust_reader_child(reader, parent, name), string,
		    "a date and time with zone");
	free(string);
	return rc;
}

int
comity_trust_reader_name(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *child, char **out)
{
	xmlNodePtr node, name, pick = NULL;
	char *lang;
	int rc = comity_trust_reader_only(reader, parent, child, &node);

	*out = NULL;
	if (rc != COMITY_OK)
		return rc;
	for (name = comity_trust_reader_child(reader, node, "Name");
	     name != NULL;
	     name = comity_trust_reader_next(reader, name, "Name")) {
		lang = comity_node_attribute_ns(
		    name, "http://www.w3.org/XML/1998/namespace", "lang");
		if (pick == NULL || (lang != NULL && strcmp(lang, "en") == 0))
			pick = name;
		free(lang);
	}
	if (pick == NULL)
		return comity_trust_reader_shape(reader, node, NULL, "Name");
	*out = comity_node_value(pick);
	return *out != NULL ? COMITY_OK : COMITY_ENOMEM;
}

int
comity_trust_reader_certificate(struct comity_trust_reader *reader,
    const xmlNode *node, struct comity_certificate **out)
{
	unsigned char *der = NULL;
	size_t len = 0;
	char *string;
	int rc;

	*out = NULL;
	if (comity_node_first(node) != NULL)
		return comity_trust_reader_shape(
		    reader, node, "an element", "base64 text");
	if ((string = comity_node_text(node)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_base64_read(string, &der, &len);
	if (rc == COMITY_OK)
		rc = comity_certificate_read_der(der, len, out);
	if (rc == COMITY_REFUSED)
		rc = comity_trust_reader_shape(reader, node, "something else",
		    "an X.509 certificate in base64");
	free(string);
	free(der);
	return rc;
}
