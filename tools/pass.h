/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass: a passphrase or PIN, from a file, a descriptor or the terminal; never
 * from an argument or the environment, which others can read.
 */
#ifndef PASS_H
#define PASS_H

#include "report.h"

#define PASS_MAX 1024 /* bytes; no passphrase is longer */

/*
 * The first line of a file ("-" is not taken) or of a descriptor ("7").
 * pass: new, without the line's end; pass_free().
 * COMITY_OK, COMITY_REFUSED or COMITY_EIO with a finding, COMITY_ENOMEM.
 */
int pass_from_file(
    const char *path, struct comity_report *report, char **pass);
int pass_from_descriptor(
    const char *number, struct comity_report *report, char **pass);
/* Ask on the terminal, without echo. *pass NULL: there is no terminal. */
int pass_from_terminal(
    const char *what, struct comity_report *report, char **pass);
/* Wipe and free. */
void pass_free(char *pass);

#endif
