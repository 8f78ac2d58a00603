/* SPDX-License-Identifier: Apache-2.0 */
/* One signed document, and what one edit makes of it: before (the signer does
 * it, and signs again) or after (somebody else does). */
#include "forge.h"

#define PASSED COMITY_TOTAL_PASSED, NULL
#define FAILED(sub) COMITY_TOTAL_FAILED, sub
#define UNCLEAR(sub) COMITY_INDETERMINATE, sub
#define SHAPE UNCLEAR("SIG_CONSTRAINTS_FAILURE")
#define FORMAT FAILED("FORMAT_FAILURE")
#define HASH FAILED("HASH_FAILURE")
#define CRYPTO FAILED("SIG_CRYPTO_FAILURE")

static const struct row {
	const char *why;
	const char *find, *with; /* before signing; NULL none */
	const char *find_after, *with_after; /* afterwards; NULL none */
	enum comity_indication indication;
	const char *sub;
	const char *reason; /* is in the sentence; NULL any */
} rows[] = {
	{ "untouched", NULL, NULL, NULL, NULL, PASSED, NULL },
	/* rules 1 and 7: comments and CDATA */
	{ "a comment in the business text vanishes from what is proven", NULL,
	    NULL, "one vial", "one<!-- two --> vial", PASSED, NULL },
	{ "CDATA in the business text is text", NULL, NULL, "one vial",
	    "<![CDATA[one vial]]>", PASSED, NULL },
	{ "white space outside the root", NULL, NULL, FORGE_CLOSE,
	    FORGE_CLOSE "\n\n", PASSED, NULL },
	{ "another digit", NULL, NULL, ">5<", ">9<", HASH, "was changed" },
	{ "another attribute value", NULL, NULL, "unit=\"g\"", "unit=\"kg\"",
	    HASH, "was changed" },
	{ "pretty-printed afterwards", NULL, NULL, "><l:Quantity",
	    ">\n  <l:Quantity", HASH, "pretty-printed" },
	{ "carriage returns afterwards", NULL, NULL, "one vial",
	    "one&#13; vial", HASH, "CRLF" },
	{ "a byte order mark in the text", NULL, NULL, "one vial",
	    "\xef\xbb\xbfone vial", HASH, "byte order mark" },
	{ "composed and decomposed letters differ", "one vial",
	    "one vi\xc3\xa4l", "vi\xc3\xa4l", "via\xcc\x88l", HASH, NULL },
	{ "a no-break space is not a blank", NULL, NULL, "one vial",
	    "one\xc2\xa0vial", HASH, NULL },
	{ "signed CR survives", "one vial", "one&#13; vial", NULL, NULL, PASSED,
	    NULL },
	{ "xml:lang on the root is signed", NULL, NULL, "<l:License ",
	    "<l:License xml:lang=\"en\" ", HASH, NULL },
	/* rule 6 */
	{ "a signature inside the payload", FORGE_BODY,
	    FORGE_BODY "<l:Annex><ds:Signature xmlns:ds=\"" COMITY_NS_DS
		       "\"/></l:Annex>",
	    NULL, NULL, SHAPE, "rule 6" },
	/* rule 7 */
	{ "two SignedInfo", NULL, NULL, "<ds:SignedInfo>",
	    "<ds:SignedInfo/><ds:SignedInfo>", FORMAT, "rule 7" },
	{ "two SignatureValues", NULL, NULL, "<ds:KeyInfo>",
	    "<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo>", FORMAT,
	    "rule 7" },
	{ "a stranger among the children", NULL, NULL, "<ds:KeyInfo>",
	    "<l:Other/><ds:KeyInfo>", FORMAT, "rule 7" },
	{ "text in the signature", NULL, NULL, "<ds:KeyInfo>", "x<ds:KeyInfo>",
	    FORMAT, "rule 7" },
	{ "a comment in a DigestValue", NULL, NULL, "</ds:DigestValue></ds:R",
	    "<!-- x --></ds:DigestValue></ds:R", FORMAT, "rule 7" },
	{ "CDATA in a DigestValue", NULL, NULL, "</ds:DigestValue></ds:R",
	    "<![CDATA[]]></ds:DigestValue></ds:R", FORMAT, "rule 7" },
	{ "a comment in the SignatureValue", NULL, NULL, "</ds:SignatureValue>",
	    "<!-- x --></ds:SignatureValue>", FORMAT, "rule 7" },
	{ "a comment in the certificate", NULL, NULL, "</ds:X509Certificate>",
	    "<!-- x --></ds:X509Certificate>", FORMAT, "rule 7" },
	{ "an element in the certificate", NULL, NULL, "</ds:X509Certificate>",
	    "<x/></ds:X509Certificate>", FORMAT, "rule 7" },
	{ "a comment in CertDigest", NULL, NULL,
	    "</ds:DigestValue></x:CertDigest>",
	    "<!-- x --></ds:DigestValue></x:CertDigest>", FORMAT, "rule 7" },
	/* rule 8 */
	{ "a character after the padding", NULL, NULL, "</ds:SignatureValue>",
	    "A</ds:SignatureValue>", FORMAT, "rule 8" },
	{ "an empty SignatureValue", "@VALUE@", "", NULL, NULL, FORMAT,
	    "rule 8" },
	{ "line ends in base64 are white space", NULL, NULL,
	    "</ds:SignatureValue>", "\n</ds:SignatureValue>", PASSED, NULL },
	/* rule 9 */
	{ "no Reference", FORGE_REFERENCE FORGE_PROPERTIES_REFERENCE, "", NULL,
	    NULL, FORMAT, "rule 9" },
	{ "only the properties are signed", FORGE_REFERENCE, "", NULL, NULL,
	    SHAPE, "rule 25" },
	{ "the document is signed twice", FORGE_REFERENCE,
	    FORGE_REFERENCE
	    "<ds:Reference URI=\"\"><ds:Transforms>" FORGE_TRANSFORMS
	    "</ds:Transforms>" FORGE_SHA256
	    "<ds:DigestValue>@DATA@</ds:DigestValue></ds:Reference>",
	    NULL, NULL, SHAPE, "rule 9" },
#define NINTH                                                                  \
	"<ds:Reference URI=\"#p-one\"><ds:Transforms>" FORGE_EXC               \
	"</ds:Transforms>" FORGE_SHA256                                        \
	"<ds:DigestValue>@PROPS@</ds:DigestValue></ds:Reference>"
	{ "eight References", FORGE_REFERENCE,
	    FORGE_REFERENCE NINTH NINTH NINTH NINTH NINTH NINTH, NULL, NULL,
	    PASSED, NULL },
	{ "nine References", FORGE_REFERENCE,
	    FORGE_REFERENCE NINTH NINTH NINTH NINTH NINTH NINTH NINTH, NULL,
	    NULL, SHAPE, "rule 9" },
	/* rule 10 */
	{ "SignedInfo is exchanged for another", NULL, NULL, "<ds:SignedInfo>",
	    "<ds:SignedInfo Id=\"other\">", CRYPTO, "rule 10" },
	{ "a Reference is taken away", NULL, NULL, "<ds:Reference Id=",
	    "<ds:Reference a=\"\" Id=", CRYPTO, "rule 10" },
	/* rule 13 */
	{ "no URI", " URI=\"\"", "", NULL, NULL, SHAPE, "rule 13" },
	{ "a payload that nobody gave",
	    "URI=\"\"><ds:Transforms>" FORGE_TRANSFORMS "</ds:Transforms>",
	    "URI=\"license.xml\">", NULL, NULL,
	    UNCLEAR("SIGNED_DATA_NOT_FOUND"), "rule 13" },
	{ "a payload through a transform", "URI=\"\"", "URI=\"license.xml\"",
	    NULL, NULL, SHAPE, "rule 15" },
	{ "a file", "URI=\"\"", "URI=\"/etc/hostname\"", NULL, NULL, SHAPE,
	    "rule 13" },
	{ "a file by its scheme", "URI=\"\"", "URI=\"file:license.xml\"", NULL,
	    NULL, SHAPE, "rule 13" },
	{ "a broken escape", "URI=\"\"", "URI=\"license%0.xml\"", NULL, NULL,
	    SHAPE, "rule 13" },
	{ "an escaped NUL", "URI=\"\"", "URI=\"license%00.xml\"", NULL, NULL,
	    SHAPE, "rule 13" },
	{ "a query", "URI=\"\"", "URI=\"license.xml?a\"", NULL, NULL, SHAPE,
	    "rule 13" },
	{ "the network", "URI=\"\"", "URI=\"http://example.org/\"", NULL, NULL,
	    SHAPE, "rule 13" },
	{ "the root as an xpointer", "URI=\"\"", "URI=\"#xpointer(/)\"", NULL,
	    NULL, PASSED, NULL },
	{ "an xpointer to an Id", "URI=\"#p-one\"",
	    "URI=\"#xpointer(id('p-one'))\"", NULL, NULL, PASSED, NULL },
	{ "an xpointer to an Id in other quotes", "URI=\"#p-one\"",
	    "URI='#xpointer(id(\"p-one\"))'", NULL, NULL, PASSED, NULL },
	{ "an xpointer with a blank", "URI=\"\"", "URI=\"#xpointer( /)\"", NULL,
	    NULL, SHAPE, "rule 13" },
	{ "an xpointer to anything", "URI=\"\"", "URI=\"#xpointer(//*)\"", NULL,
	    NULL, SHAPE, "rule 13" },
	{ "an xpointer without quotes", "URI=\"#p-one\"",
	    "URI=\"#xpointer(id(p-one))\"", NULL, NULL, SHAPE, "rule 13" },
	{ "an xpointer with different quotes", "URI=\"#p-one\"",
	    "URI=\"#xpointer(id('p-one&quot;))\"", NULL, NULL, SHAPE,
	    "rule 13" },
	{ "an xpointer with more behind", "URI=\"#p-one\"",
	    "URI=\"#xpointer(id('p-one'))/x\"", NULL, NULL, SHAPE, "rule 13" },
	{ "two xpointers", "URI=\"#p-one\"",
	    "URI=\"#xpointer(id('p-one')|id('p'))\"", NULL, NULL, SHAPE,
	    "rule 13" },
	{ "the root by its Id", "URI=\"\"", "URI=\"#lic\"", NULL, NULL, PASSED,
	    NULL },
	{ "an Id that is nowhere", "URI=\"\"", "URI=\"#nowhere\"", NULL, NULL,
	    UNCLEAR("SIGNED_DATA_NOT_FOUND"), "rule 14" },
	/* rule 14 */
	{ "the same Id twice", NULL, NULL, "<ds:Object>",
	    "<ds:Object Id=\"p-one\"/><ds:Object>", SHAPE, "rule 14" },
	{ "any Id twice", NULL, NULL, "<ds:Object>",
	    "<ds:Object Id=\"a\"/><ds:Object Id=\"a\"/><ds:Object>", SHAPE,
	    "rule 14" },
	{ "xml:id and Id are one space of names", NULL, NULL, "<ds:Object>",
	    "<ds:Object xml:id=\"p-one\"/><ds:Object>", SHAPE, "rule 14" },
	{ "an attribute of the same name in a namespace", NULL, NULL,
	    "<ds:Object>",
	    "<ds:Object xmlns:y=\"urn:y\" y:Id=\"p-one\"/><ds:Object>", SHAPE,
	    "rule 14" },
	{ "an ID in capitals", NULL, NULL, "<ds:Object>",
	    "<ds:Object ID=\"p-one\"/><ds:Object>", SHAPE, "rule 14" },
	{ "an attribute in a namespace is no Id", " Id=\"p-one\"",
	    " xmlns:y=\"urn:y\" y:Id=\"p-one\"", NULL, NULL,
	    UNCLEAR("SIGNED_DATA_NOT_FOUND"), "rule 14" },
	/* rule 15 */
	{ "enveloped-signature", FORGE_FILTER("/*/ds:Signature"),
	    "<ds:Transform Algorithm=\"" COMITY_URI_ENVELOPED "\"/>", NULL,
	    NULL, PASSED, NULL },
	{ "descendant", "/*/ds:Signature", "/descendant::ds:Signature", NULL,
	    NULL, PASSED, NULL },
	{ "not(ancestor-or-self)", FORGE_FILTER("/*/ds:Signature"),
	    "<ds:Transform Algorithm=\"" COMITY_URI_XPATH
	    "\"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath>"
	    "</ds:Transform>",
	    NULL, NULL, PASSED, NULL },
	{ "white space in the filter", "/*/ds:Signature", " /*/ ds:Signature\n",
	    NULL, NULL, PASSED, NULL },
	{ "the filter is read as it was signed, not as it stands", NULL, NULL,
	    "<f:XPath ", "<f:XPath xmlns:ds=\"urn:other\" ", PASSED, NULL },
	{ "the filter's prefix is not among what was signed",
	    "Filter=\"subtract\">/*/ds:Signature",
	    "xmlns:q=\"" COMITY_NS_DS "\" Filter=\"subtract\">/*/q:Signature",
	    NULL, NULL, SHAPE, "rule 15" },
	{ "the filter's prefix is somebody else's", "/*/ds:Signature",
	    "/*/f:Signature", NULL, NULL, SHAPE, "rule 15" },
	{ "a filter that takes more out", "/*/ds:Signature",
	    "/*/ds:Signature | /*/l:Quantity", NULL, NULL, SHAPE, "rule 15" },
	{ "a filter that intersects", "Filter=\"subtract\"",
	    "Filter=\"intersect\"", NULL, NULL, SHAPE, "rule 15" },
	{ "general XPath", FORGE_FILTER("/*/ds:Signature"),
	    "<ds:Transform Algorithm=\"" COMITY_URI_XPATH
	    "\"><ds:XPath>true()</ds:XPath></ds:Transform>",
	    NULL, NULL, SHAPE, "rule 15" },
	{ "XSLT", FORGE_FILTER("/*/ds:Signature"),
	    "<ds:Transform Algorithm=\"" COMITY_URI_XSLT "\"/>", NULL, NULL,
	    SHAPE, "rule 15" },
	{ "no canonicalization: then it is the first one", FORGE_TRANSFORMS,
	    FORGE_FILTER("/*/ds:Signature"), NULL, NULL, PASSED, NULL },
	{ "enveloped-signature, then all signatures",
	    FORGE_FILTER("/*/ds:Signature"),
	    "<ds:Transform Algorithm=\"" COMITY_URI_ENVELOPED
	    "\"/><ds:Transform Algorithm=\"" COMITY_URI_XPATH
	    "\"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath>"
	    "</ds:Transform>",
	    NULL, NULL, PASSED, NULL },
	{ "all signatures, then enveloped-signature",
	    FORGE_FILTER("/*/ds:Signature"),
	    "<ds:Transform Algorithm=\"" COMITY_URI_XPATH
	    "\"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath>"
	    "</ds:Transform><ds:Transform Algorithm=\"" COMITY_URI_ENVELOPED
	    "\"/>",
	    NULL, NULL, SHAPE, "rule 15" },
	{ "enveloped-signature, then a filter", FORGE_FILTER("/*/ds:Signature"),
	    "<ds:Transform Algorithm=\"" COMITY_URI_ENVELOPED
	    "\"/>" FORGE_FILTER("/*/ds:Signature"),
	    NULL, NULL, SHAPE, "rule 15" },
	{ "two canonicalizations", FORGE_TRANSFORMS, FORGE_TRANSFORMS FORGE_EXC,
	    NULL, NULL, SHAPE, "rule 15" },
	{ "two filters", FORGE_TRANSFORMS,
	    FORGE_FILTER("/*/ds:Signature") FORGE_TRANSFORMS, NULL, NULL, SHAPE,
	    "rule 15" },
	{ "nothing left out", FORGE_TRANSFORMS, FORGE_EXC, NULL, NULL, SHAPE,
	    "rule 15" },
	{ "canonicalization with comments", FORGE_TRANSFORMS,
	    FORGE_FILTER("/*/ds:Signature") "<ds:Transform "
					    "Algorithm=\"" COMITY_URI_EXC_C14N
					    "WithComments\"/>",
	    NULL, NULL, SHAPE, "rule 15" },
	{ "base64 of the document", FORGE_TRANSFORMS,
	    "<ds:Transform Algorithm=\"" COMITY_URI_BASE64 "\"/>", NULL, NULL,
	    SHAPE, "rule 15" },
	{ "a PrefixList with #default and a prefix", FORGE_TRANSFORMS,
	    FORGE_FILTER("/*/ds:Signature") "<ds:Transform "
					    "Algorithm=\"" COMITY_URI_EXC_C14N
					    "\"><e:InclusiveNamespaces "
					    "xmlns:e=\"" COMITY_URI_EXC_C14N
					    "\" PrefixList=\"#default l\"/>"
					    "</ds:Transform>",
	    NULL, NULL, PASSED, NULL },
	{ "another parameter", "xml-exc-c14n#\"/></ds:T",
	    "xml-exc-c14n#\"><e:Other xmlns:e=\"urn:e\"/></ds:Transform></ds:T",
	    NULL, NULL, SHAPE, "rule 15" },
	/* rule 16: unsigned for all three forms, and read by nobody */
	{ "text added to an Object of the signature", NULL, NULL, "<ds:Object>",
	    "<ds:Object><evil/></ds:Object><ds:Object>", PASSED, NULL },
	/* rule 18 */
	{ "only an item is signed",
	    "URI=\"\"><ds:Transforms>" FORGE_TRANSFORMS
	    "</ds:Transforms>" FORGE_SHA256 "<ds:DigestValue>@DATA@",
	    "URI=\"#p-one\"><ds:Transforms>" FORGE_EXC
	    "</ds:Transforms>" FORGE_SHA256 "<ds:DigestValue>@PROPS@",
	    NULL, NULL, SHAPE, "rule 18" },
	/* rule 19 */
	{ "RetrievalMethod", "<ds:KeyInfo>",
	    "<ds:KeyInfo><ds:RetrievalMethod URI=\"#s-one\"/>", NULL, NULL,
	    SHAPE, "rule 19" },
	{ "a KeyName is read over", NULL, NULL, "<ds:KeyInfo>",
	    "<ds:KeyInfo><ds:KeyName>me</ds:KeyName>", PASSED, NULL },
	{ "a certificate that is none", NULL, NULL, "<ds:KeyInfo>",
	    "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>AAAA"
	    "</ds:X509Certificate></ds:X509Data>",
	    FORMAT, "rule 19" },
	/* rule 20 */
	{ "no qualifying properties", FORGE_QUALIFYING, "<l:None/>", NULL, NULL,
	    SHAPE, "rule 20" },
	{ "no certificate comes with it", NULL, NULL, "ds:KeyInfo>",
	    "ds:Object>", UNCLEAR("NO_SIGNING_CERTIFICATE_FOUND"), "rule 20" },
	{ "the certificate is named by another digest", "@CERTDIGEST@",
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", NULL, NULL,
	    UNCLEAR("NO_SIGNING_CERTIFICATE_FOUND"), "rule 20" },
	{ "two signing certificates", "<x:SigningCertificateV2>",
	    "<x:SigningCertificate/><x:SigningCertificateV2>", NULL, NULL,
	    SHAPE, "rule 20" },
	/* rule 21 */
	{ "a blank after the algorithm", "@METHOD@", "@METHOD@ ", NULL, NULL,
	    UNCLEAR("CRYPTO_CONSTRAINTS_FAILURE"), "rule 21" },
	{ "an unknown digest", "xmlenc#sha256", "xmlenc#sha-none", NULL, NULL,
	    UNCLEAR("CRYPTO_CONSTRAINTS_FAILURE"), "rule 21" },
	{ "MD5", "@METHOD@", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
	    NULL, NULL, UNCLEAR("CRYPTO_CONSTRAINTS_FAILURE"), "RFC 6151" },
	{ "HMAC", "@METHOD@", "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
	    NULL, NULL, UNCLEAR("CRYPTO_CONSTRAINTS_FAILURE"), "rule 21" },
	{ "SHA-1 without a date", "@METHOD@",
	    "http://www.w3.org/2000/09/xmldsig#rsa-sha1", NULL, NULL,
	    UNCLEAR("CRYPTO_CONSTRAINTS_FAILURE_NO_POE"), "--held-since" },
	{ "the method is for another type of key", "@METHOD@",
	    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", NULL, NULL,
	    UNCLEAR("CRYPTO_CONSTRAINTS_FAILURE"), "type" },
	{ "a parameter of the method", "@METHOD@\"/>",
	    "@METHOD@\"><ds:HMACOutputLength>0</ds:HMACOutputLength>"
	    "</ds:SignatureMethod>",
	    NULL, NULL, SHAPE, "rule 21" },
	/* rule 24 */
	{ "the Target is another signature", "Target=\"#s-one\"",
	    "Target=\"#s-two\"", NULL, NULL, SHAPE, "rule 24" },
	{ "no type on the Reference to the properties",
	    "Type=\"" COMITY_URI_SIGNED_PROPERTIES "\" ", "", NULL, NULL, SHAPE,
	    "rule 24" },
	{ "two References of the type", FORGE_PROPERTIES_REFERENCE,
	    FORGE_PROPERTIES_REFERENCE FORGE_PROPERTIES_REFERENCE, NULL, NULL,
	    SHAPE, "rule 24" },
	{ "two QualifyingProperties", NULL, NULL, "<ds:Object>",
	    "<ds:Object><x:QualifyingProperties xmlns:x=\"" COMITY_NS_XADES
	    "\" Target=\"#s-one\"/></ds:Object><ds:Object>",
	    SHAPE, "rule 24" },
	{ "a changed signing time", NULL, NULL, "2026-05-01", "2025-05-01",
	    HASH, "p-one" },
	/* rule 25 */
	{ "a format of another Reference", "ObjectReference=\"#r-one\"",
	    "ObjectReference=\"#r-two\"", NULL, NULL, SHAPE, "rule 25" },
	{ "no format at all lowers the level only",
	    "<x:SignedDataObjectProperties>"
	    "<x:DataObjectFormat ObjectReference=\"#r-one\">"
	    "<x:MimeType>text/xml</x:MimeType></x:DataObjectFormat>"
	    "</x:SignedDataObjectProperties>",
	    "", NULL, NULL, PASSED, NULL },
};

