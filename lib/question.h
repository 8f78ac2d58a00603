/* SPDX-License-Identifier: Apache-2.0 */
/*
 * question: what a template asks, an answers file, and whether the answers
 * are answers. doc/drafting.md, section 4.
 */
#ifndef COMITY_QUESTION_H
#define COMITY_QUESTION_H

#include "facts.h"

/*
 * Read answers into facts: each against its question; a wrong one gets one
 * finding whose message begins with the question's own words.
 * answers  borrowed, untrusted; NULL none (defaults only).
 * strict   whether a required question without an answer is a finding.
 * Returns COMITY_OK; COMITY_REFUSED with findings; COMITY_UNKNOWN (the
 * template is broken); COMITY_ENOMEM.
 */
int comity_answers_read(
    struct comity_facts *facts, const struct comity_doc *answers, bool strict);

/*
 * The same for an agreement that exists: what its questions say with `from`
 * is read out of it; answers (may be NULL) win over that, defaults do not.
 */
int comity_answers_read_from(struct comity_facts *facts,
    const struct comity_doc *answers, const struct comity_doc *agreement);

/* Whether a value answers a question. COMITY_OK; COMITY_REFUSED, and *why is
 * borrowed text that says what is asked for; COMITY_ENOMEM. */
int comity_answer_check(const struct comity_facts *facts,
    const xmlNode *question, const char *value, const char **why);

/*
 * An answers file. given: facts to fill in, or NULL: an empty one, where
 * every question has its help in a comment.
 * Returns COMITY_OK or COMITY_ENOMEM; *out: xmlFreeDoc().
 */
int comity_questions_write(
    const struct comity_template *template, const char *lang, xmlDocPtr *out);

#endif
