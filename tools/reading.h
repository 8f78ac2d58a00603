/* SPDX-License-Identifier: Apache-2.0 */
/* reading: from a file to the document in it, whatever shape its signatures
 * have: in it, around it, beside it (--payload), in a container with it. */
#ifndef READING_H
#define READING_H

#include "run.h"

/* Parse the answer's source into its doc. As comity_doc_read() returns. */
int reading_open(struct run *run, struct answer *answer);

#endif
