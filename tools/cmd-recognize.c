/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"
#include "file.h"
#include "init.h"
#include "limit.h"
#include "memory.h"
#include "recognition-certificate.h"
#include "recognize.h"
#include "render.h"
#include "signer.h"

#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <stdlib.h>
#include <string.h>

static const struct option_spec options[] = {
	{ "in", "CC", "the jurisdiction that is asked: DE", OPT_TEXT, OPT(in) },
	{ "arrangement", "FILE", "a mutual recognition arrangement; repeatable",
	    OPT_LIST, OPT(arrangement) },
	{ "status", "FILE", "a status list; repeatable", OPT_LIST,
	    OPT(status) },
	{ "trust", "LIST", "a trust list (TS 119 612 or 119 602); repeatable",
	    OPT_LIST, OPT(trust) },
	{ "trust-signer", "[CC=]CERT",
	    "who signs the list of that territory; repeatable", OPT_LIST,
	    OPT(trust_signer) },
	{ "trust-follow", NULL,
	    "a list that a pinned one points to counts by its word", OPT_FLAG,
	    OPT(trust_follow) },
	{ "crl", "FILE", "a revocation list, PEM or DER; repeatable", OPT_LIST,
	    OPT(crl) },
	{ "ocsp", "FILE", "an answer of a revocation service, DER; repeatable",
	    OPT_LIST, OPT(ocsp) },
	{ "tsa-cert", "CERT",
	    "trust this time-stamping authority, or its CA; repeatable",
	    OPT_LIST, OPT(tsa_cert) },
	{ "payload", "FILE",
	    "what a detached signature signs, by its name; repeatable",
	    OPT_LIST, OPT(payload) },
	{ "held-since", "MOMENT",
	    "your own statement: we have held this file since then",
	    OPT_HELD_SINCE, OPT(held_since) },
	{ "demonstration", NULL,
	    "use arrangements that are demonstrations, and say so", OPT_FLAG,
	    OPT(demonstration) },
	{ "edition", "ID", "judge the license by this edition", OPT_TEXT,
	    OPT(edition) },
	{ "policy", "FILE", "this office's dates for algorithms", OPT_TEXT,
	    OPT(policy) },
	OPTIONS_INPUTS,
	{ "out", "FILE", "write the answer there, not to stdout (-o)", OPT_TEXT,
	    OPT(out) },
	{ "certificate", "FILE", "write the verdict as a signed certificate",
	    OPT_TEXT, OPT(certificate) },
	{ "key", "FILE", "for --certificate: the private key, PEM", OPT_TEXT,
	    OPT(key) },
	{ "cert", "FILE", "for --certificate: the certificate, PEM", OPT_TEXT,
	    OPT(cert) },
	{ "pass-file", "FILE", "for --certificate: a file with the passphrase",
	    OPT_TEXT, OPT(pass_file) },
	{ 0 },
};

/* The documents of one option, read once into memory. */
struct documents {
	struct comity_doc *at[LIST_MAX];
	size_t count;
};

/* What one run loads before it judges. */
struct loaded {
	struct documents arrangements, lists;
	struct signer signer;
	struct comity_evidence_memo *memo; /* about these, per worker */
};

static void
documents_clear(struct documents *documents)
{
	size_t i;

	for (i = 0; i < documents->count; i++)
		comity_doc_free(documents->at[i]);
	memset(documents, 0, sizeof(*documents));
}

static int
documents_read(
    struct run *run, const struct list *paths, struct documents *documents)
{
	struct comity_source *source = NULL;
	size_t i;
	int rc = COMITY_OK;

	for (i = 0; rc == COMITY_OK && i < paths->count; i++) {
		rc = comity_file_read(paths->at[i], COMITY_SOURCE_MAX,
		    run->talk->report, &source);
		if (rc == COMITY_OK)
			rc = comity_doc_read(source, run->talk->report,
			    &documents->at[documents->count]);
		if (rc == COMITY_OK)
			documents->count++;
		comity_source_free(source);
		source = NULL;
	}
	return rc;
}

static int
certify(struct run *run, struct answer *answer, const struct signer *signer)
{
	struct comity_source *source = NULL;
	struct comity_doc *doc = NULL;
	unsigned char *octets = NULL, *unsigned_octets = NULL;
	xmlDocPtr xml = NULL;
	size_t len = 0;
	int rc;

	rc = comity_recognition_certificate_write(
	    answer->verdict, run->now, &xml);
	if (rc == COMITY_OK)
		rc = comity_xml_write_indented(xml, &unsigned_octets, &len);
	if (rc == COMITY_OK)
		rc = comity_source_new(run->options.certificate,
		    unsigned_octets, len, answer->report, &source);
	if (rc == COMITY_OK)
		rc = comity_doc_read(source, answer->report, &doc);
	if (rc == COMITY_OK)
		rc = comity_sign(
		    doc, &signer->signing, answer->report, &octets, &len);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK)
		rc = comity_file_write(
		    run->options.certificate, octets, len, answer->report);
	run->output_failed |= rc == COMITY_EIO;
	free(octets);
	xmlFree(unsigned_octets);
	comity_doc_free(doc);
	comity_source_free(source);
	xmlFreeDoc(xml);
	return rc;
}

