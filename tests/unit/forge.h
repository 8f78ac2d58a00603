/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forge: keys, certificates and signed documents for tests, so that attacks
 * can be made by a signer too: a template is edited and signed again.
 * Marks in a template: @METHOD@ @CERT@ @CERTDIGEST@ @DATA@ (the document less
 * the root's signatures) @ALONE@ (less this signature only) @PROPS@ @MASTER@
 * (the SignatureValue with the Id "v-one") @VALUE@; @PROPS1@ and @PROPS2@ are
 * @PROPS@ of the properties with the Id "p-one" and "p-two".
 */
#ifndef COMITY_FORGE_H
#define COMITY_FORGE_H

#include "base64.h"
#include "c14n.h"
#include "certificate.h"
#include "crypto.h"
#include "suite.h"
#include "text.h"
#include "trust-list.h"
#include "verify.h"

#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdarg.h>

#define FORGE_MOMENT 1780272000 /* 2026-06-01 */
#define FORGE_EXC "<ds:Transform Algorithm=\"" COMITY_URI_EXC_C14N "\"/>"
#define FORGE_FILTER(xpath)                                                    \
	"<ds:Transform Algorithm=\"" COMITY_URI_FILTER2                        \
	"\"><f:XPath xmlns:f=\"" COMITY_URI_FILTER2                            \
	"\" Filter=\"subtract\">" xpath "</f:XPath></ds:Transform>"
#define FORGE_TRANSFORMS FORGE_FILTER("/*/ds:Signature") FORGE_EXC
#define FORGE_SHA256 "<ds:DigestMethod Algorithm=\"" COMITY_URI_SHA256 "\"/>"
#define FORGE_REFERENCE                                                        \
	"<ds:Reference Id=\"r-one\" URI=\"\"><ds:Transforms>" FORGE_TRANSFORMS \
	"</ds:Transforms>" FORGE_SHA256                                        \
	"<ds:DigestValue>@DATA@</ds:DigestValue></ds:Reference>"
#define FORGE_PROPERTIES_REFERENCE                                             \
	"<ds:Reference Type=\"" COMITY_URI_SIGNED_PROPERTIES                   \
	"\" URI=\"#p-one\"><ds:Transforms>" FORGE_EXC                          \
	"</ds:Transforms>" FORGE_SHA256                                        \
	"<ds:DigestValue>@PROPS@</ds:DigestValue></ds:Reference>"
#define FORGE_PROPERTIES                                                       \
	"<x:SignedProperties Id=\"p-one\"><x:SignedSignatureProperties>"       \
	"<x:SigningTime>2026-05-01T00:00:00Z</x:SigningTime>"                  \
	"<x:SigningCertificateV2><x:Cert><x:CertDigest>" FORGE_SHA256          \
	"<ds:DigestValue>@CERTDIGEST@</ds:DigestValue></x:CertDigest>"         \
	"</x:Cert></x:SigningCertificateV2></x:SignedSignatureProperties>"     \
	"<x:SignedDataObjectProperties>"                                       \
	"<x:DataObjectFormat ObjectReference=\"#r-one\">"                      \
	"<x:MimeType>text/xml</x:MimeType></x:DataObjectFormat>"               \
	"</x:SignedDataObjectProperties></x:SignedProperties>"
#define FORGE_QUALIFYING                                                       \
	"<x:QualifyingProperties xmlns:x=\"" COMITY_NS_XADES                   \
	"\" Target=\"#s-one\">" FORGE_PROPERTIES "</x:QualifyingProperties>"
#define FORGE_SIGNATURE                                                        \
	"<ds:Signature xmlns:ds=\"" COMITY_NS_DS "\" Id=\"s-one\">"            \
	"<ds:SignedInfo><ds:CanonicalizationMethod "                           \
	"Algorithm=\"" COMITY_URI_EXC_C14N                                     \
	"\"/><ds:SignatureMethod Algorithm=\"@METHOD@\"/>" FORGE_REFERENCE     \
	    FORGE_PROPERTIES_REFERENCE "</ds:SignedInfo>"                      \
	"<ds:SignatureValue Id=\"v-one\">@VALUE@</ds:SignatureValue>"          \
	"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>@CERT@"                  \
	"</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"                     \
	"<ds:Object>" FORGE_QUALIFYING "</ds:Object></ds:Signature>"
#define FORGE_OPEN                                                             \
	"<l:License xmlns:l=\"urn:example:license\" Id=\"lic\" number=\"7\">"
#define FORGE_BODY                                                             \
	"<l:Item>one vial</l:Item><l:Quantity unit=\"g\">5</l:Quantity>"
#define FORGE_CLOSE "</l:License>"
#define FORGE_DOCUMENT FORGE_OPEN FORGE_BODY FORGE_SIGNATURE FORGE_CLOSE

struct forge_key {
	EVP_PKEY *pkey;
	struct comity_certificate *certificate;
	const struct comity_signature_method *method;
};

static inline EVP_PKEY *
forge_pkey(const char *kind)
{
	if (strncmp(kind, "RSA", 3) == 0)
		return EVP_RSA_gen((unsigned int)strtoul(kind + 3, NULL, 10));
	if (strncmp(kind, "ED", 2) == 0)
		return EVP_PKEY_Q_keygen(NULL, NULL, kind);
	return EVP_PKEY_Q_keygen(NULL, NULL, "EC", kind);
}

static inline void
forge_key(const char *kind, const char *method, struct forge_key *out)
{
	X509 *x509 = X509_new();
	X509_EXTENSION *usage;
	X509_NAME *name;
	unsigned char *der = NULL;
	int len;

	memset(out, 0, sizeof(*out));
	out->pkey = forge_pkey(kind);
	ck_assert_ptr_nonnull(out->pkey);
	ck_assert_ptr_nonnull(x509);
	X509_set_version(x509, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x509), 4711);
	ASN1_TIME_set_string(X509_getm_notBefore(x509), "20260101000000Z");
	ASN1_TIME_set_string(X509_getm_notAfter(x509), "20360101000000Z");
	name = X509_get_subject_name(x509);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	    (const unsigned char *)"Forged Test Authority", -1, -1, 0);
	X509_set_issuer_name(x509, name);
	X509_set_pubkey(x509, out->pkey);
	usage = X509V3_EXT_conf_nid(
	    NULL, NULL, NID_key_usage, "critical,digitalSignature");
	ck_assert_ptr_nonnull(usage);
	X509_add_ext(x509, usage, -1);
	X509_EXTENSION_free(usage);
	ck_assert_int_gt(X509_sign(x509, out->pkey,
			     strncmp(kind, "ED", 2) ? EVP_sha256() : NULL),
	    0);
	len = i2d_X509(x509, &der);
	ck_assert_int_gt(len, 0);
	ck_assert_int_eq(
	    comity_certificate_read_der(der, (size_t)len, &out->certificate),
	    COMITY_OK);
	OPENSSL_free(der);
	X509_free(x509);
	out->method = comity_signature_method_named(method);
	ck_assert_ptr_nonnull(out->method);
}

