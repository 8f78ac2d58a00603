/* SPDX-License-Identifier: Apache-2.0 */
/* profile-diff: what changed from one edition to another. */
#ifndef PROFILE_DIFF_H
#define PROFILE_DIFF_H

#include "profile-table.h"
#include "words.h"

/* `comity profile diff A B`: PROFILE@EDITION, or folders of packs. */
int profile_diff(struct run *run, int argc, char **argv);

/* What is compared. */
struct change_side {
	const struct comity_edition *edition;
	struct comity_inspection *in; /* NULL: one that is loaded */
};

/* One comparison; profile-change-*.c add rows. */
struct changes {
	struct change_side old, new;
	struct table table;
	enum comity_language language;
	int rc; /* COMITY_OK or COMITY_ENOMEM */
};

enum { CHANGE_WHAT, CHANGE_HOW, CHANGE_BEFORE, CHANGE_AFTER, CHANGE_BASIS };

/* A row; words that are NULL stay empty. */
void change_add(struct changes *changes, const char *what, enum word how,
    const char *before, const char *after, const char *basis);
/* The same where both are there and differ. */
void change_text(struct changes *changes, const char *what, const char *before,
    const char *after, const char *basis);

void change_profile(struct changes *changes);
void change_fields(struct changes *changes);
void change_codes(struct changes *changes);
void change_rules(struct changes *changes);
void change_rows(struct changes *changes);

#endif
