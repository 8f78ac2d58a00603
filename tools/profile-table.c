/* SPDX-License-Identifier: Apache-2.0 */
#include "profile-table.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 78

struct table_row *
table_add(struct table *table)
{
	struct table_row *more =
	    realloc(table->rows, (table->count + 1) * sizeof(*more));

	if (more == NULL) {
		table->failed = true;
		return NULL;
	}
	table->rows = more;
	memset(&more[table->count], 0, sizeof(*more));
	return &more[table->count++];
}

void
table_set(struct table *table, struct table_row *row, size_t column, char *text)
{
	if (text == NULL)
		table->failed = true;
	if (row == NULL || column >= TABLE_COLUMNS_MAX) {
		free(text);
		return;
	}
	free(row->cells[column]);
	row->cells[column] = text;
}

void
table_clear(struct table *table)
{
	size_t i, k;

	for (i = 0; i < table->count; i++)
		for (k = 0; k < TABLE_COLUMNS_MAX; k++)
			free(table->rows[i].cells[k]);
	free(table->rows);
	free(table->lead);
	table->rows = NULL;
	table->lead = NULL;
	table->count = 0;
}

/* Bytes of UTF-8 that begin a character. */
static size_t
columns_of(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static void
write_wrapped(FILE *to, const char *text, size_t indent)
{
	size_t column = indent, len, width;

	while (*text != '\0') {
		len = strcspn(text, " ");
		if (len > 0) {
			char *word = strndup(text, len);

			width = word == NULL ? len : columns_of(word);
			if (column > indent && column + 1 + width > WIDTH) {
				fprintf(to, "\n%*s", (int)indent, "");
				column = indent;
			} else if (column > indent) {
				fputc(' ', to);
				column++;
			}
			fprintf(to, "%.*s", (int)len, text);
			column += width;
			free(word);
		}
		text += len + (text[len] == ' ');
	}
	fputc('\n', to);
}

/* A block for each row: its first cell, then the others by name. */
static void
write_text(const struct table *table, FILE *to)
{
	size_t i, k, pad, widest = 0;
	const char *cell;

	for (k = 1; k < table->columns; k++) {
		pad = columns_of(table->heads[k]);
		widest = pad > widest ? pad : widest;
	}
	fprintf(to, "%s\n", table->title);
	if (table->lead != NULL)
		fprintf(to, "%s\n", table->lead);
	for (i = 0; i < table->count; i++) {
		cell = table->rows[i].cells[0];
		fputc('\n', to);
		write_wrapped(to, cell == NULL ? "-" : cell, 0);
		for (k = 1; k < table->columns; k++) {
			cell = table->rows[i].cells[k];
			if (cell == NULL || *cell == '\0')
				continue;
			pad = columns_of(table->heads[k]);
			fprintf(to, "    %s%*s  ", table->heads[k],
			    (int)(widest - pad), "");
			write_wrapped(to, cell, widest + 6);
		}
	}
}

static void
write_html_text(FILE *to, const char *text)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '&':
			fputs("&amp;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		default:
			fputc(*text, to);
		}
}

static void
write_html_head(const struct table *table, FILE *to)
{
	fprintf(to,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<title>",
	    comity_language_name(table->language));
	write_html_text(to, table->title);
	fputs("</title>\n<style>\n"
	      "body{font:16px/1.45 serif;margin:1.5rem;color:#111;"
	      "background:#fff}\n"
	      "h1{font-size:1.4rem}table{border-collapse:collapse;table-layout:"
	      "fixed;"
	      "width:100%}\n"
	      "caption{text-align:left;font-style:italic;padding:.3rem 0}\n"
	      "th,td{border:1px solid #999;padding:.35rem .5rem;"
	      "text-align:left;vertical-align:top;overflow-wrap:anywhere}\n"
	      "thead th{background:#eee}tbody th{font-weight:600}\n"
	      "@media(max-width:48rem){thead{position:absolute;left:-999rem}"
	      "tr,th,td{display:block}tr{margin-bottom:1rem;"
	      "border:2px solid #666}"
	      "td::before{content:attr(data-head) \": \";font-weight:600}"
	      "td:empty{display:none}}\n"
	      "@media print{body{margin:0;font-size:10pt}"
	      "tr{break-inside:avoid}thead{display:table-header-group}}\n"
	      "</style>\n</head>\n<body>\n<main>\n<h1>",
	    to);
	write_html_text(to, table->title);
	fputs("</h1>\n", to);
}

