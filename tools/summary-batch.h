/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary-batch: whether answers are of one batch: given by one version of
 * the program, at one moment, with the same packs, lists and overrides.
 */
#ifndef SUMMARY_BATCH_H
#define SUMMARY_BATCH_H

#include <jansson.h>
#include <stdbool.h>

struct batch;

struct batch *batch_new(void); /* NULL if memory ran out */
void batch_free(struct batch *batch);
/* by: 1, or -1 to take back. False if memory ran out. */
bool batch_add(struct batch *batch, const json_t *answer, json_int_t by);
/* What is not the same everywhere: an array of objects with command, what
 * and values, each of these with value, documents and an example's file. */
json_t *batch_value(const struct batch *batch, bool *failed);

#endif
