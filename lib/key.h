/* SPDX-License-Identifier: Apache-2.0 */
/* key: the private key that signs; never logged, never written. */
#ifndef COMITY_KEY_H
#define COMITY_KEY_H

#include "certificate.h"
#include "dating.h"

#include <openssl/types.h>

/*
 * Read one private key from PEM octets.
 * pass  passphrase; NULL none. Nothing is ever asked on a terminal.
 * out   written on COMITY_OK; for comity_key_free().
 * Returns COMITY_OK; COMITY_REFUSED with a finding (no key in it, a
 * passphrase is needed, the passphrase is wrong); COMITY_ENOMEM.
 */
int comity_key_read(const struct comity_source *pem, const char *pass,
    struct comity_report *report, EVP_PKEY **out);
/*
 * Read one public key from PEM octets.
 * out     written on COMITY_OK; for comity_key_free().
 * Returns COMITY_OK; COMITY_REFUSED with a finding; COMITY_ENOMEM.
 */
int comity_key_read_public(const struct comity_source *pem,
    struct comity_report *report, EVP_PKEY **out);
void comity_key_free(EVP_PKEY *key);

/* Whether the key is the one that the certificate names. */
bool comity_key_fits(
    const EVP_PKEY *key, const struct comity_certificate *certificate);

/*
 * The method to sign with: the caller's choice ("rsa-pkcs1", "rsa-pss", or a
 * label of the algorithm table), or by the key: ecdsa-sha256 or -sha384 by
 * curve, RSA-PSS with SHA-256, Ed25519. NULL: the choice or the key does not
 * do, and *why says so (borrowed).
 * dating    of new signatures: COMITY_USE_SIGN.
 * standing  how things stand with the method; written unless NULL comes back.
 */
const struct comity_signature_method *comity_key_method(const EVP_PKEY *key,
    const char *choice, const struct comity_dating *dating, const char **why,
    struct comity_algorithm_state *standing);

#endif
