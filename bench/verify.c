/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verify: what judging one signature costs, beside the bare library calls that
 * it cannot do without (the floor) and one xmlsec1 process, in one run:
 * medians of rounds that take turns. Fails if one side does not accept; a
 * ratio that is not what is asked of comity is marked.
 * usage: verify KEYS LICENSE FOLDER    what tests/keys/make wrote, a license
 *                                      of us-ear, where to write the signed
 */
#include "verify.h"

#include "certificate.h"
#include "init.h"
#include "measure.h"
#include "sign.h"
#include "text.h"
#include "trust.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
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
struct bare {
	EVP_PKEY *key, *ca_key;
	X509 *certificate;
	EVP_MD *sha256;
};

static X509 *
read_x509(const char *keys, const char *name)
{
	struct comity_source *pem = load(keys, name);
	BIO *bio = BIO_new_mem_buf(pem->bytes, (int)pem->len);
	X509 *x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	if (x509 == NULL)
		die(name);
	BIO_free(bio);
	comity_source_free(pem);
	return x509;
}

static void
bare_load(const char *keys, struct bare *bare)
{
	X509 *ca = read_x509(keys, "eu-ca.pem");

	bare->certificate = read_x509(keys, "eu-partner.pem");
	bare->key = X509_get_pubkey(bare->certificate);
	bare->ca_key = X509_get_pubkey(ca);
	bare->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (EVP_PKEY_get_bits(bare->key) != 256 ||
	    EVP_PKEY_get_bits(bare->ca_key) != 256)
		die("the keys are not P-256");
	X509_free(ca);
}

static void
bare_free(struct bare *bare)
{
	X509_free(bare->certificate);
	EVP_PKEY_free(bare->key);
	EVP_PKEY_free(bare->ca_key);
	EVP_MD_free(bare->sha256);
}

static xmlNodePtr
find(xmlNodePtr node, const char *name)
{
	xmlNodePtr found = NULL;

	if (node->type == XML_ELEMENT_NODE &&
	    strcmp((const char *)node->name, name) == 0)
		return node;
	for (node = node->children; node != NULL && found == NULL;
	     node = node->next)
		found = find(node, name);
	return found;
}

/* What is in: the subtree below apex, or all but that below hole. */
struct part {
	xmlNodePtr apex, hole;
};

static int
visible(void *user, xmlNodePtr node, xmlNodePtr parent)
{
	const struct part *part = user;
	xmlNodePtr up = node->type == XML_NAMESPACE_DECL ? parent : node;

	for (; up != NULL && up->type != XML_DOCUMENT_NODE; up = up->parent)
		if (up == part->apex)
			return 1;
		else if (up == part->hole)
			return 0;
	return part->apex == NULL;
}

static xmlOutputBufferPtr
bare_digest(const struct bare *bare, xmlDocPtr doc, struct part part,
    unsigned char *digest)
{
	xmlOutputBufferPtr out = xmlAllocOutputBuffer(NULL);
	unsigned int len;

	if (xmlC14NExecute(doc, visible, &part, XML_C14N_EXCLUSIVE_1_0, NULL, 0,
		out) < 0 ||
	    EVP_Digest(xmlOutputBufferGetContent(out),
		xmlOutputBufferGetSize(out), digest, &len, bare->sha256,
		NULL) != 1)
		die("the floor canonicalizes nothing");
	return out;
}

/* r and s in base64 as OpenSSL's DER. */
static int
value_of(xmlNodePtr node, unsigned char **der)
{
	xmlChar *text = xmlNodeGetContent(node);
	unsigned char bytes[100];
	ECDSA_SIG *sig = ECDSA_SIG_new();
	int len;

	EVP_DecodeBlock(bytes, text, (int)strlen((char *)text));
	ECDSA_SIG_set0(
	    sig, BN_bin2bn(bytes, 32, NULL), BN_bin2bn(bytes + 32, 32, NULL));
	*der = NULL;
	len = i2d_ECDSA_SIG(sig, der);
	ECDSA_SIG_free(sig);
	xmlFree(text);
	return len;
}

static void
bare_turn(const struct comity_source *signed_, const struct bare *bare)
{
	xmlDocPtr doc = xmlReadMemory((const char *)signed_->bytes,
	    (int)signed_->len, NULL, NULL, XML_PARSE_NONET);
	xmlNodePtr root = xmlDocGetRootElement(doc);
	xmlNodePtr signature = find(root, "Signature");
	unsigned char digest[EVP_MAX_MD_SIZE], *der;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	xmlOutputBufferPtr info;
	int len;

	xmlOutputBufferClose(
	    bare_digest(bare, doc, (struct part){ NULL, signature }, digest));
	xmlOutputBufferClose(bare_digest(bare, doc,
	    (struct part){ find(signature, "SignedProperties"), NULL },
	    digest));
	info = bare_digest(bare, doc,
	    (struct part){ find(signature, "SignedInfo"), NULL }, digest);
	len = value_of(find(signature, "SignatureValue"), &der);
	if (EVP_DigestVerifyInit(
		context, NULL, bare->sha256, NULL, bare->key) != 1 ||
	    EVP_DigestVerify(context, der, (size_t)len,
		xmlOutputBufferGetContent(info),
		xmlOutputBufferGetSize(info)) != 1 ||
	    X509_verify(bare->certificate, bare->ca_key) != 1)
		die("the floor does not accept");
	OPENSSL_free(der);
	EVP_MD_CTX_free(context);
	xmlOutputBufferClose(info);
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

	bare_load(keys, &bare);
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
growth(const char *keys)
{
	struct comity_trust *trust = trust_load(keys);
	struct comity_source *text, *signed_;
	double before = 0, floor_before = 0, ours[7], floor_[7], from;
	struct bare bare;
	char what[100];
	int i, j, rounds, turns;
	size_t size;

	bare_load(keys, &bare);

	for (size = LARGEST >> 12; size <= LARGEST; size *= 4) {
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
	if (argc != 4 || comity_init() != COMITY_OK ||
	    (report = comity_report_new()) == NULL)
		return EXIT_FAILURE;
	against_others(argv[1], argv[2], argv[3]);
	growth(argv[1]);
	comity_report_free(report);
	return EXIT_SUCCESS;
}
