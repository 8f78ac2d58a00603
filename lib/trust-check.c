/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-check.h"

#include "moment.h"
#include "text.h"
#include "trust-qualifier.h"
#include "trust-reader.h"

#include <stdlib.h>
#include <string.h>

#define XML_NS "http://www.w3.org/XML/1998/namespace"

/* A list being checked. */
struct checking {
	const struct comity_doc *doc;
	const struct comity_trust_dialect *dialect;
	struct comity_report *report;
	int64_t moment;
	const xmlNode *scheme;
};

static int
find(const struct checking *checking, const xmlNode *node,
    enum comity_finding_id finding, const char *found, const char *expected)
{
	int rc = comity_doc_find(
	    checking->doc, node, checking->report, finding, found, expected);

	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

static xmlNodePtr
child(const struct checking *checking, const xmlNode *parent, const char *name)
{
	return parent == NULL
		   ? NULL
		   : comity_node_child(parent, checking->dialect->ns, name);
}

/* Clause 5.1.4: names in English at least, each with its language. */
static int
check_names(const struct checking *checking, const xmlNode *holder)
{
	bool english = false, named = false;
	const xmlNode *node;
	char *lang;
	int rc = COMITY_OK;

	for (node = child(checking, holder, "Name");
	     node != NULL && rc == COMITY_OK;
	     node = comity_node_next(node, checking->dialect->ns, "Name")) {
		named = true;
		lang = comity_node_attribute_ns(node, XML_NS, "lang");
		english |= comity_text_same(lang, "en");
		if (lang == NULL || *lang == '\0')
			rc = find(checking, node, COMITY_F_TRUST_CHECK_LANGUAGE,
			    NULL, "xml:lang");
		free(lang);
	}
	if (rc == COMITY_OK && named && !english)
		rc = find(checking, holder, COMITY_F_TRUST_CHECK_LANGUAGE,
		    (const char *)holder->name, "en");
	return rc;
}

/* Clause 5.1.3: moments in UTC, to the second. */
static int
check_moment(const struct checking *checking, const xmlNode *node)
{
	char *text = comity_node_value(node);
	int64_t at;
	int rc = COMITY_OK;

	if (text == NULL)
		return COMITY_ENOMEM;
	if (*text != '\0' &&
	    (comity_moment_read(text, &at) != COMITY_OK ||
		text[strlen(text) - 1] != 'Z' || strchr(text, '.') != NULL))
		rc = find(checking, node, COMITY_F_TRUST_CHECK_MOMENT, text,
		    "2026-06-01T00:00:00Z");
	free(text);
	return rc;
}

static bool
is_any(const xmlNode *node, const char *ns, const char *const *names)
{
	for (; *names != NULL; names++)
		if (comity_node_is(node, ns, *names))
			return true;
	return false;
}

/* What holds wherever it stands. */
static int
check_everywhere(const struct checking *checking, const xmlNode *node)
{
	static const char *const named[] = { "SchemeOperatorName", "SchemeName",
		"TSPName", "TSPTradeName", "TEName", "TETradeName",
		"ServiceName", NULL };
	static const char *const moments[] = { "ListIssueDateTime", "dateTime",
		"StatusStartingTime", NULL };
	int rc = COMITY_OK;

	for (; node != NULL && rc == COMITY_OK;
	     node = comity_node_after(node)) {
		if (comity_node_is(node, COMITY_NS_DS, "Signature") ||
		    comity_node_is(node, checking->dialect->ns, "Extension") ||
		    comity_node_is(
			node, checking->dialect->ns, "AdditionalInformation"))
			continue;
		if (is_any(node, checking->dialect->ns, named))
			rc = check_names(checking, node);
		else if (is_any(node, checking->dialect->ns, moments))
			rc = check_moment(checking, node);
		if (rc == COMITY_OK)
			rc =
			    check_everywhere(checking, comity_node_first(node));
	}
	return rc;
}

/* Read the moment of a child; false: not there, or none. */
static bool
moment_of(const struct checking *checking, const xmlNode *parent,
    const char *name, int64_t *at)
{
	const xmlNode *node = child(checking, parent, name);
	char *text = node != NULL ? comity_node_value(node) : NULL;
	bool done = text != NULL && comity_moment_read(text, at) == COMITY_OK;

	free(text);
	return done;
}

/* Clause 5.3.15: the next update within six months of the issue; and what is
 * published now is to be current now. */
static int
check_freshness(const struct checking *checking)
{
	const xmlNode *next = child(checking, checking->scheme, "NextUpdate");
	int64_t issued, until, latest;
	char text[32];
	int rc = COMITY_OK;

	if (!moment_of(
		checking, checking->scheme, "ListIssueDateTime", &issued) ||
	    next == NULL || !moment_of(checking, next, "dateTime", &until))
		return COMITY_OK; /* closed, or said already */
	comity_moment_write(until, text);
	if (until <= issued ||
	    comity_day_add(issued / 86400, "P6M", &latest) != COMITY_OK ||
	    until > latest * 86400 + issued % 86400)
		rc = find(checking, next, COMITY_F_TRUST_CHECK_NEXT_UPDATE,
		    text, "at most six months after ListIssueDateTime");
	if (rc == COMITY_OK && until < checking->moment)
		rc = find(
		    checking, next, COMITY_F_TRUST_CHECK_STALE, text, NULL);
	comity_moment_write(issued, text);
	if (rc == COMITY_OK && issued > checking->moment)
		rc = find(checking, checking->scheme,
		    COMITY_F_TRUST_CHECK_STALE, text, NULL);
	return rc;
}

/* Clause 5.3.6: "CC:name", CC being the territory. */
static int
check_scheme_name(const struct checking *checking)
{
	const xmlNode *territory =
	    child(checking, checking->scheme, "SchemeTerritory");
	const xmlNode *name = child(
	    checking, child(checking, checking->scheme, "SchemeName"), "Name");
	char *cc = territory != NULL ? comity_node_value(territory) : NULL;
	char *text = name != NULL ? comity_node_value(name) : NULL;
	int rc = COMITY_OK;

	if (cc != NULL && text != NULL &&
	    (strncmp(text, cc, strlen(cc)) != 0 || text[strlen(cc)] != ':'))
		rc = find(
		    checking, name, COMITY_F_TRUST_CHECK_SCHEME_NAME, text, cc);
	free(cc);
	free(text);
	return rc;
}

/* Clause 5.3.13: a pointer says who signs the other list, and which it is. */
static int
check_pointer(const struct checking *checking,
    const struct comity_trust_pointer *pointer, const xmlNode *node)
{
	const char *lacks = NULL;

	if (pointer->certificates.count == 0)
		lacks = "X509Certificate";
	else if (pointer->territory == NULL)
		lacks = "SchemeTerritory";
	else if (pointer->type == NULL)
		lacks = checking->dialect->type;
	else if (pointer->location == NULL)
		lacks = checking->dialect->location;
	return lacks == NULL ? COMITY_OK
			     : find(checking, node,
				   COMITY_F_TRUST_CHECK_POINTER, NULL, lacks);
}

static int
check_pointers(const struct checking *checking)
{
	struct comity_report *unheard = comity_report_new();
	struct comity_trust_list *list = NULL;
	const xmlNode *node = child(checking,
	    child(checking, checking->scheme, checking->dialect->pointers),
	    checking->dialect->pointer);
	size_t i;
	int rc = unheard == NULL
		     ? COMITY_ENOMEM
		     : comity_trust_scheme_read(checking->doc, unheard, &list);

	for (i = 0; rc == COMITY_OK && node != NULL && i < list->pointer_count;
	     i++) {
		rc = check_pointer(checking, &list->pointers[i], node);
		node = comity_node_next(
		    node, checking->dialect->ns, checking->dialect->pointer);
	}
	comity_trust_list_free(list);
	comity_report_free(unheard);
	return rc == COMITY_REFUSED ? COMITY_OK : rc; /* said otherwise */
}

/* What a reader refuses; where the shape is said already, once is enough. */
static int
check_reading(const struct checking *checking)
{
	struct comity_report *own = comity_report_new_like(checking->report);
	struct comity_trust_list *list = NULL;
	int rc = own == NULL
		     ? COMITY_ENOMEM
		     : comity_trust_list_read(checking->doc, own, &list);

	if (rc == COMITY_OK || rc == COMITY_REFUSED || rc == COMITY_ELIMIT)
		if (comity_report_join(checking->report, own) != COMITY_OK)
			rc = COMITY_ENOMEM;
	comity_trust_list_free(list);
	comity_report_free(own);
	return rc == COMITY_REFUSED ? COMITY_OK : rc;
}

int
comity_trust_check(const struct comity_doc *doc, int64_t moment, bool is_signed,
    struct comity_report *report)
{
	struct checking checking = { .doc = doc,
		.dialect = comity_trust_dialect_of(doc),
		.report = report,
		.moment = moment };
	int rc = check_reading(&checking);

	if (rc != COMITY_OK || checking.dialect == NULL)
		return rc != COMITY_OK ? rc : comity_report_status(report);
	checking.scheme =
	    child(&checking, comity_doc_root(doc), checking.dialect->scheme);
	rc = comity_trust_check_shape(doc, checking.dialect, report);
	if (rc == COMITY_OK)
		rc = check_everywhere(
		    &checking, comity_node_first(comity_doc_root(doc)));
	if (rc == COMITY_OK)
		rc = check_freshness(&checking);
	if (rc == COMITY_OK && !checking.dialect->entities)
		rc = check_scheme_name(&checking);
	if (rc == COMITY_OK)
		rc = check_pointers(&checking);
	if (rc == COMITY_OK)
		rc = comity_trust_check_services(
		    doc, checking.dialect, moment, report);
	if (rc == COMITY_OK && is_signed)
		rc = comity_trust_check_signature(
		    doc, checking.dialect, moment, report);
	return rc != COMITY_OK ? rc : comity_report_status(report);
}
