/* SPDX-License-Identifier: Apache-2.0 */
#include "profile-share.h"

static const char *
reason(const struct comity_report *report)
{
	const struct comity_finding *finding;
	size_t i;

	for (i = 0; i < comity_report_count(report); i++) {
		finding = comity_report_at(report, i);
		if (finding->severity >= COMITY_ERROR &&
		    finding->message != NULL)
			return finding->message;
	}
	return "no answer";
}

static bool
write_line(void *context, FILE *to)
{
	const struct comity_text *line = context;

	return line->data != NULL && !line->failed &&
	       fprintf(to, "%s", line->data) >= 0;
}

static int
measure(struct run *run, const char *path)
{
	struct answer answer;
	struct comity_text line = { 0 };
	const size_t *n;
	size_t all = 0, i;
	int rc;

	if (!answer_init(&answer, "profile", path, run))
		return COMITY_ENOMEM;
	rc = run_read(run, path, &answer);
	if (rc == COMITY_OK)
		rc = comity_packs_match(run->packs, answer.doc,
		    run->options.edition, run->moment, answer.report,
		    &answer.edition);
	if (rc == COMITY_OK)
		rc = comity_check(answer.edition, answer.doc, run->moment,
		    answer.report, &answer.checked);
	if (rc == COMITY_OK || rc == COMITY_REFUSED)
		rc = comity_translate_in(
		    &answer.checked, answer.report, &answer.translation);
	if (rc == COMITY_OK) {
		n = answer.translation->counts;
		for (i = 0; i <= COMITY_CARRIED; i++)
			all += n[i];
		comity_text_addf(&line,
		    "  %s: %zu leaves, %zu of them carried (%zu %%)\n", path,
		    all, n[COMITY_CARRIED],
		    all == 0 ? 0 : n[COMITY_CARRIED] * 100 / all);
	} else {
		comity_text_addf(
		    &line, "  %s: %s\n", path, reason(answer.report));
	}
	run_print(run, false, write_line, &line);
	comity_text_clear(&line);
	answer_clear(&answer);
	return rc;
}

void
profile_share(struct run *run, const char *path)
{
	run->worst = comity_status_worse(run->worst, measure(run, path));
}
