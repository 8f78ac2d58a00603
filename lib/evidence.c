/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Properties that are timestamps. Both archive forms take the same octets;
 * the older one has a name only in the older namespace. */
static const struct {
	const char *ns, *name;
	enum comity_stamp_kind kind;
} stamps[] = {
	{ COMITY_NS_XADES, "SignatureTimeStamp", COMITY_STAMP_SIGNATURE },
	{ COMITY_NS_XADES141, "ArchiveTimeStamp", COMITY_STAMP_ARCHIVE },
	{ COMITY_NS_XADES, "ArchiveTimeStamp", COMITY_STAMP_ARCHIVE },
	{ COMITY_NS_XADES, "SigAndRefsTimeStamp", COMITY_STAMP_REFERENCES },
	{ COMITY_NS_XADES, "RefsOnlyTimeStamp", COMITY_STAMP_REFERENCES },
	{ COMITY_NS_XADES141, "SigAndRefsTimeStampV2",
	    COMITY_STAMP_REFERENCES },
	{ COMITY_NS_XADES141, "RefsOnlyTimeStampV2", COMITY_STAMP_REFERENCES },
};
#define STAMPS (sizeof(stamps) / sizeof(stamps[0]))

/* Properties that carry certificates or revocation data. */
static const struct {
	const char *ns, *name;
} values[] = {
	{ COMITY_NS_XADES, "CertificateValues" },
	{ COMITY_NS_XADES, "RevocationValues" },
	{ COMITY_NS_XADES, "AttrAuthoritiesCertValues" },
	{ COMITY_NS_XADES, "AttributeRevocationValues" },
	{ COMITY_NS_XADES141, "TimeStampValidationData" },
	{ COMITY_NS_XADES141, "AnyValidationData" },
};

const char *
comity_stamp_kind_name(enum comity_stamp_kind kind)
{
	static const char *const names[] = { "content timestamp",
		"signature timestamp", "references timestamp",
		"archive timestamp" };

	return names[kind];
}

static xmlNodePtr
only_child(const xmlNode *node, const char *ns, const char *name)
{
	xmlNodePtr child = comity_node_child(node, ns, name);

	if (child != NULL && comity_node_next(child, ns, name) != NULL)
		return NULL;
	return child;
}

xmlNodePtr
comity_evidence_properties(const struct comity_xades *xades)
{
	const char *ns = xades->version->ns;

	return only_child(
	    only_child(xades->qualifying, ns, "UnsignedProperties"), ns,
	    "UnsignedSignatureProperties");
}

bool
comity_evidence_has_stamps(const xmlNode *signature)
{
	xmlNodePtr object, at;
	size_t i;

	for (object = comity_node_child(signature, COMITY_NS_DS, "Object");
	     object != NULL;
	     object = comity_node_next(object, COMITY_NS_DS, "Object")) {
		at = comity_node_child(
		    object, COMITY_NS_XADES, "QualifyingProperties");
		at = comity_node_child(
		    at, COMITY_NS_XADES, "UnsignedProperties");
		at = comity_node_child(
		    at, COMITY_NS_XADES, "UnsignedSignatureProperties");
		for (i = 0; at != NULL && i < STAMPS; i++)
			if (comity_node_child(
				at, stamps[i].ns, stamps[i].name) != NULL)
				return true;
	}
	return false;
}

static int
item_add(struct comity_evidence *out, const char *sha256, size_t position)
{
	struct comity_evidence_item *items =
	    reallocarray(out->items, out->item_count + 1, sizeof(*items));

	if (items == NULL)
		return COMITY_ENOMEM;
	out->items = items;
	memcpy(items[out->item_count].sha256, sha256, 65);
	items[out->item_count++].position = position;
	return COMITY_OK;
}

static int
certificate_add(struct comity_evidence *out, const unsigned char *der,
    size_t len, size_t position)
{
	struct comity_certificate *certificate = NULL;
	char sha256[65];
	int rc;

	if (out->certificates.count == COMITY_CERTIFICATES_MAX)
		return COMITY_REFUSED;
	rc = comity_certificate_read_der(der, len, &certificate);
	if (rc != COMITY_OK)
		return rc;
	memcpy(sha256, comity_certificate_sha256(certificate), sizeof(sha256));
	rc = comity_certificates_add(&out->certificates, certificate);
	return rc == COMITY_OK ? item_add(out, sha256, position) : rc;
}

