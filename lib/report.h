/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report: findings, in the order in which they were made.
 * A finding is one broken, doubtful or satisfied rule: scripts match on its
 * id and on no text.
 */
#ifndef COMITY_REPORT_H
#define COMITY_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "language.h"
#include "status.h"

enum comity_severity {
	COMITY_INFO,
	COMITY_WARNING,
	COMITY_ERROR,
	COMITY_FATAL,
	COMITY_NO_ANSWER /* not a no: the question could not be answered */
};

/* Our own findings; those of a profile are data, "<profile>/<rule id>". */
enum comity_finding_id {
#define FINDING(name, id, severity, basis, message, remedy) COMITY_F_##name,
#include "finding.def"
#undef FINDING
	COMITY_F_COUNT
};

/* Where something stands. All borrowed by the functions that take it. */
struct comity_place {
	const char *file; /* name of the source; NULL none */
	unsigned long line; /* 1-based; 0 the document as a whole */
	const char *path; /* element names with ordinals; NULL none */
};

struct comity_finding {
	const char *id; /* stable for ever */
	enum comity_severity severity;
	unsigned long line;
	/* All owned by the report; escaped by comity_text_escape() on entry;
	 * NULL where there is nothing to say. */
	char *file, *path, *message, *found, *expected, *basis, *remedy;
	char *own_id; /* what id points to, if it is not one of ours */
};

struct comity_report;

struct comity_report *comity_report_new(void); /* speaks English */
/* One that speaks as another does. */
struct comity_report *comity_report_new_like(
    const struct comity_report *other);
void comity_report_free(struct comity_report *report);
/* From now on findings are added in this language: their messages, remedies
 * and what was expected, never their ids, citations or what was found. */
void comity_report_speak(
    struct comity_report *report, enum comity_language language);
enum comity_language comity_report_language(
    const struct comity_report *report);

/*
 * Add one of our own findings, in the report's language. found, expected:
 * borrowed, untrusted text that the message is about; NULL none. A phrase of
 * ours in `expected` (lib/phrase.def) is said in that language, too; a single
 * word is a code and stays.
 * Returns its effect: COMITY_OK for info and warning, COMITY_REFUSED for
 * error and fatal, COMITY_UNKNOWN for "no answer", COMITY_ENOMEM.
 */
int comity_report_add(struct comity_report *report,
    enum comity_finding_id id, const struct comity_place *place,
    const char *found, const char *expected);

/* The same for a finding that data defines; everything is copied. */
int comity_report_add_finding(struct comity_report *report,
    const struct comity_finding *finding);

/* Whether it has said that there are more findings than it holds: what comes
 * now is only counted for the answer. */
bool comity_report_is_full(const struct comity_report *report);
size_t comity_report_count(const struct comity_report *report);
const struct comity_finding *comity_report_at(
    const struct comity_report *report, size_t i); /* NULL past the end */
/* The first with this id; NULL none. */
const struct comity_finding *comity_report_find(
    const struct comity_report *report, const char *id);
size_t comity_report_severity_count(const struct comity_report *report,
    enum comity_severity severity);
/* The worst effect of what is in it, COMITY_OK when empty. */
int comity_report_status(const struct comity_report *report);
/* Whether memory failed while adding: then no yes may come of it. */
bool comity_report_failed(const struct comity_report *report);
/* Move all findings of `from` behind those of `to`. */
int comity_report_join(struct comity_report *to, struct comity_report *from);

/* The table behind finding.def, for `comity explain`; NULL if not ours. */
struct comity_finding_row {
	const char *id;
	enum comity_severity severity;
	const char *basis, *message, *remedy;
};
const struct comity_finding_row *comity_finding_row(const char *id);
const struct comity_finding_row *comity_finding_row_at(size_t i);
/* A finding's sentences in a language; never NULL. */
const char *comity_finding_message(
    enum comity_finding_id id, enum comity_language language);
const char *comity_finding_remedy(
    enum comity_finding_id id, enum comity_language language);
const char *comity_severity_name(enum comity_severity severity);

#endif
