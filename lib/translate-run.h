/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run: one walk of a crosswalk over one tree, in either direction: what the
 * two directions share. Failures stick in rc; the caller asks once, at the
 * end.
 */
#ifndef COMITY_TRANSLATE_RUN_H
#define COMITY_TRANSLATE_RUN_H

#include "crosswalk-table.h"
#include "translate.h"

/* What became of one leaf, while the trees still stand. */
struct comity_mark {
	xmlNodePtr source, target; /* NULL none */
	size_t source_ordinal, target_ordinal; /* 0 none */
	const struct comity_row *row; /* NULL the engine itself */
	enum comity_fate fate;
	bool doubt;
	bool structure; /* an element that the format always has: no leaf */
};

/* A reference, to be resolved when every id is known. */
struct comity_fixup {
	xmlNodePtr element; /* that holds it */
	const struct comity_row *row;
	size_t mark;
	const char *original; /* of a whole list; NULL none */
	bool in_attribute;
	struct comity_step attribute;
};

struct comity_used_namespace {
	const char *uri; /* borrowed from a table or a tree that outlives us */
	xmlNsPtr ns;
};

#define COMITY_RUN_DEPTH 32 /* blocks in blocks; checked at load */

struct comity_run {
	const struct comity_crosswalk *crosswalk;
	const struct comity_row *root;
	const struct comity_doc *doc; /* of the source, for lines; NULL none */
	struct comity_report *report; /* NULL: stay silent */
	xmlDocPtr xml; /* the target */
	xmlNodePtr target_root;
	struct comity_used_namespace *namespaces;
	size_t namespace_count;
	struct comity_mark *marks;
	size_t mark_count, mark_room;
	struct comity_fixup *fixups;
	size_t fixup_count, fixup_room;
	xmlHashTablePtr ids; /* (family, id) to id of the other side */
	xmlHashTablePtr used; /* ids of the target */
	size_t positions[COMITY_RUN_DEPTH];
	size_t depth;
	unsigned char *seen; /* by ordinal of the source */
	size_t seen_room;
	size_t carried_bytes;
	size_t target_count; /* ordinals given to the target */
	bool own; /* out: this edition wrote the core */
	bool translation; /* out: the result says whose it is */
	bool refused; /* out: findings say why */
	int rc;
};

/* A value of a leaf: text NULL is undefined, which is not "". */
struct comity_value {
	const char *text;
	char *owned;
};
void comity_value_clear(struct comity_value *value);

/* translate-run.c */
int comity_run_init(struct comity_run *run,
    const struct comity_crosswalk *crosswalk, const struct comity_doc *doc,
    struct comity_report *report);
void comity_run_clear(struct comity_run *run); /* and the target, if left */
void comity_run_fail(struct comity_run *run, int rc);
/* Add one of our findings at a node of the source. */
void comity_run_find(struct comity_run *run, const xmlNode *node,
    enum comity_finding_id id, const char *found, const char *expected);
size_t comity_run_mark(struct comity_run *run, const xmlNode *source,
    const void *target, const struct comity_row *row, enum comity_fate fate,
    bool doubt);
xmlNsPtr comity_run_namespace(
    struct comity_run *run, const char *uri, const char *prefix);
/* The namespace of a step; NULL for none. */
const char *comity_run_uri(
    const struct comity_run *run, const struct comity_step *step);
bool comity_run_is(const struct comity_run *run, const xmlNode *node,
    const struct comity_step *step);
xmlNodePtr comity_run_element(
    struct comity_run *run, xmlNodePtr parent, const struct comity_step *step);
/* An element named as another tree's. */
xmlNodePtr comity_run_element_like(
    struct comity_run *run, xmlNodePtr parent, const xmlNode *like);
void comity_run_replace_text(
    struct comity_run *run, xmlNodePtr element, const char *value);
xmlAttrPtr comity_run_attribute(struct comity_run *run, xmlNodePtr element,
    const struct comity_step *step, const char *value);
void comity_run_text(
    struct comity_run *run, xmlNodePtr element, const char *value);
xmlAttrPtr comity_run_find_attribute(const struct comity_run *run,
    const xmlNode *element, const struct comity_step *step);
/* Make the target's root, of the default namespace. */
int comity_run_start(struct comity_run *run, const char *uri, const char *name);
/* Copy a subtree (or an attribute) below parent, marking each leaf. */
void comity_run_copy(struct comity_run *run, xmlNodePtr parent,
    const xmlNode *source, const struct comity_row *row, enum comity_fate fate);
/* Number the target, and turn marks' nodes into ordinals. */
void comity_run_finish(struct comity_run *run);
/* Give every element and attribute an ordinal; how many there are. */
size_t comity_tree_number(xmlDocPtr xml);
bool comity_node_is_element(const xmlNode *node);
/* The text of a leaf without a copy where it can be; false: no memory. */
bool comity_value_of(
    struct comity_run *run, const xmlNode *node, struct comity_value *out);
void comity_run_remember(struct comity_run *run, const char *family,
    const char *id, const char *other);
const char *comity_run_recall(
    struct comity_run *run, const char *families, const char *id);
bool comity_run_see(struct comity_run *run, const xmlNode *source);
bool comity_run_take(struct comity_run *run, const char *id); /* first? */
void comity_run_fixup(struct comity_run *run, xmlNodePtr element,
    const struct comity_row *row, const struct comity_path *path, size_t mark);
/* What stands in `withheld` of an element without text; NULL none. */
const char *comity_node_withheld(const xmlNode *element);

/* original.c: values from side to side, and their guarded originals. */
void comity_value_in(struct comity_run *run, const struct comity_row *row,
    const char *local, const xmlNode *node, struct comity_value *out,
    enum comity_relation *relation);
void comity_value_out(struct comity_run *run, const struct comity_row *row,
    const char *core, struct comity_value *out, enum comity_relation *relation);
/* Whether g(f(v)) gives v again. */
bool comity_value_returns(struct comity_run *run, const struct comity_row *row,
    const char *local, const char *core);
/* name: "text", an attribute's name, "part-1" ... */
void comity_original_write(struct comity_run *run, xmlNodePtr element,
    const char *name, const char *value);
const char *comity_original_find(
    const struct comity_run *run, const xmlNode *element, const char *name);
/* The name under which the original of a path's last step is kept. */
const char *comity_original_name(const struct comity_path *path);
enum comity_fate comity_fate_of(const char *source, const char *target,
    enum comity_relation relation, bool in, bool *doubt);
enum comity_fate comity_fate_worse(enum comity_fate a, enum comity_fate b);

/* translate-in.c: out of the format; run->xml holds the core. */
int comity_run_in(struct comity_run *run, xmlNodePtr source);
/* translate-out.c: out of the core, whose nodes are numbered. */
int comity_run_out(struct comity_run *run, xmlNodePtr source);

#endif
