/* SPDX-License-Identifier: Apache-2.0 */
/* sign: one XAdES B-B signature: in a document, beside files, over them in a
 * container. */
#ifndef COMITY_SIGN_H
#define COMITY_SIGN_H

#include "certificate.h"
#include "claims.h"
#include "container.h"
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

/*
 * Sign the value of a signature of the root, among its unsigned properties.
 * which  its Id; "all": of every one.
 * Returns as comity_sign(); COMITY_REFUSED also where there is none such, or
 * it is not intact: nobody confirms what does not hold.
 */
int comity_countersign(const struct comity_doc *doc, const char *which,
    const struct comity_signing *signing, struct comity_report *report,
    unsigned char **octets, size_t *len);

/*
 * Sign files as they are: a ds:Signature that stands beside them, with one
 * Reference to each by its name.
 * name    of what comes out, for findings.
 * octets  the element, as a document; free().
 * Returns as above; COMITY_REFUSED also where a name is not one that every
 * system reads alike, stands twice, or there are more than fit.
 */
int comity_sign_payloads(const struct comity_payload *payloads, size_t count,
    const char *name, const struct comity_signing *signing,
    struct comity_report *report, unsigned char **octets, size_t *len);

/*
 * Sign every payload of a container (container.h), beside the signatures that
 * it has, which stay octet by octet. A new ASiC-E gets its manifest.
 * container  changed on COMITY_OK only.
 * Returns as above; COMITY_UNKNOWN: what it holds cannot be opened.
 */
int comity_sign_container(struct comity_container *container, const char *name,
    const struct comity_signing *signing, struct comity_report *report);

#endif
