/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timestamp: an RFC 3161 token: what it was given for, when, by whose key.
 * Whether its authority may be trusted is path.h's question (rule 27).
 */
#ifndef COMITY_TIMESTAMP_H
#define COMITY_TIMESTAMP_H

#include "algorithm.h"
#include "certificate.h"

struct comity_token;

/*
 * Read a TimeStampToken: DER, untrusted, nothing behind it.
 * Returns COMITY_OK; COMITY_REFUSED if it is none (one signer, a TSTInfo, an
 * imprint by a digest of our table are asked); COMITY_ENOMEM.
 */
int comity_token_read(
    const unsigned char *der, size_t len, struct comity_token **out);
void comity_token_free(struct comity_token *token);

/* When it was given; seconds, without the fraction. */
int64_t comity_token_time(const struct comity_token *token);
/* The digest of its imprint, and that of its own signature. Either may be
 * one that does not count any more. signature: NULL if none apart. */
const struct comity_digest_method *comity_token_imprint_digest(
    const struct comity_token *token);
const struct comity_digest_method *comity_token_signature_digest(
    const struct comity_token *token);
/* Whether it was given for these octets (rule 23: in constant time). */
bool comity_token_matches(
    const struct comity_token *token, const void *octets, size_t len);
/* Certificates that came in it: hints. */
const struct comity_certificates *comity_token_certificates(
    const struct comity_token *token);

/*
 * Prove its own signature, and that the certificate is the one it names
 * (ESSCertID or ESSCertIDv2, RFC 5816).
 * hints  more certificates to look for the signer among.
 * why    NULL, or the end of a sentence: why it does not hold; a constant.
 * Returns the authority's certificate, borrowed from the token; NULL: it does
 * not hold, or memory ran out (comity_memory_failed()).
 */
const struct comity_certificate *comity_token_prove(struct comity_token *token,
    const struct comity_certificates *hints, const char **why);

/*
 * What an authority is asked: the imprint, certificates wanted, and a nonce
 * that comes of the imprint, so that an answer which comes in days later, in
 * a file, still shows that it is one to this question.
 * Returns COMITY_OK, COMITY_ENOMEM or COMITY_EINTERNAL; der: free().
 */
int comity_token_query(const struct comity_digest_method *digest,
    const void *octets, size_t octets_len, unsigned char **der, size_t *len);
/*
 * The token in an authority's answer to that question.
 * why   the end of a sentence on COMITY_REFUSED; owned, free().
 * Returns COMITY_OK; COMITY_REFUSED (no answer, a refusal, another imprint,
 * another nonce); COMITY_ENOMEM; COMITY_EINTERNAL.
 */
int comity_token_response(const unsigned char *der, size_t len,
    const struct comity_digest_method *digest, const void *octets,
    size_t octets_len, char **why, unsigned char **token, size_t *token_len);

#endif