static void
check_row(const struct row *row, const struct comity_verification *got)
{
	const struct comity_signature *signature;

	ck_assert_msg(got->count == 1 || got->count == 2, "%s: %zu signatures",
	    row->why, got->count);
	signature = &got->signatures[0];
	if (got->count == 2 && signature->indication != row->indication)
		signature = &got->signatures[1];
	ck_assert_msg(signature->indication == row->indication &&
			  comity_text_same(signature->sub, row->sub),
	    "%s: %s / %s: %s", row->why,
	    comity_indication_name(signature->indication),
	    signature->sub ? signature->sub : "-", signature->reason);
	ck_assert_msg(row->reason == NULL ||
			  strstr(signature->reason, row->reason) != NULL,
	    "%s: %s", row->why, signature->reason);
	if (row->indication == COMITY_TOTAL_PASSED) {
		ck_assert(signature->intact && signature->full_scope);
		ck_assert_ptr_nonnull(got->proven);
	} else
		ck_assert_ptr_null(got->proven);
}

START_TEST(verify_row)
{
	const struct row *row = &rows[_i];
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	struct forge_key key;
	char *template = comity_text_copy(FORGE_DOCUMENT), *text;
	int rc;

	forge_key("P-256", "ecdsa-sha256", &key);
	template = forge_edit(template, row->find, row->with);
	text = forge_sign(template, &key, "s-one");
	text = forge_edit(text, row->find_after, row->with_after);
	rc = forge_verify(text, &key, report, &doc, &trust, &got);
	ck_assert_msg(got != NULL, "%s: %d", row->why, rc);
	check_row(row, got);
	ck_assert_int_eq(rc, row->indication == COMITY_TOTAL_PASSED ? COMITY_OK
			     : row->indication == COMITY_TOTAL_FAILED
				 ? COMITY_REFUSED
				 : COMITY_UNKNOWN);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	forge_key_clear(&key);
	free(template);
	free(text);
}
END_TEST

