/* SPDX-License-Identifier: Apache-2.0 */
/* translate: the gates that a result must pass before anybody sees it. */
#include "check.h"
#include "text.h"
#include "translate-private.h"

#include <stdlib.h>
#include <string.h>

static bool
is_allowed(const struct comity_record *record, const char *const *allow_loss)
{
	const char *name, *at, *path = record->source_path;
	size_t len;

	for (; allow_loss != NULL && *allow_loss != NULL; allow_loss++) {
		name = *allow_loss;
		len = strlen(name);
		if (strcmp(name, "all") == 0 ||
		    (record->row != NULL && strcmp(name, record->row) == 0))
			return true;
		/* An element of that name, itself or around the leaf. */
		for (at = path == NULL ? NULL : strstr(path, name);
		     at != NULL && len > 0; at = strstr(at + 1, name))
			if (at > path && (at[-1] == '/' || at[-1] == ':') &&
			    (at[len] == '\0' || at[len] == '/' ||
				at[len] == '['))
				return true;
	}
	return false;
}

/* How much of a path names the block that people know: through its first
 * ordinal ("/Agreement/Duty[3]"), else two steps ("/License/Milestone"). */
static size_t
block_len(const char *path)
{
	const char *end = strchr(path, '[');
	size_t len;

	if (end != NULL && (end = strchr(end, ']')) != NULL)
		return (size_t)(end + 1 - path);
	len = 1 + strcspn(path + 1, "/");
	return path[len] == '\0' ? len : len + 1 + strcspn(path + len + 1, "/");
}

static bool
is_same_block(const struct comity_record *a, const struct comity_record *b)
{
	size_t len;

	if (a->source_path == NULL || b->source_path == NULL)
		return false;
	len = block_len(a->source_path);
	return len == block_len(b->source_path) &&
	    strncmp(a->source_path, b->source_path, len) == 0;
}

static bool
is_loss(const struct comity_record *record)
{
	return record->fate == COMITY_DROPPED && record->binding;
}

/* One finding for the losses of a block: the longest value tells most. */
static int
report_block(const struct comity_translation *translation, size_t first,
    size_t last, bool allowed, const char *file, struct comity_report *report)
{
	const struct comity_record *record = &translation->records[first];
	struct comity_place place = { file, record->line, NULL };
	const char *value = record->value, *label = record->label;
	struct comity_text path = { 0 };
	size_t i;
	int rc;

	for (i = first; i < last; i++) {
		record = &translation->records[i];
		if (is_loss(record) && record->value != NULL &&
		    (value == NULL || strlen(record->value) > strlen(value)))
			value = record->value;
	}
	record = &translation->records[first];
	if (record->source_path != NULL)
		comity_text_add_bytes(&path, record->source_path,
		    block_len(record->source_path));
	place.path = path.data;
	rc = path.failed ? COMITY_ENOMEM
			 : comity_report_add(report,
			       allowed ? COMITY_F_TRANSLATION_ALLOWED
				       : COMITY_F_TRANSLATION_LOSS,
			       &place, value, label);
	comity_text_clear(&path);
	return rc;
}

int
comity_gate_losses(const struct comity_translation *translation,
    const struct comity_checked *source, const char *const *allow_loss,
    struct comity_report *report)
{
	const struct comity_record *records = translation->records;
	size_t i, next;
	int rc = COMITY_OK, one;
	bool allowed;

	for (i = 0; i < translation->record_count && rc >= COMITY_OK;
	     i = next) {
		next = i + 1;
		if (!is_loss(&records[i]))
			continue;
		allowed = is_allowed(&records[i], allow_loss);
		while (next < translation->record_count &&
		    is_same_block(&records[i], &records[next]) &&
		    (!is_loss(&records[next]) ||
			is_allowed(&records[next], allow_loss) == allowed))
			next++;
		one = report_block(translation, i, next, allowed,
		    source->doc->name, report);
		rc = comity_status_worse(rc, one);
	}
	return rc;
}

/* The errors that a document has; found anew, for nobody else to see. */
static int
errors_of(const struct comity_checked *source, struct comity_report **out)
{
	struct comity_checked checked;
	int rc;

	if ((*out = comity_report_new()) == NULL)
		return COMITY_ENOMEM;
	if (source->is_clean)
		return COMITY_OK;
	rc = comity_check(
	    source->edition, source->doc, source->moment, *out, &checked);
	return rc == COMITY_REFUSED ? COMITY_OK : rc;
}

static bool
is_error(const struct comity_finding *finding)
{
	return finding->severity == COMITY_ERROR ||
	       finding->severity == COMITY_FATAL;
}

