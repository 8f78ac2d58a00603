/* SPDX-License-Identifier: Apache-2.0 */
#include "sign-text.h"

#include "base64.h"
#include "crypto.h"
#include "moment.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* The digest that every Reference of ours uses. */
#define DIGEST_METHOD                                                          \
	"<ds:DigestMethod Algorithm=\"" COMITY_URI_SHA256                      \
	"\"></ds:DigestMethod>"
#define EXCLUSIVE                                                              \
	"<ds:Transform Algorithm=\"" COMITY_URI_EXC_C14N "\"></ds:Transform>"

int
comity_sign_text_digest(const void *octets, size_t len, char **digest)
{
	unsigned char sha256[32];

	free(*digest);
	*digest = NULL;
	if (!comity_sha256(octets, len, sha256))
		return COMITY_EINTERNAL;
	*digest = comity_base64_write(sha256, sizeof(sha256));
	return *digest != NULL ? COMITY_OK : COMITY_ENOMEM;
}

/* "s-" and 64 bits of a digest. */
static int
id_make(struct comity_sign_text *text, const struct comity_doc *doc)
{
	struct comity_text seed = { 0 };
	unsigned char sha256[32];
	char at[32], hex[65];
	bool made;

	comity_moment_write(text->signing->now, at);
	comity_text_addf(&seed, "%s %s %s %s", doc->sha256_hex,
	    comity_certificate_sha256(text->chain->at[0]), at,
	    text->method->row.uri);
	if (seed.failed) {
		comity_text_clear(&seed);
		return COMITY_ENOMEM;
	}
	made = comity_sha256(seed.data, seed.len, sha256);
	comity_text_clear(&seed);
	if (!made)
		return COMITY_EINTERNAL;
	comity_hex(sha256, 8, hex);
	memcpy(text->id, "s-", 2);
	memcpy(text->id + 2, hex, 17);
	text->id[18] = '\0';
	return COMITY_OK;
}

int
comity_sign_text_init(struct comity_sign_text *text,
    const struct comity_signing *signing, const struct comity_doc *doc,
    const struct comity_certificates *chain,
    const struct comity_signature_method *method,
    const struct comity_octets *covered)
{
	int rc;

	memset(text, 0, sizeof(*text));
	text->signing = signing;
	text->chain = chain;
	text->method = method;
	text->properties_digest = comity_text_copy("");
	text->value = comity_text_copy("");
	if (text->properties_digest == NULL || text->value == NULL)
		return COMITY_ENOMEM;
	rc = comity_sign_text_digest(
	    covered->bytes, covered->len, &text->document_digest);
	return rc == COMITY_OK ? id_make(text, doc) : rc;
}

void
comity_sign_text_clear(struct comity_sign_text *text)
{
	free(text->document_digest);
	free(text->properties_digest);
	free(text->value);
	memset(text, 0, sizeof(*text));
}

/* The two References: the document, then the properties. */
static void
add_references(struct comity_text *out, const struct comity_sign_text *text)
{
	comity_text_addf(out,
	    "<ds:Reference Id=\"%s-document\" URI=\"\"><ds:Transforms>",
	    text->id);
	if (text->signing->trust_list)
		comity_text_add(out,
		    "<ds:Transform Algorithm=\"" COMITY_URI_ENVELOPED
		    "\"></ds:Transform>");
	else
		comity_text_add(out,
		    "<ds:Transform Algorithm=\"" COMITY_URI_FILTER2
		    "\"><filter:XPath xmlns:filter=\"" COMITY_URI_FILTER2
		    "\" Filter=\"subtract\">/*/ds:Signature</filter:XPath>"
		    "</ds:Transform>");
	comity_text_addf(out,
	    EXCLUSIVE "</ds:Transforms>" DIGEST_METHOD
		      "<ds:DigestValue>%s</ds:DigestValue></ds:Reference>",
	    text->document_digest);
	comity_text_addf(out,
	    "<ds:Reference URI=\"#%s-properties\" "
	    "Type=\"" COMITY_URI_SIGNED_PROPERTIES
	    "\"><ds:Transforms>" EXCLUSIVE "</ds:Transforms>" DIGEST_METHOD
	    "<ds:DigestValue>%s</ds:DigestValue></ds:Reference>",
	    text->id, text->properties_digest);
}