static const struct method_row {
	const char *kind, *method;
	const char *sub; /* NULL: holds */
} methods[] = {
	{ "P-256", "ecdsa-sha256", NULL },
	{ "P-384", "ecdsa-sha384", NULL },
	{ "P-521", "ecdsa-sha512", NULL },
	{ "brainpoolP256r1", "ecdsa-sha256", NULL },
	{ "ED25519", "ed25519", NULL },
	{ "ED448", "ed448", NULL },
	{ "RSA2048", "rsa-sha256", NULL },
	{ "RSA2048", "rsa-sha512", NULL },
	{ "RSA2048", "rsa-pss-sha256", NULL },
	{ "RSA2048", "rsa-pss-sha384", NULL },
	{ "RSA2048", "rsa-pss-sha3-256", NULL },
};

START_TEST(method_row)
{
	const struct method_row *row = &methods[_i];
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	struct forge_key key;
	char *text;

	forge_key(row->kind, row->method, &key);
	text = forge_sign(FORGE_DOCUMENT, &key, "s-one");
	ck_assert_int_eq(
	    forge_verify(text, &key, report, &doc, &trust, &got), COMITY_OK);
	ck_assert_str_eq(got->signatures[0].algorithm, row->method);
	ck_assert_str_eq(got->signatures[0].level, "XAdES B-B");
	ck_assert_str_eq(
	    got->signatures[0].signing_time, "2026-05-01T00:00:00Z");
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	/* the twin: nobody vouches for it */
	ck_assert_int_eq(forge_verify(text, NULL, report, &doc, &trust, &got),
	    COMITY_UNKNOWN);
	ck_assert(got->signatures[0].intact);
	ck_assert_str_eq(got->sub, "NO_CERTIFICATE_CHAIN_FOUND");
	ck_assert_ptr_null(got->proven);
	ck_assert_ptr_nonnull(got->intact);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	forge_key_clear(&key);
	free(text);
}
END_TEST