static int
judge(struct run *run, const struct loaded *loaded, struct answer *answer)
{
	const struct documents *a = &loaded->arrangements,
			       *s = &loaded->lists;
	struct comity_recognition_input input = { .license = answer->doc,
		.arrangements = (const struct comity_doc *const *)a->at,
		.arrangement_count = a->count,
		.status_lists = (const struct comity_doc *const *)s->at,
		.status_list_count = s->count,
		.packs = run->packs,
		.trust = run->trust,
		.in = run->options.in,
		.edition = run->options.edition,
		.policy = run->policy,
		.moment = run->moment,
		.now = run->now,
		.moment_is_past =
		    run->options.has_as_of && run->options.as_of < run->now,
		.has_held_since = run->options.has_held_since,
		.held_since = run->options.held_since,
		.demonstration = run->options.demonstration,
		.memo = loaded->memo };
	int rc, certified;

	rc = comity_recognize(&input, answer->report, &answer->verdict);
	if (answer->verdict == NULL || run->options.certificate == NULL)
		return rc;
	certified = certify(run, answer, &loaded->signer);
	return certified == COMITY_OK ? rc : comity_status_worse(rc, certified);
}

static void
unload(struct loaded *loaded)
{
	if (loaded == NULL)
		return;
	signer_clear(&loaded->signer);
	comity_evidence_memo_free(loaded->memo);
	documents_clear(&loaded->arrangements);
	documents_clear(&loaded->lists);
	free(loaded);
}

/* Who is judged as a member of the Union is asked of every document. */
static int
load_members(struct run *run)
{
	const struct comity_codelist *list;
	int rc = comity_packs_codelist_open(
	    run->packs, "eu-members", run->talk->report, &list);

	return rc == COMITY_UNKNOWN ? COMITY_OK : rc;
}

static int
load(struct run *run, struct loaded **out)
{
	struct loaded *loaded = *out = calloc(1, sizeof(*loaded));
	int rc = loaded == NULL ? COMITY_ENOMEM : run_load_packs(run);

	if (rc == COMITY_OK)
		rc = comity_warm(); /* for all workers at once */
	if (rc == COMITY_OK)
		rc = load_members(run);
	if (rc == COMITY_OK)
		rc = run_load_policy(run);
	if (rc == COMITY_OK)
		rc = run_load_trust(run);
	if (rc == COMITY_OK)
		rc = run_load_payloads(run);
	if (rc == COMITY_OK)
		rc = documents_read(
		    run, &run->options.arrangement, &loaded->arrangements);
	if (rc == COMITY_OK)
		rc = documents_read(
		    run, &run->options.status, &loaded->lists);
	if (rc == COMITY_OK && run->options.certificate != NULL)
		rc = signer_read(run, run->talk->report, &loaded->signer);
	if (rc == COMITY_OK &&
	    (loaded->memo = comity_evidence_memo_new()) == NULL)
		rc = COMITY_ENOMEM;
	return run_loaded(run, rc);
}

static bool
writes(const struct run *run)
{
	return run->options.certificate != NULL;
}

static const char *
misuse(const struct run *run, bool many)
{
	const struct options *o = &run->options;

	if (o->in == NULL)
		return "--in CC is missing";
	if (o->certificate == NULL)
		return o->key != NULL || o->cert != NULL
			   ? "--key and --cert go with --certificate"
			   : NULL;
	if (o->key == NULL || o->cert == NULL)
		return "--certificate needs --key and --cert";
	if (o->has_as_of)
		return "--certificate: a signing time is the clock's, so not "
		       "with --as-of";
	if (many)
		return "--certificate goes with one file";
	return NULL;
}

static void
begin(const struct run *run, struct answer *answer)
{
	answer->office = run->policy;
}

static const struct judging judging = { .misuse = misuse,
	.begin = begin,
	.load = load,
	.judge = judge,
	.writes = writes,
	.unload = unload };

const struct command command_recognize = { .name = "recognize",
	.usage = "[OPTIONS] FILE... --in CC",
	.summary = "does this license count here, on which ground, with what "
		   "conditions",
	.options = options,
	.act = batch_act,
	.judging = &judging,
	.defers = true,
	.formats = FORMATS_REPORT,
	.files_min = 1,
	.files_max = -1 };
