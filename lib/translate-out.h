/* SPDX-License-Identifier: Apache-2.0 */
/* translate out: what translate-out.c and its parts share. */
#ifndef COMITY_TRANSLATE_OUT_H
#define COMITY_TRANSLATE_OUT_H

#include "translate-run.h"

/* One instance of a block: the core element that it comes from. */
struct out_context {
	const struct out_context *up;
	const struct comity_row *block;
	xmlNodePtr core; /* NULL: nothing, only what is required is written */
	bool no_originals; /* atomic, and one part was edited */
	bool forced; /* atomic, and withheld because of a part's original */
	bool ordinals_hold; /* local numbers of these instances are kept */
	size_t repeat; /* choice: how often the core block is written so far */
};

/* A local element, made when something is written there. */
struct out_place {
	struct out_place *up;
	xmlNodePtr node;
	const struct comity_target *target;
	bool flat; /* of a run: its node is that of `up` */
	bool filled; /* its text is written */
	xmlNodePtr begin; /* flat: last child of node before; NULL none */
};

xmlNodePtr comity_out_ensure(struct comity_run *run, struct out_place *place);
/* The core node below which the row's core path is followed. */
xmlNodePtr comity_out_base(struct comity_run *run,
    const struct out_context *context, const struct comity_row *row);
/* The next core element of the row after `previous` (NULL: the first). */
xmlNodePtr comity_out_next(struct comity_run *run, const struct comity_row *row,
    const struct comity_path *path, xmlNodePtr core, xmlNodePtr previous);
bool comity_out_accepts(
    struct comity_run *run, const struct comity_row *row, const xmlNode *core);
/* Mark the constants that the row accepted. */
void comity_out_mark_tests(struct comity_run *run, const struct comity_row *row,
    const xmlNode *core, const void *target);

enum out_state {
	OUT_ABSENT, /* the core says nothing here */
	OUT_VALUE,
	OUT_WITHHELD, /* value: the core's reason */
	OUT_UNDEFINED /* it says what this form can not */
};
/* What the row writes for a core element. */
enum out_state comity_out_value(struct comity_run *run,
    const struct out_context *context, const struct comity_row *row,
    xmlNodePtr element, struct comity_value *value,
    enum comity_relation *relation);
/* Write a leaf's text or attribute at a place. */
bool comity_out_leaf(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, xmlNodePtr element, struct out_place *place);
void comity_out_list(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place);
bool comity_out_atomic_fails(struct comity_run *run,
    struct out_context *context, const struct comity_row *row);
/* Text or attribute at the end of a local path. */
xmlNodePtr comity_out_put(struct comity_run *run, const struct comity_row *row,
    const struct comity_path *path, struct out_place *place, const char *value);
bool comity_out_is_put(const struct comity_run *run,
    const struct comity_path *path, const struct out_place *place);

void comity_out_split(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place);
void comity_out_part(struct comity_run *run, const struct out_context *context,
    const struct comity_row *part, struct out_place *place);
void comity_out_marker(struct comity_run *run,
    const struct out_context *context, const struct comity_row *row,
    struct out_place *place);
void comity_out_id(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place);
bool comity_out_ordinals_hold(
    struct comity_run *run, const struct comity_row *row, xmlNodePtr core);
void comity_out_references(struct comity_run *run);

/* translate-out-carry.c */
void comity_out_carry(struct comity_run *run, const struct out_context *context,
    const struct comity_row *row, struct out_place *place);
void comity_out_carry_tree(struct comity_run *run,
    const struct out_context *context, const struct comity_row *row,
    struct out_place *parent);
void comity_out_container(struct comity_run *run,
    const struct out_context *context, const struct comity_row *row,
    struct out_place *place);
/* The carried text of a path, `withheld` of it, or NULL. */
const char *comity_out_carried(struct comity_run *run,
    const struct out_context *context, const struct comity_row *row,
    const char *attribute);
void comity_out_required(struct comity_run *run,
    const struct out_context *context, const struct comity_target *target,
    struct out_place *place);
void comity_out_walk(struct comity_run *run, struct out_context *context,
    const struct comity_target *target, struct out_place *place);

#endif
