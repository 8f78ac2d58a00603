/* SPDX-License-Identifier: Apache-2.0 */
/* translate in: what translate-in.c and translate-in-rows.c share. */
#ifndef COMITY_TRANSLATE_IN_H
#define COMITY_TRANSLATE_IN_H

#include "limit.h"
#include "translate-run.h"

/* One instance of a block: where its local leaves are, where they go. */
struct in_context {
	struct in_context *up;
	const struct comity_row *block;
	xmlNodePtr local; /* an element, or an attribute */
	xmlNodePtr first, end; /* children that belong to it; end excluded */
	xmlNodePtr core;
	xmlNodePtr extension; /* the pruned copy in it; NULL not yet */
	bool withhold; /* atomic, and one part is undefined */
};

/* A core element, made when something is written there. */
struct in_place {
	struct in_place *up;
	xmlNodePtr node;
	const struct comity_target *target;
};

xmlNodePtr comity_in_ensure(struct comity_run *run, struct in_place *place);
xmlNodePtr comity_in_first(const struct comity_run *run,
    const struct in_context *context, const struct comity_row *row);
bool comity_in_accepts(const struct comity_run *run,
    const struct comity_row *row, const xmlNode *local);
void comity_in_withhold(
    struct comity_run *run, xmlNodePtr element, const char *as);
void comity_in_value(struct comity_run *run, const struct comity_row *row,
    const xmlNode *local, const char *text, xmlNodePtr element, bool withhold);

/* translate-in-block.c: the instances of blocks. */
void comity_in_block(struct comity_run *run, struct in_context *inner,
    const struct comity_row *row, xmlNodePtr element);
void comity_in_group(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, xmlNodePtr local, struct in_place *place,
    const struct comity_step *step);
void comity_in_run(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step);
void comity_in_choice(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step);
void comity_in_walk(struct comity_run *run, struct in_context *context,
    const struct comity_target *target, struct in_place *place);
void comity_in_leaf(struct comity_run *run, struct in_context *context,
    const struct comity_row *row, xmlNodePtr local, xmlNodePtr element);
void comity_in_mark_constants(struct comity_run *run,
    const struct comity_row *row, const xmlNode *local, xmlNodePtr element);

/* Whether anything inside a flat group has a source. */
bool comity_in_any(const struct comity_run *run,
    const struct in_context *context, const struct comity_row *row);
bool comity_in_follows(const struct comity_run *run,
    const struct comity_row *row, const xmlNode *node);
bool comity_in_atomic_fails(struct comity_run *run,
    const struct in_context *inner, const struct comity_row *row,
    xmlNodePtr leaf);
void comity_in_part(struct comity_run *run, const struct in_context *context,
    const struct comity_row *part, struct in_place *place);
void comity_in_join(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step);
void comity_in_marker(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, struct in_place *place,
    const struct comity_step *step);
/* The constants that the row implies, at its core element: after its other
 * rows, and only where none of those has written that path. */
void comity_in_constants(
    struct comity_run *run, const struct comity_row *row, xmlNodePtr element);
void comity_in_id(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, struct in_place *place);
void comity_in_references(struct comity_run *run);
/* Into the Extension of the row's room. */
void comity_in_carry(struct comity_run *run, const struct in_context *context,
    const struct comity_row *row, const struct comity_path *path,
    const xmlNode *node, enum comity_fate fate);
/* Put the Extension where the core has it, behind its siblings. */
void comity_in_settle(struct comity_run *run, const struct in_context *context);
/* The format's own `withheld` attribute: to the core's, or carried where the
 * core has only an attribute. Whether there was one. */
bool comity_in_copy_withheld(struct comity_run *run,
    const struct comity_row *row, const xmlNode *local, xmlNodePtr element);
bool comity_in_carry_withheld(struct comity_run *run,
    const struct in_context *context, const struct comity_row *row,
    const xmlNode *local);
/* The carry and container rows of a block, at its end. */
void comity_in_carry_all(struct comity_run *run, struct in_context *context,
    const struct comity_row *block);

#endif
