/* SPDX-License-Identifier: Apache-2.0 */
/*
 * porter: the process that opens files, and parses nothing. It starts the one
 * that loads packs and forks workers, feeds it documents, writes what it is
 * asked to write if the command line names it, and says so if it dies.
 */
#ifndef PORTER_H
#define PORTER_H

#include "run.h"

/* Act in another process, behind its sandbox; argv holds the files. Returns
 * as command_fn does. */
int porter_act(struct run *run, int argc, char **argv,
    int (*act)(struct run *, int, char **));

#endif
