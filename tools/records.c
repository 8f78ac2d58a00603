/* SPDX-License-Identifier: Apache-2.0 */
#include "records.h"

#include "delivery.h"
#include "journal.h"
#include "render-summary.h"
#include "summary.h"

#include <jansson.h>
#include <stdio.h>

static bool
note(void *delivery, const char *out)
{
	return delivery_note(delivery, out);
}

int
records_open(struct run *run)
{
	int status = COMITY_OK, rc = COMITY_OK;

	if (run->options.summary && (run->summary = summary_new()) == NULL)
		return COMITY_ENOMEM;
	if (run->journal_fd >= 0)
		rc = journal_open(run->journal_fd, run->options.resume,
		    run->command->name, run->delivery == NULL ? NULL : note,
		    run->delivery, run->talk->report, &run->journal, &status);
	run->worst = comity_status_worse(run->worst, status);
	return rc;
}

static bool
write_summary(void *context, FILE *to)
{
	const struct run *run = context;
	json_t *value = summary_value(run->summary);

	if (value != NULL)
		render_summary(run, value, run->worst, NULL, to);
	json_decref(value);
	return value != NULL;
}

void
records_close(struct run *run)
{
	struct comity_place place = { .file = run->options.resume };
	char count[32];

	if (run->journal != NULL && journal_left(run->journal) > 0) {
		snprintf(
		    count, sizeof(count), "%zu", journal_left(run->journal));
		(void)comity_report_add(run->talk->report,
		    COMITY_F_JOURNAL_LEFT, &place, count, NULL);
	}
	if (run->summary != NULL)
		run_print(run, true, write_summary, run);
	run->output_failed |= !journal_close(run->journal);
	summary_free(run->summary);
	run->journal = NULL;
	run->summary = NULL;
}
