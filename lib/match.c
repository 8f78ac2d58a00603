/* SPDX-License-Identifier: Apache-2.0 */
/* match: from a document to its profile and edition. doc/profile.md 5. */
#include "edition.h"
#include "envelope.h"
#include "pack-private.h"
#include "text.h"
#include "tolerance.h"

#include <stdlib.h>
#include <string.h>

#define SECONDS_OF_DAY 86400

/* The document's own date, as it stands and where. */
struct stated {
	int64_t day;
	char *text;
	const xmlNode *node;
};

static bool
matches(const struct pack_edition *edition, const xmlNode *root)
{
	size_t i;

	for (i = 0; i < edition->match_count; i++) {
		if (comity_node_is(
			root, edition->matches[i].ns, edition->matches[i].name))
			return true;
	}
	return false;
}

bool
comity_packs_knows(const struct comity_packs *packs, const xmlNode *node)
{
	size_t i;

	for (i = 0; i < packs->count; i++)
		if (matches(packs->editions[i], node))
			return true;
	return false;
}

/* The collapsed value at a date path; *out NULL: not there, or empty. */
static int
path_value(const struct pack_path *path, const xmlNode *root, char **out,
    const xmlNode **stated)
{
	const struct pack_name *step;
	const xmlNode *node = root;
	char *text;
	size_t i, count = path->count - (path->attribute ? 1 : 0);

	*out = NULL;
	for (i = 0; node != NULL && i < count; i++)
		node = comity_node_child(
		    node, path->steps[i].ns, path->steps[i].name);
	if (node == NULL)
		return COMITY_OK;
	if (stated != NULL)
		*stated = node;
	if (path->attribute) {
		step = &path->steps[count];
		if (xmlHasNsProp((xmlNodePtr)node, BAD_CAST step->name,
			BAD_CAST step->ns) == NULL)
			return COMITY_OK;
		text =
		    step->ns == NULL
			? comity_node_attribute(node, step->name)
			: comity_node_attribute_ns(node, step->ns, step->name);
		*out = comity_text_collapse(text);
		free(text);
	} else
		*out = comity_node_value(node);
	if (*out == NULL)
		return COMITY_ENOMEM;
	if (**out == '\0') {
		free(*out);
		*out = NULL;
	}
	return COMITY_OK;
}

/* The day that a date or an instant names. */
static bool
day_of(const char *text, int64_t *day)
{
	int64_t at;

	if (comity_day_read(text, day) == COMITY_OK)
		return true;
	if (comity_moment_read(text, &at) != COMITY_OK)
		return false;
	*day = (at < 0 ? at - (SECONDS_OF_DAY - 1) : at) / SECONDS_OF_DAY;
	return true;
}

int
comity_edition_date(const struct comity_edition *edition,
    const struct comity_doc *doc, int64_t *day, char **text,
    const xmlNode **node)
{
	const struct pack_edition *own = (const struct pack_edition *)edition;
	const xmlNode *root = comity_doc_root(doc);
	size_t i;
	int rc;

	*text = NULL;
	for (i = 0; i < own->date_count; i++) {
		rc = path_value(&own->dates[i], root, text, node);
		if (rc != COMITY_OK)
			return rc;
		if (*text == NULL)
			continue;
		if (day_of(*text, day))
			return COMITY_OK;
		free(*text); /* no day: the schema will say so */
		*text = NULL;
		return COMITY_UNKNOWN;
	}
	return COMITY_UNKNOWN;
}

/* The profile of a document: one; NULL and a finding if none or two. */
static int
profile_find(const struct comity_packs *packs, const struct comity_doc *doc,
    struct comity_report *report, const struct comity_edition **out)
{
	const xmlNode *root = comity_doc_root(doc);
	const struct comity_edition *edition;
	struct comity_text name = { 0 };
	char *found;
	size_t i;
	int rc;

	*out = NULL;
	for (i = 0; i < packs->count; i++) {
		if (!matches(packs->editions[i], root))
			continue;
		edition = &packs->editions[i]->edition;
		if (*out != NULL &&
		    strcmp((*out)->profile, edition->profile) != 0)
			return comity_status_worse(COMITY_UNKNOWN,
			    comity_doc_find(doc, root, report,
				COMITY_F_PROFILE_AMBIGUOUS, (*out)->profile,
				edition->profile));
		*out = edition;
	}
	if (*out != NULL)
		return COMITY_OK;
	comity_text_addf(&name, "%s%s%s", (const char *)root->name,
	    root->ns != NULL ? " of " : " without a namespace",
	    root->ns != NULL ? (const char *)root->ns->href : "");
	if ((found = comity_text_take(&name)) == NULL)
		return COMITY_ENOMEM;
	rc = comity_doc_find(
	    doc, root, report, COMITY_F_PROFILE_UNKNOWN, found, NULL);
	free(found);
	if (rc != COMITY_ENOMEM)
		rc = comity_status_worse(
		    rc, comity_tolerance_say(packs, doc, report));
	if (rc != COMITY_ENOMEM)
		rc = comity_status_worse(
		    rc, comity_envelope_say(packs, doc, report));
	return rc == COMITY_ENOMEM ? rc : COMITY_UNKNOWN;
}

