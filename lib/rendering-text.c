/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page as text of 78 columns. Every block becomes lines of a given width,
 * so that two languages can stand side by side.
 */
#include "rendering-private.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define GAP 2 /* between columns */
#define CELLS_MAX 8 /* columns of a table; our templates have up to five */
#define CELL_LEAST 9 /* narrower columns break every word */

struct lines {
	char **at;
	size_t count, room;
	bool failed;
};

static void
lines_clear(struct lines *lines)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		free(lines->at[i]);
	free(lines->at);
	memset(lines, 0, sizeof(*lines));
}

/* Takes over the line. */
static void
lines_add(struct lines *lines, char *line)
{
	if (line != NULL && lines->count == lines->room) {
		size_t room = lines->room ? lines->room * 2 : 16;
		char **at = realloc(lines->at, room * sizeof(*at));

		if (at != NULL) {
			lines->at = at;
			lines->room = room;
		}
	}
	if (line == NULL || lines->count == lines->room) {
		lines->failed = true;
		free(line);
		return;
	}
	lines->at[lines->count++] = line;
}

/* The code point at s, of valid UTF-8, and its length. */
static uint32_t
decode(const char *s, size_t *len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t i;
	uint32_t c;

	*len = u[0] < 0x80 ? 1 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
	c = *len == 1 ? u[0] : u[0] & (0x7fu >> *len);
	for (i = 1; i < *len && u[i] != '\0'; i++)
		c = c << 6 | (u[i] & 0x3f);
	*len = i > *len ? *len : i;
	return c;
}

/* Columns of a character on a terminal: marks none, CJK two. */
static size_t
columns_of(uint32_t c)
{
	static const struct {
		uint32_t from, to;
		size_t columns;
	} ranges[] = { { 0x300, 0x36f, 0 }, { 0x483, 0x489, 0 },
		{ 0x591, 0x5bd, 0 }, { 0x610, 0x61a, 0 }, { 0x64b, 0x65f, 0 },
		{ 0x670, 0x670, 0 }, { 0x6d6, 0x6dc, 0 }, { 0x93c, 0x93c, 0 },
		{ 0x94d, 0x94d, 0 }, { 0xe31, 0xe31, 0 }, { 0xe34, 0xe3a, 0 },
		{ 0xe47, 0xe4e, 0 }, { 0x1100, 0x115f, 2 },
		{ 0x1ab0, 0x1aff, 0 }, { 0x20d0, 0x20ff, 0 },
		{ 0x2e80, 0x303e, 2 }, { 0x3041, 0x33ff, 2 },
		{ 0x3400, 0x4dbf, 2 }, { 0x4e00, 0x9fff, 2 },
		{ 0xa000, 0xa4cf, 2 }, { 0xac00, 0xd7a3, 2 },
		{ 0xf900, 0xfaff, 2 }, { 0xfe00, 0xfe0f, 0 },
		{ 0xfe20, 0xfe2f, 0 }, { 0xfe30, 0xfe6f, 2 },
		{ 0xff00, 0xff60, 2 }, { 0xffe0, 0xffe6, 2 },
		{ 0x1f300, 0x1faff, 2 }, { 0x20000, 0x3fffd, 2 } };
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return ranges[i].columns;
	return 1;
}

static size_t
width_of(const char *text)
{
	size_t width = 0, len;

	for (; *text != '\0'; text += len)
		width += columns_of(decode(text, &len));
	return width;
}

/* How many octets of text make a line of at most width columns: to the last
 * blank, or before or after a wide character, else in the middle of a word. */
static size_t
line_length(const char *text, size_t width)
{
	size_t used = 0, len, i, may = 0, columns;

	for (i = 0; text[i] != '\0'; i += len) {
		columns = columns_of(decode(text + i, &len));
		if (text[i] == ' ')
			may = i;
		else if (columns == 2 && i > 0)
			may = i;
		if (used + columns > width && text[i] != ' ')
			return may > 0 ? may : i > 0 ? i : len;
		used += columns;
	}
	return i;
}

