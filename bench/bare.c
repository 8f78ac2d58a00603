/* SPDX-License-Identifier: Apache-2.0 */
#include "bare.h"

#include "measure.h"

#include <libxml/c14n.h>
#include <openssl/pem.h>
#include <string.h>

static X509 *
read_x509(const char *keys, const char *name)
{
	struct comity_source *pem = load(keys, name);
	BIO *bio = BIO_new_mem_buf(pem->bytes, (int)pem->len);
	X509 *x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	if (x509 == NULL)
		die(name);
	BIO_free(bio);
	comity_source_free(pem);
	return x509;
}

void
bare_load(struct bare *bare, const char *keys, const char *certificate,
    const char *ca_name)
{
	X509 *ca = ca_name == NULL ? NULL : read_x509(keys, ca_name);

	bare->certificate = read_x509(keys, certificate);
	bare->key = X509_get_pubkey(bare->certificate);
	bare->ca_key = ca == NULL ? NULL : X509_get_pubkey(ca);
	bare->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (EVP_PKEY_get_bits(bare->key) != 256)
		die("the key is not P-256");
	X509_free(ca);
}

void
bare_free(struct bare *bare)
{
	X509_free(bare->certificate);
	EVP_PKEY_free(bare->key);
	EVP_PKEY_free(bare->ca_key);
	EVP_MD_free(bare->sha256);
}

static xmlNodePtr
find(xmlNodePtr node, const char *name)
{
	xmlNodePtr found = NULL;

	if (node->type == XML_ELEMENT_NODE &&
	    strcmp((const char *)node->name, name) == 0)
		return node;
	for (node = node->children; node != NULL && found == NULL;
	     node = node->next)
		found = find(node, name);
	return found;
}

/* What is in: the subtree below apex, or all but that below hole. */
struct part {
	xmlNodePtr apex, hole;
};

static int
visible(void *user, xmlNodePtr node, xmlNodePtr parent)
{
	const struct part *part = user;
	xmlNodePtr up = node->type == XML_NAMESPACE_DECL ? parent : node;

	for (; up != NULL && up->type != XML_DOCUMENT_NODE; up = up->parent)
		if (up == part->apex)
			return 1;
		else if (up == part->hole)
			return 0;
	return part->apex == NULL;
}

static xmlOutputBufferPtr
bare_digest(const struct bare *bare, xmlDocPtr doc, struct part part,
    unsigned char *digest)
{
	xmlOutputBufferPtr out = xmlAllocOutputBuffer(NULL);
	unsigned int len;

	if (xmlC14NExecute(doc, visible, &part, XML_C14N_EXCLUSIVE_1_0, NULL, 0,
		out) < 0 ||
	    EVP_Digest(xmlOutputBufferGetContent(out),
		xmlOutputBufferGetSize(out), digest, &len, bare->sha256,
		NULL) != 1)
		die("the floor canonicalizes nothing");
	return out;
}

/* r and s in base64 as OpenSSL's DER. */
static int
value_of(xmlNodePtr node, unsigned char **der)
{
	xmlChar *text = xmlNodeGetContent(node);
	unsigned char bytes[100];
	ECDSA_SIG *sig = ECDSA_SIG_new();
	int len;

	EVP_DecodeBlock(bytes, text, (int)strlen((char *)text));
	ECDSA_SIG_set0(
	    sig, BN_bin2bn(bytes, 32, NULL), BN_bin2bn(bytes + 32, 32, NULL));
	*der = NULL;
	len = i2d_ECDSA_SIG(sig, der);
	ECDSA_SIG_free(sig);
	xmlFree(text);
	return len;
}

void
bare_verify(const struct bare *bare, xmlDocPtr doc)
{
	xmlNodePtr root = xmlDocGetRootElement(doc);
	xmlNodePtr signature = find(root, "Signature");
	unsigned char digest[EVP_MAX_MD_SIZE], *der;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	xmlOutputBufferPtr info;
	int len;

	xmlOutputBufferClose(
	    bare_digest(bare, doc, (struct part){ NULL, signature }, digest));
	xmlOutputBufferClose(bare_digest(bare, doc,
	    (struct part){ find(signature, "SignedProperties"), NULL },
	    digest));
	info = bare_digest(bare, doc,
	    (struct part){ find(signature, "SignedInfo"), NULL }, digest);
	len = value_of(find(signature, "SignatureValue"), &der);
	if (EVP_DigestVerifyInit(
		context, NULL, bare->sha256, NULL, bare->key) != 1 ||
	    EVP_DigestVerify(context, der, (size_t)len,
		xmlOutputBufferGetContent(info),
		xmlOutputBufferGetSize(info)) != 1 ||
	    (bare->ca_key != NULL &&
		X509_verify(bare->certificate, bare->ca_key) != 1))
		die("the floor does not accept");
	OPENSSL_free(der);
	EVP_MD_CTX_free(context);
	xmlOutputBufferClose(info);
}
