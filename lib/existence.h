/* SPDX-License-Identifier: Apache-2.0 */
/*
 * existence: since when things are proven to exist (EN 319 102-1 clause
 * 5.6.2), and whether a word still counts whose speaker has since gone.
 * Only timestamps that hold prove; a stated time never does (rule 28).
 */
#ifndef COMITY_EXISTENCE_H
#define COMITY_EXISTENCE_H

#include "dating.h"

/* Things by the SHA-256 of their octets: certificates, CRLs, OCSP answers. */
struct comity_existence {
	struct comity_existence_row {
		char sha256[65];
		int64_t at;
	} *rows;
	size_t count;
};

/* Note a proof; the earliest of several stands. COMITY_OK, COMITY_ENOMEM. */
int comity_existence_add(
    struct comity_existence *existence, const char *sha256, int64_t at);
/* Since when it is proven; INT64_MAX: it is not. existence may be NULL. */
int64_t comity_existence_of(
    const struct comity_existence *existence, const char *sha256);
void comity_existence_clear(struct comity_existence *existence);

/*
 * What a signed word (a certificate, a CRL, an OCSP answer) must meet when it
 * speaks of the past: it existed while its issuer could still answer for it,
 * and while the digest under its signature counted. What nothing proves to be
 * older exists since now.
 */
struct comity_vouching {
	const struct comity_existence *existence; /* NULL: nothing is proven */
	const struct comity_algorithms *algorithms; /* NULL: no changes */
	int64_t now, today; /* seconds; see comity_dating */
	int64_t until; /* the last second of the issuer */
};
/* digest: OpenSSL's name; NULL or unknown: not judged here. vouching NULL:
 * nothing is asked. */
bool comity_vouching_holds(const struct comity_vouching *vouching,
    const char *sha256, const char *digest);

#endif
