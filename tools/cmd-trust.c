/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "limit.h"
#include "render-json.h"
#include "render.h"
#include "run.h"
#include "trust-check.h"
#include "trust-making.h"
#include "trust-view.h"

#include <string.h>

static const struct option_spec options[] = {
	{ "trust-signer", "[CC=]CERT",
	    "who signs the list of that territory; repeatable", OPT_LIST,
	    OPT(trust_signer) },
	{ "trust", "LIST", "show: a list that points to this one; repeatable",
	    OPT_LIST, OPT(trust) },
	{ "trust-follow", NULL,
	    "a list that a pinned one points to counts by its word", OPT_FLAG,
	    OPT(trust_follow) },
	{ "find", "CERT",
	    "show: which service this certificate belongs to, and how",
	    OPT_TEXT, OPT(find) },
	{ "previous", "LIST",
	    "make: the list before this one: its number and history go on",
	    OPT_TEXT, OPT(previous) },
	{ "key", "KEY",
	    "make: the signer's private key: a PEM or PKCS#12 file, or a "
	    "pkcs11: URI",
	    OPT_TEXT, OPT(key) },
	{ "cert", "FILE", "make: the signer's certificate, PEM", OPT_TEXT,
	    OPT(cert) },
	{ "pass-file", "FILE",
	    "a file whose first line is the passphrase or PIN", OPT_TEXT,
	    OPT(pass_file) },
	{ "pass-fd", "N", "read the passphrase or PIN from this descriptor",
	    OPT_TEXT, OPT(pass_fd) },
	{ "out", "FILE",
	    "write the answer there, not to stdout; make: the list (-o)",
	    OPT_TEXT, OPT(out) },
	{ 0 },
};

/* The list among those that were added, if it is used. */
static const struct comity_trust_list *
used_list(const struct run *run, const struct comity_doc *doc)
{
	size_t i;

	for (i = 0; i < run->trust->list_count; i++)
		if (run->trust->lists[i]->used &&
		    strcmp(run->trust->lists[i]->sha256, doc->sha256_hex) == 0)
			return run->trust->lists[i];
	return NULL;
}

static bool
is_pinned(
    const struct comity_trust *trust, const char *territory, const char *sha256)
{
	size_t i;

	for (i = 0; i < trust->signer_count; i++)
		if ((trust->signers[i].territory == NULL ||
			(territory != NULL &&
			    strcmp(trust->signers[i].territory, territory) ==
				0)) &&
		    strcmp(comity_certificate_sha256(
			       trust->signers[i].certificate),
			sha256) == 0)
			return true;
	return false;
}

static json_t *
signature(const struct run *run, const struct comity_signature *s,
    const char *territory, bool *failed)
{
	json_t *o = json_object();

	value_put(o, "subject", value_string(s->subject), failed);
	if (s->certificate_sha256[0] != '\0')
		value_put(
		    o, "sha256", json_string(s->certificate_sha256), failed);
	value_put(
	    o, "intact", json_boolean(s->intact && s->full_scope), failed);
	value_put(o, "pinned",
	    json_boolean(
		is_pinned(run->trust, territory, s->certificate_sha256)),
	    failed);
	value_put(o, "claimedTime", value_string(s->signing_time), failed);
	return o;
}

/* Who signed it, whether or not anybody trusts them. */
static int
put_signatures(const struct run *run, const struct comity_doc *doc,
    json_t *list, bool *failed)
{
	const struct comity_verify_policy policy = { .moment = run->moment,
		.service_type = COMITY_SERVICE_TRUST_LIST };
	struct comity_report *unheard = comity_report_new();
	struct comity_verification *verification = NULL;
	struct comity_trust *nobody = NULL;
	json_t *array = json_array();
	size_t i;
	int rc = unheard == NULL ? COMITY_ENOMEM : comity_trust_new(&nobody);

	if (rc == COMITY_OK)
		rc =
		    comity_verify(doc, nobody, &policy, unheard, &verification);
	if (rc == COMITY_REFUSED || rc == COMITY_UNKNOWN)
		rc = COMITY_OK;
	for (i = 0; verification != NULL && i < verification->count; i++)
		value_append(array,
		    signature(run, &verification->signatures[i],
			value_text(list, "territory"), failed),
		    failed);
	value_put(list, "signatures", array, failed);
	comity_verification_free(verification);
	comity_trust_free(nobody);
	comity_report_free(unheard);
	return rc;
}

/* --find: a certificate, the first of its file. */
static int
put_find(struct run *run, struct trust_view *view, json_t *list)
{
	struct comity_certificates found = { 0 };
	struct comity_source *pem = NULL;
	int rc;

	if (run->options.find == NULL)
		return COMITY_OK;
	rc = comity_file_read(
	    run->options.find, COMITY_PACK_FILE_MAX, run->talk->report, &pem);
	if (rc == COMITY_OK)
		rc = comity_certificates_read_pem(
		    pem, run->talk->report, &found);
	if (rc == COMITY_OK)
		value_put(list, "find", trust_view_find(view, found.at[0]),
		    &view->failed);
	else if (rc == COMITY_REFUSED)
		rc = COMITY_UNKNOWN; /* says nothing of the list */
	run->input_failed |= rc == COMITY_EIO;
	comity_certificates_clear(&found);
	comity_source_free(pem);
	return rc;
}