/* The day of the document as some edition of its profile finds it, newest
 * pack first. *text NULL: none finds it. */
static int
day_find(const struct comity_packs *packs, const struct comity_doc *doc,
    const struct comity_edition *profile, struct stated *stated)
{
	const struct comity_edition *edition;
	size_t i;
	int rc = COMITY_UNKNOWN;

	for (i = packs->count; rc == COMITY_UNKNOWN && i > 0; i--) {
		edition = &packs->editions[i - 1]->edition;
		if (strcmp(edition->profile, profile->profile) == 0)
			rc = comity_edition_date(edition, doc, &stated->day,
			    &stated->text, &stated->node);
	}
	if (rc == COMITY_UNKNOWN)
		stated->node = comity_doc_root(doc);
	return rc;
}

/* No edition on that day, or two: which are the nearest. */
static int
no_edition(const struct comity_doc *doc, const struct stated *stated,
    const struct comity_in_force *in_force, struct comity_report *report)
{
	char *nearest = comity_in_force_nearest(in_force);
	int rc = COMITY_ENOMEM;

	if (nearest != NULL)
		rc = comity_doc_find(doc, stated->node, report,
		    in_force->other != NULL ? COMITY_F_EDITION_AMBIGUOUS
					    : COMITY_F_EDITION_NOT_IN_FORCE,
		    stated->text, nearest);
	free(nearest);
	return rc == COMITY_ENOMEM ? rc : COMITY_UNKNOWN;
}

/* The edition in force on the document's day, or at the moment. */
static int
dated_find(const struct comity_packs *packs, const struct comity_doc *doc,
    int64_t moment, const struct comity_edition *profile,
    struct comity_report *report, const struct comity_edition **out)
{
	struct comity_in_force in_force;
	struct stated stated = { 0 };
	char instant[32];
	int rc = day_find(packs, doc, profile, &stated);

	if (rc == COMITY_UNKNOWN) {
		comity_moment_write(moment, instant);
		day_of(instant, &stated.day);
		rc = comity_doc_find(doc, stated.node, report,
		    COMITY_F_JUDGED_AT_MOMENT, instant, NULL);
		if (rc == COMITY_OK &&
		    (stated.text = comity_text_copy(instant)) == NULL)
			rc = COMITY_ENOMEM;
	}
	if (rc == COMITY_OK) {
		rc = comity_packs_in_force(
		    packs, profile->profile, stated.day, &in_force);
		*out = in_force.edition;
		if (rc != COMITY_OK)
			rc = no_edition(doc, &stated, &in_force, report);
	}
	free(stated.text);
	return rc;
}

/* Say that the caller chose, and what the document's date would have
 * chosen. */
static int
forced_say(const struct comity_packs *packs, const struct comity_doc *doc,
    int64_t moment, const struct comity_edition *forced,
    struct comity_report *report)
{
	const struct comity_edition *own = NULL;
	struct comity_report *scratch = comity_report_new();
	char *is = comity_edition_days(forced), *would = NULL;
	int rc = COMITY_ENOMEM;

	if (scratch == NULL || is == NULL)
		goto out;
	rc = dated_find(packs, doc, moment, forced, scratch, &own);
	if (rc == COMITY_ENOMEM)
		goto out;
	if (own != NULL && (would = comity_edition_days(own)) == NULL) {
		rc = COMITY_ENOMEM;
		goto out;
	}
	rc = comity_doc_find(doc, comity_doc_root(doc), report,
	    COMITY_F_EDITION_FORCED, is, would != NULL ? would : "-");
out:
	comity_report_free(scratch);
	free(is);
	free(would);
	return rc;
}

int
comity_packs_match(const struct comity_packs *packs,
    const struct comity_doc *doc, const char *edition, int64_t moment,
    struct comity_report *report, const struct comity_edition **out)
{
	const struct comity_edition *profile;
	int rc = profile_find(packs, doc, report, &profile);

	*out = NULL;
	if (rc != COMITY_OK)
		return rc;
	if (edition == NULL) {
		rc = dated_find(packs, doc, moment, profile, report, out);
		if (rc == COMITY_OK)
			rc = comity_edition_open(*out, report);
		if (rc != COMITY_OK)
			*out = NULL;
		return rc;
	}
	*out = comity_packs_edition(packs, profile->profile, edition, 0);
	if (*out != NULL)
		return forced_say(packs, doc, moment, *out, report);
	return comity_status_worse(COMITY_UNKNOWN,
	    comity_doc_find(doc, comity_doc_root(doc), report,
		COMITY_F_EDITION_UNKNOWN, edition, profile->profile));
}
