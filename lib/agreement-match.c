/* SPDX-License-Identifier: Apache-2.0 */
#include "agreement-match.h"

#include "limit.h"
#include "moment.h"

#include <stdlib.h>
#include <string.h>

bool
comity_signatory_counts(const struct comity_signature *signature)
{
	return signature->indication == COMITY_TOTAL_PASSED &&
	       signature->full_scope;
}

static bool
is_digest(struct comity_signatory_reading *reading, const xmlNode *node,
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
is_identifier(struct comity_signatory_reading *reading, const xmlNode *party,
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

/* How a signature names a signatory, whether it passed or not. */
static enum comity_signatory_by
names(struct comity_signatory_reading *reading, const xmlNode *node,
    const xmlNode *party, const struct comity_signature *signature)
{
	if (is_digest(reading, node, signature))
		return COMITY_SIGNED_BY_DIGEST;
	if (is_identifier(reading, party, signature))
		return COMITY_SIGNED_BY_IDENTIFIER;
	return COMITY_SIGNED_NOT;
}

/* The claimed signing time; one that is not stated is the earliest. */
static int64_t
time_of(const struct comity_signature *signature)
{
	int64_t at;

	if (signature->signing_time == NULL ||
	    comity_moment_read(signature->signing_time, &at) != COMITY_OK)
		return INT64_MIN;
	return at;
}

/* Whether the same person signed in the same role: two officers of one party
 * sign beside each other, and neither supersedes the other. */
static bool
is_same_signer(
    const struct comity_signature *a, const struct comity_signature *b)
{
	if ((a->role == NULL) != (b->role == NULL) ||
	    (a->role != NULL && strcmp(a->role, b->role) != 0))
		return false;
	if (strcmp(a->certificate_sha256, b->certificate_sha256) == 0)
		return true;
	return a->subject != NULL && b->subject != NULL &&
	       strcmp(a->subject, b->subject) == 0; /* a renewed one */
}

/*
 * Of the signatures of one signatory by one signer in one role, the one with
 * the latest stated time counts, of equal ones the last in the document.
 */
static bool
is_superseded(const struct comity_verification *all,
    const enum comity_signatory_by *by, size_t i)
{
	const struct comity_signature *one = &all->signatures[i], *other;
	size_t j;

	for (j = 0; j < all->count; j++) {
		other = &all->signatures[j];
		if (j == i || by[j] == COMITY_SIGNED_NOT ||
		    !comity_signatory_counts(other) ||
		    !is_same_signer(one, other))
			continue;
		if (time_of(other) > time_of(one) ||
		    (time_of(other) == time_of(one) && j > i))
			return true;
	}
	return false;
}

static void
keep(struct comity_signatory_reading *reading, struct comity_signatory *made,
    size_t i)
{
	const char *role = reading->verification->signatures[i].role;

	made->signature = i + 1;
	if (role == NULL)
		return;
	made->role = comity_text_escape(role, COMITY_DETAIL_MAX);
	if (made->role == NULL)
		reading->failed = true;
}

void
comity_signatory_match(struct comity_signatory_reading *reading,
    const xmlNode *node, const xmlNode *party, struct comity_signatory *made)
{
	const struct comity_verification *all = reading->verification;
	enum comity_signatory_by *by;
	size_t i;

	by = calloc(all->count + 1, sizeof(*by));
	made->superseded = calloc(all->count + 1, sizeof(*made->superseded));
	if (by == NULL || made->superseded == NULL) {
		reading->failed = true;
		free(by);
		return;
	}
	for (i = 0; i < all->count; i++)
		by[i] = names(reading, node, party, &all->signatures[i]);
	for (i = 0; i < all->count; i++) {
		if (by[i] == COMITY_SIGNED_NOT)
			continue;
		if (!comity_signatory_counts(&all->signatures[i]) ||
		    all->proven == NULL) {
			made->tried = made->tried != 0 ? made->tried : i + 1;
			continue;
		}
		reading->counted[i] = true;
		if (is_superseded(all, by, i)) {
			made->superseded[made->superseded_count++] = i + 1;
		} else if (made->by == COMITY_SIGNED_NOT) {
			made->by = by[i];
			keep(reading, made, i);
		}
	}
	free(by);
}

/* What became of the signature that names the signatory and did not pass. */
static void
explain_tried(const struct comity_signatory_reading *reading,
    const struct comity_signatory *made, struct comity_text *text)
{
	const struct comity_signature *signature =
	    &reading->verification->signatures[made->tried - 1];
	const char *reason = signature->reason;

	comity_text_addf(text,
	    comity_phrase("signature %zu names its certificate but does not "
			  "count: %s%s%s%s",
		comity_report_language(reading->report)),
	    made->tried, comity_indication_name(signature->indication),
	    signature->sub != NULL ? " / " : "",
	    signature->sub != NULL ? signature->sub : "",
	    signature->indication == COMITY_TOTAL_PASSED
		? comity_phrase(" (it does not cover the whole document)",
		      comity_report_language(reading->report))
		: "");
	if (reason != NULL)
		comity_text_addf(text, ": %s", reason);
}

/* Why a signature counts for it, or which would. */
void
comity_signatory_explain(struct comity_signatory_reading *reading,
    const xmlNode *node, struct comity_signatory *made)
{
	enum comity_language language = comity_report_language(reading->report);
	struct comity_text text = { 0 };
	size_t i;
	bool digest =
	    comity_node_child(node, COMITY_NS_CORE, "Certificate") != NULL;

	if (made->by == COMITY_SIGNED_BY_DIGEST)
		comity_text_addf(&text,
		    comity_phrase("signature %zu: its certificate is the one "
				  "that the Signatory names",
			language),
		    made->signature);
	else if (made->by == COMITY_SIGNED_BY_IDENTIFIER)
		comity_text_addf(&text,
		    comity_phrase("signature %zu: its certificate's "
				  "organizationIdentifier is %s, an "
				  "Identifier of the party",
			language),
		    made->signature,
		    made->identifier ? made->identifier
				     : comity_phrase("the same", language));
	else if (made->tried != 0)
		explain_tried(reading, made, &text);
	else if (reading->verification->proven == NULL)
		comity_text_add(
		    &text, comity_phrase("no signature of the document passed",
			       language));
	else if (!digest && made->identifier == NULL)
		comity_text_add(&text,
		    comity_phrase("neither a certificate nor an "
				  "organizationIdentifier is stated, so no "
				  "signature can count",
			language));
	else
		comity_text_addf(&text,
		    comity_phrase(
			"no signature that passed has %s%s%s%s", language),
		    digest ? comity_phrase("the certificate named", language)
			   : "",
		    digest && made->identifier ? comity_phrase(" or ", language)
					       : "",
		    made->identifier
			? comity_phrase("the organizationIdentifier ", language)
			: "",
		    made->identifier ? made->identifier : "");
	for (i = 0; i < made->superseded_count; i++)
		comity_text_addf(&text,
		    comity_phrase(i == 0 ? "; it supersedes signature %zu, by "
					   "the same signer in the same role"
					 : " and signature %zu, by the same "
					   "signer in the same role",
			language),
		    made->superseded[i]);
	if ((made->because = comity_text_take(&text)) == NULL)
		reading->failed = true;
}
