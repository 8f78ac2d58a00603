/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include "limit.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static const struct comity_finding_row rows[] = {
#define FINDING(name, id, severity, basis, message, remedy)                    \
	{ id, severity, basis, message, remedy },
#include "finding.def"
#undef FINDING
};

struct comity_report {
	struct comity_finding *findings;
	size_t count, room;
	enum comity_language language;
	bool failed;
	bool full;
};

const struct comity_finding_row *
comity_finding_row_at(size_t i)
{
	return i < COMITY_F_COUNT ? &rows[i] : NULL;
}

const struct comity_finding_row *
comity_finding_row(const char *id)
{
	size_t i;

	for (i = 0; i < COMITY_F_COUNT; i++)
		if (strcmp(rows[i].id, id) == 0)
			return &rows[i];
	return NULL;
}

const char *
comity_severity_name(enum comity_severity severity)
{
	static const char *const names[] = { "info", "warning", "error",
		"fatal", "no-answer" };

	return names[severity];
}

struct comity_report *
comity_report_new(void)
{
	return calloc(1, sizeof(struct comity_report));
}

struct comity_report *
comity_report_new_like(const struct comity_report *other)
{
	struct comity_report *report = comity_report_new();

	if (report != NULL)
		report->language = other->language;
	return report;
}

void
comity_report_speak(
    struct comity_report *report, enum comity_language language)
{
	report->language = language;
}

enum comity_language
comity_report_language(const struct comity_report *report)
{
	return report->language;
}

static void
finding_clear(struct comity_finding *finding)
{
	free(finding->own_id);
	free(finding->file);
	free(finding->path);
	free(finding->message);
	free(finding->found);
	free(finding->expected);
	free(finding->basis);
	free(finding->remedy);
	memset(finding, 0, sizeof(*finding));
}

void
comity_report_free(struct comity_report *report)
{
	size_t i;

	if (report == NULL)
		return;
	for (i = 0; i < report->count; i++)
		finding_clear(&report->findings[i]);
	free(report->findings);
	free(report);
}

static int
effect(enum comity_severity severity)
{
	switch (severity) {
	case COMITY_INFO:
	case COMITY_WARNING:
		return COMITY_OK;
	case COMITY_ERROR:
	case COMITY_FATAL:
		return COMITY_REFUSED;
	case COMITY_NO_ANSWER:
		return COMITY_UNKNOWN;
	}
	return COMITY_UNKNOWN;
}

/* Room for one more, or NULL. */
static struct comity_finding *
next(struct comity_report *report)
{
	struct comity_finding *findings;
	size_t room;

	if (report->count == report->room) {
		room = report->room ? report->room * 2 : 8;
		findings = realloc(report->findings, room * sizeof(*findings));
		if (findings == NULL) {
			report->failed = true;
			return NULL;
		}
		report->findings = findings;
		report->room = room;
	}
	memset(
	    &report->findings[report->count], 0, sizeof(report->findings[0]));
	return &report->findings[report->count];
}

/* Escape src into *out; false if memory ran out. */
static bool
take(char **out, const char *src, size_t max)
{
	*out = comity_text_escape(src, max);
	return src == NULL || *out != NULL;
}

static int
add(struct comity_report *report, const struct comity_finding *src)
{
	struct comity_finding *finding;

	if ((finding = next(report)) == NULL)
		return COMITY_ENOMEM;
	finding->severity = src->severity;
	finding->line = src->line;
	finding->own_id = strdup(src->id);
	if (finding->own_id == NULL ||
	    !take(&finding->file, src->file, COMITY_DETAIL_MAX) ||
	    !take(&finding->path, src->path, 4 * COMITY_DETAIL_MAX) ||
	    !take(&finding->message, src->message, 4 * COMITY_DETAIL_MAX) ||
	    !take(&finding->found, src->found, COMITY_DETAIL_MAX) ||
	    !take(&finding->expected, src->expected, COMITY_DETAIL_MAX) ||
	    !take(&finding->basis, src->basis, COMITY_DETAIL_MAX) ||
	    !take(&finding->remedy, src->remedy, 4 * COMITY_DETAIL_MAX)) {
		finding_clear(finding);
		report->failed = true;
		return COMITY_ENOMEM;
	}
	finding->id = finding->own_id;
	report->count++;
	return effect(src->severity);
}

