/* SPDX-License-Identifier: Apache-2.0 */
/* sign-text: the ds:Signature element that sign.c fills in, as text. */
#ifndef COMITY_SIGN_TEXT_H
#define COMITY_SIGN_TEXT_H

#include "c14n.h"
#include "certificate.h"
#include "limit.h"
#include "sign.h"

/* How what a Reference names comes to its octets. */
enum comity_sign_form {
	COMITY_SIGN_ENVELOPED, /* the document less the root's signatures */
	COMITY_SIGN_LIST, /* the same, as TS 119 612 asks */
	COMITY_SIGN_OCTETS, /* a payload as it is */
	COMITY_SIGN_VALUE /* the value of another signature */
};

struct comity_sign_reference {
	enum comity_sign_form form;
	char *uri; /* fit for an attribute */
	const char *media_type; /* NULL: no DataObjectFormat */
	char *digest; /* base64 */
};

struct comity_sign_text {
	const struct comity_signing *signing; /* borrowed */
	const struct comity_certificates *chain; /* borrowed; signer first */
	const struct comity_signature_method *method;
	const struct comity_digest_method *digest; /* the method's own */
	char id[32]; /* of the signature; the other Ids are made from it */
	struct comity_sign_reference references[COMITY_REFERENCES_MAX];
	size_t count;
	char *properties_digest, *value; /* base64; owned */
};

/*
 * Begin: no References yet; the properties' digest and the value are
 * placeholders. The Ids come from digests of what is signed, by whom and
 * when: no two signatures of one document share them.
 * signs  tells what is signed: a digest in hex.
 * Returns COMITY_OK, COMITY_ENOMEM or COMITY_EINTERNAL.
 */
int comity_sign_text_init(struct comity_sign_text *text,
    const struct comity_signing *signing,
    const struct comity_certificates *chain,
    const struct comity_signature_method *method, const char *signs);
/* Add a Reference to octets. The same, and COMITY_ELIMIT. */
int comity_sign_text_add(struct comity_sign_text *text,
    enum comity_sign_form form, const char *uri, const char *media_type,
    const void *octets, size_t len);
void comity_sign_text_clear(struct comity_sign_text *text);
/* Put the base64 digest of octets in the place of *out. */
int comity_sign_text_digest(const struct comity_digest_method *digest,
    const void *octets, size_t len, char **out);
/* The element as a document; caller frees; NULL if memory ran out. */
char *comity_sign_text_write(const struct comity_sign_text *text);

#endif
