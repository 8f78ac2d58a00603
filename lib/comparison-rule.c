/* SPDX-License-Identifier: Apache-2.0 */
/* comparison-rule: the core's elements as terms: what more of each means. */
#include "comparison-private.h"

#include <stdlib.h>
#include <string.h>

/* Kinds by the document's own children; the others are called as they are. */
static const struct {
	const char *name, *kind;
} kinds[] = {
	{ "Identification", "identification" },
	{ "Title", "title" },
	{ "Nature", "nature" },
	{ "Status", "status" },
	{ "Authority", "authority" },
	{ "LegalBasis", "legal-basis" },
	{ "Language", "language" },
	{ "Validity", "validity" },
	{ "Term", "term" },
	{ "Party", "party" },
	{ "Route", "route" },
	{ "Item", "item" },
	{ "Total", "total" },
	{ "Deduction", "deduction" },
	{ "Purpose", "use" },
	{ "Modifier", "modifier" },
	{ "Excluded", "excluded-use" },
	{ "Statement", "statement" },
	{ "Assurance", "assurance" },
	{ "Contract", "contract" },
	{ "Prohibition", "prohibition" },
	{ "Duty", "duty" },
	{ "Condition", "condition" },
	{ "Safeguards", "safeguard" },
	{ "Transfer", "transfer" },
	{ "Benefit", "benefit" },
	{ "Risk", "risk" },
	{ "Milestone", "milestone" },
	{ "Audit", "audit" },
	{ "Review", "review" },
	{ "Report", "report" },
	{ "Records", "records" },
	{ "Termination", "termination" },
	{ "Liability", "liability" },
	{ "Assignment", "assignment" },
	{ "Entire", "entire-agreement" },
	{ "Notice", "notice" },
	{ "GoverningLaw", "governing-law" },
	{ "Dispute", "dispute" },
	{ "Clause", "clause" },
	{ "Annex", "annex" },
	{ "Definition", "definition" },
	{ "Recital", "recital" },
	{ "Incorporated", "incorporated" },
	{ "Attachment", "attachment" },
	{ "Fee", "fee" },
	{ "Note", "note" },
	{ "Authentication", "authentication" },
	{ "Publication", "publication" },
	{ "Signatory", "signatory" },
	{ "Extension", "extension" },
	{ "Agreement", "document" },
	{ "License", "document" },
};

#define TEXT MEASURE_TEXT
#define LENGTH MEASURE_LENGTH
#define DAY MEASURE_DAY
#define DECIMAL MEASURE_DECIMAL
#define PLACE MEASURE_PLACE
#define NUMBERED MEASURE_NUMBERED
#define ANSWER MEASURE_ANSWER

