/* SPDX-License-Identifier: Apache-2.0 */
#include "policy-reading.h"
#include "suggest.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void
change_clear(struct comity_algorithm_change *change)
{
	free(change->uri);
	free(change->reason);
	free(change->by);
	free(change->basis);
	memset(change, 0, sizeof(*change));
}

void
comity_policy_changes_clear(struct comity_policy *policy)
{
	size_t i;

	for (i = 0; i < policy->algorithms.count; i++)
		change_clear(&policy->changes[i]);
	free(policy->changes);
	policy->changes = NULL;
	policy->algorithms.count = 0;
}

/* No row has this identifier: say which were perhaps meant. */
static int
unknown_refuse(const struct comity_policy_reading *reading, const xmlNode *node,
    const char *uri)
{
	struct comity_suggestions near = { .written = uri };
	const struct comity_signature_method *method;
	const struct comity_digest_method *digest;
	const struct comity_key_row *key;
	char *expected = NULL;
	size_t i;
	int rc;

	for (i = 0; (digest = comity_digest_at(i)) != NULL; i++)
		comity_suggestions_offer(&near, digest->row.uri);
	for (i = 0; (method = comity_signature_method_at(i)) != NULL; i++)
		comity_suggestions_offer(&near, method->row.uri);
	for (i = 0; (key = comity_key_row_at(i)) != NULL; i++)
		comity_suggestions_offer(&near, key->row.uri);
	rc = comity_suggestions_say(
	    &near, comity_report_language(reading->report), &expected);
	if (rc == COMITY_OK)
		rc = comity_policy_refuse(
		    reading, node, COMITY_F_POLICY_ALGORITHM, uri, expected);
	free(expected);
	return rc;
}

/* use: COMITY_USE_COUNT if none is stated: both. */
static int
use_read(const struct comity_policy_reading *reading, const xmlNode *node,
    enum comity_use *use, bool *both)
{
	char *text;
	int rc;

	*both = xmlHasProp((xmlNodePtr)node, BAD_CAST "use") == NULL;
	*use = COMITY_USE_VERIFY;
	if (*both)
		return COMITY_OK;
	rc = comity_policy_text_read(reading, node, "use", &text);
	if (rc == COMITY_OK && strcmp(text, "sign") == 0)
		*use = COMITY_USE_SIGN;
	else if (rc == COMITY_OK && strcmp(text, "verify") != 0)
		rc = comity_policy_refuse(reading, node, COMITY_F_POLICY_FORMAT,
		    text, "sign or verify");
	free(text);
	return rc;
}

/* "policy desk-7, decided 2040-01-01 by head of desk 7: broken" */
static int
basis_write(
    const struct comity_policy *policy, struct comity_algorithm_change *change)
{
	struct comity_text text = { 0 };
	char day[32];

	comity_day_write(change->decided, day);
	comity_text_addf(&text, "policy %s, %s, %s: %s", policy->id, day,
	    change->by, change->reason);
	change->basis = comity_text_take(&text);
	return change->basis != NULL ? COMITY_OK : COMITY_ENOMEM;
}

/* Whether a row before it speaks of the same, decided on the same day. */
static int
twice_check(const struct comity_policy_reading *reading, const xmlNode *node,
    const struct comity_algorithm_change *change)
{
	const struct comity_algorithm_change *other;

	for (other = reading->to->changes; other < change; other++)
		if (other->uri != NULL && other->use == change->use &&
		    other->decided == change->decided &&
		    strcmp(other->uri, change->uri) == 0)
			return comity_policy_refuse(reading, node,
			    COMITY_F_POLICY_TWICE, change->uri, NULL);
	return COMITY_OK;
}

static int
grounds_read(const struct comity_policy_reading *reading, const xmlNode *node,
    struct comity_algorithm_change *change)
{
	int64_t last = COMITY_DAY_NEVER;
	int rc = comity_policy_day_read(
	    reading, node, "date", true, &change->decided);

	if (rc == COMITY_OK)
		rc = comity_policy_day_read(
		    reading, node, "until", false, &last);
	change->ends = last == COMITY_DAY_NEVER ? COMITY_DAY_NEVER : last + 1;
	if (rc == COMITY_OK)
		rc = comity_policy_text_read(
		    reading, node, "reason", &change->reason);
	if (rc == COMITY_OK)
		rc = comity_policy_text_read(reading, node, "by", &change->by);
	return rc == COMITY_OK ? basis_write(reading->to, change) : rc;
}

/* One change for one use. */
static int
one_read(struct comity_policy_reading *reading, const xmlNode *node,
    const struct comity_algorithm *row, enum comity_use use)
{
	struct comity_policy *to = reading->to;
	struct comity_algorithm_change *more =
	    reallocarray(to->changes, to->algorithms.count + 1, sizeof(*more));
	int rc;

	if (more == NULL)
		return COMITY_ENOMEM;
	to->changes = more;
	more += to->algorithms.count++;
	memset(more, 0, sizeof(*more));
	more->use = use;
	more->line = comity_doc_line(reading->doc, node);
	if ((more->uri = comity_text_copy(row->uri)) == NULL)
		return COMITY_ENOMEM;
	if ((rc = grounds_read(reading, node, more)) != COMITY_OK)
		return rc;
	more->loosens = more->ends > row->terms[use].ends;
	if (row->terms[use].ends == COMITY_DAY_ALWAYS)
		return comity_policy_refuse(reading, node,
		    COMITY_F_POLICY_ALGORITHM_NEVER, row->uri, row->source);
	return twice_check(reading, node, more);
}

int
comity_policy_change_read(
    struct comity_policy_reading *reading, const xmlNode *node)
{
	static const char *const names[] = { "uri", "use", "until", "reason",
		"by", "date", NULL };
	const struct comity_algorithm *row = NULL;
	enum comity_use use;
	char *uri = NULL;
	bool both = false;
	int rc = comity_policy_shape_check(reading, node, names, true);

	if (rc == COMITY_OK)
		rc = comity_policy_text_read(reading, node, "uri", &uri);
	if (rc == COMITY_OK && (row = comity_algorithm_find(uri)) == NULL)
		rc = unknown_refuse(reading, node, uri);
	if (rc == COMITY_OK)
		rc = use_read(reading, node, &use, &both);
	if (rc == COMITY_OK)
		rc = one_read(reading, node, row, use);
	if (rc == COMITY_OK && both)
		rc = one_read(reading, node, row, COMITY_USE_SIGN);
	free(uri);
	return rc;
}
