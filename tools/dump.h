/* SPDX-License-Identifier: Apache-2.0 */
/* dump: --dump-octets: what was digested, in files. */
#ifndef DUMP_H
#define DUMP_H

#include "run.h"

/*
 * Write what each Reference of each signature came to, and a table of it, into
 * the folder that --dump-octets names: whole, or not at all.
 * Returns COMITY_OK; COMITY_EIO with a finding (it is there already, or can
 * not be written); COMITY_ENOMEM.
 */
int dump_octets(struct run *run, struct answer *answer);

#endif