/* The first that fits counts: "Parent/Name" before "Name". */
static const struct rule rules[] = {
	{ "Modifier/@binding", NULL, ANSWER, MORE_NARROWS, ONE_NARROWS },
	{ "Limit/@binding", "quantity", ANSWER, MORE_NARROWS, ONE_NARROWS },
	{ "@binding", NULL, ANSWER, MORE_HELPS, ONE_ADDS },
	{ "@required", NULL, ANSWER, MORE_HELPS, ONE_ADDS },
	{ "Excluded/Code", NULL, MEASURE_CODE, MORE_NARROWS, ONE_NARROWS },
	{ "Consent/Code", "consent", MEASURE_CODE, MORE_WIDENS, ONE_WIDENS },
	{ "Code", NULL, MEASURE_CODE, MORE_WIDENS, ONE_ADDS },
	{ "Purpose/Parameter", NULL, TEXT, MORE_CHANGES, ONE_NARROWS },
	{ "Parameter", NULL, TEXT, MORE_CHANGES, ONE_ADDS },
	{ "Item/Purpose", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Agreement/Purpose", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "License/Purpose", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Modifier", "modifier", TEXT, MORE_CHANGES, ONE_NARROWS },
	{ "Excluded", NULL, TEXT, MORE_CHANGES, ONE_NARROWS },
	/* safeguards */
	{ "Incident/Within", NULL, LENGTH, MORE_HURTS, ONE_ADDS },
	{ "AuditTrail/Retention", NULL, LENGTH, MORE_HELPS, ONE_ADDS },
	{ "Encryption/Level", NULL, NUMBERED, MORE_HELPS, ONE_ADDS },
	{ "Encryption/Standard", NULL, NUMBERED, MORE_HELPS, ONE_ADDS },
	{ "Training/Period", NULL, LENGTH, MORE_HURTS, ONE_ADDS },
	{ "Access/Mode", NULL, MEASURE_MODE, MORE_HURTS, ONE_ADDS },
	{ "Access/Who", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Access/Person", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Safeguards/Access", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Safeguards/Storage", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Safeguards/Environment", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Storage/Country", NULL, PLACE, MORE_WIDENS, ONE_WIDENS },
	{ "Environment/Country", NULL, PLACE, MORE_WIDENS, ONE_WIDENS },
	{ "Environment/Tool", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Identifiability", NULL, MEASURE_IDENTITY, MORE_HELPS, ONE_ADDS },
	/* times */
	{ "Retention/Period", NULL, LENGTH, MORE_HURTS, ONE_ADDS },
	{ "Retention/Date", NULL, DAY, MORE_HURTS, ONE_ADDS },
	{ "Due/Period", NULL, LENGTH, MORE_HURTS, ONE_ADDS },
	{ "Due/Date", NULL, DAY, MORE_HURTS, ONE_ADDS },
	{ "Audit/Period", NULL, LENGTH, MORE_HURTS, ONE_ADDS },
	{ "Review/Period", NULL, LENGTH, MORE_HURTS, ONE_ADDS },
	{ "Report/Period", NULL, LENGTH, MORE_HURTS, ONE_ADDS },
	{ "Records/Years", NULL, DECIMAL, MORE_HELPS, ONE_ADDS },
	{ "Review/Date", NULL, DAY, MORE_HURTS, ONE_ADDS },
	{ "ReassessBy", NULL, DAY, MORE_HURTS, ONE_ADDS },
	{ "Term/Start", NULL, DAY, MORE_NARROWS, ONE_ADDS },
	{ "Term/End", NULL, DAY, MORE_WIDENS, ONE_NARROWS },
	{ "Term/Period", NULL, LENGTH, MORE_WIDENS, ONE_ADDS },
	{ "ValidFrom", NULL, DAY, MORE_NARROWS, ONE_ADDS },
	{ "ValidThrough", NULL, DAY, MORE_WIDENS, ONE_NARROWS },
	{ "Validity/Period", NULL, LENGTH, MORE_WIDENS, ONE_ADDS },
	{ "Renewable", NULL, ANSWER, MORE_WIDENS, ONE_ADDS },
	{ "Period", NULL, LENGTH, MORE_CHANGES, ONE_ADDS },
	{ "Within", NULL, LENGTH, MORE_CHANGES, ONE_ADDS },
	{ "Window", NULL, LENGTH, MORE_CHANGES, ONE_ADDS },
	{ "Length", NULL, LENGTH, MORE_CHANGES, ONE_ADDS },
	{ "Date", NULL, DAY, MORE_CHANGES, ONE_ADDS },
	{ "IssuedOn", NULL, DAY, MORE_CHANGES, ONE_ADDS },
	{ "ConcludedOn", NULL, DAY, MORE_CHANGES, ONE_ADDS },
	{ "AssessedOn", NULL, DAY, MORE_CHANGES, ONE_ADDS },
	{ "DataSet/From", NULL, DAY, MORE_CHANGES, ONE_ADDS },
	{ "DataSet/Through", NULL, DAY, MORE_CHANGES, ONE_ADDS },
	{ "Status/From", NULL, DAY, MORE_CHANGES, ONE_ADDS },
	/* amounts */
	{ "Quantity", "quantity", DECIMAL, MORE_WIDENS, ONE_ADDS },
	{ "Risk/Value", NULL, TEXT, MORE_CHANGES, ONE_ADDS },
	{ "Value", "value", DECIMAL, MORE_WIDENS, ONE_ADDS },
	{ "UnitPrice", "value", DECIMAL, MORE_CHANGES, ONE_ADDS },
	{ "Fee/Amount", NULL, DECIMAL, MORE_CHANGES, ONE_ADDS },
	{ "Tolerance", "quantity", DECIMAL, MORE_WIDENS, ONE_ADDS },
	{ "Subjects/Count", "quantity", DECIMAL, MORE_WIDENS, ONE_ADDS },
	{ "Volume", "quantity", DECIMAL, MORE_WIDENS, ONE_ADDS },
	{ "Available", NULL, DECIMAL, MORE_CHANGES, ONE_ADDS },
	{ "Taken", NULL, DECIMAL, MORE_CHANGES, ONE_ADDS },
	{ "Left", NULL, DECIMAL, MORE_CHANGES, ONE_ADDS },
	{ "Share", NULL, DECIMAL, MORE_CHANGES, ONE_ADDS },
	{ "Package/Number", NULL, DECIMAL, MORE_CHANGES, ONE_ADDS },
	/* places and items */
	{ "Destination", "destination", PLACE, MORE_WIDENS, ONE_WIDENS },
	{ "FinalDestination", "destination", PLACE, MORE_WIDENS, ONE_WIDENS },
	{ "ToCountry", "destination", PLACE, MORE_WIDENS, ONE_WIDENS },
	{ "SubProcessor", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Territory", NULL, PLACE, MORE_WIDENS, ONE_WIDENS },
	{ "Act", NULL, TEXT, MORE_CHANGES, ONE_WIDENS },
	{ "Classification", "classification", TEXT, MORE_CHANGES, ONE_ADDS },
	{ "CommodityCode", "classification", TEXT, MORE_CHANGES, ONE_ADDS },
	{ "", NULL, TEXT, MORE_CHANGES, ONE_ADDS },
};
/* Parameters of a code, by the parameter's name. */
static const struct rule parameters[] = {
	{ "region", NULL, PLACE, MORE_WIDENS, ONE_WIDENS },
	{ "months", NULL, DECIMAL, MORE_WIDENS, ONE_ADDS },
	{ "date", NULL, DAY, MORE_NARROWS, ONE_ADDS },
};
/* A moratorium protects for longer the later it ends. */
static const struct rule moratorium = { "Due/Date", NULL, DAY, MORE_HELPS,
	ONE_ADDS };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct part *
comparison_top(const struct part *part)
{
	while (part->parent != NULL && part->parent->parent != NULL)
		part = part->parent;
	return part;
}

static bool
fits(const char *where, const struct part *part)
{
	const char *slash = strchr(where, '/');
	size_t len;

	if (slash == NULL)
		return *where == '\0' || strcmp(where, part->name) == 0;
	len = (size_t)(slash - where);
	return strcmp(slash + 1, part->name) == 0 && part->parent != NULL &&
	       strlen(part->parent->name) == len &&
	       memcmp(where, part->parent->name, len) == 0;
}

static bool
is_moratorium(const struct part *part)
{
	const struct part *top = comparison_top(part);
	const struct part *kind;

	if (part->parent == NULL || strcmp(top->name, "Benefit") != 0 ||
	    !fits("Due/Date", part))
		return false;
	kind = comparison_child(top, "Kind");
	return kind != NULL && kind->value != NULL &&
	       strcmp(kind->value, "moratorium") == 0;
}

const struct rule *
comparison_rule(const struct part *part)
{
	size_t i;

	if (is_moratorium(part))
		return &moratorium;
	if (strcmp(part->name, "Parameter") == 0 && part->slot != NULL)
		for (i = 0; i < COUNT(parameters); i++)
			if (strcmp(part->slot, parameters[i].where) == 0)
				return &parameters[i];
	for (i = 0; i + 1 < COUNT(rules); i++)
		if (fits(rules[i].where, part))
			break;
	return &rules[i];
}

const char *
comparison_kind(const struct part *part)
{
	const struct part *top = comparison_top(part);
	const char *kind = NULL;
	const struct part *up;
	size_t i;

	for (up = part; kind == NULL && up != NULL && up != top;
	     up = up->parent)
		kind = comparison_rule(up)->kind;
	if (kind != NULL)
		return kind;
	for (i = 0; i < COUNT(kinds); i++)
		if (strcmp(kinds[i].name, top->name) == 0)
			return kinds[i].kind;
	return "document";
}

bool
comparison_is_container(const char *name)
{
	static const char *const names[] = { "Safeguards", "Route", "Validity",
		"Term", "Nature", "Identification" };
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Keys of blocks that repeat; "!" first: those without a common one are not
 * the same block. */
static const struct {
	const char *name, *keys;
} keys[] = {
	{ "Agreement", "Identification" },
	{ "License", "Identification" },
	{ "Party", "Identifier Name" },
	{ "Item", "DataSet Description Classification" },
	{ "DataSet", "Identifier Title" },
	{ "Definition", "!Term" },
	{ "Purpose", "Code" },
	{ "Modifier", "Code" },
	{ "Excluded", "Code" },
	{ "Encryption", "!At" },
	{ "Access", "Role" },
	{ "Storage", "Country Facility" },
	{ "Environment", "Name" },
	{ "Standard", "!Name" },
	{ "Incident", "To Event" },
	{ "Training", "What" },
	{ "Transfer", "From To FromCountry ToCountry" },
	{ "Benefit", "!Kind" },
	{ "Risk", "Scheme" },
	{ "Milestone", "What" },
	{ "Report", "!Who To" },
	{ "Audit", "By" },
	{ "Review", "Period Date" },
	{ "Notice", "!To" },
	{ "Language", "!@lang" },
	{ "Signatory", "!@party" },
	{ "Clause", "Heading" },
	{ "Annex", "Title" },
	{ "Duty", "What" },
	{ "Prohibition", "What" },
	{ "Condition", "Text" },
	{ "Recital", "Text" },
	{ "Termination", "Text" },
	{ "Liability", "Text" },
	{ "Onward", "Text" },
	{ "Note", "Text" },
	{ "Assurance", "Kind" },
	{ "Statement", "Text" },
	{ "Consent", "Code @kind" },
	{ "Provenance", "Country" },
	{ "Ownership", "Holder" },
	{ "Contact", "Email Name" },
	{ "Address", "Line City" },
	{ "Agent", "Name Taxon" },
	{ "Subjects", "Nationality Residence" },
	{ "Incorporated", "Number Title" },
	{ "Attachment", "Number Title" },
	{ "Supports", "Number" },
	{ "Replaces", "Number" },
	{ "Amends", "Number" },
	{ "Related", "Number" },
	{ "Document", "Number" },
	{ "LicenseReference", "Number" },
	{ "LegalBasis", "Instrument Provision" },
	{ "Fulfills", "Instrument Provision" },
	{ "Deduction", "Document" },
	{ "Total", "Text" },
	{ "Fee", "What" },
	{ "Package", "Kind" },
	{ "Treatment", "Kind" },
	{ "Transport", "Mode" },
	{ "Authentication", "Name" },
};

const char *
comparison_keys(const char *name, bool *strict)
{
	size_t i;

	*strict = false;
	for (i = 0; i < COUNT(keys); i++)
		if (strcmp(keys[i].name, name) == 0) {
			*strict = keys[i].keys[0] == '!';
			return keys[i].keys + *strict;
		}
	return NULL;
}
