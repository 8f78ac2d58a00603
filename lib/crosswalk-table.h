/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crosswalk table: the inside of a loaded crosswalk, shared by the loader and
 * by the two directions of translation; nobody else looks in here.
 * All strings belong to the crosswalk's dictionary.
 */
#ifndef COMITY_CROSSWALK_TABLE_H
#define COMITY_CROSSWALK_TABLE_H

#include "crosswalk-order.h"
#include "crosswalk.h"

#include <libxml/dict.h>
#include <libxml/hash.h>
#include <libxml/tree.h>

enum comity_row_kind {
	COMITY_ROW_ROOT,
	COMITY_ROW_LEAF,
	COMITY_ROW_GROUP,
	COMITY_ROW_CHOICE,
	COMITY_ROW_RUN,
	COMITY_ROW_FIXED,
	COMITY_ROW_EXCEPT,
	COMITY_ROW_ALSO,
	COMITY_ROW_COMPOUND,
	COMITY_ROW_PART,
	COMITY_ROW_CARRY,
	COMITY_ROW_CONTAINER,
	COMITY_ROW_WITHHELD,
	COMITY_ROW_ID,
	COMITY_ROW_USE
};

enum comity_value_type {
	COMITY_TYPE_TEXT,
	COMITY_TYPE_TOKEN,
	COMITY_TYPE_CODE,
	COMITY_TYPE_DATE,
	COMITY_TYPE_DATETIME,
	COMITY_TYPE_DECIMAL,
	COMITY_TYPE_DECIMAL_COMMA,
	COMITY_TYPE_INTEGER,
	COMITY_TYPE_BOOLEAN,
	COMITY_TYPE_REF,
	COMITY_TYPE_QNAME,
	COMITY_TYPE_ORDINAL
};

enum comity_must { COMITY_MUST_YES, COMITY_MUST_NO, COMITY_MUST_OWN };
enum comity_way { COMITY_WAY_BOTH, COMITY_WAY_IN, COMITY_WAY_OUT };

enum comity_relation {
	COMITY_EXACT_MATCH,
	COMITY_CLOSE_MATCH,
	COMITY_RELATED_MATCH,
	COMITY_BROAD_MATCH,
	COMITY_NARROW_MATCH
};

struct comity_pair {
	const char *local, *core;
	enum comity_relation relation; /* from local to core */
	enum comity_way only;
};

struct comity_map {
	const char *id;
	bool other_same; /* a code that is not named passes unchanged */
	struct comity_pair *pairs;
	size_t count, room;
	xmlHashTablePtr by_local, by_core; /* first pair; borrowed pairs */
};

struct comity_step {
	const char *name;
	int ns; /* index into the crosswalk's namespaces; -1 none */
};

/* Child steps, then perhaps an attribute; given with none at all is ".". */
struct comity_path {
	bool given;
	struct comity_step *steps;
	size_t count;
	bool has_attribute, is_text;
	struct comity_step attribute;
};

struct comity_row {
	enum comity_row_kind kind;
	const char *key, *label, *basis;
	bool binding, binding_said, required, many, atomic, whole;
	size_t max; /* 0 no bound */
	struct comity_path local, core; /* as written */
	enum comity_value_type type;
	const struct comity_map *map;
	const char *prefix, *list, *separator, *nil, *to, *format;
	const char *is, *others; /* fixed, except; others: blanks between */
	bool on_local; /* fixed, except: the path is `local` */
	enum comity_must must;
	enum comity_way way;
	const struct comity_row *after, *guard; /* also; carry while */
	const char *after_key, *guard_key;
	struct comity_path value; /* withheld */
	const char *as;
	bool always; /* container */
	const struct comity_step *with; /* run: followers */
	size_t with_count;
	unsigned long line;

	struct comity_row *parent, **rows;
	size_t row_count;

	/* Worked out at load. from: local path from the block that encloses
	 * the row on the way in; to: the same on the way out; base: the
	 * flat group through which the core node is found on the way out. */
	struct comity_path from, back;
	const struct comity_row *base;
	const struct comity_row *block; /* that encloses it on the way in */
	const struct comity_row *room; /* carry: whose Extension */
	struct comity_path carried; /* carry: path from the room's local */
	struct comity_target *core_tree, *local_tree; /* blocks */
	const struct comity_row **carries; /* blocks: rows for the Extension */
	size_t carry_count;
	const struct comity_row **tests; /* its fixed and except */
	size_t test_count;
	const struct comity_order_type *order; /* of its core element */
};

