/* SPDX-License-Identifier: Apache-2.0 */
/* profile-draft: the texts of a pack that is made from a schema. */
#ifndef PROFILE_DRAFT_H
#define PROFILE_DRAFT_H

#include "schema-leaf.h"
#include "text.h"

#define DRAFT_ROOTS_MAX 32

/* What a pack is made of. All borrowed. */
struct draft {
	const char *name, *edition, *kind, *xsd; /* xsd: for people */
	const char *ns; /* targetNamespace; NULL none */
	const char *roots[DRAFT_ROOTS_MAX];
	size_t root_count;
	const struct comity_schema_model *model; /* NULL: not read */
};

/* Where a root says which document it is. */
struct draft_identification {
	char path[256]; /* "p:Number", "p:DAC/@alias"; "" nowhere */
	char test[1024]; /* that one of them, or of several, is there */
	bool required; /* in every document */
};

void draft_identify(const struct draft *draft, const char *root,
    struct draft_identification *out);
/* Whether a name is one of those that say which document it is. */
bool draft_is_identification(const char *name);

/* Each adds a whole file. lines: the File lines. */
void draft_profile(
    const struct draft *draft, const char *lines, struct comity_text *out);
void draft_rules(const struct draft *draft, struct comity_text *out);
/* False: the table can not say what the schema has (an element without
 * namespace in a root that has one), or the model was not read. */
bool draft_crosswalk(
    const struct draft *draft, struct comity_text *out, size_t *rows);
void draft_messages(
    const struct draft *draft, const char *language, struct comity_text *out);

#endif