/* The list as a value; COMITY_OK, or why there is none. */
static int
view_list(struct run *run, struct answer *answer)
{
	struct trust_view view = { .doc = answer->doc,
		.dialect = comity_trust_dialect_of(answer->doc),
		.moment = run->moment,
		.list = used_list(run, answer->doc),
		.language = comity_language_name(run->language) };
	int rc;

	answer->list = trust_view_list(&view);
	value_put(answer->list, "used", json_boolean(view.list != NULL),
	    &view.failed);
	if (view.list != NULL && view.list->via != NULL)
		value_put(answer->list, "via", value_string(view.list->via),
		    &view.failed);
	rc = put_signatures(run, answer->doc, answer->list, &view.failed);
	if (rc == COMITY_OK)
		rc = put_find(run, &view, answer->list);
	return view.failed ? COMITY_ENOMEM : rc;
}

/* Every finding about this file moves into its answer. */
static int
take_findings(struct run *run, struct answer *answer)
{
	return comity_report_join(answer->report, run->talk->report);
}

/* Something about the list is wrong, and not only unknown. */
static bool
is_broken(const struct comity_report *report)
{
	return comity_report_severity_count(report, COMITY_ERROR) +
		   comity_report_severity_count(report, COMITY_FATAL) >
	       0;
}

static int
show(struct run *run, const char *path)
{
	struct answer answer;
	int rc, seen;

	run->many_files = false; /* the first word was no file */
	if (!answer_init(&answer, "trust", path, run))
		return EXIT_INTERNAL;
	rc = run_read(run, path, &answer);
	if (rc == COMITY_OK && comity_trust_dialect_of(answer.doc) == NULL) {
		struct comity_trust_list *none = NULL;

		rc = comity_trust_scheme_read(answer.doc, answer.report, &none);
		comity_trust_list_free(none);
	} else if (rc == COMITY_OK) {
		rc = run_loaded(run, run_load_lists(run, answer.doc));
		if (rc == COMITY_OK)
			rc = take_findings(run, &answer);
		if (rc == COMITY_OK)
			answer.trust = run->trust;
		if (rc == COMITY_OK && used_list(run, answer.doc) == NULL)
			rc = is_broken(answer.report) ? COMITY_REFUSED
						      : COMITY_UNKNOWN;
		if (answer.trust != NULL) {
			seen = view_list(run, &answer);
			rc = comity_status_worse(rc, seen);
		}
	}
	run_answer(run, &answer, rc);
	answer_clear(&answer);
	return EXIT_YES;
}

static int
check(struct run *run, int argc, char **argv)
{
	struct answer answer;
	int i, rc;

	run->many_files = argc > 1;
	for (i = 0; i < argc; i++) {
		if (!answer_init(&answer, "trust", argv[i], run))
			return EXIT_INTERNAL;
		rc = run_read(run, argv[i], &answer);
		if (rc == COMITY_OK)
			rc = comity_trust_check(
			    answer.doc, run->moment, true, answer.report);
		run_answer(run, &answer, rc);
		answer_clear(&answer);
	}
	return EXIT_YES;
}

static int
trust(struct run *run, int argc, char **argv)
{
	if (strcmp(argv[0], "show") == 0 && argc != 2)
		return run_usage("trust", "show takes one LIST");
	if (strcmp(argv[0], "show") == 0)
		return show(run, argv[1]);
	if (strcmp(argv[0], "make") == 0 && argc != 2)
		return run_usage("trust", "make takes one TABLE");
	if (strcmp(argv[0], "make") == 0)
		return trust_make(run, argv[1]);
	if (strcmp(argv[0], "check") != 0)
		return run_usage("trust", "what to do is show, check or make");
	if (argc < 2)
		return run_usage("trust", "check takes a LIST, or several");
	if (run->options.find != NULL || run->options.trust.count > 0 ||
	    run->options.trust_signer.count > 0)
		return run_usage("trust",
		    "check asks nobody for trust: --trust, --trust-signer and "
		    "--find are for show");
	return check(run, argc - 1, argv + 1);
}

const struct command command_trust = { .name = "trust",
	.usage = "show LIST [--trust-signer [CC=]CERT] [--find CERT] | check "
		 "LIST... | make TABLE --key KEY --cert CERT -o LIST",
	.summary = "a trust list explained, checked, or made out of a table",
	.verbs =
	    "  show    a list, its signer, its services and their history\n"
	    "  check   the defects of lists, each with its clause and line\n"
	    "  make    a signed list out of a plain table\n",
	.options = options,
	.act = trust,
	.reads_around = true, /* what the cells of a table name */
	.reads_around_for = "make",
	.formats = FORMATS_REPORT,
	.files_min = 1,
	.files_max = -1,
	.out_is_document_for = "make" };
