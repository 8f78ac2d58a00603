/* SPDX-License-Identifier: Apache-2.0 */
/* trust-cells: the rows and cells of a table, whatever they mean. */
#ifndef COMITY_TRUST_CELLS_H
#define COMITY_TRUST_CELLS_H

#include "source.h"

#define COMITY_CELLS_MAX 40 /* of a row: twice what a list can use */

struct comity_cells {
	unsigned long line; /* on which it begins */
	char *at[COMITY_CELLS_MAX];
	size_t count;
};

struct comity_cell_rows {
	struct comity_cells *at;
	size_t count;
};

/*
 * Part a text into rows: empty lines and lines that begin with # are left
 * out, a byte order mark too; blanks around a cell are taken off.
 * Returns COMITY_OK; COMITY_REFUSED with a finding (quotes that do not end,
 * too many cells, no UTF-8); COMITY_ELIMIT with a finding; COMITY_ENOMEM.
 */
int comity_cells_read(const struct comity_source *source,
    struct comity_report *report, struct comity_cell_rows *out);
void comity_cells_clear(struct comity_cell_rows *rows);

#endif
