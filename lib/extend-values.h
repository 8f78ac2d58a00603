/* SPDX-License-Identifier: Apache-2.0 */
/* extend-values: the properties that extend.c adds, as text. */
#ifndef COMITY_EXTEND_VALUES_H
#define COMITY_EXTEND_VALUES_H

#include "extend.h"
#include "text.h"

/* One step of extending one signature. */
struct comity_extend_step {
	const struct comity_extension *extension;
	const struct comity_doc *doc;
	struct comity_report *report;
	const struct comity_proof *proof;
	struct comity_evidence *evidence;
	const struct comity_proven *proven;
};

/* A timestamp property: its namespace ("xades" or "xades141") and name. */
void comity_extend_stamp_text(struct comity_text *out, const char *prefix,
    const char *name, const char *token);

/*
 * The certificates and revocation data that are not there yet, as properties:
 * CertificateValues and RevocationValues the first time, later in
 * TimeStampValidationData. archive: an archive timestamp is to follow, so those
 * that are there count too, and authorities must be good until now.
 * Adds nothing where nothing is missing.
 * Returns COMITY_OK; COMITY_REFUSED or COMITY_UNKNOWN with a finding: evidence
 * is missing; COMITY_ENOMEM, COMITY_EINTERNAL.
 */
int comity_extend_values_text(
    struct comity_extend_step *step, bool archive, struct comity_text *out);

#endif
