/* SPDX-License-Identifier: Apache-2.0 */
#include "init.h"

#include "algorithm.h"
#include "memory.h"
#include "status.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemastypes.h>
#include <openssl/core_dispatch.h>
#include <openssl/crypto.h>
#include <openssl/decoder.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdbool.h>
#include <stddef.h>
#if __has_include("schema.h")
#include "schema.h"
#endif

/* No entity, schema or stylesheet of a stranger is ever fetched. The pack
 * loader puts its own in place while it compiles a pack. */
static xmlParserInputPtr
refuse(const char *url, const char *id, xmlParserCtxtPtr context)
{
	(void)url;
	(void)id;
	(void)context;
	return NULL;
}

static void
be_silent(void *context, const char *format, ...)
{
	(void)context;
	(void)format;
}

/* The first fetch makes OpenSSL's library context, and waits for ever on its
 * own lock if memory runs out in there: better now than while judging. */
static int
fetch(void)
{
	EVP_MD *digest = EVP_MD_fetch(NULL, "SHA256", NULL);

	EVP_MD_free(digest);
	return digest != NULL;
}

int
comity_init(void)
{
	static int done;

	if (done)
		return COMITY_OK;
	if (comity_memory_init() != COMITY_OK)
		return COMITY_EINTERNAL;
	xmlInitParser();
	if (OPENSSL_init_crypto(OPENSSL_INIT_ADD_ALL_CIPHERS |
				    OPENSSL_INIT_ADD_ALL_DIGESTS |
				    OPENSSL_INIT_NO_LOAD_CONFIG,
		NULL) != 1 ||
	    !fetch())
		return COMITY_ENOMEM;
	xmlSetExternalEntityLoader(refuse);
	xmlSetGenericErrorFunc(NULL, be_silent);
	xmlSchemaInitTypes();
	if (comity_memory_failed()) /* the libraries do not say so */
		return COMITY_ENOMEM;
	done = 1;
	return COMITY_OK;
}

static bool
warm_digests(void)
{
	const struct comity_digest_method *method;
	EVP_MD *digest;
	size_t i;

	for (i = 0; (method = comity_digest_at(i)) != NULL; i++) {
		if (method->name == NULL)
			continue;
		if ((digest = EVP_MD_fetch(NULL, method->name, NULL)) == NULL)
			return false;
		EVP_MD_free(digest);
	}
	return true;
}

static bool
warm_keys(void)
{
	static const struct {
		const char *key, *signature;
	} kinds[] = {
		{ "RSA", "RSA" },
		{ "EC", "ECDSA" },
		{ "ED25519", "ED25519" },
		{ "ED448", "ED448" },
	};
	EVP_SIGNATURE *signature;
	EVP_KEYMGMT *key;
	bool known = true;
	size_t i;

	for (i = 0; known && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		key = EVP_KEYMGMT_fetch(NULL, kinds[i].key, NULL);
		signature = EVP_SIGNATURE_fetch(NULL, kinds[i].signature, NULL);
		known = key != NULL && signature != NULL;
		EVP_KEYMGMT_free(key);
		EVP_SIGNATURE_free(signature);
	}
	return known;
}

/* What reads the key of a certificate. */
static bool
warm_decoders(void)
{
	EVP_PKEY *key = NULL;
	OSSL_DECODER_CTX *context =
	    OSSL_DECODER_CTX_new_for_pkey(&key, "DER", "SubjectPublicKeyInfo",
		NULL, OSSL_KEYMGMT_SELECT_PUBLIC_KEY, NULL, NULL);
	bool some =
	    context != NULL && OSSL_DECODER_CTX_get_num_decoders(context) > 0;

	OSSL_DECODER_CTX_free(context);
	return some;
}

int
comity_warm(void)
{
	unsigned char random[1];
	bool warm;

	comity_memory_forget();
	warm = warm_digests() && warm_keys() && warm_decoders() &&
	       RAND_bytes(random, sizeof(random)) == 1;
	if (comity_memory_failed())
		return COMITY_ENOMEM;
	return warm ? COMITY_OK : COMITY_EINTERNAL;
}
