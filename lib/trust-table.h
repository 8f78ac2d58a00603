/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust-table: a plain table that a trust list is made of: first lines of a
 * key and a value on the scheme, then a row of column names, then a row for
 * each service. Cells are parted by tabs, commas or semicolons, as spread
 * sheets write them; "..." keeps what is inside together. doc/trust.md.
 */
#ifndef COMITY_TRUST_TABLE_H
#define COMITY_TRUST_TABLE_H

#include "certificate.h"
#include "source.h"

/* Keys of the scheme, and columns of a service: trust-table.c has the names. */
enum comity_trust_key {
	COMITY_KEY_TERRITORY,
	COMITY_KEY_OPERATOR,
	COMITY_KEY_SCHEME_NAME,
	COMITY_KEY_STREET,
	COMITY_KEY_LOCALITY,
	COMITY_KEY_STATE,
	COMITY_KEY_POSTAL_CODE,
	COMITY_KEY_COUNTRY,
	COMITY_KEY_EMAIL,
	COMITY_KEY_WEBSITE,
	COMITY_KEY_INFORMATION,
	COMITY_KEY_TYPE,
	COMITY_KEY_DETERMINATION,
	COMITY_KEY_RULES,
	COMITY_KEY_NOTICE,
	COMITY_KEY_HISTORY,
	COMITY_KEY_SEQUENCE,
	COMITY_KEY_ISSUED,
	COMITY_KEY_NEXT_UPDATE,
	COMITY_KEY_DISTRIBUTION,
	COMITY_KEY_COUNT
};
enum comity_trust_column {
	COMITY_COLUMN_PROVIDER,
	COMITY_COLUMN_IDENTIFIER,
	COMITY_COLUMN_TRADE_NAME,
	COMITY_COLUMN_STREET,
	COMITY_COLUMN_LOCALITY,
	COMITY_COLUMN_STATE,
	COMITY_COLUMN_POSTAL_CODE,
	COMITY_COLUMN_COUNTRY,
	COMITY_COLUMN_EMAIL,
	COMITY_COLUMN_WEBSITE,
	COMITY_COLUMN_INFORMATION,
	COMITY_COLUMN_TYPE,
	COMITY_COLUMN_NAME,
	COMITY_COLUMN_CERTIFICATE,
	COMITY_COLUMN_STATUS,
	COMITY_COLUMN_SINCE,
	COMITY_COLUMN_COUNT
};

struct comity_trust_row {
	unsigned long line;
	char *cells[COMITY_COLUMN_COUNT]; /* never NULL; "" empty */
	size_t provider; /* the first row with the same identifier */
	int64_t since;
	struct comity_certificate *certificate; /* owned; NULL until its file
		was read, by who may open files */
};

struct comity_trust_table {
	char *name; /* of the source */
	char *values[COMITY_KEY_COUNT]; /* NULL: not there */
	unsigned long lines[COMITY_KEY_COUNT];
	int64_t issued, next_update; /* issued: INT64_MIN not stated */
	uint64_t sequence; /* 0 not stated */
	struct comity_trust_row *rows;
	size_t count;
};

/*
 * Read a table. Types and statuses come out as URIs, what a row leaves out of
 * its provider is that of the provider's first row.
 * Returns COMITY_OK; COMITY_REFUSED with a finding at each wrong cell, its
 * line and, as its path, its column; COMITY_ELIMIT, COMITY_ENOMEM.
 */
int comity_trust_table_read(const struct comity_source *source,
    struct comity_report *report, struct comity_trust_table **out);
void comity_trust_table_free(struct comity_trust_table *table);

/* A finding at a cell: line, and the name of the column or key. */
int comity_trust_table_find(const struct comity_trust_table *table,
    unsigned long line, const char *column, struct comity_report *report,
    enum comity_finding_id finding, const char *found, const char *expected);
const char *comity_trust_column_name(enum comity_trust_column column);

#endif
