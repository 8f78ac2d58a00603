/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status: what a function of the library answers. Anything but COMITY_OK is
 * no: above zero it is a refusal and the report says why; below zero no
 * answer was reached.
 */
#ifndef COMITY_STATUS_H
#define COMITY_STATUS_H

enum comity_status {
	COMITY_OK = 0,
	COMITY_REFUSED = 1, /* no: a finding says why */
	COMITY_UNKNOWN = -1, /* no answer: a finding says because of what */
	COMITY_EPACK = -2, /* a pack is broken: no answer */
	COMITY_EIO = -3, /* a file could not be read or written */
	COMITY_ELIMIT = -4, /* a bound of limit.h was met */
	COMITY_ENOMEM = -5, /* memory ran out */
	COMITY_EINTERNAL = -6 /* a check of our own work failed */
};

/* The worse of two: no answer beats no, no beats yes. */
int comity_status_worse(int a, int b);

#endif
