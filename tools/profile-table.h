/* SPDX-License-Identifier: Apache-2.0 */
/* profile-table: a table of text for people: as text, HTML, CSV or JSON. */
#ifndef PROFILE_TABLE_H
#define PROFILE_TABLE_H

#include "run.h"

#define TABLE_COLUMNS_MAX 10

struct table_row {
	char *cells[TABLE_COLUMNS_MAX]; /* NULL: empty */
};

struct table {
	const char *title; /* borrowed */
	char *lead; /* what stands above it; owned */
	const char *keys[TABLE_COLUMNS_MAX]; /* in JSON and CSV: English */
	const char *heads[TABLE_COLUMNS_MAX]; /* for people */
	size_t columns;
	struct table_row *rows;
	size_t count;
	bool failed;
	enum comity_language language;
};

/* A new row; cells are set with table_set. NULL if memory ran out. */
struct table_row *table_add(struct table *table);
/* Takes text over; NULL with a failed text makes the table failed. */
void table_set(
    struct table *table, struct table_row *row, size_t column, char *text);
void table_clear(struct table *table);

/* Print it as --format asks (csv: what spread sheets read); false: memory. */
bool table_write(
    const struct run *run, const struct table *table, bool csv, FILE *to);

#endif
