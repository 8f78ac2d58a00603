/* SPDX-License-Identifier: Apache-2.0 */
/* Axis 1: who signed it, how well, and is it the original. */
#include "criteria.h"

#include <stdio.h>
#include <string.h>

static const char *
or_none(const char *string)
{
	return string != NULL ? string : "none";
}

static void
judge_signature(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_authenticity *a = &judged->authenticity;
	struct comity_stated where = { .line = a->line };
	struct comity_note note = { .id = COMITY_C_SIGNATURE,
		.result = a->signature,
		.required = "a signature over the whole document that passes",
		.where = &where,
		.basis = "ETSI EN 319 102-1, 5.1.3" };

	if (a->signature == COMITY_NOT_MET)
		note.remedy = "ask the issuing authority for the document as "
			      "it was signed";
	comity_criteria_addf(judged, criteria, note, "%s%s%s%s%s",
	    or_none(a->indication), a->sub ? " / " : "", a->sub ? a->sub : "",
	    a->reason ? ": " : "", a->reason ? a->reason : "");
}

static void
judge_level(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_authenticity *a = &judged->authenticity;
	struct comity_note note = { .id = COMITY_C_LEVEL,
		.required = "XAdES baseline B or better",
		.basis = "ETSI EN 319 132-1, 6" };

	if (judged->license == NULL || a->level == NULL)
		note.result = COMITY_RESULT_UNKNOWN;
	else if (strncmp(a->level, "XAdES B-", 8) == 0)
		note.result = COMITY_MET;
	else {
		note.result = COMITY_NOT_MET;
		note.remedy = "ask the issuing authority to sign with a "
			      "XAdES baseline signature";
	}
	note.found = a->level != NULL ? a->level : "no level is proven";
	comity_criteria_add(judged, criteria, &note);
}

/* An authority's own status list may withdraw a key before the trust list
 * does. */
static bool
judge_key(const struct comity_case *judged, struct comity_criteria *criteria,
    struct comity_note note)
{
	const struct comity_status_entry *entry = NULL;
	const struct comity_status_list *list = NULL;
	struct comity_stated key = {
		.text = (char *)judged->authenticity.certificate_sha256
	};
	struct comity_stated_list refs = { &key, key.text != NULL ? 1 : 0 };

	note.result = comity_case_status(
	    judged, COMITY_STATUS_KEY, &refs, NULL, &entry, &list);
	if (entry == NULL)
		return false;
	note.where = &entry->ref;
	note.file = list->file;
	note.remedy = "ask the issuing authority to sign again";
	comity_criteria_addf(judged, criteria, note,
	    "the signer's key has the status \"%s\" since %s",
	    or_none(entry->state),
	    entry->since ? entry->since
			 : comity_case_say(judged, "a day not stated"));
	return true;
}

static void
judge_signer(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_authenticity *a = &judged->authenticity;
	struct comity_note note = { .id = COMITY_C_SIGNER,
		.result = a->service,
		.basis = "ETSI TS 119 612, 5.5" };
	char required[256];

	snprintf(required, sizeof(required),
	    comity_case_say(judged,
		"a granted service %s on a trust list of %s at the moment"),
	    a->service_type ? a->service_type : "urn:comity:service:license",
	    a->territory ? a->territory
			 : comity_case_say(judged, "the issuing side"));
	note.required = required;
	if (judged->license == NULL)
		note.result = COMITY_RESULT_UNKNOWN;
	if (note.result == COMITY_MET && judge_key(judged, criteria, note))
		return;
	if (note.result == COMITY_MET)
		comity_criteria_addf(judged, criteria, note, "%s, list %s",
		    or_none(a->service_name), or_none(a->list_name));
	else
		comity_criteria_addf(judged, criteria, note,
		    judged->license == NULL ? "no such service for %s is proven"
					    : "no such service for %s",
		    a->subject ? a->subject
			       : comity_case_say(judged, "any signer"));
}

static void
judge_form(const struct comity_case *judged, struct comity_criteria *criteria)
{
	const struct comity_authenticity *a = &judged->authenticity;
	struct comity_note note = { .id = COMITY_C_FORM,
		.result = a->form,
		.required = "schema and rules of the edition in force then" };

	if (judged->license == NULL && a->form == COMITY_MET)
		note.result = COMITY_RESULT_UNKNOWN;
	if (note.result == COMITY_NOT_MET)
		note.remedy = "ask the issuing authority for a corrected one";
	note.basis = a->profile ? a->profile : "no profile";
	if (a->edition == NULL)
		note.found = judged->license == NULL && a->profile == NULL
				 ? "not read: nothing of the document is proven"
				 : "no edition of a profile applies";
	if (note.found != NULL)
		comity_criteria_add(judged, criteria, &note);
	else if (note.result == COMITY_NOT_MET && a->error_count > 0)
		comity_criteria_addf(judged, criteria, note,
		    "%s/%s: %zu rules broken, see the findings", a->profile,
		    a->edition, a->error_count);
	else
		comity_criteria_addf(judged, criteria, note,
		    note.result == COMITY_MET ? "%s/%s: valid"
		    : note.result == COMITY_NOT_MET
			? "%s/%s: not valid by its schema, see the findings"
			: "%s/%s: no answer, see the findings",
		    a->profile, a->edition);
}

void
comity_criteria_authentic(
    const struct comity_case *judged, struct comity_criteria *criteria)
{
	struct comity_note note = { .id = COMITY_C_TRANSLATION,
		.required = "the document of the authority itself",
		.basis = "a translation is not an authorization" };

	judge_signature(judged, criteria);
	judge_level(judged, criteria);
	judge_signer(judged, criteria);
	if (judged->license == NULL) {
		note.result = COMITY_RESULT_UNKNOWN;
		note.found = "not read: nothing of the document is proven";
	} else if (judged->license->is_translation) {
		note.result = COMITY_NOT_MET;
		note.found = "a translation";
		note.remedy = "give the original that the authority signed";
	} else {
		note.result = COMITY_MET;
		note.found = "no Translation block";
	}
	comity_criteria_add(judged, criteria, &note);
	judge_form(judged, criteria);
}
