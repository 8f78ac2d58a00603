/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-qualifier.h"
#include "trust-reader.h"

#include <stdlib.h>
#include <string.h>

#define FOR "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"

/* What may stand in a Qualifications extension (TS 119 612 clause 5.5.9.2):
 * a criterion beyond these says something that nobody here can read. */
static const struct {
	const char *ns, *name;
} criteria[] = {
	{ COMITY_NS_SIE, "QualificationElement" },
	{ COMITY_NS_SIE, "Qualifiers" },
	{ COMITY_NS_SIE, "Qualifier" },
	{ COMITY_NS_SIE, "CriteriaList" },
	{ COMITY_NS_SIE, "KeyUsage" },
	{ COMITY_NS_SIE, "KeyUsageBit" },
	{ COMITY_NS_SIE, "PolicySet" },
	{ COMITY_NS_SIE, "PolicyIdentifier" },
	{ COMITY_NS_SIE, "Description" },
	{ COMITY_NS_SIE, "otherCriteriaList" },
	{ COMITY_NS_TSLX, "ExtendedKeyUsage" },
	{ COMITY_NS_TSLX, "KeyPurposeId" },
	{ COMITY_NS_TSLX, "CertSubjectDNAttribute" },
	{ COMITY_NS_TSLX, "AttributeOID" },
	{ COMITY_NS_XADES, "Identifier" },
	{ COMITY_NS_XADES, "Description" },
	{ COMITY_NS_XADES, "DocumentationReferences" },
	{ COMITY_NS_XADES, "DocumentationReference" },
};

static bool
is_criterion(const xmlNode *node)
{
	size_t i;

	for (i = 0; i < sizeof(criteria) / sizeof(criteria[0]); i++)
		if (comity_node_is(node, criteria[i].ns, criteria[i].name))
			return true;
	return false;
}

/* Depth is bounded by the parser. */
static bool
is_readable(const xmlNode *node)
{
	const xmlNode *child;

	for (child = comity_node_first(node); child != NULL;
	     child = comity_node_after(child))
		if (!is_criterion(child) || !is_readable(child))
			return false;
	return true;
}

/* Clause 5.5.9.4: for whom a CA issues. understood: whether it is one of the
 * URIs of the standard, with nothing besides. */
static int
additional_read(const struct comity_trust_reader *reader, const xmlNode *node,
    struct comity_trust_extensions *out, bool *understood)
{
	const xmlNode *uri = comity_node_first(node);
	char *value;

	*understood = false;
	if (uri == NULL || !comity_node_is(uri, reader->dialect->ns, "URI"))
		return COMITY_OK;
	if ((value = comity_node_value(uri)) == NULL)
		return COMITY_ENOMEM;
	*understood = comity_node_after(uri) == NULL;
	if (strcmp(value, FOR "ForeSignatures") == 0)
		out->signatures = true;
	else if (strcmp(value, FOR "ForeSeals") == 0)
		out->seals = true;
	else if (strcmp(value, FOR "ForWebSiteAuthentication") == 0)
		out->websites = true;
	else if (strcmp(value, FOR "RootCA-QC") != 0)
		*understood = false;
	free(value);
	return COMITY_OK;
}

/*
 * Look at one extension of a service. Qualifications say which certificates
 * of a CA are qualified, TakenOverBy who answers for it now, and
 * ExpiredCertsRevocationInfo since when its CRLs keep what has expired: none
 * of them changes who may sign, for comity calls no signature qualified.
 */
static int
extension_read(const struct comity_trust_reader *reader, const xmlNode *node,
    struct comity_trust_extensions *out, bool *understood)
{
	const xmlNode *child = comity_node_first(node);
	bool one;
	int rc = COMITY_OK;

	*understood = child != NULL;
	for (; child != NULL && rc == COMITY_OK;
	     child = comity_node_after(child)) {
		if (comity_node_is(child, reader->dialect->ns,
			"AdditionalServiceInformation"))
			rc = additional_read(reader, child, out, &one);
		else if (comity_node_is(child, COMITY_NS_SIE, "Qualifications"))
			one = comity_node_first(child) != NULL &&
			      is_readable(child);
		else
			one = comity_node_is(child, reader->dialect->ns,
				  "ExpiredCertsRevocationInfo") ||
			      comity_node_is(
				  child, COMITY_NS_TSLX, "TakenOverBy");
		*understood = *understood && rc == COMITY_OK && one;
	}
	return rc;
}

/* Anything but a plain no counts as critical. */
static bool
is_critical(const xmlNode *extension)
{
	char *value = comity_node_attribute(extension, "Critical");
	bool critical = value == NULL || (strcmp(value, "false") != 0 &&
					     strcmp(value, "0") != 0);

	free(value);
	return critical;
}

int
comity_trust_extensions_read(struct comity_trust_reader *reader,
    const xmlNode *parent, const char *child, bool services,
    struct comity_trust_extensions *out)
{
	const xmlNode *list = comity_trust_reader_child(reader, parent, child);
	xmlNodePtr node;
	bool understood;
	int rc;

	memset(out, 0, sizeof(*out));
	for (node = list ? comity_node_first(list) : NULL; node != NULL;
	     node = comity_node_after(node)) {
		understood = false;
		if (services &&
		    comity_node_is(node, reader->dialect->ns, "Extension")) {
			rc = extension_read(reader, node, out, &understood);
			if (rc != COMITY_OK)
				return rc;
		}
		if (understood || !is_critical(node) || out->unusable)
			continue;
		out->unusable = true;
		rc = comity_doc_find(reader->doc, node, reader->report,
		    COMITY_F_TRUST_LIST_CRITICAL, NULL, NULL);
		if (rc != COMITY_OK)
			return rc;
	}
	return COMITY_OK;
}
