/* SPDX-License-Identifier: Apache-2.0 */
/* guard: which files a command may still read behind its sandbox. */
#ifndef GUARD_H
#define GUARD_H

#include "run.h"

/*
 * Close the sandbox of the process that loads packs and forks workers, or
 * that is the worker itself of a command for one document: the folders of
 * packs and templates may be read, and the files that options name; documents
 * of argv only where the command has no workers for them.
 * COMITY_OK; COMITY_UNKNOWN, and the run's talk says why; COMITY_ENOMEM.
 */
int guard_close(struct run *run, int argc, char **argv);

#endif
