/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml: bytes to a parsed document. Nothing else in comity parses XML.
 * No DOCTYPE, no network, no processing instruction inside the root, UTF-8
 * and UTF-16 only, bounded depth, attributes and nodes, exact lines.
 */
#ifndef COMITY_XML_H
#define COMITY_XML_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#include "source.h"

#define COMITY_NS_CORE "urn:comity:core:1"
#define COMITY_NS_ORIGINAL "urn:comity:original:1"
#define COMITY_NS_FUNCTIONS "urn:comity:functions:1"
#define COMITY_NS_PROFILE "urn:comity:profile:1"
#define COMITY_NS_CROSSWALK "urn:comity:crosswalk:1"
#define COMITY_NS_DS "http://www.w3.org/2000/09/xmldsig#"
#define COMITY_NS_XADES "http://uri.etsi.org/01903/v1.3.2#"
#define COMITY_NS_XSI "http://www.w3.org/2001/XMLSchema-instance"

struct comity_beside;
struct comity_region;

/*
 * A parsed document. Every element and attribute has an ordinal, counted
 * from 1 in document order (an element before its attributes), kept in
 * node->_private as (void *)(uintptr_t)ordinal; lines[ordinal] is its line.
 * The tree is owned; do not edit it: its nodes live in a region and are not
 * visited when it is freed, so what an edit adds would never be.
 */
struct comity_doc {
	xmlDocPtr xml;
	struct comity_region *region; /* of its nodes; NULL: none */
	char *name; /* of the source */
	unsigned char sha256[32]; /* of the source's bytes */
	char sha256_hex[65];
	unsigned long *lines; /* ordinal_count + 1 of them */
	size_t ordinal_count;
	struct comity_beside *beside; /* owned: the signatures that stand
		outside, beside.h; NULL: they stand in it */
};

/*
 * Parse. source: borrowed, untrusted; may be freed afterwards.
 * Returns COMITY_OK; COMITY_REFUSED and findings (not well-formed, DOCTYPE,
 * encoding, processing instruction); COMITY_ELIMIT with a finding;
 * COMITY_ENOMEM.
 */
int comity_doc_read(const struct comity_source *source,
    struct comity_report *report, struct comity_doc **out);
/* The same until an end tag `child` of no namespace has been read, whose
 * parent is the root, or (NULL) the root's start tag: what comes behind it is
 * not there, and not looked at. For files of packs. */
int comity_doc_read_head(const struct comity_source *source,
    const char *child, struct comity_report *report, struct comity_doc **out);

/* A start tag, as a walk meets it. */
struct comity_walk_element {
	const char *name, *ns; /* ns NULL: none */
	const unsigned char *const *attributes; /* comity_walk_attribute() */
	size_t attribute_count;
};
/* Whether it has this attribute, of no namespace and shorter than `room`. */
bool comity_walk_attribute(const struct comity_walk_element *element,
    const char *name, char *value, size_t room);
/* Whoever returns false ends the walk. Text comes in pieces, as it stands. */
struct comity_walker {
	bool (*start)(void *context, const struct comity_walk_element *element);
	bool (*text)(void *context, const char *text, size_t len);
	bool (*end)(void *context);
};
/*
 * Parse without a tree, by the same bounds, what is in UTF-8 and has neither
 * processing instructions nor xml:id; comments are passed over.
 * Returns COMITY_OK: all of it was met, and is well-formed; COMITY_REFUSED: not
 * so, or it was ended, and comity_doc_read() is asked for why; COMITY_ENOMEM.
 */
int comity_source_walk(const struct comity_source *source,
    const struct comity_walker *walker, void *context);
/* The same of octets that we made: nobody is told what is wrong with them. */
int comity_doc_read_own(const char *name, const void *bytes, size_t len,
    struct comity_doc **out);
void comity_doc_free(struct comity_doc *doc);

xmlNodePtr comity_doc_root(const struct comity_doc *doc);
/* The ordinal of an element or attribute; 0 for a node made later. */
size_t comity_node_ordinal(const xmlNode *node);
/* The line of a node (of its element, for text); 0 unknown. */
unsigned long comity_doc_line(const struct comity_doc *doc,
    const xmlNode *node);
/* Take over the lines of another document whose elements are, in order and
 * by name, those of doc (doc may lack ds:Signature children of the root):
 * the re-read octets of a signature point to the original's lines. */
int comity_doc_take_lines(struct comity_doc *doc,
    const struct comity_doc *original);
/* Give the nodes of a copied tree the ordinals of the original, for lines.
 * COMITY_OK; COMITY_EINTERNAL: it is no copy. */
int comity_node_take_ordinals(xmlNodePtr to, const xmlNode *from);
/* A document of its own out of an element of another (its root: all of it);
 * name, digest and lines are those of the original. The copy may be edited.
 * COMITY_OK; COMITY_ENOMEM; COMITY_EINTERNAL. */
int comity_doc_copy(const struct comity_doc *doc, const xmlNode *root,
    struct comity_doc **out);
/* "/us:ExportLicense/us:Item[2]/@number": prefixes as in the document, an
 * ordinal where siblings share the name. New text; NULL if memory ran out.
 * Linear in depth and siblings: for findings, not for loops over leaves. */
char *comity_node_path(const xmlNode *node);
/* The same for many nodes in document order: hints, one per depth up to
 * COMITY_DEPTH_MAX + 2, zeroed before the first, keep where counting stood;
 * so all of them together are linear, too. */
struct comity_path_hint {
	const xmlNode *node; /* NULL none */
	unsigned long ordinal;
};
char *comity_node_path_hinted(
    const xmlNode *node, struct comity_path_hint *hints);
/* Add one of our findings at a node. Returns as comity_report_add(). */
int comity_doc_find(const struct comity_doc *doc, const xmlNode *node,
    struct comity_report *report, enum comity_finding_id id,
    const char *found, const char *expected);

/* Small steps over trees; names are compared exactly, ns NULL is none. */
bool comity_node_is(const xmlNode *node, const char *ns, const char *name);
xmlNodePtr comity_node_child(const xmlNode *node, const char *ns,
    const char *name); /* first such element child; NULL none */
xmlNodePtr comity_node_next(const xmlNode *node, const char *ns,
    const char *name); /* next such element sibling; NULL none */
xmlNodePtr comity_node_first(const xmlNode *node); /* first element child */
xmlNodePtr comity_node_after(const xmlNode *node); /* next element sibling */
/* The next node of the whole tree in document order, attributes apart; NULL
 * behind the last. */
xmlNodePtr comity_node_step(const xmlNode *node);
/* The whole string value, never its first text node; caller frees with
 * free(); NULL only if memory ran out. */
char *comity_node_text(const xmlNode *node);
/* The same with white space collapsed. */
char *comity_node_value(const xmlNode *node);
/* The value of a no-namespace attribute; caller frees; NULL if absent. */
char *comity_node_attribute(const xmlNode *node, const char *name);
char *comity_node_attribute_ns(const xmlNode *node, const char *ns,
    const char *name);

/* Copy a document's octets out, in UTF-8, as it stands; xmlFree() them. */
int comity_xml_write(xmlDocPtr xml, unsigned char **octets, size_t *len);
/* The same, indented where an element holds elements only: for documents
 * that we make, in which a person may have to find a line. */
int comity_xml_write_indented(
    xmlDocPtr xml, unsigned char **octets, size_t *len);

#endif
