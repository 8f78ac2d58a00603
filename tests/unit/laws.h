/* SPDX-License-Identifier: Apache-2.0 */
/*
 * laws: whether the laws of doc/crosswalk.md hold of one document, seen with
 * other eyes than the library's: leaves are listed along the schema here.
 */
#ifndef COMITY_TEST_LAWS_H
#define COMITY_TEST_LAWS_H

#include "schema-leaf.h"
#include "translate.h"

#include <stdint.h>

#define COMITY_ATTRIBUTES_ROOM 128

/* The leaves of a document in document order, those of xs:all by name. */
struct leaf_item {
	char *path, *value;
	const xmlNode *node;
	bool structure; /* an element that its schema always wants there */
};
struct leaf_list {
	struct leaf_item *items;
	size_t count, room;
};
/* model: of the schema of the document. Signatures and the Translation block
 * at the root are no leaves. */
void leaf_list_read(struct leaf_list *list, const xmlNode *root,
    const struct comity_schema_model *model);
void leaf_list_clear(struct leaf_list *list);
/* NULL: the same; else what differs first, to be freed. */
char *leaf_list_differ(const struct leaf_list *a, const struct leaf_list *b);

/* What the laws are judged with. */
struct laws {
	const struct comity_edition *edition, *core;
	const struct comity_schema_model *model, *core_model;
	int64_t moment;
	size_t edits; /* tried for law 4 */
	size_t leaves, edited; /* counted here, over all documents */
	size_t fates[COMITY_ABSENT + 1];
};

/*
 * NULL: laws 0, 1, 3 and 4 hold. Else a line that says which does not, to be
 * freed; "schema: ..." if the document is none of the format.
 */
char *laws_broken(struct laws *laws, const char *name, const void *octets,
    size_t len, uint64_t seed);

/* The core view of a document, written out with indents; free() it. NULL: it
 * has none, and *why (free() it) says so. */
char *laws_core(const struct laws *laws, const char *name, const void *octets,
    size_t len, char **why);

/* NULL: two core documents have the same leaves; else the difference. */
char *laws_core_differ(const struct laws *laws, const char *a, const char *b);

/* A line about the worst finding of a report; free() it. */
char *laws_finding(const struct comity_report *report, const char *before);
/* A text as a parsed document; aborts the test if it is none. */
struct comity_doc *laws_doc(const char *name, const void *octets, size_t len);
/* A tree as octets, read again. */
struct comity_doc *laws_reread(xmlDocPtr xml);

#endif
