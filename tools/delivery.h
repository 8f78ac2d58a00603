/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delivery: what was made of a document beside its answer (a translation and
 * its account), and where it is written: to -o, or below the folder of --into.
 * The place follows from the document's name alone, and no two documents of a
 * run have the same. doc/batches.md, section 5.
 */
#ifndef DELIVERY_H
#define DELIVERY_H

#include "report.h"

#include <stdbool.h>
#include <stddef.h>

struct delivery;

/* What was made, and whose octets these are: the giver's. */
struct delivery_made {
	const void *document, *account;
	size_t document_len, account_len; /* account_len 0: none is needed */
};

struct delivery_claim {
	char *out; /* where it goes; free(); NULL: nowhere */
	bool refused; /* and why, with out as what was found: */
	enum comity_finding_id why;
};

/* out, into: one of --out and --into; the other NULL. NULL: no memory. */
struct delivery *delivery_new(const char *out, const char *into);
void delivery_free(struct delivery *delivery);
/*
 * The place of one document, and take it: nobody else gets it.
 * folder  below which path stands; NULL: none.
 * path    untrusted, as folder is.
 * COMITY_OK, also where it is refused; COMITY_ENOMEM.
 */
int delivery_claim(struct delivery *delivery, const char *folder,
    const char *path, struct delivery_claim *claim);
/* A run before this one wrote there. False: no memory. */
bool delivery_note(struct delivery *delivery, const char *out);
/*
 * Write both, the account first; out is of a claim.
 * COMITY_OK; COMITY_EIO with a finding, and no translation without its
 * account; COMITY_ENOMEM; COMITY_EINTERNAL: who writes is gone, and the run
 * is at its end.
 */
int delivery_write(const struct delivery *delivery, const char *out,
    const struct delivery_made *made, struct comity_report *report);
/*
 * The same for many at once, through the process that opens files: then the
 * disk is waited for once (file-group.h). Where there is no such process, or
 * no --into, there is none of this: begin says false.
 * group  what to poll for the answers to a commit; at most
 *        COMITY_FILE_GROUP_MAX files are added before one.
 * add    how many answers there will be; 0: it was not added, and can be
 *        written alone.
 * commit COMITY_OK or COMITY_EINTERNAL, as above.
 * hear   those answers, in the order in which documents were added; out as it
 *        was; returns as above.
 */
bool delivery_begin_group(struct delivery *delivery);
int delivery_group(const struct delivery *delivery);
unsigned delivery_add(const struct delivery *delivery, const char *out,
    const struct delivery_made *made);
int delivery_commit(const struct delivery *delivery);
int delivery_hear(const struct delivery *delivery, const char *out,
    unsigned answers, struct comity_report *report);
/* Whether what stood in the way of writing stands in the way of all others: a
 * full disk, one that can only be read. */
bool delivery_is_hopeless(const struct comity_report *report);

#endif
