/* SPDX-License-Identifier: Apache-2.0 */
#include "bundling.h"
#include "container.h"
#include "extending.h"
#include "file.h"
#include "limit.h"
#include "memory.h"
#include "raising.h"
#include "render-preview.h"
#include "render.h"
#include "run.h"
#include "sign.h"
#include "signable.h"
#include "signer.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec options[] = {
	{ "key", "KEY",
	    "the signer's private key: a PEM or PKCS#12 file, or a pkcs11: URI",
	    OPT_TEXT, OPT(key) },
	{ "cert", "FILE",
	    "the signer's certificate, then its chain, PEM; may be left out "
	    "where the key comes with it",
	    OPT_TEXT, OPT(cert) },
	{ "pass-file", "FILE",
	    "a file whose first line is the passphrase or PIN", OPT_TEXT,
	    OPT(pass_file) },
	{ "pass-fd", "N", "read the passphrase or PIN from this descriptor",
	    OPT_TEXT, OPT(pass_fd) },
	{ "role", "TEXT", "the role the signer claims (never counts)", OPT_TEXT,
	    OPT(role) },
	{ "jurisdiction", "CC",
	    "the legal order the signer claims to act for (never counts)",
	    OPT_TEXT, OPT(jurisdiction) },
	{ "commitment", "NAME",
	    "what the signature means: proof-of-approval, -origin, -receipt, "
	    "-delivery, -sender or -creation; repeatable",
	    OPT_LIST, OPT(commitments) },
	{ "place", "[PART=]TEXT",
	    "where the signer claims to sign: city, street, state, postal-code "
	    "or country; repeatable",
	    OPT_LIST, OPT(places) },
	{ "algorithm", "NAME",
	    "rsa-pkcs1, or a row of the table: ecdsa-sha3-384", OPT_TEXT,
	    OPT(algorithm) },
	{ "level", "LEVEL", "b (default), t, lt or lta: see comity extend",
	    OPT_TEXT, OPT(level) },
	{ "online", NULL, "ask services on the network", OPT_FLAG,
	    OPT(online) },
	{ "tsa", "URL", "the time-stamping authority to ask", OPT_TEXT,
	    OPT(tsa) },
	{ "digest", "NAME",
	    "of the timestamp's query: sha256 (default), sha384, sha512",
	    OPT_TEXT, OPT(digest) },
	{ "trust", "LIST", "a trust list, where a path ends; repeatable",
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
	{ "even-if-invalid", "REASON",
	    "sign a document that does not validate, and say why", OPT_TEXT,
	    OPT(even_if_invalid) },
	{ "policy", "FILE", "this office's dates for algorithms", OPT_TEXT,
	    OPT(policy) },
	{ "detached", NULL,
	    "a signature in a file of its own, over files of any kind",
	    OPT_FLAG, OPT(detached) },
	{ "container", "KIND",
	    "asic-e or asic-s: the files and their signature in one container",
	    OPT_TEXT, OPT(container) },
	{ "countersign", "ID",
	    "sign the signature of this Id (all: each), not the document",
	    OPT_TEXT, OPT(countersign) },
	{ "preview", NULL, "show what would be signed, and sign nothing",
	    OPT_FLAG, OPT(preview) },
	{ "out", "FILE", "write the signed document there (-o; - is stdout)",
	    OPT_TEXT, OPT(out) },
	{ 0 },
};

/* What it is, whether it may be signed, and a look at it. */
static int
look(struct run *run, struct answer *answer)
{
	struct comity_checked checked;
	bool within = answer->doc->beside == NULL, opaque;
	int rc = COMITY_OK;

	opaque = !within && answer->doc->beside->self;
	memset(&checked, 0, sizeof(checked));
	if (opaque) /* what a container holds is no document of ours */
		rc = comity_report_add(answer->report, COMITY_F_SIGN_ANNEX,
		    NULL, answer->file, NULL);
	else
		rc = signable_check(run, answer, answer->doc, &checked);
	answer->edition = checked.edition;
	/* A translation is signed with a warning, and a profile without room
	 * for a signature refuses. */
	if (rc == COMITY_OK && answer->edition != NULL && within)
		rc = signer_check(answer);
	if (rc == COMITY_OK && !run->options.quiet)
		rc = preview_document(run, answer->source,
		    checked.edition != NULL ? &checked : NULL);
	return rc;
}

/* Sign in the shape that was asked for, or that the file has. */
static int
make(struct run *run, struct answer *answer, const struct signer *signer,
    struct bundle *bundle, unsigned char **octets, size_t *len)
{
	const char *which = run->options.countersign;

	if (bundling_is_asked(&run->options) || bundle->container != NULL)
		return bundling_sign(answer, signer, bundle, octets, len);
	if (which != NULL)
		return comity_countersign(answer->doc, which, &signer->signing,
		    answer->report, octets, len);
	return comity_sign(
	    answer->doc, &signer->signing, answer->report, octets, len);
}

static int
sign_file(struct run *run, struct answer *answer, const struct signer *signer,
    struct bundle *bundle)
{
	unsigned char *octets = NULL;
	size_t len = 0;
	int rc = make(run, answer, signer, bundle, &octets, &len);

