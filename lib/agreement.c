/* SPDX-License-Identifier: Apache-2.0 */
#include "agreement-match.h"
#include "limit.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

const char *
comity_signatory_by_name(enum comity_signatory_by by)
{
	static const char *const names[] = { "missing", "certificate-digest",
		"organization-identifier" };

	return names[by];
}

static const xmlNode *
party_find(struct comity_signatory_reading *reading, const xmlNode *agreement,
    const char *ref)
{
	const xmlNode *node;
	bool is = false;
	char *id;

	for (node = comity_node_child(agreement, COMITY_NS_CORE, "Party");
	     node != NULL;
	     node = comity_node_next(node, COMITY_NS_CORE, "Party")) {
		id = comity_node_attribute(node, "id");
		is = id != NULL && ref != NULL && strcmp(id, ref) == 0;
		free(id);
		if (is)
			return node;
	}
	if (comity_memory_failed())
		reading->failed = true;
	return NULL;
}

/* The escaped value of a child; NULL none. */
static char *
child_value(struct comity_signatory_reading *reading, const xmlNode *parent,
    const char *name)
{
	const xmlNode *node = comity_node_child(parent, COMITY_NS_CORE, name);
	char *value, *escaped;

	if (node == NULL)
		return NULL;
	value = comity_node_value(node);
	escaped = comity_text_escape(value, COMITY_DETAIL_MAX);
	if (value == NULL || escaped == NULL)
		reading->failed = true;
	free(value);
	return escaped;
}

static char *
identifier_of(struct comity_signatory_reading *reading, const xmlNode *party)
{
	const xmlNode *node;
	char *scheme, *value, *escaped = NULL;

	for (node = comity_node_child(party, COMITY_NS_CORE, "Identifier");
	     node != NULL && escaped == NULL;
	     node = comity_node_next(node, COMITY_NS_CORE, "Identifier")) {
		scheme = comity_node_attribute(node, "scheme");
		if (comity_text_same(scheme, "organizationIdentifier")) {
			value = comity_node_value(node);
			escaped = comity_text_escape(value, COMITY_DETAIL_MAX);
			if (escaped == NULL)
				reading->failed = true;
			free(value);
		}
		free(scheme);
	}
	return escaped;
}

static int
tell(struct comity_signatory_reading *reading, const xmlNode *node,
    enum comity_finding_id id, const char *found, const char *expected)
{
	struct comity_place place = { .file = reading->given->name };
	char *path = NULL;
	int rc;

	if (node != NULL) {
		if ((path = comity_node_path(node)) == NULL)
			return COMITY_ENOMEM;
		place.path = path;
		place.line = comity_doc_line(reading->doc, node);
	}
	rc = comity_report_add(reading->report, id, &place, found, expected);
	free(path);
	return rc;
}

static void
tell_signatory(struct comity_signatory_reading *reading, const xmlNode *node,
    const xmlNode *party, const struct comity_signatory *made)
{
	enum comity_finding_id id =
	    made->by != COMITY_SIGNED_NOT ? COMITY_F_SIGNATORY_SIGNED
	    : made->required              ? COMITY_F_SIGNATORY_MISSING
					  : COMITY_F_SIGNATORY_OPTIONAL;
	char number[40];
	size_t i;

	if (party == NULL)
		tell(
		    reading, node, COMITY_F_SIGNATORY_PARTY, made->party, NULL);
	tell(reading, node, id, made->name,
	    made->by != COMITY_SIGNED_NOT ? comity_signatory_by_name(made->by)
	    : made->tried != 0            ? made->because
					  : made->identifier);
	for (i = 0; i < made->superseded_count; i++) {
		snprintf(number, sizeof(number),
		    comity_phrase("signature %zu",
			comity_report_language(reading->report)),
		    made->superseded[i]);
		tell(reading, node, COMITY_F_SIGNATORY_SUPERSEDED, number,
		    made->name);
	}
}

