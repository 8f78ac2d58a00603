/* SPDX-License-Identifier: Apache-2.0 */
/*
 * beside: signatures that do not stand in the document they sign: around it
 * (enveloping), in a file of their own (detached), in a container with it.
 */
#ifndef COMITY_BESIDE_H
#define COMITY_BESIDE_H

#include "xml.h"

/* Octets that a signature may name. Owned. */
struct comity_payload {
	char *name; /* what a Reference calls it, decoded */
	unsigned char *bytes; /* len of them, and a NUL that does not count */
	size_t len;
};

/*
 * What belongs to a document whose signatures stand beside it; its
 * comity_doc owns this. self: the document is the first of the signatures
 * itself, since what they sign is no XML that we could read.
 */
struct comity_beside {
	struct comity_doc **signatures; /* further documents of signatures */
	size_t count;
	struct comity_payload *payloads; /* sorted as given; none: enveloping */
	size_t payload_count;
	const struct comity_payload *main; /* the one that the document was
		read from; NULL: none (enveloping, or self) */
	bool self;
	bool container; /* what was given is one file: all of it is judged */
	char sha256_hex[65]; /* of the container; "" none */
};

struct comity_beside *comity_beside_new(void);
void comity_beside_free(struct comity_beside *beside);
/* Take a document of signatures over. COMITY_OK or COMITY_ENOMEM (then it is
 * freed). */
int comity_beside_add(
    struct comity_beside *beside, struct comity_doc *signatures);
/* Add a payload by copy. COMITY_OK; COMITY_REFUSED: the name is there
 * already; COMITY_ENOMEM. Before main is set. */
int comity_beside_add_payload(struct comity_beside *beside, const char *name,
    const void *bytes, size_t len);
/* By its exact name; NULL none. Borrowed. */
const struct comity_payload *comity_beside_payload(
    const struct comity_beside *beside, const char *name);

/*
 * The document inside an enveloping signature: the one element, or the one
 * XML document in base64, of the one ds:Object that holds data. Nothing is
 * proven by this.
 * doc  taken over on COMITY_OK: the inner document owns it.
 * Returns COMITY_OK; COMITY_UNKNOWN: there is none, *inner is NULL and doc
 * stays the caller's; COMITY_ENOMEM.
 */
int comity_beside_open(struct comity_doc *doc, struct comity_doc **inner);

/* The ds:Object elements of a signature that hold data: all but the one of
 * its QualifyingProperties. next: after this one; NULL the first. */
const xmlNode *comity_beside_object(
    const xmlNode *signature, const xmlNode *after);

#endif
