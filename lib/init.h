/* SPDX-License-Identifier: Apache-2.0 */
/* init: the process-wide hooks of libxml2, libxslt and OpenSSL, set once. */
#ifndef COMITY_INIT_H
#define COMITY_INIT_H

/* Call before anything else, from one thread. COMITY_OK or COMITY_ENOMEM. */
int comity_init(void);

/*
 * Have OpenSSL find what judging signatures takes, once for all processes
 * that are forked from this one: digests, kinds of keys and signatures,
 * decoders, random numbers. It is found in memory later on, too; it then
 * takes every one of them its time. Not needed to validate.
 * COMITY_OK; COMITY_ENOMEM; COMITY_EINTERNAL (OpenSSL lacks one of them).
 */
int comity_warm(void);

#endif