/* One paragraph: first line after `lead`, the others indented by its width. */
static void
wrap(struct lines *lines, const char *lead, const char *text, size_t width)
{
	size_t indent = width_of(lead), len;
	bool first = true;

	if (indent + CELL_LEAST > width)
		indent = 0;
	do {
		struct comity_text line = { 0 };

		text += strspn(text, " ");
		len = line_length(text, width - indent);
		if (first)
			comity_text_add(
			    &line, indent == 0 && *lead != '\0' &&
					   width_of(lead) + CELL_LEAST > width
				       ? ""
				       : lead);
		else
			comity_text_addf(&line, "%*s", (int)indent, "");
		comity_text_add_bytes(&line, text, len);
		while (line.len > 0 && line.data[line.len - 1] == ' ')
			line.data[--line.len] = '\0';
		lines_add(lines, comity_text_take(&line));
		text += len;
		first = false;
	} while (text[strspn(text, " ")] != '\0' && !lines->failed);
}

/* A block's inline content; "\n" where a <br/> stands. */
static void
flatten(const xmlNode *node, struct comity_text *text)
{
	const xmlNode *child;

	for (child = node->children; child != NULL; child = child->next) {
		if (child->type == XML_TEXT_NODE)
			comity_text_add(text, (const char *)child->content);
		else if (comity_node_is(child, NULL, "br"))
			comity_text_add(text, "\n");
		else if (child->type == XML_ELEMENT_NODE)
			flatten(child, text);
	}
}

/* The content of a block, wrapped, each paragraph from a new line. */
static void
wrap_node(
    struct lines *lines, const char *lead, const xmlNode *node, size_t width)
{
	struct comity_text text = { 0 }, blank = { 0 };
	char *content, *part, *end;

	flatten(node, &text);
	comity_text_addf(&blank, "%*s", (int)width_of(lead), "");
	content = comity_text_take(&text);
	if (content == NULL || blank.failed) {
		lines->failed = true;
		goto out;
	}
	for (part = content; part != NULL; part = end) {
		if ((end = strchr(part, '\n')) != NULL)
			*end++ = '\0';
		wrap(lines,
		    part == content ? lead
		    : blank.data    ? blank.data
				    : "",
		    part, width);
	}
out:
	free(content);
	comity_text_clear(&blank);
}

static void
blank_line(struct lines *lines)
{
	lines_add(lines, comity_text_copy(""));
}

static void
rule(struct lines *lines, char sign, size_t width)
{
	char *line = malloc(width + 1);

	if (line != NULL) {
		memset(line, sign, width);
		line[width] = '\0';
	}
	lines_add(lines, line);
}

/* Put columns of lines side by side. */
static void
join(struct lines *lines, struct lines *columns, const size_t *widths,
    size_t count)
{
	size_t i, row, rows = 0;

	for (i = 0; i < count; i++) {
		rows = columns[i].count > rows ? columns[i].count : rows;
		lines->failed |= columns[i].failed;
	}
	for (row = 0; row < rows && !lines->failed; row++) {
		struct comity_text line = { 0 };
		size_t at = 0, used = 0;

		for (i = 0; i < count; i++) {
			const char *cell =
			    row < columns[i].count ? columns[i].at[row] : "";

			if (*cell != '\0') {
				comity_text_addf(
				    &line, "%*s", (int)(at - used), "");
				comity_text_add(&line, cell);
				used = at + width_of(cell);
			}
			at += widths[i] + GAP;
		}
		lines_add(lines, comity_text_take(&line));
	}
}

static char *
attribute(const xmlNode *node, const char *name)
{
	char *value = comity_node_attribute(node, name);

	return value == NULL ? strdup("") : value;
}

