/* SPDX-License-Identifier: Apache-2.0 */
/* tolerance order: elements into the order of their schema; for tolerance.c
 * only. */
#ifndef COMITY_TOLERANCE_ORDER_H
#define COMITY_TOLERANCE_ORDER_H

#include "pack-private.h"

/* Whether the edition has a row of this kind about an element. */
bool comity_drift_is(const struct pack_edition *edition,
    enum pack_drift_kind kind, const xmlNode *node);

/* Put the children of the elements that the edition names into the order of
 * its schema, where they are the children that the schema allows. Returns as
 * comity_tolerance_apply(). */
int comity_order_mend(const struct pack_edition *edition,
    struct comity_doc *copy, struct comity_report *report);

#endif
