/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust-list: one list (ETSI TS 119 612 or 119 602) as read, and the state
 * behind trust.h, which trust.c fills and path.c searches.
 */
#ifndef COMITY_TRUST_LIST_H
#define COMITY_TRUST_LIST_H

#include "certificate.h"
#include "crl.h"
#include "ocsp.h"
#include "trust.h"

#define COMITY_NS_TSL "http://uri.etsi.org/02231/v2#"
#define COMITY_NS_LOTE "http://uri.etsi.org/019602/v1#" /* TS 119 602 */
#define COMITY_TSL_TAG "http://uri.etsi.org/19612/TSLTag"
/* What a pinned list signer is listed as while its list is being proven. */
#define COMITY_SERVICE_TRUST_LIST "urn:comity:service:trust-list"
#define COMITY_SERVICE_TIMESTAMP "urn:comity:service:timestamp"
/* The status of what a TS 119 602 list has without one. */
#define COMITY_STATUS_LISTED "urn:comity:status:listed"

/* A service and one certificate of its digital identity. */
struct comity_listing {
	struct comity_service service;
	struct comity_certificate *certificate;
};

/* Another list that a list points to, and who signs it. Strings owned; NULL
 * where nothing, or more than one thing, is said. */
struct comity_trust_pointer {
	char *territory, *type, *location;
	bool other_format; /* not the XML form: a page for people */
	struct comity_certificates certificates;
	unsigned long line;
};

struct comity_trust_list {
	char *name, *territory;
	char *type; /* of the list: a URI */
	char sha256[65]; /* of the file */
	uint64_t sequence;
	int64_t issued, next_update; /* INT64_MIN: closed, states none */
	struct comity_listing **listings;
	size_t count;
	struct comity_trust_pointer *pointers;
	size_t pointer_count;
	char *via; /* the territory whose list vouches for this one's signer;
		      NULL: pinned */
	bool used;
};

/*
 * Read a list, or only what it says of itself, which costs nearly nothing.
 * doc: the re-read proven octets, or an unproven list that is only looked at.
 * Returns COMITY_OK; COMITY_REFUSED with a finding at the line; COMITY_ELIMIT
 * with one; COMITY_ENOMEM.
 */
int comity_trust_list_read(const struct comity_doc *doc,
    struct comity_report *report, struct comity_trust_list **out);
int comity_trust_scheme_read(const struct comity_doc *doc,
    struct comity_report *report, struct comity_trust_list **out);
void comity_trust_list_free(struct comity_trust_list *list);

struct comity_trust_signer {
	char *territory; /* NULL any */
	struct comity_certificate *certificate;
};

/* Where certificates and names stand in the listings: trust-index.c. */
struct comity_trust_index {
	size_t *heads, *names; /* mask + 1 buckets each; heads is owned */
	size_t *next, *next_name; /* one per listing */
	size_t mask;
};
#define COMITY_TRUST_NONE SIZE_MAX

/* A signer whom the caller names himself, by a certificate or a bare key. */
struct comity_named_signer {
	char *name; /* of the file */
	struct comity_certificate *certificate; /* NULL: a bare key */
	EVP_PKEY *key; /* the certificate's is borrowed */
};

struct comity_seen;
struct comity_trust {
	int64_t now; /* see comity_trust_judge_by() */
	const struct comity_algorithms *algorithms;
	struct comity_seen *seen; /* NULL: nothing is kept */
	bool follows; /* pointers to lists that were given */
	struct comity_trust_index index; /* of listings */
	struct comity_named_signer *named;
	size_t named_count;
	struct comity_trust_signer *signers;
	size_t signer_count;
	struct comity_trust_list **lists; /* used or not */
	size_t list_count;
	const struct comity_listing *
	    *listings; /* of the used lists; borrowed */
	size_t listing_count;
	struct comity_crls crls;
	struct comity_ocsps ocsps;
	struct comity_listing **stamps; /* pinned authorities; owned */
	size_t stamp_count;
	struct comity_pin *pins; /* strings owned, cast on freeing */
	size_t pin_count;
};

/* Whether a service issues the certificates of others, by its type. */
bool comity_service_is_ca(const struct comity_service *service);
/* Whether it gives timestamps, or issues the certificates of those who do. */
bool comity_service_is_stamp(const struct comity_service *service);

/* Note that a thing was given, used or not. kind: a constant. */
int comity_trust_note(struct comity_trust *trust, const char *kind,
    const char *name, const char *sha256);
/* Collect the listings of the lists in use anew, and let the CAs among them
 * vouch for the CRLs. */
int comity_trust_collect(struct comity_trust *trust);
/* Index the listings. Without memory nothing is listed: COMITY_ENOMEM. */
int comity_trust_index(struct comity_trust *trust);
void comity_trust_index_clear(struct comity_trust *trust);
/*
 * The positions of a certificate, or of those whose subject has a name
 * (comity_certificate_subject_hash(); another name may share the number), in
 * the order of the listings.
 * after  the position before; COMITY_TRUST_NONE: from the first.
 * Returns COMITY_TRUST_NONE when there is none, or no more.
 */
size_t comity_trust_find(const struct comity_trust *trust,
    const struct comity_certificate *certificate, size_t after);
size_t comity_trust_find_named(
    const struct comity_trust *trust, size_t name, size_t after);

void comity_trust_stamps_free(struct comity_trust *trust);
void comity_trust_named_free(struct comity_trust *trust);

/* Whether the caller named this certificate's holder as a signer; or, the
 * second, so or as the pinned signer of a list: nothing in a document chooses
 * the certificate then. */
bool comity_trust_names_signer(const struct comity_trust *trust,
    const struct comity_certificate *certificate);
bool comity_trust_names(const struct comity_trust *trust,
    const struct comity_certificate *certificate);

/*
 * A trust that holds one list, signed by nobody, whose only services are
 * these certificates as trust list signers: what a list is proven against.
 */
int comity_trust_new_for_list(const struct comity_certificate *const *signers,
    size_t count, struct comity_trust **out);

#endif
