/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust-make: a trust list (TS 119 612, version 6) out of a table, and out of
 * the list before it: what has a new status keeps its old one as history.
 */
#ifndef COMITY_TRUST_MAKE_H
#define COMITY_TRUST_MAKE_H

#include "trust-table.h"
#include "xml.h"

/*
 * Make the list, unsigned.
 * table     every row has its certificate.
 * previous  the list before; borrowed; NULL: this is the first.
 * now       the clock's: the list's issue, where the table states none.
 * octets    free(); written on COMITY_OK only.
 * Returns COMITY_OK; COMITY_REFUSED with findings at the table's lines, or at
 * those of the previous list; COMITY_ENOMEM, COMITY_ELIMIT.
 */
int comity_trust_make(const struct comity_trust_table *table,
    const struct comity_doc *previous, int64_t now,
    struct comity_report *report, char **octets, size_t *len);

/* A span of a service's past. */
struct comity_trust_span {
	char *type, *name, *status;
	int64_t since;
};
/* What a previous list says of one service. */
struct comity_trust_past {
	struct comity_trust_span *spans; /* newest first: the status then */
	size_t count;
	char sha256[65]; /* of its first certificate; "" none */
	unsigned long line;
	bool kept; /* the new list has it, too */
};
struct comity_trust_pasts {
	struct comity_trust_past *at;
	size_t count;
	uint64_t sequence;
	char *territory;
};

/* Read them. COMITY_OK; COMITY_REFUSED with findings: the list is not sound
 * enough to go on from it; COMITY_ENOMEM, COMITY_ELIMIT. */
int comity_trust_pasts_read(const struct comity_doc *previous,
    struct comity_report *report, struct comity_trust_pasts *out);
void comity_trust_pasts_clear(struct comity_trust_pasts *pasts);

#endif
