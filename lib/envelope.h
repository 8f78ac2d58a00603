/* SPDX-License-Identifier: Apache-2.0 */
/*
 * envelope: a document of a known format inside another that is not one: the
 * body of a SOAP message, a standard business document, an enveloping
 * signature, a plain wrapper. doc/tolerance.md 1.
 */
#ifndef COMITY_ENVELOPE_H
#define COMITY_ENVELOPE_H

#include "pack.h"

struct comity_envelope {
	const xmlNode *inner; /* NULL: no known document stands inside */
	const xmlNode *second; /* another one; NULL: inner is the only one */
	const xmlNode *part; /* what keeps inner from being content: a header
			      * of the envelope; NULL nothing */
};

/*
 * Look for known documents below the root. The outermost count: what stands
 * inside a known document is quoted there. A root that is known, if only by a
 * drift, is no envelope. Linear in the document.
 */
struct comity_envelope comity_envelope_find(
    const struct comity_packs *packs, const struct comity_doc *doc);

/*
 * Open the envelope, if the document is one.
 * out  the document inside, for comity_doc_free(); NULL: doc is no envelope.
 * Returns COMITY_OK, with a finding where the inner document stands;
 * COMITY_UNKNOWN with a finding: two documents, or none that counts;
 * COMITY_ENOMEM, COMITY_EINTERNAL.
 */
int comity_envelope_open(const struct comity_packs *packs,
    const struct comity_doc *doc, struct comity_report *report,
    struct comity_doc **out);

/* For a document that no profile knows: say where in it a known one stands,
 * and what to do. Returns as comity_report_add(). */
int comity_envelope_say(const struct comity_packs *packs,
    const struct comity_doc *doc, struct comity_report *report);

#endif