static inline void
forge_key_clear(struct forge_key *key)
{
	EVP_PKEY_free(key->pkey);
	comity_certificate_free(key->certificate);
}

/* Replace every occurrence; takes text over. */
static inline char *
forge_replace(char *text, const char *find, const char *with)
{
	struct comity_text out = { 0 };
	const char *at = text, *next;
	char *result;

	while ((next = strstr(at, find)) != NULL) {
		comity_text_add_bytes(&out, at, (size_t)(next - at));
		comity_text_add(&out, with);
		at = next + strlen(find);
	}
	comity_text_add(&out, at);
	result = comity_text_take(&out);
	ck_assert_ptr_nonnull(result);
	free(text);
	return result;
}

/* The same; the text must have it. */
static inline char *
forge_edit(char *text, const char *find, const char *with)
{
	ck_assert_msg(
	    find == NULL || strstr(text, find) != NULL, "no \"%s\"", find);
	return find == NULL ? text : forge_replace(text, find, with);
}

static inline struct comity_doc *
forge_parse(const char *text)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;

	ck_assert_int_eq(
	    comity_source_new("test.xml", text, strlen(text), report, &source),
	    COMITY_OK);
	if (comity_doc_read(source, report, &doc) != COMITY_OK)
		suite_show(report);
	comity_source_free(source);
	comity_report_free(report);
	return doc;
}

static inline char *
forge_base64(const unsigned char *bytes, size_t len)
{
	char *text = comity_base64_write(bytes, len);

	ck_assert_ptr_nonnull(text);
	return text;
}

static inline char *
forge_digest(const struct comity_doc *doc, const struct comity_node_set *set)
{
	struct comity_octets octets = { 0 };
	unsigned char sha256[32];

	if (comity_c14n_write(doc, set, COMITY_C14N_EXCLUSIVE, NULL, &octets) !=
	    COMITY_OK)
		return forge_base64((const unsigned char *)"no octets", 9);
	ck_assert(comity_sha256(octets.bytes, octets.len, sha256));
	comity_octets_clear(&octets);
	return forge_base64(sha256, 32);
}