	if (rc == COMITY_OK &&
	    extending_level(run->options.level) > COMITY_LEVEL_B)
		rc = raising_level(run, answer, bundle, &octets, &len);
	if (rc == COMITY_OK && comity_memory_failed())
		rc = COMITY_ENOMEM;
	if (rc != COMITY_OK)
		goto out;
	answer->out = run->options.out;
	rc = comity_file_write(answer->out, octets, len, answer->report);
	run->output_failed |= rc == COMITY_EIO;
out:
	free(octets);
	return rc;
}

/* Read what is to be signed, look whether it may be, and show it. */
static int
read_files(struct run *run, struct answer *answer, int argc, char **argv,
    struct bundle *bundle)
{
	int rc;

	if (bundling_is_asked(&run->options))
		return bundling_read(run, answer, argc, argv, bundle);
	if ((rc = run_read(run, argv[0], answer)) == COMITY_OK)
		rc = look(run, answer);
	if (rc != COMITY_OK || !comity_container_is(answer->source))
		return rc;
	if (run->options.countersign != NULL)
		return comity_doc_find(answer->doc,
		    comity_doc_root(answer->doc), answer->report,
		    COMITY_F_COUNTERSIGN_CONTAINER, answer->file, NULL);
	return bundling_open(answer, bundle);
}

/* Show, and with --preview no more than that; the key is not opened for it,
 * so that nobody is asked for a passphrase before having seen. */
static int
act(struct run *run, struct answer *answer, int argc, char **argv,
    struct signer *signer)
{
	struct bundle bundle = { 0 };
	int rc = read_files(run, answer, argc, argv, &bundle);

	if (rc == COMITY_OK && run->options.preview)
		rc = signer_read_certificate(run, answer->report, signer);
	else if (rc == COMITY_OK)
		rc = run_loaded(run, signer_read(run, answer->report, signer));
	if (rc == COMITY_OK && !run->options.quiet)
		rc = preview_signer(run, signer);
	if (rc == COMITY_OK && run->options.preview) {
		rc = comity_report_add(
		    answer->report, COMITY_F_SIGN_PREVIEW, NULL, NULL, NULL);
	} else if (rc == COMITY_OK) {
		signer->signing.source = answer->source;
		rc = sign_file(run, answer, signer, &bundle);
	}
	bundling_clear(&bundle);
	return rc;
}

/* What is wrong with the options; NULL nothing. */
static const char *
misuse(const struct options *o, int argc)
{
	const char *reason = o->even_if_invalid;

	if (o->key == NULL && !o->preview)
		return "--key is missing";
	if (o->out == NULL && !o->preview)
		return "-o FILE is missing";
	if (o->preview && o->quiet)
		return "--preview shows; -q does not";
	if (o->has_as_of)
		return "--as-of: a signing time is the clock's";
	if (o->level != NULL && extending_level(o->level) == COMITY_LEVEL_NONE)
		return "--level: b, t, lt or lta";
	if (extending_level(o->level) > COMITY_LEVEL_B && o->tsa == NULL)
		return "--level needs --tsa URL and --online; without a "
		       "network sign first, then take the two steps of comity "
		       "extend";
	if (reason != NULL && strspn(reason, " \t\r\n") == strlen(reason))
		return "--even-if-invalid: a reason";
	if (o->countersign != NULL && bundling_is_asked(o))
		return "--countersign signs a signature that is there: not "
		       "with --detached or --container";
	if (o->countersign != NULL &&
	    extending_level(o->level) > COMITY_LEVEL_B)
		return "--level: a counter-signature is not extended";
	return bundling_misuse(o, argc);
}

static int
sign(struct run *run, int argc, char **argv)
{
	const char *wrong = misuse(&run->options, argc);
	struct signer signer = { 0 };
	struct answer answer;
	int rc;

	if (wrong == NULL)
		wrong = signer_claims(&run->options, &signer);
	rc = wrong != NULL ? run_usage("sign", wrong)
			   : extending_check(run, "sign");
	if (rc != 0) {
		signer_clear(&signer);
		return rc;
	}
	if ((rc = run_load_packs(run)) == COMITY_OK)
		rc = run_load_policy(run);
	if (rc == COMITY_OK)
		rc = run_load_trust(run);
	if (rc != COMITY_OK) {
		run->worst = rc;
		signer_clear(&signer);
		return EXIT_YES;
	}
	if (!answer_init(&answer, "sign", argv[0], run)) {
		signer_clear(&signer);
		return EXIT_INTERNAL;
	}
	answer.office = run->policy;
	rc = act(run, &answer, argc, argv, &signer);
	run_answer(run, &answer, rc);
	signer_clear(&signer);
	answer_clear(&answer);
	return EXIT_YES;
}

const struct command command_sign = { .name = "sign",
	.usage = "[OPTIONS] FILE... --key KEY [--cert CERT] -o OUT",
	.summary = "sign it, beside the signatures it has",
	.options = options,
	.act = sign,
	.defers = true,
	.files_min = 1,
	.files_max = -1,
	.out_is_document = true };
