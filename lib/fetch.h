/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fetch: the one door to the network, and only where a person asked for it
 * (--online). HTTP without TLS: what comes in is signed, and is judged like a
 * file that was given. No proxy, no redirection, bounded in size and time.
 */
#ifndef COMITY_FETCH_H
#define COMITY_FETCH_H

#include "certificate.h"

enum comity_fetch_kind {
	COMITY_FETCH_STAMP, /* POST of a query, RFC 3161 3.4 */
	COMITY_FETCH_OCSP, /* POST of a query, RFC 6960 appendix A */
	COMITY_FETCH_CRL, /* GET, RFC 5280 4.2.1.13 */
	COMITY_FETCH_CERTIFICATE /* GET, RFC 5280 4.2.2.1 */
};

/*
 * Ask a service.
 * url      "http://..."; may come out of a certificate.
 * request  the query's octets; NULL for a GET.
 * Returns COMITY_OK with *answer (free()); COMITY_UNKNOWN with a finding that
 * names the address; COMITY_ENOMEM.
 */
int comity_fetch(enum comity_fetch_kind kind, const char *url,
    const unsigned char *request, size_t request_len,
    struct comity_report *report, unsigned char **answer, size_t *len);

/*
 * The addresses that a certificate states for a kind (none for timestamps),
 * http only, at most COMITY_FETCH_URLS.
 * urls  new texts, free() each; NULL behind the last.
 * Returns COMITY_OK or COMITY_ENOMEM.
 */
#define COMITY_FETCH_URLS 4
int comity_fetch_addresses(const struct comity_certificate *certificate,
    enum comity_fetch_kind kind, char *urls[COMITY_FETCH_URLS + 1]);

#endif
