/* SPDX-License-Identifier: Apache-2.0 */
/* render-draft: why each clause is in, bad answers, questions at a terminal. */
#ifndef RENDER_DRAFT_H
#define RENDER_DRAFT_H

#include "draft.h"
#include "run.h"

/* The account of a draft, or of what was wrong with the answers: one line
 * each. Counts the status, as run_answer(). */
void render_draft(
    struct run *run, struct answer *answer, const struct comity_draft *draft);

/*
 * Ask every question at the terminal, on stderr, and read lines from stdin.
 * Returns COMITY_OK and an answers file as octets (free()); COMITY_EIO when
 * the input ends; COMITY_ENOMEM.
 */
int render_ask(struct comity_facts *facts, char **octets, size_t *len);

#endif
