/* SPDX-License-Identifier: Apache-2.0 */
/* answer: all that one file's question came to; renderers read it. */
#ifndef ANSWER_H
#define ANSWER_H

#include "agreement.h"
#include "check.h"
#include "policy.h"
#include "report.h"
#include "translate.h"
#include "verdict.h"
#include "verify.h"

struct answer {
	const char *command, *file;
	int status; /* enum comity_status */
	int64_t moment;
	struct comity_report *report;
	struct comity_source *source; /* NULL: could not be read */
	struct comity_doc *doc; /* NULL: could not be parsed */
	struct comity_doc *read; /* the private copy that was judged in its
				  * place; NULL: none */
	const struct comity_edition *edition; /* NULL: none matched */
	struct comity_checked checked; /* if edition is set */
	struct comity_rules_trace trace; /* empty but for --format svrl */
	struct comity_verification *verification; /* NULL not asked */
	struct comity_signatories *signatories; /* NULL not an agreement */
	struct comity_translation *translation; /* NULL not asked */
	struct comity_verdict *verdict; /* NULL not asked */
	const struct comity_policy *policy; /* NULL: none given */
	const struct comity_policy *office; /* whose dates for algorithms were
					     * used; NULL: none */
	int acceptance; /* enum comity_status, if policy is set */
	const struct comity_trust *trust; /* for pins; NULL */
	struct json_t *list; /* of trust show: the list as a value; NULL */
	const char *forced; /* --edition; NULL the document's own date */
	const char *out; /* where a document went; NULL */
	const char *destination; /* where delivery.h will put it; NULL */
	/* for delivery.h; xmlFree() */
	unsigned char *document, *account;
	size_t document_len, account_len;
};

struct run;

/* It speaks the run's language. False if memory ran out. */
bool answer_init(struct answer *answer, const char *command, const char *file,
    const struct run *run);
void answer_clear(struct answer *answer);
/* Some signature holds, whoever made it, and none is broken. */
bool answer_is_intact(const struct comity_verification *verification);
/* "yes", "no", "no answer". */
const char *answer_word(int status);

#endif
