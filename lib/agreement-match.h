/* SPDX-License-Identifier: Apache-2.0 */
/* agreement-match: which signatures are a signatory's. For agreement.c only. */
#ifndef COMITY_AGREEMENT_MATCH_H
#define COMITY_AGREEMENT_MATCH_H

#include "agreement.h"
#include "text.h"
#include "verify.h"

/* The reading of one document's signatories. */
struct comity_signatory_reading {
	const struct comity_doc *doc; /* whose Signatories are read */
	const struct comity_doc *given;
	const struct comity_verification *verification;
	struct comity_report *report;
	struct comity_signatories *out;
	bool *counted; /* for each signature: it counts for somebody */
	bool failed;
};

/* Whether a signature can count for anybody. */
bool comity_signatory_counts(const struct comity_signature *signature);
/*
 * Find the signatures of one signatory: the one that counts, those that it
 * supersedes, and one that would have counted. party: NULL none.
 */
void comity_signatory_match(struct comity_signatory_reading *reading,
    const xmlNode *node, const xmlNode *party, struct comity_signatory *made);
/* Say why it counts, or what would. */
void comity_signatory_explain(struct comity_signatory_reading *reading,
    const xmlNode *node, struct comity_signatory *made);

#endif
