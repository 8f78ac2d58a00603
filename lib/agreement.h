/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agreement: who has to sign it, and who did. A signature counts for a party
 * only by the certificate: its SHA-256 is a Signatory/Certificate/@digest, or
 * its organizationIdentifier (2.5.4.97) is an Identifier of the party. Names
 * and claimed roles never count. Architecture, section 7.
 *
 * A signature supersedes an earlier one of the same signatory if the same
 * signer (certificate or subject) made both in the same claimed role. All
 * cover the same document, so nothing is lost: the later statement counts.
 */
#ifndef COMITY_AGREEMENT_H
#define COMITY_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>

struct comity_doc;
struct comity_report;
struct comity_verification;

enum comity_signatory_by {
	COMITY_SIGNED_NOT,
	COMITY_SIGNED_BY_DIGEST,
	COMITY_SIGNED_BY_IDENTIFIER
};

/* One Signatory. Strings owned, escaped; NULL where nothing is stated. */
struct comity_signatory {
	char *agreement; /* number, where a Collection holds several */
	char *party; /* its reference */
	char *name; /* the party's; its reference where it has none */
	char *identifier; /* that the certificate has to state; NULL none */
	bool required;
	enum comity_signatory_by by;
	bool is_signed; /* by is not COMITY_SIGNED_NOT */
	char *because; /* one sentence: why it counts, or what would */
	size_t signature; /* which one, from 1; 0 none */
	char *role; /* that its signer claims; NULL none; never counts */
	char *stated_role; /* of the Signatory; NULL none */
	size_t *superseded; /* by it, from 1: the same signer's, same role */
	size_t superseded_count;
	size_t tried; /* names the signatory and did not pass; 0 none */
	unsigned long line;
};

struct comity_signatories {
	struct comity_signatory *at;
	size_t count;
	size_t required, missing; /* of those that are required */
	bool complete; /* some are required, and every one of them signed */
	size_t others; /* passed signatures that count for no signatory */
};

/*
 * The signatory report of an agreement, or of all agreements of a Collection.
 * doc           borrowed; the document as given.
 * verification  borrowed; of doc, under a policy without a service type. The
 *               Signatories are read from its proven octets; where nothing is
 *               proven from the given ones, and then none is signed.
 * Returns COMITY_OK (every required one has signed), COMITY_REFUSED (one is
 * missing; a finding names each), COMITY_UNKNOWN (not an agreement, or no
 * required Signatory: nothing says when it is complete), each with *out
 * written; COMITY_ENOMEM.
 */
int comity_agreement_signatories(const struct comity_doc *doc,
    const struct comity_verification *verification,
    struct comity_report *report, struct comity_signatories **out);
void comity_signatories_free(struct comity_signatories *signatories);
const char *comity_signatory_by_name(enum comity_signatory_by by);

#endif
