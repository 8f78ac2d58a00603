/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tolerance: the ways in which official systems really drift from their own
 * formats, read all the same, each named as a finding. doc/tolerance.md 2.
 * Only a private copy is changed, never the document: its octets, its digest
 * and its signatures stay what they are.
 */
#ifndef COMITY_TOLERANCE_H
#define COMITY_TOLERANCE_H

#include "pack.h"

/* Whether the namespace of an element is nearly that of a known root, and it
 * is not known itself. */
bool comity_tolerance_knows(
    const struct comity_packs *packs, const xmlNode *node);

/* For a document that no profile knows: say so if its root drifts from one.
 * Returns as comity_report_add(). */
int comity_tolerance_say(const struct comity_packs *packs,
    const struct comity_doc *doc, struct comity_report *report);

/*
 * A private copy, with the namespace of the format where the root drifts from
 * exactly one profile.
 * Returns COMITY_OK, with a finding per drift; COMITY_ENOMEM.
 */
int comity_tolerance_open(const struct comity_packs *packs,
    const struct comity_doc *doc, struct comity_report *report,
    struct comity_doc **out);

/*
 * Put right in a copy what drifts in ways that the edition knows.
 * copy  of comity_tolerance_open(), matched to the edition; is changed.
 * Returns COMITY_OK, with a finding per drift; COMITY_EPACK (its schema can
 * not be read for the order), COMITY_ENOMEM.
 */
int comity_tolerance_apply(const struct comity_edition *edition,
    struct comity_doc *copy, struct comity_report *report);

/*
 * Whether reading tolerantly would change anything: says so in one finding,
 * for the report of a document that was refused as it stands.
 */
int comity_tolerance_hint(const struct comity_edition *edition,
    const struct comity_doc *doc, struct comity_report *report);

/* How many drifts a report names. */
size_t comity_tolerance_count(const struct comity_report *report);

#endif
