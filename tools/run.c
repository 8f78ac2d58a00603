/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include "crew.h"
#include "file.h"
#include "journal.h"
#include "limit.h"
#include "memory.h"
#include "reading.h"
#include "render-json.h"
#include "render.h"
#include "render-etsi.h"
#include "summary.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* What was loaded while an allocation failed may lack a part: no answer. */
int
run_loaded(struct run *run, int rc)
{
	run->input_failed |= rc == COMITY_EIO;
	return comity_memory_failed() ? COMITY_ENOMEM : rc;
}

int
run_load_packs(struct run *run)
{
	const struct list *more = &run->options.schemas;
	size_t i;
	int rc;

	if ((rc = comity_packs_new(&run->packs)) != COMITY_OK)
		return rc;
	/* a policy speaks of rules of every pack */
	if (run->command->defers && run->options.policy == NULL)
		comity_packs_defer(run->packs, run->language);
	rc = comity_packs_read(
	    run->packs, run->schemas, true, run->talk->report);
	for (i = 0; rc == COMITY_OK && i < more->count; i++)
		rc = comity_packs_read(
		    run->packs, more->at[i], false, run->talk->report);
	return run_loaded(run, rc);
}

/* "US=signer.pem" pins for one territory, "signer.pem" for any. */
static int
pin(struct run *run, const char *value)
{
	struct comity_source *pem = NULL;
	char territory[8] = "";
	const char *equals = strchr(value, '=');
	int rc;

	if (equals != NULL && equals - value >= 2 && equals - value <= 6 &&
	    memchr(value, '/', (size_t)(equals - value)) == NULL) {
		memcpy(territory, value, (size_t)(equals - value));
		value = equals + 1;
	}
	rc = comity_file_read(
	    value, COMITY_PACK_FILE_MAX, run->talk->report, &pem);
	if (rc == COMITY_OK)
		rc = comity_trust_pin(run->trust,
		    territory[0] ? territory : NULL, pem, run->talk->report);
	comity_source_free(pem);
	return rc;
}

/* Read the lists; doc stays NULL of one that can not be parsed, which is
 * reported and not used. Only a file that can not be read ends the run. */
static int
read_list(struct run *run, const char *path, struct comity_doc **doc)
{
	struct comity_source *source = NULL;
	int rc;

	rc = comity_file_read(
	    path, COMITY_SOURCE_MAX, run->talk->report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, run->talk->report, doc);
	comity_source_free(source);
	return rc == COMITY_REFUSED || rc == COMITY_UNKNOWN ? COMITY_OK : rc;
}

/* A list that is not proven is reported and not used: what rests on it is
 * then unknown. */
static int
add_lists(struct run *run, const struct comity_doc *more)
{
	const struct list *paths = &run->options.trust;
	struct comity_doc *docs[LIST_MAX + 1] = { NULL };
	const struct comity_doc *all[LIST_MAX + 1];
	size_t i, count = 0;
	int rc = COMITY_OK;

	if (run->options.trust_follow)
		comity_trust_follow(run->trust);
	for (i = 0; rc == COMITY_OK && i < paths->count; i++) {
		rc = read_list(run, paths->at[i], &docs[count]);
		if (docs[count] != NULL)
			count++;
	}
	for (i = 0; i < count; i++)
		all[i] = docs[i];
	if (more != NULL)
		all[i++] = more;
	if (rc == COMITY_OK)
		rc = comity_trust_add_lists(
		    run->trust, all, i, run->moment, run->talk->report);
	for (i = 0; i < count; i++)
		comity_doc_free(docs[i]);
	return rc;
}

/* A file that speaks of certificates; one that is none is said and not
 * used. */
static int
add_file(struct run *run, const char *path,
    int (*add)(struct comity_trust *, const struct comity_source *,
	struct comity_report *))
{
	struct comity_source *source = NULL;
	int rc;

	rc = comity_file_read(
	    path, COMITY_SOURCE_MAX, run->talk->report, &source);
	if (rc == COMITY_OK)
		rc = add(run->trust, source, run->talk->report);
	comity_source_free(source);
	return rc == COMITY_REFUSED || rc == COMITY_UNKNOWN ? COMITY_OK : rc;
}

static int
add_crl(struct run *run, const char *path)
{
	return add_file(run, path, comity_trust_add_crl);
}

static int
add_ocsp(struct run *run, const char *path)
{
	return add_file(run, path, comity_trust_add_ocsp);
}

/* Whoever is pinned in vain is a mistake: the run ends. */
static int
add_pinned(struct run *run, const char *path,
    int (*add)(struct comity_trust *, const struct comity_source *,
	struct comity_report *))
{
	struct comity_source *source = NULL;
	int rc;

	rc = comity_file_read(
	    path, COMITY_PACK_FILE_MAX, run->talk->report, &source);
	if (rc == COMITY_OK)
		rc = add(run->trust, source, run->talk->report);
	comity_source_free(source);
	return rc;
}

