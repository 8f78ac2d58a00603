/* SPDX-License-Identifier: Apache-2.0 */
#include "xades.h"

#include "crypto.h"
#include "seen.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static const struct comity_xades_version versions[] = {
	{ COMITY_NS_XADES, COMITY_URI_SIGNED_PROPERTIES, true },
	{ "http://uri.etsi.org/01903/v1.2.2#",
	    "http://uri.etsi.org/01903/v1.2.2#SignedProperties", false },
};

static const struct comity_xades_version *
version_of(const xmlNode *node)
{
	size_t i;

	for (i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (comity_node_is(
			node, versions[i].ns, "QualifyingProperties"))
			return &versions[i];
	return NULL;
}

/* The only child of this name; NULL: none, or more than one. */
static xmlNodePtr
only_child(const xmlNode *node, const char *ns, const char *name)
{
	xmlNodePtr child = comity_node_child(node, ns, name);

	if (child != NULL && comity_node_next(child, ns, name) != NULL)
		return NULL;
	return child;
}

/* Whether an element is QualifyingProperties of any version at all. */
static bool
is_qualifying(const xmlNode *node)
{
	return node->ns != NULL &&
	       strcmp((const char *)node->name, "QualifyingProperties") == 0 &&
	       strncmp((const char *)node->ns->href,
		   "http://uri.etsi.org/01903/", 26) == 0;
}

bool
comity_xades_is_plain(const struct comity_signature_parts *parts)
{
	const xmlNode *object, *child;

	for (object = comity_node_child(parts->node, COMITY_NS_DS, "Object");
	     object != NULL;
	     object = comity_node_next(object, COMITY_NS_DS, "Object"))
		for (child = comity_node_first(object); child != NULL;
		     child = comity_node_after(child))
			if (is_qualifying(child))
				return false;
	return true;
}

static int
find_qualifying(const struct comity_signature_parts *parts,
    struct comity_xades *out, struct comity_ruling *ruling)
{
	xmlNodePtr object, child, found = NULL;

	for (object = comity_node_child(parts->node, COMITY_NS_DS, "Object");
	     object != NULL;
	     object = comity_node_next(object, COMITY_NS_DS, "Object"))
		for (child = comity_node_first(object); child != NULL;
		     child = comity_node_after(child)) {
			if (!is_qualifying(child))
				continue;
			if (found != NULL)
				return comity_ruling_shape(ruling,
				    "rule 24: more than one "
				    "QualifyingProperties");
			found = child;
		}
	if (found == NULL)
		return comity_ruling_shape(ruling,
		    "rule 20: no XAdES QualifyingProperties, so no signed "
		    "statement of the signing certificate; nothing else in "
		    "the document may choose the key: if you know whose it "
		    "is, name the signer with --signer");
	if ((out->version = version_of(found)) == NULL)
		return comity_ruling_shape(ruling,
		    "rule 24: XAdES of the namespace \"%s\" is not admitted",
		    (const char *)found->ns->href);
	out->qualifying = found;
	return COMITY_OK;
}

static int
read_certificate(xmlNodePtr signed_properties,
    const struct comity_xades_version *version,
    struct comity_certificate_name *out, struct comity_ruling *ruling)
{
	const char *ns = version->ns;
	xmlNodePtr properties =
	    only_child(signed_properties, ns, "SignedSignatureProperties");
	xmlNodePtr v2 = only_child(properties, ns, "SigningCertificateV2");
	xmlNodePtr v1 = only_child(properties, ns, "SigningCertificate");
	xmlNodePtr digest, method, value;
	unsigned char *bytes = NULL;
	size_t len = 0;
	int rc;

	if (properties == NULL || (v1 == NULL) == (v2 == NULL))
		return comity_ruling_shape(ruling,
		    "rule 20: SignedProperties do not name exactly one "
		    "signing certificate");
	out->legacy = v2 == NULL;
	/* the signer's is the first; others name its chain */
	digest = only_child(
	    comity_node_child(v2 ? v2 : v1, ns, "Cert"), ns, "CertDigest");
	method = only_child(digest, COMITY_NS_DS, "DigestMethod");
	value = only_child(digest, COMITY_NS_DS, "DigestValue");
	if (method == NULL || value == NULL)
		return comity_ruling_format(ruling,
		    "rule 20: the digest of the signing certificate is "
		    "malformed");
	rc = comity_signature_digest(method, NULL, &out->digest, ruling);
	if (rc != COMITY_OK)
		return rc;
	if ((rc = comity_signature_bytes(value, &bytes, &len, ruling)) !=
	    COMITY_OK)
		return rc;
	if (len == out->digest->len)
		memcpy(out->value, bytes, len);
	else
		rc = comity_ruling_format(ruling,
		    "rule 20: the digest of the signing certificate has a "
		    "wrong length");
	free(bytes);
	return rc;
}

int
comity_xades_find(const struct comity_signature_parts *parts,
    const char *signature_id, struct comity_xades *out,
    struct comity_ruling *ruling)
{
	char *target;
	bool fits;
	int rc;

	memset(out, 0, sizeof(*out));
	if ((rc = find_qualifying(parts, out, ruling)) != COMITY_OK)
		return rc;
	rc = comity_signature_attribute(out->qualifying, "Target", &target);
	if (rc != COMITY_OK)
		return rc;
	fits = target != NULL && target[0] == '#' && signature_id != NULL &&
	       strcmp(target + 1, signature_id) == 0;
	free(target);
	if (!fits)
		return comity_ruling_shape(ruling,
		    "rule 24: the Target of QualifyingProperties is not this "
		    "signature");
	out->signed_properties =
	    only_child(out->qualifying, out->version->ns, "SignedProperties");
	if (out->signed_properties == NULL)
		return comity_ruling_shape(ruling,
		    "rule 24: QualifyingProperties do not hold exactly one "
		    "SignedProperties");
	return read_certificate(
	    out->signed_properties, out->version, &out->certificate, ruling);
}

static int
add_certificate(xmlNodePtr leaf, struct comity_seen *seen,
    struct comity_certificates *out, struct comity_ruling *ruling)
{
	struct comity_certificate *certificate = NULL;
	unsigned char *der = NULL;
	size_t len = 0;
	int rc;

	if (out->count == COMITY_CERTIFICATES_MAX)
		return comity_ruling_shape(ruling,
		    "rule 19: more than %d certificates in KeyInfo",
		    COMITY_CERTIFICATES_MAX);
	if ((rc = comity_signature_bytes(leaf, &der, &len, ruling)) !=
	    COMITY_OK)
		return rc;
	rc = comity_seen_certificate(seen, der, len, &certificate);
	free(der);
	if (rc == COMITY_REFUSED)
		return comity_ruling_format(ruling,
		    "rule 19: an X509Certificate is not exactly one DER "
		    "certificate");
	if (rc != COMITY_OK)
		return rc;
	return comity_certificates_add(out, certificate);
}

int
comity_xades_key_info(xmlNodePtr key_info, struct comity_seen *seen,
    struct comity_certificates *out, struct comity_ruling *ruling)
{
	xmlNodePtr child, leaf;
	int rc;

	if (key_info == NULL)
		return COMITY_OK;
	for (child = comity_node_first(key_info); child != NULL;
	     child = comity_node_after(child)) {
		if (strcmp((const char *)child->name, "RetrievalMethod") == 0 ||
		    strcmp((const char *)child->name, "KeyInfoReference") == 0)
			return comity_ruling_shape(ruling,
			    "rule 19: KeyInfo points elsewhere (%s)",
			    (const char *)child->name);
		if (!comity_node_is(child, COMITY_NS_DS, "X509Data"))
			continue; /* KeyValue, KeyName: never a key of ours */
		for (leaf = comity_node_child(
			 child, COMITY_NS_DS, "X509Certificate");
		     leaf != NULL; leaf = comity_node_next(
				       leaf, COMITY_NS_DS, "X509Certificate")) {
			rc = add_certificate(leaf, seen, out, ruling);
			if (rc != COMITY_OK)
				return rc;
		}
	}
	return COMITY_OK;
}

const struct comity_certificate *
comity_xades_pick(const struct comity_certificate_name *name,
    const struct comity_certificates *certificates)
{
	unsigned char got[COMITY_DIGEST_MAX];
	const unsigned char *der;
	size_t i, len = 0;

	for (i = 0; i < certificates->count; i++) {
		der = comity_certificate_der(certificates->at[i], &len);
		if (der != NULL && comity_digest(name->digest, der, len, got) &&
		    comity_crypto_same(got, name->value, name->digest->len))
			return certificates->at[i];
	}
	return NULL;
}

/* Rule 25: each DataObjectFormat names a Reference of this SignedInfo. */
static int
read_formats(xmlNodePtr signed_properties,
    const struct comity_xades_version *version,
    const struct comity_signed_info *info, struct comity_xades_properties *out,
    struct comity_ruling *ruling)
{
	const char *ns = version->ns;
	xmlNodePtr format =
	    comity_node_child(comity_node_child(signed_properties, ns,
				  "SignedDataObjectProperties"),
		ns, "DataObjectFormat");
	char *name;
	size_t i;

	for (; format != NULL;
	     format = comity_node_next(format, ns, "DataObjectFormat")) {
		if (comity_signature_attribute(
			format, "ObjectReference", &name) != COMITY_OK)
			return COMITY_ENOMEM;
		for (i = 0; name != NULL && name[0] == '#' && i < info->count;
		     i++)
			if (comity_text_same(info->references[i].id, name + 1))
				break;
		if (name == NULL || name[0] != '#' || i == info->count) {
			free(name);
			return comity_ruling_shape(ruling,
			    "rule 25: a DataObjectFormat names no Reference "
			    "of this signature");
		}
		free(name);
		if (comity_node_child(format, ns, "MimeType") != NULL)
			out->has_format = true;
	}
	return COMITY_OK;
}

int
comity_xades_properties_read(xmlNodePtr signed_properties,
    const struct comity_xades_version *version,
    const struct comity_signed_info *info, struct comity_xades_properties *out,
    struct comity_ruling *ruling)
{
	const char *ns = version->ns;
	xmlNodePtr properties, time;
	int rc;

	if (!comity_node_is(signed_properties, ns, "SignedProperties"))
		return comity_ruling_shape(ruling,
		    "rule 24: the signed octets are not SignedProperties");
	rc = read_certificate(
	    signed_properties, version, &out->certificate, ruling);
	if (rc != COMITY_OK)
		return rc;
	properties = comity_node_child(
	    signed_properties, ns, "SignedSignatureProperties");
	time = only_child(properties, ns, "SigningTime");
	if (time != NULL &&
	    (out->signing_time = comity_node_value(time)) == NULL)
		return COMITY_ENOMEM;
	out->has_policy = comity_node_child(comity_node_child(properties, ns,
						"SignaturePolicyIdentifier"),
			      ns, "SignaturePolicyId") != NULL;
	rc =
	    comity_claims_read(signed_properties, ns, &out->role, &out->claims);
	if (rc != COMITY_OK)
		return rc;
	return read_formats(signed_properties, version, info, out, ruling);
}

void
comity_xades_properties_clear(struct comity_xades_properties *properties)
{
	free(properties->signing_time);
	free(properties->role);
	comity_claims_clear(&properties->claims);
	memset(properties, 0, sizeof(*properties));
}

xmlNodePtr
comity_xades_master(const xmlNode *signature)
{
	static const char *const path[] = { "CounterSignature",
		"UnsignedSignatureProperties", "UnsignedProperties" };
	const xmlNode *up = signature->parent;
	const struct comity_xades_version *version = NULL;
	const char *ns;
	size_t i;

	if (up == NULL || up->type != XML_ELEMENT_NODE || up->ns == NULL)
		return NULL;
	ns = (const char *)up->ns->href;
	for (i = 0; i < sizeof(path) / sizeof(path[0]); i++) {
		if (!comity_node_is(up, ns, path[i]))
			return NULL;
		up = up->parent;
	}
	if ((version = version_of(up)) == NULL || strcmp(version->ns, ns) != 0)
		return NULL;
	up = up->parent;
	if (!comity_node_is(up, COMITY_NS_DS, "Object") ||
	    !comity_node_is(up->parent, COMITY_NS_DS, "Signature"))
		return NULL;
	return up->parent;
}
