/* SPDX-License-Identifier: Apache-2.0 */
#include "trust-making.h"

#include "file.h"
#include "limit.h"
#include "render.h"
#include "sign.h"
#include "signer.h"
#include "trust-check.h"
#include "trust-make.h"

#include <stdlib.h>
#include <string.h>

/* A certificate's file is named from the folder of the table. */
static char *
beside(const char *table, const char *name)
{
	const char *slash = strrchr(table, '/');

	if (name[0] == '/' || slash == NULL)
		return comity_text_copy(name);
	return comity_text_format("%.*s/%s", (int)(slash - table), table, name);
}

/* Read one row's certificate; what is wrong is said at the row, too. */
static int
read_certificate(const struct comity_trust_table *table,
    struct comity_trust_row *row, struct comity_report *report)
{
	const char *name = row->cells[COMITY_COLUMN_CERTIFICATE];
	struct comity_certificates found = { 0 };
	struct comity_source *pem = NULL;
	char *path = beside(table->name, name);
	int rc = path == NULL ? COMITY_ENOMEM
			      : comity_file_read(
				    path, COMITY_PACK_FILE_MAX, report, &pem);

	if (rc == COMITY_OK)
		rc = comity_certificates_read_pem(pem, report, &found);
	if (rc == COMITY_OK && found.count != 1)
		rc = COMITY_REFUSED;
	if (rc == COMITY_OK) {
		row->certificate = found.at[0];
		found.count = 0; /* transferred */
	} else if (rc == COMITY_REFUSED || rc == COMITY_EIO) {
		rc = comity_trust_table_find(table, row->line,
		    comity_trust_column_name(COMITY_COLUMN_CERTIFICATE), report,
		    COMITY_F_TRUST_TABLE, name,
		    "a PEM file of one certificate");
	}
	comity_certificates_clear(&found);
	comity_source_free(pem);
	free(path);
	return rc;
}

static int
read_certificates(
    struct comity_trust_table *table, struct comity_report *report)
{
	size_t i;
	int one, rc = COMITY_OK;

	for (i = 0; i < table->count; i++) {
		one = read_certificate(table, &table->rows[i], report);
		if (one != COMITY_OK && one != COMITY_REFUSED)
			return one;
		rc = comity_status_worse(rc, one);
	}
	return rc;
}

static int
read_previous(
    struct run *run, struct comity_report *report, struct comity_doc **out)
{
	struct comity_source *source = NULL;
	int rc;

	if (run->options.previous == NULL)
		return COMITY_OK;
	rc = comity_file_read(
	    run->options.previous, COMITY_SOURCE_MAX, report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, report, out);
	comity_source_free(source);
	run->input_failed |= rc == COMITY_EIO;
	return rc;
}

/* Read what was made, see whether it is sound, sign it, and write it. */
static int
finish(struct run *run, struct answer *answer, const struct signer *signer,
    const char *octets, size_t len)
{
	struct comity_source *source = NULL;
	unsigned char *list = NULL;
	int rc = comity_source_new(
	    run->options.out, octets, len, answer->report, &source);

	if (rc == COMITY_OK)
		rc = comity_doc_read(source, answer->report, &answer->doc);
	if (rc == COMITY_OK)
		rc = comity_trust_check(
		    answer->doc, run->now, false, answer->report);
	if (rc == COMITY_OK)
		rc = comity_sign(
		    answer->doc, &signer->signing, answer->report, &list, &len);
	if (rc == COMITY_OK) {
		answer->out = run->options.out;
		rc = comity_file_write(answer->out, list, len, answer->report);
		run->output_failed |= rc == COMITY_EIO;
	}
	comity_source_free(source);
	free(list);
	return rc;
}

static int
make(struct run *run, struct answer *answer, const char *path)
{
	struct comity_trust_table *table = NULL;
	struct comity_doc *previous = NULL;
	struct signer signer = { 0 };
	char *octets = NULL;
	size_t len = 0;
	int rc;

	run->file_count++;
	rc = comity_file_read(
	    path, COMITY_SOURCE_MAX, answer->report, &answer->source);
	if (rc == COMITY_EIO)
		run->unread_count++;
	if (rc == COMITY_OK)
		rc = comity_trust_table_read(
		    answer->source, answer->report, &table);
	if (rc == COMITY_OK)
		rc = read_certificates(table, answer->report);
	if (rc == COMITY_OK)
		rc = read_previous(run, answer->report, &previous);
	if (rc == COMITY_OK)
		rc = comity_trust_make(
		    table, previous, run->now, answer->report, &octets, &len);
	if (rc == COMITY_OK)
		rc = run_loaded(run, signer_read(run, answer->report, &signer));
	if (rc == COMITY_OK)
		rc = finish(run, answer, &signer, octets, len);
	signer_clear(&signer);
	free(octets);
	comity_doc_free(previous);
	comity_trust_table_free(table);
	return rc;
}

int
trust_make(struct run *run, const char *path)
{
	struct answer answer;
	int rc;

	if (run->options.key == NULL)
		return run_usage("trust", "make: --key is missing");
	if (run->options.out == NULL)
		return run_usage("trust", "make: -o FILE is missing");
	if (run->options.has_as_of)
		return run_usage(
		    "trust", "make: --as-of: a signing time is the clock's");
	run->many_files = false; /* the first word was no file */
	if (!answer_init(&answer, "trust", path, run))
		return EXIT_INTERNAL;
	rc = make(run, &answer, path);
	run_answer(run, &answer, rc);
	answer_clear(&answer);
	return EXIT_YES;
}
