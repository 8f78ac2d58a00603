/* SPDX-License-Identifier: Apache-2.0 */
/* render-etsi: --format etsi: the validation report of ETSI TS 119 102-2. */
#ifndef RENDER_ETSI_H
#define RENDER_ETSI_H

#include "run.h"

/* The report on one file; false if memory ran out. Where nothing was judged
 * (it could not be read) it says so with what was found. */
bool render_etsi(const struct run *run, const struct answer *answer, FILE *to);

#endif