/* The octets of one encapsulated value: DER in base64. */
static int
value_bytes(xmlNodePtr node, unsigned char **der, size_t *len)
{
	struct comity_ruling ignored = { 0 };
	char *encoding = NULL;
	int rc;

	*der = NULL;
	if (comity_signature_attribute(node, "Encoding", &encoding) !=
	    COMITY_OK)
		return COMITY_ENOMEM;
	if (encoding != NULL &&
	    strcmp(encoding, "http://uri.etsi.org/01903/v1.2.2#DER") != 0)
		rc = COMITY_REFUSED;
	else
		rc = comity_signature_bytes(node, der, len, &ignored);
	free(encoding);
	comity_ruling_clear(&ignored);
	return rc;
}

/* One encapsulated value. What can not be read is as if it were not there. */
static int
read_value(struct comity_evidence *out, xmlNodePtr node, size_t position)
{
	const char *name = (const char *)node->name;
	unsigned char *der = NULL;
	char sha256[65];
	size_t len = 0;
	int rc;

	if (strcmp(name, "EncapsulatedX509Certificate") != 0 &&
	    strcmp(name, "EncapsulatedCRLValue") != 0 &&
	    strcmp(name, "EncapsulatedOCSPValue") != 0)
		return COMITY_OK;
	rc = value_bytes(node, &der, &len);
	if (rc == COMITY_OK && name[12] == 'X')
		rc = certificate_add(out, der, len, position);
	else if (rc == COMITY_OK) {
		rc = name[12] == 'C'
			 ? comity_crls_read_der(der, len, &out->crls, sha256)
			 : comity_ocsps_read_der(der, len, &out->ocsps, sha256);
		if (rc == COMITY_OK)
			rc = item_add(out, sha256, position);
	}
	free(der);
	if (rc != COMITY_REFUSED)
		return rc;
	out->unread++;
	return COMITY_OK;
}

static int
read_values(struct comity_evidence *out, xmlNodePtr property, size_t position)
{
	xmlNodePtr at = comity_node_first(property), next;
	int rc;

	while (at != NULL) {
		if (comity_node_is(
			at, COMITY_NS_XADES, (const char *)at->name) &&
		    (rc = read_value(out, at, position)) != COMITY_OK)
			return rc;
		next = comity_node_first(at);
		while (next == NULL && at != property) {
			next = comity_node_after(at);
			at = at->parent;
		}
		at = next;
	}
	return COMITY_OK;
}

/* The canonicalization that a timestamp names; 1.0 where it names none. */
static int
read_c14n(xmlNodePtr node, const struct comity_c14n_row **out)
{
	xmlNodePtr method =
	    comity_node_child(node, COMITY_NS_DS, "CanonicalizationMethod");
	char *uri = NULL;

	if (method != NULL &&
	    comity_signature_attribute(method, "Algorithm", &uri) != COMITY_OK)
		return COMITY_ENOMEM;
	*out = comity_c14n_find(method != NULL ? uri : COMITY_URI_C14N);
	if (*out != NULL && (*out)->comments)
		*out = NULL;
	free(uri);
	return COMITY_OK;
}

/* What came along in a token is covered by later timestamps only. */
static int
read_token_values(struct comity_evidence *out, const struct comity_stamp *stamp)
{
	const struct comity_certificates *certificates =
	    comity_token_certificates(stamp->token);
	const unsigned char *der;
	size_t i, len;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < certificates->count; i++) {
		der = comity_certificate_der(certificates->at[i], &len);
		rc = certificate_add(out, der, len, stamp->position);
		if (rc == COMITY_REFUSED) {
			out->unread++;
			rc = COMITY_OK;
		}
	}
	return rc;
}

/* One timestamp per token; a container may hold several. */
static int
read_stamp(struct comity_evidence *out, xmlNodePtr node,
    enum comity_stamp_kind kind, size_t position)
{
	xmlNodePtr leaf =
	    comity_node_child(node, COMITY_NS_XADES, "EncapsulatedTimeStamp");
	struct comity_stamp *stamp;
	unsigned char *der = NULL;
	size_t len = 0;
	int rc;

