/* SPDX-License-Identifier: Apache-2.0 */
#include "policy.h"

#include "policy-reading.h"
#include "rules.h"
#include "suggest.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define SECONDS_OF_DAY 86400

int
comity_policy_refuse(const struct comity_policy_reading *reading,
    const xmlNode *node, enum comity_finding_id id, const char *found,
    const char *expected)
{
	return comity_doc_find(
	    reading->doc, node, reading->report, id, found, expected);
}

void
comity_policy_free(struct comity_policy *policy)
{
	size_t i;

	if (policy == NULL)
		return;
	for (i = 0; i < policy->count; i++) {
		free(policy->rows[i].rule);
		free(policy->rows[i].reason);
		free(policy->rows[i].by);
	}
	comity_policy_changes_clear(policy);
	free(policy->rows);
	free(policy->id);
	free(policy->title);
	free(policy->office);
	free(policy->file);
	free(policy);
}

/* Only these attributes (a NULL-terminated list), and nothing inside if it is
 * a row. */
int
comity_policy_shape_check(const struct comity_policy_reading *reading,
    const xmlNode *node, const char *const *names, bool is_row)
{
	const xmlAttr *attribute;
	const xmlNode *child;
	size_t i;

	for (attribute = node->properties; attribute != NULL;
	     attribute = attribute->next) {
		for (i = 0; names[i] != NULL; i++)
			if (attribute->ns == NULL &&
			    strcmp((const char *)attribute->name, names[i]) ==
				0)
				break;
		if (names[i] == NULL &&
		    !(attribute->ns != NULL &&
			strcmp((const char *)attribute->ns->href,
			    COMITY_NS_XSI) == 0))
			return comity_policy_refuse(reading,
			    (const xmlNode *)attribute, COMITY_F_POLICY_FORMAT,
			    (const char *)attribute->name,
			    "an attribute of doc/policy.md");
	}
	for (child = node->children; child != NULL; child = child->next)
		if ((child->type == XML_ELEMENT_NODE && is_row) ||
		    (child->type == XML_TEXT_NODE && !xmlIsBlankNode(child)))
			return comity_policy_refuse(reading, node,
			    COMITY_F_POLICY_FORMAT, (const char *)node->name,
			    "no content");
	return COMITY_OK;
}

/* A required attribute that is not blank, collapsed. */
int
comity_policy_text_read(const struct comity_policy_reading *reading,
    const xmlNode *node, const char *name, char **out)
{
	char *raw = comity_node_attribute(node, name);

	*out = NULL;
	if (raw != NULL) {
		*out = comity_text_collapse(raw);
		free(raw);
		if (*out == NULL)
			return COMITY_ENOMEM;
	} else if (xmlHasProp((xmlNodePtr)node, BAD_CAST name) != NULL)
		return COMITY_ENOMEM;
	if (*out == NULL || **out == '\0')
		return comity_policy_refuse(reading, node,
		    COMITY_F_POLICY_FORMAT, (const char *)node->name, name);
	return COMITY_OK;
}

/* A day; one that may be absent leaves *day alone. */
int
comity_policy_day_read(const struct comity_policy_reading *reading,
    const xmlNode *node, const char *name, bool required, int64_t *day)
{
	char *text;
	int rc;

	if (!required && xmlHasProp((xmlNodePtr)node, BAD_CAST name) == NULL)
		return COMITY_OK;
	rc = comity_policy_text_read(reading, node, name, &text);
	if (rc == COMITY_OK && (strlen(text) != strlen("2026-01-01") ||
				   comity_day_read(text, day) != COMITY_OK))
		rc = comity_policy_refuse(reading, node, COMITY_F_POLICY_FORMAT,
		    text, "a day such as 2026-01-01");
	free(text);
	return rc;
}

static int
severity_read(const struct comity_policy_reading *reading, const xmlNode *node,
    const char *name, enum comity_severity *out)
{
	static const enum comity_severity may[] = { COMITY_INFO, COMITY_WARNING,
		COMITY_ERROR };
	char *text;
	size_t i;
	int rc = comity_policy_text_read(reading, node, name, &text);

	for (i = 0; rc == COMITY_OK; i++) {
		if (i == sizeof(may) / sizeof(may[0])) {
			rc = comity_policy_refuse(reading, node,
			    COMITY_F_POLICY_FORMAT, text,
			    "info, warning or error");
		} else if (strcmp(text, comity_severity_name(may[i])) == 0) {
			*out = may[i];
			break;
		}
	}
	free(text);
	return rc;
}