int
comity_report_add_finding(
    struct comity_report *report, const struct comity_finding *finding)
{
	enum comity_language language = report->language;
	struct comity_finding last = { .id = "comity-more-findings",
		.severity = COMITY_NO_ANSWER };
	int rc;

	if (report->count + 1 < COMITY_FINDINGS_MAX)
		return add(report, finding);
	if (!report->full) {
		report->full = true;
		last.message = (char *)comity_phrase(
		    "there are more findings than one report holds", language);
		last.basis = (char *)comity_phrase("comity limits", language);
		last.remedy = (char *)comity_phrase(
		    "mend the first ones and ask again", language);
		if ((rc = add(report, &last)) == COMITY_ENOMEM)
			return rc;
	}
	rc = effect(finding->severity);
	return comity_status_worse(rc, COMITY_UNKNOWN);
}

/* A phrase of ours in the report's language; a single word is a code. */
static const char *
said(const char *expected, enum comity_language language)
{
	if (expected == NULL || strchr(expected, ' ') == NULL)
		return expected;
	return comity_phrase(expected, language);
}

int
comity_report_add(struct comity_report *report, enum comity_finding_id id,
    const struct comity_place *place, const char *found, const char *expected)
{
	const struct comity_finding_row *row = &rows[id];
	enum comity_language language = report->language;
	struct comity_finding finding = { .id = row->id,
		.severity = row->severity,
		.message = (char *)comity_finding_message(id, language),
		.basis = (char *)row->basis,
		.remedy = (char *)comity_finding_remedy(id, language),
		.found = (char *)found,
		.expected = (char *)said(expected, language) };

	if (place != NULL) {
		finding.file = (char *)place->file;
		finding.line = place->line;
		finding.path = (char *)place->path;
	}
	return comity_report_add_finding(report, &finding);
}

bool
comity_report_is_full(const struct comity_report *report)
{
	return report->full;
}

size_t
comity_report_count(const struct comity_report *report)
{
	return report->count;
}

const struct comity_finding *
comity_report_at(const struct comity_report *report, size_t i)
{
	return i < report->count ? &report->findings[i] : NULL;
}

const struct comity_finding *
comity_report_find(const struct comity_report *report, const char *id)
{
	size_t i;

	for (i = 0; i < report->count; i++)
		if (strcmp(report->findings[i].id, id) == 0)
			return &report->findings[i];
	return NULL;
}

size_t
comity_report_severity_count(
    const struct comity_report *report, enum comity_severity severity)
{
	size_t i, count = 0;

	for (i = 0; i < report->count; i++)
		count += report->findings[i].severity == severity;
	return count;
}

int
comity_report_status(const struct comity_report *report)
{
	int rc = report->failed ? COMITY_ENOMEM : COMITY_OK;
	size_t i;

	for (i = 0; i < report->count; i++)
		rc = comity_status_worse(
		    rc, effect(report->findings[i].severity));
	return rc;
}

bool
comity_report_failed(const struct comity_report *report)
{
	return report->failed;
}

int
comity_report_join(struct comity_report *to, struct comity_report *from)
{
	struct comity_finding *finding;
	size_t i;

	to->failed |= from->failed;
	for (i = 0; i < from->count; i++) {
		if ((finding = next(to)) == NULL)
			return COMITY_ENOMEM;
		*finding = from->findings[i];
		to->count++;
		memset(&from->findings[i], 0, sizeof(from->findings[i]));
	}
	from->count = 0;
	return to->failed ? COMITY_ENOMEM : COMITY_OK;
}