/* Is `path` the node of `at`, or inside it? */
static bool
covers(const char *at, const char *path)
{
	size_t len = at == NULL ? 0 : strlen(at);

	return path != NULL && len > 0 && strncmp(at, path, len) == 0 &&
	       (path[len] == '\0' || path[len] == '/');
}

static bool
had_error(const struct comity_report *errors, const char *path)
{
	const struct comity_finding *finding;
	size_t i;

	for (i = 0; i < comity_report_count(errors); i++) {
		finding = comity_report_at(errors, i);
		if (is_error(finding) && covers(finding->path, path))
			return true;
	}
	return false;
}

/* Every leaf that the finding cites came unharmed from one with an error. */
static bool
is_inherited(const struct comity_translation *translation,
    const struct comity_report *errors, const struct comity_finding *finding)
{
	const struct comity_record *record;
	bool any = false;
	size_t i;

	for (i = 0; i < translation->record_count; i++) {
		record = &translation->records[i];
		if (!covers(finding->path, record->target_path))
			continue;
		if ((record->fate != COMITY_KEPT &&
			record->fate != COMITY_RECODED) ||
		    record->source_path == NULL ||
		    !had_error(errors, record->source_path))
			return false;
		any = true;
	}
	return any;
}

static int
report_inherited(
    struct comity_report *report, const struct comity_finding *finding)
{
	struct comity_place place = { finding->file, finding->line,
		finding->path };

	return comity_report_add(report, COMITY_F_TRANSLATION_INHERITED, &place,
	    finding->id, finding->message);
}

struct gate {
	struct comity_translation *translation;
	const struct comity_checked *source;
	struct comity_report *errors, *found, *report;
	bool back;
};

/* Sort what the check of the result found. */
static int
sort_findings(struct gate *gate)
{
	const struct comity_finding *finding;
	int rc = COMITY_OK, one;
	bool same_form = gate->translation->to == gate->source->edition;
	size_t i;

	for (i = 0; i < comity_report_count(gate->errors); i++) {
		finding = comity_report_at(gate->errors, i);
		if (is_error(finding))
			rc = comity_status_worse(
			    rc, report_inherited(gate->report, finding));
	}
	for (i = 0; i < comity_report_count(gate->found); i++) {
		finding = comity_report_at(gate->found, i);
		if (!is_error(finding))
			continue;
		if (gate->back || same_form) {
			one = gate->source->edition == gate->translation->to
				  ? COMITY_OK
				  : report_inherited(gate->report, finding);
		} else if (is_inherited(
			       gate->translation, gate->errors, finding)) {
			one = report_inherited(gate->report, finding);
		} else {
			one = comity_report_add_finding(gate->report, finding);
		}
		rc = comity_status_worse(rc, one);
	}
	return rc;
}

static int
check_again(struct gate *gate, const struct comity_edition *to,
    const struct comity_doc *doc, int64_t moment)
{
	struct comity_checked checked;
	struct comity_place place = { doc->name, 0, NULL };
	int rc;

	rc = comity_check(to, doc, moment, gate->found, &checked);
	if (rc < COMITY_OK && rc != COMITY_UNKNOWN)
		return rc;
	if (checked.schema_valid && rc != COMITY_UNKNOWN)
		return sort_findings(gate);
	rc = comity_report_join(gate->report, gate->found);
	if (rc < COMITY_OK)
		return rc;
	return comity_report_add(gate->report, COMITY_F_TRANSLATION_INVALID,
	    &place, to->profile, NULL);
}

int
comity_gate_output(struct comity_translation *translation,
    const struct comity_checked *source, const struct comity_edition *to,
    bool back, int64_t moment, struct comity_report *report)
{
	struct gate gate = { translation, source, NULL, NULL, report, back };
	struct comity_source *octets = NULL;
	struct comity_doc *doc = NULL;
	int rc;

	if (to == NULL)
		to = comity_packs_edition(
		    source->edition->packs, "core", NULL, 0);
	if (to == NULL)
		return COMITY_EINTERNAL;
	rc = comity_xml_write_indented(
	    translation->xml, &translation->octets, &translation->len);
	if (rc == COMITY_OK)
		rc = comity_source_new("translation", translation->octets,
		    translation->len, report, &octets);
	if (rc == COMITY_OK)
		rc = comity_doc_read(octets, report, &doc);
	if (rc == COMITY_OK && (gate.found = comity_report_new_like(report)) == NULL)
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = errors_of(source, &gate.errors);
	if (rc == COMITY_OK)
		rc = check_again(&gate, to, doc, moment);
	comity_report_free(gate.found);
	comity_report_free(gate.errors);
	comity_doc_free(doc);
	comity_source_free(octets);
	return rc;
}