static inline const xmlNode *
forge_find(const xmlNode *node, const char *name, const char *id)
{
	const xmlNode *child, *found = NULL;
	char *value;

	if (strcmp((const char *)node->name, name) == 0) {
		value = comity_node_attribute(node, "Id");
		if (id == NULL || comity_text_same(value, id))
			found = node;
		free(value);
	}
	for (child = comity_node_first(node); found == NULL && child != NULL;
	     child = comity_node_after(child))
		found = forge_find(child, name, id);
	return found;
}

/* Put one digest in: of a subtree found by name and Id, or the document. */
static inline char *
forge_mark(char *text, const char *mark, const struct comity_node_set *set,
    const char *name, const char *id)
{
	struct comity_node_set use = *set;
	struct comity_doc *doc;
	char *digest;

	if (strstr(text, mark) == NULL)
		return text;
	doc = forge_parse(text);
	ck_assert_ptr_nonnull(doc);
	if (name != NULL)
		use.apex = forge_find(comity_doc_root(doc), name, id);
	if (strcmp(mark, "@ALONE@") == 0)
		use.without =
		    forge_find(comity_doc_root(doc), "Signature", "s-one");
	digest = forge_digest(doc, &use);
	comity_doc_free(doc);
	text = forge_replace(text, mark, digest);
	free(digest);
	return text;
}

static inline char *
forge_value(char *text, const struct forge_key *key, const char *id)
{
	struct comity_doc *doc = forge_parse(text);
	struct comity_octets octets = { 0 };
	const xmlNode *signature;
	unsigned char *value = NULL;
	char *base64;
	size_t len = 0;

	ck_assert_ptr_nonnull(doc);
	signature = forge_find(comity_doc_root(doc), "Signature", id);
	ck_assert_ptr_nonnull(signature);
	ck_assert_int_eq(
	    comity_c14n_subtree(doc,
		comity_node_child(signature, COMITY_NS_DS, "SignedInfo"),
		&octets),
	    COMITY_OK);
	ck_assert_int_eq(comity_crypto_sign(key->pkey, key->method,
			     octets.bytes, octets.len, &value, &len),
	    COMITY_OK);
	base64 = forge_base64(value, len);
	text = forge_replace(text, "@VALUE@", base64);
	free(base64);
	free(value);
	comity_octets_clear(&octets);
	comity_doc_free(doc);
	return text;
}

/* Fill a template in and sign it; id: of the ds:Signature. New text. */
static inline char *
forge_sign(const char *template, const struct forge_key *key, const char *id)
{
	static const struct comity_node_set all = { .without_root_signatures =
							true },
					    part = { 0 };
	const unsigned char *der;
	unsigned char sha256[32];
	char *text = comity_text_copy(template), *base64;
	size_t len = 0;

	der = comity_certificate_der(key->certificate, &len);
	base64 = forge_base64(der, len);
	text = forge_replace(text, "@CERT@", base64);
	free(base64);
	ck_assert(comity_sha256(der, len, sha256));
	base64 = forge_base64(sha256, 32);
	text = forge_replace(text, "@CERTDIGEST@", base64);
	free(base64);
	text = forge_replace(text, "@METHOD@", key->method->row.uri);
	text = forge_mark(text, "@DATA@", &all, NULL, NULL);
	text = forge_mark(text, "@PROPS@", &part, "SignedProperties", NULL);
	text = forge_mark(text, "@PROPS1@", &part, "SignedProperties", "p-one");
	text = forge_mark(text, "@PROPS2@", &part, "SignedProperties", "p-two");
	text = forge_mark(text, "@MASTER@", &part, "SignatureValue", "v-one");
	text = forge_mark(text, "@ALONE@", &part, NULL, NULL);
	return forge_value(text, key, id);
}

/* Verify text; the signer's key is the anchor where trusted is given. */
static inline int
forge_verify(const char *text, const struct forge_key *trusted,
    struct comity_report *report, struct comity_doc **doc,
    struct comity_trust **trust, struct comity_verification **verification)
{
	const struct comity_certificate *anchors[1];
	struct comity_verify_policy policy = { .moment = FORGE_MOMENT };

	*verification = NULL;
	*trust = NULL;
	if ((*doc = forge_parse(text)) == NULL)
		return COMITY_REFUSED;
	if (trusted != NULL) {
		anchors[0] = trusted->certificate;
		ck_assert_int_eq(
		    comity_trust_new_for_list(anchors, 1, trust), COMITY_OK);
	} else
		ck_assert_int_eq(comity_trust_new(trust), COMITY_OK);
	return comity_verify(*doc, *trust, &policy, report, verification);
}

#endif