/* What is proven is what was digested, at the lines of the original. */
START_TEST(proven_document)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	struct forge_key key;
	xmlNodePtr item;
	char *text, *value;

	forge_key("P-256", "ecdsa-sha256", &key);
	text = forge_sign(FORGE_OPEN "\n\n<l:Item>x</l:Item>" FORGE_SIGNATURE
				     "\n" FORGE_CLOSE,
	    &key, "s-one");
	text = forge_edit(text, ">x<", ">x<!-- y --><");
	text =
	    forge_edit(text, FORGE_OPEN, "<!-- z -->\n<!-- z -->\n" FORGE_OPEN);
	ck_assert_int_eq(
	    forge_verify(text, &key, report, &doc, &trust, &got), COMITY_OK);
	item = comity_node_first(comity_doc_root(got->proven));
	ck_assert(comity_node_is(item, "urn:example:license", "Item"));
	ck_assert_uint_eq(comity_doc_line(got->proven, item), 5);
	value = comity_node_text(item);
	ck_assert_str_eq(value, "x");
	ck_assert_ptr_null(item->children->next); /* no comment left */
	ck_assert_ptr_null(comity_node_child(
	    comity_doc_root(got->proven), COMITY_NS_DS, "Signature"));
	ck_assert_ptr_null(got->intact);
	free(value);
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	forge_key_clear(&key);
	free(text);
}
END_TEST

