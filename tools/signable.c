/* SPDX-License-Identifier: Apache-2.0 */
#include "signable.h"

#include "trust-list.h"

#include <string.h>

/* The edition, or nothing: then *known says whether a profile knows it. */
static int
match(struct run *run, const struct comity_doc *doc,
    struct comity_report *report, bool *known,
    const struct comity_edition **edition)
{
	int rc = comity_packs_match(
	    run->packs, doc, NULL, run->moment, report, edition);

	*known = comity_report_find(report, "comity-profile-unknown") == NULL;
	return rc;
}

/* A trust list is of no profile, and of a standard of its own. */
static bool
is_list(const struct comity_doc *doc)
{
	return comity_node_is(
	    comity_doc_root(doc), COMITY_NS_TSL, "TrustServiceStatusList");
}

/* What validating came to, in the answer; --even-if-invalid turns a no, and
 * no answer, into a loud yes. */
static int
decide(struct run *run, struct answer *answer, const struct comity_doc *doc,
    int rc)
{
	const char *reason = run->options.even_if_invalid;
	const xmlNode *root = comity_doc_root(doc);

	if (rc != COMITY_OK && rc != COMITY_REFUSED && rc != COMITY_UNKNOWN &&
	    rc != COMITY_ELIMIT)
		return rc;
	if (rc == COMITY_OK)
		return reason == NULL
			   ? rc
			   : comity_doc_find(doc, root, answer->report,
				 COMITY_F_SIGN_IS_VALID, NULL, NULL);
	if (reason != NULL)
		return comity_doc_find(doc, root, answer->report,
		    COMITY_F_SIGN_EVEN_IF_INVALID, reason, NULL);
	return comity_status_worse(
	    rc, comity_doc_find(doc, root, answer->report,
		    rc == COMITY_REFUSED ? COMITY_F_SIGN_INVALID
					 : COMITY_F_SIGN_UNANSWERED,
		    NULL, NULL));
}

int
signable_check(struct run *run, struct answer *answer,
    const struct comity_doc *doc, struct comity_checked *checked)
{
	struct comity_report *found = comity_report_new_like(answer->report);
	const struct comity_edition *edition = NULL;
	bool known = true;
	int rc = COMITY_ENOMEM;

	memset(checked, 0, sizeof(*checked));
	if (found == NULL)
		return rc;
	rc = match(run, doc, found, &known, &edition);
	if (rc == COMITY_UNKNOWN && !known) {
		comity_report_free(found);
		return comity_doc_find(doc, comity_doc_root(doc),
		    answer->report,
		    is_list(doc) ? COMITY_F_SIGN_LIST
				 : COMITY_F_SIGN_NOT_VALIDATED,
		    NULL, NULL);
	}
	if (rc == COMITY_OK)
		rc = comity_check(edition, doc, run->moment, found, checked);
	checked->edition = edition;
	if (comity_report_join(answer->report, found) != COMITY_OK)
		rc = COMITY_ENOMEM;
	comity_report_free(found);
	return decide(run, answer, doc, rc);
}
