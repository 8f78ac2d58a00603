/* SPDX-License-Identifier: Apache-2.0 */
#include "dump.h"

#include "file.h"
#include "folder-write.h"
#include "grounds.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* One file in the new folder. */
static int
write_file(const char *folder, const char *name, const void *bytes, size_t len,
    struct comity_report *report)
{
	char *path = comity_text_format("%s/%s", folder, name);
	int rc = path == NULL ? COMITY_ENOMEM
			      : comity_file_write(path, bytes, len, report);

	free(path);
	return rc;
}

/* A row of the table: what stands in which file. */
static void
add_row(struct comity_text *table, const char *name, const char *line,
    const struct comity_grounds_reference *r)
{
	char *uri = comity_text_escape(r->uri != NULL ? r->uri : "", 10000);

	comity_text_addf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
	    r->reached ? name : "", line, uri != NULL ? uri : "",
	    r->digest->row.uri, r->stated, r->computed,
	    !r->reached  ? "not followed"
	    : r->matches ? "matches"
			 : "does not match");
	table->failed |= uri == NULL;
	free(uri);
}

static int
dump_signature(const char *folder, const char *kind, size_t number,
    const struct comity_signature *s, struct comity_text *table,
    struct comity_report *report)
{
	char name[96], line[32];
	size_t i;
	int rc = COMITY_OK;

	snprintf(line, sizeof(line), "%lu", s->line);
	for (i = 0; rc == COMITY_OK && s->grounds != NULL &&
		    i < s->grounds->reference_count;
	     i++) {
		const struct comity_grounds_reference *r =
		    &s->grounds->references[i];

		snprintf(name, sizeof(name), "%s-%zu-reference-%zu.%s", kind,
		    number, i + 1, r->xml ? "xml" : "bin");
		add_row(table, name, line, r);
		if (r->octets != NULL)
			rc =
			    write_file(folder, name, r->octets, r->len, report);
	}
	if (s->sub != NULL && s->reason != NULL)
		comity_text_addf(table, "\t%s\t%s / %s: %s\n", line,
		    comity_indication_name(s->indication), s->sub, s->reason);
	return rc;
}

static int
dump_into(const char *folder, struct answer *answer)
{
	const struct comity_verification *v = answer->verification;
	struct comity_text table = { 0 };
	size_t i;
	int rc = COMITY_OK;

	comity_text_add(
	    &table, "file\tline\turi\tdigest\tstated\tcomputed\tresult\n");
	for (i = 0; rc == COMITY_OK && i < v->count; i++)
		rc = dump_signature(folder, "signature", i + 1,
		    &v->signatures[i], &table, answer->report);
	for (i = 0; rc == COMITY_OK && i < v->countersignature_count; i++)
		rc = dump_signature(folder, "countersignature", i + 1,
		    &v->countersignatures[i], &table, answer->report);
	if (table.failed)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = write_file(folder, "octets.tsv", table.data, table.len,
		    answer->report);
	comity_text_clear(&table);
	return rc;
}

/* The folders in which the new one is to stand. */
static int
folder_above(const char *path, struct comity_report *report)
{
	char *above = comity_text_copy(path), *slash;
	int rc = above == NULL ? COMITY_ENOMEM : COMITY_OK;

	if (rc == COMITY_OK && (slash = strrchr(above, '/')) != NULL &&
	    slash != above) {
		*slash = '\0';
		rc = comity_folder_make(above, report);
	}
	free(above);
	return rc;
}

int
dump_octets(struct run *run, struct answer *answer)
{
	const char *name = run->options.dump_octets;
	struct comity_place place = { .file = name };
	int rc, len = (int)strlen(name);
	char *beside, *to;

	while (len > 1 && name[len - 1] == '/')
		len--;
	to = comity_text_format("%.*s", len, name);
	beside = NULL;
	if (to == NULL)
		return COMITY_ENOMEM;
	rc = folder_above(to, answer->report);
	if (rc == COMITY_OK)
		rc = comity_folder_make_beside(to, answer->report, &beside);
	if (rc == COMITY_OK)
		rc = dump_into(beside, answer);
	if (rc == COMITY_OK)
		rc = comity_folder_move(beside, to, answer->report);
	if (rc == COMITY_OK &&
	    comity_report_add(answer->report, COMITY_F_OCTETS_WRITTEN, &place,
		"octets.tsv", NULL) == COMITY_ENOMEM)
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK && beside != NULL)
		comity_folder_remove(beside);
	run->output_failed |= rc == COMITY_EIO;
	free(beside);
	free(to);
	return rc;
}