static void
write_html(const struct table *table, FILE *to)
{
	const char *cell;
	size_t i, k;

	write_html_head(table, to);
	fputs("<table>\n<caption>", to);
	write_html_text(to, table->lead == NULL ? "" : table->lead);
	fputs("</caption>\n<thead>\n<tr>", to);
	for (k = 0; k < table->columns; k++)
		fprintf(to, "<th scope=\"col\">%s</th>", table->heads[k]);
	fputs("</tr>\n</thead>\n<tbody>\n", to);
	for (i = 0; i < table->count; i++) {
		fputs("<tr>", to);
		for (k = 0; k < table->columns; k++) {
			cell = table->rows[i].cells[k];
			if (k == 0)
				fputs("<th scope=\"row\">", to);
			else
				fprintf(to, "<td data-head=\"%s\">",
				    table->heads[k]);
			write_html_text(to, cell == NULL ? "" : cell);
			fputs(k == 0 ? "</th>" : "</td>", to);
		}
		fputs("</tr>\n", to);
	}
	fputs("</tbody>\n</table>\n</main>\n</body>\n</html>\n", to);
}

/* RFC 4180; a cell that a spread sheet would take for a formula gets a '. */
static void
write_cell(FILE *to, const char *cell)
{
	fputc('"', to);
	if (*cell != '\0' && strchr("=+-@\t\r", *cell) != NULL)
		fputc('\'', to);
	for (; *cell != '\0'; cell++) {
		if (*cell == '"')
			fputc('"', to);
		fputc(*cell, to);
	}
	fputc('"', to);
}

static void
write_csv(const struct table *table, FILE *to)
{
	size_t i, k;

	for (k = 0; k < table->columns; k++)
		fprintf(to, "%s%s", k == 0 ? "" : ",", table->keys[k]);
	fputs("\r\n", to);
	for (i = 0; i < table->count; i++) {
		for (k = 0; k < table->columns; k++) {
			if (k > 0)
				fputc(',', to);
			write_cell(to, table->rows[i].cells[k] == NULL
					   ? ""
					   : table->rows[i].cells[k]);
		}
		fputs("\r\n", to);
	}
}

static bool
write_json(const struct table *table, FILE *to)
{
	json_t *o = json_object(), *rows = json_array(), *row;
	size_t i, k;
	bool done = o != NULL && rows != NULL;
	char *text;

	for (i = 0; done && i < table->count; i++) {
		row = json_object();
		for (k = 0; row != NULL && k < table->columns; k++)
			if (table->rows[i].cells[k] != NULL &&
			    json_object_set_new(row, table->keys[k],
				json_string(table->rows[i].cells[k])) != 0)
				done = false;
		if (json_array_append_new(rows, row) != 0)
			done = false;
	}
	done = done &&
	       json_object_set_new(o, "title", json_string(table->title)) == 0;
	done = json_object_set_new(o, "rows", rows) == 0 && done;
	text = done ? json_dumps(o, JSON_INDENT(1)) : NULL;
	done = text != NULL && fprintf(to, "%s\n", text) >= 0;
	free(text);
	json_decref(o);
	return done;
}

bool
table_write(
    const struct run *run, const struct table *table, bool csv, FILE *to)
{
	if (table->failed)
		return false;
	if (csv)
		write_csv(table, to);
	else if (run->options.format == FORMAT_JSON)
		return write_json(table, to);
	else if (run->options.format == FORMAT_HTML)
		write_html(table, to);
	else
		write_text(table, to);
	return true;
}
