/* SPDX-License-Identifier: Apache-2.0 */
/* bundling: files that are signed as they are: beside a signature of their
 * own (--detached), or in a container with it (--container). */
#ifndef BUNDLING_H
#define BUNDLING_H

#include "container.h"
#include "run.h"
#include "signer.h"

struct bundle {
	struct comity_source *sources[LIST_MAX];
	struct comity_doc *docs[LIST_MAX]; /* NULL: it is no XML */
	size_t count;
	const char *known; /* the one file that a profile knows; NULL none */
	struct comity_container *container; /* that is signed; NULL detached */
};

/* Whether the command line asks for it. */
bool bundling_is_asked(const struct options *options);
/* What is wrong with these options and files; NULL nothing. */
const char *bundling_misuse(const struct options *options, int argc);
/*
 * Read the files, validate those that a profile knows, show each.
 * Returns COMITY_OK; COMITY_REFUSED, COMITY_UNKNOWN, COMITY_ELIMIT or
 * COMITY_EIO with findings; COMITY_ENOMEM.
 */
int bundling_read(struct run *run, struct answer *answer, int argc, char **argv,
    struct bundle *bundle);
/* The container in the answer's source: its signatures get another one. */
int bundling_open(struct answer *answer, struct bundle *bundle);
/* Sign; octets: what is to be written, free(). */
int bundling_sign(struct answer *answer, const struct signer *signer,
    struct bundle *bundle, unsigned char **octets, size_t *len);
/* The files as a verifier gets them beside a detached signature. COMITY_OK or
 * COMITY_ENOMEM. */
int bundling_beside(const struct bundle *bundle, struct comity_beside **out);
void bundling_clear(struct bundle *bundle);

#endif
