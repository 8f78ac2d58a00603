/* SPDX-License-Identifier: Apache-2.0 */
#include "lint-private.h"
#include "memory.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

void
comity_lint_say_at(struct comity_lint *lint, enum comity_finding_id id,
    const char *file, unsigned long line, const char *found,
    const char *expected)
{
	struct comity_place place = { .file = file, .line = line };

	if (comity_report_add(lint->report, id, &place, found, expected) ==
	    COMITY_ENOMEM)
		lint->rc = COMITY_ENOMEM;
}

void
comity_lint_say(struct comity_lint *lint, enum comity_finding_id id,
    const struct comity_doc *doc, const xmlNode *node, const char *found,
    const char *expected)
{
	comity_lint_say_at(
	    lint, id, doc->name, comity_doc_line(doc, node), found, expected);
}

struct comity_doc *
comity_lint_doc(struct comity_lint *lint, const struct comity_folder_file *file)
{
	struct comity_report *aside = comity_report_new();
	struct comity_doc *doc = NULL;

	if (aside == NULL ||
	    comity_doc_read(file->source, aside, &doc) == COMITY_ENOMEM)
		lint->rc = COMITY_ENOMEM;
	comity_report_free(aside);
	return doc;
}

const char *
comity_lint_file(const struct comity_lint *lint, const char *name)
{
	const struct comity_folder_file *file =
	    comity_folder_find(lint->in->folder, name);

	return file == NULL ? NULL : file->source->name;
}

/* Whether profile.xml matches documents with this root. */
bool
comity_lint_is_root(const struct comity_lint *lint, const char *name)
{
	const struct pack_edition *own =
	    (const struct pack_edition *)lint->edition;
	size_t i;

	for (i = 0; own != NULL && i < own->match_count; i++)
		if (strcmp(own->matches[i].name, name) == 0)
			return true;
	return false;
}

/* Ours that say the same as one of the loader's, but better. */
static bool
is_ours(const char *id)
{
	return strncmp(id, "comity-lint-", 12) == 0;
}

static bool
is_said(const struct comity_lint *lint, const struct comity_finding *loader)
{
	const struct comity_finding *f;
	size_t i;

	if (strcmp(loader->id, "comity-pack-digest") == 0 ||
	    strcmp(loader->id, "comity-pack-unlisted") == 0)
		return true; /* lint-profile.c says each, by its line */
	for (i = 0; (f = comity_report_at(lint->report, i)) != NULL; i++) {
		if (!is_ours(f->id))
			continue;
		if (comity_text_same(f->file, loader->file) &&
		    f->line == loader->line && f->line != 0)
			return true;
		if (strcmp(f->id, "comity-lint-file-missing") == 0 &&
		    strcmp(loader->id, "comity-pack-file") == 0)
			return true;
	}
	return false;
}

/* What loading refused, where nothing of ours says it better. */
static void
add_refusals(struct comity_lint *lint)
{
	const struct comity_finding *f;
	size_t i;

	for (i = 0; (f = comity_report_at(lint->in->report, i)) != NULL; i++)
		if (!is_said(lint, f) &&
		    comity_report_add_finding(lint->report, f) == COMITY_ENOMEM)
			lint->rc = COMITY_ENOMEM;
}

static void
lint_clear(struct comity_lint *lint)
{
	size_t i;

	for (i = 0; i < lint->row_count; i++) {
		free(lint->rows[i].root);
		free(lint->rows[i].local);
		free(lint->rows[i].core);
		free(lint->rows[i].key);
		free(lint->rows[i].map);
		free(lint->rows[i].kind);
	}
	free(lint->rows);
	free(lint->fired);
	comity_schema_model_free(lint->model);
}

static void
lint_parts(struct comity_lint *lint)
{
	const struct comity_folder *folder = lint->in->folder;
	size_t i;

	comity_lint_profile(lint);
	comity_lint_editions(lint);
	comity_lint_schema(lint);
	comity_lint_rules(lint);
	for (i = 0; i < folder->count; i++)
		if (strcmp(folder->files[i].role, "codes") == 0 &&
		    !folder->files[i].elsewhere) /* said where it stands */
			comity_lint_list(lint, &folder->files[i]);
	if (lint->edition == NULL)
		return;
	comity_lint_crosswalk(lint);
	comity_lint_messages(lint);
	comity_lint_fired(lint);
}

int
comity_lint(const struct comity_inspection *in,
    const struct comity_lint_evidence *evidence, struct comity_report *report,
    struct comity_lint_counts *counts)
{
	struct comity_lint lint = { .in = in,
		.edition = in->edition,
		.evidence = evidence,
		.report = report,
		.counts = counts,
		.rc = COMITY_OK };

	memset(counts, 0, sizeof(*counts));
	if (in->folder != NULL)
		lint_parts(&lint);
	add_refusals(&lint);
	lint_clear(&lint);
	if (lint.rc != COMITY_OK || comity_memory_failed() ||
	    comity_report_failed(report))
		return COMITY_ENOMEM;
	/* what is not loaded is not sound, however it came to that */
	return in->whole &&
		       comity_report_severity_count(report, COMITY_ERROR) ==
			   0 &&
		       comity_report_severity_count(report, COMITY_FATAL) == 0
		   ? COMITY_OK
		   : COMITY_REFUSED;
}

int
comity_lint_codes(
    const struct comity_folder *folder, struct comity_report *report)
{
	struct comity_lint_counts counts = { 0 };
	struct comity_lint lint = { .report = report, .counts = &counts };
	size_t i;

	lint.rc = COMITY_OK;
	for (i = 0; i < folder->count; i++)
		if (strcmp(folder->files[i].role, "codes") == 0)
			comity_lint_list(&lint, &folder->files[i]);
	if (lint.rc != COMITY_OK)
		return lint.rc;
	return comity_report_severity_count(report, COMITY_ERROR) > 0
		   ? COMITY_REFUSED
		   : COMITY_OK;
}
