/* SPDX-License-Identifier: Apache-2.0 */
/* policy-reading: the reading of one policy, shared by its files. */
#ifndef COMITY_POLICY_READING_H
#define COMITY_POLICY_READING_H

#include "policy.h"

/* What one reading carries along. */
struct comity_policy_reading {
	const struct comity_doc *doc;
	const struct comity_packs *packs;
	struct comity_report *report;
	struct comity_policy *to;
};

/* One finding at a node; returns its effect. */
int comity_policy_refuse(const struct comity_policy_reading *reading,
    const xmlNode *node, enum comity_finding_id id, const char *found,
    const char *expected);
/* Only these attributes (a NULL-terminated list), and nothing inside if it is
 * a row. */
int comity_policy_shape_check(const struct comity_policy_reading *reading,
    const xmlNode *node, const char *const *names, bool is_row);
/* A required attribute that is not blank, collapsed; *out: free(). */
int comity_policy_text_read(const struct comity_policy_reading *reading,
    const xmlNode *node, const char *name, char **out);
/* A day; one that may be absent leaves *day alone. */
int comity_policy_day_read(const struct comity_policy_reading *reading,
    const xmlNode *node, const char *name, bool required, int64_t *day);

/* An Algorithm row: one change, or one for each use. */
int comity_policy_change_read(
    struct comity_policy_reading *reading, const xmlNode *node);
void comity_policy_changes_clear(struct comity_policy *policy);

#endif