/* The days, the reason and who decided: every row has them. */
static int
grounds_read(const struct comity_policy_reading *reading, const xmlNode *node,
    struct comity_policy_row *row)
{
	int rc;

	row->line = comity_doc_line(reading->doc, node);
	row->last_day = INT64_MAX;
	rc = comity_policy_day_read(
	    reading, node, "from", true, &row->first_day);
	if (rc == COMITY_OK)
		rc = comity_policy_day_read(
		    reading, node, "until", false, &row->last_day);
	if (rc == COMITY_OK && row->last_day < row->first_day)
		rc = comity_policy_refuse(reading, node, COMITY_F_POLICY_FORMAT,
		    "until", "a day not before from");
	if (rc == COMITY_OK)
		rc = comity_policy_text_read(
		    reading, node, "reason", &row->reason);
	if (rc == COMITY_OK)
		rc = comity_policy_text_read(reading, node, "by", &row->by);
	return rc;
}

/* Whether the id names the rule `rule` of the profile `profile`. */
static bool
is_rule(const char *id, const char *profile, const char *rule)
{
	size_t len = strlen(profile);

	return strncmp(id, profile, len) == 0 && id[len] == '/' &&
	       (rule == NULL || strcmp(id + len + 1, rule) == 0);
}

/* No rule has this name: say which were perhaps meant. */
static int
unknown_refuse(const struct comity_policy_reading *reading, const xmlNode *node,
    const char *name)
{
	const char *slash = strchr(name, '/');
	struct comity_suggestions near = { .written =
					       slash ? slash + 1 : name };
	const struct comity_edition *edition;
	const struct comity_finding_row *own;
	char *expected = NULL;
	size_t i, k;
	int rc;

	for (i = 0; slash != NULL && i < comity_packs_count(reading->packs);
	     i++) {
		edition = comity_packs_at(reading->packs, i);
		if (edition == NULL || edition->rules == NULL ||
		    !is_rule(name, edition->profile, NULL))
			continue;
		for (k = 0; k < comity_rules_count(edition->rules); k++)
			comity_suggestions_offer(
			    &near, comity_rules_at(edition->rules, k).id);
	}
	for (i = 0; slash == NULL && (own = comity_finding_row_at(i)) != NULL;
	     i++)
		comity_suggestions_offer(&near, own->id);
	rc = comity_suggestions_say(
	    &near, comity_report_language(reading->report), &expected);
	if (rc == COMITY_OK)
		rc = comity_policy_refuse(
		    reading, node, COMITY_F_POLICY_RULE, name, expected);
	free(expected);
	return rc;
}

/*
 * Every rule of the loaded packs that a row speaks of, in every edition: a
 * fatal one stays; an error goes down only where it is named itself.
 */
static int
rules_check(const struct comity_policy_reading *reading, const xmlNode *node,
    struct comity_policy_row *row)
{
	bool any = row->kind == COMITY_POLICY_PROFILE;
	bool known = false, fixed = false;
	const struct comity_edition *edition;
	struct comity_rule rule;
	size_t i, k;

	for (i = 0; i < comity_packs_count(reading->packs); i++) {
		edition = comity_packs_at(reading->packs, i);
		if (edition == NULL)
			return COMITY_EPACK;
		for (k = 0; edition->rules != NULL &&
			    k < comity_rules_count(edition->rules);
		     k++) {
			rule = comity_rules_at(edition->rules, k);
			if (!is_rule(row->rule, edition->profile,
				any ? NULL : rule.id))
				continue;
			known = true;
			if (row->counts >= rule.severity)
				continue;
			/* a fatal one just stays where a profile is named */
			if (any && rule.severity > COMITY_ERROR)
				continue;
			row->loosens = true;
			fixed |= rule.severity > COMITY_ERROR ||
				 (any && rule.severity == COMITY_ERROR);
		}
	}
	if (!known)
		return unknown_refuse(reading, node, row->rule);
	if (fixed)
		return comity_policy_refuse(reading, node,
		    COMITY_F_POLICY_FIXED, row->rule,
		    comity_severity_name(any ? COMITY_ERROR : COMITY_FATAL));
	return COMITY_OK;
}

/* A finding of comity itself: its errors say that a document is not what it
 * must be to be read at all, so they only go up. */
static int
own_check(const struct comity_policy_reading *reading, const xmlNode *node,
    struct comity_policy_row *row)
{
	const struct comity_finding_row *own = comity_finding_row(row->rule);

