/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "memory.h"
#include "rules.h"
#include "schema.h"
#include "text.h"
#include "tree.h"

#include <stdlib.h>
#include <string.h>

/* One check. */
struct checking {
	const struct comity_edition *edition;
	const struct comity_doc *doc;
	int64_t moment;
	struct comity_report *report;
	struct comity_checked *out;
	size_t *fired;
	struct comity_rules_trace *trace;
	xmlDocPtr tree; /* a private copy: libxml2 writes into what it
			 * validates, and signatures are taken out */
	struct comity_region *region; /* of the copy's nodes */
};

static int
tree_copy(struct checking *checking)
{
	checking->tree = comity_tree_copy(checking->doc->xml, &checking->region);
	if (checking->tree == NULL || comity_memory_failed())
		return COMITY_ENOMEM;
	return comity_node_take_ordinals(xmlDocGetRootElement(checking->tree),
	    comity_doc_root(checking->doc));
}

/* Take the root's signatures out of the private copy. */
static void
signatures_remove(struct checking *checking)
{
	xmlNodePtr root = xmlDocGetRootElement(checking->tree);
	xmlNodePtr node = comity_node_child(root, COMITY_NS_DS, "Signature");
	xmlNodePtr next;

	for (; node != NULL; node = next) {
		next = comity_node_next(node, COMITY_NS_DS, "Signature");
		xmlUnlinkNode(node);
		xmlFreeNode(node);
	}
}

/* The Translation block of a document, or of the first member of a
 * Collection that has one; wherever among the children it stands. */
static xmlNodePtr
translation_find(const xmlNode *root)
{
	xmlNodePtr block =
	    comity_node_child(root, COMITY_NS_CORE, "Translation");
	xmlNodePtr member = NULL;

	if (block == NULL && comity_node_is(root, COMITY_NS_CORE, "Collection"))
		member = comity_node_first(root);
	for (; block == NULL && member != NULL;
	     member = comity_node_after(member))
		block =
		    comity_node_child(member, COMITY_NS_CORE, "Translation");
	return block;
}

/* Each part of the block stands once and is not empty. */
static int
block_check(struct checking *checking, const xmlNode *block)
{
	static const char *const parts[] = { "Profile", "Edition", "Number",
		"Authority", "SHA256", "At" };
	xmlNodePtr part;
	size_t i;
	char *text;
	bool ok;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		part = comity_node_child(block, COMITY_NS_CORE, parts[i]);
		text = part == NULL ? NULL : comity_node_value(part);
		if (part != NULL && text == NULL)
			return COMITY_ENOMEM;
		ok = part != NULL && text[0] != '\0' &&
		     comity_node_next(part, COMITY_NS_CORE, parts[i]) == NULL;
		free(text);
		if (!ok)
			return comity_doc_find(checking->doc, block,
			    checking->report, COMITY_F_TRANSLATION_BLOCK, NULL,
			    parts[i]);
	}
	return COMITY_OK;
}

/* "Translation of X by Y. Not an authorization of Z." */
static int
translation_say(struct checking *checking, const xmlNode *block)
{
	const struct comity_finding_row *row =
	    comity_finding_row("comity-translation");
	const char *jurisdiction = checking->edition->jurisdiction;
	xmlNodePtr number = comity_node_child(block, COMITY_NS_CORE, "Number");
	xmlNodePtr authority =
	    comity_node_child(block, COMITY_NS_CORE, "Authority");
	char *of = number ? comity_node_value(number) : strdup("a document");
	char *by = authority ? comity_node_value(authority) : strdup("unknown");
	struct comity_finding finding = { .id = row->id,
		.severity = row->severity,
		.file = checking->doc->name,
		.line = comity_doc_line(checking->doc, block),
		.basis = (char *)row->basis,
		.remedy = (char *)row->remedy };
	struct comity_text text = { 0 };
	int rc = COMITY_ENOMEM;

	if (of == NULL || by == NULL)
		goto out;
	if (strcmp(jurisdiction, "-") == 0)
		jurisdiction = "any jurisdiction";
	comity_text_addf(&text,
	    "Translation of %s by %s. Not an authorization of %s.", of, by,
	    jurisdiction);
	finding.message = comity_text_take(&text);
	finding.path = comity_node_path(block);
	if (finding.message != NULL && finding.path != NULL)
		rc = comity_report_add_finding(checking->report, &finding);
	free(finding.message);
	free(finding.path);
out:
	free(of);
	free(by);
	return rc;
}

static int
translation_check(struct checking *checking)
{
	const xmlNode *block = translation_find(comity_doc_root(checking->doc));
	int rc;

	checking->out->is_translation = block != NULL;
	if (block == NULL)
		return COMITY_OK;
	rc = translation_say(checking, block);
	if (rc < COMITY_OK)
		return rc;
	return comity_status_worse(rc, block_check(checking, block));
}

