/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verify: what judging one signature costs, beside the bare library calls that
 * it cannot do without (the floor) and one xmlsec1 process, in one run:
 * medians of rounds that take turns. Fails if one side does not accept; a
 * ratio that is not what is asked of comity is marked.
 * usage: verify KEYS LICENSE FOLDER [quick]
 *        what tests/keys/make wrote, a license of us-ear, where to write the
 *        signed one; quick: documents up to 2 MB
 */
#include "verify.h"

#include "bare.h"
#include "certificate.h"
#include "init.h"
#include "measure.h"
#include "sign.h"
#include "text.h"
#include "trust.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 15
#define TURNS 100 /* of one round */
#define FLOOR_MAX 1.5 /* comity against the floor */
#define PEER_MIN 20.0 /* xmlsec1 against comity */
#define GROWTH_MAX 4.5 /* time for a document four times as large */
#define LARGEST (32u << 20)
#define LARGEST_QUICK (2u << 20)
#define MOMENT 1793491200 /* 2026-11-01 */
#define DS "http://www.w3.org/2000/09/xmldsig#"

static struct comity_doc *
parse(const struct comity_source *source)
{
	struct comity_doc *doc = NULL;

	if (comity_doc_read(source, report, &doc) != COMITY_OK)
		die("a document is not read");
	return doc;
}

/* The list of the European Union, its CA's CRL. */
static struct comity_trust *
trust_load(const char *keys)
{
	struct comity_source *signer = load(keys, "eu-list-signer.pem");
	struct comity_source *list = load(keys, "eu-trust-list.xml");
	struct comity_source *crl = load(keys, "eu.crl");
	struct comity_trust *trust = NULL;
	struct comity_doc *doc = parse(list);

	if (comity_trust_new(&trust) != COMITY_OK ||
	    comity_trust_pin(trust, "EU", signer, report) != COMITY_OK ||
	    comity_trust_add_list(trust, doc, MOMENT, report) != COMITY_OK ||
	    comity_trust_add_crl(trust, crl, report) != COMITY_OK)
		die("no trust");
	comity_doc_free(doc);
	comity_source_free(signer);
	comity_source_free(list);
	comity_source_free(crl);
	return trust;
}

static struct comity_source *
sign(const char *keys, const struct comity_source *license)
{
	struct comity_source *key = load(keys, "eu-partner.key"), *out = NULL;
	struct comity_source *certificate = load(keys, "eu-partner.pem");
	struct comity_signing signing = {
		.key = key, .certificate = certificate, .now = MOMENT
	};
	struct comity_doc *doc = parse(license);
	unsigned char *octets = NULL;
	size_t len = 0;

	if (comity_sign(doc, &signing, report, &octets, &len) != COMITY_OK ||
	    comity_source_new("signed.xml", octets, len, report, &out) !=
		COMITY_OK)
		die("not signed");
	free(octets);
	comity_doc_free(doc);
	comity_source_free(key);
	comity_source_free(certificate);
	return out;
}

static void
comity_turn(
    const struct comity_source *signed_, const struct comity_trust *trust)
{
	struct comity_verify_policy policy = { .moment = MOMENT,
		.now = MOMENT };
	struct comity_report *told = comity_report_new();
	struct comity_verification *got = NULL;
	struct comity_doc *doc = NULL;

	if (told == NULL || comity_doc_read(signed_, told, &doc) != COMITY_OK ||
	    comity_verify(doc, trust, &policy, told, &got) != COMITY_OK)
		die(got != NULL ? got->signatures[0].reason : "not verified");
	comity_verification_free(got);
	comity_doc_free(doc);
	comity_report_free(told);
}

/* The floor: what a program would call that knows where everything stands. */
static void
bare_turn(const struct comity_source *signed_, const struct bare *bare)
{
	xmlDocPtr doc = xmlReadMemory((const char *)signed_->bytes,
	    (int)signed_->len, NULL, NULL, XML_PARSE_NONET);

	bare_verify(bare, doc);
	xmlFreeDoc(doc);
}

