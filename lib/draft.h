/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft: an agreement out of a template and facts, and a clause put into an
 * agreement that exists. doc/drafting.md, section 3.
 */
#ifndef COMITY_DRAFT_H
#define COMITY_DRAFT_H

#include "facts.h"

/* Why one clause is in, or is not. Strings owned. */
struct comity_draft_reason {
	char *clause, *heading;
	char *number; /* NULL: left out */
	char *because; /* the condition, in words */
	char *basis; /* provisions, "; " between; NULL none */
};

struct comity_draft {
	xmlDocPtr xml;
	struct comity_draft_reason *reasons;
	size_t count;
};

/*
 * Compose an agreement.
 * facts  borrowed; of comity_answers_read().
 * Returns COMITY_OK; COMITY_REFUSED (a clause needs an answer, or refers to a
 * clause that is not in), COMITY_UNKNOWN (the template is broken), with
 * findings; COMITY_ENOMEM. *out only if COMITY_OK. The caller checks the
 * result against the core before it goes anywhere.
 */
int comity_draft_new(struct comity_facts *facts, struct comity_draft **out);

/*
 * A copy of an agreement with clauses put in: their words, the definitions
 * that they use, their structured elements. A clause, or an element of it,
 * that is there already is replaced.
 * facts    borrowed; of comity_answers_read_from().
 * clauses  ids, NULL-terminated.
 * Returns as above; COMITY_REFUSED also for a signed agreement, for what is
 * no agreement, and for a clause that the template does not have.
 */
int comity_draft_add(struct comity_facts *facts,
    const struct comity_doc *agreement, const char *const *clauses,
    struct comity_draft **out);
void comity_draft_free(struct comity_draft *draft);

/*
 * What the schema and rules of the core can not say about an agreement, with
 * the template's words: terms used and not defined, references to clauses
 * that are not there, parts that exclude each other.
 * Returns COMITY_OK; COMITY_REFUSED, COMITY_UNKNOWN with findings;
 * COMITY_ENOMEM.
 */
int comity_draft_check(
    struct comity_facts *facts, const struct comity_doc *agreement);

#endif