static int
signature_check(struct checking *checking)
{
	xmlNodePtr node = comity_node_child(
	    comity_doc_root(checking->doc), COMITY_NS_DS, "Signature");
	int rc;

	checking->out->is_signed = node != NULL;
	if (node == NULL)
		return COMITY_OK;
	rc = comity_doc_find(checking->doc, node, checking->report,
	    COMITY_F_SIGNED_NOT_VERIFIED, NULL, NULL);
	if (rc != COMITY_OK)
		return rc;
	switch (checking->edition->signature) {
	case COMITY_SIGNATURE_LAST_CHILDREN:
		return COMITY_OK;
	case COMITY_SIGNATURE_STRIP:
		signatures_remove(checking);
		return comity_doc_find(checking->doc, node, checking->report,
		    COMITY_F_SIGNATURE_STRIPPED, NULL, NULL);
	case COMITY_SIGNATURE_NONE:
		break;
	}
	return comity_doc_find(checking->doc, node, checking->report,
	    COMITY_F_SIGNATURE_NO_ROOM, NULL, NULL);
}

/* A document dated after the moment: its day has begun nowhere yet. */
static int
date_check(struct checking *checking)
{
	int64_t day, earliest, latest;
	const xmlNode *node = NULL;
	char *text, moment[32];
	int rc = comity_edition_date(
	    checking->edition, checking->doc, &day, &text, &node);

	if (rc == COMITY_UNKNOWN)
		return COMITY_OK;
	if (rc != COMITY_OK)
		return rc;
	/* The day decides, also where the document states an instant. */
	comity_zone_day(checking->edition->zone, day, &earliest, &latest);
	if (comity_moment_read(text, &latest) == COMITY_OK)
		earliest = latest;
	if (earliest > checking->moment) {
		comity_moment_write(checking->moment, moment);
		rc = comity_doc_find(checking->doc, node, checking->report,
		    COMITY_F_DATE_IN_FUTURE, text, moment);
	}
	free(text);
	return rc;
}

static int
schema_apply(struct checking *checking)
{
	int rc = comity_schema_check(checking->edition, checking->tree,
	    checking->doc, checking->report);

	checking->out->schema_valid = rc == COMITY_OK;
	if (rc == COMITY_EINTERNAL)
		comity_doc_find(checking->doc, NULL, checking->report,
		    COMITY_F_CHECK_FAILED, NULL, NULL);
	return rc;
}

static int
rules_apply(struct checking *checking)
{
	struct comity_rules_run run = { .edition = checking->edition,
		.tree = checking->tree,
		.doc = checking->doc,
		.moment = checking->moment,
		.report = checking->report,
		.fired = checking->fired,
		.trace = checking->trace };
	int rc;

	signatures_remove(checking);
	if (checking->edition->rules == NULL) {
		checking->out->schema_alone = true;
		return comity_doc_find(checking->doc, NULL, checking->report,
		    COMITY_F_SCHEMA_ALONE, checking->edition->profile, NULL);
	}
	rc = comity_rules_run(checking->edition->rules, &run);
	checking->out->rules_fired = run.contexts;
	checking->out->assertions = run.evaluated;
	checking->out->error_count = run.errors;
	if (rc < COMITY_OK || run.contexts > 0)
		return rc;
	return comity_doc_find(checking->doc, NULL, checking->report,
	    COMITY_F_NO_RULE_FIRED, checking->edition->profile, NULL);
}

static int
check(struct checking checking)
{
	struct comity_checked *out = checking.out;
	int rc;

	memset(out, 0, sizeof(*out));
	out->doc = checking.doc;
	out->edition = checking.edition;
	out->moment = checking.moment;
	rc = tree_copy(&checking);
	if (rc >= COMITY_OK)
		rc = comity_status_worse(rc, translation_check(&checking));
	if (rc >= COMITY_OK)
		rc = comity_status_worse(rc, signature_check(&checking));
	if (rc >= COMITY_OK)
		rc = comity_status_worse(rc, schema_apply(&checking));
	if (rc >= COMITY_OK)
		rc = comity_status_worse(rc, date_check(&checking));
	if (rc >= COMITY_OK && out->schema_valid)
		rc = comity_status_worse(rc, rules_apply(&checking));
	comity_tree_free(checking.tree, checking.region);
	if (comity_memory_failed() || comity_report_failed(checking.report))
		rc = COMITY_ENOMEM;
	out->is_clean = rc == COMITY_OK;
	return rc;
}

int
comity_check_fired(const struct comity_edition *edition,
    const struct comity_doc *doc, int64_t moment, struct comity_report *report,
    struct comity_checked *out, size_t *fired)
{
	return check((struct checking){ .edition = edition,
	    .doc = doc,
	    .moment = moment,
	    .report = report,
	    .out = out,
	    .fired = fired });
}

int
comity_check_traced(const struct comity_edition *edition,
    const struct comity_doc *doc, int64_t moment, struct comity_report *report,
    struct comity_checked *out, struct comity_rules_trace *trace)
{
	return check((struct checking){ .edition = edition,
	    .doc = doc,
	    .moment = moment,
	    .report = report,
	    .out = out,
	    .trace = trace });
}

int
comity_check(const struct comity_edition *edition, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report, struct comity_checked *out)
{
	return comity_check_fired(edition, doc, moment, report, out, NULL);
}
