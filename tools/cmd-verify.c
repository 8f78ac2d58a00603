/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"
#include "dump.h"
#include "extending.h"
#include "init.h"
#include "look.h"
#include "render.h"
#include "verifying.h"

static const struct option_spec options[] = {
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
	{ "signer", "CERT|KEY", "this is who signed: needs no list; repeatable",
	    OPT_LIST, OPT(signer) },
	{ "online", NULL, "ask where certificates say for revocation data",
	    OPT_FLAG, OPT(online) },
	{ "payload", "FILE",
	    "what a detached signature signs, by its name; repeatable",
	    OPT_LIST, OPT(payload) },
	{ "held-since", "MOMENT",
	    "your own statement: we have held this file since then",
	    OPT_HELD_SINCE, OPT(held_since) },
	{ "explain", NULL,
	    "say of each signature what was considered, and why not", OPT_FLAG,
	    OPT(explain) },
	{ "dump-octets", "DIR",
	    "write what was digested there, a new folder, and why not",
	    OPT_TEXT, OPT(dump_octets) },
	{ "policy", "FILE", "this office's dates for algorithms", OPT_TEXT,
	    OPT(policy) },
	OPTIONS_INPUTS,
	{ "out", "FILE", "write the answer there, not to stdout (-o)", OPT_TEXT,
	    OPT(out) },
	{ 0 },
};

/* --online: get what is missing, before anything is judged. */
static int
gather(struct run *run, struct answer *answer)
{
	struct extending extending;
	int rc;

	if (!run->options.online)
		return COMITY_OK;
	if ((rc = extending_load(run, &extending)) == COMITY_OK)
		rc = comity_look_gather(answer->doc, run->trust,
		    &extending.certificates, run->moment, extending_want,
		    &extending, answer->report);
	extending_clear(&extending);
	return rc;
}

/* Which service a signer needs depends on what it is; a document of no profile
 * (a trust list) is verified against any listed anchor, so that is no finding
 * here. */
static int
match(struct run *run, struct answer *answer)
{
	struct comity_report *said = comity_report_new_like(answer->report);
	int rc;

	if (said == NULL)
		return COMITY_ENOMEM;
	rc = comity_packs_match(run->packs, answer->doc, NULL, run->moment,
	    said, &answer->edition);
	if (rc == COMITY_UNKNOWN) {
		answer->edition = NULL;
		rc = COMITY_OK;
	} else if (rc != COMITY_OK)
		rc = comity_status_worse(
		    rc, comity_report_join(answer->report, said));
	comity_report_free(said);
	return rc;
}

static int
verify(struct run *run, struct answer *answer)
{
	struct verifying verifying;
	int rc, complete = COMITY_OK;

	if ((rc = match(run, answer)) != COMITY_OK)
		return rc;
	verifying_policy(run, answer, &verifying);
	if ((rc = gather(run, answer)) != COMITY_OK)
		return rc;
	rc = comity_verify(answer->doc, run->trust, &verifying.policy,
	    answer->report, &answer->verification);
	if (rc < 0 && rc != COMITY_UNKNOWN)
		return rc;
	if (verifying_is_agreement(answer->doc))
		complete = comity_agreement_signatories(answer->doc,
		    answer->verification, answer->report, &answer->signatories);
	return comity_status_worse(rc, complete);
}

static int
judge(struct run *run, const struct loaded *loaded, struct answer *answer)
{
	int rc = verify(run, answer);

	(void)loaded; /* all of it is in the run */
	if (answer->verification != NULL && run->options.dump_octets != NULL)
		rc = comity_status_worse(rc, dump_octets(run, answer));
	return rc;
}

static int
load(struct run *run, struct loaded **loaded)
{
	int rc = run_load_packs(run);

	*loaded = NULL;
	if (rc == COMITY_OK)
		rc = comity_warm(); /* for all workers at once */
	if (rc == COMITY_OK)
		rc = run_load_policy(run);
	if (rc == COMITY_OK)
		rc = run_load_payloads(run);
	return rc == COMITY_OK ? run_load_trust(run) : rc;
}

static bool
writes(const struct run *run)
{
	return run->options.dump_octets != NULL;
}

static const char *
misuse(const struct run *run, bool many)
{
	return run->options.dump_octets != NULL && many
		   ? "--dump-octets goes with one file"
		   : NULL;
}

static void
begin(const struct run *run, struct answer *answer)
{
	answer->trust = run->trust;
	answer->office = run->policy;
}

static const struct judging judging = { .misuse = misuse,
	.begin = begin,
	.load = load,
	.judge = judge,
	.writes = writes };

const struct command command_verify = { .name = "verify",
	.usage = "[OPTIONS] FILE...",
	.summary = "who signed it, and is it proven",
	.options = options,
	.act = batch_act,
	.judging = &judging,
	.defers = true,
	.formats = FORMATS_REPORT | FORMAT_BIT(FORMAT_ETSI),
	.files_min = 1,
	.files_max = -1 };
