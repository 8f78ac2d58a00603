/* SPDX-License-Identifier: Apache-2.0 */
#include "init.h"

#include "memory.h"
#include "status.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemastypes.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
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