	if (own == NULL)
		return unknown_refuse(reading, node, row->rule);
	row->loosens = row->counts < own->severity;
	if (own->severity >= COMITY_ERROR && row->counts != own->severity)
		return comity_policy_refuse(reading, node,
		    COMITY_F_POLICY_FIXED, row->rule,
		    comity_severity_name(own->severity));
	return COMITY_OK;
}

static int
override_read(const struct comity_policy_reading *reading, const xmlNode *node,
    struct comity_policy_row *row)
{
	static const char *const names[] = { "rule", "severity", "from",
		"until", "reason", "by", NULL };
	const char *slash;
	int rc = comity_policy_shape_check(reading, node, names, true);

	if (rc == COMITY_OK)
		rc = comity_policy_text_read(reading, node, "rule", &row->rule);
	if (rc == COMITY_OK)
		rc = severity_read(reading, node, "severity", &row->counts);
	if (rc == COMITY_OK)
		rc = grounds_read(reading, node, row);
	if (rc != COMITY_OK)
		return rc;
	slash = strchr(row->rule, '/');
	row->kind = slash != NULL && strcmp(slash, "/*") == 0
			? COMITY_POLICY_PROFILE
			: COMITY_POLICY_RULE;
	if (slash == NULL && strncmp(row->rule, "comity-", 7) == 0)
		return own_check(reading, node, row);
	return rules_check(reading, node, row);
}

/* What counts more than it is, whoever says it; never less. */
static int
blanket_read(const struct comity_policy_reading *reading, const xmlNode *node,
    struct comity_policy_row *row)
{
	static const char *const names[] = { "is", "counts", "from", "until",
		"reason", "by", NULL };
	int rc = comity_policy_shape_check(reading, node, names, true);

	row->kind = COMITY_POLICY_SEVERITY;
	if (rc == COMITY_OK)
		rc = severity_read(reading, node, "is", &row->is);
	if (rc == COMITY_OK)
		rc = severity_read(reading, node, "counts", &row->counts);
	if (rc == COMITY_OK)
		rc = grounds_read(reading, node, row);
	if (rc == COMITY_OK && row->counts < row->is)
		rc = comity_policy_refuse(reading, node, COMITY_F_POLICY_FIXED,
		    comity_severity_name(row->is),
		    comity_severity_name(row->is));
	return rc;
}

/* Whether a row before it speaks of the same on one day. */
static int
twice_check(const struct comity_policy_reading *reading, const xmlNode *node,
    const struct comity_policy_row *row)
{
	const struct comity_policy_row *other;

	for (other = reading->to->rows; other < row; other++)
		if (other->kind == row->kind &&
		    comity_text_same(other->rule, row->rule) &&
		    (row->kind != COMITY_POLICY_SEVERITY ||
			other->is == row->is) &&
		    other->first_day <= row->last_day &&
		    row->first_day <= other->last_day)
			return comity_policy_refuse(reading, node,
			    COMITY_F_POLICY_TWICE,
			    row->rule != NULL ? row->rule
					      : comity_severity_name(row->is),
			    NULL);
	return COMITY_OK;
}

static int
row_read(struct comity_policy_reading *reading, const xmlNode *node)
{
	struct comity_policy *to = reading->to;
	struct comity_policy_row *more =
	    realloc(to->rows, (to->count + 1) * sizeof(*more));
	int rc;

	if (more == NULL)
		return COMITY_ENOMEM;
	to->rows = more;
	more += to->count++;
	memset(more, 0, sizeof(*more));
	if (comity_node_is(node, COMITY_NS_POLICY, "Override"))
		rc = override_read(reading, node, more);
	else if (comity_node_is(node, COMITY_NS_POLICY, "Severity"))
		rc = blanket_read(reading, node, more);
	else
		rc = comity_policy_refuse(reading, node, COMITY_F_POLICY_FORMAT,
		    (const char *)node->name,
		    "Override, Severity or Algorithm");
	if (rc == COMITY_OK)
		rc = twice_check(reading, node, more);
	return rc;
}

static int
head_read(struct comity_policy_reading *reading, const xmlNode *root)
{
	static const char *const names[] = { "id", "title", "office", NULL };
	struct comity_policy *to = reading->to;
	int rc;

	if (!comity_node_is(root, COMITY_NS_POLICY, "Policy"))
		return comity_policy_refuse(reading, root,
		    COMITY_F_POLICY_FORMAT, (const char *)root->name,
		    "Policy of " COMITY_NS_POLICY);
	rc = comity_policy_shape_check(reading, root, names, false);
	if (rc == COMITY_OK)
		rc = comity_policy_text_read(reading, root, "id", &to->id);
	if (rc == COMITY_OK)
		rc =
		    comity_policy_text_read(reading, root, "title", &to->title);
	if (rc == COMITY_OK)
		rc = comity_policy_text_read(
		    reading, root, "office", &to->office);
	return rc;
}