/* The signer's certificate and its chain, without anchors that are their
 * own issuers: an anchor that came along would prove nothing. */
static void
add_key_info(struct comity_text *out, const struct comity_sign_text *text)
{
	const unsigned char *der;
	char *base64;
	size_t i, len;

	comity_text_add(out, "<ds:KeyInfo><ds:X509Data>");
	for (i = 0; i < text->chain->count; i++) {
		if (i > 0 && comity_certificate_self_issued(text->chain->at[i]))
			continue;
		der = comity_certificate_der(text->chain->at[i], &len);
		base64 = comity_base64_write(der, len);
		if (base64 == NULL)
			out->failed = true;
		comity_text_addf(out,
		    "<ds:X509Certificate>%s</ds:X509Certificate>",
		    base64 != NULL ? base64 : "");
		free(base64);
	}
	comity_text_add(out, "</ds:X509Data></ds:KeyInfo>");
}

static void
add_properties(struct comity_text *out, const struct comity_sign_text *text)
{
	const struct comity_signing *signing = text->signing;
	unsigned char digest[COMITY_DIGEST_MAX];
	char at[32], *base64 = NULL;
	size_t len;

	comity_moment_write(signing->now, at);
	if (comity_certificate_digest(
		text->chain->at[0], COMITY_URI_SHA256, digest, &len))
		base64 = comity_base64_write(digest, len);
	if (base64 == NULL)
		out->failed = true;
	comity_text_addf(out,
	    "<xades:SignedProperties Id=\"%s-properties\">"
	    "<xades:SignedSignatureProperties>"
	    "<xades:SigningTime>%s</xades:SigningTime>"
	    "<xades:SigningCertificateV2><xades:Cert><xades:"
	    "CertDigest>" DIGEST_METHOD "<ds:DigestValue>%s</ds:DigestValue>"
	    "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>",
	    text->id, at, base64 != NULL ? base64 : "");
	free(base64);
	comity_claims_write_place(out, signing->claims);
	comity_claims_write_roles(out, signing->role, signing->claims);
	comity_text_addf(out,
	    "</xades:SignedSignatureProperties>"
	    "<xades:SignedDataObjectProperties>"
	    "<xades:DataObjectFormat ObjectReference=\"#%s-document\">"
	    "<xades:MimeType>text/xml</xades:MimeType>"
	    "</xades:DataObjectFormat>",
	    text->id);
	comity_claims_write_commitments(out, signing->claims);
	comity_text_add(out,
	    "</xades:SignedDataObjectProperties></xades:SignedProperties>");
}

char *
comity_sign_text_write(const struct comity_sign_text *text)
{
	struct comity_text out = { 0 };
	char *xml;

	comity_text_addf(&out,
	    "<ds:Signature xmlns:ds=\"" COMITY_NS_DS "\" Id=\"%s\">"
	    "<ds:SignedInfo><ds:CanonicalizationMethod "
	    "Algorithm=\"" COMITY_URI_EXC_C14N "\"></ds:CanonicalizationMethod>"
	    "<ds:SignatureMethod Algorithm=\"%s\"></ds:SignatureMethod>",
	    text->id, text->method->row.uri);
	add_references(&out, text);
	comity_text_addf(&out,
	    "</ds:SignedInfo><ds:SignatureValue Id=\"%s-value\">%s"
	    "</ds:SignatureValue>",
	    text->id, text->value);
	add_key_info(&out, text);
	comity_text_addf(&out,
	    "<ds:Object><xades:QualifyingProperties "
	    "xmlns:xades=\"" COMITY_NS_XADES "\" Target=\"#%s\">",
	    text->id);
	add_properties(&out, text);
	comity_text_add(
	    &out, "</xades:QualifyingProperties></ds:Object></ds:Signature>");
	if (out.failed) {
		comity_text_clear(&out);
		return NULL;
	}
	xml = comity_text_take(&out);
	return xml;
}