/* A stranger's signature beside a good one changes nothing but a warning;
 * beside an enveloped one, it breaks it, and the sentence says so. */
static const struct second_row {
	const char *why, *find, *with;
	int rc;
	const char *reason;
} seconds[] = {
	{ "each leaves all out", NULL, NULL, COMITY_OK, NULL },
	{ "the first is enveloped", FORGE_FILTER("/*/ds:Signature"),
	    "<ds:Transform Algorithm=\"" COMITY_URI_ENVELOPED "\"/>",
	    COMITY_REFUSED, "further signature" },
};

START_TEST(second_row)
{
	const struct second_row *row = &seconds[_i];
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	struct forge_key key, stranger;
	char *first, *second, *text;

	forge_key("P-256", "ecdsa-sha256", &key);
	forge_key("P-384", "ecdsa-sha384", &stranger);
	first =
	    forge_edit(comity_text_copy(FORGE_DOCUMENT), row->find, row->with);
	text = forge_sign(first, &key, "s-one");
	second = forge_replace(
	    comity_text_copy(FORGE_SIGNATURE FORGE_CLOSE), "-one\"", "-two\"");
	text = forge_edit(text, FORGE_CLOSE, second);
	text = forge_edit(text, "@PROPS@", "@PROPS2@");
	free(first);
	first = text;
	text = forge_sign(text, &stranger, "s-two");
	ck_assert_int_eq(
	    forge_verify(text, &key, report, &doc, &trust, &got), row->rc);
	ck_assert_uint_eq(got->count, 2);
	ck_assert_int_ne(got->signatures[1].indication, COMITY_TOTAL_PASSED);
	ck_assert_msg(row->reason == NULL || strstr(got->signatures[0].reason,
						 row->reason) != NULL,
	    "%s: %s", row->why, got->signatures[0].reason);
	if (row->rc == COMITY_OK) {
		ck_assert_ptr_nonnull(got->proven);
		ck_assert_ptr_nonnull(
		    comity_report_find(report, "comity-signature-aside"));
		ck_assert_int_eq(comity_report_status(report), COMITY_OK);
	}
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	forge_key_clear(&key);
	forge_key_clear(&stranger);
	free(first);
	free(second);
	free(text);
}
END_TEST