	do {
		if (out->stamp_count == COMITY_STAMPS_MAX)
			return COMITY_ELIMIT;
		stamp = &out->stamps[out->stamp_count++];
		stamp->kind = kind;
		stamp->node = node;
		stamp->position = position;
		stamp->indication = COMITY_INDETERMINATE;
		if ((rc = read_c14n(node, &stamp->c14n)) != COMITY_OK)
			return rc;
		rc = leaf != NULL ? value_bytes(leaf, &der, &len)
				  : COMITY_REFUSED;
		if (rc == COMITY_OK)
			rc = comity_token_read(der, len, &stamp->token);
		if (rc == COMITY_OK)
			rc = read_token_values(out, stamp);
		free(der);
		der = NULL;
		if (rc != COMITY_OK && rc != COMITY_REFUSED)
			return rc;
		leaf = leaf != NULL ? comity_node_next(leaf, COMITY_NS_XADES,
					  "EncapsulatedTimeStamp")
				    : NULL;
	} while (leaf != NULL);
	return COMITY_OK;
}

static int
read_property(struct comity_evidence *out, xmlNodePtr node, size_t position)
{
	size_t i;

	for (i = 0; i < STAMPS; i++) {
		if (!comity_node_is(node, stamps[i].ns, stamps[i].name))
			continue;
		if (stamps[i].kind != COMITY_STAMP_REFERENCES)
			return read_stamp(out, node, stamps[i].kind, position);
		out->has_references = true;
		return COMITY_OK;
	}
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (comity_node_is(node, values[i].ns, values[i].name))
			return read_values(out, node, position);
	return COMITY_OK;
}

/* Timestamps over the data, from before the signature. */
static int
read_content(struct comity_evidence *out, const struct comity_proof *proof)
{
	const char *ns = proof->xades.version->ns;
	xmlNodePtr at = comity_node_child(
	    proof->xades.signed_properties, ns, "SignedDataObjectProperties");
	int rc = COMITY_OK;

	for (at = at != NULL ? comity_node_first(at) : NULL;
	     rc == COMITY_OK && at != NULL; at = comity_node_after(at))
		if (comity_node_is(
			at, COMITY_NS_XADES, "AllDataObjectsTimeStamp") ||
		    comity_node_is(
			at, COMITY_NS_XADES, "IndividualDataObjectsTimeStamp"))
			rc = read_stamp(out, at, COMITY_STAMP_CONTENT, 0);
	return rc;
}

/* Recompute what each timestamp was given for. */
static int
match(struct comity_proof_context *context, const struct comity_proof *proof,
    struct comity_evidence *out)
{
	struct comity_octets octets = { 0 };
	const xmlNode *of = NULL;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; i < out->stamp_count; i++) {
		struct comity_stamp *stamp = &out->stamps[i];

		if (stamp->token == NULL || stamp->c14n == NULL)
			continue;
		if (stamp->node != of) {
			comity_octets_clear(&octets);
			rc = comity_evidence_octets(context, proof, stamp->kind,
			    stamp->node, stamp->c14n, &octets);
			of = stamp->node;
		}
		if (rc != COMITY_OK && rc != COMITY_REFUSED)
			break;
		stamp->matches =
		    octets.bytes != NULL && comity_token_matches(stamp->token,
						octets.bytes, octets.len);
		rc = COMITY_OK;
	}
	comity_octets_clear(&octets);
	return rc;
}

int
comity_evidence_read(struct comity_proof_context *context,
    const struct comity_proof *proof, struct comity_evidence *out)
{
	xmlNodePtr properties = comity_evidence_properties(&proof->xades), at;
	size_t i, position = 0;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < proof->certificates.count; i++)
		rc = item_add(out,
		    comity_certificate_sha256(proof->certificates.at[i]), 0);
	if (rc == COMITY_OK)
		rc = read_content(out, proof);
	for (at = properties != NULL ? comity_node_first(properties) : NULL;
	     rc == COMITY_OK && at != NULL; at = comity_node_after(at))
		rc = read_property(out, at, ++position);
	return rc == COMITY_OK ? match(context, proof, out) : rc;
}

void
comity_evidence_clear(struct comity_evidence *evidence)
{
	size_t i;

	for (i = 0; i < evidence->stamp_count; i++) {
		comity_token_free(evidence->stamps[i].token);
		free(evidence->stamps[i].reason);
		free(evidence->stamps[i].authority);
	}
	comity_certificates_clear(&evidence->certificates);
	comity_crls_clear(&evidence->crls);
	comity_ocsps_clear(&evidence->ocsps);
	free(evidence->items);
	memset(evidence, 0, sizeof(*evidence));
}
