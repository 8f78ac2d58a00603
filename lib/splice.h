/* SPDX-License-Identifier: Apache-2.0 */
/*
 * splice: put a child into an element of a document in its own octets, so
 * that every other octet stays: quotes, blanks in tags, line ends, comments,
 * the XML declaration. It looks for one place and understands nothing: what
 * comes out is read by the parser and verified like any document.
 */
#ifndef COMITY_SPLICE_H
#define COMITY_SPLICE_H

#include "xml.h"

/*
 * Insert text as the last child of an element.
 * source  borrowed; the octets that doc was read from.
 * node    borrowed; an element of doc.
 * text    borrowed; well-formed, UTF-8.
 * octets  new, with a NUL that does not count; free().
 * Returns COMITY_OK; COMITY_UNKNOWN: not in these octets (UTF-16, or they are
 * not those of the document); COMITY_ENOMEM.
 */
int comity_splice(const struct comity_source *source,
    const struct comity_doc *doc, const xmlNode *node, const char *text,
    unsigned char **octets, size_t *len);

#endif
