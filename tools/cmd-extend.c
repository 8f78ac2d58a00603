/* SPDX-License-Identifier: Apache-2.0 */
#include "extending.h"
#include "file.h"
#include "limit.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec options[] = {
	{ "level", "LEVEL", "t, lt or lta", OPT_TEXT, OPT(level) },
	{ "signature", "ID", "only the signature of this Id", OPT_TEXT,
	    OPT(signature) },
	{ "payload", "FILE",
	    "what a detached signature signs, by its name; repeatable",
	    OPT_LIST, OPT(payload) },
	{ "online", NULL, "ask services on the network", OPT_FLAG,
	    OPT(online) },
	{ "tsa", "URL", "the time-stamping authority to ask", OPT_TEXT,
	    OPT(tsa) },
	{ "tsa-query", "FILE", "write the query to the authority, and stop",
	    OPT_TEXT, OPT(tsa_query) },
	{ "tsa-response", "FILE", "go on with the authority's answer", OPT_TEXT,
	    OPT(tsa_response) },
	{ "digest", "NAME", "of the query: sha256 (default), sha384, sha512",
	    OPT_TEXT, OPT(digest) },
	{ "cert", "FILE", "certificates of issuers, PEM", OPT_TEXT, OPT(cert) },
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
	{ "out", "FILE", "write the extended document there (-o; - is stdout)",
	    OPT_TEXT, OPT(out) },
	{ 0 },
};

static int
check(const struct run *run)
{
	const struct options *o = &run->options;
	enum comity_level level = extending_level(o->level);

	if (level < COMITY_LEVEL_T)
		return run_usage("extend", "--level t, lt or lta is missing");
	if (o->out == NULL && o->tsa_query == NULL)
		return run_usage("extend", "-o FILE is missing");
	if (o->out != NULL && o->tsa_query != NULL)
		return run_usage("extend",
		    "--tsa-query writes a query and no document: leave -o "
		    "for the call with --tsa-response");
	if (o->has_as_of)
		return run_usage(
		    "extend", "--as-of: evidence is collected now");
	return extending_check(run, "extend");
}

/* More certificates, to build paths with. */
static int
load_certificates(struct run *run, struct extending *extending)
{
	struct comity_source *pem = NULL;
	int rc;

	if (run->options.cert == NULL)
		return COMITY_OK;
	rc = comity_file_read(
	    run->options.cert, COMITY_PACK_FILE_MAX, run->talk->report, &pem);
	if (rc == COMITY_OK)
		rc = comity_certificates_read_pem(
		    pem, run->talk->report, &extending->certificates);
	comity_source_free(pem);
	return run_loaded(run, rc);
}

static int
extend_file(struct run *run, struct answer *answer, struct extending *extending)
{
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc;

	rc = extending_document(answer->source, answer->doc,
	    &extending->extension, answer->report, &octets, &len);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc == COMITY_OK) {
		answer->out = run->options.out;
		rc =
		    comity_file_write(answer->out, octets, len, answer->report);
		run->output_failed |= rc == COMITY_EIO;
	}
	/* the first of two steps was asked for, and was done */
	if (rc == COMITY_UNKNOWN && extending->query_written)
		rc = COMITY_OK;
	free(octets);
	return rc;
}

static int
extend(struct run *run, int argc, char **argv)
{
	struct extending extending = { 0 };
	struct answer answer;
	int rc;

	(void)argc;
	if ((rc = check(run)) != 0)
		return rc;
	if ((rc = run_load_packs(run)) == COMITY_OK)
		rc = run_load_trust(run);
	if (rc == COMITY_OK)
		rc = extending_load(run, &extending);
	if (rc == COMITY_OK)
		rc = load_certificates(run, &extending);
	if (rc != COMITY_OK) {
		run->worst = rc;
		extending_clear(&extending);
		return EXIT_YES;
	}
	if (!answer_init(&answer, "extend", argv[0], run)) {
		extending_clear(&extending);
		return EXIT_INTERNAL;
	}
	rc = run_read(run, argv[0], &answer);
	if (rc == COMITY_OK)
		rc = extend_file(run, &answer, &extending);
	run_answer(run, &answer, rc);
	answer_clear(&answer);
	extending_clear(&extending);
	return EXIT_YES;
}

const struct command command_extend = { .name = "extend",
	.usage = "[OPTIONS] FILE --level t|lt|lta -o OUT",
	.summary = "add timestamps and evidence to its signatures",
	.options = options,
	.act = extend,
	.defers = true,
	.files_min = 1,
	.files_max = 1,
	.out_is_document = true };
