/* SPDX-License-Identifier: Apache-2.0 */
/*
 * certificate: one X.509 certificate, read once, immutable.
 * Reading one says nothing about trust: path.h does.
 */
#ifndef COMITY_CERTIFICATE_H
#define COMITY_CERTIFICATE_H

#include "source.h"

#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

struct comity_certificate;

/*
 * Read one DER certificate; der is borrowed and untrusted, and must be
 * nothing but the certificate.
 * Returns COMITY_OK; COMITY_REFUSED if it is none; COMITY_ENOMEM.
 */
int comity_certificate_read_der(
    const unsigned char *der, size_t len, struct comity_certificate **out);
/* Until its last holder frees it. */
void comity_certificate_free(struct comity_certificate *certificate);
/* One more holder of the same; never fails. */
struct comity_certificate *comity_certificate_share(
    struct comity_certificate *certificate);

/* Certificates in the order in which they stood; all owned. */
struct comity_certificates {
	struct comity_certificate **at;
	size_t count;
};

/*
 * Read every CERTIFICATE block of a PEM file, at least one, at most
 * COMITY_CERTIFICATES_MAX. Zero `out` before.
 * Returns COMITY_OK; COMITY_REFUSED with a finding; COMITY_ELIMIT with a
 * finding; COMITY_ENOMEM.
 */
int comity_certificates_read_pem(const struct comity_source *pem,
    struct comity_report *report, struct comity_certificates *out);
/* Add one; takes it over, also when it fails (COMITY_ENOMEM). */
int comity_certificates_add(struct comity_certificates *certificates,
    struct comity_certificate *certificate);
void comity_certificates_clear(struct comity_certificates *certificates);

/* All borrowed; none NULL but the last. */
const char *comity_certificate_sha256(
    const struct comity_certificate *certificate); /* hex, of the DER */
const char *comity_certificate_subject(
    const struct comity_certificate *certificate); /* RFC 2253, UTF-8 */
const char *comity_certificate_issuer(
    const struct comity_certificate *certificate);
const char *comity_certificate_serial(
    const struct comity_certificate *certificate); /* decimal */
const char *comity_certificate_organization_id(
    const struct comity_certificate *certificate); /* 2.5.4.97; NULL none */

const char *comity_certificate_ski(const struct comity_certificate
	*certificate); /* subjectKeyIdentifier, hex; "" it states none */
/* Whether an issuer's key signed it, and the names say so, too. No judgement
 * of the issuer. */
bool comity_certificate_is_issued(const struct comity_certificate *certificate,
    const struct comity_certificate *issuer);

/* Numbers for finding names fast: names that OpenSSL holds for the same have
 * the same one; others may share it. */
size_t comity_certificate_subject_hash(
    const struct comity_certificate *certificate);
size_t comity_certificate_issuer_hash(
    const struct comity_certificate *certificate);

/* The octets as they were read. */
const unsigned char *comity_certificate_der(
    const struct comity_certificate *certificate, size_t *len);
/* Validity, seconds; the last second that still counts is not_after. */
int64_t comity_certificate_not_before(
    const struct comity_certificate *certificate);
int64_t comity_certificate_not_after(
    const struct comity_certificate *certificate);
bool comity_certificate_same(
    const struct comity_certificate *a, const struct comity_certificate *b);
/* Whether subject and issuer have the same name. */
bool comity_certificate_self_issued(
    const struct comity_certificate *certificate);

/*
 * Digest of the DER by an XMLDSig digest algorithm URI (SHA-1 too: only to
 * compare with what an old signature states).
 * out: COMITY_DIGEST_MAX octets. false: unknown URI or OpenSSL failed.
 */
bool comity_certificate_digest(const struct comity_certificate *certificate,
    const char *digest_uri, unsigned char *out, size_t *len);

/* ASN.1 time to seconds; false if it is not a time. */
bool comity_certificate_time(const ASN1_TIME *time, int64_t *at);

/* Borrowed; NULL if OpenSSL can not read the key. */
EVP_PKEY *comity_certificate_public_key(
    const struct comity_certificate *certificate);
/* Whether every critical extension is understood. */
bool comity_certificate_critical_known(const X509 *x509);
/* Borrowed; for crl.c, key.c and path.c. */
X509 *comity_certificate_x509(const struct comity_certificate *certificate);

#endif
