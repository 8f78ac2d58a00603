/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch: one document after the other, judged by workers, answered in the
 * order in which they came. Runs in the process that loaded the packs; the
 * octets come over run->feed, and it reads none of them.
 */
#ifndef BATCH_H
#define BATCH_H

#include "run.h"

/* The act of every command that has a judging. */
int batch_act(struct run *run, int argc, char **argv);

#endif
