/* SPDX-License-Identifier: Apache-2.0 */
/* reference-uri: the forms of URI that a Reference may have (rule 13). */
#ifndef COMITY_REFERENCE_URI_H
#define COMITY_REFERENCE_URI_H

#include "status.h"

enum comity_reference_kind {
	COMITY_REFERENCE_DOCUMENT, /* "" and "#xpointer(/)" */
	COMITY_REFERENCE_ELEMENT, /* "#name" and "#xpointer(id('name'))" */
	COMITY_REFERENCE_PAYLOAD /* a relative name, percent-encoded */
};

/*
 * Read a URI by exact grammar.
 * name  new, free(): the Id, or the payload's name, decoded; NULL for the
 *       document. A name never leads anywhere: it is looked up in what the
 *       caller supplied, compared byte by byte.
 * Returns COMITY_OK; COMITY_REFUSED: another form; COMITY_ENOMEM.
 */
int comity_reference_uri_read(
    const char *uri, enum comity_reference_kind *kind, char **name);

/* The URI by which a signature names a payload (every byte that RFC 3986 does
 * not leave unreserved is encoded, "/" excepted); free(); NULL if memory ran
 * out. */
char *comity_reference_uri_write(const char *name);

#endif
