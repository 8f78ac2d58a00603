/* SPDX-License-Identifier: Apache-2.0 */
/* sign-text: the ds:Signature element that sign.c fills in, as text. */
#ifndef COMITY_SIGN_TEXT_H
#define COMITY_SIGN_TEXT_H

#include "c14n.h"
#include "certificate.h"
#include "sign.h"

struct comity_sign_text {
	const struct comity_signing *signing; /* borrowed */
	const struct comity_certificates *chain; /* borrowed; signer first */
	const struct comity_signature_method *method;
	char id[32]; /* of the signature; the other Ids are made from it */
	char *document_digest, *properties_digest, *value; /* base64; owned */
};

/*
 * Begin: everything but the properties' digest and the value, which are
 * placeholders. The Ids come from digests of what is signed, by whom and
 * when: no two signatures of one document share them.
 * Returns COMITY_OK, COMITY_ENOMEM or COMITY_EINTERNAL.
 */
int comity_sign_text_init(struct comity_sign_text *text,
    const struct comity_signing *signing, const struct comity_doc *doc,
    const struct comity_certificates *chain,
    const struct comity_signature_method *method,
    const struct comity_octets *covered);
void comity_sign_text_clear(struct comity_sign_text *text);
/* Put the base64 SHA-256 of octets in the place of *digest. */
int comity_sign_text_digest(const void *octets, size_t len, char **digest);
/* The element as a document; caller frees; NULL if memory ran out. */
char *comity_sign_text_write(const struct comity_sign_text *text);

#endif
