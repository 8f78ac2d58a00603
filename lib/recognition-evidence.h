/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recognition-evidence: the arrangements and status lists of a recognition,
 * each through the one door: proven, valid core, from who may speak.
 */
#ifndef COMITY_RECOGNITION_EVIDENCE_H
#define COMITY_RECOGNITION_EVIDENCE_H

#include "recognition-input.h"

struct comity_signature;

/* Fills arrangements and lists; what is not used is reported and left out.
 * COMITY_OK, or a fatal status. */
int comity_evidence_open(
    struct comity_proceedings *proceedings, struct comity_report *report);

/* comity_verify() under the input's policy. */
int comity_input_verify(const struct comity_recognition_input *input,
    const struct comity_doc *doc, const char *service_type,
    const char *territory, struct comity_report *report,
    struct comity_verification **out);
/* The first passed signature over the whole that counts; NULL none. */
const struct comity_signature *comity_input_signature(
    const struct comity_verification *verification);

#endif