/* A target path step of a block, with what is written there. */
struct comity_target {
	struct comity_step step; /* name NULL: a place between, no element */
	int position; /* core: in the XSD */
	struct comity_target *up, **kids;
	size_t kid_count;
	const struct comity_row **shared; /* on this one element */
	size_t shared_count;
	const struct comity_row **instances; /* each makes its own elements */
	size_t instance_count;
	const struct comity_row *required; /* local: mandatory, and by which */
	bool always; /* local: written even when empty */
};

struct comity_crosswalk {
	xmlDictPtr dict;
	const char *profile, *edition, *by; /* by: "profile/edition" */
	bool withheld, translation;
	const char *unordered; /* names, blanks between */
	const char **namespaces; /* URIs; [0] the core's */
	const char **prefixes;
	size_t namespace_count;
	struct comity_row **roots;
	size_t root_count;
	struct comity_map **maps;
	size_t map_count;
	struct comity_child_order *order; /* owned; NULL unknown */
	void **blocks; /* every other allocation */
	size_t block_count, block_room;
};

/* Whether the row, on the core side, makes an element of its own rather than
 * sharing the one at its path. */
bool comity_row_owns_core(const struct comity_row *row);
bool comity_row_owns_local(const struct comity_row *row);
/* A flat group has no local element of its own. */
bool comity_row_is_flat(const struct comity_row *row);
/* A wrapper has no core element of its own (core="."). */
bool comity_row_is_wrapper(const struct comity_row *row);
/* What the table assumes (fixed must="no") where the row's local leaf is not
 * there; NULL nothing. */
const char *comity_row_assumed(const struct comity_row *row);
bool comity_words_have(const char *words, const char *word);

/* crosswalk-*.c among themselves */
struct comity_table_reader {
	struct comity_crosswalk *crosswalk;
	const struct comity_doc *doc;
	struct comity_report *report;
	const struct comity_child_order *order;
	const char *local_ns; /* NULL none */
	int rc;
};
void *comity_table_alloc(struct comity_crosswalk *crosswalk, size_t size);
const char *comity_table_string(
    struct comity_crosswalk *crosswalk, const char *string);
/* A finding at a row or element of the table; rc becomes COMITY_EPACK. */
void comity_table_bad(struct comity_table_reader *reader, unsigned long line,
    const char *found, const char *expected);
void comity_path_read(struct comity_table_reader *reader, xmlNodePtr node,
    const char *text, bool local, struct comity_path *out);
/* a then b; memory of the crosswalk. */
void comity_path_join(struct comity_table_reader *reader,
    const struct comity_path *a, const struct comity_path *b,
    struct comity_path *out);
/* New text; NULL if memory ran out. */
char *comity_path_write(
    const struct comity_crosswalk *crosswalk, const struct comity_path *path);
bool comity_path_same(const struct comity_path *a, const struct comity_path *b);
int comity_table_namespace(
    struct comity_table_reader *reader, const char *uri, const char *prefix);
/* Every row below `node` becomes a child of parent, `use` resolved. */
void comity_rows_find(struct comity_table_reader *reader,
    struct comity_row *parent); /* after and while, for a root */
void comity_rows_read(struct comity_table_reader *reader, xmlNodePtr node,
    struct comity_row *parent, int left);
struct comity_row *comity_row_new(struct comity_table_reader *reader,
    enum comity_row_kind kind, struct comity_row *parent);
const char *comity_row_kind_name(enum comity_row_kind kind);
const char *comity_value_type_name(enum comity_value_type type);
void comity_map_read(struct comity_table_reader *reader, xmlNodePtr node);
const struct comity_map *comity_map_find(
    const struct comity_crosswalk *crosswalk, const char *id);
void comity_map_free(struct comity_map *map);
/* Work out what is worked out at load; then the static checks. */
void comity_table_compile(struct comity_table_reader *reader);
void comity_table_check(struct comity_table_reader *reader);

#endif
