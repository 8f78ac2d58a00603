/* SPDX-License-Identifier: Apache-2.0 */
/* key-store: a private key with its certificates in one PKCS#12 file. */
#ifndef COMITY_KEY_STORE_H
#define COMITY_KEY_STORE_H

#include "certificate.h"

#include <openssl/types.h>
#include <stdbool.h>

/* Whether octets look like a PKCS#12 file: DER, a sequence, version 3. */
bool comity_key_store_is(const struct comity_source *source);
/*
 * Read one.
 * pass          borrowed; NULL none.
 * certificates  gets the signer's, then its chain; for _clear().
 * key           written on COMITY_OK; for comity_key_free().
 * Returns COMITY_OK; COMITY_REFUSED with a finding (a passphrase is needed or
 * wrong, no key in it, no certificate in it, ciphers of the 1990s, with the
 * lines that convert it); COMITY_ENOMEM.
 */
int comity_key_store_read(const struct comity_source *source, const char *pass,
    struct comity_report *report, struct comity_certificates *certificates,
    EVP_PKEY **key);

#endif