static void
fact(struct lines *lines, const xmlNode *node, size_t width)
{
	size_t level = 0, widths[2];
	char *stated = attribute(node, "level");
	struct lines columns[2] = { { 0 }, { 0 } };
	struct comity_text lead = { 0 };
	const xmlNode *value;

	if (stated != NULL && stated[0] >= '0' && stated[0] <= '9')
		level = (size_t)strtoul(stated, NULL, 10);
	free(stated);
	level = level > 6 ? 6 : level;
	comity_text_addf(&lead, "%*s", (int)level * 2, "");
	widths[0] = width < 50 ? 13 + level : 24;
	widths[1] = width - widths[0] - GAP;
	value = comity_node_child(node, NULL, "v");
	wrap_node(&columns[0], lead.data ? lead.data : "",
	    comity_node_child(node, NULL, "l"),
	    value == NULL ? width : widths[0]);
	for (; value != NULL; value = comity_node_next(value, NULL, "v"))
		wrap_node(&columns[1], "", value, widths[1]);
	join(lines, columns, widths, 2);
	lines->failed |= lead.failed;
	comity_text_clear(&lead);
	lines_clear(&columns[0]);
	lines_clear(&columns[1]);
}

static void
facts(struct lines *lines, const xmlNode *node, size_t width)
{
	const xmlNode *child = comity_node_first(node);

	for (; child != NULL; child = comity_node_after(child))
		fact(lines, child, width);
}

/* Widths of a table's columns, from the head's percents; false: too narrow. */
static bool
table_widths(const xmlNode *table, size_t width, size_t *widths, size_t *count)
{
	const xmlNode *row = comity_node_first(table), *cell;
	size_t n = 0, left, i;

	for (cell = row ? comity_node_first(row) : NULL; cell != NULL;
	     cell = comity_node_after(cell)) {
		char *stated = attribute(cell, "w");
		size_t percent =
		    stated && *stated ? (size_t)strtoul(stated, NULL, 10) : 0;

		free(stated);
		if (n == CELLS_MAX)
			return false;
		widths[n++] = percent > 100 ? 100 : percent;
	}
	*count = n;
	if (n == 0 || n * (CELL_LEAST + GAP) > width)
		return false;
	left = width - GAP * (n - 1);
	for (i = 0; i < n; i++) {
		widths[i] = widths[i] == 0 ? left * (i == 0 ? 30 : 70) / 100
					   : left * widths[i] / 100;
		if (widths[i] < (i == 0 ? 3 : CELL_LEAST))
			return false;
	}
	return true;
}

static void
table_row(
    struct lines *lines, const xmlNode *row, const size_t *widths, size_t count)
{
	struct lines columns[CELLS_MAX] = { { 0 } };
	const xmlNode *cell = comity_node_first(row);
	size_t i;

	for (i = 0; i < count && cell != NULL; i++) {
		wrap_node(&columns[i], "", cell, widths[i]);
		cell = comity_node_after(cell);
	}
	join(lines, columns, widths, count);
	for (i = 0; i < count; i++)
		lines_clear(&columns[i]);
}

/* Where columns have no room: each cell with its head before it. */
static void
stacked_row(
    struct lines *lines, const xmlNode *head, const xmlNode *row, size_t width)
{
	const xmlNode *cell = comity_node_first(row);
	const xmlNode *name = head ? comity_node_first(head) : NULL;
	struct comity_text text;

	for (; cell != NULL; cell = comity_node_after(cell)) {
		memset(&text, 0, sizeof(text));
		flatten(cell, &text);
		if (text.len > 0) {
			if (name != NULL)
				wrap_node(lines, "", name, width);
			wrap_node(lines, name != NULL ? "  " : "", cell, width);
		}
		lines->failed |= text.failed;
		comity_text_clear(&text);
		name = name ? comity_node_after(name) : NULL;
	}
}

static void
table(struct lines *lines, const xmlNode *node, size_t width)
{
	const xmlNode *head = comity_node_child(node, NULL, "head"), *row;
	size_t widths[CELLS_MAX], count = 0;
	bool fits = table_widths(node, width, widths, &count);

	if (head != NULL && fits) {
		table_row(lines, head, widths, count);
		rule(lines, '-', width);
	}
	for (row = comity_node_child(node, NULL, "row");
	     row != NULL && !lines->failed;
	     row = comity_node_next(row, NULL, "row")) {
		if (fits)
			table_row(lines, row, widths, count);
		else
			stacked_row(lines, head, row, width);
		if (comity_node_next(row, NULL, "row") != NULL)
			blank_line(lines);
	}
}

