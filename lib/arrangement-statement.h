/* SPDX-License-Identifier: Apache-2.0 */
/* arrangement-statement: reads one Statement of an arrangement. */
#ifndef COMITY_ARRANGEMENT_STATEMENT_H
#define COMITY_ARRANGEMENT_STATEMENT_H

#include "arrangement.h"
#include "stated.h"

/* sides: read already; their ids resolve @side, @from and @to. */
void comity_statement_read(struct comity_places *places, const xmlNode *node,
    const struct comity_arrangement_side sides[2],
    struct comity_arrangement_statement *out);
void comity_statement_clear(struct comity_arrangement_statement *statement);

#endif
