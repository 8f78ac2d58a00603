/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-cells.h"

#include "limit.h"
#include "text.h"

#include <libxml/xmlstring.h>
#include <stdlib.h>
#include <string.h>

/* Lines on the scheme before those of the services. */
#define SCHEME_ROWS_MAX 100

struct reading {
	const struct comity_source *source;
	struct comity_report *report;
	struct comity_cell_rows *rows;
	const char *at;
	unsigned long line;
	char between; /* what parts cells */
};

void
comity_cells_clear(struct comity_cell_rows *rows)
{
	size_t i, k;

	for (i = 0; i < rows->count; i++)
		for (k = 0; k < rows->at[i].count; k++)
			free(rows->at[i].at[k]);
	free(rows->at);
	memset(rows, 0, sizeof(*rows));
}

static int
refuse(const struct reading *r, unsigned long line, const char *found,
    const char *expected)
{
	const struct comity_place place = { .file = r->source->name,
		.line = line };

	return comity_report_add(
	    r->report, COMITY_F_TRUST_TABLE, &place, found, expected);
}

/* What parts the cells of the first line that is not left out. */
static char
separator(const char *text)
{
	const char *end;
	size_t len;

	for (; *text != '\0'; text = *end == '\0' ? end : end + 1) {
		len = strcspn(text, "\n");
		end = text + len;
		if (*text == '#' || strspn(text, " \t\r") >= len)
			continue;
		if (memchr(text, '\t', len) != NULL)
			return '\t';
		return memchr(text, ';', len) != NULL &&
			       memchr(text, ',', len) == NULL
			   ? ';'
			   : ',';
	}
	return '\t';
}

static char *
trimmed(const char *text, size_t len)
{
	while (len > 0 && strchr(" \t\r", *text) != NULL) {
		text++;
		len--;
	}
	while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
		len--;
	return strndup(text, len);
}

/* A cell in quotes; two quotes in it are one. */
static int
quoted_cell(struct reading *r, char **out)
{
	struct comity_text text = { 0 };
	unsigned long line = r->line;
	bool closed = false;

	for (r->at++; *r->at != '\0'; r->at++) {
		if (*r->at == '\n')
			r->line++;
		if (*r->at == '"' && *++r->at != '"') {
			closed = true;
			break;
		}
		comity_text_add_bytes(&text, r->at, 1);
	}
	if (!closed) {
		comity_text_clear(&text);
		return refuse(r, line, NULL, "a closing quote");
	}
	r->at += strspn(r->at, r->between == '\t' ? " \r" : " \t\r");
	if (*r->at != r->between && *r->at != '\n' && *r->at != '\0') {
		comity_text_clear(&text);
		return refuse(
		    r, r->line, NULL, "the end of the cell after its quote");
	}
	if (text.failed)
		return COMITY_ENOMEM;
	*out = trimmed(text.data != NULL ? text.data : "", text.len);
	comity_text_clear(&text);
	return *out != NULL ? COMITY_OK : COMITY_ENOMEM;
}

static int
plain_cell(struct reading *r, char **out)
{
	const char ends[] = { r->between, '\n', '\0' };
	size_t len = strcspn(r->at, ends);

	*out = trimmed(r->at, len);
	r->at += len;
	return *out != NULL ? COMITY_OK : COMITY_ENOMEM;
}

static int
read_row(struct reading *r)
{
	struct comity_cells *row = &r->rows->at[r->rows->count];
	int rc = COMITY_OK;

	memset(row, 0, sizeof(*row));
	row->line = r->line;
	r->rows->count++;
	while (rc == COMITY_OK) {
		if (row->count == COMITY_CELLS_MAX)
			return refuse(r, row->line, "more cells",
			    "at most 40 cells in a row");
		rc = *r->at == '"' ? quoted_cell(r, &row->at[row->count])
				   : plain_cell(r, &row->at[row->count]);
		if (rc == COMITY_OK)
			row->count++;
		if (*r->at != r->between)
			break;
		r->at++;
	}
	return rc;
}

static int
read_rows(struct reading *r)
{
	struct comity_cell_rows *rows = r->rows;
	size_t room = 0, len;
	struct comity_cells *more;
	int rc = COMITY_OK;

	while (rc == COMITY_OK && *r->at != '\0') {
		len = strcspn(r->at, "\n");
		if (*r->at == '#' || strspn(r->at, "\t ,;\r") >= len) {
			r->at += len;
		} else if (rows->count ==
			   COMITY_SERVICES_MAX + SCHEME_ROWS_MAX) {
			rc = refuse(
			    r, r->line, "more rows", "at most 20 000 services");
			return rc == COMITY_ENOMEM ? rc : COMITY_ELIMIT;
		} else {
			if (rows->count == room) {
				room = room * 2 + 32;
				more =
				    reallocarray(rows->at, room, sizeof(*more));
				if (more == NULL)
					return COMITY_ENOMEM;
				rows->at = more;
			}
			rc = read_row(r);
		}
		if (*r->at == '\n') {
			r->at++;
			r->line++;
		}
	}
	return rc;
}

/* Nothing that XML could not hold. */
static int
check_octets(const struct reading *r)
{
	const unsigned char *at = r->source->bytes;
	unsigned long line = 1;
	size_t i;

	if (xmlCheckUTF8(at) != 1 || strlen((const char *)at) != r->source->len)
		return refuse(r, 0, NULL, "text in UTF-8");
	for (i = 0; i < r->source->len; i++) {
		if (at[i] == '\n')
			line++;
		else if (at[i] < ' ' && at[i] != '\t' && at[i] != '\r')
			return refuse(
			    r, line, "a control character", "plain text");
	}
	return COMITY_OK;
}

int
comity_cells_read(const struct comity_source *source,
    struct comity_report *report, struct comity_cell_rows *out)
{
	struct reading r = { .source = source,
		.report = report,
		.rows = out,
		.at = (const char *)source->bytes,
		.line = 1 };
	int rc;

	memset(out, 0, sizeof(*out));
	if ((rc = check_octets(&r)) != COMITY_OK)
		return rc;
	if (strncmp(r.at, "\xef\xbb\xbf", 3) == 0)
		r.at += 3;
	r.between = separator(r.at);
	if ((rc = read_rows(&r)) != COMITY_OK)
		comity_cells_clear(out);
	return rc;
}
