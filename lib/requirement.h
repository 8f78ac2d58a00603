/* SPDX-License-Identifier: Apache-2.0 */
/*
 * requirement: what a law wants an agreement to state, and whether it does.
 * A set is data, schemas/requirements/<id>/<edition>/; doc/requirements.md.
 * Invariant: a requirement is met only by something that stands in the
 * agreement, binds and is not withheld.
 */
#ifndef COMITY_REQUIREMENT_H
#define COMITY_REQUIREMENT_H

#include "pack.h"
#include "translate.h"

struct comity_requirement_set;

/* One requirement of a set; all borrowed from it, never NULL. */
struct comity_requirement {
	const char *id; /* without the set */
	const char *title; /* what must be stated */
	const char *article, *source; /* the law; where we have it from */
	const char *clause; /* the template's clause that would cure it */
	const char *missing, *contradiction, *doubt; /* what is wrong then */
	const char *basis; /* "confirmed"; "unconfirmed" (general knowledge)
			    * and "recommended" (no duty) only warn */
	bool warns; /* only */
	unsigned long line; /* in requirements.xml */
};

enum comity_requirement_result {
	COMITY_REQUIREMENT_MET,
	COMITY_REQUIREMENT_NOT_APPLICABLE,
	COMITY_REQUIREMENT_MISSING,
	COMITY_REQUIREMENT_CONTRADICTORY,
	COMITY_REQUIREMENT_OPEN /* what would decide it is withheld, or not said
				 */
};
const char *comity_requirement_result_name(
    enum comity_requirement_result result);

/* What one requirement came to, for one thing that it asks about. */
struct comity_requirement_answer {
	const struct comity_requirement_set *set; /* borrowed */
	struct comity_requirement requirement;
	enum comity_requirement_result result;
	/* All owned; escaped; NULL where there is nothing to say. */
	char *agreement; /* its number, where a Collection holds several */
	char *about; /* path of the thing, where it is not the agreement */
	char *path; /* of the evidence, or of what contradicts */
	char *found; /* its text, if it has no child elements */
	unsigned long line; /* of path, else of the thing; 0 unknown */
};

struct comity_requirement_answers {
	struct comity_requirement_answer *at;
	size_t count;
	size_t counts[COMITY_REQUIREMENT_OPEN + 1];
	size_t warnings; /* missing, contradictory or open of those that only
			  * warn */
};
void comity_requirement_answers_clear(
    struct comity_requirement_answers *answers);

/*
 * Read a set from the schemas folder. This opens files.
 * packs    borrowed; for its shared code lists; outlives the set.
 * schemas  the folder that holds requirements/.
 * name     "us-dsp", or "us-dsp@2025-04-08" one edition; untrusted.
 * day      without an edition: the newest that had begun on this day.
 * Returns COMITY_OK; COMITY_UNKNOWN (no such set then) or COMITY_EPACK, with
 * findings; COMITY_ENOMEM.
 */
int comity_requirement_set_read(const struct comity_packs *packs,
    const char *schemas, const char *name, int64_t day,
    struct comity_report *report, struct comity_requirement_set **out);
void comity_requirement_set_free(struct comity_requirement_set *set);
/* Its profile (the set's id), id (the edition), title, jurisdiction,
 * legal_basis, sources, digest; nothing else of an edition. */
const struct comity_edition *comity_requirement_set_edition(
    const struct comity_requirement_set *set);
/* Its title in a language, "de"; in English where the set has none. */
const char *comity_requirement_set_title(
    const struct comity_requirement_set *set, const char *language);
size_t comity_requirement_count(const struct comity_requirement_set *set);
struct comity_requirement comity_requirement_at(
    const struct comity_requirement_set *set, size_t i);
/* The same in a language, "de"; a text that the set does not have in it stays
 * English. */
struct comity_requirement comity_requirement_said(
    const struct comity_requirement_set *set, size_t i, const char *language);
/* The languages of the set, for tests and tools; NULL none has a file. */
const struct comity_messages *comity_requirement_set_messages(
    const struct comity_requirement_set *set);

/*
 * Ask every requirement of a set about every agreement of a document. Opens
 * nothing.
 * core     borrowed; the core view of doc, from comity_translate_in().
 * doc      borrowed; the document as given, for its lines.
 * answers  zeroed by the caller at first; more are added behind.
 * Returns COMITY_OK (all met or not applicable, but for those that only warn);
 * COMITY_REFUSED (one at least is missing or contradictory); COMITY_UNKNOWN
 * (one at least is open, or the document is no agreement);
 * COMITY_ELIMIT, COMITY_EINTERNAL (a requirement failed: a finding names it);
 * COMITY_ENOMEM.
 */
int comity_requirements_judge(const struct comity_requirement_set *set,
    const struct comity_translation *core, const struct comity_doc *doc,
    int64_t moment, struct comity_report *report,
    struct comity_requirement_answers *answers);

#endif
