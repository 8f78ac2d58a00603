/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xslt: the one door to libxslt. A stylesheet is ours, read from octets; it
 * may read or write no file, reach no network, load no other document.
 */
#ifndef COMITY_XSLT_H
#define COMITY_XSLT_H

#include "xml.h"

/*
 * Apply a stylesheet to a tree.
 * stylesheet  borrowed octets of an XSLT 1.0 stylesheet of ours.
 * input       borrowed tree; not changed.
 * parameters  name, XPath expression, ..., NULL; NULL none.
 * text        what came out, with its length; free().
 * Returns COMITY_OK; COMITY_EINTERNAL (the stylesheet is broken, or did what
 * it may not) with a finding; COMITY_ENOMEM.
 */
int comity_xslt_apply(const struct comity_source *stylesheet, xmlDocPtr input,
    const char **parameters, struct comity_report *report, char **text,
    size_t *len);

#endif
