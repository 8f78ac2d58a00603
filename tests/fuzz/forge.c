/* SPDX-License-Identifier: Apache-2.0 */
/* forge: a template is filled in and signed again, whatever has become of it:
 * so a fuzzer gets past the digests. The marks are those of
 * tests/unit/forge.h, which says what they stand for. */
#include "base64.h"
#include "crypto.h"
#include "fuzz.h"
#include "tsa.h"

static struct comity_doc *
parse(const char *text)
{
	struct comity_report *report = comity_report_new();
	struct comity_doc *doc = NULL;
	const xmlNode *where;
	uint64_t cost;

	(void)fuzz_read(
	    "forged", (const unsigned char *)text, strlen(text), report, &doc);
	if (doc != NULL && comity_c14n_check(doc, &where, &cost) != COMITY_OK) {
		comity_doc_free(doc);
		doc = NULL;
	}
	comity_report_free(report);
	return doc;
}

/* Replace every occurrence; takes both texts over. NULL passes through. */
static char *
replace(char *text, const char *find, char *with)
{
	struct comity_text out = { 0 };
	const char *at = text, *next;

	if (text != NULL && with != NULL) {
		comity_text_add(&out, "");
		while ((next = strstr(at, find)) != NULL && out.len < 4000000) {
			comity_text_add_bytes(&out, at, (size_t)(next - at));
			comity_text_add(&out, with);
			at = next + strlen(find);
		}
		comity_text_add(&out, at);
	}
	free(text);
	free(with);
	return out.data;
}

static const xmlNode *
find(const xmlNode *node, const char *name, const char *id)
{
	const xmlNode *child, *found = NULL;
	char *value = comity_node_attribute(node, "Id");

	if (strcmp((const char *)node->name, name) == 0 &&
	    (id == NULL || comity_text_same(value, id)))
		found = node;
	free(value);
	for (child = comity_node_first(node); found == NULL && child != NULL;
	     child = comity_node_after(child))
		found = find(child, name, id);
	return found;
}

static char *
digest(const struct comity_doc *doc, const struct comity_node_set *set)
{
	struct comity_octets octets = { 0 };
	unsigned char sha256[32] = { 0 };

	if (comity_c14n_write(doc, set, COMITY_C14N_EXCLUSIVE, NULL, &octets) ==
	    COMITY_OK)
		(void)comity_sha256(octets.bytes, octets.len, sha256);
	comity_octets_clear(&octets);
	return comity_base64_write(sha256, sizeof(sha256));
}

/* Put one digest in: of a subtree found by name and Id, or the document. */
static char *
mark(char *text, const char *what, bool whole, const char *name, const char *id)
{
	struct comity_node_set set = { .without_root_signatures = whole };
	struct comity_doc *doc;

	if (text == NULL || strstr(text, what) == NULL)
		return text;
	if ((doc = parse(text)) == NULL) {
		free(text);
		return NULL;
	}
	if (name != NULL)
		set.apex = find(comity_doc_root(doc), name, id);
	if (strcmp(what, "@ALONE@") == 0)
		set.without = find(comity_doc_root(doc), "Signature", "s-one");
	text = replace(text, what, digest(doc, &set));
	comity_doc_free(doc);
	return text;
}

static char *
certificate_marks(char *text, const struct made *by)
{
	unsigned char *der = NULL, sha256[32];
	int len = i2d_X509(by->x509, &der);

	fuzz_assert(len > 0 && comity_sha256(der, (size_t)len, sha256),
	    "no certificate");
	text = replace(text, "@CERT@", comity_base64_write(der, (size_t)len));
	text = replace(text, "@CERTDIGEST@", comity_base64_write(sha256, 32));
	OPENSSL_free(der);
	return replace(text, "@METHOD@",
	    comity_text_copy(
		"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"));
}

/* The octets of an element of the signature, canonical; false: none. */
static bool
octets_of(const char *text, const char *name, struct comity_octets *out)
{
	struct comity_doc *doc = parse(text);
	const xmlNode *node = NULL;

	memset(out, 0, sizeof(*out));
	if (doc != NULL)
		node = find(comity_doc_root(doc), "Signature", "s-one");
	if (node != NULL)
		node = comity_node_child(node, COMITY_NS_DS, name);
	if (node != NULL)
		(void)comity_c14n_subtree(doc, node, out);
	comity_doc_free(doc);
	return out->bytes != NULL;
}

static char *
value_mark(char *text, const struct made *by)
{
	struct comity_octets octets;
	unsigned char *value = NULL;
	size_t len = 0;

	if (text == NULL || strstr(text, "@VALUE@") == NULL)
		return text;
	if (octets_of(text, "SignedInfo", &octets) &&
	    comity_crypto_sign(by->pkey,
		comity_signature_method_named("ecdsa-sha256"), octets.bytes,
		octets.len, &value, &len) == COMITY_OK)
		text =
		    replace(text, "@VALUE@", comity_base64_write(value, len));
	free(value);
	comity_octets_clear(&octets);
	return text;
}

/* A timestamp of the day after, over the SignatureValue. */
static char *
stamp_mark(char *text)
{
	const struct want_token want = { .by = &world.tsa,
		.at = FUZZ_MOMENT - 43200 };
	struct comity_octets octets;
	unsigned char *token;
	size_t len = 0;

	if (text == NULL || strstr(text, "@STAMP@") == NULL)
		return text;
	if (octets_of(text, "SignatureValue", &octets)) {
		token = tsa_token(&want, octets.bytes, octets.len, &len);
		text =
		    replace(text, "@STAMP@", comity_base64_write(token, len));
		free(token);
	}
	comity_octets_clear(&octets);
	return text;
}

char *
fuzz_forge(const unsigned char *bytes, size_t len, const struct made *by)
{
	char *text = strndup((const char *)bytes, len);

	text = certificate_marks(text, by);
	text = mark(text, "@DATA@", true, NULL, NULL);
	text = mark(text, "@PROPS@", false, "SignedProperties", NULL);
	text = mark(text, "@PROPS1@", false, "SignedProperties", "p-one");
	text = mark(text, "@PROPS2@", false, "SignedProperties", "p-two");
	text = mark(text, "@MASTER@", false, "SignatureValue", "v-one");
	text = mark(text, "@ALONE@", false, NULL, NULL);
	text = value_mark(text, by);
	return stamp_mark(text);
}
