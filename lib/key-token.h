/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key-token: a private key that stays on a PKCS#11 token (card, stick, HSM),
 * named by a pkcs11: URI (RFC 7512), through OpenSSL's engine "pkcs11". The
 * engine and the token's module are the caller's own installation; without
 * them there is a finding and no key.
 */
#ifndef COMITY_KEY_TOKEN_H
#define COMITY_KEY_TOKEN_H

#include "certificate.h"

#include <openssl/types.h>
#include <stdbool.h>

/* A pkcs11: URI in its parts. Strings owned; NULL not stated. */
struct comity_key_token_uri {
	char *object; /* the URI as the engine takes it */
	char *module; /* module-path: the token's PKCS#11 library */
	char *pin_source; /* a file's path; "file:" is taken off */
};

/* Whether a key's name is such a URI. */
bool comity_key_token_is(const char *name);
/*
 * Read a URI. out: comity_key_token_uri_clear(), also after a no.
 * Returns COMITY_OK; COMITY_REFUSED with a finding (not a URI, an attribute
 * twice, a pin-value: a secret has no place in an argument); COMITY_ENOMEM.
 */
int comity_key_token_uri_read(const char *name, struct comity_report *report,
    struct comity_key_token_uri *out);
void comity_key_token_uri_clear(struct comity_key_token_uri *uri);

/* An opened key; it lives as long as this. */
struct comity_key_token;

/*
 * Log in and find the key.
 * name          borrowed; for findings.
 * pin           borrowed; NULL: the token asks for none.
 * certificates  NULL, or gets the certificate that lies beside the key.
 * Returns COMITY_OK; COMITY_REFUSED with a finding; COMITY_ENOMEM.
 */
int comity_key_token_open(const struct comity_key_token_uri *uri,
    const char *name, const char *pin, struct comity_report *report,
    struct comity_certificates *certificates, struct comity_key_token **out);
void comity_key_token_free(struct comity_key_token *token);
EVP_PKEY *comity_key_token_key(
    const struct comity_key_token *token); /* borrowed */

#endif
