/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For each rule that a document can break: at least fifty different documents
 * that break it, signed again by the signer's own key wherever the rule is not
 * about a digest. Each is refused, and the rule is the first that is named.
 */
#include "forge.h"
#include "keys.h"
#include "tsa.h"

#define ENOUGH 50

/* What is done to the template before it is signed, and to the text after. */
struct edit {
	char find[800], with[20000];
	char find_after[400], with_after[8000];
};
#define BEFORE(e, from, ...)                                                   \
	(snprintf((e)->find, sizeof((e)->find), "%s", from),                   \
	    snprintf((e)->with, sizeof((e)->with), __VA_ARGS__), true)
#define AFTER(e, from, ...)                                                    \
	(snprintf((e)->find_after, sizeof((e)->find_after), "%s", from),       \
	    snprintf((e)->with_after, sizeof((e)->with_after), __VA_ARGS__),   \
	    true)
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct forge_key key;

/* Repeat a text. */
static void
repeat(char *to, size_t size, const char *text, size_t times)
{
	size_t len = strlen(text), i;

	ck_assert_uint_lt(len * times, size);
	for (i = 0; i < times; i++)
		memcpy(to + i * len, text, len);
	to[len * times] = '\0';
}

static bool
doctype(size_t i, struct edit *e)
{
	static const char *const heads[] = { "", "<?xml version=\"1.0\"?>",
		"<!-- c -->", "\n", "<?xml-model href=\"x\"?>",
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" };
	static const char *const inside[] = { "", " SYSTEM \"x.dtd\"",
		" PUBLIC \"-//X//Y\" \"http://example.org/x.dtd\"",
		" [<!ENTITY e \"x\">]",
		" [<!ATTLIST l:License Id ID #IMPLIED>]",
		" [<!ENTITY % p \"\"> %p;]", " [<!NOTATION n SYSTEM \"x\">]",
		" [<!ELEMENT l:License ANY>]", " [<!-- c -->]",
		" [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]" };

	return i < COUNT(heads) * COUNT(inside) &&
	       AFTER(e, FORGE_OPEN, "%s<!DOCTYPE l:License%s>" FORGE_OPEN,
		   heads[i % COUNT(heads)], inside[i / COUNT(heads)]);
}

static bool
limits(size_t i, struct edit *e)
{
	static const char *const places[] = { "<l:Item>", "<ds:Object>" };
	char open[2000], shut[2000], attributes[3000] = "";
	size_t j, len = 0;

	if (i < 40) {
		repeat(open, sizeof(open), "<n>", 200 + i / 2);
		repeat(shut, sizeof(shut), "</n>", 200 + i / 2);
		return AFTER(
		    e, places[i % 2], "%s%s%s", places[i % 2], open, shut);
	}
	for (j = 0; j < 90 + i; j++)
		len += (size_t)snprintf(attributes + len,
		    sizeof(attributes) - len, " a%zu=\"\"", j);
	return i < 60 && AFTER(e, "<l:Item>", "<l:Item%s>", attributes);
}

static bool
relative(size_t i, struct edit *e)
{
	static const char *const places[] = { " number=\"7\"", " unit=\"g\"",
		" Id=\"s-one\"", " Target=\"#s-one\"", " Id=\"v-one\"" };
	static const char *const names[] = { "a", "a/b", "../a", "./", "/a",
		"//host/a", "#a", "?a", ".", ".." };

	return i < COUNT(places) * COUNT(names) &&
	       AFTER(e, places[i % COUNT(places)], "%s xmlns:z=\"%s\"",
		   places[i % COUNT(places)], names[i / COUNT(places)]);
}

/* A ds:Signature, in ten forms. */
static const char *const signatures[] = { "",
	"<ds:SignedInfo/><ds:SignatureValue/>", "<ds:SignatureValue/>",
	"<ds:KeyInfo/>", "<ds:Object/>", "text", " ", "<!-- c -->",
	"<ds:Signature/>",
	"<ds:SignedInfo><ds:Reference URI=\"\"/>"
	"</ds:SignedInfo>" };
static const char *const corners[] = { "<l:Item>", "<l:Quantity unit=\"g\">",
	"<ds:Object>", "<ds:KeyInfo>", "<x:CertDigest>" };

static bool
inner_signature(size_t i, struct edit *e)
{
	const char *place = corners[i % COUNT(corners)];

	return i < COUNT(corners) * COUNT(signatures) &&
	       BEFORE(e, place,
		   "%s<ds:Signature xmlns:ds=\"" COMITY_NS_DS
		   "\" Id=\"s-n\">%s</ds:Signature>",
		   place, signatures[i / COUNT(corners)]);
}

/* The same under a filter that leaves every ds:Signature out. */
static bool
hidden_signature(size_t i, struct edit *e)
{
	const char *place = corners[i % 2];
	char form[2000];

	snprintf(
	    form, sizeof(form), "%s", signatures[i / 2 % COUNT(signatures)]);
	return i < 60 &&
	       BEFORE(e, "/*/ds:Signature", "/descendant::ds:Signature") &&
	       AFTER(e, place,
		   "%s<l:a%zu/><ds:Signature xmlns:ds=\"" COMITY_NS_DS
		   "\" Id=\"s-n\">%s</ds:Signature>",
		   place, i, form);
}

static const char *const leaves[] = { "</ds:DigestValue>",
	"</ds:SignatureValue>", "</ds:X509Certificate>" };

static bool
structure(size_t i, struct edit *e)
{
	static const char *const spots[] = { "<ds:SignedInfo>",
		"</ds:SignedInfo>", "</ds:SignatureValue>", "</ds:KeyInfo>",
		"</ds:Object>" };
	static const char *const things[] = { "<l:Other/>", "<ds:SignedInfo/>",
		"<ds:SignatureValue/>", "text", "<ds:Manifest/>",
		"<ds:KeyInfo/><ds:KeyInfo/>" };
	static const char *const splits[] = { "<!-- c -->", "<![CDATA[]]>",
		"<x/>", "<!--a--><!--b-->", "<![CDATA[AAAA]]>",
		"<ds:DigestValue/>", "AAAA<!-- c -->", "<!---->",
		"<l:a>AAAA</l:a>", "<![CDATA[ ]]>" };
	const char *spot = spots[i % COUNT(spots)];
	size_t j = i - COUNT(spots) * COUNT(things);

	if (i < COUNT(spots) * COUNT(things))
		return spot[1] == '/' ? AFTER(e, spot, "%s%s", spot,
					    things[i / COUNT(spots)])
				      : AFTER(e, spot, "%s%s",
					    things[i / COUNT(spots)], spot);
	return j < COUNT(leaves) * COUNT(splits) &&
	       AFTER(e, leaves[j % COUNT(leaves)], "%s%s",
		   splits[j / COUNT(leaves)], leaves[j % COUNT(leaves)]);
}

static bool
base64(size_t i, struct edit *e)
{
	static const char *const junk[] = { "*", "-", "_", "\xc2\xa0", "A",
		"AA", "AAA", "=", "=A", "==", "&#x200B;", "@", "%", ",",
		"A=", "&#160;", "AAAA=", "AAAA*", "A A", ":" };

	return i < COUNT(leaves) * COUNT(junk) &&
	       AFTER(e, leaves[i % COUNT(leaves)], "%s%s",
		   junk[i / COUNT(leaves)], leaves[i % COUNT(leaves)]);
}

static bool
references(size_t i, struct edit *e)
{
	static const char *const uris[] = { "", "#xpointer(/)", "#lic" };
	static const char *const filters[] = { "/*/ds:Signature",
		"/descendant::ds:Signature", " /*/ds:Signature",
		"/*/ds:Signature " };
	char more[19000];

	if (i >= 52)
		return false;
	if (i < 40) { /* too many */
		repeat(more, sizeof(more),
		    "<ds:Reference URI=\"#p-one\"><ds:Transforms>" FORGE_EXC
		    "</ds:Transforms>" FORGE_SHA256
		    "<ds:DigestValue>@PROPS@</ds:DigestValue></ds:Reference>",
		    7 + i);
		return BEFORE(
		    e, "</ds:SignedInfo>", "%s</ds:SignedInfo>", more);
	}
	return BEFORE(e, "</ds:SignedInfo>",
	    "<ds:Reference URI=\"%s\"><ds:Transforms><ds:Transform "
	    "Algorithm=\"" COMITY_URI_FILTER2
	    "\"><f:XPath xmlns:f=\"" COMITY_URI_FILTER2
	    "\" Filter=\"subtract\">%s</f:XPath></ds:Transform>" FORGE_EXC
	    "</ds:Transforms>" FORGE_SHA256
	    "<ds:DigestValue>@DATA@</ds:DigestValue></ds:Reference>"
	    "</ds:SignedInfo>",
	    uris[i % 3], filters[(i - 40) / 3]);
}

static bool
uri(size_t i, struct edit *e)
{
	static const char *const uris[] = { "http://example.org/",
		"https://example.org/a", "ftp://example.org/", "file:///a",
		"file:a", "urn:a", "mailto:a@example.org", "data:,a", "/a",
		"//host/a", "a?b", "a#b", "?a", "#", "# lic", "#lic ", "#1a",
		"#a b", "#a/b", "#a:b:c", "##lic", "#lic#", "#(lic)", "#.a",
		"#-a", "#a&amp;b", "#'lic'", "#*", "#/", "#xpointer()",
		"#xpointer( /)", "#xpointer(/ )", "#xpointer(//*)",
		"#xpointer(/*)", "#xpointer(id(lic))", "#xpointer(id('lic')",
		"#xpointer(id('lic'))x", "#xpointer(id(''))",
		"#xpointer(id('a b'))", "#xpointer(id('lic&quot;))",
		"#xpointer(id('lic')|id('p'))", "#xpointer(id('lic')/x)",
		"#XPOINTER(/)", "#element(lic)", "#element(/1)",
		"#xmlns(a=b)xpointer(/)", "#xpointer(here())", "a%00", "a%0",
		"a%zz", "C:\\a", "\\a" };

	return i < COUNT(uris) && BEFORE(e, "URI=\"\"", "URI=\"%s\"", uris[i]);
}

static bool
identifier(size_t i, struct edit *e)
{
	static const char *const places[] = { "<l:Item", "<l:Quantity",
		"<ds:Object", "<ds:KeyInfo", "<ds:X509Data" };
	static const char *const ids[] = { "p-one", "s-one", "v-one", "r-one",
		"lic" };
	const char *place = places[i % 5];

	return i < 50 && BEFORE(e, place, "%s %s=\"%s\"", place,
			     i < 25 ? "Id" : "xml:id", ids[i / 5 % 5]);
}

static bool
transform(size_t i, struct edit *e)
{
	static const char *const paths[] = { "/*", "//ds:Signature",
		"/descendant-or-self::ds:Signature", "/*/ds:Signature[1]",
		"/*/ds:Signature|/*/l:Item", "id('lic')", "/", ".",
		"self::node()", "here()", "/*/*", "/*/ds:Signature/..",
		"/child::*/child::ds:Signature", "/l:License/ds:Signature",
		"//l:Quantity", "/*/ds:Signature and true()", "true()",
		"false()", "1", "''",
		"not(ancestor-or-self::ds:Signature) and true()",
		"not(self::ds:Signature)", "count(//*)", "/*/ds:SignatureX",
		"/*/ds:signature", "/*/l:Signature" };

	return i < 2 * COUNT(paths) &&
	       (i % 2 == 0 ? BEFORE(e, "/*/ds:Signature", "%s", paths[i / 2])
			   : BEFORE(e, FORGE_FILTER("/*/ds:Signature"),
				 "<ds:Transform Algorithm=\"" COMITY_URI_XPATH
				 "\"><ds:XPath>%s</ds:XPath></ds:Transform>",
				 paths[i / 2]));
}

/* Nothing but a Manifest is signed: it lists the document, it is not it. */
static bool
manifest(size_t i, struct edit *e)
{
	char more[2000];

	repeat(more, sizeof(more), "<ds:Reference URI=\"\"/>", i);
	return i < 60 &&
	       BEFORE(e, FORGE_REFERENCE,
		   "<ds:Reference Id=\"r-one\" "
		   "Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\" "
		   "URI=\"#m\"><ds:Transforms>" FORGE_EXC
		   "</ds:Transforms>" FORGE_SHA256
		   "<ds:DigestValue>@OTHER@</ds:DigestValue></ds:Reference>") &&
	       AFTER(e, "",
		   "<ds:Object><ds:Manifest Id=\"m\">%s</ds:Manifest>"
		   "</ds:Object>",
		   more);
}

/* Only a part of the business text is signed. */
static bool
part(size_t i, struct edit *e)
{
	char more[2000];

	repeat(more, sizeof(more), "<l:a/>", i);
	return i < 60 &&
	       BEFORE(e, FORGE_REFERENCE,
		   "<ds:Reference Id=\"r-one\" "
		   "URI=\"#m\"><ds:Transforms>" FORGE_EXC
		   "</ds:Transforms>" FORGE_SHA256
		   "<ds:DigestValue>@OTHER@</ds:DigestValue></ds:Reference>") &&
	       AFTER(e, "", "<l:Part Id=\"m\">%s</l:Part>", more);
}

static bool
key_info(size_t i, struct edit *e)
{
	static const char *const names[] = { "ds:RetrievalMethod",
		"ds:KeyInfoReference", "l:KeyInfoReference" };
	static const char *const uris[] = { "", "#s-one", "#k",
		"http://example.org/k", "file:///k", "k.pem", "#lic",
		"#xpointer(/)", "urn:k", "k" };
	char junk[400];

	if (i < 30)
		return AFTER(e, "<ds:KeyInfo>", "<ds:KeyInfo><%s URI=\"%s\"/>",
		    names[i % 3], uris[i / 3]);
	repeat(junk, sizeof(junk), "AAAA", i - 29);
	return i < 60 && AFTER(e, "<ds:KeyInfo>",
			     "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>%s"
			     "</ds:X509Certificate></ds:X509Data>",
			     junk);
}

/* The stated digest is another certificate's, by one bit. */
static bool
certificate(size_t i, struct edit *e)
{
	unsigned char sha256[32];
	const unsigned char *der;
	char *text;
	size_t len = 0;

	der = comity_certificate_der(key.certificate, &len);
	ck_assert(comity_sha256(der, len, sha256));
	sha256[i % 32] ^= (unsigned char)(1 << i / 32);
	text = forge_base64(sha256, 32);
	(void)BEFORE(e, "@CERTDIGEST@", "%s", text);
	free(text);
	return i < 64;
}

static bool
algorithm(size_t i, struct edit *e)
{
	static const char *const methods[] = { "@METHOD@ ", " @METHOD@",
		"@METHOD@#", "", "ecdsa-sha256", "urn:ecdsa-sha256",
		"http://www.w3.org/2001/04/xmldsig-more#ECDSA-SHA256",
		"HTTP://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
		"https://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
		"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224",
		"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
		"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha",
		"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
		"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
		"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
		"http://www.w3.org/2001/04/xmldsig-more#rsa-sha224",
		"http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
		"http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160",
		"http://www.w3.org/2000/09/xmldsig#rsa-sha1",
		"http://www.w3.org/2000/09/xmldsig#dsa-sha1",
		"http://www.w3.org/2000/09/xmldsig#hmac-sha1",
		"http://www.w3.org/2001/04/xmldsig-more#hmac-md5",
		"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
		"http://www.w3.org/2001/04/xmldsig-more#hmac-sha384",
		"http://www.w3.org/2001/04/xmldsig-more#hmac-sha512",
		"http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
		"http://www.w3.org/2007/05/xmldsig-more#md2-rsa-MGF1",
		"http://www.w3.org/2007/05/xmldsig-more#rsa-pss",
		"http://www.w3.org/2009/xmldsig11#dsa-sha256",
		"http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519" };
	static const char *const digests[] = { "", "sha256", " ",
		"http://www.w3.org/2001/04/xmlenc#SHA256",
		"http://www.w3.org/2001/04/xmlenc#sha256 ",
		" http://www.w3.org/2001/04/xmlenc#sha256",
		"http://www.w3.org/2001/04/xmlenc#sha-256",
		"http://www.w3.org/2001/04/xmlenc#ripemd160",
		"http://www.w3.org/2001/04/xmldsig-more#md5",
		"http://www.w3.org/2001/04/xmldsig-more#sha224",
		"http://www.w3.org/2001/04/xmldsig-more#sha256",
		"http://www.w3.org/2007/05/xmldsig-more#sha3-224",
		"http://www.w3.org/2007/05/xmldsig-more#whirlpool",
		"http://www.w3.org/2000/09/xmldsig#md5",
		"http://www.w3.org/2000/09/xmldsig#sha2",
		"http://www.w3.org/2000/09/xmldsig#sha256", "urn:sha256",
		"http://www.w3.org/2001/04/xmlenc#sha25",
		"http://www.w3.org/2001/04/xmlenc#sha2560",
		"https://www.w3.org/2001/04/xmlenc#sha256" };

	if (i < COUNT(methods))
		return BEFORE(e, "Algorithm=\"@METHOD@\"", "Algorithm=\"%s\"",
		    methods[i]);
	return i - COUNT(methods) < COUNT(digests) &&
	       BEFORE(e, FORGE_SHA256 "<ds:DigestValue>@DATA@",
		   "<ds:DigestMethod Algorithm=\"%s\"/><ds:DigestValue>@DATA@",
		   digests[i - COUNT(methods)]);
}

static bool
properties(size_t i, struct edit *e)
{
	static const char *const words[] = { "", "#", "s-one", "#s-two",
		"# s-one", "#s-one ", "#S-ONE", "##s-one", "#p-one", "#lic",
		"#v-one", "#r-one", "#xpointer(/)", "#xpointer(id('s-one'))",
		"http://example.org/#s-one", "#s_one", "#s-on", "#s-one1",
		"?#s-one", "/#s-one", "urn:s-one", "s-one#", "#'s-one'",
		"#s-one#s-one", "'#s-one'" };
	static const char *const types[] = { "", "#", "SignedProperties",
		"http://uri.etsi.org/01903#signedproperties",
		"http://uri.etsi.org/01903#SignedProperties ",
		" http://uri.etsi.org/01903#SignedProperties",
		"http://uri.etsi.org/01903/#SignedProperties",
		"https://uri.etsi.org/01903#SignedProperties",
		"http://uri.etsi.org/01903/v1.1.1#SignedProperties",
		"http://uri.etsi.org/01903/v1.2.2#SignedProperties",
		"http://uri.etsi.org/01903/v1.3.2#SignedProperties",
		"http://uri.etsi.org/01903#SignedPropertie",
		"http://uri.etsi.org/01903#SignedProperties1",
		"http://uri.etsi.org/01903#CountersignedSignature",
		"http://uri.etsi.org/1903#SignedProperties",
		"http://uri.etsi.org/01903",
		"HTTP://URI.ETSI.ORG/01903#SignedProperties",
		"http://www.w3.org/2000/09/xmldsig#Object",
		"http://www.w3.org/2000/09/xmldsig#Manifest",
		"http://www.w3.org/2000/09/xmldsig#SignatureProperties",
		"urn:SignedProperties", "#SignedProperties",
		"01903#SignedProperties", "http://uri.etsi.org/",
		"http://uri.etsi.org/01903#" };

	if (i < COUNT(words))
		return BEFORE(
		    e, "Target=\"#s-one\"", "Target=\"%s\"", words[i]);
	return i - COUNT(words) < COUNT(types) &&
	       BEFORE(e, "Type=\"" COMITY_URI_SIGNED_PROPERTIES "\"",
		   "Type=\"%s\"", types[i - COUNT(words)]);
}

static bool
format(size_t i, struct edit *e)
{
	static const char *const words[] = { "", "#", "r-one", "# r-one",
		"#r-one ", "##r-one", "#R-ONE", "#p-one", "#s-one", "#lic" };

	if (i < COUNT(words))
		return BEFORE(e, "ObjectReference=\"#r-one\"",
		    "ObjectReference=\"%s\"", words[i]);
	return i < 60 && BEFORE(e, "ObjectReference=\"#r-one\"",
			     "ObjectReference=\"#r-%zu\"", i);
}

static const struct rule {
	int number;
	const char *why;
	bool (*make)(size_t i, struct edit *edit);
	const char *named; /* what is named first; NULL "rule <number>:" */
	const char *too; /* what the sentence names besides; NULL nothing */
} rules[] = {
	{ 3, "a DOCTYPE", doctype, NULL, NULL },
	{ 4, "a bound", limits, NULL, NULL },
	{ 5, "a relative namespace name", relative, NULL, NULL },
	{ 6, "a signature where none may stand", inner_signature, NULL, NULL },
	{ 7, "children of ds:Signature, split values", structure, NULL, NULL },
	{ 8, "base64 that is not strict", base64, NULL, NULL },
	{ 9, "how many References", references, NULL, NULL },
	{ 13, "URIs", uri, NULL, NULL },
	{ 14, "identifiers", identifier, NULL, NULL },
	{ 15, "transforms", transform, NULL, NULL },
	{ 16, "a signature that a filter would hide", hidden_signature,
	    "rule 6:", "rule 16" },
	{ 17, "a Manifest", manifest, NULL, NULL },
	{ 18, "a part", part, NULL, NULL },
	{ 19, "KeyInfo", key_info, NULL, NULL },
	{ 20, "the signer's certificate", certificate, NULL, NULL },
	{ 21, "algorithms", algorithm, NULL, NULL },
	{ 24, "the qualifying properties", properties, NULL, NULL },
	{ 25, "formats", format, NULL, NULL },
};

/* The document of one edit. */
static char *
edited(const struct edit *e)
{
	static const struct comity_node_set subtree = { 0 };
	char *text = comity_text_copy(FORGE_DOCUMENT), *made;
	bool inside = e->find_after[0] == '\0' && e->with_after[0] != '\0';

	if (e->find[0] != '\0')
		text = forge_edit(text, e->find, e->with);
	if (inside && strncmp(e->with_after, "<ds:Object>", 11) == 0) {
		text = forge_edit(text, "</ds:KeyInfo>", "</ds:KeyInfo>@HERE@");
		text = forge_replace(text, "@HERE@", e->with_after);
		text = forge_mark(text, "@OTHER@", &subtree, "Manifest", NULL);
	} else if (inside) {
		text = forge_replace(text, FORGE_BODY, "@HERE@");
		text = forge_replace(text, "@HERE@", e->with_after);
		text = forge_mark(text, "@OTHER@", &subtree, "Part", NULL);
	}
	made = forge_sign(text, &key, "s-one");
	free(text);
	if (e->find_after[0] != '\0')
		made = forge_edit(made, e->find_after, e->with_after);
	return made;
}

/* No text twice. */
struct seen_texts {
	unsigned char sha256[128][32];
	size_t count;
};

static void
is_new(struct seen_texts *seen, const char *text, const char *why)
{
	size_t i;

	ck_assert_uint_lt(seen->count, 128);
	ck_assert(comity_sha256(text, strlen(text), seen->sha256[seen->count]));
	for (i = 0; i < seen->count; i++)
		ck_assert_msg(
		    memcmp(seen->sha256[i], seen->sha256[seen->count], 32) != 0,
		    "%s: %zu and %zu are the same", why, i, seen->count);
	seen->count++;
}

/* What is said first: of reading, or of the first signature. */
static void
check(const char *text, const char *named, const char *too, const char *why,
    size_t i)
{
	struct comity_report *report = comity_report_new();
	struct comity_source *source = NULL;
	struct comity_verification *got = NULL;
	struct comity_trust *trust = NULL;
	struct comity_doc *doc = NULL;
	const char *said;
	char basis[32];
	int rc;

	ck_assert_int_eq(
	    comity_source_new("test.xml", text, strlen(text), report, &source),
	    COMITY_OK);
	rc = comity_doc_read(source, report, &doc);
	comity_doc_free(doc);
	if (rc != COMITY_OK) {
		snprintf(basis, sizeof(basis), "signatures %.*s",
		    (int)strcspn(named, ":"), named);
		said = comity_report_at(report, 0)->basis;
		ck_assert_msg(
		    strstr(said, basis) != NULL, "%s, %zu: %s", why, i, said);
	} else {
		rc = forge_verify(text, &key, report, &doc, &trust, &got);
		ck_assert_msg(
		    got != NULL && rc != COMITY_OK, "%s, %zu: passes", why, i);
		ck_assert_ptr_null(got->proven);
		said = got->signatures[0].reason;
		ck_assert_msg(strncmp(said, named, strlen(named)) == 0,
		    "%s, %zu: %s", why, i, said);
		ck_assert_msg(too == NULL || strstr(said, too) != NULL,
		    "%s, %zu: %s", why, i, said);
		comity_doc_free(doc);
	}
	comity_verification_free(got);
	comity_trust_free(trust);
	comity_source_free(source);
	comity_report_free(report);
}

START_TEST(rule_row)
{
	const struct rule *rule = &rules[_i];
	struct seen_texts seen = { .count = 0 };
	struct edit edit = { .find = "" };
	char named[16], *text;
	size_t i;

	forge_key("P-256", "ecdsa-sha256", &key);
	snprintf(named, sizeof(named), "rule %d:", rule->number);
	for (i = 0; rule->make(i, &edit); i++) {
		text = edited(&edit);
		is_new(&seen, text, rule->why);
		check(text, rule->named != NULL ? rule->named : named,
		    rule->too, rule->why, i);
		free(text);
		memset(&edit, 0, sizeof(edit));
	}
	ck_assert_msg(i >= ENOUGH, "rule %d: only %zu", rule->number, i);
	forge_key_clear(&key);
}
END_TEST

/* Rule 22: certificates with which nobody may sign, or not then. */
static bool
wrong_signer(size_t i, struct want *want, char *date)
{
	static const char *const usages[] = { "keyEncipherment",
		"critical,keyEncipherment", "dataEncipherment",
		"critical,keyAgreement", "keyCertSign", "cRLSign",
		"critical,keyCertSign,cRLSign", "critical,decipherOnly" };
	static const char *const purposes[] = { "serverAuth", "clientAuth",
		"codeSigning", "timeStamping", "OCSPSigning",
		"critical,serverAuth", "critical,codeSigning",
		"serverAuth,clientAuth", "1.2.3.4", "critical,1.2.3.4" };

	*want = (struct want){ .serial = (long)i + 1 };
	if (i < 20) { /* ended before the moment */
		snprintf(date, 16, "2026-05-%02zu", i + 1);
		want->to = date;
	} else if (i < 40) { /* begins after it */
		snprintf(date, 16, "2026-07-%02zu", i - 19);
		want->from = date;
	} else if (i < 48)
		want->usage = usages[i - 40];
	else if (i < 58)
		want->purpose = purposes[i - 48];
	else
		return false;
	return true;
}

START_TEST(rule_22)
{
	struct seen_texts seen = { .count = 0 };
	struct made made;
	struct want want;
	char date[16], *text;
	size_t i;

	for (i = 0; wrong_signer(i, &want, date); i++) {
		made = made_new(&want, NULL);
		key.pkey = made.pkey;
		key.certificate = made_certificate(&made);
		key.method = comity_signature_method_named("ecdsa-sha256");
		text = forge_sign(FORGE_DOCUMENT, &key, "s-one");
		is_new(&seen, text, "rule 22");
		check(text, "rule 22:", NULL, "rule 22", i);
		free(text);
		comity_certificate_free(key.certificate);
		made_free(&made);
	}
	ck_assert_uint_ge(i, ENOUGH);
}
END_TEST

/* Rule 26: a counter-signature that signs something else than the value. */
static char *
countersigned(size_t i)
{
	static const struct comity_node_set subtree = { 0 };
	char *text = comity_text_copy(FORGE_DOCUMENT), *counter;
	char other[200];

	snprintf(other, sizeof(other),
	    "<l:Item>one vial</l:Item><l:Other Id=\"o\">%zu</l:Other>", i);
	text = forge_edit(text, "<l:Item>one vial</l:Item>", other);
	counter = forge_sign(text, &key, "s-one");
	free(text);
	text = counter;
	counter = comity_text_copy(FORGE_SIGNATURE);
	counter = forge_edit(counter, "-one\"", "-two\"");
	counter = forge_edit(counter, "URI=\"\"", "URI=\"#o\"");
	counter = forge_edit(counter, FORGE_TRANSFORMS, FORGE_EXC);
	counter = forge_edit(counter, "@DATA@", "@OTHER@");
	counter = forge_edit(counter, "@PROPS@", "@PROPS2@");
	text = forge_edit(text, "</x:SignedProperties>",
	    "</x:SignedProperties><x:UnsignedProperties>"
	    "<x:UnsignedSignatureProperties><x:CounterSignature>@HERE@"
	    "</x:CounterSignature></x:UnsignedSignatureProperties>"
	    "</x:UnsignedProperties>");
	text = forge_edit(text, "@HERE@", counter);
	free(counter);
	text = forge_mark(text, "@OTHER@", &subtree, "Other", NULL);
	counter = forge_sign(text, &key, "s-two");
	free(text);
	return counter;
}

START_TEST(rule_26)
{
	struct seen_texts seen = { .count = 0 };
	struct comity_verification *got;
	struct comity_report *report;
	struct comity_trust *trust;
	struct comity_doc *doc;
	char *text;
	size_t i;

	forge_key("P-256", "ecdsa-sha256", &key);
	for (i = 0; i < 60; i++) {
		report = comity_report_new();
		text = countersigned(i);
		is_new(&seen, text, "rule 26");
		forge_verify(text, &key, report, &doc, &trust, &got);
		ck_assert_ptr_nonnull(got);
		ck_assert_uint_eq(got->countersignature_count, 1);
		ck_assert_msg(got->countersignatures[0].indication ==
				      COMITY_INDETERMINATE &&
				  strncmp(got->countersignatures[0].reason,
				      "rule 26:", 8) == 0,
		    "%zu: %s", i, got->countersignatures[0].reason);
		comity_verification_free(got);
		comity_trust_free(trust);
		comity_doc_free(doc);
		comity_report_free(report);
		free(text);
	}
	forge_key_clear(&key);
}
END_TEST

/* Rule 27: tokens for other octets, and tokens with one octet changed. */
START_TEST(rule_27)
{
	static const char open[] =
	    "</x:SignedProperties><x:UnsignedProperties>"
	    "<x:UnsignedSignatureProperties><x:SignatureTimeStamp>"
	    "<x:EncapsulatedTimeStamp>";
	static const char shut[] =
	    "</x:EncapsulatedTimeStamp></x:SignatureTimeStamp>"
	    "</x:UnsignedSignatureProperties></x:UnsignedProperties>";
	static const struct want authority = { .name = "TSA",
		.purpose = TSA_PURPOSE };
	struct made tsa = made_new(&authority, NULL);
	const struct want_token want = { &tsa, NULL, FORGE_MOMENT - 86400, NULL,
		false };
	struct seen_texts seen = { .count = 0 };
	struct comity_verification *got;
	struct comity_report *report;
	struct comity_trust *trust;
	struct comity_doc *doc;
	unsigned char *token;
	char *base, *text, *coded, *both;
	size_t i, len;

	forge_key("P-256", "ecdsa-sha256", &key);
	base = forge_sign(FORGE_DOCUMENT, &key, "s-one");
	for (i = 0; i < 60; i++) {
		report = comity_report_new();
		token = tsa_token(&want, base, i + 1, &len);
		if (i % 2 != 0) /* its own octets do not hold together */
			token[len * i / 60] ^= 1;
		coded = forge_base64(token, len);
		ck_assert_int_gt(
		    asprintf(&both, "%s%s%s", open, coded, shut), 0);
		text = forge_edit(
		    comity_text_copy(base), "</x:SignedProperties>", both);
		is_new(&seen, text, "rule 27");
		forge_verify(text, &key, report, &doc, &trust, &got);
		ck_assert_ptr_nonnull(got);
		ck_assert_uint_eq(got->signatures[0].timestamp_count, 1);
		ck_assert(!got->signatures[0].timestamped);
		ck_assert_int_ne(got->signatures[0].timestamps[0].indication,
		    COMITY_TOTAL_PASSED);
		ck_assert_msg(strncmp(got->signatures[0].timestamps[0].reason,
				  "rule 27:", 8) == 0,
		    "%zu: %s", i, got->signatures[0].timestamps[0].reason);
		comity_verification_free(got);
		comity_trust_free(trust);
		comity_doc_free(doc);
		comity_report_free(report);
		free(token);
		free(coded);
		free(both);
		free(text);
	}
	free(base);
	made_free(&tsa);
	forge_key_clear(&key);
}
END_TEST

SUITE("mutations")
SUITE_ROWS(rule_row, rules);
SUITE_TEST(rule_22);
SUITE_TEST(rule_26);
SUITE_TEST(rule_27);
SUITE_END
