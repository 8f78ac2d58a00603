/* SPDX-License-Identifier: Apache-2.0 */
/* codelist-private: what a code list is made of; codelist*.c only. */
#ifndef COMITY_CODELIST_PRIVATE_H
#define COMITY_CODELIST_PRIVATE_H

#include "codelist.h"

#include <libxml/hash.h>
#include <stdatomic.h>

#define NS_GENERICODE "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"

struct row {
	char **values; /* one per column, NULL where there is none */
	int64_t from, through; /* days, both included */
	struct row *next; /* another row of the same code */
};

struct comity_codelist {
	char *id, *edition, *digest, *file;
	char **columns;
	size_t column_count;
	size_t key, from, through; /* columns; column_count: none */
	struct row *rows;
	size_t row_count;
	xmlHashTablePtr index; /* code to the last of its rows */
	/* NULL: all of the above is there, and changes no more */
	_Atomic(const struct comity_folder_file *) promised;
};

/* What one reading carries along. */
struct reading {
	const struct comity_doc *doc; /* NULL: what is refused is not said */
	struct comity_report *report;
	struct comity_codelist *list;
};

/* column_count: there is none. */
size_t comity_codelist_column_find(
    const struct comity_codelist *list, const char *name);
/* A row before its values are there. COMITY_OK; COMITY_ENOMEM. */
int comity_codelist_row_begin(struct comity_codelist *list, struct row *row);
/* With its values: its days, and into the index, by its address.
 * COMITY_OK; COMITY_EPACK; COMITY_ENOMEM. */
int comity_codelist_row_end(
    struct reading *reading, const xmlNode *node, struct row *row);
void comity_codelist_rows_clear(struct comity_codelist *list);

/*
 * codelist-rows.c: the rows of a list whose head is there, without a tree of
 * the whole. COMITY_OK, and they are in it; COMITY_ENOMEM; COMITY_EPACK: there
 * is something that one who reads the whole must judge, and no row is in it.
 */
int comity_codelist_rows_walk(
    struct comity_codelist *list, const struct comity_folder_file *file);

#endif
