/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary: what many answers come to, counted. It reads no file and judges
 * nothing: answers are values of doc/answer.schema.json, given one by one.
 * Memory is bounded by what differs in them, not by how many there are.
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct summary;

struct summary *summary_new(void); /* NULL if memory ran out */
void summary_free(struct summary *summary);

/* NULL: a value is an answer; else what it lacks, in a few words. */
const char *summary_fault(const json_t *answer);
/*
 * Count one more answer, or take one back that was counted.
 * answer  borrowed; of a kind that summary_fault() finds nothing wrong with.
 * Returns false if memory ran out: then the whole summary is no answer.
 */
bool summary_add_value(struct summary *summary, const json_t *answer);
bool summary_take_value(struct summary *summary, const json_t *answer);

/* "yes", "no", "no answer" of an answer: of the policy's, where one was asked.
 * The exit status follows it. */
const char *summary_word(const json_t *answer);
/* enum comity_status that all answers come to; COMITY_UNKNOWN: there is none,
 * COMITY_ENOMEM: memory ran out. */
int summary_status(const struct summary *summary);
size_t summary_documents(const struct summary *summary);

/*
 * All counts as one value (doc/summary.schema.json: documents, commands,
 * findings, reasons, editions, differences); NULL if memory ran out.
 */
json_t *summary_value(const struct summary *summary);

#endif
