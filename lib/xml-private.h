/* SPDX-License-Identifier: Apache-2.0 */
/* xml-private: what a parse carries along; xml*.c only. */
#ifndef COMITY_XML_PRIVATE_H
#define COMITY_XML_PRIVATE_H

#include "xml.h"

#include <libxml/parser.h>
#include <stdbool.h>

/* One parse: what our SAX handler keeps beside libxml2's. */
struct parse {
	struct comity_doc *doc;
	struct comity_report *report;
	size_t room; /* of doc->lines */
	int depth;
	int stop; /* a finding + 1 that ended the parse; 0 none */
	unsigned long stop_line;
	char found[128]; /* what it is about */
	bool nomem;
	enum { ALL, ROOT, CHILD } wanted; /* up to where */
	const char *child; /* of the root, without a namespace */
	bool is_enough; /* that is there */
	void (*walk)(xmlSAXHandlerPtr); /* puts its own handlers in place of
		those that make a tree; NULL none */
	const struct comity_walker *walker;
	void *context; /* the walker's */
};

static inline struct parse *
parse_of(void *ctx)
{
	return ((xmlParserCtxtPtr)ctx)->_private;
}

/* End the parse at the first sign of what we never read. */
void comity_parse_stop(
    void *ctx, enum comity_finding_id id, const char *found);
/* Whether an element is within our bounds; else the parse has ended. Its
 * handler counts it and its attributes in doc->ordinal_count. */
bool comity_parse_may_start(void *ctx, const xmlChar *name, int ns_count,
    const xmlChar **namespaces, int attribute_count);
/* Parse what is in UTF-8 with parse->walk's handlers. COMITY_OK: to its end,
 * and it is well-formed; COMITY_REFUSED; COMITY_ENOMEM. */
int comity_parse_walk(struct parse *parse, const struct comity_source *source);

#endif
