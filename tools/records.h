/* SPDX-License-Identifier: Apache-2.0 */
/* records: what a batch keeps of its answers: --resume and --summary. */
#ifndef RECORDS_H
#define RECORDS_H

#include "run.h"

/* COMITY_OK, or the run's talk says why. */
int records_open(struct run *run);
/* Print the summary; make the journal last. */
void records_close(struct run *run);

#endif
