/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-table.h"

#include "moment.h"
#include "text.h"
#include "trust-cells.h"
#include "trust-check.h"

#include <stdlib.h>
#include <string.h>

#define STATUS "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
#define TYPE "http://uri.etsi.org/TrstSvc/Svctype/"

static const struct {
	const char *name;
	bool required;
} keys[COMITY_KEY_COUNT] = {
	{ "territory", true },
	{ "operator", true },
	{ "scheme-name", true },
	{ "street", true },
	{ "locality", true },
	{ "state", false },
	{ "postal-code", false },
	{ "country", true },
	{ "email", true },
	{ "website", true },
	{ "information", true },
	{ "type", false },
	{ "determination", false },
	{ "rules", true },
	{ "notice", true },
	{ "history-period", false },
	{ "sequence", false },
	{ "issued", false },
	{ "next-update", true },
	{ "distribution", false },
};

static const struct {
	const char *name;
	bool required, of_provider;
} columns[COMITY_COLUMN_COUNT] = {
	{ "provider", true, true },
	{ "identifier", true, false }, /* which provider it is */
	{ "trade-name", false, true },
	{ "street", true, true },
	{ "locality", true, true },
	{ "state", false, true },
	{ "postal-code", false, true },
	{ "country", true, true },
	{ "email", true, true },
	{ "website", true, true },
	{ "information", true, true },
	{ "type", true, false },
	{ "name", true, false },
	{ "certificate", true, false },
	{ "status", true, false },
	{ "since", true, false },
};

/* A table being read. */
struct reading {
	struct comity_trust_table *table;
	struct comity_report *report;
	int columns[COMITY_CELLS_MAX]; /* which one stands there; -1 none */
	size_t column_count;
};

const char *
comity_trust_column_name(enum comity_trust_column column)
{
	return columns[column].name;
}

void
comity_trust_table_free(struct comity_trust_table *table)
{
	size_t i, k;

	if (table == NULL)
		return;
	for (i = 0; i < COMITY_KEY_COUNT; i++)
		free(table->values[i]);
	for (i = 0; i < table->count; i++) {
		for (k = 0; k < COMITY_COLUMN_COUNT; k++)
			free(table->rows[i].cells[k]);
		comity_certificate_free(table->rows[i].certificate);
	}
	free(table->rows);
	free(table->name);
	free(table);
}

int
comity_trust_table_find(const struct comity_trust_table *table,
    unsigned long line, const char *column, struct comity_report *report,
    enum comity_finding_id finding, const char *found, const char *expected)
{
	const struct comity_place place = {
		.file = table->name, .line = line, .path = column
	};

	return comity_report_add(report, finding, &place, found, expected);
}