static int
add_tsa_cert(struct run *run, const char *path)
{
	return add_pinned(run, path, comity_trust_pin_stamp);
}

static int
add_signer(struct run *run, const char *path)
{
	return add_pinned(run, path, comity_trust_name_signer);
}

static int
each(struct run *run, const struct list *list,
    int (*act)(struct run *, const char *))
{
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < list->count; i++)
		rc = act(run, list->at[i]);
	return rc;
}

int
run_load_lists(struct run *run, const struct comity_doc *more)
{
	int rc = comity_trust_new(&run->trust);

	if (rc == COMITY_OK)
		comity_trust_judge_by(run->trust, run->now,
		    run->policy != NULL ? &run->policy->algorithms : NULL);
	if (rc == COMITY_OK)
		rc = each(run, &run->options.trust_signer, pin);
	if (rc == COMITY_OK)
		rc = add_lists(run, more);
	return rc;
}

int
run_load_trust(struct run *run)
{
	int rc = run_load_lists(run, NULL);

	if (rc == COMITY_OK)
		rc = each(run, &run->options.crl, add_crl);
	if (rc == COMITY_OK)
		rc = each(run, &run->options.ocsp, add_ocsp);
	if (rc == COMITY_OK)
		rc = each(run, &run->options.tsa_cert, add_tsa_cert);
	if (rc == COMITY_OK)
		rc = each(run, &run->options.signer, add_signer);
	return run_loaded(run, rc);
}

int
run_load_payloads(struct run *run)
{
	const struct list *paths = &run->options.payload;
	size_t i;
	int rc = COMITY_OK;

	if (run->payloads_loaded)
		return COMITY_OK;
	for (i = 0; rc == COMITY_OK && i < paths->count; i++)
		rc = comity_file_read(paths->at[i], COMITY_SOURCE_MAX,
		    run->talk->report, &run->payloads[i]);
	run->payloads_loaded = rc == COMITY_OK;
	return run_loaded(run, rc);
}

int
run_load_policy(struct run *run)
{
	const char *path = run->options.policy;
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	int rc;

	if (path == NULL)
		return COMITY_OK;
	rc = comity_file_read(
	    path, COMITY_PACK_FILE_MAX, run->talk->report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, run->talk->report, &doc);
	if (rc == COMITY_OK)
		rc = comity_policy_read(
		    doc, run->packs, run->talk->report, &run->policy);
	comity_doc_free(doc);
	comity_source_free(source);
	/* a policy that says no to itself leaves acceptance unanswered */
	return run_loaded(run, rc == COMITY_REFUSED ? COMITY_UNKNOWN : rc);
}

/* What came of reading the octets; parses them. */
static int
open_read(struct run *run, struct answer *answer, int rc)
{
	if (rc == COMITY_EIO)
		run->unread_count++;
	return rc == COMITY_OK ? reading_open(run, answer) : rc;
}

int
run_read(struct run *run, const char *path, struct answer *answer)
{
	run->file_count++;
	comity_memory_forget();
	return open_read(run, answer,
	    comity_file_read(
		path, COMITY_SOURCE_MAX, answer->report, &answer->source));
}

int
run_take(struct run *run, int fd, const char *name, struct answer *answer)
{
	run->file_count++;
	comity_memory_forget();
	return open_read(run, answer,
	    comity_file_take(
		fd, name, COMITY_SOURCE_MAX, answer->report, &answer->source));
}

void
run_put(struct run *run, bool to_stderr, const char *octets, size_t len)
{
	FILE *to = to_stderr ? stderr : stdout;

	if (run->outcome != NULL)
		comity_text_add_bytes(to_stderr ? &run->outcome->err
						: &run->outcome->out,
		    octets, len);
	else if (run->collects && !to_stderr)
		comity_text_add_bytes(&run->collected, octets, len);
	else if (run->journal != NULL && !to_stderr)
		run->output_failed |= !journal_add(
		    run->journal, octets, len, crew_milliseconds());
	else if (fwrite(octets, 1, len, to) != len || fflush(to) != 0)
		run->output_failed = true;
}

/* The C library's own stream into memory forgets what it had no room for. */
static ssize_t
keep(void *text, const char *bytes, size_t len)
{
	comity_text_add_bytes(text, bytes, len);
	return ((struct comity_text *)text)->failed ? 0 : (ssize_t)len;
}

void
run_print(struct run *run, bool to_stderr, bool (*write)(void *, FILE *),
    void *context)
{
	static const cookie_io_functions_t keeping = { .write = keep };
	struct comity_text text = { 0 };
	bool failed_before = comity_memory_failed();
	FILE *memory = fopencookie(&text, "w", keeping);
	bool done = memory != NULL && write(context, memory);

	if (memory == NULL || fflush(memory) != 0 || ferror(memory))
		done = false;
	/* what failed before the writing is in the answer already */
	if ((memory != NULL && fclose(memory) != 0) || !done || text.failed ||
	    (!failed_before && comity_memory_failed())) {
		run->worst = comity_status_worse(run->worst, COMITY_ENOMEM);
		fputs("comity: memory ran out, or a template failed, while "
		      "writing the answer\n",
		    stderr);
	} else
		run_put(run, to_stderr, text.data, text.len);
	comity_text_clear(&text);
}