static void
read_signatory(struct comity_signatory_reading *reading,
    const xmlNode *agreement, const xmlNode *node, const char *number)
{
	struct comity_signatories *out = reading->out;
	struct comity_signatory *more, *made;
	const xmlNode *party;
	char *ref, *required;

	more = reallocarray(out->at, out->count + 1, sizeof(*out->at));
	if (more == NULL) {
		reading->failed = true;
		return;
	}
	out->at = more;
	made = &out->at[out->count++];
	memset(made, 0, sizeof(*made));
	ref = comity_node_attribute(node, "party");
	required = comity_node_attribute(node, "required");
	party = party_find(reading, agreement, ref);
	made->party = comity_text_escape(ref ? ref : "", COMITY_DETAIL_MAX);
	made->agreement = comity_text_copy(number);
	if (made->party == NULL || (number != NULL && made->agreement == NULL))
		reading->failed = true;
	if (party != NULL) {
		made->name = child_value(reading, party, "Name");
		made->identifier = identifier_of(reading, party);
	}
	if (made->name == NULL) {
		made->name = comity_text_copy(made->party);
		reading->failed = reading->failed || made->name == NULL;
	}
	made->stated_role = child_value(reading, node, "Role");
	made->required = !comity_text_same(required, "no");
	made->line = comity_doc_line(reading->doc, node);
	comity_signatory_match(reading, node, party, made);
	made->is_signed = made->by != COMITY_SIGNED_NOT;
	comity_signatory_explain(reading, node, made);
	if (made->required) {
		out->required++;
		out->missing += made->by == COMITY_SIGNED_NOT;
	}
	tell_signatory(reading, node, party, made);
	free(ref);
	free(required);
}

static void
read_agreement(struct comity_signatory_reading *reading,
    const xmlNode *agreement, bool several)
{
	const xmlNode *node =
	    comity_node_child(agreement, COMITY_NS_CORE, "Identification");
	char *number = several ? child_value(reading, node, "Number") : NULL;

	for (node = comity_node_child(agreement, COMITY_NS_CORE, "Signatory");
	     node != NULL && !reading->failed;
	     node = comity_node_next(node, COMITY_NS_CORE, "Signatory"))
		read_signatory(reading, agreement, node, number);
	free(number);
}

static int
read_root(struct comity_signatory_reading *reading)
{
	const xmlNode *root = comity_doc_root(reading->doc), *node;
	size_t i;

	if (comity_node_is(root, COMITY_NS_CORE, "Agreement"))
		read_agreement(reading, root, false);
	else if (comity_node_is(root, COMITY_NS_CORE, "Collection"))
		for (node =
			 comity_node_child(root, COMITY_NS_CORE, "Agreement");
		     node != NULL && !reading->failed;
		     node = comity_node_next(node, COMITY_NS_CORE, "Agreement"))
			read_agreement(reading, node, true);
	else
		return tell(
		    reading, NULL, COMITY_F_NOT_AN_AGREEMENT, NULL, NULL);
	for (i = 0; i < reading->verification->count; i++) {
		const struct comity_signature *signature =
		    &reading->verification->signatures[i];

		if (!comity_signatory_counts(signature) || reading->counted[i])
			continue;
		reading->out->others++;
		tell(reading, NULL, COMITY_F_SIGNATORY_OTHER,
		    signature->subject, NULL);
	}
	if (reading->out->required == 0)
		return tell(reading, NULL, COMITY_F_SIGNATORY_NONE, NULL, NULL);
	reading->out->complete = reading->out->missing == 0;
	return reading->out->complete ? COMITY_OK : COMITY_REFUSED;
}

int
comity_agreement_signatories(const struct comity_doc *doc,
    const struct comity_verification *verification,
    struct comity_report *report, struct comity_signatories **out)
{
	struct comity_signatory_reading reading = {
		.given = doc, .verification = verification, .report = report
	};
	int rc = COMITY_ENOMEM;

	*out = NULL;
	reading.doc = verification->proven != NULL ? verification->proven : doc;
	reading.out = calloc(1, sizeof(*reading.out));
	reading.counted =
	    calloc(verification->count + 1, sizeof(*reading.counted));
	if (reading.out == NULL || reading.counted == NULL)
		goto out;
	rc = read_root(&reading);
	if (reading.failed || comity_memory_failed() ||
	    comity_report_failed(report))
		rc = COMITY_ENOMEM;
	if (rc != COMITY_ENOMEM) {
		*out = reading.out;
		reading.out = NULL;
	}
out:
	free(reading.counted);
	comity_signatories_free(reading.out);
	return rc;
}

void
comity_signatories_free(struct comity_signatories *signatories)
{
	size_t i;

	if (signatories == NULL)
		return;
	for (i = 0; i < signatories->count; i++) {
		free(signatories->at[i].agreement);
		free(signatories->at[i].party);
		free(signatories->at[i].name);
		free(signatories->at[i].identifier);
		free(signatories->at[i].because);
		free(signatories->at[i].role);
		free(signatories->at[i].stated_role);
		free(signatories->at[i].superseded);
	}
	free(signatories->at);
	free(signatories);
}