/* A wrong cell is said, and reading goes on: all of them come out at once. */
static int
wrong(const struct reading *r, unsigned long line, const char *column,
    const char *found, const char *expected)
{
	int rc = comity_trust_table_find(r->table, line, column, r->report,
	    COMITY_F_TRUST_TABLE, found, expected);

	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

static int
lacks(const struct reading *r, unsigned long line, const char *column)
{
	int rc = comity_trust_table_find(r->table, line, column, r->report,
	    COMITY_F_TRUST_TABLE_LACKS, NULL, column);

	return rc == COMITY_ENOMEM ? rc : COMITY_OK;
}

static int
read_key(struct reading *r, const struct comity_cells *cells)
{
	struct comity_trust_table *table = r->table;
	size_t i, k;

	for (i = 0; i < COMITY_KEY_COUNT; i++)
		if (strcmp(cells->at[0], keys[i].name) == 0)
			break;
	if (i == COMITY_KEY_COUNT)
		return wrong(r, cells->line, cells->at[0], cells->at[0],
		    "a key of the scheme, or the row of column names");
	for (k = 2; k < cells->count; k++)
		if (*cells->at[k] != '\0')
			return wrong(r, cells->line, keys[i].name, cells->at[k],
			    "a key and one value");
	if (table->values[i] != NULL)
		return wrong(r, cells->line, keys[i].name, cells->at[0],
		    "each key once");
	table->lines[i] = cells->line;
	if (cells->count < 2 || *cells->at[1] == '\0')
		return COMITY_OK; /* as if it were not there */
	table->values[i] = comity_text_copy(cells->at[1]);
	return table->values[i] != NULL ? COMITY_OK : COMITY_ENOMEM;
}

/* The row of column names is the one that has a certificate. */
static bool
is_head(const struct comity_cells *cells)
{
	size_t i;

	for (i = 0; i < cells->count; i++)
		if (strcmp(cells->at[i],
			columns[COMITY_COLUMN_CERTIFICATE].name) == 0)
			return true;
	return false;
}

static int
read_head(struct reading *r, const struct comity_cells *cells)
{
	bool there[COMITY_COLUMN_COUNT] = { false };
	size_t i, k;
	int rc = COMITY_OK;

	r->column_count = cells->count;
	for (i = 0; i < cells->count && rc == COMITY_OK; i++) {
		r->columns[i] = -1;
		for (k = 0; k < COMITY_COLUMN_COUNT; k++)
			if (strcmp(cells->at[i], columns[k].name) == 0)
				r->columns[i] = (int)k;
		if (r->columns[i] < 0 && *cells->at[i] != '\0')
			rc = wrong(r, cells->line, cells->at[i], cells->at[i],
			    "the name of a column");
		else if (r->columns[i] >= 0 && there[r->columns[i]])
			rc = wrong(r, cells->line, cells->at[i], cells->at[i],
			    "each column once");
		else if (r->columns[i] >= 0)
			there[r->columns[i]] = true;
	}
	for (k = 0; k < COMITY_COLUMN_COUNT && rc == COMITY_OK; k++)
		if (columns[k].required && !there[k])
			rc = lacks(r, cells->line, columns[k].name);
	return rc;
}

/* "CA/PKC" and "granted" are short for URIs of the standard. */
static int
expand(struct reading *r, struct comity_trust_row *row, size_t column,
    const char *prefix, bool (*known)(const char *uri), const char *expected)
{
	char *cell = row->cells[column], *uri;
	int rc = COMITY_OK;

	if (*cell == '\0')
		return COMITY_OK;
	if (strncmp(cell, "urn:", 4) != 0 && strstr(cell, "://") == NULL) {
		uri = comity_text_format("%s%s", prefix, cell);
		if (uri == NULL)
			return COMITY_ENOMEM;
		free(cell);
		row->cells[column] = cell = uri;
	}
	if (!known(cell))
		rc = wrong(r, row->line, columns[column].name, cell, expected);
	return rc;
}

/* A day, or a moment. */
static bool
read_when(const char *text, int64_t *at)
{
	int64_t day;

	if (comity_moment_read(text, at) == COMITY_OK)
		return true;
	if (strlen(text) != 10 || comity_day_read(text, &day) != COMITY_OK)
		return false;
	*at = day * 86400;
	return true;
}

/* Provider's cells: given once, or each time the same. */
static int
take_provider(struct reading *r, struct comity_trust_row *row, size_t at)
{
	struct comity_trust_row *first = &r->table->rows[row->provider];
	size_t k;
	int rc = COMITY_OK;

	for (k = 0; k < COMITY_COLUMN_COUNT && rc == COMITY_OK; k++) {
		if (!columns[k].of_provider || row->provider == at)
			continue;
		if (*row->cells[k] != '\0' &&
		    strcmp(row->cells[k], first->cells[k]) != 0) {
			rc = comity_trust_table_find(r->table, row->line,
			    columns[k].name, r->report,
			    COMITY_F_TRUST_TABLE_DIFFERS, row->cells[k],
			    first->cells[k]);
			rc = rc == COMITY_ENOMEM ? rc : COMITY_OK;
		}
	}
	return rc;
}

static int
check_row(struct reading *r, size_t at)
{
	struct comity_trust_row *row = &r->table->rows[at];
	const char *id = row->cells[COMITY_COLUMN_IDENTIFIER];
	size_t k;
	int rc = COMITY_OK;

	for (row->provider = 0; row->provider < at; row->provider++)
		if (strcmp(r->table->rows[row->provider]
			       .cells[COMITY_COLUMN_IDENTIFIER],
			id) == 0)
			break;
	for (k = 0; k < COMITY_COLUMN_COUNT && rc == COMITY_OK; k++)
		if (columns[k].required && *row->cells[k] == '\0' &&
		    !(columns[k].of_provider && row->provider != at))
			rc = lacks(r, row->line, columns[k].name);
	if (rc == COMITY_OK && *id != '\0' &&
	    (strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 5 || id[5] != '-' ||
		id[6] == '\0'))
		rc = wrong(r, row->line, "identifier", id,
		    "VATXX-..., NTRXX-... or the like");
	if (rc == COMITY_OK)
		rc = expand(r, row, COMITY_COLUMN_TYPE, TYPE,
		    comity_trust_type_known,
		    "a type of TS 119 612, or a URI of your own");
	if (rc == COMITY_OK)
		rc = expand(r, row, COMITY_COLUMN_STATUS, STATUS,
		    comity_trust_status_known,
		    "a status of TS 119 612, or a URI of your own");
	if (rc == COMITY_OK && *row->cells[COMITY_COLUMN_SINCE] != '\0' &&
	    !read_when(row->cells[COMITY_COLUMN_SINCE], &row->since))
		rc = wrong(r, row->line, "since",
		    row->cells[COMITY_COLUMN_SINCE],
		    "a day or a moment, like 2026-06-01T00:00:00Z");
	return rc == COMITY_OK ? take_provider(r, row, at) : rc;
}

static int
read_row(struct reading *r, const struct comity_cells *cells)
{
	struct comity_trust_table *table = r->table;
	struct comity_trust_row *row = &table->rows[table->count];
	size_t i;

	memset(row, 0, sizeof(*row));
	row->line = cells->line;
	table->count++;
	for (i = 0; i < cells->count; i++) {
		if (i >= r->column_count || r->columns[i] < 0) {
			if (*cells->at[i] != '\0')
				return wrong(r, cells->line, NULL, cells->at[i],
				    "a column with a name");
			continue;
		}
		row->cells[r->columns[i]] = comity_text_copy(cells->at[i]);
		if (row->cells[r->columns[i]] == NULL)
			return COMITY_ENOMEM;
	}
	for (i = 0; i < COMITY_COLUMN_COUNT; i++)
		if (row->cells[i] == NULL &&
		    (row->cells[i] = comity_text_copy("")) == NULL)
			return COMITY_ENOMEM;
	return check_row(r, table->count - 1);
}

static int
check_scheme(struct reading *r)
{
	struct comity_trust_table *table = r->table;
	const char *sequence = table->values[COMITY_KEY_SEQUENCE];
	const char *issued = table->values[COMITY_KEY_ISSUED];
	const char *next = table->values[COMITY_KEY_NEXT_UPDATE];
	static const char like[] =
	    "a day or a moment, like 2026-06-01T00:00:00Z";
	char *end;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; i < COMITY_KEY_COUNT && rc == COMITY_OK; i++)
		if (keys[i].required && table->values[i] == NULL)
			rc = lacks(r, table->lines[i], keys[i].name);
	table->issued = INT64_MIN;
	if (rc == COMITY_OK && issued != NULL &&
	    !read_when(issued, &table->issued))
		rc = wrong(
		    r, table->lines[COMITY_KEY_ISSUED], "issued", issued, like);
	if (rc == COMITY_OK && next != NULL &&
	    !read_when(next, &table->next_update))
		rc = wrong(r, table->lines[COMITY_KEY_NEXT_UPDATE],
		    "next-update", next, like);
	if (rc == COMITY_OK && sequence != NULL) {
		table->sequence = strtoull(sequence, &end, 10);
		if (strspn(sequence, "0123456789") != strlen(sequence) ||
		    strlen(sequence) > 18 || table->sequence == 0)
			rc = wrong(r, table->lines[COMITY_KEY_SEQUENCE],
			    "sequence", sequence, "a whole number above zero");
	}
	return rc;
}