/* An enveloped signature covers another that was there before: its octets
 * hold that one, and what is proven does not. */
START_TEST(covered_signature)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;
	struct forge_key key, stranger;
	char *first, *text;

	forge_key("P-256", "ecdsa-sha256", &key);
	forge_key("P-256", "ecdsa-sha256", &stranger);
	first =
	    forge_edit(comity_text_copy(FORGE_DOCUMENT), "-one\"", "-two\"");
	text = forge_sign(first, &stranger, "s-two");
	text = forge_edit(text, FORGE_CLOSE, FORGE_SIGNATURE FORGE_CLOSE);
	text = forge_edit(text,
	    FORGE_TRANSFORMS "</ds:Transforms>" FORGE_SHA256
			     "<ds:DigestValue>@DATA@",
	    "<ds:Transform Algorithm=\"" COMITY_URI_ENVELOPED "\"/>" FORGE_EXC
	    "</ds:Transforms>" FORGE_SHA256 "<ds:DigestValue>@ALONE@");
	text = forge_edit(text, "@PROPS@", "@PROPS1@");
	free(first);
	first = text;
	text = forge_sign(text, &key, "s-one");
	ck_assert_int_eq(
	    forge_verify(text, &key, report, &doc, &trust, &got), COMITY_OK);
	ck_assert_int_eq(got->signatures[0].indication, COMITY_INDETERMINATE);
	ck_assert(got->signatures[0].intact);
	ck_assert_int_eq(got->signatures[1].indication, COMITY_TOTAL_PASSED);
	ck_assert_ptr_nonnull(got->proven);
	ck_assert_ptr_null(comity_node_child(
	    comity_doc_root(got->proven), COMITY_NS_DS, "Signature"));
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
	forge_key_clear(&key);
	forge_key_clear(&stranger);
	free(first);
	free(text);
}
END_TEST

/* No signature never passes. */
START_TEST(no_signature)
{
	struct comity_report *report = comity_report_new();
	struct comity_verification *got;
	struct comity_trust *trust;
	struct comity_doc *doc;

	ck_assert_int_eq(forge_verify(FORGE_OPEN FORGE_BODY FORGE_CLOSE, NULL,
			     report, &doc, &trust, &got),
	    COMITY_UNKNOWN);
	ck_assert_uint_eq(got->count, 0);
	ck_assert_ptr_null(got->proven);
	ck_assert_ptr_null(got->intact);
	ck_assert_ptr_nonnull(
	    comity_report_find(report, "comity-signature-absent"));
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_doc_free(doc);
	comity_report_free(report);
}
END_TEST

SUITE("verify")
SUITE_ROWS(verify_row, rows);
SUITE_ROWS(method_row, methods);
SUITE_ROWS(second_row, seconds);
SUITE_TEST(proven_document);
SUITE_TEST(covered_signature);
SUITE_TEST(no_signature);
SUITE_END
