/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign-private: one act of signing, whatever shape comes out: for sign.c
 * (in the document), sign-beside.c (detached, containers), countersign.c.
 */
#ifndef COMITY_SIGN_PRIVATE_H
#define COMITY_SIGN_PRIVATE_H

#include "sign-text.h"
#include "verify.h"

/* Zeroed but for the first four; comity_sign_end() after. */
struct comity_sign_act {
	const struct comity_signing *signing;
	struct comity_report *report;
	const struct comity_doc *doc; /* where findings stand; NULL: no XML */
	const char *name; /* of what is signed */
	EVP_PKEY *key; /* borrowed: the caller's, or own_key */
	EVP_PKEY *own_key;
	struct comity_certificates chain;
	const struct comity_signature_method *method;
	struct comity_sign_text text;
};

/* A finding at the root of the document, or of the file. */
int comity_sign_refuse(struct comity_sign_act *act, enum comity_finding_id id,
    const char *found, const char *expected);
/* Read the key and the certificates and see that they do, now.
 * COMITY_OK; COMITY_REFUSED with a finding; COMITY_ENOMEM, COMITY_E... */
int comity_sign_signer(struct comity_sign_act *act);
/*
 * Fill in the digest of the properties, then the value. text has its
 * References by now. The same, and COMITY_F_TOKEN_LOST.
 */
int comity_sign_make(struct comity_sign_act *act);
void comity_sign_end(struct comity_sign_act *act);

/* The next element in document order below top; NULL past the last. inside:
 * also those in it. */
const xmlNode *comity_sign_step(
    const xmlNode *top, const xmlNode *node, bool inside);

/*
 * Verify by mathematics alone, without any trust, now and by the same table
 * of algorithms.
 * *out NULL only where an error comes back: COMITY_OK, COMITY_ENOMEM,
 * COMITY_ELIMIT, COMITY_EINTERNAL.
 */
int comity_sign_verify(const struct comity_doc *doc,
    const struct comity_signing *signing, struct comity_verification **out);
/* Whether a signature is the one just made, and holds. */
bool comity_sign_is_own(const struct comity_sign_act *act,
    const struct comity_signature *signature);

#endif
