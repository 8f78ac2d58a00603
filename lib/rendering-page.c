/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done to a page after document.xsl: it numbers what the document
 * itself does not, drops columns that hold nothing, and breaks paragraphs.
 */
#include "rendering-private.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 8 /* of a table of ours; they have up to five */

static void
write_roman(size_t number, char *out, size_t room)
{
	static const struct {
		size_t value;
		const char *letters;
	} steps[] = { { 100, "C" }, { 90, "XC" }, { 50, "L" }, { 40, "XL" },
		{ 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" } };
	size_t i, len = 0;

	out[0] = '\0';
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (; number >= steps[i].value && len + 3 < room;
		     number -= steps[i].value)
			len += (size_t)snprintf(
			    out + len, room - len, "%s", steps[i].letters);
}

static bool
has(const xmlNode *node, const char *name)
{
	return xmlHasProp((xmlNodePtr)(uintptr_t)node, BAD_CAST name) != NULL;
}

static bool
is(const xmlNode *node, const char *name)
{
	return xmlStrEqual(node->name, BAD_CAST name);
}

struct numbering {
	size_t section, paragraph;
	char current[32];
};

static bool
number_heading(struct numbering *numbering, xmlNodePtr node)
{
	xmlChar *level = xmlGetNoNsProp(node, BAD_CAST "level");
	bool is_section = level != NULL && level[0] == '1';
	bool done = level != NULL;

	xmlFree(level);
	if (!is_section || has(node, "plain"))
		return done;
	numbering->section++;
	numbering->paragraph = 0;
	if (has(node, "roman"))
		write_roman(numbering->section, numbering->current,
		    sizeof(numbering->current));
	else
		snprintf(numbering->current, sizeof(numbering->current), "%zu",
		    numbering->section);
	return xmlNewProp(node, BAD_CAST "n", BAD_CAST numbering->current) !=
	       NULL;
}

/* A paragraph with n="" gets the next number of its section, "-" none. */
static bool
number_paragraph(struct numbering *numbering, xmlNodePtr node)
{
	xmlChar *stated = xmlGetNoNsProp(node, BAD_CAST "n");
	char number[64];
	bool done = true;

	if (!has(node, "n"))
		return true;
	if (stated == NULL)
		return false;
	if (stated[0] == '\0') {
		snprintf(number, sizeof(number), "%s.%zu", numbering->current,
		    ++numbering->paragraph);
		done = xmlSetProp(node, BAD_CAST "n", BAD_CAST number) != NULL;
	} else if (xmlStrEqual(stated, BAD_CAST "-")) {
		xmlUnsetProp(node, BAD_CAST "n");
	}
	xmlFree(stated);
	return done;
}

/* Number what the document itself does not, and drop empty fact lists. */
static bool
number(xmlNodePtr page)
{
	struct numbering numbering = { 0 };
	xmlNodePtr node, next;

	for (node = comity_node_first(page); node != NULL; node = next) {
		next = comity_node_after(node);
		if (is(node, "kicker"))
			numbering.section = 0;
		if ((is(node, "h") && !number_heading(&numbering, node)) ||
		    (is(node, "p") && !number_paragraph(&numbering, node)))
			return false;
		if (is(node, "facts") && comity_node_first(node) == NULL) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
	}
	return true;
}

/* A paragraph's end in a text becomes an element, so that no form loses it;
 * line feeds of the stylesheet are blanks. */
static bool
break_lines(xmlNodePtr node)
{
	xmlNodePtr child, next, line, rest;

	for (child = node->children; child != NULL; child = next) {
		char *text, *feed;

		next = child->next;
		if (child->type == XML_ELEMENT_NODE && !break_lines(child))
			return false;
		if (child->type != XML_TEXT_NODE || child->content == NULL)
			continue;
		text = (char *)child->content;
		for (feed = strchr(text, '\n'); feed != NULL;
		     feed = strchr(feed, '\n'))
			*feed = ' ';
		if ((feed = strstr(text, COMITY_RENDERING_BREAK)) == NULL)
			continue;
		line = xmlNewNode(NULL, BAD_CAST "br");
		if (line == NULL || xmlAddNextSibling(child, line) != line)
			return false;
		rest =
		    xmlNewText(BAD_CAST(feed + strlen(COMITY_RENDERING_BREAK)));
		if (rest == NULL || xmlAddNextSibling(line, rest) != rest)
			return false;
		*feed = '\0';
		next = rest;
	}
	return true;
}

static xmlNodePtr
cell_at(const xmlNode *row, size_t at)
{
	xmlNodePtr cell = comity_node_first(row);

	while (cell != NULL && at-- > 0)
		cell = comity_node_after(cell);
	return cell;
}

static size_t
share_of(xmlNodePtr cell)
{
	xmlChar *stated = xmlGetNoNsProp(cell, BAD_CAST "w");
	size_t share =
	    stated == NULL ? 0 : (size_t)strtoul((char *)stated, NULL, 10);

	xmlFree(stated);
	return share > 100 ? 100 : share;
}

/* Whether every row has nothing in this column; false if memory ran out. */
static bool
is_column_empty(const xmlNode *head, size_t at)
{
	const xmlNode *row = comity_node_after(head);
	bool is_empty = row != NULL;

	for (; row != NULL && is_empty; row = comity_node_after(row)) {
		const xmlNode *cell = cell_at(row, at);
		char *text = cell == NULL ? NULL : comity_node_value(cell);

		is_empty = text != NULL && *text == '\0';
		free(text);
	}
	return is_empty;
}

static void
drop_column(xmlNodePtr head, size_t at)
{
	xmlNodePtr row, cell;

	for (row = head; row != NULL; row = comity_node_after(row))
		if ((cell = cell_at(row, at)) != NULL) {
			xmlUnlinkNode(cell);
			xmlFreeNode(cell);
		}
}

/* The columns that are left share the whole width as they did. */
static bool
share_again(xmlNodePtr head)
{
	size_t total = 0, left = 100, share;
	char text[24];
	xmlNodePtr cell;

	for (cell = comity_node_first(head); cell != NULL;
	     cell = comity_node_after(cell))
		total += share_of(cell);
	for (cell = comity_node_first(head); cell != NULL && total > 0;
	     cell = comity_node_after(cell)) {
		share = comity_node_after(cell) == NULL
			    ? left
			    : share_of(cell) * 100 / total;
		left -= share;
		snprintf(text, sizeof(text), "%zu", share);
		if (xmlSetProp(cell, BAD_CAST "w", BAD_CAST text) == NULL)
			return false;
	}
	return true;
}

static bool
drop_empty_columns(xmlNodePtr table)
{
	xmlNodePtr head = comity_node_first(table);
	size_t at, dropped = 0;

	if (head == NULL || !is(head, "head"))
		return true;
	for (at = COLUMNS_MAX; at-- > 1;)
		if (cell_at(head, at) != NULL && is_column_empty(head, at)) {
			drop_column(head, at);
			dropped++;
		}
	return dropped == 0 || share_again(head);
}

int
comity_rendering_page(xmlNodePtr page)
{
	xmlNodePtr node;

	if (page == NULL || !number(page) || !break_lines(page))
		return COMITY_ENOMEM;
	for (node = comity_node_first(page); node != NULL;
	     node = comity_node_after(node))
		if (is(node, "table") && !drop_empty_columns(node))
			return COMITY_ENOMEM;
	return COMITY_OK;
}
