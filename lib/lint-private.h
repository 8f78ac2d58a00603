/* SPDX-License-Identifier: Apache-2.0 */
/* lint-private: one linting; for lint*.c only. */
#ifndef COMITY_LINT_PRIVATE_H
#define COMITY_LINT_PRIVATE_H

#include "lint.h"
#include "pack-private.h"
#include "schema-leaf.h"

#define COMITY_LINT_FILES_MAX 128 /* of a pack; more are not looked into */

/* One row of the crosswalk, with paths as the schema writes them. */
struct comity_lint_row {
	char *root, *local, *core, *key, *map, *kind;
	bool required, has_label;
	unsigned long line;
};

struct comity_lint {
	const struct comity_inspection *in;
	const struct comity_edition *edition; /* NULL: profile.xml refused */
	const struct comity_lint_evidence *evidence;
	struct comity_report *report;
	struct comity_lint_counts *counts;
	struct comity_schema_model *model; /* NULL: not read */
	struct comity_lint_row *rows;
	size_t row_count, row_room;
	size_t *fired; /* by rule; NULL no rules */
	int rc; /* COMITY_OK or COMITY_ENOMEM */
};

/* A finding at a node, or at a line of a file. */
void comity_lint_say(struct comity_lint *lint, enum comity_finding_id id,
    const struct comity_doc *doc, const xmlNode *node, const char *found,
    const char *expected);
void comity_lint_say_at(struct comity_lint *lint, enum comity_finding_id id,
    const char *file, unsigned long line, const char *found,
    const char *expected);
/* A file of the pack parsed; NULL: it can not be (loading says so). */
struct comity_doc *comity_lint_doc(
    struct comity_lint *lint, const struct comity_folder_file *file);
/* The name under which findings cite a file of the pack; NULL none. */
const char *comity_lint_file(const struct comity_lint *lint, const char *name);
bool comity_lint_is_root(const struct comity_lint *lint, const char *name);

void comity_lint_profile(struct comity_lint *lint); /* profile.xml, files */
void comity_lint_editions(struct comity_lint *lint);
void comity_lint_rules(struct comity_lint *lint);
void comity_lint_contexts(
    struct comity_lint *lint, const struct comity_doc *doc, xmlNodePtr pattern);
void comity_lint_schema(struct comity_lint *lint);
void comity_lint_messages(struct comity_lint *lint);
void comity_lint_list(
    struct comity_lint *lint, const struct comity_folder_file *file);
void comity_lint_crosswalk(struct comity_lint *lint);
void comity_lint_maps(struct comity_lint *lint);
void comity_lint_order(struct comity_lint *lint, const char *root);
/* The particle of a path below a root of the schema; NULL none. */
const struct comity_schema_particle *comity_lint_particle(
    const struct comity_lint *lint, const char *root, const char *path,
    size_t len);
void comity_lint_fired(struct comity_lint *lint); /* examples and cases */

#endif
