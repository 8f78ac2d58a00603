/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy: what one office accepts, apart from what is valid. doc/policy.md.
 * A policy never changes a finding: it says how the finding counts here, since
 * when, and why. Invariant of a read policy: no two rows speak of the same on
 * the same day, and no row lowers what is fixed (section 4).
 */
#ifndef COMITY_POLICY_H
#define COMITY_POLICY_H

#include "dating.h"
#include "pack.h"

#define COMITY_NS_POLICY "urn:comity:policy:1"

enum comity_policy_kind {
	COMITY_POLICY_SEVERITY, /* all findings of one severity */
	COMITY_POLICY_PROFILE, /* all rules of one profile: us-ear and any */
	COMITY_POLICY_RULE /* one rule: "us-ear/expiry", "comity-envelope" */
};

/* One row of a policy. */
struct comity_policy_row {
	enum comity_policy_kind kind;
	char *rule; /* as written; NULL for COMITY_POLICY_SEVERITY */
	enum comity_severity is; /* of COMITY_POLICY_SEVERITY: it speaks of */
	enum comity_severity counts; /* what it counts as here */
	bool loosens; /* below the severity that the rule itself has */
	int64_t first_day, last_day; /* UTC, both included; INT64_MAX open */
	char *reason, *by;
	unsigned long line; /* in the policy */
};

struct comity_policy {
	char *id, *title, *office, *file;
	char digest[65]; /* SHA-256 of the file */
	struct comity_policy_row *rows;
	size_t count;
	/* What it makes of algorithms; where signatures are judged or made. */
	struct comity_algorithm_change *changes;
	struct comity_algorithms algorithms; /* the same */
};

/*
 * Read a policy. doc: borrowed, untrusted. packs: the rules that it may name.
 * Returns COMITY_OK; COMITY_UNKNOWN with findings: it can not be used, and
 * nothing is accepted by it; COMITY_ENOMEM. Opens nothing.
 */
int comity_policy_read(const struct comity_doc *doc,
    const struct comity_packs *packs, struct comity_report *report,
    struct comity_policy **out);
void comity_policy_free(struct comity_policy *policy);

bool comity_policy_row_in_force(
    const struct comity_policy_row *row, int64_t moment);

/* How a finding counts at the moment, and the row that says so (NULL: its
 * own severity stands). A rule's row beats its profile's, which beats that of
 * a severity. */
enum comity_severity comity_policy_severity(const struct comity_policy *policy,
    const struct comity_finding *finding, int64_t moment,
    const struct comity_policy_row **row);

/*
 * Whether a document is accepted. status: what came of judging it by the
 * profile; below zero there is no answer here either.
 * Returns COMITY_OK; COMITY_REFUSED; or what status was, below zero.
 */
int comity_policy_accept(const struct comity_policy *policy,
    const struct comity_report *report, int64_t moment, int status);

#endif
