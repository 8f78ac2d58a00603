/* SPDX-License-Identifier: Apache-2.0 */
#include "agreement.h"

#include "limit.h"
#include "memory.h"
#include "text.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

struct reading {
	const struct comity_doc *doc; /* whose Signatories are read */
	const struct comity_doc *given;
	const struct comity_verification *verification;
	struct comity_report *report;
	struct comity_signatories *out;
	bool *counted; /* for each signature: it counts for somebody */
	bool failed;
};

static bool
counts(const struct comity_signature *signature)
{
	return signature->indication == COMITY_TOTAL_PASSED &&
	       signature->full_scope;
}

const char *
comity_signatory_by_name(enum comity_signatory_by by)
{
	static const char *const names[] = { "missing", "certificate-digest",
		"organization-identifier" };

	return names[by];
}

static bool
is_digest(struct reading *reading, const xmlNode *node,
    const struct comity_signature *signature)
{
	bool is = false;
	char *digest;

	for (node = comity_node_child(node, COMITY_NS_CORE, "Certificate");
	     node != NULL && !is;
	     node = comity_node_next(node, COMITY_NS_CORE, "Certificate")) {
		if (xmlHasNsProp((xmlNodePtr)node, BAD_CAST "digest", NULL) ==
		    NULL)
			continue;
		if ((digest = comity_node_attribute(node, "digest")) == NULL)
			reading->failed = true;
		else
			is = signature->certificate_sha256[0] != '\0' &&
			     strcasecmp(
				 digest, signature->certificate_sha256) == 0;
		free(digest);
	}
	return is;
}

static bool
is_identifier(struct reading *reading, const xmlNode *party,
    const struct comity_signature *signature)
{
	const xmlNode *node;
	bool is = false;
	char *scheme, *value;

	if (party == NULL || signature->organization_id == NULL ||
	    signature->organization_id[0] == '\0')
		return false;
	for (node = comity_node_child(party, COMITY_NS_CORE, "Identifier");
	     node != NULL && !is;
	     node = comity_node_next(node, COMITY_NS_CORE, "Identifier")) {
		scheme = comity_node_attribute(node, "scheme");
		value = comity_node_value(node);
		if (value == NULL)
			reading->failed = true;
		else
			is = comity_text_same(
				 scheme, "organizationIdentifier") &&
			     strcmp(value, signature->organization_id) == 0;
		free(scheme);
		free(value);
	}
	return is;
}

static const xmlNode *
party_find(struct reading *reading, const xmlNode *agreement, const char *ref)
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
child_value(struct reading *reading, const xmlNode *parent, const char *name)
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
identifier_of(struct reading *reading, const xmlNode *party)
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

static void
match(struct reading *reading, const xmlNode *node, const xmlNode *party,
    struct comity_signatory *made)
{
	size_t i;

	for (i = 0; i < reading->verification->count; i++) {
		const struct comity_signature *signature =
		    &reading->verification->signatures[i];
		enum comity_signatory_by by = COMITY_SIGNED_NOT;

		if (!counts(signature) || reading->verification->proven == NULL)
			continue;
		if (is_digest(reading, node, signature))
			by = COMITY_SIGNED_BY_DIGEST;
		else if (is_identifier(reading, party, signature))
			by = COMITY_SIGNED_BY_IDENTIFIER;
		if (by == COMITY_SIGNED_NOT)
			continue;
		reading->counted[i] = true;
		if (made->by == COMITY_SIGNED_NOT) {
			made->by = by;
			made->signature = i + 1;
		}
	}
}

static int
tell(struct reading *reading, const xmlNode *node, enum comity_finding_id id,
    const char *found, const char *expected)
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

/* Why a signature counts for it, or which would. */
static void
explain(
    struct reading *reading, const xmlNode *node, struct comity_signatory *made)
{
	struct comity_text text = { 0 };
	bool digest =
	    comity_node_child(node, COMITY_NS_CORE, "Certificate") != NULL;

	if (made->by == COMITY_SIGNED_BY_DIGEST)
		comity_text_addf(&text,
		    "signature %zu: its certificate is the one that the "
		    "Signatory names",
		    made->signature);
	else if (made->by == COMITY_SIGNED_BY_IDENTIFIER)
		comity_text_addf(&text,
		    "signature %zu: its certificate's organizationIdentifier "
		    "is %s, an Identifier of the party",
		    made->signature,
		    made->identifier ? made->identifier : "the same");
	else if (reading->verification->proven == NULL)
		comity_text_add(&text, "no signature of the document passed");
	else if (!digest && made->identifier == NULL)
		comity_text_add(&text,
		    "neither a certificate nor an organizationIdentifier is "
		    "stated, so no signature can count");
	else
		comity_text_addf(&text, "no signature that passed has %s%s%s%s",
		    digest ? "the certificate named" : "",
		    digest && made->identifier ? " or " : "",
		    made->identifier ? "the organizationIdentifier " : "",
		    made->identifier ? made->identifier : "");
	if ((made->because = comity_text_take(&text)) == NULL)
		reading->failed = true;
}

static void
tell_signatory(struct reading *reading, const xmlNode *node,
    const xmlNode *party, const struct comity_signatory *made)
{
	enum comity_finding_id id =
	    made->by != COMITY_SIGNED_NOT ? COMITY_F_SIGNATORY_SIGNED
	    : made->required              ? COMITY_F_SIGNATORY_MISSING
					  : COMITY_F_SIGNATORY_OPTIONAL;

	if (party == NULL)
		tell(
		    reading, node, COMITY_F_SIGNATORY_PARTY, made->party, NULL);
	tell(reading, node, id, made->name,
	    made->by != COMITY_SIGNED_NOT ? comity_signatory_by_name(made->by)
					  : made->identifier);
}

static void
read_signatory(struct reading *reading, const xmlNode *agreement,
    const xmlNode *node, const char *number)
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
	made->required = !comity_text_same(required, "no");
	made->line = comity_doc_line(reading->doc, node);
	match(reading, node, party, made);
	made->is_signed = made->by != COMITY_SIGNED_NOT;
	explain(reading, node, made);
	if (made->required) {
		out->required++;
		out->missing += made->by == COMITY_SIGNED_NOT;
	}
	tell_signatory(reading, node, party, made);
	free(ref);
	free(required);
}

static void
read_agreement(struct reading *reading, const xmlNode *agreement, bool several)
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
read_root(struct reading *reading)
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

		if (!counts(signature) || reading->counted[i])
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
	struct reading reading = {
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
	}
	free(signatories->at);
	free(signatories);
}
