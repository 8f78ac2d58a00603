/* SPDX-License-Identifier: Apache-2.0 */
/*
 * docx: the parts of a document as one Office Open XML package (ECMA-376
 * part 2: a ZIP with [Content_Types].xml). The one door to libarchive.
 */
#ifndef COMITY_DOCX_H
#define COMITY_DOCX_H

#include "xml.h"

/*
 * Write a package.
 * package  borrowed: <package><part name="word/document.xml">one element</part>
 *          ...</package>, in the order in which the parts shall stand.
 * octets   the ZIP, with its length; free(). It holds no time, no owner and
 *          no name of a machine: same parts, same octets.
 * Returns COMITY_OK; COMITY_EINTERNAL (a part without a name or without
 * exactly one element, a name that leaves the package); COMITY_ENOMEM.
 */
int comity_docx_write(xmlDocPtr package, unsigned char **octets, size_t *len);

#endif