int
comity_policy_read(const struct comity_doc *doc,
    const struct comity_packs *packs, struct comity_report *report,
    struct comity_policy **out)
{
	struct comity_policy_reading reading = { doc, packs, report, NULL };
	xmlNodePtr node;
	int rc, one;

	*out = NULL;
	if ((reading.to = calloc(1, sizeof(*reading.to))) == NULL)
		return COMITY_ENOMEM;
	memcpy(reading.to->digest, doc->sha256_hex, sizeof(doc->sha256_hex));
	reading.to->file = comity_text_copy(doc->name);
	rc = reading.to->file == NULL
		 ? COMITY_ENOMEM
		 : head_read(&reading, comity_doc_root(doc));
	node = rc == COMITY_OK ? comity_node_first(comity_doc_root(doc)) : NULL;
	/* every row is read: an author wants all faults at once */
	for (; node != NULL && rc != COMITY_ENOMEM;
	     node = comity_node_after(node)) {
		one = comity_node_is(node, COMITY_NS_POLICY, "Algorithm")
			  ? comity_policy_change_read(&reading, node)
			  : row_read(&reading, node);
		rc = comity_status_worse(rc, one);
	}
	if (rc != COMITY_OK || comity_report_failed(report)) {
		comity_policy_free(reading.to);
		return rc != COMITY_OK ? rc : COMITY_ENOMEM;
	}
	reading.to->algorithms.changes = reading.to->changes;
	*out = reading.to;
	return COMITY_OK;
}

bool
comity_policy_row_in_force(const struct comity_policy_row *row, int64_t moment)
{
	int64_t day = (moment < 0 ? moment - (SECONDS_OF_DAY - 1) : moment) /
		      SECONDS_OF_DAY;

	return row->first_day <= day && day <= row->last_day;
}

/* Whether a row speaks of a finding. */
static bool
speaks_of(
    const struct comity_policy_row *row, const struct comity_finding *finding)
{
	switch (row->kind) {
	case COMITY_POLICY_SEVERITY:
		return row->is == finding->severity;
	case COMITY_POLICY_PROFILE:
		return strncmp(row->rule, finding->id, strlen(row->rule) - 1) ==
		       0;
	case COMITY_POLICY_RULE:
		return strcmp(row->rule, finding->id) == 0;
	}
	return false;
}

/* What no row reaches at judging, whatever reading let through: fatal, no
 * answer, and an error that comity itself found. */
static bool
is_fixed(const struct comity_finding *finding, enum comity_severity counts)
{
	if (finding->severity > COMITY_ERROR)
		return true;
	return counts < finding->severity &&
	       finding->severity == COMITY_ERROR &&
	       strchr(finding->id, '/') == NULL;
}

enum comity_severity
comity_policy_severity(const struct comity_policy *policy,
    const struct comity_finding *finding, int64_t moment,
    const struct comity_policy_row **row)
{
	const struct comity_policy_row *best = NULL, *one;
	size_t i;

	for (i = 0; policy != NULL && i < policy->count; i++) {
		one = &policy->rows[i];
		if (comity_policy_row_in_force(one, moment) &&
		    speaks_of(one, finding) &&
		    !is_fixed(finding, one->counts) &&
		    (best == NULL || best->kind < one->kind))
			best = one;
	}
	if (row != NULL)
		*row = best;
	return best != NULL ? best->counts : finding->severity;
}

int
comity_policy_accept(const struct comity_policy *policy,
    const struct comity_report *report, int64_t moment, int status)
{
	const struct comity_finding *finding;
	enum comity_severity counts;
	bool refused = false, own = false;
	size_t i;

	if (status < COMITY_OK)
		return status;
	if (comity_report_failed(report))
		return COMITY_ENOMEM;
	for (i = 0; (finding = comity_report_at(report, i)) != NULL; i++) {
		counts = comity_policy_severity(policy, finding, moment, NULL);
		if (counts == COMITY_NO_ANSWER)
			return COMITY_UNKNOWN;
		refused |= counts >= COMITY_ERROR;
		own |= finding->severity >= COMITY_ERROR;
	}
	/* a no whose reason is not among the findings stays one */
	return refused || (status != COMITY_OK && !own) ? COMITY_REFUSED
							: COMITY_OK;
}