static int
read_all(struct reading *r, const struct comity_cell_rows *rows)
{
	bool headed = false;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; i < rows->count && !headed; i++)
		headed = is_head(&rows->at[i]);
	if (!headed) /* another kind of file: one line, not hundreds */
		return lacks(r, 0, "certificate");
	headed = false;
	for (i = 0; i < rows->count && rc == COMITY_OK; i++) {
		if (headed) {
			rc = read_row(r, &rows->at[i]);
		} else if (is_head(&rows->at[i])) {
			headed = true;
			rc = read_head(r, &rows->at[i]);
			/* rows under wrong names would all be wrong */
			if (rc == COMITY_OK)
				rc = comity_report_status(r->report);
		} else {
			rc = read_key(r, &rows->at[i]);
		}
	}
	return rc == COMITY_OK ? check_scheme(r) : rc;
}

int
comity_trust_table_read(const struct comity_source *source,
    struct comity_report *report, struct comity_trust_table **out)
{
	struct comity_report *own = comity_report_new_like(report);
	struct reading r = { .report = own };
	struct comity_cell_rows rows = { 0 };
	int rc = COMITY_ENOMEM;

	*out = NULL;
	if (own == NULL || (r.table = calloc(1, sizeof(*r.table))) == NULL ||
	    (r.table->name = comity_text_copy(source->name)) == NULL)
		goto out;
	if ((rc = comity_cells_read(source, own, &rows)) != COMITY_OK)
		goto out;
	r.table->rows = calloc(rows.count + 1, sizeof(*r.table->rows));
	rc = r.table->rows == NULL ? COMITY_ENOMEM : read_all(&r, &rows);
	if (rc == COMITY_OK)
		rc = comity_report_status(own);
	if (rc == COMITY_OK) {
		*out = r.table;
		r.table = NULL;
	}
out:
	if (own != NULL && comity_report_join(report, own) != COMITY_OK)
		rc = COMITY_ENOMEM;
	comity_cells_clear(&rows);
	comity_trust_table_free(r.table);
	comity_report_free(own);
	return rc;
}