/* "(1) Heading", underlined by its level. */
static void
heading(struct lines *lines, const xmlNode *node, size_t width)
{
	char *level = attribute(node, "level"), *n = attribute(node, "n");
	struct comity_text lead = { 0 };
	size_t last;

	if (level == NULL || n == NULL) {
		lines->failed = true;
	} else {
		if (*n != '\0')
			comity_text_addf(&lead, "%s  ", n);
		if (*level == '1')
			blank_line(lines);
		wrap_node(lines, lead.data ? lead.data : "", node, width);
		last = lines->count;
		if (*level == '1' && last > 0)
			rule(lines, '=', width);
	}
	lines->failed |= lead.failed;
	comity_text_clear(&lead);
	free(level);
	free(n);
}

static void
paragraph(struct lines *lines, const xmlNode *node, size_t width)
{
	char *n = attribute(node, "n"), *kind = attribute(node, "kind");
	struct comity_text lead = { 0 };

	if (n == NULL || kind == NULL)
		lines->failed = true;
	else if (*n != '\0')
		comity_text_addf(&lead, "%-7s ", n);
	else if (strcmp(kind, "small") != 0)
		comity_text_add(&lead, width < 50 ? "  " : "        ");
	if (!lines->failed)
		wrap_node(lines, lead.data ? lead.data : "", node, width);
	lines->failed |= lead.failed;
	comity_text_clear(&lead);
	free(n);
	free(kind);
}

static void
block(struct lines *lines, const xmlNode *node, size_t width)
{
	if (comity_node_is(node, NULL, "h"))
		heading(lines, node, width);
	else if (comity_node_is(node, NULL, "p"))
		paragraph(lines, node, width);
	else if (comity_node_is(node, NULL, "facts"))
		facts(lines, node, width);
	else if (comity_node_is(node, NULL, "table"))
		table(lines, node, width);
	else if (comity_node_is(node, NULL, "sign")) {
		rule(lines, '_', width / 2);
		facts(lines, node, width);
	} else if (comity_node_is(node, NULL, "rule"))
		rule(lines, '-', width);
	else if (comity_node_is(node, NULL, "banner"))
		wrap_node(lines, "*** ", node, width);
	else
		wrap_node(lines, "", node, width);
	blank_line(lines);
}

static void
both(struct lines *lines, const xmlNode *pair)
{
	struct lines columns[2] = { { 0 }, { 0 } };
	const size_t half = (COMITY_RENDERING_WIDTH - 2 * GAP) / 2;
	const size_t widths[2] = { half + GAP, half };
	const xmlNode *left = comity_node_first(pair);

	block(&columns[0], left, half);
	block(&columns[1], comity_node_after(left), half);
	join(lines, columns, widths, 2);
	lines_clear(&columns[0]);
	lines_clear(&columns[1]);
}

int
comity_rendering_text(xmlNodePtr page, unsigned char **octets, size_t *len)
{
	struct lines lines = { 0 };
	struct comity_text text = { 0 };
	const xmlNode *node;
	size_t i;

	*octets = NULL;
	for (node = comity_node_first(page); node != NULL && !lines.failed;
	     node = comity_node_after(node)) {
		if (comity_node_is(node, NULL, "pair"))
			both(&lines, node);
		else
			block(&lines, node, COMITY_RENDERING_WIDTH);
	}
	for (i = 0; i < lines.count; i++) {
		comity_text_add(&text, lines.at[i]);
		comity_text_add(&text, "\n");
	}
	text.failed |= lines.failed;
	lines_clear(&lines);
	if (text.failed || text.data == NULL) {
		comity_text_clear(&text);
		return COMITY_ENOMEM;
	}
	*len = text.len;
	*octets = (unsigned char *)text.data;
	return COMITY_OK;
}
