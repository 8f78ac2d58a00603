/* SPDX-License-Identifier: Apache-2.0 */
/*
 * criteria: the questions of recognition, axis by axis, over plain structs.
 * A case is everything that may be looked at; whatever is not proven is not
 * in it. Opens nothing, asks no clock, knows no foreign library.
 */
#ifndef COMITY_CRITERIA_H
#define COMITY_CRITERIA_H

#include "arrangement.h"
#include "language.h"
#include "license.h"
#include "status-list.h"
#include "verdict.h"

enum comity_criterion_id {
	COMITY_C_SIGNATURE,
	COMITY_C_LEVEL,
	COMITY_C_SIGNER,
	COMITY_C_TRANSLATION,
	COMITY_C_FORM,
	COMITY_C_VALIDITY,
	COMITY_C_STATUS,
	COMITY_C_FRESHNESS,
	COMITY_C_AUTHORITY,
	COMITY_C_ARRANGEMENT,
	COMITY_C_ARRANGEMENT_IN_FORCE,
	COMITY_C_DIRECTION,
	COMITY_C_EFFECT,
	COMITY_C_NATURE,
	COMITY_C_SCOPE,
	COMITY_C_ACT,
	COMITY_C_CLASSIFICATION,
	COMITY_C_EXCLUSION,
	COMITY_C_DESTINATION,
	COMITY_C_PARTY,
	COMITY_C_USE,
	COMITY_C_MINIMUM,
	COMITY_C_SAFEGUARD,
	COMITY_C_EQUIVALENCE,
	COMITY_C_RISK,
	COMITY_C_EXTENSION,
	COMITY_C_CONDITION,
	COMITY_C_PRIOR_STEP,
	COMITY_C_CAP,
	COMITY_C_COUNT
};

/* What the signatures of the license came to. Strings borrowed. */
struct comity_authenticity {
	enum comity_result signature; /* met passed, not met broken */
	enum comity_result service; /* listed, for this, then and there */
	const char *indication, *sub, *reason; /* NULL none */
	const char *level, *subject, *certificate_sha256;
	const char *service_type, *service_name, *list_name, *territory;
	unsigned long line;
	enum comity_result form; /* valid by its own profile */
	const char *profile, *edition; /* NULL: not one of ours */
	size_t error_count; /* of rules */
};

/* Whether a country belongs to a group at the moment of the case. */
typedef enum comity_result comity_member_fn(
    const void *context, const char *country, const char *group);

/* All borrowed. */
struct comity_case {
	const char *file; /* of the license */
	const char *in; /* "DE" */
	const struct comity_license *license; /* NULL: nothing is proven */
	struct comity_authenticity authenticity;
	const struct comity_arrangement *arrangement; /* NULL none links */
	const struct comity_arrangement_statement *statement;
	const struct comity_arrangement_extent *covers; /* one of its */
	size_t issuing, receiving; /* which sides[] */
	const char *capacity; /* the receiving jurisdiction judged as */
	/* proven lists of the authority's; those of the receiving side's */
	const struct comity_status_list *const *lists;
	size_t list_count;
	const struct comity_status_list *const *receiving_lists;
	size_t receiving_list_count;
	size_t list_given; /* proven or not */
	comity_member_fn *member;
	const void *member_context;
	int64_t moment;
	enum comity_language language; /* of what is said */
};

/* One answer; NULL strings are left out, basis NULL is the statement's. */
struct comity_note {
	enum comity_criterion_id id;
	enum comity_result result;
	size_t item; /* from 1; 0 the document */
	const char *required, *found, *basis, *remedy;
	const struct comity_stated *where; /* its line and path */
	const char *file; /* NULL: the license's, if where is given */
	const char *evidence, *ask; /* instead of the table's */
};

/* A sentence or a format of ours in the language of the case. */
const char *comity_case_say(const struct comity_case *judged,
    const char *english) __attribute__((format_arg(2)));
/* Sentences of ours in the note, which have a blank, are said in the language
 * of the case; a single word is a code and stays. */
