/* SPDX-License-Identifier: Apache-2.0 */
/* rendering-private: the steps of rendering.c among themselves. */
#ifndef COMITY_RENDERING_PRIVATE_H
#define COMITY_RENDERING_PRIVATE_H

#include "rendering.h"

/* Columns of the text form. */
#define COMITY_RENDERING_WIDTH 78
/* Between paragraphs of one text: U+2029, which in a stranger's text is
 * written out like every hidden character. */
#define COMITY_RENDERING_BREAK "\xe2\x80\xa9"

/* The kinds of what a public version leaves out. */
enum comity_left_out {
	COMITY_OUT_CONTACTS,
	COMITY_OUT_PERSONS,
	COMITY_OUT_ADDRESSES,
	COMITY_OUT_SECURITY,
	COMITY_OUT_COMMERCIAL,
	COMITY_OUT_IDENTIFIERS,
	COMITY_OUT_ATTACHMENTS,
	COMITY_OUT_NOTES,
	COMITY_OUT_EXTENSIONS,
	COMITY_OUT_ORIGINALS,
	COMITY_OUT_COUNT
};
extern const char *const comity_left_out_names[COMITY_OUT_COUNT];

/*
 * Take what is confidential out of a tree of the core; counts gets how many
 * of each kind. The tree's elements that a reader would miss in place stay,
 * empty, with r:omitted.
 * Returns COMITY_OK; COMITY_REFUSED if the document forbids publication;
 * COMITY_ENOMEM.
 */
int comity_rendering_leave_out(
    xmlNodePtr root, xmlNsPtr ns, size_t counts[COMITY_OUT_COUNT]);

/* The tree that document.xsl reads, for words[which]. xmlFreeDoc() it. */
int comity_rendering_input(const struct comity_rendering_order *order,
    size_t which, struct comity_report *report, xmlDocPtr *out);

/* The language of a node, own or inherited; NULL none. free() it. */
char *comity_rendering_lang(const xmlNode *node);
/* Keep, of texts that repeat per language, those in lang (else the first's);
 * mark with ns those that are in another. False if memory ran out. */
bool comity_rendering_choose(xmlNodePtr root, xmlNsPtr ns, const char *lang);

/* Number a page's sections and paragraphs, drop columns that hold nothing,
 * break paragraphs. COMITY_OK or COMITY_ENOMEM. */
int comity_rendering_page(xmlNodePtr page);

/* A page, or "pair"s of two pages, as lines of text. */
int comity_rendering_text(xmlNodePtr page, unsigned char **octets, size_t *len);

#endif
