/* SPDX-License-Identifier: Apache-2.0 */
/* rules-load: what the files that read rules.sch share. */
#ifndef COMITY_RULES_LOAD_H
#define COMITY_RULES_LOAD_H

#include "rules-expression.h"

#define NS_SCHEMATRON "http://purl.oclc.org/dsdl/schematron"
#define NS_RULES "urn:comity:rules:1"

/* Point messages and lines at an item's file; gives what was before. */
struct item comity_loading_enter(
    struct loading *loading, const struct item *item);

/* Whether an element is one of Schematron of this name. */
bool comity_schematron_is(const xmlNode *node, const char *name);
/* Whether an element and its attributes are ones that comity reads; what is
 * not is refused by name, with what to do. It becomes loading->seen. */
int comity_known_check(struct loading *loading, const xmlNode *node);
/* An attribute of an element; NULL none. */
const xmlAttr *comity_known_attribute(
    struct loading *loading, const xmlNode *node, enum attribute name);

/*
 * The children of an element, what include and extends bring in put in their
 * places. Free items->rows. COMITY_OK; COMITY_EPACK with findings;
 * COMITY_ENOMEM.
 */
int comity_items_read(
    struct loading *loading, const struct item *parent, struct items *items);
int comity_items_add(
    struct items *items, const xmlNode *node, const struct rules_file *file);
/* The item of this element name and id; NULL none. */
const struct item *comity_items_find(
    const struct items *items, const char *name, const char *id);

/* Its name, as a file has it without a prefix. */
const char *comity_attribute_name(enum attribute name);
/* Attributes, collapsed, the parameters of an abstract pattern put in; *out
 * lives with the rules. read: it is required and not blank; peek: NULL if
 * absent. */
int comity_attribute_read(struct loading *loading, const xmlNode *node,
    enum attribute name, char **out);
int comity_attribute_peek(struct loading *loading, const xmlNode *node,
    enum attribute name, char **out);
/* An expression in a required attribute; white space stays, for literals. */
int comity_attribute_expression(struct loading *loading, const xmlNode *node,
    enum attribute name, bool context, struct expression *out);
int comity_labels_read(
    struct loading *loading, const xmlNode *node, struct labels *out);
/* A title, collapsed; *out lives with the rules. */
int comity_title_read(struct loading *loading, const xmlNode *node, char **out);
/* A let, into lets that have room. */
int comity_let_read(
    struct loading *loading, const xmlNode *node, struct lets *lets);

/* One assert or report, into a zeroed test of this rule. */
int comity_test_read(struct loading *loading, const xmlNode *node,
    const struct rule *rule, struct test *test);
/* A pattern that is not abstract, into rules->patterns, which has room. */
int comity_pattern_read(struct loading *loading, const struct item *item);
/* Read a rule's context into alternatives. */
int comity_context_read(
    struct loading *loading, const xmlNode *node, struct rule *rule);

#endif