void comity_criteria_add(const struct comity_case *judged,
    struct comity_criteria *criteria, const struct comity_note *note);
void comity_criteria_addf(const struct comity_case *judged,
    struct comity_criteria *criteria, struct comity_note note,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
void comity_criteria_clear(struct comity_criteria *criteria);
/* Where nothing is proven or no rule applies, the questions from first to
 * last stay open: adds them so and says true. */
bool comity_criteria_closed(const struct comity_case *judged,
    struct comity_criteria *criteria, enum comity_criterion_id first,
    enum comity_criterion_id last);
const char *comity_criterion_name(enum comity_criterion_id id);

/* The axes; each adds every one of its questions at least once. */
void comity_criteria_authentic(
    const struct comity_case *judged, struct comity_criteria *criteria);
void comity_criteria_in_force(
    const struct comity_case *judged, struct comity_criteria *criteria);
void comity_criteria_competent(
    const struct comity_case *judged, struct comity_criteria *criteria);
void comity_criteria_covered(
    const struct comity_case *judged, struct comity_criteria *criteria);
/* Part of covered: classifications, item by item. */
void comity_criteria_classified(
    const struct comity_case *judged, struct comity_criteria *criteria);
void comity_criteria_equivalent(
    const struct comity_case *judged, struct comity_criteria *criteria);
void comity_criteria_effective(
    const struct comity_case *judged, struct comity_criteria *criteria);
/* All of them, in order. */
void comity_criteria_judge(
    const struct comity_case *judged, struct comity_criteria *criteria);

/* The band of the instants at which a license's stated day begins (after:
 * the day behind it). False: not stated, or withheld. */
bool comity_case_day(const struct comity_stated_day *day, int64_t after,
    int64_t *earliest, int64_t *latest);
/* Met: a country lies in a listed place (itself, a part of it, or a member
 * of a group); not met; unknown: withheld, or membership is not known. */
enum comity_result comity_case_place(const struct comity_case *judged,
    const struct comity_stated *country, const struct comity_stated_list *list);
/* No identifier of one is one of the other: names never count. */
bool comity_identifiers_share(
    const struct comity_stated_list *a, const struct comity_stated_list *b);
/* Entries of the proven lists that stand against a subject at the moment;
 * the worst found. entry NULL unless it is not-met or unknown. */
enum comity_result comity_case_status(const struct comity_case *judged,
    enum comity_status_subject subject, const struct comity_stated_list *refs,
    const char *item, const struct comity_status_entry **entry,
    const struct comity_status_list **list);

/* Duties and limits that hold while using a recognized license: into
 * *duties; false if memory ran out. */
bool comity_case_duties(const struct comity_case *judged,
    struct comity_duty **duties, size_t *count);

/* How a list of stated words lies to one: met, not met, unknown. */
enum comity_result comity_word_among(
    const struct comity_stated *word, const struct comity_stated_list *list);
/* Whether an item's classifications lie in the ranges, directly or by an
 * equivalence of the statement. excluding: what can not be held against the
 * ranges is a doubt, not a no. */
enum comity_result comity_item_among(const struct comity_case *judged,
    const struct comity_license_item *item,
    const struct comity_stated_list *ranges, bool excluding);
/* Whether all that an excluding extent names holds for an item (0: any). */
/* The places that a license goes to: calls see() for each until it says
 * false. Destinations, then countries of those who receive it. */
typedef bool comity_see_fn(void *context, const struct comity_stated *country);
void comity_case_destinations(
    const struct comity_case *judged, comity_see_fn *see, void *context);
enum comity_result comity_party_among(const struct comity_case *judged,
    const struct comity_license_party *party,
    const struct comity_arrangement_party *ranges, size_t count,
    bool excluding);
enum comity_result comity_use_among(
    const struct comity_stated *use, const struct comity_stated_list *list);
enum comity_result comity_extent_holds(const struct comity_case *judged,
    const struct comity_arrangement_extent *extent, size_t item);
/* Add a duration (PnYnMnDTnHnMnS) to an instant; false: not readable. */
bool comity_instant_add(int64_t at, const char *duration, int64_t *out);

#endif
