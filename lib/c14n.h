/* SPDX-License-Identifier: Apache-2.0 */
/*
 * c14n: the one door to canonical XML. Comments are always left out.
 * The documents come from comity_doc_read(): nodes without an ordinal are an
 * internal error, so whoever adds nodes reads the document again first.
 */
#ifndef COMITY_C14N_H
#define COMITY_C14N_H

#include "algorithm.h"
#include "xml.h"

struct comity_octets {
	unsigned char *bytes; /* malloc'ed, with a NUL that does not count */
	size_t len;
};
void comity_octets_clear(struct comity_octets *octets);

/* Which nodes: a subtree or the whole document, less some subtrees. */
struct comity_node_set {
	const xmlNode *apex; /* NULL: the whole document */
	bool without_root_signatures; /* ds:Signature children of the root */
	const xmlNode *without; /* one more subtree to leave out; NULL none */
};

/*
 * Refuse what canonicalization cannot be trusted with: relative namespace
 * URIs (rule 5). cost: about how many steps one pass takes, for a budget;
 * may be NULL.
 * Returns COMITY_OK; COMITY_REFUSED with *where the element; COMITY_ELIMIT
 * (namespace declarations pile up beyond COMITY_C14N_COST_MAX).
 */
int comity_c14n_check(
    const struct comity_doc *doc, const xmlNode **where, uint64_t *cost);

/*
 * Canonical octets of a set of nodes.
 * prefixes  NULL-terminated InclusiveNamespaces PrefixList ("#default"
 *           included by that name), exclusive c14n only; NULL none.
 * out       written on COMITY_OK only; never partial, never empty.
 * Returns COMITY_OK; COMITY_REFUSED (libxml2 said no, or nothing came out);
 * COMITY_ENOMEM; COMITY_EINTERNAL (nodes without an ordinal).
 * Call comity_c14n_check() on the document first.
 */
int comity_c14n_write(const struct comity_doc *doc,
    const struct comity_node_set *set, enum comity_c14n_method method,
    const char *const *prefixes, struct comity_octets *out);

/* The whole document less the root's signatures, exclusive: what the
 * signatures that we write cover. */
int comity_c14n_document(
    const struct comity_doc *doc, struct comity_octets *out);
/* One subtree, exclusive: SignedInfo, SignedProperties. */
int comity_c14n_subtree(const struct comity_doc *doc, const xmlNode *apex,
    struct comity_octets *out);

#endif
