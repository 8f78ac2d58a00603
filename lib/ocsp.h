/* SPDX-License-Identifier: Apache-2.0 */
/* ocsp: answers of revocation services as given, and what they say
 * (RFC 6960; rule 22). */
#ifndef COMITY_OCSP_H
#define COMITY_OCSP_H

#include "crl.h"

struct comity_ocsp;

/* Answers in the order of adding; all owned. */
struct comity_ocsps {
	struct comity_ocsp **at;
	size_t count;
};

/*
 * Read one OCSPResponse in DER behind those of out. Its signature is checked
 * when it is asked.
 * sha256  of the octets, for proofs of existence; may be NULL.
 * Returns COMITY_OK; COMITY_REFUSED if it is none, or one that says only
 * "try later"; COMITY_ENOMEM.
 */
int comity_ocsps_read_der(const unsigned char *der, size_t len,
    struct comity_ocsps *out, char sha256[65]);
/* The same of a file, with a finding. */
int comity_ocsps_read(const struct comity_source *source,
    struct comity_report *report, struct comity_ocsps *out);
void comity_ocsps_clear(struct comity_ocsps *ocsps);

/*
 * Fold in what the answers say of a certificate. One holds if it is signed by
 * the issuer's own key, or by a responder's to whom the issuer gave a
 * certificate for OCSPSigning that was in its dates when the answer was
 * produced and that is not revoked itself (id-pkix-ocsp-nocheck, or a CRL).
 * crls   to ask about responders; NULL none. The rest: comity_crls_find().
 */
void comity_ocsps_find(const struct comity_ocsps *ocsps,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at,
    const struct comity_vouching *vouching, const struct comity_crls *crls,
    struct comity_revocation *out);

/* What to ask a responder: DER; free(). */
int comity_ocsp_query(const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, unsigned char **der, size_t *len);
/* The octets of the newest answer that holds and speaks of a certificate as it
 * was at a time; NULL none. Borrowed. */
const unsigned char *comity_ocsps_speaking(const struct comity_ocsps *ocsps,
    const struct comity_certificate *certificate,
    const struct comity_certificate *issuer, int64_t at,
    const struct comity_crls *crls, size_t *len);

#endif
