/* SPDX-License-Identifier: Apache-2.0 */
/*
 * messages: what a pack says to people, per language: labels, explanations,
 * remedies, and the sentences of its rules. doc/profile.md 4.
 */
#ifndef COMITY_MESSAGES_H
#define COMITY_MESSAGES_H

#include "folder.h"
#include "pack.h"

/* All languages of a folder; an empty set if it has none.
 * wanted: of other languages than English and this one only the names are read;
 * NULL all of them.
 * Returns COMITY_OK; COMITY_EPACK with findings; COMITY_ENOMEM. */
int comity_messages_read(const struct comity_folder *folder, const char *wanted,
    struct comity_report *report, struct comity_messages **out);
void comity_messages_free(struct comity_messages *messages);

/* In this language, else in English; NULL none; borrowed. remedy: the
 * message's own remedy, not its text. */
const char *comity_messages_find(const struct comity_messages *messages,
    const char *id, const char *language, bool remedy);

/* Labels and messages of a language; 0: no file of it. */
size_t comity_messages_count(
    const struct comity_messages *messages, const char *language);

/* The sentence of a rule in this language and no other, with {1} {2} ... where
 * the rule's own sentence has its values; NULL none; borrowed. */
const char *comity_messages_text(const struct comity_messages *messages,
    const char *id, const char *language);

/*
 * Put values where a sentence has {1} {2} ...
 * text    borrowed; anything else between braces stands for itself.
 * values  borrowed; count of them.
 * out     owned by the caller; NULL but on COMITY_OK.
 * Returns COMITY_OK; COMITY_EINTERNAL: it names a value that is not there;
 * COMITY_ENOMEM.
 */
int comity_messages_fill(
    const char *text, const char *const *values, size_t count, char **out);

/* Something that a language of an edition lacks, or has too much. */
enum comity_gap_kind {
	COMITY_GAP_LANGUAGE, /* no file of this language at all */
	COMITY_GAP_LABEL, /* a row of the crosswalk without a label */
	COMITY_GAP_MESSAGE, /* a rule without an explanation */
	COMITY_GAP_TEXT, /* a rule without its sentence; never in English */
	COMITY_GAP_REMEDY, /* a rule without its remedy; never in English */
	COMITY_GAP_VALUE, /* a sentence that leaves a value out, or names one
			   * that the rule does not have */
	COMITY_GAP_STRANGER /* an id that no rule and no row has */
};

struct comity_gap {
	enum comity_gap_kind kind;
	const char *language;
	const char *id; /* of the rule or row; NULL for COMITY_GAP_LANGUAGE */
	const char *file; /* of the pack, where it can be put right */
	unsigned long line; /* of the rule, the row or the message */
};

/*
 * Compare a language of a loaded edition with its rules and its crosswalk.
 * each  gets every gap; borrowed, valid during the call only. Stops when it
 *       returns false.
 * Returns COMITY_OK or COMITY_ENOMEM.
 */
int comity_messages_gaps(const struct comity_edition *edition,
    const char *language,
    bool (*each)(const struct comity_gap *gap, void *data), void *data);

#endif
