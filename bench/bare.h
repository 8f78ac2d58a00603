/* SPDX-License-Identifier: Apache-2.0 */
/* bare: the floor of verifying: the library calls that it can not do without,
 * of a program that knows where everything stands and trusts all it sees. */
#ifndef COMITY_BENCH_BARE_H
#define COMITY_BENCH_BARE_H

#include <libxml/tree.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

struct bare {
	EVP_PKEY *key, *ca_key;
	X509 *certificate;
	EVP_MD *sha256;
};

/* "eu-partner.pem" and its CA's "eu-ca.pem" in what tests/keys/make wrote. ca
 * NULL: the certificate is known by now, and not verified each time. */
void bare_load(struct bare *bare, const char *keys, const char *certificate,
    const char *ca);
void bare_free(struct bare *bare);
/* Verify the one XAdES signature of a document, and its certificate by the
 * CA's key, if there is one; ends the program where they do not pass. */
void bare_verify(const struct bare *bare, xmlDocPtr doc);

#endif