struct printing {
	const struct run *run;
	const struct answer *answer;
};

static bool
write_answer(void *context, FILE *to)
{
	const struct printing *printing = context;

	if (printing->run->options.format == FORMAT_JSON)
		return render_json(printing->run, printing->answer, to);
	if (printing->run->options.format == FORMAT_SVRL)
		return render_svrl(printing->answer, to);
	if (printing->run->options.format == FORMAT_ETSI)
		return render_etsi(printing->run, printing->answer, to);
	return render_text(printing->run, printing->answer, to);
}

bool
run_is_for_all(const struct run *run)
{
	return run->options.format == FORMAT_HTML ||
	       run->options.format == FORMAT_SARIF ||
	       run->options.format == FORMAT_JUNIT;
}

static int
add_octets(const char *octets, size_t len, void *text)
{
	comity_text_add_bytes(text, octets, len);
	return ((struct comity_text *)text)->failed ? -1 : 0;
}

/* For the process that makes one document of all. */
static void
hand_on(struct run *run, const struct answer *answer)
{
	json_t *value = render_json_value(answer);

	if (value == NULL ||
	    json_dump_callback(value, add_octets, &run->outcome->value,
		JSON_COMPACT) != 0)
		run->worst = comity_status_worse(run->worst, COMITY_ENOMEM);
	json_decref(value);
}

static void
count_answer(struct run *run, const struct answer *answer)
{
	json_t *value = render_json_value(answer);

	if (value == NULL || !summary_add_value(run->summary, value))
		run->worst = comity_status_worse(run->worst, COMITY_ENOMEM);
	json_decref(value);
}

static void
keep_answer(struct run *run, const struct answer *answer)
{
	if (run->outcome != NULL) {
		if (run->outcome->value.len == 0)
			hand_on(run, answer);
		return;
	}
	if (run->answers == NULL)
		run->answers = json_array();
	if (json_array_append_new(run->answers, render_json_value(answer)) != 0)
		run->worst = comity_status_worse(run->worst, COMITY_ENOMEM);
	run->answers_to_stderr |= comity_text_same(answer->out, "-");
}

void
run_answer(struct run *run, struct answer *answer, int status)
{
	/* libxml2 says yes on some failed allocations */
	if (comity_memory_failed() || comity_report_failed(answer->report))
		status = COMITY_ENOMEM;
	answer->status = status;
	answer->forced = run->options.edition;
	if (answer->policy != NULL)
		status = answer->acceptance = comity_policy_accept(
		    answer->policy, answer->report, answer->moment, status);
	run->worst = comity_status_worse(run->worst, status);
	if (run->outcome != NULL && run->options.summary)
		hand_on(run, answer);
	else if (run->summary != NULL)
		count_answer(run, answer);
	if (run_is_for_all(run)) {
		keep_answer(run, answer);
		return;
	}
	/* a document on standard output sends the report to stderr */
	run_print(run, comity_text_same(answer->out, "-"), write_answer,
	    &(struct printing){ run, answer });
}

static bool
write_all(void *context, FILE *to)
{
	const struct run *run = context;

	switch (run->options.format) {
	case FORMAT_SARIF:
		return render_sarif(run, to);
	case FORMAT_JUNIT:
		return render_junit(run, to);
	default:
		return render_html(run, to);
	}
}

void
run_finish(struct run *run)
{
	/* A command that answers in its own words has kept nothing; one that
	 * could not begin has, where its readers wait for a document. */
	if (run->answers == NULL && run->options.format != FORMAT_SARIF &&
	    run->options.format != FORMAT_JUNIT)
		return;
	run_print(run, run->answers_to_stderr, write_all, run);
}

int
run_exit_status(const struct run *run)
{
	if (run->output_failed || run->input_failed || run->undelivered)
		return EXIT_IO;
	switch (run->worst) {
	case COMITY_OK:
		return EXIT_YES;
	case COMITY_REFUSED:
		return EXIT_NO;
	case COMITY_EINTERNAL:
	case COMITY_ENOMEM:
		return EXIT_INTERNAL;
	case COMITY_EIO:
		return run->unread_count == run->file_count ? EXIT_IO
							    : EXIT_NO_ANSWER;
	default:
		return EXIT_NO_ANSWER;
	}
}

int
run_usage(const char *command, const char *what)
{
	fprintf(stderr, "comity %s: %s; see comity %s --help\n", command, what,
	    command);
	return EXIT_USAGE;
}
