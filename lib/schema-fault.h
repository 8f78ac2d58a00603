/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema fault: one complaint of libxml2's schema validator as a finding of
 * ours: a stable id, what stands there, what the schema wants, and what the
 * schema says of it.
 */
#ifndef COMITY_SCHEMA_FAULT_H
#define COMITY_SCHEMA_FAULT_H

#include "limit.h"
#include "schema-leaf.h"

struct comity_schema_faults {
	const struct comity_edition *edition; /* borrowed */
	const struct comity_doc *doc; /* borrowed */
	struct comity_report *report; /* borrowed */
	struct comity_schema_model *model; /* owned; NULL not read (yet) */
	bool model_asked;
	const void *said_node; /* of a complaint that is made twice */
	/* where counting stood: a document may be wrong in every item */
	struct comity_path_hint hints[COMITY_DEPTH_MAX + 2];
};

/*
 * Add the finding of a complaint; a second complaint about the same fault
 * adds none. The schema is read again for its documentation at the first
 * complaint; where that can not be done the findings are shorter.
 * Returns as comity_report_add(); COMITY_OK if nothing had to be added.
 */
int comity_schema_fault_add(
    struct comity_schema_faults *faults, xmlErrorPtr error);
void comity_schema_faults_clear(struct comity_schema_faults *faults);

#endif
