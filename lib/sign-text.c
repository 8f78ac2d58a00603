/* SPDX-License-Identifier: Apache-2.0 */
#include "sign-text.h"

#include "base64.h"
#include "crypto.h"
#include "moment.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* The digest that every Reference of ours uses. */
#define DIGEST_METHOD "<ds:DigestMethod Algorithm=\"%s\"></ds:DigestMethod>"
#define EXCLUSIVE                                                              \
	"<ds:Transform Algorithm=\"" COMITY_URI_EXC_C14N "\"></ds:Transform>"

int
comity_sign_text_digest(const struct comity_digest_method *digest,
    const void *octets, size_t len, char **out)
{
	unsigned char bytes[COMITY_DIGEST_MAX];

	free(*out);
	*out = NULL;
	if (!comity_digest(digest, octets, len, bytes))
		return COMITY_EINTERNAL;
	*out = comity_base64_write(bytes, digest->len);
	return *out != NULL ? COMITY_OK : COMITY_ENOMEM;
}

/* "s-" and 64 bits of a digest. */
static int
id_make(struct comity_sign_text *text, const char *signs)
{
	struct comity_text seed = { 0 };
	unsigned char sha256[32];
	char at[32], hex[65];
	bool made;

	comity_moment_write(text->signing->now, at);
	comity_text_addf(&seed, "%s %s %s %s", signs,
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
    const struct comity_signing *signing,
    const struct comity_certificates *chain,
    const struct comity_signature_method *method, const char *signs)
{
	memset(text, 0, sizeof(*text));
	text->signing = signing;
	text->chain = chain;
	text->method = method;
	text->digest = comity_digest_named(
	    method->digest != NULL ? method->digest : "SHA256");
	text->properties_digest = comity_text_copy("");
	text->value = comity_text_copy("");
	if (text->properties_digest == NULL || text->value == NULL)
		return COMITY_ENOMEM;
	return id_make(text, signs);
}

int
comity_sign_text_add(struct comity_sign_text *text, enum comity_sign_form form,
    const char *uri, const char *media_type, const void *octets, size_t len)
{
	struct comity_sign_reference *more;
	int rc;

	/* one is for the properties */
	if (text->count + 1 >= COMITY_REFERENCES_MAX)
		return COMITY_ELIMIT;
	more = &text->references[text->count];
	more->form = form;
	more->media_type = media_type;
	if ((more->uri = comity_text_copy(uri)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_sign_text_digest(text->digest, octets, len, &more->digest);
	if (rc == COMITY_OK)
		text->count++;
	else
		free(more->uri);
	return rc;
}

void
comity_sign_text_clear(struct comity_sign_text *text)
{
	size_t i;

	for (i = 0; i < text->count; i++) {
		free(text->references[i].uri);
		free(text->references[i].digest);
	}
	free(text->properties_digest);
	free(text->value);
	memset(text, 0, sizeof(*text));
}

/* What becomes of the octets before they are digested. */
static void
add_transforms(struct comity_text *out, enum comity_sign_form form)
{
	switch (form) {
	case COMITY_SIGN_OCTETS:
		return;
	case COMITY_SIGN_ENVELOPED:
		comity_text_add(out,
		    "<ds:Transforms><ds:Transform "
		    "Algorithm=\"" COMITY_URI_FILTER2
		    "\"><filter:XPath xmlns:filter=\"" COMITY_URI_FILTER2
		    "\" Filter=\"subtract\">/*/ds:Signature</filter:XPath>"
		    "</ds:Transform>" EXCLUSIVE "</ds:Transforms>");
		return;
	case COMITY_SIGN_LIST:
		comity_text_add(out,
		    "<ds:Transforms><ds:Transform "
		    "Algorithm=\"" COMITY_URI_ENVELOPED
		    "\"></ds:Transform>" EXCLUSIVE "</ds:Transforms>");
		return;
	case COMITY_SIGN_VALUE:
		comity_text_add(
		    out, "<ds:Transforms>" EXCLUSIVE "</ds:Transforms>");
		return;
	}
}

/* "s-...-document", then "s-...-document-2" and so on. */
static void
add_reference_id(
    struct comity_text *out, const struct comity_sign_text *text, size_t i)
{
	comity_text_addf(out, "%s-document", text->id);
	if (i > 0)
		comity_text_addf(out, "-%zu", i + 1);
}

/* The References: what is signed, then the properties. */
static void
add_references(struct comity_text *out, const struct comity_sign_text *text)
{
	const struct comity_sign_reference *reference;
	size_t i;

	for (i = 0; i < text->count; i++) {
		reference = &text->references[i];
		comity_text_add(out, "<ds:Reference Id=\"");
		add_reference_id(out, text, i);
		comity_text_addf(out, "\" URI=\"%s\"", reference->uri);
		if (reference->form == COMITY_SIGN_VALUE)
			comity_text_add(
			    out, " Type=\"" COMITY_URI_COUNTERSIGNED "\"");
		comity_text_add(out, ">");
		add_transforms(out, reference->form);
		comity_text_addf(out,
		    DIGEST_METHOD
		    "<ds:DigestValue>%s</ds:DigestValue></ds:Reference>",
		    text->digest->row.uri, reference->digest);
	}
	comity_text_addf(out,
	    "<ds:Reference URI=\"#%s-properties\" "
	    "Type=\"" COMITY_URI_SIGNED_PROPERTIES
	    "\"><ds:Transforms>" EXCLUSIVE "</ds:Transforms>" DIGEST_METHOD
	    "<ds:DigestValue>%s</ds:DigestValue></ds:Reference>",
	    text->id, text->digest->row.uri, text->properties_digest);
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

/*
 * The format of each object, and what the signature means for all. A signed
 * value has no format (EN 319 132-1 clause 6.3); where nothing is stated the
 * element is left out.
 */
static void
add_object_properties(
    struct comity_text *out, const struct comity_sign_text *text)
{
	struct comity_text in = { 0 };
	size_t i;

	for (i = 0; i < text->count; i++) {
		if (text->references[i].media_type == NULL)
			continue;
		comity_text_add(
		    &in, "<xades:DataObjectFormat ObjectReference=\"#");
		add_reference_id(&in, text, i);
		comity_text_addf(&in,
		    "\"><xades:MimeType>%s</xades:MimeType>"
		    "</xades:DataObjectFormat>",
		    text->references[i].media_type);
	}
	comity_claims_write_commitments(&in, text->signing->claims);
	if (in.failed)
		out->failed = true;
	if (in.len > 0)
		comity_text_addf(out,
		    "<xades:SignedDataObjectProperties>%s"
		    "</xades:SignedDataObjectProperties>",
		    in.data);
	comity_text_clear(&in);
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
		text->chain->at[0], text->digest->row.uri, digest, &len))
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
	    text->id, at, text->digest->row.uri, base64 != NULL ? base64 : "");
	free(base64);
	comity_claims_write_place(out, signing->claims);
	comity_claims_write_roles(out, signing->role, signing->claims);
	comity_text_add(out, "</xades:SignedSignatureProperties>");
	add_object_properties(out, text);
	comity_text_add(out, "</xades:SignedProperties>");
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