/* One process of xmlsec1: its time; below zero: there is none. */
static double
peer_turn(const char *keys, const char *file)
{
	struct rusage before, after;
	char ca[4096];
	int status;
	pid_t pid;

	snprintf(ca, sizeof(ca), "%s/eu-ca.pem", keys);
	getrusage(RUSAGE_CHILDREN, &before);
	if ((pid = fork()) == 0) {
		if (freopen("/dev/null", "w", stderr) != NULL &&
		    freopen("/dev/null", "w", stdout) != NULL)
			execlp("xmlsec1", "xmlsec1", "--verify",
			    "--trusted-pem", ca, "--id-attr:Id",
			    "http://uri.etsi.org/01903/v1.3.2#:"
			    "SignedProperties",
			    "--verification-gmt-time", "2026-11-01 00:00:00",
			    file, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		die("no process");
	getrusage(RUSAGE_CHILDREN, &after);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return -1;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		die("xmlsec1 does not accept");
	return (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec) +
	       (double)(after.ru_stime.tv_sec - before.ru_stime.tv_sec) +
	       (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec) /
		   1e6 +
	       (double)(after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6;
}

static void
against_others(const char *keys, const char *license, const char *folder)
{
	struct comity_source *text = load("", license);
	struct comity_source *signed_ = sign(keys, text);
	struct comity_trust *trust = trust_load(keys);
	double ours[ROUNDS], floor_[ROUNDS], peer[ROUNDS], from;
	struct bare bare;
	char path[4096];
	int i, j;

	bare_load(&bare, keys, "eu-partner.pem", "eu-ca.pem");
	snprintf(path, sizeof(path), "%s/verify-signed.xml", folder);
	if (comity_file_write(path, signed_->bytes, signed_->len, report) !=
	    COMITY_OK)
		die(path);
	comity_turn(signed_, trust); /* the certificate is seen now */
	for (i = 0; i < ROUNDS; i++) {
		from = now();
		for (j = 0; j < TURNS; j++)
			bare_turn(signed_, &bare);
		floor_[i] = (now() - from) / TURNS;
		from = now();
		for (j = 0; j < TURNS; j++)
			comity_turn(signed_, trust);
		ours[i] = (now() - from) / TURNS;
		peer[i] = peer_turn(keys, path);
	}
	printf("a signed license of %zu bytes: %.0f microseconds, the floor "
	       "%.0f\n",
	    signed_->len, median(ours, ROUNDS) * 1e6,
	    median(floor_, ROUNDS) * 1e6);
	judge("verify, times the floor",
	    median(ours, ROUNDS) / median(floor_, ROUNDS),
	    median(ours, ROUNDS) / median(floor_, ROUNDS) <= FLOOR_MAX);
	if (peer[0] < 0)
		printf("xmlsec1 is not installed\n");
	else
		judge("one xmlsec1 --verify, times one of comity",
		    median(peer, ROUNDS) / median(ours, ROUNDS),
		    median(peer, ROUNDS) / median(ours, ROUNDS) >= PEER_MIN);
	bare_free(&bare);
	comity_trust_free(trust);
	comity_source_free(signed_);
	comity_source_free(text);
}

static struct comity_source *
document(size_t size)
{
	struct comity_source *source = NULL;
	struct comity_text text = { 0 };
	size_t i;

	comity_text_add(&text, "<l:License xmlns:l=\"urn:example:bench\">\n");
	for (i = 0; text.len < size; i++)
		comity_text_addf(&text,
		    "<l:Item number=\"%zu\"><l:Quantity unit=\"g\">%zu"
		    "</l:Quantity><l:Text>A vial of a substance, for research "
		    "in the laboratory alone.</l:Text></l:Item>\n",
		    i, i % 97);
	comity_text_add(&text, "</l:License>\n");
	if (text.failed || comity_source_new("large.xml", text.data, text.len,
			       report, &source) != COMITY_OK)
		die("no document");
	comity_text_clear(&text);
	return source;
}

/* The floor grows faster than the document too, where memory no longer fits
 * the processor's caches: a step of ours may be as large as a step of its. */
static void
growth(const char *keys, size_t largest)
{
	struct comity_trust *trust = trust_load(keys);
	struct comity_source *text, *signed_;
	double before = 0, floor_before = 0, ours[7], floor_[7], from;
	struct bare bare;
	char what[100];
	int i, j, rounds, turns;
	size_t size;

	bare_load(&bare, keys, "eu-partner.pem", "eu-ca.pem");

	for (size = LARGEST >> 12; size <= largest; size *= 4) {
		text = document(size - size / 64); /* and its signature */
		signed_ = sign(keys, text);
		rounds = size <= LARGEST >> 6 ? 7 : size < LARGEST ? 5 : 3;
		turns = size <= LARGEST >> 8 ? 8 : 1;
		for (i = 0; i < rounds; i++) {
			from = now();
			for (j = 0; j < turns; j++)
				bare_turn(signed_, &bare);
			floor_[i] = (now() - from) / turns;
			from = now();
			for (j = 0; j < turns; j++)
				comity_turn(signed_, trust);
			ours[i] = (now() - from) / turns;
		}
		(void)median(ours, (size_t)rounds); /* sorted by it */
		(void)median(floor_, (size_t)rounds); /* sorted by it */
		if (before > 0) {
			snprintf(what, sizeof(what),
			    "verify, four times as large, to %zu KB (the "
			    "floor: %.2f)",
			    signed_->len / 1024, floor_[0] / floor_before);
			judge(what, ours[0] / before,
			    ours[0] / before <= GROWTH_MAX ||
				ours[0] / before <=
				    1.1 * floor_[0] / floor_before);
		}
		before = ours[0];
		floor_before = floor_[0];
		comity_source_free(signed_);
		comity_source_free(text);
	}
	comity_trust_free(trust);
	bare_free(&bare);
}

int
main(int argc, char **argv)
{
	if (argc < 4 || comity_init() != COMITY_OK ||
	    (report = comity_report_new()) == NULL)
		return EXIT_FAILURE;
	against_others(argv[1], argv[2], argv[3]);
	growth(argv[1], argc > 4 ? LARGEST_QUICK : LARGEST);
	comity_report_free(report);
	return EXIT_SUCCESS;
}
