/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust: who may sign what for which jurisdiction, from when to when: lists
 * of ETSI TS 119 612 and TS 119 602, pinned to their signers, and the CRLs
 * beside them.
 */
#ifndef COMITY_TRUST_H
#define COMITY_TRUST_H

#include "dating.h"
#include "moment.h"
#include "xml.h"

struct comity_trust;

/* A span in which a service had a status. Half-open. */
struct comity_service_period {
	int64_t begins, ends; /* INT64_MAX open */
	bool granted;
	bool websites_only; /* of a CA: not for those who sign documents */
	char *status; /* the URI as stated */
};

struct comity_service {
	char *type; /* "urn:comity:service:license:us-ear"; "" not stated */
	char *name, *provider, *territory; /* of the list: "US" */
	char *identifier; /* provider's, e.g. organizationIdentifier; NULL */
	struct comity_service_period *periods;
	size_t period_count;
	char certificate_sha256[65]; /* of its digital identity */
	char *list_name; /* source name of the trust list */
	char *via; /* the territory whose list vouches for the signer of the
		      list; NULL: that signer is pinned */
	unsigned long line;
};

int comity_trust_new(struct comity_trust **out);
void comity_trust_free(struct comity_trust *trust);

/* How algorithms are judged where lists are proven: the clock's now (0: the
 * moment), and an office's changes (borrowed; NULL none). Before any list. */
void comity_trust_judge_by(struct comity_trust *trust, int64_t now,
    const struct comity_algorithms *algorithms);

/* Pin a list signer: PEM octets; territory "US" or NULL for any. */
int comity_trust_pin(struct comity_trust *trust, const char *territory,
    const struct comity_source *pem, struct comity_report *report);
/*
 * Add a trust list: verified against the pinned signers, re-read from the
 * proven octets, judged at the moment (past NextUpdate, or older than another
 * of its territory: not used).
 * Returns COMITY_OK; COMITY_REFUSED or COMITY_UNKNOWN with findings and the
 * list is not used.
 */
int comity_trust_add_list(struct comity_trust *trust,
    const struct comity_doc *doc, int64_t moment, struct comity_report *report);
/*
 * Follow pointers from now on: a list whose territory is not pinned itself
 * counts, too, if its signer is one of those that a used list, whose own
 * signer is pinned, names for it. Nothing is fetched: the list must be given.
 */
void comity_trust_follow(struct comity_trust *trust);
/*
 * Add several lists, whose order then does not matter even where they are to
 * be followed. COMITY_OK also where some are not used; the findings say so.
 */
int comity_trust_add_lists(struct comity_trust *trust,
    const struct comity_doc *const *docs, size_t count, int64_t moment,
    struct comity_report *report);
/* Add a CRL (PEM or DER octets). */
int comity_trust_add_crl(struct comity_trust *trust,
    const struct comity_source *crl, struct comity_report *report);
/* Add an answer of a revocation service (an OCSPResponse, DER). */
int comity_trust_add_ocsp(struct comity_trust *trust,
    const struct comity_source *ocsp, struct comity_report *report);
/* Pin a time-stamping authority, or the CA of such: PEM, one certificate. It
 * counts beside those of the lists, at any time. */
int comity_trust_pin_stamp(struct comity_trust *trust,
    const struct comity_source *pem, struct comity_report *report);
/*
 * Name a signer: PEM, one certificate or one public key. Its signatures pass
 * without a list, as of no service; a signature that states no signing
 * certificate (plain XMLDSig) passes in no other way.
 */
int comity_trust_name_signer(struct comity_trust *trust,
    const struct comity_source *pem, struct comity_report *report);
bool comity_trust_is_empty(const struct comity_trust *trust);

size_t comity_trust_service_count(const struct comity_trust *trust);
const struct comity_service *comity_trust_service_at(
    const struct comity_trust *trust, size_t i);
bool comity_service_granted(const struct comity_service *service, int64_t at);

/* Pins: name, kind ("trust-list" "trust-signer" "crl" "ocsp" "tsa-cert"
 * "signer") and SHA-256 of each thing added, used or not, in the order of
 * adding. */
struct comity_pin {
	const char *kind, *name, *sha256;
};
size_t comity_trust_pin_count(const struct comity_trust *trust);
struct comity_pin comity_trust_pin_at(
    const struct comity_trust *trust, size_t i);

#endif
