/* SPDX-License-Identifier: Apache-2.0 */
/* sign: add one XAdES B-B signature to a document. */
#ifndef COMITY_SIGN_H
#define COMITY_SIGN_H

#include "certificate.h"
#include "claims.h"
#include "xml.h"

#include <openssl/types.h>

struct comity_signing {
	const struct comity_source *key; /* PEM private key */
	EVP_PKEY *opened; /* in its place: of a token or a key store; borrowed
			   */
	const struct comity_source
	    *certificate; /* PEM, signer first, then chain */
	const struct comity_certificates
	    *chain; /* in its place, borrowed; NULL none */
	const char *pass; /* passphrase; NULL none; never logged */
	int64_t now; /* the clock's */
	const char *role; /* claimed; NULL none */
	const struct comity_claims *claims; /* borrowed; NULL none */
	const char *algorithm; /* NULL: by key; else "rsa-pkcs1" "rsa-pss" */
	const struct comity_algorithms *algorithms; /* an office's changes to
		the table; borrowed; NULL none */
	const struct comity_source *source; /* the octets that the document was
		read from: all of them stay; NULL: it is written anew */
	bool trust_list; /* [enveloped-signature, exc-c14n] of TS 119 612 */
};

/*
 * Sign, verify what was just signed, and give the octets to write.
 * The signature goes in as the last child of the root; every other octet of
 * signing->source stays, or (UTF-16) a finding says that the document was
 * written anew. octets: free().
 * Returns COMITY_OK; COMITY_REFUSED with findings (key does not fit the
 * certificate, expired, wrong passphrase, unsuitable key, no room for a
 * signature); COMITY_ENOMEM; COMITY_EINTERNAL (own check failed).
 */
int comity_sign(const struct comity_doc *doc,
    const struct comity_signing *signing, struct comity_report *report,
    unsigned char **octets, size_t *len);

#endif
