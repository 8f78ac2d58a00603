/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdict: the answer of recognize: from criteria to one of six words, with
 * its effect, grounds and pins. Pure data: renderers and the certificate read
 * it; nothing here knows XML. All strings are owned, valid UTF-8 and escaped
 * already where strangers wrote them.
 */
#ifndef COMITY_VERDICT_H
#define COMITY_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "language.h"

enum comity_axis {
	COMITY_AUTHENTIC,
	COMITY_IN_FORCE,
	COMITY_COMPETENT,
	COMITY_COVERED,
	COMITY_EQUIVALENT,
	COMITY_EFFECTIVE,
	COMITY_AXIS_COUNT
};

enum comity_result {
	COMITY_MET,
	COMITY_NOT_MET,
	COMITY_RESULT_UNKNOWN,
	COMITY_NOT_APPLICABLE
};

enum comity_verdict_kind {
	COMITY_RECOGNIZED,
	COMITY_RECOGNIZED_WITH_CONDITIONS,
	COMITY_PARTIALLY_RECOGNIZED,
	COMITY_UNDETERMINED,
	COMITY_NOT_RECOGNIZED,
	COMITY_NO_RULE
};

/* One question that was asked. */
struct comity_criterion {
	const char *id; /* "covered.classification"; static */
	const char *title; /* for people; static */
	enum comity_axis axis;
	enum comity_result result;
	size_t item; /* position from 1 in items; 0 the whole document */
	char *item_number; /* as stated; NULL the whole document */
	char *required, *found; /* never NULL */
	char *file, *path; /* where found stands; NULL none */
	unsigned long line; /* 0 none */
	char *basis; /* legal basis on the receiving side; never NULL */
	char *remedy; /* NULL: no remedy known */
	char *evidence, *ask; /* unknown: what is missing, who has it */
};

struct comity_criteria {
	struct comity_criterion *at;
	size_t count;
	bool failed; /* memory ran out: no yes may come of it */
};

/* One item's own answer, by the same rules. */
struct comity_verdict_item {
	char *number; /* as stated; its position where there is none */
	char *description; /* classification as stated; NULL none */
	unsigned long line;
	enum comity_verdict_kind kind;
	char *reason; /* NULL where recognized */
};

enum comity_duty_kind {
	COMITY_CARRIED_OVER, /* of the license; binds here too */
	COMITY_IMPOSED, /* of the arrangement */
	COMITY_TELL, /* somebody has to be told */
	COMITY_LIMIT, /* a limit while using it: a validity cap, records */
	COMITY_DUTY_COUNT
};

struct comity_duty {
	enum comity_duty_kind kind;
	char *number, *text; /* number NULL none */
	char *basis; /* NULL none */
	char *file, *path;
	unsigned long line;
};

/* What the answer rests on, by digest. */
struct comity_verdict_pin {
	const char *kind; /* static: "document" "arrangement" "trust-list"
		"status-list" "signer" "crl" "pack" "codelist" "zones"
		"program" */
	char *name;
	char *sha256; /* hex; NULL none */
	char *version; /* NULL none */
	const char *value; /* the one of these two that there is, the digest
		first; NULL neither */
};

struct comity_verdict {
	enum comity_verdict_kind kind;
	bool demonstration; /* a demonstration arrangement was used */
	char *effect; /* "evidence-of-compliance"; NULL none */
	char *line; /* "recognized-with-conditions: recognized as evidence of
		compliance; not a permission to export" */
	char *detail; /* the sentence of architecture.md 6 for it; NULL none */
	char *file, *number, *authority; /* as stated; number NULL unknown */
	char *profile, *edition; /* of the document; NULL not one of ours */
	bool proven; /* else nothing but file and number was read */
	char *issuing, *receiving; /* "US", "DE"; issuing NULL unknown */
	char *member_of; /* "EU": judged as its member, too; NULL */
	char *capacity; /* for people: "DE as a member of the EU (eu-members
			   2020-02-01)" */
	char *arrangement, *arrangement_version; /* that decided; NULL none */
	char *instrument; /* its title as stated; NULL */
	char *statement; /* "statement 1"; NULL */
	int64_t moment;
	enum comity_language language; /* of its sentences */
	struct comity_criteria criteria;
	struct comity_verdict_item *items;
	size_t item_count;
	struct comity_duty *duties;
	size_t duty_count;
	struct comity_verdict_pin *pins;
	size_t pin_count;
	char *document_sha256; /* of the document that was given */
};

/* First and last line of every rendering (the first if demonstration). */
#define COMITY_VERDICT_OPENING                                                 \
	"Demonstration. No jurisdiction has agreed to this."
#define COMITY_VERDICT_ENDING                                                  \
	"What the supplied rules say; not a decision of an authority."

const char *comity_verdict_name(enum comity_verdict_kind kind);
const char *comity_axis_name(enum comity_axis axis);
const char *comity_result_name(enum comity_result result);
const char *comity_duty_name(enum comity_duty_kind kind);
/* COMITY_OK, COMITY_REFUSED or COMITY_UNKNOWN: the exit status of it. */
int comity_verdict_status(const struct comity_verdict *verdict);
void comity_verdict_free(struct comity_verdict *verdict);
void comity_duties_free(struct comity_duty *duties, size_t count);

/*
 * Rules 1 and 3 to 7 of architecture.md 6 over criteria, for one item (from
 * 1) or, with item 0, for the document of item_count items. burdened: duties
 * or limits apply while using it.
 */
enum comity_verdict_kind comity_verdict_decide(
    const struct comity_criteria *criteria, size_t item_count, size_t item,
    bool burdened);
/* The criterion that decided so: the first not met, else the first unknown,
 * of the document or of that item; NULL none. */
const struct comity_criterion *comity_verdict_ground(
    const struct comity_criteria *criteria, size_t item);
/* Write line and detail from the rest; nature: "license" ..., for no-rule;
 * NULL license. False if memory ran out. */
bool comity_verdict_word(struct comity_verdict *verdict, const char *nature);
/* How an effect is said in the verdict's line; NULL not one of ours. */
const char *comity_effect_phrase(const char *effect);

#endif
