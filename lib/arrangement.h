/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrangement: a mutual recognition arrangement between two sides, read from
 * its proven document. Plain structs, no foreign library: see license.h.
 */
#ifndef COMITY_ARRANGEMENT_H
#define COMITY_ARRANGEMENT_H

#include "license.h"

enum comity_standing {
	COMITY_STANDING_NONE, /* draft, or nothing known: not used */
	COMITY_STANDING_IN_FORCE,
	COMITY_STANDING_DEMONSTRATION
};

enum comity_statement_status {
	COMITY_STATEMENT_NONE,
	COMITY_STATEMENT_ENACTED,
	COMITY_STATEMENT_SUSPENDED,
	COMITY_STATEMENT_REPEALED
};

/* An authority or a listed party: names never count, identifiers do. */
struct comity_arrangement_body {
	struct comity_stated name;
	struct comity_stated_list identifiers; /* list: the scheme */
};

/* Legal bases as text, for either side; NULL none. */
struct comity_arrangement_basis {
	char *of[2];
};

struct comity_arrangement_side {
	char *id; /* what directions and bases refer to; NULL */
	struct comity_stated jurisdiction;
	struct comity_stated members; /* text: id of a dated list */
	struct comity_arrangement_body *authorities;
	size_t authority_count;
};

/* Parties: what of it is stated must all hold. */
struct comity_arrangement_party {
	struct comity_stated_list roles, identifiers, kinds, countries;
	struct comity_stated_list lists; /* named lists: not ours to look up */
	struct comity_stated stated; /* where */
};

/* A set of documents or lines: children of one name are alternatives,
 * different names must all hold, an absent name does not limit. */
struct comity_arrangement_extent {
	struct comity_stated_list natures, scopes, acts, destinations, uses;
	struct comity_stated_list classifications; /* level "yes": below, too */
	struct comity_arrangement_party *parties;
	size_t party_count;
	struct comity_arrangement_basis basis;
	struct comity_stated stated; /* where; text the same in words */
};

enum comity_relation {
	COMITY_RELATION_UNKNOWN,
	COMITY_RELATION_EXACT,
	COMITY_RELATION_BROADER, /* theirs reaches further than ours */
	COMITY_RELATION_NARROWER, /* theirs lies within ours */
	COMITY_RELATION_NONE
};

struct comity_arrangement_equivalence {
	char *subject; /* "classification" "nature" "safeguard" ... */
	struct comity_stated theirs, ours; /* level "yes": below, too */
	enum comity_relation relation;
	bool binding; /* a document fails without it */
	struct comity_arrangement_basis basis;
};

struct comity_arrangement_minimum {
	struct comity_stated element; /* core path without ordinals */
	size_t at_least;
	bool binding;
	struct comity_arrangement_basis basis;
};

struct comity_arrangement_condition {
	char *mode; /* "carries" "imposed" "tell" */
	char *number; /* NULL none */
	struct comity_stated_list kinds; /* with carries; none: all */
	struct comity_stated text, who, to;
	struct comity_arrangement_basis basis;
};

struct comity_arrangement_step {
	struct comity_stated kind; /* notification registration consent ... */
	struct comity_stated who, with, text;
	struct comity_stated_list evidence; /* kinds of document */
	bool binding;
	struct comity_arrangement_basis basis;
};

struct comity_arrangement_source {
	struct comity_stated authority; /* name */
	struct comity_stated_list identifiers;
	char *max_age; /* xs:duration */
	struct comity_arrangement_basis basis;
};

struct comity_arrangement_record {
	int side; /* 0, 1; -1: both */
	struct comity_stated years, from;
	struct comity_arrangement_basis basis;
};

struct comity_arrangement_direction {
	size_t from, to; /* which sides[] */
};

struct comity_arrangement_statement {
	size_t number; /* from 1, as they stand */
	enum comity_statement_status status;
	struct comity_stated stated; /* where; text the status */
	/* Half-open, the instrument's own days included; INT64_MIN and
	 * INT64_MAX: open. A band only where a day of the instrument turns. */
	bool dates_known;
	int64_t from_earliest, from_latest, until_earliest, until_latest;
	char *from, *until; /* as stated; NULL none */
	struct comity_stated effect, depth;
	struct comity_arrangement_direction *directions;
	size_t direction_count;
	struct comity_arrangement_extent *covers, *excludes;
	size_t cover_count, exclude_count;
	size_t cover_used; /* the first of them: those that name something */
	struct comity_arrangement_equivalence *equivalences;
	size_t equivalence_count;
	struct comity_arrangement_minimum *minimums;
	size_t minimum_count;
	struct comity_stated cap; /* text the duration; path NULL: none */
	char *cap_from; /* "issue" "valid-from" "recognition" */
	struct comity_arrangement_basis cap_basis;
	struct comity_arrangement_condition *conditions;
	size_t condition_count;
	struct comity_arrangement_step *steps;
	size_t step_count;
	struct comity_arrangement_source *sources;
	size_t source_count;
	struct comity_arrangement_record *records;
	size_t record_count;
	struct comity_arrangement_basis basis;
};

struct comity_arrangement {
	char *file; /* name of its source */
	char *id, *version;
	enum comity_standing standing;
	struct comity_stated instrument; /* its title */
	char *basis; /* the instrument and how it is cited; NULL */
	struct comity_arrangement_side sides[2];
	struct comity_arrangement_statement *statements;
	size_t statement_count;
};

/*
 * Read a proven core Arrangement. A day of the instrument without a zone is a
 * band over the whole earth.
 * Returns COMITY_OK; COMITY_REFUSED (not an Arrangement of two sides);
 * COMITY_ENOMEM.
 */
int comity_arrangement_read(const struct comity_doc *proven,
    const struct comity_packs *packs, struct comity_arrangement **out);
void comity_arrangement_free(struct comity_arrangement *arrangement);

/* How a code lies to a listed one: spelled alike (a trailing point does not
 * count), a sub-paragraph of it, or neither. Pure text. */
enum comity_containment {
	COMITY_CODE_APART,
	COMITY_CODE_SAME,
	COMITY_CODE_WITHIN, /* 1C353.a.3 within 1C353 */
	COMITY_CODE_AROUND /* 1C353 around 1C353.a.3 */
};
enum comity_containment comity_code_compare(
    const char *code, const char *listed);

#endif
